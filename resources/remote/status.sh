# The supervisor's status, for whoever looks at the spool; sourced by it.

# each a variable of the supervisor's; to tell one more, add its name
status_names='state why supervisor supervisor_start boot_id tool_pid tool_start tool_rc render_rc artifact_bytes
spool_bytes free_kb elapsed_ms cpu_ms render_cpu_ms busy_before busy_during from_wall from_monotonic from_error to_wall
to_monotonic to_error client_ms uses bpf_ns bpf_runs bpf_ms sha256 dropped_from dropped_to'
status_names=$(printf '%s ' $status_names)

# name=value lines, over the whole length of what stood there, in one write: it costs no process, and no room on a disk
# that has become full. Who reads it at the same moment sees it by the rounds at its begin and its end.
round=0
write_status() {
  round=$((round + 1))
  text="begin=$round
names='$status_names'
"
  for name in $status_names; do
    eval "text=\"\${text}$name=\$$name
\""
  done
  until { printf '%-4095s\n' "${text}end=$round
" 1<>status; } 2>/dev/null; do
    is_full=yes
    set -- reserve.*
    # the last one that could be written is better than half of one
    [ -e "$1" ] || return 0
    rm -f "$1"
  done
}

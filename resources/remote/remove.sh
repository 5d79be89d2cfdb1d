# Discards the spool, stopping what runs in it; for a capture that was collected it has long been idle. In: nonce, spool.
LC_ALL=C
export LC_ALL
printf '%s begin\n' "$nonce"
gone=1
# a folder of somebody else stays as it is
if [ -O "$spool" ] && cd "$spool"; then
  rm -f keep run
  supervisor=0 supervisor_start=0 tool_pid=0 tool_start=0 workload_pid=0 workload_start=0
  [ -r status ] && . ./status
  start_of() {
    start=0
    { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
    set -- ${line##*) }
    [ "$1" = Z ] || start=${20}
  }
  # the supervisor ends the tool and removes the spool itself
  tries=0
  while [ $tries -lt 20 ]; do
    start_of "$supervisor"
    [ "$start" != 0 ] && [ "$start" = "$supervisor_start" ] || break
    sleep 1
    tries=$((tries + 1))
  done
  # a tool, and the command beside it, whose supervisor was killed
  for each in "$tool_pid $tool_start" "$workload_pid $workload_start"; do
    start_of "${each% *}"
    if [ "$start" != 0 ] && [ "$start" = "${each#* }" ]; then
      kill -s INT -- "-${each% *}"
      sleep 1
      kill -s KILL -- "-${each% *}" 2>/dev/null
    fi
  done
  cd / && rm -rf -- "$spool"
  rmdir -- "${spool%/*}" 2>/dev/null
fi
[ -d "$spool" ] && gone=0
printf 'gone=%s\n%s end\n' "$gone" "$nonce"

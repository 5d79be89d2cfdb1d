# Smokejumper's supervisor: POSIX sh (dash, bash, busybox). Runs one tool for one capture in a private spool.
#
#   sh supervisor.sh SPOOL record    runs the tool, then renders
#   sh supervisor.sh SPOOL finish    after a supervisor that died: stops what it left running, then renders
#
# In the spool, written by the client before the start:
#   job         variables and functions: run_tool, run_render (empty where the tool's stdout is the artifact)
#   about       one line of JSON: what this is, for a library that did not start it
#   run         removed by the client: stop, and keep what was recorded
#   keep        removed by the client: throw everything away (removing works on a full disk, creating may not)
#   heartbeat   another text each time that the client looks
#   reserve.*   a few KiB each, given up one by one when the disk is full, so that the status can still be written
# and by us:
#   status      name=value lines, replaced as a whole
#   artifact, tool.err, render.err, and what the tool makes itself (perf.data)
set -u
LC_ALL=C
# a tool that leaves out its own kind is told who we are
supervisor=$$
export LC_ALL supervisor
umask 077
trap '' HUP
cd "$1" || exit 1
mode=$2
. ./job
trap 'rm -f run' TERM INT

state=starting why= tool_pid=0 tool_start=0 tool_rc= render_rc= artifact_bytes=0 spool_bytes=0 free_kb=0
cpu_ms=0 render_cpu_ms=0 elapsed_ms=0 began=0 busy_before= busy_during= sha256= last=0 looks=0 pulse= last_pulse=
from_wall= from_monotonic= from_error= to_wall= to_monotonic= to_error= client_ms= hears_int= is_full=
# what is not urgent gives way to everything else, where the host has a way to say so
gently=
command -v nice >/dev/null && gently='nice -n 19'
command -v ionice >/dev/null && ionice -c 3 true 2>/dev/null && gently="$gently ionice -c 3"
read -r boot_id </proc/sys/kernel/random/boot_id || boot_id=unknown
hertz=$(getconf CLK_TCK 2>/dev/null) || hertz=100
tick=1
sleep 0.01 2>/dev/null && tick=0.5

# centiseconds since boot, without starting a process
read_now() {
  read -r up _ </proc/uptime
  now=$((${up%.*} * 100 + 1${up#*.} - 100))
}

# start time of a process in ticks since boot: with the pid, its identity; 0 when it is gone or a zombie
read_start() {
  start=0
  { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
  set -- ${line##*) }
  [ "$1" = Z ] || [ "$1" = X ] || start=${20}
}

# ticks used by a process, its descendants, and those of them that were waited for
read_ticks() {
  ticks=0 queue=$1
  while [ -n "$queue" ]; do
    set -- $queue
    each=$1
    shift
    queue=$*
    { IFS= read -r line <"/proc/$each/stat"; } 2>/dev/null || continue
    children=
    { read -r children <"/proc/$each/task/$each/children"; } 2>/dev/null
    set -- ${line##*) }
    ticks=$((ticks + ${12} + ${13} + ${14} + ${15}))
    queue="$queue $children"
    queue=${queue# }
    queue=${queue% }
  done
}

# the host's busy and total ticks, all CPUs
read_host() {
  read -r _ user nice system idle iowait irq softirq steal _ </proc/stat
  busy=$((user + nice + system + irq + softirq + steal))
  total=$((busy + idle + iowait))
}

# wall clock (epoch ns), monotonic clock (ns), and how far apart they may have been read (ns).
# timer_list has the monotonic clock itself, for root; uptime counts suspended time too and is 10 ms coarse.
read_anchor() {
  before=$(date +%s%N)
  coarse=10000000
  read -r up _ </proc/uptime
  anchor_monotonic=$((${up%.*} * 1000000000 + (1${up#*.} - 100) * 10000000))
  if [ -r /proc/timer_list ]; then
    while read -r a b c _; do
      [ "$a $b" = 'now at' ] && anchor_monotonic=$c && coarse=0 && break
      [ "$a" = cpu: ] && break
    done </proc/timer_list
  fi
  after=$(date +%s%N)
  case $before$after in
    *[!0-9]*)
      # a date without %N: whole seconds
      before=${before%%[!0-9]*}000000000
      after=$before
      coarse=1000000000
      ;;
  esac
  [ ${#before} -ge 19 ] || { before=${before}000000000 after=${after}000000000 coarse=1000000000; }
  anchor_wall=$(((before + after) / 2))
  anchor_error=$(((after - before) / 2 + coarse))
}

print_status() {
  printf '%s\n' "state=$state" "why=$why" "supervisor=$$" "supervisor_start=$own_start" "boot_id=$boot_id" \
    "tool_pid=$tool_pid" "tool_start=$tool_start" "tool_rc=$tool_rc" "render_rc=$render_rc" \
    "artifact_bytes=$artifact_bytes" "spool_bytes=$spool_bytes" "free_kb=$free_kb" "elapsed_ms=$elapsed_ms" \
    "cpu_ms=$cpu_ms" "render_cpu_ms=$render_cpu_ms" "busy_before=$busy_before" "busy_during=$busy_during" \
    "from_wall=$from_wall" "from_monotonic=$from_monotonic" "from_error=$from_error" \
    "to_wall=$to_wall" "to_monotonic=$to_monotonic" "to_error=$to_error" "client_ms=$client_ms" \
    "sha256=$sha256" 'end=1'
}

write_status() {
  until { print_status >status.new; } 2>/dev/null; do
    is_full=yes
    set -- reserve.*
    # the last one that could be written is better than half of one
    [ -e "$1" ] || return 0
    rm -f "$1"
  done
  mv -f status.new status
}

measure() {
  spool_bytes=0
  listing=$(ls -ln)
  # "total N", then lines of nine fields; the names are ours and hold no spaces
  set -- $listing
  shift 2
  while [ $# -ge 9 ]; do
    spool_bytes=$((spool_bytes + $5))
    [ "$9" = artifact ] && artifact_bytes=$5
    shift 9
  done
  # free space every third time only: each look starts two processes
  looks=$((looks + 1))
  [ $((looks % 3)) = 1 ] || return 0
  # the number before the percentage: the file system's own name may hold spaces
  for word in $(df -Pk . | tail -n 1); do
    case $word in *%) free_kb=$last && break ;; *) last=$word ;; esac
  done
}

# Becomes the tool, in a session and process group of its own. What a shell starts in the background does not hear INT,
# and neither do its children, unless they see to it themselves: where there is a way, it is given back to them.
env --default-signal=INT true 2>/dev/null && hears_int=env
[ -n "$hears_int" ] || { perl -e 1 2>/dev/null && hears_int=perl; }
run_apart() {
  export SMOKEJUMPER_SPOOL="$spool"
  case $hears_int in
  env) exec setsid env --default-signal=INT sh ./supervised.sh "$1" ;;
  perl) exec setsid perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' sh ./supervised.sh "$1" ;;
  *) exec setsid sh ./supervised.sh "$1" ;;
  esac
}

# Watches one child until it ends or must end; says which in `verdict`.
watch() {
  verdict= beat=0
  while :; do
    read_start "$child"
    [ "$start" = 0 ] && { verdict=exit; return; }
    [ -e keep ] || { verdict=discard; return; }
    read_now
    [ "$now" -ge "$limit" ] && { verdict=deadline; return; }
    if [ "$state" = recording ]; then
      [ -e run ] || { verdict=stop; return; }
      { read -r pulse <heartbeat; } 2>/dev/null
      [ "$pulse" = "$last_pulse" ] || { last_pulse=$pulse last_seen=$now; }
      client_ms=$(((now - last_seen) * 10))
      # a detached one has no grace period (0): it needs nobody until its deadline
      [ "$grace" -gt 0 ] && [ "$client_ms" -ge $((grace * 1000)) ] && { verdict=client-gone; return; }
    fi
    if [ $beat = 0 ]; then
      measure
      if [ "$state" = recording ]; then
        elapsed_ms=$(((now - began) * 10))
        read_ticks "$$"
        cpu_ms=$(((ticks - own_ticks) * 1000 / hertz))
        watch_targets || { verdict=pid-gone; return; }
      fi
      write_status
      [ "$spool_bytes" -gt "$budget" ] && { verdict=budget; return; }
      [ -n "$is_full" ] || [ "$free_kb" -lt "$floor_kb" ] && { verdict=disk-full; return; }
    fi
    [ $tick = 1 ] || beat=$((1 - beat))
    sleep $tick
  done
}

# false when processes were chosen and all of them are gone
watch_targets() {
  [ -n "$targets" ] || return 0
  for each in $targets; do
    read_start "$each"
    [ "$start" = 0 ] || return 0
  done
  return 1
}

# Signals the child's process group until nothing of it is left: each signal, then up to so many half seconds.
stop_child() {
  for step in "$@"; do
    kill -s "${step%:*}" -- "-$child" 2>/dev/null || kill -s "${step%:*}" "$child" 2>/dev/null
    left=${step#*:}
    while [ "$left" -gt 0 ]; do
      read_start "$child"
      [ "$start" = 0 ] && return
      sleep $tick
      left=$((left - 1))
    done
  done
}

stop_in_order() {
  if [ "$verdict" = discard ]; then
    stop_child INT:4 TERM:2 KILL:10
  else
    stop_child $stop_steps KILL:20
  fi
}

# What has left the tool's process group is still told by its environment. It is given a few seconds to end by itself.
stop_strays() {
  for signal in INT TERM KILL; do
    strays=$(grep -l -s -F "SMOKEJUMPER_SPOOL=$spool" /proc/[0-9]*/environ)
    [ -n "$strays" ] || return 0
    pids=
    for each in $strays; do
      each=${each#/proc/}
      pids="$pids ${each%/environ}"
    done
    kill -s "$signal" $pids 2>/dev/null
    left=4
    while [ $left -gt 0 ]; do
      alive=
      for each in $pids; do
        read_start "$each"
        [ "$start" = 0 ] || alive=yes
      done
      [ -n "$alive" ] || break
      sleep $tick
      left=$((left - 1))
    done
  done
}

throw_away() {
  cd / && rm -rf -- "$spool"
  rmdir -- "${spool%/*}" 2>/dev/null
  exit 0
}

record() {
  read_host
  busy0=$busy total0=$total
  sleep $tick
  read_host
  [ "$total" -gt "$total0" ] && busy_before=$(((busy - busy0) * 1000 / (total - total0)))
  busy0=$busy total0=$total
  read_ticks "$$"
  own_ticks=$ticks
  read_anchor
  from_wall=$anchor_wall from_monotonic=$anchor_monotonic from_error=$anchor_error
  read_now
  began=$now last_seen=$now
  limit=$((now + deadline * 100))
  run_apart run_tool </dev/null >"$tool_stdout" 2>tool.err &
  child=$!
  tool_pid=$child
  read_start "$child"
  tool_start=$start
  state=recording
  write_status
  watch
  why=$verdict
  state=stopping
  [ "$verdict" = exit ] || { write_status; stop_in_order; }
  wait "$child"
  tool_rc=$?
  # what the tool may have left of its group, and outside of it
  kill -s KILL -- "-$child" 2>/dev/null
  stop_strays
  # a tool that came to the limit of its file ends by itself
  measure
  [ "$why" = exit ] && [ "$spool_bytes" -gt "$budget" ] && why=budget
  client_ms=
  read_now
  elapsed_ms=$(((now - began) * 10))
  read_anchor
  to_wall=$anchor_wall to_monotonic=$anchor_monotonic to_error=$anchor_error
  read_ticks "$$"
  cpu_ms=$(((ticks - own_ticks) * 1000 / hertz))
  read_host
  [ "$total" -gt "$total0" ] && busy_during=$(((busy - busy0) * 1000 / (total - total0)))
  [ -e keep ] || throw_away
}

render() {
  [ -n "$rendered" ] && [ -s "$rendered" ] || return 0
  state=rendering
  write_status
  read_ticks "$$"
  own_ticks=$ticks
  read_now
  limit=$((now + render_seconds * 100))
  # the reading may make the spool larger than the budget by as much again, never the host's disk full: what was
  # recorded until little was left free is still to be read, so it may use some of that
  budget=$((budget * 2))
  floor_kb=$((floor_kb / 4))
  run_apart run_render </dev/null >artifact 2>render.err &
  child=$!
  watch
  [ "$verdict" = exit ] || { why=$why,render-$verdict; stop_in_order; }
  wait "$child"
  render_rc=$?
  kill -s KILL -- "-$child" 2>/dev/null
  read_ticks "$$"
  render_cpu_ms=$(((ticks - own_ticks) * 1000 / hertz))
  [ -e keep ] || throw_away
}

# Takes over from a supervisor that died: its last status, and the tool that it may have left running.
take_over() {
  now_boot=$boot_id ended=supervisor-gone
  if [ -e status.old ]; then
    # names and numbers only, written by us
    . ./status.old
    read_start "$tool_pid"
    child=$tool_pid verdict=finish
    if [ "$boot_id" != "$now_boot" ]; then
      ended=reboot
    elif [ "$start" != 0 ] && [ "$start" = "$tool_start" ]; then
      stop_in_order
      kill -s KILL -- "-$child" 2>/dev/null
    fi
    boot_id=$now_boot
  fi
  stop_strays
  why=$ended sha256= client_ms=
}

read_start "$$"
own_start=$start
write_status
if [ "$mode" = record ]; then record; else take_over; fi
render
state=hashing
measure
write_status
if sha256=$($gently sha256sum artifact 2>/dev/null); then sha256=${sha256%% *}; else sha256=; fi
[ -e keep ] || throw_away
state=finished
measure
write_status

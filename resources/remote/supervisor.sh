# Smokejumper's supervisor: POSIX sh (dash, bash, busybox). Runs one tool for one capture in a private spool.
#
#   sh supervisor.sh SPOOL record    runs the tool, then renders
#   sh supervisor.sh SPOOL finish    after a supervisor that died: stops what it left running, then renders
#
# In the spool, written by the client before the start:
#   job         variables and functions: run_tool, run_render (empty where the tool's stdout is the artifact)
#   about       one line of JSON: what this is, for a library that did not start it
#   run         removed by the client: stop, and keep what was recorded
#   start_at    where several hosts start together: when, in ns of our wall clock
#   keep        removed by the client: throw everything away (removing works on a full disk, creating may not)
#   heartbeat   another text each time that the client looks, and how many bytes of the artifact it has
#   reserve.*   a few KiB each, given up one by one when the disk is full, so that the status can still be written
#   workload.*  the command that is run meanwhile (workload.sh)
#   *.sh        this, and its parts
# and by us:
#   status      name=value lines (status.sh)
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
. ./measure.sh
. ./status.sh
. ./ending.sh
. ./rotate.sh
. ./await.sh
. ./job
. ./limits.sh
. ./workload.sh
trap 'rm -f run' TERM INT

state=starting why= tool_pid=0 tool_start=0 tool_rc= render_rc= artifact_bytes=0 spool_bytes=0 free_kb=0
cpu_ms=0 render_cpu_ms=0 elapsed_ms=0 began=0 busy_before= busy_during= sha256= last=0 pulse= last_pulse= collected=
from_wall= from_monotonic= from_error= to_wall= to_monotonic= to_error= client_ms= hears_int= is_full=
# what is not urgent gives way to everything else, where the host has a way to say so
gently=
command -v nice >/dev/null && gently='nice -n 19'
command -v ionice >/dev/null && ionice -c 3 true 2>/dev/null && gently="$gently ionice -c 3"
read -r boot_id </proc/sys/kernel/random/boot_id || boot_id=unknown
hertz=$(getconf CLK_TCK 2>/dev/null) || hertz=100

# Waits without a process where the shell can read with a time limit (bash, busybox): from a pipe that nobody writes to.
waits=
mkfifo never 2>/dev/null && exec 9<>never && rm -f never
can_wait() {
  read_now
  since=$now
  { read -r -t "$1" _ <&9; } 2>/dev/null
  read_now
  [ $((now - since)) -ge "$2" ]
}
if can_wait 0.05 4; then waits=yes tick=0.5; elif can_wait 1 90; then waits=yes tick=1; else
  tick=1
  sleep 0.01 2>/dev/null && tick=0.5
fi
pause() {
  if [ -n "$waits" ]; then read -r -t "$1" _ <&9; else sleep "$1"; fi
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

# Watches one child until it ends or must end; says which in `verdict`. Often at first, then once in a second.
watch() {
  verdict= looked=0 gap=100 measured=0 odd=1
  read_now
  calm=$((now + 1000))
  while :; do
    read_start "$child"
    [ "$start" = 0 ] && { verdict=exit; return; }
    [ -e keep ] || { verdict=discard; return; }
    read_now
    [ "$now" -ge "$limit" ] && { verdict=deadline; return; }
    [ "$state" != recording ] || [ -e run ] || { verdict=stop; return; }
    [ -z "$workload" ] || watch_workload
    [ -z "$verdict" ] || return
    [ "$now" -lt $((looked + 90)) ] || {
      looked=$now
      look
      [ -z "$verdict" ] || return
    }
    if [ "$now" -lt $calm ]; then pause $tick; else pause 1; fi
  done
}

look() {
  is_counted=
  if [ "$state" = recording ]; then
    { read -r pulse collected <heartbeat; } 2>/dev/null
    [ "$pulse" = "$last_pulse" ] || last_pulse=$pulse last_seen=$now
    client_ms=$(((now - last_seen) * 10))
    # a detached one has no grace period (0): it needs nobody until its deadline
    [ "$grace" -gt 0 ] && [ "$client_ms" -ge $((grace * 1000)) ] && { verdict=client-gone; return; }
    elapsed_ms=$(((now - began) * 10))
    # every other time: each process of the tool's is one more to look at
    if [ "$now" -lt $calm ] || [ $odd = 1 ]; then
      read_ticks "$$"
      cpu_ms=$(((ticks - own_ticks) * 1000 / hertz)) is_counted=yes
    fi
    odd=$((1 - odd))
    watch_targets || { verdict=pid-gone; return; }
  fi
  measure_in_time
  [ -z "$is_counted" ] || watch_limits_in_time
  [ "$state" != recording ] || rotate
  write_status
  is_over_budget && { verdict=budget; return; }
  [ -n "$is_full" ] || [ "$free_kb" -lt "$floor_kb" ] && verdict=disk-full
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

record() {
  read_host
  busy0=$busy total0=$total
  pause $tick
  read_host
  [ "$total" -gt "$total0" ] && busy_before=$(((busy - busy0) * 1000 / (total - total0)))
  await_start || read_anchor
  read_host
  busy0=$busy total0=$total
  read_ticks "$$"
  own_ticks=$ticks
  from_wall=$anchor_wall from_monotonic=$anchor_monotonic from_error=$anchor_error
  read_now
  began=$now last_seen=$now
  limit=$((now + deadline * 100))
  begin_limits
  exec 8>"$tool_stdout"
  run_apart run_tool </dev/null >&8 2>tool.err 8>&- 9<&- &
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
  workload_goes_on || { end_workload && stop_strays; }
  # a tool that came to the limit of its file ends by itself
  measure
  [ "$why" = exit ] && is_over_budget && why=budget
  client_ms=
  read_now
  elapsed_ms=$(((now - began) * 10))
  read_anchor
  to_wall=$anchor_wall to_monotonic=$anchor_monotonic to_error=$anchor_error
  read_ticks "$$"
  cpu_ms=$(((ticks - own_ticks) * 1000 / hertz))
  read_host
  [ "$total" -gt "$total0" ] && busy_during=$(((busy - busy0) * 1000 / (total - total0)))
  end_limits
  if workload_goes_on; then
    wait_for_workload
    end_workload
    stop_strays
  fi
  settle_workload
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
  exec 8>artifact
  run_apart run_render </dev/null >&8 2>render.err 8>&- 9<&- &
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
  now_boot=$boot_id own_start=$supervisor_start ended=supervisor-gone
  if [ -e status.old ]; then
    # names and numbers only, written by us
    . ./status.old
    # who died is told there too
    supervisor=$$ supervisor_start=$own_start
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
  [ "$workload_state" != running ] || [ -n "$workload_to" ] || workload_why=$ended
  settle_workload
  why=$ended sha256= client_ms=
}

read_start "$$"
supervisor_start=$start
write_status
if [ "$mode" = record ]; then record; else take_over; fi
render
state=hashing
measure
write_status
[ -r artifact ] && sha256=$(read_kept | $gently sha256sum 2>/dev/null) && sha256=${sha256%% *} || sha256=
[ -e keep ] || throw_away
state=finished
measure
write_status

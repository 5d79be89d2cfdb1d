# The command that a person wants to be run while the tool records; sourced by the supervisor. In the job: workload (yes,
# or ''), workload_after (seconds behind the tool's being attached), attached_mark (what the artifact then holds; '': any
# byte will do), workload_stops (yes: its end is the recording's), workload_stays (seconds that it may go on behind the
# planned end of the recording), workload_as (login: the user who became root, root: as we are). In the spool:
#   workload.command    the line
#   workload.wait       removed by us: now; workload.gate: a pipe that says that there is something to look at
#   workload.state      name=value lines, written by workload-run.sh
#   workload.out, .err  what it wrote, and in .total how much that was in all
workload_state= workload_pid=0 workload_start=0 workload_from= workload_to= workload_rc= workload_why= workload_coarse=0
workload_done= attached_at= workload_left=
[ -z "$workload" ] || {
  workload_state=waiting
  status_names="$status_names workload_state workload_from workload_to workload_rc workload_why workload_coarse
workload_pid workload_start workload_done"
  status_names=$(printf '%s ' $status_names)
}

read_workload() {
  # names and numbers only
  [ ! -s workload.state ] || . ./workload.state
}

is_attached() {
  # a tool that writes nothing before its end
  [ -n "$attached_mark" ] && most=3000 || most=500
  [ "$now" -lt $((began + most)) ] || return 0
  if [ -n "$attached_mark" ]; then
    head -c 65536 artifact 2>/dev/null | grep -q -a -F -e "$attached_mark"
  elif [ -n "$rendered" ]; then [ -s "$rendered" ]; else [ -s artifact ]; fi
}

# In the watch over the tool: starts it when it is time, and sees its end.
watch_workload() {
  case $workload_state in
  waiting)
    [ "$state" = recording ] || return 0
    [ -n "$attached_at" ] || { is_attached && attached_at=$now; } || return 0
    [ "$now" -ge $((attached_at + workload_after * 100)) ] || return 0
    workload_state=running
    # not a child of ours: what it takes of the CPUs is not what the tracer takes, and it is to be traced
    rm -f workload.wait
    echo 1<>workload.gate
    ;;
  running)
    read_workload
    [ -n "$workload_to" ] || return 0
    workload_state=ended
    [ -z "$workload_stops" ] || [ "$state" != recording ] || verdict=workload
    ;;
  esac
}

# Whether it is to come to its own end behind the recording's.
workload_goes_on() {
  [ "$workload_state" = running ] && [ "$workload_stays" -gt 0 ] || return 1
  case $why in exit | deadline) return 0 ;; esac
  return 1
}

wait_for_workload() {
  workload_goes_on || return 0
  read_now
  limit=$((now + workload_stays * 100)) last_seen=$now
  while [ "$workload_state" = running ] && [ -e keep ] && [ -e run ]; do
    write_status
    pause 1
    read_now
    [ "$now" -lt "$limit" ] || break
    { read -r pulse _ <heartbeat; } 2>/dev/null
    [ "$pulse" = "$last_pulse" ] || last_pulse=$pulse last_seen=$now
    [ "$grace" = 0 ] || [ $((now - last_seen)) -lt $((grace * 100)) ] || break
    watch_workload
  done
  [ "$workload_state" != running ] || workload_left=yes
}

# Ends it: asked first, then not.
end_workload() {
  [ "$workload_state" = running ] || [ "$workload_state" = ended ] || return 0
  # it may just be starting
  left=6
  while read_workload && [ "$workload_pid" = 0 ] && [ $left -gt 0 ]; do
    pause $tick
    left=$((left - 1))
  done
  [ "$workload_pid" != 0 ] || return 0
  for signal in TERM KILL; do
    [ -z "$workload_to" ] || break
    [ -z "$workload_left" ] && workload_why=$why || workload_why=too-long
    kill -s $signal -- "-$workload_pid" 2>/dev/null
    [ "$verdict" = discard ] && left=2 || left=10
    while [ $left -gt 0 ] && read_workload && [ -z "$workload_to" ]; do
      pause $tick
      left=$((left - 1))
    done
  done
  # what it may have left of its group
  kill -s KILL -- "-$workload_pid" 2>/dev/null
  workload_state=ended
}

# All of its output is there: what held it open has been ended.
settle_workload() {
  [ "$workload_state" = running ] || [ "$workload_state" = ended ] || return 0
  left=8
  while read_workload && [ -z "$workload_done" ] && [ $left -gt 0 ]; do
    pause $tick
    left=$((left - 1))
  done
  workload_state=ended
}

# Reads what perf records while it records it:  sh perf-live.sh perf record ... -o - -- sleep SECONDS
#
# The reading runs at the lowest priority and in a session of its own: a signal that ends the recording must not reach
# it. It ends when it has read all of the recording. Where it cannot keep up, perf loses events, and says so.
idle=
command -v ionice >/dev/null && idle='ionice -c 3'
# waits for both ends of the pipe, whatever signal comes
trap : INT TERM
{
  trap : INT TERM
  "$@"
  echo $? >perf-live.status
} | setsid $idle nice -n 19 perf script -i - --ns --no-inline --show-lost-events \
  -F comm,pid,tid,cpu,time,event,period,ip,sym,symoff,dso
read_status=$?
read -r record_status <perf-live.status || record_status=1
[ "$record_status" = 0 ] || exit "$record_status"
exit $read_status

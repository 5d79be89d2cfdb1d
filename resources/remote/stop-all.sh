# Stops everything that was started here for this user's captures, whoever started it; what was recorded stays in its
# spool. Behind walk.sh. In: nonce.
printf '%s begin\n' "$nonce"
asked= stopped=0 strays=0
records() { case $(value state) in starting | recording | stopping) ;; *) return 1 ;; esac; }
ask_to_stop() {
  is_watched && records || return 0
  rm -f "$spool/run"
  stopped=$((stopped + 1))
  asked="$asked
$spool"
}
each_spool ask_to_stop
# a supervisor gives its tool up to half a minute to flush, then ends it
IFS='
'
tries=0 waiting=1
while [ $waiting -gt 0 ] && [ $tries -lt 40 ]; do
  waiting=0
  for spool in $asked; do
    ! is_watched || ! records || waiting=$((waiting + 1))
  done
  [ $waiting = 0 ] || sleep 1
  tries=$((tries + 1))
done
IFS=$old_ifs
# what no supervisor looks after
note_stray() { is_watched || pids="$pids $process"; }
for signal in INT KILL; do
  pids=
  each_process note_stray
  [ -n "$pids" ] || break
  [ $signal = KILL ] || set -- $pids
  [ $signal = KILL ] || strays=$#
  kill -s $signal $pids 2>/dev/null
  tries=0
  while [ $tries -lt 4 ]; do
    alive=
    for pid in $pids; do
      start_of "$pid"
      [ "$start" = 0 ] || alive=yes
    done
    [ -n "$alive" ] || break
    sleep 1
    tries=$((tries + 1))
  done
done
printf 'stopped=%s\nstill=%s\nstrays=%s\n%s end\n' "$stopped" "$waiting" "$strays" "$nonce"

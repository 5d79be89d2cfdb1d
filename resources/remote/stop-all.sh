# Stops everything that was started here for this user's captures, whoever started it; what was recorded stays in its
# spool. In: nonce, bases (as in list.sh).
LC_ALL=C
export LC_ALL
printf '%s begin\n' "$nonce"
read -r boot_now </proc/sys/kernel/random/boot_id
uid=$(id -u)
start_of() {
  start=0
  { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
  set -- ${line##*) }
  [ "$1" = Z ] || [ "$1" = X ] || start=${20}
}
value() { [ -f "$spool/status" ] && sed -n "s/^$1=\([0-9a-z-]*\)\$/\1/p" "$spool/status" 2>/dev/null | head -n 1; }
# whether a supervisor looks after the spool
is_watched() {
  pid=$(value supervisor)
  start_of "${pid:-0}"
  [ "$start" != 0 ] && [ "$start" = "$(value supervisor_start)" ] && [ "$(value boot_id)" = "$boot_now" ]
}
asked= stopped=0 strays=0
look() {
  parent=$1/smokejumper-$uid
  [ -d "$parent" ] && [ ! -L "$parent" ] && [ -O "$parent" ] || return 0
  for spool in "$parent"/*; do
    [ -d "$spool" ] && [ ! -L "$spool" ] && [ -O "$spool" ] || continue
    is_watched || continue
    case $(value state) in starting | recording | stopping) ;; *) continue ;; esac
    rm -f "$spool/run"
    stopped=$((stopped + 1))
    asked="$asked
$spool"
  done
}
old_ifs=$IFS
IFS='
'
set -- $bases
IFS=$old_ifs
seen=' '
for base in "$@" /var/tmp /tmp "${HOME:-/}" /run /dev/shm; do
  case $seen in *" $base "*) continue ;; esac
  seen="$seen$base "
  look "$base"
done
# a supervisor gives its tool up to half a minute to flush, then ends it
IFS='
'
tries=0 waiting=1
while [ $waiting -gt 0 ] && [ $tries -lt 40 ]; do
  waiting=0
  for spool in $asked; do
    is_watched || continue
    case $(value state) in starting | recording | stopping) waiting=$((waiting + 1)) ;; esac
  done
  [ $waiting = 0 ] || sleep 1
  tries=$((tries + 1))
done
IFS=$old_ifs
# what no supervisor looks after
for signal in INT KILL; do
  pids=
  for file in $(grep -l -s -F SMOKEJUMPER_SPOOL=/ /proc/[0-9]*/environ); do
    spool=$(tr '\000' '\n' <"$file" 2>/dev/null | sed -n 's/^SMOKEJUMPER_SPOOL=//p' | head -n 1)
    [ -n "$spool" ] && ! is_watched || continue
    pid=${file#/proc/}
    pids="$pids ${pid%/environ}"
  done
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

# The spools of this user on this host, and processes of a capture that nobody looks after. Changes nothing.
# In: nonce, bases (folders, one a line, where spools may be beside the usual ones).
LC_ALL=C
export LC_ALL
printf '%s begin\n' "$nonce"
read -r boot_now </proc/sys/kernel/random/boot_id
uid=$(id -u)
printf 'uid=%s\nboot_now=%s\n%s data\n' "$uid" "$boot_now" "$nonce"
start_of() {
  start=0
  { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
  set -- ${line##*) }
  [ "$1" = Z ] || [ "$1" = X ] || start=${20}
}
value() { [ -f "$spool/status" ] && sed -n "s/^$1=\([0-9a-f-]*\)\$/\1/p" "$spool/status" 2>/dev/null | head -n 1; }
watched= count=0
look() {
  parent=$1/smokejumper-$uid
  [ -d "$parent" ] && [ ! -L "$parent" ] && [ -O "$parent" ] || return 0
  for spool in "$parent"/*; do
    [ -d "$spool" ] && [ ! -L "$spool" ] && [ -O "$spool" ] || continue
    count=$((count + 1))
    [ $count -le 500 ] || return 0
    running=no
    pid=$(value supervisor)
    start_of "${pid:-0}"
    [ "$start" != 0 ] && [ "$start" = "$(value supervisor_start)" ] && [ "$(value boot_id)" = "$boot_now" ] && running=yes
    [ $running = no ] || watched="$watched $spool "
    printf '\n%s spool\ndirectory=%s\nsupervisor_running=%s\n' "$nonce" "$spool" "$running"
    head -c 4096 "$spool/status" 2>/dev/null
    printf '\nabout='
    head -n 1 "$spool/about" 2>/dev/null | head -c 65536
    printf '\n'
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
for file in $(grep -l -s -F SMOKEJUMPER_SPOOL=/ /proc/[0-9]*/environ); do
  pid=${file#/proc/}
  pid=${pid%/environ}
  spool=$(tr '\000' '\n' <"$file" 2>/dev/null | sed -n 's/^SMOKEJUMPER_SPOOL=//p' | head -n 1)
  [ -n "$spool" ] || continue
  case $watched in *" $spool "*) continue ;; esac
  start_of "$pid"
  [ "$start" != 0 ] || continue
  printf '\n%s stray\npid=%s\nstart=%s\ndirectory=%s\ncommand=%s\n' "$nonce" "$pid" "$start" "$spool" \
    "$(tr '\000\n' '  ' <"/proc/$pid/cmdline" 2>/dev/null | head -c 500)"
done
printf '\n%s end\n' "$nonce"

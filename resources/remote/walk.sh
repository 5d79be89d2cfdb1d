# The spools of this user on this host and the processes that belong to them, for list.sh and stop-all.sh.
# In: bases (folders, one a line, where spools may be beside the usual ones).
LC_ALL=C
export LC_ALL
read -r boot_now </proc/sys/kernel/random/boot_id
uid=$(id -u)

# start time of a process; 0 when it is gone or a zombie
start_of() {
  start=0
  { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
  set -- ${line##*) }
  [ "$1" = Z ] || [ "$1" = X ] || start=${20}
}

# of the status in $spool: a plain file, and a word without anything to fear
value() { [ -f "$spool/status" ] && sed -n "s/^$1=\([0-9a-z-]*\)\$/\1/p" "$spool/status" 2>/dev/null | head -n 1; }

# whether a supervisor looks after $spool
is_watched() {
  pid=$(value supervisor)
  start_of "${pid:-0}"
  [ "$start" != 0 ] && [ "$start" = "$(value supervisor_start)" ] && [ "$(value boot_id)" = "$boot_now" ]
}

# Calls a function for each spool, with it in $spool; folders of somebody else and links are passed over.
each_spool() {
  old_ifs=$IFS seen=' ' count=0 do_it=$1
  IFS='
'
  set -- $bases
  IFS=$old_ifs
  for base in "$@" /var/tmp /tmp "${HOME:-/}" /run /dev/shm; do
    case $seen in *" $base "*) continue ;; esac
    seen="$seen$base "
    parent=$base/smokejumper-$uid
    [ -d "$parent" ] && [ ! -L "$parent" ] && [ -O "$parent" ] || continue
    for spool in "$parent"/*; do
      [ -d "$spool" ] && [ ! -L "$spool" ] && [ -O "$spool" ] || continue
      count=$((count + 1))
      [ $count -le 500 ] || return 0
      "$do_it"
    done
  done
}

# Calls a function for each process of a capture, with it in $process and the capture's spool in $spool.
each_process() {
  for file in $(grep -l -s -F SMOKEJUMPER_SPOOL=/ /proc/[0-9]*/environ); do
    spool=$(tr '\000' '\n' <"$file" 2>/dev/null | sed -n 's/^SMOKEJUMPER_SPOOL=//p' | head -n 1)
    [ -n "$spool" ] || continue
    process=${file#/proc/}
    process=${process%/environ}
    "$1"
  done
}

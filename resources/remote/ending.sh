# How the supervisor ends what it has started; sourced by it.

# Signals the child's process group until nothing of it is left: each signal, then up to so many half seconds.
stop_child() {
  for step in "$@"; do
    kill -s "${step%:*}" -- "-$child" 2>/dev/null || kill -s "${step%:*}" "$child" 2>/dev/null
    left=${step#*:}
    while [ "$left" -gt 0 ]; do
      read_start "$child"
      [ "$start" = 0 ] && return
      pause $tick
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
      pause $tick
      left=$((left - 1))
    done
  done
}

throw_away() {
  cd / && rm -rf -- "$spool"
  rmdir -- "${spool%/*}" 2>/dev/null
  exit 0
}

# Part of the supervisor: where several hosts start together, waits to be told the moment (the file start_at), then for
# the moment. Never for long; given up or called off before the start, nothing stays.
await_start() {
  [ "$start_wait" -gt 0 ] || return 0
  read_now
  limit=$((now + start_wait * 100)) start_at=
  while :; do
    [ -e keep ] && [ -e run ] || throw_away
    { read -r start_at <start_at; } 2>/dev/null
    if [ -z "$start_at" ]; then
      read_now
      [ "$now" -lt "$limit" ] || throw_away
      if [ $tick = 1 ]; then pause 1; else pause 0.2; fi
      continue
    fi
    now_wall=$(date +%s%N)
    # a date without %N: whole seconds
    case $now_wall in *[!0-9]*) now_wall=${now_wall%%[!0-9]*} ;; esac
    [ ${#now_wall} -ge 19 ] || now_wall=${now_wall}000000000
    left=$((start_at - now_wall))
    # it has passed; or it is so far off that somebody has set the clock
    [ "$left" -gt 0 ] && [ "$left" -lt $((start_wait * 1000000000)) ] || return 0
    # in parts, so that it is heard when it is called off; the last one ends at the moment
    [ "$left" -le 700000000 ] || left=500000000
    while [ ${#left} -lt 9 ]; do left=0$left; done
    if [ $tick = 1 ]; then pause 1; else pause "0.$left"; fi
  done
}

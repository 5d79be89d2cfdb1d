# Part of the supervisor: where several hosts start together, waits to be told the moment (the file start_at), then for
# the moment. Never for long; given up or called off before the start, nothing stays.

# the monotonic clock as read_anchor has it, without starting a process
read_monotonic() {
  read -r up _ </proc/uptime
  monotonic=$((${up%.*} * 1000000000 + (1${up#*.} - 100) * 10000000))
  [ -r /proc/timer_list ] || return 0
  while read -r a b c _; do
    [ "$a $b" = 'now at' ] && monotonic=$c && return 0
    [ "$a" = cpu: ] && return 0
  done </proc/timer_list
}

# false: it starts alone. Otherwise leaves its start in the anchor: a process started then, to read the wall clock, would
# make it late on a busy host.
await_start() {
  [ "$start_wait" -gt 0 ] || return 1
  read_now
  limit=$((now + start_wait * 100)) start_at=
  until { read -r start_at <start_at; } 2>/dev/null; do
    [ -e keep ] && [ -e run ] || throw_away
    read_now
    [ "$now" -lt "$limit" ] || throw_away
    if [ $tick = 1 ]; then pause 1; else pause 0.2; fi
  done
  best_error=
  for each in 1 2 3 4; do
    read_anchor
    [ -n "$best_error" ] && [ "$anchor_error" -ge "$best_error" ] && continue
    best_wall=$anchor_wall best_monotonic=$anchor_monotonic best_error=$anchor_error
  done
  moment=$((best_monotonic + start_at - best_wall))
  while :; do
    read_monotonic
    left=$((moment - monotonic))
    # it has passed; or it is so far off that somebody has set the clock
    [ "$left" -gt 0 ] && [ "$left" -lt $((start_wait * 1000000000)) ] || break
    # what sleeps wakes late: the very last of it is waited for awake
    [ "$left" -gt 60000000 ] || continue
    [ -e keep ] && [ -e run ] || throw_away
    # in parts, so that it is heard when it is called off
    left=$((left - 50000000))
    [ "$left" -le 500000000 ] || left=500000000
    while [ ${#left} -lt 9 ]; do left=0$left; done
    if [ $tick = 1 ]; then pause 1; else pause "0.$left"; fi
  done
  anchor_monotonic=$monotonic anchor_wall=$((best_wall + monotonic - best_monotonic)) anchor_error=$best_error
}

# Keeps the newest of an output that has become longer than its budget; sourced by the supervisor. The oldest part is
# given back to the disk, in whole lines, behind the first ones, which say what it is; offsets stay as they are. It is
# said first (dropped_from, dropped_to) and done a look later. In the job: rotates (yes, or '').
dropped_from=0 dropped_to=0 given_back=0

rotate() {
  [ -n "$rotates" ] || return 0
  [ "$given_back" = "$dropped_to" ] || {
    [ "$given_back" -gt "$dropped_from" ] || given_back=$dropped_from
    # a file system that cannot do that: then it is stopped at its budget as any other
    fallocate -p -o "$given_back" -l $((dropped_to - given_back)) artifact 2>/dev/null || { rotates= && return 0; }
    spool_bytes=$((spool_bytes - dropped_to + given_back))
    given_back=$dropped_to
  }
  [ "$spool_bytes" -gt "$budget" ] || return 0
  [ "$dropped_from" != 0 ] || dropped_from=$((65536 - $(head -c 65536 artifact | tail -n 1 | wc -c)))
  oldest=$((artifact_bytes - budget / 4 * 3))
  # somebody who is just taking it has some time to do so
  case $collected in '' | *[!0-9]*) collected=0 ;; esac
  if [ "$collected" -lt "$oldest" ] && [ "$client_ms" -lt 10000 ] && [ "$spool_bytes" -lt $((budget * 2)) ]; then
    oldest=$collected
  fi
  [ "$oldest" -gt "$dropped_to" ] && [ "$oldest" -gt "$dropped_from" ] || return 0
  # what was collected ends a line
  [ "$oldest" = "$collected" ] || oldest=$((oldest + $(tail -c "+$((oldest + 1))" artifact | head -n 1 | wc -c)))
  dropped_to=$oldest
}

# Whether the tool writes faster than it can be given back, or more than it may where nothing is.
is_over_budget() {
  [ -n "$rotates" ] && most=$((budget * 3)) || most=$budget
  [ "$spool_bytes" -gt "$most" ]
}

# What is there of the artifact.
read_kept() {
  if [ "$dropped_to" = 0 ]; then cat artifact; else
    head -c "$dropped_from" artifact
    tail -c "+$((dropped_to + 1))" artifact
  fi
}

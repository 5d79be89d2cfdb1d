# Looks at the spool. In: nonce, spool, offset, limit, alive (yes: we are the client and still there), rotates (''
# where nothing of it is ever dropped), stays (yes: then
# once for each line "NONCE OFFSET" from stdin, until "bye"; a shell that stays costs the host far less than new ones).
LC_ALL=C
export LC_ALL
boot_now=
read -r boot_now </proc/sys/kernel/random/boot_id
# The clock that tools stamp their events with: as soon as we are asked, before anything else.
read_clock() {
  read -r up _ </proc/uptime
  clock=$((${up%.*} * 1000000000 + (1${up#*.} - 100) * 10000000)) clock_coarse=10000000
  [ -r /proc/timer_list ] || return 0
  while read -r a b c _; do
    [ "$a $b" = 'now at' ] && clock=$c clock_coarse=0 && return
    [ "$a" = cpu: ] && return
  done </proc/timer_list
}
look() {
  read_clock
  head="$nonce begin
boot_now=$boot_now
clock=$clock
clock_coarse=$clock_coarse"
  # what is in a folder of somebody else is not run
  if cd "$spool" 2>/dev/null && [ -O . ]; then
    # another text each time: a clock that is set back does not make it older
    [ "$alive" = yes ] && printf '%s %s\n' "$nonce" "$offset" >heartbeat
    supervisor=0 supervisor_start=0 boot_id= state= artifact_bytes=0 names= begin=0 end=1 running=no
    dropped_from=0 dropped_to=0 spoilt=
    # names and numbers only, written by the supervisor; again when it was just being written
    for attempt in 1 2 3; do
      [ ! -f status ] || . ./status
      [ "$begin" = "$end" ] && break
    done
    [ "$begin" = "$end" ] && for name in begin $names end; do
      eval "head=\"\$head
$name=\$$name\""
    done
    { IFS= read -r line <"/proc/$supervisor/stat"; } 2>/dev/null && {
      set -- ${line##*) }
      # a process of the time before a restart of the host is another one
      [ "$1" != Z ] && [ "${20}" = "$supervisor_start" ] && [ "$boot_id" = "$boot_now" ] && running=yes
    }
    # what was dropped (rotate.sh) is jumped over
    most=$limit
    if [ "$offset" -lt "$dropped_from" ]; then
      [ $((dropped_from - offset)) -ge "$most" ] || most=$((dropped_from - offset))
    elif [ "$offset" -lt "$dropped_to" ]; then
      offset=$dropped_to
    fi
    printf '%s\nsupervisor_running=%s\ndata_from=%s\n%s data\n' "$head" "$running" "$offset" "$nonce"
    # the supervisor's word, while there is one, for whether there is more
    if [ -r artifact ] && { [ "$artifact_bytes" -gt "$offset" ] || [ $running = no ]; }; then
      tail -c "+$((offset + 1))" artifact | head -c "$most"
      # it may have been dropped while it was read
      [ "$dropped_to" = 0 ] && [ -z "$rotates" ] || {
        . ./status
        [ "$begin" != "$end" ] || [ "$dropped_to" -le "$offset" ] || [ "$dropped_from" -ge $((offset + most)) ] || spoilt=yes
      }
    fi
  else
    printf '%s\ngone=1\n%s data\n' "$head" "$nonce"
  fi
  [ -z "$spoilt" ] || printf '\n%s spoilt' "$nonce"
  printf '\n%s end\n' "$nonce"
}
if [ "$stays" != yes ]; then
  look
else
  exec 3<&0 </dev/null
  printf '%s ready\n' "$nonce"
  while IFS=' ' read -r nonce offset <&3; do
    # whatever else it is
    case $nonce$offset in '' | *[!0-9a-f]*) break ;; esac
    look
  done
fi

# What the supervisor can see of the host, the tool and the spool; sourced by it. Nearly all of it without starting a
# process: on a small host each costs one to three milliseconds.

# Centiseconds since boot.
read_now() {
  read -r up _ </proc/uptime
  now=$((${up%.*} * 100 + 1${up#*.} - 100))
}

# Start time of a process in ticks since boot: with the pid, its identity; 0 when it is gone or a zombie.
read_start() {
  start=0
  { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
  set -- ${line##*) }
  [ "$1" = Z ] || [ "$1" = X ] || start=${20}
}

# Ticks used by a process, its descendants, and those of them that were waited for.
read_ticks() {
  ticks=0 queue=$1
  while [ -n "$queue" ]; do
    set -- $queue
    each=$1
    shift
    queue=$*
    { IFS= read -r line <"/proc/$each/stat"; } 2>/dev/null || continue
    children=
    { read -r children <"/proc/$each/task/$each/children"; } 2>/dev/null
    set -- ${line##*) }
    ticks=$((ticks + ${12} + ${13} + ${14} + ${15}))
    queue="$queue $children"
    queue=${queue# }
    queue=${queue% }
  done
}

# The host's busy and total ticks, all CPUs.
read_host() {
  read -r _ user nice system idle iowait irq softirq steal _ </proc/stat
  busy=$((user + nice + system + irq + softirq + steal))
  total=$((busy + idle + iowait))
}

# Wall clock (epoch ns), monotonic clock (ns), and how far apart they may have been read (ns).
# timer_list has the monotonic clock itself, for root; uptime counts suspended time too and is 10 ms coarse.
read_anchor() {
  before=$(date +%s%N)
  coarse=10000000
  read -r up _ </proc/uptime
  anchor_monotonic=$((${up%.*} * 1000000000 + (1${up#*.} - 100) * 10000000))
  if [ -r /proc/timer_list ]; then
    while read -r a b c _; do
      [ "$a $b" = 'now at' ] && anchor_monotonic=$c && coarse=0 && break
      [ "$a" = cpu: ] && break
    done </proc/timer_list
  fi
  after=$(date +%s%N)
  case $before$after in
    *[!0-9]*)
      # a date without %N: whole seconds
      before=${before%%[!0-9]*}000000000
      after=$before
      coarse=1000000000
      ;;
  esac
  [ ${#before} -ge 19 ] || { before=${before}000000000 after=${after}000000000 coarse=1000000000; }
  anchor_wall=$(((before + after) / 2))
  anchor_error=$(((after - before) / 2 + coarse))
}

# A file's size is where its writer is in it: the artifact's writers share file 8 with us, a recording is the tool's own.
recording_place=0 recording_file=
read_places() {
  if [ "/proc/$$/fd/8" -ef artifact ]; then
    read -r _ place <"/proc/$$/fdinfo/8"
    spool_bytes=$((spool_bytes - artifact_bytes + place))
    artifact_bytes=$place
  fi
  [ -n "$rendered" ] && [ "$state" = recording ] && [ -e "$rendered" ] || return 0
  [ -n "$recording_file" ] && [ "/proc/$tool_pid/fd/$recording_file" -ef "$rendered" ] || {
    recording_file=
    for each in "/proc/$tool_pid/fd/"*; do
      [ "$each" -ef "$rendered" ] && recording_file=${each##*/} && break
    done
    # it is another process's, or not open: as it was measured last
    [ -n "$recording_file" ] || return 0
  }
  { read -r _ place <"/proc/$tool_pid/fdinfo/$recording_file"; } 2>/dev/null || return 0
  spool_bytes=$((spool_bytes - recording_place + place))
  recording_place=$place
}

# All that is in the spool, and what is free beside it.
measure() {
  spool_bytes=0
  listing=$(ls -ln)
  # "total N", then lines of nine fields; the names are ours and hold no spaces
  set -- $listing
  shift 2
  while [ $# -ge 9 ]; do
    spool_bytes=$((spool_bytes + $5))
    [ "$9" = artifact ] && artifact_bytes=$5
    [ "$9" = "$rendered" ] && recording_place=$5
    shift 9
  done
  spool_bytes=$((spool_bytes - given_back + (given_back > 0 ? dropped_from : 0)))
  # the number before the percentage: the file system's own name may hold spaces
  for word in $(df -Pk .); do
    case $word in *%) free_kb=$last && break ;; *) last=$word ;; esac
  done
}

# Measures when it is time: every second at first, then less often where little happens, but in any case before the
# spool or the disk could be at its limit, were it to grow at twice the pace. A single file that grows faster comes to
# an end by itself (supervised.sh).
gap=100 measured=0 last_bytes=0 room=0
measure_in_time() {
  read_places
  [ "$now" -ge $((measured + gap)) ] || [ $((spool_bytes - last_bytes)) -ge $((room / 4)) ] || return 0
  since=$((now - measured))
  measured=$now
  measure
  gap=$((gap * 2))
  [ $gap -le 1000 ] || gap=1000
  grown=$((spool_bytes - last_bytes)) last_bytes=$spool_bytes
  room=$((budget - spool_bytes))
  [ $room -le $(((free_kb - floor_kb) * 1024)) ] || room=$(((free_kb - floor_kb) * 1024))
  [ $grown -gt 0 ] || return 0
  soon=$((room * since / grown / 2))
  [ $soon -ge $gap ] || gap=$soon
  [ $gap -ge 50 ] || gap=50
}

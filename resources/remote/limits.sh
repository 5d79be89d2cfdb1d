# What the capture uses of the host, beside its limits; sourced by the supervisor. Judged over four seconds, so that one
# spike ends nothing. In the job: limit_cpu, limit_bpf, limit_busy (hundredths of a percent), limit_events (a second),
# limit_lost, each empty for none; event_bytes, lost_mark, counts_bpf.
uses= bpf_ns=0 bpf_runs=0 bpf_ms= lost=0 window= programs= bpf_looks=8 has_stats= lost_at=0 lost_looked=0
written=0 peak_cpu= peak_bpf= peak_events= peak_lost= peak_busy=

# Bytes that the tool has written, as they were measured last. perf writes in pieces.
read_written() {
  if [ -n "$rendered" ]; then written=$recording_place; else written=$artifact_bytes; fi
}

# Runs of the tool's BPF programs and their time, where the kernel counts them (bpf-stats.sh, or somebody else asked).
read_bpf() {
  [ -n "$counts_bpf" ] || return 0
  # it may take the tool a while to load them
  if [ $bpf_looks -gt 0 ]; then
    bpf_looks=$((bpf_looks - 1)) programs= name=
    for word in $(ls -l "/proc/$child/fd" 2>/dev/null); do
      case $word in
      anon_inode:bpf-prog) programs="$programs /proc/$child/fdinfo/$name" ;;
      anon_inode:bpf-stats) has_stats=yes ;;
      '->') ;;
      *) name=$word ;;
      esac
    done
    is_set=0
    { read -r is_set </proc/sys/kernel/bpf_stats_enabled; } 2>/dev/null
    [ "$is_set" = 0 ] || has_stats=yes
  fi
  [ -n "$has_stats" ] && [ -n "$programs" ] || return 0
  set -- $(grep -h -s -E '^run_(time_ns|cnt):' $programs)
  [ $# -ge 4 ] || return 0
  bpf_ns=0 bpf_runs=0 bpf_ms=$elapsed_ms
  while [ $# -ge 2 ]; do
    case $1 in run_time_ns:) bpf_ns=$((bpf_ns + $2)) ;; run_cnt:) bpf_runs=$((bpf_runs + $2)) ;; esac
    shift 2
  done
}

# Lost events as the tool tells them on its stdout; at most once in five seconds, and not more than 4 MiB of it.
read_lost() {
  [ -n "$lost_mark" ] && [ "$written" -gt "$lost_at" ] && [ "$now" -ge $((lost_looked + 500)) ] || return 0
  lost_looked=$now
  [ $((written - lost_at)) -le 4194304 ] || lost_at=$((written - 4194304))
  for word in $(tail -c "+$((lost_at + 1))" artifact | head -c $((written - lost_at)) |
    grep -a -F -e "$lost_mark" | tr -c '0-9\n' ' '); do
    # what begins with 0 would be octal
    word=${word#"${word%%[!0]*}"}
    [ ${#word} -gt 15 ] || lost=$((lost + ${word:-0}))
  done
  lost_at=$written
}

# Notes one use beside its limit, and whether that is passed: id, use, yes when it is over a whole window.
use() {
  eval "most=\$limit_$1 peak=\$peak_$1"
  if [ -n "$3" ]; then
    [ "$2" -le "${peak:--1}" ] || peak=$2
    eval "peak_$1=\$peak"
    [ -z "$most" ] || [ "$2" -le "$most" ] || [ -n "$verdict" ] || verdict=budget-$1
  fi
  uses="$uses$1:$2:$peak:$most,"
}

# One look, from the oldest one of the window to now. In: now, ticks.
watch_limits() {
  read_host
  read_written
  read_bpf
  read_lost
  old_ifs=$IFS
  IFS=:
  set -- ${window%% *}
  IFS=$old_ifs
  window="$window $now:$ticks:$busy:$total:$written:$bpf_ns"
  span=$((now - $1)) whole=
  [ $span -gt 0 ] || return 0
  [ $span -lt 350 ] || whole=yes
  uses=
  use cpu $(((ticks - $2) * 1000000 / hertz / span)) "$whole"
  [ "$total" -le "$4" ] || use busy $(((busy - $3) * 10000 / (total - $4))) "$whole"
  # a recording begins with what was there before, such as the mappings of all processes
  [ "$written" -lt "$5" ] || { [ -n "$rendered" ] && [ "$5" = 0 ]; } || use events $(((written - $5) * 100 / span / event_bytes)) "$whole"
  # counted from their loading on
  [ -z "$bpf_ms" ] || use bpf $(((bpf_ns - $6) / 1000 / span)) "$whole"
  [ -z "$lost_mark" ] || use lost "$lost" yes
  window=${window# }
  set -- $window
  while [ $# -gt 2 ]; do
    [ $((now - ${2%%:*})) -ge 400 ] || break
    shift
  done
  window=$*
}

# In: now, own_ticks, busy0, total0, at the start of the tool.
begin_limits() {
  window="$now:$own_ticks:$busy0:$total0:0:0" limits_at=$now lost_looked=$((now - 400))
}

# When the ticks were just read.
watch_limits_in_time() {
  [ "$now" -lt $((limits_at + 90)) ] || { limits_at=$now && watch_limits; }
}

# The last word, over all of it, where that was shorter than a window. In: as watch_limits, busy0, total0.
end_limits() {
  span=$((now - began))
  [ -z "$peak_cpu" ] && [ $span -gt 0 ] || return 0
  verdict=ended uses=
  read_host
  use cpu $(((ticks - own_ticks) * 1000000 / hertz / span)) yes
  [ "$total" -le "$total0" ] || use busy $(((busy - busy0) * 10000 / (total - total0))) yes
  [ -n "$rendered" ] || use events $((artifact_bytes * 100 / span / event_bytes)) yes
  [ "${bpf_ms:-0}" = 0 ] || use bpf $((bpf_ns / 100 / bpf_ms)) yes
  [ -z "$lost_mark" ] || use lost "$lost" yes
}

# What this host can do. Reads only: makes, mounts, loads and changes nothing; the tools are started for their version
# alone, each under a limit. In: nonce, wanted (a folder for the spool, or '').
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
kv() { printf '%s=%s\n' "$1" "$(printf '%s' "$2" | tr '\n\t' '  ' | cut -c1-500)"; }
# not with read: files of /proc/sys give nothing from their second byte on
first() { head -n 1 "$1" 2>/dev/null; }

# limited SECONDS COMMAND...; not every timeout takes its limit as the first argument
if timeout 2 true 2>/dev/null; then
  limited() { timeout "$@"; }
else
  limited() {
    limit=$1
    shift
    "$@" &
    limited_pid=$!
    (
      sleep "$limit"
      kill "$limited_pid"
    ) >/dev/null 2>&1 &
    watch_pid=$!
    wait "$limited_pid"
    limited_status=$?
    kill "$watch_pid" 2>/dev/null
    return "$limited_status"
  }
fi

printf '%s begin\n' "$nonce"
kv probe.version 1
kv hostname "$(uname -n)"
kv kernel "$(uname -r)"
kv arch "$(uname -m)"
for file in /etc/os-release /usr/lib/os-release; do
  [ -r "$file" ] || continue
  for name in ID ID_LIKE VERSION_ID PRETTY_NAME; do
    kv "os.$name" "$(sed -n "s/^$name=//p" "$file" | head -n 1)"
  done
  break
done
kv cpus "$(getconf _NPROCESSORS_ONLN 2>/dev/null || grep -c '^processor' /proc/cpuinfo)"
kv uptime "$(first /proc/uptime)"
kv load "$(first /proc/loadavg)"
uid=$(id -u)
kv uid "$uid"
kv user "$(id -un 2>/dev/null || id -u)"
kv caps "$(sed -n 's/^CapEff:[^0-9a-fA-F]*//p' /proc/self/status)"
for name in perf_event_paranoid kptr_restrict ftrace_enabled unprivileged_bpf_disabled; do
  kv "sysctl.$name" "$(first /proc/sys/kernel/$name)"
done
kv lockdown "$(first /sys/kernel/security/lockdown)"
kv pmus "$(ls /sys/bus/event_source/devices 2>/dev/null)"
kv btf "$([ -r /sys/kernel/btf/vmlinux ] && echo yes || echo no)"
kv headers "$({ [ -e /sys/kernel/kheaders.tar.xz ] || [ -d "/lib/modules/$(uname -r)/build/include" ]; } && echo yes || echo no)"
kv cgroup.v2 "$(sed -n 's/^[^ ]* \([^ ]*\) cgroup2 .*/\1/p' /proc/mounts | head -n 1)"
kv cgroup.v1 "$(grep -c '^[^ ]* [^ ]* cgroup ' /proc/mounts)"

# Looking into an unmounted /sys/kernel/debug/tracing would mount it: ask the list of mounts instead.
tracefs=$(sed -n 's/^[^ ]* \([^ ]*\) tracefs .*/\1/p' /proc/mounts | head -n 1)
debugfs=$(sed -n 's/^[^ ]* \([^ ]*\) debugfs .*/\1/p' /proc/mounts | head -n 1)
if [ -z "$tracefs" ] && [ -n "$debugfs" ] && ! grep -q '[[:space:]]tracefs$' /proc/filesystems; then
  tracefs=$debugfs/tracing
fi
# it becomes part of a line for root
case $tracefs in *[!A-Za-z0-9/_.-]*) tracefs= ;; esac
kv tracefs "$tracefs"
kv debugfs "$debugfs"

# the first readable one; each is a few hundred kB at most
config() {
  for file in /proc/config.gz "/boot/config-$(uname -r)" "/lib/modules/$(uname -r)/config"; do
    [ -r "$file" ] || continue
    case $file in *.gz) gzip -dc "$file" 2>/dev/null || zcat "$file" 2>/dev/null ;; *) cat "$file" ;; esac
    return
  done
}
kv config "$(config | sed -n 's/^CONFIG_\(KPROBES\|UPROBES\|TRACEPOINTS\|FTRACE_SYSCALLS\|FUNCTION_TRACER\|BPF_SYSCALL\|DEBUG_INFO_BTF\)=\(.\).*/\1:\2/p; s/^# CONFIG_\(KPROBES\|UPROBES\|FTRACE_SYSCALLS\|FUNCTION_TRACER\|BPF_SYSCALL\|DEBUG_INFO_BTF\) is not set/\1:n/p')"

# name, arguments that print the version
tool() {
  path=$(command -v "$1" 2>/dev/null) || path=
  kv "tool.$1" "$path"
  [ -n "$path" ] || return 0
  text=$(limited 2 "$@" 2>&1)
  kv "tool.$1.status" "$?"
  kv "tool.$1.version" "$(printf '%s\n' "$text" | grep . | head -n 1)"
}
tool perf --version
tool bpftrace --version
tool trace-cmd --version
tool strace -V
for path in /usr/share/bcc/tools/runqlat /usr/share/bcc/tools/execsnoop "$(command -v runqlat-bpfcc 2>/dev/null)" "$(command -v execsnoop-bpfcc 2>/dev/null)"; do
  [ -n "$path" ] && [ -x "$path" ] && kv bcc "$path" && break
done
for name in runqlat bpf-runqlat offcputime bpf-offcputime execsnoop bpf-execsnoop; do
  path=$(command -v "$name" 2>/dev/null) || continue
  # a program, not bcc's Python script of the same name
  case $(head -c 4 "$path" 2>/dev/null | tr -d '\000') in *ELF) kv libbpf_tools "$path" && break ;; esac
done

# What only root may read: asked as root, the way that a capture becomes root.
root_script='
kv() { printf "root.%s=%s\n" "$1" "$(printf "%s" "$2" | tr "\n\t" "  " | cut -c1-500)"; }
kv uid "$(id -u)"
kv caps "$(sed -n "s/^CapEff:[^0-9a-fA-F]*//p" /proc/self/status)"
kv kallsyms "$(head -n 50 /proc/kallsyms 2>/dev/null | grep -q -v "^0*[[:space:]]" && echo addresses || echo zeros)"
if [ -n "$tracefs" ] && [ -d "$tracefs/events" ]; then
  kv tracefs readable
  kv tracers "$(cat "$tracefs/available_tracers" 2>/dev/null)"
  kv functions "$(head -n 1 "$tracefs/available_filter_functions" 2>/dev/null)"
  for name in kprobe_events uprobe_events; do
    kv "$name" "$([ -e "$tracefs/$name" ] && echo yes || echo no)"
  done
  for name in raw_syscalls/sys_enter sched/sched_switch syscalls/sys_enter_read; do
    kv "event.$name" "$([ -d "$tracefs/events/$name" ] && echo yes || echo no)"
  done
fi'
if [ "$uid" = 0 ]; then
  kv privilege root
  printf 'tracefs=%s\n%s\n' "'$tracefs'" "$root_script" | sh -s
else
  # how it may be become, as it is chosen for the host
  case ${elevation:-auto} in
  auto) ways='sudo doas' ;;
  never) ways= ;;
  *) ways=$elevation ;;
  esac
  kv elevation "${elevation:-auto}"
  as_root=
  for way in $ways; do
    command -v "$way" >/dev/null 2>&1 || continue
    as_root=$(printf 'tracefs=%s\n%s\n' "'$tracefs'" "$root_script" | limited 8 "$way" -n sh -s 2>/dev/null)
    case $as_root in root.uid=0*) break ;; esac
  done
  case $as_root in
  root.uid=0*)
    kv privilege sudo
    printf '%s\n' "$as_root"
    ;;
  *)
    kv privilege none
    # whether a password would do: the person is asked where it may
    kv groups "$(id -Gn 2>/dev/null)"
    case $ways in *sudo*) command -v sudo ;; *) false ;; esac >/dev/null 2>&1 && kv sudo.said "$(limited 8 sudo -n true 2>&1 | tail -n 1)"
    ;;
  esac
fi

# Where a spool has room: the first folder with 256 MiB, or the roomiest.
best= best_kb=-1
look() {
  [ -d "$1" ] && [ -w "$1" ] && [ -x "$1" ] || return 0
  free=$(limited 2 df -Pk "$1" 2>/dev/null | tail -n 1 | sed 's/.* \([0-9][0-9]*\)  *[0-9][0-9]*% .*/\1/')
  case $free in '' | *[!0-9]*) return 0 ;; esac
  [ "$free" -gt "$best_kb" ] || return 0
  best=$1 best_kb=$free
}
if [ -n "$wanted" ]; then
  look "$wanted"
else
  for folder in /var/tmp /tmp "${HOME:-/}" /run /dev/shm; do
    [ "$best_kb" -ge 262144 ] || look "$folder"
  done
fi
kv spool "$best"
kv spool.free_kb "$best_kb"
printf '%s end\n' "$nonce"

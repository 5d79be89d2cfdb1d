# Looks where a spool can be, before anything is made. In: nonce, wanted (a folder or ''), need_kb, pids.
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
printf '%s begin\n' "$nonce"
printf 'uid=%s\n' "$(id -u)"
printf 'arch=%s\n' "$(uname -m)"
read -r boot_id </proc/sys/kernel/random/boot_id
printf 'boot_id=%s\n' "$boot_id"
command -v setsid >/dev/null 2>&1 && echo setsid=yes || echo setsid=no
best= best_kb=-1
try() {
  [ -d "$1" ] && [ -w "$1" ] && [ -x "$1" ] || return
  # the number before the percentage: the file system's own name may hold spaces
  free=0 last=0
  for word in $(df -Pk "$1" 2>/dev/null | tail -n 1); do
    case $word in *%) free=$last && break ;; *) last=$word ;; esac
  done
  [ "$free" -gt "$best_kb" ] || return
  best=$1 best_kb=$free
}
if [ -n "$wanted" ]; then
  try "$wanted"
else
  # the first with room; without any, the roomiest, so that it can be named
  for folder in /var/tmp /tmp "${HOME:-/}" /run /dev/shm; do
    [ "$best_kb" -ge "$need_kb" ] || try "$folder"
  done
fi
printf 'base=%s\n' "$best"
printf 'free_kb=%s\n' "$best_kb"
missing=
for pid in $pids; do [ -d "/proc/$pid" ] || missing="$missing $pid"; done
printf 'missing=%s\n' "$missing"
printf '%s end\n' "$nonce"

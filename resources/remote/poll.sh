# One look at the spool. In: nonce, spool, offset, limit, alive (yes: we are the client and still there).
LC_ALL=C
export LC_ALL
printf '%s begin\n' "$nonce"
boot_now=
read -r boot_now </proc/sys/kernel/random/boot_id
printf 'boot_now=%s\n' "$boot_now"
# what is in a folder of somebody else is not run
if cd "$spool" 2>/dev/null && [ -O . ]; then
  # another text each time: a clock that is set back does not make it older
  [ "$alive" = yes ] && printf '%s\n' "$nonce" >heartbeat
  supervisor=0 supervisor_start=0 boot_id=
  # names and numbers only, written by the supervisor
  [ -r status ] && . ./status && cat status
  running=no
  { IFS= read -r line <"/proc/$supervisor/stat"; } 2>/dev/null && {
    set -- ${line##*) }
    # a process of the time before a restart of the host is another one
    [ "$1" != Z ] && [ "${20}" = "$supervisor_start" ] && [ "$boot_id" = "$boot_now" ] && running=yes
  }
  printf 'supervisor_running=%s\n%s data\n' "$running" "$nonce"
  [ -r artifact ] && tail -c "+$((offset + 1))" artifact | head -c "$limit"
else
  printf 'gone=1\n%s data\n' "$nonce"
fi
printf '\n%s end\n' "$nonce"

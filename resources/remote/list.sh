# The spools of this user on this host, and processes of a capture that nobody looks after. Changes nothing.
# Behind walk.sh. In: nonce.
printf '%s begin\nuid=%s\nboot_now=%s\n%s data\n' "$nonce" "$uid" "$boot_now" "$nonce"
watched=
tell_spool() {
  running=no
  is_watched && running=yes && watched="$watched $spool "
  printf '\n%s spool\ndirectory=%s\nsupervisor_running=%s\n' "$nonce" "$spool" "$running"
  [ ! -f "$spool/status" ] || head -c 4096 "$spool/status" 2>/dev/null
  printf '\nabout='
  [ ! -f "$spool/about" ] || head -n 1 "$spool/about" 2>/dev/null | head -c 65536
  printf '\n'
}
tell_stray() {
  case $watched in *" $spool "*) return ;; esac
  start_of "$process"
  [ "$start" != 0 ] || return 0
  printf '\n%s stray\npid=%s\nstart=%s\ndirectory=%s\ncommand=%s\n' "$nonce" "$process" "$start" "$spool" \
    "$(tr '\000\n' '  ' <"/proc/$process/cmdline" 2>/dev/null | head -c 500)"
}
each_spool tell_spool
each_process tell_stray
printf '\n%s end\n' "$nonce"

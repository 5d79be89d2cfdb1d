# Tells a supervisor that waits when to start. In: nonce, spool, start_at (ns of this host's wall clock).
printf '%s begin\n' "$nonce"
told=0
# gone: it waited long enough, or was stopped
if [ -O "$spool" ] && cd "$spool" && [ -e keep ] && [ -e run ]; then
  printf '%s\n' "$start_at" >start_at.new && mv -f start_at.new start_at && told=1
fi
printf 'told=%s\n%s end\n' "$told" "$nonce"

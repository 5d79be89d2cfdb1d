# Asks the supervisor to stop the tool and keep what was recorded. In: nonce, spool.
printf '%s begin\n' "$nonce"
if [ -O "$spool" ]; then rm -f "$spool/run" && echo asked=1; else echo gone=1; fi
printf '%s end\n' "$nonce"

# What the tools wrote to stderr: head and tail of each file. In: nonce, spool.
LC_ALL=C
export LC_ALL
printf '%s begin\n%s data\n' "$nonce" "$nonce"
cd "$spool" 2>/dev/null && [ -O . ] && for file in tool.err render.err supervisor.err; do
  [ -s "$file" ] || continue
  size=$(($(wc -c <"$file")))
  if [ "$size" -le 131072 ]; then cat "$file"; else
    head -c 65536 "$file"
    printf '\n[... %s bytes left out ...]\n' $((size - 131072))
    tail -c 65536 "$file"
  fi
done
printf '\n%s end\n' "$nonce"

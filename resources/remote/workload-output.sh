# What the workload's command wrote to one of its outputs. In: nonce, spool, stream (out, err).
LC_ALL=C
export LC_ALL
printf '%s begin\n' "$nonce"
cd "$spool" 2>/dev/null && [ -O . ] && [ -f "workload.$stream" ] && {
  total=
  read -r total <"workload.$stream.total"
  printf 'total=%s\n%s data\n' "$total" "$nonce"
  head -c 1048576 "workload.$stream"
}
printf '\n%s end\n' "$nonce"

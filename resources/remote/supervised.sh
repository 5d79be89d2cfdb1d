# Becomes the tool: sh supervised.sh run_tool | run_render. The supervisor put it into a process group of its own.
. ./job
. ./carriers
through=exec
[ "$1" != run_tool ] || [ -z "$counts_bpf" ] || . ./bpf-stats.sh
# No tool outlives its deadline, also when its supervisor was killed. As long as this waits in the group, its number
# is nobody else's.
guard() {
  sleep "$1"
  kill -s INT -- "-$$"
  sleep 20
  kill -s KILL -- "-$$"
}
[ "$1" = run_render ] && last=$render_seconds || last=$deadline
( guard $((last + 60)) </dev/null >/dev/null 2>&1 & )
# The supervisor looks once in a second; what writes faster than that comes to an end here (in blocks of 512 bytes). What
# is to be read back has more room: cut off, it may not be readable.
(trap '' XFSZ) 2>/dev/null && trap '' XFSZ
[ -n "$rendered" ] && most=$((budget / 256)) || most=$((budget / 512 * 5 / 4))
[ -n "$rotates" ] || ulimit -f "$most" 2>/dev/null
"$1"

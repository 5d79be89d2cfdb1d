# Makes the spool and sets the supervisor going. In: nonce, base, spool, mode, local (yes: our parent is the engine),
# write_files (a function that writes job, about, the supervisor's parts, supervised.sh and the recipe's files).
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
umask 077
printf '%s begin\n' "$nonce"
refuse() {
  printf 'refused=%s\n%s end\n' "$1" "$nonce"
  exit 0
}
parent=${spool%/*}
if [ "$mode" = record ]; then
  # the base may be writable by all: the folder must be ours alone, and no link.
  # Again when it is gone meanwhile: another capture that ended has removed it, as it was empty.
  for attempt in 1 2 3 4 5 6 7 8; do
    mkdir -m 700 "$parent" 2>/dev/null
    set -- $(ls -ldn "$parent" 2>/dev/null)
    case ${1:-none} in
      drwx------*) ;;
      *) message="$parent cannot be made, or others may write to it" && continue ;;
    esac
    [ "$3" = "$(id -u)" ] || refuse "$parent belongs to another user (uid $3)"
    message=$(mkdir -m 700 "$spool" 2>&1) && message= && break
  done
  [ -z "$message" ] || refuse "$message"
fi
{ cd "$spool" 2>/dev/null && [ -O . ]; } || refuse "$spool cannot be entered, or is another user's"
[ "$mode" = record ] || { [ -e keep ] && mv -f status status.old 2>/dev/null; }
write_files 2>write.err || {
  set -- "$(head -n 1 write.err)"
  cd / && rm -rf -- "$spool"
  refuse "the spool cannot be written: $1"
}
rm -f write.err
: >run
: >keep
: >heartbeat
for each in 1 2 3 4 5 6 7 8; do head -c 8192 /dev/zero >"reserve.$each"; done 2>/dev/null

# The processes that carry our own connection: from this shell upwards, sudo and sshd's two for this session,
# never the sshd that listens. Here, where no sshd is between, the engine itself.
carriers=
each=$PPID
while [ "${each:-0}" -gt 1 ]; do
  command=$(tr '\0' ' ' <"/proc/$each/cmdline" 2>/dev/null | head -c 200)
  case $command in
    *'[listener]'*) break ;;
    sshd:* | sshd-session:* | sshd-auth:* | sudo* | */sudo* | sh* | bash* | -*sh* | /bin/*sh*) ;;
    *) [ "$local" = yes ] || break ;;
  esac
  carriers="$carriers $each"
  [ "$local" = yes ] && case $command in sudo* | */sudo*) ;; *) break ;; esac
  each=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$each/status" 2>/dev/null)
done
set -- $carriers 0 0 0 0
printf 'carrier_1=%s\ncarrier_2=%s\ncarrier_3=%s\ncarrier_4=%s\n' "$1" "$2" "$3" "$4" >carriers
cat carriers

# Where systemd ends what a login leaves behind (KillUserProcesses=yes), a scope of its own outlives the login: root's
# always, a user's where lingering keeps the user's systemd.
scope=
if [ -d /run/systemd/system ] && command -v systemd-run >/dev/null 2>&1; then
  unit="smokejumper-${spool##*/}-$mode-$$"
  if [ "$(id -u)" = 0 ]; then
    try_scope='systemd-run --scope --quiet --collect'
  elif [ -e "/var/lib/systemd/linger/$(id -un)" ]; then
    try_scope='systemd-run --user --scope --quiet --collect'
  else
    try_scope=false
  fi
  $try_scope --unit="$unit-try" true </dev/null >/dev/null 2>&1 && scope="$try_scope --unit=$unit"
fi
# The supervisor's shell: one that can wait without starting a process, where there is one.
shell=sh
for each in sh bash; do
  $each -c 'read -r -t 0' </dev/null >/dev/null 2>&1
  # an option that it does not know is 2
  [ $? -le 1 ] && shell=$each && break
done
$scope setsid $shell ./supervisor.sh "$spool" "$mode" </dev/null >/dev/null 2>supervisor.err &
supervisor=$!
# not by the supervisor: what that starts, tools leave out as being the tracer itself
[ "$mode" = record ] && [ -e workload.command ] && mkfifo workload.gate && {
  ${scope:+$scope-workload} setsid $shell ./workload-run.sh "$supervisor" </dev/null >/dev/null 2>workload.log &
}
# its first status is how we know that it runs
tries=0
while [ ! -s status ] && [ $tries -lt 50 ]; do
  sleep 0.1 2>/dev/null || sleep 1
  tries=$((tries + 1))
done
[ -s status ] || {
  set -- "$(head -n 1 supervisor.err)"
  rm -f keep run
  kill -s KILL -- "-$supervisor" "$supervisor" 2>/dev/null
  [ "$mode" = record ] && cd / && rm -rf -- "$spool"
  refuse "the supervisor did not start: $1"
}
printf 'supervisor=%s\n' "$supervisor"
printf 'scope=%s\n' "$([ -n "$scope" ] && echo yes || echo no)"
printf '%s end\n' "$nonce"

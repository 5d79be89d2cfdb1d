# Runs the workload's command, in a session and process group of its own, and tells when it began, when it ended and how:
# sh workload-run.sh SUPERVISOR, in the spool. It waits to be let go by the supervisor, whose process that is.
set -u
. ./job
. ./measure.sh
. ./await.sh
command=$(cat workload.command)
spool=$PWD
# as in supervisor.sh
way=
env --default-signal=INT true 2>/dev/null && way=env
[ -n "$way" ] || { perl -e 1 2>/dev/null && way=perl; }

exec 9<>workload.gate
reads=
(read -r -t 0 _ <&9) 2>/dev/null
# an option that it does not know is 2
[ $? -le 1 ] && reads=yes
while [ -e workload.wait ]; do
  [ -e run ] && [ -e keep ] && [ -d "/proc/$1" ] || exit 0
  # the first moment that it looks again is when it is told to
  if [ -n "$reads" ]; then read -r -t 1 _ <&9; else sleep 1; fi
done
exec 9<&-
child=0 start=0 child_start=0 from= to= rc= finished= become=
workload_pid=0 workload_start=0 workload_from= workload_to= workload_rc=
[ -r /proc/timer_list ] && coarse=0 || coarse=10000000

# over what stood there: it needs no room on a disk that has become full
tell() {
  printf '%-399s\n' "workload_pid=$child
workload_start=$child_start
workload_from=$from
workload_to=$to
workload_rc=$rc
workload_coarse=$coarse
workload_done=$finished" 1<>workload.state
}

# The user who became root is who the command is run as, with what a login would say of the user.
become_login() {
  user=${SUDO_USER:-${DOAS_USER:-}}
  [ "$workload_as" = login ] && [ "$(id -u)" = 0 ] && [ -n "$user" ] && [ "$user" != root ] || return 0
  uid=$(id -u -- "$user") && gid=$(id -g -- "$user") || return 1
  entry=$(getent passwd "$user" 2>/dev/null) || entry=$(grep "^$user:" /etc/passwd)
  entry=${entry%:*}
  HOME=${entry##*:} USER=$user LOGNAME=$user
  export HOME USER LOGNAME
  unset SUDO_USER SUDO_UID SUDO_GID SUDO_COMMAND DOAS_USER MAIL
  for become in "setpriv --reuid=$uid --regid=$gid --init-groups" "runuser -u $user --" \
    "sudo -n -u $user SMOKEJUMPER_SPOOL=$spool" "doas -n -u $user env SMOKEJUMPER_SPOOL=$spool"; do
    $become true </dev/null >/dev/null 2>&1 && return 0
  done
  return 1
}

guarded='( sleep "$1"; kill -s TERM -- "-$$"; sleep 5; kill -s KILL -- "-$$" ) </dev/null >/dev/null 2>&1 &
shift
exec "$@"'

# Becomes the command. No command outlives the capture, also when the supervisor was killed: as with the tool.
run_command() {
  cd "${HOME:-/}" 2>/dev/null || cd /
  export SMOKEJUMPER_SPOOL="$spool"
  most=$((deadline + workload_stays + 90))
  # what is ours and the tool's is not the command's
  unset LC_ALL $exported
  umask 022
  case $way in
  env) exec setsid env --default-signal=INT --default-signal=HUP sh -c "$guarded" workload $most $become sh -c "$command" ;;
  perl) exec setsid perl -e '$SIG{INT} = $SIG{HUP} = "DEFAULT"; exec @ARGV' sh -c "$guarded" workload $most $become sh -c "$command" ;;
  *) exec setsid sh -c "$guarded" workload $most $become sh -c "$command" ;;
  esac
}

run_and_tell() {
  # what a shell says of its children's end is not the command's word
  exec 4>&2 2>/dev/null
  become_login || {
    echo "There is no way here to become $user: neither setpriv, runuser, sudo nor doas can." >&4
    read_monotonic
    from=$monotonic to=$monotonic rc=126
    tell
    return
  }
  read_monotonic
  from=$monotonic
  run_command </dev/null 2>&4 4>&- &
  child=$!
  exec 4>&-
  read_start "$child"
  child_start=$start
  tell
  while :; do
    wait "$child"
    rc=$?
    # a signal ends the wait too
    read_start "$child"
    [ "$start" = "$child_start" ] && [ "$start" != 0 ] || break
  done
  read_monotonic
  to=$monotonic
  tell
}

# Keeps the first of what comes, as it comes, and counts all. A file at its limit (in blocks of 512 bytes, bash: 1024) and
# a full disk end the keeping, not the command.
keep_output() {
  (trap '' XFSZ) 2>/dev/null && trap '' XFSZ
  ulimit -f 2048 2>/dev/null
  tee "workload.$1" 2>/dev/null | wc -c 1<>"workload.$1.total"
}

{ { run_and_tell 2>&1 >&3 3>&- | keep_output err; } 3>&1 | keep_output out; } 2>/dev/null
# the ones who wrote it are gone: said last, so that it is read as a whole
. ./workload.state
child=$workload_pid child_start=$workload_start from=$workload_from to=$workload_to rc=$workload_rc finished=yes
tell

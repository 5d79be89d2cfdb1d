# Part of supervised.sh, for a tool that loads BPF programs: the kernel counts their runs and their time for as long as
# the tool lives (BPF_ENABLE_STATS, Linux 5.8). The tool itself holds the file that stands for it, so that it ends with
# the tool however that ends; the kernel counts the holders, so that none ends it for another, nor for the whole host
# where somebody has set kernel.bpf_stats_enabled.
case $(uname -m) in
x86_64) bpf_call=321 ;;
aarch64 | riscv64 | loongarch64) bpf_call=280 ;;
ppc64le | ppc64) bpf_call=361 ;;
s390x) bpf_call=351 ;;
*) bpf_call= ;;
esac
# where it cannot be asked for, the tool runs all the same, and its programs are not measured
with_bpf_stats() {
  exec perl -e '
    my ($call, @command) = @ARGV;
    my $attributes = pack("Lx60", 0);
    my $file = syscall($call, 32, $attributes, length $attributes);
    # kept over the exec
    fcntl($handle, 2, 0) if $file >= 0 && open(our $handle, "<&=", $file);
    exec { $command[0] } @command or exit 127' "$bpf_call" "$@"
}
with_bpf_stats_py() {
  exec python3 -c '
import ctypes, os, sys
attributes = ctypes.create_string_buffer(64)
file = ctypes.CDLL(None).syscall(int(sys.argv[1]), 32, attributes, 64)
if file >= 0: os.set_inheritable(file, True)
try: os.execvp(sys.argv[2], sys.argv[2:])
except OSError: os._exit(127)' "$bpf_call" "$@"
}
if [ -n "$bpf_call" ] && [ "$(id -u)" = 0 ]; then
  if perl -e 1 2>/dev/null; then
    through=with_bpf_stats
  elif python3 -c 'import ctypes' 2>/dev/null; then
    through=with_bpf_stats_py
  fi
fi

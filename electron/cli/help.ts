/** What `--help` says. */
const exportFormats = `  folded           stacks as stackcollapse-perf.pl prints them: "process;outer;inner count"
  speedscope       for speedscope.app
  pprof            gzipped profile.proto, for pprof and what reads it
  firefox          for profiler.firefox.com
  chrome-trace     trace event JSON, for Perfetto and chrome://tracing
  svg              a flame graph as a picture
  csv-functions, csv-slices, csv-buckets, csv-counters, csv-threads   tables`

const foldedFlags = `  --raw            folded: names in full
  --all-events     folded: all events, each below its name (default: the first)
`

export const helpTexts = {
  smokejumper: `smokejumper: trace a Linux host with the tools that are already there

  smokejumper probe    [--host HOST]              what a host can do
  smokejumper capture  --recipe RECIPE            run a recipe on a host, wait, keep the result
  smokejumper collect  ID                         fetch what an interrupted capture left on its host
  smokejumper adopt    HOST [ID]...               take over what another library started on a host
  smokejumper stop     --host HOST --all          stop everything that Smokejumper started on a host
  smokejumper mark     TEXT                       name this moment on the timeline of what runs
  smokejumper list                                the captures in the library
  smokejumper export   ID --to FORMAT             a capture as a file
  smokejumper import   FILE...                    files of other tools into the library
  smokejumper convert  FILE|- --to FORMAT         a file in another format, without the library
  smokejumper hosts    [add | show | test | remove]
                                                  the saved hosts

  smokejumper COMMAND --help                      all of a command

Options of every command
  --library PATH   the library's file (default: the same as the window's)
  --if-damaged recover|empty
                   of a damaged library: read what can be read into a new one, or begin with an empty one; the damaged
                   file is kept (default: say that it is damaged, and touch nothing)
  --json           one JSON document on stdout; progress and questions stay on stderr
  --help

A HOST is the id or the label of a saved host; "this-machine" is always there.
While a workbench has the library open, commands are done by it.
Exit status: 0 done, 1 an error with what to do about it, 2 wrong usage, 3 of several hosts some could and some could
not, 70 a bug, 130 left with Ctrl-C.
`,
  probe: `smokejumper probe [--host HOST] [--library PATH] [--json]

Looks at a host, read-only, in one round trip: kernel, privileges, tools, kernel features, and what to do about
each thing that it cannot do.

  --host HOST      id or label (default: this-machine)
`,
  capture: `smokejumper capture --recipe RECIPE [--host HOST]... [--group GROUP]... [--all-or-nothing] [--seconds N] [--pid PID]... [--param NAME=VALUE]...
                    [--name NAME] [--rung N] [--budget LIMIT=N]... [--after ID] [--estimate]
                    [--workload CMD [--stop-with-workload]] [--grace SECONDS | --detach [--rotate]] [--library PATH]
                    [--json]

Runs a recipe on a host, waits until the capture is stored, and prints what it is.
Ctrl-C once stops it and keeps what was recorded. Ctrl-C twice leaves it: the host ends it after the grace period,
and it can be collected later (smokejumper collect).

  --host HOST      id or label (default: this-machine). Again for several hosts: they are started at one moment, each by
                   its own clock, which is held against ours; a host that cannot fails alone
  --group GROUP    likewise, all saved hosts of a group
  --all-or-nothing of several hosts: where one cannot, none is started
  --recipe RECIPE  cpu-profile, syscall-latency
  --seconds N      how long (default: the recipe's)
  --pid PID        only this process; may be repeated
  --param N=V      another parameter of the recipe; may be repeated
  --name NAME      of the capture (default: recipe and time)
  --rung N         a step of the recipe's ladder; 1, the cheapest, is the default
  --budget LIMIT=N the host stops it over this and keeps what was recorded; N may be none; may be repeated.
                   tracer-cpu, bpf-cpu (% of one CPU), host-busy (% of all CPUs), events (a second), lost (in all), bytes
                   (k, M, G behind the number)
  --after ID       the capture after which this one is taken, one rung higher: they are shown as one ladder
  --estimate       only say what it would cost
  --grace SECONDS  how long it goes on when we are gone (default: the setting)
  --detach         it needs nobody: returns when it runs, and the host goes on to its end or its budget, up to a week;
                   fetch it at any time with smokejumper collect, from another library with smokejumper adopt
  --rotate         with --detach, of recipes that print as they go (syscall-latency): longer than its budget, it goes on
                   and the host keeps the first lines and the newest; what is dropped before it was collected is said
  --workload CMD   one line for the host's sh, run there while the tool records, as the user who logs in; what it writes
                   and its exit status are kept. Other users of the host may see it in ps, as any command of yours
  --workload-after N     seconds after the tool is attached (default: at once)
  --stop-with-workload   the capture ends when it does
  --workload-to-its-end  when the capture has come to its planned end it may go on to its own, for ten minutes at most
                         (default: it is stopped)
  --workload-as-root     where the capture runs as root: it too
`,
  collect: `smokejumper collect ID [--partial] [--library PATH] [--json]

Goes back to the host of a capture that was interrupted: follows it if it still runs there, fetches what waits in its
spool, stores it and prints what it is. Ctrl-C as in capture.

  --partial        of a detached one that still runs: only what is there by now, to be opened; it goes on without us, and
                   the next collect goes on at the same byte
`,
  adopt: `smokejumper adopt HOST [ID]... [--list | --partial] [--library PATH] [--json]

Takes captures that run or wait on a host, and that this library does not know, into it: follows each to its end, stores
it and prints what it is. One that another workbench is following is left to it unless it is named. Ctrl-C as in capture.

  ID               only these (default: all that this library does not know)
  --list           only say what Smokejumper has on the host
  --partial        as in collect
`,
  stop: `smokejumper stop --host HOST --all [--library PATH] [--json]

Stops everything that Smokejumper started on a host as this user, whichever library or machine started it, and what
nobody looks after any more. What was recorded is kept: it waits there to be collected or adopted.
`,
  mark: `smokejumper mark TEXT [--capture ID] [--library PATH] [--json]

Puts a named instant, the moment at which this command was started, on the timeline of every capture that runs, whether a
window or another command follows it. The host's clock is held against ours; how wrong the time may be is said with it.

  --capture ID     only on this one
`,
  list: `smokejumper list [--host HOST] [--recipe RECIPE] [--search TEXT] [--limit N] [--library PATH] [--json]

The captures in the library, newest first.

  --search TEXT    in name, host, recipe, notes, pins and markers
  --limit N        at most so many (default: 50)
`,
  export: `smokejumper export ID --to FORMAT [-o FILE] [--raw] [--all-events] [--library PATH] [--json]

${exportFormats}
  raw              the tool's output, byte for byte
  html, markdown   the report: notes, pins, command, host, loss and cost

  -o FILE          where to (default: stdout; needed with --json, which then says what was written)
${foldedFlags}`,
  import: `smokejumper import FILE... [--library PATH] [--json]

Reads files of other tools into the library, whatever their names: by their content, also through gzip and zstd. The
file is kept byte for byte. "-" is stdin. Prints the id of each capture.
`,
  convert: `smokejumper convert FILE|- --to FORMAT [--from FORMAT] [-o FILE] [--raw] [--all-events] [--json]

Reads a file of any format that can be imported and writes it in another, without a library.

${exportFormats}

  --from FORMAT    what the file is (default: by its content)
  -o FILE          where to (default: stdout; needed with --json, which then says what was written)
${foldedFlags}`,
  hosts: `smokejumper hosts [--library PATH] [--json]
smokejumper hosts add    --address ADDRESS | --alias NAME [OPTION]...
smokejumper hosts show   HOST
smokejumper hosts test   HOST                    connects step by step, and says where it breaks and what to do
smokejumper hosts remove HOST                    forgets the host; its captures stay

Passwords and passphrases are asked for in the terminal each time; only the desktop app can remember them.

Where it is
  --address        a name or an IP
  --alias NAME     a Host of your ssh config, which says the rest, anew at each connection; what is given here wins
  --port N         (default: 22, or the alias's)
  --user USER      (default: your own name, or the alias's)
  --jump JUMP      user@host:port or an alias, in the order in which they are passed; may be repeated
How to log in (default: as ssh does, the agent's keys, the key files, then what the host asks for)
  --agent          with the keys of ssh-agent
  --identity FILE  the agent offers this key only (IdentitiesOnly), private or .pub
  --key FILE       with this private key
  --password       with a password
  --transport T    ssh2: Smokejumper itself (default). system-ssh: the ssh of this machine, for FIDO keys, certificates,
                   Kerberos, ProxyCommand, and to share a ControlMaster that is open
  --old-algorithms also what OpenSSH no longer accepts, for a server that cannot be updated
  --elevation E    how root is become: auto (default), sudo, doas, never
How it is listed
  --label          how you call it (default: the address or the alias)
  --group NAME     listed together
  --tag TAG        may be repeated
  --spool DIR      where captures are written on the host until they are safe here
`,
} as const

export type HelpTopic = keyof typeof helpTexts

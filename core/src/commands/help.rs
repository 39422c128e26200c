//! What `--help` prints: all commands, or one of them.

use alloc::format;
use alloc::string::{String, ToString};

/// How to use one command, or all of them.
pub(super) fn text(topic: Option<&str>) -> String {
    let about = topic.and_then(|topic| TOPICS.iter().find(|(name, _)| *name == topic));
    match about {
        Some((name, text)) if *name == "scrub" => format!("usage: aboveboard [--contract FILE] {text}"),
        Some((_, text)) => {
            format!("usage: aboveboard --contract FILE [--run RUN] [--feature NAME]... {text}")
        }
        None => OVERVIEW.to_string(),
    }
}

const OVERVIEW: &str = "\
usage: aboveboard --contract FILE [--run RUN] [--feature NAME]... COMMAND ...

Decides whether telemetry may leave, builds the exact bytes, and says why.

for people
  status    say whether telemetry is on, and why (--why: the whole trail)
  enable    turn it on, and store that
  disable   turn it off, and store that
  reset     turn it off, and forget what this machine knows of it
  preview   print what would be sent, whatever the decision
  token     store, clear or look after the bearer token
  scrub     copy standard input to standard output without secrets, addresses, paths and names

for scripts
  begin     begin a run: take the decision, ask or tell where that is due
  send      send an event in the background, where telemetry is on
  payload   print the bytes that send would send
  record    write a local record to a file; it is never sent
  flush     send what waits on disk, where telemetry is on
  exec      run a program with the variables that tell it the decision
  child     print these variables, for a child that something else starts
  startup   print one line for the log of a program that starts

for authors
  check     check a contract, its lock and its privacy page
  lock      print the schema lock of a contract
  docs      print the privacy page of a contract, or the JSON Schema of its payloads

  --contract FILE  what the tool's author declares
  --run RUN        a run from begin; without it a command begins one of its own, and with
                   an empty one telemetry is off
  --feature NAME   a feature of the tool that its author has turned on; once for each of them
  --version        print the version
  --help           print this; COMMAND --help prints more about one command

An option with a value is given once.
Exit status: 0, also where telemetry is off; 1 where the answer cannot be given or the
choice not be stored; 2 for a command line that is not understood. Whatever is wrong with
telemetry, begin and send end with 0 and exec with the status of its program.
ABOVEBOARD_LOG=debug has what becomes of sending said on standard error, warn what is given up.
";

const TOPICS: &[(&str, &str)] = &[
    (
        "begin",
        "begin [--flag NAME=VALUE]...
       [--terminal yes|no] [--tool-version VERSION]

Begins a run and prints it as one line of JSON for --run. Asks the question where nobody has
decided and somebody is there, and shows the notice where it is due.

  --flag NAME=VALUE       a flag of the tool's own command line
  --terminal yes|no       whether the tool's standard input and output are terminals, where the
                          caller knows better
  --tool-version VERSION  the version of the tool
",
    ),
    (
        "status",
        "status [--why] [--json]

Says whether telemetry is on, why, how to change it, and where events go.

  --why   the whole trail: every gate and source, what it says, why it decided or did not count
  --json  the same as JSON
",
    ),
    (
        "enable",
        "enable

Turns telemetry on and stores that where the contract says. Flags and variables may still stand
above it; then it says so.
",
    ),
    (
        "reset",
        "reset

Does what disable does; asks the receiver to delete what it may have, in the way that the contract
names, under the ids of all periods that it keeps, but nobody where only this machine keeps
telemetry; forgets the id of this installation, so that a later yes begins with a new one. Says
what could not be done; another reset tries again.
",
    ),
    (
        "disable",
        "disable

Turns telemetry off and stores that where the contract says; drops what waits to be sent; deletes
the file of local mode, and what is kept of attempts that failed. It wins over an enable at the
same time.
",
    ),
    (
        "payload",
        "payload EVENT [path.to.leaf=value]...
       [--fields JSON] [--time SECONDS] [--tool-version VERSION]
payload --json EVENT

Prints the bytes that send would send; nothing where telemetry is off.

  --fields JSON   all fields at once, as an object; - reads them from standard input
  --time SECONDS  when it happened, in seconds since 1970; now by default
  --json EVENT    the event as JSON, with name, time and fields; - reads it from standard input. Prints
                  the payload as JSON, with what became of its values, or {\"error\": ...}
",
    ),
    (
        "preview",
        "preview EVENT [path.to.leaf=value]...
       [--fields JSON] [--time SECONDS] [--tool-version VERSION]
preview --json EVENT

Prints the bytes that would be sent, whatever the decision; nothing is sent.

  --fields JSON   all fields at once, as an object; - reads them from standard input
  --time SECONDS  when it happened, in seconds since 1970; now by default
  --json EVENT    the event as JSON, with name, time and fields; - reads it from standard input. Prints
                  the payload as JSON, with what became of its values, or {\"error\": ...}
",
    ),
    (
        "send",
        "send EVENT [path.to.leaf=value]...
       [--fields JSON] [--time SECONDS] [--tool-version VERSION] [--wait]
send --json EVENTS [--wait]

Sends an event in the background, where telemetry is on; in local mode it is appended to the
contract's file instead. Does nothing and says nothing where telemetry is off.

  --fields JSON   all fields at once, as an object; - reads them from standard input
  --time SECONDS  when it happened, in seconds since 1970; now by default
  --json EVENTS   an event as JSON, with name, time and fields, or a list of up to 1000; - reads
                  them from standard input, where no list of processes shows them
  --wait          send before returning
",
    ),
    (
        "record",
        "record KIND --to FILE [path.to.leaf=value]...
       [--fields JSON] [--time SECONDS] [--tool-version VERSION]
record --json RECORD --to FILE

Writes a local record to a file, whatever the decision. No command sends one.
",
    ),
    (
        "token",
        "token set|clear|status

set reads a bearer token from standard input and stores it in a file that only its owner can
read; clear empties it; status says whether there is one and where, never what it is.
",
    ),
    (
        "flush",
        "flush [--quiet]

Sends what waits on disk because of an earlier failure, where telemetry is on and the contract
stores what it sends. Prints \"more\" where there may be more: call it again. Where standard error
is a terminal, it says there what happened.

  --quiet  do not say what happened
",
    ),
    (
        "exec",
        "exec -- PROGRAM [ARGUMENT]...

Runs a program with the variables that tell it the decision and the ids of the run, and ends
with its status.
",
    ),
    (
        "child",
        "child [--format json|lines|shell]

Prints the variables for a child process that exec cannot start: for its environment, and for no
other. Evaluated by the script that asks for them, they would make its run its own parent.

  --format json   one JSON object; the default
  --format lines  NAME=value lines, as they are, such as for the --env-file of a container
  --format shell  NAME='value' lines, quoted for a POSIX shell that sets them for the child alone: a
                  subshell, or the shell of another machine

They hold the bearer token where the contract passes it on: keep them off command lines, and out of
files that others can read.
",
    ),
    (
        "startup",
        "startup [--preview ADDRESS]

Prints one line for the log of a program that keeps running: whether telemetry is on, the endpoint,
where to see a preview and how to change it.

  --preview ADDRESS  where this very program shows a preview
",
    ),
    (
        "scrub",
        "scrub [--report]

Copies standard input to standard output, line by line, text or one JSON value a line, without what
must not leave: secrets, addresses, paths, names of people and machines, and whatever this machine
knows of itself and of you. It needs no contract; with one, its bearer token is kept out too. A line
of more than 256 KiB is cut.

  --report  say on standard error, in JSON, what was replaced in which line, never what it was; and
            at the end how much of each kind
",
    ),
    (
        "check",
        "check [CONTRACT]
       [--lock FILE] [--page FILE]

Says what is worth a reviewer's look in a contract. With --lock it fails where something that
decides what is collected has changed without a new schema_version, or has become wider without
a higher consent_version; with --page, where the privacy page is not that of the contract.
",
    ),
    (
        "lock",
        "lock [CONTRACT]

Prints the schema lock of a contract, to be committed beside it.
",
    ),
    (
        "docs",
        "docs [CONTRACT]
       [--schema | --check PAGE]

Prints the public privacy page of a contract in Markdown.

  --schema      print the JSON Schema of the payloads instead
  --check PAGE  fail where the page is not that of the contract
",
    ),
];

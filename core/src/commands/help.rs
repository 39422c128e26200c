//! What `--help` prints.

pub(super) const TEXT: &str = "\
usage: aboveboard --contract FILE [--run RUN] COMMAND ...

Decides whether telemetry may leave, builds the exact bytes, and says why.

  begin [--flag NAME=VALUE]... [--terminal yes|no] [--tool-version VERSION]
            begin a run; prints it as one line of JSON for --run
  status    say whether telemetry is on, and why
  payload EVENT [path.to.leaf=value]... [--fields JSON] [--time SECONDS]
            print the bytes that send would send; nothing where telemetry is off
  preview EVENT [...]
            print the same bytes whatever the decision; nothing is sent
  send EVENT [...] [--wait]
            send them in the background, or with --wait before returning
  child     print the variables for a child process, as JSON
  exec -- PROGRAM [ARGUMENT]...
            run a program with these variables

  --run RUN       a run from begin; without it a command begins one of its own, and
                  with an empty one telemetry is off
  --fields JSON   all fields at once, as an object
  --time SECONDS  when it happened, in seconds since 1970; now by default
  --version       print the version
  --help          print this

Exit status: 0, also where telemetry is off; 1 where the answer cannot be given; 2 for a
command line that is not understood. Whatever is wrong with telemetry, begin and send end
with 0 and exec with the status of its program.
";

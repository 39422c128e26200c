"""Runs a command on a terminal of its own and types an answer at the question: terminal.py KEYS COMMAND...

KEYS is typed as soon as the question stands there, with \\n, \\x03 (Ctrl-C) and so on as in Python. Prints what the
command wrote to the terminal, with plain line ends, and ends with its status; 124 where it did not end within 20 s.
"""

import os
import pty
import select
import signal
import sys
import time

QUESTIONS = (b"[Y/n] ", b"[y/N] ")


def main() -> int:
    """Drives the terminal until the command has ended."""
    keys = sys.argv[1].encode().decode("unicode_escape").encode("latin-1")
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(sys.argv[2], sys.argv[2:])
    seen = b""
    typed = False
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            data = os.read(terminal, 4096)
        except OSError:
            data = b""
        if not data:
            break
        seen += data
        if not typed and any(question in seen for question in QUESTIONS):
            typed = True
            os.write(terminal, keys)
    else:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 124
    sys.stdout.write(seen.decode("utf-8", "replace").replace("\r\n", "\n"))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF


if __name__ == "__main__":
    sys.exit(main())

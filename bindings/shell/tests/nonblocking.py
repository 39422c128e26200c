"""Runs a command one of whose standard streams does not block: nonblocking.py STREAM COMMAND...

STREAM is 0, 1 or 2. What the command is to read there comes late and in two parts, from this program's standard input;
what it writes there is read late, and goes to standard output. Ends with the command's status.
"""

import os
import subprocess
import sys
import time

LATE = 0.3


def feed(descriptor: int, data: bytes) -> None:
    """Writes the data as somebody who takes their time."""
    with open(descriptor, "wb", buffering=0) as stream:
        for part in (data[: len(data) // 2], data[len(data) // 2 :]):
            time.sleep(LATE)
            stream.write(part)


def drain(descriptor: int) -> None:
    """Reads everything, beginning late."""
    time.sleep(LATE)
    with open(descriptor, "rb") as stream:
        sys.stdout.buffer.write(stream.read())


def main() -> int:
    """Runs the command to its end."""
    stream = int(sys.argv[1])
    reader, writer = os.pipe()
    ours, theirs = (writer, reader) if stream == 0 else (reader, writer)
    os.set_blocking(theirs, False)
    given = [theirs if number == stream else None for number in range(3)]
    process = subprocess.Popen(sys.argv[2:], stdin=given[0], stdout=given[1], stderr=given[2])
    os.close(theirs)
    if stream == 0:
        feed(ours, sys.stdin.buffer.read())
    else:
        drain(ours)
    return process.wait()


if __name__ == "__main__":
    sys.exit(main())

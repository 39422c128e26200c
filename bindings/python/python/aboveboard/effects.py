"""The host: performs what the core asks for and answers with what came of it. It decides nothing.

Every operation of docs/protocol.md is one method; :meth:`Host.perform` chooses among them by name.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Sequence

from . import surface
from .answer import INPUT_BOUND, EffectError
from .values import as_text

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import Any, Union

    from .background import Deliveries
    from .sender import Request, Sender

    # A text, {"undecodable": true} or {"error": CLASS}.
    Answer = Union[str, dict[str, Any]]

_WINDOWS = os.name == "nt"


class Host:
    """Performs the operations of one command.

    ``arguments`` are the command's own, for ``exec``; ``deliver`` runs the command ``deliver`` with a text as its
    standard input; ``may_replace`` says that this process serves nothing but the command, so that ``exec`` may
    replace it. ``standard_input`` is ``None`` for a command in the foreground; one in the background has its input
    there, and standard error only where somebody asks to have it ``heard``: nothing else may appear in the middle of
    what the tool writes. ``ask`` and ``read`` stand in for the terminal and for standard input, where the tool has
    something in their place.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        sender: Sender | None,
        deliveries: Deliveries,
        deliver: Callable[[str, bool], object],
        standard_input: str | None = None,
        may_replace: bool = False,
        on_filter: Callable[[str], None] | None = None,
        heard: bool = False,
        ask: Callable[[str], str] | None = None,
        read: Callable[[int], bytes] | None = None,
    ) -> None:
        self._arguments = arguments
        self._sender = sender
        self._deliveries = deliveries
        self._deliver = deliver
        self._standard_input = standard_input
        self._may_replace = may_replace
        self._on_filter = on_filter
        self._tools_way = ask
        self._read = read
        self._silent = standard_input is not None and not heard
        self._operations: dict[str, Callable[..., str]] = {
            "variable": self._variable,
            "file": self._file,
            "stdin": self._stdin,
            "terminal": self._terminal,
            "time": self._time,
            "random": self._random,
            "ask": self._ask,
            "print": self._print,
            "send": self._send,
            "send_deletion": self._send,
            "wait": self._wait,
            "detach": self._detach,
            "exec": self._exec,
            "write": self._write,
            "append": self._append,
            "rename": self._rename,
            "remove": self._remove,
            "filter": self._filter,
            "platform": self._platform,
            "list": self._list,
            "program": self._program,
        }

    def perform(self, operation: str, number: int, *texts: str) -> Answer:
        """Perform one operation. Whatever goes wrong is an answer; only Ctrl-C outside a question is raised.

        Texts that are empty may be left out at the end, as the core does.
        """
        perform = self._operations.get(operation)
        if perform is None:
            return {"error": "unsupported"}
        try:
            return perform(number, *(texts or ("",)))
        except EffectError as error:
            return {"error": error.error_class}
        except UnicodeDecodeError:
            return {"undecodable": True}
        except OSError as error:
            return {"error": error_class(error)}
        except Exception:  # noqa: BLE001 - a stream of the program's own may do anything
            return {"error": "other"}

    def _variable(self, _number: int, name: str) -> str:
        if _WINDOWS:
            value = os.environ.get(name)
            if value is None:
                raise EffectError("absent")
            # Fails for a lone surrogate, which is what Windows has in the place of bytes that are not UTF-8.
            return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        # The bytes themselves: os.environ has already replaced those that are not UTF-8.
        raw = os.environb.get(name.encode("utf-8"))
        if raw is None:
            raise EffectError("absent")
        return raw.decode("utf-8")

    def _file(self, number: int, path: str) -> str:
        if "\0" in path:
            raise EffectError("absent")
        # Without O_NONBLOCK a pipe that nobody writes into would be waited for, and without O_NOCTTY a terminal might
        # become that of this process.
        flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
        descriptor = os.open(path if _WINDOWS else path.encode("utf-8"), flags)
        try:
            mode = os.fstat(descriptor).st_mode
            # A pipe that is not waited for would seem to be an empty file.
            if stat.S_ISFIFO(mode):
                raise EffectError("other")
            # On Windows the mode says nothing about others.
            if number == 1 and not _WINDOWS and mode & stat.S_IWOTH:
                raise EffectError("exposed")
            return _content(lambda size: os.read(descriptor, size))
        finally:
            os.close(descriptor)

    def _stdin(self, _number: int, _text: str) -> str:
        if self._standard_input is not None:
            return self._standard_input
        from .streams import read_some

        return _content(self._read or (lambda size: read_some(0, size)))

    def _terminal(self, stream: int, _text: str) -> str:
        if stream not in (0, 1, 2):
            raise EffectError("unsupported")
        return "yes" if os.isatty(stream) else "no"

    def _time(self, _number: int, _text: str) -> str:
        return str(int(time.time()))

    def _random(self, count: int, _text: str) -> str:
        digits = surface.random(count)
        if digits is None:
            raise EffectError("unsupported")
        return digits

    def _ask(self, _number: int, prompt: str) -> str:
        from .question import answer_of, ask

        if self._tools_way is not None:
            return answer_of(self._tools_way, prompt)
        if _WINDOWS:
            raise EffectError("absent")
        return ask(prompt)

    def _print(self, stream: int, text: str) -> str:
        if stream != 2:
            raise EffectError("unsupported")
        from .streams import leads_nowhere, say

        if sys.stderr is None or self._silent or leads_nowhere(sys.stderr):
            raise EffectError("absent")
        say(text)
        return ""

    def _send(self, _number: int, text: str, _curl: str = "") -> str:
        from .sender import send_over_http

        return _send_with(self._sender or send_over_http, text)

    def _wait(self, milliseconds: int, _text: str) -> str:
        if self._standard_input is None:
            time.sleep(milliseconds / 1000)
        elif not self._deliveries.pause(milliseconds / 1000):
            raise EffectError("interrupted")
        return ""

    def _detach(self, number: int, text: str) -> str:
        heard = number == 1
        if not self._deliveries.start(lambda: self._deliver(text, heard), heard):
            raise EffectError("full")
        return ""

    def _exec(self, index: int, text: str) -> str:
        from .child import run_child

        variables = text.split("\0") if text else []
        # A delivery that is under way would end with the process that is replaced.
        replace = self._may_replace and not _WINDOWS and not self._deliveries.under_way()
        return str(run_child(self._arguments[index:], variables, replace))

    def _write(self, mode: int, path: str, content: str = "", expected: str = "") -> str:
        from . import files

        files.write(path, content.encode("utf-8"), expected, mode)
        return ""

    def _append(self, _number: int, path: str, content: str = "") -> str:
        from . import files

        files.append(path, content.encode("utf-8"))
        return ""

    def _rename(self, _number: int, path: str, new: str = "") -> str:
        from . import files

        files.rename(path, new)
        return ""

    def _remove(self, _number: int, path: str) -> str:
        from . import files

        files.remove(path)
        return ""

    def _filter(self, number: int, private: str) -> str:
        if self._on_filter is not None:
            self._on_filter(private)
            return ""
        from .filter import scrub_streams

        scrub_streams(private, number == 1, self._read)
        return ""

    def _platform(self, _number: int, word: str) -> str:
        if word == "directory":
            return os.getcwdb().decode("utf-8")  # noqa: PTH109 - the bytes themselves
        if _WINDOWS:
            return self._windows(word)
        if word == "user_id":
            return str(os.getuid())
        member = _OF_UNAME.get(word)
        if member is None:
            raise EffectError("unsupported")
        return os.fsencode(getattr(os.uname(), member)).decode("utf-8")

    def _windows(self, word: str) -> str:
        if word == "host_name":
            return self._variable(0, "COMPUTERNAME")
        if word == "system":
            return "Windows_NT"
        if word == "machine":
            # The first one is there in a program of 32 bits, for which the second one tells of what it is run on.
            outer = "PROCESSOR_ARCHITEW6432"
            return self._variable(0, outer if outer in os.environ else "PROCESSOR_ARCHITECTURE")
        raise EffectError("unsupported")

    def _list(self, _number: int, path: str) -> str:
        if "\0" in path:
            raise EffectError("absent")
        names, length = [], 0
        with os.scandir(path.encode("utf-8")) as entries:
            for entry in entries:
                name = _decoded(entry.name)
                if name is None or "\n" in name:
                    continue
                names.append(f"{name}\n")
                length += len(entry.name) + 1
                if length > INPUT_BOUND:
                    raise EffectError("other")
        return "".join(names)

    def _program(self, _number: int, word: str) -> str:
        from .programs import output_of

        return output_of(self._platform(0, "system"), word)


def error_class(error: OSError) -> str:
    """Name what went wrong in the words of the protocol; never an errno, never a message."""
    # By type first: the numbers of a name lookup's or of TLS's errors are not errnos, though they look like some.
    for kind, name in _BY_TYPE:
        if isinstance(error, kind):
            return name
    return _BY_NUMBER.get(error.errno or 0, "other") if type(error) is OSError else "other"


# What the words of `platform` are called in the answer of uname.
_OF_UNAME = {"host_name": "nodename", "system": "sysname", "release": "release", "machine": "machine"}

# Longer than any number of seconds, and any date.
_LONGEST_RETRY_AFTER = 128

_BY_TYPE = (
    ((FileNotFoundError, NotADirectoryError), "absent"),
    (PermissionError, "denied"),
    (FileExistsError, "exists"),
    (TimeoutError, "timeout"),
    (InterruptedError, "interrupted"),
)
_BY_NUMBER = {
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "full",
    errno.EFBIG: "full",  # a limit on the size of files, which the caller has set
}


def _decoded(name: bytes) -> str | None:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _content(read: Callable[[int], bytes]) -> str:
    """Give all that there is to read; too much of it is an error."""
    content = b""
    while len(content) <= INPUT_BOUND:
        part = read(INPUT_BOUND + 1 - len(content))
        if not part:
            return content.decode("utf-8")
        content += part
    raise EffectError("other")


def _request(text: str) -> Request:
    import json

    from .sender import Request

    members = json.loads(text)
    return Request(
        method=members["method"],
        url=members["url"],
        headers=tuple((name, value) for name, value in members["headers"]),
        body=members["body"].encode("utf-8"),
        connect_timeout_seconds=members["connect_timeout_seconds"],
        timeout_seconds=members["timeout_seconds"],
    )


def _send_with(sender: Sender, text: str) -> str:
    """Call the sender, which may be the tool's own and do anything at all; give the head of the response."""
    import socket

    try:
        response = sender(_request(text))
        head = f"HTTP/1.1 {int(response.status):03d}\n"
        told = (response.retry_after or "").strip(" \t")
        # A receiver may say anything. Of what is no visible ASCII the core could make nothing, and a line feed would
        # begin a line of the receiver's own making.
        if told.isascii() and told.isprintable() and 0 < len(told) <= _LONGEST_RETRY_AFTER:
            head += f"Retry-After: {as_text(told)}\n"
    except socket.timeout:  # before Python 3.10 not a TimeoutError
        raise TimeoutError from None
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - telemetry that fails is no matter of the program's
        raise EffectError("other") from None
    return head

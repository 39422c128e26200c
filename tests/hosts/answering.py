"""A receiver that takes one request after the other and answers each with the bytes of a case, whatever they are."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable
from typing import Any

# Longer than any case is let run.
PATIENCE = 20
SECONDS = 10


class Answering:
    """Answers as a case says; with `None` there is no receiver. In its texts `{lines:200}` are so many header lines."""

    def __init__(self, parts: list[Any] | None, fill: Callable[[str], str]) -> None:
        self._parts, self._fill = parts, fill
        self._listener: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Answering:
        if self._parts is not None:
            self._listener = socket.create_server(("127.0.0.1", 0))
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._thread.join()

    def texts(self) -> list[str]:
        """What `send` is given: the request, and the same for curl as the core writes it."""
        assert self._listener is not None
        url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        request = {"method": "POST", "url": url, "headers": [["X-Y", "z"]], "body": "{}", "attempts": 1}
        request |= {"connect_timeout_seconds": SECONDS, "timeout_seconds": SECONDS}
        config = [f'url = "{url}"', 'proto = "=http"', 'request = "POST"', 'header = "X-Y: z"', 'header = "Expect:"']
        config += ['noproxy = "*"', f"connect-timeout = {SECONDS}", f"max-time = {SECONDS}", "globoff", "silent"]
        config += ["include", "suppress-connect-headers", 'data-binary = "@-"', "{}"]
        return [json.dumps(request), "\n".join(config)]

    def _answer(self) -> bytes:
        parts = [part if isinstance(part, list) else [part, 1] for part in self._parts or []]
        text = "".join(self._fill(part) * times for part, times in parts)
        text = re.sub(r"\{lines:(\d+)\}", lambda found: "".join(f"X-{n}: y\r\n" for n in range(int(found[1]))), text)
        return text.encode(errors="surrogateescape")

    def _serve(self) -> None:
        assert self._listener is not None
        answer = self._answer()
        with contextlib.suppress(OSError):  # the end of the case
            while True:
                connection, _ = self._listener.accept()
                with connection, contextlib.suppress(OSError):  # a host that has heard enough
                    connection.settimeout(PATIENCE)
                    asked = b""
                    while not asked.endswith(b"\r\n\r\n{}"):
                        piece = connection.recv(4096)
                        if not piece:
                            raise OSError("there was no request")
                        asked += piece
                    connection.sendall(answer)
                    connection.shutdown(socket.SHUT_WR)
                    connection.recv(1)  # what is closed while something is on its way would be reset

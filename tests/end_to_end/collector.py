"""A real OpenTelemetry Collector, where the machine has one: OTELCOL names it, or it is `otelcol` on the path."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

PROGRAMS = ("otelcol", "otelcol-contrib")
LONGEST = 20.0
CONFIGURATION = """\
receivers:
  otlp:
    protocols:
      http:
        endpoint: 127.0.0.1:{port}
exporters:
  debug:
    verbosity: detailed
service:
  telemetry:
    metrics:
      level: none
  pipelines:
    logs:
      receivers: [otlp]
      exporters: [debug]
"""


def program() -> str | None:
    """The collector of this machine."""
    return os.environ.get("OTELCOL") or next(filter(None, map(shutil.which, PROGRAMS)), None)


class Collector:
    """It takes logs on loopback and writes down what it has understood of them."""

    def __init__(self, program: str, directory: Path) -> None:
        self.output = directory / "collector.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        configuration = directory / "collector.yaml"
        configuration.write_text(CONFIGURATION.format(port=self.port))
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [program, "--config", str(configuration)], stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )

    def __enter__(self) -> Collector:
        until = time.monotonic() + LONGEST
        while not self.listens():
            if self.process.poll() is not None or time.monotonic() > until:
                self.process.kill()
                raise RuntimeError(f"the collector does not listen: {self.output.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    def listens(self) -> bool:
        """Whether it takes connections by now."""
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """What it answers to a request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def understood(self) -> str:
        """All that it has written down so far."""
        return self.output.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])

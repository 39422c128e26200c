#!/usr/bin/env python3
"""The receiver does what the tests built on it rely on."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import certificate
from receiver import Receiver


def post(port: int, body: bytes = b"{}", timeout: float = 5.0) -> http.client.HTTPResponse:
    """Sends one request and gives the response."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)) as connection:
        connection.request("POST", "/telemetry", body, {"X-Marker": "one"})
        response = connection.getresponse()
        response.read()
        return response


class Behaviours(unittest.TestCase):
    """One test for each thing that it can be told to do."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.record = Path(directory.name) / "requests.jsonl"

    def test_records_every_byte_before_it_answers(self) -> None:
        with Receiver(self.record) as receiver:
            self.assertEqual(post(receiver.port, bytes(range(256))).status, 204)
            (request,) = receiver.received()
        self.assertEqual((request.method, request.path, request.body), ("POST", "/telemetry", bytes(range(256))))
        self.assertEqual(request.header("x-marker"), ["one"])

    def test_status(self) -> None:
        with Receiver(self.record, "status=503") as receiver:
            self.assertEqual(post(receiver.port).status, 503)

    def test_fails_first(self) -> None:
        with Receiver(self.record, "fail-first=2") as receiver:
            self.assertEqual([post(receiver.port).status for _ in range(3)], [500, 500, 204])

    def test_redirects(self) -> None:
        with Receiver(self.record, "redirect=302,http://127.0.0.1:9/elsewhere") as receiver:
            response = post(receiver.port)
        self.assertEqual((response.status, response.getheader("Location")), (302, "http://127.0.0.1:9/elsewhere"))

    def test_resets(self) -> None:
        with Receiver(self.record, "reset") as receiver:
            with self.assertRaises(ConnectionResetError):
                post(receiver.port)
            self.assertEqual(len(receiver.received()), 1)

    def test_asks_to_come_back_later(self) -> None:
        with Receiver(self.record, "later=120") as receiver:
            response = post(receiver.port)
        self.assertEqual((response.status, response.getheader("Retry-After")), (429, "120"))

    def test_answers_with_what_is_no_answer(self) -> None:
        for behaviour, begins in (("torn", b"HTTP/1.1 20"), ("garbage", b"\x00\xff")):
            with (
                Receiver(self.record, behaviour) as receiver,
                socket.create_connection(("127.0.0.1", receiver.port)) as client,
            ):
                client.sendall(b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}")
                with client.makefile("rb") as stream:
                    self.assertTrue(stream.read().startswith(begins))
                self.assertEqual(receiver.received()[-1].body, b"{}")

    def test_answers_without_an_end(self) -> None:
        with Receiver(self.record, "endless") as receiver:
            connection = http.client.HTTPConnection("127.0.0.1", receiver.port, timeout=5)
            connection.request("POST", "/telemetry", b"{}")
            with connection.getresponse() as response:
                self.assertEqual(len(response.read(3 * 1024 * 1024)), 3 * 1024 * 1024)

    def test_stalls_and_lets_go_when_stopped(self) -> None:
        with Receiver(self.record, "stall=60") as receiver:
            with self.assertRaises(socket.timeout):
                post(receiver.port, timeout=0.2)
            self.assertEqual(len(receiver.wait_for(1)), 1)
            begun = time.monotonic()
        self.assertLess(time.monotonic() - begun, 5)


@unittest.skipUnless(certificate.can_be_made(), "there is no openssl")
class Tls(unittest.TestCase):
    """The receiver speaks TLS, and keeps what is said inside of it."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = Path(directory.name) / "receiver.pem"

    def receiver(self, name: str) -> tuple[Receiver, ssl.SSLContext]:
        """A receiver with a certificate for this name, and a client that trusts it."""
        trusted = certificate.make(self.path, name)
        receiver = Receiver(self.path.with_name("requests.jsonl"), certificate=self.path)
        return receiver, ssl.create_default_context(cafile=str(trusted))

    def post(self, receiver: Receiver, context: ssl.SSLContext) -> int:
        """Sends one request and gives the status."""
        connection = http.client.HTTPSConnection("127.0.0.1", receiver.port, timeout=5, context=context)
        with contextlib.closing(connection):
            connection.request("POST", "/telemetry", b"{}")
            return connection.getresponse().status

    def test_who_trusts_it_is_answered(self) -> None:
        receiver, trusting = self.receiver("IP:127.0.0.1")
        with receiver:
            self.assertTrue(receiver.url.startswith("https://127.0.0.1:"))
            self.assertEqual(self.post(receiver, trusting), 204)
            self.assertEqual([request.body for request in receiver.received()], [b"{}"])
        self.assertTrue(receiver.inside.startswith(b"POST /telemetry HTTP/1.1\r\n"))
        self.assertTrue(receiver.inside.endswith(b"\r\n\r\n{}"))

    def test_who_does_not_says_nothing(self) -> None:
        receiver, trusting = self.receiver("DNS:elsewhere.example")
        with receiver:
            for context in (trusting, ssl.create_default_context()):
                with self.assertRaises(ssl.SSLCertVerificationError):
                    self.post(receiver, context)
            self.assertEqual((receiver.connections, receiver.inside, receiver.received()), (2, b"", []))

    def test_half_a_request_is_kept_too(self) -> None:
        receiver, trusting = self.receiver("IP:127.0.0.1")
        with receiver, socket.create_connection(("127.0.0.1", receiver.port)) as plain:
            with trusting.wrap_socket(plain, server_hostname="127.0.0.1") as client:
                client.sendall(b"POST /tele")
                until = time.monotonic() + 5
                while receiver.inside != b"POST /tele" and time.monotonic() < until:
                    time.sleep(0.01)
            self.assertEqual((receiver.inside, receiver.received()), (b"POST /tele", []))


class Program(unittest.TestCase):
    """The same as a process of its own."""

    def test_prints_its_port_and_stops_on_a_signal_or_the_end_of_input(self) -> None:
        for by_signal in (True, False):
            with tempfile.TemporaryDirectory() as directory:
                record = Path(directory) / "requests.jsonl"
                process = subprocess.Popen(
                    [sys.executable, Path(__file__).with_name("receiver.py"), "--record", record, "--until-eof"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
                with process:
                    assert process.stdin is not None and process.stdout is not None
                    self.assertEqual(post(int(process.stdout.readline())).status, 204)
                    if by_signal:
                        process.send_signal(signal.SIGTERM)
                    else:
                        process.stdin.close()
                    self.assertEqual(process.wait(10), 0)
                self.assertEqual(len(record.read_text(encoding="ascii").splitlines()), 1)

    def test_refuses_what_it_does_not_know(self) -> None:
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("receiver.py"), "--record", "/dev/null", "--behave", "dance"],
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 2)
        self.assertIn("dance", done.stderr)


if __name__ == "__main__":
    unittest.main()

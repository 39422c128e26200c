#!/usr/bin/env python3
"""The four runners take the same files, refuse the same, and see what is wrong; after `make build`."""

from __future__ import annotations

import json
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from agree import SURFACES

RUN = Path(__file__).resolve().parent / "run"
CONTRACT = {
    "contract": 1,
    "tool": "t",
    "schema_version": "1",
    "consent_version": 1,
    "consent": {"sources": [{"env": "T"}], "undecided": {"interactive": "deny", "unattended": "deny"}},
    "payload": {"event": {"from": "event"}},
    "events": {"e": {}},
}


def file(*vectors: dict[str, Any], **members: Any) -> str:
    """A file with these vectors, which open a contract unless they say otherwise."""
    opened = [{"id": f"v-{index}", "operation": "open", "contract": "c", **v} for index, v in enumerate(vectors)]
    return json.dumps({"contracts": {"c": CONTRACT}, "vectors": opened, **members})


def begin(variables: str, **wanted: Any) -> str:
    """A file in which a run begins with facts that this text holds."""
    facts = '{"facts": {"random": "' + bytes(range(48)).hex() + '", "variables": ' + variables + "}}"
    return file({"operation": "begin", "arguments": "HERE", **wanted}).replace('"HERE"', facts)


SOUND = file({"want": {}})
ON = {"/decision/state": "on"}
TAKEN = {
    "with Windows' line ends": json.dumps(json.loads(SOUND), indent=1).replace("\n", "\r\n"),
    "with notes and other members": file({"want": {}, "note": "a note", "basis": None}, suite="another", about=[1]),
    "without vectors": file(),
    "without contracts": json.dumps({"vectors": []}),
    "with an operation that does not exist": file({"operation": "nothing", "error": {"code": "operation_unknown"}}),
    "with a decision": begin('{"T": "1"}', want_at=ON, want_missing=["/decision/state/x", "/warnings"]),
    "with an integer in another spelling": begin('{"T": "1"}', want_at={"/format": 1.0}),
    "with half of a pair": begin('{"T": "\\ud800"}', error={"code": "invalid_json", "at": ""}),
    "with a contract that is none": file({"error": {"code": "missing_member"}}, contracts={"c": {}}),
}
FAILED = {
    "another value": begin('{"T": "0"}', want_at=ON),
    "another type": begin('{"T": "1"}', want_at={"/format": True}),
    "another result": file({"want": {"x": 1}}),
    "nothing at this place": begin('{"T": "1"}', want_at={"/x": None}),
    "something at this place": begin('{"T": "1"}', want_missing=["/decision"]),
    "an error instead": begin('{"T": 1}', want_missing=["/x"]),
    "a result instead": file({"error": {"code": "invalid_json"}}),
    "another error": begin('{"T": 1}', error={"code": "invalid_json"}),
    "an error at another place": begin('{"T": 1}', error={"code": "wrong_type", "at": ""}),
}
UNUSABLE = {
    "empty": "",
    "no object": "[]",
    "no list of vectors": '{"vectors": {}}',
    "no vectors": "{}",
    "a byte order mark": f"\ufeff{SOUND}",
    "more behind it": f"{SOUND}{SOUND}",
    "a number that JSON does not have": file({"want": {}}, note=float("nan")),
    "not UTF-8": SOUND.replace("v-0", "v-\udcff"),
    "no vector": SOUND.replace("[{", "[1, {"),
    "no id": file({"want": {}, "id": 1}),
    "an id twice": file({"want": {}, "id": "a"}, {"want": {}, "id": "a"}),
    "no operation": file({"want": {}, "operation": None}),
    "no such contract": file({"want": {}, "contract": "d"}),
    "a contract where none belongs": file({"want": {}, "operation": "scrub"}),
    "a contract of another kind": file({"want": {}}, contracts={"c": 1}),
    "no such bundled contract": file({"want": {}}, contracts={"c": {"bundled": "nothing"}}),
    "a bundled contract elsewhere": file({"want": {}}, contracts={"c": {"bundled": "../contracts/gtb"}}),
    "arguments of another kind": file({"want": {}, "arguments": []}),
    "arguments that are null": file({"want": {}, "arguments": None}),
    "no expectation": file({}),
    "expectations that expect nothing": file({"want_at": {}, "want_missing": []}),
    "a slip in an expectation": file({"want": {}, "want_missin": ["/x"]}),
    "a slip in a pointer": file({"want_missing": ["x"]}),
    "a slip in an error": file({"error": {"code": "invalid_json", "att": ""}}),
    "an error without a code": file({"error": {"at": ""}}),
    "an error and a result": file({"want": {}, "error": {"code": "invalid_json"}}),
}


class Runners(unittest.TestCase):
    """Each file on each surface."""

    def statuses(self, files: dict[str, str], status: int) -> None:
        """That all runners end with this status, and say why where they cannot judge."""
        with tempfile.TemporaryDirectory() as directory, ThreadPoolExecutor(2) as pool:
            path = Path(directory, "vectors.json")

            def run(surface: str) -> subprocess.CompletedProcess[bytes]:
                return subprocess.run([RUN, surface, path], capture_output=True, check=False)

            for what, text in files.items():
                path.write_bytes(text.encode("utf-8", "surrogateescape"))
                for surface, done in zip(SURFACES, pool.map(run, SURFACES)):
                    with self.subTest(f"{what}, {surface}"):
                        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
                        self.assertEqual(str(path) in done.stderr.decode(), status == 2, done.stderr)

    def test_sound_files_are_taken(self) -> None:
        self.statuses(TAKEN, 0)

    def test_a_wrong_expectation_fails(self) -> None:
        self.statuses(FAILED, 1)

    def test_what_is_not_of_the_form_is_refused(self) -> None:
        self.statuses(UNUSABLE, 2)


if __name__ == "__main__":
    unittest.main()

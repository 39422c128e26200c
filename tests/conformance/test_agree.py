#!/usr/bin/env python3
"""The comparison of the four surfaces notices whatever is not as it should be."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import agree

LINES = ['{"id": "a", "ok": true, "result": {"x": 1, "y": "\\u2028"}}', '{"id":"b","ok":true,"error":{"code":"c"}}']


def count(surface: str, total: int = 2, passed: int = 2) -> str:
    """The last line of a runner."""
    return json.dumps({"surface": surface, "total": total, "passed": passed, "failed": total - passed})


class Agreement(unittest.TestCase):
    """Four outputs, one of them changed."""

    def judge(self, **changed: list[str]) -> tuple[int, str]:
        """The exit status and the complaints, where these surfaces printed these lines."""
        with tempfile.TemporaryDirectory() as directory:
            vectors = Path(directory, "vectors.json")
            vectors.write_text('{"vectors": [{"id": "a"}, {"id": "b"}]}', encoding="utf-8")
            for surface in agree.SURFACES:
                lines = changed.get(surface, [*LINES, count(surface)])
                Path(directory, surface).write_text("\n".join(lines) + "\n", encoding="utf-8")
            said = io.StringIO()
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
                status = agree.main([directory, str(vectors)])
            return status, said.getvalue()

    def test_the_same_in_another_spelling_is_the_same(self) -> None:
        spelt = json.dumps(json.loads(LINES[0]), ensure_ascii=False, indent=None, separators=(",", ":"))
        self.assertEqual(self.judge(node=[spelt, LINES[1], count("node")]), (0, ""))

    def test_whatever_is_amiss_is_noticed(self) -> None:
        other = LINES[0].replace('"x": 1', '"x": 2')
        failed = LINES[0].replace("true", "false")
        cases = {
            "another result": [other, LINES[1], count("c")],
            "a failure": [failed, LINES[1], count("c", passed=1)],
            "a failure that is not counted": [failed, LINES[1], count("c")],
            "a vector too few": [LINES[0], count("c", 1, 1)],
            "a vector too few that is counted": [LINES[0], count("c")],
            "another order": [LINES[1], LINES[0], count("c")],
            "another surface": [*LINES, count("rust")],
            "no count": LINES,
            "no output": [],
            "garbage": ["{", "]", count("c")],
        }
        for what, lines in cases.items():
            with self.subTest(what):
                status, said = self.judge(c=lines)
                self.assertEqual(status, 1)
                self.assertIn("c", said)

    def test_a_vector_that_no_surface_ran_is_noticed(self) -> None:
        lines = {surface: [LINES[0], count(surface, 1, 1)] for surface in agree.SURFACES}
        self.assertEqual(self.judge(**lines)[0], 1)


if __name__ == "__main__":
    unittest.main()

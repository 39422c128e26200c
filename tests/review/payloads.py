"""Every payload and record that the vectors build is valid by the JSON Schema that `docs --schema` prints.

Needs `make helper rust`. And every such schema refuses a payload with a member that nobody has declared.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
HELPER = ROOT / "build/bin/aboveboard"
BUILDERS = {"payload": "event", "preview": "event", "record": "record"}


def schema_of(contract: Any, folder: Path) -> dict[str, Any]:
    """The schema of a contract, of its payloads and records together."""
    path = folder / "contract.json"
    if isinstance(contract, dict) and set(contract) == {"bundled"}:
        path = ROOT / "core/contracts" / f"{contract['bundled']}.json"
    else:
        path.write_text(contract if isinstance(contract, str) else json.dumps(contract), encoding="utf-8")
    command = [str(HELPER), "docs", str(path), "--schema"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    schema: dict[str, Any] = json.loads(printed)
    Draft202012Validator.check_schema(schema)
    return schema


def results(path: Path) -> dict[str, Any]:
    """What the vectors of a file give, by id."""
    runner = [str(ROOT / "tests/conformance/run"), "rust", str(path)]
    lines = subprocess.run(runner, check=True, capture_output=True, text=True).stdout.split("\n")
    rows = (json.loads(line) for line in lines if line)
    return {row["id"]: row["result"] for row in rows if "result" in row}


def is_begun(arguments: Any, schema: dict[str, Any]) -> bool:
    """Whether the run of a vector has ids as `begin` makes them; some vectors make up a run of another form."""
    run = (json.loads(arguments) if isinstance(arguments, str) else arguments)["run"]["run"]
    text = json.dumps(schema)
    return ("^[0-9a-f]{16}$" not in text or len(run) == 16) and ('"^[0-9a-f]{8}-' not in text or len(run) == 36)


def main() -> int:
    problems: list[str] = []
    checked = made_up = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted((ROOT / "tests/vectors").glob("*.json")):
            document = json.loads(path.read_text(encoding="utf-8"))
            given = results(path)
            schemas: dict[str, dict[str, Any]] = {}
            for vector in document["vectors"]:
                kind = BUILDERS.get(vector["operation"])
                result = given.get(vector["id"])
                if kind is None or result is None:
                    continue
                name = vector["contract"]
                if name not in schemas:
                    schemas[name] = schema_of(document["contracts"][name], Path(folder))
                if not is_begun(vector["arguments"], schemas[name]):
                    made_up += 1
                    continue
                built = f"{kind}.{result[kind]}"
                validator = Draft202012Validator({**schemas[name], "anyOf": [{"$ref": f"#/$defs/{built}"}]})
                payload = json.loads(result["bytes"])
                checked += 1
                for error in validator.iter_errors(payload):
                    problems.append(f"{path.name} {vector['id']}: {error.json_path}: {error.message[:200]}")
                if validator.is_valid({**payload, "undeclared": 1}):
                    problems.append(f"{path.name} {vector['id']}: an undeclared member is taken")
    for problem in problems:
        print(f"payload schemas: {problem}", file=sys.stderr)
    print(f"payload schemas: {checked} payloads and records, {made_up} of runs made up, {len(problems)} problems")
    return 1 if problems or not checked else 0


if __name__ == "__main__":
    sys.exit(main())

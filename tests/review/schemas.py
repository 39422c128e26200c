"""The JSON Schema of the contract language against the vectors and the bundled contracts.

Every contract that a vector uses with success is valid, and of those that a vector sees refused, every one is invalid
but for what a schema cannot say (BEYOND). A file with another list of vectors may be named on the command line. The
same holds for the contracts of core/tests/review/parts.json, which the core's own tests parse.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
#: What a schema cannot say, and the contracts of the vectors that are refused for it.
BEYOND = {
    "names that refer to others": (
        "child-header-unknown deletion-event-undeclared when-of-a-branch when-of-a-constant when-of-a-list"
        " when-of-a-text when-of-no-leaf event-adds-a-branch-over-a-leaf event-adds-a-leaf-again"
        " event-adds-a-leaf-over-a-branch child-allowed-opt-out child-denied-opt-out child-denied-says-yes"
        " child-names-the-gate-allowed child-names-the-gate-denied otlp-body-odd otlp-attribute-odd otlp-spread-no-map"
        " own-file meta-into-an-event meta-into-leaf meta-into-nowhere meta-taken meta-taken-branch"
        " meta-taken-by-an-event meta-taken-by-an-event-above meta-taken-there local-file-own local-file-of-a-setting"
        " local-file-of-a-switch local-file-of-a-policy"
    ),
    "values that are to differ": "meta-twice flag-words-equal flag-word-equals-default metrics-twice",
    "order and alternation": "integer-backwards bucket-bounds-fall bucket-odd",
    "values of the leaf beside them": (
        "map-base-value example-out-of-range when-enum when-integer when-type objects-example-odd objects-example-short"
        " objects-example-value"
    ),
    "sizes, and bytes that are no characters": (
        "text-too-large depth-9 leaves-257 objects-many question-text-1001 notice-1001-bytes"
    ),
    "names whatever their case": (
        "do-not-track-allows-in-small-letters"
        " header-not-for-contracts-authorization header-not-for-contracts-connection"
        " header-not-for-contracts-content-length header-not-for-contracts-content-type header-not-for-contracts-host"
        " header-not-for-contracts-transfer-encoding header-not-for-contracts-user-agent"
    ),
}


def with_ends(schema: Any) -> Any:
    """The same schema for Python, whose `$` also matches before a line end; that of ECMA-262 does not."""
    if isinstance(schema, dict):
        return {
            name: value.replace("$", r"\Z") if name == "pattern" and isinstance(value, str) else with_ends(value)
            for name, value in schema.items()
        }
    return [with_ends(item) for item in schema] if isinstance(schema, list) else schema


def parsed(text: str) -> Any:
    """The contract that a text holds; None where that is no JSON, nests without end, or has a name twice."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError("a name stands twice")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError):
        return None


def contract(given: Any) -> Any:
    """A contract of a file of vectors, in any of its three forms."""
    if isinstance(given, str):
        return parsed(given)
    if isinstance(given, dict) and set(given) == {"bundled"}:
        return json.loads((ROOT / "core/contracts" / f"{given['bundled']}.json").read_text(encoding="utf-8"))
    return given


def parts() -> list[tuple[str, Any, bool, bool]]:
    """Contracts of the core's own tests: what each is for, whether it is sound, and whether a schema can say so."""
    document = json.loads((ROOT / "core/tests/review/parts.json").read_text(encoding="utf-8"))
    return [
        (case["about"], {**document["base"], **case["with"]}, "error" not in case, not case.get("beyond", False))
        for case in document["cases"]
    ]


def main() -> int:
    schema = json.loads((ROOT / "core/schema/contract.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(with_ends(schema))
    beyond = {name for names in BEYOND.values() for name in names.split()}
    problems: list[str] = []
    counts = {"valid": 0, "invalid": 0, "beyond": 0}
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted((ROOT / "tests/vectors").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        contracts = {name: contract(given) for name, given in document.get("contracts", {}).items()}
        works: set[str] = set()
        fails: dict[str, dict[str, str]] = {}
        for vector in document["vectors"]:
            name = vector.get("contract")
            if name is None or contracts.get(name) is None:
                continue
            if "error" not in vector:
                works.add(name)
            elif vector["operation"] == "open":
                fails[name] = vector["error"]
        for name in sorted(works):
            counts["valid"] += 1
            for error in validator.iter_errors(contracts[name]):
                problems.append(
                    f"{path.name}: {name} is a contract, the schema says: {error.json_path} {error.message[:200]}"
                )
        for name, error in sorted(fails.items()):
            if not validator.is_valid(contracts[name]):
                counts["invalid"] += 1
            elif name in beyond:
                counts["beyond"] += 1
            else:
                problems.append(f"{path.name}: {name} is refused as {error}, the schema takes it")
    for about, given, sound, sayable in [] if sys.argv[1:] else parts():
        counts["valid" if sound else "invalid" if sayable else "beyond"] += 1
        if validator.is_valid(given) != (sound or not sayable):
            problems.append(f"parts.json: {about}: the schema {'refuses' if sound else 'takes'} it")
    for problem in problems:
        print(f"contract schema: {problem}", file=sys.stderr)
    words = ", ".join(f"{count} {what}" for what, count in counts.items())
    print(f"contract schema: {words}, {len(problems)} problems")
    return 1 if problems or not counts["valid"] or not counts["invalid"] else 0


if __name__ == "__main__":
    sys.exit(main())

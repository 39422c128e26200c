"""Reads files of vectors for the runners in Python, strictly: a slip would make a vector say less than it means."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

CONTRACTS = Path(__file__).resolve().parents[2] / "core" / "contracts"
EXPECTATIONS = ("want", "want_at", "want_missing", "error")
#: The operations that have no contract.
ALONE = ("step", "scrub")


class UnusableFile(Exception):
    """A file that cannot be read or is not of the form; the message says which one, and where."""


def read(path: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The contracts of a file as texts, by name, and its vectors, each with `arguments` that are a text."""
    try:
        file = json.loads(Path(path).read_bytes().decode("utf-8"), parse_constant=refuse_constant)
        demand(isinstance(file, dict), "the file is not an object")
        contracts, vectors = file.get("contracts", {}), file.get("vectors")
        demand(isinstance(contracts, dict), "contracts is not an object")
        demand(isinstance(vectors, list), "vectors is not a list")
        contracts = {name: contract_text(value) for name, value in contracts.items()}
        for index, vector in enumerate(vectors):
            check(vector, contracts, f"/vectors/{index}")
        demand(len({vector["id"] for vector in vectors}) == len(vectors), "an id is there twice")
    except (OSError, ValueError, RecursionError, UnusableFile) as error:
        raise UnusableFile(f"{path}: {error}") from None
    return contracts, [{**vector, "arguments": text_of(vector.get("arguments", {}))} for vector in vectors]


def refuse_constant(name: str) -> None:
    """Refuses what Python reads although JSON does not have it."""
    raise ValueError(f"{name} is not JSON")


def text_of(value: object) -> str:
    """A contract or arguments as they are handed over: a text as it is, an object as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def contract_text(value: object) -> str:
    """The text of one contract."""
    demand(isinstance(value, (str, dict)), "a contract is neither an object nor a text")
    if not isinstance(value, dict) or set(value) != {"bundled"} or not isinstance(value["bundled"], str):
        return text_of(value)
    name = value["bundled"]
    demand(re.fullmatch("[A-Za-z0-9-]+", name) is not None, "the name of a bundled contract is letters, digits and `-`")
    return (CONTRACTS / f"{name}.json").read_text(encoding="utf-8")


def check(vector: Any, contracts: dict[str, str], at: str) -> None:
    """Refuses what is no vector, above all one that could not fail."""
    demand(isinstance(vector, dict), f"{at} is not an object")
    # Other members are notes, but an expectation with a slip in its name would never fail.
    slip = next((name for name in vector if name.startswith("want") and name not in EXPECTATIONS), None)
    demand(slip is None, f"{at} has an unknown expectation {slip}")
    texts = all(isinstance(vector.get(name), str) for name in ("id", "operation"))
    demand(texts, f"{at}: id or operation is not a text")
    alone = vector["operation"] in ALONE
    demand(alone != ("contract" in vector), f"{at}: all but step and scrub have a contract")
    demand(alone or vector["contract"] in contracts, f"{at}: there is no such contract")
    given = vector.get("arguments", {})
    demand(isinstance(given, (str, dict)), f"{at}: arguments is neither an object nor a text")
    check_expectations({name: vector[name] for name in EXPECTATIONS if name in vector}, at)


def check_expectations(wanted: dict[str, Any], at: str) -> None:
    """Refuses expectations that are not of the form, and none at all."""
    if "error" in wanted:
        demand(len(wanted) == 1, f"{at}: error stands alone")
        error = wanted["error"]
        demand(isinstance(error, dict) and set(error) <= {"code", "at"}, f"{at}: error is no code with a place")
        demand(isinstance(error.get("code"), str), f"{at}: error has no code")
        return
    places, missing = wanted.get("want_at", {}), wanted.get("want_missing", [])
    demand(isinstance(places, dict), f"{at}: want_at is not an object")
    demand(isinstance(missing, list), f"{at}: want_missing is not a list")
    demand("want" in wanted or places or missing, f"{at}: there is no expectation")
    demand(all(map(is_pointer, [*places, *missing])), f"{at}: what is wanted stands at no JSON pointer")


def is_pointer(value: object) -> bool:
    """Whether this is a JSON pointer: at anything else there is never anything."""
    return isinstance(value, str) and (value == "" or value.startswith("/"))


def demand(condition: object, message: str) -> None:
    """Refuses the file where the condition does not hold."""
    if not condition:
        raise UnusableFile(message)

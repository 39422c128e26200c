"""Does what a surface said meet what a vector expects? For the runners in Python."""

from __future__ import annotations

import re
from typing import Any

NOTHING = object()


def meets(vector: dict[str, Any], said: dict[str, Any]) -> bool:
    """Whether `{"result": ...}` or `{"error": ...}` meets every one of the expectations."""
    if "error" in vector:
        return "error" in said and all(said["error"].get(name) == value for name, value in vector["error"].items())
    if "result" not in said:
        return False
    result = said["result"]
    return (
        ("want" not in vector or same(result, vector["want"]))
        and all(same(at(result, pointer), value) for pointer, value in vector.get("want_at", {}).items())
        and all(at(result, pointer) is NOTHING for pointer in vector.get("want_missing", []))
    )


def at(value: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901) leads to; NOTHING where it leads nowhere."""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and re.fullmatch("0|[1-9][0-9]*", name) and int(name) < len(value):
            value = value[int(name)]
        else:
            return NOTHING
    return value


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: for Python, true is 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)

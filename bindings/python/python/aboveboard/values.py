"""The one way by which a value becomes JSON text, and everything that is refused on that way.

Python's own ``json`` writes ``NaN``, turns the key ``1`` into ``"1"``, keeps the last of two keys that become equal and
dies of recursion. Nothing of that may decide what a payload says, so values are checked before they are serialised.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from .errors import AboveboardError

DEPTH_BOUND = 32
"""How many levels a value may lie below the whole: the core's own bound."""

_INTEGER_BITS = 64


def serialise(value: object, at: str = "") -> str:
    """Give ``value`` as JSON text; raises :class:`AboveboardError` with a pointer that begins with ``at``."""
    return json.dumps(_plain(value, at, 0), ensure_ascii=False, separators=(",", ":"))


def check_text(text: object, at: str = "") -> None:
    """Refuse what is not a text that has a UTF-8 form."""
    if not isinstance(text, str):
        raise AboveboardError("value_not_json", f"a text is needed here, not {_type_of(text)}", at, "pass a str")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise AboveboardError(
            "text_not_unicode",
            "the text holds a lone surrogate, which has no UTF-8 form",
            at,
            "decode the bytes it came from with errors='replace', or leave the value out",
        ) from None


def _plain(value: object, at: str, depth: int) -> object:
    """Give a copy of ``value`` that holds nothing but what JSON has."""
    if depth > DEPTH_BOUND:
        raise AboveboardError(
            "too_deep",
            f"lists and mappings hold one another more than {DEPTH_BOUND} levels deep, or in a circle",
            at,
            "pass a flatter value",
        )
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        check_text(value, at)
        return str(value)
    if isinstance(value, int):
        # Python refuses to write integers of thousands of digits. The core refuses all that are beyond 2^53 - 1, so
        # that a shorter one, as far out of range, gets the same answer.
        return int(value) if value.bit_length() <= _INTEGER_BITS else 1 << _INTEGER_BITS
    if isinstance(value, float):
        if not math.isfinite(value):
            raise AboveboardError(
                "number_not_finite",
                "the number is infinite or not a number, and JSON has neither",
                at,
                "leave the value out, or pass an integer",
            )
        return float(value)
    if isinstance(value, Mapping):
        return {_key(key, at): _plain(item, _below(at, key), depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, f"{at}/{index}", depth + 1) for index, item in enumerate(value)]
    raise AboveboardError(
        "value_not_json",
        f"JSON has no form for {_type_of(value)}",
        at,
        "pass text, integers, booleans, None, lists and mappings only",
    )


def _key(key: object, at: str) -> str:
    if not isinstance(key, str):
        raise AboveboardError("value_not_json", f"a key is {_type_of(key)}", at, "keys must be str")
    check_text(key, at)
    return str(key)


def _below(at: str, key: object) -> str:
    return f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _type_of(value: object) -> str:
    """Name the type of a value, never the value."""
    return f"a value of the type {type(value).__name__}"

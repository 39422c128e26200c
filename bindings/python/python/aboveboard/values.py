"""The one way by which a value becomes JSON text, and everything that is refused on that way.

Python's own ``json`` writes ``NaN``, turns the key ``1`` into ``"1"``, keeps the last of two keys that become equal and
dies of recursion. Nothing of that may decide what a payload says, so values are checked before they are serialised.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping

from .errors import AboveboardError

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import Any, TypeVar

    Function = TypeVar("Function")

DEPTH_BOUND = 32
"""How many levels a value may lie below the whole: the core's own bound."""

_INTEGER_BITS = 64


def serialise(value: object, at: str = "") -> str:
    """Give ``value`` as JSON text; raises :class:`AboveboardError` with a pointer that begins with ``at``."""
    return _text(_plain(value, at, 0))


def serialise_event(name: object, time: object, fields: object, at: str) -> str:
    """Give an event or record as JSON text.

    What was not UTF-8 in its texts is U+FFFD, as it is with the other hosts. The names of fields may be somebody's
    data, and only the core knows which of them are declared: a pointer to one ends at the fields.
    """
    members = ("name", name), ("time", time), ("fields", fields)
    return _text({member: _plain(value, f"{at}/{member}", 1, data=True) for member, value in members})


def with_replacements(text: str) -> str:
    """Give a text with U+FFFD for what has no UTF-8 form: lone surrogates, which mostly stand for bytes (PEP 383)."""
    try:
        return str.encode(text, "utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)


def as_text(text: object, at: str = "") -> str:
    """Give a text as it is, and refuse what is none or has no UTF-8 form.

    A member of an enumeration that is also a ``str`` is its text, however it would print itself.
    """
    itself = as_str(text, at)
    try:
        itself.encode("utf-8")
    except UnicodeEncodeError:
        raise AboveboardError(
            "text_not_unicode",
            "the text holds a lone surrogate, which has no UTF-8 form",
            at,
            "decode the bytes it came from with errors='replace', or leave the value out",
        ) from None
    return itself


def as_str(text: object, at: str) -> str:
    """Give a text as it is, in which there may be lone surrogates, and refuse what is none."""
    if not isinstance(text, str):
        _plain(text, at, 0)  # refuses what JSON cannot hold by its own code
        raise AboveboardError("wrong_type", f"expected a text, found {_type_of(text)}", at, "pass a str")
    return str.__str__(text)


def as_function(value: Function, at: str) -> Function:
    """Give what can be called, or ``None``, as it is."""
    if value is not None and not callable(value):
        raise AboveboardError("wrong_type", f"expected a function, found {_type_of(value)}", at, "pass a function")
    return value


def as_seconds(value: float, at: str) -> float:
    """Give a number of seconds as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise AboveboardError("wrong_type", f"expected a number of seconds, found {_type_of(value)}", at, "pass one")
    return value


def as_contract(contract: object) -> str:
    """Give the text of a contract, which may also be the mapping that it parses to."""
    if isinstance(contract, (str, Mapping)):
        return contract if isinstance(contract, str) else serialise(contract)
    raise AboveboardError(
        "wrong_type",
        f"expected a contract as a text or mapping, found {_type_of(contract)}",
        "",
        "pass the text that its file holds, such as Path(...).read_text(encoding='utf-8')",
    )


def as_list(value: object, at: str) -> list[Any]:
    """Give a list of what is meant to be one of texts. A text is one of its characters, which nobody means."""
    if isinstance(value, (str, bytes, bytearray, Mapping)) or not isinstance(value, Iterable):
        found = "a text" if isinstance(value, str) else _type_of(value)
        raise AboveboardError("wrong_type", f"expected a list of texts, found {found}", at, "pass a list of str")
    return list(value)


def as_mapping(value: object, at: str) -> dict[Any, Any]:
    """Give a copy of what is meant to be a mapping of texts."""
    if not isinstance(value, Mapping):
        found = "a text" if isinstance(value, str) else _type_of(value)
        raise AboveboardError("wrong_type", f"expected a mapping of texts, found {found}", at, "pass a dict of str")
    return dict(value)


def _text(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object, at: str, depth: int, data: bool = False) -> object:
    """Give a copy of ``value`` that holds nothing but what JSON has.

    ``data`` says that it may come from anywhere: no pointer holds a name of it, and its texts are replaced where they
    have no UTF-8 form.
    """
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
        return _str(value, at, data)
    if isinstance(value, int):
        # Python refuses to write integers of thousands of digits. The core refuses all that are beyond 2^53 - 1, so
        # that a shorter one, as far out of range, gets the same answer.
        return int(value) if value.bit_length() <= _INTEGER_BITS else 1 << _INTEGER_BITS
    if isinstance(value, float):
        if not math.isfinite(value):
            raise AboveboardError(
                "number_not_finite",
                "a number is infinite or not a number",
                at,
                "leave the value out, or hand over an integer",
            )
        return float(value)
    if isinstance(value, Mapping):
        # At once, since another thread may change it meanwhile.
        members = ((_key(key, at, data), item) for key, item in tuple(value.items()))
        return {name: _plain(item, at if data else _below(at, name), depth + 1, data) for name, item in members}
    if isinstance(value, (list, tuple)):
        places = (at if data else f"{at}/{index}" for index in range(len(value)))
        return [_plain(item, place, depth + 1, data) for item, place in zip(value, places)]
    raise AboveboardError(
        "value_not_json",
        f"JSON has no form for {_type_of(value)}",
        at,
        "pass text, integers, booleans, None, lists and mappings only",
    )


def _key(key: object, at: str, data: bool) -> str:
    if not isinstance(key, str):
        raise AboveboardError("value_not_json", f"a key is {_type_of(key)}", at, "keys must be str")
    return _str(key, at, data)


def _str(text: str, at: str, data: bool) -> str:
    return with_replacements(str.__str__(text)) if data else as_text(text, at)


def _below(at: str, key: str) -> str:
    return f"{at}/{key.replace('~', '~0').replace('/', '~1')}"


def _type_of(value: object) -> str:
    """Name the type of a value, never the value."""
    return f"a value of the type {type(value).__name__}"

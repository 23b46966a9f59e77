"""What tags may ask a value for, and what to say when it has no such thing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from docgen.findings import LIKE_A_NAME, nearest

TEXT_METHODS = frozenset(
    "upper lower title capitalize strip lstrip rstrip startswith endswith replace split rsplit splitlines count find index "
    "isdigit isalpha isdecimal isnumeric isspace join center ljust rjust zfill removeprefix removesuffix partition rpartition format".split()
)
MAPPING_METHODS = frozenset(["items", "keys", "values", "get"])
LIST_METHODS = frozenset(["index", "count"])
_CALENDAR = frozenset(["weekday", "isoweekday", "isocalendar", "isoformat", "strftime", "replace"])
METHODS: tuple[tuple[Any, frozenset[str]], ...] = (
    (str, TEXT_METHODS),
    (Mapping, MAPPING_METHODS),
    ((list, tuple), LIST_METHODS),
    (datetime.datetime, _CALENDAR | {"date", "time"}),
    (datetime.date, _CALENDAR),
    (datetime.time, frozenset(["isoformat", "strftime", "replace"])),
    (datetime.timedelta, frozenset(["total_seconds"])),
)
FIELDS: tuple[tuple[Any, frozenset[str]], ...] = (
    (datetime.date, frozenset("year month day hour minute second microsecond".split())),
    (datetime.time, frozenset("hour minute second microsecond".split())),
    (datetime.timedelta, frozenset(["days", "seconds"])),
    (type(datetime.date.min.isocalendar()), frozenset(["year", "week", "weekday"])),
)
_OF_DATES = frozenset(
    name for kind, names in (*METHODS, *FIELDS) if kind in (datetime.date, datetime.time) for name in names
)


def lacking(name: str, kind: str) -> tuple[str, dict[str, str]]:
    """Return code and arguments of the finding on a name that a value without entries does not have.

    Args:
        name: The name.
        kind: What authors call such values, as `docgen.press.state.kind_of` returns it.
    """
    if kind == "text" and name in _OF_DATES - TEXT_METHODS:
        return "T282", {"name": name}
    methods = {"text": TEXT_METHODS, "list": LIST_METHODS}.get(kind, frozenset[str]())
    return "T208", {"name": name, "type": kind, "near": nearest(name, sorted(methods), LIKE_A_NAME)}


def parts_of(value: object) -> list[str]:
    """Return what a date, a time or a span of time may be asked for; nothing for other values."""
    if not isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return []
    asked = dict.fromkeys(
        name for kind, names in (*FIELDS, *METHODS) if isinstance(value, kind) for name in sorted(names)
    )
    return [name for name in asked if hasattr(value, name)]

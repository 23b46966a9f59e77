"""What data may enter a template, and how a value is printed.

Codes: T210-T219.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from docgen.errors import RenderError
from docgen.findings import Finding, Place
from docgen.marked import Marked

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
GUARD = "\ufdd2"
_MANGLED = re.compile(r"([{%}])(_[{%}])")
_PLAIN = (type(None), bool, int, float, Decimal, datetime.date)
_ALLOWED_CONTROLS = "\a\f"  # docxtpl: new paragraph, page break


def check_data(data: Mapping[str, Any]) -> None:
    """Refuse texts that XML cannot hold and values that are no plain data; every one is named with its path.

    Raises:
        RenderError: There are such values.
    """
    found: list[Finding] = []

    def walk(value: object, path: str) -> None:
        if isinstance(value, str):
            bad = next((m.group() for m in _ILLEGAL.finditer(value) if m.group() not in _ALLOWED_CONTROLS), "")
            if bad:
                found.append(Finding("T210", Place(path=path), {"codepoint": f"U+{ord(bad):04X}"}))
        elif isinstance(value, Mapping):
            for key, item in value.items():
                walk(item, f"{path}.{key}" if path else str(key))
        elif isinstance(value, (list, tuple)):
            for index, item in enumerate(value):
                walk(item, f"{path}[{index}]")
        elif not isinstance(value, _PLAIN) and not type(value).__module__.startswith("docxtpl"):
            found.append(Finding("T211", Place(path=path), {"type": type(value).__name__}))

    walk(data, "")
    if found:
        raise RenderError(found)


def printed(value: object) -> object:
    """Return what a tag prints for a value: nothing for ``None``, a truth value as YAML writes it, a gap with its marks.

    docxtpl turns ``{_{`` into ``{{`` behind our back; `GUARD` keeps it as it stands and is taken out again.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    words = value.raw if isinstance(value, Marked) else value
    return _MANGLED.sub(f"\\1{GUARD}\\2", words) if isinstance(words, str) and type(words) is str else words


def join(values: list[object], between: str = "", attribute: str | None = None) -> str:
    """Return values joined; gaps in them stay marked."""
    if attribute is not None:
        values = [v[attribute] if isinstance(v, Mapping) else getattr(v, attribute) for v in values]
    raw = between.join(str(printed(v)) for v in values)
    return Marked(raw) if any(isinstance(v, Marked) for v in values) else raw

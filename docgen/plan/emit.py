"""A plan file written new: nested values as YAML in block style, with comments.

What is written is a tree of texts, lists and mappings. `Inline` sets a mapping in braces, `Noted` puts comments to a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.plan.write import as_scalar

_INDENT = "  "
_WIDEST = 100  # characters of a list that stands in brackets


class Inline(dict[str, Any]):
    """A mapping that stands in braces on one line."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A value with comments.

    Attributes:
        value: It.
        above: Lines of comment before its key or dash.
        beside: Comment behind it; behind the key where the value goes over several lines.
    """

    value: Any
    above: Sequence[str] = ()
    beside: str = ""


def emit(tree: dict[str, Any]) -> str:
    r"""Return a mapping as the text of a YAML file; values that are ``None`` are left out.

    Example:
        >>> emit({"year": "2026", "units": Noted(["甲", "乙"], ["两家"])})
        'year: 2026\n# 两家\nunits: [甲, 乙]\n'
    """
    return "".join(f"{line}\n" for line in _mapping(tree))


def comment(words: str) -> str:
    """Return words as a line of comment; a blank line when there are none."""
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+", " ", words).strip()
    return f"# {plain}" if plain else ""


def _mapping(tree: dict[str, Any]) -> Iterator[str]:
    for key, value in tree.items():
        if value is None:
            continue
        noted = value if isinstance(value, Noted) else Noted(value)
        yield from map(comment, noted.above)
        yield from _entry(f"{as_scalar(str(key))}:", noted)


def _entry(head: str, noted: Noted) -> Iterator[str]:
    beside = f"  {comment(noted.beside)}" if noted.beside else ""
    short = _on_one_line(noted.value)
    if short is not None:
        yield f"{head} {short}{beside}"
        return
    yield f"{head}{beside}"
    lines = _mapping(noted.value) if isinstance(noted.value, dict) else _items(noted.value)
    yield from (f"{_INDENT}{line}" if line else "" for line in lines)


def _items(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        noted = value if isinstance(value, Noted) else Noted(value)
        yield from map(comment, noted.above)
        short = _on_one_line(noted.value)
        if short is not None:
            yield f"- {short}" + (f"  {comment(noted.beside)}" if noted.beside else "")
            continue
        lines = list(_mapping(noted.value) if isinstance(noted.value, dict) else _items(noted.value))
        first = next(at for at, line in enumerate(lines) if line and not line.startswith("#"))
        yield from lines[:first]  # comments on the first entry stand before the dash
        yield f"- {lines[first]}"
        yield from (f"{_INDENT}{line}" if line else "" for line in lines[first + 1 :])


def _on_one_line(value: Any) -> str | None:
    """Return a value that has a line for itself, else ``None``."""
    if isinstance(value, (Inline, str)) or not value:
        return _flow(value)
    if isinstance(value, list) and not any(isinstance(item, (dict, Noted)) for item in value):
        words = _flow(value)
        return words if len(words) <= _WIDEST and '"' not in words else None
    return None


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        given = {key: inner for key, inner in value.items() if inner is not None}
        entries = [f"{as_scalar(str(key))}: {_inner(inner, '，.*[：:]')}" for key, inner in given.items()]
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_inner(item, '[，、]') for item in value)}]"
    return as_scalar(str(value))


def _inner(value: Any, doubtful: str) -> str:
    """Return a value within brackets, in quotes when full-width signs in it could be taken for slips of typing."""
    if isinstance(value, str):
        return as_scalar(value, in_json=re.search(doubtful, value) is not None)
    return _flow(value)

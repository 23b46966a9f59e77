"""Text that knows which of its characters stand for something still missing.

While a document is composed, a gap is ordinary text between two characters that no writer can type (Unicode
noncharacters), so it survives every join and cut. `settle` turns the result into a `Marked`: a plain ``str`` to read and compare, whose
``raw`` form lets the press highlight the gap in the format of the place it is printed at.
"""

from __future__ import annotations

import re

OPEN = "\ufdd0"
CLOSE = "\ufdd1"
_SIGNS = re.compile(f"[{OPEN}{CLOSE}]")


class Marked(str):
    """A text with gaps; as a ``str`` it is what the reader sees."""

    __slots__ = ("raw",)
    raw: str

    def __new__(cls, raw: str) -> Marked:
        """Return the text whose gaps lie between `OPEN` and `CLOSE` in ``raw``."""
        text = super().__new__(cls, _SIGNS.sub("", raw))
        text.raw = raw
        return text


def gap(words: str) -> str:
    """Return ``words`` as a gap, ready to be joined with other text."""
    return f"{OPEN}{words}{CLOSE}"


def settle(text: str) -> str:
    """Return ``text`` for a template: a `Marked` when it holds a gap, else the text."""
    return Marked(text) if OPEN in text else str(text)


def seen(text: str) -> str:
    """Return what a reader sees of ``text``."""
    return _SIGNS.sub("", text)

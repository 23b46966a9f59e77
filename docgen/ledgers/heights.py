"""How high the rows of a sheet must be for what they hold: programs that show a sheet do not work it out alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from docgen.sheets import Value

_LINE_PT = 14.0
_PADDING_PT = 8.0
_MOST_PT = 409.0  # of a row


def height_pt(cells: Iterable[tuple[Value, float]]) -> float:
    """Return how high a row must be for its values, each with the width of its column."""
    lines = 1
    for value, width in cells:
        room = max(int(width) - 1, 2)  # a cell has a little blank on both sides
        paragraphs = str("" if value is None else value).split("\n")
        lines = max(lines, sum(max(1, -(-_width(text) // room)) for text in paragraphs))
    return min(lines * _LINE_PT + _PADDING_PT, _MOST_PT)


def _width(text: str) -> int:
    """Return how many half characters wide a text is."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)

"""Figures with units, as they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from docgen.prose.tables import any_of

N = r"[0-9]+(?:\.[0-9]+)?"
UNIT = f"(?:{any_of('figure_units')})"
FIGURE = re.compile(rf"(?<![0-9.A-Za-z第])({N})({UNIT}|万|亿)(?!以上|以下|左右|百分点)")
_LONGEST = 2000  # characters of a sentence, with a list in it
_SENTENCE = re.compile(r"[^。！？]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit.

    Attributes:
        value: The number.
        unit: Its unit.
        start: Where it begins in its paragraph.
        end: Behind its unit.
    """

    value: Decimal
    unit: str
    start: int
    end: int


def figures(text: str, start: int, end: int) -> list[Figure]:
    """Return the figures between two places."""
    return [Figure(Decimal(m[1]), m[2], m.start(), m.end()) for m in FIGURE.finditer(text, start, end)]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends; what is longer than any sentence is none."""
    for match in _SENTENCE.finditer(text):
        if len(match[0]) <= _LONGEST:
            yield match.span()


def rounded(value: Decimal, places: int) -> str:
    """Return a number with so many decimals at most."""
    shown = f"{value:.{places}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown

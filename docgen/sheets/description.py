"""What a workbook is to hold, said without a library."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and what it gives now, for programs that show a sheet without working it out."""

    words: str
    value: float


Value = str | int | float | datetime.date | Formula | None


@dataclass(frozen=True, slots=True)
class Styled:
    """A value in a style: title, head, open (a head of what is to be filled in), text, centre, day, number, percent, note, label or plain_day."""

    value: Value
    style: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        width: In characters of the text.
        is_hidden: Whether it is not shown.
        is_printed: Whether it is printed; those that are not stand behind those that are.
    """

    width: float
    is_hidden: bool = False
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Cells of a column that take a value of a list, or a day when there is no list."""

    cells: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """Cells that get a colour while a formula is true; colours as RRGGBB."""

    cells: str
    formula: str
    fill: str
    font: str = "000000"


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of stacked bars: a bar a row, a colour a column.

    Attributes:
        title: Above it.
        at: Cell of its left upper corner.
        first_row: Row of the heads of the columns; the bars stand below.
        last_row: Row of the last bar.
        names: Column with the names of the bars, from 1.
        columns: First and last column of the values, from 1.
        colours: Of the columns, as RRGGBB.
        step: From one line of its grid to the next.
    """

    title: str
    at: str
    first_row: int
    last_row: int
    names: int
    columns: tuple[int, int]
    colours: tuple[str, ...]
    step: int


@dataclass(slots=True)
class Sheet:
    """A sheet to write.

    Attributes:
        name: On its tab.
        columns: From the left.
        rows: From the top; a cell is a value in a style, or ``None``.
        merged: Ranges of cells that are one.
        frozen: First cell that moves when the sheet is scrolled.
        filtered: Range with the arrows of a filter, its heads included.
        repeated: First and last row printed again on every page.
        choices: Cells whose values are checked as they are typed.
        highlights: Colours that follow the values.
        chart: A chart, when there is one.
        is_landscape: Whether the paper lies on its long side.
        heights: Of rows that hold merged cells, by number, in points; the others are as high as their words.
        more: How many rows are put behind those that are here.
    """

    name: str
    columns: list[Column]
    rows: list[list[Styled | None]]
    merged: list[str] = field(default_factory=list)
    frozen: str = ""
    filtered: str = ""
    repeated: tuple[int, int] | None = None
    choices: list[Choice] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    chart: Bars | None = None
    is_landscape: bool = True
    heights: dict[int, float] = field(default_factory=dict)
    more: int = 0


def letters(column: int) -> str:
    """Return the letters of a column, from 1: A, B, ... Z, AA."""
    words = ""
    while column:
        column, last = divmod(column - 1, 26)
        words = chr(65 + last) + words
    return words

"""The sheets of a workbook as plain cells, whoever wrote it.

Codes: L101-L106.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docgen.errors import DocgenError, LedgerError, LimitError, checked_limits, over
from docgen.findings import Finding, Place
from docgen.limits import Limits
from docgen.package import read_package, what_begins
from docgen.relations import tree
from docgen.sheets.description import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_MERGED = 10_000  # cells of one range
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")  # what XML cannot hold, such as the end of a pasted line
_ROWS, _COLUMNS = 1_048_576, 16_384  # of the largest sheet


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that was read.

    Attributes:
        name: Such as D5.
        value: A text, a number, a day, a truth value, or ``None``.
        number_format: How a number is shown, as SpreadsheetML writes it.
        is_formula: Whether it is worked out; ``value`` is then the formula.
        is_error: Whether it is an error such as #DIV/0!.
        merged: The range it is merged into; ``""`` when it stands for itself. All cells of a range have its value.
    """

    name: str
    value: str | float | datetime.date | bool | None
    number_format: str = "General"
    is_formula: bool = False
    is_error: bool = False
    merged: str = ""

    @property
    def words(self) -> str:
        """What it says, as a text; a whole number without a point, a share as a percentage, a day as 2026-06-30."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in self.number_format:
            return f"{value * 100:.10g}%"
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: its number from 1, its cells by the number of their column, from 1, and whether it is hidden."""

    number: int
    cells: Mapping[int, Cell]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that was read: its name and its rows from the top, those without cells left out."""

    name: str
    rows: list[Row]


def read_sheets(data: bytes, file: str, limits: Limits | None = None) -> list[Page]:
    """Return the sheets of a workbook, from the left.

    Args:
        data: The .xlsx.
        file: What messages call it.
        limits: Budgets.

    Raises:
        LedgerError: It is no workbook, or a broken one.
        LimitError: It goes past a budget.
    """
    from openpyxl import load_workbook

    _check(data, file, checked_limits(limits))
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")  # of what other programs put in and openpyxl does not know; some it prints
            book = load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
        return [_read(page) for page in book.worksheets]
    except Exception as exc:  # openpyxl says anything of what it does not expect
        raise LedgerError([Finding("L102", Place(file), {})]) from exc


def _check(data: bytes, file: str, limits: Limits) -> None:
    if not data:
        raise LedgerError([Finding("L103", Place(file))])
    what = what_begins(data)
    if what:
        what = "an old .xls or an encrypted file" if what == "an old .doc or an encrypted file" else what
        raise LedgerError([Finding("L101", Place(file), {"what": what})])
    if len(data) > limits.docx_bytes:
        raise over("L104", Place(file), limits, "docx_bytes")
    try:
        parts = read_package(data, file, limits)
    except LimitError as exc:
        raise LimitError([Finding("L105", Place(file), exc.findings[0].args)]) from exc
    except DocgenError as exc:
        raise LedgerError([_not_a_package(exc, file)]) from exc
    if "xl/workbook.xml" not in parts:
        raise LedgerError([Finding("L101", Place(file), {"what": _what_package(parts)})])
    for part, xml in parts.items():
        if part.startswith("xl/worksheets/") and len(_CELL.findall(xml)) > limits.sheet_cells:
            raise over("L106", Place(file), limits, "sheet_cells")
        if not part.endswith(".rels") and _spanned(xml) > limits.sheet_cells:
            raise over("L106", Place(file), limits, "sheet_cells")


def _spanned(xml: bytes) -> int:
    """Return how many cells lie in the merged ranges and links of a sheet, which openpyxl goes through one by one."""
    from openpyxl.utils import range_boundaries

    if not (
        b"mergeCell" in xml or b"hyperlink" in xml or b"\0" in xml
    ):  # with NUL: in UTF-16, where words look otherwise
        return 0
    count = 0
    try:
        ranges = tree(xml).iter("{*}mergeCell", "{*}hyperlink")
    except SyntaxError:  # a picture
        return 0
    for node in ranges:
        try:
            left, top, right, bottom = range_boundaries(node.get("ref", ""))
        except (ValueError, TypeError):  # which openpyxl refuses, too
            continue
        count += ((right or _COLUMNS) - (left or 1) + 1) * ((bottom or _ROWS) - (top or 1) + 1)
    return count


def _not_a_package(exc: DocgenError, file: str) -> Finding:
    finding = exc.findings[0]
    if finding.code in ("T101", "T118"):
        what = finding.args["what"]
        return Finding("L101", Place(file), {"what": "a workbook of another format" if what == "a workbook" else what})
    return Finding("L102", Place(file))


def _what_package(parts: Iterable[str]) -> str:
    return "a Word file" if any(part.startswith("word/") for part in parts) else "something else"


def _read(page: Worksheet) -> Page:
    merged: dict[str, tuple[str, Any]] = {}
    for ranged in page.merged_cells.ranges:
        value = page.cell(ranged.min_row, ranged.min_col).value
        if ranged.size["rows"] * ranged.size["columns"] <= _MOST_MERGED:
            for row in ranged.rows:
                merged.update((f"{letters(column)}{number}", (ranged.coord, value)) for number, column in row)
    rows: dict[int, dict[int, Cell]] = {}
    for (number, column), cell in sorted(page._cells.items()):  # a lone cell far away would make iter_rows endless
        rows.setdefault(number, {})[column] = _cell(cell, merged)
    hidden = {number for number, dimension in page.row_dimensions.items() if dimension.hidden}
    return Page(page.title, [Row(number, cells, number in hidden) for number, cells in rows.items()])


def _cell(cell: Any, merged: Mapping[str, tuple[str, Any]]) -> Cell:
    ranged, value = merged.get(cell.coordinate, ("", cell.value))
    if isinstance(value, datetime.datetime):
        value = value.date()
    elif isinstance(value, datetime.time):
        value = value.isoformat()
    elif value is not None and not isinstance(value, (str, int, float, bool, datetime.date)):
        value = getattr(value, "text", None) or str(value)  # an array formula, rich text
    if isinstance(value, str):
        value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    is_formula = cell.data_type == "f" or (bool(ranged) and isinstance(value, str) and value.startswith("="))
    return Cell(cell.coordinate, value, str(cell.number_format), is_formula, cell.data_type == "e", ranged)

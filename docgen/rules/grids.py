"""Tables: what their rows, cells and widths make of the grid. Codes F921-F925, a part of `docgen.rules.soundness`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.pages.facts import Document
from docgen.pages.spots import Spots, W, inner, number, seen, value
from docgen.rules.rule import Strength, Verdict
from docgen.rules.whole import PART_1, remembered, stories, whole

_NEAR_SHARE = 0.05  # what programs round, and what they count of the lines and the inner margins
_NEAR_TWIPS = 57  # 1 mm
_FAR_SHARE = 0.25
_BLOCKS = frozenset(f"{W}{name}" for name in ("p", "tbl", "sdt", "customXml", "altChunk"))
_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "customXml"))


@dataclass(slots=True, eq=False)
class _Cell:
    """A cell on the grid: its first column from 0, columns spanned, how it is merged with the one above."""

    element: etree._Element
    start: int
    span: int
    merge: str  # "", "restart" or "continue"
    width: int | None  # twips, when it says so


@dataclass(slots=True, eq=False)
class _Grid:
    element: etree._Element
    columns: list[int]
    rows: list[tuple[etree._Element, list[_Cell], int]]  # with what a row fills
    fixed: bool

    @property
    def laid_out(self) -> bool:
        """Whether the grid and the cells must say the same: where widths are fixed, or nobody has laid the table out yet.

        Word lets a table fit itself to its words and writes what came out into the grid; equal columns under unequal cells
        come from no layout.
        """
        return self.fixed or (len(self.columns) > 1 and max(self.columns) - min(self.columns) <= len(self.columns))

    def width(self, cell: _Cell) -> int:
        return sum(self.columns[cell.start : cell.start + cell.span])


@remembered
def _grids(document: Document) -> list[tuple[_Grid, Spots]]:
    found = []
    for _, root, spots in stories(document):
        for table in seen(root, f"{W}tbl"):
            listed = table.findall(f"{W}tblGrid/{W}gridCol")
            layout = table.find(f"{W}tblPr/{W}tblLayout")
            rows = [(row, *_cells(row)) for row in inner(table, f"{W}tr")]
            fixed = layout is not None and value(layout, "type") == "fixed"
            found.append((_Grid(table, [number(column, "w") for column in listed], rows, fixed), spots))
    return found


def _cells(row: etree._Element) -> tuple[list[_Cell], int]:
    """Return the cells of a row and the column behind its last one, what is left out at its end included."""
    about_row = row.find(f"{W}trPr")
    at = 0 if about_row is None else number(about_row.find(f"{W}gridBefore"))
    cells = []
    for element in inner(row, f"{W}tc"):
        cell = _Cell(element, at, 1, "", None)
        about = element.find(f"{W}tcPr")
        for child in () if about is None else about:
            if child.tag == f"{W}gridSpan":
                cell.span = max(1, number(child, default=1))
            elif child.tag == f"{W}vMerge":
                cell.merge = value(child) or "continue"
            elif child.tag == f"{W}tcW":
                cell.width = _twips(child)
        cells.append(cell)
        at += cell.span
    return cells, at + (0 if about_row is None else number(about_row.find(f"{W}gridAfter")))


def _twips(width: etree._Element | None) -> int | None:
    """Return a width that is told in twips."""
    found = number(width, "w") if width is not None and value(width, "type") in ("dxa", "") else 0
    return found if found > 0 else None


@whole(
    "F921",
    f"{PART_1} 17.4",
    Strength.PRACTICE,
    good="3 × w:gridCol, gridSpan 2 + 1",
    bad="3 × w:gridCol, gridSpan 2 + 2",
)
def filled(document: Document) -> Iterator[Verdict]:
    """The cells of a row, with what it leaves out, fill the grid exactly."""
    for grid, spots in _grids(document):
        wanted = len(grid.columns)
        for row, cells, found in grid.rows:
            if cells and found != wanted:
                yield Verdict(False, spots.place(row), str(found), str(wanted))
                if not wanted:
                    break


@whole(
    "F922",
    f"{PART_1} 17.4",
    Strength.PRACTICE,
    good='<w:gridCol w:w="2000"/>, <w:tcW w:w="2000"/>',
    bad='<w:gridCol w:w="4000"/>, <w:tcW w:w="2000"/>',
)
def widths(document: Document) -> Iterator[Verdict]:
    """A cell is as wide as its columns of the grid; each table is told once, at its first such cell."""
    for grid, spots in _grids(document):
        wrong = next(_wider(grid), None) if grid.laid_out else None
        if wrong is not None:
            yield Verdict(False, spots.place(wrong.element), str(wrong.width), str(grid.width(wrong)))


def _wider(grid: _Grid) -> Iterator[_Cell]:
    share = _NEAR_SHARE if grid.fixed else _FAR_SHARE
    for _, cells, end in grid.rows:
        for cell in cells if end <= len(grid.columns) else ():
            wanted = grid.width(cell)
            if wanted and cell.width and abs(cell.width - wanted) > max(_NEAR_TWIPS, share * wanted):
                yield cell


@whole(
    "F923",
    f"{PART_1} 17.4",
    Strength.PRACTICE,
    good='<w:tblW w:w="6000"/>, 3 × <w:gridCol w:w="2000"/>',
    bad='<w:tblW w:w="9000"/>, 3 × <w:gridCol w:w="2000"/>',
)
def table_widths(document: Document) -> Iterator[Verdict]:
    """A table of fixed widths is as wide as its grid."""
    for grid, spots in _grids(document):
        found, wanted = _twips(grid.element.find(f"{W}tblPr/{W}tblW")), sum(grid.columns)
        if grid.fixed and found and wanted and abs(found - wanted) > max(_NEAR_TWIPS, _NEAR_SHARE * wanted):
            yield Verdict(False, spots.place(grid.element), str(found), str(wanted))


@whole("F924", f"{PART_1} 17.4", Strength.PRACTICE, good="restart, continue", bad="–, continue")
def merges(document: Document) -> Iterator[Verdict]:
    """What goes on with the cell above has one above that is merged."""
    for grid, spots in _grids(document):
        above: list[_Cell] = []
        for _, cells, _ in grid.rows:
            for cell in cells:
                if cell.merge == "continue" and not any(_starts_alike(grid, cell, other) for other in above):
                    yield Verdict(False, spots.place(cell.element))
            above = [cell for cell in cells if cell.merge]


def _starts_alike(grid: _Grid, cell: _Cell, other: _Cell) -> bool:
    """Whether two cells start in one column, or so near that the columns between them cannot be seen."""
    low, high = sorted((cell.start, other.start))
    return low == high or (high <= len(grid.columns) and 0 < sum(grid.columns[low:high]) <= _NEAR_TWIPS)


@whole("F925", f"{PART_1} 17.4", Strength.MUST, good="<w:tc> … <w:p/></w:tc>", bad="<w:tc> … <w:tbl/></w:tc>")
def endings(document: Document) -> Iterator[Verdict]:
    """Every cell ends with a paragraph, and every row has a cell."""
    for _, root, spots in stories(document):
        for cell in seen(root, f"{W}tc"):
            if not _ends_with_paragraph(cell):
                yield Verdict(False, spots.place(cell))
        for row in seen(root, f"{W}tr"):
            if next(inner(row, f"{W}tc"), None) is None and next(row.iter(f"{W}tc"), None) is None:
                yield Verdict(False, spots.place(row))


def _ends_with_paragraph(holder: etree._Element) -> bool:
    last = next((child for child in reversed(holder) if child.tag in _BLOCKS), None)
    if last is None or last.tag not in _WRAPPERS:
        return last is not None and last.tag == f"{W}p"
    content = last.find(f"{W}sdtContent") if last.tag == f"{W}sdt" else last
    return content is not None and _ends_with_paragraph(content)


RULES = (filled, widths, table_widths, merges, endings)

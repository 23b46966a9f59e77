"""A finished Word file read: its paragraphs with their places, as texts that belong together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from docgen.findings import Place
from docgen.limits import Limits
from docgen.package import Package, open_docx
from docgen.pages.spots import W, seen
from docgen.pages.spots import number as whole_number

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_TEXTS = ("header", "footer", "footnotes", "endnotes")
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_APART = frozenset([f"{W}p", f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}tbl"])
_MOST_COLUMNS = 64  # that a cell may go over; Word has 63
_FIRST_WORDS = 30  # characters of a paragraph that a place quotes


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it is read.

    Attributes:
        text: What it says, without what was deleted.
        place: Where it is.
    """

    text: str
    place: Place


def read_texts(data: bytes, name: str, limits: Limits | None = None) -> list[list[Line]]:
    """Return the texts of a Word file: what stands outside of tables, each cell by itself, and so on for every part with words.

    Args:
        data: The .docx.
        name: What messages call it.
        limits: Budgets for opening it.

    Raises:
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It goes past a budget.
    """
    package = open_docx(data, name, limits)
    return [text for part in parts_with_words(package) for text in _texts(package.parts[part], part, name)]


def read_tables(data: bytes, name: str, limits: Limits | None = None) -> list[list[list[Line]]]:
    """Return the tables of a Word file, row by row; a cell over several columns or rows stands first, the others are empty.

    Args:
        data: The .docx.
        name: What messages call it.
        limits: Budgets for opening it.

    Raises:
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It goes past a budget.
    """
    package = open_docx(data, name, limits)
    return [table for part in parts_with_words(package) for table in _tables(package.parts[part], part, name)]


def parts_with_words(package: Package) -> list[str]:
    """Return the names of the parts that a reader sees, the main part first."""
    others = [
        part
        for part, kind in package.content_types.items()
        if part != package.main and kind.rpartition(".")[2].removesuffix("+xml") in _TEXTS
    ]
    return [package.main, *sorted(others)]


def _texts(xml: bytes, part: str, name: str) -> Iterator[list[Line]]:
    root = etree.fromstring(xml, _PARSER)
    texts: dict[etree._Element | None, list[Line]] = {None: []}
    numbers = Numbers()
    tables = {table: number for number, table in enumerate(seen(root, f"{W}tbl"), 1)}
    for number, paragraph in enumerate(seen(root, f"{W}p"), 1):
        words = _words(paragraph)
        cell = next(paragraph.iterancestors(f"{W}tc", f"{W}txbxContent"), None)
        texts.setdefault(cell, []).append(
            Line(words, place_of(paragraph, words, Place(name, part=part, paragraph=number), tables, numbers))
        )
    yield from (lines for lines in texts.values() if lines)


def _tables(xml: bytes, part: str, name: str) -> Iterator[list[list[Line]]]:
    if b"tbl" not in xml:
        return
    root = etree.fromstring(xml, _PARSER)
    numbers = Numbers()
    tables = {table: number for number, table in enumerate(seen(root, f"{W}tbl"), 1)}
    paragraphs = {paragraph: number for number, paragraph in enumerate(seen(root, f"{W}p"), 1)}
    for table in tables:
        rows: list[list[Line]] = []
        for row in table.iterchildren(f"{W}tr"):
            cells: list[Line] = []
            for cell in row.iterchildren(f"{W}tc"):
                lines = [(paragraph, _words(paragraph)) for paragraph in cell.iterchildren(f"{W}p")]
                words = "".join(words for _, words in lines)
                first = next((line for line in lines if line[1].strip()), lines[0] if lines else None)
                place = Place(name, part=part, paragraph=paragraphs.get(first[0]) if first else None)
                there = place_of(first[0], words, place, tables, numbers) if first else place
                cells += [Line(words, there), *[Line("", there)] * (_columns(cell) - 1)]
            rows.append(cells)
        yield rows


def _columns(cell: etree._Element) -> int:
    """Return over how many columns a cell goes."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return min(max(whole_number(span, default=1), 1), _MOST_COLUMNS)


def _words(element: etree._Element) -> str:
    made: list[str] = []
    for child in element:
        if child.tag == f"{W}t":
            made.append(child.text or "")
        elif child.tag in _SIGNS:
            made.append(_SIGNS[child.tag])
        elif child.tag not in _APART and isinstance(child.tag, str):
            made.append(_words(child))
    return "".join(made)


def place_of(
    paragraph: etree._Element, words: str, place: Place, tables: dict[etree._Element, int], numbers: Numbers
) -> Place:
    """Return the place of a paragraph with its first words, and with table, row and cell when it is in one."""
    quoted = " ".join(words.split())
    place = replace(place, fragment=quoted if len(quoted) <= _FIRST_WORDS else f"{quoted[:_FIRST_WORDS]}…")
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    row = None if cell is None else next(cell.iterancestors(f"{W}tr"), None)
    table = None if row is None else next(row.iterancestors(f"{W}tbl"), None)
    if cell is None or row is None or table is None:
        return place
    return replace(place, table=tables.get(table), row=numbers[row], column=numbers[cell])


class Numbers(dict[etree._Element, int]):
    """The number of an element among those of its kind beside it, counted once for all of them."""

    def __missing__(self, element: etree._Element) -> int:
        parent = element.getparent()
        beside = [] if parent is None else parent.iterchildren(str(element.tag))
        self.update((other, number) for number, other in enumerate(beside, 1))
        return self[element]

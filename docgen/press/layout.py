"""Tags of our own that set what Word keeps beside the text: indents, tab stops, merged cells and column widths from data.

    {% indent left=28 - organ|em, align="left" %}     indents of the paragraph the tag stands in, in characters
    {% indent center=14 %}                             a centred tab stop, may stand several times
    {% merge m.task, m.lead_unit %}                    the cell and the one above it are one while the values are the same
    {% width 6.5 %}                                    width of the cell's column, in characters

One character is a 28th of the type area (`CHARACTER_TWIPS`). A tag prints a note between two noncharacters, which no writer
can type; `apply` reads the notes from the finished part and sets paragraph and cell. `drop_empty_end` takes out the last
section where an optional part of a template left nothing in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from lxml import etree
from markupsafe import Markup

from docgen.marked import Marked
from docgen.standard import CHARACTER_TWIPS

_OPEN, _CLOSE = "\ufdd3", "\ufdd4"
MARK = _OPEN.encode()  # stands in every part that has something to apply
_NOTE = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIDES = ("left", "right", "first")
_ALIGNED = {"left": "left", "right": "right", "center": "center", "justify": "both"}
_WIDEST = 100  # characters; more than any paper is wide

# What stands before these in their parents, in the order of the schema (CT_PPr, CT_TcPr).
_BEFORE_TABS = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
]
_BEFORE_IND = [
    *_BEFORE_TABS,
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
]
_BEFORE_JC = [*_BEFORE_IND, "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"]
_BEFORE_VMERGE = ["cnfStyle", "tcW", "gridSpan", "hMerge"]


class Layout(Extension):
    """The tags ``indent``, ``merge`` and ``width``."""

    tags = {"indent", "merge", "width"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """Return the node that prints the note of a tag."""
        token = next(parser.stream)
        if token.value == "indent":
            call = self.call_method("indent", [], list(_options(parser)))
        elif token.value == "merge":
            call = self.call_method("merge", [parser.parse_tuple()])
        else:
            call = self.call_method("width", [parser.parse_expression()])
        return nodes.Output([nodes.MarkSafe(call)]).set_lineno(token.lineno)

    def indent(self, **options: Any) -> str:
        """Return the note of an ``indent`` tag."""
        unknown = sorted(set(options) - {*_SIDES, "center", "align"})
        if unknown:
            msg = f"indent knows left, right, first, center and align, not {unknown[0]}"
            raise ValueError(msg)
        align = options.pop("align", None)
        if align is not None and align not in _ALIGNED:
            msg = f"align is one of {', '.join(_ALIGNED)}, not {align}"
            raise ValueError(msg)
        words = [f"{name}={_twips(value)}" for name, value in options.items()]
        return _note("indent", *words, *([f"align={_ALIGNED[align]}"] if align else []))

    def merge(self, value: object) -> str:
        """Return the note of a ``merge`` tag: its key, written so that no sign of it can end the note.

        What is still missing is like nothing else: a key with a gap gets no note.
        """
        keys = value if isinstance(value, tuple) else (value,)
        if any(isinstance(key, Marked) for key in keys):
            return ""
        return _note("merge", "\x1f".join(str(key) for key in keys).encode().hex())

    def width(self, value: object) -> str:
        """Return the note of a ``width`` tag."""
        twips = _twips(value)
        if twips <= 0:
            msg = f"a column is wider than nothing, not {value}"
            raise ValueError(msg)
        return _note("width", str(twips))


def _options(parser: Parser) -> Iterator[nodes.Keyword]:
    known: set[str] = set()
    while parser.stream.current.type != "block_end":
        name = parser.stream.expect("name")
        if name.value in known:
            parser.fail(f"{name.value} stands in the tag twice", name.lineno)
        known.add(name.value)
        parser.stream.expect("assign")
        yield nodes.Keyword(name.value, parser.parse_expression(), lineno=name.lineno)
        parser.stream.skip_if("comma")


def _twips(value: object) -> int:
    if isinstance(value, Undefined):
        str(value)  # says which name is missing
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -_WIDEST <= value <= _WIDEST:
        msg = f"a number of characters is wanted, not {value!r}"
        raise ValueError(msg)
    return round(value * CHARACTER_TWIPS)


def _note(*words: str) -> str:
    return Markup(f"{_OPEN}{' '.join(words)}{_CLOSE}")


class StrayTagError(ValueError):
    """A tag stands where there is no paragraph or cell that it could set."""


def apply(root: etree._Element) -> None:
    """Read every note in a part, set what it says, and take it out.

    Raises:
        StrayTagError: A tag does not stand in the text of a paragraph, or ``merge`` or ``width`` in no cell.
    """
    merged: list[tuple[etree._Element, str]] = []
    tables: dict[etree._Element, None] = {}
    for text in [t for t in root.iter(f"{_W}t") if _OPEN in (t.text or "")]:
        notes = [note.split(" ") for note in _NOTE.findall(text.text or "")]
        text.text = _NOTE.sub("", text.text or "")
        paragraph = next(text.iterancestors(f"{_W}p"))
        cell = next(paragraph.iterancestors(f"{_W}tc"), None)
        for name, *words in notes:
            if name == "indent":
                _indent(paragraph, dict(word.split("=") for word in words))
            elif cell is None:
                raise StrayTagError(name)
            elif name == "merge":
                merged.append((cell, words[0] if words else ""))
            else:
                _set_width(cell, int(words[0]))
                tables[_table_of(cell)] = None
    stray = _NOTE.search("".join(str(text) for text in root.itertext()))
    if stray is not None:
        raise StrayTagError(stray[1].partition(" ")[0])
    _merge(merged)
    for table in tables:
        _fit_grid(table)


def _indent(paragraph: etree._Element, options: dict[str, str]) -> None:
    properties = _properties(paragraph, "pPr")
    if any(side in options for side in _SIDES):
        ind = _child(properties, "ind", _BEFORE_IND)
        for side in ("left", "right"):
            if side in options:
                ind.attrib.update({f"{_W}{side}Chars": "0", f"{_W}{side}": options[side]})  # else the style's would win
        if "first" in options:
            twips = int(options["first"])
            for name in ("firstLine", "hanging"):
                ind.attrib.pop(f"{_W}{name}", "")
            name = "hanging" if twips < 0 else "firstLine"
            ind.attrib.update({f"{_W}firstLineChars": "0", f"{_W}{name}": str(abs(twips))})
    if "align" in options:
        _child(properties, "jc", _BEFORE_JC).set(f"{_W}val", options["align"])
    if "center" in options:
        tabs = _child(properties, "tabs", _BEFORE_TABS)
        etree.SubElement(tabs, f"{_W}tab", {f"{_W}val": "center", f"{_W}pos": options["center"]})


def _merge(cells: list[tuple[etree._Element, str]]) -> None:
    """Join each cell to the one above it that has the same column and the same key."""
    last: dict[tuple[etree._Element, int, int], tuple[etree._Element, int, str]] = {}
    tables = dict.fromkeys(_table_of(cell) for cell, _ in cells)
    numbers = {row: number for table in tables for number, row in enumerate(_rows(table))}
    for cell, key in cells:
        row = next(cell.iterancestors(f"{_W}tr"))
        table = _table_of(row)
        place, number = (table, _column(cell), _span(cell)), numbers[row]
        first = last.get(place)
        if first is not None and first[1:] == (number - 1, key):
            top = _child(_properties(first[0], "tcPr"), "vMerge", _BEFORE_VMERGE)
            top.set(f"{_W}val", top.get(f"{_W}val", "restart"))
            _child(_properties(cell, "tcPr"), "vMerge", _BEFORE_VMERGE).set(f"{_W}val", "continue")
            _clear(cell)
        last[place] = (cell, number, key)


def _table_of(element: etree._Element) -> etree._Element:
    """Return the innermost table that a row or cell stands in."""
    return next(element.iterancestors(f"{_W}tbl"))


def _rows(table: etree._Element) -> list[etree._Element]:
    """Return the rows of a table, those in content controls too, without those of tables inside it."""
    return [row for row in table.iter(f"{_W}tr") if _table_of(row) is table]


def _column(cell: etree._Element) -> int:
    return sum(_span(before) for before in cell.itersiblings(f"{_W}tc", preceding=True))


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return 1 if span is None else int(span.get(f"{_W}val", "1"))


def _set_width(cell: etree._Element, twips: int) -> None:
    width = _child(_properties(cell, "tcPr"), "tcW", ["cnfStyle"])
    width.attrib.update({f"{_W}w": str(twips), f"{_W}type": "dxa"})


def _clear(cell: etree._Element) -> None:
    """Leave one empty paragraph in a cell, in the format of its first one."""
    first = cell.find(f"{_W}p/{_W}pPr")
    for block in [child for child in cell if child.tag != f"{_W}tcPr"]:
        cell.remove(block)
    paragraph = etree.SubElement(cell, f"{_W}p")
    if first is not None:
        paragraph.append(first)


def _fit_grid(table: etree._Element) -> None:
    """Let the grid, the cells and the width of a table follow the cells that stand in one column."""
    grid = table.find(f"{_W}tblGrid")
    if grid is None:
        return
    cells = [(c, _column(c), _span(c)) for row in _rows(table) for c in row.iter(f"{_W}tc") if _table_of(c) is table]
    widths = [int(column.get(f"{_W}w", "0")) for column in grid]
    count = max(start + span for _, start, span in cells)
    widths = (widths + [0] * count)[:count]
    for cell, start, span in reversed(cells):  # the first row decides
        width = cell.find(f"{_W}tcPr/{_W}tcW")
        if span == 1 and width is not None and width.get(f"{_W}type") == "dxa":
            widths[start] = int(width.get(f"{_W}w", "0"))
    for cell, start, span in cells:
        _set_width(cell, sum(widths[start : start + span]))
    grid[:] = [etree.Element(f"{_W}gridCol", {f"{_W}w": str(width)}) for width in widths]
    whole = table.find(f"{_W}tblPr/{_W}tblW")
    if whole is not None:
        whole.attrib.update({f"{_W}w": str(sum(widths)), f"{_W}type": "dxa"})


def drop_empty_end(root: etree._Element) -> None:
    """Take out a last section that holds nothing: a page that a template's optional part left behind.

    The section before it becomes the last one.
    """
    body = root.find(f"{_W}body")
    if body is None or len(body) < 2 or body[-1].tag != f"{_W}sectPr" or not _begins_a_page(body[-1]):
        return
    behind: list[etree._Element] = []
    for block in list(body)[-2::-1]:
        framed = block.find(f"{_W}pPr/{_W}framePr") is not None
        if block.tag != f"{_W}p" or framed or any(child.tag != f"{_W}pPr" for child in block):
            return
        section = block.find(f"{_W}pPr/{_W}sectPr")
        if section is not None:
            body.replace(body[-1], section)
            for paragraph in behind:
                body.remove(paragraph)
            return
        behind.append(block)


def _begins_a_page(section: etree._Element) -> bool:
    kind = section.find(f"{_W}type")
    return kind is None or kind.get(f"{_W}val", "nextPage") in ("nextPage", "oddPage", "evenPage")


def _properties(parent: etree._Element, name: str) -> etree._Element:
    found = parent.find(f"{_W}{name}")
    if found is None:
        found = etree.Element(f"{_W}{name}")
        parent.insert(0, found)
    return found


def _child(parent: etree._Element, name: str, before: list[str]) -> etree._Element:
    """Return the child of that name, made where the schema wants it when it is missing."""
    found = parent.find(f"{_W}{name}")
    if found is None:
        found = etree.Element(f"{_W}{name}")
        names = [etree.QName(child).localname for child in parent]
        parent.insert(sum(n in before for n in names), found)
    return found

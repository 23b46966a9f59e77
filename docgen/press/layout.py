"""Tags of our own that set what Word keeps beside the text: indents, tab stops, merged cells and column widths from data.

    {% indent left=28 - organ|em, align="left" %}     indents of the paragraph the tag stands in, in characters
    {% indent center=14 %}                             a centred tab stop, may stand several times
    {% merge m.lead_unit %}                            the cell and the one above it are one while the value is the same
    {% width 6.5 %}                                    width of the cell's column, in characters

One character is a 28th of the type area (`CHARACTER_TWIPS`). A tag prints a note between two noncharacters, which no writer
can type; `apply` reads the notes from the finished part and sets paragraph and cell. `drop_empty_end` belongs here too: what an optional
part of a template leaves behind is as much a matter of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from lxml import etree
from markupsafe import Markup

from docgen.standard import CHARACTER_TWIPS

_OPEN, _CLOSE = "\ufdd3", "\ufdd4"
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
    *[
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
    ],
    *["adjustRightInd", "snapToGrid", "spacing"],
]
_BEFORE_JC = [*_BEFORE_IND, *["ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"]]
_BEFORE_VMERGE = ["cnfStyle", "tcW", "gridSpan", "hMerge"]


class Layout(Extension):
    """The tags ``indent``, ``merge`` and ``width``."""

    tags = {"indent", "merge", "width"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """Return the node that prints the note of a tag."""
        token = next(parser.stream)
        if token.value == "indent":
            call = self.call_method("indent", [], list(_options(parser)))
        else:
            call = self.call_method(token.value, [parser.parse_expression()])
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
        """Return the note of a ``merge`` tag; its key is written so that no sign of it can end the note."""
        return _note("merge", str(value).encode().hex())

    def width(self, value: object) -> str:
        """Return the note of a ``width`` tag."""
        return _note("width", str(_twips(value)))


def _options(parser: Parser) -> Iterator[nodes.Keyword]:
    while parser.stream.current.type != "block_end":
        name = parser.stream.expect("name")
        parser.stream.expect("assign")
        yield nodes.Keyword(name.value, parser.parse_expression(), lineno=name.lineno)
        parser.stream.skip_if("comma")


def _twips(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -_WIDEST <= value <= _WIDEST:
        msg = f"a number of characters is wanted, not {value!r}"
        raise ValueError(msg)
    return round(value * CHARACTER_TWIPS)


def _note(*words: str) -> str:
    return Markup(f"{_OPEN}{' '.join(words)}{_CLOSE}")


def apply(root: etree._Element) -> None:
    """Read every note in a part, set what it says, and take it out."""
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
                msg = f"{name} stands outside a table"
                raise ValueError(msg)
            elif name == "merge":
                merged.append((cell, words[0] if words else ""))
            else:
                _child(_properties(cell, "tcPr"), "tcW", ["cnfStyle"]).attrib.update(
                    {f"{_W}w": words[0], f"{_W}type": "dxa"}
                )
                tables[next(cell.iterancestors(f"{_W}tbl"))] = None
    _merge(merged)
    for table in tables:
        _fit_grid(table)


def _indent(paragraph: etree._Element, options: dict[str, str]) -> None:
    properties = _properties(paragraph, "pPr")
    sides = {side: int(options[side]) for side in _SIDES if side in options}
    if sides:
        ind = _child(properties, "ind", _BEFORE_IND)
        for side, twips in sides.items():
            names = {"firstLine": max(twips, 0), "hanging": max(-twips, 0)} if side == "first" else {side: twips}
            for name in ("firstLine", "hanging") if side == "first" else (side,):
                ind.attrib.pop(f"{_W}{name}", "")
            ind.set(f"{_W}{'firstLine' if side == 'first' else side}Chars", "0")  # else those of the style would win
            ind.attrib.update({f"{_W}{name}": str(twips) for name, twips in names.items() if twips or side != "first"})
    if "align" in options:
        _child(properties, "jc", _BEFORE_JC).set(f"{_W}val", options["align"])
    if "center" in options:
        tabs = _child(properties, "tabs", _BEFORE_TABS)
        etree.SubElement(tabs, f"{_W}tab", {f"{_W}val": "center", f"{_W}pos": options["center"]})


def _merge(cells: list[tuple[etree._Element, str]]) -> None:
    """Join each cell to the one above it that has the same column and the same key."""
    last: dict[tuple[etree._Element, int], tuple[etree._Element, int, str]] = {}
    tables = dict.fromkeys(next(cell.iterancestors(f"{_W}tbl")) for cell, _ in cells)
    numbers = {row: number for table in tables for number, row in enumerate(table.iterfind(f"{_W}tr"))}
    for cell, key in cells:
        row = next(cell.iterancestors(f"{_W}tr"))
        table = next(row.iterancestors(f"{_W}tbl"))
        column, number = _column(cell), numbers[row]
        first = last.get((table, column))
        if first is not None and first[1:] == (number - 1, key):
            top = _child(_properties(first[0], "tcPr"), "vMerge", _BEFORE_VMERGE)
            top.set(f"{_W}val", top.get(f"{_W}val", "restart"))
            _child(_properties(cell, "tcPr"), "vMerge", _BEFORE_VMERGE).set(f"{_W}val", "continue")
            _clear(cell)
        last[(table, column)] = (cell, number, key)


def _column(cell: etree._Element) -> int:
    spans = [before.find(f"{_W}tcPr/{_W}gridSpan") for before in cell.itersiblings(f"{_W}tc", preceding=True)]
    return sum(1 if span is None else int(span.get(f"{_W}val", "1")) for span in spans)


def _clear(cell: etree._Element) -> None:
    """Leave one empty paragraph in a cell."""
    paragraphs = cell.findall(f"{_W}p")
    for paragraph in paragraphs[1:]:
        cell.remove(paragraph)
    for child in list(paragraphs[0]):
        if child.tag != f"{_W}pPr":
            paragraphs[0].remove(child)


def _fit_grid(table: etree._Element) -> None:
    """Let the grid and the width of a table be those of the widest row's cells."""
    rows = [
        [int(w.get(f"{_W}w", "0")) for w in row.iterfind(f"{_W}tc/{_W}tcPr/{_W}tcW")]
        for row in table.iterfind(f"{_W}tr")
    ]
    widths = max(rows, key=len)
    grid = table.find(f"{_W}tblGrid")
    if grid is not None:
        grid[:] = [etree.Element(f"{_W}gridCol", {f"{_W}w": str(width)}) for width in widths]
    whole = table.find(f"{_W}tblPr/{_W}tblW")
    if whole is not None:
        whole.attrib.update({f"{_W}w": str(sum(widths)), f"{_W}type": "dxa"})


def drop_empty_end(root: etree._Element) -> None:
    """Take out a last section that holds nothing: a page that a template's optional part left behind.

    The section before it becomes the last one.
    """
    body = root.find(f"{_W}body")
    if body is None or len(body) < 2 or body[-1].tag != f"{_W}sectPr":
        return
    behind: list[etree._Element] = []
    for block in list(body)[-2::-1]:
        if block.tag != f"{_W}p" or len(block.findall(f"{_W}pPr/{_W}framePr")) or block.find(f".//{_W}r") is not None:
            return
        section = block.find(f"{_W}pPr/{_W}sectPr")
        if section is not None:
            body.replace(body[-1], section)
            for paragraph in behind:
                body.remove(paragraph)
            return
        behind.append(block)


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

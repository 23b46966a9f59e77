"""Tags of our own that set what Word keeps beside the text: indents, tab stops, merged cells and column widths from data.

    {% indent left=28 - organ|em, align="left" %}     indents of the paragraph the tag stands in, in characters
    {% indent center=14 %}                             a centred tab stop, may stand several times
    {% merge m.task, m.lead_unit %}                    the cell and the one above it are one while the values are the same
    {% width 6.5 %}                                    width of the cell's column, in characters

One character is a 28th of the type area (`CHARACTER_TWIPS`). A tag prints a note between two noncharacters, which no writer
can type; the notes of a paragraph or a table are read from what was printed, and taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from lxml import etree

from docgen.catalogue.causes import ALIGNED, CHARACTERS, INDENTS, WIDE_AS_NOTHING
from docgen.marked import Marked
from docgen.patterns import late
from docgen.press.cells import fit_grid, rows_of, span_of
from docgen.press.parts import TOKEN, Part, Piece
from docgen.press.state import current
from docgen.press.word import W, child_of, escaped, properties_of, text_of, width_of
from docgen.standard import CHARACTER_TWIPS

_OPEN, _CLOSE = "\ufdd3", "\ufdd4"
NOTE = late(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
FRAME_OPEN, FRAME_CLOSE = "\ufde5", "\ufde6"
_SLOTS = "\ufdea", "\ufdeb", "\ufdec"  # of tab stops, indents and alignment in the properties of a framed paragraph
_TEXTS_WITH_NOTES: Any = etree.XPath(f"descendant::text()[contains(., '{_OPEN}')]")
_FRAMED = late(f"{FRAME_OPEN}(\\d+);([^{FRAME_OPEN}{FRAME_CLOSE}]*){FRAME_CLOSE}")
_SIDES = ("left", "right", "first")
_ALIGNED = {"left": "left", "right": "right", "center": "center", "justify": "both"}
_WIDEST = 100  # characters; more than any paper is wide


class Layout(Extension):
    """The tags ``indent``, ``merge`` and ``width``."""

    tags = {"indent", "merge", "width"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """Return the node that prints the note of a tag."""
        token = next(parser.stream)
        if token.value == "indent":
            options = list(_options(parser))
            known = {o.key: _constant(o.value, None if o.key == "align" else 0) for o in options}
            _try(parser, lambda: self.indent(**known))
            call = self.call_method("indent", [], options)
        elif token.value == "merge":
            call = self.call_method("merge", [parser.parse_tuple()])
        else:
            width = parser.parse_expression()
            _try(parser, lambda: self.width(_constant(width, 1)))
            call = self.call_method("width", [width])
        for node in [call, *call.find_all(nodes.Node)]:
            node.lineno = token.lineno
        return nodes.Output([nodes.MarkSafe(call, lineno=token.lineno)]).set_lineno(token.lineno)

    def indent(self, **options: Any) -> str:
        """Return the note of an ``indent`` tag."""
        unknown = sorted(set(options) - {*_SIDES, "center", "align"})
        if unknown:
            raise ValueError(INDENTS)
        align = options.pop("align", None)
        if align is not None and align not in _ALIGNED:
            raise ValueError(ALIGNED)
        words = [f"{name}={_twips(value)}" for name, value in options.items()]
        return _note("indent", *words, *([f"align={_ALIGNED[align]}"] if align else []))

    def merge(self, value: object) -> str:
        """Return the note of a ``merge`` tag: its key, written so that no sign of it can end the note.

        What is still missing is like nothing else: a key with a gap gets no note.
        """
        keys = value if isinstance(value, tuple) else (value,)
        if any(isinstance(key, Marked) for key in keys):
            return ""
        return _note("merge", "\x1f".join(str(key) for key in keys).encode("utf-8", "surrogatepass").hex())

    def width(self, value: object) -> str:
        """Return the note of a ``width`` tag."""
        twips = _twips(value)
        if twips <= 0:
            raise ValueError(WIDE_AS_NOTHING)
        return _note("width", str(twips))


def _try(parser: Parser, do: Callable[[], object]) -> None:
    """Say before anything is printed what a tag cannot mean whatever the data are."""
    try:
        do()
    except ValueError as exc:
        parser.fail(str(exc))


def _constant(node: nodes.Expr, other: Any) -> Any:
    """Return what stands in the tag itself; ``other`` for what comes from the data."""
    if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const) and isinstance(node.node.value, (int, float)):
        return -node.node.value
    return node.value if isinstance(node, nodes.Const) else other


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
        return 0
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) or not -_WIDEST <= value <= _WIDEST:
        raise ValueError(CHARACTERS)
    return round(float(value) * CHARACTER_TWIPS)


def _note(*words: str) -> str:
    return f"{_OPEN}{' '.join(words)}{_CLOSE}"


# --- paragraphs


class Frame:
    """The tab stops, indents and alignment of a paragraph, and what its ``indent`` tags set of them."""

    def __init__(self, group: etree._Element) -> None:
        """Take them out of the properties of a paragraph; a sign stays where each of them belongs."""
        self._tabs = [text_of(tab) for tab in child_of(group, "tabs")]
        self._ind = {str(k).removeprefix(W): str(v) for k, v in child_of(group, "ind").attrib.items()}
        self._jc = child_of(group, "jc").get(f"{W}val", "")
        for sign, name in zip(_SLOTS, ("tabs", "ind", "jc"), strict=True):
            child = child_of(group, name)
            before = child.getprevious()
            if before is None:
                group.text = f"{group.text or ''}{sign}"
            else:
                before.tail = f"{before.tail or ''}{sign}"
            child.tail = None
            group.remove(child)

    @property
    def has_tags(self) -> bool:
        """Whether one of them is written with a tag, so that it cannot be set by another."""
        return any(map(TOKEN.search, [*self._tabs, *self._ind.values(), self._jc]))

    def set(self, xml: str, notes: list[str]) -> str:
        """Return the XML of the paragraph with what the notes of ``indent`` tags say."""
        tabs, ind, jc = list(self._tabs), dict(self._ind), self._jc
        for note in notes:
            for name, value in (word.split("=") for word in note.split(" ")[1:]):
                if name == "align":
                    jc = value
                elif name == "center":
                    tabs.append(f'<w:tab w:val="center" w:pos="{value}"/>')
                elif name == "first":
                    for old in ("firstLine", "hanging"):
                        ind.pop(old, "")
                    ind["firstLineChars"] = "0"
                    ind["hanging" if int(value) < 0 else "firstLine"] = str(abs(int(value)))
                else:
                    ind[f"{name}Chars"] = "0"  # else the style's would win
                    ind[name] = value
        made = (
            f"<w:tabs>{''.join(tabs)}</w:tabs>" if tabs else "",
            f"<w:ind{''.join(_attribute(*entry) for entry in ind.items())}/>" if ind else "",
            f"<w:jc{_attribute('val', jc)}/>" if jc else "",
        )
        for sign, words in zip(_SLOTS, made, strict=True):
            xml = xml.replace(sign, words)
        return xml


def set_frames(part: Part) -> list[Frame]:
    """Make room in the properties of paragraphs that have an ``indent`` tag; return that of each, by number."""
    frames: list[Frame] = []
    framed: dict[etree._Element, Piece] = {}
    for piece in part.pieces:
        if piece.tag.word not in ("indent", "merge", "width") or piece.code is not None:
            continue
        if piece.level in ("plain", "attribute", "field"):
            part.fault("T207", piece.place, piece.tag)
        elif piece.tag.word == "indent" and piece.paragraph is not None:
            framed.setdefault(piece.paragraph, piece)
    for paragraph, piece in framed.items():
        frame = Frame(properties_of(paragraph, "pPr"))
        if frame.has_tags:
            part.fault("T270", piece.place, piece.tag)
        paragraph.text = f"{FRAME_OPEN}{len(frames)};"
        paragraph[-1].tail = (paragraph[-1].tail or "") + FRAME_CLOSE
        frames.append(frame)
    return frames


def set_indents(xml: str, frames: list[Frame]) -> str:
    """Return a printed part with the properties of its framed paragraphs."""

    def framed(match: re.Match[str]) -> str:
        tick()
        return frames[int(match[1])].set(NOTE.sub("", match[2]), NOTE.findall(match[2]))

    count, tick = 1, current().tick
    while count:
        xml, count = _FRAMED.subn(framed, xml)
    return xml


# --- tables


def set_table(table: etree._Element) -> None:
    """Set in a printed table what the notes of ``merge`` and ``width`` tags say, and take them out."""
    merged: list[tuple[etree._Element, str]] = []
    widened = False
    numbers = {row: number for number, row in enumerate(rows_of(table))}
    tick = current().tick
    for element, text in _noted(table):
        tick()
        cell = element if element.tag == f"{W}tc" else next(element.iterancestors(f"{W}tc"), None)
        for name, *words in (note.split(" ") for note in NOTE.findall(text)):
            if cell is None or next(cell.iterancestors(f"{W}tbl")) is not table:
                continue
            if name == "merge":
                merged.append((cell, words[0] if words else ""))
            elif name == "width":
                _set_width(cell, int(words[0]))
                widened = True
    columns = _columns(table) if merged or widened else {}
    _merge(merged, numbers, columns)
    if widened:
        _fit_widths(table, columns)
    else:
        fit_grid(table)


def _columns(table: etree._Element) -> dict[etree._Element, int]:
    """Return the column in which each cell of a table begins, from 0."""
    found: dict[etree._Element, int] = {}
    tick = current().tick
    for row in rows_of(table):
        tick()
        at = 0
        for cell in _cells_of(row):
            found[cell] = at
            at += span_of(cell)
    return found


def _noted(table: etree._Element) -> list[tuple[etree._Element, str]]:
    """Return the elements behind or in which notes stand, with the text, and take the notes out."""
    found: list[tuple[etree._Element, str]] = []
    for text in _TEXTS_WITH_NOTES(table):
        element = text.getparent()
        owner = element.getparent() if text.is_tail else element
        found.append((owner, str(text)))
        setattr(element, "tail" if text.is_tail else "text", NOTE.sub("", text))
    return found


def _merge(
    cells: list[tuple[etree._Element, str]], numbers: dict[etree._Element, int], columns: dict[etree._Element, int]
) -> None:
    """Join each cell to the one above it that has the same column and the same key."""
    last: dict[tuple[int, int], tuple[etree._Element, int, str]] = {}
    tick = current().tick
    for cell, key in cells:
        tick()
        number = numbers[next(cell.iterancestors(f"{W}tr"))]
        place = columns[cell], span_of(cell)
        first = last.get(place)
        if first is not None and first[1:] == (number - 1, key):
            top = child_of(properties_of(first[0], "tcPr"), "vMerge")
            top.set(f"{W}val", top.get(f"{W}val", "restart"))
            child_of(properties_of(cell, "tcPr"), "vMerge").set(f"{W}val", "continue")
            _clear(cell)
        last[place] = (cell, number, key)


def _set_width(cell: etree._Element, twips: int) -> None:
    child_of(properties_of(cell, "tcPr"), "tcW").attrib.update({f"{W}w": str(twips), f"{W}type": "dxa"})


def _clear(cell: etree._Element) -> None:
    """Leave one empty paragraph in a cell, in the format of its first one."""
    first = cell.find(f"{W}p/{W}pPr")
    for block in [child for child in cell if child.tag != f"{W}tcPr"]:
        cell.remove(block)
    paragraph = etree.SubElement(cell, f"{W}p")
    if first is not None:
        paragraph.append(first)


def _fit_widths(table: etree._Element, columns: dict[etree._Element, int]) -> None:
    """Let the grid, the cells and the width of a table follow the cells that stand in one column."""
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        return
    cells = [(cell, column, span_of(cell)) for cell, column in columns.items()]
    widths = [round(width_of(column)) for column in grid]
    count = max([0, *(start + span for _, start, span in cells)])
    widths = (widths + [0] * count)[:count]
    for cell, start, span in reversed(cells):  # the first row decides
        width = cell.find(f"{W}tcPr/{W}tcW")
        if span == 1 and width is not None and width.get(f"{W}type") == "dxa":
            widths[start] = round(width_of(width))
    tick = current().tick
    for cell, start, span in cells:
        tick()
        _set_width(cell, sum(widths[start : start + span]))
    grid[:] = [etree.Element(f"{W}gridCol", {f"{W}w": str(width)}) for width in widths]
    whole = table.find(f"{W}tblPr/{W}tblW")
    if whole is not None:
        whole.attrib.update({f"{W}w": str(sum(widths)), f"{W}type": "dxa"})


def _cells_of(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def _attribute(name: str, value: str) -> str:
    return f' w:{name}="{escaped(value).replace(chr(34), "&quot;")}"'

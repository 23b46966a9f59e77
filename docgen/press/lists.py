"""Numbered lists of Word that begin anew in each turn of a loop.

Word counts on as long as paragraphs share a list. A list inside a loop becomes a new one in each turn; a list that a loop itself
makes, a paragraph a turn, stays one, and begins anew in each turn of the loop around that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from lxml import etree

from docgen.archive import Packed, unpack
from docgen.package import Package
from docgen.patterns import late
from docgen.press.parts import Around, Part, Piece, instruction, text_token, tokens_in
from docgen.press.state import current
from docgen.press.word import PARSER, W, child_of, new, properties_of, text_of
from docgen.relations import relations

_NUMBERING = "/numbering"
_STYLES = "/styles"
_LEVELS = 9
_NUMBER = late("[0-9]{1,9}")
_STYLE_NAME = late(rb'w:styleId="([^"]*)"')


class _Item(NamedTuple):
    """A numbered paragraph: its list, its level, and the loops around it, the outermost first, and the branch of an if."""

    paragraph: etree._Element
    list_id: str
    level: int
    loops: tuple[int, ...]
    branch: tuple[int, int]


class Lists:
    """The numbered lists of a package.

    Attributes:
        part: Name of the part that defines them; ``''`` when there is none.
    """

    def __init__(self, package: Package) -> None:
        """Read which lists and which styles with lists there are."""
        found = {
            relation.type.rpartition("/")[2]: relation.target for relation in relations(package.parts, package.main)
        }
        self.part = found.get(_NUMBERING[1:], "")
        self._parts, self._packed = package.parts, package.packed
        self._styles = found.get(_STYLES[1:], "")
        self._copies: dict[str, str] = {}
        self._most = 0

    def _read(self) -> None:
        """Read how lists are defined; once, and only for templates that have lists in loops."""
        root = etree.fromstring(self._parts[self.part], PARSER)
        starts = {
            abstract.get(f"{W}abstractNumId", ""): [
                (level.get(f"{W}ilvl", "0"), _value(level.find(f"{W}start"), "1")) for level in abstract.iter(f"{W}lvl")
            ]
            for abstract in root.iter(f"{W}abstractNum")
        }
        for num in root.iter(f"{W}num"):
            identifier = num.get(f"{W}numId", "")
            if identifier.isdecimal():
                self._most = max(self._most, int(identifier))
            self._copies[identifier] = _copy(num, starts.get(_value(num.find(f"{W}abstractNumId"), ""), []))

    def begin_anew(self, part: Part, placed: Iterable[tuple[etree._Element, Around]]) -> None:
        """Make the lists of a part that stand in loops begin anew where they should.

        Args:
            part: The part.
            placed: Its paragraphs, among others, with the blocks around each.
        """
        if self.part not in self._parts:
            return
        items = self._items(placed)
        if not items:
            return
        if not self._copies:
            self._read()
        by_list: dict[str, list[_Item]] = {}
        for item in items:
            if item.list_id in self._copies:
                by_list.setdefault(item.list_id, []).append(item)
        loops = {list_id: loop for list_id, items in by_list.items() if (loop := _loop_of(items)) is not None}
        nodes = _nodes_of(part, set(loops.values())) if loops else {}
        for list_id, loop in loops.items():
            piece = part.pieces[loop]
            _behind(nodes[loop], loop, part.make(piece, f"begin_list__('{list_id}')", prints=True))
            for item in by_list[list_id]:
                self._number(part, item, piece)

    def _number(self, part: Part, item: _Item, piece: Piece) -> None:
        group = child_of(properties_of(item.paragraph, "pPr"), "numPr")
        if group.find(f"{W}ilvl") is None:
            level = new("ilvl")
            level.set(f"{W}val", str(item.level))
            group.insert(0, level)
        number = group.find(f"{W}numId")
        if number is None:
            number = new("numId")
            group.insert(1, number)
        number.set(f"{W}val", text_token(part.make(piece, f"list__('{item.list_id}')", prints=True)))

    def _items(self, placed: Iterable[tuple[etree._Element, Around]]) -> list[_Item]:
        """Return the numbered paragraphs of a part, in order; none when no loop is around any."""
        styles = _styles_of(self._packed[self._styles]) if self._styles in self._packed else _Styles(b"")
        items = [
            _Item(paragraph, *_list_of(paragraph, styles), _loops(around), _branch(around))
            for paragraph, around in placed
            if paragraph.tag == f"{W}p"
        ]
        inside = any(item.list_id and item.loops for item in items)
        return [item for item in items if item.list_id] if inside else []

    def with_copies(self, xml: bytes, made: Mapping[int, str]) -> bytes:
        """Return the part that defines lists with those that a render made: new number to the list it copies."""
        copies = "".join(self._copies[like].replace("\ufdde", str(number)) for number, like in made.items())
        text = xml.decode()
        at = text.rfind("</w:num>") + len("</w:num>")
        return (text[:at] + copies + text[at:]).encode()

    def functions(self) -> dict[str, object]:
        """Return the functions that the code of a part calls."""
        return {"begin_list__": self._begin, "list__": _current_list}

    def _begin(self, list_id: str) -> str:
        """Begin a list anew; the first time it is the template's own."""
        state = current()
        if list_id not in state.lists:
            state.lists[list_id] = list_id
        else:
            number = self._most + 1 + len(state.new_lists)
            state.new_lists[number] = list_id
            state.lists[list_id] = str(number)
        return ""


def _current_list(list_id: str) -> str:
    return current().lists.get(list_id, list_id)


def _value(element: etree._Element | None, default: str) -> str:
    return default if element is None else element.get(f"{W}val", default)


def _copy(num: etree._Element, starts: list[tuple[str, str]]) -> str:
    """Return the definition of a list like another that begins at its first number, a sign in the place of its own number."""
    made = etree.fromstring(etree.tostring(num, with_tail=False))
    made.set(f"{W}numId", "\ufdde")
    own = {override.get(f"{W}ilvl", "") for override in made.iter(f"{W}lvlOverride")}
    for override in made.findall(f"{W}lvlOverride"):
        if override.find(f"{W}startOverride") is None:
            override.insert(0, _start(dict(starts).get(override.get(f"{W}ilvl", ""), "1")))
    for level, start in starts or [(str(n), "1") for n in range(_LEVELS)]:
        if level not in own:
            override = etree.SubElement(made, f"{W}lvlOverride", {f"{W}ilvl": level})
            override.append(_start(start))
    return text_of(made)


def _start(value: str) -> etree._Element:
    made = new("startOverride")
    made.set(f"{W}val", value)
    return made


@lru_cache(maxsize=8)
def _styles_of(packed: Packed) -> _Styles:
    """Return the styles of a part, which the templates of an office share."""
    return _Styles(unpack(packed, "", ""))


class _Styles:
    """The lists that paragraph styles have; most templates ask for few of their many styles."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._known: dict[str, tuple[str, int]] = {"": ("", 0)}

    @cached_property
    def _styles(self) -> dict[str, bytes]:
        """What is in each style."""
        named = ((_STYLE_NAME.search(style), style) for style in self._xml.split(b"</w:style>"))
        return {found[1].decode(): style[found.end() :] for found, style in named if found}

    def list_of(self, style: str) -> tuple[str, int]:
        """Return the list and the level of a style, its own or that of the style it is based on."""
        if style not in self._known:
            self._known[style] = self._look(style, frozenset())
        return self._known[style]

    def _look(self, style: str, below: frozenset[str]) -> tuple[str, int]:
        found = self._styles.get(style, b"")
        group = re.search(rb"<w:numPr>.*?</w:numPr>", found, re.DOTALL)
        number = None if group is None else re.search(rb'<w:numId w:val="(\d+)"', group[0])
        if group is not None and number is not None:
            level = re.search(rb'<w:ilvl w:val="(\d+)"', group[0])
            return number[1].decode(), int(level[1]) if level else 0
        base = re.search(rb'<w:basedOn w:val="([^"]*)"', found)
        if base is None or base[1].decode() in below:  # a circle
            return "", 0
        return self._look(base[1].decode(), below | {style})


def _loops(around: Around) -> tuple[int, ...]:
    """Return the loops among blocks."""
    return tuple(number for word, number, _ in around if word == "for")


def _branch(around: Around) -> tuple[int, int]:
    """Return the branch of the outermost if inside of the innermost loop."""
    found = -1, 0
    for word, number, branch in reversed(around):
        if word == "for":
            break
        if word == "if":
            found = number, branch
    return found


def _list_of(paragraph: etree._Element, styles: _Styles) -> tuple[str, int]:
    """Return the list and the level of a paragraph; ``''`` when it is in none."""
    group = paragraph.find(f"{W}pPr")
    if group is None:
        return "", 0
    own = group.find(f"{W}numPr")
    style = styles.list_of(_value(group.find(f"{W}pStyle"), ""))
    if own is None:
        return style
    number = _value(own.find(f"{W}numId"), style[0])
    level = _value(own.find(f"{W}ilvl"), str(style[1]))
    if not _NUMBER.fullmatch(number):
        return "", 0
    return number, int(level) if _NUMBER.fullmatch(level) else 0


def _loop_of(items: list[_Item]) -> int | None:
    """Return the loop in each of whose turns a list begins anew, or ``None``."""
    around = items[0].loops
    for item in items:
        shared = 0
        while shared < min(len(around), len(item.loops)) and around[shared] == item.loops[shared]:
            shared += 1
        around = around[:shared]
    if not around:
        return None
    top = min(item.level for item in items)
    if _a_turn([item.branch for item in items if item.loops == around and item.level == top]) == 1:
        around = around[:-1]
    return around[-1] if around else None


def _a_turn(branches: list[tuple[int, int]]) -> int:
    """Return how many of the paragraphs in these branches one turn prints at most: those of one branch of each if."""
    counted = Counter(branches)
    outside = counted.pop((-1, 0), 0)
    return outside + sum(max(n for b, n in counted.items() if b[0] == one) for one in {b[0] for b in counted})


def _nodes_of(part: Part, loops: set[int]) -> dict[int, etree._Element]:
    """Return the node in which the token of each loop stands."""
    return {number: node for node in part.root.iter() for number in tokens_in(node) if number in loops}


def _behind(node: etree._Element, loop: int, number: int) -> None:
    """Put a token right behind that of a loop."""
    if isinstance(node, etree._ProcessingInstruction):
        node.addnext(instruction(number))
    else:
        node.text = (node.text or "").replace(text_token(loop), text_token(loop) + text_token(number))

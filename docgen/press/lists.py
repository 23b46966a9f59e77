"""Numbered lists of Word that begin anew in each turn of a loop.

Word counts on as long as paragraphs share a list. A list inside a loop becomes a new one in each turn; a list that a loop itself
makes, a paragraph a turn, stays one, and begins anew in each turn of the loop around that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from docgen.package import Package
from docgen.press.parts import TOKEN, Part, Piece, instruction, text_token
from docgen.press.state import current
from docgen.press.tags import Sort
from docgen.press.word import PARSER, W, child_of, new, properties_of, text_of
from docgen.relations import relations

_NUMBERING = "/numbering"
_STYLES = "/styles"
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Item:
    """A numbered paragraph: its list, its level, and the loops around it, the outermost first."""

    paragraph: etree._Element
    list_id: str
    level: int
    loops: tuple[int, ...]


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
        self._copies: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._most = 0
        if self.part in package.parts:
            self._read(etree.fromstring(package.parts[self.part], PARSER))
            styles = package.parts.get(found.get(_STYLES[1:], ""))
            self._styles = {} if styles is None else _numbered_styles(etree.fromstring(styles, PARSER))

    def _read(self, root: etree._Element) -> None:
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

    def begin_anew(self, part: Part) -> None:
        """Make the lists of a part that stand in loops begin anew where they should."""
        if not self._copies:
            return
        by_list: dict[str, list[_Item]] = {}
        for item in self._items(part):
            by_list.setdefault(item.list_id, []).append(item)
        for list_id, items in by_list.items():
            loop = _loop_of(items)
            if loop is None:
                continue
            piece = part.pieces[loop]
            _behind(part, loop, part.make(piece, f"begin_list__('{list_id}')", prints=True))
            for item in items:
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

    def _items(self, part: Part) -> list[_Item]:
        """Return the numbered paragraphs of a part, in order."""
        loops: list[int] = []
        found = []
        for node in part.root.iter():
            for number in _tokens(node):
                tag = part.pieces[number].tag
                if tag.sort is Sort.BLOCK and part.pieces[number].code is None:
                    if tag.word == "for":
                        loops.append(number)
                    elif tag.word == "endfor" and loops:
                        loops.pop()
            if node.tag == f"{W}p":
                list_id, level = self._list_of(node)
                if list_id in self._copies:
                    found.append(_Item(node, list_id, level, tuple(loops)))
        return found

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        group = paragraph.find(f"{W}pPr")
        own = None if group is None else group.find(f"{W}numPr")
        style = self._styles.get(_value(None if group is None else group.find(f"{W}pStyle"), ""), ("", 0))
        if own is None:
            return style
        level = _value(own.find(f"{W}ilvl"), str(style[1]))
        return _value(own.find(f"{W}numId"), style[0]), int(level) if level.isdecimal() else 0

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


def _numbered_styles(root: etree._Element) -> dict[str, tuple[str, int]]:
    """Return the list and the level of each paragraph style that has one, its own or that of the style it is based on."""
    styles = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
    found: dict[str, tuple[str, int]] = {}
    for identifier in styles:
        style, seen = styles.get(identifier), {identifier}
        while style is not None:
            group = style.find(f"{W}pPr/{W}numPr")
            if group is not None and group.find(f"{W}numId") is not None:
                level = _value(group.find(f"{W}ilvl"), "0")
                found[identifier] = _value(group.find(f"{W}numId"), ""), int(level) if level.isdecimal() else 0
                break
            base = _value(style.find(f"{W}basedOn"), "")
            style = styles.get(base) if base not in seen else None
            seen.add(base)
    return found


def _tokens(node: etree._Element) -> list[int]:
    if isinstance(node, etree._ProcessingInstruction):
        return [int(node.text or 0)] if node.target == "docgen" else []
    if node.tag != f"{W}t" or not node.text:
        return []
    return [int(match[1]) for match in TOKEN.finditer(node.text)]


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
    made_by_it = sum(item.loops == around and item.level == top for item in items) == 1
    if made_by_it:
        around = around[:-1]
    return around[-1] if around else None


def _behind(part: Part, loop: int, number: int) -> None:
    """Put a token right behind that of a loop."""
    for node in part.root.iter():
        if loop not in _tokens(node):
            continue
        if isinstance(node, etree._ProcessingInstruction):
            node.addnext(instruction(number))
        else:
            node.text = (node.text or "").replace(text_token(loop), text_token(loop) + text_token(number))
        return

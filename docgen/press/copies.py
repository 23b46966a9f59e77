"""What blocks make copies of and Word wants to be different: numbers of drawings, numbers and names of bookmarks.

The template carries marks in their place, which are read in the order of the printed page: what a macro or a block set keeps may be
printed often, and only there is it known how often. A link in the same turn follows its own copy of a bookmark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from docgen.patterns import late
from docgen.press.parts import TEXT_TOKEN, Around, Part
from docgen.press.state import State, current
from docgen.press.word import FALLBACK, NAMES, W

_BOOKMARKS = 1_500_000_000  # numbers of copies begin here, above those of any program
_DRAWING = f"{NAMES['wp']}docPr"
_START, _END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
_ANCHOR = f"{W}anchor"
_LINKS = (f"{W}hyperlink", f"{W}fldSimple", f"{W}instrText")
COPIED = (_DRAWING, _START, _END, *_LINKS)  # what `number_copies` looks at
_TARGET = late(r"""(\s*+(?:(?:REF|PAGEREF|NOTEREF)\s|HYPERLINK\s++\\l\s)\s*+"?)([^\s"\\]+)""", re.IGNORECASE)
_MARK = late("\ufde7(.)([^;\ufde8]*);?([^;\ufde8]*);?([^\ufde8]*)\ufde8")


def number_copies(part: Part, placed: Iterable[tuple[etree._Element, Around]]) -> bool:
    """Mark drawings and bookmarks that may be printed more than once, and the links to them; return whether there are any.

    Args:
        part: The part.
        placed: Its drawings, bookmarks and links, among others, with the blocks around each.
    """
    nodes = [(node, around) for node, around in placed if around and node.tag in COPIED]
    repeated = [(node, around) for node, around in nodes if any(word != "if" for word, _, _ in around)]
    names = _Names(part) if any(node.tag == _START for node, _ in repeated) else None
    starts: dict[str, tuple[int, Around, str]] = {}
    for at, (node, around) in enumerate(repeated):
        if node.tag == _DRAWING:
            node.set("id", _mark("d"))
        elif node.tag in (_START, _END) and (identifier := node.get(f"{W}id", "")).isdecimal():
            twin = next(node.iterancestors(FALLBACK), None) is not None  # of a bookmark that is counted
            node.set(f"{W}id", _mark("s" if node.tag == _START and not twin else "e", identifier))
            name = node.get(f"{W}name", "")
            if names is not None and name and not TEXT_TOKEN.search(name):
                what = f"{identifier};{names.between(name)};{name}"
                starts.setdefault(name, (at, around, what))
                del node.attrib[f"{W}name"]  # behind the number, which counts the copies
                node.set(f"{W}name", _mark("b", what))
    for at, (node, around) in enumerate(repeated):
        if node.tag in _LINKS:
            _follow(node, at, around, starts)
    return any(node.tag not in _LINKS for node, _ in repeated)


class _Names:
    """The names of the bookmarks of a part, and of copies of them."""

    def __init__(self, part: Part) -> None:
        self._known = {start.get(f"{W}name", "").casefold() for start in part.root.iter(_START)}
        self._between: dict[str, str] = {}

    def between(self, name: str) -> str:
        """Return what stands between a name and the number of its copy, so that no other bookmark has such a name."""
        if name not in self._between:
            made = f"{name.casefold()}_"
            while any(known.startswith(made) for known in self._known):
                made += "_"
            self._known.add(made)
            self._between[name] = made[len(name.casefold()) :]
        return self._between[name]


def _follow(link: etree._Element, at: int, around: Around, starts: dict[str, tuple[int, Around, str]]) -> None:
    """Let a link lead to the copy of a bookmark that is printed with it: all blocks around that are around the link too."""

    def mark(name: str) -> str:
        begins, blocks, what = starts.get(name, (0, (), ""))
        inner = around[len(blocks) :]
        together = what and around[: len(blocks)] == blocks and all(word in ("if", "for") for word, _, _ in inner)
        return _mark("b" if at > begins else "a", what) if together else name

    if anchor := link.get(_ANCHOR):
        link.set(_ANCHOR, mark(anchor))
    elif instruction := link.get(f"{W}instr"):
        link.set(f"{W}instr", _led(instruction, mark))
    elif link.text:
        link.text = _led(link.text, mark)


def _led(code: str, mark: Callable[[str], str]) -> str:
    """Return a field code that leads where ``mark`` says."""
    match = _TARGET.match(code)
    return code if match is None else f"{match[1]}{mark(match[2])}{code[match.end() :]}"


def _mark(kind: str, what: str = "") -> str:
    return f"\ufde7{kind}{what}\ufde8"


def numbered(batches: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield the pieces of a part with the numbers and names of copies."""
    copies = _Copies(current())
    for batch in batches:
        yield [_MARK.sub(copies.value, piece) if "\ufde7" in piece else piece for piece in batch]


class _Copies:
    """The copies of a part so far."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._printed: dict[str, int] = {}  # how often each bookmark began
        self._numbers: dict[str, str] = {}  # of the copy that is being printed

    def value(self, mark: re.Match[str]) -> str:
        """Return what stands in the place of a mark: the template's own value the first time, another for each copy."""
        kind, identifier, between, name = mark.groups()
        if kind == "d":
            self._state.drawings += 1
            return str(self._state.drawings)
        if kind == "s":
            self._begin(identifier)
        if kind in "se":
            return self._numbers.get(identifier, identifier)
        turn = self._printed.get(identifier, 0) + (kind == "a")  # ahead of its bookmark
        return name if turn <= 1 else f"{name}{between}{turn}"

    def _begin(self, identifier: str) -> None:
        self._printed[identifier] = self._printed.get(identifier, 0) + 1
        if self._printed[identifier] > 1:
            self._state.copied += 1
            self._numbers[identifier] = str(_BOOKMARKS + self._state.copied)

"""What a loop makes copies of and Word wants to be different: numbers of drawings, numbers and names of bookmarks."""

from __future__ import annotations

from lxml import etree

from docgen.press.parts import Part, text_token, tokens_in
from docgen.press.state import current
from docgen.press.word import NAMES, W

_BOOKMARKS = 1_500_000_000  # numbers of copies begin here, above those of any program
_DRAWING = f"{NAMES['wp']}docPr"
_START, _END = f"{W}bookmarkStart", f"{W}bookmarkEnd"


def number_copies(part: Part) -> None:
    """Let drawings and bookmarks inside loops be numbered when they are printed."""
    if not any(piece.tag.word == "endfor" for piece in part.pieces):
        return
    loops: list[int] = []
    wanted: list[tuple[etree._Element, int]] = []
    for node in part.root.iter(etree.ProcessingInstruction, f"{W}t", _DRAWING, _START, _END):
        for number in tokens_in(node):
            piece = part.pieces[number]
            if piece.code is None and piece.tag.word == "for":
                loops.append(number)
            elif piece.code is None and piece.tag.word == "endfor" and loops:
                loops.pop()
        if loops and node.tag in (_DRAWING, _START, _END):
            wanted.append((node, loops[-1]))
    for node, loop in wanted:
        _number(part, node, loop)


def _number(part: Part, node: etree._Element, loop: int) -> None:
    def token(code: str) -> str:
        return text_token(part.make(part.pieces[loop], code, prints=True))

    if node.tag == _DRAWING:
        node.set("id", token("drawing__()"))
        return
    identifier = node.get(f"{W}id", "")
    if identifier.isdecimal():
        node.set(f"{W}id", token(f"bookmark__({identifier}, {node.tag == _START})"))
        name = node.get(f"{W}name")
        if name and name.isidentifier():
            del node.attrib[f"{W}name"]  # behind the number, which counts the copies
            node.set(f"{W}name", token(f"bookmark_name__({identifier}, '{name}')"))


def drawing() -> str:
    """Return the number of the next drawing."""
    state = current()
    state.drawings += 1
    return str(state.drawings)


def bookmark(identifier: int, begins: bool) -> str:
    """Return the number of a bookmark: its own the first time, another for each copy; its end has that of its start."""
    state = current()
    if begins:
        state.bookmarks[identifier] = state.bookmarks.get(identifier, 0) + 1
        if state.bookmarks[identifier] > 1:
            state.copied += 1
            state.numbers[identifier] = _BOOKMARKS + state.copied
    return str(state.numbers.get(identifier, identifier))


def bookmark_name(identifier: int, name: str) -> str:
    """Return the name of a bookmark, counted from its second copy on."""
    turn = current().bookmarks.get(identifier, 1)
    return name if turn == 1 else f"{name}_{turn}"


FUNCTIONS = {"drawing__": drawing, "bookmark__": bookmark, "bookmark_name__": bookmark_name}

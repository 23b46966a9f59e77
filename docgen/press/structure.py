"""Block tags paired: what opens is closed, in its order, and what a block repeats or leaves out is whole XML."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass

from lxml import etree

from docgen.findings import Finding
from docgen.patterns import late
from docgen.press.parts import SETTING_WORDS, Part, Piece, shown, tokens_in
from docgen.press.tags import Sort
from docgen.press.word import W

Item = str | int  # XML as it stands, or the number of a token
ENDS = {"if": "endif", "for": "endfor", "set": "endset", "macro": "endmacro", "with": "endwith", "filter": "endfilter"}
_OTHERS = frozenset(["call", "block", "autoescape"])
_MARKUP = late(r"<(/?)([^\s/>]++)[^>]*?(/?)>")
_MOST_SOUGHT = 100  # ends that stand nowhere, for which all that follows is looked through
_DEEPEST = 100  # blocks in one another; Python takes no more


@dataclass(slots=True)
class _Opened:
    """A block that is open."""

    number: int
    word: str
    path: list[str]
    chars: int
    ended: bool = False  # by its else

    def takes(self, word: str) -> bool:
        """Whether an ``else`` or ``elif`` may stand here."""
        return not self.ended and (self.word == "if" or (self.word == "for" and word == "else"))


class Structure:
    """The blocks of a part.

    Attributes:
        findings: What is wrong with them.
        weights: Characters of the template in the body of each loop, by number of its token.
        dropped: Tags that belong to nothing.
        closed_before: Blocks that must be closed before a tag, so that the rest can be read.
        left_open: Blocks that are open at the end.
    """

    def __init__(self, part: Part, items: list[Item]) -> None:
        """Pair the block tags among the items of a part."""
        self.part, self.items = part, items
        self.findings: list[Finding] = []
        self.weights: dict[int, int] = {}
        self.dropped: set[int] = set()
        self.closed_before: dict[int, list[str]] = {}
        self._opened: list[_Opened] = []
        self._path: list[str] = []
        self._chars = 0
        self._strange = any(p.tag.sort is Sort.BLOCK and not p.tag.meant for p in part.pieces)
        self._forgiven = Counter(word.removeprefix("end") for word in part.alike)
        blocks = [n for n in items if isinstance(n, int) and part.pieces[n].tag.sort is Sort.BLOCK]
        self._ahead = Counter(part.pieces[n].tag.meant for n in blocks if part.pieces[n].code is None)
        steering = set(blocks)
        joined = any(p.tag.joins_before or p.tag.joins_after for p in part.pieces)
        self._paths = None if joined else _paths(part, steering)
        self._later = deque(blocks)
        self._sought = 0
        for item in items:
            if isinstance(item, str):
                self._chars += len(item)
                if self._paths is None:
                    self._walk(item)
            elif item in steering and part.pieces[item].code is None:
                self._path = self._path if self._paths is None else self._paths.get(item, [])
                self._step(item, part.pieces[item])
        for opened in self._opened:
            self._unclosed(opened)
        self.left_open = [opened.word for opened in self._opened]

    def _walk(self, xml: str) -> None:
        for closing, name, alone in _MARKUP.findall(xml):
            if closing:
                self._path = self._path[:-1]
            elif not alone and name[0] not in "?!":
                self._path = [*self._path, name]

    def _step(self, number: int, piece: Piece) -> None:
        word = piece.tag.meant
        self._ahead[word] -= 1
        while self._later.popleft() != number:
            pass
        if word in SETTING_WORDS and any(opened.word in ("macro", "set", "filter") for opened in self._opened):
            self._tell("T207", piece)
        if _opens(piece):
            self._opened.append(_Opened(number, word, self._path, self._chars))
            if len(self._opened) == _DEEPEST:
                self._tell("T229", piece, reason="blocks")
        elif piece.tag.word == "raw":  # in none of the ways that raw is written: it would swallow our own signs
            self._forgiven["raw"] += 1
            self._tell("T203", piece, reason="raw")
        elif word in ("else", "elif"):
            self._branch(number, word, piece)
        elif word.startswith("end"):
            self._close(number, word.removeprefix("end"), piece)

    def _branch(self, number: int, word: str, piece: Piece) -> None:
        """Take an ``else`` or ``elif`` as one of the block around it, the innermost that stands where it does."""
        takers = [at for at, opened in enumerate(self._opened) if opened.takes(word)]
        fitting = [at for at in takers if self._fits(self._opened[at], piece, self._path)]
        last = len(self._opened) - 1
        if last not in takers and not fitting:
            self.dropped.add(number)
            self._tell("T226", piece)
            return
        at = fitting[-1] if fitting and self._paths is not None else last
        self._leave(at, at + 1, number, piece)
        holder = self._opened[-1]
        holder.ended = word == "else"
        self._same_path(holder, piece)

    def _close(self, number: int, wanted: str, piece: Piece) -> None:
        if wanted not in [opened.word for opened in self._opened]:
            self.dropped.add(number)
            top = self._opened[-1] if self._opened else None
            if top is not None and wanted in ENDS and not self._forgiven[wanted] and not self._ends_later(top.word):
                first = self.part.pieces[self._opened.pop().number]
                self.closed_before[number] = [top.word]
                self._tell("T227", piece, open=shown(first.tag.source), end=end_of(first))
                return
            if self._forgiven[wanted] or self._strange:
                self._forgiven[wanted] -= self._forgiven[wanted] > 0  # what opened it is told already
            else:
                self._tell("T226", piece)
            return
        partner = self._partner(wanted, piece)
        if partner is None:
            self.dropped.add(number)
            self._tell("T226", piece)
            return
        self._leave(partner, partner, number, piece)
        opened = self._opened.pop()
        self.weights[opened.number] = self._chars - opened.chars
        self._same_path(opened, piece)

    def _partner(self, wanted: str, piece: Piece) -> int | None:
        """Return which open block an end closes: the innermost of its word that stands where it does.

        ``None`` when none does, and the innermost of its word has an end of its own that follows.
        """
        same = [at for at, opened in enumerate(self._opened) if opened.word == wanted]
        if self._paths is None:
            return same[-1]
        fitting = [at for at in same if self._fits(self._opened[at], piece, self._path)]
        if fitting:
            return fitting[-1]
        return None if self._ends_where_it_stands(self._opened[same[-1]]) else same[-1]

    def _ends_where_it_stands(self, opened: _Opened) -> bool:
        """Whether an end of a block is still to come in the place where it was opened, and belongs to no later block."""
        self._sought += 1
        if self._sought > _MOST_SOUGHT:
            return False
        depth = 0
        for number in self._later:
            piece = self.part.pieces[number]
            if self._paths is not None and self._fits(opened, piece, self._paths.get(number, [])):
                depth += (_opens(piece) and piece.tag.meant == opened.word) - (piece.tag.meant == ENDS.get(opened.word))
            if depth < 0:
                return True
        return False

    def _fits(self, opened: _Opened, piece: Piece, path: list[str]) -> bool:
        """Whether a tag stands where the one that opened a block does."""
        return opened.path == path and self.part.pieces[opened.number].holder is piece.holder

    def _leave(self, at: int, waiting: int, number: int, piece: Piece) -> None:
        """Close the blocks that are open inside of one, each with a fault of its own; the first few still wait for an end."""
        inner: list[str] = []
        while len(self._opened) > at + 1:
            opened = self._opened.pop()
            inner.append(opened.word)
            wanted = sum(other.word == opened.word for other in self._opened[:waiting])
            if self._ahead[f"end{opened.word}"] > self._ahead[opened.word] + wanted:
                self._forgiven[opened.word] += 1
                first = self.part.pieces[opened.number]
                self._tell("T227", piece, open=shown(first.tag.source), end=end_of(first))
            else:
                self._unclosed(opened)
        if inner:
            self.closed_before[number] = inner

    def _ends_later(self, word: str) -> bool:
        """Whether there are ends enough for all blocks of a word that are open or will be."""
        open_ones = sum(opened.word == word for opened in self._opened)
        return self._ahead[f"end{word}"] >= self._ahead[word] + open_ones

    def _unclosed(self, opened: _Opened) -> None:
        piece = self.part.pieces[opened.number]
        if self._forgiven[opened.word]:
            self._forgiven[opened.word] -= 1
        else:
            self._tell("T225", piece, end=end_of(piece))

    def _same_path(self, opened: _Opened, piece: Piece) -> None:
        first = self.part.pieces[opened.number]
        mistyped = any(p.tag.word != p.tag.meant or not p.tag.closed for p in (first, piece))
        if self.findings or mistyped or (opened.path == self._path and first.holder is piece.holder):
            return  # after one fault the path tells nothing
        if opened.path == self._path:
            other = "another row" if piece.tag.scope == "tc" else "another table"
            self._tell("T228", piece, open=shown(first.tag.source), first=_around(opened.path, []), second=other)
            return
        args = {
            "open": shown(first.tag.source),
            "first": _around(opened.path, self._path),
            "second": _around(self._path, opened.path),
        }
        self._tell("T228", piece, **args)

    def _tell(self, code: str, piece: Piece, **args: str) -> None:
        self.findings.append(Finding(code, piece.place, {"tag": shown(piece.tag.source), **args}))


def _paths(part: Part, wanted: set[int]) -> dict[int, list[str]]:
    """Return the names of the elements around each token, the outermost first."""
    found: dict[int, list[str]] = {}
    for node in part.root.iter(etree.ProcessingInstruction, f"{W}t"):
        numbers = [n for n in tokens_in(node) if n in wanted]
        if numbers:
            inner = [] if isinstance(node, etree._ProcessingInstruction) else [node]
            around = [*inner, *node.iterancestors()]
            path = [f"{element.prefix}:{str(element.tag).rpartition('}')[2]}" for element in reversed(around)]
            found.update(dict.fromkeys(numbers, path))
    return found


def end_of(piece: Piece) -> str:
    """Return the tag that closes a block."""
    scope = f"{piece.tag.scope} " if piece.tag.scope else " "
    return f"{{%{scope}end{piece.tag.meant} %}}"


def _opens(piece: Piece) -> bool:
    word = piece.tag.meant
    if word == "set":
        return piece.tag.keeps
    return word in ENDS or word in _OTHERS


def _around(path: list[str], other: list[str]) -> str:
    """Return the element that a tag stands in and another does not, as authors know it."""
    names = {"w:tc": "a cell", "w:tr": "a row", "w:tbl": "a table", "w:p": "a paragraph", "w:hyperlink": "a link"}
    inner = [name for name in reversed(path) if name in names]
    own = [name for name in inner if path.count(name) > other.count(name)]
    return names[(own or inner)[0]] if inner else "the page"

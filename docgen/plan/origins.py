"""Where the words of a document come from.

While origins are traced, each sentence that a plan or a frame file says carries a number before it (`docgen.marked`), through every
join, cut and print; what stands behind a number and is no longer that sentence - an ordinal, a stop, the words of a template - is not
the author's. Nothing of this happens in an ordinary build.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docgen.findings import Place
from docgen.marked import DIGITS, NUMBER, NUMBER_DIGITS, OPEN, Marked, number_of, numbered, seen
from docgen.plan.marks import Text, mark_of, place_of

_MOST = len(DIGITS) ** NUMBER_DIGITS - 1
_SENTENCE = re.compile(r"\s*(?P<words>[^。！？]*(?:[。！？]+[”’）》]*|$))")
_LIKE = str.maketrans("“”《》", "‘’〈〉")  # quotes inside of quotes are exchanged
_FIRST = 6  # characters that find a place when a longer stretch was folded in the file
_NOT_PRINTED = frozenset(["role", "face", "level"])  # keys of composed data that templates compare


@functools.lru_cache(maxsize=64)
def _typed(source: str, words: str, start: int, end: int) -> tuple[int, int]:
    """Return where words were typed, and how many of their characters stand there as they are; much may be asked of one sentence."""
    tried = (source.find(some, start, end) for some in (words, words[:_FIRST]))
    found = next((index for index in tried if index >= 0), start)
    there = source[found : found + len(words)]
    unlike = (number for number, (one, other) in enumerate(zip(words, there, strict=False)) if one != other)
    return found, next(unlike, len(there))


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence as it was typed, or the value of a computed figure.

    Attributes:
        words: It.
        text: The text that it stands in; of a computed figure, the name of the first figure in it.
        is_computed: Whether it was computed.
    """

    words: str
    text: Text
    is_computed: bool = False

    @property
    def path(self) -> str:
        """The plan path of its text; of a computed figure, its own."""
        mark = mark_of(self.text)
        path = mark.path if mark else ""
        return path.rpartition(".")[0] if self.is_computed and path.count(".") > 1 else path

    def place(self, at: int = 0) -> Place:
        """Return the place of its character ``at``, as near as the file tells."""
        mark = mark_of(self.text)
        if mark is None or self.is_computed:
            return replace(place_of(self.text), path=self.path)
        source = mark.source.text
        found, alike = _typed(source, self.words, mark.start, mark.end)
        if min(at, len(self.words)) <= alike:
            return mark.place(found + at)
        return mark.place(self._behind(source, at, found, mark.end))

    def _behind(self, source: str, at: int, start: int, end: int) -> int:
        """Return where the words from character ``at`` on stand, as many of them as were not folded or escaped."""
        for count in range(_FIRST, 1, -1):
            found = source.find(self.words[at : at + count], start, end)
            if found >= 0:
                return found
        return start


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a printed text.

    Attributes:
        start: Where it begins, in characters.
        end: Behind its last character.
        piece: What it says of the plan or the frame file; ``None`` for words that are in neither.
        is_composed: Whether docgen set it beside what the plan says - an ordinal, a stop, a count - and not the template.
    """

    start: int
    end: int
    piece: Piece | None
    is_composed: bool


class Tracer:
    """Numbers the sentences of one plan and reads the numbers back.

    Attributes:
        pieces: What the numbers stand for, by number.
    """

    def __init__(self) -> None:
        """Begin with no sentence."""
        self.pieces: list[Piece | None] = [
            None,
            None,
        ]  # number 0: here ends what was composed; 1: it begins with nobody's words
        self._known: dict[tuple[int, str, bool], int] = {}

    def numbered(self, segment: str, text: Text | str, at: int) -> str:
        """Return a stretch of words of ``text``, from its character ``at``, with the numbers of its sentences."""
        if not isinstance(text, Text):
            return segment
        made: list[str] = []
        done = 0
        for match in _SENTENCE.finditer(segment):
            if match["words"]:
                made += [segment[done : match.start("words")], self._number(match["words"], text)]
                done = match.start("words")
        return "".join([*made, segment[done:]])

    def computed(self, words: str, declared: Text) -> str:
        """Return the value of a register; what is computed, and what stands for a gap, gets a number of its own."""
        if not words or (NUMBER.search(words) and OPEN not in words):
            return words
        bare = NUMBER.sub("", words)
        return self._number(seen(bare), declared, is_computed=True) + bare

    def _number(self, words: str, text: Text, *, is_computed: bool = False) -> str:
        mark = mark_of(text)
        key = (mark.start if mark else id(text), words, is_computed)
        if key not in self._known:
            if len(self.pieces) > _MOST:
                return ""
            self._known[key] = len(self.pieces)
            self.pieces.append(Piece(words, text, is_computed))
        return numbered(self._known[key])

    def bounded(self, data: Any) -> Any:
        """Return composed data in which every text begins with a number and ends with the one for the words of others."""
        if isinstance(data, dict):
            return {key: value if key in _NOT_PRINTED else self.bounded(value) for key, value in data.items()}
        if isinstance(data, list):
            return [self.bounded(value) for value in data]
        if not isinstance(data, str) or not data:
            return data
        raw = data.raw if isinstance(data, Marked) else data
        begun = raw if NUMBER.match(raw) else numbered(1) + raw
        return type(data)(begun + numbered(0))

    def read(self, text: str) -> tuple[str, list[Stretch]]:
        """Return a printed text without numbers, and where its words come from; what stands before the first is a template's."""
        plain: list[str] = []
        found: list[Stretch] = []
        at = 0
        for number, words in _numbered_parts(text):
            plain.append(words)
            piece = self.pieces[number] if number < len(self.pieces) else None
            said = _said(piece, words)
            if said:
                found.append(Stretch(at, at + said, piece, is_composed=False))
            if said < len(words):
                found.append(Stretch(at + said, at + len(words), None, is_composed=number > 0))
            at += len(words)
        return "".join(plain), found


def _numbered_parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the stretches of a text, each with the number before it; 0 for the first one, which may be empty."""
    number, at = 0, 0
    for match in NUMBER.finditer(text):
        yield number, seen(text[at : match.start()])
        number, at = number_of(match[0]), match.end()
    yield number, seen(text[at:])


def _said(piece: Piece | None, words: str) -> int:
    """Return how many characters of printed words are those of their piece."""
    if piece is None:
        return 0
    typed = piece.words
    same = 0
    while same < min(len(typed), len(words)) and typed[same].translate(_LIKE) == words[same].translate(_LIKE):
        same += 1
    return same

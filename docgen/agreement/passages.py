"""A document as passages that can be compared: its paragraphs, the rows of its tables, and their sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from docgen.agreement.facts import BETWEEN, Reader, labelled_deadlines, labelled_units, names_in
from docgen.findings import Place
from docgen.pages.reader import Line, read_texts

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_ORDINAL = re.compile(
    rf"(?:{_NUMERAL}、|（{_NUMERAL}）|\d{{1,2}}[.．、](?!\d)|（\d{{1,2}}）|[①-⑳]|{_NUMERAL}[是要]"
    rf"|第{_NUMERAL}[，、]|首先，|其次，|再次，|最后，)"
)
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*")
_WORDLESS = re.compile(r"[\W_]+")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SERIAL = re.compile(r"\d{0,4}")
_STANDING_IN = "0"  # for a fact, so that likeness is that of the words
_APART = "\n"  # stands in no key


@dataclass(eq=False)
class Passage:
    """A stretch of a document.

    Attributes:
        words: What it says, without an ordinal before it.
        places: Where it begins, and where each further cell of a row does, by the first character.
        ordinal: The ordinal before it, or ``''``.
        skeleton: Its words with each fact made the same; ``''`` until it was `weighed`.
    """

    words: str
    places: Sequence[tuple[int, Place]]
    ordinal: str = ""
    skeleton: str = field(default="", init=False)

    @cached_property
    def key(self) -> str:
        """Its words without blanks and the stop at its end."""
        return key_of(self.words)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Each two characters of its skeleton that stand side by side."""
        return pairs_of(self.skeleton)

    @property
    def is_row(self) -> bool:
        """Whether it is the row of a table."""
        return bool(self.places[0][1].table)

    def place(self, at: int, words: str) -> Place:
        """Return where a stretch of it stands."""
        place = [place for start, place in self.places if start <= at][-1]
        return replace(place, fragment=words)

    def sentences(self) -> Iterator[Passage]:
        """Yield its sentences; a row of a table is one."""
        if self.is_row:
            yield self
            return
        for number, match in enumerate(_SENTENCE.finditer(self.words)):
            ordinal = _ORDINAL.match(match[0])
            start = ordinal.end() if ordinal else 0
            before = self.ordinal if number == 0 and ordinal is None else ordinal[0] if ordinal else ""
            yield Passage(match[0][start:], self.places, before)


def passages_of(data: bytes, name: str) -> list[Passage]:
    """Return the paragraphs and table rows of a Word file that say something."""
    made = []
    for lines in _rows(read_texts(data, name)):
        passage = _passage(lines)
        if _CHINESE.search(passage.words) or len(passage.key) > 1:
            made.append(passage)
    return made


def _rows(texts: Iterable[Sequence[Line]]) -> Iterator[list[Line]]:
    """Yield the paragraphs outside of tables one by one, those of a row together, in the order of the page."""
    rows: dict[tuple[str, int | None, int | None, int], list[Line]] = {}
    for line in (line for text in texts for line in text):
        if line.place.part.rpartition("/")[2].startswith(("header", "footer")):
            continue
        single = 0 if line.place.table else line.place.paragraph or 0
        rows.setdefault((line.place.part, line.place.table, line.place.row, single), []).append(line)
    yield from rows.values()


def _passage(lines: Sequence[Line]) -> Passage:
    if not lines[0].place.table:
        text = lines[0].text.strip()
        ordinal = _ORDINAL.match(text)
        return Passage(text[ordinal.end() :] if ordinal else text, [(0, lines[0].place)], ordinal[0] if ordinal else "")
    said = [line for number, line in enumerate(lines) if number or not _SERIAL.fullmatch(line.text.strip())]
    words, places = "", []
    for line in said:
        places.append((len(words), line.place))
        words += line.text.strip() + BETWEEN
    return Passage(words, places or [(0, lines[0].place)])


def units_of(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the units that passages name in notes, and in table columns headed 单位."""
    for passage in passages:
        yield from labelled_units(passage.words)
    for words in _in_columns(passages, "(?:牵头|责任|配合|负责)单位$"):
        yield from names_in(words)


def deadlines_of(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the deadlines that passages name in notes, and in table columns headed 时限."""
    for passage in passages:
        yield from labelled_deadlines(passage.words)
    yield from filter(_CHINESE.search, _in_columns(passages, "时限$"))


def _in_columns(passages: Iterable[Passage], heading: str) -> Iterator[str]:
    """Yield what stands in the columns of tables below such a heading."""
    columns: dict[tuple[str, str, int | None], set[int | None]] = defaultdict(set)
    for passage in passages:
        for (_, place), words in zip(passage.places, passage.words.split(BETWEEN), strict=False):
            headed = columns[place.file, place.part, place.table]
            if place.table and re.search(heading, words):
                headed.add(place.column)
            elif place.column in headed:
                yield words


def weighed(passages: Sequence[Passage], reader: Reader) -> Sequence[Passage]:
    """Return passages with their skeletons: their words, each fact made the same."""
    for passage in passages:
        text, at = "", 0
        for fact in reader.facts(passage.words):
            text += passage.words[at : fact.start] + _STANDING_IN
            at = fact.end
        passage.skeleton = _WORDLESS.sub("", text + passage.words[at:])
    return passages


def key_of(words: str) -> str:
    """Return words without blanks and the stop at their end."""
    return re.sub(r"\s+", "", words).rstrip("。；：，")


def pairs_of(text: str) -> frozenset[str]:
    """Return each two characters of a text that stand side by side; of one character, itself."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset([text])


class Mentions:
    """Texts in which words are looked up."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Keep them as one text, for one search is faster than many."""
        told = list(texts)
        self._text = _APART.join(told)
        self._starts = list(accumulate((len(text) + len(_APART) for text in told), initial=0))

    def holding(self, words: Iterable[str]) -> list[int]:
        """Return the numbers of the texts that hold any of the words, in their order."""
        return sorted({number for said in words for number in self._holding(said)})

    def _holding(self, words: str) -> Iterator[int]:
        at = self._text.find(words) if words else -1
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            at = self._text.find(words, self._starts[number + 1])


class Likeness:
    """Passages to which others are compared."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Keep them by what stands in them."""
        self._passages = passages
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(passages):
            for pair in passage.pairs:
                self._by_pair[pair].append(number)

    def holds(self, pairs: frozenset[str], least: float) -> bool:
        """Whether one of the passages holds at least so much (0 to 1) of a text."""
        shared = Counter(number for pair in pairs for number in self._by_pair.get(pair, ()))
        return any(count >= least * len(pairs) for count in shared.values())

    def near(self, pairs: frozenset[str], least: float) -> list[tuple[float, Passage]]:
        """Return the passages that share at least so much (0 to 1) with a text."""
        shared = Counter(number for pair in pairs for number in self._by_pair.get(pair, ()))
        found = []
        for number, count in shared.items():
            other = self._passages[number]
            likeness = 2 * count / (len(pairs) + len(other.pairs))
            if likeness >= least:
                found.append((likeness, other))
        return found


def changed(ours: Sequence[Passage], theirs: Sequence[Passage], least: float) -> list[tuple[Passage, Passage]]:
    """Return the passages that both have in nearly the same words, each once; those in the very same words left out."""
    our_keys, their_keys = {p.key for p in ours}, {p.key for p in theirs}
    likeness = Likeness([p for p in theirs if p.key not in our_keys])
    found = [
        (near, number, passage, other)
        for number, passage in enumerate(ours)
        if passage.key not in their_keys
        for near, other in likeness.near(passage.pairs, least)
    ]
    taken: set[int] = set()
    pairs = []
    for _, number, passage, other in sorted(found, key=lambda row: (-row[0], row[1])):
        if id(passage) not in taken and id(other) not in taken:
            taken |= {id(passage), id(other)}
            pairs.append((number, passage, other))
    return [(passage, other) for _, passage, other in sorted(pairs, key=lambda row: row[0])]

"""What can be compared in a text: figures, dates and deadlines, names of units, whatever way they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from docgen.deadlines import understand
from docgen.numerals import value_of
from docgen.quantities import parse_quantity

FIGURE, DATE, UNIT = "figure", "date", "unit"
_PLAIN = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_YEAR = r"(?:\d{4}年|今年|本年|当年|明年|后年)"
_BEFORE = r"(?:[之以]?前|[之以]?后(?![勤续]))?"
_DATE = "|".join(
    (
        rf"{_YEAR}?\d{{1,2}}月(?:\d{{1,2}}[日号]|[上中下]旬|[底末初份])?{_BEFORE}",  # 2026年5月底前, 5月上旬
        rf"{_YEAR}?第?[一二三四1-4]季度[末底]?{_BEFORE}",
        rf"{_YEAR}?[上下]半年{_BEFORE}",
        rf"(?:{_YEAR}年?|年)[底末终]{_BEFORE}",  # 年底前
        r"\d{4}-\d{1,2}-\d{1,2}",
        r"每?(?:星期|周)[一二三四五六日天](?![次回个])",  # 每周五, 星期五
        r"每(?:年|季度?|月|周|日|半年)(?:[底初末]|首月|[上中下]旬)?",  # 每月底, 每季度首月
        r"\d{4}年(?!\d)",
    )
)
_AFTER = re.compile("[之以]?后$")
_WEEKDAY = re.compile("每?(?:星期|周).")
_NUMBER = r"\d{1,2}[:：]\d\d|\d+(?:,\d{3})*(?:\.\d+)?(?:万亿|百万|[千万亿])?[%‰]?"
_COUNT = (
    r"(?<![第零〇一二三四五六七八九十百千两])[一二三四五六七八九十百千两]+"
    r"(?=个(?:月|工作日|小时)|分钟|小时|[年月天户份次家所人倍成台辆])"
)
_DEADLINE = re.compile(r"(?:时限|(?:完成|办结|整改)时间)：([^；。（）\t]+)")
_LABELLED = re.compile(r"单位：(?P<names>(?:[^；。（）\t]|（[^（）]*）)+)")
_NOTE = re.compile(r"（[^（）：]{0,8}(?:单位|时限|(?:完成|办结|整改)时间)：")
_IN_A_NOTE = re.compile(r"单位：(?:[^；。（）]|（[^（）]*）)*$")
_LABEL = re.compile(r"([^（；：]*)单位：")
_NEARBY = 2  # characters that must be the same before two facts or behind them, lest they belong to different words
BETWEEN = "\t"  # cells of a row
_BORDER = "\0"  # stands before a text and behind it


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, date or unit in a text.

    Attributes:
        sort: `FIGURE`, `DATE` or `UNIT`.
        key: What it means, the same for 12,345 and 1.2345万.
        words: How it is written.
        start: Where it begins.
        end: Behind its last character.
    """

    sort: str
    key: Hashable
    words: str
    start: int
    end: int

    @property
    def meaning(self) -> tuple[str, Hashable]:
        """Sort and key."""
        return self.sort, self.key


class Reader:
    """Finds the facts of texts that belong to one matter."""

    def __init__(
        self, units: Iterable[str], deadlines: Iterable[str], year: int | None, same: Mapping[str, str] | None = None
    ) -> None:
        """Know the units, deadlines that are no dates (主汛期到来前), the year of those that name none, and other names of units."""
        names, phrases = _any_of(units), _any_of(deadlines)
        self._facts = re.compile(
            rf"(?P<unit>{names})|(?P<date>{phrases}|{_DATE})|(?P<number>(?<![A-Za-z\d.])(?:{_NUMBER}))|(?P<count>{_COUNT})"
        )
        self._year = year
        self._same = same or {}

    def facts(self, text: str) -> list[Fact]:
        """Return the facts of a text, in its order."""
        return [self._fact(match) for match in self._facts.finditer(text.translate(_PLAIN))]

    def _fact(self, match: re.Match[str]) -> Fact:
        words = match.group()
        sort, key = FIGURE, _amount(words)
        if match.lastgroup == "unit":
            sort, key = UNIT, self._same.get(words, words)
        elif match.lastgroup == "date":
            sort, key = DATE, self._meant(words)
        return Fact(sort, key, words, *match.span())

    def _meant(self, words: str) -> Hashable:
        until = _AFTER.sub("", words)
        try:
            date = understand(until, self._year).date
        except ValueError:
            date = None
        plain = words.replace("星期", "周").replace("天", "日") if _WEEKDAY.fullmatch(words) else words
        return plain if date is None else date if until == words else (date, "后")


def _any_of(names: Iterable[str]) -> str:
    """Return the pattern of any of the names, the longest first; one that matches nothing when there are none."""
    known = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    return "|".join(map(re.escape, known)) or "(?!)"


def _amount(words: str) -> Hashable:
    sign = words[-1] if words[-1] in "%‰" else ""
    quantity = parse_quantity(words.rstrip("%‰"))
    return (quantity.amount if quantity else value_of(words) or words, sign)


def labelled_units(text: str) -> Iterator[str]:
    """Yield the units that a note names: （责任单位：甲、乙；配合单位：丙）."""
    for match in _LABELLED.finditer(text):
        yield from names_in(match["names"])


def labelled_deadlines(text: str) -> Iterator[str]:
    """Yield the deadlines that a note names: （完成时限：主汛期到来前）."""
    return (match[1].strip() for match in _DEADLINE.finditer(text))


def names_in(words: str) -> list[str]:
    """Return the names of a list such as 县公安局、县教育体育局."""
    return [name for name in re.split(r"[、，\s]+", words) if len(name) > 1]


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact of one text that differs from the other's; ``None`` stands where a list of units has one less."""

    here: Fact | None
    there: Fact | None

    @property
    def fact(self) -> Fact:
        """The other text's, else the one there is."""
        fact = self.there or self.here
        assert fact is not None
        return fact


def differences(reader: Reader, here: str, there: str) -> list[Difference]:
    """Return in what facts two texts of nearly the same words differ: those that stand between the same words.

    What only one of them says is no difference, nor is another order; but lists of units in notes are the same or are not.
    """
    ours, theirs = reader.facts(here), reader.facts(there)
    many, few = _surplus(ours, theirs), _surplus(theirs, ours)
    found: list[Difference] = []
    for fact, other in _between_the_same(here, ours, there, theirs):
        if many[fact.meaning] and few[other.meaning]:
            many[fact.meaning] -= 1
            few[other.meaning] -= 1
            found.append(Difference(fact, other))
    if len(_NOTE.findall(here)) != len(_NOTE.findall(there)):
        return found  # a note that one of them lacks has no list to compare
    paired = [fact for difference in found for fact in (difference.here, difference.there)]
    more, less = list(_listed(here, ours)), list(_listed(there, theirs))
    both = {label for label, _ in more} & {label for label, _ in less}
    more, less = (
        [(label, fact) for label, fact in some if fact not in paired and (label in both or label[-1:] != BETWEEN)]
        for some in (more, less)
    )
    found += [Difference(fact, None) for fact in _beyond(more, less, many)]
    found += [Difference(None, fact) for fact in _beyond(less, more, few)]
    return found


def _beyond(
    some: Sequence[tuple[str, Fact]], others: Sequence[tuple[str, Fact]], surplus: Counter[tuple[str, Hashable]]
) -> Iterator[Fact]:
    """Yield so many units of lists as are in surplus, those first that the other's list with the same label lacks."""
    known = {(label, fact.key) for label, fact in others}
    left = Counter(surplus)
    for _, fact in sorted(some, key=lambda row: (row[0], row[1].key) in known):
        left[fact.meaning] -= 1
        if left[fact.meaning] >= 0:
            yield fact


def _surplus(facts: Iterable[Fact], others: Iterable[Fact]) -> Counter[tuple[str, Hashable]]:
    return Counter(fact.meaning for fact in facts) - Counter(fact.meaning for fact in others)


def _between_the_same(
    here: str, ours: Sequence[Fact], there: str, theirs: Sequence[Fact]
) -> Iterator[tuple[Fact, Fact]]:
    """Yield the facts of one sort that stand in two texts beside the same words."""
    our_signs, their_signs = _signs(here, ours), _signs(there, theirs)
    mine, others = [_alike(sign) for sign in our_signs], [_alike(sign) for sign in their_signs]
    matcher = SequenceMatcher(None, mine, others, autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        for at, (fact, other) in enumerate(zip(our_signs[i : i + size], their_signs[j : j + size], strict=True)):
            known = max(at, size - 1 - at) >= _NEARBY
            if isinstance(fact, Fact) and isinstance(other, Fact) and fact.key != other.key and known:
                yield fact, other


def _signs(text: str, facts: Iterable[Fact]) -> list[str | Fact]:
    """Return the characters of a text between two borders, each fact as one of them."""
    signs: list[str | Fact] = [_BORDER] * _NEARBY
    at = 0
    for fact in facts:
        signs += [*text[at : fact.start], fact]
        at = fact.end
    return [*signs, *text[at:], *[_BORDER] * _NEARBY]


def _alike(sign: str | Fact) -> tuple[str, str]:
    return ("fact", sign.sort) if isinstance(sign, Fact) else ("sign", sign)


def _listed(text: str, facts: Sequence[Fact]) -> Iterator[tuple[str, Fact]]:
    """Yield the units that stand in lists of notes, each with the label of its list, and those of cells that name units alone."""
    for fact in facts:
        before = text[: fact.start]
        if fact.sort == UNIT and _IN_A_NOTE.search(before):
            yield _LABEL.findall(before)[-1], fact
    at = 0
    for number, cell in enumerate(text.split(BETWEEN) if BETWEEN in text else ()):
        inside = [fact for fact in facts if at <= fact.start < at + len(cell)]
        if [fact.words for fact in inside if fact.sort == UNIT] == names_in(cell):
            yield from ((f"{number}{BETWEEN}", fact) for fact in inside)
        at += len(cell) + len(BETWEEN)

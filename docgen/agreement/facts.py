"""What can be compared in a text: figures, dates and deadlines, names of units, whatever way they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from docgen.numerals import value_of
from docgen.plan.deadlines import understand
from docgen.plan.figures import parse_quantity

FIGURE, DATE, UNIT = "figure", "date", "unit"
_PLAIN = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_YEAR = r"(?:\d{4}年|今年|本年|当年|明年|后年)"
_BEFORE = r"(?:之?前|以前)?"
_DATE = "|".join(
    (
        rf"{_YEAR}?\d{{1,2}}月(?:\d{{1,2}}[日号]|[上中下]旬|[底末初份])?{_BEFORE}",  # 2026年5月底前, 5月上旬
        rf"{_YEAR}?第?[一二三四1-4]季度[末底]?{_BEFORE}",
        rf"{_YEAR}?[上下]半年{_BEFORE}",
        rf"(?:{_YEAR}年?|年)[底末终]{_BEFORE}",  # 年底前
        r"\d{4}-\d{1,2}-\d{1,2}",
        r"每(?:年|季度?|月|周|日|半年)[^\d，。；、）\t]{0,3}",  # 每月底, 每季度首月
        r"\d{4}年(?!\d)",
    )
)
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?(?:万亿|百万|[千万亿])?[%‰]?"
_COUNT = (
    r"(?<![第零〇一二三四五六七八九十百千两])[一二三四五六七八九十百千两]+"
    r"(?=个(?:月|工作日|小时)|分钟|小时|[年月天户份次家所人倍成台辆])"
)
_LABELLED = re.compile(r"单位：(?P<names>(?:[^；。（）\t]|（[^（）]*）)+)")
_IN_A_NOTE = re.compile(r"单位：(?:[^；。（）]|（[^（）]*）)*$")
_NEARBY = 2  # characters beside two facts of which one side must be the same, lest they belong to different words


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


class Reader:
    """Finds the facts of texts that belong to one matter."""

    def __init__(self, units: Iterable[str] = (), year: int | None = None) -> None:
        """Know the units, and the year of deadlines that name none."""
        names = "|".join(map(re.escape, sorted({unit for unit in units if unit}, key=len, reverse=True)))
        self._facts = re.compile(
            rf"(?P<unit>{names or '(?!)'})|(?P<date>{_DATE})|(?P<number>(?<![A-Za-z\d.]){_NUMBER})|(?P<count>{_COUNT})"
        )
        self._year = year

    def facts(self, text: str) -> list[Fact]:
        """Return the facts of a text, in its order."""
        return [self._fact(match) for match in self._facts.finditer(text.translate(_PLAIN))]

    def _fact(self, match: re.Match[str]) -> Fact:
        words = match.group()
        sort, key = FIGURE, _amount(words)
        if match.lastgroup == "unit":
            sort, key = UNIT, words
        elif match.lastgroup == "date":
            sort, key = DATE, self._meant(words)
        return Fact(sort, key, words, *match.span())

    def _meant(self, words: str) -> Hashable:
        try:
            return understand(words, self._year).date or words
        except ValueError:
            return words


def _amount(words: str) -> Hashable:
    sign = words[-1] if words[-1] in "%‰" else ""
    quantity = parse_quantity(words.rstrip("%‰"))
    return (quantity.amount if quantity else value_of(words) or words, sign)


def labelled_units(text: str) -> Iterator[str]:
    """Yield the units that a note names: （责任单位：甲、乙；配合单位：丙）."""
    for match in _LABELLED.finditer(text):
        yield from names_in(match["names"])


def names_in(words: str) -> list[str]:
    """Return the names of a list such as 县公安局、县教育体育局."""
    return [name for name in re.split(r"[、，\s]+", words) if len(name) > 1]


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact of one text that differs from the other's; ``None`` stands where a list of units has one less."""

    here: Fact | None
    there: Fact | None


def differences(reader: Reader, here: str, there: str) -> list[Difference]:
    """Return in what facts two texts of nearly the same words differ.

    What only one of them says is no difference; but lists of units in notes are the same or are not.
    """
    ours, theirs = reader.facts(here), reader.facts(there)
    few, many = _surplus(theirs, ours), _surplus(ours, theirs)
    found: list[Difference] = []
    matcher = SequenceMatcher(None, [f.key for f in ours], [f.key for f in theirs], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        left = [fact for fact in theirs[j1:j2] if few[fact.sort, fact.key]]
        for fact in (fact for fact in ours[i1:i2] if many[fact.sort, fact.key]):
            other = next((o for o in left if o.sort == fact.sort and _beside_the_same(here, fact, there, o)), None)
            if other is not None:
                left.remove(other)
                found.append(Difference(fact, other))
            elif _listed(here, fact):
                found.append(Difference(fact, None))
        found += [Difference(None, fact) for fact in left if _listed(there, fact)]
    return found


def _surplus(facts: Iterable[Fact], others: Iterable[Fact]) -> Counter[tuple[str, Hashable]]:
    return Counter((f.sort, f.key) for f in facts) - Counter((f.sort, f.key) for f in others)


def _beside_the_same(here: str, fact: Fact, there: str, other: Fact) -> bool:
    """Whether the same words stand before two facts, or behind them."""
    return _before(here, fact) == _before(there, other) or _behind(here, fact) == _behind(there, other)


def _before(text: str, fact: Fact) -> str:
    return ("\n\n" + text)[fact.start : fact.start + _NEARBY]


def _behind(text: str, fact: Fact) -> str:
    return (text + "\n\n")[fact.end : fact.end + _NEARBY]


def _listed(text: str, fact: Fact) -> bool:
    return fact.sort == UNIT and _IN_A_NOTE.search(text[: fact.start]) is not None

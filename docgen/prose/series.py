"""Series of items in a text: their ordinals found, and holes, repeats and mixed families in them.

A series inside a paragraph ends with it; one whose ordinals begin paragraphs goes on until a heading above it, or a series of its own
family begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from docgen.numerals import value_of
from docgen.prose.text import Paragraph, Remark

_N = "[一二三四五六七八九十]{1,3}"
_BEGINS = r"(?:^|(?<=[，。；：:;、！？（“—\s]))"  # what may stand before an ordinal
# Families in the order of their levels; those of one group take the place of each other.
_FAMILIES = {
    "一、": rf"^({_N})、",
    "（一）": rf"{_BEGINS}（({_N})）",
    "1.": r"(?:^|(?<=[：:；;。]))([0-9]{1,2})(?:[.．](?![0-9])|、)",
    "（1）": r"(?:^|(?<=[：:；;。，]))[（(]([0-9]{1,2})[）)]",
    "①": r"([①-⑳])",
    "一是": rf"{_BEGINS}({_N})是(?!{_N}|否)",
    "一要": rf"{_BEGINS}({_N})要",
    "第一，": rf"{_BEGINS}第({_N})[，、,：](?!第)",
    "第一要": rf"{_BEGINS}第({_N})(?:要|是)(?!求|否)",
    "第一项，": rf"{_BEGINS}第({_N})(?:项|条|点|步)[，：,:]",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _FAMILIES.items()}
_LEVELS = ("一、", "（一）", "1.", "（1）", "①")
_SPOKEN = ("一是", "一要", "第一，", "第一要", "第一项，")
_FIRST_WORDS = ("首先", "其次", "再次", "最后")
_WORD = re.compile(rf"{_BEGINS}(首先|其次|再次|最后)(?=[，,])")


@dataclass(slots=True)
class Ordinal:
    """An ordinal where it stands.

    Attributes:
        paragraph: Its paragraph, from 0.
        start: Where it begins.
        end: Behind it.
        family: Its family, named by its first member.
        value: The number it says.
        leads: Whether it begins its paragraph.
    """

    paragraph: int
    start: int
    end: int
    family: str
    value: int
    leads: bool


@dataclass(slots=True)
class Series:
    """Ordinals that belong together."""

    family: str
    items: list[Ordinal] = field(default_factory=list)

    @property
    def first(self) -> Ordinal:
        """Its first ordinal."""
        return self.items[0]

    @property
    def last(self) -> Ordinal:
        """Its last ordinal so far."""
        return self.items[-1]

    @property
    def values(self) -> set[int]:
        """The numbers that its ordinals say."""
        return {item.value for item in self.items}

    def begins_late(self, first: Ordinal) -> bool:
        """Whether it began with another ordinal in the same paragraph, and this is the first that it lacks."""
        return 1 not in self.values and self.first.paragraph == first.paragraph


def find_series(paragraphs: Sequence[Paragraph]) -> list[Series]:
    """Return the series of a text, in the order in which they begin."""
    found: list[Series] = []
    leading: dict[str, Series] = {}
    for paragraph in paragraphs:
        inner: dict[str, Series] = {}
        for ordinal in _ordinals(paragraph):
            open_ones = leading if ordinal.leads else inner
            _close_below(open_ones, ordinal)
            series = open_ones.get(ordinal.family)
            if series is None or (ordinal.value == 1 and not series.begins_late(ordinal)):
                series = _takes({**leading, **inner}, ordinal)
                if series is None:
                    series = Series(ordinal.family)
                    found.append(series)
                open_ones[ordinal.family] = series
            series.items.append(ordinal)
    return found


def _close_below(open_ones: dict[str, Series], ordinal: Ordinal) -> None:
    """End the series that stand below a heading."""
    if ordinal.leads and ordinal.family in _LEVELS:
        for family in (*_LEVELS[_LEVELS.index(ordinal.family) + 1 :], *_SPOKEN):
            open_ones.pop(family, None)


def _takes(open_ones: dict[str, Series], ordinal: Ordinal) -> Series | None:
    """Return the series that an ordinal goes on with, though it is written otherwise or stands otherwise."""
    if ordinal.value == 1:
        return None
    for series in open_ones.values():
        here = series.last.paragraph == ordinal.paragraph
        kindred = series.family in _SPOKEN and ordinal.family in _SPOKEN and (here or ordinal.leads)
        beside = ordinal.leads and series.last.leads and series.last.paragraph == ordinal.paragraph - 1
        same = series.family == ordinal.family and here
        if same or ((kindred or beside) and series.last.value == ordinal.value - 1):
            return series
    return None


def _ordinals(paragraph: Paragraph) -> list[Ordinal]:
    text = paragraph.bare
    found = [
        Ordinal(
            paragraph.number,
            match.start(),
            match.end(),
            family,
            ord(match[1]) - ord("①") + 1 if family == "①" else value_of(match[1]) or 0,
            text[: match.start()].strip() in ("", "附件：", "附件:"),
        )
        for family, pattern in _PATTERNS.items()
        for match in pattern.finditer(text)
        if not _quoted(text, match.start())
    ]
    return sorted(found, key=lambda ordinal: ordinal.start)


def _quoted(text: str, at: int) -> bool:
    """Whether a place stands inside quotes or titles."""
    return any(text.count(opens, 0, at) > text.count(closes, 0, at) for opens, closes in ("“”", "《》", "「」"))


def check(paragraphs: Sequence[Paragraph], series: Iterable[Series]) -> Iterator[Remark]:
    """Yield a remark on each hole, repeat and change of family."""
    for one in series:
        yield from _check_one(paragraphs, one)
    for paragraph in paragraphs:
        yield from _check_words(paragraph)


def _check_one(paragraphs: Sequence[Paragraph], series: Series) -> Iterator[Remark]:
    def remark(ordinal: Ordinal, code: str, **args: object) -> Remark:
        return paragraphs[ordinal.paragraph].remark(ordinal.start, ordinal.end, code, **args)

    first = series.first
    if first.value != 1:
        if first.family in _SPOKEN or len(series.items) > 1:
            yield remark(first, "W304", first=_written(first.family, 1))
    elif len(series.items) == 1 and first.family in ("一是", "第一，") and not _goes_on(paragraphs, first):
        yield remark(first, "W305")
    yield from _steps(series, remark)


def _steps(series: Series, remark: Callable[..., Remark]) -> Iterator[Remark]:
    """Yield a remark on each ordinal that does not follow from those before it."""
    highest = series.first.value
    for at, (before, after) in enumerate(pairwise(series.items), 1):
        wanted = _written(series.family, highest + 1)
        if after.family != before.family:
            yield remark(after, "W303", wanted=_written(before.family, after.value))
        elif after.value in {item.value for item in series.items[:at]}:
            yield remark(after, "W302", wanted=wanted)
        elif after.value < highest:
            if series.first.value == 1:
                yield remark(after, "W306")
        elif after.value > highest + 1 and not set(range(highest + 1, after.value)) <= series.values:
            yield remark(after, "W301", wanted=wanted)
        highest = max(highest, after.value)


def _goes_on(paragraphs: Sequence[Paragraph], ordinal: Ordinal) -> bool:
    """Whether what follows an ordinal that stands alone is no item: 一是一 and the like, or an item at the end of a text cut short."""
    return ordinal.leads and ordinal.paragraph == len(paragraphs) - 1


def _written(family: str, value: int) -> str:
    numerals = "零一二三四五六七八九十"
    words = numerals[value] if value <= 10 else f"十{numerals[value - 10]}" if value < 20 else str(value)
    if family == "①":
        return chr(ord("①") + value - 1)
    return family.replace("一", words) if "一" in family else family.replace("1", str(value))


def _check_words(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark where 首先, 其次, 再次, 最后 stand in another order, or one of them twice."""
    found = list(_WORD.finditer(paragraph.bare))
    if not found or found[0][1] != "首先":
        return
    for before, after in pairwise(found):
        steps = _FIRST_WORDS.index(after[1]) - _FIRST_WORDS.index(before[1])
        if after[1] == "首先":
            continue
        if steps == 0:
            yield paragraph.remark(
                after.start(1), after.end(1), "W302", wanted=_FIRST_WORDS[min(_FIRST_WORDS.index(before[1]) + 1, 3)]
            )
        elif steps < 0 or (steps > 1 and after[1] != "最后"):
            yield paragraph.remark(
                after.start(1), after.end(1), "W301", wanted=_FIRST_WORDS[_FIRST_WORDS.index(before[1]) + 1]
            )

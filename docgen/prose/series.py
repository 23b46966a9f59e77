"""Series of items in a text, and holes, repeats and mixed families in them.

A series inside a paragraph ends with it; one whose ordinals begin paragraphs goes on until a heading above it, or a series of its own
family begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from docgen.prose.ordinals import ARTICLES, LAST, LEVELS, SPOKEN, SURE, Ordinal, ordinals, written
from docgen.prose.text import Paragraph, Remark

_FARTHEST = 8  # paragraphs between two of 首先, 其次, 最后 that belong together
_ONE_SIDE = re.compile("(?:^|(?<=[，。；：]))一方面，?")
_OTHER_SIDE = re.compile("另一方面|另方面|一方面|同时|另外|此外|又|另一个方面|再一方面")


@dataclass(slots=True)
class Series:
    """Ordinals that belong together."""

    family: str
    items: list[Ordinal] = field(default_factory=list)
    by_last: bool = False  # whether the last item is 最后, which may also close the text
    weights: list[int] = field(default_factory=list)  # of the marks before its items but the first
    is_within: bool = False  # whether it stands in an item of another series that has the same ordinals

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

    @property
    def sizes(self) -> set[int]:
        """How many items it can be read to have."""
        return {self.last.value, len(self.values), len(self.items), self.last.value - self.by_last}

    def begins_late(self, first: Ordinal) -> bool:
        """Whether it began with another ordinal in the same paragraph, and this is the first that it lacks."""
        return 1 not in self.values and self.first.paragraph == first.paragraph

    def goes_on_behind(self, inner: Series, ordinal: Ordinal, weight: int) -> bool:
        """Whether an ordinal ends a series inside of an item and goes on with this one: it follows, and a heavier mark stands before it."""
        follows = ordinal.value == self.last.value + 1 and len(inner.items) > 1
        return follows and weight > max(inner.weights) and (not self.weights or weight in self.weights)

    def takes_word(self, ordinal: Ordinal) -> bool:
        """Whether 其次, 再次 or 最后 goes on with it, and not merely goes on with the text."""
        near = ordinal.paragraph - self.last.paragraph
        if self.family == "首先，":
            return not self.by_last and (near == 0 or (ordinal.leads and near <= _FARTHEST))
        follows = self.family in SPOKEN and ordinal.value == self.last.value + 1
        return follows and near == 0


def find_series(paragraphs: Sequence[Paragraph]) -> list[Series]:
    """Return the series of a text, in the order in which they begin."""
    found: list[Series] = []
    leading: dict[str, Series] = {}
    inner: dict[str, Series] = {}
    for paragraph in paragraphs:
        before, inner, around = inner, {}, dict[str, Series]()
        unfinished = paragraph.number > 0 and paragraphs[paragraph.number - 1].bare.endswith("；")
        for ordinal in ordinals(paragraph):
            open_ones = leading if ordinal.leads else inner
            _close_below(open_ones, ordinal)
            if ordinal.family == "首先，" and ordinal.value > 1:
                _add_word({**leading, **inner}, ordinal)
                continue
            series, weight = open_ones.get(ordinal.family), _weight(paragraph, ordinal)
            outer = around.get(ordinal.family)
            if outer and series and outer.goes_on_behind(series, ordinal, weight):
                series.is_within, series = True, outer
                open_ones[ordinal.family] = around.pop(ordinal.family)
            if ordinal.value == 1 and not outer:
                _keep(around, series or leading.get(ordinal.family), ordinal)
            if series is None or (ordinal.value == 1 and not series.begins_late(ordinal)):
                series = _takes({**leading, **inner}, ordinal) or _from_line_before(
                    before, ordinal, unfinished=unfinished
                )
                if series is None:
                    series = Series(ordinal.family)
                    found.append(series)
                open_ones[ordinal.family] = series
            if series.items:
                series.weights.append(weight)
            series.items.append(ordinal)
    return [
        one
        for one in found
        if one.family in SURE or (len(one.items) > 1 and (one.first.value == 1 or _is_extract(one)))
    ]


def _weight(paragraph: Paragraph, ordinal: Ordinal) -> int:
    """Return how much the mark before an ordinal sets apart."""
    text, at = paragraph.bare, ordinal.start
    while at and text[at - 1].isspace():
        at -= 1
    mark = text[max(at - 1, 0) : at]
    return next((weight for weight, marks in enumerate(("，,", "；;", "。！？"), 1) if mark and mark in marks), 0)


def _keep(around: dict[str, Series], series: Series | None, ordinal: Ordinal) -> None:
    """Remember the series in whose paragraph another with the same ordinals begins."""
    if series is not None and series.last.paragraph == ordinal.paragraph and not ordinal.leads:
        around[ordinal.family] = series


def _is_extract(series: Series) -> bool:
    """Whether articles that begin with another than the first stand one below the other, as in an extract of a statute."""
    articles = series.family in ARTICLES and series.first.paragraph == 0 and len(series.items) > 2
    return articles and len(series.items) >= series.last.value - series.first.value


def _add_word(open_ones: dict[str, Series], ordinal: Ordinal) -> None:
    """Add 其次, 再次 or 最后 to the series that it goes on with."""
    for series in reversed(open_ones.values()):
        if series.takes_word(ordinal):
            if ordinal.value == LAST:
                ordinal.value, series.by_last = series.last.value + 1, True
            series.items.append(ordinal)
            return


def _close_below(open_ones: dict[str, Series], ordinal: Ordinal) -> None:
    """End the series that stand below a heading."""
    if ordinal.leads and ordinal.family in ARTICLES:
        for family in (*LEVELS, *SPOKEN):
            open_ones.pop(family, None)
    if ordinal.leads and ordinal.family in LEVELS:
        for family in (*LEVELS[LEVELS.index(ordinal.family) + 1 :], *SPOKEN):
            open_ones.pop(family, None)


def _from_line_before(before: dict[str, Series], ordinal: Ordinal, *, unfinished: bool) -> Series | None:
    """Return the series whose first items stand in the paragraph before, behind what announces them."""
    series = before.get(ordinal.family)
    goes_on = (
        series is not None
        and ordinal.leads
        and (ordinal.value == series.last.value + 1 or (unfinished and ordinal.value > 1))
    )
    return series if goes_on else None


def _takes(open_ones: dict[str, Series], ordinal: Ordinal) -> Series | None:
    """Return the series that an ordinal goes on with, though it is written otherwise or stands otherwise."""
    if ordinal.value == 1:
        return None
    for series in open_ones.values():
        here = series.last.paragraph == ordinal.paragraph
        kindred = series.family in SPOKEN and ordinal.family in SPOKEN and (here or ordinal.leads)
        beside = ordinal.leads and series.last.leads and series.last.paragraph == ordinal.paragraph - 1
        same = series.family == ordinal.family and here
        sure = series.family in SURE and ordinal.family in SURE
        if same or (sure and (kindred or beside) and series.last.value == ordinal.value - 1):
            return series
    return None


def check(paragraphs: Sequence[Paragraph], series: Iterable[Series]) -> Iterator[Remark]:
    """Yield a remark on each hole, repeat and change of family."""
    for one in series:
        yield from _check_one(paragraphs, one)
    for paragraph in paragraphs:
        yield from _one_sided(paragraphs, paragraph)


def _check_one(paragraphs: Sequence[Paragraph], series: Series) -> Iterator[Remark]:
    def remark(ordinal: Ordinal, code: str, **args: object) -> Remark:
        return paragraphs[ordinal.paragraph].remark(ordinal.start, ordinal.end, code, **args)

    first = series.first
    if series.is_within:
        yield remark(first, "W307")
    if first.value != 1 and not first.paragraph and not first.start:
        pass  # an extract
    elif first.value != 1:
        if first.family in SPOKEN or len(series.items) > 1:
            yield remark(first, "W304", first=written(first.family, 1))
    elif len(series.items) == 1 and first.family in ("一是", "第一，") and not _goes_on(paragraphs, first):
        yield remark(first, "W305")

    def named(ordinal: Ordinal, words: str) -> bool:
        return words in paragraphs[ordinal.paragraph].bare

    yield from _steps(series, remark, named)


def _steps(series: Series, remark: Callable[..., Remark], named: Callable[[Ordinal, str], bool]) -> Iterator[Remark]:
    """Yield a remark on each ordinal that does not follow from those before it."""
    highest = series.first.value
    seen = {highest}
    for at, (before, after) in enumerate(pairwise(series.items), 1):
        value, wanted = after.value, written(series.family, highest + 1)
        following = series.items[at + 1].value if at + 1 < len(series.items) else 0
        if after.family != before.family:
            back = at > 1 and after.family == series.family  # the one before was reported
            if not back:
                yield remark(after, "W303", wanted=written(before.family, after.value))
        elif value in seen:
            yield remark(after, "W302", wanted=wanted)
            if following != highest + 1:
                value = highest + 1  # it stands for the one that is wanted
        elif value < highest:
            if series.first.value == 1:
                yield remark(after, "W306")
        elif value > highest + 1 and not set(range(highest + 1, value)) <= series.values:
            if series.family not in SURE and named(after, wanted):
                continue  # 第二类、第三类是…
            yield remark(after, "W301", wanted=wanted)
            if following == highest + 2:
                value = highest + 1  # what follows goes on behind the one that is wanted
        seen.add(value)
        highest = max(highest, value)


def _goes_on(paragraphs: Sequence[Paragraph], ordinal: Ordinal) -> bool:
    """Whether what follows an ordinal that stands alone is no item: 一是一 and the like, or an item at the end of a text cut short."""
    return ordinal.leads and ordinal.paragraph == len(paragraphs) - 1


def _one_sided(paragraphs: Sequence[Paragraph], paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on 一方面 without 另一方面 in its paragraph or the two after it."""
    match = _ONE_SIDE.search(paragraph.bare)
    if match is None:
        return
    at = paragraph.number
    before = "".join(one.bare for one in paragraphs[max(at - 2, 0) : at]) + paragraph.bare[: match.start()]
    behind = paragraph.bare[match.end() :] + "".join(one.bare for one in paragraphs[at + 1 : at + 3])
    if not _OTHER_SIDE.search(behind) and "一方面" not in before:
        yield paragraph.remark(match.start(), match.end(), "W305")

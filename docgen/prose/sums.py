"""Figures of one text against each other: parts and totals, shares, percentages, least and most, one thing counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docgen.prose import breakdowns, changes, rates
from docgen.prose.figures import FIGURE, UNIT, N
from docgen.prose.text import Paragraph, Remark

_SHARES = re.compile(rf"(?:分别占(?:比)?|占比分别为|比例分别为)[^，。；0-9]{{0,6}}((?:{N}[%％][、和与]?)+)")
_LEAST = re.compile(
    rf"(?:(?:最少|最低|最小|最短)的[^。；：0-9]{{0,16}}|(?:最少|少的|最低|低的)[^，。；0-9]{{0,10}})({N})({UNIT})?[^。！？]{{0,15}}?(?:(?:最多|最高|最大|最长)的[^。；：0-9]{{0,16}}|(?:最多|多的|最高|高的)[^，。；0-9]{{0,10}})({N})"
)
# 不少于20人、不超过30人: bounds of one thing
_BOUNDS = re.compile(
    rf"(?:不少于|不低于|不得少于|不得低于|至少|最少)({N})({UNIT}|[%％]|天|岁|分钟|小时|年|字)[，、]?(?:且|但|并且)?(?:最多)?(?:不超过|不高于|不多于|不得超过|不得高于|至多|最多|不大于)({N})\2"
)
_BOUNDS_TURNED = re.compile(
    rf"(?:不超过|不高于|不多于|不得超过|不得高于|至多|最多)({N})({UNIT}|[%％]|天|岁|分钟|小时|年|字)[，、]?(?:且|但|并且)?(?:不少于|不低于|不得少于|不得低于|至少|最少)({N})\2"
)
_MOST = re.compile(
    rf"(?:(?:最多|最高|最大|最长)的[^。；：0-9]{{0,16}}|(?:最多|多的|最高|高的)[^，。；0-9]{{0,10}})({N})({UNIT})?[^。！？]{{0,15}}?(?:(?:最少|最低|最小|最短)的[^。；：0-9]{{0,16}}|(?:最少|少的|最低|低的)[^，。；0-9]{{0,10}})({N})"
)
# 共35公里 behind its parts: 主管网11.2公里、支管网23.8公里，共35公里
_AND_TOTAL = re.compile(rf"，(?:共计?|合计|总计|共有)([^，。；：、0-9]{{0,6}})({N})({UNIT})")
_A_PART = re.compile(rf"[^0-9]{{1,16}}({N})({UNIT})")
_OTHERS = re.compile(rf"(?:其他|其余|其它)[^，。；：、0-9]{{0,6}}(?:占|为)?比?({N})[%％]")
_LINE_TOTAL = re.compile(rf"^(?:合计|总计|共计)[：:]?[^，。；：、0-9]{{0,6}}({N})({UNIT})")
_OF_ANYTHING = frozenset("个名家人项条件处所座户种次")  # units that do not tell what is counted
_COMMON = frozenset("的了和与及在有共约达到至为是个年月日全新增同比上下中以等已各每其")
_PLACES = ("乡镇", "街道", "村", "社区", "县区", "县（市、区）", "行政村", "镇", "乡")
_INDICATOR = re.compile(
    rf"(全市|全县|全区|全省|全镇|全乡|全校|全院|全局|全系统|我市|我县|我区|我镇|我省)(?:共有?|现有|有)?({N})({UNIT})([\u4e00-\u9fff]{{2,6}}?)(?=[，。；、：已均全都中的要]|$)"
)


def check(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    """Yield a remark on each figure that does not go with the others."""
    for paragraph in paragraphs:
        yield from breakdowns.check(paragraph)
        yield from _shares(paragraph)
        yield from _bounds(paragraph)
        yield from _parts_first(paragraph)
        yield from changes.check(paragraph)
        yield from rates.check(paragraph)
    yield from _lines(paragraphs)
    yield from _twice(paragraphs)
    yield from _turned(paragraphs)


def _shares(paragraph: Paragraph) -> Iterator[Remark]:
    text = paragraph.bare
    for match in _SHARES.finditer(text):
        shares = [Decimal(n) for n in re.findall(N, match[1])]
        if len(shares) > 1 and (
            sum(shares) > Decimal("100.5") or (len(shares) > 2 and 90 < sum(shares) < Decimal("99.5"))
        ):
            yield paragraph.remark(match.start(1), match.end(1), "A103", there=f"{sum(shares)}%")


def _parts_first(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare a total with the parts in front of it, and shares of which one is what is left with 100."""
    text = paragraph.bare
    for match in _AND_TOTAL.finditer(text):
        begin = max(text.rfind(stop, 0, match.start()) for stop in "，。；：！？") + 1
        parts = [_A_PART.fullmatch(part) for part in text[begin : match.start()].split("、")]
        same = [Decimal(part[1]) for part in parts if part and part[2] == match[3]]
        there = sum(same, Decimal(0))
        of_them = (
            not match[1] or match[3] not in _OF_ANYTHING or match[1][-2:] in text[begin : match.start()]
        )  # and no other thing: 街道8个、镇3个，共有社区97个
        if of_them and 1 < len(same) == len(parts) and there != Decimal(match[2]):
            yield paragraph.remark(match.start(2), match.end(), "A101", there=f"{there}{match[3]}")
    for match in _OTHERS.finditer(text):
        before = max(text.rfind(stop, 0, match.start()) for stop in "。！？：") + 1
        shares = [Decimal(n) for n in re.findall(rf"占比?(?:为|达)?({N})[%％]", text[before : match.end()])]
        if (
            not text[: match.end()].endswith(f"占{match[1]}%")
            or len(shares) < 3
            or "其中" in text[before : match.end()]
        ):
            continue
        if abs(sum(shares, Decimal(0)) - 100) > Decimal("0.5"):
            shown = "、".join(f"{share}%" for share in shares)
            yield paragraph.remark(match.start(), match.end(), "A103", words=shown, there=f"{sum(shares)}%")


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    """Compare a line 合计14个 with the lines above it, each with one figure of the unit."""
    for paragraph in paragraphs:
        match = _LINE_TOTAL.match(paragraph.bare)
        if match is None:
            continue
        parts: list[Decimal] = []
        for above in reversed(paragraphs[: paragraph.number]):
            there = [Decimal(m[1]) for m in FIGURE.finditer(above.bare) if m[2] == match[2]]
            if len(there) != 1:
                break
            parts += there
        if len(parts) > 1 and sum(parts, Decimal(0)) != Decimal(match[1]):
            yield paragraph.remark(match.start(1), match.end(), "A101", there=f"{sum(parts)}{match[2]}")


def _bounds(paragraph: Paragraph) -> Iterator[Remark]:
    for pattern in (_BOUNDS, _BOUNDS_TURNED, _LEAST, _MOST):
        for match in pattern.finditer(paragraph.bare):
            least, most = (match[3], match[1]) if pattern in (_MOST, _BOUNDS_TURNED) else (match[1], match[3])
            if Decimal(least) > Decimal(most):
                yield paragraph.remark(match.start(), match.end(), "A104")


def _twice(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    known: dict[tuple[str, str, str], str] = {}
    for paragraph in paragraphs:
        for match in _INDICATOR.finditer(paragraph.bare):
            key = match[1], match[3], match[4]
            first = known.setdefault(key, match[2])
            if Decimal(first) != Decimal(match[2]):
                yield paragraph.remark(match.start(2), match.end(4), "A105", other=f"{first}{match[3]}")
    for paragraph in paragraphs:
        for match in FIGURE.finditer(paragraph.bare):
            for (whole, unit, what), total in known.items():
                scoped = paragraph.bare.endswith(whole, 0, match.start())
                same = unit == match[2] and paragraph.bare.startswith(what, match.end())
                if same and not scoped and what in _PLACES and Decimal(match[1]) > Decimal(total):
                    yield paragraph.remark(match.start(), match.end() + len(what), "A105", other=f"{total}{unit}")


def _turned(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    """Yield a remark on a number that has the digits of another in another order, with the same unit and beside the same words."""
    known: dict[tuple[str, str], list[tuple[str, set[str]]]] = {}
    for paragraph in paragraphs:
        text = paragraph.bare
        for match in FIGURE.finditer(text):
            if len(match[1].replace(".", "")) < 3 and "." not in match[1]:
                continue
            behind = re.split("[，。；、]", text[match.end() : match.end() + 6])[0]  # not what the next figure counts
            around = _pairs(text[max(match.start() - 8, 0) : match.start()]) | _pairs(behind)
            key = match[2], "".join(sorted(match[1]))
            others = [said for said, words in known.get(key, ()) if said != match[1] and words & around]
            if others and not any(said == match[1] for said, _ in known[key]):
                yield paragraph.remark(match.start(), match.end(), "A105", other=f"{others[0]}{match[2]}")
            known.setdefault(key, []).append((match[1], around))


def _pairs(words: str) -> set[str]:
    """Return the pairs of characters that tell what a number counts."""
    found = {words[at : at + 2] for at in range(len(words) - 1)}
    return {pair for pair in found if re.fullmatch("[\u4e00-\u9fff]{2}", pair) and not set(pair) & _COMMON}

"""Totals against the parts that are told behind them: 24台（东关9台、西关15台）, 86台，其中东关50台、西关36台."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from docgen.prose.figures import FIGURE, UNIT, Figure, N, figures
from docgen.prose.text import Paragraph, Remark

_TOTAL = re.compile(
    rf"(?:共有|共计|合计|总计|总数|共|总共|累计|全部|总投资)[^，。；：、0-9]{{0,12}}({N})({UNIT})[^。！？]{{0,200}}?(?:其中|分别是|包括)[：:，]?"
)
_OVERLAPPING = re.compile(
    "，占|等|以上|以下|女|男|岁|学历|少数民族|职称|交叉|重叠"
)  # parts that one thing can belong to twice
_UNIT = f"[万亿]?{UNIT}"
# 24台（…）, 24部电梯（…）, 24台，其中…, 24台：…, 24台，分别为…
_OPENS = re.compile(
    rf"(?<![0-9.A-Za-z第])({N})({_UNIT})(?P<noun>[^，。；：、（）0-9]{{0,8}}?)(?:(?P<bracket>（)|[，；]|(?=其中))?(?P<some>其中)?(?P<all>[：:]|分别(?:为|是)|即|包括)?[：:，]?"
)
_PART = re.compile(rf"([^，。；：、（）0-9]{{1,14}}?)({N})({_UNIT})(?!以上|以下|左右)([^，。；：、（）0-9]{{0,3}})")
_SHARE = re.compile(rf"占[^，。；：、0-9]{{0,6}}{N}[%％]")
_SCALE = {"万": 4, "亿": 8}
_OF_ANYTHING = frozenset("个名家人项条件处所座户种次")  # units that do not tell what is counted
_PERSONS = ("人", "名")  # who belong to several classes at once more often than not
_PER = re.compile("每|均|各|比|较|增|减|同比|去年|上年|最多|最少|最高|最低|平均|至少|不超过|约|余|多|剩|下降")
# One thing passes through several of these, or is several of these.
_STAGES = re.compile(
    "已|因|开工|完工|竣工|投产|投用|签约|落地|入库|验收|交付|启动|建成|完成|办结|重点|民生|党员|骨干|退役|军人|低保|残疾|困难|独居|示范|达标|优秀"
)
_SHARED = re.compile("交叉|重叠|重复|兼有|兼任")
_TOTAL_BEFORE = re.compile("(?:共|总|合计|累计)[^，。；：、0-9]{0,8}$")
_LONGEST = 400  # characters of a list of parts
_LITTLE = 10  # a rest of less than a tenth is rather a slip than a part that was left out


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts that are listed behind a total.

    Attributes:
        names: What each is of.
        amounts: How much of it.
        is_all: Whether nothing else stands in the list.
        is_even: Whether all of them are set apart by 、.
    """

    names: list[str]
    amounts: list[Decimal]
    is_all: bool
    is_even: bool


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on each total that its parts do not make."""
    told: set[int] = set()
    for look in (_behind, _within):
        for remark in look(paragraph):
            if remark.start not in told:
                told.add(remark.start)
                yield remark


def sum_of(listed: str, counted: str) -> Decimal | None:
    """Return what the numbers in a list add up to, when its items have some in the unit of a total: their sum must agree, not their number.

    Args:
        listed: The list.
        counted: What stands behind the number of the total: its unit and what it counts.
    """
    unit = re.match(UNIT, counted)
    parts = [m for m in FIGURE.finditer(listed) if unit and m[2] == unit[0]]
    nouns = (re.match("[^，。；：、（）0-9]{0,4}", listed[m.end() :]) for m in parts)
    of_it = all(noun is None or noun[0] in counted for noun in nouns)  # 3个街道（东关12个小区、…） counts two things
    return sum((Decimal(m[1]) for m in parts), Decimal(0)) if parts and of_it else None


def _behind(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare 共86台 with all figures of its unit behind 其中."""
    text = paragraph.bare
    for match in _TOTAL.finditer(text):
        stop = _end(text, match.end(), "。！？；")
        parts = [Decimal(part[1]) for part in FIGURE.finditer(text, match.end(), stop) if part[2] == match[2]]
        whole, there = Decimal(match[1]), sum(parts, Decimal(0))
        listed = len(parts) > 1 and not _OVERLAPPING.search(text, match.end(), stop)
        if listed and (there > whole or (there < whole and len(parts) > 2)):
            yield paragraph.remark(match.start(1), match.end(2), "A101", there=f"{there}{match[2]}")


def _within(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare totals with the list in brackets, behind 其中 or behind a colon right after them."""
    text = paragraph.bare
    for match in _OPENS.finditer(text):
        if not (match["bracket"] or match["some"] or match["all"]):
            continue
        stop = _end(text, match.end(), "）。！？" if match["bracket"] else "）。！？；")
        parts = _parts_of(text[match.end() : stop], match[2])
        whole = Figure(Decimal(match[1]), match[2], match.start(1), match.end(2))
        shared = _SHARED.search(text, match.end(), _end(text, match.end(), "。！？"))
        if parts is None or shared or _is_of_several(text, whole) or (len(parts.amounts) == 1 and not match["some"]):
            continue
        there, amount = sum(parts.amounts, Decimal(0)), _plain(whole.value, whole.unit)
        every = parts.is_all and not match["some"]
        if match["noun"] and match[2] in _OF_ANYTHING and there > 2 * amount:  # 3个街道，其中东关小区12个
            continue
        if there > amount if not every else there != amount:
            wrong = _excludes(parts, whole.unit, every=every) or max(parts.amounts) > amount
        else:
            wrong = there < amount and _is_slip(text, whole, parts, amount - there)
        if wrong:
            shown = there.scaleb(-_scale(whole.unit)).normalize()
            yield paragraph.remark(whole.start, whole.end, "A101", there=f"{shown:f}{whole.unit}")


def _end(text: str, start: int, stops: str) -> int:
    """Return where the first of some marks stands behind a place; what is longer than any list is cut."""
    last = min(start + _LONGEST, len(text))
    return min((at for stop in stops if (at := text.find(stop, start, last)) >= 0), default=last)


def _parts_of(listed: str, unit: str) -> _Parts | None:
    """Return the parts that a list begins with; ``None`` when it tells something else."""
    names: list[str] = []
    amounts: list[Decimal] = []
    items = re.split("([，、；])", listed)
    marks: list[str] = []
    whole = True
    for mark, item in zip(["", *items[1::2]], items[::2], strict=True):
        part = _PART.fullmatch(re.sub("^[和与及]|(?<=[，、；])(?:以及|和)", "", item))
        if part is None and amounts and _SHARE.fullmatch(item):
            continue
        if part is None or _base(part[3]) != _base(unit) or _PER.search(item):
            whole = False
            break
        marks.append(mark)
        names.append(part[1] if part[1] not in ("", "其中") else part[4])
        amounts.append(_plain(Decimal(part[2]), part[3]))
    even = all(mark == "、" for mark in marks[1:])
    return _Parts(names, amounts, whole, even) if amounts else None


def _is_of_several(text: str, whole: Figure) -> bool:
    """Whether what comes before a total makes it one of several, or no total."""
    begin = max(text.rfind(stop, max(whole.start - _LONGEST, 0), whole.start) for stop in "，。；：！？（") + 1
    begin = max(begin, whole.start - _LONGEST)
    clause = text[begin : whole.start]
    beside = [one for one in figures(text, begin, whole.start) if _base(one.unit) == _base(whole.unit)]
    return bool(beside) or re.search("每|均|比|较|近|约|超|余|逾|[高低多少]于|至少|不超过|最多", clause) is not None


def _excludes(parts: _Parts, unit: str, *, every: bool) -> bool:
    """Whether nothing can belong to two of the parts."""
    names = "，".join(parts.names)
    if len(parts.amounts) == 1:
        return False
    if _OVERLAPPING.search(names) or _STAGES.search(names):
        return False
    alike = len({name[-1] for name in parts.names}) == 1 or len({name[0] for name in parts.names}) == 1
    return every or alike or (parts.is_even and unit not in _PERSONS)


def _is_slip(text: str, whole: Figure, parts: _Parts, rest: Decimal) -> bool:
    """Whether parts behind 其中 are meant to be all of what is called a total, though they are a little less."""
    total = _TOTAL_BEFORE.search(text, max(whole.start - 12, 0), whole.start) is not None
    little = rest < min(parts.amounts) and rest * _LITTLE < _plain(whole.value, whole.unit)
    listed = len(parts.amounts) > 1 and parts.is_all and parts.is_even and whole.unit not in _PERSONS
    return total and little and listed and _excludes(parts, whole.unit, every=False)


def _scale(unit: str) -> int:
    return _SCALE.get(unit[0], 0)


def _base(unit: str) -> str:
    return unit[1:] if unit[0] in _SCALE else unit


def _plain(value: Decimal, unit: str) -> Decimal:
    """Return an amount in the unit without 万 and 亿."""
    return value.scaleb(_scale(unit))

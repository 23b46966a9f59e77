"""Changes against the figures that changed: 由71%提高到79%，提高8个百分点; 12家，比上年的10家增加2家; 由64辆增加到320辆."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from docgen.prose.figures import UNIT, N, rounded
from docgen.prose.text import Paragraph, Remark

_UP = "增加|增长|上升|提高|提升|扩大|扩展|扩容|增至|升至|发展|跃升|攀升|上涨|上调|拓展|壮大|延长|新增|涨|增|升"
_DOWN = "减少|下降|降低|缩短|缩减|压缩|精简|压减|回落|下调|下滑|收窄|减|降"
_OPPOSITES = dict(
    pair
    for one, other in (("增长", "下降"), ("上升", "下降"), ("提高", "降低"), ("增加", "减少"), ("上涨", "下调"))
    for pair in ((other, one), (one, other))
)
_WAY = f"{_UP}|{_DOWN}"
_VALUE = rf"({N})([%％]|{UNIT})"
# 由62件下降到48件，减少16件   从71%提高到79%，提高6个百分点   由1.1亿美元扩大到5.5亿美元，增长4倍
_FROM_TO = re.compile(
    rf"(?:由|从)[^，。；：、0-9]{{0,14}}{_VALUE}[^，。；：、0-9]{{0,10}}?(?:到|至|为)了?[^，。；：、0-9]{{0,8}}{_VALUE}"
    rf"[^，。；：、0-9]{{0,6}}[，、（]?(?:共|累计|净)?({_WAY})了?(?:幅度)?(?:达到|达|为|近)?({N})(个百分点|倍|[%％]|{UNIT})"
)
_PAST = "去年同期|上年同期|前年同期|去年|上年|上一年|上月|上季度|上周|年初|上届|前年"
# 12家，比上年的10家增加3家
_THAN = re.compile(
    rf"(?<![0-9]){_VALUE}[^，。；：、0-9]{{0,6}}，(?:比|较)(?:[^，。；：、0-9]{{0,6}}(?:[0-9]{{4}}年)?[^，。；：、0-9]{{0,4}}的|(?:{_PAST}|[0-9]{{4}}年)[^，。；：、0-9]{{0,4}}?){_VALUE}[^，。；：、0-9]{{0,4}}({_WAY})了?({N})(个百分点|倍|[%％]|{UNIT})"
)
# 8.4亿元，去年同期为8亿元，同比增长5%   去年同期8亿元，今年8.4亿元，增长5%
_OTHER_YEAR = "，同比|，环比|，比上?[去年]?年?同?期?|，较上?[去年]?年?同?期?|，"
_LAST_YEAR = re.compile(
    rf"(?<![0-9]){_VALUE}[，（](?:而)?(?:{_PAST})[^，。；：、0-9]{{0,6}}{_VALUE}）?(?:{_OTHER_YEAR})[^，。；：、0-9]{{0,2}}({_WAY})了?(?:幅度)?(?:达到|达|为)?({N})(个百分点|倍|[%％]|{UNIT})"
)
_THIS_YEAR = re.compile(
    rf"(?:{_PAST})[^，。；：、0-9]{{0,10}}{_VALUE}，(?:今年|本期|目前|本月|本季度|本周|现在|本届)[^，。；：、0-9]{{0,10}}{_VALUE}(?:{_OTHER_YEAR})[^，。；：、0-9]{{0,2}}({_WAY})了?(?:幅度)?(?:达到|达|为)?({N})(个百分点|倍|[%％]|{UNIT})"
)
# 由320辆增加到64辆
_SPAN = (
    rf"({N})([%％‰℃]|[\u4e00-\u9fff]{{1,3}}/[\u4e00-\u9fff]{{1,3}}|{UNIT}|天|分钟|小时|年|日|分贝|毫克|微克|毫米|厘米)"
)
_TURNED = re.compile(
    rf"(?:由|从)(?![^，。；：、0-9]{{0,14}}第)[^，。；：、0-9]{{0,14}}{_SPAN}[^，。；：、0-9]{{0,10}}?({_WAY})(?:到|至|为)了?[^，。；：、0-9]{{0,8}}{_SPAN}"
)
_RANKS = re.compile("排名|位次|名次|排位|排行")
_NOMINAL = re.compile("生产总值|GDP|增加值")  # they grow at constant prices
_ROUGH = re.compile("(?:约|近|超过|超|多|余|以上|左右|逾|达)$")


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on each figure of a paragraph that does not follow."""
    for pattern in (_FROM_TO, _THAN, _LAST_YEAR, _THIS_YEAR):
        for match in pattern.finditer(paragraph.bare):
            yield from _change(paragraph, match, turned=pattern in (_THAN, _LAST_YEAR))
    yield from _directions(paragraph)


def _change(paragraph: Paragraph, match: re.Match[str], *, turned: bool) -> Iterator[Remark]:
    """Compare a change with the values before and after it."""
    first, unit, second, unit_after, way, said, in_what = match.groups()
    if unit != unit_after:
        return
    before, after = Decimal(first), Decimal(second)
    if turned:
        before, after = after, before
    step, places = after - before, len(said.partition(".")[2])
    said_step = Decimal(said) * (1 if way in _UP.split("|") else -1)
    if unit in "%％":
        right, what = step, "个百分点"
        if in_what != "个百分点":
            return
    elif in_what in ("%", "％", "倍"):
        if not before or _NOMINAL.search(paragraph.bare, max(match.start() - 20, 0), match.start(5)):
            return
        right, what = (step * 100 / before, "%") if in_what != "倍" else (step / before, "倍")
    elif in_what == unit:
        right, what = step, unit
    else:
        return
    rough = _ROUGH.search(paragraph.bare[match.start() : match.start(6)]) is not None
    ratio = in_what in ("%", "％", "倍")
    if rough or right == said_step or (ratio and abs(right - said_step) < Decimal(1).scaleb(-places)):
        return
    yield paragraph.remark(
        match.start(5),
        match.end(7),
        "A102",
        figures=f"{before}{unit}、{after}{unit}",
        right=f"{_way(right, way)}{rounded(abs(right), places)}{what}",
    )


def _directions(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark where what is said to grow gets smaller, or the other way about."""
    text = paragraph.bare
    for match in _TURNED.finditer(text):
        first, unit, way, second, unit_after = match.groups()
        step = Decimal(second) - Decimal(first)
        ranks = _RANKS.search(text, max(match.start() - 12, 0), match.end())
        if unit == unit_after and step and (step > 0) != (way in _UP.split("|")) and not ranks:
            yield paragraph.remark(
                match.start(3),
                match.end(),
                "A102",
                figures=f"{first}{unit}、{second}{unit}",
                right=f"{_way(step, way)}到{second}{unit}",
            )


def _way(step: Decimal, said: str) -> str:
    """Return the word for a change: the one that was said when it goes the right way, otherwise its opposite."""
    if (step >= 0) == (said in _UP.split("|")):
        return said
    return _OPPOSITES.get(said, "增加" if step >= 0 else "减少")

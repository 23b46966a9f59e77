"""Figures that follow from others in their sentence: 由71%提高到79%，提高8个百分点; 84家，其余2家; 完成年度计划的75%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from docgen.prose.figures import UNIT, Figure, N, figures, rounded, sentences
from docgen.prose.text import Paragraph, Remark

_UP = "增加|增长|上升|提高|提升|扩大|扩展|扩容|增至|升至|发展|跃升|攀升|上涨|上调|拓展|壮大|延长|新增|涨|增|升"
_DOWN = "减少|下降|降低|缩短|缩减|压缩|精简|压减|回落|下调|下滑|收窄|减|降"
_WAY = f"{_UP}|{_DOWN}"
_VALUE = rf"({N})([%％]|{UNIT})"
# 由62件下降到48件，减少16件   从71%提高到79%，提高6个百分点   由1.1亿美元扩大到5.5亿美元，增长4倍
_FROM_TO = re.compile(
    rf"(?:由|从)[^，。；：、0-9]{{0,14}}{_VALUE}[^，。；：、0-9]{{0,10}}?(?:到|至|为)了?[^，。；：、0-9]{{0,8}}{_VALUE}"
    rf"[^，。；：、0-9]{{0,6}}[，、（]?(?:共|累计|净)?({_WAY})了?(?:幅度)?(?:达到|达|为|近)?({N})(个百分点|倍|[%％]|{UNIT})"
)
# 12家，比上年的10家增加3家
_THAN = re.compile(
    rf"{_VALUE}，(?:比|较)[^，。；：、0-9]{{0,6}}(?:[0-9]{{4}}年)?[^，。；：、0-9]{{0,4}}的{_VALUE}[^，。；：、0-9]{{0,4}}({_WAY})了?({N})(个百分点|倍|[%％]|{UNIT})"
)
# 8.4亿元，去年同期为8亿元，同比增长5%   去年同期8亿元，今年8.4亿元，增长5%
_PAST = "去年同期|上年同期|去年|上年|上一年|上月|上季度|上周|年初|上届"
_OTHER_YEAR = "，同比|，环比|，比上?[去年]?年?同?期?|，较上?[去年]?年?同?期?|，"
_LAST_YEAR = re.compile(
    rf"{_VALUE}[，（](?:而)?(?:{_PAST})[^，。；：、0-9]{{0,6}}{_VALUE}）?(?:{_OTHER_YEAR})[^，。；：、0-9]{{0,2}}({_WAY})了?(?:幅度)?(?:达到|达|为)?({N})(个百分点|倍|[%％]|{UNIT})"
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
_RATE = re.compile(
    rf"(?:完成|占|达到?|相当于|实现)(?:了)?(?:全年|年度|今年|全部|总|目标|计划|任务|总数|应建|预算|总体|既定|年初)[^，。；：、0-9]{{0,10}}({N})[%％]"
    rf"|(?:合格|完成|整改|办结|达标|覆盖|优良|满意|化解|销号|开工|完工|竣工|入户|签约|到位|执行|通过|及格|就业|结案|调解成功|成功|回复|答复|参与|接种|入园|出勤|到会|赞成|使用|利用|入住|获奖)率(?:达到|达|为|是)?({N})[%％]"
)
# 参评单位60个，优秀率35%，评出优秀单位18个
_RATE_FIRST = re.compile(
    rf"{_VALUE}，[^，。；：、0-9]{{0,6}}?([\u4e00-\u9fff]{{2}})率(?:达到|达|为|是)?({N})[%％]，[^，。；：、0-9]{{0,8}}(?<![不未])\3[^，。；：、0-9]{{0,4}}({N})(?:\2)"
)
_UNDONE = rf"(?:尚有|还有|仍有)(?=[^，。；：、0-9]{{0,4}}{N}{UNIT}[^，。；：、0-9]{{0,4}}(?:未|没有|待|正在))"
_REST = re.compile(
    rf"(?:(?:其余|剩余|余下|还剩|剩下|尚余|仅剩)(?:的)?|{_UNDONE})[^，。；：、0-9]{{0,4}}{_VALUE}(?!以上|以下|左右)"
)


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on each figure of a paragraph that does not follow."""
    for pattern in (_FROM_TO, _THAN, _LAST_YEAR, _THIS_YEAR):
        for match in pattern.finditer(paragraph.bare):
            yield from _change(paragraph, match, turned=pattern in (_THAN, _LAST_YEAR))
    yield from _directions(paragraph)
    yield from _rates(paragraph)
    yield from _rates_first(paragraph)
    yield from _rests(paragraph)


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
        match.start(5), match.end(7), "A102", right=f"{_way(right)}{rounded(abs(right), places)}{what}"
    )


def _directions(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark where what is said to grow gets smaller, or the other way about."""
    text = paragraph.bare
    for match in _TURNED.finditer(text):
        first, unit, way, second, unit_after = match.groups()
        step = Decimal(second) - Decimal(first)
        ranks = _RANKS.search(text, max(match.start() - 12, 0), match.end())
        if unit == unit_after and step and (step > 0) != (way in _UP.split("|")) and not ranks:
            yield paragraph.remark(match.start(3), match.end(), "A102", right=f"{_way(step)}到{second}{unit}")


def _way(step: Decimal) -> str:
    return "增加" if step >= 0 else "减少"


def _rates(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare 完成年度计划的85% and 合格率98% with the two figures before them, when these are the only ones that could be meant."""
    text = paragraph.bare
    for start, end in sentences(text):
        for match in _RATE.finditer(text, start, end):
            known = figures(text, start, match.start())
            said = match[1] or match[2]
            near = [one for one in known if one.unit == known[-1].unit] if known else []
            if len(near) != 2 or _is_share(near, said) or "分别" in text[start : match.start()]:
                continue
            least, most = sorted(one.value for one in near)
            every = [one.value for one in figures(text, 0, len(text)) if one.unit == near[0].unit]
            fits = any(_follows(part, whole, said) for part in every for whole in every if part != whole)
            stem = match[0][: match[0].find("率")] if match[2] else "完成|实现|开工|占"
            of_it = re.search(
                rf"(?:{stem}|已|其中|实际|现有?|实有)[^，。；：、0-9]{{0,8}}$", text[near[0].end : near[1].start]
            )
            if of_it and least and least != most and not fits and not _between(near, text):
                at = match.start(1) if match[1] else match.start(2)
                yield paragraph.remark(at, match.end(), "A102", right=f"{rounded(least * 100 / most, 1)}%")


def _rates_first(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare a rate with the whole before it and the part behind it."""
    for match in _RATE_FIRST.finditer(paragraph.bare):
        whole, part = Decimal(match[1]), Decimal(match[5])
        if part < whole and not _follows(part, whole, match[4]):
            yield paragraph.remark(match.start(4), match.end(4) + 1, "A102", right=f"{rounded(part * 100 / whole, 1)}%")


def _between(near: list[Figure], text: str) -> bool:
    """Whether two figures are no whole and its part: the words between them say a change."""
    return re.search(f"(?:{_WAY}|人均|户均|平均|每|其余|剩余|比|较)", text[near[0].end : near[1].start]) is not None


def _is_share(near: list[Figure], said: str) -> bool:
    least, most = sorted(one.value for one in near)
    return bool(most) and _follows(least, most, said)


def _follows(part: Decimal, whole: Decimal, said: str) -> bool:
    """Whether a percentage follows from part and whole, rounded as it is written, or cut."""
    return bool(whole) and abs(part * 100 / whole - Decimal(said)) < Decimal(1).scaleb(-len(said.partition(".")[2]))


def _rests(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare 其余2件 with the whole and the part before it, when the sentence has no other figure of the unit."""
    text = paragraph.bare
    for start, end in sentences(text):
        for match in _REST.finditer(text, start, end):
            before = [one for one in figures(text, start, match.start()) if one.unit == match[2]]
            if len(before) < 2 or "其中" in text[before[1].end : match.start()]:
                continue
            whole, parts = before[0].value, [one.value for one in before[1:]]
            rest = Decimal(match[1])
            right = whole - sum(parts)
            possible = {right, *(whole - part for part in parts), whole - parts[0]}
            if whole > max(parts) and right > 0 and rest not in possible:
                yield paragraph.remark(match.start(1), match.end(2), "A102", right=f"{right}{match[2]}")

"""Percentages against the figures that they are made of: 收回1146份，回收率95.5%; 占1240个单元的30%; 其余2件.

A pair of figures belongs to the first percentage behind it; one behind which a percentage stands has been used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docgen.prose.figures import FIGURE, UNIT, Figure, N, figures, rounded, sentences
from docgen.prose.text import Paragraph, Remark

_PERCENTAGE = re.compile(rf"(?<![0-9]){N}[%％]")
_SHARE = re.compile(rf"(?:占比?|比例为|占总数的|占全部的)(?:[^，。；0-9]{{0,6}})({N})[%％]")
_PART = re.compile(rf"(?<![0-9])({N})({UNIT})，占")
_OF_ANOTHER = re.compile("去年|上年|同期")  # 去年同期为8亿元
_GOALS = "全年|年度|今年|全部|总|目标|计划|任务|总数|应建|预算|总体|既定|年初"
_NAMED = "合格|完成|整改|办结|达标|覆盖|优良|满意|化解|销号|开工|完工|竣工|入户|签约|到位|执行|通过|及格|就业|结案|调解成功|成功|回复|答复|参与|接种|入园|出勤|到会|赞成|使用|利用|入住|获奖"
_RATE = re.compile(
    rf"(?:完成|占|达到?|相当于|实现)(?:了)?(?:{_GOALS})[^，。；：、0-9]{{0,10}}({N})[%％]"
    rf"|(?P<stem>{_NAMED}|[\u4e00-\u9fff]{{2}})率(?:达到|达|为|是)?({N})[%％]"
)
_OF_IT = "已|其中|实际|现有?|实有"
# 占1240个无梯单元的35.2%, 完成年度计划20亿元的75%
_OF_A_WHOLE = re.compile(
    rf"(?:占|相当于|完成|达到?|为)了?[^，。；：、0-9]{{0,10}}({N})({UNIT})[^，。；：、0-9]{{0,12}}的({N})[%％]"
)
# 应检1000台，实检300台，检验率为30%
_DUE = re.compile(
    rf"应[^，。；：、0-9]{{1,8}}({N})({UNIT})[^，。；：、0-9]{{0,6}}，(?:实|已)[^，。；：、0-9]{{1,8}}({N})\2[^，。；：、0-9]{{0,6}}，[^，。；：、0-9]{{0,8}}率(?:达到|达|为|是)?({N})[%％]"
)
# 参评单位60个，优秀率30%，评出优秀单位18个
_RATE_FIRST = re.compile(
    rf"(?<![0-9])({N})({UNIT})，[^，。；：、0-9]{{0,6}}?([\u4e00-\u9fff]{{2}})率(?:达到|达|为|是)?({N})[%％]，[^，。；：、0-9]{{0,8}}(?<![不未])\3[^，。；：、0-9]{{0,4}}({N})(?:\2)"
)
_CHANGE = "增|减|升|降|涨|提高|扩大|缩|扩|发展|拓展|壮大|延长|精简|压|回落|下调|下滑|收窄"
_NO_PART = re.compile(f"{_CHANGE}|人均|户均|平均|每|其余|剩余|比|较")
_UNDONE = rf"(?:尚有|还有|仍有)(?=[^，。；：、0-9]{{0,4}}{N}{UNIT}[^，。；：、0-9]{{0,4}}(?:未|没有|待|正在))"
_REST = re.compile(
    rf"(?:(?:其余|剩余|余下|还剩|剩下|尚余|仅剩)(?:的)?|{_UNDONE})[^，。；：、0-9]{{0,4}}({N})([%％]|{UNIT})(?!以上|以下|左右)"
)


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on each percentage, and each rest, that its figures do not give."""
    told: set[int] = set()
    for look in (_of_wholes, _shares, _rates, _due, _rates_first, _rests):
        for remark in look(paragraph):
            if remark.end not in told:
                told.add(remark.end)
                yield remark


def _wrong(paragraph: Paragraph, start: int, end: int, part: str, whole: str, unit: str) -> Remark:
    """Return the remark on a percentage that part and whole do not give."""
    right = f"{rounded(Decimal(part) * 100 / Decimal(whole), 1)}%"
    return paragraph.remark(start, end, "A102", figures=f"{part}{unit}、{whole}{unit}", right=right)


def _is_used(text: str, figure: Figure, at: int) -> bool:
    """Whether a percentage stands between a figure and a place."""
    return _PERCENTAGE.search(text, figure.end, at) is not None


def _of_wholes(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare a percentage of a whole that is named with it, and with the figure before it."""
    text = paragraph.bare
    for start, end in sentences(text):
        for match in _OF_A_WHOLE.finditer(text, start, end):
            before = figures(text, start, match.start())
            whole = Decimal(match[1])
            if not before or before[-1].unit != match[2] or not whole or _is_used(text, before[-1], match.start()):
                continue
            part = before[-1].value
            if not _follows(part, whole, match[3]) and not _NO_PART.search(text, before[-1].end, match.start(3)):
                yield _wrong(paragraph, match.start(3), match.end(), str(part), match[1], match[2])


def _shares(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare 占35% with the figure before it, and the wholes before that."""
    text = paragraph.bare
    for start, end in sentences(text):
        known = figures(text, start, end)
        for match in () if "分别" in text[start:end] else _SHARE.finditer(text, start, end):
            before = [one for one in known if one.start < match.start()]
            if not before or _is_used(text, before[-1], match.start(1)):
                continue
            last = before[-1]
            other = _OF_ANOTHER.search(text[max(last.start - 8, start) : last.start])
            if other or "其中" in text[last.start : match.start()]:
                continue
            wholes = [one.value for one in before[:-1] if one.unit == last.unit and one.value > last.value]
            if wholes and not _has_whole(text, (start, end), last, wholes, match[1]):
                yield _share(paragraph, match, last, list(dict.fromkeys(wholes)))


def _has_whole(text: str, sentence: tuple[int, int], part: Figure, wholes: Sequence[Decimal], said: str) -> bool:
    """Whether a share is that of a part in one of the wholes, in another figure of the paragraph, or in the sum of all parts."""
    others = [Decimal(m[1]) for m in FIGURE.finditer(text) if m[2] == part.unit]
    parts = (Decimal(m[1]) for m in _PART.finditer(text, *sentence) if m[2] == part.unit)
    others.append(sum(parts, Decimal(0)))
    return any(_fits(part.value, whole, said) for whole in (*wholes, *others) if whole)


def _share(paragraph: Paragraph, match: re.Match[str], part: Figure, wholes: Sequence[Decimal]) -> Remark:
    shown = "、".join(f"{value}{part.unit}" for value in (part.value, *wholes))
    right = ", ".join(f"{part.value * 100 / whole:.1f}%" for whole in wholes)
    return paragraph.remark(match.start(1), match.end(), "A102", figures=shown, right=right)


def _fits(part: Decimal, whole: Decimal, said: str) -> bool:
    """Whether a percentage follows from part and whole, rounded as it is written, or cut; the rest of the whole may be meant."""
    near = Decimal(1).scaleb(-len(said.partition(".")[2]))
    share = part * 100 / whole
    return abs(share - Decimal(said)) <= near or abs(100 - share - Decimal(said)) <= near


def _rates(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare 完成年度计划的85% and 合格率98% with the two figures before them, when these are the only ones that could be meant."""
    text = paragraph.bare
    for start, end in sentences(text):
        for match in _RATE.finditer(text, start, end):
            known = figures(text, start, match.start())
            at = match.start(1) if match[1] else match.start(3)
            near = [one for one in known if one.unit == known[-1].unit] if known else []
            if len(near) != 2 or "分别" in text[start : match.start()] or _is_used(text, near[1], at):
                continue
            least, most = sorted(near, key=lambda one: one.value)
            every = [one.value for one in figures(text, 0, len(text)) if one.unit == near[0].unit]
            fits = any(_follows(part, whole, match[1] or match[3]) for part in every for whole in every)
            between = text[near[0].end : near[1].start]
            of_it = re.search(rf"(?:{_done(match['stem'])})[^，。；：、0-9]{{0,8}}$", between)
            if of_it and least.value and least.value != most.value and not fits and not _NO_PART.search(between):
                yield _wrong(paragraph, at, match.end(), str(least.value), str(most.value), near[0].unit)


def _done(stem: str | None) -> str:
    """Return what names the part of a whole that a rate tells of, as a pattern."""
    if stem is None:
        return f"完成|实现|开工|占|{_OF_IT}"
    return f"{stem}|{_OF_IT}" if re.fullmatch(_NAMED, stem) else f"{stem}|{stem[::-1]}"


def _due(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare a rate with what was due and what was done."""
    for match in _DUE.finditer(paragraph.bare):
        due, done = Decimal(match[1]), Decimal(match[3])
        if due and not _follows(done, due, match[4]):
            yield _wrong(paragraph, match.start(4), match.end(), match[3], match[1], match[2])


def _rates_first(paragraph: Paragraph) -> Iterator[Remark]:
    """Compare a rate with the whole before it and the part behind it."""
    for match in _RATE_FIRST.finditer(paragraph.bare):
        whole, part = Decimal(match[1]), Decimal(match[5])
        if part < whole and not _follows(part, whole, match[4]):
            yield _wrong(paragraph, match.start(4), match.end(4) + 1, match[5], match[1], match[2])


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
                shown = "、".join(f"{value}{match[2]}" for value in (whole, *parts))
                yield paragraph.remark(match.start(1), match.end(2), "A102", figures=shown, right=f"{right}{match[2]}")

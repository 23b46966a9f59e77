"""Parts that make a whole between them: 男…女…, 实到…请假…, and shares that must come to 100."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from docgen.prose.figures import UNIT, Figure, N, figures, sentences
from docgen.prose.text import Paragraph, Remark

# Words of parts that nothing belongs to twice and nothing is left out of.
_PAIRS = (
    ("男", "女"),
    ("实到|出席|到会", "请假|缺席|缺勤|未到|因事|因病"),
    ("(?<!不)合格", "不合格"),
    ("(?<!不)达标", "不达标|未达标"),
    ("(?<!不)及格", "不及格"),
    ("已完成", "未完成|尚未完成"),
    ("已整改|整改完成|完成整改", "未整改|正在整改|尚未整改|尚在整改|未完成整改"),
    ("已办结|已结案", "未办结|未结案|正在办理"),
    ("已通过", "未通过"),
    ("(?<!未)通过", "未通过"),
    ("线上", "线下"),
    ("(?<!非)正式", "预备"),
    ("城镇|城市", "农村|乡村"),
    ("在职|在岗", "退休|离退休"),
    ("本地|本市|本县", "外地|外来"),
)
_SHARE = re.compile(rf"(?:占|占比为?|占比达到?|比例为)({N})[%％]")
_NOT_ALL = re.compile("其中|多选|可选多|多项|同时|女性?占|男性?占|岁|以上|(?<!及)以下|增长|下降|提高")
_NEAR = 12  # what shares may miss 100 by and still be meant as the whole


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on each whole that its parts do not make."""
    text = paragraph.bare
    for start, end in sentences(text):
        known = figures(text, start, end)
        for one, other in _PAIRS:
            yield from _pair(paragraph, known, one, other)
        yield from _shares(paragraph, start, end)


def _pair(paragraph: Paragraph, known: list[Figure], one: str, other: str) -> Iterator[Remark]:
    """Compare the figures of two parts, one behind the other, with the one of their unit before them."""
    text = paragraph.bare
    for whole, first, second in zip(known, known[1:], known[2:], strict=False):
        between, last = text[whole.end : first.start], text[first.end : second.start]
        if not whole.unit == first.unit == second.unit or len(between) > 24 or len(last) > 16:
            continue
        turned = _names(other, between, text, first) and _names(one, last, text, second)
        if not turned and not (_names(one, between, text, first) and _names(other, last, text, second)):
            continue
        if re.search("[。；]|增|比|另|每|均", f"{between}{last}") or re.search(
            "占|比", text[second.end : second.end + 1]
        ):
            continue
        if "均" in text[max(whole.start - 12, 0) : whole.start]:
            continue
        there = first.value + second.value
        third = re.match(rf"[，、][^，。；：、0-9]{{1,12}}{N}{re.escape(whole.unit)}", text[second.end :])
        if there != whole.value and not (third and there < whole.value):
            yield paragraph.remark(
                whole.start, second.end, "A101", words=text[whole.start : whole.end], there=f"{there}{whole.unit}"
            )


def _names(part: str, before: str, text: str, figure: Figure) -> bool:
    """Whether the words before a figure, or right behind it, name a part."""
    clause = re.split("[，、；：]", before)[-1]
    behind = re.match(f"(?:{part})", text[figure.end : figure.end + 4])
    return behind is not None or re.search(f"(?:{part})[^0-9]*$", clause) is not None


def _shares(paragraph: Paragraph, start: int, end: int) -> Iterator[Remark]:
    """Add up shares of three or more clauses that are built alike: 满意的占46%，一般的占33%，…."""
    text = paragraph.bare
    found = list(_SHARE.finditer(text, start, end))
    if len(found) < 3 or _NOT_ALL.search(text, start, found[-1].end()):
        return
    if "学历" in text[start:end] and len(set(re.findall("研究生|本科|专科|高中", text[start:end]))) < 2:
        return
    apart = [text[a.end() : b.start()] for a, b in pairwise(found)]
    alike = all(
        re.fullmatch(rf"[，、；](?:[^，。；、0-9]{{1,16}}|[^，。；、0-9]{{1,12}}{N}{UNIT}，)", words) for words in apart
    )
    total = sum((Decimal(match[1]) for match in found), Decimal(0))
    last = re.match("[，、；]?(?:其余|其他|剩余)", text[found[-1].end() :])
    rest = last is not None and total < 100
    if alike and not rest and Decimal("0.5") < abs(total - 100) <= _NEAR:
        shown = "、".join(f"{match[1]}%" for match in found)
        yield paragraph.remark(found[0].start(), found[-1].end(), "A103", words=shown, there=f"{total}%")

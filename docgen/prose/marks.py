"""Punctuation: half-width marks and spaces in Chinese, marks without partner, doubled ones, lists whose items end unlike each other. Source: GB/T 15834-2011 and the habits of official texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docgen.prose.series import Series
from docgen.prose.text import Paragraph, Remark

_CN = "\u3400-\u9fff\U00020000-\U0003ffff"
_MARKS = "，。、；：！？（）《》〈〉“”‘’【】〔〕—…·～"
_FULL = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_HALF = re.compile(
    rf"(?<=[{_CN}{_MARKS}])[,;:?!](?![0-9A-Za-z/])|(?<=[{_CN}{_MARKS}])[,;:?!](?=[{_CN}“《（])|[,;?!](?=[{_CN}“《（])"
    rf"|(?<=[{_CN}”》])\((?=[^()]*[{_CN}])|(?<=[{_CN}”》）])\)|\((?=[{_CN}][^()]*\))|(?<=[{_CN}])\.(?=$|[{_CN}。，；])"
)
_SPACE = re.compile(
    rf"(?<=[{_CN}{_MARKS}])(?!\u3000+[{_CN}]{{2,6}}：)[ \u3000\xa0]+(?=[{_CN}{_MARKS}0-9])|(?<=[0-9%]) +(?=[{_CN}])|(?<=[。；，：]) +(?=.)"
)
_SPREAD = re.compile(rf"[{_CN}](?:[ \u3000\xa0]+[{_CN}]){{1,3}}：?")  # 合　计, set apart to fill its place
_ORGAN = rf"[{_CN}]{{2,30}}?[央委会府局厅办室院部团]"
# 中共中央　国务院关于…: organs that issue jointly
_ORGANS = re.compile(rf"{_ORGAN}(?:[ \u3000\xa0]+{_ORGAN})+(?:\n?关于[^。 \u3000\xa0]*)?")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零]{1,6}[章节条编][ \u3000\xa0]+")
_STRAIGHT = re.compile(
    rf'"(?=[^"]*[{_CN}])[^"]*"|(?<=[{_CN}])"|"(?=[{_CN}])' + rf"|(?<![A-Za-z])'(?=[^']*[{_CN}])[^']*'"
)
_BETWEEN = re.compile(r"(?<=”)、(?=“)|(?<=》)、(?=《)")
_DOUBLED = re.compile(
    r"。。+|[，、；：][，。、；：]+|。[，、；：]|[！？][，、；：。]|！！+|(?<!？)？？(?!？)(?![个名人家次项例件户万亿元处场])|……。|。……"
)
_STOPPED_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^。！？：:；]{2,36}。$"
)
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
_STOPPED_TITLE = re.compile(
    r"^[^，。；]{0,30}关于[^，。；]{2,40}的(?:意见|通知|决定|通报|报告|请示|批复|函|方案|办法|规定|公告|通告|纪要|决议)。$"
)
_ORDINALS = (
    (re.compile(r"^([一二三四五六七八九十]{1,3})[.．,，](?![0-9])"), r"\1、"),
    (re.compile(r"^([（(][一二三四五六七八九十]{1,3}[）)])[、.，]"), r"\1"),
    (re.compile(r"^\(([一二三四五六七八九十]{1,3})\)"), r"（\1）"),
    (re.compile(r"(?:^|(?<=[：；。]))([0-9]{1,2})、(?=[^0-9])"), r"\1."),
    (re.compile(r"^([（(][0-9]{1,2}[）)])[、.，]"), r"\1"),
    (re.compile(r"(?:^|(?<=[，。；：]))(第[一二三四五六七八九十]{1,3})、"), r"\1，"),
    (re.compile(r"(?:^|(?<=[，。；：]))([一二三四五六七八九十]{1,3}[是要])[：:、]"), r"\1"),
    (re.compile(r"(?:^|(?<=[，。；：]))(首先|其次|再次|最后)、"), r"\1，"),
)
_NESTED = re.compile(r"《[^》]*《|“[^”]*“|〈[^〉]*〈")
_DASH = re.compile(
    rf"(?<=[{_CN}”》）])(?:--+|—(?!—)(?=[{_CN}“]{{7}})|－－+|——{{2,}})(?=[{_CN}“《])|(?<=[{_CN}，。”])\.{{2,}}|。{{3,}}|(?<=[{_CN}])…(?!…)"
)
_COLONS = re.compile(r"[：:][^：:，。；！？\n“”（）《》]{0,14}(?:如下|以下[^：:，]{0,6}|是|为)[：:]")
_STOP_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff])“([^“”。！？，；]{1,30})。”(?=$|[\u4e00-\u9fff])")
# 他说：“……，……”。: the stop of what somebody says in full stands inside
_SAYS = "说|道|指出|强调|写道|表示|感慨|感叹|坦言|问|回答|答|笑言|直言|介绍|要求|提醒|讲"
_STOP_OUTSIDE = re.compile(rf"(?:{_SAYS})[：:]“([^“”]{{4,}}[^“”。！？…—])”。")
_NOTE_BEHIND = re.compile(r"。（[^（）。！？]{2,20}）")
_REMARK = re.compile(
    "掌声|鼓掌|完|笑|作者|记者|来源|（[一二三四五六七八九十0-9]{1,3}）|(?:责任|牵头|配合|主责|承办|协办)(?:单位|部门|科室|处室|领导|人)[：:]"
)  # what is no note on a sentence
_LONGEST_QUOTATION = 12  # paragraphs
_PAIRS = (("“", "”"), ("‘", "’"), ("（", "）"), ("《", "》"), ("〈", "〉"), ("【", "】"), ("〔", "〕"))


def check(paragraphs: Sequence[Paragraph], series: Sequence[Series]) -> Iterator[Remark]:
    """Yield a remark on each mark that is wrong."""
    for paragraph in paragraphs:
        yield from _in_one(paragraph)
        yield from _stop_behind(paragraph, paragraphs, series)
    yield from _unpaired(paragraphs)
    yield from _items(paragraphs, series)


def half_width(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on each half-width mark in Chinese, with the right one."""
    for match in _HALF.finditer(paragraph.bare):
        yield paragraph.remark(match.start(), match.end(), "W501", right=_FULL.get(match[0], "。"))


def _in_one(paragraph: Paragraph) -> Iterator[Remark]:
    text = paragraph.bare

    def every(pattern: re.Pattern[str], code: str, right: str = "") -> Iterator[Remark]:
        for match in pattern.finditer(text):
            yield paragraph.remark(
                match.start(), match.end(), code, **({"right": match.expand(right)} if right else {})
            )

    yield from half_width(paragraph)
    article = _ARTICLE.match(text)
    spread = any(pattern.fullmatch(text.strip()) for pattern in (_SPREAD, _ORGANS))
    for match in () if spread else _SPACE.finditer(text, article.end() if article else 0):
        yield paragraph.remark(match.start(), match.end(), "W502")
    yield from every(_STRAIGHT, "W503")
    yield from every(_BETWEEN, "W505")
    yield from every(_DOUBLED, "W506")
    for pattern, right in _ORDINALS:
        yield from every(pattern, "W508", right)
    for match in _NESTED.finditer(text):
        yield paragraph.remark(
            match.end() - 1, match.end(), "W509", right={"《": "〈〉", "“": "‘’", "〈": "《》"}[match[0][-1]]
        )
    yield from every(_DASH, "W510")
    for match in _COLONS.finditer(text):
        yield paragraph.remark(match.end() - 1, match.end(), "W511")
    for match in _STOP_INSIDE.finditer(text):
        yield paragraph.remark(match.end() - 2, match.end(), "W512")
    for match in _STOP_OUTSIDE.finditer(text):
        if re.search("[，；。！？]", match[1]):
            yield paragraph.remark(match.end() - 2, match.end(), "W517")
    for match in _NOTE_BEHIND.finditer(text):
        if not _REMARK.search(match[0]):
            yield paragraph.remark(match.start(), match.end(), "W513")


def _stop_behind(paragraph: Paragraph, paragraphs: Sequence[Paragraph], series: Sequence[Series]) -> Iterator[Remark]:
    """Yield a remark on a title or a standalone heading that ends in a stop; items of a list are none."""
    text, at = paragraph.bare, paragraph.number
    behind = paragraphs[at + 1].bare if at + 1 < len(paragraphs) else ""
    before = paragraphs[at - 1].bare if at else ""
    below = not text.startswith("（") and behind.startswith("（") and not _ARTICLE.match(behind)
    heading = _STOPPED_HEADING.match(text) and behind and (below or not _NUMBERED.match(behind))
    own = next((one for one in series if any(item.leads and item.paragraph == at for item in one.items)), None)
    siblings = [paragraphs[item.paragraph].bare for item in own.items if item.paragraph != at] if own else []
    if siblings and all(sibling[-1:] in "。；;：" or "。" in sibling for sibling in siblings):
        heading = None  # all of them end so, or go on behind it
    if (heading and not before.endswith("；")) or (not at and _STOPPED_TITLE.match(text) and behind):
        yield paragraph.remark(len(text) - 1, len(text), "W507")


def _unpaired(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    """Yield a remark on marks that open and do not close, or close without opening; a quotation may have several paragraphs."""
    for opens, closes in _PAIRS:
        open_ones: list[tuple[Paragraph, int]] = []
        for paragraph in paragraphs:
            for at, sign in enumerate(paragraph.bare):
                if sign == opens:
                    open_ones.append((paragraph, at))
                elif sign == closes and open_ones and _goes_on(open_ones[-1], paragraph, opens):
                    last = open_ones.pop()
                    while open_ones and last[1] == 0 and open_ones[-1][0] is not paragraph:
                        last = open_ones.pop()  # each paragraph of a quotation begins with the mark
                elif sign == closes and not _is_ordinal(paragraph.bare[max(at - 3, 0) : at], closes):
                    yield paragraph.remark(at, at + 1, "W504", other=opens)
        for paragraph, at in open_ones:
            yield paragraph.remark(at, at + 1, "W504", other=closes)


def _goes_on(opened: tuple[Paragraph, int], paragraph: Paragraph, opens: str) -> bool:
    """Whether a mark that opened can close in a paragraph: the same, or one of the next behind a paragraph that ends in a stop."""
    first, at = opened
    far = paragraph.number - first.number
    return not far or (far <= _LONGEST_QUOTATION and (at == 0 or first.bare[at - 1] in "：:"))


def _is_ordinal(before: str, closes: str) -> bool:
    """Whether a bracket that closes belongs to an ordinal, of which the three signs before it tell: 1）, 一）."""
    return closes == "）" and re.search(r"(?:^|[^0-9A-Za-z])[0-9一二三四五六七八九十a-zA-Z]{1,2}$", before) is not None


def _items(paragraphs: Sequence[Paragraph], series: Sequence[Series]) -> Iterator[Remark]:
    """Yield a remark where items of one list in a paragraph end partly in 。 and partly in ；."""
    for one in series:
        ends: list[tuple[int, int, str]] = []
        whole = True
        for before, after in pairwise(one.items):
            if before.paragraph == after.paragraph and after.start:
                text = paragraphs[after.paragraph].bare
                ends.append((after.paragraph, after.start - 1, text[after.start - 1]))
                whole = whole and "。" not in text[before.end : after.start - 1]
        stops = {end for _, _, end in ends if end in "。；"}
        if len(stops) == 2:
            common = max(stops, key=lambda stop: sum(end == stop for _, _, end in ends))
            other = next((p, at) for p, at, end in ends if end in "。；" and end != (common if whole else "。"))
            yield paragraphs[other[0]].remark(other[1], other[1] + 1, "W514")

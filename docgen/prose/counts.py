"""Numbers that announce something, against what follows: 五个方面 and its items, “四个统一”（…）, 甲、乙、丙三个县, 附件3份."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.numerals import NUMERAL, NUMERAL_SIGNS, numeral, value_of
from docgen.prose.phrases import Phrases
from docgen.prose.series import Series
from docgen.prose.text import HOLE, Paragraph, Remark

_MEASURES = "个|项|条|点|类|种|方面|大|步|件|组|批|份|篇|句|招|环节|层面|层|级|家|名|位|所|处|支|座|起|宗|则|套|部|场|轮|次|届|阶段|步骤|举措|工程|行动|任务|问题|措施|要求|意见|建议|内容|特点|原则|目标|机制"
_COUNT = re.compile(rf"(?<![第〇零一二三四五六七八九十百千万两0-9.％%])({NUMERAL})({_MEASURES})(?!是|要|月)")
_SENTENCE = re.compile(r"[^。！？；]*[。！？；：:]?$")
_AFTER = re.compile(r"[^，。；：！？]{0,16}[：:。，；]?\s*$")
_MOST = 60  # an announcement of more is none of a list in prose
"""Of such a sentence the last number counts the items that follow."""
_NAMED = re.compile(rf"“({NUMERAL})([^“”（）、，{NUMERAL_SIGNS}]{{1,8}})”(?:（([^（）]+)）|，?即([^。；，]+))")
_ENDS_ALIKE = re.compile(
    rf"({NUMERAL})(个|项|条)(环节|方面|关键|重点|难点|要点|领域|关口|步骤)[^，。；：]{{0,6}}[，：](?:做到|实现|确保|抓好|突出|落实|把好)?"
    r"((?:[^，。；：、]{2,16}、){2,}[^，。；：、]{2,16})[，。；]"
)
_QUOTED = re.compile(
    rf"“({NUMERAL})({_MEASURES})([^“”（）]{{0,8}})”(?:（([^（）]+)）|[：:]([^。；]+)|，?即([^。；，]+))"
)
_LISTED = re.compile(
    rf"(?<![第〇零一二三四五六七八九十百千万两0-9.])({NUMERAL})({_MEASURES})([^，。；：、（）“”\d]{{1,12}})(?:(?:[：:]|（)([^。；：（）]+)|，?(?:分别是|分别为|即|包括)[：:]?([^，。；：（）]+))"
)
_TRAILING = re.compile(
    rf"((?:[^，。；：！？、（）“”]{{1,20}}、)+[^，。；：！？、（）“”]{{1,20}}?)(等)?({NUMERAL})(个|家|名|位|大|级|类|种|项|所|座|支|条)"
    r"(县|区|市|镇|乡|村|社区|街道|部门|单位|方面|领域|环节|企业|园区|学校|阶段|维度|层面|层级|类别|渠道|平台|品牌|要素|地区|县区|县（市、区）|乡镇)"
)
_VERBS = re.compile(
    "提出|实施|开展|制定|采取|建立|完善|出台|形成|推进|做好|抓好|完成|推出|建设|明确|印发|召开|新增|涉及|共有|现有|组织|选择|选取|确定"
)
_ATTACHMENTS = re.compile(rf"(?:附件|随文附发|附发|附)[^。；，0-9]{{0,6}}[：:，,]?(?:共)?({NUMERAL})份")
_AN_ATTACHMENT = re.compile(r"^(?:附件[：:])?\s*([0-9]{1,2})[.．]")
_ALTERNATIVES = frozenset(["市、区", "区、市", "街道、办事处", "县、区"])


def check(paragraphs: Sequence[Paragraph], series: Sequence[Series], phrases: Phrases) -> Iterator[Remark]:
    """Yield a remark on each announcement that does not agree with what follows."""
    for one in series:
        yield from _announced(paragraphs, one, phrases)
    for paragraph in paragraphs:
        yield from _named(paragraph, phrases)
        yield from _trailing(paragraph, phrases)
    yield from _attachments(paragraphs)


def _announced(paragraphs: Sequence[Paragraph], series: Series, phrases: Phrases) -> Iterator[Remark]:
    """Compare a series with the last number of the sentence before it."""
    first = series.first
    if first.value != 1:
        return
    paragraph = paragraphs[first.paragraph]
    end = first.start
    if first.leads:
        if not first.paragraph or (series.family in ("一、", "（一）") and paragraphs[first.paragraph - 1].is_heading):
            return
        paragraph = paragraphs[first.paragraph - 1]
        end = len(paragraph.text)
    before = paragraph.outer[:end].rstrip()
    start = max((before[:-1].rfind(stop) for stop in "。！？"), default=-1) + 1
    if start and first.leads is False and len(before) - start < 2:
        return
    fixed = phrases.within(paragraph.text)
    if before.endswith(("如下：", "如下:")) and start and not _COUNT.search(before, start):
        before = before[:start]
        start = max((before[:-1].rfind(stop) for stop in "。！？"), default=-1) + 1
    found = [
        match
        for match in _COUNT.finditer(before, start)
        if _AFTER.fullmatch(before, match.end()) and not any(a <= match.start() < b for a, b in fixed)
    ]
    if not found:
        return
    match = found[-1]
    said, there = value_of(match[1]), series.last.value
    items = len({item.value for item in series.items})
    if said is None or not 1 < said <= _MOST or said in (there, items):
        return
    yield paragraph.remark(
        match.start(),
        match.end(),
        "W201",
        said=match[1],
        there=numeral(there),
        first=paragraphs[first.paragraph].text[first.start : first.end],
    )


def _clauses(listed: str, name: str) -> int:
    """Return how many clauses of a list begin alike, with its name or with the same words; 0 for other lists."""
    clauses = [clause for clause in re.split("[，、；]", listed.strip("。")) if clause]
    named = [clause for clause in clauses if name and clause.startswith(name)]
    if len(named) > 1:
        return len(named)
    alike = "，" in listed and "、" not in listed and len({clause[:2] for clause in clauses}) == 1
    return len(clauses) if alike and len(clauses) > 1 else 0


def _items(listed: str) -> int:
    """Return how many items a list has, or 0 when it does not tell."""
    words = listed.strip("，。；：、 ")
    if "等" in words[-3:] or HOLE in words:
        return 0
    if "；" in words:
        return words.count("；") + 1
    separators = words.count("、")
    last = words.rpartition("、")[2]
    joined = re.search("[^、]{2,}(?:和|与|及|以及)[^、]{2,}$", last) is not None and separators > 0
    return 0 if "，" in words else separators + 1 + joined


def _named(paragraph: Paragraph, phrases: Phrases) -> Iterator[Remark]:
    """Compare numbers with the list in brackets or behind a colon."""
    text = paragraph.bare
    fixed = phrases.within(text)
    done: set[int] = set()
    for pattern in (_QUOTED, _NAMED, _LISTED):
        for match in pattern.finditer(text):
            at = match.start(1)
            if at in done or any(a <= at < b for a, b in fixed):
                continue
            listed = next(group for group in match.groups()[::-1] if group)
            name = match[2] if pattern is _NAMED else match[3]
            said, there = value_of(match[1]), _clauses(listed, name) or _items(listed)
            if listed in _ALTERNATIVES or (pattern is _LISTED and "、" not in listed and "，" not in listed):
                continue
            done.add(at)
            if said and there > 1 and said > 1 and said != there:
                yield paragraph.remark(at, match.end(2), "W202", said=match[1], there=numeral(there))
    yield from _repeated(paragraph, done, fixed)


def _repeated(paragraph: Paragraph, done: set[int], fixed: Sequence[tuple[int, int]]) -> Iterator[Remark]:
    """Compare numbers with what follows in the same sentence and is built alike: 三个不放过, 五个环节…有保障、…有保障."""
    text = paragraph.bare
    for match in re.finditer(rf"“({NUMERAL})(个|大|条|项)([^“”、，]{{2,6}})”", text):
        rest = re.compile("[^。！？]*").match(text, match.end())
        ends = len(re.findall(rf"(?<!“){re.escape(match[3])}(?=[、，；。]|$)", rest[0] + "。")) if rest else 0
        said = value_of(match[1])
        if ends > 1 and said and said != ends and match.start(1) not in done and not _inside(fixed, match.start(1)):
            yield paragraph.remark(match.start(1), match.end(2), "W202", said=match[1], there=numeral(ends))
    for match in _ENDS_ALIKE.finditer(text):
        clauses = match[4].split("、")
        said = value_of(match[1])
        alike = len({clause[-2:] for clause in clauses}) == 1 or len({clause[:2] for clause in clauses}) == 1
        if alike and said and said != len(clauses) and match.start(1) not in done:
            yield paragraph.remark(match.start(1), match.end(3), "W202", said=match[1], there=numeral(len(clauses)))


def _inside(spans: Sequence[tuple[int, int]], at: int) -> bool:
    return any(a <= at < b for a, b in spans)


def _trailing(paragraph: Paragraph, phrases: Phrases) -> Iterator[Remark]:
    """Compare numbers with the list that they close: 甲、乙、丙三个县."""
    text = paragraph.bare
    fixed = phrases.within(text)
    for match in _TRAILING.finditer(text):
        at = match.start(3)
        last = match[1].rpartition("、")[2]
        if any(a <= at < b for a, b in fixed) or _VERBS.search(last):
            continue
        joined = re.search("[^、]+(?:和|与|及|以及)[^、]+$", last) is not None
        said, there = value_of(match[3]), match[1].count("、") + 1 + joined
        if said is None or said < 2 or said == there or (match[2] and said > there):
            continue
        yield paragraph.remark(at, match.end(), "W202", said=match[3], there=numeral(there))


def _attachments(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    """Compare the number of attachments with their list."""
    listed = 0
    for paragraph in paragraphs:
        match = _AN_ATTACHMENT.match(paragraph.text)
        if paragraph.text.startswith(("附件：", "附件:")):
            listed = int(match[1]) if match else 1
        elif listed and match and int(match[1]) == listed + 1:
            listed += 1
        elif listed:
            break
    if not listed:
        return
    for paragraph in paragraphs:
        for match in _ATTACHMENTS.finditer(paragraph.text):
            said = value_of(match[1])
            if said is not None and said != listed:
                yield paragraph.remark(match.start(), match.end(), "W203", said=match[1], there=listed)

"""Numbers that announce a series with ordinals, against it: 五个方面：一是…, 七大行动 and its headings, 以上四点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.numerals import NUMERAL, value_of
from docgen.prose.counts import MOST, NUMBER
from docgen.prose.ordinals import ARTICLES
from docgen.prose.phrases import Phrases
from docgen.prose.series import Series
from docgen.prose.tables import any_of
from docgen.prose.text import Paragraph, Remark

_NOUN = any_of("announcing")
_COUNT = re.compile(rf"{NUMBER}({any_of('measures')}|{_NOUN})(?!是|月|要(?!求|点|素))([\u4e00-\u9fff]{{0,8}})")
_NEAR = re.compile(r"[^，。；：！？]{0,16}[：:。，；]?\s*$")
_AS_FOLLOWS = re.compile(r"(?:如下|以下|下列)[^，。；：]{0,6}[：:]\s*$")
_ONLY_FOLLOWS = re.compile(
    r"[^，。；]{0,10}如下[：:]\s*"
)  # 现答复如下：it announces what the sentence before it counts
_PERSONS = ("人", "名", "份", "户", "部", "省", "院", "校")  # what is counted, but hardly listed with ordinals
# 以上四点, 上述三条意见: what stands above
_ABOVE = re.compile(
    rf"(?:^|(?<=[。！？]))(?:以上|上述|前述){NUMBER}(?:点|条|项|个方面|方面|个问题|件事|个环节|项工作|步)"
)
# “三步走”战略：第一步
_QUOTED = re.compile(rf"“({NUMERAL})(步|个|条|项|大|招)([^“”，。]{{1,8}})”[^，。；：“”]{{0,8}}[：:]\s*$")
_SENTENCE = 400  # characters; what stands farther before a series announces none
_FEW = 12  # more than this are hardly listed one by one
_OPEN_NOUNS = re.compile(rf"(?:{_NOUN})$")


def check(paragraphs: Sequence[Paragraph], series: Sequence[Series], phrases: Phrases) -> Iterator[Remark]:
    """Yield a remark on each announcement that does not agree with the series after it, or above it."""
    for one in series:
        yield from _announced(paragraphs, one, phrases)
    for paragraph in paragraphs:
        yield from _above(paragraph, series)


def _announced(paragraphs: Sequence[Paragraph], series: Series, phrases: Phrases) -> Iterator[Remark]:
    """Compare a series with the last number of the sentence before it."""
    first = series.first
    if first.value != 1 or series.family in ARTICLES:
        return
    paragraph, end = paragraphs[first.paragraph], first.start
    heading = False
    if first.leads:
        if not first.paragraph or paragraph.text.startswith("附件"):  # `attachments` compares them
            return
        paragraph = paragraphs[first.paragraph - 1]
        heading = paragraph.is_heading
        end = len(paragraph.text)
    items = _words_of(paragraphs, series)
    match = _last_count(paragraph, end, first.leads, phrases, items)
    if match is None:
        return
    if heading and not _OPEN_NOUNS.search(paragraph.text) and not _named_by(f"{match[2]}{match[3]}", items):
        return
    said = value_of(match[1])
    if said is None or not 1 < said <= MOST or said in series.sizes:
        return
    yield paragraph.remark(
        match.start(1),
        match.end(2),
        "W201",
        said=match[1],
        there=str(max(series.sizes)),
        first=paragraphs[first.paragraph].text[first.start : first.end],
    )


def _words_of(paragraphs: Sequence[Paragraph], series: Series) -> str:
    """Return the beginnings of the items of a series."""
    return "\n".join(paragraphs[item.paragraph].bare[item.end : item.end + 16] for item in series.items)


def _last_count(paragraph: Paragraph, end: int, leads: bool, phrases: Phrases, items: str) -> re.Match[str] | None:
    """Return the number that announces what follows: the last one of the sentence that ends there, when it is near or named by the items."""
    before, least = paragraph.outer, max(end - _SENTENCE, 0)
    end -= len(before[least:end]) - len(before[least:end].rstrip())
    start = _sentence(before, least, end - 1)
    if start and not leads and end - start < 2:
        return None
    fixed = phrases.within(paragraph.text)

    def counts(start: int) -> list[re.Match[str]]:
        return [
            match
            for match in _COUNT.finditer(before, start, end)
            if (value_of(match[1]) or 0) > 1
            and match[2] not in _PERSONS
            and not any(a <= match.start() < b for a, b in fixed)
        ]

    quoted = _QUOTED.search(paragraph.bare, start, end)
    if quoted and not any(a <= quoted.start(1) < b for a, b in fixed):
        return quoted
    found = counts(start)
    follows = _AS_FOLLOWS.search(before, least, end) is not None
    if start and not found and _ONLY_FOLLOWS.fullmatch(before, start, end):
        start = _sentence(before, least, start - 1)
        found = [match for match in counts(start) if not match[1].isascii() or re.match(_NOUN, match[3] or match[2])]
    fact = False
    for match in found[::-1]:
        name = f"{match[2]}{match[3]}"
        named = _named_by(name, items)
        abstract = re.match(_NOUN, name) or re.match(_NOUN, match[3])
        if re.search("以下|下列", before[match.end(2) : end]):
            return None  # it is what stands behind that which is announced
        fact |= not abstract and _is_fact(match, leads)
        near = not fact and _NEAR.fullmatch(before, match.end(2), end) is not None
        if near or (follows and abstract) or named:
            return match
    return None


def _sentence(text: str, least: int, end: int) -> int:
    """Return where the sentence begins that goes on at ``end``; what is longer than sentences are begins at ``least``."""
    return max(least, *(text.rfind(stop, least, max(end, 0)) + 1 for stop in "。！？"))


def _is_fact(match: re.Match[str], leads: bool) -> bool:
    """Whether a number in digits is told for its own sake, as 仍有37件。 is: it is large, or closes the paragraph before the series."""
    closes = leads and match[3] != "事" and match.string.startswith("。", match.end())
    return match[1].isascii() and (closes or (value_of(match[1]) or 0) > _FEW)


def _named_by(name: str, items: str) -> bool:
    """Whether every item of a series begins with words that end in a noun of the announcement: 七大行动, （一）清洁水源行动 and so on."""
    heads = [re.split("[，。；：（]", head)[0] for head in items.split("\n")]
    return any(
        len(noun) > 1 and all(head.endswith(noun) for head in heads) for noun in (name[1:3], name[:2], name[-2:])
    )


def _above(paragraph: Paragraph, series: Sequence[Series]) -> Iterator[Remark]:
    """Compare 以上四点 with the series that stand above it, of which one must have so many items."""
    for match in _ABOVE.finditer(paragraph.outer):
        said = value_of(match[1])
        here = (paragraph.number, match.start())
        ended = [one for one in series if (one.last.paragraph, one.last.start) < here and len(one.items) > 1]
        beside = [one for one in ended if one.last.paragraph >= paragraph.number - 1]
        if beside and said and not any(said in one.sizes for one in ended):
            yield paragraph.remark(match.start(), match.end(), "W202", said=match[1], there=str(max(beside[-1].sizes)))

"""Ordinals in a text: where they stand, of what family they are, what number they say."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from docgen.numerals import numeral, value_of
from docgen.prose.tables import any_of
from docgen.prose.text import Paragraph

_N = "[一二三四五六七八九十]{1,3}"
_BEGINS = r"(?:^|(?<=[，。；：:;、！？（“”—\s]))"  # what may stand before an ordinal
_VERBS = "抓看查讲学比强促树问听议改评建治补提扩稳控盯严拓引育聚创防保"  # 一抓…；二抓…
_COUNTED = "部分|方面|阶段|环节|标段|件事|个|项|条|点|步|件|类|道|组|种|层|批|期|块|句|招|关"  # 第一步，…；第二步，…
# Families by their first members. A second group says what else the family is told by: its verb, its noun.
_FAMILIES = {
    "一、": rf"^({_N})、",
    "（一）": rf"{_BEGINS}[（(]({_N})[）)](?!、[（(]|[至到][（(]|项(?!目)|款(?!项)|[和与][（(])",
    "1.": r"(?:^|(?<=[：:；;。]))([0-9]{1,2})(?:[.．](?![0-9])|、)",
    "（1）": r"(?:^|(?<=[：:；;。，]))[（(]([0-9]{1,2})[）)]",
    "①": r"([①-⑳])",
    "一是": rf"{_BEGINS}({_N}|两)是(?!{_N}[，。、；是]|否)",
    "一要": rf"{_BEGINS}({_N}|两)要(?!求)",
    "第一，": rf"{_BEGINS}第({_N})[，、,：](?!第)",
    "第一要": rf"{_BEGINS}第({_N})(?:要|是)(?!求|否)",
    "首先，": rf"{_BEGINS}(首先|其次|再次|最后)(?=[，,]|[是要])",
    "其一，": rf"{_BEGINS}其({_N})[，、,]",
    "一来": rf"{_BEGINS}({_N})来(?![自说看到的])",
    "一则": rf"{_BEGINS}({_N})则(?=[^，。；：、]{{2}})",
    "第一条　": r"^第([一二三四五六七八九十百零]{1,6})条(?=[　 \xa0])",
    "第一章　": rf"^第({_N})章(?=[　 \xa0])",
    "一": rf"{_BEGINS}({_N})([{_VERBS}])(?=[^，。；：、到级一二三四五六七八九十]{{2}})",
    "第一": rf"{_BEGINS}第({_N})({_COUNTED})(?=[，：,:（]|[^，。；：、]{{0,6}}(?:：|是(?!否)))",
    "第一个": rf"{_BEGINS}第({_N})((?:个|点|条|项|道|层)(?:{any_of('announcing')})|句话|件事|个词)(?=，)",
    "一：": rf"^({_N})(标段|期|组|阶段)(?=[：（])",
}
# 要做到一是…，二是…: the first may stand behind any word; 唯一是, 统一是 and 万一是 are other words
_FIRST_INSIDE = re.compile(
    "(?<=[\u4e00-\u9fff])(?<![第唯统万同单专划合初周期逐其某之十百千零二三四五六七八九])一是(?!一|否)"
)
_REFERS = re.compile(r"第\s*$|[）)][、和与]$")  # 第（三）项, （一）、（二）项: not here, but elsewhere
_PATTERNS = {name: re.compile(pattern) for name, pattern in _FAMILIES.items()}
_OPENING = re.compile(r"\s*(?:附件[：:])?\s*")  # what may stand before an ordinal that begins its paragraph
LEVELS = ("一、", "（一）", "1.", "（1）", "①")
SPOKEN = ("一是", "一要", "第一，", "第一要", "首先，")
ARTICLES = ("第一条　", "第一章　")
WORDS = ("首先", "其次", "再次", "最后")
LAST = 99  # the value of 最后, until it is known what stands before it
SURE = (*LEVELS, *SPOKEN)
"""Families whose ordinals stand for nothing else; those of the others (一来, 第一期) are ordinals when there are two."""


@dataclass(slots=True)
class Ordinal:
    """An ordinal where it stands.

    Attributes:
        paragraph: Its paragraph, from 0.
        start: Where it begins.
        end: Behind it.
        family: Its family, named by its first member.
        value: The number it says.
        leads: Whether it begins its paragraph.
    """

    paragraph: int
    start: int
    end: int
    family: str
    value: int
    leads: bool


def ordinals(paragraph: Paragraph) -> list[Ordinal]:
    """Return the ordinals of a paragraph, in its order."""
    text = paragraph.bare
    quotes = _Quotes(text)
    opening = _OPENING.match(text)
    begins = opening.end() if opening else 0
    found = [
        Ordinal(
            paragraph.number,
            match.start(),
            match.end(),
            name if match.re.groups == 1 else f"{'第一' if name.startswith('第一') else '一'}{match[2]}",
            _value(match[1]),
            match.start() <= begins,
        )
        for name, pattern in _PATTERNS.items()
        for match in pattern.finditer(text)
        if not quotes.hold(match.start()) and not _REFERS.search(text[max(match.start() - 4, 0) : match.start()])
    ]
    found += _first_inside(text, found, paragraph.number, quotes)
    once = {
        (ordinal.start, ordinal.family): ordinal for ordinal in found
    }  # 第一件事 is told by its noun and by its place
    return sorted(once.values(), key=lambda ordinal: (ordinal.start, ordinal.family not in SURE))


def _first_inside(text: str, found: list[Ordinal], number: int, quotes: _Quotes) -> list[Ordinal]:
    """Return each 一是 with no mark before it that begins a series of which 二是 or a later one was found in its sentence, or first of all."""
    own = sorted((ordinal for ordinal in found if ordinal.family == "一是"), key=lambda one: one.start)
    made, end, sentence, read = [], 0, 0, 0
    for ordinal in own:
        sentence = max(sentence, *(text.rfind(stop, read, ordinal.start) + 1 for stop in "。！？"))
        begin, read = 0 if ordinal is own[0] else sentence, ordinal.start
        places = [match.start() for match in _FIRST_INSIDE.finditer(text, max(begin, end), ordinal.start)]
        if ordinal.value > 1 and places and (begin >= end or not end) and not quotes.hold(places[-1]):
            made.append(Ordinal(number, places[-1], places[-1] + 2, "一是", 1, leads=False))
        end = ordinal.end
    return made


def written(family: str, value: int) -> str:
    """Return the member of a family that says a number."""
    if family == "①":
        return chr(ord("①") + value - 1)
    if family == "首先，":
        return WORDS[min(value, len(WORDS)) - 1]
    words = numeral(value)
    return (family.replace("一", words, 1) if "一" in family else family.replace("1", str(value))).strip("　")


def _value(words: str) -> int:
    if words in WORDS:
        return LAST if words == WORDS[-1] else WORDS.index(words) + 1
    return ord(words) - ord("①") + 1 if "①" <= words <= "⑳" else value_of(words) or 0


class _Quotes:
    """Where the quotes and titles of a text open and close."""

    def __init__(self, text: str) -> None:
        pairs = ("“”", "《》", "「」")
        self._pairs = [
            tuple([match.start() for match in re.finditer(sign, text)] for sign in pair)
            for pair in pairs
            if pair[1] in text
        ]

    def hold(self, at: int) -> bool:
        """Whether a place stands inside; a mark that never closes encloses nothing."""
        return any(
            bisect_left(opens, at) > bisect_left(closes, at) and closes[-1] >= at for opens, closes in self._pairs
        )

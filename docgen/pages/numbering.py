"""The numbers that Word itself puts before paragraphs: 一、, （一）, 1. of automatic lists, counted as Word counts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from docgen.numerals import numeral
from docgen.pages.spots import W, setting

_PLACE = re.compile(r"%([1-9])")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CHINESE = frozenset(
    "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting taiwaneseCountingThousand "
    "ideographDigital chineseLegalSimplified".split()
)
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 9999  # beyond it a number is written in digits whatever its form


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: form of its number, the text around it, where it starts, its paragraph properties."""

    form: str
    text: str
    start: int
    properties: etree._Element | None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document; `label` counts on from paragraph to paragraph."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read the definitions; ``None`` when the document has none."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        abstracts = {a.get(f"{W}abstractNumId", ""): _levels(a) for a in root.iterchildren(f"{W}abstractNum")}
        for num in root.iterchildren(f"{W}num"):
            abstract = setting(num.find(f"{W}abstractNumId"))
            known = _List(abstract, dict(abstracts.get(abstract, {})))
            for override in num.iterchildren(f"{W}lvlOverride"):
                level = _whole(override.get(f"{W}ilvl"), 0)
                own = override.find(f"{W}lvl")
                if own is not None:
                    known.levels[level] = _level(own)
                start = override.find(f"{W}startOverride")
                if start is not None:
                    known.starts[level] = _whole(start.get(f"{W}val"), 1)
            self._lists[num.get(f"{W}numId", "")] = known

    def level(self, list_id: str, level: int) -> Level | None:
        """Return a level of a list; ``None`` when there is no such."""
        known = self._lists.get(list_id)
        return None if known is None else known.levels.get(level)

    def label(self, list_id: str, level: int) -> str:
        """Return the number of the next paragraph on a level of a list; ``''`` when it has none."""
        known = self._lists.get(list_id)
        here = None if known is None else known.levels.get(level)
        if known is None or here is None:
            return ""
        counts = self._counts[known.abstract]
        if level in known.starts and (list_id, level) not in self._begun:
            counts[level] = known.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else here.start
        self._begun.add((list_id, level))
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]

        def number(match: re.Match[str]) -> str:
            wanted = int(match[1]) - 1
            of = known.levels.get(wanted)
            return "" if of is None else _written(counts.get(wanted, of.start), of.form)

        return "" if here.form in ("bullet", "none") else _PLACE.sub(number, here.text)


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {_whole(lvl.get(f"{W}ilvl"), 0): _level(lvl) for lvl in abstract.iterchildren(f"{W}lvl")}


def _level(lvl: etree._Element) -> Level:
    return Level(
        setting(lvl.find(f"{W}numFmt"), "decimal"),
        setting(lvl.find(f"{W}lvlText")),
        _whole(setting(lvl.find(f"{W}start")), 1),
        lvl.find(f"{W}pPr"),
    )


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else default


def _written(number: int, form: str) -> str:
    if not 0 < number <= _MOST:
        return str(number)
    if form in _CHINESE:
        return numeral(number)
    if form == "ideographTraditional" and number <= len(_STEMS):
        return _STEMS[number - 1]
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form == "decimalEnclosedCircle" and number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalFullWidth":
        return str(number).translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    made = "m" * (number // 1000)
    number %= 1000
    if number >= 400:
        made += {9: "cm", 4: "cd"}.get(number // 100, "d" + "c" * (number // 100 - 5))
        number %= 100
    for value, letters in _ROMAN:
        made += letters * (number // value)
        number %= value
    return made

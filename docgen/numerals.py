"""Chinese numerals, ordinals, counts and dates as official documents write them.

Source: GB/T 15835-2011 for numerals; GB/T 9704-2012 7.3.3 for heading numbers, 7.3.5.4 for dates.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_FIRST = ("首先", "其次", "再次", "最后")
_CIRCLED = 20


def numeral(n: int) -> str:
    """Return a whole number in Chinese: 12 -> 十二, 105 -> 一百零五, 20000 -> 二万.

    Args:
        n: 0 to 99,999,999.

    Raises:
        ValueError: The number lies outside that range.
    """
    if not 0 <= n < 10**8:
        msg = f"no Chinese numeral for {n}"
        raise ValueError(msg)
    high, low = divmod(n, 10_000)
    if not high:
        return _below_ten_thousand(low)
    text = _below_ten_thousand(high) + "万"
    if not low:
        return text
    return text + ("零" if low < 1000 else "") + _below_ten_thousand(low, inner=True)


def _below_ten_thousand(n: int, *, inner: bool = False) -> str:
    if n == 0:
        return _DIGITS[0]
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _UNITS[power]
            zero = False
        else:
            zero = True
    return text if inner or not text.startswith("一十") else text[1:]


def count(n: int) -> str:
    """Return a number as it stands before a measure word: 2 -> 两 (两个方面), 12 -> 十二, 2000 -> 两千.

    Source:
        gongwen practice on GB/T 15835: 两 before a measure word and before 千, 万; 二 in 十二, 二十, 二百.
    """
    text = numeral(n)
    if text == "二":
        return "两"
    return re.sub("^二(?=[千万])", "两", text)


_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"两": 2, "〇": 0}
_POWERS = {"十": 10, "百": 100, "千": 1000}
NUMERAL_SIGNS = "零〇一二三四五六七八九两十百千0-9"  # of a class of characters
NUMERAL = "[零〇一二三四五六七八九两十百千]{1,7}|[0-9]{1,9}"  # pattern of a whole number in words or digits


def value_of(words: str) -> int | None:
    """Return the whole number that a numeral is, in words (十二, 两百零三) or digits; ``None`` when it is none."""
    if words.isascii() and words.isdecimal():
        return int(words)
    total, digit = 0, None
    for sign in words:
        if sign in _POWERS:
            if digit is None and total:
                return None
            total += (1 if digit is None else digit) * _POWERS[sign]
            digit = None
        elif sign in _VALUES and (digit is None or digit == 0):
            digit = _VALUES[sign]
        else:
            return None
    return None if not words else total + (digit or 0)


@dataclass(frozen=True, slots=True)
class Marker:
    """A family of item markers, named by its first member.

    Attributes:
        name: How an author writes the family: 一是, 一、, （一） ...
        level: Heading level 1-5 of a level marker, 0 of any other.
        single: What is left of the marker when the list has one item.
    """

    name: str
    level: int = 0
    single: str = ""

    @property
    def numbered(self) -> bool:
        """True when the items carry ordinals."""
        return self.name not in ("none", "要")

    def of(self, index: int, total: int) -> str:
        """Return the marker of the item at ``index`` (from 0) in a list of ``total``.

        A list of one has no ordinal: 一要 leaves 要, every other family leaves nothing.
        """
        if total == 1 or not self.numbered:
            return self.single
        return ordinal(self.name, index, total)


MARKERS = {
    m.name: m
    for m in (
        Marker("一、", 1),
        Marker("（一）", 2),
        Marker("1.", 3),
        Marker("（1）", 4),
        Marker("①", 5),
        Marker("一是"),
        Marker("一要", single="要"),
        Marker("第一，"),
        Marker("首先，"),
        Marker("要", single="要"),
        Marker("none"),
    )
}
LEVEL_MARKERS = {m.level: m for m in MARKERS.values() if m.level}


def ordinal(family: str, index: int, total: int) -> str:
    """Return the ordinal of one item, ready to stand before its text.

    Args:
        family: Name of a numbered family in `MARKERS`.
        index: Position from 0.
        total: Items in the list; only 首先 needs it, to know the last.
    """
    n = index + 1
    match family:
        case "一、" | "（一）" | "一是" | "一要" | "第一，":
            return family.replace("一", numeral(n))
        case "1." | "（1）":
            return family.replace("1", str(n))
        case "①":
            return chr(ord("①") + index) if n <= _CIRCLED else f"（{n}）"
        case "首先，":
            return _sequence_word(index, total)
        case _:
            msg = f"no numbered family {family}"
            raise ValueError(msg)


def _sequence_word(index: int, total: int) -> str:
    if total > len(_FIRST):
        return f"第{numeral(index + 1)}，"
    last = index == total - 1 and total > 2
    return (_FIRST[-1] if last else _FIRST[index]) + "，"


_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def parse_date(text: str) -> datetime.date | None:
    """Return the date that ``text`` is, as ``2025年9月12日`` or ``2025-09-12``; ``None`` when it is none.

    Raises:
        ValueError: It has the form of a date, but there is no such day.
    """
    match = _DATE.fullmatch(text) or _ISO_DATE.fullmatch(text)
    return datetime.date(*map(int, match.groups())) if match else None


def chinese_date(date: datetime.date) -> str:
    """Return ``2025年9月5日``: Arabic digits, full year, no padding (GB/T 9704-2012 7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def weekday(date: datetime.date) -> str:
    """Return the day of the week: 星期一 to 星期日."""
    return "星期" + "一二三四五六日"[date.weekday()]

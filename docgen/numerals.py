"""Chinese numerals, ordinals, counts and dates as official documents write them.

Source: GB/T 15835-2011 for numerals; GB/T 9704-2012 7.3.3 for heading numbers, 7.3.5.4 for dates.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import NamedTuple

from docgen.catalogue.causes import BACKWARDS
from docgen.patterns import late

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LARGE = (("亿", 10**8), ("万", 10**4))
_BY_DIGIT = str.maketrans("0123456789", "〇一二三四五六七八九")
_CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_FIRST = ("首先", "其次", "再次", "最后")
_CIRCLED = 20
_LONGEST_SERIES = 20  # characters of a member


class FormError(ValueError):
    """A value has not the form that is asked for.

    Attributes:
        kind: Which form it lacks: ``series``, ``range``, ``total``, ``numeral``, ``quantity``, ``units``, ``rough``, ``form``,
            ``date`` or ``phrase``.
        details: What a sentence on it names.
    """

    def __init__(self, kind: str, **details: object) -> None:
        """Keep them."""
        super().__init__(kind)
        self.kind, self.details = kind, details


def numeral(n: int) -> str:
    """Return a whole number in Chinese: 12 -> 十二, 105 -> 一百零五, 20000 -> 二万, 120000000 -> 一亿二千万.

    Args:
        n: 0 or more, below a hundred million times 亿.

    Raises:
        ValueError: The number lies outside that range.
    """
    if not 0 <= n < 10**16:
        msg = f"no Chinese numeral for {n}"
        raise ValueError(msg)
    return _words(n, inner=False)


def _words(n: int, *, inner: bool) -> str:
    """Return a number in words; ``inner`` writes 一十 where a number that begins with it says 十."""
    for unit, size in _LARGE:
        if n >= size:
            high, low = divmod(n, size)
            zero = "零" if low < size // 10 else ""
            return _words(high, inner=inner) + unit + (zero + _words(low, inner=True) if low else "")
    return _below_ten_thousand(n, inner=inner)


def digits(n: int, width: int = 0) -> str:
    """Return a whole number digit by digit, as years are read: 2025 -> 二〇二五; with zeros before it up to ``width`` digits."""
    return f"{n:0{width}}".translate(_BY_DIGIT)


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
        gongwen practice on GB/T 15835: 两 before a measure word and before 千, 万, 亿; 二 in 十二, 二十, 二百.
    """
    text = numeral(n)
    if text == "二":
        return "两"
    return re.sub("^二(?=[千万亿])", "两", text)


def capital(amount: Decimal) -> str:
    """Return an amount of yuan as bills and contracts write it: 12300 -> 壹万贰仟叁佰元整, 325.04 -> 叁佰贰拾伍元零肆分.

    Raises:
        FormError: It has more than two decimals, or is too large.

    Source:
        正确填写票据和结算凭证的基本规定 (支付结算办法, annex 1): 整 behind 元, none behind 角 and 分; 零 for a zero between digits,
        and before 角 when the yuan end in zero.
    """
    fen = abs(amount) * 100
    if not amount.is_finite() or fen >= 10**18 or fen != int(fen):
        raise FormError("numeral", value=str(amount))
    yuan, small = divmod(int(fen), 100)
    jiao, fen_left = divmod(small, 10)
    text = f"{_words(yuan, inner=True)}元" if yuan or not small else ""
    if text and small and (not jiao or yuan % 10 == 0):
        text += "零"
    text += f"{_DIGITS[jiao]}角" if jiao else ""
    text += f"{_DIGITS[fen_left]}分" if fen_left else ""
    return ("负" if amount < 0 else "") + (text if small else f"{text}整").translate(_CAPITALS)


_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"两": 2, "〇": 0}
_POWERS = {"十": 10, "百": 100, "千": 1000}
NUMERAL_SIGNS = "零〇一二三四五六七八九两十百千0-9"  # of a class of characters
NUMERAL = "[零〇一二三四五六七八九两十百千]{1,7}|[0-9]{1,9}"  # pattern of a whole number in words or digits

_MOST_DIGITS = 1000  # of a number that anybody means; Python itself refuses some thousands


def value_of(words: str) -> int | None:
    """Return the whole number that a numeral is, in words (十二, 两百零三) or digits; ``None`` when it is none."""
    if words.isascii() and words.isdecimal():
        return int(words) if len(words) <= _MOST_DIGITS else None
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


class Marker(NamedTuple):
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


def series(first: str, number: int, total: int | None = None) -> str:
    """Return a member of a series that is named by its first: 第一条 and 12 make 第十二条.

    Args:
        first: The first member, in which one 一, 1 or ① counts, or 首先.
        number: Which member, from 1.
        total: Members of the series; only 首先 needs it, to know the last.

    Raises:
        FormError: Nothing counts in ``first``, or the series has no such member.
    """
    signs = re.findall("首先|[一1①]", first)
    sign = signs[0] if len(signs) == 1 and len(first) <= _LONGEST_SERIES else ""
    if not sign or re.search(f"[{NUMERAL_SIGNS}]{sign}|{sign}[{NUMERAL_SIGNS}]", first):  # 第十一条 is no first member
        raise FormError("series", series=first[:_LONGEST_SERIES])
    if sign == "首先" and total is None:
        raise FormError("total", series=first)
    most = {"首先": len(_FIRST), "①": _CIRCLED}.get(sign, 10**16 - 1)
    last = min(most, total or most)
    if not 1 <= number <= last or (sign == "首先" and (total or 0) > most):
        raise FormError("range", series=first, number=number, most=last)
    match sign:
        case "一":
            member = numeral(number)
        case "1":
            member = str(number)
        case "①":
            member = ordinal("①", number - 1, number)
        case _:
            member = ordinal("首先，", number - 1, total or 0).rstrip("，")
    return first.replace(sign, member)


def single(first: str) -> str | None:
    """Return what is left of a series when it has one member; ``None`` for one that is no family of `MARKERS`."""
    family = MARKERS.get(first) or MARKERS.get(f"{first}，")
    return family.single if family and family.numbered else None


def _sequence_word(index: int, total: int) -> str:
    if total > len(_FIRST):
        return f"第{numeral(index + 1)}，"
    last = index == total - 1 and total > 2
    return (_FIRST[-1] if last else _FIRST[index]) + "，"


_DATE = late(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ISO_DATE = late(r"(\d{4})-(\d{1,2})-(\d{1,2})")


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


def date_in_words(date: datetime.date) -> str:
    """Return ``二〇二五年九月十二日``."""
    return f"{digits(date.year)}年{numeral(date.month)}月{numeral(date.day)}日"


def period(start: datetime.date, end: datetime.date, *, years: bool = True) -> str:
    """Return the days from one to another, nothing said twice: 2025年9月12日至14日.

    Args:
        start: The first day.
        end: The last day.
        years: Whether the year is said where both have the same; where they differ, it always is.

    Raises:
        FormError: The last day lies before the first.
    """
    if end < start:
        raise FormError("rough", value=f"{chinese_date(start)}至{chinese_date(end)}", reason=BACKWARDS)
    if start.year != end.year:
        return f"{chinese_date(start)}至{chinese_date(end)}"
    first = f"{start.year}年" * years + f"{start.month}月{start.day}日"
    if start == end:
        return first
    return f"{first}至" + (f"{end.month}月" if end.month != start.month else "") + f"{end.day}日"


def weekday(date: datetime.date) -> str:
    """Return the day of the week: 星期一 to 星期日."""
    return "星期" + "一二三四五六日"[date.weekday()]

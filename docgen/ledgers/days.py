"""The day that a cell of a workbook names, in the ways that people type one."""

from __future__ import annotations

import datetime
import re
import unicodedata

from docgen.numerals import value_of
from docgen.sheets import Cell

_FIRST = datetime.date(1899, 12, 30)  # from which workbooks count their days
_SERIALS = range(36526, 73051)  # the days of this century, as a cell shows them that has not the look of a day
_MIDNIGHT = re.compile(r"T?00:00(?::00(?:\.0+)?)?$")  # behind a day that another program wrote out
_YEAR_FIRST = re.compile(r"(\d{4})(?:年(\d{1,2})月(\d{1,2})[日号]?|([-/.])(\d{1,2})\4(\d{1,2})|(\d{2})(\d{2}))")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_IN_WORDS = re.compile(
    "([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?-?([a-z]{3,9})[.,-]?(\d{4})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})[.-]?(\d{1,2})(?:st|nd|rd|th)?[,-]?(\d{4})")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def day_of(cell: Cell) -> datetime.date | None:
    """Return the day that a cell names; ``None`` when it is empty.

    Args:
        cell: A day, a number such as 20260630 or the count of days that workbooks keep, or a text: 2026年6月30日, 2026-6-30,
            二〇二六年六月三十日, 30 Jun 2026, and 30/6/2026 where day and month cannot be taken for each other.

    Raises:
        ValueError: It is no day, or may be two.
    """
    value = cell.value
    if cell.is_formula:
        msg = f"{value} is a formula"
        raise ValueError(msg)
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, (bool, float, int)):
        return _of_number(value)
    words = re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", value or ""))
    if not words:
        return None
    return _of_words(_MIDNIGHT.sub("", words))


def _of_number(value: float) -> datetime.date:
    if isinstance(value, bool) or value != int(value):
        msg = f"{value} is no day"
        raise ValueError(msg)
    if int(value) in _SERIALS:
        return _FIRST + datetime.timedelta(days=int(value))
    match = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", str(int(value)))
    if match is None:
        msg = f"{value} is no day"
        raise ValueError(msg)
    return datetime.date(*map(int, match.groups()))


def _of_words(words: str) -> datetime.date:
    match = _YEAR_FIRST.fullmatch(words)
    if match:
        year, month, day = (int(group) for group in match.groups() if group and group.isdecimal())
        return datetime.date(year, month, day)
    match = _IN_WORDS.fullmatch(words)
    if match:
        return datetime.date(int(match[1].translate(_DIGITS)), value_of(match[2]) or 0, value_of(match[3]) or 0)
    match = _YEAR_LAST.fullmatch(words)
    if match:
        return _of_two(int(match[1]), int(match[3]), int(match[4]))
    match = _DAY_MONTH.fullmatch(words.lower())
    if match:
        return datetime.date(int(match[3]), _month(match[2]), int(match[1]))
    match = _MONTH_DAY.fullmatch(words.lower())
    if match:
        return datetime.date(int(match[3]), _month(match[1]), int(match[2]))
    msg = f"{words} is no day"
    raise ValueError(msg)


def _of_two(first: int, second: int, year: int) -> datetime.date:
    """Return the day of a date whose day and month stand in an order that is not known."""
    if first > 12 or first == second:
        return datetime.date(year, second, first)
    if second > 12:
        return datetime.date(year, first, second)
    msg = f"{first}/{second}/{year} may be two days"
    raise ValueError(msg)


def _month(name: str) -> int:
    """Return the number of a month by its English name, or by the first letters of it, three at least."""
    return next((n for n, known in enumerate(_MONTH_NAMES, 1) if known.startswith(name)), 0)

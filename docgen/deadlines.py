"""Dates that Chinese deadline phrases mean.

A phrase is understood whole or not at all: 明年2月底前 must never become February of this year.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import NamedTuple

from docgen.numerals import parse_date
from docgen.patterns import late


class Due(NamedTuple):
    """What a deadline means.

    Attributes:
        date: Last day, or ``None`` when the phrase does not say.
        standing: A repeated duty that has no last day.
        needs_year: The phrase is understood, but the plan has no ``year``.
    """

    date: datetime.date | None
    standing: bool = False
    needs_year: bool = False


_YEAR = r"(?:(?P<year>\d{4})年|(?P<relative>今年|本年|当年|年内|明年|后年))?"
_UNTIL = r"(?:之?前|以前)?(?:完成)?"
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = (
    (late(rf"{_YEAR}(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]{_UNTIL}"), "day"),
    (late(rf"{_YEAR}(?P<month>\d{{1,2}})月(?P<third>[上中下])旬{_UNTIL}"), "third"),
    (late(rf"{_YEAR}(?P<month>\d{{1,2}})月(?:(?:底|末){_UNTIL}|份|内)?"), "month"),
    (late(rf"{_YEAR}(?:第?(?P<quarter>[一二三四1-4])季度)(?:(?:末|底){_UNTIL}|内)?"), "quarter"),
    (late(rf"{_YEAR}(?P<half>上半年|下半年)(?:(?:末|底){_UNTIL}|内)?"), "half"),
    (late(rf"{_YEAR}年中{_UNTIL}"), "middle"),
    (late(rf"(?:(?P<year>\d{{4}})年年?|(?P<relative>今年|本年|当年|明年|后年)年?|年)[底末终]{_UNTIL}"), "end"),
    (late(rf"(?P<relative>年内|今年内|全年|本年度内){_UNTIL}"), "end"),
)
_LEAP_YEAR = 2024
_LATER = {"明年": 1, "后年": 2}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_THIRDS = {"上": 10, "中": 20, "下": 31}


def understand(phrase: str, year: int | None) -> Due:
    """Return what a deadline phrase means.

    Args:
        phrase: Such as 年底前, 11月底前, 10月中旬, 2026年5月底前, 9月5日前.
        year: Year of the plan, for phrases that name none.

    Raises:
        ValueError: It names a day that does not exist.

    Example:
        >>> understand("11月底前", 2025).date
        datetime.date(2025, 11, 30)
    """
    words = phrase.strip().rstrip("。；，")
    whole = parse_date(words)
    if whole:
        return Due(whole)
    for pattern, unit in _PHRASES:
        match = pattern.fullmatch(words)
        if match:
            return _resolve(match.groupdict(), unit, year)
    return Due(None)


def _resolve(parts: dict[str, str | None], unit: str, year: int | None) -> Due:
    named = parts.get("year")
    relative = parts.get("relative") or ""
    month, day = _last(parts, unit)
    if not 1 <= month <= 12:
        msg = f"no month {month}"
        raise ValueError(msg)
    unknown = named is None and year is None
    y = int(named) if named else year + _LATER.get(relative, 0) if year else _LEAP_YEAR
    if unit != "day":
        day = min(day, calendar.monthrange(y, month)[1])
    date = datetime.date(y, month, day)
    return Due(None, needs_year=True) if unknown else Due(date)


def _last(parts: dict[str, str | None], unit: str) -> tuple[int, int]:
    month = int(parts.get("month") or 12)
    match unit:
        case "day":
            return month, int(parts["day"] or 0)
        case "third":
            return month, _THIRDS[parts["third"] or "下"]
        case "quarter":
            return _QUARTERS[parts["quarter"] or "四"] * 3, 31
        case "half":
            return (6 if parts["half"] == "上半年" else 12), 31
        case "middle":
            return 6, 30
        case _:
            return month, 31

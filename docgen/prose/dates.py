"""Days of a text: ones that there are not, wrong days of the week, deadlines that are over when the text is issued."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.numerals import chinese_date, weekday
from docgen.prose.text import Paragraph, Remark

_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
# The day at the foot of a text or under its title, with or without brackets; or behind the name of who issues it.
_ISSUED = re.compile(rf"(?:[^，。；：、（）0-9]{{2,20}}[\t \u3000]+)?（?{_DATE.pattern}）?")
_HOUR = r"(?:凌晨|早上|上午|中午|下午|傍晚|晚上?)?(?:[0-9]{1,2}(?:时|点|[:：][0-9]{2})(?:半|整|[0-9]{1,2}分)?)?"
_DAY = re.compile(
    rf"(?:([0-9]{{4}})年)?(?<![0-9])([0-9]{{1,2}})月([0-9]{{1,2}})日(?:{_HOUR}(?:[（(](?:星期|周|礼拜)([一二三四五六日天])[）)]|(?:星期|周|礼拜)([一二三四五六日天]))|[，,、](?:星期|周|礼拜)([一二三四五六日天])(?=[）)，,]))?"
)
_DEADLINE = re.compile(
    r"(?:([0-9]{4})年)?(?<![0-9])([0-9]{1,2})月(?:([0-9]{1,2})日|底|末|中旬|上旬|下旬)?(?:之?前|以前)"
)
_SENTENCE = re.compile("[^。！？]+")
_PART = re.compile("[^。！？；]+")
_ANOTHER_YEAR = re.compile("[去明前后次来翌上下]一?年|年度|[每各历往]年|跨年")
_LATER_YEARS = re.compile(
    "[明后次来翌下]一?年|每年|三年|五年|十[四五六]五|[0-9一二三四五六七八九十]年(?:行动|规划|计划)"
)
_OF_SOMETHING = re.compile(
    "(?!将|把|按|以|向|由)[^，。；、]{1,6}的(?!$|[，。；])"
)  # 4月1日前投诉的问题 sets no deadline
_ASKED = re.compile("要|请|应|须|务必|完成|报|提交|落实|力争|确保|启动|实现")
_DONE = re.compile("已|了|截至|曾|以来|发生")
_HALF_A_YEAR = datetime.timedelta(180)
_LONG_PAST = datetime.timedelta(60)  # who names an earlier month may mean that of the next year


@dataclass(frozen=True, slots=True)
class _Issue:
    """When a text was issued.

    Attributes:
        date: The day.
        words: As it is written.
        is_clear: Whether it stands apart as the day of issue, so that days without a year are of this year.
    """

    date: datetime.date
    words: str
    is_clear: bool


def check(paragraphs: Sequence[Paragraph], issued: str = "") -> Iterator[Remark]:
    """Yield a remark on each day that cannot be.

    Args:
        paragraphs: The text.
        issued: Its date of issue, when that stands elsewhere.
    """
    issue = _issue(paragraphs, issued)
    apart = issue if issue and issue.is_clear else None
    one_year = apart is not None and not any(_names_later(paragraph.bare, apart.date.year) for paragraph in paragraphs)
    for paragraph in paragraphs:
        yield from _days(paragraph, apart)
        if issue is not None:
            yield from _late(paragraph, issue, one_year=one_year)


def _issue(paragraphs: Sequence[Paragraph], issued: str) -> _Issue | None:
    """Return when a text was issued: the last date that stands apart, or for want of one the first date in it."""
    lines = [issued, *(paragraph.bare.strip() for paragraph in paragraphs)]
    apart = [match for line in lines if (match := _ISSUED.fullmatch(line))]
    if issued and apart and apart[0].string == issued:
        apart = apart[:1]
    found = apart[-1] if apart else next((match for line in lines if (match := _DATE.search(line))), None)
    date = found and _date(*(int(number) for number in found.groups()))
    return (
        _Issue(date, found[0][found.start(1) - found.start() :].rstrip("）"), bool(apart)) if found and date else None
    )


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _days(paragraph: Paragraph, issue: _Issue | None) -> Iterator[Remark]:
    """Yield a remark on days that there are not, and on those with a wrong day of the week."""
    text = paragraph.bare
    year: int | None = None
    for sentence in _SENTENCE.finditer(text):
        said: int | None = None  # the year, in this sentence
        elsewhen = _ANOTHER_YEAR.search(sentence[0]) is not None
        for match in _DAY.finditer(text, *sentence.span()):
            month, day = int(match[2]), int(match[3])
            said = int(match[1]) if match[1] else said
            year = said or year
            if _date(year or 2024, month, day) is None:
                yield paragraph.remark(match.start(), match.end(), "W421")
                continue
            name = (match[4] or match[5] or match[6] or "").replace("天", "日")
            days = [] if not name or (elsewhen and not match[1]) else _meant(said, month, day, issue)
            if days and all(weekday(date)[-1] != name for date in days):
                date = days[0]
                yield paragraph.remark(match.start(), match.end(), "W422", day=chinese_date(date), right=weekday(date))


def _meant(year: int | None, month: int, day: int, issue: _Issue | None) -> list[datetime.date]:
    """Return the days that are meant by a month and a day, the likeliest first; none when the year is not told."""
    if year is not None or issue is None:
        found = _date(year, month, day) if year is not None else None
        return [found] if found else []
    own, years = _date(issue.date.year, month, day), [issue.date.year]
    if own is None:
        return []
    if own < issue.date - _LONG_PAST:
        years.append(issue.date.year + 1)
    elif own > issue.date + _HALF_A_YEAR:
        years.append(issue.date.year - 1)
    return [date for one in years if (date := _date(one, month, day))]


def _names_later(text: str, year: int) -> bool:
    """Whether a text looks beyond a year."""
    years = (int(number) for number in re.findall(r"(?<![0-9])(20[0-9]{2})(?=年|[-–—～至到])", text))
    return _LATER_YEARS.search(text) is not None or any(one > year for one in years)


def _late(paragraph: Paragraph, issue: _Issue, *, one_year: bool) -> Iterator[Remark]:
    """Yield a remark on a deadline that lies before the day on which the text was issued."""
    text = paragraph.bare
    for part in _PART.finditer(text):
        found = list(_DEADLINE.finditer(text, *part.span()))
        if not found or _DONE.search(part[0]) or not _ASKED.search(part[0]):
            continue
        this_year = one_year and _is_of_this_year(part[0], issue)
        for match in found:
            year = int(match[1]) if match[1] else issue.date.year
            last = _date(year, int(match[2]), int(match[3])) if match[3] else _month_end(year, int(match[2]))
            if last is None or _OF_SOMETHING.match(text, match.end()):
                continue
            if "以前" in match[0] and text.endswith(("在", "于"), 0, match.start()):
                continue
            if not match[1] and not (this_year and _is_near(text, match.start(), last, issue)):
                continue
            if last < issue.date or (issue.is_clear and match[3] and last == issue.date):
                yield paragraph.remark(match.start(), match.end(), "A106", date=issue.words)


def _is_of_this_year(sentence: str, issue: _Issue) -> bool:
    """Whether a sentence speaks of no other year than that of issue."""
    years = {int(number) for number in re.findall(r"(?<![0-9])([0-9]{4})(?=年)", sentence)}
    return years <= {issue.date.year} and not _ANOTHER_YEAR.search(sentence)


def _is_near(text: str, start: int, last: datetime.date, issue: _Issue) -> bool:
    """Whether a deadline without a year can be meant for the year of issue."""
    said = text.endswith(("今年", "本年"), 0, start) or not text.endswith("年", 0, start)
    return said and last >= issue.date - _LONG_PAST


def _month_end(year: int, month: int) -> datetime.date | None:
    first = _date(year + month // 12, month % 12 + 1, 1)
    return first - datetime.timedelta(1) if first else None

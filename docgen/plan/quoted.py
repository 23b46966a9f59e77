"""What the prose of a plan says of its figures and days: numbers typed once more, others than the register's, wrong weekdays.

A number is taken for a figure only when it says so: at least three digits that tell, or the figure's name beside it. What
speaks of another time, of a part or of a goal is left alone.

Codes: P310-P319.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from docgen.findings import MOST_ALIKE, Finding, Place, Severity
from docgen.numerals import chinese_date, weekday
from docgen.plan.documents import Moment, Person
from docgen.plan.fields import Block
from docgen.plan.figures import Quantity, parse_quantity
from docgen.plan.marks import Text, place_of
from docgen.plan.model import Plan
from docgen.plan.points import Deadline
from docgen.plan.references import Resolver
from docgen.plan.registers import Figure, Unit

_TELLING = 3  # digits that make a number known by itself
_LIKE = Decimal("0.1")  # of a value: another one this near, with the figure's name, is meant for it
_ALMOST = Decimal("0.02")  # of a value: another one this near, with the last word of the name, may be meant for it
_LONG_NAME = 4  # characters of a name that says enough without the words before it
_NO_PROSE = (
    *("id", "theme", "lead_unit", "support_units", "copy_to", "addressees", "attendees", "observers", "absentees"),
    *("document_number", "number", "copy_number", "classification", "urgency"),
)
_NO_UNITS = ("", "年", "月", "日", "号", "点", "时")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_NUMBER = re.compile(r"(?<![0-9A-Za-z.,第〔～~—–-])([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:万亿|百万|[千万亿])?)(?![0-9])")
_OTHER_UNIT = re.compile("次|均|月|/|百分点|小时|平方|立方|以上|以下|以内|左右|上下|[～~—–-]")
_ABOUT = re.compile(
    "(?:大?约|接?将?近|超过?|逾|不足|不到|不[少低多高]于|不超过|[少低多高大小]于|至少|最多|突破|[上近]?百分之)$"
)
_LINK = "(?:已|共|累计|合计|总计|共计|计|达到?|为|有|是|的|：|:){0,3}"
_TAIL = re.compile("(?<=..)(?:总数|总量|总额|数量|数)$")
_SCOPE = re.compile("(?:全[国省市州县区镇乡村校院局]|[我本][国省市州县区镇乡村校院局]|共|现|目前)有?$")
_MARK = re.compile(r"(?:^|[，。；：、！？“（\s])$")
_OTHER_TIME = re.compile("去年|上年|往年|前年|明年|同期|上半年|下半年|上月|季度")
_OTHER_THING = re.compile(
    "原|目标|力争|计划|预计|争取|拟|未来|增|减|降|升|比|较|其中|另|剩|余|平均|人均|每|首批|分别|由|从|抽|部分|试点"
)
_PART = re.compile(
    "(?:农村|城[镇乡市区]|[国省市州县区镇乡村本上下各]级|中央|地方|[东西南北]部|重点|骨干|困难|其他|其它|全体|[男女老新旧未非待已])的?$"
)
_STOP = re.compile(r"[，。；：、！？）”\s]|$")
_YEAR = re.compile(r"(20[0-9]{2})年")
_DAY = re.compile(
    r"(?:(?P<year>[0-9]{4})年|(?P<other>去年|上年|明年)的?)?(?<![0-9])(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日"
    r"(?:[（(]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天]))?"
)


def quantities_of(plan: Plan) -> dict[str, Quantity]:
    """Return the figures of a plan that are known, computed ones too."""
    resolver = Resolver(plan)
    found = {name: parse_quantity(resolver.words(f"【{name}】")) for name in plan.figures}
    return {name: quantity for name, quantity in found.items() if quantity is not None}


def base_of(name: str) -> str:
    """Return the name of a figure without a tail that adds nothing: 学校数 is 学校."""
    return _TAIL.sub("", re.sub(r"\s", "", name))


def slack(quantity: Quantity) -> Decimal:
    """Return how far the true value may lie from a written one: half of its last place, nothing for a plain count."""
    digits = int(quantity.number.as_tuple().exponent)
    if digits >= 0 and not quantity.scale and quantity.unit != "%":
        return Decimal(0)
    return Quantity(Decimal(1).scaleb(digits), quantity.scale, quantity.unit).amount / 2


def quoted(plan: Plan, figures: dict[str, Quantity]) -> Iterator[Finding]:
    """Yield what is wrong with numbers and days in the prose of a plan.

    Args:
        plan: The plan.
        figures: Its figures that are known, as `quantities_of` returns them.
    """
    told = {name: quantity for name, quantity in figures.items() if quantity.unit not in _NO_UNITS}
    yield from itertools.islice((f for text in prose_of(plan) for f in _numbers(text, told, plan.year)), MOST_ALIKE)
    for text in prose_of(plan):
        yield from _days(text, plan.year)
    for _, moment in parts_of(plan):
        if isinstance(moment, Moment):
            day = moment.day()
            yield from _days(moment.say, day.year if day else plan.year)


def prose_of(plan: Plan) -> Iterator[Text]:
    """Yield every text of a plan that is prose: no registers, dates, organs or people."""
    for name, text in parts_of(plan, (Figure, Unit, Person, Moment, Deadline)):
        if isinstance(text, Text) and name not in _NO_PROSE:
            yield text


def parts_of(block: Block, left_out: tuple[type[Block], ...] = ()) -> Iterator[tuple[str, object]]:
    """Yield every text and every block below one, each with the name of its field."""
    for name in type(block).model_fields:
        for value in _flat(getattr(block, name)):
            if not isinstance(value, left_out):
                yield name, value
                yield from parts_of(value, left_out) if isinstance(value, Block) else ()


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def find(text: Text, words: str, start: int) -> Place:
    """Return the place of the words that begin at ``start`` of a text."""
    return text.mark.find(words, text.count(words, 0, start)) if text.mark else place_of(text)


# --- numbers


def _numbers(text: Text, figures: dict[str, Quantity], year: int | None) -> Iterator[Finding]:
    bare = re.sub("【[^【】]*】", lambda m: "\0" * len(m[0]), text.translate(_FULL_WIDTH))
    for match in _NUMBER.finditer(bare):
        before, behind = bare[: match.start()], bare[match.end() :]
        if _ABOUT.search(before):
            continue
        known = {name: q for name, q in figures.items() if _has_unit(behind, q.unit)}
        name = _named(before, behind, known)
        finding = _compared(match[1], name, known, before, behind, year)
        if name is None:
            finding = _repeated(match[1], known) or _like(match[1], known, before, year)
        if finding is not None:
            code, name = finding
            words = text[match.start() : match.end() + len(known[name].unit)]
            args = {"words": words, "name": name, "value": str(known[name])}
            severity = Severity.ERROR if code == "P311" else Severity.WARNING
            yield Finding(code, find(text, words, match.start()), args, severity)


def _has_unit(behind: str, unit: str) -> bool:
    return behind.startswith(unit) and not _OTHER_UNIT.match(behind, len(unit))


def _named(before: str, behind: str, figures: dict[str, Quantity]) -> str | None:
    """Return the figure whose name stands right beside a number, the longest of several."""
    beside = [
        name
        for name, quantity in figures.items()
        if re.search(f"{_beside(base_of(name))}$", before)
        or re.match("的?" + re.escape(base_of(name)), behind[len(quantity.unit) :])
    ]
    return max(beside, key=len, default=None)


def _compared(
    number: str, name: str | None, figures: dict[str, Quantity], before: str, behind: str, year: int | None
) -> tuple[str, str] | None:
    """Return what is said of a number beside the name of a figure: the same once more, or another value."""
    known = figures[name] if name is not None else None
    typed = parse_quantity(number + known.unit) if known else None
    if name is None or known is None or typed is None:
        return None
    if _equal(typed, known):
        return "P310", name
    base = base_of(name)
    head = re.sub(f"{_beside(base)}$", "", before)
    equal = _repeated(number, figures)
    if equal or _elsewhere(before.replace(base, ""), year) or _PART.search(head):
        return equal
    near = abs(typed.amount - known.amount) <= abs(known.amount) * _LIKE
    if near and min(_telling(typed), _telling(known)) >= _TELLING:
        return "P311", name
    if head == before:  # the name stands behind the number
        after = behind[len(known.unit) :].removeprefix("的").removeprefix(base)
        whole = bool(_SCOPE.search(head) and _STOP.match(after))
    else:
        whole = bool(_SCOPE.search(head) or (len(base) >= _LONG_NAME and _MARK.search(head)))
    return ("P311", name) if whole else None


def _beside(base: str) -> str:
    """Return the pattern of a figure's name in front of its number."""
    return f"{re.escape(base)}(?:总数|数量|数)?{_LINK}"


def _repeated(number: str, figures: dict[str, Quantity]) -> tuple[str, str] | None:
    """Return the figure that a number without a name is, when its digits tell."""
    for name, known in figures.items():
        typed = parse_quantity(number + known.unit)
        if typed and _equal(typed, known) and min(_telling(typed), _telling(known)) >= _TELLING:
            return "P310", name
    return None


def _like(number: str, figures: dict[str, Quantity], before: str, year: int | None) -> tuple[str, str] | None:
    """Return the figure that a number may be meant for: nearly its value, and the last word of its name in front of it."""
    for name, known in figures.items():
        base = base_of(name)
        typed = parse_quantity(number + known.unit)
        if typed is None or len(base) < _LONG_NAME or not re.search(f"{_beside(base[-2:])}$", before):
            continue
        close = abs(typed.amount - known.amount) <= abs(known.amount) * _ALMOST
        if close and min(_telling(typed), _telling(known)) >= _TELLING and not _elsewhere(before, year):
            return "P312", name
    return None


def _equal(one: Quantity, other: Quantity) -> bool:
    return abs(one.amount - other.amount) <= max(slack(one), slack(other))


def _telling(quantity: Quantity) -> int:
    """Return how many digits of a number tell it from others: 12345 has five, 1200 has two, 31.50 has four."""
    number = f"{quantity.number:f}"
    digits = number.replace(".", "").replace("-", "").lstrip("0")
    return len(digits if "." in number else digits.rstrip("0"))


def _elsewhere(before: str, year: int | None) -> bool:
    """Whether the words before a number speak of another time, of a part or of a goal."""
    sentence = re.split("[。！？；\n]", before)[-1]
    years = {int(words) for words in _YEAR.findall(sentence)}
    clause = re.split("[，、]", sentence)[-1]
    return bool(_OTHER_TIME.search(sentence) or years - {year} or _OTHER_THING.search(clause))


# --- days


def _days(text: Text, year: int | None) -> Iterator[Finding]:
    """Yield days that there are not, and weekdays that are others; a date without a year has that of the one before."""
    for match in _DAY.finditer(text.translate(_FULL_WIDTH)):
        if match["year"]:
            year = int(match["year"])
        words = text[match.start("month") if not match["year"] else match.start() : match.end()]
        place = find(text, words, match.start())
        known = year if not match["other"] else None
        try:
            date = datetime.date(known or 2024, int(match["month"]), int(match["day"]))
        except ValueError:
            yield Finding("P315", place, {"words": words})
            continue
        said = (match["weekday"] or "").replace("天", "日")
        if known and said and weekday(date)[-1] != said:
            yield Finding("P316", place, {"words": words, "day": chinese_date(date), "right": weekday(date)})

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
from dataclasses import dataclass
from decimal import Decimal

from docgen.findings import MOST_ALIKE, Finding, Severity
from docgen.numerals import chinese_date, weekday
from docgen.plan.documents import Moment, Person
from docgen.plan.fields import UNPRINTED, Block
from docgen.plan.figures import WHOLE
from docgen.plan.marks import Text, find
from docgen.plan.model import Plan
from docgen.plan.points import Deadline
from docgen.plan.references import Resolver
from docgen.plan.registers import Figure, Unit
from docgen.quantities import PER, SCALE, Quantity, parse_quantity

_AROUND = 200  # characters beside a number that may speak of it
_TELLING = 3  # digits that make a number known by itself
_LIKE = Decimal("0.1")  # of a value: another one this near, with the figure's name, is meant for it
_ALMOST = Decimal("0.02")  # of a value: another one this near, with the last word of the name, may be meant for it
_LONG_NAME = 4  # characters of a name that says enough without the words before it
_NO_PROSE = (
    *UNPRINTED,
    *("id", "theme", "lead_unit", "support_units", "copy_to", "addressees", "attendees", "observers", "absentees"),
    *("document_number", "number", "copy_number", "classification", "urgency"),
)
_NO_UNITS = ("", "年", "月", "日", "号", "点", "时")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_NUMBER = re.compile(rf"(?<![0-9A-Za-z.,第〔～~—–-])([0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?{SCALE})(?![0-9])")
_OTHER_UNIT = re.compile("次|均|月|/|百分点|小时|平方|立方|以上|以下|以内|左右|上下|[～~—–-]")
_ABOUT = re.compile(
    "(?:大?约|接?将?近|超过?|逾|不足|不到|不[少低多高]于|不超过|[少低多高大小]于|至少|最多|突破|[上近]?百分之)$"
)
_LINK = "(?:已经?|共|累计|合计|总计|共计|计|达到?|仅|只|为|有|是|的|：|:|（){0,3}"
_TAIL = re.compile("(?<=..)(?:总数|总量|总额|数量|数)$")
_SCOPE = re.compile("(?:全[县镇乡村校院局]|[我本][国省市州县区镇乡村校院局]|(?<![公中])共|现|目前)有?$")
_OTHER_SCOPE = re.compile(
    "全[国省市州区]|[国省州市]里|[外邻各他][国省市州县区镇乡村校地]|国内|周边|周围|其[他它]|兄弟|同类|别的"
)
_NEW_PHRASE = re.compile("[后前时中末底日月年来了使让至到]$")  # what comes next has no words before that belong to it
_MARK = re.compile(r"(?:^|[，。；：、！？“（\s])$")
_OTHER_TIME = re.compile(
    "去年|上年|往年|[前后次明]年|同期|上半年|下半年|[上本]月|[上本]周|季度|昨[天日]|当[时年日天]|之初|[0-9]年前"
    "|[0-9]月份|[0-9]月?[至到～~—–-][0-9]+月|前[0-9一二三四五六七八九十]+个月|(?<!今)[年月]来|十[二三四五]五"
)
_OTHER_THING = re.compile(
    "原|目标|力争|确保|务必|计划|预计|争取|拟|未来|增|减|降|升|比|较|其中|另|剩|余|平均|人均|每|首批|分别|由|从|抽|部分|试点"
)
_PART = re.compile(
    "(?:农村|城[镇乡市区]|[国省市州县区镇乡村本上下各]级|中央|地方|[东西南北]部|重点|骨干|困难|其他|其它|全体|[男女老新旧未非待已])的?$"
)
_STOP = re.compile(r"[，。；：、！？）”\s]|$")
_YEAR = re.compile(r"(20[0-9]{2})年")
_SENTENCE = re.compile("[。！？；\n]")
_DAY = re.compile(
    r"(?:(?P<year>[0-9]{4})年|(?P<other>去年|上年|[前后次翌明]年)的?)?(?<![0-9])(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日"
    r"(?:[（(]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[）)]?)?"
)


def quantities_of(plan: Plan) -> dict[str, Quantity]:
    """Return the figures of a plan that are known, computed ones too."""
    resolver = Resolver(plan)
    found = {name: parse_quantity(resolver.words(f"【{name}｜{WHOLE}】")) for name in plan.figures}
    return {name: quantity for name, quantity in found.items() if quantity is not None}


def base_of(name: str) -> str:
    """Return the name of a figure without a tail that adds nothing: 学校数 is 学校."""
    return _TAIL.sub("", re.sub(r"\s", "", name))


def slack(quantity: Quantity) -> Decimal:
    """Return how far the true value may lie from a written one: half of its last place, nothing for a plain count."""
    digits = int(quantity.number.as_tuple().exponent)
    if digits >= 0 and not quantity.scale and quantity.unit not in PER:
        return Decimal(0)
    return Quantity(Decimal(1).scaleb(digits), quantity.scale, quantity.unit).amount / 2


def quoted(plan: Plan, figures: dict[str, Quantity]) -> Iterator[Finding]:
    """Yield what is wrong with numbers and days in the prose of a plan.

    Args:
        plan: The plan.
        figures: Its figures that are known, as `quantities_of` returns them.
    """
    known = _known(figures)
    yield from itertools.islice((f for text in prose_of(plan) for f in _numbers(text, known, plan.year)), MOST_ALIKE)
    yield from itertools.islice((f for text in prose_of(plan) for f in _days(text, plan.year)), MOST_ALIKE)
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


# --- numbers


@dataclass(frozen=True, slots=True)
class _Known:
    """A figure of the register, and what of it is compared with many numbers."""

    name: str
    base: str
    quantity: Quantity
    amount: Decimal
    slack: Decimal
    telling: int

    def is_equal(self, typed: Quantity) -> bool:
        """Whether a number is the figure, as far as both are written."""
        return abs(typed.amount - self.amount) <= max(slack(typed), self.slack)

    def is_near(self, typed: Quantity, share: Decimal) -> bool:
        """Whether a number is off by no more than a share of the figure, and both have digits that tell."""
        near = abs(typed.amount - self.amount) <= abs(self.amount) * share
        return near and min(_telling(typed), self.telling) >= _TELLING


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in prose, the words around it, and the figures that have its unit.

    Attributes:
        typed: The number with its unit.
        before: Words in front of it.
        behind: Words behind it and its unit.
        figures: Figures of that unit.
    """

    typed: Quantity
    before: str
    behind: str
    figures: list[_Known]


def _known(figures: dict[str, Quantity]) -> dict[str, list[_Known]]:
    """Return the figures of a register by their units."""
    by_unit: dict[str, list[_Known]] = {}
    for name, quantity in figures.items():
        known = _Known(name, base_of(name), quantity, quantity.amount, slack(quantity), _telling(quantity))
        by_unit.setdefault(quantity.unit, []).append(known)
    return {unit: known for unit, known in by_unit.items() if unit not in _NO_UNITS}


def _numbers(text: Text, figures: dict[str, list[_Known]], year: int | None) -> Iterator[Finding]:
    bare = re.sub("【[^【】]*】", lambda m: "\0" * len(m[0]), text.translate(_FULL_WIDTH))
    for match in _NUMBER.finditer(bare):
        before = bare[max(0, match.start() - _AROUND) : match.start()]
        unit = max((u for u in figures if _has_unit(bare, match.end(), u)), key=len, default=None)
        typed = parse_quantity(match[1] + (unit or ""))
        if unit is None or typed is None or _ABOUT.search(before):
            continue
        end = match.end() + len(unit)
        finding = _told(_Number(typed, before, bare[end : end + _AROUND], figures[unit]), year)
        if finding is not None:
            code, known, severity = finding
            words = text[match.start() : end]
            args = {"words": words, "name": known.name, "value": str(known.quantity)}
            yield Finding(code, find(text, words, match.start()), args, severity)


def _has_unit(text: str, at: int, unit: str) -> bool:
    return text.startswith(unit, at) and not _OTHER_UNIT.match(text, at + len(unit))


def _told(number: _Number, year: int | None) -> tuple[str, _Known, Severity] | None:
    """Return what is said of a number, of which figure, and how surely."""
    named = _named(number)
    if named is not None and named.is_equal(number.typed):
        return "P310", named, Severity.WARNING
    telling = _telling(number.typed) >= _TELLING
    candidates = number.figures if telling else []
    same = next((k for k in candidates if k.telling >= _TELLING and k.is_equal(number.typed)), None)
    if same is not None:
        return "P310", same, Severity.WARNING
    if named is None:
        like = next((known for known in candidates if _is_like(number, known)), None)
        return None if like is None or _elsewhere(number.before, year) else ("P312", like, Severity.WARNING)
    head = re.sub(f"{_beside(named.base)}$", "", number.before)
    if _elsewhere(number.before.replace(named.base, ""), year) or _PART.search(head):
        return None
    if not named.is_near(number.typed, _LIKE) and not _is_whole(number, named, head):
        return None
    return "P311", named, Severity.ERROR if _is_certain(number, named, head) else Severity.WARNING


def _named(number: _Number) -> _Known | None:
    """Return the figure whose name stands right beside a number, the longest of several."""
    behind = number.behind.removeprefix("的")
    beside = [known for known in number.figures if _stands_before(number, known.base) or behind.startswith(known.base)]
    return max(beside, key=lambda known: len(known.base), default=None)


def _stands_before(number: _Number, base: str) -> bool:
    return base in number.before and re.search(f"{_beside(base)}$", number.before) is not None


def _beside(base: str) -> str:
    """Return the pattern of a figure's name in front of its number."""
    return f"{re.escape(base)}(?:总数|数量|数)?{_LINK}"


def _is_whole(number: _Number, named: _Known, head: str) -> bool:
    """Whether the words around a number and the name beside it say that all of it is meant."""
    if head == number.before:  # the name stands behind the number
        after = number.behind.removeprefix("的").removeprefix(named.base)
        return bool(_SCOPE.search(head) and _STOP.match(after))
    return bool(_SCOPE.search(head) or (len(named.base) >= _LONG_NAME and _MARK.search(head)))


def _is_certain(number: _Number, named: _Known, head: str) -> bool:
    """Whether no word beside a number and the name can make it the number of something else."""
    behind = head == number.before
    begins = not behind and _MARK.search(head) is not None
    known = len(named.base) >= _LONG_NAME and (behind or _NEW_PHRASE.search(head) is not None)
    alone = begins or known or _is_whole(number, named, head)
    return alone and not _OTHER_SCOPE.search(_SENTENCE.split(head)[-1])


def _is_like(number: _Number, known: _Known) -> bool:
    """Whether a number is nearly that of a figure, with the last word of its name in front."""
    word = known.base[-2:]
    return len(known.base) >= _LONG_NAME and known.is_near(number.typed, _ALMOST) and _stands_before(number, word)


def _telling(quantity: Quantity) -> int:
    """Return how many digits of a number tell it from others: 12345 has five, 1200 has two, 31.50 has four."""
    number = f"{quantity.number:f}"
    digits = number.replace(".", "").replace("-", "").lstrip("0")
    return len(digits if "." in number else digits.rstrip("0"))


def _elsewhere(before: str, year: int | None) -> bool:
    """Whether the words before a number speak of another time, of a part or of a goal."""
    sentence = _SENTENCE.split(before)[-1]
    years = {int(words) for words in _YEAR.findall(sentence)}
    clause = re.split("[，、]", sentence)[-1]
    other = _OTHER_THING.search(clause) or _OTHER_SCOPE.search(clause)
    return bool(_OTHER_TIME.search(sentence) or years - {year} or other)


# --- days


def _days(text: Text, year: int | None) -> Iterator[Finding]:
    """Yield days that there are not in any year that they may belong to, and weekdays that they never are."""
    bare = text.translate(_FULL_WIDTH)
    for match in _DAY.finditer(bare):
        words = text[match.start("month") if not match["year"] else match.start() : match.end()]
        place = find(text, words, match.start())
        years = _years(match, bare[max(0, match.start() - _AROUND) : match.start()], year)
        found = [_date(y, int(match["month"]), int(match["day"])) for y in years or [2024]]  # a leap year has every day
        dates = [date for date in found if date is not None]
        if not dates:
            yield Finding("P315", place, {"words": words})
            continue
        said = (match["weekday"] or "").replace("天", "日")
        if years and said and all(weekday(date)[-1] != said for date in dates):
            args = {"words": words, "day": chinese_date(dates[0]), "right": weekday(dates[0])}
            yield Finding("P316", place, args)


def _years(match: re.Match[str], before: str, year: int | None) -> list[int]:
    """Return the years that a date may belong to: its own, else the last one in its sentence or that of the plan."""
    if match["year"]:
        return [int(match["year"])]
    if match["other"]:
        return []
    named = _YEAR.findall(_SENTENCE.split(before)[-1])[-1:]
    return [*map(int, named), *([year] if year else [])]


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None

"""Whether what a plan says in several places goes together: figures, themes, deadlines and dates.

What stands in prose is looked at in `docgen.plan.quoted`, units and people in `docgen.plan.rolls`.

Codes: P300-P309, P320-P339.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from docgen.findings import Finding, Place, Severity, nearest
from docgen.numerals import chinese_date, parse_date
from docgen.plan.checks import points_of
from docgen.plan.documents import Moment
from docgen.plan.fields import GAP, term_of
from docgen.plan.marks import Text, place_of
from docgen.plan.model import Plan
from docgen.plan.points import walk
from docgen.plan.quoted import base_of, quantities_of, quoted, slack
from docgen.plan.references import Resolver
from docgen.plan.registers import Figure
from docgen.plan.rolls import rolls
from docgen.quantities import PER, Quantity, parse_quantity

_FINEST = 4  # digits of a share that a typed one is held against
_THEMED = ("achievements", "significance", "tasks")
_DUTIES = ("problems", "tasks", "requirements")  # blocks that may have deadlines ahead


def disagreements(plan: Plan) -> list[Finding]:
    """Return what does not go together in a plan that could be read."""
    figures = quantities_of(plan)
    return [
        *_check_typed(plan, figures),
        *_check_twins(plan, figures),
        *_check_bounds(plan, figures),
        *_check_themes(plan),
        *_check_deadlines(plan),
        *_check_dates(plan),
        *quoted(plan, figures),
        *rolls(plan),
    ]


def _check_typed(plan: Plan, figures: dict[str, Quantity]) -> Iterator[Finding]:
    """A typed value beside sum, difference or percent is held against what these give."""
    for name, figure in plan.figures.items():
        if figure.value is None or not figure.terms:
            continue
        bare = figure.model_copy(update={"value": None, "show": None, "digits": _FINEST})
        resolver = Resolver(plan.model_copy(update={"figures": {**plan.figures, name: bare}}))
        computed = _as_typed(parse_quantity(resolver.words(f"【{name}】")), figures.get(name))
        yield from (finding for finding in resolver.findings if finding.is_error)
        typed = figures.get(name)
        if typed is None or computed is None:
            continue
        args = {"name": name, "value": str(typed), "there": str(computed)}
        gap = abs(typed.amount - computed.amount)
        own = slack(typed)
        if typed.unit != computed.unit or gap > own + _rounding(figure, typed, computed, figures):
            yield Finding("P300", place_of(figure.value), args)
        elif gap > own and typed.unit not in PER:  # shares of a whole are rounded by nature
            yield Finding("P301", place_of(figure.value), args, Severity.WARNING)


def _as_typed(computed: Quantity | None, typed: Quantity | None) -> Quantity | None:
    """Return a percentage that is computed in ‰ when it is typed so."""
    if computed is None or typed is None or (computed.unit, typed.unit) != ("%", "‰"):
        return computed
    return Quantity(computed.number.scaleb(1), computed.scale, "‰")


def _rounding(figure: Figure, typed: Quantity, computed: Quantity, figures: dict[str, Quantity]) -> Decimal:
    """Return how far a value and what is computed beside it lie apart because what is written of both is rounded."""
    terms = [figures[term] for term in figure.terms if term in figures]
    if figure.sum or figure.difference:
        return sum((slack(term) for term in terms), Decimal(0))
    last = Decimal(1).scaleb(int(typed.number.as_tuple().exponent)) / 2 if figure.ratio else Decimal(0)
    whole = computed.amount + (PER.get(computed.unit, 0) if figure.growth else 0)
    return last + abs(whole) * sum((slack(term) / abs(term.amount) for term in terms if term.amount), Decimal(0))


def _check_twins(plan: Plan, figures: dict[str, Quantity]) -> Iterator[Finding]:
    """学校 and 学校数 are one indicator; it has one value, unless the dates that they belong to differ."""
    known: dict[tuple[str, str], list[str]] = {}
    for name, quantity in figures.items():
        before = known.setdefault((base_of(name), quantity.unit), [])
        others = (other for other in before if figures[other].amount != quantity.amount)
        other = next((other for other in others if _is_of_one_date(plan.figures[other], plan.figures[name])), None)
        if other is not None:
            args = {"name": name, "value": str(quantity), "other": other, "there": str(figures[other])}
            yield Finding("P302", _place(plan.figures[name], name), args)
        before.append(name)


def _is_of_one_date(one: Figure, other: Figure) -> bool:
    return len({_date(figure.as_of) for figure in (one, other) if figure.as_of is not None}) < 2


def _date(words: Text) -> str:
    """Return a date in one form, other words as they are."""
    try:
        date = parse_date(words.strip())
    except ValueError:
        date = None
    return str(date or words)


def _check_bounds(plan: Plan, figures: dict[str, Quantity]) -> Iterator[Finding]:
    for name, figure in plan.figures.items():
        for code, bound, sign in (("P303", figure.at_most, 1), ("P304", figure.at_least, -1)):
            if bound is None or GAP in bound:
                continue
            other = str(bound).strip().removeprefix("【").removesuffix("】")
            own, limit = figures.get(name), figures.get(other) or parse_quantity(other)
            unknown = limit is None and other not in plan.figures
            if unknown:
                args = {"name": other, "near": nearest(other, plan.figures)}
                yield Finding("P201", place_of(bound), args)
            elif own is None or limit is None:
                continue  # a gap
            elif own.unit != limit.unit:
                yield Finding("P305", place_of(bound), {"name": name, "value": str(own), "other": other})
            elif (own.amount - limit.amount) * sign > 0:
                there = f"{other}（{limit}）" if other in figures else other
                args = {"name": name, "value": str(own), "other": there}
                yield Finding(code, place_of(bound), args)


def _place(figure: Figure, name: str) -> Place:
    return place_of(figure.value if figure.value is not None else figure.terms[0], f"figures.{name}")


def _check_themes(plan: Plan) -> Iterator[Finding]:
    """A block whose points name themes has something for each; a problem has a task of its theme."""
    used = {block: {str(p.theme) for p in walk(plan.block(block)) if p.theme is not None} for block in _THEMED}
    problems = [point for point in plan.block("problems") if point.theme is not None]
    unanswered = [p for p in problems if plan.tasks and str(p.theme) not in used["tasks"]]
    for point in unanswered:
        yield Finding("P321", place_of(point.theme), {"id": str(point.theme)}, Severity.WARNING)
    told = {str(point.theme) for point in unanswered}
    for block, ids in used.items():
        for theme in plan.themes if ids else ():
            if str(theme.id) not in ids and not (block == "tasks" and str(theme.id) in told):
                args = {"id": str(theme.id), "block": block, "term": term_of(block)}
                yield Finding("P320", place_of(theme.id), args, Severity.WARNING)


def _check_deadlines(plan: Plan) -> Iterator[Finding]:
    """What is still to be done is not due before the day on which it is said."""
    days = [*_days(plan, "meeting", "time"), *_days(plan, "speech", "date")]
    days += [*_days(plan, "notice", "date_of_issue"), *_days(plan, "minutes", "date_of_issue")]
    for point in points_of(plan, _DUTIES):
        due = point.deadline.due(plan.year).date if point.deadline else None
        said = next(((path, day) for path, day, _ in days if due and due < day), None)
        if point.deadline and due and said:
            args = {"phrase": str(point.deadline.say), "date": chinese_date(due), **_said(*said)}
            yield Finding("P330", place_of(point.deadline.say), args)


def _check_dates(plan: Plan) -> Iterator[Finding]:
    """A meeting is announced before it is held, its minutes are issued after; nothing is printed before it is issued."""
    held = _days(plan, "meeting", "time")
    pairs = [(_days(plan, "meeting_notice", "date_of_issue"), held), (held, _days(plan, "minutes", "date_of_issue"))]
    for kind in ("notice", "meeting_notice", "minutes"):
        pairs.append((_days(plan, kind, "date_of_issue"), _days(plan, kind, "printed_on")))
    for earlier, later in pairs:
        for (path, first, _), (_, second, moment) in zip(earlier, later, strict=False):
            if second < first:
                yield Finding("P331", place_of(moment.say), {"date": chinese_date(second), **_said(path, first)})


def _days(plan: Plan, block: str, field: str) -> list[tuple[str, datetime.date, Moment]]:
    """Return path, day and moment of a field, when the plan has it and it names a day."""
    moment = getattr(getattr(plan, block), field, None)
    day = moment.day() if isinstance(moment, Moment) else None
    return [(f"{block}.{field}", day, moment)] if isinstance(moment, Moment) and day else []


def _said(path: str, day: datetime.date) -> dict[str, str]:
    term = "会议时间" if path == "meeting.time" else term_of(re.sub(r".*\.", "", path))
    return {"field": path, "term": term, "day": chinese_date(day)}

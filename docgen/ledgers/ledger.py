"""The ledger of one plan or several."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from docgen.errors import LedgerError, PlanError, misused
from docgen.findings import Finding, Place, errors, in_order
from docgen.ledgers.book import ledger_sheets
from docgen.ledgers.rows import LedgerRow, roll
from docgen.ledgers.workbook import Workbook
from docgen.marked import ILLEGAL
from docgen.plan.model import Plan
from docgen.plan.units import NOBODY
from docgen.plan.validate import A_PLAN, PlanSource, load_plan
from docgen.sheets.written import write_sheets

_SEVERAL = "重点任务督办台账"


@dataclass(frozen=True, slots=True)
class Ledger(Workbook):
    """A finished ledger.

    Attributes:
        rows: Its rows, a measure each, in order.
        findings: What was noticed: gaps, measures without owner or deadline; warnings only.
    """

    rows: list[LedgerRow] = field(repr=False)
    findings: list[Finding] = field(default_factory=list)


def ledger(
    plans: Plan | PlanSource | Iterable[Plan | PlanSource],
    *,
    as_of: datetime.date | None = None,
    title: str | None = None,
) -> Ledger:
    """Return the task ledger (督办台账) of a plan or of several: one row a measure.

    Args:
        plans: A plan, from `load_plan`, or what `load_plan` reads; or several.
        as_of: Day on which it counts what is overdue; the day it is opened when left out, and then its bytes change from day to day.
        title: Its title; that of the plan's task table when left out.

    Raises:
        PlanError: A plan cannot be read or composed.
        LedgerError: A plan has no measures, or a text is longer than a cell can hold.
    """
    _check_day(as_of)
    return _Office(plans, title, as_of).ledger()


def ledger_by_unit(
    plans: Plan | PlanSource | Iterable[Plan | PlanSource],
    *,
    as_of: datetime.date | None = None,
    title: str | None = None,
) -> dict[str, Ledger]:
    """Return a ledger for each lead unit with its measures alone; all of them together have every measure of the plan.

    A measure that several units lead stands in the ledger of each. What nobody leads stands under ``""``, which comes last.

    Args:
        plans: A plan, from `load_plan`, or what `load_plan` reads; or several.
        as_of: Day on which it counts what is overdue; the day it is opened when left out.
        title: Title, before the name of the unit; that of the plan's task table when left out.

    Raises:
        PlanError: A plan cannot be read or composed.
        LedgerError: A plan has no measures, or a text is longer than a cell can hold.
    """
    _check_day(as_of)
    office = _Office(plans, title, as_of)
    names = [*office.units, *([NOBODY] if any(not row.lead_units for row in office.rows) else [])]
    return {unit: office.ledger(unit) for unit in names}


class _Office:
    """What keeps the ledgers of some plans."""

    def __init__(
        self, plans: Plan | PlanSource | Iterable[Plan | PlanSource], title: str | None, as_of: datetime.date | None
    ) -> None:
        rolls = [roll(_read(plan)) for plan in _several(plans)]
        self.rows = [row for one in rolls for row in one.rows]
        self.units = list(dict.fromkeys(unit for one in rolls for unit in one.units))
        self.findings = in_order(finding for one in rolls for finding in one.findings)
        if errors(self.findings):
            raise PlanError(self.findings)
        stems = [one.rows[0].plan for one in rolls]
        _check_names(stems)
        self.is_of_several = len(stems) > 1
        titles, organs = {one.title for one in rolls}, {one.organ for one in rolls}
        sign = ILLEGAL.search(title or "")
        if sign:
            raise LedgerError([Finding("L130", Place(), {"head": "title", "codepoint": f"U+{ord(sign[0]):04X}"})])
        self.title = title or (titles.pop() if len(titles) == 1 else _SEVERAL)
        self.organ = organs.pop() if len(organs) == 1 else ""
        self.as_of = as_of

    def ledger(self, unit: str | None = None) -> Ledger:
        """Return the ledger of all rows, or of those that a unit leads."""
        rows = [row for row in self.rows if unit is None or (unit in row.lead_units if unit else not row.lead_units)]
        units = self.units if unit is None else [unit]
        title = self.title if not unit else f"{self.title}（{unit}）"
        today = self.as_of or datetime.date.today()
        sheets = ledger_sheets(rows, units, title, self.organ, self.as_of, today, several=self.is_of_several)
        return Ledger(write_sheets(sheets, title, self.organ), rows, self.findings)


def _check_day(as_of: object) -> None:
    if as_of is not None and (not isinstance(as_of, datetime.date) or isinstance(as_of, datetime.datetime)):
        raise misused("as_of", "a date", as_of)


def _check_names(stems: Sequence[str]) -> None:
    """Refuse plans of one name: a row that comes back could belong to either."""
    twice = next((stem for at, stem in enumerate(stems) if stem in stems[:at]), None)
    if twice is not None:
        raise LedgerError([Finding("L135", Place(), {"plan": twice})])


def _several(plans: Plan | PlanSource | Iterable[Plan | PlanSource]) -> list[Plan | PlanSource]:
    if isinstance(plans, (Plan, str, os.PathLike, dict)):
        return [plans]
    if not isinstance(plans, Iterable):
        raise misused("plans", A_PLAN, plans)
    several = list(plans)
    if not several:
        raise misused("plans", A_PLAN, plans)
    return several


def _read(plan: Plan | PlanSource) -> Plan:
    return plan if isinstance(plan, Plan) else load_plan(plan)

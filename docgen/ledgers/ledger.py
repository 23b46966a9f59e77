"""The ledger of one plan or several."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.errors import LedgerError, misused
from docgen.files import write_document
from docgen.findings import Finding, Place, in_order
from docgen.ledgers.book import ledger_sheets
from docgen.ledgers.rows import LedgerRow, roll
from docgen.plan.model import Plan
from docgen.plan.validate import A_PLAN, PlanSource, load_plan
from docgen.sheets import write_sheets


@dataclass(frozen=True, slots=True)
class Ledger:
    """A finished ledger.

    Attributes:
        data: The .xlsx.
        rows: Its rows, a measure each, in order.
        findings: What was noticed: gaps, measures without owner or deadline; warnings only.
    """

    data: bytes = field(repr=False)
    rows: list[LedgerRow] = field(repr=False)
    findings: list[Finding] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        """Return the .xlsx."""
        return self.data

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the workbook whole or not at all, and return its path.

        Args:
            path: Where to; the folder is made when it is missing.
            force: Replace a file that somebody filled in or that is not ours; the old one is kept as ``.bak``.

        Raises:
            OverwriteError: The file there is somebody's work, and ``force`` is not set.
            FileError: It cannot be written.
        """
        return write_document(Path(path), self.data, force=force)


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
    if as_of is not None and not isinstance(as_of, datetime.date):
        raise misused("as_of", "a date", as_of)
    rolls = [roll(_read(plan)) for plan in _several(plans)]
    rows = [row for one in rolls for row in one.rows]
    _check_names([one.rows[0].plan for one in rolls])
    titles = {one.title for one in rolls}
    name = title or (titles.pop() if len(titles) == 1 else "重点任务督办台账")
    organs = list(dict.fromkeys(one.organ for one in rolls if one.organ))
    organ = organs[0] if len(organs) == 1 else ""
    sheets = ledger_sheets(rows, name, organ, as_of, as_of or datetime.date.today())
    findings = in_order(finding for one in rolls for finding in one.findings)
    return Ledger(write_sheets(sheets, name, organ), rows, findings)


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
    return list(plans)


def _read(plan: Plan | PlanSource) -> Plan:
    return plan if isinstance(plan, Plan) else load_plan(plan)

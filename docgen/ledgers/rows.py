"""The rows of a ledger: a measure each, as the task table of the notice says it, and where the documents say it.

Codes: L140, P250, P251.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.api import frame_of, kinds_in
from docgen.errors import LedgerError
from docgen.findings import Finding, in_order
from docgen.kinds import find_kind
from docgen.kinds.compose import Composer
from docgen.kinds.facts import measure_rows, missing
from docgen.ledgers.places import Spot, places
from docgen.plan.model import Plan
from docgen.plan.standing import Measure, measures
from docgen.plan.units import NOBODY, lead_units, leads_of

KINDS = ("speech", "notice", "minutes")  # that say measures
_AS_IN = "notice"  # whose task table has the same rows
_LEDGER = "督办台账"
_TABLES = (("任务分工表", "任务督办台账"), ("分工表", "督办台账"), ("任务表", "任务督办台账"))
_CHECK_LETTERS, _SENT_LETTERS = 12, 6
ISSUED = ("id", "task", "measure", "lead_unit", "support_units", "person", "deadline", "due", "deliverable")
"""What a ledger takes from the plan and nobody may change in it."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One measure in a ledger; every text is ``""`` when the plan does not say.

    Attributes:
        in_plan: The measure in the plan, with its id and what it inherits.
        plan: Name of the plan's file, without its suffix.
        theme: Its theme, as printed.
        task: Claim of its task.
        measure: All that it says.
        lead_units: Units that answer for it, names written out; none when nobody does, or who does is a gap.
        lead_unit: The same, joined by 、; the gap when there is one.
        support_units: Units that take part, joined by 、.
        person: Who answers for it.
        deadline: Until when, as printed.
        deliverable: What is handed in.
        progress: What has been done.
        memo: Remark.
        spots: Where it stands, by kind of document.
    """

    in_plan: Measure
    plan: str
    theme: str
    task: str
    measure: str
    lead_units: tuple[str, ...]
    lead_unit: str
    support_units: str
    person: str
    deadline: str
    deliverable: str
    progress: str
    memo: str
    spots: dict[str, Spot] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What the ledger knows it by."""
        return self.in_plan.id

    @property
    def due(self) -> datetime.date | None:
        """Last day, when its deadline names one."""
        return self.in_plan.due

    @property
    def status(self) -> str:
        """未启动, 推进中 or 已完成, as the plan says."""
        return self.in_plan.status

    @property
    def closed(self) -> datetime.date | None:
        """Day on which it was crossed off."""
        return self.in_plan.closed

    def filled_in(self) -> dict[str, str]:
        """Return what units and office fill in, by field; ``""`` for nothing."""
        closed = self.closed.isoformat() if self.closed else ""
        return {"status": self.status, "progress": self.progress, "closed": closed, "memo": self.memo}

    def issued(self) -> tuple[str, ...]:
        """Return what `ISSUED` names, as texts."""
        own = (self.id, self.task, self.measure, self.lead_unit, self.support_units, self.person, self.deadline)
        return (*own, self.due.isoformat() if self.due else "", self.deliverable)


def check_letters(issued: Iterable[str], count: int = _CHECK_LETTERS) -> str:
    """Return what tells whether texts are still what they were when they were issued; blanks and line ends do not count."""
    words = "\n".join("".join(text.split()) for text in issued)
    return hashlib.sha256(words.encode()).hexdigest()[:count]


def check_code(row: LedgerRow) -> str:
    """Return what a row of the ledger carries hidden: letters for what belongs to the plan, and for each value that is to be filled in."""
    return "-".join([check_letters(row.issued()), *(sent_letters(value) for value in row.filled_in().values())])


def sent_letters(value: str) -> str:
    """Return what tells whether a value that is to be filled in is still the one that was sent out."""
    return check_letters([value], _SENT_LETTERS)


@dataclass(frozen=True, slots=True)
class Roll:
    """The rows of one plan.

    Attributes:
        rows: A measure each, in order.
        units: Units that lead, in official order.
        title: Title of its ledger.
        organ: Who keeps it.
        findings: What was noticed: gaps, measures without owner or deadline.
    """

    rows: list[LedgerRow]
    units: list[str]
    title: str
    organ: str
    findings: list[Finding]


def roll(plan: Plan, *, with_places: bool = True) -> Roll:
    """Return the rows of a plan in its order.

    Args:
        plan: The plan.
        with_places: Whether to build the documents to see where each measure stands.

    Raises:
        LedgerError: It has no measures.
    """
    kind = find_kind(_AS_IN)
    composer = Composer(plan, kind, frame_of(kind.name, None))
    found = measures(plan)
    if not found:
        raise LedgerError([Finding("L140", plan.place())])
    told = measure_rows(composer)
    led = [tuple(name for name in names if name != NOBODY) for _, _, names in leads_of(plan)]
    stem = Path(plan.place().file).stem
    spots = {name: places(plan, found, name) for name in kinds_in(plan) if name in KINDS} if with_places else {}
    rows = [
        LedgerRow(
            in_plan=measure,
            plan=stem,
            theme=row["theme"],
            task=row["task"],
            measure=row["measure"],
            lead_units=leads,
            lead_unit="、".join(leads) or row["lead_unit"],
            support_units=row["support_units"],
            person=row["person_in_charge"],
            deadline=row["deadline"],
            deliverable=row["deliverable"],
            progress=row["progress"],
            memo=row["memo"],
            spots={name: there[measure.id] for name, there in spots.items() if measure.id in there},
        )
        for measure, row, leads in zip(found, told, led, strict=True)
    ]
    lacking = [replace(f, args={**f.args, "kind": _LEDGER}) for f in missing(composer, composer.said)]
    units = [unit for unit in lead_units(plan) if unit != NOBODY]
    noticed = in_order([*composer.findings, *lacking])
    return Roll(rows, units, _title(plan, composer), _organ(plan, composer), noticed)


def _title(plan: Plan, composer: Composer) -> str:
    """Return the title of a plan's ledger: that of its task table, else a plain one."""
    tables = [a for document in plan.documents for a in getattr(document, "attachments", ()) if a.table]
    if not tables:
        return f"重点任务{_LEDGER}"
    words = composer.words(tables[0].title)
    for table, ledger in _TABLES:
        if words.endswith(table):
            return words.removesuffix(table) + ledger
    return words + _LEDGER


def _organ(plan: Plan, composer: Composer) -> str:
    """Return the organ that keeps the ledger: the one that issues the notice or the minutes."""
    for document in plan.documents:
        organs: Sequence[object] = getattr(document, "issuing_authority", ())
        if organs:
            return "、".join(composer.words(organ) for organ in document.issuing_authority)  # type: ignore[attr-defined]
    return ""

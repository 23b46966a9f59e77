"""Who leads the measures of a plan, and the part of a plan that one unit leads.

A measure is led by the nearest `lead_unit` on it or above it; one that several units lead together belongs to each of them.

Codes: P285-P289.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docgen.marked import OPEN
from docgen.plan.documents import Sent
from docgen.plan.marks import Text
from docgen.plan.model import Plan, measures_of, parts_of
from docgen.plan.points import Point
from docgen.plan.references import Resolver

NOBODY = ""
"""In place of a unit: nobody leads the measure, or who does is a gap."""
OF_NOBODY = "未明确责任单位"
"""The same in the name of a file."""


class _Names:
    """The units of a plan, each by the one name that its register gives it, or else by the name it is written with.

    Attributes:
        typed: For each name met so far, the text of the plan that prints it.
    """

    def __init__(self, plan: Plan) -> None:
        """Enter the register; what stands for two units stands for the one that bears it, else for the first."""
        self._resolver = Resolver(plan)
        self._known: dict[Text, str] = {}
        self._official: dict[str, str] = {}
        self.typed: dict[str, Text] = {NOBODY: Text(NOBODY)}
        self.ranks: dict[str, int] = {}
        for unit in plan.units:
            name = self._printed(unit.name)
            self.typed.setdefault(name, unit.name)
            self.ranks.setdefault(name, len(self.ranks))
            self._official[name] = name
        for unit in plan.units:
            if OPEN not in self._printed(unit.name):
                for other in (*unit.short, *unit.also):
                    self._official.setdefault(self._printed(other), self._printed(unit.name))

    def _printed(self, unit: Text) -> str:
        if unit not in self._known:
            self._known[unit] = self._resolver.value(unit, "牵头单位")
        return self._known[unit]

    def official(self, printed: str) -> str:
        """Return the name of the unit that has this one."""
        return self._official.get(printed, printed)

    def of(self, lead: Sequence[Text]) -> tuple[str, ...]:
        """Return the names of those who lead together, each once; `NOBODY` alone when there are none."""
        names: dict[str, None] = {}
        for unit in lead:
            printed = self._printed(unit)
            name = NOBODY if OPEN in printed else self.official(printed)
            self.typed.setdefault(name, unit)
            names[name] = None
        return tuple(names) or (NOBODY,)


def leads_of(plan: Plan) -> list[tuple[Point, tuple[Point, ...], tuple[str, ...]]]:
    """Return every measure of a plan in order, the points it stands below, outermost first, and the names of its lead units.

    Who leads several measures has one name in all of them, that of the register. `NOBODY` stands for a lead that there is not, or
    that is a gap; so there is at least one name.
    """
    return _leads(plan, _Names(plan))


def _leads(plan: Plan, names: _Names) -> list[tuple[Point, tuple[Point, ...], tuple[str, ...]]]:
    found = []
    for measure, above in measures_of(plan):
        lead = next((point.lead_unit for point in (measure, *reversed(above)) if point.lead_unit), [])
        found.append((measure, above, names.of(lead)))
    return found


def lead_units(plan: Plan) -> dict[str, Text]:
    """Return every unit that leads a measure of a plan: its name, and the text of the plan that prints it.

    They stand in the order of the register, those that it lacks behind them as they first appear. `NOBODY` comes last.
    """
    names = _Names(plan)
    met = dict.fromkeys(name for _, _, leads in _leads(plan, names) for name in leads)
    last = len(names.ranks)
    ordered = sorted(met, key=lambda name: (name == NOBODY, names.ranks.get(name, last)))
    return {name: names.typed[name] for name in ordered}


def of_unit(plan: Plan, unit: str) -> Plan:
    """Return a copy of a plan that has no other measures than those that a unit leads.

    Tasks and tracks that lose all their measures go; those that keep some stay as they are. All else stays, and so do the
    places of all texts.

    Args:
        plan: The plan.
        unit: Any name of the unit that the register knows, or the name that it leads with; `NOBODY` for what nobody leads.
    """
    names = _Names(plan)
    wanted = names.official(unit)
    tasks = [_part(task, [], names, wanted) for task in plan.block("tasks")]
    return plan.model_copy(update={"tasks": [task for task in tasks if task is not None]})


def _part(point: Point, above: Sequence[Text], names: _Names, unit: str) -> Point | None:
    """Return a point with the measures that a unit leads; ``None`` when it has none of them."""
    lead = point.lead_unit or above
    parts = parts_of(point)
    if not parts:
        return point if unit in names.of(lead) else None
    kept = [part for part in (_part(part, lead, names, unit) for part in parts) if part is not None]
    return point.model_copy(update={point.list_name: kept}) if kept else None


def addressed(plan: Plan, kind: str, to: Text) -> Plan:
    """Return a copy of a plan whose document of a kind is addressed to one unit alone; the plan when it cannot, or to nobody."""
    document = getattr(plan, kind)
    if to == NOBODY or not isinstance(document, Sent):
        return plan
    return plan.model_copy(update={kind: document.model_copy(update={"addressees": [[to]]})})


def part_said(plan: Plan, paragraphs: Iterable[str]) -> Plan:
    """Return the part of a plan that a finished document says: that of the lead unit to which a notice is addressed, else all of it.

    Args:
        plan: The plan.
        paragraphs: What the document says.
    """
    said = {paragraph.strip() for paragraph in paragraphs}
    own = [to for group in plan.notice.addressees for to in group] if plan.notice else []
    alone = Resolver(plan).value(own[0], "") if len(own) == 1 else NOBODY  # who gets the whole notice
    for unit, to in lead_units(plan).items() if plan.notice else ():
        if unit not in (NOBODY, alone) and f"{unit}：" in said:
            return addressed(of_unit(plan, unit), "notice", to)
    return plan

"""How the measures of a plan stand: which is which, when each is due, and how many are done or overdue on a day."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from docgen.findings import Finding
from docgen.numerals import parse_date
from docgen.plan.fields import FACT_BLOCKS, STATUSES
from docgen.plan.marks import place_of
from docgen.plan.model import Plan, measures_of
from docgen.plan.points import Deadline, Point, walk

WAITING, ACTIVE, DONE = STATUSES
OVERDUE = "逾期"
COUNTS = {
    "措施总数": "measures",
    "已完成": "done",
    "推进中": "active",
    "未启动": "waiting",
    "逾期": "overdue",
    "已销号": "closed",
}
"""Names for references in prose, 【已完成】, and the attribute of `Counts` that each prints."""

DATED = ("推进中", "未启动", "逾期", "已销号")  # that hang on the day

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no digits, which a spreadsheet would make a number of
_ID_LETTERS = 8
_OF_MEASURES = ("status", "progress", "closed", "memo", "person_in_charge", "deliverable")


class Measure(NamedTuple):
    """A measure with what it inherits.

    Attributes:
        id: What the ledger knows it by: its own ``id``, else eight letters made from its words - of measures of the same words, from
            those above them too. It stays the same when other measures come and go, and when its units, deadline or status change.
        also: What it is known by without ``id`` when measures of the same words come or go; ``""`` when it has one.
        point: The measure.
        above: The points it stands below, outermost first.
        deadline: The nearest deadline on it or above it.
        due: Last day; ``None`` when there is none, or a standing duty.
        closed: Day on which it was crossed off.
    """

    id: str
    also: str
    point: Point
    above: tuple[Point, ...]
    deadline: Deadline | None
    due: datetime.date | None
    closed: datetime.date | None

    @property
    def status(self) -> str:
        """What the unit says of it."""
        return self.point.status or WAITING

    def standing(self, day: datetime.date | None) -> str:
        """Return how it stands on a day: 已完成, 推进中, 未启动 or 逾期; nothing is overdue while the day is unknown."""
        if self.status != DONE and self.due is not None and day is not None and self.due < day:
            return OVERDUE
        return self.status


class Counts(NamedTuple):
    """How many measures stand how on a day; those done, active, waiting and overdue are all of them, each once.

    Attributes:
        measures: All.
        done: Finished, crossed off or not.
        active: Under way and not overdue.
        waiting: Not begun and not overdue.
        overdue: Not finished, and the deadline lies before the day.
        closed: Crossed off by the day.
    """

    measures: int
    done: int
    active: int
    waiting: int
    overdue: int
    closed: int


def measures(plan: Plan) -> list[Measure]:
    """Return the measures of a plan in order, each under an id of its own."""
    found: list[Measure] = []
    taken = {str(point.id).strip() for point, _ in measures_of(plan) if point.id is not None}
    twins: Counter[str] = Counter()
    alike = Counter(_words(point) for point, _ in measures_of(plan))
    for point, above in measures_of(plan):
        deadline = next((p.deadline for p in (point, *reversed(above)) if p.deadline), None)
        due = deadline.due(plan.year).date if deadline else None
        closed = parse_date(point.closed.strip()) if point.closed is not None else None
        own, also = str(point.id).strip() if point.id is not None else "", ""
        if not own:
            own, also = _letters((point,)), _letters((*above, point))
            if alike[_words(point)] > 1:
                own, also = also, own
            own = _free(own, taken, twins)
        taken.add(own)
        found.append(Measure(own, also, point, above, deadline, due, closed))
    return found


def counts(plan: Plan, day: datetime.date | None) -> Counts:
    """Return how many measures of a plan stand how on a day."""
    all_ = measures(plan)
    stand = Counter(measure.standing(day) for measure in all_)
    closed = sum(measure.closed is not None and (day is None or measure.closed <= day) for measure in all_)
    return Counts(len(all_), stand[DONE], stand[ACTIVE], stand[WAITING], stand[OVERDUE], closed)


def misplaced(plan: Plan) -> Iterator[Finding]:
    """Yield a finding on each status that stands on something else than a measure."""
    known = {id(point) for point, _ in measures_of(plan)}
    for block in FACT_BLOCKS:
        for point in walk(plan.block(block)):
            name = next((name for name in _OF_MEASURES if getattr(point, name)), None)
            if name and id(point) not in known:
                value = getattr(point, name)
                yield Finding(
                    "P291", place_of(value) if not isinstance(value, list) else point.place(), {"field": name}
                )


def _letters(points: Iterable[Point]) -> str:
    words = "\n".join(_words(point) for point in points)
    number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")
    letters = ""
    for _ in range(_ID_LETTERS):
        number, at = divmod(number, len(_LETTERS))
        letters += _LETTERS[at]
    return letters


def _words(point: Point) -> str:
    """Return what a point says by itself, as typed."""
    return "\t".join(str(text).strip() for text in (point.lead, point.claim, point.text) if text is not None)


def _free(letters: str, taken: Collection[str], twins: Counter[str]) -> str:
    """Return an id that no other measure has; measures of the same words are told apart by their order, counted in ``twins``."""
    while True:
        twins[letters] += 1
        own = letters if twins[letters] == 1 else f"{letters}-{twins[letters]}"
        if own not in taken:
            return own

"""The facts of a plan as plain data, for templates that place them themselves, and the rows of the task table.

Codes: P250-P259.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypedDict

from docgen.catalogue.base import N_
from docgen.findings import Finding, Place, Severity
from docgen.kinds.arrange import WordField
from docgen.kinds.compose import Composer
from docgen.kinds.sentences import close, first_sentence, open_end
from docgen.marked import gap, seen, settle
from docgen.numerals import chinese_date
from docgen.plan.documents import Person
from docgen.plan.fields import FACT_BLOCKS, term_of
from docgen.plan.model import measures_of
from docgen.plan.points import Point
from docgen.plan.standing import COUNTS, DATED, Measure, counts, measures

_MISSING = ("P250", "P251")
_MEETING_LISTS = ("attendees", "observers", "absentees", "agenda", "participants", "bring", "notes", "heard")


class MeasureRow(TypedDict):
    """One row of the task table; every value is a text, ``''`` when the plan does not say."""

    number: str
    id: str
    theme: str
    task: str
    claim: str
    measure: str
    lead_unit: str
    support_units: str
    deadline: str
    deadline_date: str
    person_in_charge: str
    deliverable: str
    status: str
    standing: str
    progress: str
    closed: str
    memo: str


FACT_FIELDS = (
    WordField(
        "achievements",
        N_("Achievements as points: claim, text, theme, lead_unit, support_units, deadline, decision, points"),
        "{% for a in achievements %}{{ a.claim }}{% endfor %}",
    ),
    WordField("problems", N_("Problems as points"), "{% for p in problems %}{{ p.claim }}{% endfor %}"),
    WordField("significance", N_("Significance as points"), "{% for s in significance %}{{ s.text }}{% endfor %}"),
    WordField(
        "tasks",
        N_("Tasks as points; tracks and measures are their points"),
        "{% for t in tasks %}{{ t.claim }}{% endfor %}",
    ),
    WordField("requirements", N_("Requirements as points"), "{% for r in requirements %}{{ r.claim }}{% endfor %}"),
    WordField(
        "measures",
        N_(
            "Rows of the task table: number, id, theme, task, claim, measure, lead_unit, support_units, deadline, deadline_date, person_in_charge, deliverable, status, standing (逾期 when overdue on the day of the document), progress, closed, memo"
        ),
        "{% for m in measures %}{{ m.measure }}{% endfor %}",
    ),
    WordField(
        "ledger",
        N_(
            "How many measures there are, and how many are done, active, waiting, overdue on the day of the document, and closed (crossed off)"
        ),
        "已完成{{ ledger.done }}项、推进中{{ ledger.active }}项、逾期{{ ledger.overdue }}项",
    ),
    WordField("themes", N_("Themes: id, label, parts"), "{% for t in themes %}{{ t.label }}{% endfor %}"),
    WordField(
        "names",
        N_("Names of the plan, by name"),
        "{% for name, words in names|items %}{{ name }}：{{ words }}{% endfor %}",
        keyed=True,
    ),
    WordField(
        "figures",
        N_("Figures of the plan as printed, by name"),
        "{% for name, words in figures|items %}{{ name }}：{{ words }}{% endfor %}",
        keyed=True,
    ),
    WordField(
        "meeting",
        N_(
            "The meeting: name, time, place, chair, recorder, attendees, observers, absentees, agenda, participants, bring, reply, notes, heard"
        ),
        "{{ meeting.place }}",
    ),
    WordField(
        "body",
        N_("Paragraphs of the body in print order: role, level, text, head, rest, spans"),
        "{% for p in body %}{{ p.text }}{% endfor %}",
    ),
    WordField("core", N_("Core properties: title, creator, date"), "{{ core.title }}"),
)


def facts(composer: Composer, names: Container[str] | None = None) -> dict[str, Any]:
    """Return the facts of the composer's plan, every reference replaced and no value missing; only those of ``names``, when given."""
    plan, words, label = composer.plan, composer.resolver.words, composer.resolver.label
    makers: dict[str, Callable[[], Any]] = {
        **{block: partial(_points, composer, block) for block in FACT_BLOCKS},
        "measures": lambda: measure_rows(composer),
        "ledger": lambda: _ledger(composer),
        "themes": lambda: [
            {"id": str(t.id), "label": settle(label(t)), "parts": [settle(words(p)) for p in t.parts]}
            for t in plan.themes
        ],
        "names": lambda: {name: settle(words(f"【{name}】")) for name in plan.names},
        "figures": lambda: {name: settle(words(f"【{name}】")) for name in plan.figures},
        "meeting": lambda: meeting(composer),
    }
    return {name: make() for name, make in makers.items() if names is None or name in names}


def _points(composer: Composer, block: str) -> list[dict[str, Any]]:
    return [_point(composer, point) for point in composer.plan.block(block)]


def meeting(composer: Composer) -> dict[str, Any]:
    """Return the meeting's data; an empty value for what the plan does not say."""
    held = composer.plan.meeting
    resolver = composer.resolver
    return {
        "name": settle(resolver.value(held.name, "会议名称")) if held else "",
        "time": settle(resolver.value(held.time.words, "会议时间")) if held and held.time else "",
        "place": settle(resolver.value(held.place_, "会议地点")) if held else "",
        "chair": person(composer, held.chair, "主持人") if held and held.chair else {},
        "recorder": settle(resolver.value(held.recorder, "记录人")) if held else "",
        "reply": settle(resolver.value(held.reply, "报名方式")) if held else "",
        **{name: people(composer, name) for name in _MEETING_LISTS},
    }


def people(composer: Composer, name: str) -> list[str]:
    """Return a list of the meeting, such as its ``attendees``, in the order of the plan."""
    given = getattr(composer.plan.meeting, name, [])
    return [settle(composer.resolver.value(line, term_of(name))) for line in given]


def person(composer: Composer, given: Person, term: str) -> dict[str, str]:
    """Return post and name of a person; ``term`` says who, should one of them be a gap."""
    value = composer.resolver.value
    return {"post": settle(value(given.post, f"{term}职务")), "name": settle(value(given.name, term))}


def _point(composer: Composer, point: Point) -> dict[str, Any]:
    own = composer.own(point)
    said = composer.say(point)
    return {
        "claim": settle(open_end(said.claim)),
        "text": settle(close(close(said.claim) + said.rest)),
        "lead": settle(said.lead),
        "theme": settle(own["主题"]),
        "lead_unit": settle(own["牵头单位"]),
        "support_units": settle(own["配合单位"]),
        "deadline": settle(own["完成时限"]),
        "decision": settle(own["议定"]),
        "points": [_point(composer, p) for p in point.items],
    }


def measure_rows(composer: Composer) -> list[dict[str, str]]:
    """Return the rows of the task table; lead and deadline are the nearest on the measure or above it.

    Supporting units are the nearest no further up than the lead: those above support another.
    """
    rows = []
    tasks: dict[int, str] = {}  # what each task claims; to say it takes as long as it has measures
    for number, measure in enumerate(measures(composer.plan), 1):
        task = (*measure.above, measure.point)[0]
        if id(task) not in tasks:
            tasks[id(task)] = _claim(composer, task)
        row = _row(composer, measure, number, tasks[id(task)])
        rows.append({key: settle(str(value)) for key, value in row.items()})
    return rows


def _ledger(composer: Composer) -> dict[str, str]:
    """Return the counts of measures as texts; one that hangs on a day that is not known is a gap."""
    day = composer.resolver.day
    found = counts(composer.plan, day)
    return {
        attribute: settle(gap(f"【待填：{name}】")) if day is None and name in DATED else str(getattr(found, attribute))
        for name, attribute in COUNTS.items()
    }


def _row(composer: Composer, found: Measure, number: int, task: str) -> MeasureRow:
    measure = found.point
    chain = (measure, *reversed(found.above))
    nearest = next((place for place, p in enumerate(chain) if p.lead_unit), 0)
    lead = chain[nearest]
    told = chain[: nearest + 1]  # units further up support another lead
    support = next((p for p in told if p.support_units), measure)
    words = composer.words
    return {
        "number": str(number),
        "id": found.id,
        "theme": composer.own(measure)["主题"],
        "task": task,
        "claim": _claim(composer, measure),
        "measure": composer.cell(measure),
        "lead_unit": composer.own(lead)["牵头单位"],
        "support_units": composer.own(support)["配合单位"],
        "deadline": composer.deadline(found.deadline),
        "deadline_date": found.due.isoformat() if found.due else "",
        "person_in_charge": composer.units(measure.person_in_charge, "责任人"),
        "deliverable": words(measure.deliverable),
        "status": found.status,
        "standing": found.standing(composer.resolver.day),
        "progress": words(measure.progress),
        "closed": chinese_date(found.closed) if found.closed else "",
        "memo": words(measure.memo),
    }


def missing(composer: Composer, printed: Container[int]) -> list[Finding]:
    """Return a warning for each printed measure that nobody answers for, or that has no deadline.

    Args:
        composer: Whose plan and words count; what it says in passing is not told.
        printed: Identities of the points that the document prints.
    """
    found = []
    for measure, above in measures_of(composer.plan):
        if id(measure) not in printed:
            continue
        args = {"words": seen(_claim(composer, measure)), "kind": composer.kind.term}
        if not any(p.lead_unit for p in (measure, *above)):
            found.append(Finding("P250", measure.place("tasks"), args, Severity.WARNING))
        if not any(p.deadline for p in (measure, *above)):
            found.append(Finding("P251", measure.place("tasks"), args, Severity.WARNING))
    return found


def told_once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with what `missing` says of one measure in several kinds said once, for all of them."""
    kinds: dict[tuple[str, Place], dict[str, None]] = {}
    for finding in findings:
        if finding.code in _MISSING:
            kinds.setdefault((finding.code, finding.place), {})[str(finding.args["kind"])] = None
    return [
        replace(f, args={**f.args, "kind": "、".join(kinds[f.code, f.place])}) if f.code in _MISSING else f
        for f in findings
    ]


def _claim(composer: Composer, point: Point) -> str:
    said = composer.say(point)
    lead = "" if said.is_adverbial else said.lead
    return open_end(lead or said.claim or first_sentence(said.rest)[0])

"""What a plan says that cannot be, or is hardly meant: registers, themes, deadlines, slips of typing.

Codes: P180-P199.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable

from docgen.findings import MOST_ALIKE, Finding, Place, Severity, nearest
from docgen.patterns import late
from docgen.plan.fields import FACT_BLOCKS, term_of
from docgen.plan.load import FULL_WIDTH
from docgen.plan.marks import Text, place_of
from docgen.plan.model import Plan
from docgen.plan.points import OutlineItem, Point, Section, walk
from docgen.plan.references import COUNT, MEETING, OWN, Resolver
from docgen.plan.registers import Theme
from docgen.plan.slips import ASIDES
from docgen.plan.standing import misplaced

_ORDINAL = late(
    "[一二三四五六七八九十]+(?:是|要|、)|（[一二三四五六七八九十]+）|[0-9]+[.．、](?![0-9])|（[0-9]+）|第[一二三四五六七八九十]+[，、]|[①-⑳]"
)

_BRACKETED = late(r"(?<![{｛])[\[［〔{｛]([^\[\]［］〔〕{}｛｝]+)[\]］〕}｝](?![}｝])")


def check(plan: Plan, registered: Collection[str]) -> list[Finding]:
    """Return what the registers, themes, deadlines and points of a plan get wrong.

    Args:
        plan: The plan, or what of it could be read.
        registered: Every name in the file's registers, be its entry readable or not.
    """
    findings = [
        *_check_names(plan),
        *_check_themes(plan),
        *_check_order(plan),
        *_check_deadlines(plan),
        *_check_ordinals(plan),
        *_check_ids(plan),
        *_check_people(plan),
        *_check_lists(plan),
        *_check_commas(plan),
        *_check_attachments(plan),
        *_check_decisions(plan),
        *misplaced(plan),
    ]
    resolver = Resolver(plan)
    for name in [*plan.names, *plan.figures]:
        resolver.words(f"【{name}】")
    for theme in plan.themes:
        resolver.label(theme)
    unread = set(registered) - {*plan.names, *plan.figures}
    return findings + [
        f for f in resolver.findings if f.code != "P230" and not (f.code == "P201" and f.args["name"] in unread)
    ]


def leftovers(texts: Iterable[Text], names: Collection[str]) -> list[Finding]:
    """Return a warning for each text that is printed as it stands, which is hardly meant.

    Those are ``{{ }}``, a value in full-width braces, and one of ``names`` in other brackets than 【】.
    """
    known = {*names, *OWN, *MEETING}
    found: list[Finding] = []
    for text in texts:
        if any(_stands_between(line, *signs) for signs in (("{{", "}}"), ("{%", "%}")) for line in text.split("\n")):
            found.append(Finding("P187", _within(text, "{{"), {}, Severity.WARNING))
        if FULL_WIDTH.fullmatch(text):
            found.append(Finding("P134", place_of(text), {"words": str(text)}, Severity.WARNING))
            continue
        for words in (m for m in _BRACKETED.finditer(text) if m[1].strip() in known):
            args = {"words": words[0], "name": words[1].strip()}
            found.append(Finding("P196", _within(text, words[0]), args, Severity.WARNING))
    return found


def _stands_between(line: str, opens: str, closes: str) -> bool:
    at = line.find(opens)
    return at >= 0 and line.find(closes, at + len(opens)) >= 0


def _within(text: Text, words: str) -> Place:
    return text.mark.find(words) if text.mark else place_of(text)


def _check_names(plan: Plan) -> Iterable[Finding]:
    for name in plan.names.keys() & plan.figures.keys():
        yield Finding("P180", plan.names[name].place(f"names.{name}"), {"name": name})
    for register, entries in (("names", plan.names), ("figures", plan.figures)):
        for name, entry in entries.items():
            if name in (COUNT, *OWN, *MEETING) or any(c in name for c in "【】|｜？"):
                yield Finding("P181", entry.place(f"{register}.{name}"), {"name": name})


def _check_themes(plan: Plan) -> Iterable[Finding]:
    known: dict[str, Theme] = {}
    for theme in plan.themes:
        if theme.id in known:
            yield Finding("P182", place_of(theme.id), {"id": str(theme.id)})
        known[theme.id] = theme
    strangers = (point.theme for point in points_of(plan) if point.theme is not None and point.theme not in known)
    for theme_id in itertools.islice(strangers, MOST_ALIKE):
        args = {"id": str(theme_id), "known": "、".join(known), "near": nearest(theme_id, known)}
        yield Finding("P183" if known else "P189", place_of(theme_id), args)


def _check_deadlines(plan: Plan) -> Iterable[Finding]:
    for point in points_of(plan):
        if point.deadline is None or "？" in point.deadline.say:
            continue
        try:
            due = point.deadline.due(plan.year)
        except ValueError:
            yield Finding("P160", place_of(point.deadline.say), {"value": str(point.deadline.say)})
            continue
        args = {"phrase": str(point.deadline.say), "year": _year(plan)}
        if due.needs_year:
            yield Finding("P185", place_of(point.deadline.say), args, Severity.WARNING)
        elif due.date is None and not due.standing:
            yield Finding("P184", place_of(point.deadline.say), args, Severity.WARNING)


def _year(plan: Plan) -> int:
    """Return the year that a plan is about, as far as it tells, for examples in messages."""
    days = [document.date_of_issue.day() for document in plan.documents if hasattr(document, "date_of_issue")]
    return plan.year or next((day.year for day in days if day), 2026)


def _outline_items(plan: Plan) -> Iterable[OutlineItem]:
    """Yield every item of every outline of a plan, those below headings too."""
    for document in plan.documents:
        stack = list(document.outline or [])
        while stack:
            item = stack.pop()
            yield item
            stack.extend(item.body if isinstance(item, Section) else [])


def points_of(plan: Plan, blocks: Iterable[str] = FACT_BLOCKS) -> Iterable[Point]:
    """Yield every point of some fact blocks and of all outlines, and those below them."""
    for block in blocks:
        yield from walk(plan.block(block))
    yield from walk([item for item in _outline_items(plan) if isinstance(item, Point)])


def _check_order(plan: Plan) -> Iterable[Finding]:
    """Themes are one list: achievements, significance and tasks that name them keep its order."""
    order = {str(theme.id): place for place, theme in enumerate(plan.themes)}
    for block in ("achievements", "significance", "tasks"):
        last = -1
        for point in plan.block(block):
            place = order.get(str(point.theme), last)
            if place < last and point.theme is not None:
                yield Finding("P186", place_of(point.theme), {"id": str(point.theme), "block": block}, Severity.WARNING)
            last = max(last, place)


def _check_ordinals(plan: Plan) -> Iterable[Finding]:
    """Ordinals come from the list; one that is typed would be printed twice."""
    starts = [text for point in points_of(plan) for text in (point.text, point.claim, point.lead) if text is not None]
    starts += [item.heading for item in _outline_items(plan) if isinstance(item, Section)]
    for text in starts:
        typed = _ORDINAL.match(text)
        if typed:
            yield Finding("P188", place_of(text), {"ordinal": typed.group()}, Severity.WARNING)


def _check_ids(plan: Plan) -> Iterable[Finding]:
    """An id stands for one thing; the ledger finds a measure again by it, the text an attachment."""
    papers = (getattr(document, "attachments", []) for document in plan.documents)
    for owners in ([*points_of(plan)], *papers):
        known: dict[str, Place] = {}
        for id_ in (owner.id for owner in owners if owner.id is not None):
            if id_ in known:
                yield Finding("P190", place_of(id_), {"id": str(id_), "first": known[id_].line})
            known.setdefault(id_, place_of(id_))


def _check_people(plan: Plan) -> Iterable[Finding]:
    people = (plan.meeting.chair if plan.meeting else None, plan.speech.speaker if plan.speech else None)
    for person in people:
        if person is not None and person.post is None:
            yield Finding("P191", place_of(person.name), {"name": str(person.name)}, Severity.WARNING)


def _check_lists(plan: Plan) -> Iterable[Finding]:
    """A list that was written for organs and names none is hardly meant."""
    for document in plan.documents:
        for name, organs in (("copy_to", "copies"), ("addressees", "addressees")):
            if name in document.model_fields_set and not getattr(document, organs):
                args = {"field": name, "term": term_of(name)}
                yield Finding("P192", document.place(), args, Severity.WARNING)


def _check_commas(plan: Plan) -> Iterable[Finding]:
    """A full-width comma does not part the items of a list; one that stands in an item is hardly meant."""
    for text in _names_of_lists(plan):
        if re.search("[，、]", ASIDES.sub("", text)):
            yield Finding("P194", place_of(text), {"words": str(text)}, Severity.WARNING)


def _names_of_lists(plan: Plan) -> Iterable[Text]:
    """Yield every unit, organ and person that is one item of a list."""
    for point in points_of(plan):
        yield from (*point.lead_unit, *point.support_units)
    for document in plan.documents:
        yield from getattr(document, "copies", ())
    if plan.meeting:
        yield from (*plan.meeting.attendees, *plan.meeting.observers, *plan.meeting.absentees)


def _check_attachments(plan: Plan) -> Iterable[Finding]:
    for document in plan.documents:
        for paper in getattr(document, "attachments", ()):
            if not (paper.table or paper.columns or paper.text):
                yield Finding("P195", place_of(paper.title), {"title": str(paper.title)}, Severity.WARNING)


def _check_decisions(plan: Plan) -> Iterable[Finding]:
    """What was achieved, found or asked is not decided; tasks and what is below them are."""
    for block in FACT_BLOCKS:
        if block != "tasks":
            for point in walk(plan.block(block)):
                if point.decision is not None:
                    yield Finding("P193", place_of(point.decision))

"""The meeting minutes (会议纪要) in the format of GB/T 9704-2012 10.3."""

from __future__ import annotations

from typing import Any

from docgen.catalogue.base import N_
from docgen.kinds.arrange import NEXT, Arrangement, Kind, ParagraphData, WordField
from docgen.kinds.compose import Composer
from docgen.kinds.facts import people, person
from docgen.kinds.front import ISSUED_FIELDS, IssuedContext, iso, issue, organ, title_lines
from docgen.marked import seen, settle


class MinutesContext(IssuedContext):
    """What a minutes template receives beside the facts."""

    mark: str
    number: str
    office: str
    title: list[str]
    body: list[ParagraphData]
    attendees: list[str]
    observers: list[str]
    absentees: list[str]
    chair: dict[str, str]
    recorder: str
    core: dict[str, str]


def _front(composer: Composer) -> dict[str, Any]:
    minutes = composer.plan.minutes
    assert minutes is not None
    shared = issue(composer, minutes)
    value = composer.resolver.value
    held = composer.plan.meeting
    mark = value(minutes.mark, "纪要标志") or "会议纪要"
    authority = organ(composer, minutes)
    office = value(minutes.office, "编印单位") or authority
    if shared["printed_by"] and not minutes.printed_by:
        shared["printed_by"] = settle(office)
    title = title_lines(composer, minutes.title)
    return {
        **shared,
        **{name: people(composer, name) for name in ("attendees", "observers", "absentees")},
        "chair": person(composer, held.chair, "主持人") if held and held.chair else {},
        "recorder": settle(value(held.recorder, "记录人")) if held else "",
        "mark": settle(mark if seen(mark).startswith(seen(authority)) else authority + mark),
        "number": settle(composer.resolver.value(minutes.number, "编号")),
        "office": settle(office),
        "title": title,
        "body": [p.as_dict() for p in composer.body(minutes)],
        "core": {
            "title": seen("".join(title) or authority + mark),
            "creator": seen(authority),
            "date": iso(minutes.date_of_issue),
        },
    }


MINUTES = Kind(
    name="minutes",
    term="会议纪要",
    lists={
        "achievements": Arrangement("一是"),
        "problems": Arrangement("一是"),
        "significance": Arrangement("一是"),
        "tasks": Arrangement(NEXT, "paragraphs"),
        "tracks": Arrangement(NEXT, "paragraphs"),
        "measures": Arrangement(NEXT, "paragraphs"),
        "requirements": Arrangement("一要"),
    },
    front=_front,
    fields=(
        WordField("mark", N_("Red head: organ and 会议纪要"), "{{ mark }}"),
        WordField("number", N_("Number, such as 〔2025〕第9期"), "{{ number }}"),
        WordField("office", N_("Office on the left above the red rule"), "{{ office }}"),
        WordField("title", N_("Title, one line each; may be empty"), "{% for line in title %}{{ line }}{% endfor %}"),
        WordField("attendees", N_("Who attended"), "出席：{{ attendees|join('、') }}。"),
        WordField("observers", N_("Who sat in"), "列席：{{ observers|join('、') }}。"),
        WordField("absentees", N_("Who was absent"), "请假：{{ absentees|join('、') }}。"),
        WordField("chair", N_("Who presided: post and name"), "{{ chair.post }}{{ chair.name }}"),
        WordField("recorder", N_("Who kept the record"), "{{ recorder }}"),
        *ISSUED_FIELDS,
    ),
    assigns=True,
    needs=("time", "place_", "chair"),
    context=MinutesContext,
)

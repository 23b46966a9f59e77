"""Facts as typed values: the point, which everything said is made of, its deadline, and the outline that orders points.

Codes: P160-P163.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from pydantic import Discriminator, Tag, model_validator

from docgen.catalogue.base import N_
from docgen.deadlines import Due, understand
from docgen.numerals import chinese_date, parse_date
from docgen.plan.fields import (
    STATUSES,
    Block,
    BlockName,
    First,
    Form,
    Lines,
    MarkerName,
    SectionForm,
    Status,
    Stop,
    Words,
    as_list,
    many,
    refuse,
    said,
)
from docgen.plan.marks import Text


class Deadline(Block):
    """A phrase, and the date it means."""

    text_field: ClassVar[str] = "say"

    say: Words = said("说法", N_("The deadline as it is printed, such as 11月底前"), default=...)
    by: Words | None = said("日期", N_("The date it means, when the phrase does not say: 2025-10-06"))
    repeat: Words | None = said("周期", N_("How often, for a standing duty"))

    @model_validator(mode="after")
    def _date(self) -> Self:
        if self.by is not None:
            real_date(self.by)
        try:
            understand(self.say, None)
        except ValueError:
            raise refuse("P160", value=str(self.say)) from None
        return self

    @property
    def words(self) -> Text:
        """The phrase as printed; a bare date in the Chinese form."""
        return as_printed(self.say)

    def due(self, year: int | None) -> Due:
        """Return what the deadline means, ``year`` being the year of the plan."""
        if self.by is not None:
            return Due(parse_date(self.by.strip()))
        return understand(self.say, year) if self.repeat is None else Due(None, standing=True)


def as_printed(text: Text) -> Text:
    """Return a bare date in the Chinese form, any other text as it is."""
    date = parse_date(text.strip())
    return text.with_value(chinese_date(date)) if date else text


def real_date(text: Text) -> datetime.date:
    """Return the date that a text is; refuse one that is none."""
    try:
        date = parse_date(text.strip())
    except ValueError:
        raise refuse("P160", value=str(text)) from None
    if date is None:
        raise refuse("P161", value=str(text))
    return date


class Wording(Block):
    """The same point in other words, for one kind of document."""

    speech: Words | None = said("讲话稿", N_("What the speech says instead of `text`"))
    notice: Words | None = said("通知", N_("What the notice says instead of `text`"))
    meeting_notice: Words | None = said("会议通知", N_("What the meeting notice says instead of `text`"))
    minutes: Words | None = said("会议纪要", N_("What the minutes say instead of `text`"))


class Series(Block):
    """What a list of points needs to be printed: how it is marked, set and joined."""

    text: Words | None = said(
        "正文", N_("What is said; the first sentence is the claim. It may announce the list that follows with 【数】")
    )
    marker: MarkerName | None = said("序次", N_("How the items of the list are marked, by example"))
    form: Form | None = said(
        "排法",
        N_("Items in the paragraph (inline), one paragraph each (paragraphs) or with headings of their own (headings)"),
    )
    stop: Stop | None = said("分隔", N_("What stands between the items of an inline list"))
    after: Words | None = said("收束", N_("Words behind the last item; begin with ， to go on with the sentence"))


class Point(Series):
    """One thing said: a text, or a claim with what explains it, who does it, and a list of further points."""

    text_field: ClassVar[str] = "text"

    id: Words | None = said("编号", N_("Short name of a measure that stays the same when its words change"))
    claim: Words | None = said("观点", N_("The claim, when it is not simply the first sentence of the text"))
    lead: Words | None = said("引子", N_("Opening words of a track; end in ， to run on, begin with 关于 for a topic"))
    rationale: Words | None = said("道理", N_("Why it matters; only the speech says it"))
    wording: Wording | None = said("分文种措辞", N_("Other words for `text` in one kind of document"))
    theme: Words | None = said("主题", N_("Id of the theme it belongs to"))
    decision: Words | None = said("议定", N_("Verb of the decision in the minutes, such as 同意 or 原则同意"))
    lead_unit: Lines = many("牵头单位", N_("Unit that answers for it; a list when several lead together"))
    support_units: Lines = many("配合单位", N_("Units that take part"))
    deadline: Deadline | None = said("完成时限", N_("Until when, such as 11月底前 or {say: 中秋节前, by: 2025-10-06}"))
    person_in_charge: Lines = many("责任人", N_("Who answers for it in person; only the ledger says it"))
    deliverable: Words | None = said("成果形式", N_("What is handed in when it is done; only the ledger says it"))
    status: Status | None = said(
        "状态", N_("How far a measure is; 未启动 when left out. That it is overdue is worked out")
    )
    progress: Words | None = said("进展", N_("What has been done so far, as the unit reports it"))
    closed: Words | None = said("销号日期", N_("Day on which the finished measure was crossed off: 2026-06-30"))
    memo: Words | None = said("备注", N_("Remark in the ledger"))
    points: Points = many("分点", N_("Further points below this one"))
    tracks: Points = many("条线", N_("Lines of work below a task, each opened by a lead"))
    measures: Points = many("措施", N_("What is to be done, one measure each"))

    @model_validator(mode="after")
    def _shape(self) -> Self:
        if sum(bool(items) for items in (self.points, self.tracks, self.measures)) > 1:
            raise refuse("P162")
        if self.text is None and self.claim is None and self.lead is None and self.wording is None and not self.items:
            raise refuse("P163")
        if self.closed is not None:
            real_date(self.closed)
            if self.status != STATUSES[-1]:
                raise refuse("P290")
        return self

    @property
    def list_name(self) -> str:
        """Name of the list it has: ``points``, ``tracks`` or ``measures``."""
        return "tracks" if self.tracks else "measures" if self.measures else "points"

    @property
    def items(self) -> list[Point]:
        """The points below it that have something to say."""
        return [point for point in self.points or self.tracks or self.measures if not point.is_hollow]

    @property
    def is_emptied(self) -> bool:
        """True when a list was written for it and has no items: nothing is left for `after` to close."""
        return not self.items and bool(self.model_fields_set & {"points", "tracks", "measures"})

    @property
    def is_hollow(self) -> bool:
        """True when it only introduced a list, and the list is empty."""
        return self.is_emptied and self.text is None and self.claim is None and self.wording is None


Points = Annotated[list[Point], First(as_list)]


class Use(Series):
    """A place in an outline where a fact block is printed."""

    use: BlockName = said("引用", N_("Fact block printed here"), default=...)


class Section(Block):
    """A heading and what stands below it."""

    heading: Words = said("标题", N_("Words of the heading, without number and stop"), default=...)
    form: SectionForm = said(
        "排法",
        N_("A line of its own (headings), or a label before the text in one paragraph: 会议时间：… (inline)"),
        default="headings",
    )
    body: Outline = many("内容", N_("Texts, fact blocks and further headings below the heading"))


def _which(value: object) -> str:
    if isinstance(value, str):
        return "(text)"
    if isinstance(value, Block):
        return {"Section": "(section)", "Use": "(use)"}.get(type(value).__name__, "(point)")
    if isinstance(value, dict):
        return "(section)" if "heading" in value else "(use)" if "use" in value else "(point)"
    return "(text)"


OutlineItem = Annotated[
    Annotated[Words, Tag("(text)")]
    | Annotated[Section, Tag("(section)")]
    | Annotated[Use, Tag("(use)")]
    | Annotated[Point, Tag("(point)")],
    Discriminator(_which),
]
Outline = Annotated[list[OutlineItem], First(as_list)]


def walk(points: list[Point]) -> Iterator[Point]:
    """Yield points and all points below them, depth first."""
    for point in points:
        yield point
        yield from walk(point.items)

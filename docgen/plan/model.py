"""The plan as typed values: registers, facts, and the front matter and outline of each document.

Everything that prints stays a `Text`, with its place; only years, dates and figures get a type of their own.

Codes: P157-P179.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Discriminator, Field, PrivateAttr, Tag, WithJsonSchema, model_validator

from docgen.findings import Finding
from docgen.messages import N_
from docgen.numerals import chinese_date, parse_date
from docgen.plan.deadlines import Due, understand
from docgen.plan.fields import (
    GAP,
    Block,
    BlockName,
    Form,
    Lines,
    MarkerName,
    SomeLines,
    Stop,
    TableName,
    Version,
    Words,
    Year,
    as_list,
    many,
    refuse,
    said,
)
from docgen.plan.marks import Text
from docgen.plan.registers import Figure, Name, Theme

# --- facts -----------------------------------------------------------------------------------------------------------


class Deadline(Block):
    """A phrase, and the date it means."""

    text_field: ClassVar[str] = "say"

    say: Words = said("说法", N_("The deadline as it is printed, such as 11月底前"), default=...)
    by: Words | None = said("日期", N_("The date it means, when the phrase does not say: 2025-10-06"))
    repeat: Words | None = said("周期", N_("How often, for a standing duty"))

    @model_validator(mode="after")
    def _date(self) -> Self:
        if self.by is not None:
            _real_date(self.by)
        try:
            understand(self.say, None)
        except ValueError:
            raise refuse("P160", value=str(self.say)) from None
        return self

    @property
    def words(self) -> Text:
        """The phrase as printed; a bare date in the Chinese form."""
        return _as_printed(self.say)

    def due(self, year: int | None) -> Due:
        """Return what the deadline means, ``year`` being the year of the plan."""
        if self.by is not None:
            return Due(parse_date(self.by.strip()))
        return understand(self.say, year) if self.repeat is None else Due(None, standing=True)


def _as_printed(text: Text) -> Text:
    date = parse_date(text.strip())
    return text.with_value(chinese_date(date)) if date else text


def _real_date(text: Text) -> datetime.date:
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

    claim: Words | None = said("观点", N_("The claim, when it is not simply the first sentence of the text"))
    lead: Words | None = said("引子", N_("Opening words of a track; end in ， to run on, begin with 关于 for a topic"))
    rationale: Words | None = said("道理", N_("Why it matters; only the speech says it"))
    wording: Wording | None = said("分文种措辞", N_("Other words for `text` in one kind of document"))
    theme: Words | None = said("主题", N_("Id of the theme it belongs to"))
    lead_unit: Lines = many("牵头单位", N_("Unit that answers for it; a list when several lead together"))
    support_units: Lines = many("配合单位", N_("Units that take part"))
    deadline: Deadline | None = said("完成时限", N_("Until when, such as 11月底前 or {say: 中秋节前, by: 2025-10-06}"))
    points: Points = many("分点", N_("Further points below this one"))
    tracks: Points = many("条线", N_("Lines of work below a task, each opened by a lead"))
    measures: Points = many("措施", N_("What is to be done, one measure each"))

    @model_validator(mode="after")
    def _shape(self) -> Self:
        if sum(bool(items) for items in (self.points, self.tracks, self.measures)) > 1:
            raise refuse("P162")
        if self.text is None and self.claim is None and self.lead is None and self.wording is None and not self.items:
            raise refuse("P163")
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


Points = Annotated[list[Point], BeforeValidator(as_list)]


class Use(Series):
    """A place in an outline where a fact block is printed."""

    use: BlockName = said("引用", N_("Fact block printed here"), default=...)


class Section(Block):
    """A heading and what stands below it."""

    heading: Words = said("标题", N_("Words of the heading, without number and stop"), default=...)
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
Outline = Annotated[list[OutlineItem], BeforeValidator(as_list)]


class Person(Block):
    """A post and a name."""

    text_field: ClassVar[str] = "name"

    post: Words | None = said("职务", N_("Post, as printed"))
    name: Words = said("姓名", N_("Name"), default=...)


class Moment(Block):
    """A day, and the words for it."""

    text_field: ClassVar[str] = "say"

    say: Words = said("说法", N_("The time as it is printed, such as 2025年9月12日上午"), default=...)
    on: Words | None = said("日期", N_("The day it means: 2025-09-12"))

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.on is not None:
            _real_date(self.on)
        self._day_of(self.say)
        return self

    @property
    def words(self) -> Text:
        """The words as printed; a bare date in the Chinese form."""
        return _as_printed(self.say)

    def day(self) -> datetime.date | None:
        """Return the day, when the words or ``on`` name it."""
        return parse_date(self.on.strip()) if self.on is not None else self._day_of(self.say)

    @staticmethod
    def _day_of(say: Text) -> datetime.date | None:
        found = re.search(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}", say)
        try:
            return parse_date(found.group()) if found else None
        except ValueError:
            raise refuse("P160", value=str(say)) from None


class Day(Moment):
    """A date as documents print it; nothing else will do."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.on is None and GAP not in self.say and "【" not in self.say:
            _real_date(self.say)
        return self


class Meeting(Block):
    """The meeting at which it was said and decided."""

    name: Words | None = said("会议名称", N_("Name of the meeting, for 【会议名称】"))
    time: Moment | None = said("会议时间", N_("When, for 【会议时间】"))
    place_: Words | None = said("会议地点", N_("Where, for 【会议地点】"), alias="place")
    chair: Person | None = said("主持人", N_("Who presided, post and name, for 【主持人】"))
    recorder: Words | None = said("记录人", N_("Who kept the record"))
    attendees: Lines = many("出席", N_("Who attended, in official order, each as 姓名（单位）"))
    observers: Lines = many("列席", N_("Who sat in"))
    absentees: Lines = many("请假", N_("Who was absent, each as 姓名（单位，事由）"))


# --- documents -------------------------------------------------------------------------------------------------------


class Document(Block):
    """What every kind has: an opening and an outline."""

    opening: Lines = many("开头", N_("Opening, each line a paragraph; instead of the default one"))
    outline: Outline | None = said("提纲", N_("What stands where; the kind's default outline when left out"))


class Speech(Document):
    """Front matter and outline of the speech (讲话稿)."""

    title: SomeLines = said("标题", N_("Title, one text or a list of lines"), default=...)
    subtitle: Words | None = said("副标题", N_("Subtitle, without the dash"))
    speaker: Person | None = said("讲话人", N_("Who speaks: post and name"))
    date: Day | None = said("日期", N_("Day of the speech"))
    salutation: Words | None = said("称谓", N_("Salutation, without the colon"))
    closing: Lines = many("结语", N_("Closing, one text a paragraph"))


class Attachment(Block):
    """A paper sent with the notice."""

    id: Words | None = said("编号", N_("Short name, for 【附件…】"))
    title: Words = said("名称", N_("Name of the attachment"), default=...)
    table: TableName | None = said("表格", N_("Table of facts printed in it"))
    text: Words | None = said("正文", N_("Its text, each line a paragraph"))


def _addressees(value: object) -> object:
    if isinstance(value, str):
        return [[value]]
    if isinstance(value, list):
        return [[item] if isinstance(item, str) else item for item in value]
    return [] if value is None else value


Addressees = Annotated[
    list[list[Words]],
    BeforeValidator(_addressees),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "array",
                    "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
                },
            ]
        }
    ),
]


class Issued(Document):
    """What the notice and the minutes share: who issues, when, and to whom copies go."""

    issuing_authority: Words = said("发文机关", N_("Organ that issues the document"), default=...)
    date_of_issue: Day = said("成文日期", N_("Date of issue, such as 2025年9月15日"), default=...)
    copy_to: Lines = many("抄送机关", N_("Organs that get a copy, in official order"))
    printed_by: Words | None = said(
        "印发机关", N_("Organ that prints and sends it; the issuing authority when left out")
    )
    printed_on: Day | None = said("印发日期", N_("Day it is printed"))


class Notice(Issued):
    """Front matter and outline of the notice (通知)."""

    copy_number: Words | None = said("份号", N_("Copy number, six digits"))
    classification: Words | None = said("密级和保密期限", N_("Classification and its period, such as 机密★1年"))
    urgency: Words | None = said("紧急程度", N_("Urgency: 特急 or 加急"))
    masthead: Words | None = said("发文机关标志", N_("Red head; the issuing authority with 文件 when left out"))
    document_number: Words | None = said("发文字号", N_("Document number, such as 澄政办发〔2025〕31号"))
    subject: Lines = many("事由", N_("What the notice is about; the template adds 关于…的通知"))
    title: Lines = many("标题", N_("Whole title, line by line, instead of the one made from the subject"))
    addressees: Addressees = many("主送机关", N_("Addressees: the outer list is joined by ，, an inner one by 、"))
    ending: Words | None = said("结束语", N_("Closing formula, such as 特此通知。"))
    attachments: Annotated[list[Attachment], BeforeValidator(as_list)] = many("附件", N_("Attachments, in order"))
    remark: Words | None = said("附注", N_("Remark below the date, without its brackets"))

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.subject and not self.title:
            raise refuse("P164")
        return self


class Minutes(Issued):
    """Front matter and outline of the meeting minutes (会议纪要)."""

    mark: Words | None = said("纪要标志", N_("Red head behind the organ's name; 会议纪要 when left out"))
    number: Words | None = said("编号", N_("Number, such as 〔2025〕第9期"))
    office: Words | None = said(
        "编印单位", N_("Office named on the left above the red rule; the issuing authority when left out")
    )
    title: Lines = many("标题", N_("Title, line by line, when there is one below the head"))


Names = Annotated[dict[str, Name], BeforeValidator(lambda v: {} if v is None else v)]
Figures = Annotated[dict[str, Figure], BeforeValidator(lambda v: {} if v is None else v)]


class Plan(Block):
    """One piece of work: what was planned, achieved and found wanting, what is to be done, and the documents about it."""

    docgen: Version = said("版本", N_("Version of the file's shape"), default="1")
    year: Year = said("年度", N_("Year that 年底前 and 11月底前 belong to"))
    names: Names = Field(
        title="名称",
        description=N_("What recurs in prose, written once and referred to as 【name】"),
        default_factory=dict,
    )
    figures: Figures = Field(
        title="数字", description=N_("Figures with unit and source, referred to as 【name】"), default_factory=dict
    )
    themes: Annotated[list[Theme], BeforeValidator(as_list)] = many(
        "主题", N_("Themes; achievements, significance and tasks are written in this order")
    )
    achievements: Points = many("成效", N_("What was achieved"))
    problems: Points = many("问题", N_("What is wrong"))
    significance: Points = many("意义", N_("Why the work matters"))
    tasks: Points = many("任务", N_("What is to be done next"))
    requirements: Points = many("要求", N_("What is asked of everybody"))
    meeting: Meeting | None = said("会议", N_("The meeting"))
    speech: Speech | None = said("讲话稿", N_("The speech: front matter and outline"))
    notice: Notice | None = said("通知", N_("The notice: front matter and outline"))
    minutes: Minutes | None = said("会议纪要", N_("The minutes: front matter and outline"))
    _findings: list[Finding] = PrivateAttr(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """Warnings about the plan, as the loader saw them."""
        return self._findings

    @property
    def attachments(self) -> list[Attachment]:
        """Attachments of the notice."""
        return self.notice.attachments if self.notice else []

    def block(self, name: str) -> list[Point]:
        """Return a fact block by its name; ``measures`` are those of all tasks, in order."""
        if name == "measures":
            return [measure for measure, _ in measures_of(self)]
        points: list[Point] = getattr(self, name)
        return [point for point in points if not point.is_hollow]

    def theme(self, id_: str | None) -> Theme | None:
        """Return the theme with that id."""
        return next((t for t in self.themes if t.id == id_), None)


class Frame(Block):
    """The file beside a template: what is said when the plan does not say it."""

    salutation: Words | None = said("称谓", N_("Salutation of a speech that names none"))
    opening: Lines = many("开头", N_("Opening of a document that has none, one text a paragraph"))
    outline: Outline = many("提纲", N_("Outline of a document that has none"))
    note: Lines = many(
        "责任标注", N_("Clauses in brackets behind a measure; one that the sentence says already is left out")
    )
    ending: Words | None = said("结束语", N_("Closing formula of a document that names none"))


def measures_of(plan: Plan) -> Iterator[tuple[Point, tuple[Point, ...]]]:
    """Yield every measure of a plan and the points it stands below, outermost first.

    A task or track that has no measures is one itself; points below a measure belong to it.
    """

    def below(point: Point, above: tuple[Point, ...]) -> Iterator[tuple[Point, tuple[Point, ...]]]:
        inner = point.items if point.list_name != "points" else []
        if not inner:
            yield point, above
        for item in inner:
            yield from below(item, (*above, point))

    for task in plan.block("tasks"):
        yield from below(task, ())


def walk(points: list[Point]) -> Iterator[Point]:
    """Yield points and all points below them, depth first."""
    for point in points:
        yield point
        yield from walk(point.items)

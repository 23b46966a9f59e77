"""The meeting, and the front matter and outline of each document.

Codes: P164-P179.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Self

from pydantic import ValidationInfo, WithJsonSchema, model_validator

from docgen.catalogue.base import N_
from docgen.numerals import parse_date, weekday
from docgen.patterns import late
from docgen.plan.fields import (
    GAP,
    Block,
    First,
    Lines,
    Read,
    ReadInFull,
    SomeLines,
    TableName,
    Words,
    YesNo,
    as_list,
    as_text,
    doubt,
    many,
    refuse,
    said,
)
from docgen.plan.marks import Text
from docgen.plan.points import Outline, as_printed, real_date
from docgen.standard import MOST_COLUMNS


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
        said = self._day_of(self.say)
        if self.on is not None:
            day = real_date(self.on)
            part = re.search(r"(?<!\d)(\d{1,2})月(\d{1,2})日", self.say)
            other = said is not None and said != day
            if other or (part and (int(part[1]), int(part[2])) != (day.month, day.day)):
                raise refuse("P174", say=str(self.say), on=str(self.on))
        return self

    @property
    def words(self) -> Text:
        """The words as printed; a bare date in the Chinese form."""
        return as_printed(self.say)

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
            real_date(self.say)
        return self


class MeetingTime(Moment):
    """When a meeting is held: a day, the words for it, and the hour for those who are asked to come."""

    at: Words | None = said("时刻", N_("The hour it begins, such as 9:00; only a meeting notice says it"))

    @model_validator(mode="after")
    def _hour(self) -> Self:
        hour = re.fullmatch(r"(\d+)[:：时点](?:(\d+)分?)?", (self.at or "").strip())
        for part in (hour, *re.finditer(r"(?<!\d)(\d{1,2})[:：](\d\d)(?!\d)", self.say)):
            if part and (int(part[1]) > 24 or int(part[2] or 0) > 59):
                raise refuse("P175", value=part[0])
        return self

    @property
    def announced(self) -> Text:
        """The words with the weekday behind the date and the hour at the end."""
        words, day = self.words, self.day()
        head, sun, tail = words.partition("日")
        several = "日" in tail or re.search("[0-9]+日?[-—－–~～至][0-9]+$", head)
        if day is not None and sun and not several and "星期" not in words:
            tail = f"（{weekday(day)}）{tail}"
        hour = "" if re.search("[0-9][:：时点]", tail) else self.at or ""
        return words.with_value(head + sun + tail + hour)


class Meeting(Block):
    """The meeting at which it was said and decided."""

    name: Words | None = said("会议名称", N_("Name of the meeting, for 【会议名称】"))
    time: MeetingTime | None = said("会议时间", N_("When, for 【会议时间】; 【开会时间】 adds weekday and hour"))
    place_: Words | None = said("会议地点", N_("Where, for 【会议地点】"), alias="place")
    chair: Person | None = said("主持人", N_("Who presided, post and name, for 【主持人】"))
    recorder: Words | None = said("记录人", N_("Who kept the record"))
    attendees: Lines = many("出席", N_("Who attended, in official order, each as 姓名（单位）"))
    observers: Lines = many("列席", N_("Who sat in"))
    absentees: Lines = many("请假", N_("Who was absent, each as 姓名（单位，事由）"))
    agenda: Lines = many("会议议题", N_("What the meeting is about, one item a line, for 【会议议题】"))
    participants: Lines = many("参会人员", N_("Who is asked to come, for 【参会人员】 in a meeting notice"))
    bring: Lines = many("携带材料", N_("What to prepare and bring, for 【携带材料】"))
    reply: Words | None = said("报名方式", N_("How and until when to answer, for 【报名方式】"))
    notes: Lines = many("参会要求", N_("What else is asked of those who come, for 【参会要求】"))
    heard: Lines = many("听取汇报", N_("What the meeting heard, for 【听取汇报】: 市财政局关于……情况的汇报"))


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


def _cell(value: object) -> Text:
    return Text("") if value is None or (isinstance(value, str) and not value.strip()) else as_text(value)


Rows = Annotated[
    list[Annotated[list[Annotated[Text, Read(_cell)]], First(lambda v: [] if v is None else v)]],
    First(as_list),
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": ["array", "null"], "items": {"type": ["string", "number", "boolean", "null"]}},
        }
    ),
]


class Attachment(Block):
    """A paper sent with the notice."""

    id: Words | None = said("编号", N_("Short name, for 【附件…】"))
    title: Words = said("名称", N_("Name of the attachment"), default=...)
    table: TableName | None = said("表格", N_("Table of facts printed in it"))
    columns: Lines = many("表头", N_("Heads of the columns of a table of its own, such as a reply form"))
    rows: Rows = many("表格行", N_("Rows of that table, each a list of cells; [] is an empty row"))
    text: Words | None = said("正文", N_("Its text, each line a paragraph"))

    @model_validator(mode="after")
    def _table(self) -> Self:
        if self.table and self.columns:
            raise refuse("P170")
        if self.rows and not self.columns:
            raise refuse("P171")
        if len(self.columns) > MOST_COLUMNS:
            raise refuse("P172", columns=len(self.columns), most=MOST_COLUMNS)
        long = next((n for n, row in enumerate(self.rows, 1) if len(row) > len(self.columns)), 0)
        if long:
            raise refuse("P173", row=long, cells=len(self.rows[long - 1]), columns=len(self.columns))
        return self


def _addressees(value: object) -> object:
    if isinstance(value, str):
        return [[value]]
    if isinstance(value, list):
        return [[item] if isinstance(item, str) else item for item in value]
    return [] if value is None else value


Addressees = Annotated[
    list[list[Words]],
    First(_addressees),
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


_OPENING, _CLOSING = "〔\\[(（［【{〈<", "〕\\])）］】}〉>"
_YEAR = late(rf"[{_OPENING}]\s*(\d{{4}}|？)年?\s*[{_CLOSING}]")
_NUMBER = late(rf"([^\d\s{_OPENING}]{{2,}})\s*{_YEAR.pattern}\s*第?\s*(\d+)\s*号?")


def _document_number(value: object, info: ValidationInfo) -> Text:
    """Return 机关代字〔年份〕序号号 (GB/T 9704-2012 7.2.5); brackets, 第 and leading zeros are put right."""
    text = as_text(value)
    if GAP in text or re.search(r"【[^\d】]", text):  # a gap, or a reference to be looked up
        return _issue_number(value, info)
    match = _NUMBER.fullmatch(text.strip())
    if match is None or int(match[3]) == 0 or not 1900 < int(match[2]) < 2100:
        raise refuse("P165", value=str(text))
    return _cured(text, f"{match[1]}〔{int(match[2])}〕{int(match[3])}号", info)


def _issue_number(value: object, info: ValidationInfo) -> Text:
    text = as_text(value)
    return _cured(text, _YEAR.sub(r"〔\1〕", text), info)


def _cured(text: Text, right: str, info: ValidationInfo) -> Text:
    if right == text.strip():
        return text
    doubt(info, "P166", text, value=str(text), right=right)
    return text.with_value(right)


def _formed(pattern: str, code: str) -> Callable[[object, ValidationInfo], Text]:
    """Return a field's check: a text of another form is printed as it stands, with a warning."""

    def check(value: object, info: ValidationInfo) -> Text:
        text = as_text(value)
        if GAP not in text and "【" not in text and not re.fullmatch(pattern, text.strip()):
            doubt(info, code, text, value=str(text))
        return text

    return check


_SHOWN: dict[str, Any] = {"type": ["string", "number"]}
DocumentNumber = Annotated[Text, ReadInFull(_document_number, **_SHOWN)]
IssueNumber = Annotated[Text, ReadInFull(_issue_number, **_SHOWN)]
CopyNumber = Annotated[Text, ReadInFull(_formed(r"\d{6}", "P167"), **_SHOWN)]
Classification = Annotated[Text, ReadInFull(_formed("(绝密|机密|秘密)(★.+)?", "P168"), **_SHOWN)]
Urgency = Annotated[Text, ReadInFull(_formed("特急|加急|平急|特提", "P169"), **_SHOWN)]


class Issued(Document):
    """What the notice and the minutes share: who issues, when, and to whom copies go."""

    issuing_authority: SomeLines = said(
        "发文机关",
        N_("Organ that issues the document; a list when several issue it together, the lead first"),
        default=...,
    )
    date_of_issue: Day = said("成文日期", N_("Date of issue, such as 2025年9月15日"), default=...)
    copy_to: Lines = many("抄送机关", N_("Organs that get a copy, in official order"))
    printed_by: Words | None = said(
        "印发机关", N_("Organ that prints and sends it; the issuing authority when left out")
    )
    printed_on: Day | None = said("印发日期", N_("Day it is printed"))

    @property
    def copies(self) -> list[Text]:
        """Organs that get a copy, without the label and the stop that the template prints."""
        bare = [to.with_value(to.strip().removeprefix("抄送：").rstrip("。")) for to in self.copy_to]
        return [to for to in bare if to]


class Sent(Issued):
    """What every notice has: its dress, addressees, attachments."""

    copy_number: CopyNumber | None = said("份号", N_("Copy number, six digits"))
    classification: Classification | None = said(
        "密级和保密期限", N_("Classification and its period, such as 机密★1年")
    )
    urgency: Urgency | None = said("紧急程度", N_("Urgency: 特急 or 加急"))
    masthead: Lines = many(
        "发文机关标志", N_("Red head; the issuing authority with 文件 when left out, a list for a joint one")
    )
    document_number: DocumentNumber | None = said("发文字号", N_("Document number, such as 澄政办发〔2025〕31号"))
    subject: Lines = many("事由", N_("What the notice is about; the template adds 关于…的通知"))
    title: Lines = many("标题", N_("Whole title, line by line, instead of the one made from the subject"))
    addressees: Addressees = many("主送机关", N_("Addressees: the outer list is joined by ，, an inner one by 、"))
    ending: Words | None = said("结束语", N_("Closing formula, such as 特此通知。"))
    attachments: Annotated[list[Attachment], First(as_list)] = many("附件", N_("Attachments, in order"))
    remark: Words | None = said("附注", N_("Remark below the date, without its brackets"))
    seal: YesNo = said(
        "盖章", N_("Whether the organ's seal is put on it; false for a document without one"), default=True
    )


class Notice(Sent):
    """Front matter and outline of the notice (通知)."""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.subject and not self.title:
            raise refuse("P164")
        return self


class MeetingNotice(Sent):
    """Front matter and outline of the meeting notice (会议通知); what, when and where stand in the meeting."""


class Minutes(Issued):
    """Front matter and outline of the meeting minutes (会议纪要)."""

    mark: Words | None = said("纪要标志", N_("Red head behind the organ's name; 会议纪要 when left out"))
    number: IssueNumber | None = said("编号", N_("Number, such as 〔2025〕第9期"))
    office: Words | None = said(
        "编印单位", N_("Office named on the left above the red rule; the issuing authority when left out")
    )
    title: Lines = many("标题", N_("Title, line by line, when there is one below the head"))


def day_of(document: Document | None) -> datetime.date | None:
    """Return the day of a document, when it names one."""
    moment = getattr(document, "date_of_issue", None) or getattr(document, "date", None)
    return moment.day() if isinstance(moment, Moment) else None

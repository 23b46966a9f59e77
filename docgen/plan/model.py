"""The plan: registers, facts, the meeting and its documents; and the frame file beside a template.

Everything that prints stays a `Text`, with its place; only years, dates and figures get a type of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import PrivateAttr

from docgen.catalogue.base import N_
from docgen.findings import Finding
from docgen.plan.documents import Document, Meeting, MeetingNotice, Minutes, Notice, Speech
from docgen.plan.fields import Block, First, Lines, Version, Words, Year, as_list, entries, many, said
from docgen.plan.points import Outline, Point, Points
from docgen.plan.registers import Figure, Name, Official, Theme, Unit

Names = Annotated[dict[str, Name], First(lambda v: {} if v is None else v)]
Figures = Annotated[dict[str, Figure], First(lambda v: {} if v is None else v)]


class Plan(Block):
    """One piece of work: what was planned, achieved and found wanting, what is to be done, and the documents about it."""

    docgen: Version = said("版本", N_("Version of the file's shape"), default="1")
    year: Year = said("年度", N_("Year that 年底前 and 11月底前 belong to"))
    names: Names = entries("名称", N_("What recurs in prose, written once and referred to as 【name】"))
    figures: Figures = entries("数字", N_("Figures with unit and source, referred to as 【name】"))
    themes: Annotated[list[Theme], First(as_list)] = many(
        "主题", N_("Themes; achievements, significance and tasks are written in this order")
    )
    units: Annotated[list[Unit], First(as_list)] = many(
        "单位名录", N_("Units in official order, each under the one name that documents give it")
    )
    people: Annotated[list[Official], First(as_list)] = many(
        "人员名录", N_("People in official order, each with the one post that documents give them")
    )
    achievements: Points = many("成效", N_("What was achieved"))
    problems: Points = many("问题", N_("What is wrong"))
    significance: Points = many("意义", N_("Why the work matters"))
    tasks: Points = many("任务", N_("What is to be done next"))
    requirements: Points = many("要求", N_("What is asked of everybody"))
    meeting: Meeting | None = said("会议", N_("The meeting"))
    speech: Speech | None = said("讲话稿", N_("The speech: front matter and outline"))
    notice: Notice | None = said("通知", N_("The notice: front matter and outline"))
    meeting_notice: MeetingNotice | None = said("会议通知", N_("The meeting notice: front matter and outline"))
    minutes: Minutes | None = said("会议纪要", N_("The minutes: front matter and outline"))
    phrases: Lines = many(
        "固定用语", N_("Fixed phrases with numerals that announce nothing, besides the usual ones, such as 五微一线")
    )
    _findings: list[Finding] = PrivateAttr(default=[])

    @property
    def findings(self) -> list[Finding]:
        """Warnings about the plan, as the loader saw them."""
        return self._findings

    @property
    def documents(self) -> list[Document]:
        """The documents whose front matter the plan has."""
        given = (self.speech, self.notice, self.meeting_notice, self.minutes)
        return [document for document in given if document is not None]

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
    subject: Lines = many("事由", N_("Subject of a notice that names none"))
    and_others: Words | None = said("等", N_("What stands for the other organs in the title of three or more"))
    decision: Words | None = said("议定", N_("How a point's decision is said, such as 会议【议定】"))
    note: Lines = many(
        "责任标注", N_("Clauses in brackets behind a measure; one that the sentence says already is left out")
    )
    ending: Words | None = said("结束语", N_("Closing formula of a document that names none"))
    _findings: list[Finding] = PrivateAttr(default=[])

    @property
    def findings(self) -> list[Finding]:
        """Warnings about the file, as the loader saw them."""
        return self._findings


def looks_like_frame(data: Mapping[str, object]) -> bool:
    """Whether data have the fields of a frame file and no other names."""
    return bool(data) and all(name in Frame.model_fields for name in data)


def measures_of(plan: Plan) -> Iterator[tuple[Point, tuple[Point, ...]]]:
    """Yield every measure of a plan and the points it stands below, outermost first.

    A task or track that has no measures is one itself; points below a measure belong to it.
    """

    def below(point: Point, above: tuple[Point, ...]) -> Iterator[tuple[Point, tuple[Point, ...]]]:
        inner = parts_of(point)
        if not inner:
            yield point, above
        for item in inner:
            yield from below(item, (*above, point))

    for task in plan.block("tasks"):
        yield from below(task, ())


def parts_of(point: Point) -> list[Point]:
    """Return the points below a task or track that are measures or hold some; none when it is a measure itself."""
    return point.items if point.list_name != "points" else []

"""The elements of an official document: what `docgen.pages.recognise` finds in one."""

from __future__ import annotations

from dataclasses import dataclass, field

from docgen.findings import Place
from docgen.pages.facts import Paragraph, Table

LAYOUTS = ("official", "letter", "order", "minutes", "speech", "plain")


@dataclass(slots=True, eq=False)
class Heading:
    """One heading.

    Attributes:
        level: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）.
        number: Its ordinal as a number; 0 for a heading without one, known by its outline level.
        paragraph: Where it stands.
        stands: ``alone`` in its paragraph, ``run_in`` where the text goes on behind its first sentence, or ``numbered``: a
            paragraph of text that begins with an ordinal and is no heading.
        text: The heading alone, its ordinal included; what goes on behind it is left out.
    """

    level: int
    number: int
    paragraph: Paragraph
    stands: str
    text: str


@dataclass(slots=True, eq=False)
class Attachment:
    """An attachment bound with the document: its label, the lines of its title, and what it consists of.

    Attributes:
        label: The paragraph 附件 or 附件1.
        number: Its number; ``None`` when the label has none.
        title: The paragraphs of its title.
        blocks: Paragraphs and tables behind the title.
    """

    label: Paragraph
    number: int | None
    title: list[Paragraph] = field(default_factory=list)
    blocks: list[Paragraph | Table] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Doubt:
    """An element that may be meant by a spot: its name, the spot, and why it is not sure."""

    element: str
    place: Place
    reason: str


@dataclass(slots=True, eq=False)
class Elements:
    """What a document consists of; what it does not have is ``None`` or empty.

    Attributes:
        layout: ``official`` (文件), ``letter`` (信函, 10.1), ``order`` (命令, 10.2), ``minutes`` (纪要, 10.3), ``speech``
            (讲话稿), or ``plain`` when nothing tells.
        copy_number: 份号.
        classification: 密级和保密期限.
        urgency: 紧急程度.
        masthead: Lines of the 发文机关标志.
        document_number: 发文字号.
        signatory: 签发人.
        head_rule: The paragraph that carries the 分隔线 of the head.
        title: Lines of the 标题.
        speaker: The speaker's line under the title of a speech.
        speech_date: The date in brackets under the title.
        addressees: 主送机关, or the salutation of a speech.
        text: 正文, without headings that stand alone.
        headings: Headings in their order, standalone and run-in, those of attachments left out.
        attachment_note: Lines of the 附件说明.
        signatures: Lines of the 发文机关署名.
        date_of_issue: 成文日期.
        remark: 附注.
        people: 出席、列席、请假 of minutes.
        attachments: 附件.
        imprint: Lines of the 版记, its rules among them.
        copy_to: 抄送机关.
        printed: The line of 印发机关 and 印发日期.
        doubts: What could not be told.
    """

    layout: str = "plain"
    copy_number: Paragraph | None = None
    classification: Paragraph | None = None
    urgency: Paragraph | None = None
    masthead: list[Paragraph] = field(default_factory=list)
    document_number: Paragraph | None = None
    signatory: Paragraph | None = None
    head_rule: Paragraph | None = None
    title: list[Paragraph] = field(default_factory=list)
    speaker: Paragraph | None = None
    speech_date: Paragraph | None = None
    addressees: Paragraph | None = None
    text: list[Paragraph] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    attachment_note: list[Paragraph] = field(default_factory=list)
    signatures: list[Paragraph] = field(default_factory=list)
    date_of_issue: Paragraph | None = None
    remark: Paragraph | None = None
    people: list[Paragraph] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    imprint: list[Paragraph] = field(default_factory=list)
    copy_to: Paragraph | None = None
    printed: Paragraph | None = None
    doubts: list[Doubt] = field(default_factory=list)

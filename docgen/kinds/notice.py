"""The notice (通知) in the format of GB/T 9704-2012 7: head, body, imprint."""

from __future__ import annotations

from typing import Any, TypedDict

from docgen.kinds.arrange import NEXT, Arrangement, Kind, Paragraph, ParagraphData, Span, WordField
from docgen.kinds.compose import Composer
from docgen.kinds.facts import measure_rows
from docgen.kinds.front import IssuedContext, iso, issue, organ, title_lines
from docgen.kinds.sentences import close
from docgen.marked import seen, settle
from docgen.messages import N_
from docgen.plan.model import Attachment, Notice


class AttachmentData(TypedDict):
    """One attachment: ``number`` is its number as text, ``table`` names a table of facts or is empty."""

    number: str
    title: str
    table: str
    body: list[ParagraphData]


class NoticeContext(IssuedContext):
    """What a notice template receives beside the facts."""

    copy_number: str
    classification: str
    urgency: str
    masthead: str
    document_number: str
    title: list[str]
    addressees: str
    body: list[ParagraphData]
    ending: str
    attachments: list[AttachmentData]
    remark: str
    core: dict[str, str]


def _front(composer: Composer) -> dict[str, Any]:
    notice = composer.plan.notice
    assert notice is not None
    value = composer.resolver.value
    shared = issue(composer, notice)
    title = _title(composer, notice)
    body = [p.as_dict() for p in composer.body(notice)]
    formula = close(composer.words(composer.frame.ending))
    told = any("通知如下" in paragraph["text"] or paragraph["text"] == formula for paragraph in body)
    ending = composer.words(notice.ending or (None if told else composer.frame.ending))
    tables = {"measures": measure_rows(composer)} if any(a.table for a in notice.attachments) else {}
    return {
        **shared,
        **tables,
        "copy_number": settle(value(notice.copy_number, "份号")),
        "classification": settle(value(notice.classification, "密级和保密期限")),
        "urgency": settle(value(notice.urgency, "紧急程度")),
        "masthead": settle(value(notice.masthead, "发文机关标志") or organ(composer, notice) + "文件"),
        "document_number": settle(value(notice.document_number, "发文字号")),
        "title": title,
        "addressees": settle(
            "，".join("、".join(value(to, "主送机关") for to in group) for group in notice.addressees).rstrip("：")
        ),
        "body": body,
        "ending": settle(close(ending)),
        "attachments": [_attachment(composer, n, a) for n, a in enumerate(notice.attachments, 1)],
        "remark": settle(composer.words(notice.remark).strip("（）()")),
        "core": {
            "title": seen("".join(title)),
            "creator": seen(shared["issuing_authority"]),
            "date": iso(notice.date_of_issue),
        },
    }


def _title(composer: Composer, notice: Notice) -> list[str]:
    """Return the title: as given, else organ, then 关于, the subject and 的通知, broken where the subject is."""
    if notice.title:
        return title_lines(composer, notice.title)
    subject = [composer.words(line) for line in notice.subject]
    subject[0] = "关于" + subject[0].removeprefix("关于")
    subject[-1] = subject[-1].removesuffix("的通知") + "的通知"
    return title_lines(composer, [notice.issuing_authority, *notice.subject], [organ(composer, notice), *subject])


def _attachment(composer: Composer, number: int, given: Attachment) -> dict[str, Any]:
    lines = composer.lines(given.text)
    return {
        "number": str(number),
        "title": settle(composer.words(given.title)),
        "table": given.table or "",
        "body": [Paragraph("paragraph", 0, [Span("plain", close(line))]).as_dict() for line in lines],
    }


NOTICE = Kind(
    name="notice",
    term="通知",
    lists={
        "achievements": Arrangement("一是"),
        "problems": Arrangement("一是"),
        "significance": Arrangement("一是"),
        "tasks": Arrangement(NEXT, "headings"),
        "tracks": Arrangement(NEXT, "paragraphs"),
        "measures": Arrangement(NEXT, "paragraphs"),
        "requirements": Arrangement(NEXT, "paragraphs"),
    },
    front=_front,
    fields=(
        WordField("copy_number", N_("Copy number, or empty"), "{{ copy_number }}"),
        WordField("classification", N_("Classification and period, or empty"), "{{ classification }}"),
        WordField("urgency", N_("Urgency, or empty"), "{{ urgency }}"),
        WordField("masthead", N_("Red head: the organ's name with 文件"), "{{ masthead }}"),
        WordField("document_number", N_("Document number, such as 澄政办发〔2025〕31号"), "{{ document_number }}"),
        WordField(
            "title", N_("Title, one line each: organ, 关于…的通知"), "{% for line in title %}{{ line }}{% endfor %}"
        ),
        WordField("addressees", N_("Addressees joined by ， and 、"), "{{ addressees }}："),
        WordField("ending", N_("Closing formula, empty when the opening said 通知如下"), "{{ ending }}"),
        WordField("attachments", N_("Attachments: number, title, table, body"), "{%p for a in attachments %}"),
        WordField("issuing_authority", N_("Organ that signs"), "{{ issuing_authority }}"),
        WordField("date_of_issue", N_("Date of issue"), "{{ date_of_issue }}"),
        WordField("remark", N_("Remark without its brackets, or empty"), "（{{ remark }}）"),
        WordField("copy_to", N_("Organs that get a copy"), "抄送：{{ copy_to|join('，') }}。"),
        WordField("printed_by", N_("Organ that prints it"), "{{ printed_by }}"),
        WordField("printed_on", N_("Day it is printed"), "{{ printed_on }}印发"),
    ),
    attachments=True,
    context=NoticeContext,
)

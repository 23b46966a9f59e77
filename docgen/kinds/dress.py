"""The dress of a notice (GB/T 9704-2012 7): red head, title, attachments, signature, remark, for every kind that is sent out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypedDict

from docgen.catalogue.base import N_
from docgen.errors import PlanError
from docgen.findings import MOST_ALIKE, Finding, Place, Severity
from docgen.kinds.arrange import Paragraph, ParagraphData, Span, WordField
from docgen.kinds.compose import Composer
from docgen.kinds.facts import measure_rows
from docgen.kinds.front import ISSUED_FIELDS, IssuedContext, iso, issue, organs, title_lines
from docgen.kinds.sentences import close
from docgen.marked import seen, settle, without_start
from docgen.patterns import late
from docgen.plan.documents import Attachment, Sent
from docgen.plan.fields import texts_within
from docgen.plan.marks import Text, find, place_of
from docgen.standard import CHARACTER_TWIPS, LANDSCAPE_CHARACTERS, TITLE_CHARACTERS_PER_LINE, TYPE_AREA_CHARACTERS, em

_PORTRAIT_COLUMNS = 8  # more make a table lie on its side
_NARROWEST, _PADDING = 2.8, 0.6  # characters: a column of three of 小四; what a cell leaves free left and right
_TABLE_SIZE = 12 * 20 / CHARACTER_TWIPS  # 小四 in characters of 3号
_ORGANS_IN_A_TITLE = 2
# With more the first page would have no room for the text; then the lead stands alone (7.2.4).
_ORGANS_IN_A_MASTHEAD = 4
_INNER_QUOTES = str.maketrans("“”", "‘’")  # messages quote titles
_TO = "[-—－–~～至到]"
_MENTION = late(f"附件([0-9]+(?:(?:{_TO}+|[、，,]|和|及|以及)(?:附件)?[0-9]+(?![0-9]*[年月日时个项%.]))*)")


class ColumnData(TypedDict):
    """A column of an attachment's own table; ``width`` in characters of the body."""

    title: str
    width: float


class AttachmentData(TypedDict):
    """One attachment.

    ``number`` is its number as text; ``table`` names a table of facts or is empty; ``columns`` and ``rows`` are a table of its
    own; ``landscape`` says that its pages lie on their side.
    """

    number: str
    title: str
    table: str
    columns: list[ColumnData]
    rows: list[list[str]]
    landscape: bool
    body: list[ParagraphData]


class SentContext(IssuedContext):
    """What the template of a notice receives beside the facts."""

    copy_number: str
    classification: str
    urgency: str
    masthead: list[str]
    masthead_word: str
    document_number: str
    title: list[str]
    addressees: str
    body: list[ParagraphData]
    ending: str
    attachments: list[AttachmentData]
    seal: bool
    remark: str
    core: dict[str, str]


SENT_FIELDS = (
    WordField("copy_number", N_("Copy number, or empty"), "{{ copy_number }}"),
    WordField("classification", N_("Classification and period, or empty"), "{{ classification }}"),
    WordField("urgency", N_("Urgency, or empty"), "{{ urgency }}"),
    WordField(
        "masthead",
        N_("Red head: one line with 文件, or the organs of a joint document, one each"),
        "{% for organ in masthead %}{{ organ }}{% endfor %}",
    ),
    WordField("masthead_word", N_("文件, right of the organs of a joint red head, or empty"), "{{ masthead_word }}"),
    WordField("document_number", N_("Document number, such as 澄政办发〔2025〕31号"), "{{ document_number }}"),
    WordField("title", N_("Title, one line each: organ, 关于…的通知"), "{% for line in title %}{{ line }}{% endfor %}"),
    WordField("addressees", N_("Addressees joined by ， and 、"), "{{ addressees }}："),
    WordField("ending", N_("Closing formula, empty when the opening said 通知如下"), "{{ ending }}"),
    WordField(
        "attachments",
        N_("Attachments: number, title, table, columns (title, width), rows, landscape, body"),
        "{% for a in attachments %}{{ a.number }}.{{ a.title }}{% endfor %}",
    ),
    WordField("seal", N_("Whether a seal is put on it"), "{% if seal %}盖章{% endif %}"),
    WordField("remark", N_("Remark without its brackets, or empty"), "（{{ remark }}）"),
    *ISSUED_FIELDS,
)


def dress(composer: Composer) -> dict[str, Any]:
    """Return what the template of a notice receives; warns of an attachment that its text never refers to."""
    notice = composer.document
    assert isinstance(notice, Sent)
    value = composer.resolver.value
    shared = issue(composer, notice)
    title = _title(composer, notice)
    masthead, word = _masthead(composer, notice)
    body = [p.as_dict() for p in composer.body(notice)]
    formula = seen(close(composer.words(composer.frame.ending)))
    told = any("通知如下" in paragraph["text"] or seen(paragraph["text"]) == formula for paragraph in body)
    ending = composer.words(notice.ending or (None if told else composer.frame.ending))
    attachments = [_attachment(composer, n, a) for n, a in enumerate(notice.attachments, 1)]
    texts = [p["text"] for part in (body, *(a["body"] for a in attachments)) for p in part]
    _check_attachments(composer, notice, "".join([*texts, ending]))
    tables = {"measures": measure_rows(composer)} if any(a.table for a in notice.attachments) else {}
    return {
        **shared,
        **tables,
        "copy_number": settle(value(notice.copy_number, "份号")),
        "classification": settle(value(notice.classification, "密级和保密期限")),
        "urgency": settle(value(notice.urgency, "紧急程度")),
        "masthead": masthead,
        "masthead_word": word,
        "document_number": settle(value(notice.document_number, "发文字号")),
        "title": title,
        "addressees": settle(
            "，".join("、".join(value(to, "主送机关") for to in group) for group in notice.addressees).rstrip("：")
        ),
        "body": body,
        "ending": settle(close(ending)),
        "attachments": attachments,
        "seal": notice.seal,
        "remark": settle(_unbracketed(composer.words(notice.remark))),
        "core": {
            "title": seen("".join(title)),
            "creator": seen(shared["issuing_authority"]),
            "date": iso(notice.date_of_issue),
        },
    }


def _unbracketed(remark: str) -> str:
    """Return a remark without the brackets around the whole of it, which the template prints."""
    inner = remark[1:-1]
    whole = remark[:1] + remark[-1:] in ("（）", "()")
    return inner if whole and not re.search("^[^（(]*[）)]", inner) else remark


def _title(composer: Composer, notice: Sent) -> list[str]:
    """Return the title: as given, else the organs, then 关于, the subject and 的通知, broken where the subject is."""
    if notice.title:
        return title_lines(composer, notice.title)
    typed = notice.subject or composer.frame.subject
    if not typed:
        raise PlanError([Finding("P164", notice.place(composer.kind.name))])
    subject = [composer.words(line) for line in typed]
    subject[0] = "关于" + without_start(subject[0], "关于")
    subject[-1] = subject[-1].removesuffix("的通知") + "的通知"
    names = organs(composer, notice)
    if len(names) > _ORGANS_IN_A_TITLE:
        names = [names[0] + composer.words(composer.frame.and_others)]
    together = "\u3000".join(names)
    if len(names) > 1 and em(together) <= TITLE_CHARACTERS_PER_LINE:
        names = [together]
    at: list[Text | Place] = [*notice.issuing_authority[: len(names)]]
    at += notice.subject or [notice.place(composer.kind.name)] * len(typed)
    return title_lines(composer, at, [*names, *subject])


def _masthead(composer: Composer, notice: Sent) -> tuple[list[str], str]:
    """Return the lines of the red head, and the 文件 that stands right of the names of a joint one (7.2.4)."""
    given = [composer.resolver.value(line, "发文机关标志") for line in notice.masthead]
    issuing = organs(composer, notice)
    if len(issuing) > _ORGANS_IN_A_MASTHEAD:
        issuing = issuing[:1]
    names = given or [name + "文件" for name in issuing]
    if len(names) == 1:
        return [settle(names[0])], ""
    word = "文件" if any(name.endswith("文件") for name in names) else ""
    return [settle(name.removesuffix("文件")) for name in names if name != "文件"], word


def _attachment(composer: Composer, number: int, given: Attachment) -> dict[str, Any]:
    lines = composer.lines(given.text)
    rows = [[composer.words(cell) if cell else "" for cell in row] for row in given.rows]
    rows = [row + [""] * (len(given.columns) - len(row)) for row in rows]
    heads = [composer.words(head) for head in given.columns]
    landscape = bool(given.table) or len(heads) > _PORTRAIT_COLUMNS
    widths = _widths([heads, *rows], LANDSCAPE_CHARACTERS if landscape else TYPE_AREA_CHARACTERS)
    return {
        "number": str(number),
        "title": settle(composer.words(given.title)),
        "table": given.table or "",
        "columns": [{"title": settle(head), "width": width} for head, width in zip(heads, widths, strict=True)],
        "rows": [[settle(cell) for cell in row] for row in rows],
        "landscape": landscape,
        "body": [Paragraph("paragraph", 0, [Span("plain", close(line))]).as_dict() for line in lines],
    }


def _widths(rows: Sequence[Sequence[str]], whole: float) -> list[float]:
    """Share a width out among columns: short ones get what they need, long ones the rest in equal parts."""
    wanted = [max(em(cell) for cell in column) * _TABLE_SIZE + _PADDING for column in zip(*rows, strict=True)]
    wanted = [max(width, _NARROWEST) for width in wanted]
    if sum(wanted) <= whole:
        return [round(width * whole / sum(wanted), 2) for width in wanted]
    narrow: set[int] = set()
    while True:
        share = (whole - sum(wanted[n] for n in narrow)) / max(len(wanted) - len(narrow), 1)
        more = {n for n, width in enumerate(wanted) if n not in narrow and width <= share}
        if not more:
            return [round(width if n in narrow else share, 2) for n, width in enumerate(wanted)]
        narrow |= more


def _check_attachments(composer: Composer, notice: Sent, text: str) -> None:
    """Warn of an attachment that the text neither refers to nor names, and of one that it refers to and that is not there."""
    said = seen(text)
    count = len(notice.attachments)
    mentioned = _mentioned(said, count)
    for number, attachment in enumerate(notice.attachments, 1):
        title = seen(composer.words(attachment.title))
        if number not in mentioned and f"《{title}》" not in said:
            args = {"title": title.translate(_INNER_QUOTES), "name": f"附件{attachment.id or number}"}
            composer.findings.append(Finding("P253", place_of(attachment.title), args, Severity.WARNING))
    for number in sorted(n for n in mentioned if n > count):
        args = {"name": f"附件{number}" if count else "附件"}
        place = _place_of_mention(composer, notice, number) or notice.place(composer.kind.name)
        composer.findings.append(Finding("P254", place, args, Severity.WARNING))


def _place_of_mention(composer: Composer, notice: Sent, number: int) -> Place | None:
    """Return where an attachment is mentioned: in the block of the document, or in a text of the plan that it prints."""
    for text in (*texts_within(notice), *texts_within(composer.plan)):
        if number in _mentioned(text, len(notice.attachments)):
            match = re.search(f"附件{number}(?![0-9])", text) or re.search("附件", text)
            return find(text, match[0], match.start()) if match else place_of(text)
    return None


def _unquoted(text: str) -> str:
    """Return a text without its titles and quotes; what is opened behind the last closing mark is not looked through."""
    for opening, closing in ("《》", "“”"):
        end = text.rfind(closing) + 1
        text = re.sub(f"{opening}[^{closing}]*{closing}", "", text[:end]) + text[end:]
    return text


def _mentioned(text: str, count: int) -> set[int]:
    """Return the numbers of the attachments that a text mentions: 附件1、附件3, 附件1—3, 附件 alone for the only one; titles and quotes are left out."""
    text = _unquoted(text)
    found = {1} if count <= 1 and re.search("附件(?![0-9])", text) else set()
    for match in _MENTION.finditer(text):
        before = 0
        for joint, number in re.findall("([^0-9]*)([0-9]+)", match[1]):
            this = int(number)
            if before and re.search(_TO, joint):
                found.update(range(before, min(this, before + MOST_ALIKE) + 1))
            found.add(this)
            before = this
    return found

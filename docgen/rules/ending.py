"""What stands behind the text: note on attachments, signature, date, remark, attachments, who was present. Codes F501-F549."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.catalogue.base import N_
from docgen.pages.facts import Paragraph
from docgen.rules.flow import indent_em, lines_verdict
from docgen.rules.measure import NEAR_WIDTH, chinese_runs, is_face, points
from docgen.rules.reading import day_as_wanted, kind_of
from docgen.rules.rule import Sheet, Strength, Verdict, rule
from docgen.standard import BLANK_LINES_AROUND, DATE_CHARACTERS, SIGNATURE_CHARACTERS, TYPE_AREA_CHARACTERS, em

_HANGS = 0.6
_NOTE_NUMBER = re.compile(r"\s*([0-9]{1,2})\s*([.．、])?\s*")
_DATE = re.compile(r"(?:19|20)\d{2}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
_WIDE_BLANKS = re.compile(r"[ \u3000]{2,}")
_NO_TEXT = re.compile(r"[（(]?\s*(?:此|本)页无正文")
_PEOPLE_ORDER = ("出席", "请假", "列席")


def span(paragraph: Paragraph) -> tuple[float, float] | None:
    """Return where a line begins and ends, in characters from the left edge; ``None`` where the file does not tell."""
    words = paragraph.text.strip("\n\f")
    if "\t" in words or "\n" in words or "\ufffc" in words or paragraph.cell is not None or paragraph.layout.frame:
        return None
    width = em(words)
    left = paragraph.left_em + paragraph.first_line_em
    right = TYPE_AREA_CHARACTERS - paragraph.right_em
    if width > right - left:
        return None
    if paragraph.layout.align == "right":
        return right - width, right
    if paragraph.layout.align == "center":
        middle = (left + right) / 2
        return middle - width / 2, middle + width / 2
    return left, left + width


def _start(paragraph: Paragraph) -> float:
    """Return where a paragraph begins, in characters from the left edge, blanks of full width that were typed among them."""
    typed = indent_em(paragraph)
    return paragraph.left_em + paragraph.first_line_em if typed is None else typed


def _last_name(line: Paragraph) -> tuple[float, float] | None:
    """Return where the last of the names on a line of signatures begins and ends; several organs may sign side by side."""
    whole = span(line)
    return None if whole is None else (whole[1] - em(_WIDE_BLANKS.split(line.text.strip())[-1]), whole[1])


def _with_a_seal(organ: tuple[float, float], day: tuple[float, float]) -> str:
    """Return how far from the right edge an organ and a date of these widths stand with a seal."""
    wider = (organ[1] - organ[0] - day[1] + day[0]) / 2
    gap = max(DATE_CHARACTERS, wider)
    return f"{_characters(gap - wider)} / {_characters(gap)}"


def _is_signed_by_one(sheet: Sheet) -> bool:
    """Whether the head of an organ signs, with a stamp that ends where the date does (7.3.5.3)."""
    return sheet.elements.layout == "order" or kind_of(sheet) == "议案"


def _characters(number: float) -> str:
    return f"{number:.1f} em"


# --- the note on attachments


@rule(
    "F501",
    "GB/T 9704-2012 7.3.4",
    Strength.MUST,
    "attachment_note",
    good='<w:ind w:left="1580" w:hanging="948"/>',
    bad='<w:ind w:left="0" w:firstLine="0"/>',
)
def note_opens(sheet: Sheet) -> Iterator[Verdict]:
    """The note begins two characters in with 附件 and a colon; that it is a full-width one, W501 tells."""
    for paragraph in sheet.elements.attachment_note[:1]:
        said = paragraph.words
        wanted = sheet.wanted.first_line_characters
        in_place = abs(_start(paragraph) - wanted) < NEAR_WIDTH
        right = said.startswith(("附件：", "附件:")) and in_place
        found = f"{said[:3]} {_characters(_start(paragraph))}"
        yield Verdict(right, paragraph.place, found, f"附件： {wanted} em")


@rule(
    "F502", "GB/T 9704-2012 7.3.4", Strength.MUST, "attachment_note", good="附件：任务分工表", bad="附件：任务分工表。"
)
def note_ends(sheet: Sheet) -> Iterator[Verdict]:
    """No mark of punctuation stands behind a name."""
    for paragraph in sheet.elements.attachment_note:
        last = paragraph.words[-1:]
        yield Verdict(last not in "。；，、;,.", paragraph.place, last, paragraph.words[:-1][-1:])


@rule(
    "F503",
    "GB/T 9704-2012 7.3.4",
    Strength.MUST,
    "attachment_note",
    good=N_("text, blank line, 附件："),
    bad=N_("text, 附件："),
)
def note_stands_apart(sheet: Sheet) -> Iterator[Verdict]:
    """One blank line stands between the text and the note."""
    note = sheet.elements.attachment_note
    if note and sheet.elements.text and sheet.elements.text[-1].place.part == note[0].place.part:
        yield lines_verdict(sheet, sheet.elements.text[-1], note[0], BLANK_LINES_AROUND, BLANK_LINES_AROUND)


@rule(
    "F504",
    "GB/T 9704-2012 7.3.4",
    Strength.MUST,
    "attachment_note",
    good='<w:ind w:left="1580" w:hanging="948"/>',
    bad='<w:ind w:firstLine="632"/>',
)
def note_wraps(sheet: Sheet) -> Iterator[Verdict]:
    """A name that goes on on a second line goes on under its own first character."""
    for paragraph in sheet.elements.attachment_note:
        said = paragraph.text.strip()
        start = _start(paragraph)
        if "\t" in said or start + em(said) <= TYPE_AREA_CHARACTERS - paragraph.right_em + NEAR_WIDTH:
            continue
        number = re.match(r"(?:附件：)?\s*(?:[0-9]{1,2}[.．、])?\s*", said)
        wanted = start + em(number[0] if number else "")
        right = abs(paragraph.left_em - wanted) < _HANGS
        yield Verdict(right, paragraph.place, _characters(paragraph.left_em), _characters(wanted))


@rule(
    "F505",
    "GB/T 9704-2012 7.3.4",
    Strength.MUST,
    "attachment_note",
    good="附件：1.方案 / 2.名单",
    bad="附件：1、方案 / 3、名单",
)
def note_counts(sheet: Sheet) -> Iterator[Verdict]:
    """Several attachments are numbered 1. 2. 3.; a single one has no number."""
    note = sheet.elements.attachment_note
    for at, paragraph in enumerate(note, 1):
        said = re.sub(r"^附\s*件?\s*[：:]", "", paragraph.words).lstrip()
        match = _NOTE_NUMBER.match(said)
        if len(note) == 1:
            alone = match is None or match[2] is None
            yield Verdict(alone, paragraph.place, said[:2] if match else "", said[match.end() :][:2] if match else "")
            continue
        right = match is not None and match[2] is not None and int(match[1]) == at  # which mark it is, W508 tells
        yield Verdict(right, paragraph.place, match[0].strip() if match else said[:2], f"{at}.")


@rule(
    "F506",
    "GB/T 9704-2012 7.3.7",
    Strength.MUST,
    "attachment",
    good="附件：1.方案 … 附件1 方案",
    bad="附件：1.方案 … 附件1 工作方案",
)
def note_and_attachments_agree(sheet: Sheet) -> Iterator[Verdict]:
    """Numbers and names in the note are those of the attachments that are bound with the document."""
    note, attachments = sheet.elements.attachment_note, sheet.elements.attachments
    if not note or not attachments:
        return
    if len(note) != len(attachments):
        yield Verdict(False, note[0].place, f"附件 × {len(attachments)}", f"附件 × {len(note)}")
        return
    for paragraph, attachment in zip(note, attachments, strict=True):
        named = "".join(re.sub(r"^(?:附\s*件?\s*[：:])?\s*(?:[0-9]{1,2}\s*[.．、])?", "", paragraph.words).split())
        titled = "".join("".join(line.words.split()) for line in attachment.title)
        if titled:
            yield Verdict(named.strip("《》。") == titled.strip("《》"), attachment.title[0].place, titled, named)


# --- signature and date


@rule(
    "F510",
    "GB/T 9704-2012 7.3.5.4",
    Strength.MUST,
    "date_of_issue",
    good="2024年7月5日",
    bad="2024年07月05日",
)
def date_form(sheet: Sheet) -> Iterator[Verdict]:
    """The date is written in Arabic numerals, with the whole year and without zeros before month and day."""
    date = sheet.elements.date_of_issue
    if date is not None:
        said = date.words
        yield Verdict(_DATE.fullmatch(said) is not None, date.place, said, day_as_wanted(said))


@rule(
    "F511",
    "GB/T 9704-2012 7.3.5",
    Strength.MUST,
    "date_of_issue",
    good=N_("with a seal the date ends 4 em from the edge and the organ is centred on it"),
    bad=N_("organ and date flush right"),
)
def signature_stands(sheet: Sheet) -> Iterator[Verdict]:
    """With a seal the date ends four characters from the edge and the organ is centred on it; without one the organ ends two from it and the date begins two behind the organ."""
    date, organs = sheet.elements.date_of_issue, sheet.elements.signatures
    if date is None or sheet.elements.layout in ("speech", "plain"):
        return
    day = span(date)
    organ = _last_name(organs[-1]) if organs else None
    if day is None or (organs and organ is None):
        yield Verdict(None, date.place)
        return
    gap = TYPE_AREA_CHARACTERS - day[1]
    if organ is None:
        right = abs(gap - DATE_CHARACTERS) < NEAR_WIDTH or abs(gap - SIGNATURE_CHARACTERS) < NEAR_WIDTH
        yield Verdict(right, date.place, _characters(gap), _characters(DATE_CHARACTERS))
        return
    centred = abs(sum(organ) - sum(day)) / 2 < NEAR_WIDTH
    behind, organ_gap = day[0] - organ[0], TYPE_AREA_CHARACTERS - organ[1]
    longer = day[1] - day[0] > organ[1] - organ[0]
    in_place = abs(gap - DATE_CHARACTERS) < NEAR_WIDTH
    stands_out = (
        organ[1] - organ[0] > 2 * DATE_CHARACTERS + day[1] - day[0]
    )  # the organ, on both sides of a date in place
    sealed = centred and (in_place or (stands_out and gap >= DATE_CHARACTERS - NEAR_WIDTH))
    plain = abs(behind - SIGNATURE_CHARACTERS) < NEAR_WIDTH and (
        abs(organ_gap - SIGNATURE_CHARACTERS) < NEAR_WIDTH or (longer and abs(gap - SIGNATURE_CHARACTERS) < NEAR_WIDTH)
    )
    stamped = _is_signed_by_one(sheet) and in_place and abs(organ_gap - DATE_CHARACTERS) < NEAR_WIDTH
    right = sealed or plain or stamped
    found = f"{_characters(organ_gap)} / {_characters(gap)}"
    yield Verdict(right, date.place, found, _with_a_seal(organ, day), {"behind": _characters(behind)})


@rule("F513", "GB/T 9704-2012 7.3.5.5", Strength.MAY, "text", good=N_("lines set closer"), bad="（此页无正文）")
def page_without_text(sheet: Sheet) -> Iterator[Verdict]:
    """No page says that it has no text: lines or characters are set closer or wider instead."""
    for paragraph in sheet.document.text:
        if _NO_TEXT.match(paragraph.words):
            yield Verdict(False, paragraph.place, paragraph.words, "")


@rule(
    "F515",
    "GB/T 9704-2012 7.3.6",
    Strength.MUST,
    "remark",
    good="（联系人：张三）",
    bad=N_("(联系人：张三), flush left"),
)
def remark_form(sheet: Sheet) -> Iterator[Verdict]:
    """A remark stands in full-width brackets, two characters in."""
    remark = sheet.elements.remark
    if remark is not None:
        start, wanted = remark.left_em + remark.first_line_em, sheet.wanted.first_line_characters
        right = remark.words[:1] == "（" and remark.words[-1:] == "）" and abs(start - wanted) < NEAR_WIDTH
        found = f"{remark.words[:1]}{remark.words[-1:]} {_characters(start)}"
        yield Verdict(right, remark.place, found, f"（） {wanted} em")


# --- attachments


@rule("F520", "GB/T 9704-2012 7.3.7", Strength.MUST, "attachment", good="附件1", bad="附件1：")
def label_form(sheet: Sheet) -> Iterator[Verdict]:
    """A label is 附件 with an Arabic number, nothing behind it, flush left; a single attachment has no number."""
    several = max(len(sheet.elements.attachments), len(sheet.elements.attachment_note)) > 1
    for at, attachment in enumerate(sheet.elements.attachments, 1):
        label = attachment.label
        wanted = f"附件{at}" if several else "附件"
        said = label.text.strip()
        flush = label.layout.align not in ("center", "right") and abs(label.left_em + label.first_line_em) < NEAR_WIDTH
        named = said == wanted or (said.endswith(wanted) and "号" in said)
        yield Verdict(named and flush, label.place, said, wanted)


@rule(
    "F521",
    "GB/T 9704-2012 7.3.7",
    Strength.MUST,
    "attachment",
    good=N_("附件1 in 黑体 16 pt"),
    bad=N_("附件1 in 仿宋 16 pt"),
)
def label_face(sheet: Sheet) -> Iterator[Verdict]:
    """A label is set in 黑体 3号."""
    wanted = sheet.wanted
    for attachment in sheet.elements.attachments:
        for run in chinese_runs(attachment.label)[:1]:
            right = is_face(run.format.east_asia, wanted.note_faces) and run.format.size == 2 * wanted.body_size_pt
            found = f"{run.format.east_asia} {points(run.format.size)}"
            yield Verdict(right, attachment.label.place, found, f"{wanted.note_faces[0]} {wanted.body_size_pt:g} pt")


@rule(
    "F522",
    "GB/T 9704-2012 7.3.7",
    Strength.MUST,
    "attachment",
    good="<w:pageBreakBefore/>",
    bad=N_("附件1 under the date on the same page"),
)
def attachment_begins_page(sheet: Sheet) -> Iterator[Verdict]:
    """An attachment begins a page."""
    lines = sheet.document.paragraphs
    at = {id(paragraph): number for number, paragraph in enumerate(lines)}
    for attachment in sheet.elements.attachments:
        label = attachment.label
        before = lines[: at[id(label)]]
        blank = []
        for paragraph in reversed(before):
            blank.append(paragraph)
            if not paragraph.is_blank or paragraph.section is not label.section:
                break
        begins = label.layout.page_break_before or "\f" in label.text or any("\f" in p.text for p in blank)
        new_section = bool(blank) and blank[-1].section is not label.section and _starts_page(label)
        yield Verdict(begins or new_section or not before, label.place)


def _starts_page(paragraph: Paragraph) -> bool:
    return paragraph.section is not None and paragraph.section.start in ("nextPage", "oddPage", "evenPage")


@rule(
    "F523",
    "GB/T 9704-2012 7.3.7",
    Strength.MUST,
    "attachment",
    good=N_("附件1, blank line, title centred"),
    bad=N_("附件1, title flush left on the next line"),
)
def attachment_title_stands(sheet: Sheet) -> Iterator[Verdict]:
    """The title of an attachment is centred on the third line."""
    for attachment in sheet.elements.attachments:
        if attachment.title:
            title = attachment.title[0]
            yield lines_verdict(sheet, attachment.label, title, BLANK_LINES_AROUND, BLANK_LINES_AROUND)


# --- who was present


@rule(
    "F530",
    "GB/T 9704-2012 10.3",
    Strength.MUST,
    "people",
    good="出席：… 请假：… 列席：…",
    bad="列席：… 出席：…",
)
def people_order(sheet: Sheet) -> Iterator[Verdict]:
    """Behind the text stand those present, those excused and those sitting in, in this order."""
    named = [
        (p, next((w for w in _PEOPLE_ORDER if "".join(p.words.split()).startswith(w)), ""))
        for p in sheet.elements.people
    ]
    there = [(p, word) for p, word in named if word]
    ordered = sorted((word for _, word in there), key=_PEOPLE_ORDER.index)
    for (paragraph, word), wanted in zip(there, ordered, strict=True):
        if word != wanted:
            yield Verdict(False, paragraph.place, word, wanted)
            return
    if there:
        yield Verdict(True, there[0][0].place, "、".join(ordered))


@rule(
    "F531",
    "GB/T 9704-2012 10.3",
    Strength.GENERALLY,
    "people",
    good=N_("出席： in 黑体, names in 仿宋"),
    bad=N_("all in 仿宋"),
)
def people_faces(sheet: Sheet) -> Iterator[Verdict]:
    """The label is set in 黑体, the names in 仿宋."""
    for paragraph in sheet.elements.people:
        runs = chinese_runs(paragraph)
        if not runs or not _in_order(paragraph) or paragraph.words.endswith(("：", ":")):
            continue
        label, names = runs[0].format.east_asia, runs[-1].format.east_asia
        right = is_face(label, sheet.wanted.note_faces) and (len(runs) == 1 or is_face(names, sheet.wanted.body_faces))
        right = right and len(runs) > 1
        wanted = f"{sheet.wanted.note_faces[0]} / {sheet.wanted.body_faces[0]}"
        yield Verdict(right, paragraph.place, f"{label} / {names}", wanted)


@rule(
    "F532",
    "GB/T 9704-2012 10.3",
    Strength.MUST,
    "people",
    good='<w:ind w:left="1580" w:hanging="948"/>',
    bad='<w:ind w:left="0" w:firstLine="0"/>',
)
def people_indent(sheet: Sheet) -> Iterator[Verdict]:
    """Each begins two characters in, and goes on under the first character behind the colon."""
    for paragraph in sheet.elements.people:
        if not _in_order(paragraph):
            continue
        start = _start(paragraph)
        wraps = start + em(paragraph.text) > TYPE_AREA_CHARACTERS
        under = start + em(re.split("[：:]", paragraph.text.lstrip())[0]) + 1
        wanted = sheet.wanted.first_line_characters
        right = abs(start - wanted) < NEAR_WIDTH and (not wraps or abs(paragraph.left_em - under) < _HANGS)
        yield Verdict(
            right,
            paragraph.place,
            f"{_characters(start)} / {_characters(paragraph.left_em)}",
            f"{_characters(wanted)} / {_characters(under)}",
        )


@rule(
    "F533", "GB/T 9704-2012 10.3", Strength.MUST, "people", good=N_("text, blank line, 出席："), bad=N_("text, 出席：")
)
def people_stand_apart(sheet: Sheet) -> Iterator[Verdict]:
    """One blank line stands between the text and the people."""
    people, text = sheet.elements.people, sheet.elements.text
    if people and text and _in_order(people[0]) and not sheet.elements.attachment_note:
        yield lines_verdict(sheet, text[-1], people[0], BLANK_LINES_AROUND, BLANK_LINES_AROUND)


def _in_order(paragraph: Paragraph) -> bool:
    return "".join(paragraph.words.split()).startswith(_PEOPLE_ORDER)


RULES = (
    note_opens,
    note_ends,
    note_stands_apart,
    note_wraps,
    note_counts,
    note_and_attachments_agree,
    date_form,
    signature_stands,
    page_without_text,
    remark_form,
    label_form,
    label_face,
    attachment_begins_page,
    attachment_title_stands,
    people_order,
    people_faces,
    people_indent,
    people_stand_apart,
)

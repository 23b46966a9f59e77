"""The head: masthead, number, signatory, marks above them, red rule (GB/T 9704-2012 7.2, 10.1-10.3). Codes F301-F349.

Padding zeros and 第 in a number are told by the rules of prose (W417).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.catalogue.base import N_
from docgen.pages.facts import TWIPS_PER_HALF_POINT, TWIPS_PER_MM, Paragraph
from docgen.pages.recognise import color_of, is_red
from docgen.rules.flow import indent_em, is_centred, is_flush, lines_verdict, start_of, top_of
from docgen.rules.looks import face_verdicts, size_verdicts, stretch
from docgen.rules.measure import mm
from docgen.rules.reading import title_of
from docgen.rules.rule import Sheet, Strength, Verdict, rule

_PAPER, _TYPE_AREA = N_("the edge of the paper"), N_("the type area")
_TOP_NEAR = 2 * TWIPS_PER_MM  # what typefaces differ in the room above their characters
_ONE_CHARACTER = (0.6, 1.4)
_CLASSIFICATION = re.compile("(?:绝密|机密|秘密)(?:★(?:[0-9]+年|[0-9]+个月|长期))?")
_URGENCY = ("特急", "加急")
_URGENCY_OF_TELEGRAMS = ("特提", "特急", "加急", "平急")
_YEAR = re.compile(r"([^\w\s])?\s*([0-9０-９]{2,4}\s*年?)\s*([^\w\s])?\s*第?\s*[0-9０-９]{1,5}\s*号")
_SIGNATORY = re.compile(r"签\s*发\s*人\s*[：:]")
_UPWARD = re.compile("的(?:请示|报告)$")
_MASTHEAD_ENDS = ("文件", "纪要", "令")
_DOWNWARD = re.compile("(?:通知|通报|批复|公告|通告|公报|决议|纪要)$")
_OTHER_KINDS = re.compile("的(?:通知|通报|请示|报告|批复|函|决定|意见)$")
_NUMBERED_LAYOUTS = ("official", "order")


def masthead_of(sheet: Sheet) -> list[Paragraph]:
    """Return the masthead, where it is one for sure: a number stands below it, or it says so; a red title is none."""
    lines = sheet.elements.masthead
    said = "".join("".join(line.text.split()) for line in lines)
    return lines if sheet.elements.document_number is not None or said.endswith(_MASTHEAD_ENDS) else []


# --- the masthead


@rule(
    "F301",
    "GB/T 9704-2012 7.2.4",
    Strength.MUST,
    "masthead",
    good='w:before="1984" (35.0 mm)',
    bad='w:before="1417" (25.0 mm)',
)
def masthead_top(sheet: Sheet) -> Iterator[Verdict]:
    """The masthead stands 35 mm below the type area's edge; in letters 30 mm below the paper's, in orders 20 mm."""
    wanted, elements = sheet.wanted, sheet.elements
    for line in masthead_of(sheet)[:1]:
        section = line.section or sheet.document.sections[0]
        below = {"order": wanted.order_masthead_top_mm}.get(elements.layout, wanted.masthead_top_mm) * TWIPS_PER_MM
        places = (below, below + wanted.top_margin_mm * TWIPS_PER_MM - section.top)
        if elements.layout == "letter":
            below = wanted.letter_masthead_top_mm * TWIPS_PER_MM - section.top
            places = (below, below)
        edge = section.top if elements.layout == "letter" else 0  # a letter is measured from the edge of its paper
        told = {"other": _PAPER if elements.layout == "letter" else _TYPE_AREA}
        span = top_of(sheet.document, line)
        if span is None:
            yield Verdict(None, line.place, "", mm(below + edge))
            continue
        ok = any(span[0] - _TOP_NEAR <= place <= span[1] + _TOP_NEAR for place in places)
        nearest = min(max(below, span[0]), span[1])
        yield Verdict(ok, line.place, mm(nearest + edge), mm(below + edge), told)


@rule(
    "F302", "GB/T 9704-2012 7.2.4", Strength.MUST, "masthead", good='<w:jc w:val="center"/>', bad='<w:jc w:val="left"/>'
)
def masthead_centred(sheet: Sheet) -> Iterator[Verdict]:
    """The masthead stands in the middle."""
    for line in masthead_of(sheet):
        ok = None if line.cell is not None or line.layout.frame else is_centred(line)
        yield Verdict(ok, line.place)


@rule("F303", "GB/T 9704-2012 7.2.4", Strength.RECOMMENDED, "masthead", good="方正小标宋简体", bad="黑体")
def masthead_face(sheet: Sheet) -> Iterator[Verdict]:
    """The masthead is set in 小标宋."""
    for line in masthead_of(sheet):
        yield from face_verdicts(line, line.runs, sheet.wanted.title_faces)


@rule("F304", "GB/T 9704-2012 7.2.4", Strength.RECOMMENDED, "masthead", good="FF0000", bad="000000")
def masthead_red(sheet: Sheet) -> Iterator[Verdict]:
    """The masthead is red."""
    for line in masthead_of(sheet):
        yield Verdict(is_red(color_of(line)), line.place, color_of(line), "FF0000")


@rule(
    "F305",
    "GB/T 9704-2012 10.3",
    Strength.PRACTICE,
    "masthead",
    good="××会议纪要 / 关于××的会议纪要",
    bad="××文件 / 关于××的会议纪要",
)
def masthead_fits(sheet: Sheet) -> Iterator[Verdict]:
    """Minutes have a masthead that ends in 纪要, and only they."""
    masthead = "".join("".join(line.text for line in masthead_of(sheet)).split())
    title = title_of(sheet)
    if not masthead or not title:
        return
    place = sheet.elements.masthead[0].place
    other = _OTHER_KINDS.search(title)
    if masthead.endswith("纪要") and other:
        yield Verdict(False, place, "纪要", other[0].removeprefix("的"))
    elif masthead.endswith("文件") and title.endswith("纪要"):
        yield Verdict(False, place, "文件", "纪要")
    else:
        yield Verdict(True, place)


@rule(
    "F317", "GB/T 9704-2012 7.2.4", Strength.MUST, "masthead", good="甲机关、乙机关 | 文件", bad="文件 | 甲机关、乙机关"
)
def joint_masthead(sheet: Sheet) -> Iterator[Verdict]:
    """Of several organs the names stand one below the other, and 文件 stands on their right."""
    lines = sheet.elements.masthead
    mark = next((line for line in lines if "".join(line.text.split()) == "文件"), None)
    names = [line for line in lines if line is not mark]
    if mark is None or len(names) < 2:
        return
    cells = [line.cell for line in names]
    if mark.cell is None or any(cell is None for cell in cells):
        yield Verdict(None, mark.place)
        return
    yield Verdict(all(cell.column < mark.cell.column for cell in cells if cell is not None), mark.place)


# --- the marks above it


def _mark(sheet: Sheet, paragraph: Paragraph, form: bool | None, found: str, wanted: str) -> Iterator[Verdict]:
    """Yield whether a mark of the head has its form, size and place."""
    yield Verdict(form, paragraph.place, found, wanted)
    yield from size_verdicts(paragraph, paragraph.runs, sheet.wanted.body_size_pt)
    yield Verdict(is_flush(paragraph), paragraph.place, mm(start_of(paragraph)), mm(0))


@rule("F306", "GB/T 9704-2012 7.2.1", Strength.GENERALLY, "copy_number", good="000001", bad="第1号")
def copy_number(sheet: Sheet) -> Iterator[Verdict]:
    """The copy number has six digits of 3号 and stands flush left."""
    paragraph = sheet.elements.copy_number
    if paragraph is None:
        return
    said = paragraph.words
    digits = sheet.wanted.copy_number_digits
    form = re.fullmatch(f"[0-9]{{{digits}}}", said) is not None
    yield from _mark(sheet, paragraph, form, said, "1".zfill(digits))


@rule("F307", "GB/T 9704-2012 7.2.2", Strength.GENERALLY, "classification", good="机密★1年", bad="机密*一年")
def classification(sheet: Sheet) -> Iterator[Verdict]:
    """The classification is set in 黑体 of 3号, flush left, as 机密★1年."""
    paragraph = sheet.elements.classification
    if paragraph is None:
        return
    said = "".join(paragraph.words.split())
    yield from _mark(sheet, paragraph, _CLASSIFICATION.fullmatch(said) is not None, said, "机密★1年")
    yield from face_verdicts(paragraph, paragraph.runs, sheet.wanted.note_faces)


@rule("F308", "GB/T 9704-2012 7.2.3", Strength.GENERALLY, "urgency", good="特急", bad="急件")
def urgency(sheet: Sheet) -> Iterator[Verdict]:
    """The urgency is 特急 or 加急, set in 黑体 of 3号, flush left; telegrams have two words more."""
    paragraph = sheet.elements.urgency
    if paragraph is None:
        return
    number = sheet.elements.document_number
    telegram = "电" in (number.text if number else "") + "".join(p.text for p in sheet.elements.masthead)
    values = _URGENCY_OF_TELEGRAMS if telegram else _URGENCY
    said = "".join(paragraph.words.split())
    yield from _mark(sheet, paragraph, said in values, said, "、".join(values))
    yield from face_verdicts(paragraph, paragraph.runs, sheet.wanted.note_faces)


@rule("F309", "GB/T 9704-2012 7.2.3", Strength.MUST, "urgency", good="000001 / 机密★1年 / 特急", bad="特急 / 机密★1年")
def marks_in_order(sheet: Sheet) -> Iterator[Verdict]:
    """Copy number, classification and urgency stand in this order."""
    elements = sheet.elements
    marks = [p for p in (elements.copy_number, elements.classification, elements.urgency) if p is not None]
    order = [p for p in sheet.document.paragraphs if any(p is mark for mark in marks)]
    if len(marks) > 1:
        found, wanted = ("、".join(p.words for p in several) for several in (order, marks))
        yield Verdict(marks == order, order[0].place, found, wanted)


# --- the number


@rule("F311", "GB/T 9704-2012 7.2.5", Strength.MUST, "document_number", good="×政发〔2026〕7号", bad="×政发[2026]7号")
def number_form(sheet: Sheet) -> Iterator[Verdict]:
    """The year of the number has four digits and stands in 〔〕."""
    paragraph = sheet.elements.document_number
    match = None if paragraph is None else _YEAR.search(paragraph.words)
    if paragraph is None or match is None or sheet.elements.layout == "order":
        return
    found = "".join(part or "" for part in match.groups())
    year = re.sub("[^0-9０-９]", "", match[2]).translate({0xFF10 + digit: str(digit) for digit in range(10)})
    yield Verdict(
        re.fullmatch("〔[0-9]{4}〕", found) is not None,
        paragraph.place,
        found,
        f"〔{year if len(year) == 4 else '20' + year}〕",
    )


def _is_upward(sheet: Sheet) -> bool:
    return sheet.elements.signatory is not None or _UPWARD.search(title_of(sheet)) is not None


@rule(
    "F313",
    "GB/T 9704-2012 7.2.5",
    Strength.MUST,
    "document_number",
    good='<w:jc w:val="center"/>',
    bad='<w:jc w:val="left"/>',
)
def number_centred(sheet: Sheet) -> Iterator[Verdict]:
    """The number stands in the middle, but in documents that go up."""
    paragraph = sheet.elements.document_number
    if paragraph is None or sheet.elements.layout not in _NUMBERED_LAYOUTS or _is_upward(sheet):
        return
    elsewhere = paragraph.cell is not None or "\t" in paragraph.text or not sheet.elements.masthead
    yield Verdict(None if elsewhere else is_centred(paragraph), paragraph.place)


@rule(
    "F327",
    "GB/T 9704-2012 7.2.5",
    Strength.MUST,
    "document_number",
    good='w:firstLineChars="100"',
    bad='<w:jc w:val="center"/>',
)
def number_of_upward_documents(sheet: Sheet) -> Iterator[Verdict]:
    """Beside a signatory the number stands one character in on the left."""
    paragraph = sheet.elements.document_number
    if paragraph is None or sheet.elements.signatory is None or sheet.elements.layout not in _NUMBERED_LAYOUTS:
        return
    indent = indent_em(paragraph)
    twips = paragraph.size * TWIPS_PER_HALF_POINT
    if paragraph.cell is not None or paragraph.box or indent is None or paragraph.layout.align == "distribute":
        yield Verdict(None, paragraph.place, "", mm(twips))
        return
    ok = paragraph.layout.align in ("left", "both") and _ONE_CHARACTER[0] <= indent <= _ONE_CHARACTER[1]
    yield Verdict(ok, paragraph.place, mm(start_of(paragraph)), mm(twips))


@rule("F325", "GB/T 9704-2012 7.2.5", Strength.MUST, "document_number", good="2", bad="0")
def number_below_masthead(sheet: Sheet) -> Iterator[Verdict]:
    """Two blank lines stand between the masthead and the number."""
    elements = sheet.elements
    number = elements.document_number
    if number is None or not elements.masthead or elements.layout not in _NUMBERED_LAYOUTS:
        return
    wanted = sheet.wanted.blank_lines_before_number
    yield lines_verdict(sheet, elements.masthead[-1], number, wanted, wanted)


@rule(
    "F314", "GB/T 9704-2012 5.2.2", Strength.GENERALLY, "document_number", good="仿宋_GB2312, 16 pt", bad="宋体, 14 pt"
)
def number_looks(sheet: Sheet) -> Iterator[Verdict]:
    """The number is set in 仿宋 of 3号."""
    paragraph = sheet.elements.document_number
    if paragraph is None or not sheet.elements.masthead:
        return
    signed = _SIGNATORY.search(paragraph.text)
    runs = stretch(paragraph, 0, signed.start() if signed else None)
    yield from face_verdicts(paragraph, runs, sheet.wanted.body_faces)
    yield from size_verdicts(paragraph, runs, sheet.wanted.body_size_pt)


# --- the signatory


@rule(
    "F315",
    "GB/T 9704-2012 7.2.6",
    Strength.PRACTICE,
    "signatory",
    good="签发人：××× / 关于××的请示",
    bad="签发人：××× / 关于××的通知",
)
def signatory_only_upward(sheet: Sheet) -> Iterator[Verdict]:
    """Only documents that go up name a signatory."""
    paragraph, title = sheet.elements.signatory, title_of(sheet)
    if paragraph is not None and title:
        kind = _DOWNWARD.search(title)
        yield Verdict(kind is None, paragraph.place, kind[0] if kind else "")


@rule(
    "F326",
    "GB/T 9704-2012 7.2.6",
    Strength.PRACTICE,
    "signatory",
    good="签发人：××× / 关于××的请示",
    bad="关于××的请示",
)
def signatory_missing(sheet: Sheet) -> Iterator[Verdict]:
    """Requests and reports with a masthead name their signatory."""
    elements = sheet.elements
    kind = _UPWARD.search(title_of(sheet))
    if kind is None or not masthead_of(sheet) or elements.layout != "official":
        return
    named = elements.signatory is not None
    somewhere = any(_SIGNATORY.search(p.text) for p in sheet.document.paragraphs)
    yield Verdict(True if named else None if somewhere else False, elements.masthead[0].place, kind[0][1:])


@rule(
    "F316", "GB/T 9704-2012 7.2.6", Strength.MUST, "signatory", good="签发人：(仿宋) ×××(楷体)", bad="签发人：×××(仿宋)"
)
def signatory_faces(sheet: Sheet) -> Iterator[Verdict]:
    """签发人： is set in 仿宋, the name behind it in 楷体."""
    paragraph = sheet.elements.signatory
    label = None if paragraph is None else _SIGNATORY.search(paragraph.text)
    if paragraph is not None and label is not None:
        yield from face_verdicts(paragraph, stretch(paragraph, *label.span()), sheet.wanted.body_faces)
        yield from face_verdicts(paragraph, stretch(paragraph, label.end()), sheet.wanted.signatory_faces)


RULES = (
    masthead_top,
    masthead_centred,
    masthead_face,
    masthead_red,
    masthead_fits,
    copy_number,
    classification,
    urgency,
    marks_in_order,
    number_form,
    number_centred,
    number_looks,
    signatory_only_upward,
    signatory_faces,
    joint_masthead,
    number_below_masthead,
    signatory_missing,
    number_of_upward_documents,
)

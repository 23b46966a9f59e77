"""Title, addressees, and what a speech has under its title (GB/T 9704-2012 7.3.1, 7.3.2). Codes F401-F412, F427-F431."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.pages.facts import TWIPS_PER_HALF_POINT, Paragraph
from docgen.pages.recognise import KINDS
from docgen.rules.flow import is_centred, is_flush, lines_verdict, start_of, text_width
from docgen.rules.head_rule import has_drawn_rule
from docgen.rules.looks import body_look, face_verdicts, size_verdicts
from docgen.rules.measure import is_face, mm
from docgen.rules.reading import title_of
from docgen.rules.rule import Sheet, Strength, Verdict, rule
from docgen.standard import em

_KIND = re.compile(rf"(?:{KINDS})(?:[（(][^（）()]*[)）])*$")
_DASHES = ("—", "─", "-")
_QUOTED = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》|“[^“”]*”|〈[^〈〉]*〉|（[^（）]*）|\\([^()]*\\)")
_MARKS = re.compile("[，。；：！？,;!?]")
_CHAIN = re.compile("关于.*关于|的(通知|通报|报告|请示|批复|意见|决定)的(?:通知|通报|报告|请示|批复|意见|决定)")
_NO_SUBJECT = re.compile("(?:公报|公告|通告|决议|命令|令|纪要)(?:[（(][^（）()]*[)）])*$")
_SHORT_LINE = 2  # characters of a last line that looks lost
_WAIST = 2  # characters that a line may be shorter than those around it
_BRACKETED = re.compile("（.+）")


def _title_lines(sheet: Sheet) -> list[Paragraph]:
    """Return the paragraphs of the title without the subtitle behind a dash."""
    lines = sheet.elements.title
    ends = next((at for at, line in enumerate(lines) if at and line.text.strip().startswith(_DASHES)), len(lines))
    return lines[:ends]


def _title_rows(sheet: Sheet) -> list[str]:
    """Return the title as it was broken by hand."""
    return [row.strip() for line in _title_lines(sheet) for row in line.text.split("\n") if row.strip()]


# --- the title


@rule(
    "F401",
    "GB/T 9704-2012 7.3.1",
    Strength.GENERALLY,
    "title",
    good='<w:jc w:val="center"/>',
    bad='w:jc="center", w:firstLineChars="200"',
)
def title_centred(sheet: Sheet) -> Iterator[Verdict]:
    """The title stands in the middle."""
    for line in sheet.elements.title:
        yield Verdict(is_centred(line), line.place)


@rule("F402", "GB/T 9704-2012 7.3.1", Strength.GENERALLY, "title", good="方正小标宋简体", bad="黑体")
def title_face(sheet: Sheet) -> Iterator[Verdict]:
    """The title is set in 小标宋."""
    for line in _title_lines(sheet):
        yield from face_verdicts(line, line.runs, sheet.wanted.title_faces)


@rule("F403", "GB/T 9704-2012 7.3.1", Strength.GENERALLY, "title", good="22 pt", bad="18 pt")
def title_size(sheet: Sheet) -> Iterator[Verdict]:
    """The title has the size 2号."""
    for line in _title_lines(sheet):
        yield from size_verdicts(line, line.runs, sheet.wanted.title_size_pt)


@rule("F404", "GB/T 9704-2012 7.3.1", Strength.GENERALLY, "title", good="2", bad="0")
def title_distance(sheet: Sheet) -> Iterator[Verdict]:
    """Two blank lines stand between the head and the title; in letters one is taken as well, as the clause reads both ways."""
    elements = sheet.elements
    upper = elements.head_rule or elements.document_number
    if elements.layout == "letter":
        upper = elements.document_number
    if upper is None or not elements.title or not elements.masthead:
        return
    wanted = sheet.wanted.blank_lines_before_title
    if elements.head_rule is None and has_drawn_rule(sheet):
        yield Verdict(None, elements.title[0].place, "", str(wanted))  # nobody knows how far down it is drawn
        return
    yield lines_verdict(sheet, upper, elements.title[0], wanted - (elements.layout == "letter"), wanted)


@rule("F405", "GB/T 9704-2012 7.3.1", Strength.MUST, "title", good="10 / 16 / 8", bad="16 / 6 / 14")
def title_shape(sheet: Sheet) -> Iterator[Verdict]:
    """The lines of a title are a trapezoid or a diamond: none is shorter than those around it, the last is no crumb."""
    rows = _title_rows(sheet)
    if len(rows) < 2:
        return
    place = sheet.elements.title[0].place
    widths = [em(row) for row in rows]
    shown = " / ".join(f"{width:.0f}" for width in widths)
    if any(em(row) > _room_em(line) for line in _title_lines(sheet) for row in line.text.split("\n")):
        yield Verdict(None, place, shown)
        return
    subject = next((at for at, row in enumerate(rows) if "关于" in row), 0)
    waist = any(
        at >= subject and widths[at - 1] >= widths[at] + _WAIST and widths[at + 1] >= widths[at] + _WAIST
        for at in range(1, len(rows) - 1)
    )
    crumb = len(rows[-1]) <= _SHORT_LINE
    yield Verdict(not waist and not crumb, place, shown)


def _room_em(line: Paragraph) -> float:
    """Return how many characters a line of a paragraph holds."""
    one = line.size * TWIPS_PER_HALF_POINT + line.most("spacing", 0)
    indents = (line.left_em + line.right_em) * line.size * TWIPS_PER_HALF_POINT
    return (text_width(line.section) - indents) / one if line.section is not None and one > 0 else 1e9


@rule("F406", "GB/T 9704-2012 7.3.1", Strength.PRACTICE, "title", good="20", bad="26")
def title_row_fits(sheet: Sheet) -> Iterator[Verdict]:
    """No line of the title is longer than the type area is wide, so that Word would break it anywhere."""
    for line in _title_lines(sheet):
        room = _room_em(line)
        widest = max(em(row.strip()) for row in line.text.split("\n"))
        squeezed = any(run.format.scale != 100 for run in line.runs)
        yield Verdict(None if squeezed else widest <= room, line.place, f"{widest:.0f}", f"{int(room)}")


@rule("F407", "GB/T 9704-2012 7.3.1", Strength.PRACTICE, "title", good="关于××工作的通知", bad="关于××，××工作的通知。")
def title_marks(sheet: Sheet) -> Iterator[Verdict]:
    """A title has no marks but quotes, brackets, 《》 and 、, and no stop at its end; that of a speech may have commas."""
    lines = _title_lines(sheet)
    if not lines or sheet.elements.layout in ("speech", "plain"):
        return
    first = next((p for p in sheet.document.paragraphs if not p.is_blank), None)
    words = "".join(_title_rows(sheet))
    marks = "".join(_MARKS.findall(_QUOTED.sub("", words)))
    if first is lines[0]:
        marks = marks.removesuffix("。")  # W507 tells it
    yield Verdict(not marks, lines[0].place, marks)


@rule("F408", "GB/T 9704-2012 7.3.1", Strength.PRACTICE, "title", good="××关于××的通知", bad="××工作要点")
def title_parts(sheet: Sheet) -> Iterator[Verdict]:
    """The title of a numbered document says what it is about and ends in one of the fifteen kinds: 关于…的通知."""
    elements = sheet.elements
    words = _QUOTED.sub("《》", "".join(_title_rows(sheet)).removesuffix("。"))
    if not words or elements.document_number is None or elements.layout not in ("official", "letter"):
        return
    kind = _KIND.search("".join(_title_rows(sheet)).removesuffix("。"))
    about = "关于" not in words or _NO_SUBJECT.search(words) is not None or "的" in words.partition("关于")[2]
    yield Verdict(kind is not None and about, elements.title[0].place, words[-6:], "关于…的通知")


@rule(
    "F431",
    "GB/T 9704-2012 7.3.1",
    Strength.PRACTICE,
    "title",
    good="转发××关于××的通知",
    bad="关于转发关于××的通知的通知",
)
def title_chain(sheet: Sheet) -> Iterator[Verdict]:
    """A title has one 关于 and one kind."""
    words = _QUOTED.sub("", title_of(sheet))
    if words and sheet.elements.layout in ("official", "letter"):
        chain = _CHAIN.search(words)
        found = "" if chain is None else chain[0] if chain[1] else "关于…关于"
        yield Verdict(chain is None, sheet.elements.title[0].place, found)


# --- whom it is addressed to


def _is_speech(sheet: Sheet) -> bool:
    return sheet.elements.layout == "speech"


def _flush(sheet: Sheet) -> Iterator[Verdict]:
    paragraph = sheet.elements.addressees
    if paragraph is not None:
        yield Verdict(is_flush(paragraph), paragraph.place, mm(start_of(paragraph)), mm(0))


@rule(
    "F409",
    "GB/T 9704-2012 7.3.2",
    Strength.MUST,
    "addressees",
    good='w:firstLineChars="0"',
    bad='w:firstLineChars="200"',
)
def addressees_flush(sheet: Sheet) -> Iterator[Verdict]:
    """The line of the addressees begins at the left edge, and so do its further lines."""
    if not _is_speech(sheet):
        yield from _flush(sheet)


@rule("F427", "", Strength.PRACTICE, "addressees", good='w:firstLineChars="0"', bad='w:firstLineChars="200"')
def salutation_flush(sheet: Sheet) -> Iterator[Verdict]:
    """The salutation of a speech begins at the left edge."""
    if _is_speech(sheet):
        yield from _flush(sheet)


@rule(
    "F410", "GB/T 9704-2012 7.3.2", Strength.MUST, "addressees", good="各县（区）人民政府：", bad="各县（区）人民政府"
)
def addressees_end(sheet: Sheet) -> Iterator[Verdict]:
    """The line of the addressees ends in a full-width colon; a half-width one is told by W501."""
    paragraph = sheet.elements.addressees
    if paragraph is not None and not _is_speech(sheet) and not paragraph.words.endswith(":"):
        yield Verdict(paragraph.words.endswith("："), paragraph.place, paragraph.words[-1], "：")


@rule("F411", "GB/T 9704-2012 7.3.2", Strength.MUST, "addressees", good="1", bad="0")
def addressees_distance(sheet: Sheet) -> Iterator[Verdict]:
    """One blank line stands between the title and the addressees."""
    elements, wanted = sheet.elements, sheet.wanted.blank_lines_before_addressee
    if elements.addressees is not None and elements.title and not _is_speech(sheet):
        above = [p for p in (*elements.title, elements.speaker, elements.speech_date) if p is not None]
        if above[-1] is elements.title[-1]:
            yield lines_verdict(sheet, above[-1], elements.addressees, wanted, wanted)


@rule(
    "F412",
    "GB/T 9704-2012 5.2.2",
    Strength.GENERALLY,
    "addressees",
    good="仿宋_GB2312, 16 pt",
    bad="楷体_GB2312, 16 pt",
)
def addressees_look(sheet: Sheet) -> Iterator[Verdict]:
    """The addressees, or the salutation, look as the text does."""
    paragraph, body = sheet.elements.addressees, body_look(sheet)
    if paragraph is None or body is None:
        return
    faces = sheet.wanted.body_faces
    alike = faces if is_face(body[0], faces) else (body[0], *faces)
    yield from face_verdicts(paragraph, paragraph.runs, alike)
    yield from size_verdicts(paragraph, paragraph.runs, body[1] / 2)


# --- what a speech has under its title


@rule("F428", "", Strength.PRACTICE, "speaker", good="楷体_GB2312, 16 pt", bad="仿宋_GB2312, 16 pt")
def speaker_looks(sheet: Sheet) -> Iterator[Verdict]:
    """Who speaks, and when, is set in 楷体 of 3号."""
    if _is_speech(sheet):
        for line in (sheet.elements.speaker, sheet.elements.speech_date):
            if line is not None:
                yield from face_verdicts(line, line.runs, sheet.wanted.signatory_faces)
                yield from size_verdicts(line, line.runs, sheet.wanted.body_size_pt)


@rule("F429", "", Strength.PRACTICE, "speech_date", good="（2024年7月5日）", bad="2024年7月5日")
def speech_date_form(sheet: Sheet) -> Iterator[Verdict]:
    """The date under the title of a speech stands in full-width brackets."""
    date = sheet.elements.speech_date
    if date is not None and _is_speech(sheet):
        inside = date.words.strip("（）()[]【】 ")
        yield Verdict(_BRACKETED.fullmatch(date.words) is not None, date.place, date.words, f"（{inside}）")


RULES = (
    title_centred,
    title_face,
    title_size,
    title_distance,
    title_shape,
    title_row_fits,
    title_marks,
    title_parts,
    addressees_flush,
    addressees_end,
    addressees_distance,
    addressees_look,
    salutation_flush,
    speaker_looks,
    speech_date_form,
    title_chain,
)

"""The red rule of the head, and what letters have in its place (GB/T 9704-2012 7.2.7, 10.1). Codes F310, F318, F319, F321-F324."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.pages.facts import TWIPS_PER_HALF_POINT, TWIPS_PER_MM, Border, Paragraph, Table
from docgen.pages.recognise import is_red
from docgen.rules.flow import text_width
from docgen.rules.head import masthead_of
from docgen.rules.measure import height, mm
from docgen.rules.rule import Sheet, Strength, Verdict, rule

_WIDTH_NEAR = TWIPS_PER_MM
_GAP_NEAR_MM = 1.5
_DESCENT_PT = 2.5  # how far brackets and descenders of 3号 reach below the middle's even share
_RULED_LAYOUTS = ("official", "minutes")
_DRAWN = "\ufffc"


def _first_words(sheet: Sheet) -> list[Paragraph]:
    """Return the paragraphs of the head: down to the title or the first of the text, those in boxes among them."""
    elements, found = sheet.elements, []
    ends = {id(p) for p in (*elements.title[:1], elements.addressees, *elements.text[:1]) if p is not None}
    for paragraph in sheet.document.paragraphs:
        if id(paragraph) in ends:
            break
        found.append(paragraph)
    return found


def _border(sheet: Sheet) -> tuple[Paragraph, Border] | None:
    carrier = sheet.elements.head_rule
    if carrier is None:
        return None
    border = carrier.layout.borders.get("bottom") or carrier.layout.borders.get("top")
    return None if border is None else (carrier, border)


@rule(
    "F310",
    "GB/T 9704-2012 7.2.7",
    Strength.MUST,
    "head_rule",
    good='<w:bottom w:val="single" w:color="FF0000" w:space="7"/>',
    bad="—",
)
def red_rule(sheet: Sheet) -> Iterator[Verdict]:
    """A rule stands below the number of a document with a masthead."""
    elements = sheet.elements
    if elements.layout not in _RULED_LAYOUTS or not masthead_of(sheet):
        return
    place = (elements.document_number or elements.masthead[-1]).place
    if elements.head_rule is not None:
        yield Verdict(True, place)
        return
    yield Verdict(None if has_drawn_rule(sheet) else False, place)


def has_drawn_rule(sheet: Sheet) -> bool:
    """Whether something of the head may be its rule: a drawing, a frame, the line of a table, the header."""
    elements = sheet.elements
    drawn = any(_DRAWN in p.text or p.box or p.layout.borders or p.layout.shading for p in _first_words(sheet))
    tables = any(isinstance(block, Table) for block in _blocks_below(sheet))
    headers = any(_DRAWN in story.text for story in sheet.document.sections[0].headers.values())
    seen = (*elements.title, elements.document_number, *elements.masthead)
    beside = any(p is not None and (_DRAWN in p.text or p.layout.borders) for p in seen)
    return drawn or tables or headers or beside


def _blocks_below(sheet: Sheet) -> Iterator[object]:
    """Yield the blocks from the masthead down to the title."""
    masthead, begun = sheet.elements.masthead[0], False
    ends = {id(p) for p in (*sheet.elements.title[:1], *sheet.elements.text[:1])}
    for block in sheet.document.blocks:
        begun = begun or block is masthead or (masthead.cell is not None and block is masthead.cell.table)
        if id(block) in ends:
            return
        if begun:
            yield block


@rule("F322", "GB/T 9704-2012 7.2.7", Strength.MUST, "head_rule", good='w:color="FF0000"', bad='w:color="auto"')
def rule_is_red(sheet: Sheet) -> Iterator[Verdict]:
    """The rule of the head is red."""
    carried = _border(sheet)
    if carried is not None and masthead_of(sheet):
        yield Verdict(is_red(carried[1].color.upper()), carried[0].place, carried[1].color, "FF0000")


def _width(paragraph: Paragraph) -> float:
    """Return the width of a paragraph's borders in twips."""
    em = paragraph.size * TWIPS_PER_HALF_POINT
    left = paragraph.left_em + min(paragraph.first_line_em, 0)
    return text_width(paragraph.section) - (left + paragraph.right_em) * em


@rule("F323", "GB/T 9704-2012 7.2.7", Strength.MUST, "head_rule", good="156.0 mm", bad="130.0 mm")
def rule_width(sheet: Sheet) -> Iterator[Verdict]:
    """The rule of the head is as wide as the type area."""
    carried = _border(sheet)
    if carried is None or sheet.elements.layout not in _RULED_LAYOUTS or not masthead_of(sheet):
        return
    paragraph, area = carried[0], text_width(carried[0].section)
    if paragraph.cell is not None or paragraph.layout.frame:
        yield Verdict(None, paragraph.place, "", mm(area))
        return
    yield Verdict(abs(_width(paragraph) - area) <= _WIDTH_NEAR, paragraph.place, mm(_width(paragraph)), mm(area))


@rule("F324", "GB/T 9704-2012 7.2.7", Strength.MUST, "head_rule", good='w:space="7"', bad='w:space="1"')
def rule_distance(sheet: Sheet) -> Iterator[Verdict]:
    """The rule stands 4 mm below the line above it."""
    carried = _border(sheet)
    if carried is None or sheet.elements.layout not in _RULED_LAYOUTS or not masthead_of(sheet):
        return
    (paragraph, border), wanted = carried, sheet.wanted.head_rule_gap_mm
    loose = paragraph.layout.line_rule == "auto" and paragraph.layout.line > 290
    loose = loose or any(paragraph is line for line in sheet.elements.masthead)
    if paragraph.is_blank or "bottom" not in paragraph.layout.borders or loose:
        yield Verdict(None, paragraph.place, "", f"{wanted:.1f} mm")
        return
    room = max((height(paragraph) / 20 - paragraph.size / 2) / 2 - _DESCENT_PT, 0)
    gap = (border.space + room) * 20 / TWIPS_PER_MM
    near = (
        _GAP_NEAR_MM if paragraph.layout.line_rule == "exact" else 1.5 * _GAP_NEAR_MM
    )  # faces differ in their own lines
    yield Verdict(abs(gap - wanted) <= near, paragraph.place, f"{gap:.1f} mm", f"{wanted:.1f} mm")


@rule("F321", "GB/T 9704-2012 7.2.7", Strength.PRACTICE, "head_rule", good="★", bad="—")
def star(sheet: Sheet) -> Iterator[Verdict]:
    """A star stands in the middle of the rule, where an office wants one."""
    elements = sheet.elements
    if not sheet.wanted.star_in_rule or not masthead_of(sheet) or elements.layout != "official":
        return
    place = (elements.head_rule or elements.masthead[-1]).place
    head = [p for p in _first_words(sheet) if p is not elements.classification]
    if any("★" in p.text for p in head):
        yield Verdict(True, place, "★", "★")
    else:
        yield Verdict(None if any(_DRAWN in p.text for p in head) else False, place, "", "★")


# --- letters


def _is_sure_letter(sheet: Sheet) -> bool:
    """Whether a document without 文件 in its masthead is a letter: its number on the right, or a double rule."""
    number, carried = sheet.elements.document_number, _border(sheet)
    double = carried is not None and "thin" in carried[1].kind.casefold()
    right = number is not None and number.layout.align == "right"
    return sheet.elements.layout == "letter" and (double or right)


@rule(
    "F318",
    "GB/T 9704-2012 10.1",
    Strength.MUST,
    "head_rule",
    good='<w:bottom w:val="thickThinSmallGap"/> 170 mm',
    bad='<w:bottom w:val="single"/> 156 mm',
)
def letter_rule(sheet: Sheet) -> Iterator[Verdict]:
    """Below the masthead of a letter stands a double rule of 170 mm, the thick one above."""
    carried = _border(sheet)
    if carried is None or not _is_sure_letter(sheet):
        return
    paragraph, border = carried
    yield Verdict(border.kind.startswith("thickThin"), paragraph.place, border.kind, "thickThinSmallGap")
    wanted = sheet.wanted.letter_rule_mm * TWIPS_PER_MM
    if paragraph.cell is None and not paragraph.layout.frame:
        width = _width(paragraph)
        yield Verdict(abs(width - wanted) <= _WIDTH_NEAR, paragraph.place, mm(width), mm(wanted))


@rule(
    "F319",
    "GB/T 9704-2012 10.1",
    Strength.MUST,
    "document_number",
    good='<w:jc w:val="right"/>',
    bad='<w:jc w:val="left"/>',
)
def letter_number(sheet: Sheet) -> Iterator[Verdict]:
    """The number of a letter stands flush right."""
    number = sheet.elements.document_number
    if number is None or not _is_sure_letter(sheet):
        return
    if number.cell is not None or "\t" in number.text or number.text[:1] in (" ", "\u3000"):
        yield Verdict(None, number.place)
        return
    em = number.size * TWIPS_PER_HALF_POINT
    flush = number.layout.align == "right" and abs(number.right_em * em) < _WIDTH_NEAR
    yield Verdict(flush, number.place)


RULES = (
    red_rule,
    letter_rule,
    letter_number,
    star,
    rule_is_red,
    rule_width,
    rule_distance,
)

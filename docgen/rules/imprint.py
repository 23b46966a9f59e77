"""The imprint (版记): its rules, who gets a copy, who printed it and when. Codes F601-F619."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

from docgen.catalogue.base import N_
from docgen.numerals import parse_date
from docgen.pages.facts import TWIPS_PER_HALF_POINT, TWIPS_PER_MM, Paragraph
from docgen.pages.formats import number
from docgen.rules.flow import text_width
from docgen.rules.measure import NEAR_WIDTH, chinese_runs, faces_of, is_face, mm, points
from docgen.rules.reading import day_as_wanted
from docgen.rules.rule import Sheet, Strength, Verdict, rule
from docgen.standard import EDGE_CHARACTERS, THICK_RULE_MM, THIN_RULE_MM

_COPY_TO = re.compile(r"(?:抄送|主送)[：:].+。", re.DOTALL)
_PRINTED_ON = re.compile(r"((?:19|20)\d{2}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日)印发$")
_AT_EDGES = f"{EDGE_CHARACTERS:.1f} / {EDGE_CHARACTERS:.1f} em"
_WEIGHT = 0.07  # mm: Word's weights have steps of an eighth of a point


def _lines(sheet: Sheet) -> list[Paragraph]:
    """Return the lines of an imprint that has one of its own elements."""
    elements = sheet.elements
    return elements.imprint if elements.copy_to or elements.printed else []


@rule(
    "F601",
    "GB/T 9704-2012 7.4.1",
    Strength.MUST,
    "imprint",
    good='<w:framePr w:yAlign="bottom" w:vAnchor="margin" .../>',
    bad=N_("blank lines that push the imprint down"),
)
def imprint_at_foot(sheet: Sheet) -> Iterator[Verdict]:
    """The last rule of an imprint lies on the lower edge of the type area of the last page."""
    lines = [line for line in _lines(sheet) if not line.is_blank and line.cell is None]
    for line in lines[:1]:
        frame = line.layout.frame
        if not frame:
            yield Verdict(None, line.place)  # where it comes to stand, only a page tells
            continue
        held = frame.get("yAlign") == "bottom" and frame.get("vAnchor") == "margin"
        yield Verdict(held, line.place, frame.get("yAlign", frame.get("y", "")), "bottom")


@rule(
    "F602",
    "GB/T 9704-2012 7.4.1",
    Strength.MUST,
    "imprint",
    good=N_("rules of 156 mm"),
    bad=N_("rules of 140 mm"),
)
def rules_span(sheet: Sheet) -> Iterator[Verdict]:
    """The rules are as wide as the type area."""
    for line in _lines(sheet):
        section = line.section
        if section is None or line.cell is not None or not (line.layout.shading or line.layout.borders):
            continue
        area = text_width(section)
        framed = number(line.layout.frame.get("w")) or 0
        wanted = sheet.wanted.type_area_mm[0] * TWIPS_PER_MM if framed else area
        width = (framed or area) - line.layout.left - line.layout.right
        yield Verdict(
            abs(width - wanted) <= sheet.wanted.tolerance_mm * TWIPS_PER_MM + 1, line.place, mm(width), mm(wanted)
        )


@rule(
    "F603",
    "GB/T 9704-2012 7.4.1",
    Strength.RECOMMENDED,
    "imprint",
    good="0.35 mm / 0.25 mm / 0.35 mm",
    bad="0.18 mm / 0.18 mm / 0.18 mm",
)
def rules_weigh(sheet: Sheet) -> Iterator[Verdict]:
    """The first and the last rule are 0.35 mm thick, those between them 0.25 mm."""
    lines = _lines(sheet)
    drawn, said = list(_drawn(lines)), [line for line in lines if not line.is_blank]
    if not (said and _ruled(lines, said[0], up=True) and _ruled(lines, said[-1], up=False)):
        return  # one is missing, and none knows which
    for at, (line, weight) in enumerate(drawn):
        wanted = THICK_RULE_MM if at in (0, len(drawn) - 1) else THIN_RULE_MM
        if len(drawn) > 1:
            yield Verdict(abs(weight - wanted) <= _WEIGHT, line.place, f"{weight:.2f} mm", f"{wanted:.2f} mm")


def _drawn(lines: list[Paragraph]) -> Iterator[tuple[Paragraph, float]]:
    """Yield the rules from above, each with its weight in mm; none where Word draws those of neighbours as one."""
    borders = [line.layout.borders for line in lines]
    if any(above and above == below for above, below in pairwise(borders)):
        return
    for line in lines:
        layout = line.layout
        sides = [layout.borders[side] for side in ("top", "bottom") if side in layout.borders]
        if line.cell is not None:
            continue
        if line.is_blank and layout.shading and layout.line_rule == "exact":
            yield line, layout.line / TWIPS_PER_MM
        else:
            yield from ((line, side.size / 8 * 20 / TWIPS_PER_MM) for side in sides)


@rule(
    "F604",
    "GB/T 9704-2012 7.4.1",
    Strength.MUST,
    "imprint",
    good=N_("rule, 抄送, rule, 印发, rule"),
    bad="抄送, 印发",
)
def rules_are_there(sheet: Sheet) -> Iterator[Verdict]:
    """A rule stands above the first element, between the elements and below the last; letters have none."""
    lines = _lines(sheet) if sheet.elements.layout != "letter" else []
    said = [line for line in lines if not line.is_blank]
    if not said or any("\ufffc" in line.text for line in lines):  # drawn lines
        return
    if said[0].cell is not None:
        return  # lines of cells are the table's
    above, below = _ruled(lines, said[0], up=True), _ruled(lines, said[-1], up=False)
    yield Verdict(above and below, said[0].place, str(above + below), "2")


def _ruled(lines: list[Paragraph], line: Paragraph, *, up: bool) -> bool:
    """Whether a rule is drawn above (or below) a line, by itself or by an empty paragraph beside it."""
    at = next(n for n, other in enumerate(lines) if other is line)
    if ("top" if up else "bottom") in line.layout.borders:
        return True
    beside = lines[:at] if up else lines[at + 1 :]
    return any(other.is_blank and (other.layout.shading or other.layout.borders) for other in beside)


@rule(
    "F606",
    "GB/T 9704-2012 7.4.2",
    Strength.MUST,
    "copy_to",
    good="抄送：市委办公室，市人大常委会办公室。",
    bad="抄送：市委办公室、市人大常委会办公室",
)
def copy_form(sheet: Sheet) -> Iterator[Verdict]:
    """Who gets a copy stands behind a colon, with a full stop behind the last; that the colon is a full-width one, W501 tells."""
    copy = sheet.elements.copy_to
    if copy is not None:
        said = copy.words
        if said.startswith(("抄送", "主送")):
            yield Verdict(
                _COPY_TO.fullmatch(said) is not None, copy.place, f"{said[:3]}…{said[-1:]}", f"{said[:2]}：…。"
            )


@rule(
    "F607",
    "GB/T 9704-2012 7.4.2",
    Strength.GENERALLY,
    "imprint",
    good="仿宋 14 pt",
    bad="仿宋 16 pt",
)
def imprint_type(sheet: Sheet) -> Iterator[Verdict]:
    """The imprint is set in 仿宋 4号."""
    wanted = sheet.wanted
    for line in _lines(sheet):
        runs = chinese_runs(line)
        if not runs:
            continue
        face = faces_of(runs).most_common(1)[0][0]
        right = is_face(face, wanted.body_faces) and line.size == 2 * wanted.small_size_pt
        yield Verdict(
            right, line.place, f"{face} {points(line.size)}", f"{wanted.body_faces[0]} {wanted.small_size_pt:g} pt"
        )


@rule(
    "F608",
    "GB/T 9704-2012 7.4.2",
    Strength.MUST,
    "copy_to",
    good='<w:ind w:leftChars="400" w:rightChars="100" w:hangingChars="300"/>',
    bad=N_("抄送 flush left"),
)
def copy_indent(sheet: Sheet) -> Iterator[Verdict]:
    """Who gets a copy stands one character in on both sides, and goes on under the first character behind the colon."""
    copy = sheet.elements.copy_to
    if copy is not None and copy.cell is None and copy.words.startswith("抄送"):
        start = copy.left_em + copy.first_line_em
        right = abs(start - EDGE_CHARACTERS) < NEAR_WIDTH and abs(copy.right_em - EDGE_CHARACTERS) < NEAR_WIDTH
        yield Verdict(right, copy.place, f"{start:.1f} / {copy.right_em:.1f} em", _AT_EDGES)


@rule(
    "F609",
    "GB/T 9704-2012 7.4.3",
    Strength.MUST,
    "printed",
    good="市人民政府办公室    2024年7月5日印发",
    bad="市人民政府办公室    2024年07月05日",
)
def printed_form(sheet: Sheet) -> Iterator[Verdict]:
    """The date of printing is written in Arabic numerals without zeros before month and day, with 印发 behind it."""
    printed = sheet.elements.printed
    if printed is not None:
        said = printed.words
        yield Verdict(_PRINTED_ON.search(said) is not None, printed.place, said[-13:], f"{day_as_wanted(said)}印发")


@rule(
    "F610",
    "GB/T 9704-2012 7.4.3",
    Strength.MUST,
    "printed",
    good=N_("organ one character in on the left, date one on the right"),
    bad=N_("both flush left"),
)
def printed_indent(sheet: Sheet) -> Iterator[Verdict]:
    """Who printed it stands one character in on the left, the date one character in on the right, on one line."""
    printed = sheet.elements.printed
    if printed is None or printed.cell is not None or "\t" not in printed.text:
        return
    section = printed.section
    start = printed.left_em + printed.first_line_em
    right = abs(start - EDGE_CHARACTERS) < NEAR_WIDTH
    stops = [at for at, kind in printed.layout.tabs if kind in ("right", "end")]
    found = f"{start:.1f} em"
    if stops and section is not None:
        framed = number(printed.layout.frame.get("w")) or 0
        area = framed or text_width(section)
        gap = (area - stops[-1]) / max(printed.size * TWIPS_PER_HALF_POINT, 1)
        right = right and abs(gap - EDGE_CHARACTERS) < NEAR_WIDTH
        found += f" / {gap:.1f} em"
    yield Verdict(right, printed.place, found, _AT_EDGES)


@rule(
    "F611",
    "GB/T 9704-2012 7.4.3",
    Strength.PRACTICE,
    "printed",
    good=N_("dated 2024年7月5日, printed 2024年7月8日"),
    bad=N_("dated 2024年7月5日, printed 2024年7月1日"),
)
def printed_after_issue(sheet: Sheet) -> Iterator[Verdict]:
    """A document is not printed before its date."""
    printed, date = sheet.elements.printed, sheet.elements.date_of_issue
    if printed is None or date is None:
        return
    match = _PRINTED_ON.search(printed.words)
    days = [_date(match[1]) if match else None, _date(date.words)]
    if days[0] is not None and days[1] is not None:
        yield Verdict(days[0] >= days[1], printed.place, printed.words[-13:], date.words)


def _date(words: str) -> datetime.date | None:
    try:
        return parse_date(words)
    except ValueError:
        return None


RULES = (
    imprint_at_foot,
    rules_span,
    rules_weigh,
    rules_are_there,
    copy_form,
    imprint_type,
    copy_indent,
    printed_form,
    printed_indent,
    printed_after_issue,
)

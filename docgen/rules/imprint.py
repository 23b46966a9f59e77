"""The imprint (版记): its rules, who gets a copy, who printed it and when. Codes F601-F619."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from docgen.catalogue.base import N_
from docgen.numerals import parse_date
from docgen.pages.facts import Paragraph
from docgen.rules.measure import chinese_runs, faces_of, is_face, mm, points
from docgen.rules.rule import Sheet, Strength, Verdict, rule

_NEAR = 0.35  # characters
_COPY_TO = re.compile(r"(?:抄送|主送)：.+。", re.DOTALL)
_PRINTED_ON = re.compile(r"((?:19|20)\d{2}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日)印发$")
_WIDE = 60  # twips: 1 mm, by which a rule may differ from the type area


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
        area = section.width - section.left - section.right - section.gutter
        framed = int(line.layout.frame.get("w") or 0) or area
        width = framed - line.layout.left - line.layout.right
        yield Verdict(abs(width - area) <= _WIDE, line.place, mm(width), mm(area))


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
    bad="抄送:市委办公室、市人大常委会办公室",
)
def copy_form(sheet: Sheet) -> Iterator[Verdict]:
    """Who gets a copy stands behind a full-width colon, with a full stop behind the last."""
    copy = sheet.elements.copy_to
    if copy is not None:
        said = copy.words
        if said.startswith(("抄送", "主送")) and copy.cell is None:
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
        right = abs(start - 1) < _NEAR and abs(copy.right_em - 1) < _NEAR
        yield Verdict(right, copy.place, f"{start:.1f} / {copy.right_em:.1f} em", "1.0 / 1.0 em")


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
        yield Verdict(_PRINTED_ON.search(said) is not None, printed.place, said[-13:], "2024年7月5日印发")


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
    right = abs(start - 1) < _NEAR
    stops = [at for at, kind in printed.layout.tabs if kind in ("right", "end")]
    found = f"{start:.1f} em"
    if stops and section is not None:
        area = section.width - section.left - section.right - section.gutter
        gap = (area - stops[-1]) / (printed.size * 10)
        right = right and abs(gap - 1) < _NEAR
        found += f" / {gap:.1f} em"
    yield Verdict(right, printed.place, found, "1.0 / 1.0 em")


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
    rules_are_there,
    copy_form,
    imprint_type,
    copy_indent,
    printed_form,
    printed_indent,
    printed_after_issue,
)

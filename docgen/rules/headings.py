"""Headings of the text: typefaces, sizes, places and levels (GB/T 9704-2012 7.3.3). Codes F413-F425, F430.

What the rules of prose tell is left to them: stops behind headings (W507), the marks of ordinals (W508), gaps in their order
(W301-W306). A paragraph of text that begins with an ordinal is no heading: only the form of its ordinal is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from docgen.pages.elements import Heading
from docgen.pages.facts import TWIPS_PER_HALF_POINT, Run
from docgen.rules.flow import NEAR_EM, indent_em, start_of
from docgen.rules.looks import body_look, face_verdicts, size_verdicts, stretch
from docgen.rules.measure import faces_of, is_face, mm
from docgen.rules.rule import Sheet, Strength, Verdict, rule

_CLAUSE = "GB/T 9704-2012 7.3.3"
_ORDINALS = (
    "[一二三四五六七八九十]{1,3}、",
    "（[一二三四五六七八九十]{1,3}）",
    "[0-9]{1,2}[.．]",
    "（[0-9]{1,2}）",
)
_RIGHT = ("一、", "（一）", "1.", "（1）")
_HALF_BRACKETS = re.compile(r"\(\s*[0-9０-９]{1,2}\s*\)")
_SPOKEN_LEVELS = 2


def _runs(heading: Heading) -> list[Run]:
    """Return the runs of a heading, without the text behind it, be that behind a stop or behind a colon."""
    text, said = heading.paragraph.text, heading.text
    begins = len(text) - len(text.lstrip(" \t\u3000\ufffc"))
    length = said.index("：") if _is_labelled(heading) else len(said)
    return stretch(heading.paragraph, begins, begins + length - len(heading.paragraph.label))


def _is_labelled(heading: Heading) -> bool:
    """Whether a heading is the label of what stands behind its colon: 一、时间：7月10日."""
    return "：" in heading.text[:-1]


def _judged(sheet: Sheet, *levels: int) -> list[Heading]:
    """Return the headings with an ordinal on these levels; on all of them when none is named."""
    known = (h for h in sheet.elements.headings if h.stands != "numbered" and h.number)
    return [h for h in known if not levels or h.level in levels]


def _alone(sheet: Sheet) -> list[Heading]:
    return [h for h in _judged(sheet) if h.stands == "alone" and not _is_labelled(h)]


def _faces(sheet: Sheet, *levels: int) -> Iterator[Verdict]:
    """Yield whether headings have the typeface of their level.

    A first sentence that looks like the text behind it is a heading for sure only where others of its level are set off.
    """
    body = body_look(sheet)
    set_off = {h.level for h in _judged(sheet, *levels) if _goes_on(h) and _is_set_off(sheet, h)}
    for heading in _judged(sheet, *levels):
        runs = _runs(heading)
        plain = _goes_on(heading) and body is not None and set(faces_of(runs)) == {body[0]}
        for verdict in face_verdicts(heading.paragraph, runs, sheet.wanted.heading_faces[heading.level - 1]):
            unsure = plain and verdict.ok is False and heading.level not in set_off
            yield Verdict(None, verdict.place, verdict.found, verdict.wanted) if unsure else verdict


def _goes_on(heading: Heading) -> bool:
    """Whether text stands behind a heading in its paragraph."""
    return heading.stands == "run_in" or _is_labelled(heading)


def _is_set_off(sheet: Sheet, heading: Heading) -> bool:
    return any(is_face(face, sheet.wanted.heading_faces[heading.level - 1]) for face in faces_of(_runs(heading)))


@rule("F413", _CLAUSE, Strength.GENERALLY, "headings", good="一、(黑体)", bad="一、(宋体)")
def first_level(sheet: Sheet) -> Iterator[Verdict]:
    """Headings of the first level are set in 黑体."""
    yield from _faces(sheet, 1)


@rule("F414", _CLAUSE, Strength.GENERALLY, "headings", good="（一）(楷体_GB2312)", bad="（一）(黑体)")
def second_level(sheet: Sheet) -> Iterator[Verdict]:
    """Headings of the second level are set in 楷体; of one that the text goes on behind, the first sentence."""
    yield from _faces(sheet, 2)


@rule("F415", _CLAUSE, Strength.GENERALLY, "headings", good="1.(仿宋_GB2312)", bad="1.(黑体)")
def deeper_levels(sheet: Sheet) -> Iterator[Verdict]:
    """Headings of the third and fourth level have the typeface of the text, 仿宋."""
    body = body_look(sheet)
    for heading in _judged(sheet, 3, 4):
        wanted = sheet.wanted.heading_faces[heading.level - 1]
        yield from face_verdicts(heading.paragraph, _runs(heading), (*wanted, body[0]) if body else wanted)


@rule("F416", _CLAUSE, Strength.GENERALLY, "headings", good="16 pt", bad="18 pt")
def heading_size(sheet: Sheet) -> Iterator[Verdict]:
    """Headings that stand alone are as large as the text; one that the text goes on behind is judged with its paragraph."""
    body = body_look(sheet)
    for heading in _alone(sheet) if body else ():
        yield from size_verdicts(heading.paragraph, _runs(heading), body[1] / 2 if body else 0)


@rule("F417", _CLAUSE, Strength.GENERALLY, "headings", good='w:firstLineChars="200"', bad='w:firstLineChars="0"')
def heading_indent(sheet: Sheet) -> Iterator[Verdict]:
    """Headings that stand alone begin two characters in, as paragraphs do."""
    wanted = sheet.wanted.first_line_characters
    for heading in _alone(sheet):
        paragraph = heading.paragraph
        em = paragraph.size * TWIPS_PER_HALF_POINT
        indent = indent_em(paragraph)
        if indent is None or paragraph.layout.frame:
            yield Verdict(None, paragraph.place, "", mm(wanted * em))
            continue
        aside = paragraph.layout.align in ("center", "right", "distribute")
        ok = not aside and abs(indent - wanted) <= NEAR_EM
        yield Verdict(ok, paragraph.place, mm(start_of(paragraph)), mm(wanted * em))


@rule("F420", _CLAUSE, Strength.MAY, "headings", good="1. / （1）", bad="1、 / (1)")
def ordinal_form(sheet: Sheet) -> Iterator[Verdict]:
    """Ordinals are written 一、, （一）, 1. and （1）; of those typed by hand most slips are told by W508."""
    for heading in sheet.elements.headings:
        paragraph = heading.paragraph
        if not heading.number:
            continue
        label = paragraph.label.strip()
        wanted = _RIGHT[heading.level - 1]
        if label and heading.text.startswith(label):
            yield Verdict(re.fullmatch(_ORDINALS[heading.level - 1], label) is not None, paragraph.place, label, wanted)
        elif half := _HALF_BRACKETS.match(heading.text):
            yield Verdict(False, paragraph.place, half[0], wanted)
        elif re.match(_ORDINALS[heading.level - 1], heading.text):
            yield Verdict(True, paragraph.place)


@rule("F422", _CLAUSE, Strength.MAY, "headings", good="一、 / （一） / 1.", bad="一、 / （1）")
def level_skipped(sheet: Sheet) -> Iterator[Verdict]:
    """Levels follow one another; 1. right below 一、 is taken where the document has no （一）."""
    headings = [h for h in sheet.elements.headings if h.number]
    two = any(h.level == 2 for h in headings)
    for before, heading in pairwise(headings):
        if heading.level <= before.level or heading.stands == "numbered":
            continue
        skips = heading.level > before.level + 1
        usual = (before.level, heading.level) == (1, 3) and (
            not two or heading.stands != "alone" or _is_labelled(heading)
        )
        wanted = _RIGHT[before.level]
        yield Verdict(not skips or usual, heading.paragraph.place, _RIGHT[heading.level - 1], wanted)


@rule("F423", "", Strength.PRACTICE, "headings", good="<w:keepNext/>", bad="—")
def heading_keeps_text(sheet: Sheet) -> Iterator[Verdict]:
    """Headings that stand alone stay on the page of their text; told where most of them do."""
    headings = _alone(sheet)
    kept = sum(h.paragraph.layout.keep_next for h in headings)
    for heading in headings:
        keeps = heading.paragraph.layout.keep_next
        yield Verdict(True if keeps else False if kept * 2 > len(headings) else None, heading.paragraph.place)


@rule("F424", "", Strength.PRACTICE, "headings", good="<w:t>一、</w:t>", bad="<w:numPr>")
def automatic_numbers(sheet: Sheet) -> Iterator[Verdict]:
    """Ordinals of headings are typed, as automatic ones change when text is copied; told once."""
    headings = _judged(sheet)
    if headings:
        automatic = next((h.paragraph for h in headings if h.paragraph.label), None)
        place = (automatic or headings[0].paragraph).place
        yield Verdict(automatic is None, place, automatic.label if automatic else "")


@rule("F425", "", Strength.PRACTICE, "headings", good='<w:outlineLvl w:val="0"/>', bad="—")
def outline(sheet: Sheet) -> Iterator[Verdict]:
    """Headings that stand alone are in the outline; told once, where most of them are."""
    headings = _alone(sheet)
    if headings:
        outside = [h for h in headings if h.paragraph.layout.outline is None]
        ok = True if not outside else False if len(outside) * 2 < len(headings) else None
        place = (outside or headings)[0].paragraph.place
        yield Verdict(ok, place, str(len(outside)))


@rule("F430", "", Strength.PRACTICE, "headings", good="一、 / （一）", bad="一、 / （一） / 1.")
def levels_of_speeches(sheet: Sheet) -> Iterator[Verdict]:
    """A speech has headings of two levels; told once."""
    headings = _judged(sheet)
    if sheet.elements.layout == "speech" and headings:
        deeper = next((h for h in headings if h.level > _SPOKEN_LEVELS), None)
        place = (deeper or headings[0]).paragraph.place
        yield Verdict(deeper is None, place, _RIGHT[deeper.level - 1] if deeper else "")


RULES = (
    first_level,
    second_level,
    deeper_levels,
    heading_size,
    heading_indent,
    ordinal_form,
    level_skipped,
    heading_keeps_text,
    automatic_numbers,
    outline,
    levels_of_speeches,
)

"""The page number: that it is there, where it stands and how it looks (GB/T 9704-2012 7.5). Codes F701-F719."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.catalogue.base import N_
from docgen.pages.facts import TWIPS_PER_MM, Paragraph, Run, Section, Story
from docgen.rules.measure import NEAR_WIDTH, is_face, mm, points
from docgen.rules.reading import kinds_in_force
from docgen.rules.rule import Sheet, Strength, Verdict, rule
from docgen.standard import DASH_MM, EDGE_CHARACTERS, PAGE_HEIGHT_TWIPS

_DASHED = re.compile(r"— ?\d+ ?—")
_SIDES = {"default": "right", "even": "left"}
_ODD = N_("odd pages")
_PAGES = {"default": N_("all pages"), "even": N_("even pages"), "first": N_("the first page")}
_SAID = {"right": N_("on the right"), "left": N_("on the left"), "center": N_("in the middle")}


def _number(story: Story | None) -> tuple[Paragraph, Run] | None:
    """Return the paragraph and the run that print the number of the page."""
    for paragraph in () if story is None else story.paragraphs:
        for run in paragraph.runs:
            if run.field == "PAGE":
                return paragraph, run
    return None


def _numbered(sheet: Sheet) -> Iterator[tuple[Section, str, Paragraph, Run]]:
    """Yield every footer in force that prints a page number, each once."""
    seen: set[int] = set()
    for section in sheet.document.sections:
        for kind in kinds_in_force(sheet.document, section):
            found = _number(section.footers.get(kind))
            if found is not None and id(found[0]) not in seen:
                seen.add(id(found[0]))
                yield section, kind, *found


@rule(
    "F701",
    "GB/T 9704-2012 7.5",
    Strength.GENERALLY,
    "page_number",
    good=N_("a PAGE field in every footer"),
    bad=N_("no footer"),
)
def number_is_there(sheet: Sheet) -> Iterator[Verdict]:
    """Every page has its number; the first page of a letter has none."""
    for section in sheet.document.sections:
        for kind in kinds_in_force(sheet.document, section):
            if kind == "first" and (sheet.elements.layout == "letter" or section.number > 1):
                continue
            story = section.footers.get(kind) or section.headers.get(kind)
            there = _number(section.footers.get(kind)) or _number(section.headers.get(kind))
            place = story.paragraphs[0].place if story and story.paragraphs else section.place
            pages = _ODD if kind == "default" and sheet.document.even_and_odd else _PAGES[kind]
            yield Verdict(there is not None, place, pages, "PAGE")


@rule(
    "F702",
    "GB/T 9704-2012 7.5",
    Strength.GENERALLY,
    "page_number",
    good=N_("odd pages right, even pages left, one character in"),
    bad=N_("centred"),
)
def number_stands_outside(sheet: Sheet) -> Iterator[Verdict]:
    """The number of odd pages stands on the right, that of even pages on the left, one character in."""
    centre = sheet.wanted.page_number_place == "centre"
    for section, kind, paragraph, _ in _numbered(sheet):
        if kind == "first" or section.landscape or paragraph.box or paragraph.cell is not None:
            continue
        side = _side(paragraph, section)
        wanted = "center" if centre else _SIDES[kind]
        if side != wanted:
            yield Verdict(False, paragraph.place, _SAID.get(side, side), _SAID[wanted])
            continue
        gap = paragraph.right_em if side == "right" else paragraph.left_em + paragraph.first_line_em
        right = centre or bool(paragraph.layout.frame) or abs(gap - EDGE_CHARACTERS) < NEAR_WIDTH
        yield (
            Verdict(right, paragraph.place, f"{gap:.1f} em", f"{EDGE_CHARACTERS:.1f} em")
            if not right
            else Verdict(True, paragraph.place, _SAID[side], _SAID[wanted])
        )
    if not centre and not sheet.document.even_and_odd:
        for section, kind, paragraph, _ in _numbered(sheet):
            if kind == "default" and _side(paragraph, section) != "center" and not section.landscape:
                yield Verdict(False, section.place, N_("the same on all pages"), N_("on the outer side"))
                return


def _side(paragraph: Paragraph, section: Section) -> str:
    """Return where the line of a number stands: by its alignment, its frame or its tab stops."""
    aligned = paragraph.layout.frame.get("xAlign", "")
    if aligned:
        return {"outside": "right", "inside": "left"}.get(aligned, aligned)
    before = paragraph.text.split("—", maxsplit=1)[0]
    if before.count("\t") and paragraph.layout.tabs:
        stops = [kind for _, kind in paragraph.layout.tabs]
        return stops[min(before.count("\t"), len(stops)) - 1]
    return {"both": "left", "distribute": "center"}.get(paragraph.layout.align, paragraph.layout.align)


@rule(
    "F703",
    "GB/T 9704-2012 7.5",
    Strength.GENERALLY,
    "page_number",
    good='<w:pgMar w:footer="1460"/>',
    bad='<w:pgMar w:footer="851"/>',
)
def number_stands_below(sheet: Sheet) -> Iterator[Verdict]:
    """The dash stands 7 mm below the type area."""
    for section, _, paragraph, run in _numbered(sheet):
        exact = paragraph.layout.line_rule == "exact"
        if section.landscape or paragraph.box or paragraph.layout.frame or paragraph.cell is not None:
            continue
        line = paragraph.layout.line if exact else 1.3 * run.format.size * 10 * max(paragraph.layout.line, 240) / 240
        story = section.footers.get("default")
        if story is None or sum(1 for p in story.paragraphs if p.cell is None and not p.box) > 1:
            continue
        a4 = PAGE_HEIGHT_TWIPS - (sheet.wanted.top_margin_mm + sheet.wanted.type_area_mm[1]) * TWIPS_PER_MM
        foots = (foot - section.footer - line / 2 for foot in (section.bottom, a4))  # a wrong margin is told by itself
        below = min(foots, key=lambda gap: abs(gap / TWIPS_PER_MM - DASH_MM))
        right = abs(below / TWIPS_PER_MM - DASH_MM) <= 1.5 * sheet.wanted.tolerance_mm
        yield Verdict(right, paragraph.place, mm(below), f"{DASH_MM}.0 mm")


@rule("F704", "GB/T 9704-2012 7.5", Strength.GENERALLY, "page_number", good="宋体 14 pt", bad="Times New Roman 10.5 pt")
def number_type(sheet: Sheet) -> Iterator[Verdict]:
    """The number is set in half-width digits of 宋体 4号."""
    wanted = sheet.wanted
    for _, _, paragraph, run in _numbered(sheet):
        face = run.format.latin
        right = is_face(face, wanted.page_number_faces) and run.format.size == 2 * wanted.small_size_pt
        yield Verdict(
            right,
            paragraph.place,
            f"{face} {points(run.format.size)}",
            f"{wanted.page_number_faces[0]} {wanted.small_size_pt:g} pt",
        )


@rule("F705", "GB/T 9704-2012 7.5", Strength.GENERALLY, "page_number", good="— 1 —", bad="- 1 -, 第1页")
def number_dashes(sheet: Sheet) -> Iterator[Verdict]:
    """A dash (一字线, U+2014) stands on each side of the number."""
    if not sheet.wanted.page_number_dashes:
        return
    for _, _, paragraph, run in _numbered(sheet):
        said = "".join("1" if part is run else part.text for part in paragraph.runs if part is run or not part.field)
        said = said.replace("\ufffc", "").strip()
        yield Verdict(_DASHED.fullmatch(said) is not None, paragraph.place, said, "— 1 —")


@rule(
    "F708",
    "GB/T 9704-2012 7.3.7",
    Strength.MUST,
    "page_number",
    good=N_("sections without pgNumType start"),
    bad=N_('<w:pgNumType w:start="1"/> in the second section'),
)
def numbers_go_on(sheet: Sheet) -> Iterator[Verdict]:
    """The pages of attachments are counted on from those of the text."""
    for section in sheet.document.sections[1:]:
        yield Verdict(section.first_number is None, section.place, str(section.first_number or ""), "")


RULES = (
    number_is_there,
    number_stands_outside,
    number_stands_below,
    number_type,
    number_dashes,
    numbers_go_on,
)

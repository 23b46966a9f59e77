"""Pages mended: paper, margins, and grids that set other lines than are wanted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.findings import Place
from docgen.pages.facts import TWIPS_PER_MM, Section
from docgen.rules.mend_xml import child, set_attributes
from docgen.rules.rule import Sheet
from docgen.rules.wanted import Wanted
from docgen.standard import PAGE_HEIGHT_TWIPS, PAGE_WIDTH_TWIPS

_NEAR = 5  # twips: what programs round
_PER_POINT = 4096  # parts that the grid's character space counts in
CELLS = ("linesAndChars", "snapToChars")  # grids that set the width of characters
_FOOTER_BELOW = 524  # twips between the lower margin and the footer, with which the dash stands 7 mm below the text


@dataclass(frozen=True, slots=True)
class Margins:
    """Margins of an upright page, twips."""

    top: int
    right: int
    bottom: int
    left: int


def margins_of(wanted: Wanted) -> Margins:
    """Return the margins that leave the type area that is wanted."""
    top = math.ceil(wanted.top_margin_mm * TWIPS_PER_MM)
    left = math.ceil(wanted.binding_margin_mm * TWIPS_PER_MM)
    width, height = (round(length * TWIPS_PER_MM) for length in wanted.type_area_mm)
    return Margins(top, PAGE_WIDTH_TWIPS - left - width, PAGE_HEIGHT_TWIPS - top - height, left)


def mend_pages(sheet: Sheet) -> Iterator[tuple[str, Place]]:
    """Set up every section as is wanted; yield the code of what was mended, and where."""
    for section in sheet.document.sections:
        if section.element.getparent() is None:  # the document has none: Word takes letter paper
            body = next(sheet.document.tree(sheet.document.package.main).iterchildren("{*}body"), None)
            if body is None:
                return
            body.append(section.element)
        if _mend_paper(section):
            yield "F990", section.place
        if _mend_margins(section, sheet):
            yield "F991", section.place


def _mend_paper(section: Section) -> bool:
    short, long = sorted((section.width, section.height))
    if abs(short - PAGE_WIDTH_TWIPS) <= _NEAR and abs(long - PAGE_HEIGHT_TWIPS) <= _NEAR:
        return False
    lies = section.landscape
    width, height = (PAGE_HEIGHT_TWIPS, PAGE_WIDTH_TWIPS) if lies else (PAGE_WIDTH_TWIPS, PAGE_HEIGHT_TWIPS)
    size = child(section.element, "pgSz")
    set_attributes(size, {"w": width, "h": height, "orient": "landscape" if lies else None, "code": None})
    section.width, section.height = width, height
    return True


def _mend_margins(section: Section, sheet: Sheet) -> bool:
    wanted = margins_of(sheet.wanted)
    near = sheet.wanted.tolerance_mm * TWIPS_PER_MM
    has = (section.top, section.right, section.bottom, section.left + section.gutter)
    upright = (wanted.top, wanted.right, wanted.bottom, wanted.left)
    ways = [upright]
    if section.landscape:  # turned either way; margins left as on an upright page are not surely wrong
        ways = [
            (wanted.left, wanted.top, wanted.right, wanted.bottom),
            (wanted.right, wanted.bottom, wanted.left, wanted.top),
            upright,
        ]
    elif sheet.elements.layout == "letter" and section.number == 1:
        ways.append((round(sheet.wanted.letter_masthead_top_mm * TWIPS_PER_MM), *upright[1:]))
    right = any(all(abs(a - b) <= near for a, b in zip(has, way, strict=True)) for way in ways)
    if right and not section.gutter:
        return False
    top, side, bottom, left = min(ways, key=lambda way: _off(has, way, near)) if right else ways[0]
    if len(ways) == 2 and _is_near(section.top, ways[1][0], near):
        top = section.top  # the first page of a letter begins at its masthead
    values = {"top": top, "right": side, "bottom": bottom, "left": left, "gutter": 0}
    margins = child(section.element, "pgMar")
    set_attributes(margins, {"header": section.header, "footer": section.footer, **values})
    for name, value in values.items():
        setattr(section, name, value)
    return True


def _off(has: tuple[int, ...], way: tuple[int, ...], near: float) -> int:
    return sum(not _is_near(a, b, near) for a, b in zip(has, way, strict=True))


def _is_near(one: int, other: int, near: float) -> bool:
    return abs(one - other) <= near


def set_footer_distance(section: Section) -> bool:
    """Put the footer of an upright section where its number stands 7 mm below the text; say whether that is new."""
    distance = section.bottom - _FOOTER_BELOW
    if section.footer == distance:
        return False
    set_attributes(child(section.element, "pgMar"), {"footer": distance})
    section.footer = distance
    return True


def has_right_grid(section: Section, wanted: Wanted) -> bool:
    """Whether the grid of a section gives lines of the height that is wanted."""
    least, most = wanted.line_pitch_pt
    return section.grid in ("lines", "linesAndChars") and least * 20 <= section.line_pitch <= most * 20 + _NEAR / 10


def has_right_cells(section: Section, wanted: Wanted) -> bool:
    """Whether the grid of a section sets as many characters in a line as are wanted."""
    width = wanted.type_area_mm[0] * TWIPS_PER_MM
    advance = wanted.body_size_pt * 20 + section.char_space * 20 / _PER_POINT
    return section.grid in CELLS and int((width + _NEAR) / advance) == wanted.characters_per_line


def drop_grid(section: Section) -> bool:
    """Take the grid out of a section that has one: lines are as high as they say."""
    if not section.grid:
        return False
    set_attributes(child(section.element, "docGrid"), {"type": None, "charSpace": None})
    section.grid, section.char_space = "", 0
    return True

"""Paragraphs mended: typefaces, sizes, weight, line pitch, indents. What they say stays, down to the last character."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from docgen.findings import Place
from docgen.pages.facts import Paragraph, Run
from docgen.pages.spots import W
from docgen.rules.measure import CHINESE, height, is_face
from docgen.rules.mend_looks import Look, Role, is_reading_copy, roles
from docgen.rules.mend_page import CELLS, drop_grid, has_right_cells, has_right_grid
from docgen.rules.mend_xml import child, cut, properties, set_attributes, set_value, split
from docgen.rules.rule import Sheet
from docgen.rules.text import behind_lead
from docgen.rules.wanted import Wanted
from docgen.standard import LINE_PITCH_TWIPS

_BLANKS = " \t\xa0\u3000"
_ASCII = re.compile("[0-9A-Za-z]")
_WIDE_SIGNS = re.compile("[“”—…]")
_NEAR_EM = 0.1
_INDENT_TWIPS = 316  # of a character, with what is lost to rounding shared out
_THIN = 200  # twips: a blank paragraph that is lower keeps no line free
_HALF_LINE = LINE_PITCH_TWIPS // 2
_NO_HANGING: dict[str, str | int | None] = {"hanging": None, "hangingChars": None}
_TALL = ("{*}drawing", "{*}pict", "{*}object", "{*}oMath", "{*}ruby")
_MOST_SPACING = 14  # twips that characters may be drawn closer before a line holds one more
Told = Iterator[tuple[str, Place]]


def mend_text(sheet: Sheet) -> Told:
    """Give recognised paragraphs the look that is wanted; yield the code of what was mended, and where."""
    found = list(roles(sheet))
    pitched = list(_pitched(sheet, found))
    yield from _mend_grids(sheet, pitched)
    favourite = _Favourites(found, sheet.wanted)
    for role in found:
        yield from ((code, role.paragraph.place) for code in sorted(set(_mend_runs(role, favourite))))
    tight = _between(sheet, [role.paragraph for role in found if role.tight])
    for paragraph in pitched:
        if _mend_pitch(paragraph, sheet, tight.get(id(paragraph))):
            yield "F995", paragraph.place
    for role in found:
        indented = role.indent is not None and _mend_indent(role.paragraph, role.indent)
        if indented or (role.centred and _mend_centre(role.paragraph)):
            yield "F996", role.paragraph.place


class _Favourites:
    """Of the typefaces that suit, the one that a document uses itself; those of letters, and the language."""

    def __init__(self, found: Sequence[Role], wanted: Wanted) -> None:
        self.latin, self.language = wanted.latin_faces, wanted.language
        self._used: Counter[str] = Counter()
        for role in found:
            for run in role.paragraph.runs:
                if run.format.east_asia and not run.format.from_theme:
                    self._used[run.format.east_asia] += len(run.text)

    def of(self, faces: Sequence[str]) -> str:
        return next((face for face, _ in self._used.most_common() if is_face(face, faces)), faces[0])


# --- characters


def _mend_runs(role: Role, favourite: _Favourites) -> Iterator[str]:
    if role.look is None:
        return
    if role.paragraph.label and role.is_text:
        yield from _mend_mark(role, role.head or role.look, favourite)
    if role.head is not None:
        yield from _mend_head(role, favourite)
        return
    lead = _lead(role) if role.is_text and not role.look.bold else set()
    for run in role.paragraph.runs:
        keeps = id(run) in lead
        yield from _mend_run(run, role.look, favourite, keeps=keeps, bold=keeps and role.bold_lead)


def _mend_head(role: Role, favourite: _Favourites) -> Iterator[str]:
    """Mend a heading and the text that goes on behind it, cut apart where one run holds both."""
    paragraph, at = role.paragraph, 0
    for run in list(paragraph.runs):
        if run.format.hidden:
            continue
        begins, at = at, at + len(run.text)
        if at <= role.head_length or not run.text[max(role.head_length - begins, 0) :].strip():
            yield from _mend_run(run, role.head, favourite)
        elif begins >= role.head_length:
            yield from _mend_run(run, role.look, favourite)
        elif _needs_parting(run, role):
            parts = split(run, role.head_length - begins)
            if parts is not None:
                where = next(n for n, other in enumerate(paragraph.runs) if other is run)
                paragraph.runs[where : where + 1] = parts
                yield from _mend_run(parts[0], role.head, favourite)
                yield from _mend_run(parts[1], role.look, favourite)
                yield "F993"
            else:
                yield from _mend_run(run, role.look, favourite)
        else:
            yield from _mend_run(run, role.look, favourite)


def _needs_parting(run: Run, role: Role) -> bool:
    return role.head is not None and role.look is not None and role.head.faces != role.look.faces


def _lead(role: Role) -> set[int]:
    """Return the runs of a first sentence that is set off from the text behind it: it may have a look of its own."""
    behind = behind_lead(role.paragraph)
    rest = [run for run, _ in behind]
    own = [run for run in role.paragraph.runs if run.text and not run.format.hidden and run not in rest]
    if not own or not rest:
        return set()
    usual = rest[-1].format
    set_off = own[0].format.bold != usual.bold or (
        own[0].format.east_asia != usual.east_asia and not own[0].format.from_theme
    )
    return {id(run) for run in own} if set_off else set()


def _mend_run(
    run: Run, look: Look | None, favourite: _Favourites, *, keeps: bool = False, bold: bool = False
) -> Iterator[str]:
    """Give a run its look; one that ``keeps`` its typeface keeps it, and one that may be ``bold`` its weight."""
    has = run.format
    if look is None or has.hidden or has.vertical or not run.text.replace("\ufffc", ""):
        return
    if look.size is not None and has.size != look.size:
        _set_size(run.element, look.size)
        yield "F993"
    fonts = _fonts(run, look, favourite, keeps=keeps)
    if fonts:
        set_attributes(child(properties(run.element, "rPr"), "rFonts"), fonts)
        yield "F993"
    if has.language and has.language.casefold() != favourite.language.casefold() and CHINESE.search(run.text):
        set_attributes(child(properties(run.element, "rPr"), "lang"), {"eastAsia": favourite.language})
        yield "F993"
    if look.spacing is not None and not _fits(has.spacing, look.spacing):
        set_value(properties(run.element, "rPr"), "spacing", str(look.spacing))
        yield "F995"
    if has.bold and not look.bold and not bold:
        for name in ("b", "bCs"):
            set_value(properties(run.element, "rPr"), name, "0")
        yield "F994"


def _fits(spacing: int, wanted: int) -> bool:
    """Whether characters are drawn so close that a line holds as many as are wanted."""
    return spacing == wanted or (wanted < 0 and -_MOST_SPACING <= spacing <= wanted)


def _set_size(element: etree._Element, size: int) -> None:
    for name in ("sz", "szCs"):
        set_value(properties(element, "rPr"), name, str(size))


def _fonts(run: Run, look: Look, favourite: _Favourites, *, keeps: bool) -> dict[str, str | None]:
    """Return what has to change in the typefaces of a run."""
    has = run.format
    values: dict[str, str | None] = {}
    if not look.faces:
        return values
    named = bool(has.east_asia) and not has.from_theme
    if not (named and (keeps or is_face(has.east_asia, look.faces))):
        values |= {"eastAsia": favourite.of(look.faces), "eastAsiaTheme": None}
    suits = is_face(has.latin, (*favourite.latin, *look.faces)) or (keeps and CHINESE.search(has.latin))
    if _ASCII.search(run.text) and not suits:
        latin = favourite.of(look.faces) if look.latin else favourite.latin[0]
        values |= {"ascii": latin, "hAnsi": latin, "asciiTheme": None, "hAnsiTheme": None}
    if _WIDE_SIGNS.search(run.text) and has.hint != "eastAsia" and not CHINESE.search(has.latin):
        values["hint"] = "eastAsia"
    return values


def _mend_mark(role: Role, look: Look, favourite: _Favourites) -> Iterator[str]:
    """Give the number of an automatic list the look of its heading: Word draws it as the mark of the paragraph."""
    paragraph = role.paragraph
    mark = paragraph.mark
    right = is_face(mark.east_asia, look.faces) and not mark.from_theme
    if right and (look.size is None or mark.size == look.size) and (look.bold or not mark.bold):
        return
    own = child(properties(paragraph.element, "pPr"), "rPr")
    set_attributes(child(own, "rFonts"), {"eastAsia": favourite.of(look.faces), "eastAsiaTheme": None})
    if look.size is not None:
        for name in ("sz", "szCs"):
            set_value(own, name, str(look.size))
    if mark.bold and not look.bold:
        for name in ("b", "bCs"):
            set_value(own, name, "0")
    yield "F993"


# --- lines


def _pitched(sheet: Sheet, found: Sequence[Role]) -> Iterator[Paragraph]:
    """Yield the paragraphs whose lines have the pitch of the text, and the blank ones among them."""
    wanted = {id(role.paragraph) for role in found if role.pitch}
    lines = sheet.document.text
    at = [n for n, paragraph in enumerate(lines) if id(paragraph) in wanted]
    for number in range(at[0], at[-1] + 1) if at else ():
        paragraph = lines[number]
        if id(paragraph) in wanted or (_is_bare(paragraph) and not is_reading_copy(sheet)):
            yield paragraph


def _is_bare(paragraph: Paragraph) -> bool:
    """Whether a blank paragraph is nothing but a line kept free."""
    layout = paragraph.layout
    other = (
        layout.borders or layout.shading or layout.frame or layout.page_break_before or paragraph.text.strip(_BLANKS)
    )
    ends = paragraph.element.find(f"{W}pPr/{W}sectPr") is not None
    return paragraph.is_blank and not other and not ends and not paragraph.runs and height(paragraph) >= _THIN


def _between(sheet: Sheet, text: Sequence[Paragraph]) -> dict[int, tuple[bool, bool]]:
    """Return of each paragraph of text whether the one above and the one below are text too, blank ones aside."""
    own = {id(p) for p in text}
    order = [block for block in sheet.document.blocks if not isinstance(block, Paragraph) or not block.is_blank]
    known = [isinstance(block, Paragraph) and id(block) in own for block in order]
    return {
        id(block): (n > 0 and known[n - 1], n + 1 < len(order) and known[n + 1])
        for n, block in enumerate(order)
        if known[n]
    }


def _mend_pitch(paragraph: Paragraph, sheet: Sheet, beside: tuple[bool, bool] | None) -> bool:
    if next(paragraph.element.iter(*_TALL), None) is not None:
        return False  # a picture in the line would be cut
    layout = paragraph.layout
    values: dict[str, str | int | None] = {}
    if not _has_pitch(paragraph, sheet):
        values |= {"line": round(sheet.wanted.line_pitch_pt[1] * 20), "lineRule": "exact"}
    near = (True, True) if paragraph.is_blank else beside or (False, False)
    for side, is_text in zip(("before", "after"), near, strict=True):
        small = 0 < getattr(layout, side) < _HALF_LINE and (beside is not None or side == "after")
        if getattr(layout, side) and (is_text or small):
            values |= {side: 0, f"{side}Lines": 0, f"{side}Autospacing": 0}
    if values:
        set_attributes(child(properties(paragraph.element, "pPr"), "spacing"), values)
    if beside is not None and layout.widow_control:
        set_value(properties(paragraph.element, "pPr"), "widowControl", "0")
        values["widowControl"] = 0
    return bool(values)


def _has_pitch(paragraph: Paragraph, sheet: Sheet) -> bool:
    """Whether the lines of a paragraph have the pitch that is wanted, by themselves or by the grid."""
    layout, section = paragraph.layout, paragraph.section
    least, most = sheet.wanted.line_pitch_pt
    if layout.line_rule == "exact":
        return least * 20 <= layout.line <= most * 20 + 0.5
    single = layout.line_rule == "auto" and layout.line == 240
    return section is not None and single and layout.snap and has_right_grid(section, sheet.wanted)


def _mend_grids(sheet: Sheet, pitched: Sequence[Paragraph]) -> Told:
    """Take grids out that give text lines of another height, or another number of characters, than is wanted."""
    for section in sheet.document.sections:
        own = [p for p in pitched if p.section is section]
        high = any(not _has_pitch(p, sheet) for p in own) and not has_right_grid(section, sheet.wanted)
        wide = own and section.grid in CELLS and not has_right_cells(section, sheet.wanted)
        if (high or wide) and drop_grid(section):
            yield "F992", section.place


# --- indents


def _mend_indent(paragraph: Paragraph, characters: int) -> bool:
    """Indent the first line, and nothing else, in both forms; what was typed for it goes."""
    typed = _strip(paragraph)
    layout = paragraph.layout
    first = paragraph.left_em + paragraph.first_line_em
    twin = not layout.first_line_chars or layout.first_line or not characters
    aside = layout.align in ("center", "right", "distribute")
    right = abs(first - characters) <= _NEAR_EM and abs(paragraph.left_em) <= _NEAR_EM and bool(twin)
    if right and not aside:
        return typed
    layer = properties(paragraph.element, "pPr")
    values = {**_NO_HANGING, "start": None, "startChars": None}
    values |= {"firstLineChars": 100 * characters, "firstLine": _INDENT_TWIPS * characters}
    if layout.left or layout.left_chars:
        values |= {"leftChars": 0, "left": 0}
    set_attributes(child(layer, "ind"), values)
    if aside:
        set_value(layer, "jc", "both" if characters else "left")
    return True


def _strip(paragraph: Paragraph) -> bool:
    """Take the blanks and tabs out that a paragraph begins with."""
    stripped = False
    for run in paragraph.runs:
        if run.format.hidden:
            continue
        count = len(run.text) - len(run.text.lstrip(_BLANKS))
        if count and not cut(run, count):
            break
        stripped = stripped or count > 0
        if count < len(run.text):
            break
    return stripped


def _mend_centre(paragraph: Paragraph) -> bool:
    """Put a line of the title in the middle; blanks before it put it where somebody wants it."""
    layout = paragraph.layout
    centred = layout.align in ("center", "distribute")
    pushed = abs(paragraph.left_em + paragraph.first_line_em - paragraph.right_em) > _NEAR_EM
    if paragraph.text[:1] in _BLANKS or (centred and not pushed):
        return False
    layer = properties(paragraph.element, "pPr")
    if pushed:
        values = {**_NO_HANGING, **dict.fromkeys(("start", "startChars", "end", "endChars"))}
        values |= dict.fromkeys(("leftChars", "left", "rightChars", "right", "firstLineChars", "firstLine"), 0)
        set_attributes(child(layer, "ind"), values)
    if not centred:
        set_value(layer, "jc", "center")
    return True

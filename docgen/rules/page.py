"""The page: paper, margins, type area, grid, lines and characters (GB/T 9704-2012 5). Codes F101-F129."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.catalogue.base import N_
from docgen.pages.facts import TWIPS_PER_MM, Paragraph, Section, Table
from docgen.pages.recognise import is_red
from docgen.rules.flow import text_width
from docgen.rules.measure import height, mm
from docgen.rules.reading import kinds_in_force, lines_of
from docgen.rules.rule import Sheet, Strength, Verdict, rule
from docgen.rules.text import WORD, counted, is_gap, most, paragraphs_of_text
from docgen.rules.wanted import Wanted
from docgen.standard import PAGE_HEIGHT_TWIPS, PAGE_WIDTH_TWIPS

_NEAR = 5  # twips: what programs round
_DARK = 0x20  # of 255 in each channel: what prints as black
_PER_POINT = 4096  # parts that the grid's character space counts in
_CELLS = ("linesAndChars", "snapToChars")  # grids that set the width of characters


@rule(
    "F101",
    "GB/T 9704-2012 5.1",
    Strength.MUST,
    "section",
    good='<w:pgSz w:w="11906" w:h="16838"/>',
    bad='<w:pgSz w:w="12240" w:h="15840"/>',
)
def paper(sheet: Sheet) -> Iterator[Verdict]:
    """Paper is A4, 210 × 297 mm; a table may lie on its side."""
    for section in sheet.document.sections:
        found = f"{section.width / TWIPS_PER_MM:.0f} × {section.height / TWIPS_PER_MM:.0f} mm"
        yield Verdict(_is_a4(section), section.place, found, "210 × 297 mm (A4)")


def _is_a4(section: Section) -> bool:
    short, long = sorted((section.width, section.height))
    return abs(short - PAGE_WIDTH_TWIPS) <= _NEAR and abs(long - PAGE_HEIGHT_TWIPS) <= _NEAR


@dataclass(frozen=True, slots=True)
class _Margins:
    """Margins of a page as it is bound, twips; those of a page on its side are turned back."""

    top: int
    bottom: int
    binding: int
    outer: int
    turned: bool = True  # not so for a page on its side whose margins were left as they stand upright


def _margins(section: Section, wanted: Wanted) -> _Margins:
    top, bottom, left, right = section.top, section.bottom, section.left, section.right
    if not section.landscape:
        return _Margins(top, bottom, left + section.gutter, right)
    ways = (
        _Margins(right, left, top, bottom),
        _Margins(left, right, bottom, top),
        _Margins(left, right, top, bottom),
        _Margins(right, left, bottom, top),
        _Margins(top, bottom, left, right, turned=False),
    )
    return min(ways, key=lambda way: _off(way, wanted))


def _rest(wanted: Wanted) -> tuple[float, float]:
    """Return what the type area leaves at the outer edge and at the bottom, mm."""
    width, tall = wanted.type_area_mm
    outer = round(PAGE_WIDTH_TWIPS / TWIPS_PER_MM) - wanted.binding_margin_mm - width
    return outer, round(PAGE_HEIGHT_TWIPS / TWIPS_PER_MM) - wanted.top_margin_mm - tall


def _off(margins: _Margins, wanted: Wanted) -> int:
    """Return how many margins are not as wanted."""
    outer, bottom = _rest(wanted)
    pairs = (
        (margins.top, wanted.top_margin_mm),
        (margins.binding, wanted.binding_margin_mm),
        (margins.outer, outer),
        (margins.bottom, bottom),
    )
    return sum(not _is_near(twips, measure, wanted) for twips, measure in pairs)


def _is_near(twips: float, measure_mm: float, wanted: Wanted) -> bool:
    return abs(twips - measure_mm * TWIPS_PER_MM) <= wanted.tolerance_mm * TWIPS_PER_MM + 1


def _judged(ok: bool, margins: _Margins) -> bool | None:
    return ok if margins.turned else None


@rule(
    "F102",
    "GB/T 9704-2012 5.2.1",
    Strength.MUST,
    "section",
    good='<w:pgMar w:top="2098" …/>',
    bad='<w:pgMar w:top="1440" …/>',
)
def top_margin(sheet: Sheet) -> Iterator[Verdict]:
    """天头 is 37 mm ± 1 mm; the first page of a letter may begin where its masthead does."""
    for section in sheet.document.sections:
        margins = _margins(section, sheet.wanted)
        ok = _is_top(margins.top, section, sheet)
        yield Verdict(_judged(ok, margins), section.place, mm(margins.top), f"{sheet.wanted.top_margin_mm:g} mm")


def _is_top(twips: int, section: Section, sheet: Sheet) -> bool:
    first_of_letter = sheet.elements.layout == "letter" and section.number == 1
    letter = first_of_letter and _is_near(twips, sheet.wanted.letter_masthead_top_mm, sheet.wanted)
    return letter or _is_near(twips, sheet.wanted.top_margin_mm, sheet.wanted)


@rule(
    "F103",
    "GB/T 9704-2012 5.2.1",
    Strength.MUST,
    "section",
    good='<w:pgMar w:left="1588" …/>',
    bad='<w:pgMar w:left="1800" …/>',
)
def binding_margin(sheet: Sheet) -> Iterator[Verdict]:
    """订口 is 28 mm ± 1 mm, the gutter counted in."""
    for section in sheet.document.sections:
        margins = _margins(section, sheet.wanted)
        ok = _is_near(margins.binding, sheet.wanted.binding_margin_mm, sheet.wanted)
        wanted = f"{sheet.wanted.binding_margin_mm:g} mm"
        yield Verdict(_judged(ok, margins), section.place, mm(margins.binding), wanted)


@rule(
    "F104",
    "GB/T 9704-2012 5.2.1",
    Strength.MUST,
    "section",
    good='<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" …/>',
    bad='<w:pgMar w:top="2098" w:right="1800" w:bottom="1440" w:left="1588" …/>',
)
def type_area(sheet: Sheet) -> Iterator[Verdict]:
    """版心 is 156 × 225 mm, as it is or as it would be with a wrong 天头 or 订口 put right."""
    wanted = sheet.wanted
    width, tall = wanted.type_area_mm
    outer, bottom = _rest(wanted)
    args = {"outer": f"{outer:g} mm", "bottom": f"{bottom:g} mm"}
    for section in sheet.document.sections:
        margins = _margins(section, wanted)
        top, binding = wanted.top_margin_mm * TWIPS_PER_MM, wanted.binding_margin_mm * TWIPS_PER_MM
        if _is_near(margins.top, wanted.top_margin_mm, wanted):
            top = margins.top
        if _is_near(margins.binding, wanted.binding_margin_mm, wanted):
            binding = margins.binding
        ok = _is_near(PAGE_WIDTH_TWIPS - binding - margins.outer, width, wanted)
        ok = ok and _is_near(PAGE_HEIGHT_TWIPS - top - margins.bottom, tall, wanted)
        short, long = sorted((section.width, section.height))
        across, down = short - margins.binding - margins.outer, long - margins.top - margins.bottom
        ok = ok or (_is_a4(section) and _is_near(across, width, wanted) and _is_near(down, tall, wanted))
        found = f"{across / TWIPS_PER_MM:.1f} × {mm(down)}"
        yield Verdict(_judged(ok, margins), section.place, found, f"{width:g} × {tall:g} mm", args)


@rule(
    "F105",
    "GB/T 9704-2012 5.1, 8",
    Strength.MUST,
    "section",
    good=N_("a wide table in a section of its own that lies on its side"),
    bad=N_("running text on a page that lies on its side"),
)
def upright(sheet: Sheet) -> Iterator[Verdict]:
    """Pages stand upright; only what is too wide for them, a table or a drawing, lies on its side."""
    for section in sheet.document.sections:
        wide = any(isinstance(b, Table) or "\ufffc" in b.text for b in section.blocks)
        found = f"{section.width / TWIPS_PER_MM:.0f} × {section.height / TWIPS_PER_MM:.0f} mm"
        yield Verdict(not section.landscape or wide, section.place, found)


def _is_reading_copy(paragraph: Paragraph, sheet: Sheet) -> bool:
    """Whether it is text of a speech set larger, to be read from."""
    return sheet.elements.layout == "speech" and paragraph.size > 2 * sheet.wanted.body_size_pt


@rule(
    "F106",
    "GB/T 9704-2012 5.2.3",
    Strength.GENERALLY,
    "text",
    good='<w:spacing w:line="579" w:lineRule="exact"/>, or <w:docGrid w:type="lines" w:linePitch="579"/>',
    bad=N_('<w:spacing w:line="360" w:lineRule="auto"/> without a grid'),
)
def lines_of_page(sheet: Sheet) -> Iterator[Verdict]:
    """A page has 22 lines: an exact pitch that gives them, or a grid that the lines keep to."""
    least, most_pt = sheet.wanted.line_pitch_pt
    spots = []
    for paragraph in paragraphs_of_text(sheet):
        pitch, found = _pitch(paragraph)
        fits = least - 0.01 <= pitch <= most_pt + 0.01 or _lines(paragraph, pitch, sheet) == sheet.wanted.lines_per_page
        if not _is_reading_copy(paragraph, sheet):
            spots.append((fits, paragraph.place, found))
    yield from counted(spots, f"{least:g}–{most_pt:g} pt", lines=sheet.wanted.lines_per_page)


def _pitch(paragraph: Paragraph) -> tuple[float, str]:
    """Return how far its lines stand apart, in points, and how that is written; 0 when only the typeface decides."""
    layout, section = paragraph.layout, paragraph.section
    grid = section.line_pitch if section is not None and section.grid and layout.snap else 0
    if layout.line_rule == "exact" or (layout.line_rule == "atLeast" and layout.line > grid):
        least = "≥ " if layout.line_rule == "atLeast" else ""
        return layout.line / 20, f"{least}{layout.line / 20:g} pt"
    if layout.line_rule == "atLeast":
        return grid / 20, f"{grid / 20:g} pt"
    times = f"{layout.line / 240:.3g}×"
    if not grid:
        return 0, times
    pitch = height(paragraph) / 20
    return pitch, f"{pitch:g} pt" if layout.line == 240 else times


def _lines(paragraph: Paragraph, pitch: float, sheet: Sheet) -> int:
    """Return how many lines the type area of its page holds; 0 where that is wrong itself."""
    section = paragraph.section
    if section is None or section.landscape or not pitch:
        return 0
    area = section.height - section.top - section.bottom
    return int(area / (pitch * 20)) if _is_near(area, sheet.wanted.type_area_mm[1], sheet.wanted) else 0


@rule(
    "F107",
    "GB/T 9704-2012 5.2.3",
    Strength.GENERALLY,
    "text",
    good=N_(
        '<w:spacing w:val="-5"/> in the style of the text, or <w:docGrid w:type="linesAndChars" w:charSpace="-848" …/>'
    ),
    bad=N_("3号 as wide as Word draws it: 27 characters"),
)
def characters_of_line(sheet: Sheet) -> Iterator[Verdict]:
    """A full line has 28 characters: Word's 3号 is a little too wide for that and has to be drawn closer."""
    size = round(2 * sheet.wanted.body_size_pt)
    text = [p for p in paragraphs_of_text(sheet) if p.size == size and p.section and not p.section.landscape]
    spacing = most(((run, run.text) for p in text for run in p.runs), "spacing")
    spots = []
    for paragraph in text:
        number = _characters(paragraph, size * 10 + spacing, sheet)
        spots.append((number == sheet.wanted.characters_per_line, paragraph.place, str(number)))
    widest = sheet.wanted.type_area_mm[0] * TWIPS_PER_MM / max(sheet.wanted.characters_per_line, 1)
    closer = (size * 10 - widest // _NEAR * _NEAR) / 20
    yield from counted(spots, str(sheet.wanted.characters_per_line), closer=f"{closer:g} pt")


def _characters(paragraph: Paragraph, advance: float, sheet: Sheet) -> int:
    """Return how many characters a line holds; in the type area of the standard where this one is wrong itself."""
    section = paragraph.section
    width = sheet.wanted.type_area_mm[0] * TWIPS_PER_MM
    if section is None:
        return int((width + _NEAR) / advance)
    if section.grid in _CELLS and paragraph.layout.snap:
        advance += section.char_space * 20 / _PER_POINT
    own = text_width(section)
    numbers = [int((area + _NEAR) / max(advance, 1)) for area in (width, own)]
    return numbers[1] if numbers[1] == sheet.wanted.characters_per_line else numbers[0]


@rule(
    "F108",
    "GB/T 9704-2012 6.3",
    Strength.PRACTICE,
    "section",
    good='<w:pgMar w:gutter="0" …/>',
    bad='<w:pgMar w:gutter="567" …/>',
)
def gutter(sheet: Sheet) -> Iterator[Verdict]:
    """There is no gutter: 订口 is the whole margin at the binding side."""
    for section in sheet.document.sections:
        yield Verdict(section.gutter == 0, section.place, mm(section.gutter), "0 mm")


@rule(
    "F109",
    "GB/T 9704-2012 5.2.3",
    Strength.GENERALLY,
    "section",
    good='<w:cols w:space="425"/>',
    bad='<w:cols w:num="2"/>',
)
def columns(sheet: Sheet) -> Iterator[Verdict]:
    """The text runs over the whole width; lists in attachments may stand in columns."""
    with_text = {id(p.section) for p in sheet.elements.text}
    for section in sheet.document.sections:
        if id(section) in with_text:
            yield Verdict(section.columns == 1, section.place, str(section.columns), "1")


@rule(
    "F110",
    "GB/T 9704-2012 5.2.4",
    Strength.MUST,
    "characters",
    good='<w:color w:val="auto"/>',
    bad='<w:color w:val="0563C1"/>',
)
def black(sheet: Sheet) -> Iterator[Verdict]:
    """From the title on all characters are black; seals and pictures are no characters."""
    paragraphs = sheet.document.paragraphs
    number = {id(p): n for n, p in enumerate(paragraphs)}
    begins = [*sheet.elements.title, *sheet.elements.text]
    first = min((number[id(p)] for p in begins), default=len(paragraphs))
    spots = []
    for paragraph in paragraphs[first:]:
        for run in () if paragraph.box else paragraph.runs:
            color = run.format.color
            if WORD.search(run.text) and not run.format.hidden and not is_gap(run):
                spots.append((_is_black(color), paragraph.place, color if color == "auto" else f"#{color}"))
    yield from counted(spots)


def _is_black(color: str) -> bool:
    try:
        return color == "auto" or all(channel <= _DARK for channel in bytes.fromhex(color))
    except ValueError:
        return True  # a name that Word does not know either


@rule(
    "F111",
    "GB/T 9704-2012 6.2",
    Strength.PRACTICE,
    "head",
    good=N_("FF0000 for the masthead and the red rule"),
    bad=N_("FF0000 for the masthead, E60012 for the red rule"),
)
def one_red(sheet: Sheet) -> Iterator[Verdict]:
    """What is printed red in the head is of one red; whether it is red at all is asked element by element."""
    spots = [
        (run.format.color, p)
        for p in sheet.elements.masthead
        for run in p.runs
        if run.text.strip() and not run.format.hidden
    ]
    ruled = sheet.elements.head_rule
    if ruled is not None:
        spots += [(border.color, ruled) for side, border in ruled.layout.borders.items() if side in ("top", "bottom")]
    reds = [(color, paragraph) for color, paragraph in spots if is_red(color)]
    if reds:
        values = list(dict.fromkeys(f"#{color}" for color, _ in reds))
        odd = next((p for color, p in reds if color != reds[0][0]), reds[0][1])
        yield Verdict(len(values) == 1, odd.place, " / ".join(values))


@rule(
    "F112",
    "GB/T 9704-2012 5.2.1",
    Strength.PRACTICE,
    "header",
    good=N_("an empty header"),
    bad=N_("a header with the name of the document, or with the line that Word draws under headers"),
)
def header(sheet: Sheet) -> Iterator[Verdict]:
    """Nothing is printed above the type area; the head of a letter may stand in the header of its first page."""
    seen = set()
    for section in sheet.document.sections:
        for kind in kinds_in_force(sheet.document, section):
            story = section.headers.get(kind)
            if story is None or story.part in seen or (kind == "first" and sheet.elements.layout == "letter"):
                continue
            seen.add(story.part)
            printed = [p for p in story.paragraphs if p.text.replace("\ufffc", "").strip() or _draws(p)]
            place = printed[0].place if printed else section.place
            yield Verdict(not printed, place, printed[0].text.strip()[:20] if printed else "")


def _draws(paragraph: Paragraph) -> bool:
    return any(border.kind not in ("none", "nil") for border in paragraph.layout.borders.values())


def _breaks(upper: Paragraph, lower: Paragraph) -> bool:
    """Whether a page ends between two neighbouring paragraphs."""
    if lower.layout.page_break_before or "\f" in upper.text[len(upper.text.rstrip()) :]:
        return True
    if "\f" in lower.text[: len(lower.text) - len(lower.text.lstrip())]:
        return True
    changes = lower.section is not None and upper.section is not lower.section
    return changes and lower.section is not None and lower.section.start not in ("continuous", "nextColumn")


@rule(
    "F113",
    "GB/T 9704-2012 7.3.3",
    Strength.PRACTICE,
    "text",
    good=N_("text that runs on from page to page"),
    bad=N_('<w:br w:type="page"/> between two paragraphs of text'),
)
def runs_on(sheet: Sheet) -> Iterator[Verdict]:
    """The text runs on without page breaks of its own; one beside a table or a page on its side may be needed.

    A centred line on the new page is the title of what a notice issues, and no text.
    """
    if not sheet.covered:
        return
    blocks = sheet.document.blocks
    own = {id(p) for p in lines_of(sheet)}
    at = [n for n, block in enumerate(blocks) if id(block) in own]
    spots = []
    for start, end in itertools.pairwise(at):
        near = [block for block in blocks[start : end + 1] if isinstance(block, Paragraph)]
        titled = near[-1].layout.align == "center"
        if len(near) == end + 1 - start and not titled and not any(p.section and p.section.landscape for p in near):
            broken = any(_breaks(upper, lower) for upper, lower in itertools.pairwise(near))
            spots.append((not broken, near[-1].place, ""))
    yield from counted(spots)


@rule(
    "F114",
    "GB/T 9704-2012 7.3.3",
    Strength.MUST,
    "text",
    good=N_("the text begins on the first page"),
    bad=N_("a page break between the title and the text"),
)
def first_page(sheet: Sheet) -> Iterator[Verdict]:
    """The first page shows text; how long the head is, only a page break or a very short head tells."""
    number = {id(p): n for n, p in enumerate(sheet.document.paragraphs)}
    elements, text = sheet.elements, lines_of(sheet)
    starts = [number[id(p)] for p in (*elements.masthead, elements.document_number, *elements.title) if p is not None]
    if not sheet.covered or not starts or not text:
        return
    above = sheet.document.paragraphs[min(starts) : number[id(text[0])] + 1]
    if any(_breaks(upper, lower) for upper, lower in itertools.pairwise(above)):
        yield Verdict(False, text[0].place)
    else:
        tall = sum(_tallest(p, sheet) for p in above[:-1]) + height(text[0])
        yield Verdict(True if tall < sheet.wanted.type_area_mm[1] * TWIPS_PER_MM else None, text[0].place)


def _tallest(paragraph: Paragraph, sheet: Sheet) -> float:
    """Return what a paragraph of the head takes at most, as near as the file tells."""
    signs = sheet.wanted.characters_per_line * 32 / max(paragraph.size, 1)
    lines = sum(1 + len(line) // max(int(signs), 1) for line in paragraph.text.split("\n"))
    return height(paragraph) * lines + paragraph.layout.before + paragraph.layout.after


RULES = (
    paper,
    top_margin,
    binding_margin,
    type_area,
    upright,
    lines_of_page,
    characters_of_line,
    gutter,
    columns,
    black,
    one_red,
    header,
    runs_on,
    first_page,
)

"""What the page and its text measure in print: codes F101-F129."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from docgen.catalogue.measured import SPACING
from docgen.pages.facts import TWIPS_PER_MM, Paragraph
from docgen.pages.recognise import is_red
from docgen.pages.witness import MM, Box, Line, is_wide
from docgen.rules.printed import EVEN, Measure, Print, at, unless
from docgen.rules.standing import Spot
from docgen.standard import PAGE_HEIGHT_TWIPS, PAGE_WIDTH_TWIPS

_FIXED = 0.8  # of an exact line lies above its baseline in LibreOffice
_PAPER = 0.4  # mm: 1 pt
_BLACK = "000000"
_FULL = 3  # lines that make a measure of characters sure


# --- the page (5)


def _paper(case: Print) -> Iterator[Measure]:
    short, long = PAGE_WIDTH_TWIPS / TWIPS_PER_MM, PAGE_HEIGHT_TWIPS / TWIPS_PER_MM
    for page in case.pages:
        sides = sorted((page.width, page.height))
        ok = abs(sides[0] - short) <= _PAPER and abs(sides[1] - long) <= _PAPER
        found = f"{page.width:.0f} × {page.height:.0f} mm"
        yield Measure("F101", "paper", ok, found, "210 × 297 mm (A4)", page.number, page.box)


def _top_margin(case: Print) -> Iterator[Measure]:
    """Only a line that goes on from the page before surely begins at the margin: nothing blank stands above it."""
    for paragraph in case.elements.text:
        layout = paragraph.layout
        for before, spot in pairwise(case.standing.of(paragraph)):
            page = case.pages[spot.page]
            if spot.page == before.page or page.landscape:
                continue
            pitch = layout.line / 20 * MM
            section = paragraph.section
            if section is not None and section.grid and layout.snap:
                pitch = section.line_pitch / 20 * MM
            elif layout.line_rule == "auto":
                pitch = 0
            top = spot.line.baseline - _FIXED * pitch if pitch else spot.line.top
            tolerance = case.tolerance if layout.line_rule == "exact" else case.tolerance + 0.5
            made = case.measure("F102", "top of the first line", top, case.area.top, page.number, spot.box, tolerance)
            yield at(unless(made, "" if pitch else SPACING), paragraph)


def _full(case: Print) -> Iterator[tuple[Paragraph, Spot, str]]:
    """Yield lines of text that begin at the margin and go on in the next line, and what the next line says."""
    for paragraph in case.elements.text:
        layout = paragraph.layout
        if layout.left or layout.right or layout.left_chars or layout.right_chars:
            continue
        spots = case.standing.of(paragraph)
        for spot, after in pairwise(spots[1:]):
            if spot.whole and not case.pages[spot.page].landscape:
                yield paragraph, spot, after.text


def _left_margin(case: Print) -> Iterator[Measure]:
    seen: set[int] = set()
    for paragraph, spot, _ in _full(case):
        if spot.page not in seen:
            seen.add(spot.page)
            yield at(
                case.measure("F103", "left edge of full lines", spot.box.left, case.area.left, spot.page, spot.box),
                paragraph,
            )


def _type_area(case: Print) -> Iterator[Measure]:
    """Nothing of the body stands outside; a stop at the end of a line may, by one character."""
    head = {id(p) for p in case.head} if case.elements.layout == "letter" else set()
    worst: dict[int, tuple[float, Spot, Paragraph]] = {}
    for paragraph in case.sheet.document.text:
        for spot in case.standing.of(paragraph):
            if id(paragraph) in head or case.pages[spot.page].landscape:
                continue
            off = _outside(spot, case.area)
            if spot.page not in worst or off > worst[spot.page][0]:
                worst[spot.page] = (off, spot, paragraph)
    for number, (off, spot, paragraph) in sorted(worst.items()):
        ok = off <= case.tolerance
        found, wanted = _sides(spot.box), _sides(case.area)
        made = Measure("F104", "type area", ok, found, wanted, number, spot.box)
        yield at(unless(made, case.character_grid), paragraph)


def _sides(box: Box) -> str:
    return f"x {box.left:.1f}-{box.right:.1f} mm, y {box.top:.1f}-{box.bottom:.1f} mm"


def _outside(spot: Spot, area: Box) -> float:
    """Return how far a line of print stands outside of an area, at its worst side."""
    box = spot.box
    hangs = not spot.text[-1].isalnum() and spot.end == len(spot.line.text)
    right = box.right - (spot.line.size * MM if hangs else 0)
    return max(area.left - box.left, right - area.right, area.top - box.top, box.bottom - area.bottom)


def _lines_per_page(case: Print) -> Iterator[Measure]:
    """Pages that hold nothing but text at one distance, and that have no room for one line more."""
    body = {id(p) for p in (*case.elements.text, *(h.paragraph for h in case.elements.headings))}
    most: tuple[int, int, list[Line]] | None = None
    for page in case.portrait:
        lines = case.standing.lines(page.number)
        owned = all(case.standing.owners(line) and case.standing.owners(line) <= body for line in lines)
        large = any(line.size != case.wanted.body_size_pt for line in lines)
        if len(lines) < 5 or page.pictures or large or not owned:
            continue
        steps = [after.baseline - line.baseline for line, after in pairwise(lines)]
        pitch = sorted(steps)[len(steps) // 2]
        even = all(abs(step - pitch) <= EVEN for step in steps)
        room = case.standing.bottom(page) - lines[-1].baseline - pitch * (1 - _FIXED)
        if not even or lines[0].top > case.standing.top(page) + pitch or room > pitch:
            continue
        if most is None or len(lines) > most[1]:
            most = (page.number, len(lines), lines)
    if most is not None:
        number, count, lines = most
        box = Box(min(x.left for x in lines), lines[0].top, max(x.right for x in lines), lines[-1].bottom)
        wanted = case.wanted.lines_per_page
        yield Measure("F106", "lines of a full page", count == wanted, str(count), str(wanted), number, box)


def _characters_per_line(case: Print) -> Iterator[Measure]:
    """Lines of Chinese only, without a stop at their end or at the beginning of the next: nothing is moved or squeezed there."""
    counted: Counter[int] = Counter()
    first: dict[int, tuple[Paragraph, Spot]] = {}
    for paragraph, spot, after in _full(case):
        letters = all(map(is_wide, spot.text)) and spot.text[-1].isalnum() and after[0].isalnum()
        if letters and spot.line.size == case.wanted.body_size_pt:
            counted[len(spot.text)] += 1
            first.setdefault(len(spot.text), (paragraph, spot))
    if not counted:
        return
    usual, times = counted.most_common(1)[0]
    wanted = case.wanted.characters_per_line
    if usual != wanted and times < _FULL:
        return
    paragraph, spot = first[usual]
    made = Measure("F107", "characters of a full line", usual == wanted, str(usual), str(wanted), spot.page, spot.box)
    yield unless(at(made, paragraph), case.character_grid)


def _colors(case: Print) -> Iterator[Measure]:
    """Below the head text is black."""
    for page in case.portrait:
        below = case.end_of_head if page.number == 1 else 0.0
        lines = [line for line in page.upright if line.baseline > below]
        other = next(((line, c) for line in lines for c in line.colors if c not in (_BLACK, "")), None)
        if other is not None:
            yield Measure("F110", "colour of the text", False, other[1], _BLACK, page.number, other[0].box)
        elif lines:
            yield Measure("F110", "colour of the text", True, _BLACK, _BLACK, page.number, page.box)


def _reds(case: Print) -> Iterator[Measure]:
    """What is red in the head has one red."""
    page, below = case.pages[1], case.end_of_head
    drawn = [(line.box, color) for line in page.upright if line.baseline <= below for color in line.colors]
    drawn += [(Box(rule.left, rule.y, rule.right, rule.y), rule.color) for rule in page.rules]
    reds = [(box, color) for box, color in drawn if is_red(color)]
    if reds:
        first = reds[0][1]
        other = next((box for box, color in reds if color != first), None)
        found = " ".join(sorted({color for _, color in reds}))
        yield Measure("F111", "red", other is None, found, first, page.number, other or reds[0][0])


JUDGES = (_paper, _top_margin, _left_margin, _type_area, _lines_per_page, _characters_per_line, _colors, _reds)

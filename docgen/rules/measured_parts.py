"""What the elements of a document measure in print: head, title, signature, attachments, imprint, page number."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.catalogue.measured import BORDERS, FLOATING, FRAME, INDENTS
from docgen.pages.facts import Paragraph
from docgen.pages.recognise import is_red
from docgen.pages.witness import MM, Box, Line, Page
from docgen.rules.printed import CHARACTER, WIDE_RULE, Measure, Print, at, mm, unless
from docgen.rules.standing import DASHES, Spot, around
from docgen.standard import DASH_MM, THICK_RULE_MM, THIN_RULE_MM

_GAP = 0.7  # mm: brackets hang deeper in some typefaces
_WEIGHT = 0.07  # mm


# --- the head (7.2, 10)


def _masthead(case: Print) -> Iterator[Measure]:
    found = case.elements
    tops = {
        "letter": case.wanted.letter_masthead_top_mm,
        "order": case.area.top + case.wanted.order_masthead_top_mm,
    }
    each = [case.standing.on_page(p, 1) for p in found.masthead]
    if not each or not all(each) or case.pages[1].landscape:
        return  # of a name that fills several lines of a cell, nobody knows where it begins
    spots = [spot for one in each for spot in one]
    box = around(spots)
    red = any(is_red(color) for spot in spots for color in spot.line.colors)
    wide = Box(0, box.top - 5, 210, box.bottom + 2) if red else box
    ink = case.pages.ink(1, wide, red=red)
    if ink is None:
        return
    wanted = tops.get(found.layout, case.area.top + case.wanted.masthead_top_mm)
    made = case.measure("F301", "top of the masthead", ink.top, wanted, 1, ink)
    yield at(unless(made, case.heights), found.masthead[0])
    if all(p.cell is None for p in found.masthead):
        made = case.measure("F302", "middle of the masthead", ink.centre, case.area.centre, 1, ink)
        yield at(unless(made, case.character_grid), found.masthead[0])


def _red_rule(case: Print) -> Iterator[Measure]:
    found = case.head_rule
    if found is None:
        return
    box, above = found
    yield case.across("F323", "ends of the red rule", 1, box)
    ink = case.pages.ink(1, Box(case.area.left, above.top - 0.5, case.area.right, box.top - 0.2))
    near = box.top - above.baseline < 15
    if ink is not None and near and not case.wanted.star_in_rule:
        gap = (box.top + box.bottom) / 2 - ink.bottom
        made = case.measure(
            "F324", "distance to the red rule", gap, case.wanted.head_rule_gap_mm, 1, Box(*ink[:3], box.bottom), _GAP
        )
        yield unless(made, case.heights)


def _title(case: Print) -> Iterator[Measure]:
    for paragraph in case.elements.title:
        for spot in case.standing.of(paragraph):
            if spot.whole and not case.pages[spot.page].landscape:
                made = case.measure(
                    "F401", "middle of the title", spot.box.centre, case.area.centre, spot.page, spot.box
                )
                yield at(unless(made, case.character_grid), paragraph)


# --- signature and attachments (7.3)


def _signature(case: Print) -> Iterator[Measure]:
    found = case.elements
    if found.date_of_issue is None or not found.signatures or found.layout == "order":
        return
    dates, organs = case.standing.of(found.date_of_issue), case.standing.of(found.signatures[-1])
    if len(dates) != 1 or len(organs) != 1 or case.pages[dates[0].page].landscape:
        return
    number, date = dates[0].page, dates[0].box
    organ = _last_piece(found.signatures[-1], organs[0])
    if organs[0].page != number:
        return
    characters_only = any(map(_in_characters_only, (found.date_of_issue, found.signatures[-1])))
    reason = INDENTS if characters_only else case.character_grid
    both = Box(min(organ.left, date.left), organ.top, max(organ.right, date.right), date.bottom)
    shift = date.left - organ.left
    if abs(organ.centre - date.centre) <= abs(shift - 2 * CHARACTER):
        made = _sealed(case, number, organ, date, both)
    else:
        made = _unsealed(case, number, organ, date, both)
    yield from (at(unless(one, reason), found.date_of_issue) for one in made)


def _sealed(case: Print, number: int, organ: Box, date: Box, both: Box) -> Iterator[Measure]:
    """7.3.5.1; an organ so long that it would leave the type area takes the date along to the left."""
    right = 4 * CHARACTER
    widest = max(s.box.right - s.box.left for p in case.elements.signatures for s in case.standing.of(p))
    if widest / 2 <= right + (date.right - date.left) / 2:
        yield case.measure("F511", "right edge of the date", date.right, case.area.right - right, number, date)
    yield case.measure("F511", "middle of the organ against the date", organ.centre - date.centre, 0, number, both)


def _unsealed(case: Print, number: int, organ: Box, date: Box, both: Box) -> Iterator[Measure]:
    """7.3.5.2; the longer of both stands two characters in."""
    yield case.measure("F511", "date behind the organ", date.left - organ.left, 2 * CHARACTER, number, both)
    longer = date if date.right - date.left > organ.right - organ.left else organ
    wanted = case.area.right - 2 * CHARACTER
    yield case.measure("F511", "right edge of organ and date", longer.right, wanted, number, longer)


def _last_piece(paragraph: Paragraph, spot: Spot) -> Box:
    """Return where the last of several organs on a line stands."""
    length = len("".join(paragraph.text.rstrip().rpartition("\t")[2].split()))
    return spot.line.part(max(spot.end - length, spot.start), spot.end) if length else spot.box


def _in_characters_only(paragraph: Paragraph) -> bool:
    layout = paragraph.layout
    pairs = ((layout.left_chars, layout.left), (layout.right_chars, layout.right))
    return any(chars and not twips for chars, twips in pairs)


def _attachments(case: Print) -> Iterator[Measure]:
    for attachment in case.elements.attachments:
        spots = case.standing.of(attachment.label)
        if not spots or case.pages[spots[0].page].landscape:
            continue
        spot = spots[0]
        first = case.standing.lines(spot.page)[0]
        ok = spot.line is first and spot.line.top < case.area.top + 2 * CHARACTER
        made = Measure(
            "F522",
            "line of the label",
            ok,
            mm(spot.line.top),
            f"< {mm(case.area.top + 2 * CHARACTER)}",
            spot.page,
            spot.box,
        )
        yield at(made, attachment.label)


# --- imprint and page number (7.4, 7.5)


def _imprint(case: Print) -> Iterator[Measure]:
    imprint = case.elements.imprint
    spots = [spot for p in imprint for page in case.pages.pages[-2:] for spot in case.standing.on_page(p, page.number)]
    if not spots or case.elements.layout == "letter":
        return
    number = spots[-1].page
    page = case.pages[number]
    said = [spot.line for spot in spots if spot.page == number]
    top, bottom = min(line.baseline - line.size * MM / 2 for line in said), max(line.baseline for line in said)
    lowest = case.standing.bottom(page) + CHARACTER
    rules = [
        r for r in page.rules if r.right - r.left > WIDE_RULE and top - CHARACTER < r.y < lowest and not is_red(r.color)
    ]
    if page.landscape or not rules:
        return
    reason = _why_not_imprint(case)
    for n, r in enumerate(rules):
        half = r.thickness * MM / 2
        box = Box(r.left, r.y - half, r.right, r.y + half)
        made = [case.across("F602", "ends of the rule", number, box)]
        if rules[0].y < top and rules[-1].y > bottom:
            wanted = THICK_RULE_MM if n in (0, len(rules) - 1) else THIN_RULE_MM
            ok = abs(2 * half - wanted) <= _WEIGHT
            found, wished = f"{2 * half:.2f} mm", f"{wanted:.2f} mm"
            made.append(Measure("F603", "thickness of the rule", ok, found, wished, number, box))
        if n == len(rules) - 1:
            made.append(case.measure("F601", "last rule of the imprint", r.y, case.area.bottom, number, box))
        yield from (at(unless(one, reason), imprint[0]) for one in made)


def _why_not_imprint(case: Print) -> str:
    """Return why LibreOffice lays this imprint otherwise than Word, if so."""
    imprint = case.elements.imprint
    if any(p.cell is not None and p.cell.table.floating for p in imprint):
        return FLOATING
    framed = [p for p in imprint if p.layout.frame]
    if any(p.element.find("{*}pPr/{*}framePr") is None for p in framed):
        return FRAME
    bordered = [p.layout.borders for p in framed if p.layout.borders]
    if bordered and (
        len(bordered) < len(framed) or "between" in bordered[0] or any(b != bordered[0] for b in bordered)
    ):
        return BORDERS
    return ""


def _page_numbers(case: Print) -> Iterator[Measure]:
    if case.elements.layout == "plain":
        return
    drop: dict[tuple[str, float], float] = {}  # from the baseline to the middle of the dash, by typeface and size
    for page in case.portrait:
        number = case.standing.number(page)
        if number is None:
            yield from _no_number(case, page)
            continue
        line, value = number
        yield Measure("F701", "page number", True, line.text, line.text, page.number, line.box)
        yield unless(_beside(case, page, line, odd=value % 2 == 1), _why_not_number(case))
        if line.text[0] not in DASHES:
            continue
        key = (line.fonts[0], line.size)
        ink = case.pages.ink(page.number, line.part(0, 1)) if key not in drop else None
        if ink is not None:
            drop[key] = (ink.top + ink.bottom) / 2 - line.baseline
        if key in drop:
            below, wanted = line.baseline + drop[key], case.area.bottom + DASH_MM
            yield case.measure("F703", "dash below the type area", below, wanted, page.number, line.box)


def _no_number(case: Print, page: Page) -> Iterator[Measure]:
    """A letter has none on its first page, a blank page none; digits in a line with other words may be one."""
    body = case.standing.lines(page.number)
    outside = [line for line in page.upright if line not in body]
    numbered = any(char.isdigit() for line in outside for char in line.text)
    if body and not numbered and not (page.number == 1 and case.elements.layout == "letter"):
        yield Measure("F701", "page number", False, "-", str(page.number), page.number, page.box)


def _beside(case: Print, page: Page, line: Line, *, odd: bool) -> Measure:
    box, number = line.box, page.number
    if case.wanted.page_number_place == "centre":
        return case.measure("F702", "middle of the page number", box.centre, case.area.centre, number, box)
    character = case.wanted.small_size_pt * MM
    if odd:
        return case.measure(
            "F702", "right edge of the page number", box.right, case.area.right - character, number, box
        )
    return case.measure("F702", "left edge of the page number", box.left, case.area.left + character, number, box)


def _why_not_number(case: Print) -> str:
    footers = [story for section in case.sheet.document.sections for story in section.footers.values()]
    only = any(_in_characters_only(p) for story in footers for p in story.paragraphs)
    return INDENTS if only else ""


JUDGES = (_masthead, _red_rule, _title, _signature, _attachments, _imprint, _page_numbers)

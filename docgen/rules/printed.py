"""What a measure in print is, and a document beside its printed pages.

The XML decides; print confirms it, or shows what nobody reads out of XML: where a line really stands. A measure carries the
code of its rule, the page and the box of the spot. Where LibreOffice is known to lay a page otherwise than Word, a measure that
is off says so and gives no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from docgen.catalogue.measured import GRID, HEIGHTS
from docgen.findings import Place
from docgen.pages.facts import TWIPS_PER_MM, Paragraph
from docgen.pages.recognise import is_red
from docgen.pages.witness import MM, Box, Line, Pages
from docgen.rules.rule import Sheet
from docgen.rules.standing import Standing
from docgen.standard import CHARACTER_TWIPS

CHARACTER = CHARACTER_TWIPS / TWIPS_PER_MM  # mm of a character of 3号 as 28 fill a line
EVEN = 0.35  # mm that the distances of lines may differ
WIDE_RULE = 100  # mm: a rule across the page
_NEAR_RULE = 1.0  # mm that an end of a rule may be off
_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that was measured in print.

    Attributes:
        code: The rule that it belongs to.
        what: What was measured, in words that the catalogue knows.
        ok: Whether it is as it should be; ``None`` where LibreOffice cannot tell, for the reason that is given.
        found: The measure, such as ``37.2 mm``.
        wanted: What it should be.
        page: Number of the page, from 1.
        box: Where on the page, mm from its upper left corner.
        reason: Why there is no verdict.
        place: The paragraph that was looked at, where it was one.
    """

    code: str
    what: str
    ok: bool | None
    found: str
    wanted: str
    page: int
    box: Box
    reason: str = ""
    place: Place = _NOWHERE


class Print:
    """A sheet and its printed pages side by side, and the measures of the standard on paper."""

    def __init__(self, sheet: Sheet, pages: Pages) -> None:
        """Find the paragraphs of the document in print."""
        self.sheet, self.pages, self.elements, self.wanted = sheet, pages, sheet.elements, sheet.wanted
        self.standing = Standing(sheet.document, pages)
        width, height = self.wanted.type_area_mm
        left, top = self.wanted.binding_margin_mm, self.wanted.top_margin_mm
        self.area = Box(left, top, left + width, top + height)
        self.tolerance = self.wanted.tolerance_mm
        self.portrait = [page for page in pages if not page.landscape]
        self.grids = {section.grid for section in sheet.document.sections if not section.landscape}

    @property
    def character_grid(self) -> str:
        """Why characters cannot be counted, if so."""
        return GRID if self.grids & {"linesAndChars", "snapToChars"} else ""

    @property
    def heights(self) -> str:
        """Why heights in the flow cannot be measured, if so."""
        grid = bool(self.grids & {"lines", "linesAndChars", "snapToChars"})
        snapped = (p.layout.snap and p.layout.line_rule == "exact" for p in self.sheet.document.text)
        return HEIGHTS if grid and any(snapped) else ""

    def measure(
        self, code: str, what: str, found: float, wanted: float, page: int, box: Box, tolerance: float | None = None
    ) -> Measure:
        """Return a measure in mm."""
        ok = abs(found - wanted) <= (self.tolerance if tolerance is None else tolerance)
        return Measure(code, what, ok, mm(found), mm(wanted), page, box)

    @property
    def head(self) -> list[Paragraph]:
        """The paragraphs of the head, its rule among them."""
        found = self.elements
        single = (found.copy_number, found.classification, found.urgency, found.document_number, found.signatory)
        return [*(p for p in (*single, found.head_rule) if p is not None), *found.masthead]

    @property
    def end_of_head(self) -> float:
        """How far down the first page the head reaches."""
        ends = [spot.line.baseline for p in self.head for spot in self.standing.on_page(p, 1)]
        rule = self.head_rule
        return max([*ends, rule[0].top if rule else 0.0])

    @property
    def head_rule(self) -> tuple[Box, Line] | None:
        """The red rule below the number, pieces beside a star taken together, and the line of print above it."""
        number = self.elements.document_number or self.elements.head_rule
        if number is None or self.elements.layout == "letter":
            return None
        spots = self.standing.on_page(number, 1)
        if not spots:
            return None
        red = [r for r in self.pages[1].rules if is_red(r.color) and r.y > spots[-1].line.baseline]
        same = [r for r in red if abs(r.y - red[0].y) < EVEN]
        left, right = min((r.left for r in same), default=0), max((r.right for r in same), default=0)
        if right - left < WIDE_RULE:
            return None
        half = same[0].thickness * MM / 2
        box = Box(left, same[0].y - half, right, same[0].y + half)
        return box, [line for line in self.standing.lines(1) if line.baseline < box.top][-1]

    def across(self, code: str, what: str, page: int, box: Box) -> Measure:
        """Measure whether a rule is as wide as the type area."""
        ok = abs(box.left - self.area.left) <= _NEAR_RULE and abs(box.right - self.area.right) <= _NEAR_RULE
        found, wanted = (f"x {side.left:.1f}-{side.right:.1f} mm" for side in (box, self.area))
        return Measure(code, what, ok, found, wanted, page, box)


def mm(value: float) -> str:
    """Return a length as it is shown."""
    return f"{value + 0.0:.1f} mm"


def at(measure: Measure, paragraph: Paragraph) -> Measure:
    """Return a measure with the paragraph that was looked at."""
    return replace(measure, place=paragraph.place)


def unless(measure: Measure, reason: str) -> Measure:
    """Return a measure that is off without a verdict, when there is a reason why print cannot tell."""
    return replace(measure, ok=None, reason=reason) if reason and measure.ok is False else measure

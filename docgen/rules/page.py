"""The page: paper, margins, type area, grid, lines and characters (GB/T 9704-2012 5). Codes F101-F129."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.pages.facts import TWIPS_PER_MM
from docgen.rules.rule import Sheet, Strength, Verdict, rule
from docgen.standard import PAGE_HEIGHT_TWIPS, PAGE_WIDTH_TWIPS

_NEAR = 5  # twips: what programs round


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
        short, long = sorted((section.width, section.height))
        ok = abs(short - PAGE_WIDTH_TWIPS) <= _NEAR and abs(long - PAGE_HEIGHT_TWIPS) <= _NEAR
        found = f"{section.width / TWIPS_PER_MM:.0f} × {section.height / TWIPS_PER_MM:.0f} mm"
        yield Verdict(ok, section.place, found, "210 × 297 mm (A4)")


RULES = (paper,)

"""A finished document mended: what is mechanical about its form is put right, and its words stay as they are.

What is changed is what was recognised surely; everything else in the file stays byte for byte. Mending twice changes nothing.
Codes F990-F999.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from docgen.findings import Finding, Place, Severity
from docgen.limits import Limits
from docgen.package import Package, open_docx, parts_of, write_docx
from docgen.pages.document import read_package
from docgen.rules.inspect import sheet_of
from docgen.rules.mend_footers import Footers, mend_footers
from docgen.rules.mend_marks import mend_marks
from docgen.rules.mend_page import mend_pages
from docgen.rules.mend_text import mend_text
from docgen.rules.rule import Sheet
from docgen.rules.wanted import STANDARD, Wanted

_ROUNDS = 4  # what is mended may let more be recognised
_SQUARE = re.compile(r"[\[(（【［﹝]\s*(?:19|20)\d{2}\s*[\])）】］﹞]")
_PADDED = re.compile(r"年0\d月|月0\d日")
_COLON = re.compile("[：:]$")
_ORDER = ("F990", "F991", "F992", "F993", "F994", "F995", "F996", "F997", "F998")


def mend(
    data: bytes, name: str, wanted: Wanted = STANDARD, limits: Limits | None = None
) -> tuple[bytes, list[Finding]]:
    """Return a document with what is mechanical mended, and what was mended and what was left.

    Args:
        data: The .docx; it is returned as it is when nothing was mended.
        name: What messages call it.
        wanted: What the house style wants.
        limits: Budgets for opening it.

    Raises:
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It goes past a budget.
    """
    told: dict[str, dict[Place, None]] = {}
    for _ in range(_ROUNDS):
        made = _round(data, name, wanted, limits)
        if made is None:
            break
        data, spots = made
        for code, place in spots:
            told.setdefault(code, {})[place] = None
    notes = [
        Finding(code, min(told[code], key=_rank), {"count": len(told[code])}, Severity.NOTE)
        for code in _ORDER
        if code in told
    ]
    sheet = sheet_of(read_package(_opened(data, name, limits), name), wanted)
    return data, [*notes, *(Finding("F999", place, {"words": words}, Severity.NOTE) for place, words in _left(sheet))]


def _rank(place: Place) -> tuple[bool, int]:
    """Return where a place stands among others: those in the text first, from the beginning."""
    return place.paragraph is None, place.paragraph or 0


def _opened(data: bytes, name: str, limits: Limits | None) -> Package:
    """Return a document with every link that it has: none of them is followed, and all of them are written again."""
    return replace(open_docx(data, name, limits), parts=parts_of(data))


def _round(
    data: bytes, name: str, wanted: Wanted, limits: Limits | None
) -> tuple[bytes, list[tuple[str, Place]]] | None:
    """Return a document mended once, and what was mended; ``None`` when there is nothing to mend."""
    package = _opened(data, name, limits)
    sheet = sheet_of(read_package(package, name), wanted)
    spots = [*mend_pages(sheet), *mend_marks(sheet), *mend_text(sheet)]
    footers = Footers() if spots else mend_footers(sheet)  # footers are judged when the page is as it should be
    spots += (("F997", place) for place in footers.changed)
    if not spots:
        return None
    parts = {**package.parts, **footers.parts}
    parts[package.main] = _written(sheet.document.tree(package.main))
    return write_docx(parts), spots


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _left(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong in words, which are left to people, and footers that say more than a number."""
    found = sheet.elements
    spots = [
        *((p, _SQUARE) for p in (found.document_number,)),
        *((p, _PADDED) for p in (found.document_number, found.date_of_issue, found.printed)),
        *((a.label, _COLON) for a in found.attachments),
    ]
    for paragraph, pattern in spots:
        if paragraph is not None and pattern.search(paragraph.text.strip()):
            yield paragraph.place, paragraph.text.strip()
    yield from mend_footers(sheet).left

"""Pages that LibreOffice prints of documents, as `docgen.pages.witness` measures them; lengths in mm from the upper left corner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from docgen.pages import witness
from docgen.pages.office import find_office, pdfs_of
from docgen.pages.witness import Box, Line, Pages, Rule, read_pdf

__all__ = ["Line", "Page", "body", "ink", "print_all", "read_all"]

_PARCEL = 60  # documents that LibreOffice gets at once
_LONG = 70  # mm; what is shorter is an underline or the side of a cell


@dataclass
class Page:
    """One page: its upright lines from top to bottom and its long rules."""

    page: witness.Page
    pages: Pages

    def __post_init__(self) -> None:
        self.number, self.width, self.height = self.page.number, self.page.width, self.page.height
        self.landscape = self.page.landscape
        self.lines: list[Line] = self.page.upright
        self.rules: list[Rule] = [rule for rule in self.page.rules if rule.right - rule.left > _LONG]

    def find(self, start: str) -> Line:
        """Return the first line that begins with these words."""
        return next(line for line in self.lines if line.text.startswith(start))


def read_all(documents: Mapping[str, bytes]) -> dict[str, Pages]:
    """Return the pages of documents as LibreOffice prints them; skip where it is not at hand."""
    if find_office() is None:
        pytest.skip("LibreOffice is not installed")
    named = list(documents.items())
    parcels = [named[at : at + _PARCEL] for at in range(0, len(named), _PARCEL)]
    printed = [pdf for parcel in parcels for pdf in pdfs_of(parcel)]
    return {name: read_pdf(pdf, name) for name, pdf in zip(documents, printed, strict=True)}


def print_all(documents: Mapping[str, bytes]) -> dict[str, list[Page]]:
    """Return every page of documents."""
    return {name: [Page(page, pages) for page in pages] for name, pages in read_all(documents).items()}


def body(page: Page) -> list[Line]:
    """Return the lines of a page without the page number."""
    return [line for line in page.lines if line.bottom < 263]


def ink(page: Page, box: tuple[float, float, float, float], *, red: bool = False) -> Box:
    """Return where there is ink within a box of a page; red ink only, if wanted."""
    found = page.pages.ink(page.number, Box(*box), red=red)
    assert found is not None, (page.number, box)
    return found

"""Pages of PDFs as lines, rules and ink; lengths in mm from the upper left corner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from PIL import ImageChops

from docgen.pages.office import find_office, to_pdf

MM = 25.4 / 72
_SCALE = 4  # pixels a point
_PARCEL = 60  # documents that LibreOffice gets at once


@dataclass
class Line:
    """One line of print."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass
class Page:
    """One page: its upright lines from top to bottom and its rules."""

    number: int
    width: float
    height: float
    lines: list[Line]
    rules: list[tuple[float, float, float]]  # left, right, height of the middle
    file: Path

    @property
    def landscape(self) -> bool:
        """True when the page lies on its side."""
        return self.width > self.height

    def find(self, start: str) -> Line:
        """Return the first line that begins with these words."""
        return next(line for line in self.lines if line.text.startswith(start))


def print_all(documents: Mapping[str, bytes], folder: Path) -> dict[str, list[Page]]:
    """Return the pages of documents, printed by LibreOffice in one go; skip where it is not at hand."""
    if find_office() is None:
        pytest.skip("LibreOffice is not installed")
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    files = sorted(folder.glob("*.docx"))
    parcels = [files[at : at + _PARCEL] for at in range(0, len(files), _PARCEL)]
    return {pdf.stem: list(_pages(pdf)) for parcel in parcels for pdf in to_pdf(parcel, folder)}


def _pages(pdf: Path) -> Iterator[Page]:
    with pdfplumber.open(pdf) as document:
        for number, page in enumerate(document.pages, 1):
            rows: dict[int, list[dict[str, float | str]]] = {}
            for char in page.chars:
                if str(char["text"]).strip() and char["upright"]:
                    rows.setdefault(round(float(char["bottom"])), []).append(char)
            yield Page(
                number,
                float(page.width) * MM,
                float(page.height) * MM,
                [_line(r) for _, r in sorted(rows.items())],
                _rules(page),
                pdf,
            )


def _line(chars: list[dict[str, float | str]]) -> Line:
    ordered = sorted(chars, key=lambda c: float(c["x0"]))
    return Line(
        "".join(str(c["text"]) for c in ordered),
        float(ordered[0]["x0"]) * MM,
        float(ordered[-1]["x1"]) * MM,
        min(float(c["top"]) for c in chars) * MM,
        max(float(c["bottom"]) for c in chars) * MM,
        Counter(round(float(c["size"]), 1) for c in chars).most_common(1)[0][0],
    )


def _rules(page: pdfplumber.page.Page) -> list[tuple[float, float, float]]:
    drawn = [*page.rects, *page.lines]
    flat = [d for d in drawn if float(d["bottom"]) - float(d["top"]) < 3 and float(d["x1"]) - float(d["x0"]) > 200]
    return sorted(
        (float(d["x0"]) * MM, float(d["x1"]) * MM, (float(d["top"]) + float(d["bottom"])) / 2 * MM) for d in flat
    )


def body(page: Page) -> list[Line]:
    """Return the lines of a page without the page number."""
    return [line for line in page.lines if line.bottom < 263]


def ink(page: Page, box: tuple[float, float, float, float], *, red: bool = False) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the ink within a box of a page; of red ink only, if wanted."""
    with pypdfium2.PdfDocument(page.file) as document:
        picture = document[page.number - 1].render(scale=_SCALE).to_pil().convert("RGB")
    one = 72 / 25.4 * _SCALE  # pixels a mm
    area = picture.crop(tuple(round(side * one) for side in box))
    channels = area.split()
    dark = channels[1].point(lambda value: 255 if value < 128 else 0)
    if red:
        dark = ImageChops.multiply(dark, channels[0].point(lambda value: 255 if value > 128 else 0))
    found = dark.getbbox()
    assert found is not None, (page.file.name, page.number, box)
    return tuple(side / one + box[index % 2] for index, side in enumerate(found))  # type: ignore[return-value]

"""What stands on the page, measured in the PDF that LibreOffice makes; lengths in mm from the upper left corner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pytest
from helpers import SAMPLES

import docgen
from docgen import standard
from docgen.kinds import KINDS
from docgen.pages.office import find_office, to_pdf

pytestmark = pytest.mark.office
MM = 25.4 / 72


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
    """One page: its lines from top to bottom and its rules."""

    number: int
    width: float
    height: float
    lines: list[Line]
    rules: list[tuple[float, float, float]]  # left, right, height of the middle


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """Every page of every document of every sample, by ``sample-kind``."""
    if find_office() is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("pages")
    for sample in SAMPLES:
        for kind in KINDS:
            docgen.build(docgen.load_plan(sample), kind).save(folder / f"{sample.stem}-{kind}.docx")
    return {pdf.stem: list(_pages(pdf)) for pdf in to_pdf(sorted(folder.glob("*.docx")), folder)}


def _pages(pdf: Path) -> Iterator[Page]:
    with pdfplumber.open(pdf) as document:
        for number, page in enumerate(document.pages, 1):
            rows: dict[int, list[dict[str, float | str]]] = {}
            for char in page.chars:
                if str(char["text"]).strip():
                    rows.setdefault(round(float(char["bottom"])), []).append(char)
            yield Page(
                number,
                float(page.width) * MM,
                float(page.height) * MM,
                [_line(r) for _, r in sorted(rows.items())],
                _rules(page),
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
    return [line for line in page.lines if line.bottom < 263]


def test_every_page_is_a4_portrait(pages: dict[str, list[Page]]) -> None:
    sizes = {(round(p.width), round(p.height)) for document in pages.values() for p in document}
    assert sizes == {(210, 297)}


def test_a_page_of_plain_text_has_22_lines_and_its_full_lines_28_characters(pages: dict[str, list[Page]]) -> None:
    speech = pages["large-speech"]
    full = [p for p in speech[1:-1] if len(body(p)) == standard.LINES_PER_PAGE]
    assert len(full) >= len(speech) // 2
    pure = [
        line.text
        for p in full
        for line in body(p)
        if line.right > 182 and line.left < 30 and not any(c.isascii() for c in line.text)
    ]
    lengths = Counter(len(text) for text in pure)
    assert lengths[standard.CHARACTERS_PER_LINE] > 0.8 * lengths.total()


def _hanging(line: Line) -> float:
    """A stop at the end of a full line hangs into the margin, one character of 3号 at most."""
    return 5.7 if line.text[-1] in "，。、；：）”》" else 0


def test_nothing_is_printed_outside_the_type_area_but_the_page_number(pages: dict[str, list[Page]]) -> None:
    outside = [
        (name, page.number, line.text)
        for name, document in pages.items()
        for page in document
        for line in body(page)
        if line.left < 27.5 or line.right > 184.5 + _hanging(line) or line.top < 36
    ]
    assert outside == []


def test_page_numbers_stand_outside_between_dashes(pages: dict[str, list[Page]]) -> None:
    for name, document in pages.items():
        for page in document:
            number = page.lines[-1]
            assert number.text.replace(" ", "") == f"—{page.number}—", name
            assert number.bottom == pytest.approx(271, abs=2)
            if page.number % 2:
                assert number.right == pytest.approx(179.1, abs=1)
            else:
                assert number.left == pytest.approx(32.9, abs=1)


def test_paragraphs_begin_two_characters_in(pages: dict[str, list[Page]]) -> None:
    first = next(line for line in pages["large-speech"][0].lines if line.text.startswith("这次"))
    assert first.left == pytest.approx(28 + 11.1, abs=0.7)
    salutation = next(line for line in pages["large-speech"][0].lines if line.text.startswith("同志们"))
    assert salutation.left == pytest.approx(28, abs=0.5)


@pytest.mark.parametrize("kind", ["notice", "minutes"])
def test_the_masthead_stands_35_mm_below_the_type_area_and_its_rule_spans_it(
    pages: dict[str, list[Page]], kind: str
) -> None:
    """GB/T 9704-2012 7.2.4, 10.3: the ink of the mark begins 72 mm from the upper edge; a glyph box begins a little above its ink."""
    for sample in SAMPLES:
        page = pages[f"{sample.stem}-{kind}"][0]
        mark = max(page.lines, key=lambda line: line.size)
        assert mark.top == pytest.approx(71, abs=3), sample.stem
        assert (mark.left + mark.right) / 2 == pytest.approx(106, abs=1)
        red = next(r for r in page.rules if mark.bottom < r[2] < 140)
        assert red[0] == pytest.approx(28, abs=0.5)
        assert red[1] == pytest.approx(184, abs=0.5)


@pytest.mark.parametrize("kind", ["notice", "minutes"])
def test_the_imprint_ends_at_the_foot_of_the_last_page(pages: dict[str, list[Page]], kind: str) -> None:
    found = 0
    for sample in SAMPLES:
        last = pages[f"{sample.stem}-{kind}"][-1]
        if any("印发" in line.text for line in last.lines):
            found += 1
            assert max(r[2] for r in last.rules) == pytest.approx(262, abs=1), sample.stem
    assert found >= 2


def test_the_signature_never_stands_alone_on_a_page(pages: dict[str, list[Page]]) -> None:
    for sample in SAMPLES:
        document = pages[f"{sample.stem}-notice"]
        organ = docgen.compose(docgen.load_plan(sample), "notice")["issuing_authority"]
        page = next(p for p in document if any(line.text == organ and line.size < 17 for line in p.lines))
        at = next(i for i, line in enumerate(page.lines) if line.text == organ and line.size < 17)
        assert at > 0, sample.stem


def test_the_date_stands_four_characters_in_and_the_organ_is_centred_on_it(pages: dict[str, list[Page]]) -> None:
    """GB/T 9704-2012 7.3.5.1; the construct keeps the date within a quarter of a character (0.8 mm of measured spread)."""
    for sample in SAMPLES:
        context = docgen.compose(docgen.load_plan(sample), "notice")
        lines = [line for p in pages[f"{sample.stem}-notice"] for line in p.lines if line.size < 17]
        at = next(i for i, line in enumerate(lines) if line.text == context["issuing_authority"])
        organ, date = lines[at], lines[at + 1]
        assert date.text == context["date_of_issue"]
        assert (organ.left + organ.right) / 2 == pytest.approx((date.left + date.right) / 2, abs=1)
        if len(organ.text) <= 15:
            assert 184 - date.right == pytest.approx(22.2, abs=2.5)


def test_the_head_of_a_table_is_repeated_on_every_page(pages: dict[str, list[Page]]) -> None:
    table = [p for p in pages["large-notice"] if any(line.text.startswith("序号") for line in p.lines)]
    assert len(table) > 2
    assert [p.number for p in table] == list(range(table[0].number, table[0].number + len(table)))

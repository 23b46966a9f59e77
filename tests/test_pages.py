"""What stands on the pages of the samples, measured in the PDF that LibreOffice makes; lengths in mm from the upper left corner."""

from __future__ import annotations

from collections import Counter

import pytest
from helpers import SAMPLES
from printed import Line, Page, body, print_all

import docgen
from docgen import standard
from docgen.api import kinds_in

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def pages() -> dict[str, list[Page]]:
    """Every page of every document of every sample, by ``sample-kind``."""
    plans = {sample.stem: docgen.load_plan(sample) for sample in SAMPLES}
    documents = {
        f"{name}-{kind}": docgen.build(plan, kind).data for name, plan in plans.items() for kind in kinds_in(plan)
    }
    return print_all(documents)


def upright(document: list[Page]) -> list[Page]:
    return [page for page in document if not page.landscape]


def test_every_page_is_a4(pages: dict[str, list[Page]]) -> None:
    sizes = {(round(p.width), round(p.height)) for document in pages.values() for p in document}
    assert sizes == {(210, 297), (297, 210)}


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
    """Portrait 28-184 mm by 37-262; lying on its side 35-260 by 28-184."""
    outside = []
    for name, document in pages.items():
        for page in document:
            left, right, top, bottom = (35, 260, 28, 184) if page.landscape else (28, 184, 37, 263)
            for line in page.lines if page.landscape else body(page):
                in_width = left - 0.5 <= line.left and line.right <= right + 0.5 + _hanging(line)
                if not in_width or line.top < top - 1 or line.bottom > bottom + 1:
                    outside.append((name, page.number, line.text))
    assert outside == []


def test_page_numbers_stand_outside_between_dashes(pages: dict[str, list[Page]]) -> None:
    for name, document in pages.items():
        for page in upright(document):
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


def test_the_head_of_a_table_is_repeated_on_every_page(pages: dict[str, list[Page]]) -> None:
    table = [p for p in pages["large-notice"] if any(line.text.startswith("序号") for line in p.lines)]
    assert len(table) > 2
    assert [p.number for p in table] == list(range(table[0].number, table[0].number + len(table)))

"""The second witness: printed pages measured beside the XML. Samples are without fault, and each planted fault is measured where it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from helpers import SAMPLES, found
from lxml import etree
from mutants import W, edited, good, paragraph_with
from printed import read_all

import docgen
from docgen.api import kinds_in
from docgen.catalogue.measured import FRAME, GRID
from docgen.messages import LANGUAGES, translate
from docgen.pages.document import read_document
from docgen.pages.office import engine, pdfs_of
from docgen.pages.witness import Box, Pages, read_pdf
from docgen.rules.inspect import sheet_of
from docgen.rules.measured import judge_pages, typefaces
from docgen.rules.printed import Measure
from docgen.rules.wanted import Wanted

Edit = Callable[[etree._Element], object]


def set_all(tag: str, **values: str) -> Edit:
    """Set attributes of all elements of a name."""

    def edit(root: etree._Element) -> None:
        for element in root.iter(f"{W}{tag}"):
            for name, value in values.items():
                element.set(f"{W}{name}", value)

    return edit


def style(name: str, tag: str, **values: str) -> Edit:
    """Set attributes of a property of the style with this id; it is made when it is missing."""

    def edit(root: etree._Element) -> None:
        found = next(s for s in root.iter(f"{W}style") if s.get(f"{W}styleId") == name)
        kind = "rPr" if tag in ("color", "spacing") and "val" in values else "pPr"
        properties = found.find(f"{W}{kind}")
        if properties is None:
            properties = etree.SubElement(found, f"{W}{kind}")
        element = properties.find(f"{W}{tag}")
        if element is None:
            element = etree.SubElement(properties, f"{W}{tag}")
        for key, value in values.items():
            element.set(f"{W}{key}", value)

    return edit


def drop(tag: str) -> Edit:
    """Take all elements of a name away."""

    def edit(root: etree._Element) -> None:
        for element in list(root.iter(f"{W}{tag}")):
            element.getparent().remove(element)

    return edit


def push_down_the_label(root: etree._Element) -> None:
    """Put a blank line on the attachment's page before its label."""
    label = next(
        p
        for p in root.iter(f"{W}p")
        if "".join(str(t.text) for t in p.iter(f"{W}t")) == "附件" and p.getparent().tag == f"{W}body"
    )
    blank = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:pageBreakBefore/></w:pPr></w:p>')
    label.addprevious(blank)
    label.find(f"{W}pPr").insert(1, etree.fromstring(f'<w:pageBreakBefore xmlns:w="{W[1:-1]}" w:val="0"/>'))


def move_date(root: etree._Element) -> None:
    """Let the date of issue stand 10 mm farther left."""
    indent = paragraph_with(root, "2026年5月13日").find(f"{W}pPr/{W}ind")
    indent.set(f"{W}left", str(int(indent.get(f"{W}left", "0")) - 567))


def frames_into_styles(root: etree._Element) -> None:
    """Give the styles of the imprint the frame that its paragraphs had."""
    frame = {
        "w": "8844",
        "wrap": "around",
        "vAnchor": "margin",
        "hAnchor": "margin",
        "xAlign": "center",
        "yAlign": "bottom",
    }
    for name in ("GwRuleThick", "GwPrinted"):
        style(name, "framePr", **frame)(root)


def centred(root: etree._Element) -> None:
    for properties in root.iter(f"{W}pPr"):
        etree.SubElement(
            properties, f"{W}ind", {f"{W}left": "0", f"{W}right": "0", f"{W}leftChars": "0", f"{W}rightChars": "0"}
        )
        etree.SubElement(properties, f"{W}jc", {f"{W}val": "center"})


def grid(root: etree._Element) -> None:
    for section in root.iter(f"{W}sectPr"):
        values = {f"{W}type": "linesAndChars", f"{W}linePitch": "579", f"{W}charSpace": "-848"}
        etree.SubElement(section, f"{W}docGrid", values)


DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
LETTER: list[tuple[str, Edit]] = [
    (DOCUMENT, set_all("pgSz", w="12240", h="15840")),
    (DOCUMENT, set_all("pgMar", right="1808", bottom="986", footer="462")),
]
# Name: the sample, what is changed in which part, the measures that are off.
MUTANTS: dict[str, tuple[str, list[tuple[str, Edit]], set[tuple[str, str]]]] = {
    "Letter paper": ("flood-notice", LETTER, {("F101", "paper")}),
    "top margin 40 mm": (
        "flood-speech",
        [(DOCUMENT, set_all("pgMar", top="2268"))],
        {("F102", "top of the first line"), ("F106", "lines of a full page")},
    ),
    "left margin 31 mm": (
        "flood-speech",
        [(DOCUMENT, set_all("pgMar", left="1757"))],
        {
            ("F103", "left edge of full lines"),
            ("F107", "characters of a full line"),
            ("F401", "middle of the title"),
            ("F702", "left edge of the page number"),
        },
    ),
    "right margin 20 mm": (
        "starter-speech",
        [(DOCUMENT, set_all("pgMar", right="1134"))],
        {
            ("F104", "type area"),
            ("F107", "characters of a full line"),
            ("F401", "middle of the title"),
            ("F702", "right edge of the page number"),
        },
    ),
    "29 pt pitch": ("flood-speech", [(STYLES, style("a", "spacing", line="580"))], {("F106", "lines of a full page")}),
    "27 characters": (
        "flood-speech",
        [(STYLES, style("GwBody", "spacing", val="0"))],
        {("F107", "characters of a full line")},
    ),
    "grey text": (
        "starter-speech",
        [(STYLES, style("GwBody", "color", val="808080"))],
        {("F110", "colour of the text")},
    ),
    "two reds": ("flood-notice", [(STYLES, style("GwMark100", "color", val="E60012"))], {("F111", "red")}),
    "masthead at 30 mm": (
        "flood-notice",
        [(DOCUMENT, set_all("trHeight", val="1700", hRule="exact"))],
        {("F301", "top of the masthead")},
    ),
    "masthead flush left": (
        "flood-notice",
        [(STYLES, style("GwMark100", "jc", val="left"))],
        {("F302", "middle of the masthead")},
    ),
    "red rule 7 mm below the number": (
        "flood-notice",
        [(STYLES, set_all("bottom", space="16"))],
        {("F324", "distance to the red rule")},
    ),
    "title flush left": (
        "flood-notice",
        [(STYLES, style("GwTitle", "jc", val="left"))],
        {("F401", "middle of the title")},
    ),
    "date too far left": (
        "flood-notice",
        [(DOCUMENT, move_date)],
        {("F511", "right edge of the date"), ("F511", "middle of the organ against the date")},
    ),
    "label on the second line": (
        "large-meeting_notice",
        [(DOCUMENT, push_down_the_label)],
        {("F522", "line of the label")},
    ),
    "imprint in the flow": ("flood-notice", [(DOCUMENT, drop("framePr"))], {("F601", "last rule of the imprint")}),
    "thick rules in the imprint": (
        "flood-notice",
        [(STYLES, style("GwRuleThick", "spacing", line="36", lineRule="exact"))],
        {("F603", "thickness of the rule")},
    ),
    "no page number": ("starter-speech", [(DOCUMENT, drop("footerReference"))], {("F701", "page number")}),
    "page number in the middle": (
        "starter-speech",
        [(part, edit) for part in ("word/footer1.xml", "word/footer2.xml") for edit in (drop("ind"), centred)],
        {("F702", "right edge of the page number"), ("F702", "left edge of the page number")},
    ),
    "page number too low": (
        "starter-speech",
        [(DOCUMENT, set_all("pgMar", footer="1100"))],
        {("F703", "dash below the type area")},
    ),
}
# What LibreOffice lays otherwise than Word: no fault, and why there is no verdict.
TRAPS: dict[str, tuple[str, list[tuple[str, Edit]], set[tuple[str, str]]]] = {
    "a grid of characters": ("flood-speech", [(DOCUMENT, grid)], {("F107", GRID), ("F401", GRID)}),
    "a frame in the style": (
        "flood-notice",
        [(DOCUMENT, drop("framePr")), (STYLES, frames_into_styles)],
        {("F601", FRAME)},
    ),
}


def made(base: str, edits: list[tuple[str, Edit]]) -> bytes:
    data = good(base)
    for part, edit in edits:
        data = edited(data, edit, part)
    return data


SOUND = [(sample, kind) for sample in SAMPLES for kind in kinds_in(docgen.load_plan(sample))]


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    sound = {f"{sample.stem}-{kind}": good(f"{sample.stem}-{kind}") for sample, kind in SOUND}
    return sound | {name: made(base, edits) for name, (base, edits, _) in (MUTANTS | TRAPS).items()}


@pytest.fixture(scope="module")
def pages(documents: dict[str, bytes]) -> dict[str, Pages]:
    return read_all(documents)


@pytest.fixture(scope="module")
def measured(documents: dict[str, bytes], pages: dict[str, Pages]) -> dict[str, list[Measure]]:
    return {
        name: list(judge_pages(sheet_of(read_document(data, name)), pages[name])) for name, data in documents.items()
    }


def off(measures: list[Measure]) -> set[tuple[str, str]]:
    return {(m.code, m.what) for m in measures if m.ok is False}


@pytest.mark.office
@pytest.mark.parametrize("name", [f"{sample.stem}-{kind}" for sample, kind in SOUND])
def test_what_docgen_builds_prints_without_fault(measured: dict[str, list[Measure]], name: str) -> None:
    assert [m for m in measured[name] if m.ok is not True] == []
    assert {"F101", "F104", "F110", "F701", "F702", "F703"} <= {m.code for m in measured[name]}


@pytest.mark.office
def test_every_measure_is_taken_of_some_sample(measured: dict[str, list[Measure]]) -> None:
    taken = {(m.code, m.what) for sample, kind in SOUND for m in measured[f"{sample.stem}-{kind}"]}
    assert {fault for _, _, faults in MUTANTS.values() for fault in faults} <= taken


@pytest.mark.office
@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_fault_is_measured_and_nothing_else(measured: dict[str, list[Measure]], name: str) -> None:
    assert off(measured[name]) == MUTANTS[name][2]


@pytest.mark.office
@pytest.mark.parametrize("name", TRAPS)
def test_where_libreoffice_cannot_tell_there_is_a_reason_and_no_fault(
    measured: dict[str, list[Measure]], name: str
) -> None:
    assert off(measured[name]) == set()
    assert {(m.code, m.reason) for m in measured[name] if m.ok is None} == TRAPS[name][2]


@pytest.mark.office
def test_a_measure_says_what_was_found_what_was_wanted_and_where(measured: dict[str, list[Measure]]) -> None:
    by_name = {
        name: next(m for m in measured[name] if m.ok is False)
        for name in ("Letter paper", "top margin 40 mm", "29 pt pitch", "27 characters", "two reds")
    }
    assert (by_name["Letter paper"].found, by_name["Letter paper"].wanted) == ("216 × 279 mm", "210 × 297 mm (A4)")
    assert (by_name["top margin 40 mm"].found, by_name["top margin 40 mm"].wanted) == ("40.0 mm", "37.0 mm")
    assert (by_name["29 pt pitch"].found, by_name["29 pt pitch"].wanted) == ("21", "22")
    assert (by_name["27 characters"].found, by_name["27 characters"].wanted) == ("27", "28")
    top = by_name["top margin 40 mm"]
    assert top.page == 2
    assert 40 < top.box.top < 46
    assert top.place.paragraph is not None


@pytest.mark.office
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("page number in the middle", Wanted(page_number_place="centre")),
        ("red rule 7 mm below the number", Wanted(head_rule_gap_mm=7)),
    ],
)
def test_what_an_office_wants_otherwise_is_measured_against_that(
    documents: dict[str, bytes], pages: dict[str, Pages], name: str, wanted: Wanted
) -> None:
    assert off(list(judge_pages(sheet_of(read_document(documents[name], name), wanted), pages[name]))) == set()


@pytest.mark.office
def test_a_typeface_that_is_not_at_hand_is_told_with_the_one_that_is_drawn(
    documents: dict[str, bytes], pages: dict[str, Pages]
) -> None:
    name = "flood-notice"
    drawn = dict(typefaces(sheet_of(read_document(documents[name], name)), pages[name]))
    assert set(drawn.values()) <= set(pages[name].fonts)
    asked = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"}
    assert set(drawn) <= asked


@pytest.mark.office
def test_a_page_can_be_drawn_and_its_ink_found(pages: dict[str, Pages]) -> None:
    printed = pages["flood-notice"]
    assert printed.image(1, 0.5).startswith(b"\x89PNG")
    mark = next(line for line in printed[1].lines if line.text.endswith("文件"))
    ink = printed.ink(1, mark.box, red=True)
    assert ink is not None
    assert mark.left <= ink.left < ink.right <= mark.right + 0.1
    assert printed.ink(1, Box(60, 5, 120, 20)) is None


@pytest.mark.office
def test_the_engine_has_a_name_and_a_version(pages: dict[str, Pages]) -> None:
    name, version = engine().split()
    assert name == "LibreOffice"
    assert version[0].isdigit()


def test_no_documents_need_no_engine() -> None:
    assert pdfs_of([]) == []


def test_what_is_no_pdf_is_refused() -> None:
    (finding,) = found(read_pdf, b"%PDF-1.7 nothing", "x.docx")
    assert (finding.code, finding.place.file) == ("O451", "x.docx")


def test_without_the_libraries_the_error_says_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    def missing(name: str, package: str | None = None) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    (finding,) = found(read_pdf, b"%PDF-")
    assert (finding.code, finding.args["library"]) == ("O450", "pdfplumber")


@pytest.mark.office
def test_all_words_of_measures_are_translated(measured: dict[str, list[Measure]]) -> None:
    words = {word for measures in measured.values() for m in measures for word in (m.what, m.reason) if word}
    assert LANGUAGES[1] == "zh_CN"
    assert [word for word in words if translate(word, "zh_CN") == word] == []


# --- PDFs written by hand


def pdf_of(content: str) -> bytes:
    """Return a page of 200 × 300 mm with this content; /F is Helvetica."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 566.929 850.394] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 122"
        f" /Widths [{'500 ' * 91}] /FontDescriptor << /Type /FontDescriptor /FontName /ABCDEF+Helvetica /Flags 32"
        " /FontBBox [0 -200 1000 800] /Ascent 800 /Descent -200 /ItalicAngle 0 /StemV 80 /CapHeight 700 >> >>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + end).encode("latin-1")


def test_lines_have_their_place_their_size_their_colour_and_their_typeface() -> None:
    text = "BT /F 12 Tf 1 0 0 rg 72 700 Td (Red words) Tj 0 0 0 1 k 100 0.5 Td (0) Tj 0 -50 Td 0 1 1 0 k (below) Tj ET"
    printed = read_pdf(pdf_of(text))
    page = printed[1]
    assert (round(page.width), round(page.height), page.landscape) == (200, 300, False)
    first, second = page.lines
    assert (first.text, first.colors, first.fonts, first.size) == (
        "Redwords0",
        ("FF0000", "000000"),
        ("Helvetica",),
        12,
    )
    assert first.left == pytest.approx(72 * 25.4 / 72)
    assert first.baseline == pytest.approx((850.394 - 700.25) * 25.4 / 72, abs=0.1)
    assert first.part(8, 9).left == pytest.approx(172 * 25.4 / 72)
    assert (second.text, second.colors, second.wide) == ("below", ("FF0000",), 0)
    assert printed.fonts == ("Helvetica",)


def test_a_turned_line_is_read_in_its_own_direction() -> None:
    clockwise = "BT /F 12 Tf 0 -1 1 0 300 400 Tm (down) Tj ET"
    against = "BT /F 12 Tf 0 1 -1 0 400 400 Tm (up) Tj ET"
    page = read_pdf(pdf_of(f"{clockwise} {against}"))[1]
    assert [(line.text, line.upright) for line in page.lines] == [("down", False), ("up", False)]
    assert page.upright == []


def test_rules_are_strokes_and_thin_rectangles_and_pieces_of_one_are_joined() -> None:
    stroke = "2 w 1 0 0 RG 72 600 m 272 600 l S 272 600 m 472 600 l S"
    bar = "0 0 1 rg 72 500 400 1.5 re f"
    block = "72 300 400 40 re f"
    page = read_pdf(pdf_of(f"{stroke} {bar} {block}"))[1]
    mm = 25.4 / 72
    assert [(r.color, round(r.thickness, 2)) for r in page.rules] == [("FF0000", 2), ("0000FF", 1.5)]
    assert [(r.left, r.right) for r in page.rules] == [(pytest.approx(72 * mm), pytest.approx(472 * mm))] * 2
    assert [r.y for r in page.rules] == [
        pytest.approx((850.394 - 600) * mm, abs=0.01),
        pytest.approx((850.394 - 500.75) * mm, abs=0.01),
    ]

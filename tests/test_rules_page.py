"""The rules of the page: each planted fault is told by its rule alone, and sound documents by none."""

from __future__ import annotations

import pytest
from lxml import etree
from mutants import Edit, Mutant, W, codes, edited, good, paragraph_with
from raw import p, raw

from docgen.findings import Severity
from docgen.messages import remedy
from docgen.package import parts_of
from docgen.pages.document import read_document
from docgen.rules.inspect import faults, sheet_of, verdicts
from docgen.rules.page import RULES
from docgen.rules.wanted import Wanted

TEXT = "为深入开展"  # begins the first paragraph of text of starter-notice
SECOND = "在校门两侧"  # stands in the second
STYLES = "word/styles.xml"


def section(tag: str, number: int = -1, **values: object) -> Edit:
    """Return an edit of the set-up of a section: attributes of one of its elements; ``None`` takes one away."""

    def edit(root: etree._Element) -> None:
        properties = list(root.iter(f"{W}sectPr"))[number]
        element = properties.find(f"{W}{tag}")
        if element is None:
            element = etree.SubElement(properties, f"{W}{tag}")
        for name, value in values.items():
            element.set(f"{W}{name}", str(value))

    return edit


def both(*edits: Edit) -> Edit:
    def edit(root: etree._Element) -> None:
        for each in edits:
            each(root)

    return edit


def property_of(words: str, tag: str, **values: object) -> Edit:
    """Return an edit of a paragraph's own properties."""

    def edit(root: etree._Element) -> None:
        paragraph = paragraph_with(root, words)
        put(paragraph.find(f"{W}pPr"), tag, values)

    return edit


def style(identifier: str, group: str, tag: str, **values: object) -> Edit:
    """Return an edit of ``pPr`` or ``rPr`` of a style."""

    def edit(root: etree._Element) -> None:
        found = next(s for s in root.iter(f"{W}style") if s.get(f"{W}styleId") == identifier)
        properties = found.find(f"{W}{group}")
        put(etree.SubElement(found, f"{W}{group}") if properties is None else properties, tag, values)

    return edit


def put(properties: etree._Element, tag: str, values: dict[str, object]) -> None:
    old = properties.find(f"{W}{tag}")
    element = etree.SubElement(properties, f"{W}{tag}") if old is None else old
    for name, value in values.items():
        element.set(f"{W}{name}", str(value))


def color(words: str, value: str) -> Edit:
    """Return an edit that colours the run with these words."""

    def edit(root: etree._Element) -> None:
        run = next(t.getparent() for t in root.iter(f"{W}t") if words in str(t.text))
        put(run.find(f"{W}rPr"), "color", {"val": value})

    return edit


def break_before(words: str) -> Edit:
    def edit(root: etree._Element) -> None:
        paragraph = paragraph_with(root, words)
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}br").set(f"{W}type", "page")
        paragraph.insert(1, run)

    return edit


def new_section_before(words: str) -> Edit:
    """Return an edit that ends a section, set up like the last one, with the paragraph before these words."""

    def edit(root: etree._Element) -> None:
        last = list(root.iter(f"{W}sectPr"))[-1]
        before = paragraph_with(root, words).getprevious()
        before.find(f"{W}pPr").append(etree.fromstring(etree.tostring(last)))

    return edit


LYING = both(
    section("pgSz", **{"w": 16838, "h": 11906, "orient": "landscape"}),
    section("pgMar", top=1588, right=2098, bottom=1474, left=1984),
)

MUTANTS = [
    Mutant("letter paper", "F101", "starter-notice", section("pgSz", w=12240, h=15840)),
    Mutant("Word's top margin", "F102", "starter-notice", section("pgMar", top=1440)),
    Mutant("35 mm at the top", "F102", "large-notice", section("pgMar", number=0, top=1984)),
    Mutant("Word's left margin", "F103", "starter-notice", section("pgMar", left=1800)),
    Mutant("a gutter beside the whole margin", "F103", "starter-notice", section("pgMar", left=1300)),
    Mutant("Word's right margin", "F104", "starter-notice", section("pgMar", right=1800)),
    Mutant("Word's bottom margin", "F104", "starter-notice", section("pgMar", bottom=1440)),
    Mutant(
        "a table on its side, wider than the type area", "F104", "large-notice", section("pgMar", number=1, left=1440)
    ),
    Mutant("text on a page on its side", "F105", "starter-speech", LYING),
    Mutant(
        "29 pt exact", "F106", "starter-notice", style("GwBody", "pPr", "spacing", line=580, lineRule="exact"), STYLES
    ),
    Mutant(
        "one and a half", "F106", "flood-speech", style("GwBody", "pPr", "spacing", line=360, lineRule="auto"), STYLES
    ),
    Mutant("30 pt at one place", "F106", "starter-notice", property_of(SECOND, "spacing", line=600, lineRule="exact")),
    Mutant("3号 as Word draws it", "F107", "starter-notice", style("GwBody", "rPr", "spacing", val=0), STYLES),
    Mutant("a gutter instead of the margin", "F108", "starter-notice", section("pgMar", left=1021, gutter=567)),
    Mutant("two columns", "F109", "starter-notice", section("cols", num=2)),
    Mutant("a blue word", "F110", "starter-notice", color(SECOND, "0563C1")),
    Mutant("a grey table", "F110", "large-notice", color("摸清管线家底", "595959")),
    Mutant("two reds", "F111", "starter-notice", color("椒屏县人民政府办公室文件", "E60012")),
    Mutant("a page break in the text", "F113", "starter-notice", break_before(SECOND)),
    Mutant("a section in the text", "F113", "starter-notice", new_section_before("（二）修平路面")),
    Mutant("a page break before the text", "F114", "starter-notice", break_before(TEXT)),
    Mutant("text that begins a page", "F114", "starter-notice", property_of(TEXT, "pageBreakBefore")),
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_planted_fault_is_told_alone(mutant: Mutant) -> None:
    assert codes(good(mutant.base)) == set()
    assert codes(mutant.made()) == {mutant.code}


def test_every_rule_has_a_mutant() -> None:
    assert {rule.code for rule in RULES} == {mutant.code for mutant in MUTANTS} | {"F112"}


HEADER = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:hdr>'


def with_header(words: str) -> bytes:
    """Return a notice whose footer part for odd pages is shown as a header instead."""

    def edit(root: etree._Element) -> None:
        properties = list(root.iter(f"{W}sectPr"))[-1]
        footer = next(f for f in properties.iter(f"{W}footerReference") if f.get(f"{W}type") == "default")
        header = etree.Element(f"{W}headerReference", dict(footer.attrib))
        properties.insert(0, header)

    def written(root: etree._Element) -> None:
        root[:] = etree.fromstring(HEADER.format(words))[:]

    data = edited(good("starter-notice"), edit)
    reference = next(etree.fromstring(parts_of(data)["word/document.xml"]).iter(f"{W}headerReference"))
    target = next(
        r.get("Target")
        for r in etree.fromstring(parts_of(data)["word/_rels/document.xml.rels"])
        if r.get("Id") == reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    )
    return edited(data, written, f"word/{target}")


LINE = '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1"/></w:pBdr></w:pPr></w:p>'


@pytest.mark.parametrize("words", ["<w:p><w:r><w:t>内部资料</w:t></w:r></w:p>", LINE])
def test_what_is_printed_in_a_header_is_told(words: str) -> None:
    assert codes(with_header(words), only=["F112"]) == {"F112"}


def test_an_empty_header_is_right() -> None:
    assert codes(with_header("<w:p/>"), only=["F112"]) == set()


SOUND = {
    "recipe A within the tolerance of the margins": (
        "pgMar",
        {"top": 2050, "bottom": 1990, "left": 1600, "right": 1480},
    ),
    "one millimetre less": ("pgMar", {"left": 1532, "right": 1530}),
    "paper as another program rounds it": ("pgSz", {"w": 11907, "h": 16840}),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_the_tolerances_allow_is_right(name: str) -> None:
    tag, values = SOUND[name]
    assert codes(edited(good("starter-notice"), section(tag, **values))) == set()


def with_grid(kind: str, **grid: object) -> bytes:
    data = edited(good("starter-notice"), section("docGrid", type=kind, linePitch=579, **grid))
    return edited(data, style("GwBody", "pPr", "spacing", line=240, lineRule="auto"), STYLES)


def test_a_grid_of_lines_gives_22_lines() -> None:
    assert codes(with_grid("lines")) == set()


def test_a_grid_of_lines_and_characters_gives_22_lines_of_28() -> None:
    data = with_grid("linesAndChars", charSpace=-848)
    assert codes(edited(data, style("GwBody", "rPr", "spacing", val=0), STYLES)) == set()


def test_lines_that_do_not_keep_to_the_grid_are_told() -> None:
    data = edited(with_grid("lines"), style("GwBody", "pPr", "snapToGrid", val=0), STYLES)
    assert codes(data) == {"F106"}


@pytest.mark.parametrize("line", [560, 570, 576, 579])
def test_an_exact_pitch_from_28_to_28_95_points_is_right(line: int) -> None:
    data = edited(good("starter-notice"), style("GwBody", "pPr", "spacing", line=line, lineRule="exact"), STYLES)
    assert codes(data) == set()


def test_29_points_are_right_where_the_bottom_margin_makes_room_for_22_of_them() -> None:
    data = edited(good("starter-notice"), section("pgMar", bottom=1976))
    assert codes(edited(data, style("GwBody", "pPr", "spacing", line=580, lineRule="exact"), STYLES)) == set()


def test_one_pitch_is_told_once_with_its_paragraphs_counted() -> None:
    data = edited(good("large-notice"), style("GwBody", "pPr", "spacing", line=600, lineRule="exact"), STYLES)
    [finding] = [f for f in faults(sheet_of(read_document(data, "x"))) if f.code == "F106"]
    assert finding.args["found"] == "30 pt"
    assert finding.args["count"] > 20


def test_margins_of_a_page_on_its_side_are_turned_either_way() -> None:
    turned = section("pgMar", number=1, top=1474, right=1984, bottom=1588, left=2098)
    assert codes(edited(good("large-notice"), turned)) == set()


def test_margins_of_a_page_on_its_side_that_were_not_turned_are_left_open() -> None:
    data = edited(good("large-notice"), section("pgMar", number=1, top=2098, right=1474, bottom=1984, left=1588))
    sheet = sheet_of(read_document(data, "x"))
    said = {
        (rule.code, verdict.ok)
        for rule, verdict in verdicts(sheet)
        if verdict.place == sheet.document.sections[1].place
    }
    assert {("F102", None), ("F103", None), ("F104", None)} <= said
    assert faults(sheet) == []


def test_a_speech_is_only_warned() -> None:
    edit = section("pgMar", top=1440)
    [official] = faults(sheet_of(read_document(edited(good("starter-notice"), edit), "x")))
    [speech] = faults(sheet_of(read_document(edited(good("starter-speech"), edit), "x")))
    assert (official.code, speech.code) == ("F102", "F102")
    assert (official.severity, speech.severity) == (Severity.ERROR, Severity.WARNING)


def test_a_house_style_sets_measures_otherwise() -> None:
    house = Wanted(line_pitch_pt=(30, 30), top_margin_mm=25.4)
    data = edited(good("starter-notice"), both(section("pgMar", top=1440), section("pgMar", bottom=2642, footer=2105)))
    data = edited(data, style("GwBody", "pPr", "spacing", line=600, lineRule="exact"), STYLES)
    assert codes(data, house) == set()
    assert codes(data) == {"F102", "F106"}


def test_remedies_name_the_measures_that_are_wanted() -> None:
    data = edited(good("starter-notice"), section("pgMar", right=1800))
    data = edited(data, style("GwBody", "rPr", "spacing", val=0), STYLES)
    said = {f.code: remedy(f) for f in faults(sheet_of(read_document(data, "x")))}
    assert "26 mm" in said["F104"]
    assert "35 mm" in said["F104"]
    assert "0.25 pt" in said["F107"]


def test_what_a_notice_issues_begins_a_page() -> None:
    said = p("现将本办法印发给你们，请认真贯彻执行。") + p("2026年3月5日")
    rest = p("为规范管理，制定本办法。")
    head = p("某政发〔2026〕7号") + p("关于印发管理办法的通知", '<w:jc w:val="center"/>') + p("各单位：")
    title = p("管理办法", '<w:pageBreakBefore/><w:jc w:val="center"/>')
    assert codes(raw(head + said + title + rest), only=["F113"]) == set()
    assert codes(raw(head + said + p("为了规范管理。", "<w:pageBreakBefore/>") + rest), only=["F113"]) == {"F113"}


def test_a_type_area_of_the_right_size_in_the_wrong_place_is_a_wrong_margin_alone() -> None:
    moved = edited(good("starter-notice"), both(section("pgMar", top=1984), section("pgMar", bottom=2098, footer=1574)))
    assert codes(moved) == {"F102"}


@pytest.mark.parametrize("sides", [(1984, 2098), (2098, 1984)])
def test_a_page_on_its_side_may_be_turned_either_way(sides: tuple[int, int]) -> None:
    left, right = sides
    turned = edited(good("large-notice"), section("pgMar", 1, left=left, right=right))
    assert codes(turned) == set()

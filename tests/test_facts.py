"""A finished document as facts: what is inherited, from where, and what goes before what."""

from __future__ import annotations

import sys
import time

import pytest
from mutants import good
from raw import facts, p, raw

import docgen
from docgen.pages.document import read_document
from docgen.pages.facts import Format, Table
from docgen.reports.proof import as_page
from docgen.rules.inspect import sheet_of, verdicts

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="21"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="base"><w:name w:val="基础"/><w:basedOn w:val="a"/>
<w:pPr><w:spacing w:line="579" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>
<w:rPr><w:rFonts w:eastAsia="仿宋"/><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="deep"><w:name w:val="深层"/><w:basedOn w:val="base"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="table" w:styleId="t"><w:name w:val="Table"/><w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="24"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="循环"/><w:basedOn w:val="loop"/></w:style>
"""
THEME = """<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme name="x">
<a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/><a:font script="Hans" typeface="黑体"/></a:majorFont>
<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Hans" typeface="宋体"/><a:font script="Jpan" typeface="明朝"/></a:minorFont>
</a:fontScheme></a:themeElements></a:theme>"""
PARTS = {"styles": STYLES, "theme": THEME}


def first(body: str, parts: dict[str, str] | None = None) -> Format:
    return facts(body, PARTS if parts is None else parts).paragraphs[0].runs[0].format


def test_the_theme_names_typefaces_until_a_style_or_a_run_does() -> None:
    plain = first(p("字"))
    assert (plain.east_asia, plain.latin, plain.from_theme, plain.size) == ("宋体", "Calibri", True, 21)
    styled = first(p("字", '<w:pStyle w:val="base"/>'))
    assert (styled.east_asia, styled.latin, styled.from_theme, styled.size) == ("仿宋", "Calibri", False, 32)
    run = first(p("字", '<w:pStyle w:val="base"/>', '<w:rFonts w:eastAsia="楷体" w:ascii="Arial"/><w:sz w:val="36"/>'))
    assert (run.east_asia, run.latin, run.size) == ("楷体", "Arial", 36)
    themed = first(p("字", '<w:pStyle w:val="base"/>', '<w:rFonts w:eastAsiaTheme="majorEastAsia"/>'))
    assert (themed.east_asia, themed.from_theme) == ("黑体", True)
    japanese = {**PARTS, "settings": '<w:themeFontLang w:eastAsia="ja-JP"/>'}
    assert first(p("字"), japanese).east_asia == "明朝"


def test_a_style_takes_what_it_is_based_on() -> None:
    [deep] = facts(p("字", '<w:pStyle w:val="deep"/>'), PARTS).paragraphs
    assert (deep.style, deep.layout.align, deep.layout.line, deep.layout.line_rule) == ("深层", "both", 579, "exact")
    assert (deep.layout.after, deep.first_line_em, deep.runs[0].format.bold) == (160, 2, True)


def test_a_style_based_on_itself_ends() -> None:
    assert facts(p("字", '<w:pStyle w:val="loop"/>'), PARTS).paragraphs[0].style == "循环"


@pytest.mark.parametrize(
    ("run", "bold"),
    [
        ("", True),
        ('<w:rStyle w:val="strong"/>', False),
        ('<w:b w:val="0"/>', False),
        ('<w:rStyle w:val="strong"/><w:b/>', True),
    ],
)
def test_bold_changes_over_each_time_that_a_style_sets_it(run: str, bold: bool) -> None:
    """ISO/IEC 29500-1 17.7.3: toggle properties."""
    assert first(p("字", '<w:pStyle w:val="base"/>', run)).bold is bold


def test_indents_in_characters_go_before_twips_unless_they_are_nought() -> None:
    [chars] = facts(p("字", '<w:ind w:firstLineChars="100" w:firstLine="640"/>', '<w:sz w:val="32"/>')).paragraphs
    [nought] = facts(p("字", '<w:ind w:firstLineChars="0" w:firstLine="640"/>', '<w:sz w:val="32"/>')).paragraphs
    [hangs] = facts(p("字", '<w:ind w:left="1580" w:hanging="948"/>', '<w:sz w:val="32"/>')).paragraphs
    assert (chars.first_line_em, nought.first_line_em) == (1, 2)
    assert (hangs.left_em, hangs.first_line_em) == (1580 / 320, -948 / 320)


def test_a_table_gives_its_format_to_what_stands_in_it() -> None:
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="t"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{p("格")}</w:tc></w:tr></w:tbl>'
    document = facts(table + p("后"), PARTS)
    [cell, behind] = document.paragraphs
    assert (cell.runs[0].format.size, cell.layout.after, behind.layout.after) == (24, 0, 160)
    assert cell.cell is not None
    assert (cell.cell.width, cell.place.table, cell.place.row, cell.place.column) == (4000, 1, 1, 1)
    assert [type(block) for block in document.blocks] == [Table, type(behind)]


NUMBERING = """<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:pPr><w:ind w:left="0" w:firstLine="640"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"""


def listed(level: int, number: int = 1) -> str:
    return p("字", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_of_lists_are_counted_as_word_counts_them() -> None:
    levels = [0, 1, 1, 0, 1, 2, 2, 3]
    document = facts("".join(map(listed, levels)) + listed(0, 2), {**PARTS, "numbering": NUMBERING})
    labels = [paragraph.label for paragraph in document.paragraphs]
    assert labels == ["一、", "（一）", "（二）", "二、", "（一）", "1.", "2.", "二.2", "五、"]
    assert document.paragraphs[0].words == "一、字"
    assert document.paragraphs[0].layout.first_line == 640


@pytest.mark.parametrize(
    ("where", "wanted"),
    [("base", 640), ("style", 100), ("child", 100), ("own", 900)],
)
def test_indents_of_a_list_go_before_those_above_the_style_that_sets_it(where: str, wanted: int) -> None:
    """A list set by a style is laid over what that style is based on, under what it says itself, and under its children."""
    in_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    own = '<w:ind w:firstLine="900"/>' if where == "own" else ""
    styles = (
        f'<w:style w:type="paragraph" w:styleId="base"><w:pPr>{in_list if where == "base" else ""}<w:ind w:firstLine="640"/></w:pPr></w:style>'
        f'<w:style w:type="paragraph" w:styleId="style"><w:basedOn w:val="base"/><w:pPr>{in_list if where != "base" else ""}'
        f"{own}</w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="style"/></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:pPr><w:ind w:firstLine="100"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    name = "child" if where == "child" else "style"
    [paragraph] = facts(p("字", f'<w:pStyle w:val="{name}"/>'), {"styles": styles, "numbering": numbering}).paragraphs
    assert paragraph.layout.first_line == wanted


def test_sections_take_over_footers_and_say_what_their_pages_are() -> None:
    number = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE \\* MERGEFORMAT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    footer = '<w:footerReference w:type="default" r:id="footer1"/>'
    one = f'<w:sectPr>{footer}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:bottom="1984" w:left="1588" w:right="1474" w:header="851" w:footer="1460" w:gutter="0"/></w:sectPr>'
    two = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:docGrid w:type="lines" w:linePitch="579"/><w:titlePg/></w:sectPr>'
    document = facts(p("一", one) + p("二") + two, {"footer1": number, "settings": "<w:evenAndOddHeaders/>"})
    upright, lying = document.sections
    assert (upright.width, upright.top, upright.footer, upright.landscape) == (11906, 2098, 1460, False)
    assert (lying.landscape, lying.grid, lying.line_pitch, lying.title_page) == (True, "lines", 579, True)
    assert lying.footers["default"] is upright.footers["default"]
    assert [(run.field, run.text) for run in upright.footers["default"].paragraphs[0].runs] == [("PAGE", "7")]
    assert document.even_and_odd
    assert [paragraph.section for paragraph in document.paragraphs] == [upright, lying]


def test_fields_without_a_result_and_simple_ones_are_known() -> None:
    bare = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    simple = '<w:p><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>'
    runs = [(run.field, run.text) for paragraph in facts(bare + simple).paragraphs for run in paragraph.runs]
    assert runs == [("PAGE", ""), ("NUMPAGES", "9")]


def test_what_was_deleted_is_not_read_and_what_was_inserted_is() -> None:
    changed = '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins w:id="2" w:author="x"><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>'
    [paragraph] = facts(changed).paragraphs
    assert (paragraph.text, [run.text for run in paragraph.runs]) == ("新", ["新", "藏"])


def test_text_boxes_are_read_once_and_count_as_the_reader_counts() -> None:
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
        f"<w:drawing><w:txbxContent>{p('框中')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{p('框中')}"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document = facts(box + p("后"))
    assert [(q.text, q.box, q.place.paragraph) for q in document.paragraphs] == [
        ("\ufffc", False, 1),
        ("框中", True, 2),
        ("后", False, 3),
    ]


def test_measures_in_other_units_are_read() -> None:
    [paragraph] = facts(p("字", '<w:spacing w:before="12pt" w:line="28.95pt" w:lineRule="exact"/>')).paragraphs
    assert (paragraph.layout.before, paragraph.layout.line) == (240, 579)


def test_a_document_without_styles_and_parts_is_read() -> None:
    document = read_document(raw(p("字") + "<w:p/>"), "x")
    assert [paragraph.is_blank for paragraph in document.paragraphs] == [False, True]
    assert len(document.sections) == 1
    assert document.sections[0].footers == {}


@pytest.mark.parametrize("value", ["NaN", "-inf", "1e308", "9" * 400, "9" * 5000, "true", "1e308pt", "²", "-1", "0"])
def test_no_number_of_a_file_stops_an_inspection(value: str) -> None:
    """Whatever stands where a number should: in a run, an indent, a frame, a list, a table."""
    ends = p(
        "县政府办公室\t2026年1月2日印发",
        f'<w:framePr w:w="{value}"/><w:pBdr><w:top w:val="single" w:sz="{value}"/></w:pBdr>'
        '<w:tabs><w:tab w:val="right" w:pos="8000"/></w:tabs>',
        f'<w:sz w:val="{value}"/>',
    )
    row = f'<w:tr><w:trPr><w:trHeight w:val="{value}"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{value}" w:type="dxa"/><w:gridSpan w:val="{value}"/></w:tcPr>{p("格")}</w:tc></w:tr>'
    table = f'<w:tbl><w:tblPr><w:tblW w:w="{value}"/></w:tblPr><w:tblGrid><w:gridCol w:w="{value}"/></w:tblGrid>{row * 40}</w:tbl>'
    lines = p(
        "各部门要按照要求" * 9,
        f'<w:spacing w:beforeLines="{value}" w:line="{value}"/><w:ind w:firstLineChars="{value}" w:left="{value}"/>',
        f'<w:sz w:val="{value}"/><w:spacing w:val="{value}"/><w:w w:val="{value}"/>',
    )
    title = p("关于工作的通知", '<w:jc w:val="center"/>', f'<w:sz w:val="44"/><w:spacing w:val="{value}"/>')
    data = raw(title + p("各部门：") + lines + table + ends)
    inspection = docgen.inspect_document(data)
    assert inspection.proofs
    assert as_page(inspection, "zh_CN")
    assert docgen.check_document(data) is not None


def test_the_time_of_a_table_grows_with_its_rows() -> None:
    seconds = []
    for rows in (2000, 16000):
        row = f"<w:tr><w:tc>{p('格')}</w:tc></w:tr>"
        data = raw(f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>{row * rows}</w:tbl>')
        start = time.process_time()
        assert len(read_document(data, "x").tables[0].rows) == rows
        seconds.append(time.process_time() - start)
    assert seconds[1] < 24 * max(seconds[0], 0.05)


def test_a_table_without_a_style_takes_the_default_one() -> None:
    parts = {**PARTS, "styles": STYLES.replace('w:type="table"', 'w:type="table" w:default="1"')}
    table = f"<w:tbl><w:tblGrid/><w:tr><w:tc>{p('格')}</w:tc></w:tr></w:tbl>"
    cell, behind = facts(table + p("后"), parts).paragraphs
    assert (cell.runs[0].format.size, cell.layout.after, behind.layout.after) == (24, 0, 160)


def calls_of(data: bytes) -> int:
    """Return how many functions an inspection calls, of Python and of its libraries."""
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        found = list(verdicts(sheet_of(read_document(data, "x"))))
    finally:
        sys.setprofile(None)
    assert found
    return counted


def test_the_work_of_an_inspection_grows_with_the_pages() -> None:
    body = "".join(p("为深入开展工作，" * 40) for _ in range(500))
    calls_of(raw(p("字")))  # what is remembered for good
    assert calls_of(raw(body * 2)) < 2.3 * calls_of(raw(body))


def test_every_document_of_the_samples_is_read_whole() -> None:
    for name in ("large-speech", "large-notice", "large-minutes", "flood-meeting_notice"):
        document = read_document(good(name), name)
        assert all(paragraph.section is not None for paragraph in document.paragraphs if not paragraph.box)
        assert all(run.format.size > 0 for paragraph in document.paragraphs for run in paragraph.runs)

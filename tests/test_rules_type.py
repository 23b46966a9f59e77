"""The rules of type: each planted fault is told by its rule alone, and sound ways of writing the same by none."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips
from lxml import etree
from mutants import Edit, Mutant, W, codes, edited, good, paragraph_with
from raw import p, raw
from test_rules_page import SECOND, STYLES, TEXT, both, property_of, put, style

from docgen.findings import Finding, Severity
from docgen.pages.document import read_document
from docgen.rules import page
from docgen.rules.inspect import faults, sheet_of, verdicts
from docgen.rules.typeface import RULES
from docgen.rules.wanted import Wanted

THIRD = "15所学校"  # stands in the third paragraph of text of starter-notice
LEAD = "施划接送车位"  # first sentence of the second paragraph


def look(words: str, tag: str, **values: object) -> Edit:
    """Return an edit of the format of the run with these words."""

    def edit(root: etree._Element) -> None:
        run = next(t.getparent() for t in root.iter(f"{W}t") if words in str(t.text))
        put(run.find(f"{W}rPr"), tag, values)

    return edit


def text(words: str, change: Callable[[str], str]) -> Edit:
    """Return an edit of the first piece of text with these words."""

    def edit(root: etree._Element) -> None:
        found = next(t for t in root.iter(f"{W}t") if words in str(t.text))
        found.text = change(str(found.text))

    return edit


def blank_before(words: str) -> Edit:
    def edit(root: etree._Element) -> None:
        paragraph = paragraph_with(root, words)
        blank = etree.Element(f"{W}p")
        blank.append(etree.fromstring(etree.tostring(paragraph.find(f"{W}pPr"))))
        paragraph.addprevious(blank)

    return edit


def break_in(words: str) -> Edit:
    def edit(root: etree._Element) -> None:
        found = next(t for t in root.iter(f"{W}t") if words in str(t.text))
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}br")
        found.getparent().addprevious(run)

    return edit


def without(tag: str, *names: str) -> Edit:
    """Return an edit that takes attributes away from every such element of a part."""

    def edit(root: etree._Element) -> None:
        for element in root.iter(f"{W}{tag}"):
            for name in names:
                element.attrib.pop(f"{W}{name}", None)

    return edit


def everywhere(tag: str, **values: object) -> Edit:
    def edit(root: etree._Element) -> None:
        for element in root.iter(f"{W}{tag}"):
            for name, value in values.items():
                element.set(f"{W}{name}", str(value))

    return edit


NOTICE = "starter-notice"
MUTANTS = [
    Mutant("text in 宋体", "F201", NOTICE, style("GwBody", "rPr", "rFonts", eastAsia="宋体"), STYLES),
    Mutant("one run in 宋体", "F201", NOTICE, look(SECOND, "rFonts", eastAsia="宋体")),
    Mutant("text in 四号", "F202", "starter-speech", style("GwBody", "rPr", "sz", val=28), STYLES),
    Mutant("a paragraph in 小三", "F202", NOTICE, look(TEXT, "sz", val=30)),
    Mutant("digits in Calibri", "F203", NOTICE, look(THIRD, "rFonts", ascii="Calibri", hAnsi="Calibri")),
    Mutant("bold inside the text", "F204", NOTICE, look(SECOND, "b")),
    Mutant("a paragraph of one sentence in bold", "F204", NOTICE, look(TEXT, "b")),
    Mutant("slanted", "F205", NOTICE, look(SECOND, "i")),
    Mutant("underlined", "F206", NOTICE, look(SECOND, "u", val="single")),
    Mutant("highlighted", "F206", NOTICE, look(SECOND, "highlight", val="yellow")),
    Mutant("shaded", "F206", NOTICE, look(SECOND, "shd", val="clear", fill="FFFF00")),
    Mutant("struck", "F206", NOTICE, look(SECOND, "strike")),
    Mutant("no indent", "F207", NOTICE, property_of(SECOND, "ind", firstLineChars=0, firstLine=0)),
    Mutant("all lines indented", "F207", NOTICE, property_of(SECOND, "ind", left=632, firstLineChars=0, firstLine=0)),
    Mutant("an indent of four", "F207", NOTICE, property_of(SECOND, "ind", firstLineChars=400, firstLine=1264)),
    Mutant(
        "blanks of full width",
        "F208",
        NOTICE,
        both(property_of(TEXT, "ind", firstLineChars=0, firstLine=0), text(TEXT, lambda t: "\u3000\u3000" + t)),
    ),
    Mutant("blanks beside an indent", "F208", NOTICE, text(TEXT, lambda t: "    " + t)),
    Mutant("an indent in characters alone", "F209", NOTICE, without("ind", "firstLine"), STYLES),
    Mutant("centred", "F210", NOTICE, property_of(SECOND, "jc", val="center")),
    Mutant("10 pt behind", "F211", NOTICE, style("GwBody", "pPr", "spacing", after=200), STYLES),
    Mutant("half a line before", "F211", NOTICE, property_of(SECOND, "spacing", beforeLines=50)),
    Mutant("a blank line", "F212", NOTICE, blank_before(SECOND)),
    Mutant("a blank line before a heading", "F212", NOTICE, blank_before("（二）修平路面")),
    Mutant("a line break", "F213", NOTICE, break_in(SECOND)),
    Mutant("the theme's typeface", "F214", NOTICE, look(SECOND, "rFonts", eastAsiaTheme="minorEastAsia")),
    Mutant("a bold title", "F215", NOTICE, style("GwDocTitle", "rPr", "b"), STYLES),
    Mutant("a bold heading", "F215", NOTICE, style("GwH1", "rPr", "b"), STYLES),
    Mutant("a bold lead in 楷体", "F215", NOTICE, look("（一）落实责任", "b")),
    Mutant("a bold masthead", "F215", NOTICE, look("人民政府办公室文件", "b")),
    Mutant("words spread", "F216", NOTICE, look(SECOND, "spacing", val=40)),
    Mutant("words squeezed", "F216", NOTICE, look(SECOND, "w", val=80)),
    Mutant("words raised", "F216", NOTICE, look(SECOND, "position", val=6)),
    Mutant("a lead in another size", "F217", NOTICE, look(LEAD, "sz", val=36)),
    Mutant("quotes without a hint", "F218", NOTICE, look(TEXT, "rFonts", hint="default")),
    Mutant("widow control", "F219", NOTICE, everywhere("widowControl", val=1), STYLES),
    Mutant("Japanese", "F220", NOTICE, everywhere("lang", eastAsia="ja-JP"), STYLES),
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_planted_fault_is_told_alone(mutant: Mutant) -> None:
    assert codes(good(mutant.base)) == set()
    assert codes(mutant.made()) == {mutant.code}


def test_every_rule_has_a_mutant() -> None:
    assert {rule.code for rule in RULES} == {mutant.code for mutant in MUTANTS}


# --- sound ways of writing


SOUND: dict[str, tuple[Edit, str]] = {
    "仿宋 under another name": (style("GwBody", "rPr", "rFonts", eastAsia="FangSong"), STYLES),
    "方正仿宋": (style("GwBody", "rPr", "rFonts", eastAsia="方正仿宋_GBK"), STYLES),
    "digits in the Chinese face": (style("GwBody", "rPr", "rFonts", ascii="仿宋_GB2312", hAnsi="仿宋_GB2312"), STYLES),
    "a lead in bold": (look(LEAD, "b"), "word/document.xml"),
    "an indent in twips alone": (style("GwBody", "pPr", "ind", firstLineChars=0, firstLine=640), STYLES),
    "left-aligned": (style("GwBody", "pPr", "jc", val="left"), STYLES),
    "a gap to fill": (
        both(look(SECOND, "highlight", val="yellow"), text(SECOND, lambda _: "【待填：地点】")),
        "word/document.xml",
    ),
    "a line squeezed by very little": (look(SECOND, "spacing", val=-8), "word/document.xml"),
    "a raised mark": (both(look(LEAD, "vertAlign", val="superscript"), look(LEAD, "sz", val=24)), "word/document.xml"),
    "an underline below a rule to write on": (
        both(look(SECOND, "u", val="single"), text(SECOND, lambda _: "        ")),
        "word/document.xml",
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_ways_of_writing_are_left_alone(name: str) -> None:
    edit, part = SOUND[name]
    assert codes(edited(good(NOTICE), edit, part)) == set()


def test_tables_and_the_head_have_sizes_and_faces_of_their_own() -> None:
    def edit(root: etree._Element) -> None:
        for cell in root.iter(f"{W}tc"):
            for properties in cell.iter(f"{W}rPr"):
                put(properties, "sz", {"val": 18})
                put(properties, "rFonts", {"eastAsia": "宋体"})
                put(properties, "b", {})

    assert codes(edited(good("large-notice"), edit)) == set()


def test_the_text_of_attachments_is_judged_too() -> None:
    data = edited(good("large-notice"), look("管线验收。核对一院一图", "rFonts", eastAsia="宋体"))
    assert codes(data) == {"F201"}


def test_what_is_told_often_is_told_once_with_the_first_place_and_the_number() -> None:
    data = edited(good("large-notice"), style("GwBody", "rPr", "sz", val=28), STYLES)
    [finding] = [f for f in faults(sheet_of(read_document(data, "x"))) if f.code == "F202"]
    assert finding.args["count"] > 20
    assert finding.place.paragraph == 6


def told(data: bytes, code: str) -> Finding:
    return next(f for f in faults(sheet_of(read_document(data, "x"))) if f.code == code)


def test_the_size_of_a_speech_to_be_read_from_is_left_open() -> None:
    data = edited(good("starter-speech"), style("GwBody", "rPr", "sz", val=44), STYLES)
    data = edited(data, style("GwBody", "pPr", "spacing", line=800, lineRule="exact"), STYLES)
    sheet = sheet_of(read_document(data, "x"))
    said = [verdict.ok for rule, verdict in verdicts(sheet) if rule.code == "F202"]
    assert said == [None]
    assert {"F106", "F107", "F202"}.isdisjoint(f.code for f in faults(sheet))


def test_text_without_a_chinese_typeface_is_told_as_that_and_not_as_a_wrong_one() -> None:
    data = edited(good(NOTICE), without("rFonts", "eastAsia"), STYLES)
    assert codes(data, only=[rule.code for rule in RULES]) == {"F214"}


def test_typed_blanks_are_a_warning_as_paper_does_not_show_them() -> None:
    data = edited(good(NOTICE), text(TEXT, lambda t: "\u3000\u3000" + t))
    assert told(data, "F208").severity is Severity.WARNING


@pytest.mark.parametrize(("identifier", "level"), [("GwDocTitle", 0), ("GwH1", 1), ("GwH2", 2)])
def test_a_house_style_may_make_levels_bold(identifier: str, level: int) -> None:
    data = edited(good(NOTICE), style(identifier, "rPr", "b"), STYLES)
    assert codes(data, Wanted(bold_levels=(level,))) == set()
    assert codes(data, Wanted(bold_levels=(level + 1,))) == {"F215"}


def test_a_document_that_names_no_language_is_left_open() -> None:
    data = edited(good(NOTICE), without("lang", "eastAsia"), STYLES)
    assert codes(data) == set()


# --- documents of other hands


def put_run(paragraph: Any, words: str, face: str = "仿宋_GB2312", size: float = 16, *, bold: bool = False) -> None:
    """Add a run formatted at the spot, as people do."""
    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run.bold = bold or None
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:hint"), "eastAsia")


def line(document: Any, words: str = "", align: int | None = None, pitch: float = 28, **face: Any) -> Any:
    """Add a paragraph set at the spot: exact pitch, no distances, text two characters in."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    layout.space_before = layout.space_after = Pt(0)
    layout.widow_control, layout.alignment = False, align
    if words.endswith(("。", "如下：")):
        layout.first_line_indent = Pt(32)
    if words:
        put_run(paragraph, words, **face)
    return paragraph


def by_hand(
    top_mm: float = 37, *, number_align: int = WD_ALIGN_PARAGRAPH.CENTER, masthead: str = "某县人民政府文件"
) -> Any:
    """Return a document whose head was made by hand in Word: A4, everything set at the spot, no style of its own."""
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Twips(11906), Twips(16838)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(top_mm), Mm(35), Mm(28), Mm(26)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    line(document, masthead, WD_ALIGN_PARAGRAPH.CENTER, 60, face="方正小标宋_GBK", size=40)
    document.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 0, 0)
    line(document, "某政发〔2024〕12号", number_align)
    line(
        document, "某县人民政府关于做好政务公开工作的函", WD_ALIGN_PARAGRAPH.CENTER, 36, face="方正小标宋_GBK", size=22
    )
    line(document, "各乡镇人民政府：")
    return document


def saved(document: Any) -> bytes:
    line(document, "某县人民政府", WD_ALIGN_PARAGRAPH.RIGHT)
    line(document, "2024年7月5日", WD_ALIGN_PARAGRAPH.RIGHT)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


OURS = [rule.code for rule in (*RULES, *page.RULES)]


def test_a_notice_set_by_hand_has_27_characters_a_line_and_no_other_fault() -> None:
    document = by_hand()
    line(document, "为贯彻“放管服”改革要求，经县政府同意，现将有关事项通知如下：")
    line(document, "一、提高认识", face="方正黑体_GBK")
    paragraph = line(document, "（一）加强领导。", face="方正楷体_GBK")
    put_run(paragraph, "各级各部门主要负责同志要亲自抓——确保2024年底前见到成效。")
    line(document, "表1 任务分工（单位：万元。）", WD_ALIGN_PARAGRAPH.CENTER, face="黑体", size=12)
    document.add_table(2, 2).cell(0, 0).text = "单位"
    line(document, "联系人：张三，电话：12345678。", pitch=28)
    assert codes(saved(document), only=OURS) == {"F107"}


def test_the_first_page_of_a_letter_may_begin_30_mm_down() -> None:
    letter = by_hand(30, number_align=WD_ALIGN_PARAGRAPH.RIGHT, masthead="某县教育局")
    line(letter, "现就有关事项函告如下，请予支持为盼。")
    assert codes(saved(letter), only=OURS) == {"F107"}
    notice = by_hand(30)
    line(notice, "现就有关事项函告如下，请予支持为盼。")
    assert codes(saved(notice), only=OURS) == {"F102", "F107"}


def test_text_of_a_blank_document_of_another_program_is_told_once_a_rule() -> None:
    document = docx.Document()
    for _ in range(3):
        document.add_paragraph("　　各部门要提高认识，抓好“十四五”规划的落实，2024年底前见到成效。")
    said = [f.code for f in faults(sheet_of(read_document(saved(document), "x"))) if f.code in OURS]
    assert sorted(said) == sorted(set(said))
    assert {"F101", "F106", "F202", "F203", "F208", "F211", "F214", "F218", "F219", "F220"} <= set(said)


@pytest.mark.parametrize("words", [[], [""], ["标题"], ["\u3000"]])
def test_of_a_document_without_text_nothing_is_said(words: list[str]) -> None:
    document = docx.Document()
    for text_ in words:
        document.add_paragraph(text_)
    file = io.BytesIO()
    document.save(file)
    assert codes(file.getvalue(), only=[rule.code for rule in RULES]) == set()


@pytest.mark.parametrize(
    ("tag", "value", "code"), [("sz", 0, "F202"), ("spacing", -320, "F107"), ("spacing", -9999, "F107")]
)
def test_measures_of_nothing_are_told_like_others(tag: str, value: int, code: str) -> None:
    data = edited(good(NOTICE), style("GwBody", "rPr", tag, val=value), STYLES)
    assert code in codes(data)


def test_the_number_of_an_article_may_have_a_face_of_its_own_and_its_text_not() -> None:
    def article(number: str, words: str) -> bytes:
        runs = "".join(
            f'<w:r><w:rPr><w:rFonts w:eastAsia="{face}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
            for face, text in ((number, "第一条"), (words, "　为规范公务用车管理，制定本办法。"))
        )
        return raw(f"<w:p>{runs}</w:p>" * 2 + p("本办法自发布之日起施行。", run='<w:rFonts w:eastAsia="仿宋"/>') * 3)

    assert codes(article("黑体", "仿宋"), only=["F201"]) == set()
    assert codes(article("仿宋", "楷体"), only=["F201"]) == {"F201"}

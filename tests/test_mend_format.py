"""Finished documents mended: foreign ones of many makes keep every word and lose every mechanical fault."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import docx
import ooxml
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree
from mutants import Mutant, W, edited, good, paragraph_with
from test_rules_body import MUTANTS as BODY
from test_rules_ending import MUTANTS as ENDING
from test_rules_head import MUTANTS as HEAD
from test_rules_page import MUTANTS as PAGE
from test_rules_type import MUTANTS as TYPE

from docgen.findings import Finding, Severity
from docgen.messages import sentence
from docgen.package import open_docx, parts_of, write_docx
from docgen.pages.document import read_document
from docgen.pages.reader import read_texts
from docgen.rules.inspect import faults, sheet_of
from docgen.rules.mend import mend
from docgen.rules.wanted import STANDARD, Wanted

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
WIDTH = str.maketrans(",;:?!()", "，；：？！（）")
# rules on paper, margins, grid, faces, sizes, indents, pitch, page numbers: what a machine can put right
MECHANICAL = frozenset(
    "F101 F102 F103 F104 F106 F107 F108 F201 F202 F203 F204 F207 F208 F209 F211 F214 F215 F216 F217 F218 F219 F220 "
    "F401 F402 F403 F409 F412 F413 F414 F415 F416 F417 F427 F428 F521 F607 F701 F702 F703 F704 F705".split()
)
TEXT = "为深入贯彻落实全市城市内涝治理工作会议精神，扎实做好今年汛期前的各项准备工作，现就有关事项通知如下。"
MORE = "各县（市、区）要把排水管网清淤摆在突出位置，逐条逐段摸清底数，倒排工期、挂图作战，确保主汛期到来之前全部完成。"


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add(document: Any, words: str, align: Any = None, **look: Any) -> Any:
    """Add a paragraph with one run."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(words)
    set_look(run, **look)
    return paragraph


def set_look(run: Any, face: str = "", size: float = 0, *, bold: bool = False) -> None:
    if face:
        run.font.name = face
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    if size:
        run.font.size = Pt(size)
    if bold:
        run.bold = True


def field(paragraph: Any, instruction: str) -> None:
    """Add a field with a result."""
    for kind, words in (("begin", ""), ("", instruction), ("separate", ""), ("result", "1"), ("end", "")):
        run = paragraph.add_run("1" if kind == "result" else "")
        if kind == "":
            text = OxmlElement("w:instrText")
            text.text = f" {words} "
            run._r.append(text)
        elif kind != "result":
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), kind)
            run._r.append(sign)


def ending(document: Any) -> None:
    add(document, "望川市水务局", WD_ALIGN_PARAGRAPH.RIGHT)
    add(document, "2024年7月5日", WD_ALIGN_PARAGRAPH.RIGHT)


def notice(document: Any) -> None:
    """Write a notice as somebody types it who knows nothing of styles."""
    add(document, "关于做好城市内涝治理工作的通知", WD_ALIGN_PARAGRAPH.CENTER, size=18, bold=True)
    add(document, "")
    add(document, "各县（市、区）人民政府，市政府各部门：")
    add(document, f"\u3000\u3000{TEXT}")
    add(document, "一、总体要求", size=14, bold=True)
    add(document, f"    {MORE}")
    add(document, "（一）主要目标", bold=True)
    add(document, f"\t{MORE}")
    add(document, "")
    ending(document)


def letter_paper() -> bytes:
    document = docx.Document()
    notice(document)
    return saved(document)


def office_fonts() -> bytes:
    """Faces set run by run, A4 with Word's own margins, a table and a number in the middle of the footer."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(25.4)
    section.left_margin = section.right_margin = Mm(31.8)
    add(document, "望川市水务局关于开展清淤行动的通知", WD_ALIGN_PARAGRAPH.CENTER, face="方正小标宋简体", size=22)
    add(document, "各区水务局：", face="方正仿宋_GBK", size=16)
    paragraph = add(document, "近期，", face="方正仿宋_GBK", size=16)
    set_look(paragraph.add_run(TEXT), face="宋体", size=15)
    set_look(paragraph.add_run("共清淤36公里，“两项任务”——全部完成。"), face="方正仿宋_GBK", size=16)
    add(document, "一、工作任务", face="黑体", size=16, bold=True)
    add(document, MORE, face="方正仿宋_GBK", size=16)
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(table._cells):
        cell.text = f"第{number}格,不动"
    add(document, MORE, face="方正仿宋_GBK", size=16)
    ending(document)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(footer, "PAGE")
    return saved(document)


def body(xml: str) -> bytes:
    """Return a package with nothing but a body."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    listed = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{main}" Target="word/document.xml"/></Relationships>'
    )
    document = f"<w:document {NS}><w:body>{xml}</w:body></w:document>"
    parts = {"[Content_Types].xml": types, "_rels/.rels": listed, "word/document.xml": document}
    return write_docx({name: text.encode() for name, text in parts.items()})


def raw(words: str, layout: str = "", look: str = "") -> str:
    return f'<w:p><w:pPr>{layout}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def bare_xml() -> bytes:
    """No styles, no settings, no section: what a script writes."""
    return body(
        raw("关于召开防汛工作会议的通知", '<w:ind w:firstLine="400"/><w:jc w:val="center"/>', '<w:sz w:val="36"/>')
        + raw("各区水务局：", '<w:ind w:firstLineChars="200" w:firstLine="420"/>')
        + raw(f"\u3000\u3000{TEXT}")
        + raw("一、会议时间", look="<w:b/>")
        + raw(f"  {MORE}", '<w:spacing w:before="156" w:after="156" w:line="360" w:lineRule="auto"/>')
        + raw("望川市水务局", '<w:jc w:val="right"/>')
        + raw("2024年7月5日", '<w:jc w:val="right"/>')
    )


def tracked() -> bytes:
    """Tracked changes, a link, a field and a bookmark in the text."""
    links = (
        f'<w:p {NS}><w:pPr><w:pPrChange w:id="7" w:author="张三" w:date="2024-07-05T00:00:00Z"><w:pPr/></w:pPrChange></w:pPr>'
        "<w:r><w:t>请登录</w:t></w:r>"
        '<w:hyperlink w:anchor="here"><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>市水务局网站</w:t></w:r></w:hyperlink>'
        '<w:bookmarkStart w:id="1" w:name="here"/><w:r><w:t>查看，每年报送</w:t></w:r><w:bookmarkEnd w:id="1"/>'
        '<w:del w:id="2" w:author="张三" w:date="2024-07-05T00:00:00Z"><w:r><w:delText>一</w:delText></w:r></w:del>'
        '<w:ins w:id="3" w:author="张三" w:date="2024-07-05T00:00:00Z"><w:r><w:t>两</w:t></w:r></w:ins>'
        "<w:r><w:t>次，第</w:t></w:r>"
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t>页起详细说明。</w:t></w:r></w:p>'
    )
    document = docx.Document()
    notice(document)
    document.paragraphs[5]._p.addnext(parse_xml(links))
    return saved(document)


def boxed() -> bytes:
    """A text box in the body, and a page number that stands in one, as WPS makes them."""
    document = docx.Document()
    notice(document)
    box = (
        f'<w:r {NS} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        "<w:p>{words}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    anchor = document.paragraphs[-3]._p
    anchor.append(parse_xml(box.format(words="<w:r><w:t>联系人:张三,电话</w:t></w:r>")))
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    document.sections[0].footer.paragraphs[0]._p.append(parse_xml(box.format(words=number)))
    return saved(document)


def numbered() -> bytes:
    """Headings whose ordinals Word counts."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {NS} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/>'
        '<w:pPr><w:ind w:left="720" w:hanging="720"/></w:pPr></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {NS} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    add(document, "关于做好城市内涝治理工作的通知", WD_ALIGN_PARAGRAPH.CENTER, size=22)
    add(document, "各区水务局：")
    add(document, TEXT)
    for words in ("总体要求", "主要任务"):
        heading = add(document, words, bold=True)
        heading._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {NS}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )
        add(document, MORE)
    ending(document)
    return saved(document)


def lying() -> bytes:
    """A table in a section that lies on its side, with its own footer."""
    document = docx.Document()
    notice(document)
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    add(document, "附件")
    add(document, "任务分工表", WD_ALIGN_PARAGRAPH.CENTER)
    document.add_table(rows=1, cols=2)._cells[0].text = "责任单位"
    return saved(document)


def footed() -> bytes:
    """A header and footers with words."""
    document = docx.Document()
    notice(document)
    section = document.sections[0]
    section.header.paragraphs[0].text = "内部资料"
    footer = section.footer.paragraphs[0]
    footer.add_run("望川市水务局 ")
    field(footer, "PAGE")
    return saved(document)


def headed() -> bytes:
    """A header with words, and a footer with nothing but a number."""
    document = docx.Document()
    notice(document)
    document.sections[0].header.paragraphs[0].text = "内部资料"
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run("第")
    field(footer, "PAGE")
    footer.add_run("页 共")
    field(footer, "NUMPAGES")
    footer.add_run("页")
    return saved(document)


def speech() -> bytes:
    """Headings that the text goes on behind, typed in one run."""
    document = docx.Document()
    add(document, "在全市防汛工作会议上的讲话", WD_ALIGN_PARAGRAPH.CENTER, face="宋体", size=18)
    add(document, "（2024年7月5日）", WD_ALIGN_PARAGRAPH.CENTER, face="宋体", size=12)
    add(document, "同志们：", face="宋体", size=12)
    add(document, TEXT, face="宋体", size=12)
    add(document, "一、认清形势", face="宋体", size=12, bold=True)
    add(document, f"（一）责任要压实。{MORE}", face="宋体", size=12)
    add(document, f"（二）短板要补齐。{MORE}", face="宋体", size=12)
    return saved(document)


def gridded() -> bytes:
    """Lines and characters by a grid that sets other ones."""
    document = docx.Document()
    notice(document)
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    for name, value in (("type", "linesAndChars"), ("linePitch", "312"), ("charSpace", "0")):
        grid.set(qn(f"w:{name}"), value)
    return saved(document)


def half_width() -> bytes:
    document = docx.Document()
    add(document, "关于做好城市内涝治理工作的通知", WD_ALIGN_PARAGRAPH.CENTER, size=22)
    add(document, "各县(市、区)人民政府:")
    add(document, "近期降雨偏多,各地要加强值守;做到三点要求(见市政办发[2024]12号),网址http://a.cn/b?c(1)。")
    add(document, "(一)任务(2024年)要完成,不得拖延!")
    ending(document)
    return saved(document)


FOREIGN: dict[str, Callable[[], bytes]] = {
    make.__name__: make
    for make in (
        letter_paper,
        office_fonts,
        bare_xml,
        tracked,
        boxed,
        numbered,
        lying,
        footed,
        headed,
        speech,
        gridded,
        half_width,
    )
}


def words(data: bytes) -> list[str]:
    """Return what a document says, without the width of marks, blanks at edges, page numbers and headers said twice."""
    lines = [line for text in read_texts(data, "document") for line in text]
    headers = {line.text for line in lines if "header" in line.place.part}
    said = [line.text.translate(WIDTH).strip() for line in lines if "header" not in line.place.part]
    return sorted(headers) + sorted(line for line in said if line and not re.fullmatch(r"[— \-第页共0-9]*", line))


def codes(data: bytes, wanted: Wanted = STANDARD) -> set[str]:
    return {finding.code for finding in faults(sheet_of(read_document(data, "document"), wanted))}


def told(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


@pytest.mark.parametrize("name", FOREIGN)
def test_words_stay_and_faults_go(name: str) -> None:
    data = FOREIGN[name]()
    mended, findings = mend(data, "document")
    assert words(mended) == words(data)
    left = {"F701", "F702", "F703", "F704", "F705"} if name == "footed" else set()
    assert codes(data) & MECHANICAL
    assert codes(mended) & MECHANICAL <= left
    assert not codes(mended) - codes(data)
    assert findings
    assert all(finding.severity is Severity.NOTE and sentence(finding) for finding in findings)
    open_docx(mended, "document")


LEFT = ("a bold masthead", "words squeezed", "words raised")  # to save a line, it may be
PLANTED = [m for m in (*PAGE, *TYPE, *HEAD, *BODY, *ENDING) if m.code in MECHANICAL and m.name not in LEFT]


@pytest.mark.parametrize("mutant", PLANTED, ids=lambda mutant: f"{mutant.code} {mutant.name}")
def test_planted_faults_go(mutant: Mutant) -> None:
    data = mutant.made()
    mended, findings = mend(data, "document")
    assert codes(mended) == set()
    assert words(mended) == words(data)
    assert findings


@pytest.mark.parametrize("name", FOREIGN)
def test_mending_twice_changes_nothing(name: str) -> None:
    mended, _ = mend(FOREIGN[name](), "document")
    again, findings = mend(mended, "document")
    assert again == mended
    assert told(findings) <= {"F999"}


@pytest.mark.parametrize("name", FOREIGN)
def test_mended_documents_follow_the_schemas(name: str) -> None:
    data = FOREIGN[name]()
    before, after = (
        {re.sub(r": \d+:", ":", fault) for fault in ooxml.faults(version)}
        for version in (data, mend(data, "document")[0])
    )
    assert after <= before


@pytest.mark.parametrize("name", FOREIGN)
def test_other_parts_stay(name: str) -> None:
    data = FOREIGN[name]()
    before, after = parts_of(data), parts_of(mend(data, "document")[0])
    own = {"word/document.xml", "word/settings.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    changed = {part for part in before if after.get(part) != before[part]} - own
    assert all(part.startswith("word/footer") for part in changed)
    assert all(re.match("word/(footer|header|settings|_rels)", part) for part in after.keys() - before.keys())


@pytest.mark.parametrize(
    "sample", ["starter-notice", "large-notice", "large-speech", "large-minutes", "hospital-meeting_notice"]
)
def test_our_own_documents_stay(sample: str) -> None:
    assert mend(good(sample), "document") == (good(sample), [])


def test_each_kind_is_told_with_its_count_and_first_place() -> None:
    _, findings = mend(letter_paper(), "document")
    by_code = {finding.code: finding for finding in findings}
    assert by_code["F990"].args["count"] == by_code["F991"].args["count"] == 1
    assert by_code["F994"].args["count"] == 3  # title and two headings
    assert by_code["F996"].place.fragment.startswith("为深入贯彻")
    assert by_code["F996"].args["count"] == 5
    assert "F992" not in by_code


def runs_of(data: bytes, start: str) -> list[tuple[str, str, int]]:
    document = read_document(data, "document")
    [paragraph] = [p for p in document.paragraphs if p.text.startswith(start)]
    return [(run.text, run.format.east_asia, run.format.size) for run in paragraph.runs]


def test_run_in_headings_are_cut_from_their_text() -> None:
    mended, _ = mend(speech(), "document")
    assert runs_of(mended, "（一）") == [("（一）责任要压实。", "楷体_GB2312", 32), (MORE, "仿宋_GB2312", 32)]


def test_first_sentences_that_an_office_does_not_set_off_stay_text() -> None:
    document = docx.Document()
    add(document, "关于做好城市内涝治理工作的通知", WD_ALIGN_PARAGRAPH.CENTER, size=22)
    add(document, "各区水务局：", face="仿宋", size=16)
    add(document, f"（一）责任要压实。{MORE}", face="仿宋", size=16)
    ending(document)
    mended, _ = mend(saved(document), "document")
    assert runs_of(mended, "（一）") == [(f"（一）责任要压实。{MORE}", "仿宋", 32)]


def test_the_face_that_a_document_uses_is_kept() -> None:
    mended, _ = mend(office_fonts(), "document")
    assert {face for _, face, _ in runs_of(mended, "近期")} == {"方正仿宋_GBK"}


def test_leads_that_are_set_off_stay() -> None:
    document = docx.Document()
    add(document, "关于做好城市内涝治理工作的通知", WD_ALIGN_PARAGRAPH.CENTER, size=22)
    add(document, "各区水务局：", face="仿宋", size=16)
    paragraph = add(document, "强化责任落实。", face="楷体", size=16, bold=True)
    set_look(paragraph.add_run(MORE), face="仿宋", size=16)
    add(document, MORE, face="仿宋", size=16)
    ending(document)
    mended, _ = mend(saved(document), "document")
    [lead] = [p for p in read_document(mended, "document").paragraphs if p.text.startswith("强化")]
    assert [(run.format.east_asia, run.format.bold) for run in lead.runs] == [("楷体", True), ("仿宋", False)]


def test_bold_that_a_house_style_allows_stays() -> None:
    wanted = Wanted(bold_levels=(0, 1, 2))
    mended, findings = mend(letter_paper(), "document", wanted)
    assert "F994" not in told(findings)
    assert codes(mended, wanted) & MECHANICAL == set()


def test_marks_change_their_width_and_nothing_else() -> None:
    mended, findings = mend(half_width(), "document")
    said = {line.text for text in read_texts(mended, "document") for line in text}
    assert "各县（市、区）人民政府：" in said
    assert "近期降雨偏多，各地要加强值守；做到三点要求（见市政办发[2024]12号），网址http://a.cn/b?c(1)。" in said
    assert "（一）任务（2024年）要完成，不得拖延！" in said
    assert next(f.args["count"] for f in findings if f.code == "F998") == 3


def test_words_that_are_wrong_are_left_and_told() -> None:
    data = good("large-notice")
    for old, new in (("〔2026〕", "[2026]"), ("2026年3月24日", "2026年03月24日")):
        data = edited(data, _says(old, new))
    mended, findings = mend(data, "document")
    assert mended == data
    assert [finding.args["words"] for finding in findings] == ["砚政办发[2026]18号", "2026年03月24日"]


def _says(old: str, new: str) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        for text in root.iter(f"{W}t"):
            if (text.text or "").startswith("砚政办发") or text.text == old:
                text.text = (text.text or "").replace(old, new)

    return edit


def test_footers_with_words_are_left_and_told() -> None:
    data = footed()
    mended, findings = mend(data, "document")
    assert [f.args["words"] for f in findings if f.code == "F999"] == ["望川市水务局 1"]
    assert "F997" not in told(findings)
    assert not read_document(mended, "document").even_and_odd


def test_headers_of_all_pages_stay_on_even_ones() -> None:
    document = read_document(mend(headed(), "document")[0], "document")
    [section] = document.sections
    assert document.even_and_odd
    assert section.headers["even"].text == section.headers["default"].text == "内部资料"
    assert section.headers["even"].part != section.headers["default"].part
    assert {kind: story.text for kind, story in section.footers.items()} == {"default": "— 1 —", "even": "— 1 —"}


def test_page_number_in_the_middle_where_the_house_style_has_it() -> None:
    wanted = Wanted(page_number_place="centre", page_number_dashes=False)
    mended, _ = mend(office_fonts(), "document", wanted)
    document = read_document(mended, "document")
    [paragraph] = document.sections[0].footers["default"].paragraphs
    assert paragraph.layout.align == "center"
    assert paragraph.text == "1"
    assert not document.even_and_odd


def test_a_page_on_its_side_is_turned_with_its_margins() -> None:
    section = read_document(mend(lying(), "document")[0], "document").sections[1]
    assert (section.width, section.height) == (16838, 11906)
    assert (section.top, section.right, section.bottom, section.left) == (1588, 2098, 1474, 1984)


def test_numbers_of_a_page_on_its_side_are_turned_and_others_go_on_upright() -> None:
    document = docx.Document(io.BytesIO(lying()))
    section = document.add_section()
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = section.page_height, section.page_width
    add(document, MORE)
    read = read_document(mend(saved(document), "document")[0], "document")
    turned = [{kind: s.paragraphs[-1].box for kind, s in section.footers.items()} for section in read.sections]
    assert turned == [dict.fromkeys(("default", "even"), lies) for lies in (False, True, False)]
    assert read.sections[0].footers["even"].part == read.sections[2].footers["even"].part


def test_the_first_page_of_a_letter_has_no_number() -> None:
    document = docx.Document()
    masthead = add(document, "望川市水务局", WD_ALIGN_PARAGRAPH.CENTER, face="方正小标宋简体", size=36)
    masthead.runs[0].font.color.rgb = RGBColor(0xFF, 0, 0)
    add(document, "望水函〔2024〕5号", WD_ALIGN_PARAGRAPH.RIGHT)
    notice(document)
    mended, findings = mend(saved(document), "document")
    read = read_document(mended, "document")
    assert sheet_of(read).elements.layout == "letter"
    assert "F997" in told(findings)
    assert read.sections[0].title_page
    assert "first" not in read.sections[0].footers
    assert not codes(mended) & {"F701", "F845"}


def test_tables_and_text_boxes_stay() -> None:
    for data, tag in ((office_fonts(), "tbl"), (boxed(), "txbxContent")):
        before, after = (etree.fromstring(parts_of(d)["word/document.xml"]) for d in (data, mend(data, "document")[0]))
        [one], [other] = (list(root.iter(f"{W}{tag}")) for root in (before, after))
        assert etree.tostring(one, method="c14n", exclusive=True) == etree.tostring(
            other, method="c14n", exclusive=True
        )


def test_links_and_tracked_changes_keep_their_shape() -> None:
    data = tracked()
    shapes = []
    for version in (data, mend(data, "document")[0]):
        paragraph = paragraph_with(etree.fromstring(parts_of(version)["word/document.xml"]), "请登录")
        shapes.append(
            [str(e.tag) for e in paragraph.iter() if not any("Pr" in str(a.tag) for a in (e, *e.iterancestors()))]
        )
    assert shapes[0] == shapes[1]


def test_pictures_in_lines_are_not_cut() -> None:
    document = docx.Document()
    notice(document)
    picture = f'<w:r {NS} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape/></w:pict></w:r>'
    document.paragraphs[5]._p.append(parse_xml(picture))
    mended, _ = mend(saved(document), "document")
    [paragraph] = [p for p in read_document(mended, "document").paragraphs if "\ufffc" in p.text]
    assert paragraph.layout.line_rule != "exact"


def test_a_document_that_nothing_is_known_of_gets_its_page_and_lines_only() -> None:
    document = docx.Document()
    for words_of_text in (TEXT, MORE, TEXT, MORE):
        add(document, words_of_text, face="宋体", size=12)
    data = saved(document)
    mended, findings = mend(data, "document")
    assert words(mended) == words(data)
    assert told(findings) == {"F990", "F991", "F995", "F997"}
    lines = read_document(mended, "document").paragraphs
    assert {(p.layout.line, p.layout.first_line, p.size) for p in lines} == {(579, 0, 24)}


def test_captions_and_tables_of_contents_stay() -> None:
    document = docx.Document()
    add(document, "关于做好城市内涝治理工作的通知", WD_ALIGN_PARAGRAPH.CENTER, size=22)
    add(document, "各区水务局：", face="仿宋", size=16)
    field(document.add_paragraph(), "TOC")
    add(document, MORE, face="仿宋", size=16)
    add(document, "单位：万元", face="宋体", size=10.5)
    add(document, "会议时间：7月5日", face="宋体", size=16)
    ending(document)
    mended, _ = mend(saved(document), "document")
    assert runs_of(mended, "单位") == [("单位：万元", "宋体", 21)]
    assert runs_of(mended, "会议时间") == [("会议时间：7月5日", "仿宋", 32)]
    [contents] = [p for p in read_document(mended, "document").paragraphs if any(r.field for r in p.runs)]
    assert (contents.layout.line_rule, contents.size) == ("auto", 22)


def test_the_first_page_is_numbered_where_it_has_a_footer_of_its_own() -> None:
    document = docx.Document()
    notice(document)
    document.sections[0].different_first_page_header_footer = True
    section = read_document(mend(saved(document), "document")[0], "document").sections[0]
    assert {kind: story.text for kind, story in section.footers.items()} == dict.fromkeys(
        ("default", "even", "first"), "— 1 —"
    )


def test_a_larger_copy_to_read_from_keeps_its_size_and_lines() -> None:
    document = docx.Document()
    add(document, "在全市防汛工作会议上的讲话", WD_ALIGN_PARAGRAPH.CENTER, face="方正小标宋简体", size=22)
    add(document, "同志们：", face="仿宋", size=22)
    add(document, TEXT, face="宋体", size=22)
    mended, _ = mend(saved(document), "document")
    [paragraph] = [p for p in read_document(mended, "document").paragraphs if p.text == TEXT]
    assert (paragraph.size, paragraph.layout.line_rule, paragraph.runs[0].format.east_asia) == (44, "auto", "仿宋")

"""The rules of title, addressees and headings: each tells its own fault in a good document, alone, and is silent where all is sound."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree
from mutants import Edit, Mutant, W, codes, edited, good, paragraph_with
from raw import p, raw
from test_rules_head import both, look, of_paragraph, of_runs, part

from docgen.pages.document import read_document
from docgen.rules import body, headings
from docgen.rules.inspect import faults, sheet_of, verdicts

CODES = {rule.code for rule in (*body.RULES, *headings.RULES)}
NOTICE, SPEECH = "large-notice", "large-speech"
TITLE, TO = "收官之年重点工作的通知", "管线专营单位："
BELOW = "收官之战的重要意义"  # a heading of the speech


def rows(*several: str) -> Edit:
    """Break the title of a notice otherwise."""

    def edit(root: etree._Element) -> None:
        paragraph = paragraph_with(root, TITLE)
        first, *others = paragraph.findall(f"{W}r")
        for run in others:
            paragraph.remove(run)
        for child in first.findall(f"{W}t"):
            first.remove(child)
        for at, words in enumerate(several):
            if at:
                etree.SubElement(first, f"{W}br")
            etree.SubElement(first, f"{W}t").text = words

    return edit


def first_run(words: str, name: str, **values: str) -> Edit:
    """Set a property of the first run of a paragraph."""

    def edit(root: etree._Element) -> None:
        look(next(paragraph_with(root, words).iter(f"{W}r")), name, **values)

    return edit


def without(style: str, name: str) -> Callable[[etree._Element], None]:
    """Take a property out of one paragraph of a style."""

    def edit(root: etree._Element) -> None:
        paragraph = paragraph_with(root, style)
        made = etree.SubElement(paragraph.find(f"{W}pPr"), f"{W}{name}")
        made.set(f"{W}val", "9" if name == "outlineLvl" else "0")

    return edit


def deeper(root: etree._Element) -> None:
    """Give a speech a heading of the third level."""
    second = paragraph_with(root, "（一）打好收官之战")
    made = etree.fromstring(etree.tostring(second))
    texts = list(made.iter(f"{W}t"))
    texts[0].text = "1.把账算清。"
    for run in made.findall(f"{W}r"):
        look(run, "rFonts", eastAsia="仿宋_GB2312")
    for text in texts[1:]:
        text.text = "这件事要抓紧。" if text is texts[-1] else ""
    second.addnext(made)


MUTANTS: list[Mutant] = [
    Mutant("title on the left", "F401", NOTICE, of_paragraph(TITLE, "jc", val="left")),
    Mutant("title beside the middle", "F401", NOTICE, of_paragraph(TITLE, "ind", firstLineChars="200")),
    Mutant("title in 黑体", "F402", NOTICE, of_runs(TITLE, "rFonts", eastAsia="黑体")),
    Mutant("title of a speech in 宋体", "F402", "starter-speech", of_runs("平安走好上学路", "rFonts", eastAsia="宋体")),
    Mutant("small title", "F403", NOTICE, of_runs(TITLE, "sz", val="40")),
    Mutant("title right below the rule", "F404", NOTICE, of_paragraph(TITLE, "spacing", before="0", after="579")),
    Mutant("hourglass", "F405", NOTICE, rows("砚川市人民政府办公室", "关于做好", "三年行动收官之年重点工作的通知")),
    Mutant(
        "two characters left over", "F405", NOTICE, rows("砚川市人民政府办公室关于做好", "三年行动重点工作的通", "知")
    ),
    Mutant("title without breaks", "F406", NOTICE, rows("砚川市人民政府办公室关于做好收官之年重点工作的通知")),
    Mutant("title with a comma", "F407", NOTICE, part("收官之年重点工作", "收官，重点工作")),
    Mutant("title with a stop", "F407", NOTICE, part("重点工作的通知", "重点工作的通知。")),
    Mutant("no kind", "F408", NOTICE, part("收官之年重点工作的通知", "收官之年重点工作要点")),
    Mutant("kind without 的", "F408", NOTICE, part("收官之年重点工作的通知", "收官之年重点工作通知")),
    Mutant("indented addressees", "F409", NOTICE, of_paragraph(TO, "ind", firstLineChars="200", firstLine="640")),
    Mutant("addressees in the middle", "F409", "starter-notice", of_paragraph("各乡镇人民政府", "jc", val="center")),
    Mutant("hanging addressees", "F409", NOTICE, of_paragraph(TO, "ind", left="640", hanging="640")),
    Mutant("addressees without a colon", "F410", NOTICE, part(TO, TO[:-1])),
    Mutant("addressees with a comma", "F410", NOTICE, part(TO, TO[:-1])),
    Mutant(
        "addressees right below the title", "F411", NOTICE, of_paragraph(TITLE, "spacing", before="1158", after="0")
    ),
    Mutant("addressees in 楷体", "F412", NOTICE, of_runs(TO, "rFonts", eastAsia="楷体")),
    Mutant("small salutation", "F412", SPEECH, of_runs("同志们：", "sz", val="28")),
    Mutant("first level in 楷体", "F413", NOTICE, of_runs("一、总体要求", "rFonts", eastAsia="楷体_GB2312")),
    Mutant("second level in 黑体", "F414", NOTICE, of_runs("（一）先里后表", "rFonts", eastAsia="黑体")),
    Mutant(
        "run-in heading like its text",
        "F414",
        SPEECH,
        first_run("（一）打好收官之战", "rFonts", eastAsia="仿宋_GB2312"),
    ),
    Mutant("third level in 黑体", "F415", NOTICE, first_run("1.更新地下管网", "rFonts", eastAsia="黑体")),
    Mutant("large heading", "F416", NOTICE, of_runs("一、总体要求", "sz", val="36")),
    Mutant(
        "heading flush left", "F417", NOTICE, of_paragraph("一、总体要求", "ind", firstLineChars="0", firstLine="0")
    ),
    Mutant("heading in the middle", "F417", NOTICE, of_paragraph("一、总体要求", "jc", val="center")),
    Mutant("half-width brackets", "F420", NOTICE, part("（1）摸清管线", "(1)摸清管线")),
    Mutant("level left out", "F422", NOTICE, part("1.更新地下管网", "（1）更新地下管网")),
    Mutant("heading that does not keep its text", "F423", NOTICE, without("一、总体要求", "keepNext")),
    Mutant("heading outside of the outline", "F425", NOTICE, without("一、总体要求", "outlineLvl")),
    Mutant(
        "indented salutation", "F427", SPEECH, of_paragraph("同志们：", "ind", firstLineChars="200", firstLine="640")
    ),
    Mutant("speaker in 仿宋", "F428", SPEECH, of_runs("祝维桢", "rFonts", eastAsia="仿宋_GB2312")),
    Mutant("date without brackets", "F429", SPEECH, part("（2026年3月19日）", "2026年3月19日")),
    Mutant("third level in a speech", "F430", SPEECH, deeper),
    Mutant("关于 twice", "F431", NOTICE, part("关于做好", "关于转发关于做好")),
    Mutant("的通知的通知", "F431", NOTICE, part("重点工作的通知", "工作的通知的通知")),
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_a_rule_tells_its_fault_alone(mutant: Mutant) -> None:
    assert codes(mutant.made()) == {mutant.code}


def test_every_rule_but_that_of_automatic_numbers_has_a_mutant() -> None:
    assert CODES - {mutant.code for mutant in MUTANTS} == {"F424"}


@pytest.mark.parametrize("base", sorted({mutant.base for mutant in MUTANTS}))
def test_good_documents_have_no_fault(base: str) -> None:
    assert codes(good(base)) == set()


SOUND: dict[str, tuple[str, Edit]] = {
    "trapezoid": (NOTICE, rows("砚川市人民政府办公室关于做好", "收官之年工作的通知")),
    "joint title": (NOTICE, rows("砚川市人民政府办公室", "砚川市财政局", "关于做好收官之年重点工作的通知")),
    "a work inside 《》": (NOTICE, rows("砚川市人民政府办公室", "关于印发《甲、乙，丙的通知》的通知")),
    "a forwarded document": (NOTICE, rows("砚川市人民政府办公室", "转发市财政局关于做好工作的通知")),
    "a trial": (NOTICE, rows("砚川市人民政府办公室", "关于做好重点工作的意见（试行）")),
    "a public notice": (
        NOTICE,
        rows(
            "砚川市人民政府公告",
        ),
    ),
    "an English name of a face": (NOTICE, of_runs(TO, "rFonts", eastAsia="FangSong")),
    "1． with a wide point": (NOTICE, part("1.更新地下管网", "1．更新地下管网")),
    "a salutation of many": (SPEECH, part("同志们：", "各位代表、同志们：")),
}


@pytest.mark.parametrize(("base", "edit"), SOUND.values(), ids=SOUND)
def test_sound_texts_have_no_fault(base: str, edit: Edit) -> None:
    assert codes(edited(good(base), edit), only=CODES) == set()


class Office:
    """A document typed by hand: formats in the runs, blanks and tabs for places."""

    def __init__(self) -> None:
        self.document = docx.Document()

    def say(
        self,
        words: str,
        face: str = "仿宋_GB2312",
        size: float = 16,
        *,
        align: str = "both",
        indent: float = 0,
        line: float = 28.95,
    ) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, {"both": "JUSTIFY"}.get(align, align.upper()))
        layout = paragraph.paragraph_format
        layout.first_line_indent, layout.line_spacing = Pt(indent * size), Pt(line)
        layout.space_before = layout.space_after = Pt(0)
        self.run(paragraph, words, face, size)
        return paragraph

    def run(self, paragraph: Paragraph, words: str, face: str, size: float = 16) -> None:
        run = paragraph.add_run(words)
        run.font.size = Pt(size)
        run.font.name = "Times New Roman"
        run._r.rPr.rFonts.set(qn("w:eastAsia"), face)

    @property
    def data(self) -> bytes:
        held = io.BytesIO()
        self.document.save(held)
        return held.getvalue()


def typed_notice() -> Office:
    """A sound text of an office, without a head, for paper that has one printed on it."""
    office = Office()
    office.say("××县教育局", "方正小标宋_GBK", 22, align="center", line=30)
    office.say("关于做好2026年秋季开学工作的通知", "方正小标宋_GBK", 22, align="center", line=30)
    office.say("")
    office.say("各乡镇中心学校，县直各学校：")
    office.say("为做好秋季开学工作，现将有关事项通知如下。", indent=2)
    office.say("一、做好开学准备", "黑体", indent=2)
    second = office.say("（一）检查校舍。", "楷体_GB2312", indent=2)
    office.run(second, "各校要在8月25日前完成检查，发现隐患立即整改。", "仿宋_GB2312")
    second = office.say("（二）备齐教材。", "楷体_GB2312", indent=2)
    office.run(second, "各校要按时到县书店领取教材。", "仿宋_GB2312")
    office.say("二、加强安全管理", "黑体", indent=2)
    office.say("1.车辆要查。", indent=2)
    office.say("2.食堂要查。", indent=2)
    return office


def test_a_sound_text_typed_by_hand_has_no_fault() -> None:
    assert codes(typed_notice().data, only=CODES) == set()


def test_documents_of_another_make_are_not_judged_for_what_they_do_not_have() -> None:
    document = docx.Document()
    document.add_heading("Annual report", 1)
    document.add_paragraph("Text without any Chinese.")
    held = io.BytesIO()
    document.save(held)
    assert codes(held.getvalue(), only=CODES) == set()


def _verdicts(data: bytes, code: str) -> list[bool | None]:
    return [verdict.ok for rule, verdict in verdicts(sheet_of(read_document(data, "d"))) if rule.code == code]


def test_headings_of_which_none_keeps_its_text_are_not_told() -> None:
    """A page break is not in the file."""
    data = typed_notice().data
    assert _verdicts(data, "F423") == [None, None]
    assert _verdicts(data, "F425") == [None]


def test_first_sentences_that_no_office_sets_off_may_be_text() -> None:
    office = typed_notice()
    for paragraph in office.document.paragraphs:
        for run in paragraph.runs:
            if run.text.startswith("（"):
                run._r.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    assert _verdicts(office.data, "F414") == [None, None]


def test_a_label_ends_at_its_colon() -> None:
    office = Office()
    for words, rest in (("一、会议时间：", "2026年7月10日上午"), ("二、会议地点：", "县政府会议室")):
        paragraph = office.say(words, "黑体", indent=2)
        office.run(paragraph, rest, "仿宋_GB2312")
    office.say("请按时到会，不得缺席。会前把手机关好。", indent=2)
    assert _verdicts(office.data, "F413") == [True, True]
    for paragraph in office.document.paragraphs:
        for run in paragraph.runs:
            run._r.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    assert _verdicts(office.data, "F413") == [None, None]
    assert codes(office.data, only=CODES) == set()


def test_automatic_numbers_are_told_once() -> None:
    office = typed_notice()
    numbering = office.document.part.numbering_part.element
    numbering.insert(
        0,
        etree.fromstring(
            f'<w:abstractNum xmlns:w="{W[1:-1]}" w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(etree.fromstring(f'<w:num xmlns:w="{W[1:-1]}" w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for paragraph in office.document.paragraphs:
        if paragraph.text[:2] in ("一、", "二、"):
            paragraph.runs[0].text = paragraph.text[2:]
            paragraph._p.get_or_add_pPr().append(
                etree.fromstring(f'<w:numPr xmlns:w="{W[1:-1]}"><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')
            )
    assert codes(office.data, only=CODES) == {"F424"}
    assert _verdicts(office.data, "F424") == [False]


def test_two_faults_are_both_told() -> None:
    two = both(of_runs(TITLE, "rFonts", eastAsia="黑体"), of_paragraph(TO, "ind", firstLineChars="200"))
    assert codes(edited(good(NOTICE), two)) == {"F402", "F409"}


def test_one_typeface_has_two_names() -> None:
    assert codes(edited(good(NOTICE), of_runs("一、总体要求", "rFonts", eastAsia="SimHei"))) == set()


def test_what_stands_in_the_middle_is_told_by_where_it_begins() -> None:
    sheet = sheet_of(read_document(edited(good(NOTICE), of_paragraph("一、总体要求", "jc", val="center")), "d"))
    found = [verdict.found for rule, verdict in verdicts(sheet) if rule.code == "F417" and verdict.ok is False]
    assert len(found) == 1
    assert float(found[0].removesuffix(" mm")) == pytest.approx((156 - 6 * 5.64) / 2, abs=1)


DRAWN = "<w:r><w:drawing/></w:r>"
RED_36 = '<w:color w:val="FF0000"/><w:sz w:val="72"/>'
CENTRED = '<w:jc w:val="center"/>'


@pytest.mark.parametrize(("drawn", "found"), [("", "3.9"), (DRAWN, None)])
def test_lines_above_a_title_are_lines_of_text_and_counted_from_a_rule_in_the_file(
    drawn: str, found: str | None
) -> None:
    blank = '<w:p><w:pPr><w:spacing w:line="560" w:lineRule="exact"/></w:pPr></w:p>'
    number = f"<w:p><w:pPr>{CENTRED}</w:pPr><w:r><w:t>某政发〔2026〕7号</w:t></w:r>{drawn}</w:p>"
    title = p("关于某事的通知", CENTRED, '<w:sz w:val="44"/>')
    page = '<w:sectPr><w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>'
    data = raw(p("某县人民政府文件", CENTRED, RED_36) + number + 4 * blank + title + p("各单位：") + page)
    told = [f.args["found"] for f in faults(sheet_of(read_document(data, "x"))) if f.code == "F404"]
    assert told == ([] if found is None else [found])

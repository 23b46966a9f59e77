"""The rules of the head: each tells its own fault in a good document, alone, and is silent where a head is sound or absent."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from lxml import etree
from mutants import Edit, Mutant, W, codes, edited, good, paragraph_with

from docgen.pages.document import read_document
from docgen.rules import head, head_rule
from docgen.rules.inspect import sheet_of, verdicts
from docgen.rules.wanted import STANDARD

CODES = {rule.code for rule in (*head.RULES, *head_rule.RULES)}
RED = {"val": "single", "sz": "12", "space": "7", "color": "FF0000"}


def part(words: str, found: str) -> Edit:
    """Replace a stretch of the text."""

    def edit(root: etree._Element) -> None:
        text = next(t for t in root.iter(f"{W}t") if words in (t.text or ""))
        text.text = str(text.text).replace(words, found, 1)

    return edit


def set_property(paragraph: etree._Element, name: str, **values: str) -> None:
    """Set a property right in a paragraph, in place of another of its name."""
    properties = paragraph.find(f"{W}pPr")
    assert properties is not None
    for old in properties.findall(f"{W}{name}"):
        properties.remove(old)
    made = etree.SubElement(properties, f"{W}{name}")
    for key, value in values.items():
        made.set(f"{W}{key}", value)


def of_paragraph(words: str, name: str, **values: str) -> Edit:
    return lambda root: set_property(paragraph_with(root, words), name, **values)


def of_runs(words: str, name: str, **values: str) -> Edit:
    """Set a property of all runs of a paragraph."""

    def edit(root: etree._Element) -> None:
        for run in paragraph_with(root, words).iter(f"{W}r"):
            look(run, name, **values)

    return edit


def look(run: etree._Element, name: str, **values: str) -> None:
    """Set a property of a run."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    for old in properties.findall(f"{W}{name}"):
        properties.remove(old)
    made = etree.SubElement(properties, f"{W}{name}")
    for key, value in values.items():
        made.set(f"{W}{key}", value)


def bordered(paragraph: etree._Element, side: str = "bottom", **values: str) -> None:
    """Draw one side of a paragraph's frame."""
    set_property(paragraph, "pBdr")
    made = etree.SubElement(paragraph.find(f"{W}pPr/{W}pBdr"), f"{W}{side}")
    for key, value in (RED | values).items():
        made.set(f"{W}{key}", value)


def both(*edits: Edit) -> Edit:
    def edit(root: etree._Element) -> None:
        for one in edits:
            one(root)

    return edit


def first_row(height: str) -> Edit:
    def edit(root: etree._Element) -> None:
        next(root.iter(f"{W}trHeight")).set(f"{W}val", height)

    return edit


def marks(*several: str) -> Edit:
    """Put marks above the masthead of a document that has one."""

    def edit(root: etree._Element) -> None:
        first = paragraph_with(root, "特急")
        cell = first.getparent()
        assert cell is not None
        for words in reversed(several):
            made = etree.fromstring(etree.tostring(first))
            next(made.iter(f"{W}t")).text = words
            cell.insert(1, made)
        cell.remove(first)

    return edit


def add_run(paragraph: etree._Element, words: str, face: str) -> None:
    run = etree.SubElement(paragraph, f"{W}r")
    look(run, "rFonts", eastAsia=face, hint="eastAsia")
    if words.startswith("\t"):
        etree.SubElement(run, f"{W}tab")
    etree.SubElement(run, f"{W}t").text = words.strip()


def upward(name_face: str = "楷体_GB2312", align: str = "left", title: str = "请示") -> Edit:
    """Make a document go up: number on the left, signatory on the right."""

    def edit(root: etree._Element) -> None:
        number = paragraph_with(root, "〔2026〕18号")
        set_property(number, "ind", firstLineChars="100", firstLine="320")
        set_property(number, "jc", val=align)
        add_run(number, "\t签发人：", "仿宋_GB2312")
        add_run(number, "祝维桢", name_face)
        part("重点工作的通知", f"重点工作的{title}")(root)
        one_addressee(root)

    return edit


def one_addressee(root: etree._Element) -> None:
    for text in paragraph_with(root, "各管线专营单位：").iter(f"{W}t"):
        text.text = "市人民政府：" if text.text else text.text


def letter(rule: str = "thickThinSmallGap", beyond: str = "-397", align: str = "right") -> Edit:
    """Make a letter: no 文件, a double rule below the masthead, the number on the right."""

    def edit(root: etree._Element) -> None:
        part("办公室文件", "办公室")(root)
        masthead, number = paragraph_with(root, "人民政府办公室"), paragraph_with(root, "〔2026〕18号")
        set_property(masthead, "framePr", w="8844", hAnchor="page", vAnchor="page", y="1701", xAlign="center")
        blank = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:pPr/></w:p>')
        number.addprevious(blank)
        bordered(blank, val=rule)
        set_property(blank, "ind", left=beyond, right=beyond)
        bordered(number, val="nil")
        set_property(number, "jc", val=align)
        part("重点工作的通知", "重点工作的函")(root)
        _without_imprint(root)

    return edit


def _without_imprint(root: etree._Element) -> None:
    """Leave the imprint out, and the number of the first page."""
    for paragraph in [
        p for p in root.iter(f"{W}p") if "印发" in "".join(p.itertext()) or p.find(f"{W}pPr/{W}framePr") is not None
    ]:
        if "办公室" not in "".join(paragraph.itertext()) or "印发" in "".join(paragraph.itertext()):
            parent = paragraph.getparent()
            assert parent is not None
            parent.remove(paragraph)
    first = next(root.iter(f"{W}sectPr"))
    first.append(etree.Element(f"{W}titlePg"))


def joint_the_wrong_way(root: etree._Element) -> None:
    """Put 文件 on the left of the names."""
    table = next(t for t in root.iter(f"{W}tbl") if "文件" in "".join(x.text or "" for x in t.iter(f"{W}t")))
    for row in table.iter(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        words = [[child for child in cell if child.tag != f"{W}tcPr"] for cell in cells]
        for cell, other in zip(cells, reversed(words), strict=True):
            cell.extend(other)


def letter_with_its_rule_at_the_masthead(root: etree._Element) -> None:
    letter()(root)
    masthead = paragraph_with(root, "人民政府办公室")
    blank, body = masthead.getnext(), masthead.getparent()
    assert blank is not None
    assert body is not None
    body.remove(blank)
    bordered(masthead, val="thickThinSmallGap")
    set_property(masthead, "ind", left="-397", right="-397")


def number_in_a_table(root: etree._Element) -> None:
    """Put number and signatory into two cells above a rule of the table."""
    bordered(paragraph_with(root, NUMBER), val="nil")
    upward()(root)
    number = paragraph_with(root, NUMBER)
    *_, label, name = number.findall(f"{W}r")
    beside = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:pPr/></w:p>')
    beside.extend([label, name])
    label.remove(label.find(f"{W}tab"))
    table = etree.fromstring(
        f'<w:tbl xmlns:w="{W[1:-1]}"><w:tblPr/><w:tblGrid><w:gridCol w:w="4422"/><w:gridCol w:w="4422"/></w:tblGrid>'
        "<w:tr><w:tc><w:tcPr/></w:tc><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>"
    )
    number.addprevious(table)
    first, second = table.iter(f"{W}tc")
    first.append(number)
    second.append(beside)


NUMBER, MASTHEAD = "〔2026〕18号", "人民政府办公室文件"
NOTICE = "large-notice"
MUTANTS: list[Mutant] = [
    Mutant("masthead 12 mm too high", "F301", NOTICE, first_row("1100")),
    Mutant("masthead 10 mm too low", "F301", NOTICE, first_row("2400")),
    Mutant(
        "minutes with a masthead too high", "F301", "large-minutes", of_paragraph("会议纪要", "spacing", before="800")
    ),
    Mutant("masthead on the left", "F302", NOTICE, of_paragraph(MASTHEAD, "jc", val="left")),
    Mutant("masthead beside the middle", "F302", NOTICE, of_paragraph(MASTHEAD, "ind", firstLineChars="200")),
    Mutant("masthead in 黑体", "F303", NOTICE, of_runs(MASTHEAD, "rFonts", eastAsia="黑体")),
    Mutant("black masthead", "F304", NOTICE, of_runs(MASTHEAD, "color", val="000000")),
    Mutant("minutes below 文件", "F305", NOTICE, part("重点工作的通知", "重点工作的会议纪要")),
    Mutant("notice below 纪要", "F305", "large-minutes", part("推进会纪要", "推进会的通知")),
    Mutant("short copy number", "F306", "flood-notice", marks("001")),
    Mutant("copy number with a label", "F306", "flood-notice", marks("份号：000001")),
    Mutant(
        "indented copy number",
        "F306",
        "flood-notice",
        both(marks("000001"), of_paragraph("000001", "ind", firstLineChars="200")),
    ),
    Mutant("classification with an asterisk", "F307", "flood-notice", marks("机密*1年")),
    Mutant("classification with a numeral", "F307", "flood-notice", marks("机密★一年")),
    Mutant(
        "classification in 仿宋",
        "F307",
        "flood-notice",
        both(marks("机密★1年"), of_runs("机密", "rFonts", eastAsia="仿宋")),
    ),
    Mutant("urgency of another word", "F308", "flood-meeting_notice", part("加急", "急件")),
    Mutant("urgency in 宋体", "F308", "flood-notice", of_runs("特急", "rFonts", eastAsia="宋体")),
    Mutant("small urgency", "F308", "flood-notice", of_runs("特急", "sz", val="28")),
    Mutant("marks out of order", "F309", "flood-notice", marks("特急", "机密★1年")),
    Mutant("no red rule", "F310", NOTICE, lambda root: bordered(paragraph_with(root, NUMBER), val="nil")),
    Mutant("year in square brackets", "F311", NOTICE, part("〔2026〕", "[2026]")),
    Mutant("year in small brackets", "F311", NOTICE, part("〔2026〕", "﹝2026﹞")),
    Mutant("year without brackets", "F311", NOTICE, part("〔2026〕", "2026年")),
    Mutant("year with its word", "F311", NOTICE, part("〔2026〕", "〔2026年〕")),
    Mutant("number on the left", "F313", NOTICE, of_paragraph(NUMBER, "jc", val="left")),
    Mutant("number in 宋体", "F314", NOTICE, of_runs(NUMBER, "rFonts", eastAsia="宋体")),
    Mutant("small number", "F314", NOTICE, of_runs(NUMBER, "sz", val="28")),
    Mutant("notice with a signatory", "F315", NOTICE, upward(title="通知")),
    Mutant("name of the signatory in 仿宋", "F316", NOTICE, upward("仿宋_GB2312")),
    Mutant("文件 on the left", "F317", "flood-meeting_notice", joint_the_wrong_way),
    Mutant("single rule of a letter", "F318", NOTICE, letter(rule="single")),
    Mutant("short rule of a letter", "F318", NOTICE, letter(beyond="0")),
    Mutant("number of a letter on the left", "F319", NOTICE, letter(align="left")),
    Mutant("black rule", "F322", NOTICE, lambda root: bordered(paragraph_with(root, NUMBER), color="000000")),
    Mutant("short rule", "F323", NOTICE, of_paragraph(NUMBER, "ind", left="600", right="600")),
    Mutant("rule at the text", "F324", NOTICE, lambda root: bordered(paragraph_with(root, NUMBER), space="1")),
    Mutant("rule far away", "F324", NOTICE, lambda root: bordered(paragraph_with(root, NUMBER), space="20")),
    Mutant("number right below the masthead", "F325", NOTICE, of_paragraph(NUMBER, "spacing", before="0")),
    Mutant(
        "request without signatory",
        "F326",
        NOTICE,
        both(part("重点工作的通知", "重点工作的请示"), one_addressee),
    ),
    Mutant("number in the middle beside the signatory", "F327", NOTICE, upward(align="center")),
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_a_rule_tells_its_fault_alone(mutant: Mutant) -> None:
    assert codes(mutant.made()) == {mutant.code}


@pytest.mark.parametrize("base", sorted({mutant.base for mutant in MUTANTS}))
def test_good_documents_have_no_fault(base: str) -> None:
    assert codes(good(base)) == set()


def test_every_rule_but_that_of_the_star_has_a_mutant() -> None:
    assert CODES - {mutant.code for mutant in MUTANTS} == {"F321"}


def lines_of_a_grid(root: etree._Element) -> None:
    for section in root.iter(f"{W}sectPr"):
        for old in section.findall(f"{W}docGrid"):
            section.remove(old)
        made = etree.SubElement(section, f"{W}docGrid")
        made.set(f"{W}type", "lines")
        made.set(f"{W}linePitch", "579")
    set_property(paragraph_with(root, NUMBER), "spacing", before="1158", line="240", lineRule="auto")


def blank_lines_for_space(root: etree._Element) -> None:
    for words in (NUMBER, "收官之年重点工作的通知"):
        paragraph = paragraph_with(root, words)
        set_property(paragraph, "spacing", before="0", after="579", line="240", lineRule="auto")
        for _ in range(2):
            blank = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:pPr></w:p>')
            paragraph.addprevious(blank)
    set_property(paragraph_with(root, NUMBER), "spacing", before="0", after="0", line="240", lineRule="auto")


SOUND: dict[str, tuple[str, Edit]] = {
    "all marks": ("flood-notice", marks("000001", "机密★1年", "特急")),
    "classification without a period": ("flood-notice", marks("秘密")),
    "a word of telegrams": ("flood-notice", part("特急", "特提")),
    "request with its signatory": (NOTICE, upward()),
    "opinion with a signatory": (NOTICE, upward(title="意见")),
    "letter": (NOTICE, letter()),
    "letter with its rule at the masthead": (NOTICE, letter_with_its_rule_at_the_masthead),
    "number and signatory in a table": (NOTICE, number_in_a_table),
    "lines of a grid": (NOTICE, lines_of_a_grid),
    "blank lines for space": (NOTICE, blank_lines_for_space),
    "another 小标宋": (NOTICE, of_runs(MASTHEAD, "rFonts", eastAsia="方正小标宋_GBK")),
    "another red": (
        NOTICE,
        both(
            of_runs(MASTHEAD, "color", val="E60012"),
            lambda root: bordered(paragraph_with(root, NUMBER), color="E60012"),
        ),
    ),
}


@pytest.mark.parametrize(("base", "edit"), SOUND.values(), ids=SOUND)
def test_sound_heads_have_no_fault(base: str, edit: Edit) -> None:
    assert codes(edited(good(base), edit)) == set()


def _document(build: Callable[[docx.document.Document], object]) -> bytes:
    document = docx.Document()
    build(document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def test_a_document_without_a_head_is_not_judged() -> None:
    data = _document(lambda d: [d.add_heading("Report", 0), d.add_paragraph("第一段文字。"), d.add_table(2, 2)])
    assert codes(data, only=CODES) == set()
    assert not [rule.code for rule, _ in verdicts(sheet_of(read_document(data, "d"))) if rule.code in CODES]


def test_blank_lines_and_rows_above_the_masthead_count_as_space_does() -> None:
    def blank_lines(root: etree._Element) -> None:
        first = next(root.iter(f"{W}tbl"))
        for _ in range(3):
            made = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:pPr/></w:p>')
            set_property(made, "spacing", line="598", lineRule="exact", before="0", after="0")
            first.addprevious(made)
        body = first.getparent()
        assert body is not None
        body.remove(first)

    assert codes(edited(good(NOTICE), blank_lines)) == set()


def _verdict(data: bytes, code: str) -> list[bool | None]:
    return [verdict.ok for rule, verdict in verdicts(sheet_of(read_document(data, "d"))) if rule.code == code]


def test_a_framed_masthead_stands_where_nobody_can_tell() -> None:
    framed = of_paragraph(MASTHEAD, "framePr", w="8844", vAnchor="page", y="4082", hAnchor="margin")
    assert _verdict(edited(good(NOTICE), framed), "F301") == [None]


def test_a_drawn_rule_is_taken_for_one() -> None:
    def drawn(root: etree._Element) -> None:
        number = paragraph_with(root, NUMBER)
        bordered(number, val="nil")
        run = etree.SubElement(number, f"{W}r")
        etree.SubElement(run, f"{W}pict")

    data = edited(good(NOTICE), drawn)
    assert _verdict(data, "F310") == [None]
    assert codes(data) == set()


def test_a_signatory_in_a_box_is_not_missed() -> None:
    def boxed(root: etree._Element) -> None:
        part("重点工作的通知", "重点工作的请示")(root)
        box = f"""<w:r xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>
            <w:p><w:r><w:t>签发人：祝维桢</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""
        paragraph_with(root, NUMBER).append(etree.fromstring(box))

    assert _verdict(edited(good(NOTICE), boxed), "F326") == [None]


def test_a_star_is_wanted_only_by_offices_that_have_one() -> None:
    wanted = replace(STANDARD, star_in_rule=True)
    assert codes(good(NOTICE), wanted) == {"F321"}
    assert (
        codes(
            edited(good(NOTICE), lambda root: add_run(paragraph_with(root, NUMBER), "★", "宋体")), wanted, only={"F321"}
        )
        == set()
    )


def test_a_red_title_is_no_masthead() -> None:
    def red(document: docx.document.Document) -> None:
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = title.add_run("关于举办春季运动会的通知")
        run.font.size, run.font.color.rgb = Pt(26), RGBColor(255, 0, 0)
        document.add_paragraph("全体师生：")
        document.add_paragraph("学校定于4月举办运动会。")

    assert codes(_document(red), only=CODES) == set()


def test_a_number_whose_organ_is_left_out_is_a_number() -> None:
    data = edited(good(NOTICE), part("砚政办发〔2026〕", "×政办发[2026]"))
    assert codes(data) == {"F311"}


def test_a_number_in_a_table_is_judged_for_what_the_file_tells() -> None:
    data = edited(good(NOTICE), number_in_a_table)
    assert _verdict(data, "F314") == [True, True]
    assert _verdict(data, "F327") == [None]
    assert _verdict(data, "F310") == [None]


def letter_with_its_head_in_the_header() -> bytes:
    """Return a letter whose masthead stands in the header of the first page, and its lower rule in the footer."""
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    mark = section.first_page_header.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = mark.add_run("某某市教育局")
    run.font.size, run.font.color.rgb = Pt(36), RGBColor(255, 0, 0)
    section.first_page_footer.paragraphs[0].add_run("")
    document.add_paragraph("某教函〔2026〕7号").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("关于商请协助开展检查的函").font.size = Pt(22)
    document.add_paragraph("市卫生健康委：")
    document.add_paragraph("为做好开学检查工作，请贵单位派员参加。")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_letter_may_have_its_masthead_in_the_header_of_the_first_page() -> None:
    data = letter_with_its_head_in_the_header()
    assert sheet_of(read_document(data, "x")).elements.layout == "letter"
    assert codes(data, only=["F112", "F845"]) == set()

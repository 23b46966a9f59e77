"""Conventions of notices, minutes, speeches, reports and requests, tables, letters and orders: one fault each, told by its rule alone."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from lxml import etree
from mutants import Edit, Mutant, W, codes, good, paragraph_with, says

from docgen.pages.document import read_document
from docgen.prose.check import check_text
from docgen.rules import conventions, special
from docgen.rules.inspect import sheet_of, verdicts

MINE = {rule.code for family in (conventions, special) for rule in family.RULES}
KINDS_BUILT = [
    *(
        f"{s}-{kind}"
        for s in ("large", "hospital", "flood")
        for kind in ("notice", "meeting_notice", "minutes", "speech")
    ),
    *(f"starter-{kind}" for kind in ("notice", "minutes", "speech")),
]


# --- faults planted in documents of docgen


def both(*edits: Edit) -> Edit:
    """Do one edit after the other."""

    def edit(root: etree._Element) -> None:
        for one in edits:
            one(root)

    return edit


def gone(*words: str) -> Edit:
    """Take out the paragraphs with these words."""

    def edit(root: etree._Element) -> None:
        for said in words:
            paragraph = paragraph_with(root, said)
            parent = paragraph.getparent()
            assert parent is not None
            parent.remove(paragraph)

    return edit


def gone_between(first: str, last: str) -> Edit:
    """Take out all paragraphs between the one with these words and the last one that holds those alone."""

    def edit(root: etree._Element) -> None:
        upper = paragraph_with(root, first)
        lower = [p for p in root.iter(f"{W}p") if "".join(p.itertext()).strip() == last][-1]
        while (next_one := upper.getnext()) is not lower:
            assert next_one is not None
            upper.getparent().remove(next_one)  # type: ignore[union-attr]

    return edit


def table_with(root: etree._Element, words: str) -> etree._Element:
    """Return the table that holds these words."""
    return next(t for t in root.iter(f"{W}tbl") if words in "".join(t.itertext()))


def wider(root: etree._Element) -> None:
    """Widen the first column of the table of answers by 30 mm."""
    table = table_with(root, "姓名")
    for column in [*table.iter(f"{W}gridCol")][:1]:
        column.set(f"{W}w", str(int(column.get(f"{W}w", "0")) + 1700))
    for row in table.iter(f"{W}tr"):
        cell = row.find(f"{W}tc/{W}tcPr/{W}tcW")
        assert cell is not None
        cell.set(f"{W}w", str(int(cell.get(f"{W}w", "0")) + 1700))
    width = table.find(f"{W}tblPr/{W}tblW")
    assert width is not None
    width.attrib.update({f"{W}w": "10538", f"{W}type": "dxa"})


def tiny(root: etree._Element) -> None:
    """Set the table of answers in 5.5 pt."""
    for run in table_with(root, "姓名").iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            run.insert(0, properties)
        etree.SubElement(properties, f"{W}sz", {f"{W}val": "11"})


def no_head(root: etree._Element) -> None:
    """Repeat no row of any table."""
    heads = [*root.iter(f"{W}tblHeader")]
    assert heads
    for head in heads:
        head.getparent().remove(head)  # type: ignore[union-attr]


def same_footers(root: etree._Element) -> None:
    """Give the page that lies on its side the footers of the pages before it."""
    [section] = [s for s in root.iter(f"{W}sectPr") if s.find(f"{W}pgSz").get(f"{W}w") == "16838"]  # type: ignore[union-attr]
    for reference in section.findall(f"{W}footerReference"):
        section.remove(reference)


def nobody_named(root: etree._Element) -> None:
    """Leave the label of those excused alone."""
    texts = [*paragraph_with(root, "请假：").iter(f"{W}t")]
    for text in texts:
        text.text = "请假：" if text is texts[0] else ""


def formula_behind_text(root: etree._Element) -> None:
    """Let 特此通知 stand behind the last sentence."""
    gone("特此通知。")(root)
    says("弄虚作假的通报全院。", "弄虚作假的通报全院。特此通知。")(root)


def label_alone(root: etree._Element) -> None:
    """Leave nothing behind the label of the attachment."""
    titles = [p for p in root.iter(f"{W}p") if "".join(p.itertext()).strip() == "参会回执"]
    assert len(titles) == 1
    titles[0].getparent().remove(titles[0])  # type: ignore[union-attr]
    table = table_with(root, "姓名")
    table.getparent().remove(table)  # type: ignore[union-attr]


NOTE = "（责任单位：县公安局；完成时限：5月底前）"
MUTANTS = [
    Mutant("another kind at the end", "F803", "hospital-notice", says("特此通知。", "特此函复。")),
    Mutant("told twice", "F804", "hospital-notice", says("门诊服务质量提升活动。", "门诊服务质量提升活动。现将有关事项通知如下：")),
    Mutant("formula behind the text", "F805", "hospital-notice", formula_behind_text),
    Mutant("no colon", "F806", "starter-notice", says("有关事项通知如下：", "有关事项通知如下")),
    Mutant("a comma for the colon", "F806", "starter-minutes", says("纪要如下：", "纪要如下，")),
    Mutant("nothing below", "F807", "starter-notice", gone_between("通知如下：", "椒屏县人民政府办公室")),
    Mutant("a meeting without a place", "F809", "hospital-meeting_notice", both(says("会议地点", "会议主持"), says("门诊楼九楼会议室", "闻人岫院长"))),
    Mutant("one stop before its note", "F810", "starter-notice", says(f"专用{NOTE}。", f"专用。{NOTE}")),
    Mutant("one note with a comma", "F811", "starter-notice", says("县公安局；完成", "县公安局，完成")),
    Mutant("a stop in a note", "F812", "starter-notice", says("5月底前）", "5月底前。）")),
    Mutant("a semicolon between addressees", "F813", "starter-notice", says("人民政府，县政府", "人民政府；县政府")),
    Mutant("we in minutes", "F820", "starter-minutes", says("会议要求，各", "我们要求，各")),
    Mutant("nobody in the chair", "F821", "starter-minutes", says("主持召开", "召开")),
    Mutant("no day", "F821", "starter-minutes", says("2026年4月9日上午，", "")),
    Mutant("nobody excused", "F824", "flood-minutes", nobody_named),
    Mutant("a speech without its name", "F827", "hospital-speech", says("会议上的讲话", "会议")),
    Mutant("a head on the first page alone", "F840", "large-notice", no_head),
    Mutant("a table in the margin", "F841", "hospital-meeting_notice", wider),
    Mutant("a table in 5.5 pt", "F842", "hospital-meeting_notice", tiny),
    Mutant("a number under the long edge", "F843", "hospital-notice", same_footers),
    Mutant("a label alone", "F848", "hospital-meeting_notice", label_alone),
]  # fmt: skip


# --- documents of other offices


def written(lines: Sequence[str | list[list[str]]]) -> bytes:
    """Return a document as an office types one: direct formatting alone; ``m|`` masthead, ``t|`` title, ``c|`` centred, ``r|`` right, ``f|`` flush."""
    document = Document()
    for line in lines:
        if isinstance(line, list):
            table = document.add_table(len(line), len(line[0]))
            for row, cells in zip(table.rows, line, strict=True):
                for cell, said in zip(row.cells, cells, strict=True):
                    cell.text = said
            continue
        look, bar, said = line.partition("|")
        look, said = (look, said) if bar else ("", line)
        paragraph = document.add_paragraph()
        run = paragraph.add_run(said)
        run.font.size = Pt({"m": 36, "t": 22}.get(look, 16))
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "方正仿宋_GBK")
        if look == "m":
            run.font.color.rgb = RGBColor(255, 0, 0)
        places = {"m": WD_ALIGN_PARAGRAPH.CENTER, "t": WD_ALIGN_PARAGRAPH.CENTER, "c": WD_ALIGN_PARAGRAPH.CENTER}
        paragraph.alignment = {**places, "r": WD_ALIGN_PARAGRAPH.RIGHT}.get(look)
        if not look:
            paragraph.paragraph_format.first_line_indent = Pt(32)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


SIGNED = ["r|某某县人民政府", "r|2024年7月5日"]
REQUEST = [
    "t|某某县教育局关于追加校舍修缮经费的请示",
    "f|县人民政府：",
    "因水毁校舍急需修缮，需追加经费120万元。",
    "妥否，请批示。",
    *SIGNED,
]
REPORT = [
    "t|某某县教育局关于义务教育情况的报告",
    "f|县人民政府：",
    "现将有关情况报告如下：",
    "一、基本情况",
    "全县共有学校36所，已报请批准的项目12个，群众可否申请也有了说法。",
    "特此报告。",
    *SIGNED,
]
REPLY = [
    "m|某某省人民政府",
    "c|某政函〔2024〕3号",
    "t|某某省人民政府关于同意设立某某开发区的批复",
    "f|某某市人民政府：",
    "你市《关于设立某某开发区的请示》（某政〔2024〕5号）收悉。现批复如下：",
    "同意设立某某开发区。",
    "此复。",
    *SIGNED,
]
PUBLIC = [
    "t|某某县人民政府关于禁止燃放烟花爆竹的通告",
    "为保障安全，现将有关事项通告如下：",
    "一、主城区禁止燃放。",
    "二、违者依法处罚。",
    "特此通告。",
    *SIGNED,
]
NOTICE = [
    "t|关于做好防汛工作的通知",
    "f|各乡镇人民政府，县直各单位：",
    "现就防汛工作通知如下：",
    "一、压实各级责任。（责任单位：县水务局、县应急局）",
    "二、24小时值班。（责任单位：县应急局；完成时限：汛期）",
    *SIGNED,
]
MINUTES = [
    "m|某某县人民政府常务会议纪要",
    "c|第12期",
    "7月5日，县长张三主持召开第12次常务会议。现纪要如下：",
    "一、研究了防汛工作",
    "会议指出，“我们要守住底线”是群众的期盼。",
    "二、研究了财政工作",
    "会议原则同意县财政局汇报，维护我县利益，建设邻里大家庭。",
    "会议要求抓好落实。",
    "出席：张三、李四",
    "列席：赵六",
]
SPEECH = [
    "t|在全县教育工作会议上的讲话",
    "c|张三",
    "c|（2024年7月5日）",
    "f|同志们：",
    "今天我讲三点。",
    "大家要努力。",
]
LETTER = [
    "m|某某市水务局",
    "r|某水函〔2024〕3号",
    "t|某某市水务局关于商请提供资料的函",
    "f|市自然资源局：",
    "为编制规划，请提供有关资料。",
    "特此函达。",
    *SIGNED,
]
ORDER = [
    "m|某某市人民政府令",
    "c|第12号",
    "《某某市停车管理办法》已经市人民政府第3次常务会议通过，现予公布。",
    "r|市长　张三",
    "r|2024年7月5日",
]
SOUND = {
    "request": REQUEST, "report": REPORT, "reply": REPLY, "public": PUBLIC, "notice": NOTICE, "minutes": MINUTES,
    "speech": SPEECH, "letter": LETTER, "letter with copies": [*LETTER, "抄送：市政府办公室。"], "order": ORDER,
    "posts": ["m|某某县人民政府", "c|某政任〔2024〕3号", "t|关于张三等同志职务任免的通知", "f|各乡镇人民政府，县政府各部门、各直属机构：", "县政府决定：", "张三为县教育局局长；", "李四为县水务局副局长。", "特此通知。", *SIGNED],
    "meeting": ["t|关于召开2024年安全生产工作会议的通知", "f|各部门、各车间：", "经研究，定于7月10日上午9时在公司三楼会议室召开安全生产工作会议，现将有关事项通知如下。", "请准时参加。", *SIGNED],
    "meeting with its place in a table": ["t|关于召开全市农村工作会议的通知", "f|各县（市、区）委：", [["会议时间", "7月8日"], ["会议地点", "市委大院"]], "请认真准备。", *SIGNED],
    "notice that forwards": ["t|某某市人民政府办公室转发市发展改革委关于促进民营经济发展若干措施的通知", "f|各县（市、区）人民政府：", "现转发给你们，请认真贯彻执行。", *SIGNED],
    "notice with 《》": ["t|关于转发《省教育厅关于做好防汛工作的通知》的通知", "f|各县（市、区）教育局，局属各学校：", "现转发给你们，请认真贯彻执行。", *SIGNED],
    "trial": ["t|关于印发《某某县校舍管理办法（试行）》的通知", "f|各学校：", "现印发给你们。", *SIGNED],
    "minutes of a company": ["t|某某公司总经理办公会议纪要", "时间：2024年7月5日", "地点：三楼会议室", "主持：张三", "出席：李四、王五", "列席：赵六", "会议研究了以下事项：", "一、关于采购事项", "会议同意采购方案。", "r|某某公司", "r|2024年7月6日"],
    "names on the line below": [*MINUTES[:-1], "请假：", "王五（出差）", "列席：赵六"],
    "talk to the party": ["t|坚守初心使命　勇于担当作为", "c|——专题党课", "f|同志们：", "今天讲党课。"],
    "consoling": ["t|致全县教师的慰问信", "f|全县广大教师同志们：", "向你们致以问候！", "r|某某县委", "r|2024年9月10日"],
    "evaluation": ["t|2023年度述职报告", "f|各位领导、同志们：", "现将工作报告如下：", "我坚持学习。", "以上报告，请批评指正。", "r|张三", "r|2024年7月5日"],
    "recruits": ["t|某某县2024年公开招聘教师公告", "根据工作需要，现将有关事项公告如下：", "见下表。", [["序号", "岗位"], *[[str(n), "教师"] for n in range(60)]][:15], "r|某某县教育局", "r|2024年7月5日"],
}  # fmt: skip
FAULTY: list[tuple[str, str, Sequence[str | list[list[str]]]]] = [
    ("no organ above the date", "F808", NOTICE[:-2] + NOTICE[-1:]),
    ("stops before and behind notes", "F810", [*NOTICE[:3], "一、压实责任（责任单位：县水务局）。", *NOTICE[3:]]),
    ("an addressed announcement", "F814", [PUBLIC[0], "f|各乡镇人民政府：", *PUBLIC[1:]]),
    ("addressed minutes", "F822", [*MINUTES[:2], "f|各乡镇人民政府，县直各单位：", *MINUTES[2:]]),
    ("people above the text", "F823", [*MINUTES[:3], *MINUTES[-2:], *MINUTES[3:-2]]),
    ("signed minutes", "F825", [*MINUTES[:-2], *SIGNED]),
    ("a second date", "F826", [*SPEECH, "r|2024年7月5日"]),
    ("two superiors", "F830", [REQUEST[0], "f|市发展改革委、市财政局：", *REQUEST[2:]]),
    ("a report that asks", "F831", [*REPORT[:5], "妥否，请批示。", *SIGNED]),
    ("a report that wants consent", "F831", [*REPORT[:5], "以上项目急需开工，请予批准。", *SIGNED]),
    ("a request that asks for nothing", "F832", [*REQUEST[:3], *SIGNED]),
    ("a reply to whatever", "F833", [line.replace("（某政〔2024〕5号）", "") for line in REPLY]),
    ("a printed letter", "F846", [*LETTER, "抄送：市政府办公室。", "某某市水务局办公室　　2024年7月5日印发"]),
    ("an order with a code", "F847", [ORDER[0], "c|某政〔2024〕12号", *ORDER[2:]]),
]  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_other_ways_of_writing_are_sound(name: str) -> None:
    assert codes(written(SOUND[name]), only=MINE) == set()


@pytest.mark.parametrize(("code", "lines"), [f[1:] for f in FAULTY], ids=[f[0] for f in FAULTY])
def test_a_fault_of_another_office_is_told_by_its_rule_alone(code: str, lines: Sequence[str | list[list[str]]]) -> None:
    assert codes(written(lines), only=MINE) == {code}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: m.name)
def test_a_fault_is_told_by_its_rule_alone(mutant: Mutant) -> None:
    assert codes(mutant.made()) == {mutant.code}


@pytest.mark.parametrize("base", KINDS_BUILT)
def test_what_docgen_builds_has_no_fault(base: str) -> None:
    assert codes(good(base), only=MINE) == set()


def numbered(*, first: bool) -> bytes:
    """Return a letter with the number of the page in its footer, on the first page or not."""
    document = Document(io.BytesIO(written(LETTER)))
    section = document.sections[0]
    section.different_first_page_header_footer = not first
    field = etree.SubElement(section.footer.paragraphs[0]._p, f"{W}fldSimple", {f"{W}instr": " PAGE "})
    etree.SubElement(etree.SubElement(field, f"{W}r"), f"{W}t").text = "1"
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_the_first_page_of_a_letter_has_no_number() -> None:
    assert codes(numbered(first=True), only=MINE) == {"F845"}
    assert codes(numbered(first=False), only=MINE) == set()


def test_the_stop_at_notes_on_tasks_is_judged_by_one_rule_alone() -> None:
    said = "压实各级责任。（责任单位：县水务局、县应急局）"
    assert check_text([said]) == []
    assert [r.code for r in check_text(["压实各级责任。（见附件2）"])] == ["W513"]


@pytest.mark.parametrize(
    ("number", "layout"),
    [
        ("r|某水函〔2024〕3号", "letter"),
        ("c|某政〔2024〕3号", "official"),
        ("f|" + " " * 22 + "某政〔2024〕3号", "official"),
        ("f|　某政〔2024〕3号                签发人：张三", "official"),
    ],
)
def test_a_letter_has_its_number_at_the_right_edge(number: str, layout: str) -> None:
    document = read_document(written([LETTER[0], number, *LETTER[2:]]), "document")
    assert sheet_of(document).elements.layout == layout


def test_the_imprint_of_a_letter_has_no_rules() -> None:
    assert "F604" not in codes(written([*LETTER, "抄送：市政府办公室。"]))


def test_every_rule_has_a_fault_that_it_tells() -> None:
    assert {m.code for m in MUTANTS} | {code for _, code, _ in FAULTY} | {"F845"} == MINE


def test_every_rule_says_what_it_found_right() -> None:
    told = {
        rule.code
        for data in (*map(good, KINDS_BUILT), *map(written, SOUND.values()), numbered(first=False))
        for rule, verdict in verdicts(sheet_of(read_document(data, "document")))
        if verdict.ok
    }
    assert MINE - told == set()

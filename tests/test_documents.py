"""Finished documents: judged by the checks of prose, compared with their plan, and with one another."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from helpers import ROOT, SAMPLES, codes, found, write
from mutants import edited as with_part
from mutants import good, says
from test_press import word_file

import docgen
from docgen.agreement.facts import Reader, differences
from docgen.cli import main
from docgen.findings import Finding, Severity
from docgen.pages.reader import read_texts

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STARTER = ROOT / "samples" / "starter.yaml"
LARGE = ROOT / "samples" / "large.yaml"
Captured = pytest.CaptureFixture[str]
Edit = Callable[[str], str | None]


def built(sample: Path) -> dict[str, bytes]:
    """Return every document of a sample, by kind."""
    plan = docgen.load_plan(sample)
    return {document.kind: document.data for document in (docgen.build(plan, kind) for kind in kinds(plan))}


def kinds(plan: docgen.Plan) -> list[str]:
    return [kind for kind in ("speech", "notice", "meeting_notice", "minutes") if getattr(plan, kind)]


def edited(data: bytes, edit: Edit) -> bytes:
    """Return a document with each paragraph's words as ``edit`` says, those without words struck."""
    document = docx.Document(io.BytesIO(data))
    for paragraph in list(document.element.body.iter(f"{_W}p")):
        runs = list(paragraph.iter(f"{_W}t"))
        words = "".join(run.text or "" for run in runs)
        made = edit(words)
        if made is None:
            paragraph.getparent().remove(paragraph)
        elif made != words:
            for run in runs:
                run.text = ""
            runs[0].text = made
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def replaced(data: bytes, old: str, new: str, most: int = 1) -> bytes:
    """Return a document with words replaced in the first paragraphs that hold them."""
    left = [most]

    def edit(words: str) -> str:
        if old in words and left[0]:
            left[0] -= 1
            return words.replace(old, new, 1)
        return words

    made = edited(data, edit)
    assert left[0] < most
    return made


def struck(data: bytes, words: str) -> bytes:
    """Return a document without the paragraphs that hold the words."""
    return edited(data, lambda said: None if words in said else said)


def told(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.place.fragment) for finding in found]


# --- a document by itself


def test_remarks_of_the_checks_have_part_paragraph_and_words() -> None:
    [finding] = docgen.check_document(word_file("关于春耕的通知", "请XX镇抓好春耕生产。"))
    assert (finding.code, finding.severity) == ("W101", Severity.WARNING)
    assert finding.place.as_dict() == {"part": "word/document.xml", "paragraph": 2, "fragment": "请XX镇抓好春"}


def test_remarks_in_a_table_have_their_cell(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("分工")
    cells = document.add_table(2, 2).rows[1].cells
    cells[1].text = "由XX局办理"
    path = tmp_path / "分工.docx"
    document.save(str(path))
    [finding] = docgen.check_document(path)
    assert finding.place.as_dict() == {
        "file": str(path),
        "part": "word/document.xml",
        "paragraph": 5,
        "table": 1,
        "row": 2,
        "column": 2,
        "fragment": "由XX局办理",
    }


def table_file(*rows: str) -> bytes:
    """Return a Word file with a table; cells are set apart by |, an empty one before another goes on with the one before it."""
    document = docx.Document()
    document.add_paragraph("任务分解如下。")
    table = document.add_table(len(rows), rows[0].count("|") + 1)
    for number, row in enumerate(rows):
        for cell, words in zip(table.rows[number].cells, row.split("|"), strict=True):
            cell.text = words
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "rows",
    [
        ("街道|数量", "东关|9台", "西关|15台", "合计|24台"),
        ("街道|数量", "东关|9", "西关|15", "合 计|24台"),
        ("街道|完成率", "东关|90%", "西关|80%", "合计|85%"),
        ("单位|人均收入（元）", "东村|900", "西村|1100", "总计|1000"),
        ("类别|资金", "一、教育|100", "1.小学|60", "2.中学|40", "合计|100"),
        ("类别|资金", "教育|100", "其中：小学|60", "卫生|50", "合计|150"),
        ("街道|数量", "东关|1200", "西关|—", "南关|300", "合计|1,500"),
        ("街道|数量", "东一|1", "东二|2", "小计|3", "西一|4", "西二|5", "小计|9", "总计|12"),
        ("街道|数量", "东关|若干", "西关|15", "合计|20"),
        ("街道|数量", "东关|9台", "西关|15套", "合计|20台"),
        ("项目|投资", "道路|10.54", "桥梁|8.26", "合计|18.81"),
        ("合计|24", "东关|9", "西关|15"),
        ("名次|得分", "1|98", "2|97", "合计|190"),
    ],
)
def test_tables_whose_totals_are_right_or_no_sums_raise_no_alarm(rows: tuple[str, ...]) -> None:
    assert docgen.check_document(table_file(*rows)) == []


@pytest.mark.parametrize(
    ("rows", "place", "there"),
    [
        (("街道|数量", "东关|9台", "西关|15台", "合计|25台"), (4, 2), "24台"),
        (("序号|街道|数量", "1|东关|9", "2|西关|15", "总 计||26"), (4, 3), "24"),
        (("街道|数量", "东一|1", "东二|2", "小计|4", "西一|4", "西二|5", "小计|9", "合计|12"), (4, 2), "3"),
        (("街道|数量|资金", "东一|1|30.5", "东二|2|20", "合计|3|51.5"), (4, 3), "50.5"),
        (("街道|数量", "东关|1,200", "西关|/", "南关|300", "全县合计|1600"), (5, 2), "1500"),
        (("类别|资金", "教育|100", "其中：小学|60", "卫生|50", "合计|210"), (5, 2), "150"),
    ],
)
def test_a_total_that_the_rows_above_do_not_make_is_told_at_its_cell(
    rows: tuple[str, ...], place: tuple[int, int], there: str
) -> None:
    [finding] = docgen.check_document(table_file(*rows))
    assert (finding.code, finding.args["there"]) == ("A107", there)
    assert (finding.place.table, finding.place.row, finding.place.column) == (1, *place)


def test_a_head_over_two_columns_keeps_the_columns_in_place() -> None:
    document = docx.Document(io.BytesIO(table_file("街道|计划|实际", "东关|9|8", "西关|15|10", "合计|24|19")))
    cells = document.tables[0].rows[3].cells
    document.tables[0].add_column(100)
    for row, words in zip(document.tables[0].rows, ("备注", "", "", ""), strict=True):
        row.cells[3].text = words
    merged = document.tables[0].rows[0].cells[1].merge(document.tables[0].rows[0].cells[2])
    merged.text = "数量"
    assert cells[2].text == "19"
    made = io.BytesIO()
    document.save(made)
    [finding] = docgen.check_document(made.getvalue())
    assert (finding.code, finding.args["words"], finding.args["there"]) == ("A107", "19", "18")


def test_a_text_is_checked_by_its_paragraphs() -> None:
    for text in ("春耕要抓早。\n请XX镇牵头。", ["春耕要抓早。", "请XX镇牵头。"]):
        assert [(f.code, f.place.paragraph, f.place.fragment) for f in docgen.check_text(text)] == [
            ("W101", 2, "请XX镇牵头。")
        ]
    assert codes(found(docgen.check_text, 5)) == ["O420"]


def test_words_that_stand_everywhere_are_quoted_with_what_is_beside_them() -> None:
    text = "一要管好路口车流，三要劝离占道摊点，三要办好家长学校。"
    [finding] = docgen.check_text(text)
    assert (finding.code, finding.args["words"]) == ("W301", "三要")
    assert text.count(finding.place.fragment) == 1


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_of_what_was_built_nothing_but_open_gaps_is_told(sample: Path) -> None:
    for document in built(sample).values():
        assert {finding.code for finding in docgen.check_document(document)} <= {"W101"}


def test_phrases_of_ones_own_are_left_alone() -> None:
    text = "全力推进“三清四建”。提升三清、四建水平。"
    assert docgen.check_text(text, own_phrases=["三清四建"]) == docgen.check_text(text)
    assert codes(found(docgen.check_document, 5)) == ["O420"]


def test_a_file_that_is_no_word_file_is_refused_as_everywhere(tmp_path: Path, capsys: Captured) -> None:
    for name, content in (
        ("a.docx", b"no zip"),
        ("b.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("c.doc", b"\xd0\xcf"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        as_template = codes(docgen.check_template(path))
        assert codes(found(docgen.check_document, path)) == as_template
        main(["--lang", "en", "check", str(path)])
        said = "".join(capsys.readouterr())
        assert as_template[0] in said
        assert path.read_bytes() == content
    assert codes(found(docgen.check_document, tmp_path / "none.docx")) == ["O101"]


def test_a_document_of_three_hundred_pages_is_checked_in_seconds() -> None:
    lines = [line.text for text in read_texts(built(LARGE)["speech"], "") for line in text]
    pages = 300
    many = lines * (pages * 22 * 28 // sum(map(len, lines)) + 1)
    document = word_file(*many)
    begun = time.process_time()
    docgen.check_document(document)
    docgen.compare_documents({"1.docx": document, "2.docx": document}, docgen.load_plan(LARGE))
    assert time.process_time() - begun < 30


def test_a_plan_of_a_thousand_measures_is_compared_in_seconds() -> None:
    measures = [
        {"text": f"整治{n}号河段。对两岸{n + 3}处排口逐一封堵到位，{n}号岸线全部复绿", "lead_unit": f"市{n % 9}局"}
        for n in range(1000)
    ]
    tasks = [{"text": f"治理{n}号片区。", "measures": measures[n * 20 : n * 20 + 20]} for n in range(50)]
    notice = {
        "issuing_authority": "市政府",
        "subject": "开展整治",
        "date_of_issue": "2026年1月1日",
        "opening": "现通知如下：",
    }
    plan = docgen.load_plan({"year": "2026", "tasks": tasks, "notice": notice})
    document = struck(docgen.build(plan, "notice").data, "整治7号河段")
    begun = time.process_time()
    assert codes(docgen.compare_documents({"n": document}, plan)) == ["A206"]
    assert time.process_time() - begun < 12


# --- what is compared


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("惠及12,345户居民", "惠及1.2345万户居民"),
        ("惠及１２３４５户居民", "惠及12345户居民"),
        ("于2026年5月底前办结", "于5月底前办结"),
        ("于5月31日前办结", "于5月底前办结"),
        ("由县公安局牵头，今年办结", "由县公安局负责，抓紧办结"),
        ("分三年完成整治", "分3年完成整治"),
        ("每周一次例会", "每周1次例会"),
        ("于5月12日（星期天）开会", "于5月12日（周日）开会"),
        ("9月1日以后停用", "9月1日后停用"),
        ("由3月后勤处牵头", "由3月份后勤处牵头"),
        ("（配合单位：县财政局、县公安局）", "（配合单位：县公安局、县财政局）"),
        ("新增车位5200个，方便停车", "方便停车"),
    ],
)
def test_one_thing_in_two_ways_of_writing_is_no_difference(here: str, there: str) -> None:
    reader = Reader(["县公安局", "县财政局"], [], 2026)
    assert differences(reader, here, there) == []
    assert differences(reader, there, here) == []


@pytest.mark.parametrize(
    ("here", "there", "words"),
    [
        ("惠及12,346户居民", "惠及1.2345万户居民", ("12,346", "1.2345万")),
        ("满意率75%以上", "满意率85%以上", ("75%", "85%")),
        ("于6月底前办结", "于5月底前办结", ("6月底前", "5月底前")),
        ("上午9:00开会", "上午9:30开会", ("9:00", "9:30")),
        ("每周五16:00前报送", "每周四16:00前报送", ("每周五", "每周四")),
        ("于5月9日（星期五）开会", "于5月9日（周六）开会", ("星期五", "周六")),
        ("于9月1日后停用", "于9月1日前停用", ("9月1日后", "9月1日前")),
        ("主汛期到来前清淤", "5月底前清淤", ("主汛期到来前", "5月底前")),
        ("由县公安局牵头", "由县财政局牵头", ("县公安局", "县财政局")),
        ("分三年完成整治", "分两年完成整治", ("三", "两")),
        ("（配合单位：县公安局、县财政局）", "（配合单位：县公安局）", ("县财政局", None)),
        ("（配合单位：县公安局）", "（配合单位：县公安局、县财政局）", (None, "县财政局")),
        ("中心校21所，教学点21所", "中心校36所，教学点21所", ("21", "36")),
    ],
)
def test_what_differs_is_found(here: str, there: str, words: tuple[str | None, str | None]) -> None:
    reader = Reader(["县公安局", "县财政局"], ["主汛期到来前"], 2026)
    [difference] = differences(reader, here, there)
    assert (difference.here and difference.here.words, difference.there and difference.there.words) == words


# --- beside the plan


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_what_was_built_agrees_with_its_plan_and_with_itself(sample: Path) -> None:
    documents = built(sample)
    assert docgen.compare_documents(documents, docgen.load_plan(sample)) == []
    assert docgen.compare_documents(documents) == []


CHANGES = [
    ("speech", "21所", "22所", "A201", "22", "21", "figures.已设岗学校"),
    ("notice", "15所", "16所", "A201", "16", "15", "figures.未设岗学校"),
    ("notice", "5月底前", "6月底前", "A202", "6月底前", "5月底前", "tasks[0].measures[0].deadline"),
    ("minutes", "完成时限：9月1日前", "完成时限：9月2日前", "A202", "9月2日前", "9月1日前", "tasks[0].measures[1].deadline"),
    ("notice", "：县交通运输局", "：县住房城乡建设局", "A203", "县住房城乡建设局", "县交通运输局", "tasks[1].measures[0].lead_unit"),
    ("minutes", "配合单位：县教育体育局", "配合单位：县公安局", "A203", "县公安局", "县教育体育局", "tasks[0].measures[1].support_units"),
    ("minutes", "4月9日上午", "4月10日上午", "A202", "2026年4月10日", "2026年4月9日", "meeting.time"),
    ("notice", "〔2026〕12号", "〔2026〕13号", "A201", "13", "12", "notice.document_number"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new", "code", "here", "there", "path"), CHANGES)
def test_one_change_is_one_error_with_both_places(
    kind: str, old: str, new: str, code: str, here: str, there: str, path: str
) -> None:
    documents = built(STARTER)
    documents[kind] = replaced(documents[kind], old, new)
    [finding] = docgen.compare_documents(documents, docgen.load_plan(STARTER))
    assert (finding.code, finding.is_error, finding.args["words"], finding.args["other"]) == (code, True, here, there)
    assert (finding.place.file, finding.place.part, finding.place.fragment) == (kind, "word/document.xml", here)
    assert finding.place.paragraph
    assert re.match(rf"{re.escape(str(STARTER))}:\d+:\d+ {re.escape(path)}", finding.args["where"])


def test_a_change_in_the_task_table_has_its_cell() -> None:
    def edit(words: str) -> str:
        return "7月底前" if words == "4月底前" else words

    documents = built(LARGE)
    documents["notice"] = edited(documents["notice"], edit)
    [finding] = docgen.compare_documents(documents, docgen.load_plan(LARGE))
    assert (finding.code, finding.args["words"], finding.args["other"]) == ("A202", "7月底前", "4月底前")
    assert (finding.place.table is not None, finding.place.row) == (True, 2)


@pytest.mark.parametrize(("old", "new"), [("汛期前", "秋收前"), ("5月底前", "尽快")])
def test_a_deadline_of_the_task_table_that_is_no_date_is_told(old: str, new: str) -> None:
    tasks = [
        {
            "text": "治水。",
            "measures": [
                {"text": "清淤河道。两岸排口逐一封堵", "deadline": {"say": "汛期前", "by": "2026-06-01"}},
                {"text": "检修泵站。每座泵站试机两次", "deadline": "5月底前"},
            ],
        }
    ]
    plan = docgen.load_plan(ALIKE | {"tasks": tasks})
    data = docgen.build(plan, "notice").data
    changed = edited(data, lambda words: new if words == old else words)
    [finding] = docgen.compare_documents({"d": changed}, plan)
    assert (finding.code, finding.args["words"], finding.args["other"]) == ("A202", new, old)
    assert re.search(r"measures\[.\]\.deadline", finding.args["where"])
    assert finding.place.table
    assert [(f.code, f.place.fragment) for f in docgen.compare_documents({"a": data, "b": changed})] == [("A212", new)]


def test_a_column_of_units_in_one_document_makes_no_units_of_another() -> None:
    files = []
    for heading, words in (("责任单位", "县公安局"), ("内容", "开展巡查")):
        document = docx.Document()
        table = document.add_table(2, 2)
        for cell, said in zip((*table.rows[0].cells, *table.rows[1].cells), ("事", heading, "巡", words), strict=True):
            cell.text = said
        document.add_paragraph(f"各乡镇要在汛期{words}，逐村逐户登记造册，发现隐患马上报告。")
        out = io.BytesIO()
        document.save(out)
        files.append(out.getvalue())
    other = word_file("各乡镇要在汛期组织排查，逐村逐户登记造册，发现隐患马上报告。")
    assert "A213" not in codes(docgen.compare_documents({"a": files[0], "b": files[1], "c": other}))


def test_units_added_to_a_note_or_left_out_are_told() -> None:
    plan, documents = docgen.load_plan(STARTER), built(STARTER)
    notice = documents["notice"]
    added = replaced(notice, "配合单位：县教育体育局", "配合单位：县教育体育局、县公安局")
    assert told(docgen.compare_documents({"n": added}, plan)) == [("A205", "县公安局")]
    bare = replaced(notice, "配合单位：县教育体育局；", "")
    [finding] = docgen.compare_documents({"n": bare}, plan)
    assert (finding.code, finding.args["other"]) == ("A204", "县教育体育局")


@pytest.mark.parametrize(("new", "said"), [("4月30日前", []), ("2026年4月底前", []), ("2027年4月底前", ["A202"])])
def test_a_plan_without_a_year_belongs_to_that_of_its_documents(new: str, said: list[str]) -> None:
    data = {key: value for key, value in (ALIKE | NOTED).items() if key != "year"}
    plan = docgen.load_plan(data)
    notice = docgen.build(plan, "notice").data
    document = edited(notice, lambda words: words.replace("4月底前", new))
    assert sorted(set(codes(docgen.compare_documents({"n": document}, plan)))) == said


NOTE = "责任单位：县公安局；配合单位：县教育体育局；完成时限：9月1日前"


@pytest.mark.parametrize("kind", ["notice", "minutes"])
@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("", [("A209", NOTE)]),
        ("（完成时限：9月1日前）", [("A204", "县公安局"), ("A204", "县教育体育局")]),
        ("（责任单位：县公安局；配合单位：县教育体育局）", [("A209", "完成时限：9月1日前")]),
        (
            "（责任单位：县教育体育局；配合单位：县公安局；完成时限：9月1日前）",
            [("A203", "县公安局"), ("A203", "县教育体育局")],
        ),
        (
            "（责任单位：县公安局、县教育体育局；完成时限：9月1日前）",
            [("A205", ""), ("A209", "配合单位：县教育体育局")],
        ),
        ("（牵头单位：县公安局；配合单位：县教育体育局；完成时限：9月1日前）", []),
    ],
)
def test_what_a_note_on_who_does_it_until_when_lacks_is_told(kind: str, new: str, said: list[tuple[str, str]]) -> None:
    document = replaced(built(STARTER)[kind], f"（{NOTE}）", new)
    findings = docgen.compare_documents({"d": document}, docgen.load_plan(STARTER))
    assert [(f.code, f.args["words" if f.code == "A209" else "other"]) for f in findings] == said
    assert all(f"{STARTER}:21:" in f.args["where"] and f.is_error for f in findings)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("配合单位：县教育体育局", "配合单位：县教育体育局、县公安局", "tasks[0].measures[1].support_units[0]"),
        ("配合单位：各乡镇人民政府", "配合单位：各乡镇人民政府、县公安局", "tasks[1].measures[0].support_units[0]"),
        ("责任单位：县交通运输局", "责任单位：县交通运输局、县公安局", "tasks[1].measures[0].lead_unit[0]"),
    ],
)
def test_a_unit_more_is_told_with_the_units_of_its_measure(old: str, new: str, path: str) -> None:
    document = replaced(built(STARTER)["notice"], old, new)
    [finding] = [f for f in docgen.compare_documents({"n": document}, docgen.load_plan(STARTER)) if f.code == "A205"]
    assert finding.args["where"].split(" ")[1] in (path, path.removesuffix("[0]"))


@pytest.mark.parametrize(
    ("old", "new", "code", "unit", "field"),
    [
        ("县公安局、县教育局", "县公安局", "A204", "县教育局", "lead_unit"),
        ("县公安局", "县公安局、县水利局", "A205", "县水利局", "lead_unit"),
        ("县财政局、县民政局", "县民政局", "A204", "县财政局", "support_units"),
        ("县财政局", "县财政局、县民政局", "A205", "县民政局", "support_units"),
    ],
)
def test_a_unit_more_or_less_in_a_cell_of_the_task_table_is_told(
    old: str, new: str, code: str, unit: str, field: str
) -> None:
    measures = [
        {"text": "检修泵站。每座泵站试机两次", "lead_unit": ["县公安局", "县教育局"], "support_units": "县财政局"},
        {"text": "清淤河道。两岸排口逐一封堵", "lead_unit": "县公安局", "support_units": ["县财政局", "县民政局"]},
        {"text": "加固堤防。险工险段派人值守", "lead_unit": "县水利局"},
    ]
    plan = docgen.load_plan(ALIKE | {"tasks": [{"text": "治水。", "measures": measures}]})
    data = docgen.build(plan, "notice").data
    document = edited(data, lambda words: new if words == old else words)
    [finding] = docgen.compare_documents({"d": document}, plan)
    assert (finding.code, finding.args["words" if code == "A205" else "other"]) == (code, unit)
    assert f"measures[{int(field == 'support_units') ^ int(code == 'A205')}].{field}" in finding.args["where"]
    # cells that somebody joined with the one above are empty
    assert docgen.compare_documents({"d": edited(data, lambda words: "" if words == old else words)}, plan) == []


@pytest.fixture
def with_units(tmp_path: Path) -> Path:
    register = "units: [{name: 县教育体育局, short: 县教体局, also: 县教育局}, {name: 县公安局, also: 县公安分局}]\n"
    return write(tmp_path, STARTER.read_text(encoding="utf-8") + register)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("配合单位：县教育体育局", "配合单位：县教育局", [("A210", "县教育局")]),
        ("学校开好家长会", "县公安分局和学校开好家长会", [("A210", "县公安分局")]),
        ("配合单位：县教育体育局", "配合单位：县教体局", []),
    ],
)
def test_names_that_the_register_of_units_rules_out_are_told(
    old: str, new: str, said: list[tuple[str, str]], with_units: Path
) -> None:
    notice = built(with_units)["notice"]
    assert docgen.compare_documents({"n": notice}, with_units) == []
    findings = docgen.compare_documents({"n": replaced(notice, old, new)}, with_units)
    assert told(findings) == said
    assert all(finding.args["where"].startswith(f"{with_units}:") for finding in findings)


@pytest.mark.parametrize(
    ("kind", "severity"),
    [("notice", Severity.ERROR), ("minutes", Severity.ERROR), ("speech", Severity.WARNING)],
)
def test_a_measure_that_is_gone_is_told_with_its_line(kind: str, severity: Severity) -> None:
    document = built(STARTER)[kind]
    if kind == "speech":
        document = replaced(document, "要整修步行通道。优先改造没有人行道的乡镇学校路段。", "")
    else:
        document = struck(document, "整修步行通道")
    [finding] = docgen.compare_documents({kind: document}, docgen.load_plan(STARTER))
    assert (finding.code, finding.severity, finding.args["words"]) == ("A206", severity, "整修步行通道")
    assert f"{STARTER}:24:" in finding.args["where"]


ALIKE = {
    "year": "2026",
    "tasks": [
        {
            "text": "备足种子。",
            "measures": [
                {"text": "加强调度。种子逐乡镇分解到户", "lead_unit": "县农业局"},
                {"text": "加强监管", "lead_unit": "县农业局"},
                {"text": "加强督导", "lead_unit": "县农业局"},
            ],
        },
        {
            "text": "备足化肥。",
            "measures": [
                {"text": "加强调度。化肥储备按需投放市场", "lead_unit": "县供销社"},
                {"text": "加强监管执法。哄抬价格的依法查处", "lead_unit": "县供销社"},
                {"text": "加强督导", "lead_unit": "县供销社"},
                {"text": "加强调度", "lead_unit": "县供销社"},
            ],
        },
    ],
    "requirements": ["压实责任。各乡镇要加强督导检查。"],
    "speech": {"title": "题", "date": "2026年2月6日"},
    "notice": {
        "issuing_authority": "县政府",
        "subject": "抓好春耕",
        "date_of_issue": "2026年2月9日",
        "opening": "分工见【附件1】。现通知如下：",
        "attachments": [{"title": "分工表", "table": "measures"}],
    },
    "minutes": {"issuing_authority": "县政府", "date_of_issue": "2026年2月8日"},
    "meeting": {"name": "会", "time": "2026年2月6日", "place": "室", "chair": {"post": "县长", "name": "甲某"}},
}


@pytest.mark.parametrize("kind", ["notice", "minutes"])
@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("种子逐乡镇", "tasks[0].measures[0]"),
        ("化肥储备", "tasks[1].measures[0]"),
        ("加强监管（责任单位：县农业局）", "tasks[0].measures[1]"),
        ("哄抬价格", "tasks[1].measures[1]"),
        ("加强督导（责任单位：县农业局）", "tasks[0].measures[2]"),
        ("加强督导（责任单位：县供销社）", "tasks[1].measures[2]"),
        ("加强调度（责任单位：县供销社）", "tasks[1].measures[3]"),
    ],
)
def test_of_measures_that_begin_alike_the_one_that_is_gone_is_told(kind: str, words: str, path: str) -> None:
    plan = docgen.load_plan(ALIKE)
    left = [1]

    def edit(said: str) -> str | None:
        if words in said and left[0]:
            left[0] -= 1
            return None
        return said

    [finding] = docgen.compare_documents({"d": edited(docgen.build(plan, kind).data, edit)}, plan)
    assert (finding.code, finding.args["where"].split(" ")[-1]) == ("A206", path)


@pytest.mark.parametrize("kind", ["speech", "notice", "minutes"])
def test_words_of_a_measure_that_are_gone_elsewhere_are_no_measure_gone(kind: str) -> None:
    plan = docgen.load_plan(ALIKE)
    assert docgen.compare_documents({"d": struck(docgen.build(plan, kind).data, "压实责任")}, plan) == []


def test_the_first_row_of_a_task_that_is_gone_is_a_measure_gone() -> None:
    plan = docgen.load_plan(ALIKE)
    document = docx.Document(io.BytesIO(docgen.build(plan, "notice").data))
    table = next(table for table in document.tables if len(table.columns) == 6)
    gone = [row._tr for row in table.rows if "种子逐乡镇" in row.cells[2].text]
    for row in gone:
        table._tbl.remove(row)
    out = io.BytesIO()
    document.save(out)
    [finding] = docgen.compare_documents({"n": out.getvalue()}, plan)
    assert (finding.code, finding.args["where"]) == ("A206", "tasks[0].measures[0]")


def test_of_measures_within_paragraphs_the_one_that_is_gone_is_told() -> None:
    seeds = {"text": "种子方面，", "measures": ["加强调度。种子逐乡镇分解到户", "加强监管。门店逐户检查不留死角"]}
    tasks = [
        {"text": "备足种子。", "tracks": [seeds]},
        {"text": "修好水利。", "measures": ["清淤沟渠。沟渠逐条清淤不留死角", "加强调度。按墒情每周会商研判"]},
    ]
    plan = docgen.load_plan(ALIKE | {"tasks": tasks})
    speech = replaced(docgen.build(plan, "speech").data, "二要加强调度。按墒情每周会商研判。", "")
    [finding] = docgen.compare_documents({"s": speech}, plan)
    assert (finding.code, finding.args["where"]) == ("A206", "tasks[1].measures[1]")


def test_a_task_that_is_gone_stands_for_its_measures() -> None:
    document = struck(struck(built(STARTER)["notice"], "整修步行通道"), "修平路面")
    [finding] = docgen.compare_documents({"n": document}, docgen.load_plan(STARTER))
    assert (finding.code, finding.args["words"]) == ("A206", "修平路面、点亮路灯，改好回家的路")


def test_a_numbered_item_that_the_plan_does_not_have_is_a_warning() -> None:
    added = "3.开展联合执法。每周集中清理一次占道经营摊点"
    document = edited(
        built(STARTER)["notice"], lambda words: f"{words}\n{added}" if words.startswith("2.补齐") else words
    )
    [finding] = docgen.compare_documents({"n": document}, docgen.load_plan(STARTER))
    assert (finding.code, finding.severity) == ("A208", Severity.WARNING)
    assert finding.args["words"].startswith("开展联合执法")


@pytest.mark.parametrize(
    "added",
    [
        "3.增设宣传牌。在校门口显眼处立牌提醒家长即停即走。",
        "3.增设宣传牌。",
        "3.补齐宣传牌。沿线商铺和住户都要参加进来。",
        "3.开展集中宣传。利用广播和短信反复提醒家长。",
        "（三）严明纪律。对推诿拖延的单位和个人予以通报",
    ],
)
def test_a_numbered_item_more_is_told_however_short_it_begins(added: str) -> None:
    notice = built(STARTER)["notice"]
    document = edited(notice, lambda words: f"{words}\n{added}" if words.startswith("2.补齐") else words)
    [finding] = docgen.compare_documents({"n": document}, docgen.load_plan(STARTER))
    assert finding.code == "A208"
    assert added.partition(finding.args["words"])[0] in ("3.", "（三）")


def test_an_item_that_begins_in_other_words_is_no_item_more() -> None:
    notice = built(STARTER)["notice"]
    for old, new in (
        ("补齐护学岗。", "建好护学岗。"),
        ("施划接送车位。", "划出车位。"),
        ("一、主要任务", "一、重点工作"),
    ):
        added = docgen.compare_documents({"n": replaced(notice, old, new)}, docgen.load_plan(STARTER))
        assert "A208" not in codes(added)


def test_other_words_are_no_finding() -> None:
    plan, documents = docgen.load_plan(STARTER), built(STARTER)
    speech = replaced(documents["speech"], "15所学校逐校定人、定时、定点", "15所学校要一所一所地定人、定时、定点")
    notice = replaced(documents["notice"], "在校门两侧留出即停即走的泊位", "在校门两边划出即停即走的车位")
    assert docgen.compare_documents({"s": speech, "n": notice}, plan) == []
    assert docgen.compare_documents({"s": speech, "n": notice}) == []


def paragraphs(data: bytes) -> list[str]:
    """Return what a document says outside of its tables, a line a paragraph."""
    lines = [line for text in read_texts(data, "") for line in text]
    return [line.text for line in lines if "document" in line.place.part and not line.place.table and line.text.strip()]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_paragraphs_cut_joined_or_moved_are_no_finding(sample: Path) -> None:
    plan = docgen.load_plan(sample)
    for document in built(sample).values():
        lines = paragraphs(document)
        cut = [sentence for line in lines for sentence in re.findall("[^。]+。?", line)]
        joined = [one + other for one, other in zip(lines[::2], [*lines[1::2], ""], strict=False)]
        for changed in (cut, joined, lines[::-1]):
            assert docgen.compare_documents({"d": word_file(*changed)}, plan) == []


def test_a_plan_without_documents_cannot_be_compared() -> None:
    assert codes(found(docgen.compare_documents, {"a": word_file("甲")}, docgen.load_plan({"year": "2026"}))) == [
        "P264"
    ]


def test_paths_do_for_documents_and_plan(tmp_path: Path) -> None:
    path = tmp_path / "notice.docx"
    path.write_bytes(replaced(built(STARTER)["notice"], "15所", "16所"))
    assert told(docgen.compare_documents({"n": path}, STARTER)) == [("A201", "16")]
    assert codes(found(docgen.compare_documents, [path])) == ["O420"]
    assert codes(found(docgen.compare_documents, {"n": 5})) == ["O420"]


def test_a_document_of_another_matter_is_told() -> None:
    other = word_file("关于做好春耕生产的通知", "各乡镇要抓好春耕生产，确保种足种好。")
    assert told(docgen.compare_documents({"o": other}, docgen.load_plan(STARTER))) == [("A207", "")]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_document_of_another_plan_is_told_though_both_have_default_sentences(sample: Path) -> None:
    for other in SAMPLES:
        documents = {kind: data for kind, data in built(other).items() if other != sample}
        assert codes(docgen.compare_documents(documents, docgen.load_plan(sample))) == ["A207"] * len(documents)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_notes_with_other_labels_are_no_finding(sample: Path) -> None:
    def edit(words: str) -> str:
        return words.replace("责任单位：", "牵头单位：").replace("完成时限：", "完成时间：")

    documents = {kind: edited(data, edit) for kind, data in built(sample).items()}
    assert docgen.compare_documents(documents, docgen.load_plan(sample)) == []


def test_a_note_of_a_deadline_alone_may_have_another_label() -> None:
    measures = [{"text": "检修泵站。每座泵站都要试机两次并留下记录", "deadline": "5月底前"}]
    plan = docgen.load_plan(ALIKE | {"tasks": [{"text": "治水。", "measures": measures}]})
    notice = replaced(docgen.build(plan, "notice").data, "完成时限：", "完成时间：")
    assert docgen.compare_documents({"n": notice}, plan) == []
    [finding] = docgen.compare_documents({"n": replaced(notice, "完成时间：5月", "完成时间：7月")}, plan)
    assert (finding.code, finding.place.fragment) == ("A202", "7月底前")


def test_a_document_of_which_little_is_left_is_still_one_of_its_plan() -> None:
    kept = [line for line in paragraphs(built(LARGE)["notice"]) if "。" in line][::6]
    document = word_file(*kept, *[f"乡镇第{n}次例会照常召开，请按时参加会议。" for n in range(10)])
    assert "A207" not in codes(docgen.compare_documents({"n": document}, docgen.load_plan(LARGE)))


# --- among themselves


def test_a_figure_that_differs_from_the_other_documents_is_told_once() -> None:
    documents = built(STARTER)
    documents["minutes"] = replaced(documents["minutes"], "21所", "22所")
    [finding] = docgen.compare_documents(documents)
    assert (finding.code, finding.severity, finding.args["other"]) == ("A211", Severity.WARNING, "21")
    assert (finding.place.file, finding.place.fragment) == ("minutes", "22")
    assert finding.args["where"].startswith("speech word/document.xml ¶9")


NOTED = {
    "tasks": [
        {
            "text": "盯紧危险化学品企业",
            "lead_unit": "区应急局",
            "deadline": "6月底前",
            "measures": [
                {"text": "逐家体检。聘请专家5名对企业体检", "lead_unit": "区安委会办公室", "deadline": "4月底前"}
            ],
        }
    ]
}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("专家5名", "专家8名", "A211"), ("4月底前", "5月底前", "A212"), ("6月底前", "7月底前", "A212")],
)
def test_a_note_that_one_document_has_hides_no_figure_and_headings_have_notes(old: str, new: str, code: str) -> None:
    plan = docgen.load_plan(ALIKE | NOTED)
    documents = {kind: docgen.build(plan, kind).data for kind in ("speech", "notice", "minutes")}
    assert docgen.compare_documents(documents) == []
    for kind in ("speech", "notice", "minutes") if code == "A211" else ("notice", "minutes"):
        changed = documents | {kind: replaced(documents[kind], old, new)}
        assert codes(docgen.compare_documents(changed)) == [code]


def test_a_row_of_a_table_is_not_compared_with_a_sentence() -> None:
    measures = [
        f"整治{n}号河段。对两岸{n + 3}处排口逐一封堵到位，{n}号岸线全部清理干净并且复绿到位，落实专人定期管护不留死角"
        for n in range(1, 7)
    ]
    plan = docgen.load_plan(ALIKE | {"tasks": [{"text": "治水。", "measures": measures}]})
    notice, minutes = (docgen.build(plan, kind).data for kind in ("notice", "minutes"))
    shorter = edited(notice, lambda words: None if "）整治3号" in words else words)
    assert docgen.compare_documents({"n": shorter, "m": minutes}) == []


def test_sentences_that_differ_in_figures_alone_are_compared_with_their_own() -> None:
    speech = word_file("新建村级卫生室并配齐设备5处。", "新建村级卫生室并配齐设备8处。")
    notice = word_file(
        "新建村级卫生室并配齐设备8处（责任单位：县民政局）。", "新建村级卫生室并配齐设备5处（责任单位：县卫健局）。"
    )
    assert docgen.compare_documents({"s": speech, "n": notice}) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("8月底前", "10月底前", "A212"), ("单位：县交通运输局", "单位：县住房城乡建设局", "A213")],
)
def test_deadlines_and_units_of_two_documents_are_compared(old: str, new: str, code: str) -> None:
    documents = built(STARTER)
    documents["notice"] = replaced(documents["notice"], old, new)
    [finding] = docgen.compare_documents(documents)
    assert (finding.code, finding.args["words"].endswith(old[-4:])) == (code, True)


# --- the command


def run(capsys: Captured, *arguments: str | Path) -> tuple[int, str]:
    code = main(["--lang", "en", *map(str, arguments)])
    made = capsys.readouterr()
    return code, made.out + made.err


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "done.docx").write_bytes(with_part(good("starter-notice"), says("整修步行通道", "整修XX通道")))
    (tmp_path / "own.docx").write_bytes(word_file("{{ title }}", "{{ organ }}"))
    for kind, data in built(STARTER).items():
        (tmp_path / f"{kind}.docx").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_word_file_without_tags_is_taken_for_a_document(folder: Path, capsys: Captured) -> None:
    before = (folder / "done.docx").read_bytes()
    code, text = run(capsys, "check", "done.docx")
    assert (code, "done.docx word/document.xml ¶12 “整修XX通道。优”: warning W101" in text) == (0, True)
    assert text.splitlines()[-1].startswith("errors: 0, warnings: 1 (without tags, so taken for finished documents;")
    assert "T275" in run(capsys, "check", "own.docx")[1]
    assert "(taken for templates: 1, for finished documents: 1;" in run(capsys, "check", "own.docx", "done.docx")[1]
    text = run(capsys, "check", "done.docx", "none.docx")[1]
    assert "O101" in text
    assert text.splitlines()[-1].startswith("errors: 1, warnings: 1 (without tags, so taken for finished documents;")
    text = run(capsys, "check", "done.docx", "--as", "document")[1]
    assert text.splitlines()[-1] == "errors: 0, warnings: 1"
    assert "T274" in run(capsys, "check", "done.docx", "--as", "template")[1]
    assert "T274" in run(capsys, "check", "done.docx", "--kind", "notice")[1]
    assert "T275" not in run(capsys, "check", "own.docx", "--as", "document")[1]
    assert (folder / "done.docx").read_bytes() == before


def test_open_gaps_are_errors_of_what_is_final(folder: Path, capsys: Captured) -> None:
    code, text = run(capsys, "check", "done.docx", "--final")
    assert (code, "error W101" in text) == (1, True)
    code, text = run(capsys, "check", STARTER, "--final")
    assert (code, "error P230" in text) == (1, True)
    assert run(capsys, "check", STARTER)[0] == 0


def test_gaps_are_listed_by_who_must_fill_them(folder: Path, capsys: Captured) -> None:
    write(
        folder,
        """
        figures:
          路: {value: ？公里, owner: 县交通局}
          桥: ？座
        names: {领队: {value: ？, owner: 县交通局}}
        speech: {title: 题, opening: 修【桥】，铺【路】，由【领队】带队，共有XX人。}
        """,
    )
    code, text = run(capsys, "check", "plan.yaml", "done.docx", "--gaps")
    lines = text.splitlines()
    assert code == 0
    assert [line for line in lines if not line.startswith("  ")] == [
        "县交通局:",
        "plan.yaml:",
        "done.docx:",
        "open gaps: 5",
    ]
    assert [line.split("open gap: ")[1].split(";")[0] for line in lines[1:3]] == ["路", "领队"]
    code, rows = run(capsys, "check", "plan.yaml", "done.docx", "--gaps", "--final", "--format", "json")
    assert code == 1
    assert [(row["owner"], row["code"]) for row in json.loads(rows)] == [
        ("县交通局", "P230"),
        (None, "P230"),
        ("县交通局", "P230"),
        (None, "W101"),
        (None, "W101"),
    ]


def test_documents_are_compared_by_the_command(folder: Path, capsys: Captured) -> None:
    names = ["speech.docx", "notice.docx", "minutes.docx"]
    assert run(capsys, "check", *names, "--plan", STARTER)[0] == 0
    changed = folder / "notice.docx"
    changed.write_bytes(replaced(changed.read_bytes(), "15所", "16所"))
    code, text = run(capsys, "check", *names, "--plan", STARTER)
    assert (code, len(re.findall("error A201", text))) == (1, 1)
    assert "notice.docx word/document.xml ¶10 “16”: error A201: 16 stands here, but 15 in the plan (" in text
    code, rows = run(capsys, "check", *names, "--format", "json")
    assert (code, [row["code"] for row in json.loads(rows) if row["code"].startswith("A2")]) == (0, ["A211"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["own.docx", "--plan", STARTER, "--kind", "notice"], "O463"),
        (["own.docx", "--as", "document", "--data", STARTER], "O463"),
        ([STARTER, "--plan", STARTER], "O460"),
        (["own.docx", "--final"], "O461"),
        (["own.docx", "--gaps"], "O461"),
        (["done.docx", "--kind", "notice", "--gaps"], "O461"),
        (["done.docx", "--gaps", "--format", "sarif"], "O462"),
        (["done.docx", "--gaps", "--plan", STARTER], "O464"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    arguments: list[str], code: str, folder: Path, capsys: Captured
) -> None:
    status, text = run(capsys, "check", *arguments)
    assert (status, code in text) == (2, True)
    assert not (folder / "out.docx").exists()


def test_a_document_that_cannot_be_read_does_not_hide_the_others(folder: Path, capsys: Captured) -> None:
    (folder / "bad.docx").write_bytes(b"no zip")
    code, text = run(capsys, "check", "bad.docx", "done.docx", "none.docx", "--as", "document")
    assert (code, "W101" in text, "O101" in text) == (3, True, True)


def test_days_of_printing_are_a_matter_of_each_document() -> None:
    lines = ("请按时报送材料。", "县政府办公室    2026年5月9日印发")
    one, other = word_file(*lines), word_file(lines[0], lines[1].replace("5月9日", "8月28日"))
    assert docgen.compare_documents({"a.docx": one, "b.docx": other}) == []

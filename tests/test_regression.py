"""Old wounds: each test is a fault that somebody found, and stays."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT, assert_body, codes, drawing, found, plan, write

import docgen
from docgen.cli import main
from docgen.errors import ExitCode, LimitError
from docgen.kinds.sentences import first_sentence
from docgen.package import read_docx
from docgen.pages.outline import paragraphs
from docgen.plan.validate import load_plan
from docgen.press.template import Template
from docgen.quantities import parse_quantity, total

SPEECH = "speech:\n  title: 题\n  outline:\n"
NOTICE = "notice:\n  issuing_authority: 某市人民政府\n  subject: 某事\n  date_of_issue: 2025-09-15\n  outline:\n"


def warned(text: str) -> list[str]:
    """Return the codes that loading and composing a speech give."""
    return codes(docgen.build(plan(text), "speech").findings)


# ---- what looked like a plan and was none


@pytest.mark.parametrize("phrase", ["9月31日前", "2月30日前", "5月0日前"])
def test_a_day_that_does_not_exist_is_refused_with_and_without_a_year(phrase: str) -> None:
    for year in ("", "year: 2025\n"):
        assert codes(found(plan, f"{year}tasks: [{{text: 甲, deadline: {phrase}}}]\n")) == ["P160"]
    assert codes(found(plan, "year: 2025\ntasks: [{text: 甲, deadline: 2月29日前}]\n")) == ["P160"]


def test_a_day_that_does_not_exist_is_refused_even_beside_one_that_does() -> None:
    assert codes(found(plan, "speech: {title: 题, date: {say: 2025年2月30日, on: 2025-03-01}}\n")) == ["P160"]


def test_a_sum_of_nothing_is_refused_and_long_numbers_are_added_exactly() -> None:
    assert codes(found(plan, "figures: {甲: {sum: []}}\n")) == ["P157"]
    long, short = parse_quantity("123456789012345678901234567890.5元"), parse_quantity("1亿元")
    assert long is not None
    assert short is not None
    assert str(total([long, short])) == "1234567890123456789013.345678905亿元"
    assert codes(found(plan, f"figures: {{甲: {'9' * 5000}个, 乙: {{sum: [甲]}}}}\n")) == ["P212"]


def test_a_long_chain_of_names_is_refused_and_a_growing_one_hits_a_limit() -> None:
    chain = "".join(f"  n{i}: 【n{i + 1}】\n" for i in range(400))
    assert set(codes(found(plan, f"names:\n{chain}  n400: 完\n"))) == {"P216"}
    doubling = "".join(f"  n{i}: 【n{i + 1}】【n{i + 1}】\n" for i in range(27))
    with pytest.raises(LimitError):
        plan(f"names:\n{doubling}  n27: 完\n")


def test_a_long_text_behind_many_aliases_hits_the_limit() -> None:
    with pytest.raises(LimitError):
        plan("names: {甲: &a " + "字" * 190_000 + "}\nspeech: {title: 题, opening: [" + "*a, " * 5000 + "]}\n")


@pytest.mark.parametrize(
    "text",
    [
        "speech: {title: " + "\x07" * 1_000_000 + "}\n",
        "speech: {title: 题, opening: " + "【x】" * 40_000 + "}\n",
        "themes: [{id: 甲}]\ntasks:\n"
        + "".join(f"  - {{text: 甲, theme: t{i}}}\n" for i in range(3000))
        + "speech: {title: 题}\n",
    ],
    ids=["control characters", "unknown references", "unknown themes"],
)
def test_a_fault_repeated_many_times_is_told_twenty_times(tmp_path: Path, text: str) -> None:
    findings = found(load_plan, write(tmp_path, text))
    assert len(findings) == 20


def test_five_thousand_measures_and_ten_thousand_rows_pass() -> None:
    """The limits allow them, and our own output is not taken for a bomb."""
    tasks = "".join(f"  - {{text: 第{i}项, lead_unit: 某局, deadline: 2025-10-01}}\n" for i in range(5000))
    table = "  attachments: [{title: 表, table: measures}]\n"
    built = docgen.build(plan("tasks:\n" + tasks + NOTICE + "    - 一段\n" + table), "notice")
    assert sum("某局" in text for _, text in paragraphs(built.data)) == 5000
    rows = [
        {
            "number": str(i),
            "theme": "",
            "task": "甲",
            "measure": "乙",
            "claim": "",
            "lead_unit": f"丙{i}",
            "support_units": "",
            "deadline": "",
        }
        for i in range(10_000)
    ]
    context = docgen.compose(plan(NOTICE + "    - 一段\n" + table), "notice") | {"measures": rows}
    data = Template(ROOT / "templates" / "notice.docx").render(context)
    assert sum(text.startswith("丙") for _, text in paragraphs(data)) == 10_000


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("problems:\n  -钱不够。\n  - 人不够。\nspeech: {title: 题}\n", 2),
        ("problems:\n  - 钱不够。\n   - 人不够。\nspeech: {title: 题}\n", 2),
    ],
)
def test_a_broken_dash_does_not_merge_two_items(tmp_path: Path, text: str, line: int) -> None:
    assert [(f.code, f.place.line) for f in found(load_plan, write(tmp_path, text))] == [("P127", line)]


def test_a_full_width_comma_between_fields_is_named(tmp_path: Path) -> None:
    text = "tasks:\n  - {text: 看路。, lead_unit: 县局， deadline: 8月底前}\nspeech: {title: 题}\n"
    assert [(f.code, f.place.line) for f in found(load_plan, write(tmp_path, text))] == [("P131", 2)]


def test_a_half_width_question_mark_in_braces_is_named(tmp_path: Path) -> None:
    text = "figures: {路: ?公里}\nspeech: {title: 题}\n"
    assert [(f.code, f.place.line) for f in found(load_plan, write(tmp_path, text))] == [("P132", 1)]


def test_faults_of_registers_are_told_beside_faults_of_shape() -> None:
    text = """
figures: {甲: 0个, 乙: {percent: 甲, of: 甲}}
themes: [{id: 菜}]
problems: [{txt: x}, {text: a, theme: 药}]
speech: {title: 题, date: 无}
"""
    assert sorted(codes(found(plan, text))) == ["P150", "P161", "P183", "P213"]


# ---- what was printed without a word


@pytest.mark.parametrize("field", ["title", "subtitle", "salutation", "opening", "closing"])
def test_a_lone_question_mark_is_a_gap_in_every_front_field(field: str) -> None:
    fields = {"title": "题", "salutation": "同志们"} | {field: "？"}
    text = "speech: {" + ", ".join(f"{k}: {v}" for k, v in fields.items()) + "}\n"
    assert warned(text) == ["P230"]
    assert codes(found(docgen.build, plan(text), "speech", None, True)) == ["P230"]


def test_a_half_width_question_mark_in_a_figure_is_a_gap() -> None:
    assert warned("figures:\n  路: ?公里\nspeech: {title: 题, opening: 铺【路】}\n") == ["P230"]


def test_a_gap_that_holds_a_stop_is_never_cut() -> None:
    assert_body(
        "problems: [看了【？哪几个点？】。后文]\n" + SPEECH + "    - {use: problems}\n",
        "speech",
        "paragraph: 看了[【待填：哪几个点？】]。后文。",
    )
    built = docgen.build(plan("names: {a: 【？x|？】}\nspeech: {title: 题, opening: 【a】}\n"), "speech")
    assert codes(built.findings) == ["P230"]
    assert not {"\ufdd0", "\ufdd1"} & set(read_docx(built.data, "x")["word/document.xml"].decode())


def test_a_gap_in_an_owner_stops_only_what_prints_it() -> None:
    text = "tasks: [{text: 甲, lead_unit: ？, deadline: ？}]\n"
    assert docgen.build(plan(text + SPEECH + "    - {use: tasks}\n"), "speech", final=True).findings == []
    assert codes(found(docgen.build, plan(text + NOTICE + "    - {use: tasks}\n"), "notice", None, True)) == [
        "P230",
        "P230",
    ]


def test_a_fact_that_a_kind_does_not_print_cannot_refuse_it() -> None:
    text = (
        "requirements: [见【附件表】]\n"
        + SPEECH
        + "    - 一段\n"
        + NOTICE
        + "    - {use: requirements}\n  attachments: [{id: 表, title: 分工表, text: 文}]\n"
    )
    assert docgen.build(plan(text), "speech").findings == []
    assert "见附件" in drawing(docgen.compose(plan(text), "notice"))


def test_a_free_point_of_an_outline_keeps_all_its_fields() -> None:
    point = (
        "    - {text: 甲。, rationale: 道理, theme: 菜, wording: {speech: 别的【主题】}, points: [一, 二], after: 完}\n"
    )
    assert_body("themes: [{id: 菜}]\n" + SPEECH + point, "speech", "paragraph: 别的菜。道理。一是一。二是二。完。")


def test_an_ending_that_was_typed_is_printed() -> None:
    text = "notice: {issuing_authority: 甲, subject: 乙, date_of_issue: 2025-01-02, opening: 现通知如下：, ending: 请照办。, outline: [丙]}\n"
    assert docgen.compose(plan(text), "notice")["ending"] == "请照办。"


def test_supporting_units_and_lead_unit_are_inherited_each_for_itself() -> None:
    text = (
        "tasks: [{text: 甲, lead_unit: A局, measures: [{text: 乙, support_units: S局}]}]\n"
        + NOTICE
        + "    - {use: tasks}\n"
    )
    assert [(r["lead_unit"], r["support_units"]) for r in docgen.compose(plan(text), "notice")["measures"]] == [
        ("A局", "S局")
    ]


def test_a_measure_is_the_same_thing_to_the_count_the_table_and_the_outline() -> None:
    text = "themes: [{id: 菜}]\ntasks: [{text: 甲, theme: 菜, measures: [{text: 乙, measures: [丙【主题】, 丁]}]}, {lead: 空, measures: []}]\n"
    loaded = plan(text + NOTICE + "    - 共【数:measures】条\n    - {use: measures, marker: 1.}\n")
    context = docgen.compose(loaded, "notice")
    assert drawing(context) == "paragraph: 共两条。\nrun_in3: ‹1.丙菜。›\nrun_in3: ‹2.丁。›"
    assert [r["measure"] for r in context["measures"]] == ["丙菜", "丁"]


def test_a_heading_never_loses_its_words_and_an_empty_one_never_stands() -> None:
    assert_body(
        "tasks: [甲]\n"
        + SPEECH
        + "    - {heading: 抓好【数】项任务, body: [{use: tasks}]}\n    - {heading: 二, body: [二]}\n",
        "speech",
        "heading1: 一、抓好一项任务\nrun_in2: ‹甲。›\nheading1: 二、二\nparagraph: 二。",
    )
    empty = "    - 讲【数】点。\n    - {heading: 空, body: [有【数】项：, {use: tasks}]}\n    - {heading: 甲, body: [一]}\n    - {heading: 乙, body: [二]}\n"
    assert_body(
        SPEECH + empty,
        "speech",
        "paragraph: 讲两点。\nheading1: 一、甲\nparagraph: 一。\nheading1: 二、乙\nparagraph: 二。",
    )


def test_striking_the_last_item_of_an_announced_list_breaks_nothing() -> None:
    assert_body(
        "requirements: [{text: 总的好。做好【数】件实事, measures: []}]\n" + SPEECH + "    - {use: requirements}\n",
        "speech",
        "paragraph: 要总的好。",
    )


def test_a_name_may_begin_like_a_gap() -> None:
    assert_body("names: {待补贴户: 12户}\n" + SPEECH + "    - 共【待补贴户】\n", "speech", "paragraph: 共12户。")


@pytest.mark.parametrize("phrase", ["10月前", "第三季度前", "下半年前", "底", "内", "中", "末"])
def test_a_phrase_that_means_an_earlier_day_is_not_dated_a_period_late(phrase: str) -> None:
    assert "P184" in warned(f"year: 2025\ntasks: [{{text: 甲, deadline: {phrase}}}]\n" + SPEECH + "    - 一段\n")


def test_dates_are_printed_in_the_chinese_form_everywhere() -> None:
    text = "meeting: {time: 2025-09-12}\n" + SPEECH + "    - 【会议时间】开会\n"
    assert_body(text, "speech", "paragraph: 2025年9月12日开会。")


def test_stops_of_a_series_do_not_follow_stops() -> None:
    text = "problems: [甲！, 乙？, 丙、, 丁]\n" + SPEECH + "    - {use: problems, marker: none, stop: ；}\n"
    assert_body(text, "speech", "paragraph: 甲！乙？丙；丁。")
    assert first_sentence("怎么办？！大家说") == ("怎么办？！", "大家说")


def test_a_subject_with_its_frame_words_does_not_get_them_twice() -> None:
    text = "notice: {issuing_authority: 甲, subject: 关于某事的通知, date_of_issue: 2025-01-02, outline: [丙]}\n"
    assert docgen.compose(plan(text), "notice")["title"] == ["甲", "关于某事的通知"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("problems: [一是钱不够。]\n", "P188"),
        ("requirements: [（一）加强领导。]\n", "P188"),
        ("figures: {甲: 3个, 乙: 10个, 差: {difference: [甲, 乙]}}\n", "P214"),
        ("figures: {甲: 10个, 乙: 3个, 比: {percent: 甲, of: 乙}}\n", "P215"),
        ("themes: [{id: 甲}, {id: 乙}]\ntasks: [{theme: 乙, text: 一}, {theme: 甲, text: 二}]\n", "P186"),
        ("problems:\n  - “{{ 行动 }}”不够\n", "P187"),
        ("problems:\n  - “{% 行动 %}”不够\n", "P187"),
        ("figures: {学校: 3所}\nproblems:\n  - 仍有[学校]没有护学岗\n", "P196"),
        ("figures: {学校: 3所}\nproblems:\n  - 仍有［ 学校 ］没有护学岗\n", "P196"),
        ("names: {行动: 护学}\nproblems:\n  - 仍有{行动}\n", "P196"),
        ("problems:\n  - 由〔牵头单位〕负责\n", "P196"),
        ("names:\n  甲: ｛value：3所｝\n", "P134"),
    ],
)
def test_what_is_hardly_meant_is_doubted(text: str, code: str) -> None:
    assert code in codes(plan(text).findings)
    assert all(not f.is_error for f in plan(text).findings)


def test_brackets_that_hold_no_name_of_the_plan_are_not_doubted() -> None:
    text = "figures: {学校: 3所}\nproblems: ['[注]甲', 乙〔2026〕3号, 〔学校〕]\nspeech: {title: 题, outline: ['{学} [所有学校]']}\n"
    assert [f.args["name"] for f in plan(text).findings] == ["学校"]


def test_numbers_that_are_no_ordinals_are_not_doubted() -> None:
    text = "problems: [1.5万人没有参加, 第一书记不够, 一把手不抓]\nachievements: [十四五开局良好, 三会一课落实]\n"
    assert codes(plan(text).findings) == []


def test_the_minutes_keep_their_speaker_when_there_is_one_item() -> None:
    text = """
achievements: [秩序顺了]
problems: [覆盖还不全]
significance: [民心所向]
tasks: [{text: 补齐, lead_unit: 甲局, deadline: 2025-10-01}]
requirements: [抓紧办]
meeting: {time: 2025年1月1日, place: 会议室, chair: 卞知秋}
minutes: {issuing_authority: 某市人民政府, date_of_issue: 2025-01-02}
"""
    words = drawing(docgen.compose(plan(text), "minutes"))
    assert [w for w in ("会议认为", "会议指出", "会议强调", "会议研究决定", "会议要求") if w not in words] == []


# ---- the command line


@pytest.mark.parametrize("template", [".", "", "x" * 300 + ".docx"])
def test_a_template_that_cannot_be_opened_is_told(tmp_path: Path, template: str) -> None:
    starter = str(ROOT / "samples" / "starter.yaml")
    done = main(["build", starter, "--kind", "speech", "--template", template, "--out", str(tmp_path)])
    assert done == ExitCode.CANNOT_READ_OR_WRITE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "pattern", ["{stem:>99999999999}", "{stem.__class__}{kind}", "{kind.upper}", "{", "}{kind}", "{}"]
)
def test_a_name_pattern_has_three_fields_and_nothing_else(tmp_path: Path, pattern: str) -> None:
    assert (
        main(["build", str(ROOT / "samples" / "starter.yaml"), "--name", pattern, "--out", str(tmp_path)])
        == ExitCode.WRONG_USE
    )


def test_a_word_file_gets_a_word_files_name(tmp_path: Path) -> None:
    starter = str(ROOT / "samples" / "starter.yaml")
    assert main(["build", starter, "--kind", "speech", "--out", str(tmp_path / "one.doc")]) == ExitCode.WRONG_USE
    assert (
        main(["fill", str(ROOT / "templates" / "speech.docx"), starter, "--out", str(tmp_path / "x.pdf")])
        == ExitCode.WRONG_USE
    )
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_that_is_a_file_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x")
    assert (
        main(["build", str(ROOT / "samples" / "starter.yaml"), "--out", str(tmp_path / "f")])
        == ExitCode.CANNOT_READ_OR_WRITE
    )
    assert (tmp_path / "f").read_bytes() == b"x"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_output_is_told_without_a_traceback(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "docgen", "check", str(ROOT / "samples" / "starter.yaml")]
        done = subprocess.run(
            command,
            stdout=full,
            stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert done.returncode == ExitCode.CANNOT_READ_OR_WRITE
    assert b"Traceback" not in done.stderr


# ---- values that are no data


class Bomb:
    """Would print itself as markup."""

    def __html__(self) -> str:
        return "<w:b/>"


def test_only_plain_data_enter_a_template() -> None:
    template = Template(ROOT / "templates" / "speech.docx")
    context = docgen.compose(plan("speech: {title: 题}\n"), "speech")
    for value in (Bomb(), b"x", io.BytesIO(), {1, 2}):
        assert [(f.code, f.place.path) for f in found(template.render, context | {"date": value})] == [("T211", "date")]
    assert codes(found(template.render, context | {"date": print})) == ["T213"]  # lent to the tags, but no value


# ---- what a second reader found


def test_an_ordinal_is_never_followed_by_nothing() -> None:
    text = "tasks: [{text: 办好【数】件事：, measures: [修路]}, 种树]\n" + SPEECH + "    - {use: tasks}\n"
    assert_body(text, "speech", "run_in1: ‹一、办好一件事：›要修路。\nrun_in1: ‹二、种树。›")


def test_a_frame_file_of_ones_own_changes_what_it_says_and_nothing_else(tmp_path: Path) -> None:
    own = tmp_path / "m.docx"
    own.write_bytes((ROOT / "templates" / "minutes.docx").read_bytes())
    write(tmp_path, "note: []\n", "m.frame.yaml")
    starter = load_plan(ROOT / "samples" / "starter.yaml")
    words = drawing(docgen.compose(starter, "minutes", own))
    assert "责任单位" not in words
    assert "现将会议议定事项纪要如下" in words
    assert "会议要求" in words


def test_a_list_inside_a_paragraph_does_not_begin_at_the_top_again() -> None:
    text = "tasks: [{text: 修路。细, measures: [平, 宽]}, 种树]\nmeeting: {time: 2025年1月1日}\n"
    minutes = "minutes: {issuing_authority: 甲, date_of_issue: 2025-01-02, outline: [{use: tasks, marker: 一是}]}\n"
    assert_body(text + minutes, "minutes", "paragraph: 一是修路。细。平。宽。二是种树。")


@pytest.mark.parametrize("value", ["3～5个", "1.2万—1.5万元", "1/3", "8时30分"])
def test_the_number_of_a_range_is_not_cut_out_of_it(value: str) -> None:
    assert codes(
        found(docgen.build, plan(f"figures: {{甲: {value}}}\nspeech: {{title: 题, opening: 到【甲|数】}}\n"), "speech")
    ) == ["P212"]


def test_supporting_units_of_another_lead_are_not_inherited() -> None:
    text = (
        "tasks: [{text: 甲, lead_unit: A局, support_units: B局, measures: [{text: a, lead_unit: C局}, b]}]\n"
        + NOTICE
        + "    - {use: tasks}\n"
    )
    rows = docgen.compose(plan(text), "notice")["measures"]
    assert [(r["lead_unit"], r["support_units"]) for r in rows] == [("C局", ""), ("A局", "B局")]


def test_a_note_stands_before_every_stop_and_no_paragraph_ends_in_a_comma() -> None:
    text = "tasks: [{text: 修路, tracks: [{lead: '在城区，', lead_unit: 甲局, measures: [平]}, {lead: '在乡镇，', measures: [窄]}]}]\n"
    assert_body(
        text + NOTICE + "    - {use: tasks, marker: 一、, form: paragraphs}\n",
        "notice",
        "heading1: 修路\nrun_in1: ‹一、在城区›（责任单位：甲局）。\nrun_in2: ‹平。›\nrun_in1: ‹二、在乡镇。›\nrun_in2: ‹窄。›",
    )
    colon = (
        "tasks: [{text: 修路。包括：, lead_unit: 甲局, measures: [平, 宽]}]\n"
        + NOTICE
        + "    - {use: tasks, form: paragraphs}\n"
    )
    assert "包括（责任单位：甲局）：" in drawing(docgen.compose(plan(colon), "notice"))


def test_a_series_of_paragraphs_keeps_the_stop_that_was_chosen_and_ends_in_a_full_one() -> None:
    chosen = (
        NOTICE + "    - {text: 条件：, marker: （一）, form: paragraphs, stop: ；, points: [甲, 乙, 丙]}\n    - 完\n"
    )
    assert_body(
        chosen,
        "notice",
        "paragraph: 条件：\nrun_in2: ‹（一）甲；›\nrun_in2: ‹（二）乙；›\nrun_in2: ‹（三）丙。›\nparagraph: 完。",
    )
    typed = "requirements: [甲；, 乙；]\n" + NOTICE + "    - {use: requirements, marker: （一）}\n    - 段落结尾，\n"
    assert_body(typed, "notice", "run_in2: ‹（一）甲；›\nrun_in2: ‹（二）乙。›\nparagraph: 段落结尾。")


def test_a_closing_formula_is_not_said_twice() -> None:
    assert docgen.compose(plan(NOTICE + "    - 认真办。\n    - 特此通知。\n"), "notice")["ending"] == ""


def test_a_list_inside_a_sentence_is_not_torn_off_by_a_heading() -> None:
    text = "tasks: [{text: 做到, stop: 、, marker: none, measures: [平, 宽]}, 种树]\n" + NOTICE + "    - {use: tasks}\n"
    assert_body(text, "notice", "run_in1: ‹一、做到›平、宽。\nheading1: 二、种树")


def test_the_version_is_printed_even_where_docgen_is_not_installed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("docgen")

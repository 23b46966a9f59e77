"""Notice, meeting notice and minutes as data: what the plan's new fields become, and every bad input with its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, assert_body, codes, found, plan, write

import docgen
from docgen.findings import Finding

NOTICE = "notice: {issuing_authority: 某市人民政府, date_of_issue: 2026-03-04, subject: 试点, outline: [贯彻执行。]}\n"
MINUTES = "minutes: {issuing_authority: 某市人民政府, date_of_issue: 2026-03-04, opening: 开了会。, outline: [{use: tasks}]}\n"


def front(more: str) -> str:
    """Return a plan with a notice and further fields of it."""
    return NOTICE.replace("outline:", f"{more}, outline:")


def composed(text: str, kind: str = "notice") -> dict[str, Any]:
    return docgen.compose(plan(text), kind)


def told(text: str, kind: str = "notice") -> list[Finding]:
    """Return what loading and building report."""
    return docgen.build(plan(text), kind).findings


# --- decisions (J-6: the strength of a decision is data)


@pytest.mark.parametrize("verb", ["同意", "原则同意", "决定"])
def test_the_minutes_say_a_decision_with_its_verb_and_the_other_kinds_do_not(verb: str) -> None:
    text = f"""
tasks:
  - {{text: 补齐护学岗。逐校定人, decision: {verb}, lead_unit: 县公安局, deadline: 9月1日前}}
  - {{text: 整修步行通道, lead_unit: 县交通运输局, deadline: 8月底前}}
year: 2026
"""
    assert_body(
        text + MINUTES,
        "minutes",
        f"""
        paragraph: 开了会。
        run_in1: ‹一、会议{verb}补齐护学岗。›逐校定人（责任单位：县公安局；完成时限：9月1日前）。
        run_in1: ‹二、整修步行通道›（责任单位：县交通运输局；完成时限：8月底前）。
        """,
    )
    assert verb not in "".join(p["text"] for p in composed(text + NOTICE)["body"])
    rows = composed(text + MINUTES, "minutes")["measures"]
    assert [row["claim"] for row in rows] == ["补齐护学岗", "整修步行通道"]


@pytest.mark.parametrize("block", ["achievements", "problems", "significance", "requirements"])
def test_what_is_no_task_is_not_decided(block: str) -> None:
    assert codes(found(plan, f"{block}: [{{text: 甲, decision: 同意}}]\n" + MINUTES)) == ["P193"]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("[{text: 乙, decision: 同意}, 丙]", "一是会议同意乙。二是丙。"),
        ("[{text: 乙, decision: 会议同意}]", "会议同意乙。"),
    ],
)
def test_what_was_decided_is_not_asked_for(points: str, said: str) -> None:
    text = f"tasks: [{{text: 甲。, marker: 一要, measures: {points}}}]\n" + MINUTES
    assert "".join(p["text"] for p in composed(text, "minutes")["body"]).endswith("甲。" + said)


def test_an_inline_decision_stands_behind_its_ordinal() -> None:
    text = "tasks: [{text: 甲。, marker: 一是, measures: [{text: 乙, decision: 同意}, 丙]}]\n" + MINUTES
    assert "一是会议同意乙。二是丙。" in "".join(p["text"] for p in composed(text, "minutes")["body"])


def test_the_minutes_by_default_hear_state_stress_decide_and_demand() -> None:
    text = """
achievements: [秩序顺了]
problems: [覆盖还不全]
significance: [民心所向]
tasks: [{text: 补齐, lead_unit: 甲局, deadline: 2026-10-01}]
requirements: [抓紧办]
meeting: {time: 2026年1月1日, place: 会议室, chair: {post: 县长, name: 甲}, heard: [甲局的汇报, 乙局的发言]}
minutes: {issuing_authority: 某市人民政府, date_of_issue: 2026-01-02}
"""
    paragraphs = [p["text"] for p in composed(text, "minutes")["body"]]
    starts = [
        next(p for p in paragraphs if p.startswith(w))
        for w in ("会议听取了", "会议认为", "会议指出", "会议强调", "会议研究决定", "会议要求")
    ]
    assert starts == [p for p in paragraphs if p.startswith("会议")]
    assert starts[0] == "会议听取了甲局的汇报，乙局的发言。"
    silent = [p["text"] for p in composed(text.replace(", heard: [甲局的汇报, 乙局的发言]", ""), "minutes")["body"]]
    assert silent == [p for p in paragraphs if not p.startswith("会议听取了")]


# --- the meeting notice

MEETING = """
meeting:
  name: 推进会
  time: {say: 2026年5月12日上午, on: 2026-05-12, at: 9:00}
  place: 三楼会议室
  agenda: [通报情况。, 部署工作]
  participants: [各乡镇主要负责同志, 有关部门主要负责同志]
  bring: 汇报材料
  reply: 请于5月10日前报名
  notes: 不得代会
meeting_notice: {issuing_authority: 某县人民政府办公室, date_of_issue: 2026-05-08}
"""


def test_a_meeting_notice_says_what_when_where_who_what_to_bring_and_how_to_answer() -> None:
    assert_body(
        MEETING,
        "meeting_notice",
        """
        paragraph: 经研究，决定召开推进会。现将有关事项通知如下：
        run_in1: ‹一、会议议题：›（一）通报情况；（二）部署工作。
        run_in1: ‹二、会议时间：›2026年5月12日（星期二）上午9:00。
        run_in1: ‹三、会议地点：›三楼会议室。
        run_in1: ‹四、参会人员：›各乡镇主要负责同志，有关部门主要负责同志。
        run_in1: ‹五、携带材料：›汇报材料。
        run_in1: ‹六、报名方式：›请于5月10日前报名。
        run_in1: ‹七、有关要求：›不得代会。
        """,
    )
    context = composed(MEETING, "meeting_notice")
    assert context["title"] == ["某县人民政府办公室", "关于召开推进会的通知"]
    assert context["ending"] == ""


def test_what_the_meeting_does_not_say_goes_with_its_heading_and_the_ordinals_close_up() -> None:
    kept = ("meeting:", "name", "time", "place", "reply", "meeting_notice")
    text = "\n".join(line for line in MEETING.splitlines() if line.strip().startswith(kept))
    heads = [p["head"] for p in composed(text, "meeting_notice")["body"]]
    assert heads == ["", "一、会议时间：", "二、会议地点：", "三、报名方式："]


def test_a_gap_of_the_meeting_is_printed_and_reported() -> None:
    found = told(MEETING.replace("place: 三楼会议室", "place: ？"), "meeting_notice")
    assert [(f.code, f.args["name"]) for f in found] == [("P230", "会议地点")]


@pytest.mark.parametrize(
    ("time", "printed"),
    [
        ("2026年5月12日9:00", "2026年5月12日（星期二）9:00"),
        ("2026-05-12", "2026年5月12日（星期二）"),
        ("2026年5月12日（星期二）上午", "2026年5月12日（星期二）上午"),
        ("{say: 5月12日下午, on: 2026-05-12, at: 2:30}", "5月12日（星期二）下午2:30"),
        ("近日", "近日"),
        ("2026年4月9日至10日", "2026年4月9日至10日"),
        ("2026年4月9日—2026年4月11日上午", "2026年4月9日—2026年4月11日上午"),
        ("{say: 4月9—11日, on: 2026-04-09}", "4月9—11日"),
        ("{say: 2026年5月12日上午9:00, at: 9:00}", "2026年5月12日（星期二）上午9:00"),
    ],
)
def test_the_weekday_comes_from_the_date(time: str, printed: str) -> None:
    text = MEETING.replace("{say: 2026年5月12日上午, on: 2026-05-12, at: 9:00}", time)
    assert composed(text, "meeting_notice")["body"][2]["rest"] == printed + "。"


@pytest.mark.parametrize("field", ["name", "time", "place"])
def test_a_meeting_notice_needs_what_when_and_where(field: str) -> None:
    text = "\n".join(line for line in MEETING.splitlines() if not line.strip().startswith(field))
    found_here = found(docgen.compose, plan(text), "meeting_notice")
    assert [(f.code, f.args["field"]) for f in found_here] == [("P263", field)]


def test_a_frame_without_a_subject_leaves_it_to_the_plan(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes((ROOT / "templates" / "meeting_notice.docx").read_bytes())
    write(tmp_path, "subject: []\n", "own.frame.yaml")
    assert codes(found(docgen.build, plan(MEETING), "meeting_notice", own)) == ["P164"]


def test_a_label_may_be_set_by_hand_in_any_outline() -> None:
    text = NOTICE.replace(
        "[贯彻执行。]", "[{heading: 时间, form: inline, body: [今天, 明天]}, {heading: 地点, body: 这里}]"
    )
    assert_body(
        text,
        "notice",
        """
        run_in1: ‹一、时间：›今天。
        paragraph: 明天。
        heading1: 二、地点
        paragraph: 这里。
        """,
    )


def test_a_meeting_notice_with_an_outline_still_needs_the_name_for_its_title() -> None:
    text = "meeting_notice: {issuing_authority: 某办, date_of_issue: 2026-05-08, outline: [开会。]}\n"
    findings = found(docgen.compose, plan(text), "meeting_notice")
    assert [(f.code, f.args["fields"], f.place.path) for f in findings] == [("P262", "name", "meeting_notice")]
    assert composed(text.replace("outline", "subject: 开会, outline"), "meeting_notice")["title"][1] == "关于开会的通知"


# --- joint documents


@pytest.mark.parametrize(
    ("organs", "title"),
    [
        (["县委办公室", "县政府办公室"], ["县委办公室\u3000县政府办公室"]),
        (
            ["某某县人民政府办公室", "某某县防汛抗旱指挥部办公室"],
            ["某某县人民政府办公室", "某某县防汛抗旱指挥部办公室"],
        ),
        (["县教育局", "县公安局", "县财政局"], ["县教育局等单位"]),
    ],
)
def test_a_joint_title_names_the_organs_while_they_are_few(organs: list[str], title: list[str]) -> None:
    context = composed(NOTICE.replace("某市人民政府", f"[{', '.join(organs)}]"))
    assert context["title"] == [*title, "关于试点的通知"]
    assert context["masthead"] == organs
    assert context["masthead_word"] == "文件"
    assert context["issuing_authorities"] == organs
    assert context["issuing_authority"] == "、".join(organs)


def test_more_than_four_organs_leave_the_red_head_to_the_lead() -> None:
    """GB/T 9704-2012 7.2.4 allows it, and the first page must show the text."""
    context = composed(NOTICE.replace("某市人民政府", "[甲, 乙, 丙, 丁, 戊]"))
    assert (context["masthead"], context["masthead_word"]) == (["甲文件"], "")
    assert context["issuing_authorities"] == ["甲", "乙", "丙", "丁", "戊"]


def test_the_lead_organ_prints_a_joint_document() -> None:
    text = front("printed_on: 2026-03-05").replace("某市人民政府", "[甲, 乙]")
    assert composed(text)["printed_by"] == "甲"


@pytest.mark.parametrize(
    ("masthead", "lines", "word"),
    [
        ("某市人民政府", ["某市人民政府"], ""),
        ("[甲文件, 乙文件]", ["甲", "乙"], "文件"),
        ("[甲, 乙, 文件]", ["甲", "乙"], "文件"),
        ("[甲, 乙]", ["甲", "乙"], ""),
    ],
)
def test_a_masthead_of_ones_own_is_printed_as_it_stands(masthead: str, lines: list[str], word: str) -> None:
    context = composed(front(f"masthead: {masthead}"))
    assert (context["masthead"], context["masthead_word"]) == (lines, word)


# --- document number (7.2.5)


@pytest.mark.parametrize(
    "typed",
    [
        "'某政发[2026]12号'",
        "某政发（2026）12号",
        "某政发(2026)012号",
        "某政发【2026】第12号",
        "某政发〔2026〕12",
        "某政发〔2026年〕０１２号",
    ],
)
def test_a_document_number_in_the_wrong_form_is_put_right_with_a_warning(typed: str) -> None:
    text = front(f"document_number: {typed}")
    assert composed(text)["document_number"] == "某政发〔2026〕12号"
    cured = [f for f in told(text) if f.code == "P166"]
    assert [(f.args["value"], f.args["right"]) for f in cured] == [(typed.strip("'"), "某政发〔2026〕12号")]
    assert cured[0].place.line == 1


@pytest.mark.parametrize(
    "typed", ["某政发12号", "某政发〔26〕12号", "2026年12号", "〔2026〕12号", "某政发〔2026〕0号", "某政发〔9999〕1号"]
)
def test_a_document_number_without_code_year_or_number_is_refused(typed: str) -> None:
    assert codes(found(plan, front(f"document_number: {typed}"))) == ["P165"]


@pytest.mark.parametrize("typed", ["某政发〔2026〕？号", "某政发〔2026〕12号", "？", "【？代字】〔2026〕12号"])
def test_a_document_number_in_the_right_form_or_with_a_gap_is_left_alone(typed: str) -> None:
    assert [f.code for f in told(front(f"document_number: {typed}")) if f.code != "P230"] == []


def test_the_number_of_minutes_has_the_same_brackets() -> None:
    text = MINUTES.replace("opening:", "number: （2026）第4期, opening:")
    assert composed(text, "minutes")["number"] == "〔2026〕第4期"


def test_a_year_in_the_brackets_of_references_is_told_as_such() -> None:
    findings = found(docgen.compose, plan(NOTICE.replace("贯彻执行。", "按某政发【2026】1号执行。")), "notice")
    assert codes(findings) == ["P219"]
    assert docgen.remedy(findings[0]) == "write 〔2026〕"


@pytest.mark.parametrize(
    ("field", "code"),
    [("copy_number: 12", "P167"), ("classification: 内部", "P168"), ("urgency: 急", "P169")],
)
def test_what_the_first_lines_may_hold_is_known(field: str, code: str) -> None:
    assert codes(told(front(field))) == [code]


@pytest.mark.parametrize(
    "field", ["copy_number: '000012'", "classification: 机密★1年", "classification: 秘密", "urgency: 特急"]
)
def test_the_first_lines_in_their_right_form_are_left_alone(field: str) -> None:
    assert told(front(field)) == []


# --- seal


@pytest.mark.parametrize(
    ("typed", "seal"), [("true", True), ("是", True), ("false", False), ("否", False), ("no", False)]
)
def test_a_seal_is_put_on_unless_the_plan_says_no(typed: str, seal: bool) -> None:
    assert composed(front(f"seal: {typed}"))["seal"] is seal
    assert composed(NOTICE)["seal"] is True


def test_a_seal_is_yes_or_no() -> None:
    assert codes(found(plan, front("seal: 也许"))) == ["P156"]


# --- attachments


def attached(attachments: str, text: str = "见附件。") -> str:
    return NOTICE.replace("outline: [贯彻执行。]", f"outline: [{text}], attachments: {attachments}")


def test_a_table_of_its_own_has_its_rows_filled_up_and_widths_that_fill_the_page() -> None:
    given = attached("[{title: 回执, columns: [单位, 联系人姓名和职务], rows: [[甲], [], [乙, 丙], ~]}]")
    table = composed(given)["attachments"][0]
    assert table["rows"] == [["甲", ""], ["", ""], ["乙", "丙"], ["", ""]]
    assert [c["title"] for c in table["columns"]] == ["单位", "联系人姓名和职务"]
    narrow, wide = [c["width"] for c in table["columns"]]
    assert narrow < wide
    assert narrow + wide == pytest.approx(28.08, abs=0.05)
    assert table["landscape"] is False


@pytest.mark.parametrize(("columns", "landscape"), [(8, False), (9, True), (14, True)])
def test_a_wide_table_lies_on_its_side(columns: int, landscape: bool) -> None:
    heads = ", ".join(f"列{n}" for n in range(columns))
    table = composed(attached(f"[{{title: 表, columns: [{heads}]}}]"))["attachments"][0]
    assert table["landscape"] is landscape
    assert all(c["width"] > 2.8 for c in table["columns"])


@pytest.mark.parametrize(
    ("attachment", "code"),
    [
        (f"{{title: 表, columns: [{', '.join(f'列{n}' for n in range(15))}]}}", "P172"),
        ("{title: 表, columns: [甲, 乙], rows: [[一, 二, 三]]}", "P173"),
        ("{title: 表, rows: [[一]]}", "P171"),
        ("{title: 表, columns: [甲], table: measures}", "P170"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_place(attachment: str, code: str) -> None:
    findings = found(plan, attached(f"[{attachment}]"))
    assert codes(findings) == [code]
    assert findings[0].place.path == "notice.attachments[0]"


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [
        ("没有提到。", ["一", "二"]),
        ("见附件1。", ["二"]),
        ("见【附件乙】。", ["一"]),
        ("见附件1、附件2。", []),
        ("见附件1—2。", []),
        ("印发《一》。见附件2。", []),
        ("见附件1和有关规定。", ["二"]),
        ("见附件1、各单位要抓好落实。", ["二"]),
        ("附件1至2，逐项落实。", []),
        ("附件1，2026年底前办结。", ["二"]),
        ("“见附件2”这句话。", ["一", "二"]),
    ],
)
def test_an_attachment_that_the_text_never_refers_to_is_reported(text: str, unnamed: list[str]) -> None:
    given = attached("[{title: 一}, {id: 乙, title: 二}]", text)
    assert [f.args["title"] for f in told(given) if f.code == "P253"] == unnamed


def test_an_attachment_that_is_referred_to_and_not_there_is_an_error() -> None:
    findings = found(docgen.compose, plan(attached("[{id: 甲, title: 一}]", "见【附件乙】。")), "notice")
    assert codes(findings) == ["P206"]


@pytest.mark.parametrize(
    ("attachments", "text", "lacking"),
    [
        ("[{title: 一}]", "见附件3和附件1。", ["附件3"]),
        ("[{title: 一}, {title: 二}]", "见附件1—4。", ["附件3", "附件4"]),
        ("[]", "任务分工见附件。", ["附件"]),
        ("[]", "《关于附件的规定》和“附件”。", []),
    ],
)
def test_an_attachment_that_the_words_refer_to_and_that_is_not_there_is_reported(
    attachments: str, text: str, lacking: list[str]
) -> None:
    found_here = [f for f in told(attached(attachments, text)) if f.code == "P254"]
    assert [f.args["name"] for f in found_here] == lacking


def test_a_mention_of_no_attachment_is_told_at_the_text_that_has_it() -> None:
    facts = "problems: [见附件1。, 清单见附件3。]\n"
    given = facts + attached("[{title: 一}]", "见附件1。, {use: problems}")
    [finding] = [f for f in told(given) if f.code == "P254"]
    assert finding.place.path == "problems[1]"


def test_quotes_of_a_title_are_inner_ones_where_it_is_quoted() -> None:
    [finding] = [f for f in told(attached("[{title: “护学路”分工表}]", "抓紧办。")) if f.code == "P253"]
    assert finding.args["title"] == "‘护学路’分工表"


def test_an_attachment_may_be_referred_to_by_its_number_and_from_another_one() -> None:
    given = attached("[{title: 一, text: 见【附件2】。}, {title: 二, text: 文}]", "见【附件1】。")
    assert told(given) == []
    assert composed(given)["attachments"][0]["body"][0]["text"] == "见附件2。"


def test_each_notice_refers_to_its_own_attachments() -> None:
    text = MEETING.replace("请于5月10日前报名", "填回执（见【附件回执】）").replace(
        "date_of_issue: 2026-05-08}",
        "date_of_issue: 2026-05-08, attachments: [{id: 回执, title: 回执, columns: [姓名]}]}",
    )
    assert "填回执（见附件）。" in [p["rest"] for p in composed(text + NOTICE, "meeting_notice")["body"]]
    assert codes(told(text + NOTICE, "meeting_notice")) == []
    assert composed(text + NOTICE)["attachments"] == []


def test_an_attachment_that_holds_nothing_is_reported() -> None:
    given = attached("[{title: 一}, {title: 二, text: 文}]", "见附件1、附件2。")
    assert [(f.code, f.args["title"]) for f in told(given)] == [("P195", "一")]


def test_short_columns_get_what_they_need_and_long_ones_share_the_rest() -> None:
    row = "[欧阳一凡, 副站长, 13800000000, 磐石市推进新型城镇化和老旧小区改造工作领导小组, 备注备注备注备注备注备注备注备注备注备注备注备注备注]"
    table = composed(attached(f"[{{title: 表, columns: [姓名, 职务, 电话, 单位, 备注], rows: [{row}]}}]"))[
        "attachments"
    ][0]
    name, post, phone, unit, remark = (c["width"] for c in table["columns"])
    size = 12 / 15.75  # 小四 in characters of 3号
    assert name >= 4 * size + 0.44
    assert post >= 3 * size + 0.44
    assert phone >= 11 * 0.492 * size + 0.44
    assert unit == remark
    assert name + post + phone + unit + remark == pytest.approx(28.08, abs=0.05)


# --- people, organs, ids, dates


def test_a_person_without_post_is_reported_where_the_name_stands() -> None:
    text = "meeting: {chair: 卞知秋}\nspeech: {title: 题, speaker: {name: 甲}}\n"
    assert [(f.code, f.args["name"]) for f in plan(text).findings] == [("P191", "卞知秋"), ("P191", "甲")]


@pytest.mark.parametrize(
    ("remark", "printed"),
    [
        ("此件公开发布", "此件公开发布"),
        ("（此件公开发布）", "此件公开发布"),
        ("联系人：张三（办公室）", "联系人：张三（办公室）"),
        ("（联系人：张三（办公室））", "联系人：张三（办公室）"),
        ("（甲）和（乙）", "（甲）和（乙）"),
    ],
)
def test_the_brackets_around_a_remark_are_the_templates_and_those_in_it_its_own(remark: str, printed: str) -> None:
    assert composed(front(f"remark: {remark}"))["remark"] == printed


@pytest.mark.parametrize("field", ["copy_to: []", "copy_to: ~", "copy_to: 抄送：", "addressees: []"])
def test_a_list_of_organs_that_names_none_is_reported_and_prints_nothing(field: str) -> None:
    text = front(field)
    assert [(f.code, f.args["field"]) for f in told(text)] == [("P192", field.partition(":")[0])]
    assert composed(text)[field.partition(":")[0]] in ([], "")


def test_an_empty_organ_in_a_list_is_refused() -> None:
    assert codes(found(plan, front("copy_to: ['']"))) == ["P151"]


@pytest.mark.parametrize("typed", ["抄送：市委办公室", "市委办公室。"])
def test_what_the_template_prints_around_a_copy_list_is_not_printed_twice(typed: str) -> None:
    assert composed(front(f"copy_to: {typed}"))["copy_to"] == ["市委办公室"]


def test_two_measures_with_one_id_are_refused_with_both_lines() -> None:
    text = "tasks:\n  - {id: a, text: 甲}\n  - text: 乙\n    measures: [{id: a, text: 丙}]\n"
    findings = found(plan, text)
    assert [(f.code, f.place.line, f.args["first"]) for f in findings] == [("P190", 4, 2)]


def test_two_attachments_with_one_id_are_refused() -> None:
    assert codes(found(plan, attached("[{id: 表, title: 一, text: 文}, {id: 表, title: 二, text: 文}]"))) == ["P190"]


def test_an_id_reaches_the_rows_of_the_table_and_no_text() -> None:
    context = composed("tasks: [{id: m-1, text: 甲, lead_unit: 乙, deadline: 年底前}]\nyear: 2026\n" + NOTICE)
    assert [row["id"] for row in context["measures"]] == ["m-1"]
    assert "m-1" not in str(context["body"])


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ("{say: 2026年7月16日上午, on: 2026-07-15}", "P174"),
        ("{say: 7月16日上午, on: 2026-07-15}", "P174"),
        ("{say: 2026年7月16日上午, at: '25:00'}", "P175"),
        ("{say: 2026年7月16日上午, at: 9:75}", "P175"),
    ],
)
def test_words_and_date_of_a_meeting_agree_and_its_hour_is_one(time: str, code: str) -> None:
    text = MEETING.replace("{say: 2026年5月12日上午, on: 2026-05-12, at: 9:00}", time)
    assert codes(found(plan, text)) == [code]


@pytest.mark.parametrize(
    ("list_", "reported"),
    [
        ("[甲局，乙局]", ["甲局，乙局"]),
        ("甲局、乙局", ["甲局、乙局"]),
        ("[甲局, 乙局]", []),
        ("[宁若谷（市自然资源局，赴省城培训）]", []),
    ],
)
def test_a_list_typed_with_full_width_commas_is_reported(list_: str, reported: list[str]) -> None:
    for text in (front(f"copy_to: {list_}"), f"meeting: {{absentees: {list_}}}\n" + NOTICE):
        assert [f.args["words"] for f in plan(text).findings if f.code == "P194"] == reported


def test_an_only_task_leaves_its_level_to_its_measures() -> None:
    text = "tasks: [{text: 补岗, lead_unit: 公安局, deadline: 6月1日前, measures: [甲, 乙]}]\nyear: 2026\n"
    assert_body(
        text + NOTICE.replace("[贯彻执行。]", "[{heading: 任务, body: [{use: tasks}]}, {heading: 要求, body: 照办}]"),
        "notice",
        """
        heading1: 一、任务
        heading2: 补岗（责任单位：公安局；完成时限：6月1日前）
        run_in2: ‹（一）甲。›
        run_in2: ‹（二）乙。›
        heading1: 二、要求
        paragraph: 照办。
        """,
    )


def test_the_minutes_name_the_meeting_when_it_has_a_name() -> None:
    given = "meeting: {time: 2026年1月1日, place: 会议室, chair: {post: 县长, name: 甲}%s}\n"
    default = given + MINUTES.replace(", opening: 开了会。, outline: [{use: tasks}]", "")
    named, bare = (composed(default % more, "minutes")["body"][0]["text"] for more in (", name: 推进会", ""))
    assert "主持召开推进会，" in named
    assert "主持召开会议，" in bare


@pytest.mark.parametrize(("field", "code"), [("printed_on: 2026年2月30日", "P160"), ("printed_on: 下周一", "P161")])
def test_a_date_that_is_none_is_refused(field: str, code: str) -> None:
    assert codes(found(plan, front(field))) == [code]


def test_a_measure_that_the_document_does_not_print_needs_no_owner() -> None:
    assert told("tasks: [补齐护学岗]\n" + NOTICE) == []
    table = attached("[{title: 表, table: measures}]")
    assert codes(told("tasks: [补齐护学岗]\n" + table)) == ["P250", "P251"]


def test_an_attachment_may_be_referred_to_at_the_end() -> None:
    more = "ending: 请对照【附件表】抓好落实。, attachments: [{id: 表, title: 分工表, text: 一段。}]}"
    notice = NOTICE.replace("}", f", {more}")
    assert "P253" not in codes(told(notice))


def test_what_two_kinds_lack_is_told_once() -> None:
    lacking = docgen.check_plan(
        {
            "tasks": ["补岗"],
            "notice": {"issuing_authority": "甲", "date_of_issue": "2026-03-04", "subject": "乙"},
            "minutes": {
                "issuing_authority": "甲",
                "date_of_issue": "2026-03-04",
                "opening": "开会。",
                "outline": [{"use": "tasks"}],
            },
        }
    )
    assert [(f.code, f.args["kind"]) for f in lacking] == [("P250", "通知、会议纪要"), ("P251", "通知、会议纪要")]


def test_final_refuses_a_measure_without_owner_or_deadline_with_the_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from docgen.cli import main

    path = write(tmp_path, "tasks: [{text: 补齐护学岗}]\n" + NOTICE.replace(", outline: [贯彻执行。]", ""))
    assert main(["build", str(path), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().err.count("补齐护学岗") == 2
    assert main(["build", str(path), "--out", str(tmp_path / "final"), "--final"]) == 1
    said = capsys.readouterr().err
    assert f"{path}:1:9 tasks[0]" in said
    assert "P250" in said
    assert "P251" in said
    assert not (tmp_path / "final").exists()


# --- once typed, said where it belongs


def test_owner_and_deadline_are_typed_once_and_stand_in_the_bracket_only_when_the_sentence_does_not_say_them() -> None:
    text = """
year: 2026
tasks:
  - text: 补岗。
    measures:
      - {text: 由【牵头单位】补齐, lead_unit: 县公安局, deadline: 9月1日前}
      - {text: 【完成时限】修好, lead_unit: 县交通局, deadline: 8月底前}
      - {text: 由【牵头单位】在【完成时限】办结, lead_unit: 县水务局, deadline: 7月底前}
      - {text: 通报, lead_unit: 县政府办, deadline: 6月底前}
"""
    tasks = NOTICE.replace(
        "outline: [贯彻执行。]", "outline: [{use: tasks}], attachments: [{title: 表, table: measures}]"
    )
    context = composed(text + tasks)
    assert [p["text"].partition("、")[2] for p in context["body"]][1:] == [
        "由县公安局补齐（完成时限：9月1日前）。",
        "8月底前修好（责任单位：县交通局）。",
        "由县水务局在7月底前办结。",
        "通报（责任单位：县政府办；完成时限：6月底前）。",
    ]
    assert [(r["lead_unit"], r["deadline"]) for r in context["measures"]] == [
        ("县公安局", "9月1日前"),
        ("县交通局", "8月底前"),
        ("县水务局", "7月底前"),
        ("县政府办", "6月底前"),
    ]

"""Lists of every form and marker, drawn as text: role, then ‹head› and rest; a gap stands in []."""

from __future__ import annotations

import pytest
from helpers import assert_body, codes, drawing, plan

import docgen

ONE_SPEECH = "speech:\n  title: 题\n  outline:\n"


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("{use: problems}", "paragraph: 一是甲。说明。二是乙。"),
        ("{use: problems, text: 有【数】个：}", "paragraph: 有两个：一是甲。说明。二是乙。"),
        ("{use: problems, text: 有【数】个：, after: 都要改}", "paragraph: 有两个：一是甲。说明。二是乙。都要改。"),
        ("{use: problems, marker: none, stop: ；}", "paragraph: 甲。说明；乙。"),
        ("{use: problems, marker: 要}", "paragraph: 要甲。说明。要乙。"),
        ("{use: problems, marker: '第一，'}", "paragraph: 第一，甲。说明。第二，乙。"),
        ("{use: problems, marker: 一要, form: paragraphs}", "item: ‹一要甲。›说明。\nitem: ‹二要乙。›"),
        ("{use: problems, marker: 一、}", "run_in1: ‹一、甲。›说明。\nrun_in1: ‹二、乙。›"),
        ("{use: problems, marker: 一、, form: headings}", "heading1: 一、甲\nparagraph: 说明。\nheading1: 二、乙"),
        (
            "{use: problems, marker: （一）, after: ，都要改}",
            "run_in2: ‹（一）甲。›说明。\nrun_in2: ‹（二）乙›，都要改。",
        ),
        (
            "{use: problems, marker: 1., after: 都要改}",
            "run_in3: ‹1.甲。›说明。\nrun_in3: ‹2.乙。›\nparagraph: 都要改。",
        ),
    ],
)
def test_the_same_facts_are_set_in_every_form(how: str, expected: str) -> None:
    assert_body(f"problems: [甲。说明, 乙]\n{ONE_SPEECH}    - {how}\n", "speech", expected)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("[]", "paragraph: 后文。"),
        ("[甲]", "paragraph: 总的好。要甲。收束。\nparagraph: 后文。"),
        ("[甲, 乙]", "paragraph: 总的好。有两件：一要甲。二要乙。收束。\nparagraph: 后文。"),
    ],
)
def test_zero_items_vanish_one_is_not_counted_and_two_are(items: str, expected: str) -> None:
    assert_body(
        f"requirements: {items}\n{ONE_SPEECH}    - {{use: requirements, text: 总的好。有【数】件：, after: 收束}}\n    - 后文\n",
        "speech",
        expected,
    )


def test_headings_that_follow_are_counted_and_numbered_and_empty_ones_go() -> None:
    text = f"""problems: [甲, 乙]
{ONE_SPEECH}    - 下面讲【数】点。
    - {{heading: 头, body: [一段, {{heading: 小头, body: [二段]}}, {{heading: 小尾, body: [三段]}}]}}
    - {{heading: 空, body: [{{use: tasks}}]}}
    - {{heading: 有【数】件。, body: [{{use: problems}}]}}
"""
    assert_body(
        text,
        "speech",
        """\
        paragraph: 下面讲两点。
        heading1: 一、头
        paragraph: 一段。
        heading2: （一）小头
        paragraph: 二段。
        heading2: （二）小尾
        paragraph: 三段。
        heading1: 二、有两件
        paragraph: 一是甲。二是乙。""",
    )


def test_a_single_heading_has_no_number_and_no_announcement() -> None:
    assert_body(
        ONE_SPEECH + "    - 大家好。下面讲【数】点。\n    - {heading: 头, body: [一段]}\n",
        "speech",
        "paragraph: 大家好。\nheading1: 头\nparagraph: 一段。",
    )


TASK = """
themes: [{id: 菜, label: 一篮菜}]
tasks:
  - theme: 菜
    text: 补点扩面，端稳【主题】。总括。
    rationale: 道理
    tracks:
      - lead: 改造老菜市场
        text: 就是要变敞亮
        measures: [改硬件。一次到位, 管秤砣]
      - {lead: 早晚市要管放结合。, measures: [划定时段]}
      - {lead: "在农村，", marker: 要, measures: [办好赶集日, 开到乡镇]}
      - {lead: 关于流动摊点, text: 疏堵结合, points: [{text: 分类推进, stop: ；, points: [甲, 乙]}]}
      - text: 没有引子的一条线
  - 另一件
"""


def test_the_five_lead_forms_in_a_speech() -> None:
    assert_body(
        TASK + ONE_SPEECH + "    - {heading: 任务, body: [{use: tasks}]}\n    - {heading: 完, body: [完]}\n",
        "speech",
        """\
        heading1: 一、任务
        run_in2: ‹（一）补点扩面，端稳一篮菜。›道理。总括。
        track: ‹改造老菜市场。›就是要变敞亮。一要改硬件。一次到位。二要管秤砣。
        track: ‹早晚市要管放结合。›要划定时段。
        track: 在农村，要办好赶集日。要开到乡镇。
        track: ‹关于流动摊点。›疏堵结合。分类推进。甲；乙。
        paragraph: ‹没有引子的一条线。›
        run_in2: ‹（二）另一件。›
        heading1: 二、完
        paragraph: 完。""".replace("paragraph: ‹没有引子的一条线。›", "paragraph: 没有引子的一条线。"),
    )


NOTICE = """
notice:
  issuing_authority: 某市人民政府
  subject: 某事
  date_of_issue: 2025-09-15
  outline:
"""


def test_the_same_tasks_in_a_notice_go_one_level_down_each_and_lose_the_rationale() -> None:
    assert_body(
        TASK + NOTICE + "    - {heading: 任务, body: [{use: tasks}]}\n    - {heading: 完, body: [完]}\n",
        "notice",
        """\
        heading1: 一、任务
        heading2: （一）补点扩面，端稳一篮菜
        paragraph: 总括。
        run_in3: ‹1.改造老菜市场。›就是要变敞亮。
        run_in4: ‹（1）改硬件。›一次到位。
        run_in4: ‹（2）管秤砣。›
        run_in3: ‹2.早晚市要管放结合。›
        run_in4: ‹划定时段。›
        run_in3: 3.在农村，要办好赶集日。要开到乡镇。
        run_in3: ‹4.关于流动摊点。›疏堵结合。分类推进。甲；乙。
        run_in3: ‹5.没有引子的一条线。›
        heading2: （二）另一件
        heading1: 二、完
        paragraph: 完。""",
    )


def test_a_series_inside_its_sentence_goes_on_with_the_words_after_it() -> None:
    assert_body(
        """significance:
  - text: 是实招。市委提出
    stop: ，
    points: [以甲为根本, 以乙为关键]
    after: ，路子是清楚的
  - text: 明确三件。
    stop: 、
    points: [甲, 乙]
"""
        + ONE_SPEECH
        + "    - {use: significance}\n",
        "speech",
        "run_in1: ‹一、是实招。›市委提出以甲为根本，以乙为关键，路子是清楚的。\nrun_in1: ‹二、明确三件。›甲、乙。",
    )


UNITS = """
year: 2025
tasks:
  - text: 干事。说明【牵头单位】来办
    lead_unit: [甲局, 乙局]
    support_units: 丙局
    deadline: 11月底前
  - {text: 全说了【责任单位】【配合单位】【完成时限】, lead_unit: 甲局, support_units: [丙局], deadline: 2025-11-30}
  - {text: 问？, deadline: 年底前}
  - {text: 缺单位, lead_unit: ？}
"""


def test_owner_and_deadline_stand_in_the_note_only_when_the_sentence_does_not_say_them() -> None:
    assert_body(
        UNITS + NOTICE + "    - {use: tasks, marker: 1.}\n",
        "notice",
        """\
        run_in3: ‹1.干事。›说明甲局、乙局来办（配合单位：丙局；完成时限：11月底前）。
        run_in3: ‹2.全说了甲局丙局2025年11月30日。›
        run_in3: ‹3.问›（完成时限：年底前）？
        run_in3: ‹4.缺单位›（责任单位：[【待填：牵头单位】]）。""",
    )


def test_a_speech_names_neither_owner_nor_deadline_by_itself() -> None:
    assert "责任单位" not in drawing(docgen.compose(plan(UNITS + ONE_SPEECH + "    - {use: tasks}\n"), "speech"))


def test_measures_without_owner_or_deadline_are_told_for_notice_and_minutes_only() -> None:
    text = "tasks: [{text: 甲, measures: [{text: 乙, lead_unit: 丙}, 丁]}]\n" + NOTICE + "    - {use: tasks}\n"
    built = docgen.build(plan(text), "notice")
    assert [(f.code, f.args["words"]) for f in built.findings] == [("P251", "乙"), ("P250", "丁"), ("P251", "丁")]
    assert docgen.build(plan(text + ONE_SPEECH + "    - {use: tasks}\n"), "speech").findings == []


def test_a_measure_inherits_owner_deadline_and_theme_of_what_stands_above_it() -> None:
    text = """
year: 2025
themes: [{id: 菜, label: 一篮菜}]
tasks:
  - {text: 甲, theme: 菜, lead_unit: 丙, deadline: 年底前, measures: [端稳【主题】, {text: 乙, lead_unit: 丁}]}
"""
    rows = docgen.compose(plan(text + NOTICE + "    - {use: tasks}\n"), "notice")["measures"]
    assert [(r["number"], r["task"], r["measure"], r["lead_unit"], r["deadline_date"]) for r in rows] == [
        ("1", "甲", "端稳一篮菜", "丙", "2025-12-31"),
        ("2", "甲", "乙", "丁", "2025-12-31"),
    ]


def test_wording_replaces_the_text_in_one_kind_only() -> None:
    text = "requirements: [{text: 要抓紧, wording: {speech: 我们要抓紧}}]\n" + NOTICE + "    - {use: requirements}\n"
    both = plan(text + ONE_SPEECH + "    - {use: requirements}\n")
    assert drawing(docgen.compose(both, "speech")) == "paragraph: 要我们要抓紧。"
    assert drawing(docgen.compose(both, "notice")) == "run_in1: ‹要抓紧。›"


def test_stops_are_completed_and_never_doubled() -> None:
    assert_body(
        ONE_SPEECH
        + "    - |\n      没有句号\n      有句号。\n      问吗？\n      引语“好。”\n      短语“好”\n      如下：\n      括号（好。）\n",
        "speech",
        "paragraph: 没有句号。\nparagraph: 有句号。\nparagraph: 问吗？\nparagraph: 引语“好。”\nparagraph: 短语“好”。\nparagraph: 如下：\nparagraph: 括号（好。）",
    )


def test_the_first_sentence_is_not_cut_inside_brackets_or_quotes() -> None:
    assert_body(
        "tasks: [做到“先看。再办”（见附表。）的要求。说明, {claim: 观点, text: 说明一。说明二}]\n"
        + ONE_SPEECH
        + "    - {use: tasks, marker: （一）}\n",
        "speech",
        "run_in2: ‹（一）做到“先看。再办”（见附表。）的要求。›说明。\nrun_in2: ‹（二）观点。›说明一。说明二。",
    )


def test_a_list_that_was_emptied_takes_its_closing_words_along() -> None:
    text = "significance: [{text: 路子。市委提出, stop: ，, points: [], after: ，方向清楚}]\n"
    assert_body(text + ONE_SPEECH + "    - {use: significance}\n", "speech", "run_in1: ‹路子。›市委提出。")


def test_a_lead_with_nothing_left_to_lead_goes() -> None:
    text = 'tasks: [{text: 修路, tracks: [{lead: "在农村，", measures: []}, {lead: "在城市，", marker: 要, measures: [修街]}]}]\n'
    assert_body(text + ONE_SPEECH + "    - {use: tasks}\n", "speech", "heading1: 修路\ntrack: 在城市，要修街。")


def test_a_label_counts_its_parts_even_when_it_has_one() -> None:
    text = "themes: [{id: 甲, label: “【数】大功能”, parts: [政治]}]\nachievements: [{theme: 甲, text: 【主题】强化}]\n"
    assert_body(text + ONE_SPEECH + "    - {use: achievements}\n", "speech", "paragraph: “一大功能”强化。")


def test_attachments_are_referred_to_by_their_number_and_only_where_there_are_any() -> None:
    text = NOTICE + "    - 见【附件表】。\n  attachments: [{id: 单, title: 清单}, {id: 表, title: 分工表}]\n"
    assert_body(text, "notice", "paragraph: 见附件2。")
    one = NOTICE + "    - 见【附件表】。\n  attachments: [{id: 表, title: 分工表}]\n"
    assert_body(one, "notice", "paragraph: 见附件。")
    with pytest.raises(docgen.PlanError) as refused:
        docgen.build(plan(text + ONE_SPEECH + "    - 见【附件表】\n"), "speech")
    assert codes(refused.value.findings) == ["P207"]


def test_striking_one_theme_renumbers_and_recounts_everything() -> None:
    text = """
themes: [{id: 甲}, {id: 乙}, {id: 丙}]
names: {总称: “【数:themes】个一”}
achievements: [{theme: 甲, text: 【主题】好}, {theme: 乙, text: 【主题】好}, {theme: 丙, text: 【主题】好}]
tasks: [{theme: 甲, text: 抓【主题】}, {theme: 乙, text: 抓【主题】}, {theme: 丙, text: 抓【主题】}]
"""
    outline = ONE_SPEECH + "    - {use: achievements, text: 【总称】有【数】个变化：}\n    - {use: tasks}\n"
    struck = text
    for entry in ("{id: 乙}, ", "{theme: 乙, text: 【主题】好}, ", "{theme: 乙, text: 抓【主题】}, "):
        struck = struck.replace(entry, "")
    assert_body(
        text + outline,
        "speech",
        "paragraph: “三个一”有三个变化：一是甲好。二是乙好。三是丙好。\nrun_in1: ‹一、抓甲。›\nrun_in1: ‹二、抓乙。›\nrun_in1: ‹三、抓丙。›",
    )
    assert_body(
        struck + outline,
        "speech",
        "paragraph: “两个一”有两个变化：一是甲好。二是丙好。\nrun_in1: ‹一、抓甲。›\nrun_in1: ‹二、抓丙。›",
    )

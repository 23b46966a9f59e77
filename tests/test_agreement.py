"""What a plan says in several places goes together: figures, prose, themes, dates, units and people."""

from __future__ import annotations

import textwrap
import time
from pathlib import Path

import pytest
from helpers import SAMPLES, SPEECH, plan, write

import docgen
from docgen.findings import Finding, Severity
from docgen.messages import remedy, sentence
from docgen.plan.agreement import disagreements

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def found(text: str) -> list[Finding]:
    """Return what does not go together in a plan given as YAML."""
    return disagreements(plan(text))


def told(text: str) -> list[tuple[str, str]]:
    """Return code and the words of the plan that each finding points at, up to a mark of YAML or of the sentence."""
    lines = textwrap.dedent(text).splitlines() + SPEECH.splitlines()
    out = []
    for finding in found(text):
        assert finding.place.line
        assert finding.place.column
        words = lines[finding.place.line - 1][finding.place.column - 1 :]
        out.append((finding.code, words))
    return out


def starts(text: str, *wanted: tuple[str, str]) -> None:
    """Check that a plan gets these findings and no others, each pointing at these words."""
    got = told(text)
    assert [code for code, _ in got] == [code for code, _ in wanted]
    assert [words[: len(there)] for (_, words), (_, there) in zip(got, wanted, strict=True)] == [w for _, w in wanted]


# --- figures


@pytest.mark.parametrize(
    "figure",
    [
        "{value: 36所, sum: [甲, 乙]}",
        "{value: 7所, difference: [甲, 乙]}",
        "{value: 67.4%, percent: 丙, of: 丁}",
        "{value: 67%, percent: 丙, of: 丁}",
        "{value: 67.39%, percent: 丙, of: 丁, digits: 0}",
        "{value: ？所, sum: [甲, 乙]}",
        "{value: 1.2亿元, sum: [戊, 己]}",
        "{value: 100%, sum: [庚, 辛, 壬]}",
        "{value: 36所, sum: [甲, 未知]}",
        "{value: 58.4%, percent: 子, of: 丑}",
        "{value: 1.5倍, ratio: [甲, 乙]}",
        "{value: 674‰, percent: 丙, of: 丁}",
    ],
)
def test_a_typed_value_that_is_what_its_figures_give_is_fine(figure: str) -> None:
    starts(FIGURES.format(figure=figure))


FIGURES = """\
    figures:
      甲: 21.5所
      乙: 14.5所
      丙: 31份
      丁: 46份
      戊: 0.85亿元
      己: 0.33亿元
      庚: 33.3%
      辛: 33.3%
      壬: 33.3%
      未知: ？所
      子: 1.2万人
      丑: 2.06万人
      合: {figure}
"""


@pytest.mark.parametrize(
    ("figure", "code", "severity", "there"),
    [
        ("{value: 38所, sum: [甲, 乙]}", "P300", ERROR, "36.0所"),
        ("{value: 36个, sum: [甲, 乙]}", "P300", ERROR, "36.0所"),
        ("{value: 6.9所, difference: [甲, 乙]}", "P301", WARNING, "7.0所"),
        ("{value: 67.5%, percent: 丙, of: 丁}", "P300", ERROR, "67.3913%"),
        ("{value: 1.3亿元, sum: [戊, 己]}", "P300", ERROR, "1.18亿元"),
        ("{value: 100%, sum: [庚, 辛]}", "P300", ERROR, "66.6%"),
        ("{value: 67.4‰, percent: 丙, of: 丁}", "P300", ERROR, "673.913‰"),
        ("{value: 1倍, ratio: [丁, 丙]}", "P301", WARNING, "1.4839倍"),
        ("{value: 1.6倍, ratio: [丁, 丙]}", "P300", ERROR, "1.4839倍"),
        ("{value: 50%, growth: [丁, 丙]}", "P300", ERROR, "48.3871%"),
    ],
)
def test_a_typed_value_that_its_figures_do_not_give_is_told(
    figure: str, code: str, severity: Severity, there: str
) -> None:
    text = FIGURES.format(figure=figure)
    [finding] = found(text)
    assert (finding.code, finding.severity, finding.args["there"]) == (code, severity, there)
    starts(text, (code, str(finding.args["value"])))


def test_whole_counts_are_not_rounded() -> None:
    starts("figures: {甲: 3万户, 乙: 4万户, 丙: {value: 9万户, sum: [甲, 乙]}}", ("P300", "9万户"))
    starts("figures: {甲: 3户, 乙: 4户, 丙: {value: 8户, sum: [甲, 乙]}}", ("P300", "8户"))


def test_a_sum_beside_a_value_names_figures_too() -> None:
    starts("figures: {甲: 3户, 丙: {value: 8户, sum: [甲, 乙]}}", ("P201", "乙"))


def test_the_typed_value_is_printed() -> None:
    context = docgen.compose(
        plan(
            "figures: {甲: 0.85亿元, 乙: 0.33亿元, 丙: {value: 1.2亿元, sum: [甲, 乙]}}\nspeech: {title: 题, opening: 共【丙】。}"
        ),
        "speech",
    )
    assert context["body"][0]["text"] == "共1.2亿元。"


@pytest.mark.parametrize(
    "figures",
    [
        "{学校: 36所, 学校数: 36所}",
        "{学校: 36所, 学校数: 36个}",
        "{学校: {value: 36所, as_of: 2025-12-31}, 学校数: {value: 37所, as_of: 2026-03-31}}",
        "{学校: {value: 36所, as_of: 2025年底}, 学校数: {value: 37所, as_of: 2026年3月}}",
        "{学校: 36所, 新增学校数: 3所}",
        "{投诉: 49件, 其他投诉: 15件}",
        "{学校: ？所, 学校数: 36所}",
    ],
)
def test_different_indicators_may_have_different_values(figures: str) -> None:
    starts(f"figures: {figures}")


def test_one_indicator_under_two_names_has_one_value() -> None:
    starts("figures: {学校: 36所, 学校总数: 37所}", ("P302", "37所"))
    starts(
        "figures: {学校: {value: 36所, as_of: 2026-03-31}, 学校数: {value: 37所, as_of: 2026年3月31日}}",
        ("P302", "37所"),
    )
    starts("figures: {学校: 36个, 学校数: 36所, 学校总数: 37所}", ("P302", "37所"))
    starts(
        "figures: {学校: {value: 36所, as_of: 2025}, 学校数: {value: 37所, as_of: 2026}, 学校总数: {value: 38所, as_of: 2026}}",
        ("P302", "38所"),
    )
    starts("figures: {学校: 36所, 学校数: 37所, 学校总数: 37所}", ("P302", "37所, 学校总数"), ("P302", "37所}"))
    starts("figures: {居民: 3万人, 居民数量: {sum: [甲, 乙]}, 甲: 1万人, 乙: 1万人}", ("P302", "甲"))


@pytest.mark.parametrize(
    "figures",
    [
        "{甲: {value: 36所, at_most: 乙}, 乙: 36所}",
        "{甲: {value: 3600户, at_most: 乙}, 乙: 0.5万户}",
        "{甲: {value: 36所, at_least: 30所, at_most: 40所}}",
        "{甲: {value: 36所, at_most: 乙}, 乙: ？所}",
        "{甲: {value: ？所, at_most: 乙}, 乙: 3所}",
        "{甲: {percent: 乙, of: 丙, at_most: 100%}, 乙: 3所, 丙: 4所}",
        "{甲: {value: 3所, at_most: ？所}}",
    ],
)
def test_a_figure_within_its_bounds_is_fine(figures: str) -> None:
    starts(f"figures: {figures}")


@pytest.mark.parametrize(
    ("figures", "code", "words"),
    [
        ("{甲: {value: 36所, at_most: 乙}, 乙: 35所}", "P303", "乙}"),
        ("{甲: {value: 36所, at_most: 【乙】}, 乙: 35所}", "P303", "【乙】"),
        ("{甲: {value: 3600户, at_most: 乙}, 乙: 0.3万户}", "P303", "乙}"),
        ("{甲: {value: 36所, at_least: 40所}}", "P304", "40所"),
        ("{甲: {sum: [乙, 丙], at_least: 100%}, 乙: 60%, 丙: 30%}", "P304", "100%"),
        ("{甲: {value: 36所, at_most: 乙}, 乙: 35个}", "P305", "乙}"),
        ("{甲: {value: 36所, at_most: 丙}, 乙: 35个}", "P201", "丙}"),
    ],
)
def test_a_figure_out_of_its_bounds_is_told(figures: str, code: str, words: str) -> None:
    starts(f"figures: {figures}", (code, words))


# --- numbers in prose

HOMES = """\
    year: 2026
    figures:
      困难家庭: 1.23万户
      受益居民: 31.5万人
      学校: 36所
      已设岗学校: 21所
      覆盖率: 58.3%
      年份: 2025年
    names: {{行动: “护学路”行动}}
    achievements:
      - {text}
"""


@pytest.mark.parametrize(
    "text",
    [
        "走访困难家庭【困难家庭】。",
        "走访3个村、12345名群众。",
        "走访12,900户。",
        "受益居民近31万人。",
        "受益居民超过30万人。",
        "去年，受益居民29.8万人。",
        "2024年受益居民30.9万人。",
        "其中农村受益居民12.1万人。",
        "受益居民比上年增加31.9万人次。",
        "抽查15所学校。",
        "未设岗学校15所。",
        "力争覆盖率达到60.5%。",
        "覆盖率提高58.3个百分点。",
        "平均每所学校31.6万人。",
        "2025年以来，召开会议36次。",
        "在36所大学调研。",
        "受益居民30～32万人。",
        "全县有36名校长。",
        "农村受益居民31.2万人。",
        "全县共有38所学校开工改造。",
        "全省学校2351所。",
        "全市共有学校38所。",
        "省里共有学校2360所。",
        "外县受益居民31.6万人。",
        "周边各县受益居民31.2万人。",
        "各地覆盖率58.4%。",
    ],
)
def test_innocent_numbers_raise_no_alarm(text: str) -> None:
    starts(HOMES.format(text=text))


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("走访12,345户。", "12,345户", "困难家庭"),
        ("走访12345户群众。", "12345户", "困难家庭"),
        ("走访1.23万户。", "1.23万户", "困难家庭"),
        ("走访１２３４５户。", "１２３４５户", "困难家庭"),
        ("惠及31.5万人。", "31.5万人", "受益居民"),
        ("已设岗学校21所。", "21所", "已设岗学校"),
        ("全县共有36所学校。", "36所", "学校"),
        ("覆盖率达到58%。", "58%", "覆盖率"),
        ("【行动】惠及31.5万人，31.5万人都说好。", "31.5万人，31.5", "受益居民"),
    ],
)
def test_a_figure_typed_once_more_is_told(text: str, words: str, name: str) -> None:
    findings = found(HOMES.format(text=text))
    assert {(f.code, f.severity, f.args["name"]) for f in findings} == {("P310", WARNING, name)}
    assert told(HOMES.format(text=text))[0][1].startswith(words)
    assert f"【{name}】" in remedy(findings[0])


def test_a_number_typed_twice_is_told_where_it_stands() -> None:
    findings = found(HOMES.format(text="有31.5万人，又有31.5万人。"))
    columns = [f.place.column for f in findings]
    assert columns == [6, 15]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("改造后受益居民31.6万人。", "31.6万人", "受益居民"),
        ("全县受益居民达27万人。", "27万人", "受益居民"),
        ("受益居民总数为3.15万人。", "3.15万人", "受益居民"),
        ("惠及31.6万人的受益居民。", "31.6万人", "受益居民"),
        ("受益居民只有30.6万人。", "30.6万人", "受益居民"),
        ("受益居民仅30.6万人。", "30.6万人", "受益居民"),
        ("受益居民已经达到32.6万人。", "32.6万人", "受益居民"),
        ("受益居民（32.6万人）都说好。", "32.6万人", "受益居民"),
        ("全县共有38所学校。", "38所", "学校"),
        ("全县学校38所。", "38所", "学校"),
        ("覆盖率58.4%。", "58.4%", "覆盖率"),
        ("截至2026年3月底，已设岗学校22所。", "22所", "已设岗学校"),
    ],
)
def test_a_number_that_contradicts_a_figure_is_told(text: str, words: str, name: str) -> None:
    [finding] = found(HOMES.format(text=text))
    assert (finding.code, finding.severity, finding.args["name"]) == ("P311", ERROR, name)
    starts(HOMES.format(text=text), ("P311", words))


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("扩建学校238所。", WARNING),
        ("全省各地都在行动，全县学校238所。", WARNING),
        ("目前，学校238所。", ERROR),
        ("全县学校238所。", ERROR),
        ("邻县学校238所，省里共有学校2360所。", None),
    ],
)
def test_only_a_name_right_at_its_number_contradicts_for_certain(text: str, severity: Severity | None) -> None:
    findings = found(f"figures: {{学校: 236所}}\nachievements: [{text}]")
    assert [(f.code, f.severity) for f in findings] == ([("P311", severity)] if severity else [])


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("道路绿化面积1180亩。", WARNING),
        ("城市公共绿化面积1180亩。", WARNING),
        ("全县现有绿化面积1180亩。", ERROR),
        ("改造后绿化面积1180亩。", ERROR),
        ("绿化面积1180亩。", ERROR),
        ("全县绿化面积1180亩。", ERROR),
    ],
)
def test_words_before_a_name_may_make_it_another_one(text: str, severity: Severity) -> None:
    assert [(f.code, f.severity) for f in found(f"figures: {{绿化面积: 1250亩}}\nachievements: [{text}]")] == [
        ("P311", severity)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026年1至6月，财政收入29.6亿元。",
        "1月至5月财政收入29.6亿元。",
        "5月份财政收入29.6亿元。",
        "前5个月，财政收入29.6亿元。",
        "当时，财政收入29.6亿元。",
        "5年前，财政收入29.6亿元。",
        "三年来，财政收入累计31.9亿元。",
        "“十四五”末，财政收入达到33.5亿元。",
        "确保财政收入33.5亿元。",
    ],
)
def test_what_a_figure_was_in_another_time_or_shall_be_contradicts_nothing(text: str) -> None:
    starts(f"year: 2026\nfigures: {{财政收入: 31.5亿元}}\nachievements: [{text}]")


@pytest.mark.parametrize(
    ("figure", "text", "code"),
    [
        ("机组出力: 1250千瓦", "机组出力1250千瓦。", "P310"),
        ("机组出力: 1250千瓦", "机组出力1280千瓦。", "P311"),
        ("管线总长: 3千米", "管线总长3千米。", "P310"),
        ("总投资额: 5000万元", "总投资额5千万元。", "P310"),
        ("工业产值: 2000亿元", "工业产值2千亿元。", "P310"),
    ],
)
def test_thousands_belong_to_a_number_or_to_its_unit(figure: str, text: str, code: str) -> None:
    assert [f.code for f in found(f"figures: {{{figure}}}\nachievements: [{text}]")] == [code]


def test_a_number_that_may_be_meant_for_a_figure_is_asked_about() -> None:
    text = HOMES.format(text="改造惠及居民31.6万人。")
    [finding] = found(text)
    assert (finding.code, finding.severity, finding.args["name"]) == ("P312", WARNING, "受益居民")
    starts(text, ("P312", "31.6万人"))
    starts(HOMES.format(text="走访居民35.6万人，去年惠及居民31.6万人。"))


def test_all_prose_is_looked_at() -> None:
    starts(
        """\
        figures: {受益居民: 31.5万人}
        names: {甲: 惠及31.5万人}
        tasks: [{text: 乙。, wording: {notice: 惠及31.5万人的好事。}, measures: [惠及31.5万人]}]
        speech:
          title: 题
          closing: 惠及31.5万人。
          outline: [{heading: 惠及31.5万人, body: [惠及31.5万人。]}]
        """,
        *[("P310", "31.5万人")] * 6,
    )


# --- days in prose


@pytest.mark.parametrize(
    "text",
    [
        "2025年9月12日（星期五）召开。",
        "9月12日（周五）召开。",
        "2025年9月12日（星期五）至14日（星期日）。",
        "去年9月12日（星期四）召开。",
        "2月29日召开。",
        "第12月度。",
        "截至2024年12月31日，全部建成。本次会议9月12日（星期五）召开。",
        "截至2024年12月31日，全部建成，本次会议9月12日（星期五）召开。",
        "2024年，会议于9月12日（星期四）召开。",
        "前年9月12日（星期二）召开。",
        "后年9月12日（星期日）召开。",
        "2025年12月31日至次年1月2日（星期五）放假。",
    ],
)
def test_days_that_there_are_raise_no_alarm(text: str) -> None:
    starts(f"year: 2025\nachievements: [{text.replace('2月29日', '2024年2月29日')}]")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("于2025年9月12日（星期四）召开。", "P316", "2025年9月12日（星期四）"),
        ("于9月12日（周四）召开。", "P316", "9月12日（周四）"),
        ("2024年9月12日（星期四）开会，10月13日（星期天）、10月14日（星期天）再开。", "P316", "10月14日"),
        ("截至2024年12月31日，全部建成。会议9月12日（星期四）召开。", "P316", "9月12日"),
        ("于2月30日召开。", "P315", "2月30日"),
        ("于2月29日召开。", "P315", "2月29日"),
        ("于13月1日召开。", "P315", "13月1日"),
    ],
)
def test_days_that_there_are_not_and_wrong_weekdays_are_told(text: str, code: str, words: str) -> None:
    starts(f"year: 2025\nachievements: [{text}]", (code, words))


def test_the_weekday_of_the_meeting_is_looked_at() -> None:
    meeting = "year: 2025\nmeeting: {{name: 会, time: {{say: 4月9日（星期{}）上午, on: 2026-04-09}}}}\n"
    starts(meeting.format("四"))
    starts(meeting.format("三"), ("P316", "4月9日（星期三"))


def test_without_a_year_no_weekday_is_judged() -> None:
    starts("achievements: [9月12日（星期四）召开。]")


# --- themes, deadlines, dates

THEMES = "themes: [{id: 甲}, {id: 乙}]\n"


@pytest.mark.parametrize(
    "text",
    [
        "tasks: [一, 二]",
        "tasks: [{text: 一, theme: 甲}, {text: 二, theme: 乙}]\nsignificance: [三]",
        "tasks: [{text: 一, theme: 甲, tracks: [{text: 二, theme: 乙}]}]",
        "problems: [{text: 三, theme: 甲}, 四]\ntasks: [{text: 一, theme: 甲}, {text: 二, theme: 乙}]",
        "problems: [{text: 三, theme: 甲}]",
    ],
)
def test_blocks_that_follow_the_themes_are_fine(text: str) -> None:
    starts(THEMES + text)


@pytest.mark.parametrize(
    ("text", "code", "words", "block"),
    [
        ("tasks: [{text: 一, theme: 甲}]", "P320", "乙}", "tasks"),
        ("achievements: [{text: 一, theme: 乙}]\ntasks: [一]", "P320", "甲}", "achievements"),
        ("significance: [{text: 一, theme: 甲}]", "P320", "乙}", "significance"),
    ],
)
def test_a_theme_without_a_point_is_told(text: str, code: str, words: str, block: str) -> None:
    [finding] = found(THEMES + text)
    assert (finding.severity, finding.args["block"]) == (WARNING, block)
    starts(THEMES + text, (code, words))


def test_a_problem_that_no_task_answers_is_told_once() -> None:
    text = THEMES + "problems: [{text: 三, theme: 乙}]\ntasks: [{text: 一, theme: 甲}]"
    starts(text, ("P321", "乙}, "[:2]))


DATES = """\
    year: 2026
    tasks:
      - {{text: 一, deadline: {deadline}}}
    meeting: {{name: 会, time: {{say: 2026年4月9日上午, on: 2026-04-09}}}}
    notice: {{issuing_authority: 县政府, subject: 题, date_of_issue: 2026年4月13日}}
    minutes: {{issuing_authority: 县政府, date_of_issue: {minutes}, printed_on: {printed}}}
"""


@pytest.mark.parametrize("deadline", ["4月底前", "4月13日前", "明年1月底前", "{say: 每月底, repeat: 每月}", "？月底前"])
def test_a_deadline_ahead_is_fine(deadline: str) -> None:
    starts(DATES.format(deadline=deadline, minutes="2026-04-10", printed="2026-04-10"))


@pytest.mark.parametrize(
    ("deadline", "field"),
    [
        ("3月底前", "meeting.time"),
        ("2025年10月底前", "meeting.time"),
        ("{say: 春节前, by: 2026-02-16}", "meeting.time"),
        ("4月12日前", "notice.date_of_issue"),
    ],
)
def test_a_deadline_that_has_passed_is_told(deadline: str, field: str) -> None:
    text = DATES.format(deadline=deadline, minutes="2026-04-10", printed="2026-04-10")
    [finding] = found(text)
    assert (finding.code, finding.severity, finding.args["field"]) == ("P330", ERROR, field)
    assert finding.place.line == 3


def test_what_was_achieved_may_have_passed() -> None:
    starts(
        """\
        year: 2026
        achievements: [{text: 一, deadline: 3月底前}]
        speech: {title: 题, date: 2026年4月9日}
        """
    )


def test_deadlines_in_an_outline_count_too() -> None:
    starts(
        """\
        year: 2026
        speech: {title: 题, date: 2026年4月9日, outline: [{text: 一, deadline: 3月底前}]}
        """,
        ("P330", "3月底前"),
    )


def test_documents_are_dated_in_the_order_of_things() -> None:
    starts(DATES.format(deadline="年底前", minutes="2026-04-08", printed="2026-04-10"), ("P331", "2026-04-08"))
    starts(DATES.format(deadline="年底前", minutes="2026-04-12", printed="2026-04-10"), ("P331", "2026-04-10"))
    starts(
        """\
        meeting: {name: 会, place: 室, time: 2026年4月9日}
        meeting_notice: {issuing_authority: 县政府, date_of_issue: 2026年4月10日}
        """,
        ("P331", "2026年4月9日"),
    )


# --- units

UNITS = """\
    units:
      - 县政府办公室
      - {{name: 县教育体育局, short: 县教体局, also: [县教育局, 教体委]}}
      - 县公安局
    names: {{公安: 县公安局}}
    problems: [{prose}]
    tasks:
      - {{text: 一, lead_unit: {lead}, support_units: {support}}}
"""


@pytest.mark.parametrize(
    ("lead", "support", "prose"),
    [
        ("县公安局", "[县政府办公室, 县教体局]", "无。"),
        ("县教育体育局", "[【公安】]", "县教育体育局和县教体局都在。"),
        ("[县公安局, 县教育体育局]", "[各乡镇人民政府]", "县教育局办公室。"),
        ("？", "[县？局, 县？局]", "无。"),
        ("县公安局", "[]", "市县教育局来人。"),
        ("县公安局", "[]", "接入县教育局域网。"),
        ("县公安局", "[]", "原县教育局已改名。"),
        ("县公安局", "[]", "邻县教育局来人。"),
        ("县公安局", "[]", "教体委员到场。"),
        ("县公安局", "[有关县直部门, 各乡镇人民政府, 县政府其他部门]", "无。"),
    ],
)
def test_units_under_their_names_and_in_order_are_fine(lead: str, support: str, prose: str) -> None:
    starts(UNITS.format(lead=lead, support=support, prose=prose))


@pytest.mark.parametrize(
    ("lead", "support", "prose", "code", "severity", "words"),
    [
        ("县教育局", "[]", "无。", "P350", ERROR, "县教育局"),
        ("县公安局", "[教体委]", "无。", "P350", ERROR, "教体委"),
        ("县公安局", "[]", "由县教育局牵头。", "P350", WARNING, "县教育局"),
        ("县教育体局", "[]", "无。", "P351", WARNING, "县教育体局"),
        ("县教体育局", "[]", "无。", "P351", WARNING, "县教体育局"),
        ("县公安局", "[县教体局, 县教育体育局]", "无。", "P353", ERROR, "县教育体育局"),
        ("县公安局", "[县教体局, 【公安】]", "无。", "P353", ERROR, "【公安】"),
        ("县教体局", "[县公安局, 县政府办公室]", "无。", "P354", WARNING, "县政府办公室"),
        ("县公安局", "[县气象站]", "无。", "P356", WARNING, "县气象站"),
        ("县公案局", "[]", "无。", "P356", WARNING, "县公案局"),
        ("县公安局", "[]", "县教育局部署。", "P350", WARNING, "县教育局"),
        ("县公安局", "[]", "原则上由县教育局牵头。", "P350", WARNING, "县教育局"),
    ],
)
def test_units_under_other_names_twice_or_out_of_order_are_told(
    lead: str, support: str, prose: str, code: str, severity: Severity, words: str
) -> None:
    text = UNITS.format(lead=lead, support=support, prose=prose)
    assert [(f.code, f.severity) for f in found(text)] == [(code, severity)]
    starts(text, (code, words))


def test_a_unit_that_is_not_registered_is_told_once_with_the_nearest_name() -> None:
    text = (
        "units: [县公安局, 县气象局]\ntasks: [{text: 一, lead_unit: 县气像局}, {text: 二, lead_unit: [县气像局, 团校]}]"
    )
    first, second = found(text)
    assert (first.code, first.args["words"], first.args["near"]) == ("P356", "县气像局", "县气象局")
    assert (second.code, second.args["words"], second.args["near"]) == ("P356", "团校", "")
    assert "县气象局" in remedy(first)
    starts(text.split("\n")[1].replace("二, ", "二, "))


def test_a_short_office_is_that_of_the_unit_and_no_other_one() -> None:
    text = "units: [市委办公室, 市委编办]\ntasks: [{text: 一, lead_unit: 市委办}]"
    [finding] = found(text)
    assert (finding.code, finding.args["name"]) == ("P351", "市委办公室")


def test_a_name_stands_for_one_unit() -> None:
    starts("units: [{name: 县教育局, short: 教局}, {name: 县交通局, also: 教局}]", ("P352", "教局"))
    starts("units: [县公安局, 县教育局, 县公安局]", ("P353", "县公安局]"))
    starts("units: [？, ？]")


def test_units_of_the_register_may_be_references() -> None:
    starts(
        "names: {局: 县公安局}\nunits: [【局】, 县教育局]\ntasks: [{text: 一, support_units: [县教育局, 县公安局]}]",
        ("P354", "县公安局]"),
    )


def test_without_a_register_a_short_name_beside_the_long_one_is_told() -> None:
    starts(
        "tasks: [{text: 一, lead_unit: 县教体局}, {text: 二, lead_unit: 县教育体育局}]",
        ("P351", "县教体局"),
    )
    starts("tasks: [{text: 一, support_units: [县应急管理局, 县应急局]}]", ("P351", "县应急局"))
    starts("tasks: [{text: 一, lead_unit: 县政府}, {text: 二, lead_unit: 县人民政府}]", ("P351", "县政府"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县委办公室", "县人大常委会办公室"),
        ("各科室", "各临床医技科室"),
        ("县民政局", "县财政局"),
        ("县财政局", "县财政局国库支付局"),
        ("县水务局", "县水利局"),
        ("市公安局", "市公安交通管理局"),
        ("市水利局", "市水利工程管理局"),
        ("文学院", "文化传播学院"),
        ("机电系", "机械与电气工程系"),
        ("县人社局", "县人力资源和社会保障局"),
        ("县中心", "县政务服务中心"),
    ],
)
def test_units_of_like_names_are_two(one: str, other: str) -> None:
    starts(f"tasks: [{{text: 一, lead_unit: {one}}}, {{text: 二, lead_unit: {other}}}]")


def test_organs_of_a_notice_are_units_too() -> None:
    starts(
        """\
        units: [县委办公室, 县公安局, 县教育局]
        notice:
          issuing_authority: 县政府
          date_of_issue: 2026年4月13日
          subject: 题
          addressees: [[县教育局, 县公安局], 县教育局]
          copy_to: [县公安局, 县委办公室]
        """,
        ("P353", "县教育局]"),
        ("P354", "县公安局]"),
        ("P354", "县委办公室"),
    )


# --- people

PEOPLE = """\
    people:
      - {{post: 县委常委、副县长, name: 卞知秋, unit: 县政府}}
      - {{post: 局长, name: 蔺长庚, unit: 县公安局}}
    problems: [{prose}]
    meeting:
      name: 会
      chair: {{post: {post}, name: 卞知秋}}
      attendees: {attendees}
      absentees: {absentees}
"""
THERE = {"prose": "无。", "post": "副县长", "attendees": "[]", "absentees": "[]"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"post": "县政府副县长"},
        {"attendees": "[卞知秋（县政府）, 蔺长庚（县公安局局长）, 苗苇（县教育局）]"},
        {"attendees": "[卞知秋（副县长）, 蔺长庚（椒屏县公安局）]"},
        {"prose": "县委常委卞知秋、局长蔺长庚到场，卞知秋讲话。"},
        {"post": "？"},
        {"absentees": "[？]", "attendees": "[？]"},
        {"absentees": "[蔺长庚（出差）]", "attendees": "[卞知秋（列席）]"},
        {"absentees": "[蔺长庚（出差）]", "attendees": "[卞知秋（女，县政府）]"},
        {"absentees": "[蔺长庚（去市里开会）]", "attendees": "[卞知秋（老干部）]"},
    ],
)
def test_people_with_their_post_are_fine(given: dict[str, str]) -> None:
    starts(PEOPLE.format(**THERE | given))


@pytest.mark.parametrize(
    ("given", "code", "severity", "words"),
    [
        ({"post": "县长"}, "P360", ERROR, "卞知秋"),
        ({"attendees": "[卞知秋（县长）]"}, "P360", ERROR, "卞知秋（县长）"),
        ({"prose": "县长卞知秋到场。"}, "P360", WARNING, "县长卞知秋"),
        ({"attendees": "[卞知秋（县政府办公室）]"}, "P361", ERROR, "卞知秋（县政府办公室）"),
        ({"absentees": "[蔺长庚（县教育局，出差）]"}, "P361", ERROR, "蔺长庚（县教育局"),
        ({"attendees": "[蔺长庚（县公安局）, 卞知秋（县政府）]"}, "P354", WARNING, "卞知秋（县政府）"),
        ({"attendees": "[蔺长庚（男，县教育局）]"}, "P361", ERROR, "蔺长庚（男"),
        ({"attendees": "[苗苇（教育局）]", "absentees": "[苗苇（教育局）]"}, "P362", ERROR, "苗苇"),
        ({"attendees": "[苗苇（教育局）, 车远山, 苗苇（教育局）]"}, "P353", ERROR, "苗苇（教育局）]"),
    ],
)
def test_people_with_two_posts_or_places_are_told(
    given: dict[str, str], code: str, severity: Severity, words: str
) -> None:
    [finding] = found(PEOPLE.format(**THERE | given))
    assert (finding.code, finding.severity) == (code, severity)
    starts(PEOPLE.format(**THERE | given), (code, words))


def test_names_that_begin_alike_are_two_people() -> None:
    people = "people: [{}]\nproblems: [请{}发言。]"
    both = "{post: 副局长, name: 王立}, {post: 局长, name: 王立新}"
    starts(people.format(both, "局长王立新"))
    starts(people.format(both, "局长王立"), ("P360", "局长王立"))
    starts("people: [{post: 副局长, name: 王立}]\nproblems: [局长王立新]\nmeeting: {name: 会, attendees: [王立新]}")


def test_a_unit_of_the_register_needs_no_ending_of_one() -> None:
    text = "units: [机关党建]\nmeeting: {name: 会, attendees: [苗苇（机关党建）], observers: [苗苇（市政府）]}"
    assert "P361" in [finding.code for finding in found(text)]


def test_a_title_that_any_place_gives_a_person_is_one_of_his() -> None:
    text = """\
        problems: [{}卞知秋到场。]
        meeting: {{name: 会, chair: {{post: 副县长, name: 卞知秋}}, attendees: [卞知秋（县委常委、副县长）]}}
        """
    starts(text.format("县委常委"))
    starts(text.format("县委书记"), ("P360", "书记卞知秋"))


@pytest.mark.parametrize("words", ["时任县教育局局长", "原县教育局局长", "原局长", "时任县教育局党组书记、局长"])
def test_a_title_that_somebody_had_is_none_of_today(words: str) -> None:
    starts(PEOPLE.format(**THERE | {"prose": f"{words}卞知秋到场。"}))


def test_the_unit_of_a_person_has_its_own_name() -> None:
    text = "units: [{name: 县教育体育局, also: 县教委}]\nmeeting: {name: 会, attendees: [苗苇（县教委）]}\n"
    starts(text, ("P350", "苗苇（县教委）"))
    starts(text.replace("（县教委）", "（县教育体育局）"))


def test_without_a_register_chair_and_speaker_are_one() -> None:
    text = "meeting: {{name: 会, chair: {{post: 县长, name: 甲某}}}}\nspeech: {{title: 题, speaker: {{post: {}, name: 甲某}}}}"
    starts(text.format("县委副书记、县长"))
    starts(text.format("副县长"), ("P360", "甲某"))


# --- the whole


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_agree(sample: Path) -> None:
    assert disagreements(docgen.load_plan(sample)) == []


def test_check_tells_it_with_place_and_remedy_and_build_goes_on(tmp_path: Path) -> None:
    path = write(
        tmp_path, "figures:\n  甲: 3户\n  乙: {value: 4户, sum: [甲]}\nspeech: {title: 题, opening: 有【乙】。}\n"
    )
    [finding] = docgen.check_plan(path)
    assert str(finding.place) == f"{path}:3:14 figures.乙.value"
    assert sentence(finding) == "乙 is typed as 4户, but what it is computed from gives 3户"
    assert docgen.build(docgen.load_plan(path), "speech").data


def test_a_long_text_full_of_numbers_takes_no_long_time() -> None:
    text = "".join(f"受益居民{n}人，" for n in range(1000, 3000))
    data = {
        "figures": {f"居民{n}": f"{n * 10_000 + 1}人" for n in range(100)},
        "tasks": [text],
        "speech": {"title": "题"},
    }
    began = time.process_time()
    assert disagreements(docgen.load_plan(data)) == []
    assert time.process_time() - began < 5


@pytest.mark.parametrize("words", ["县教委来了，", "县长王立新到，", "2月30日，"])
def test_what_stands_in_prose_again_and_again_is_told_often_enough(words: str) -> None:
    text = "year: 2026\nunits: [{name: 县教育局, also: 县教委}]\npeople: [{post: 局长, name: 王立新}]\nproblems: ["
    began = time.process_time()
    assert len(found(f"{text}{words * 20_000}]")) == 20
    assert time.process_time() - began < 5


def test_a_plan_made_in_python_is_checked_too() -> None:
    data = {"figures": {"户": "31.5万户"}, "tasks": ["有31.5万户。"], "speech": {"title": "题"}}
    assert [f.code for f in docgen.check_plan(data)] == ["P310"]

"""Gap sheets: each owner is asked for exactly what it owes, and what comes back stands in the plan, every other byte as it was."""

from __future__ import annotations

import datetime
import io
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, SAMPLES, codes, found, write
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.checking import check_plan
from docgen.cli import main
from docgen.errors import ExitCode, FileError, LedgerError, OverwriteError, UseError
from docgen.findings import Finding, Severity
from docgen.ledgers import gaps as gaps_module
from docgen.ledgers.gap_answers import FilledGaps, fill_gaps
from docgen.ledgers.gaps import NOBODY, Gap, OpenPlan, gap_sheet, gap_sheets, tree_of
from docgen.pages.office import find_office
from docgen.plan.brackets import parse
from docgen.plan.marks import mark_of
from docgen.sheets.read import read_sheets

PLAN = """\
docgen: 1
year: 2026
units:
  - {name: 县教育体育局, short: 县教体局}
  - 县公安局
names:
  行动: {value: “？计划”, owner: 县教体局, meaning: 行动的名称}   # 定名后填
  联系人: {value: ？, as: （待定）, owner: 县教育体育局}
  带队: 由【？带队领导】带队
figures:
  学校: {value: ？所, owner: 县教育体育局, last: 34所}
  已设岗: 21所
  未设岗: {difference: [学校, 已设岗]}
  人行道: ？公里   # 待测
  投资: {value: ？万元, owner: 县公安局, source: 旧台账}
  覆盖率: {value: ？%, owner: 县公安局}
  不明: {value: ？, owner: 县公安局}
  没用到: ？个
achievements:
  - 秩序顺了。【学校】学校设岗，覆盖率【覆盖率】。新铺人行道【人行道】，还有【？试点】两处。
problems:
  - 不全。仍有【未设岗】学校没有。投资【投资】不够，【待补】另说，【？】又说【？】。共【不明】。
tasks:
  - text: 划清车位，理顺【？试点】的路。
    measures:
      - {text: 施划接送车位。【带队】逐点【？验收｜看】, lead_unit: ？, deadline: ？月底前}
      - {text: 补齐护学岗。联系人【联系人】, lead_unit: 县公安局, support_units: [县？局], deadline: 9月1日前}
meeting:
  name: 全县【行动】推进会
  time: {say: 2026年？月？日上午}
  place: ？
  chair: {post: 副县长, name: ？}
  attendees: [？（县政府）, 蔺长庚]
speech:
  title: 让孩子们平安
  date: 2026年4月？日
  opening: |
    今天召开【会议名称】，时间【会议时间】。
    看了【？河口 】和“【？河口】”。
notice:
  issuing_authority: 椒屏县人民政府办公室
  document_number: 椒政办发〔2026〕？号
  subject: 开展【行动】
  addressees: [各乡镇人民政府, 县？部门]
  date_of_issue: ？
minutes:
  issuing_authority: 椒屏县人民政府
  date_of_issue: 2026年4月10日
  number: 〔2026〕第4期
  office: 椒屏县人民政府办公室
"""
M0, M1 = "tasks[0].measures[0]", "tasks[0].measures[1]"
NUMBER, DAY_OF_ISSUE = "notice.document_number", "notice.date_of_issue"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_bytes(PLAN.encode())
    return path


@dataclass
class Page:
    """A sheet in the hands of an owner: cells by the key of their gap and the head of their column."""

    book: Workbook
    path: Path

    @property
    def sheet(self) -> Worksheet:
        page = self.book.worksheets[0]
        assert isinstance(page, Worksheet)
        return page

    @property
    def heads(self) -> dict[str, int]:
        return {str(cell.value): cell.column for cell in self.sheet[3]}

    def row(self, key: str) -> int:
        column = self.heads["编号"]
        return next(n for n in range(4, self.sheet.max_row + 1) if self.sheet.cell(n, column).value == key)

    def cell(self, key: str, head: str = "填报值") -> Any:
        return self.sheet.cell(self.row(key), self.heads[head])

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


def page_of(plan: Path, name: str = "filled.xlsx") -> Page:
    return Page(load_workbook(io.BytesIO(gap_sheet(plan).data)), plan.parent / name)


def answered(plan: Path, answers: Mapping[str, Any], name: str = "filled.xlsx") -> Path:
    page = page_of(plan, name)
    for key, value in answers.items():
        page.cell(key).value = value
    return page.save()


def filled(plan: Path, answers: Mapping[str, Any]) -> FilledGaps:
    made = fill_gaps(plan, [answered(plan, answers)])
    made.save()
    return made


def refused(plan: Path, sheets: list[Path]) -> list[Finding]:
    before = plan.read_bytes()
    findings = [f for f in found(fill_gaps, plan, sheets) if f.is_error]
    assert plan.read_bytes() == before
    return findings


def cell_of(finding: Finding) -> str:
    return finding.place.path.rpartition("!")[2]


# --- out


def places(gap: Gap) -> list[object]:
    return [m.find(s.words, s.nth) if s.words else m.place() for s in gap.spots if (m := mark_of(s.text))]


@pytest.mark.parametrize("sample", [*SAMPLES, None], ids=lambda path: path.stem if path else "every sort")
def test_all_sheets_together_hold_all_gaps_and_none_twice(sample: Path | None, plan: Path) -> None:
    source = sample or plan
    sheets = gap_sheets(source)
    gaps = [gap for sheet in sheets.values() for gap in sheet.gaps]
    open_ones = [f.place for f in check_plan(source) if f.code == "P230"]
    assert [sum(place in places(gap) for gap in gaps) for place in open_ones] == [1] * len(open_ones)
    assert all(set(places(gap)) & set(open_ones) for gap in gaps)
    assert len({gap.key for gap in gaps}) == len(gaps)
    assert all(gap.owner == owner for owner, sheet in sheets.items() for gap in sheet.gaps)
    assert [gap.key for gap in gap_sheet(source).gaps] == sorted(
        (gap.key for gap in gaps), key=[gap.key for gap in gap_sheet(source).gaps].index
    )


def test_each_owner_gets_what_it_owes_under_its_official_name(plan: Path) -> None:
    keys = {owner: [gap.key for gap in sheet.gaps] for owner, sheet in gap_sheets(plan).items()}
    assert keys == {
        "县教育体育局": ["行动", "联系人", "学校"],
        NOBODY: [
            *("带队领导", "人行道", "试点", "problems[0]#1", "problems[0]#2", "problems[0]#3", "验收"),
            *(f"{M0}.lead_unit", f"{M0}.deadline", f"{M1}.support_units[0]", "meeting.time.say", "meeting.place"),
            *("meeting.chair.name", "meeting.attendees[0]", "speech.date", "河口", NUMBER, "notice.addressees[1]", DAY_OF_ISSUE),
        ],
        "县公安局": ["投资", "覆盖率", "不明"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "unit", "sentence"),
    [
        ("学校", "所", "【待填：学校】所学校设岗，覆盖率【待填：覆盖率】%。"),
        ("投资", "万元", "投资【待填：投资】万元不够，【待填：待补】另说，【待填：待补】又说【待填：待补】。"),
        ("行动", "“？计划”", "全县“【待填：行动】计划”推进会"),
        ("不明", "", "共【待填：不明】。"),
        ("带队领导", "", "由【待填：带队领导】带队"),
        ("试点", "", "新铺人行道【待填：人行道】公里，还有【待填：试点】两处。"),
        ("验收", "", "由【待填：带队领导】带队逐点【待填：验收】"),
        ("problems[0]#2", "", "投资【待填：投资】万元不够，【待填：待补】另说，【待填：此处】又说【待填：待补】。"),
        (f"{M0}.lead_unit", "", "施划接送车位（牵头单位：【待填：牵头单位】）"),
        (f"{M0}.deadline", "？月底前", "施划接送车位（完成时限：【待填：完成时限】月底前）"),
        ("meeting.time.say", "2026年？月？日上午", "2026年【待填：会议时间】月【待填：会议时间】日上午"),
        (NUMBER, "椒政办发〔2026〕？号", "椒政办发〔2026〕【待填：发文字号】号"),
    ],
)
def test_a_gap_says_what_is_wanted(plan: Path, key: str, unit: str, sentence: str) -> None:
    gap = next(gap for gap in gap_sheet(plan).gaps if gap.key == key)
    assert (gap.unit, gap.sentence) == (unit, sentence)


def test_a_gap_that_only_a_sum_uses_shows_the_sentence_of_the_sum(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("figures:\n  甲: ？所\n  乙: 2所\n  共: {sum: [甲, 乙]}\nachievements: [多了。现有【共】。]\nspeech: {title: 题}\n", "utf-8")  # fmt: skip
    (gap,) = gap_sheet(path).gaps
    assert (gap.key, gap.sentence) == ("甲", "现有【待填：共】所。")


def test_a_sentence_keeps_what_only_the_document_knows(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("figures: {数据量: 3条, 甲: ？所}\nachievements: [多了。有【数据量】，分【数】类，由【牵头单位】管【甲】。]\nspeech: {title: 题}\n", "utf-8")  # fmt: skip
    (gap,) = OpenPlan(tree_of(path)).entries()
    assert gap.sentence == "有3条，分【数】类，由【牵头单位】管【待填：甲】所。"


def test_a_sheet_has_a_title_heads_and_a_row_for_each_gap(plan: Path) -> None:
    (page,) = read_sheets(gap_sheets(plan)["县教育体育局"].data, "x")
    texts = [[cell.words for cell in row.cells.values() if not cell.merged or cell.name[0] == "A"] for row in page.rows]
    assert texts[0] == ["县教育体育局待填数据表"]
    assert "12.5公里" in texts[1][0]
    assert texts[2] == ["序号", "编号", "单位", "含义", "所在语句", "上期", "填报值", "数据来源", "截至日期", "备注"]
    assert [row[:4] for row in texts[3:]] == [
        ["1", "行动", "“？计划”", "行动的名称"],
        ["2", "联系人", "", ""],
        ["3", "学校", "所", ""],
    ]
    assert texts[5][5] == "34所"
    (every,) = read_sheets(gap_sheet(plan).data, "x")
    assert [cell.words for cell in every.rows[2].cells.values()][:3] == ["序号", "填报单位", "编号"]


def test_a_sheet_is_set_for_screen_and_paper(plan: Path) -> None:
    page: Any = load_workbook(io.BytesIO(gap_sheets(plan)["县教育体育局"].data)).worksheets[0]
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A4", "A3:J6", "$3:$3")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert [(v.type, str(v.sqref)) for v in page.data_validations.dataValidation] == [("date", "I4:I6")]
    assert page.row_dimensions[6].height > page.row_dimensions[5].height  # a long sentence is shown whole


def test_the_same_plan_gives_the_same_bytes(plan: Path) -> None:
    assert gap_sheet(plan).data == gap_sheet(plan).data


def test_a_plan_may_be_data(plan: Path) -> None:
    data = {"figures": {"路": "？公里"}, "achievements": ["修了【路】。"], "speech": {"title": "题"}}
    assert [(gap.key, gap.unit) for gap in gap_sheet(data).gaps] == [("路", "公里")]


def test_a_sheet_that_somebody_filled_in_is_not_overwritten(plan: Path) -> None:
    sheet, path = gap_sheet(plan), plan.parent / "all.xlsx"
    assert sheet.to_bytes() == sheet.data
    sheet.save(path)
    sheet.save(path)
    path.write_bytes(b"mine")
    with pytest.raises(OverwriteError):
        sheet.save(path)


# --- back

ALL: dict[str, tuple[Any, str, str]] = {  # answer, what stood there, what stands there
    "行动": ("护学", "value: “？计划”, owner: 县教体局, meaning: 行动的名称}", "value: “护学计划”, owner: 县教体局, meaning: 行动的名称}"),
    "联系人": ("卞知秋", "value: ？, as:", "value: 卞知秋, as:"),
    "带队领导": ("副县长", "由【？带队领导】带队", "由副县长带队"),
    "学校": (36, "value: ？所", "value: 36所"),
    "人行道": ("1,234.5公里", "？公里 ", "1234.5公里 "),
    "投资": ("１２３４", "？万元", "1234万元"),
    "覆盖率": ("85.5%", "？%", '"85.5%"'),
    "不明": ("12件", "不明: {value: ？", "不明: {value: 12件"),
    "试点": ("河口", "【？试点】", "河口"),
    "problems[0]#1": ("甲", "【待补】", "甲"),
    "problems[0]#2": ("乙", "【？】又说", "乙又说"),
    "problems[0]#3": ("丙", "【？】。", "丙。"),
    "验收": ("验收", "【？验收｜看】", "验收"),
    f"{M0}.lead_unit": ("县公安局", "lead_unit: ？", "lead_unit: 县公安局"),
    f"{M0}.deadline": (5, "？月底前", "5月底前"),
    f"{M1}.support_units[0]": ("县教育体育局", "县？局", "县教育体育局"),
    "meeting.time.say": (datetime.date(2026, 4, 9), "2026年？月？日上午", "2026年4月9日上午"),
    "meeting.place": ("县政府三楼", "place: ？", "place: 县政府三楼"),
    "meeting.chair.name": ("苗苇", "name: ？", "name: 苗苇"),
    "meeting.attendees[0]": ("苗苇", "？（县政府）", "苗苇（县政府）"),
    "speech.date": ("9", "4月？日", "4月9日"),
    "河口": ("大桥", "【？河口 】和“【？河口】”", "大桥和“大桥”"),
    NUMBER: ("椒政办发[2026]12号", "〔2026〕？号", "〔2026〕12号"),
    "notice.addressees[1]": ("县直各部门", "县？部门", "县直各部门"),
    DAY_OF_ISSUE: ("2026.4.13", "date_of_issue: ？", "date_of_issue: 2026年4月13日"),
}  # fmt: skip


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_all_answers_come_back_and_every_other_byte_stays(plan: Path, line_end: str) -> None:
    plan.write_bytes(PLAN.replace("\n", line_end).encode())
    expected = PLAN
    for _, old, new in ALL.values():
        assert old in expected
        expected = expected.replace(old, new)
    made = filled(plan, {key: answer for key, (answer, _, _) in ALL.items()})
    assert plan.read_bytes() == expected.replace("\n", line_end).encode()
    assert (made.open, made.findings, len(made.answers)) == ([], [], len(ALL))
    assert [f for f in check_plan(plan) if f.code == "P230"] == []
    assert gap_sheets(plan) == {}


@pytest.mark.parametrize("key", ALL)
def test_each_answer_comes_back_by_itself_and_a_second_time_changes_nothing(plan: Path, key: str) -> None:
    answer, old, new = ALL[key]
    sheet = answered(plan, {key: answer})
    fill_gaps(plan, [sheet]).save()
    assert plan.read_text("utf-8") == PLAN.replace(old, new)
    again = fill_gaps(plan, [sheet])
    assert (again.answers, again.diff()) == ([], "")
    assert plan.read_text("utf-8") == PLAN.replace(old, new)


def test_figures_and_names_keep_source_and_day(plan: Path) -> None:
    page = page_of(plan)
    for key, day in (("人行道", "二〇二六年六月三十日"), ("投资", datetime.date(2026, 6, 30)), ("联系人", "2026/6/30")):
        page.cell(key).value, page.cell(key, "数据来源").value, page.cell(key, "截至日期").value = 7, "月报: 6月", day
    made = fill_gaps(plan, [page.save()])
    made.save()
    text = plan.read_text("utf-8")
    assert '  人行道: {value: 7公里, source: "月报: 6月", as_of: 2026-06-30}   # 待测\n' in text
    assert '  投资: {value: 7万元, owner: 县公安局, source: "月报: 6月", as_of: 2026-06-30}\n' in text
    assert '  联系人: {value: 7, as: （待定）, owner: 县教育体育局, source: "月报: 6月", as_of: 2026-06-30}\n' in text
    assert {(a.key, a.value, a.as_of) for a in made.answers} == {("联系人", "7", "2026-06-30"), ("人行道", "7公里", "2026-06-30"), ("投资", "7万元", "2026-06-30")}  # fmt: skip


def test_what_the_plan_has_no_place_for_is_told(plan: Path) -> None:
    page = page_of(plan)
    page.cell("试点").value, page.cell("试点", "数据来源").value = "河口", "现场"
    page.cell("学校", "备注").value = "月底\n才有"
    made = fill_gaps(plan, [page.save()])
    made.save()
    told = {(f.code, f.severity, cell_of(f), f.args["words"]) for f in made.findings}
    source, remark = page.cell("试点", "数据来源").coordinate, page.cell("学校", "备注").coordinate
    assert told == {("L167", Severity.WARNING, source, "现场"), ("L167", Severity.WARNING, remark, "月底；才有")}
    assert made.answers[0].source == ""
    assert "学校" in [gap.key for gap in made.open]


@pytest.mark.parametrize(
    ("key", "answer", "shown", "value"),
    [
        ("学校", 36, "General", "36所"), ("学校", 36.0, "0.00", "36所"), ("学校", "36 所", "@", "36所"), ("学校", "３６所", "@", "36所"),
        ("投资", 1234.5, "General", "1234.5万元"), ("投资", "1,234.50", "@", "1234.50万元"), ("投资", "1，234.5万元", "@", "1234.5万元"),
        ("投资", 0.1 + 0.2, "General", "0.3万元"), ("投资", 1234.5, '#,##0.00"万元"', "1234.5万元"), ("投资", 1234.5, "#,##0.00_ ;-#,##0.00", "1234.5万元"),
        ("投资", "-3", "@", "-3万元"), ("投资", "－3", "@", "-3万元"), ("投资", 1e15, "General", "1000000000000000万元"),
        ("覆盖率", 0.85, "0%", "85%"), ("覆盖率", 0.8532, "0.00%", "85.32%"), ("覆盖率", "85％", "@", "85%"), ("覆盖率", 85, "General", "85%"),
        ("不明", "3.5万户", "@", "3.5万户"), ("不明", 3, "General", "3"), ("行动", "护学计划", "@", "“护学计划”"), ("行动", "“护学计划”", "@", "“护学计划”"),
        ("联系人", 13800001234, "General", "13800001234"), ("联系人", "他说【好】", "@", "他说【【好】"), ("联系人", 0.5, "0%", "50%"),
        (NUMBER, 12, "General", "椒政办发〔2026〕12号"), (NUMBER, "12号", "@", "椒政办发〔2026〕12号"), (NUMBER, "椒政办发〔2026〕12号", "@", "椒政办发〔2026〕12号"),
        (f"{M0}.deadline", "5月底前", "@", "5月底前"), ("meeting.time.say", "2026-04-09", "@", "2026年4月9日上午"),
        ("meeting.time.say", "2026年4月9日上午", "@", "2026年4月9日上午"), ("speech.date", "2026年4月9日", "@", "2026年4月9日"),
        (DAY_OF_ISSUE, 46125, "General", "2026年4月13日"), ("meeting.place", datetime.date(2026, 4, 9), "yyyy-mm-dd", "2026年4月9日"),
    ],
)  # fmt: skip
def test_an_answer_may_be_typed_in_many_ways(plan: Path, key: str, answer: Any, shown: str, value: str) -> None:
    page = page_of(plan)
    page.cell(key).value = answer
    page.cell(key).number_format = shown
    assert [(a.key, a.value) for a in fill_gaps(plan, [page.save()]).answers] == [(key, value)]


@pytest.mark.parametrize(
    ("key", "answer", "code", "said"),
    [
        ("投资", "1.2亿元", "L158", {"unit": "万元", "found": "亿元"}), ("投资", "1200元", "L158", {"unit": "万元", "found": "元"}),
        ("投资", "12%", "L158", {"found": "%"}), ("学校", "3个", "L158", {"found": "个"}),
        ("投资", "约1200", "L159", {"words": "约1200"}), ("投资", "一千二百", "L159", {}), ("投资", "1200-1300", "L159", {}),
        ("投资", "暂无", "L159", {}), ("投资", "1,2345", "L159", {}), ("投资", "1.2.3", "L159", {}), ("学校", True, "L159", {}),
        ("学校", datetime.date(2026, 6, 30), "L159", {}), ("学校", "36所（含分校）", "L158", {}),
        ("学校", "=6*6", "L160", {"words": "=6*6"}), ("试点", '="河"', "L160", {}),
        ("学校", "#DIV/0!", "L161", {"words": "#DIV/0!"}), ("联系人", "#N/A", "L161", {}),
        ("联系人", "卞？", "L163", {}), ("学校", "36?", "L163", {}), ("试点", "？", "L163", {}),
        ("联系人", "卞\n知秋", "L164", {"codepoint": "U+000A"}), ("试点", "河\u200b口", "L164", {"codepoint": "U+200B"}), ("试点", "河\u202e口", "L164", {}),
        (NUMBER, "椒政发〔2026〕12号", "L165", {"value": "椒政办发〔2026〕？号"}), (NUMBER, "号", "L165", {}), ("行动", "计划", "L165", {}),
        ("speech.date", "2026年5月9日", "L165", {}), ("meeting.time.say", "四月上旬", "L165", {}),
        (DAY_OF_ISSUE, "4月中旬", "L166", {}), (DAY_OF_ISSUE, "3/4/2026", "L166", {"words": "3/4/2026"}),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_taken_is_refused_with_its_cell(
    plan: Path, key: str, answer: Any, code: str, said: dict[str, str]
) -> None:
    page = page_of(plan)
    page.cell(key).value = answer
    (finding,) = refused(plan, [page.save()])
    assert (finding.code, cell_of(finding)) == (code, page.cell(key).coordinate)
    assert finding.place.file == str(page.path)
    assert said.items() <= finding.args.items()


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [("截至日期", "3/4/2026", "L166"), ("截至日期", "6月底", "L166"), ("截至日期", "=TODAY()", "L160"), ("数据来源", "=A1", "L160"),
     ("数据来源", "#REF!", "L161"), ("数据来源", "台\u200b账", "L164"), ("备注", "=A1", "L160")],
)  # fmt: skip
def test_the_other_columns_are_judged_too(plan: Path, head: str, value: str, code: str) -> None:
    page = page_of(plan)
    page.cell("学校").value, page.cell("学校", head).value = 36, value
    assert [(f.code, cell_of(f)) for f in refused(plan, [page.save()])] == [(code, page.cell("学校", head).coordinate)]


def test_merged_cells_are_refused(plan: Path) -> None:
    page = page_of(plan)
    page.cell("行动").value = "护学"
    column = page.cell("行动").column_letter
    page.sheet.merge_cells(f"{column}{page.row('行动')}:{column}{page.row('联系人')}")
    assert codes(refused(plan, [page.save()])) == ["L162", "L162"]


def test_nothing_is_written_unless_all_of_it_can_be(plan: Path) -> None:
    good, bad = answered(plan, {"学校": 36}, "a.xlsx"), answered(plan, {"投资": "一亿", "人行道": "3米"}, "b.xlsx")
    assert codes(refused(plan, [good, bad])) == ["L158", "L159"]
    broken = plan.parent / "c.xlsx"
    broken.write_bytes(b"PK\x03\x04 no more")
    assert codes(refused(plan, [good, broken, bad])) == ["L102", "L158", "L159"]


def test_a_plan_that_would_not_hold_is_refused(plan: Path) -> None:
    with pytest.raises(LedgerError) as error:
        filled(plan, {"speech.date": "31"})
    assert [(f.code, f.place.path.partition("!")[0]) for f in error.value.findings if f.is_error] == [
        ("P160", "待填数据表")
    ]
    assert plan.read_text("utf-8") == PLAN


# --- keys and sheets


def test_two_rows_with_one_key_a_row_without_and_a_foreign_key_are_refused(plan: Path) -> None:
    page = page_of(plan)
    page.cell("联系人", "编号").value = "学校"
    page.cell("投资").value = 3
    page.cell("投资", "编号").value = None
    page.cell("试点").value = "河口"
    page.cell("试点", "编号").value = "试点镇"
    findings = refused(plan, [page.save()])
    assert codes(findings) == ["L154", "L153", "L155"]
    assert findings[2].args == {"key": "试点镇", "near": "试点"}


def test_a_gap_that_is_filled_with_another_value_is_refused(plan: Path) -> None:
    sheet = answered(plan, {"学校": 36, "行动": "护学", "试点": "河口", NUMBER: 12, "problems[0]#1": "甲"})
    text = PLAN.replace("？所", "37所").replace("“？计划”", "“平安计划”").replace("【？试点】", "河东")
    plan.write_text(text.replace("〕？号", "〕13号").replace("【待补】", "戊"), "utf-8")
    findings = refused(plan, [sheet])
    assert sorted((f.code, f.args["key"]) for f in findings) == sorted(
        [("L156", "学校"), ("L156", "行动"), ("L155", "试点"), ("L156", NUMBER), ("L169", "problems[0]#1")]
    )
    assert next(f for f in findings if f.args["key"] == "学校").args["value"] == "37所"


def test_a_computed_figure_is_no_gap(plan: Path) -> None:
    page = page_of(plan)
    page.cell("学校", "编号").value = "未设岗"
    page.cell("未设岗").value = 15
    assert codes(refused(plan, [page.save()])) == ["L155"]


def test_the_same_answer_may_come_twice_another_may_not(plan: Path) -> None:
    one, same, other = (answered(plan, {"学校": n}, f"{at}.xlsx") for at, n in enumerate((36, "36所", 37)))
    (finding,) = refused(plan, [one, same, other])
    assert (finding.code, finding.place.file, finding.args["words"], finding.args["other"]) == (
        "L157",
        str(other),
        "37所",
        "36所",
    )
    assert str(one) in str(finding.args["first"])
    assert [a.value for a in fill_gaps(plan, [one, same]).answers] == ["36所"]


def test_a_place_that_has_moved_since_is_refused(plan: Path) -> None:
    sheet = answered(plan, {f"{M0}.lead_unit": "县公安局"})
    plan.write_text(
        PLAN.replace("    measures:\n", "    measures:\n      - {text: 先摸底, lead_unit: ？, deadline: 3月底前}\n"),
        "utf-8",
    )
    (finding,) = refused(plan, [sheet])
    assert (finding.code, finding.args["words"]) == ("L169", "先摸底（牵头单位：【待填：牵头单位】）")


def test_a_place_whose_sentence_only_got_its_other_gaps_filled_is_the_same(plan: Path) -> None:
    second = answered(plan, {"problems[0]#2": "乙"}, "second.xlsx")
    filled(plan, {"投资": 3})
    assert [a.key for a in fill_gaps(plan, [second]).answers] == ["problems[0]#2"]


def test_columns_are_found_by_their_heads(plan: Path) -> None:
    page = page_of(plan)
    page.cell("学校").value = 36
    page.sheet.insert_rows(1, 2)
    page.sheet.move_range(f"H5:H{page.sheet.max_row}", cols=6)  # the answers behind all other columns
    page.sheet["N5"] = "填 报\n值"
    page.sheet["H5"] = "核对"
    page.book.create_sheet("说明", 0)["A1"] = "随便写"
    assert [a.value for a in fill_gaps(plan, [page.save()]).answers] == ["36所"]


@pytest.mark.parametrize("head", ["编号", "单位", "所在语句", "填报值", "数据来源", "截至日期", "备注"])
def test_a_renamed_or_missing_column_is_refused(plan: Path, head: str) -> None:
    page = page_of(plan)
    page.sheet.cell(3, page.heads[head]).value = f"{head}项"
    (finding,) = refused(plan, [page.save()])
    assert (finding.code, finding.args["name"], finding.args["near"]) == ("L151", head, f"{head}项")
    page.sheet.cell(3, page.heads[f"{head}项"]).value = None
    assert codes(refused(plan, [page.save()])) == ["L151"]


def test_a_head_that_stands_twice_and_a_workbook_of_something_else_are_refused(plan: Path) -> None:
    page = page_of(plan)
    page.sheet.cell(3, 20).value = "填报值"
    assert codes(refused(plan, [page.save()])) == ["L152"]
    book = Workbook()
    book.save(plan.parent / "other.xlsx")
    assert codes(refused(plan, [plan.parent / "other.xlsx"])) == ["L150"]


def test_a_shared_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("achievements: [&a 看了【？点】。, *a]\nspeech: {title: 题}\n", "utf-8")
    with pytest.raises(LedgerError) as error:
        filled(path, {"点": "河口"})
    assert codes(error.value.findings) == ["L190"]


@pytest.mark.parametrize(
    ("typed", "answer", "made"),
    [
        ("- 看了【？点】。", "甲, 乙: 丙", '- "看了甲, 乙: 丙。"'),
        ("- '看了【？点】。'", "it's", "- '看了it''s。'"),
        ('- "看了【？点】。"', '"甲"', '- "看了\\"甲\\"。"'),
        ("- 【？点】看了。", "- 甲", '- "- 甲看了。"'),
        ("- >-\n    看了\n    【？点】。", "甲: 乙", "- >-\n    看了\n    甲: 乙。"),
    ],
)
def test_an_answer_stands_in_any_way_of_typing(tmp_path: Path, typed: str, answer: str, made: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(f"achievements:\n  {typed}\nspeech: {{title: 题}}\n", "utf-8")
    filled(path, {"点": answer})
    assert path.read_text("utf-8") == f"achievements:\n  {made}\nspeech: {{title: 题}}\n"


def test_what_is_no_path_is_refused(plan: Path) -> None:
    bad: Any = {}
    for call in (lambda: fill_gaps(bad, []), lambda: fill_gaps(plan, [bad])):
        with pytest.raises(UseError):
            call()


def test_a_unit_that_was_written_over_in_its_column_is_refused_one_that_was_left_open_is_taken(plan: Path) -> None:
    page = page_of(plan)
    for key, unit in (("投资", "亿元"), ("不明", "件")):
        page.cell(key).value, page.cell(key, "单位").value = 12, unit
    (finding,) = refused(plan, [page.save()])
    assert (finding.code, cell_of(finding)) == ("L158", page.cell("投资", "单位").coordinate)
    assert (finding.args["found"], finding.args["unit"]) == ("亿元", "万元")
    page.cell("投资", "单位").value = "万元"
    assert [(a.key, a.value) for a in fill_gaps(plan, [page.save()]).answers] == [("投资", "12万元"), ("不明", "12件")]


@pytest.mark.parametrize("answer", ["36 37", "36、37", "36-37"])
def test_two_numbers_are_not_taken_for_one(plan: Path, answer: str) -> None:
    assert codes(refused(plan, [answered(plan, {"投资": answer})])) == ["L159"]


def test_a_sheet_that_is_not_there_is_told_with_what_else_is_wrong(plan: Path) -> None:
    with pytest.raises(FileError) as error:
        fill_gaps(plan, [plan.parent / "none.xlsx", answered(plan, {"学校": 36})])
    assert codes(error.value.findings) == ["O101"]
    assert plan.read_text("utf-8") == PLAN
    assert codes(refused(plan, [plan.parent / "none.xlsx", answered(plan, {"学校": "好"})])) == ["O101", "L159"]


def test_a_plan_in_json_takes_answers_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(
        '{"figures": {"路": "？公里"}, "achievements": ["修了【路】，看了【？点】。"], "speech": {"title": "题"}}',
        "utf-8",
    )
    page = page_of(path)
    page.cell("路").value, page.cell("路", "数据来源").value, page.cell("点").value = 12, "台账", '"甲"'
    fill_gaps(path, [page.save()]).save()
    made = '{"figures": {"路": {"value": "12公里", "source": "台账"}}, "achievements": ["修了【路】，看了\\"甲\\"。"], "speech": {"title": "题"}}'
    assert path.read_text("utf-8") == made


def test_what_stands_open_inside_of_a_name_is_owed_by_its_owner_and_a_known_source_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "names: {带队: {value: 由【？领导】带队, owner: 县政府办公室, meaning: 谁带队}}\n"
        "figures: {投资: {value: ？万元, owner: 县财政局, source: '决算报表'}}\n"
        "achievements: [走了一遍。【带队】，投入【投资】。]\nspeech: {title: 题}\n",
        "utf-8",
    )
    assert {o: [(g.key, g.meaning, g.source) for g in s.gaps] for o, s in gap_sheets(path).items()} == {
        "县政府办公室": [("领导", "谁带队", "")],
        "县财政局": [("投资", "", "决算报表")],
    }
    assert page_of(path).cell("投资", "数据来源").value == "决算报表"
    made = filled(path, {"投资": 3})
    assert "投资: {value: 3万元, owner: 县财政局, source: '决算报表'}" in path.read_text("utf-8")
    assert made.findings == []


def test_a_point_that_is_not_known_shows_what_stands_above_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("tasks:\n  - text: 修路。要快。\n    measures: [{text: ？}]\nspeech: {title: 题}\n", "utf-8")
    (gap,) = gap_sheet(path).gaps
    assert (gap.key, gap.sentence) == ("tasks[0].measures[0].text", "修路（正文：【待填：正文】）")


def test_each_sentence_is_read_once_for_all_gaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.yaml"
    figures = "".join(f"  数{n}: ？个\n" for n in range(300))
    points = "".join(f"  - 第{n}件事成了。做了【数{n % 300}】，还要做。\n" for n in range(1500))
    path.write_text(f"figures:\n{figures}achievements:\n{points}speech: {{title: 题}}\n", "utf-8")
    calls: list[str] = []
    monkeypatch.setattr(gaps_module, "parse", lambda text: calls.append(text) or parse(text))
    assert len(OpenPlan(tree_of(path)).entries()) == 300
    assert len(calls) < 2 * (3 * 1500 + 300)  # sentences, and one of them for each gap


@pytest.mark.office
def test_a_sheet_that_libreoffice_saved_comes_back(plan: Path) -> None:
    page = page_of(plan)
    for key, (answer, _, _) in ALL.items():
        page.cell(key).value = answer
    page.cell("学校", "截至日期").value = datetime.date(2026, 6, 30)
    folder = plan.parent / "office"
    office = find_office()
    assert office
    profile = f"-env:UserInstallation={(plan.parent / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder),
        str(page.save()),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    made = fill_gaps(plan, [folder / "filled.xlsx"])
    made.save()
    assert (len(made.answers), made.open) == (len(ALL), [])
    assert "36所, owner: 县教育体育局, last: 34所, as_of: 2026-06-30}" in plan.read_text("utf-8")


# --- the command


@pytest.fixture
def gaps(plan: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.chdir(plan.parent)
    return lambda *options: main(["--lang", "en", "gaps", "plan.yaml", *options])


def test_the_command_makes_the_sheets(gaps: Callable[..., int], plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gaps("--by-owner", "-o", "out") == 0
    names = {"plan-gaps-县教育体育局.xlsx", "plan-gaps-县公安局.xlsx", f"plan-gaps-{NOBODY}.xlsx"}
    assert {path.name for path in (plan.parent / "out").glob("*.xlsx")} == names
    assert gaps() == 0
    assert gaps("-o", "some.xlsx") == 0
    assert (plan.parent / "plan-gaps.xlsx").read_bytes() == (plan.parent / "some.xlsx").read_bytes()
    assert "plan-gaps.xlsx: 25 open" in capsys.readouterr().out


def test_the_command_says_when_nothing_is_open(
    gaps: Callable[..., int], plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan.write_text("achievements: [好了。都好。]\nspeech: {title: 题}\n", "utf-8")
    assert (gaps(), gaps("--by-owner")) == (0, 0)
    assert "leaves nothing open" in capsys.readouterr().out
    assert list(plan.parent.glob("*.xlsx")) == []


def test_the_command_takes_the_sheets_back(
    gaps: Callable[..., int], plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = answered(plan, {"学校": 36}, "a.xlsx"), answered(plan, {"投资": 3}, "b.xlsx")
    update = ["--update", str(one), "--update", str(two)]
    assert gaps(*update, "--dry-run") == 0
    shown = capsys.readouterr().out.splitlines()
    assert "+  学校: {value: 36所, owner: 县教育体育局, last: 34所}" in shown
    assert "-  投资: {value: ？万元, owner: 县公安局, source: 旧台账}" in shown
    assert plan.read_text("utf-8") == PLAN
    assert gaps(*update) == 0
    assert "wrote plan.yaml: 2 filled\nstill open: 23\n" in capsys.readouterr().out
    assert plan.read_text("utf-8") == PLAN.replace("？所", "36所").replace("？万元", "3万元")
    assert gaps(*update) == 0
    assert "nothing that is new" in capsys.readouterr().out
    assert sorted(path.name for path in plan.parent.iterdir() if path.name != ".docgen") == [
        "a.xlsx",
        "b.xlsx",
        "plan.yaml",
    ]


def test_the_command_refuses_with_the_cell(
    gaps: Callable[..., int], plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = answered(plan, {"投资": "1.2亿元"})
    assert gaps("--update", str(sheet)) == ExitCode.REFUSED
    said = capsys.readouterr().err
    assert "filled.xlsx 待填数据表!H9: error L158: the unit of “1.2亿元” is 亿元, the plan wants 万元" in said
    assert "nothing was written" in said


@pytest.mark.parametrize(
    ("options", "code"),
    [(["--dry-run"], "O477"), (["--update", "a.xlsx", "--by-owner"], "O476"), (["--update", "a.xlsx", "-o", "x"], "O476"),
     (["--by-owner", "-o", "a.xlsx"], "O484"), (["-o", "a.docx"], "O475")],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(
    gaps: Callable[..., int], capsys: pytest.CaptureFixture[str], options: list[str], code: str
) -> None:
    assert gaps(*options) == ExitCode.WRONG_USE
    assert code in capsys.readouterr().err


def test_owners_whose_sheets_would_get_one_name_are_refused(
    gaps: Callable[..., int], plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan.write_text(
        PLAN.replace("不明: {value: ？, owner: 县公安局}", "不明: {value: ？, owner: 甲/乙}").replace(
            "owner: 县教体局", "owner: 甲:乙"
        ),
        "utf-8",
    )
    assert gaps("--by-owner", "-o", "out") == ExitCode.REFUSED
    assert "L168" in capsys.readouterr().err
    assert not (plan.parent / "out").exists()


@pytest.mark.parametrize("page", ["gaps.md", "gaps.zh-CN.md"])
def test_the_example_of_the_guide_gives_the_sheets_that_it_names(page: str, tmp_path: Path) -> None:
    words = (ROOT / "docs" / page).read_text("utf-8")
    path = tmp_path / "plan.yaml"
    path.write_text(words.split("```yaml\n")[1].split("```")[0], "utf-8")
    sheets = gap_sheets(path)
    assert {owner: [gap.key for gap in sheet.gaps] for owner, sheet in sheets.items()} == {
        "县交通运输局": ["人行道"],
        "县财政局": ["投资"],
        NOBODY: ["试点乡镇"],
    }
    assert all(f"plan-gaps-{owner}.xlsx" in words for owner in sheets if owner != NOBODY)


def test_what_only_the_ledger_says_is_asked_for_too(tmp_path: Path) -> None:
    typed = """
        names: {联系人: {value: ？, owner: 县教育局}, 无人用: ？}
        tasks: [{text: 甲, measures: [请【联系人】汇总]}]
        speech: {title: 标题, outline: [只说一句。]}
    """
    path = write(tmp_path, typed)
    assert [f.code for f in check_plan(path) if f.code == "P230"] == []
    assert {owner: [gap.key for gap in sheet.gaps] for owner, sheet in gap_sheets(path).items()} == {
        "县教育局": ["联系人"]
    }


def test_an_answer_in_a_column_further_is_told(plan: Path) -> None:
    page = page_of(plan)
    page.cell("学校", "数据来源").value = "36所"
    made = fill_gaps(plan, [page.save()])
    assert made.answers == []
    assert [(f.code, f.severity.name) for f in made.findings] == [("L171", "WARNING")]

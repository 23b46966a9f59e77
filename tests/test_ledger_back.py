"""Ledgers that come back: what units filled in goes into the plan, and nothing else does."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import ROOT, codes, found, write
from workbooks import SMALL, Edit, Returned

import docgen
from docgen.cli import main
from docgen.errors import FileError, LedgerError
from docgen.ledgers.ledger import ledger, ledger_by_unit
from docgen.ledgers.update import update_plan
from docgen.limits import Limits
from docgen.package import parts_of, write_docx
from docgen.plan.load import parse_tree

DAY = datetime.date(2026, 7, 1)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path, SMALL)


def back(path: Path, edit: Edit, name: str = "back.xlsx") -> Path:
    """Return the ledger of a plan as it comes back after an edit."""
    sheet = Returned(ledger(path, as_of=DAY).data)
    edit(sheet)
    return sheet.save(path.with_name(name))


# --- back into the plan


def test_what_a_unit_filled_in_is_written_and_nothing_else(small: Path) -> None:
    typed = small.read_text(encoding="utf-8")
    path = back(
        small,
        lambda s: s.put(1, "状态", "已完成").put(1, "销号日期", datetime.date(2026, 6, 3)).put(2, "进展情况", "已到位20人，见【2026】3号\n第二行")
        .put(4, "状态", "推进中").put(6, "备注", "+缓办"),
    )  # fmt: skip
    update = update_plan(small, path)
    assert small.read_text(encoding="utf-8") == typed  # nothing is written yet
    assert update.save() == small
    made = typed.replace(
        "        deadline: 5月底前\n", "        deadline: 5月底前\n        status: 已完成\n        closed: 2026-06-03\n"
    )
    made = made.replace(
        "person_in_charge: 甲某}", 'person_in_charge: 甲某, progress: "已到位20人，见【【2026】3号\\n第二行"}'
    )
    made = made.replace(
        "[修补路面, '=1+1', 铺设盲道]", "[{text: 修补路面, status: 推进中}, '=1+1', {text: 铺设盲道, memo: \"+缓办\"}]"
    )
    assert small.read_text(encoding="utf-8") == made
    assert update_plan(small, path).changes == []
    rows = {row.measure: row for row in ledger(small, as_of=DAY).rows}
    assert rows["补齐护学岗。36所学校逐校定人"].progress == "已到位20人，见【2026】3号\n第二行"
    assert (rows["施划车位。高峰专用"].status, rows["施划车位。高峰专用"].closed) == (
        "已完成",
        datetime.date(2026, 6, 3),
    )


def test_what_is_cleared_is_taken_out_again(small: Path) -> None:
    typed = small.read_bytes()
    update_plan(
        small,
        back(small, lambda s: s.put(1, "状态", "已完成").put(1, "销号日期", "2026/6/3").put(5, "进展情况", "一半")),
    ).save()
    assert small.read_bytes() != typed
    path = back(small, lambda s: s.put(1, "状态", None).put(1, "销号日期", None).put(5, "进展情况", None))
    update_plan(small, path).save()
    assert small.read_bytes().replace(b"{text: '=1+1'}", b"'=1+1'") == typed


@pytest.mark.parametrize(
    "typed", ["2026年6月3日", "2026-06-03", "2026/6/3", "2026.6.3", "20260603", "二〇二六年六月三日", "3 Jun 2026", datetime.date(2026, 6, 3), 46176]
)  # fmt: skip
def test_days_in_many_forms(small: Path, typed: object) -> None:
    path = back(small, lambda s: s.put(1, "状态", "已完成").put(1, "销号日期", typed))
    assert [e.after for e in update_plan(small, path).changes] == ["已完成", "2026-06-03"]


def test_columns_are_found_where_somebody_moved_them(small: Path) -> None:
    def move(sheet: Returned) -> None:
        sheet.put(1, "状态", "推进中")
        sheet.page.move_range("A3:C9", rows=0, cols=30)
        sheet.page.insert_rows(1)
        sheet.page.insert_cols(1)

    moved = back(small, move)
    assert [e.after for e in update_plan(small, moved).changes] == ["推进中"]
    blanks = back(small, lambda s: s.put(2, "状态", "推进中") and s.put(0, "状态", " 状\n态 "))
    assert [e.after for e in update_plan(small, blanks).changes] == ["推进中"]


def _merge(sheet: Returned) -> None:
    at = openpyxl.utils.get_column_letter(sheet.heads["状态"])
    sheet.page.merge_cells(f"{at}4:{at}5")


def _double(sheet: Returned) -> None:
    sheet.put(2, "编号", sheet.cell(1, "编号").value)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda s: s.put(0, "状态", "办理状态"), [("L110", "任务台账")]),
        (lambda s: s.put(0, "编号", "id").put(0, "进展情况", "进度"), [("L110", "任务台账"), ("L110", "任务台账")]),
        (lambda s: s.page.delete_rows(3), [("L111", "")]),
        (lambda s: s.put(0, "备注", "状态"), [("L113", "任务台账"), ("L110", "任务台账")]),
        (lambda s: s.put(1, "编号", None), [("L120", "任务台账!B4")]),
        (lambda s: s.put(1, "编号", "ABCD").put(1, "备注", "好"), [("L121", "任务台账!B4")]),
        (_double, [("L122", "任务台账!B5")]),
        (lambda s: s.put(1, "具体措施", "改了"), [("L125", "任务台账!D4")]),
        (lambda s: s.put(1, "完成时限", "6月底前").put(1, "截止日期", datetime.date(2026, 6, 30)), [("L125", "任务台账!H4"), ("L125", "任务台账!I4")]),
        (lambda s: s.put(2, "责任人", "乙某"), [("L125", "任务台账!G5")]),
        (lambda s: s.put(1, "状态", "=J5"), [("L126", "任务台账!J4")]),
        (lambda s: s.put(1, "销号日期", "=TODAY()"), [("L126", "任务台账!L4")]),
        (lambda s: s.put(1, "进展情况", "#DIV/0!"), [("L126", "任务台账!K4")]),
        (_merge, [("L127", "任务台账!J4"), ("L127", "任务台账!J5")]),
        (lambda s: s.put(1, "状态", "推进中").put(1, "销号日期", "2026-06-03"), [("L128", "任务台账!L4")]),
        (lambda s: s.put(1, "状态", "逾期"), [("L129", "任务台账!J4")]),
        (lambda s: s.put(1, "状态", "已完成").put(1, "销号日期", "3/4/2026"), [("L133", "任务台账!L4")]),
        (lambda s: s.put(1, "状态", "已完成").put(1, "销号日期", "2026-02-30"), [("L133", "任务台账!L4")]),
        (lambda s: s.put(1, "状态", "已完成").put(1, "销号日期", "月底"), [("L133", "任务台账!L4")]),
        (lambda s: s.put(1, "进展情况", "\ufdd0"), [("L130", "任务台账!K4")]),
    ],
)  # fmt: skip
def test_what_does_not_go_with_the_plan_is_refused_with_its_cell(
    small: Path, edit: Edit, expected: list[tuple[str, str]]
) -> None:
    typed = small.read_bytes()
    path = back(small, edit)
    faults = [f for f in found(update_plan, small, path) if f.is_error]
    assert [(f.code, f.place.path) for f in faults] == expected
    assert {f.place.file for f in faults} == {str(path)}
    assert small.read_bytes() == typed


def test_all_faults_are_told_at_once_and_nothing_is_written(small: Path, capsys: Captured) -> None:
    typed = small.read_bytes()
    path = back(
        small,
        lambda s: (
            s.put(1, "状态", "推进中")
            .put(2, "状态", "快了")
            .put(3, "编号", "没有")
            .put(3, "备注", "好")
            .put(4, "销号日期", "明天")
        ),
    )
    assert main(["--lang", "en", "ledger", str(small), "--update", str(path)]) == 1
    said = capsys.readouterr()
    assert (said.err.count("error L"), said.out) == (3, "")
    assert "nothing was written" in said.err
    assert small.read_bytes() == typed


def test_ids_that_changed_places_are_noticed(small: Path) -> None:
    def swap(sheet: Returned) -> None:
        one, two = sheet.cell(1, "编号"), sheet.cell(2, "编号")
        one.value, two.value = two.value, one.value

    assert {f.code for f in found(update_plan, small, back(small, swap))} == {"L125"}


def test_words_of_the_plan_that_changed_since_are_told_and_what_was_filled_in_is_taken(small: Path) -> None:
    path = back(small, lambda s: s.put(2, "状态", "推进中"))
    small.write_text(small.read_text(encoding="utf-8").replace("36所", "38所"), encoding="utf-8")
    update = update_plan(small, path)
    assert [(f.code, f.severity.name, f.place.path) for f in update.findings] == [("L124", "WARNING", "任务台账!D5")]
    assert [e.after for e in update.changes] == ["推进中"]


@pytest.mark.parametrize("tasks", ["甲", "甲乙", "乙甲"])
@pytest.mark.parametrize("later", ["甲", "甲乙", "乙甲", "丙乙甲"])
def test_a_sheet_that_is_out_stays_good_when_measures_of_the_same_words_come_or_go(
    tmp_path: Path, tasks: str, later: str
) -> None:
    def typed(names: str) -> str:
        return "".join(
            ["tasks:\n", *(f"  - {{text: {t}, measures: [逐月调度]}}\n" for t in names), "speech: {title: 标题}\n"]
        )

    path = write(tmp_path, typed(tasks))
    rows = {row.task: number for number, row in enumerate(ledger(path, as_of=DAY).rows, 1)}

    def of_one(sheet: Returned) -> None:
        sheet.put(rows["甲"], "状态", "推进中")
        for number in sorted(rows.values(), reverse=True):
            if number != rows["甲"]:
                sheet.page.delete_rows(3 + number)

    sheet = back(path, of_one)
    path.write_text(typed(later), encoding="utf-8")
    update = update_plan(path, sheet)
    assert update.findings == []
    assert update.after.decode() == typed(later).replace(
        "text: 甲, measures: [逐月调度]", "text: 甲, measures: [{text: 逐月调度, status: 推进中}]"
    )


def test_a_hidden_row_that_changes_something_is_told(small: Path) -> None:
    def hide(sheet: Returned) -> None:
        sheet.put(1, "状态", "推进中").page.row_dimensions[4].hidden = True
        sheet.page.row_dimensions[5].hidden = True

    assert [(f.code, f.place.path) for f in update_plan(small, back(small, hide)).findings] == [("L132", "任务台账!B4")]


def test_sheets_of_several_units_agree_or_are_refused(small: Path) -> None:
    one = back(small, lambda s: s.put(2, "状态", "推进中"), "一.xlsx")
    same = back(small, lambda s: s.put(2, "状态", "推进中"), "二.xlsx")
    other = back(small, lambda s: s.put(2, "状态", "已完成"), "三.xlsx")
    untouched = back(small, lambda s: s, "四.xlsx")
    assert len(update_plan(small, [one, same]).changes) == 1
    assert len(update_plan(small, [untouched, one, untouched]).changes) == 1  # who says nothing new contradicts nobody
    day = [
        back(small, lambda s, d=d: s.put(2, "状态", "已完成").put(2, "销号日期", d), f"{n}.xlsx")
        for n, d in enumerate(("2026年9月1日", "2026/9/1"))
    ]
    assert len(update_plan(small, day).changes) == 2
    assert [f.code for f in found(update_plan, small, [one, other])] == ["L123"]
    update_plan(small, other).save()
    reopened = back(small, lambda s: s.put(2, "状态", "推进中"), "五.xlsx")
    crossed = back(small, lambda s: s.put(2, "销号日期", "2026-06-03"), "六.xlsx")
    faults = found(update_plan, small, [reopened, crossed])
    assert [(f.code, f.place.file, f.place.path) for f in faults if f.is_error] == [
        ("L128", str(crossed), "任务台账!L5")
    ]


def test_other_files_are_refused(small: Path) -> None:
    folder = small.parent
    csv_ = folder / "a.csv"
    csv_.write_text("编号,状态\n", encoding="utf-8")
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "cut.xlsx").write_bytes(ledger(small, as_of=DAY).data[:-500])
    docgen.build(small, "speech").save(folder / "word.xlsx")
    (folder / "old.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    expected = {
        "a.csv": "L101",
        "empty.xlsx": "L103",
        "cut.xlsx": "L102",
        "word.xlsx": "L101",
        "old.xlsx": "L101",
        "none.xlsx": "O101",
    }
    for name, code in expected.items():
        assert codes(found(update_plan, small, folder / name)) == [code]
    assert codes(found(update_plan, small, folder)) == ["O102"]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("[Content_Types].xml", b"spreadsheetml.sheet.main", b"spreadsheetml.other.main"),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b""),
        ("xl/workbook.xml", b"sheetId", b"other"),
        ("xl/styles.xml", b"<cellXfs", b"<other"),
        ("xl/styles.xml", b'<xf numFmtId="49"', b'<xf numFmtId="999"'),
    ],
)
def test_a_broken_workbook_is_refused(small: Path, part: str, old: bytes, new: bytes) -> None:
    parts = parts_of(ledger(small, as_of=DAY).data)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    path = small.with_name("broken.xlsx")
    path.write_bytes(write_docx(parts))
    assert codes(found(update_plan, small, path)) == ["L102"]


@pytest.mark.parametrize("name", ["openpyxl finds no workbook part", "openpyxl prints that a style is out of range"])
def test_what_openpyxl_trips_over_is_refused_and_nothing_is_printed(small: Path, name: str, capsys: Captured) -> None:
    sheet = ROOT / "tests" / "regressions" / f"{name}.xlsx"
    assert codes(found(update_plan, small, sheet)) == ["L102"]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("lock", ["~$back.xlsx", ".~lock.back.xlsx#"])
def test_a_workbook_that_is_open_is_refused(small: Path, lock: str) -> None:
    path = back(small, lambda s: s.put(1, "状态", "推进中"))
    (small.parent / lock).write_bytes(b"")
    faults = found(update_plan, small, path)
    assert codes(faults) == ["L107"]
    assert lock in docgen.remedy(faults[0])


def test_a_lone_cell_far_away_costs_nothing_and_too_many_are_a_limit(small: Path) -> None:
    far = back(small, lambda s: s.page.cell(1_048_576, 16_384).__setattr__("value", "远"))
    assert update_plan(small, far).changes == []
    assert codes(found(update_plan, small, far, limits=Limits(sheet_cells=50))) == ["L106"]


def test_merged_cells_are_counted_before_they_are_made(small: Path) -> None:
    def merge(sheet: Returned) -> None:
        sheet.put(1, "状态", "推进中").page.merge_cells("A20:XFD20")

    wide = back(small, merge)
    assert len(update_plan(small, wide).changes) == 1
    parts = parts_of(wide.read_bytes())
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"A20:XFD20", b"A20:XFD1048576")
    wide.write_bytes(write_docx(parts))
    assert codes(found(update_plan, small, wide)) == ["L106"]


def test_what_a_cell_shows_is_taken(small: Path) -> None:
    def share(sheet: Returned) -> None:
        sheet.put(1, "进展情况", 0.375).cell(1, "进展情况").number_format = "0.0%"
        sheet.put(2, "进展情况", "甲_x000D_\n乙")  # lines pasted from elsewhere, as Excel keeps them
        sheet.put(3, "进展情况", 1).cell(3, "进展情况").number_format = "0%"
        sheet.put(7, "编号", " ").put(8, "具体措施", "\u3000")  # rows that say nothing

    assert [e.after for e in update_plan(small, back(small, share)).changes] == ["37.5%", "甲\n乙", "100%"]


def test_a_plan_that_changed_meanwhile_is_not_overwritten(small: Path) -> None:
    update = update_plan(small, back(small, lambda s: s.put(1, "状态", "推进中")))
    small.write_text(small.read_text(encoding="utf-8") + "# 又改了\n", encoding="utf-8")
    typed = small.read_bytes()
    with pytest.raises(FileError):
        update.save()
    assert small.read_bytes() == typed


def test_a_thousand_rows_come_back_and_leave_every_other_byte(tmp_path: Path) -> None:
    lines = ["year: 2026", "tasks:"]
    for task in range(10):
        lines += [f"  - text: 第{task}类。  # 注", "    measures:"]
        for number in range(100):
            lines += [
                f"      - text: 办理{task}之{number}。逐件登记  # 注",
                f"        lead_unit: 局{number % 30}",
                "        deadline: 6月底前",
            ]
    path = write(tmp_path, "\n".join([*lines, "speech: {title: 标题, outline: [看【措施总数】]}", ""]))
    sheet = Returned(ledger(path, as_of=DAY).data)
    for row in range(1, 1001):
        sheet.put(row, "状态", "推进中")
    update = update_plan(path, sheet.save(tmp_path / "back.xlsx"))
    assert len(update.changes) == 1000
    made = path.read_text(encoding="utf-8").replace(
        "deadline: 6月底前\n", "deadline: 6月底前\n        status: 推进中\n"
    )
    assert update.after.decode() == made


# --- the command


def test_the_command_writes_and_takes_back(small: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.parent)
    assert main(["--lang", "en", "ledger", "plan.yaml", "--as-of", "2026-07-01"]) == 0
    said = capsys.readouterr()
    assert said.out == "wrote plan-ledger.xlsx: 6 measures\n"
    assert (small.parent / "plan-ledger.xlsx").read_bytes() == ledger(small, as_of=DAY).data
    Returned((small.parent / "plan-ledger.xlsx").read_bytes()).put(1, "状态", "推进中").save(
        small.parent / "plan-ledger.xlsx"
    )
    assert main(["--lang", "en", "ledger", "plan.yaml", "--as-of", "2026-07-01"]) == 1  # somebody's work
    typed = small.read_bytes()
    capsys.readouterr()
    assert main(["--lang", "en", "ledger", "plan.yaml", "--update", "plan-ledger.xlsx", "--dry-run"]) == 0
    said = capsys.readouterr()
    assert [line for line in said.out.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        "+        status: 推进中"
    ]
    assert small.read_bytes() == typed
    assert main(["--lang", "en", "ledger", "plan.yaml", "--update", "plan-ledger.xlsx"]) == 0
    assert "status: nothing → 推进中\nwrote plan.yaml: 1 changes\n" in capsys.readouterr().out
    assert small.read_bytes() != typed
    assert main(["--lang", "en", "ledger", "plan.yaml", "--update", "plan-ledger.xlsx"]) == 0
    assert capsys.readouterr().out == "plan.yaml: nothing changes\n"


def test_the_sheet_of_a_unit_changes_the_plan_that_it_names_alone(tmp_path: Path) -> None:
    one = write(tmp_path, SMALL, "甲.yaml")
    two = write(tmp_path, SMALL.replace("县公安局", "县水利局"), "乙.yaml")  # the same measures, led by others
    typed = two.read_bytes()
    own = ledger_by_unit([one, two], as_of=DAY)["县公安局"]
    path = Returned(own.data).put(1, "状态", "推进中").save(tmp_path / "back.xlsx")
    assert codes(found(update_plan, two, path)) == ["L134"]
    assert main(["ledger", str(one), str(two), "--update", str(path)]) == 0
    assert "status: 推进中" in one.read_text(encoding="utf-8")
    assert two.read_bytes() == typed


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--dry-run"], "O477"),
        (["--update", "x.xlsx", "-o", "y.xlsx"], "O476"),
        (["-o", "y.docx"], "O475"),
        (["--next", "--by-unit"], "O476"),
        (["--next", "-o", "y.xlsx"], "O432"),
        (["--as-of", "gestern"], "O409"),
    ],
)
def test_wrong_use_is_told(small: Path, capsys: Captured, words: list[str], code: str) -> None:
    before = sorted(small.parent.iterdir())
    assert main(["--lang", "en", "ledger", str(small), *words]) == 2
    assert f"error {code}" in capsys.readouterr().err
    assert sorted(small.parent.iterdir()) == before


# --- cells that nobody touched, and steps back


def sent(path: Path, *edits: Edit) -> list[Path]:
    """Return ledgers that went out at the same time and came back, each with its edit."""
    made = []
    for number, edit in enumerate(edits):
        sheet = Returned(ledger(path, as_of=DAY).data)
        edit(sheet)
        made.append(sheet.save(path.with_name(f"sent{number}.xlsx")))
    return made


def test_a_cell_that_nobody_touched_changes_nothing(small: Path) -> None:
    one, untouched, other = sent(
        small,
        lambda s: s.put(2, "状态", "推进中").put(2, "进展情况", "一半"),
        lambda s: s,
        lambda s: s.put(3, "备注", "好"),
    )
    update_plan(small, one).save()
    typed = small.read_bytes()
    assert update_plan(small, untouched).changes == []
    assert update_plan(small, [one, untouched]).changes == []
    update_plan(small, other).save()  # of an older day, too
    assert (
        small.read_text(encoding="utf-8")
        .replace("            memo: 好\n", "")
        .replace("        memo: 好\n", "")
        .encode()
        == typed
    )


def test_what_the_plan_got_to_since_is_not_set_back(small: Path) -> None:
    june, may = sent(
        small,
        lambda s: s.put(1, "状态", "已完成").put(1, "销号日期", "2026-06-01"),
        lambda s: s.put(1, "状态", "推进中").put(1, "进展情况", "一半"),
    )
    update_plan(small, june).save()
    faults = [f for f in found(update_plan, small, may) if f.is_error]
    assert [(f.code, f.place.path) for f in faults] == [("L128", "任务台账!L4")]
    update_plan(small, sent(small, lambda s: s.put(2, "状态", "推进中"))[0]).save()
    late, old = sent(small, lambda s: s.put(2, "状态", "已完成"), lambda s: s.put(2, "状态", "未启动"))
    update_plan(small, late).save()
    assert [(f.code, f.place.path) for f in found(update_plan, small, old) if f.is_error] == [("L136", "任务台账!J5")]


def test_going_back_on_purpose_is_taken_and_told(small: Path) -> None:
    update_plan(small, sent(small, lambda s: s.put(2, "状态", "推进中").put(2, "进展情况", "一半"))[0]).save()
    update = update_plan(small, sent(small, lambda s: s.put(2, "状态", "未启动").put(2, "进展情况", None))[0])
    assert [(e.field, e.before, e.after) for e in update.changes] == [
        ("status", "推进中", "未启动"),
        ("progress", "一半", ""),
    ]
    assert [f.code for f in update.findings] == ["L137", "L137"]


def test_columns_sorted_without_the_others_are_noticed(small: Path) -> None:
    def swap(sheet: Returned) -> None:
        for column in range(1, sheet.heads["状态"]):
            one, two = sheet.page.cell(4, column), sheet.page.cell(5, column)
            one.value, two.value = two.value, one.value
        sheet.put(1, "状态", "已完成")

    assert {f.code for f in found(update_plan, small, back(small, swap)) if f.is_error} == {"L138"}


def test_every_sheet_that_is_a_ledger_is_read(small: Path) -> None:
    def second(sheet: Returned) -> None:
        copy = sheet.book.copy_worksheet(sheet.page)
        copy.cell(5, sheet.heads["状态"]).value = "推进中"

    assert [(e.after, e.place.path) for e in update_plan(small, back(small, second)).changes] == [
        ("推进中", "任务台账 Copy!J5")
    ]


def test_rows_of_struck_measures_that_nobody_filled_in_are_passed_over(small: Path) -> None:
    empty, filled = sent(small, lambda s: s.put(2, "状态", "推进中"), lambda s: s.put(1, "状态", "推进中"))
    small.write_text(small.read_text(encoding="utf-8").replace("施划车位。高峰专用", "换了一件事"), encoding="utf-8")
    assert [e.after for e in update_plan(small, empty).changes] == ["推进中"]
    assert codes(found(update_plan, small, filled)) == ["L121"]


def test_a_ledger_of_another_plan_is_told_once(small: Path) -> None:
    other = write(
        small.parent,
        SMALL.replace("施划", "粉刷")
        .replace("补齐", "撤掉")
        .replace("常态", "一次")
        .replace("修补", "挖开")
        .replace("=1+1", "=2")
        .replace("铺设", "拆掉"),
        "other.yaml",
    )
    path = back(other, lambda s: s.put(1, "状态", "推进中").put(2, "状态", "推进中"))
    assert codes(found(update_plan, small, path)) == ["L134"]


# --- whatever people do to a sheet

_TYPED: tuple[object, ...] = (
    None, "", "推进中", "已完成", "未启动", "逾期", 1, 1.5, True, DAY, datetime.datetime(2026, 6, 3, 12), datetime.time(3, 4), "2026-06-03", "月底", "=A1", "#REF!",
    "【x】", "？", "~", "null", "- a", "a: b # c", "甲\n乙", "\t", "\u2028", "\ufeff甲", "𠮷", "<w:t>", "&amp;", "'", '"', "\\", "{{ x }}", "46176", "编号", "状态",
)  # fmt: skip


def _without_reports(node: Any) -> Any:
    """Return the tree of a plan without what a ledger may change; a measure of nothing but its text is that text."""
    if isinstance(node, dict):
        kept = {
            str(k): _without_reports(v) for k, v in node.items() if k not in ("status", "progress", "closed", "memo")
        }
        return kept["text"] if set(kept) == {"text"} else kept
    return [_without_reports(item) for item in node] if isinstance(node, list) else node


@pytest.mark.parametrize("seed", range(4))
def test_any_edit_is_taken_or_refused_and_only_reports_change(small: Path, seed: int) -> None:
    rng = random.Random(seed)
    before = _without_reports(parse_tree(small.read_text(encoding="utf-8"), "plan.yaml")[0])
    data, taken = ledger(small, as_of=DAY).data, 0
    for _ in range(30):
        sheet = Returned(data)
        for _ in range(rng.choice([1, 1, 2, 4])):
            row, column = rng.randrange(1, 12), rng.randrange(1, 20)
            act = rng.random()
            if act < 0.1:
                sheet.page.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
            elif act < 0.2:
                rng.choice([sheet.page.delete_cols, sheet.page.delete_rows, sheet.page.insert_rows])(row)
            else:
                cell = sheet.page.cell(rng.randrange(4, 10), rng.randrange(8, 14))
                if type(cell).__name__ == "Cell":  # and not one that was merged away
                    cell.value = rng.choice(_TYPED)
        try:
            update = update_plan(small, sheet.save(small.parent / "any.xlsx"))
        except LedgerError as exc:
            assert all(finding.place.file.endswith("any.xlsx") for finding in exc.findings)
        else:
            taken += 1
            assert _without_reports(parse_tree(update.after.decode(), "plan.yaml")[0]) == before
    assert taken


def test_the_command_begins_the_next_plan(small: Path, capsys: Captured) -> None:
    out = small.parent / "next.yaml"
    words = ["--lang", "en", "ledger", str(small), "--next", "--as-of", "2026-07-01", "-o", str(out)]
    assert main(words) == 0
    assert capsys.readouterr().out == f"wrote {out}\n"
    assert out.read_text(encoding="utf-8") == docgen.next_plan(docgen.load_plan(small), DAY)
    assert main(words) == 1  # it is there already
    assert main(["--lang", "en", "ledger", str(small), str(out), "--next"]) == 2
    assert "O478" in capsys.readouterr().err

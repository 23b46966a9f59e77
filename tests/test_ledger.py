"""The task ledger: every measure once, where it stands, out to the units."""

from __future__ import annotations

import csv
import datetime
import io
import re
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import SAMPLES, codes, found, plan, write
from workbooks import SMALL, Returned, has_calc, through_calc

import docgen
from docgen.api import kinds_in
from docgen.cli import main
from docgen.errors import LedgerError, UseError
from docgen.ledgers.book import SUMMARY, TASKS
from docgen.ledgers.ledger import ledger, ledger_by_unit
from docgen.ledgers.update import update_plan
from docgen.pages.reader import read_texts
from docgen.plan.model import measures_of
from docgen.plan.standing import counts, measures
from docgen.sheets.description import Column, Formula, Sheet, Styled
from docgen.sheets.read import read_sheets
from docgen.sheets.written import write_sheets

DAY = datetime.date(2026, 7, 1)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path, SMALL)


def sheet_of(data: bytes, name: str = TASKS) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))[name]


# --- how measures stand


def test_an_id_stays_while_the_measure_stays() -> None:
    before = {m.point.text: m.id for m in measures(plan(SMALL))}
    assert len(set(before.values())) == len(before) == 6
    others = SMALL.replace("          - text: 常态巡查\n", "          - 新添一条\n          - text: 常态巡查\n")
    others = others.replace("- text: 划清车位，理顺路。", "- text: 换了说法。").replace("5月底前", "6月底前")
    others = others.replace(
        "lead_unit: 县公安局\n            deadline: 6",
        "lead_unit: 县交警队\n            status: 推进中\n            deadline: 6",
    )
    after = {m.point.text: m.id for m in measures(plan(others))}
    assert {text: id_ for text, id_ in after.items() if text != "新添一条"} == before
    assert all(re.fullmatch("[A-Z]{8}", id_) for id_ in before.values())


def test_measures_of_the_same_words_are_told_apart() -> None:
    twins = plan(
        "tasks:\n  - {text: 甲, measures: [逐月调度, 逐月调度]}\n  - {text: 乙, measures: [逐月调度, {id: T1, text: 丙}]}\n"
    )
    ids = [m.id for m in measures(twins)]
    assert len(set(ids)) == 4
    assert ids[1] == f"{ids[0]}-2"
    assert ids[3] == "T1"


def test_many_measures_of_the_same_words_are_told_apart_without_looking_at_all_of_them() -> None:
    given = plan(f"tasks:\n  - {{text: 甲, measures: [{', '.join(['逐月调度'] * 4000)}]}}\n")
    began = time.process_time()
    ids = [m.id for m in measures(given)]
    assert time.process_time() - began < 1
    assert len(set(ids)) == 4000
    assert ids[-1] == f"{ids[0]}-4000"


def test_every_measure_stands_one_way_on_a_day() -> None:
    given = plan(SMALL)
    stand = Counter(m.standing(datetime.date(2026, 9, 1)) for m in measures(given))
    assert stand == {"逾期": 1, "未启动": 5}  # the 1st of September is the last day, not behind it
    assert Counter(m.standing(datetime.date(2026, 9, 2)) for m in measures(given))["逾期"] == 2
    assert Counter(m.standing(datetime.date(2099, 1, 1)) for m in measures(given))["未启动"] == 1  # the standing duty
    assert Counter(m.standing(None) for m in measures(given)) == {"未启动": 6}


def test_counts_are_names_that_prose_and_templates_use() -> None:
    said = "speech: {title: 标题, date: 2026年7月1日, outline: [共【措施总数】，已完成【已完成】、推进中【推进中】、逾期【逾期】、销号【已销号】。]}"
    done = SMALL.replace(
        "deadline: 5月底前", "deadline: 5月底前\n            status: 已完成\n            closed: 2026-05-20"
    )
    done = done.replace("- text: 常态巡查", "- text: 常态巡查\n            status: 推进中")
    done = re.sub("speech: .*", said, done).replace("2026年4月10日", "2027年1月4日")
    given = plan(done)
    assert docgen.compose(given, "speech")["body"][0]["text"] == "共6项，已完成1项、推进中1项、逾期0项、销号1项。"
    assert docgen.compose(given, "speech")["ledger"] == {
        "measures": "6", "done": "1", "active": "1", "waiting": "4", "overdue": "0", "closed": "1",
    }  # fmt: skip
    assert docgen.compose(given, "notice")["ledger"]["overdue"] == "4"  # on the day of the notice
    assert [row["standing"] for row in docgen.compose(given, "notice")["measures"]] == [
        "已完成",
        "逾期",
        "推进中",
        *["逾期"] * 3,
    ]


def test_a_register_of_the_same_name_comes_first_and_a_document_without_day_has_a_gap() -> None:
    own = plan(
        "names: {已完成: 都办好了}\ntasks: [甲]\nspeech: {title: 标题, outline: [现在【已完成】，逾期【逾期】，共【措施总数】]}"
    )
    assert docgen.compose(own, "speech")["body"][0]["text"] == "现在都办好了，逾期【待填：逾期】，共1项。"


def test_a_status_stands_on_measures_alone_and_crossed_off_means_done() -> None:
    wrong = found(
        plan,
        "tasks:\n  - text: 甲\n    status: 推进中\n    measures: [{text: 乙, closed: 2026-05-01}, {text: 丙, status: 逾期}]\n",
    )
    assert [(f.code, f.place.path) for f in wrong if f.code != "P150"] == [
        ("P290", "tasks[0].measures[0]"), ("P156", "tasks[0].measures[1].status"),
    ]  # fmt: skip
    assert codes(found(plan, "tasks:\n  - text: 甲\n    status: 推进中\n    measures: [乙]\n")) == ["P291"]
    assert codes(found(plan, "problems: [{text: 甲, progress: 一半}]\n")) == ["P291"]
    assert codes(found(plan, "tasks: [{text: 甲, status: 已完成, closed: 2026-02-30}]\n")) == ["P160"]


# --- the workbook


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.stem)
def test_every_measure_is_one_row(sample: Path) -> None:
    made = ledger(sample, as_of=DAY)
    given = docgen.load_plan(sample)
    assert [row.in_plan.point.place() for row in made.rows] == [point.place() for point, _ in measures_of(given)]
    page = sheet_of(made.data)
    assert page.max_row == 3 + len(made.rows)
    table = docgen.compose(given, "notice")["measures"]
    heads = Returned(made.data).heads
    for number, row in enumerate(table, 4):
        assert page.cell(number, heads["具体措施"]).value == row["measure"]
        assert page.cell(number, heads["牵头单位"]).value == (row["lead_unit"] or None)
        due = page.cell(number, heads["截止日期"]).value
        assert (due.date().isoformat() if due else "") == row["deadline_date"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.stem)
def test_every_place_is_the_right_paragraph_of_the_built_document(sample: Path) -> None:
    given = docgen.load_plan(sample)
    made = ledger(given, as_of=DAY)
    seen = 0
    for kind in kinds_in(given):
        built = docgen.build(given, kind)
        texts = {
            (line.place.part, line.place.paragraph): line.text for text in read_texts(built.data, "") for line in text
        }
        body = [p["text"] for p in docgen.compose(given, kind)["body"]]
        for row, facts in zip(made.rows, docgen.compose(given, kind)["measures"], strict=True):
            spot = row.spots.get(kind)
            if spot is None:
                assert not any(facts["claim"] in text for text in body)
                continue
            seen += 1
            words = texts[spot.part, spot.paragraph]
            assert facts["claim"] in words
            before = body[: body.index(words)] if words in body else body
            for heading in spot.headings:  # each is said above it, or opens its own paragraph
                assert any(heading in text for text in [*before, words])
    assert seen >= len(made.rows)


def test_text_is_text_and_nobody_reads_a_clock(small: Path) -> None:
    made = ledger(small, as_of=DAY)
    assert made.data == ledger(small, as_of=DAY).data
    page = sheet_of(made.data)
    cell = next(cell for row in page.iter_rows() for cell in row if cell.value == "=1+1")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:modified" not in archive.read("docProps/core.xml")
        assert b"<f>=" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_sheet_is_ready_to_print_and_to_fill_in(small: Path) -> None:
    made = ledger(small, as_of=DAY)
    page = sheet_of(made.data)
    assert page["A1"].value == "护学路行动任务督办台账"
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (
        1,
        0,
        True,
    )
    assert page.print_title_rows == "$3:$3"
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页"
    heads = Returned(made.data).heads
    status, closed = (openpyxl.utils.get_column_letter(heads[name]) for name in ("状态", "销号日期"))
    rules = {str(rule.sqref): (rule.type, rule.formula1) for rule in page.data_validations.dataValidation}
    assert rules == {
        f"{status}4:{status}9": ("list", '"未启动,推进中,已完成"'),
        f"{closed}4:{closed}9": ("date", "36526"),
    }
    assert page.auto_filter.ref == f"A3:{openpyxl.utils.get_column_letter(max(heads.values()))}9"
    assert page.freeze_panes.endswith("4")
    assert "主题" not in heads  # no measure has one
    assert page.column_dimensions[openpyxl.utils.get_column_letter(heads["校验码"])].hidden
    printed = re.search(r"\$([A-Z]+)\$\d+$", str(page.print_area))
    assert printed is not None
    assert printed[1] == openpyxl.utils.get_column_letter(heads["备注"])  # the places are for the screen


def test_formulas_say_what_the_plan_says(small: Path) -> None:
    done = small.read_text(encoding="utf-8").replace("deadline: 5月底前", "deadline: 5月底前\n        status: 推进中")
    small.write_text(done, encoding="utf-8")
    made = ledger(small, as_of=DAY)
    given = counts(docgen.load_plan(small), DAY)
    data = openpyxl.load_workbook(io.BytesIO(made.data), data_only=True)[SUMMARY]
    assert [cell.value for cell in data[4]][2:] == [
        given.measures,
        given.done,
        given.active,
        given.waiting,
        given.overdue,
        given.closed,
        0,
    ]
    units = {
        row[1]: row[2:8] for row in data.iter_rows(min_row=7, values_only=True) if isinstance(row[0], (int, float))
    }
    assert units == {  # measures, done, active, waiting, overdue, crossed off
        "县公安局": (3, 0, 0, 2, 1, 0),
        "县教育局": (1, 0, 0, 1, 0, 0),
        "县住建局": (3, 0, 0, 3, 0, 0),
    }
    formulas = sheet_of(made.data, SUMMARY)
    assert str(formulas["C7"].value).startswith("=SUMPRODUCT(")
    assert len(formulas._charts) == 1


def test_without_a_day_the_sheet_counts_on_the_day_it_is_opened(small: Path) -> None:
    heads = Returned(ledger(small).data).heads
    assert sheet_of(ledger(small).data).cell(2, heads["截止日期"]).value == "=TODAY()"


def test_several_plans_are_one_ledger(tmp_path: Path) -> None:
    first, second = write(tmp_path, SMALL, "甲.yaml"), write(tmp_path, SMALL.replace("修好路", "修桥"), "乙.yaml")
    made = ledger([first, second], as_of=DAY)
    assert [row.plan for row in made.rows] == ["甲"] * 6 + ["乙"] * 6
    path = Returned(made.data).put(8, "状态", "已完成").save(tmp_path / "back.xlsx")  # the second of the second plan
    assert update_plan(first, path).changes == []
    assert [(e.field, e.after, e.measure[:3]) for e in update_plan(second, path).changes] == [
        ("status", "已完成", "补齐护")
    ]
    shared = ledger_by_unit([first, second], as_of=DAY)
    assert all("计划" in Returned(own.data).heads for own in shared.values())
    (tmp_path / "一").mkdir()
    assert codes(found(ledger, [first, write(tmp_path / "一", SMALL, "甲.yaml")])) == ["L135"]
    other = write(tmp_path, SMALL, "丙.yaml")
    assert codes(found(update_plan, other, path)) == ["L134"]


def test_a_plan_without_measures_and_a_text_too_long_are_refused(tmp_path: Path) -> None:
    assert codes(found(ledger, write(tmp_path, "speech: {title: 标题}"))) == ["L140"]
    long = write(tmp_path, f"tasks: [{'长' * 33_000}]\nspeech: {{title: 标题}}")
    assert codes(found(ledger, long)) == ["L109"]
    assert codes(found(ledger, long, as_of="2026")) == ["O420"]


def test_wrong_arguments_are_refused(small: Path) -> None:
    assert codes(found(ledger, small, as_of=datetime.datetime(2026, 7, 1, 8))) == ["O420"]
    assert codes(found(ledger, [])) == codes(found(ledger_by_unit, [])) == ["O420"]
    assert codes(found(update_plan, small, None)) == ["O420"]
    assert codes(found(ledger, small, title="台账\x07")) == ["L130"]


@pytest.mark.office
@pytest.mark.skipif(not has_calc(), reason="needs LibreOffice Calc")
def test_libreoffice_works_out_the_same_and_hands_it_back(tmp_path: Path) -> None:
    nobodys = """
      - {text: 甲, lead_unit: ？, deadline: 5月底前}
      - {text: 乙, lead_unit: 【谁】}
      - 丙
    names: {谁: {value: ？, as: '待"定"'}}
"""
    path = write(tmp_path, SMALL.replace("    speech:", f"{nobodys.removeprefix(chr(10))}    speech:"))
    saved = ledger(path, as_of=datetime.date(2026, 9, 2)).save(tmp_path / "ledger.xlsx")
    bare = Returned(saved.read_bytes()).save(
        tmp_path / "bare.xlsx"
    )  # without the values, which it would take as they are
    words = through_calc(
        bare, tmp_path / "csv", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    )
    lines = list(csv.reader(words.read_text(encoding="utf-8").splitlines()))
    given = counts(docgen.load_plan(path), datetime.date(2026, 9, 2))
    assert [int(x) for x in lines[3][2:8]] == [
        given.measures,
        given.done,
        given.active,
        given.waiting,
        given.overdue,
        given.closed,
    ]
    assert lines[6][1:7] == ["县公安局", "3", "0", "0", "1", "2"]
    assert [line[1:7] for line in lines if line[1] == "（未明确）"] == [["（未明确）", "3", "0", "0", "2", "1"]]
    again = through_calc(saved, tmp_path / "xlsx", "xlsx")
    assert update_plan(path, again).changes == []
    edited = (
        Returned(again.read_bytes()).put(2, "状态", "已完成").put(2, "销号日期", datetime.date(2026, 8, 30)).save(again)
    )
    assert [(e.field, e.after) for e in update_plan(path, edited).changes] == [
        ("status", "已完成"),
        ("closed", "2026-08-30"),
    ]
    assert through_calc(saved, tmp_path / "pdf", "pdf").stat().st_size > 10_000


# --- one plan, many units


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.stem)
def test_the_ledgers_of_all_units_are_the_plan(sample: Path) -> None:
    whole = ledger(sample, as_of=DAY)
    shared = ledger_by_unit(sample, as_of=DAY)
    for unit, own in shared.items():
        ids = [row.id for row in own.rows]
        assert ids == [row.id for row in whole.rows if (unit in row.lead_units if unit else not row.lead_units)]
        assert ids  # nobody gets an empty sheet
        page = sheet_of(own.data)
        assert [page.cell(row, 2).value for row in range(4, page.max_row + 1)] == ids
        assert unit in str(page["A1"].value)
    pairs = Counter((unit, row.id) for unit, own in shared.items() for row in own.rows)
    assert set(pairs.values()) == {1}  # nothing is doubled
    assert pairs.keys() == {(unit, row.id) for row in whole.rows for unit in row.lead_units or ("",)}  # nothing is lost


def test_units_have_one_name_and_their_order(tmp_path: Path) -> None:
    path = write(tmp_path, """
        units: [县教育局, {name: 县公安局, short: [公安局]}]
        tasks:
          - {text: 甲, lead_unit: 公安局}
          - {text: 乙, lead_unit: [县公安局, 县教育局]}
          - 丙
          - {text: 丁, lead_unit: ？}
        speech: {title: 标题}
    """)  # fmt: skip
    shared = ledger_by_unit(path, as_of=DAY)
    assert {unit: [row.measure for row in own.rows] for unit, own in shared.items()} == {
        "县教育局": ["乙"], "县公安局": ["甲", "乙"], "": ["丙", "丁"],
    }  # fmt: skip
    assert list(shared) == ["县教育局", "县公安局", ""]
    assert [row.lead_unit for row in shared[""].rows] == ["", "【待填：牵头单位】"]


def test_the_command_writes_a_ledger_for_each_unit(small: Path, capsys: Captured) -> None:
    out = small.parent / "out"
    assert main(["--lang", "en", "ledger", str(small), "--by-unit", "-o", str(out), "--as-of", "2026-07-01"]) == 0
    assert sorted(path.name for path in out.glob("*.xlsx")) == [
        "plan-ledger-县住建局.xlsx", "plan-ledger-县公安局.xlsx", "plan-ledger-县教育局.xlsx",
    ]  # fmt: skip
    filled = (
        Returned((out / "plan-ledger-县教育局.xlsx").read_bytes())
        .put(1, "状态", "推进中")
        .save(small.parent / "一.xlsx")
    )
    assert [(e.measure[:3], e.after) for e in update_plan(small, filled).changes] == [("补齐护", "推进中")]
    capsys.readouterr()
    assert main(["--lang", "en", "ledger", str(small), "--by-unit", "-o", str(out / "x.xlsx")]) == 2
    assert "O473" in capsys.readouterr().err


# --- workbooks in general


def test_a_sheet_is_written_and_read() -> None:
    rows: list[list[Styled | None]] = [
        [Styled("标题", "title")],
        [Styled("=1+1", "text"), Styled(3, "number"), Styled(DAY, "day"), None, Styled(Formula("B2*2", 6), "number")],
    ]
    data = write_sheets([Sheet("一", [Column(10)] * 5, rows)], "标题")
    page = read_sheets(data, "x")[0]
    cells = page.rows[1].cells
    assert [(c.name, c.value, c.is_formula) for c in cells.values()] == [
        ("A2", "=1+1", False), ("B2", 3, False), ("C2", DAY, False), ("E2", "=B2*2", True),
    ]  # fmt: skip
    with pytest.raises(LedgerError):
        read_sheets(b"PK\x03\x04", "x")
    with pytest.raises(UseError):
        ledger(7)  # type: ignore[arg-type]

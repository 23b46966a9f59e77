"""Many documents: each as if it were built alone, in any number of processes, finished after any interruption."""

from __future__ import annotations

import csv
import io
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import ROOT, SAMPLES, codes, found, write
from hypothesis import given, settings
from hypothesis import strategies as st

import docgen
from docgen.batch import run as running
from docgen.batch.jobs import Job, PlanJob, build_many
from docgen.batch.plans import of_plan
from docgen.batch.prepared import PlanText, Prepared, laid_over
from docgen.batch.rows import read_rows
from docgen.batch.run import made_of
from docgen.cli import main
from docgen.errors import FileError
from docgen.files import write_document
from docgen.pages.reader import read_texts
from docgen.plan.load import parse_tree
from docgen.plan.validate import load_plan
from docgen.press.template import Template

Captured = pytest.CaptureFixture[str]
PLAN = """
    docgen: 1
    year: 2026
    names: {收件人: 各单位, 行动: “护学路”行动}
    figures: {名额: 3名, 一共: {sum: [名额, 名额]}}
    tasks: [{text: 请【收件人】报送名单。每单位【名额】，共【一共】, lead_unit: 县教育局, deadline: 5月底前}]
    notice:
      issuing_authority: 县政府办公室
      subject: 报送【行动】名单
      addressees: [各单位]
      date_of_issue: 2026年4月10日
      opening: 【收件人】：为做好【行动】，现将有关事项通知如下：
    minutes: {issuing_authority: 县政府, date_of_issue: 2026年4月11日, title: 纪要, outline: [请【收件人】落实。]}
"""
HEADS = ("主送机关", "收件人", "名额")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write(tmp_path, PLAN)


def table(folder: Path, rows: list[list[str]], heads: tuple[str, ...] = HEADS, name: str = "rows.csv") -> Path:
    words = io.StringIO(newline="")
    csv.writer(words).writerows([heads, *rows])
    path = folder / name
    path.write_text(words.getvalue(), encoding="utf-8", newline="")
    return path


def units(count: int) -> list[list[str]]:
    return [[f"第{n}中学", f"第{n}中学校长", f"{n}名"] for n in range(1, count + 1)]


def batch(plan: Path, rows: Path, out: Path, *words: str) -> int:
    return main(["--lang", "en", "batch", str(plan), "--rows", str(rows), "-o", str(out), "--jobs", "1", *words])


def alone(plan: Path, kind: str, row: dict[str, str], fields: dict[str, tuple[str, ...]]) -> bytes:
    """Return the document that a plan with these values typed into it builds."""
    tree: Any = parse_tree(plan.read_text(encoding="utf-8"), str(plan))[0]
    data = json.loads(json.dumps(tree))
    for column, value in row.items():
        *way, last = fields[column]
        node = data
        for step in way:
            node = node[step]
        node[last] = value
    return docgen.build(load_plan(data), kind).data


FIELDS = {"主送机关": ("notice", "addressees"), "收件人": ("names", "收件人"), "名额": ("figures", "名额")}


def documents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.docx")}


# --- each as if it were built alone


def test_each_row_is_the_document_that_its_values_typed_into_the_plan_build(plan: Path, tmp_path: Path) -> None:
    rows = [
        ["第一中学", "校长", "1名"],
        ["第二、第三中学", "校长（兼）", "2名"],
        ["“四”中。", "甲，乙", "12名"],
        ["", "五中", ""],
    ]
    out = tmp_path / "out"
    assert batch(plan, table(tmp_path, rows), out, "--kind", "notice", "--name", "{n}-{kind}") == 0
    for number, row in enumerate(rows, 2):
        values = {column: value for column, value in zip(HEADS, row, strict=True) if value}
        assert (out / f"{number}-notice.docx").read_bytes() == alone(plan, "notice", values, FIELDS)


WORDS = st.text(
    st.sampled_from("甲乙中学校长局3九aX待补。，、；：“”‘’《》〈〉（）【】？！ 0.%·—-#{}"), min_size=1, max_size=8
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_composing_once_gives_the_same_as_composing_each(rows: list[tuple[str, str]]) -> None:
    tree = parse_tree("\n".join(line[4:] for line in PLAN.split("\n")), "plan.yaml")[0]
    text = PlanText(tree.mark.source.text, "plan.yaml", "rows.csv")
    columns = (("notice", "addressees"), ("names", "收件人"))
    prepared = Prepared(text, "notice", None, columns, final=False)
    for row in rows:
        values = dict(zip(columns, (word.strip() or "甲" for word in row), strict=True))
        full: Any
        try:
            full = docgen.build(load_plan(laid_over(tree, values, "rows.csv")), "notice").data
        except docgen.DocgenError as exc:
            full = codes(exc.findings)
        try:
            made: Any = prepared.make(values)[0]
        except docgen.DocgenError as exc:
            made = codes(exc.findings)
        assert made == full


@pytest.mark.parametrize("sample", [s for s in SAMPLES if docgen.load_plan(s).notice], ids=lambda s: s.stem)
def test_any_name_of_the_samples_can_be_a_column(sample: Path, tmp_path: Path) -> None:
    tree: Any = parse_tree(sample.read_text(encoding="utf-8"), str(sample))[0]
    for name in list(tree["names"])[:4]:
        out = tmp_path / name
        assert (
            batch(
                sample,
                table(tmp_path, [["东关局"], ["西关分局办公室"], ["北关局（筹）"]], (name,)),
                out,
                "--kind",
                "notice",
                "--name",
                "{n}",
            )
            == 0
        )
        for number, value in enumerate(("东关局", "西关分局办公室", "北关局（筹）"), 2):
            typed = alone(sample, "notice", {name: value}, {name: ("names", name)})
            assert (out / f"{number}.docx").read_bytes() == typed


def test_a_template_of_ones_own_takes_rows_over_data(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("{{ 甲方.名称 }}与{{ 乙方 }}订立合同，金额{{ 金额 }}元。")
    document.save(str(tmp_path / "合同.docx"))
    (tmp_path / "data.yaml").write_text("甲方: {名称: 县政府, 地址: 城关}\n金额: 0\n", encoding="utf-8")
    rows = table(tmp_path, [["甲公司", "100", "县财政局"], ["乙公司", "", ""]], ("乙方", "金额", "甲方.名称"))
    words = ["--data", str(tmp_path / "data.yaml"), "--name", "{乙方}"]
    assert batch(tmp_path / "合同.docx", rows, tmp_path / "out", *words) == 0
    said = {p.stem: read_texts(p.read_bytes(), "")[0][0].text for p in (tmp_path / "out").glob("*.docx")}
    assert said == {"甲公司": "县财政局与甲公司订立合同，金额100元。", "乙公司": "县政府与乙公司订立合同，金额0元。"}


def test_a_folder_of_plans_makes_what_each_has(tmp_path: Path, capsys: Captured) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    write(plans, PLAN, "一.yaml")
    write(plans, PLAN, "二.yaml")
    write(plans, "tasks: {", "坏.yaml")
    assert main(["--lang", "en", "batch", str(plans), "-o", str(tmp_path / "out"), "--jobs", "1"]) == 1
    assert sorted(documents(tmp_path / "out")) == [
        "一-minutes.docx",
        "一-notice.docx",
        "二-minutes.docx",
        "二-notice.docx",
    ]
    assert (tmp_path / "out" / "一-notice.docx").read_bytes() == docgen.build(plans / "一.yaml", "notice").data
    said = capsys.readouterr()
    assert "坏.yaml:2" in said.err
    assert "1 were not made" in said.err


# --- tables


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "gb18030", "tab", "xlsx", "yaml"])
def test_tables_are_read_as_offices_save_them(tmp_path: Path, kind: str) -> None:
    rows = [["第一中学", "甲, 乙", "3名"], ["", "", ""], ["第二中学", "", "4名"]]
    if kind == "xlsx":
        path = tmp_path / "rows.xlsx"
        book = openpyxl.Workbook()
        for row in [[], HEADS, *rows]:
            book.worksheets[0].append(row)
        book.save(path)
    elif kind == "yaml":
        path = write(
            tmp_path,
            "- {主送机关: 第一中学, 收件人: '甲, 乙', 名额: 3名}\n- {主送机关: 第二中学, 名额: 4名}\n",
            "rows.yaml",
        )
    else:
        path = table(tmp_path, rows)
        text = path.read_text(encoding="utf-8")
        if kind == "tab":
            text = "\n".join("\t".join(row) for row in [list(HEADS), *rows])
        path.write_bytes(text.encode("utf-8" if kind == "tab" else kind))
    made = read_rows(path)
    assert made.columns == list(HEADS)
    assert [dict(row.values) for row in made.rows] == [
        {"主送机关": "第一中学", "收件人": "甲, 乙", "名额": "3名"}, {"主送机关": "第二中学", "收件人": "", "名额": "4名"},
    ]  # fmt: skip
    assert codes(made.findings) == (["O503"] if kind == "gb18030" else [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "O501"), ("甲,乙\n", "O501"), ("甲,甲\n1,2\n", "O500"), ("甲\n1,2\n", "O504"), ('甲\n"1\n', "O505"), ("甲\n\x07\n", "O502"),
        ("甲\n\x00\n", "P105"),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused(tmp_path: Path, typed: str, code: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(typed, encoding="utf-8")
    assert codes(found(read_rows, path)) == [code]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ('甲\n"1\n', "a quotation mark that opens a cell is not closed"),
        ('甲\n"1"2\n', "something stands behind the quotation mark that closes a cell"),
        (f"甲\n{'1' * 131_073}\n", "a cell is too long"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_in_words_of_ours(tmp_path: Path, typed: str, says: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(typed, encoding="utf-8")
    (finding,) = found(read_rows, path)
    assert finding.code == "O505"
    assert says in docgen.sentence(finding)
    assert not re.search("[A-Za-z]", docgen.sentence(finding, "zh_CN"))


def test_other_bad_tables(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xff\xff\n\xff")
    assert codes(found(read_rows, tmp_path / "a.csv")) == ["P104"]
    assert codes(found(read_rows, write(tmp_path, "a: 1\n", "a.yaml"))) == ["O508"]
    assert codes(found(read_rows, write(tmp_path, "- {a: [1]}\n", "a.yaml"))) == ["O509"]
    book = openpyxl.Workbook()
    book.worksheets[0].append(["甲"])
    book.worksheets[0].append(["=1+1"])
    book.save(tmp_path / "a.xlsx")
    assert [(f.code, f.place.path) for f in found(read_rows, tmp_path / "a.xlsx")] == [("O506", "Sheet!A2")]
    assert codes(found(read_rows, tmp_path / "none.csv")) == ["O101"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--name", "{kind}"], "O513"),
        (["--name", "{单位}"], "O512"),
        (["--name", "{收件人"], "O512"),
        (["--template", "x.docx"], "O406"),
        (["--data", "x.yaml"], "O517"),
        (["--jobs", "0"], ""),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(
    plan: Path, tmp_path: Path, capsys: Captured, words: list[str], code: str
) -> None:
    assert batch(plan, table(tmp_path, units(3)), tmp_path / "out", *words) == 2
    assert code in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_names_that_are_one_on_some_file_systems_and_dangerous_ones(plan: Path, tmp_path: Path) -> None:
    rows = table(tmp_path, [["A中学"], ["a中学"]], ("主送机关",))
    assert codes(found(of_plan, plan, ["notice"], None, read_rows(rows), tmp_path, None, final=False)) == ["O513"]
    rows = table(tmp_path, [["../../甲"], ["CON"], ["乙/丙\n丁"]], ("主送机关",))
    made = of_plan(plan, ["notice"], None, read_rows(rows), tmp_path, "{主送机关}", final=False)
    assert {one.path.parent for one in made} == {tmp_path}
    assert [one.path.name for one in made] == [".._.._甲.docx", "_CON.docx", "乙_丙_丁.docx"]


def test_a_column_that_means_nothing_is_refused_unless_it_names_the_files(
    plan: Path, tmp_path: Path, capsys: Captured
) -> None:
    rows = table(tmp_path, [["甲", "一"]], ("收件入", "编码"))
    assert batch(plan, rows, tmp_path / "out", "--name", "{编码}-{kind}") == 1
    said = capsys.readouterr().err
    assert "error O510: the column 收件入 means nothing in the plan; did you mean 收件人?" in said
    assert "编码" not in said


# --- one bad row


def test_one_bad_row_does_not_stop_the_rest(plan: Path, tmp_path: Path, capsys: Captured) -> None:
    rows = units(40)
    rows[16][2] = "3个"  # added to 名
    rows[30][1] = "【没有】"
    out = tmp_path / "out"
    index = tmp_path / "目录.xlsx"
    assert (
        batch(plan, table(tmp_path, rows), out, "--kind", "notice", "--index", str(index), "--name", "{主送机关}") == 1
    )
    said = capsys.readouterr()
    assert len(documents(out)) == 39
    assert "38 of 40" not in said.out
    assert "rows.csv:32" in said.err
    assert "1 were not made" in said.err
    listed = {
        row[4]: row[2:6:3] for row in openpyxl.load_workbook(index).worksheets[0].iter_rows(min_row=2, values_only=True)
    }
    assert len(listed) == 40
    assert listed["第31中学.docx"] == (32, "未生成")
    assert listed["第1中学.docx"] == (2, "已生成")
    assert "第31中学.docx" not in documents(out)


def test_a_gap_refuses_a_final_document_and_is_told_once_otherwise(
    plan: Path, tmp_path: Path, capsys: Captured
) -> None:
    text = plan.read_text(encoding="utf-8").replace("“护学路”行动", "？")
    plan.write_text(text, encoding="utf-8")
    rows = table(tmp_path, units(5))
    assert batch(plan, rows, tmp_path / "out", "--kind", "notice", "--name", "{n}") == 0
    assert capsys.readouterr().err.count("open gap") == 1
    assert batch(plan, rows, tmp_path / "final", "--kind", "notice", "--name", "{n}", "--final") == 1
    assert not documents(tmp_path / "final")


# --- in any number of processes


def jobs_of(plan: Path, rows: Path, folder: Path) -> list[Any]:
    return [one.job for one in of_plan(plan, ["notice", "minutes"], None, read_rows(rows), folder, None, final=False)]


def test_results_come_in_order_from_any_executor(plan: Path, tmp_path: Path) -> None:
    jobs = jobs_of(plan, table(tmp_path, units(60)), tmp_path)
    serial = list(build_many(jobs))
    assert [result.name for result in serial] == [job.name for job in jobs]
    with ThreadPoolExecutor(3) as threads:
        assert list(build_many(iter(jobs), threads, chunk=7)) == serial
    with ProcessPoolExecutor(2) as processes:
        assert list(build_many(jobs, processes)) == serial
    assert [result.data for result in serial[:2]] == [pickle.loads(pickle.dumps(job)).make()[0] for job in jobs[:2]]
    assert found(build_many, jobs, 3)[0].code == "O420"


def test_threads_do_not_print_the_values_of_each_other(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = table(tmp_path, [row[:2] for row in units(20)], HEADS[:2])
    jobs = [job for job in jobs_of(plan, rows, tmp_path) if job.kind == "notice"]
    serial = [result.data for result in build_many(jobs)]
    render = Template.render

    def slow(self: Template, *args: Any, **options: Any) -> Any:
        time.sleep(0.005)  # in which the others compose
        return render(self, *args, **options)

    monkeypatch.setattr(Template, "render", slow)
    with ThreadPoolExecutor(4) as threads:
        assert [result.data for result in build_many(jobs, threads, chunk=2)] == serial


def test_a_template_that_is_not_there_is_not_taken_for_the_shipped_one(plan: Path, tmp_path: Path) -> None:
    text = PlanText("\n".join(line[4:] for line in PLAN.split("\n")), "plan.yaml")
    jobs = [PlanJob(text, "notice"), PlanJob(text, "notice", template=tmp_path / "none.docx")]
    assert [result.data is None for result in build_many(jobs)] == [False, True]


TURNING = [
    ("notice", ("notice", "subject"), "关于报送名单"),
    ("notice", ("notice", "subject"), "报送名单的通知"),
    ("notice", ("notice", "subject"), "报送" * 20),
    ("notice", ("notice", "opening"), "按照通知如下"),
    ("notice", ("names", "表"), "澄江市高新技术产业开发区第二十三实验小学"),
    ("minutes", ("minutes", "issuing_authority"), "县委"),
    ("minutes", ("minutes", "mark"), "县政府专题"),
]


@pytest.mark.parametrize(("kind", "column", "value"), TURNING)
def test_a_late_row_on_whose_words_or_width_something_turns(kind: str, column: tuple[str, str], value: str) -> None:
    text = "\n".join(line[4:] for line in PLAN.split("\n"))
    text = text.replace("收件人: 各单位,", "收件人: 各单位, 表: 某校,")
    text = text.replace(
        "  addressees: [各单位]",
        "  addressees: [各单位]\n  attachments: [{title: 名单, columns: [单位, 名额], rows: [[【表】, 三]]}]",
    )
    if column[1] == "issuing_authority":
        text = text.replace("title: 纪要", "title: 纪要, mark: 县委专题纪要")
    plan = PlanText(text, "plan.yaml", "rows.csv")
    prepared = Prepared(plan, kind, None, (column,), final=False)
    for word in ("甲乙", "丙丁", value):
        made, findings = prepared.make({column: word})
    built = docgen.build(load_plan(laid_over(plan.tree(), {column: value}, "rows.csv")), kind)
    assert made == built.data
    assert codes(findings) == codes(built.findings)


class _Counting(Executor):
    """Runs at once, and counts what is under way."""

    _max_workers = 2

    def __init__(self) -> None:
        self.ahead = 0
        self.most = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.ahead += 1
        self.most = max(self.most, self.ahead)
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_jobs_are_taken_as_they_are_needed(plan: Path) -> None:
    tree = parse_tree(plan.read_text(encoding="utf-8"), "plan.yaml")[0]
    text = PlanText(tree.mark.source.text, "plan.yaml")
    taken = 0

    def jobs() -> Iterator[PlanJob]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield PlanJob(text, "notice", str(number))

    executor = _Counting()
    results = build_many(jobs(), executor, chunk=5)
    for _ in range(10):
        next(results)
    assert taken <= 10 + 5 * 7


class _Dying:
    """A job whose process ends, the first time or each time."""

    def __init__(self, name: str, mark: Path | None) -> None:
        self.name = name
        self.mark = mark

    def make(self) -> tuple[bytes, list[Any]]:
        if self.mark is None or not self.mark.exists():
            if self.mark is not None:
                self.mark.write_bytes(b"")
            os.kill(os.getpid(), signal.SIGKILL)
        return b"made", []


def test_a_process_that_dies_loses_nothing_but_what_kills_it(tmp_path: Path) -> None:
    planned = [
        running.Planned(tmp_path / str(n), _Dying(str(n), tmp_path / "once" if n == 7 else None) if n in (3, 7) else Job(_tiny(), {}, str(n)), docgen.Place())  # type: ignore[arg-type]
        for n in range(20)
    ]  # fmt: skip
    results = {result.name: result for result in running._results(planned, None, 2)}
    assert sorted(results) == sorted(str(n) for n in range(20))
    assert [name for name, result in results.items() if result.data is None] == ["3"]
    assert codes(results["3"].findings) == ["O520"]


def _tiny() -> bytes:
    from docx import Document

    document, made = Document(), io.BytesIO()
    document.add_paragraph("甲")
    document.save(made)
    return made.getvalue()


# --- finished after any interruption


def test_resume_makes_only_what_is_missing_or_changed(plan: Path, tmp_path: Path, capsys: Captured) -> None:
    out, rows = tmp_path / "out", table(tmp_path, units(30))
    words = ("--kind", "notice", "--name", "{主送机关}")
    assert batch(plan, rows, out, *words) == 0
    whole = documents(out)
    (out / "第3中学.docx").unlink()
    os.truncate(out / "第5中学.docx", 100)
    changed = units(30)
    changed[8][1] = "另一人"
    table(tmp_path, changed)
    capsys.readouterr()
    assert batch(plan, rows, out, *words, "--resume", "--force") == 0
    assert "30 of 30 documents" in capsys.readouterr().out
    again = documents(out)
    assert {name for name in whole if again[name] != whole[name]} == {"第9中学.docx"}
    fresh = tmp_path / "fresh"
    assert batch(plan, rows, fresh, *words) == 0
    assert documents(fresh) == again
    capsys.readouterr()
    assert batch(plan, rows, out, *words, "--resume") == 0
    assert "30 of them were there already" in capsys.readouterr().out


def test_order_and_sort_of_values_are_part_of_what_a_document_is_made_of() -> None:
    def of(data: dict[Any, Any]) -> str:
        return made_of(Job(b"", data, "x"))

    assert of({"a": {"b": 1, "c": 2}}) != of({"a": {"c": 2, "b": 1}})
    assert of({"a": "1"}) != of({"a": 1})
    assert of({"a": {1: 2}}) != of({"a": {"1": 2}})
    assert of({"a": {1: 2, "b": 3}}) == of({"a": {1: 2, "b": 3}})


def test_an_archive_that_is_somebodys_is_refused_before_anything_is_made(plan: Path, tmp_path: Path) -> None:
    mine = tmp_path / "all.zip"
    mine.write_bytes(b"mine")
    assert batch(plan, table(tmp_path, units(2)), tmp_path / "out", "--kind", "notice", "--zip", str(mine)) == 1
    assert mine.read_bytes() == b"mine"
    assert not (tmp_path / "out").exists()


def test_names_that_differ_in_how_an_accent_is_written_are_one(plan: Path, tmp_path: Path, capsys: Captured) -> None:
    rows = [["\u00e9", "甲", "1名"], ["e\u0301", "乙", "1名"]]
    assert batch(plan, table(tmp_path, rows), tmp_path / "out", "--kind", "notice", "--name", "{主送机关}") == 2
    assert "O513" in capsys.readouterr().err


def test_what_a_document_is_made_of(plan: Path, tmp_path: Path) -> None:
    first, second = jobs_of(plan, table(tmp_path, units(1)), tmp_path)
    assert made_of(first) != made_of(second)
    assert made_of(first) == made_of(pickle.loads(pickle.dumps(first)))
    plan.write_text(plan.read_text(encoding="utf-8") + "# 注\n", encoding="utf-8")
    assert made_of(jobs_of(plan, tmp_path / "rows.csv", tmp_path)[0]) != made_of(first)
    one = Job(_tiny(), {"a": 1}, "x")
    assert made_of(one) != made_of(Job(_tiny(), {"a": 2}, "x"))


def test_a_document_that_somebody_edited_stops_the_batch_before_it_is_lost(plan: Path, tmp_path: Path) -> None:
    out, rows = tmp_path / "out", table(tmp_path, units(3))
    assert batch(plan, rows, out, "--kind", "notice") == 0
    edited = next(out.glob("*.docx"))
    edited.write_bytes(b"edited")
    assert batch(plan, rows, out, "--kind", "notice") == 1
    assert edited.read_bytes() == b"edited"
    assert batch(plan, rows, out, "--kind", "notice", "--force") == 0
    assert edited.with_name(edited.name + ".bak").read_bytes() == b"edited"


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_batch_that_is_stopped_is_finished_by_resume(plan: Path, tmp_path: Path, kind: signal.Signals) -> None:
    rows, out, calm = table(tmp_path, units(400)), tmp_path / "out", tmp_path / "calm"
    words = [
        "batch",
        str(plan),
        "--rows",
        str(rows),
        "--kind",
        "notice",
        "--name",
        "{主送机关}",
        "--jobs",
        "2",
        "--quiet",
    ]
    command = [sys.executable, "-m", "docgen", *words, "-o", str(out)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)
    end = time.monotonic() + 60
    while len(list(out.glob("*.docx"))) < 64 and time.monotonic() < end and process.poll() is None:
        time.sleep(0.005)
    if kind is signal.SIGKILL:
        os.killpg(process.pid, kind)
    else:
        process.send_signal(kind)
    process.communicate(timeout=60)
    if process.returncode != 0:  # it was not quicker than the signal
        assert process.returncode == {signal.SIGKILL: -9, signal.SIGINT: 130, signal.SIGTERM: 143}[kind]
    for path in out.glob("*.docx"):
        assert zipfile.is_zipfile(path)
    assert main([*words, "-o", str(out), "--resume"]) == 0
    assert main([*words, "-o", str(calm)]) == 0
    assert documents(out) == documents(calm)
    assert len(documents(out)) == 400
    assert [p.name for p in out.rglob("*.tmp")] == []


# --- what is written beside


def test_the_archive_is_the_folder(plan: Path, tmp_path: Path) -> None:
    out, rows = tmp_path / "out", table(tmp_path, units(5))
    bundle = tmp_path / "all.zip"
    assert batch(plan, rows, out, "--kind", "notice", "--zip", str(bundle)) == 0
    with zipfile.ZipFile(bundle) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == documents(out)
    before = bundle.read_bytes()
    assert batch(plan, rows, out, "--kind", "notice", "--zip", str(bundle), "--resume") == 0
    assert bundle.read_bytes() == before


def test_pdfs_are_made_in_groups_and_one_that_fails_is_found(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    calls: list[int] = []

    def fake(documents: list[tuple[str, bytes]], *, timeout_s: float) -> list[bytes]:
        calls.append(len(documents))
        assert timeout_s > 0
        if any("第7中学" in name for name, _ in documents):
            raise FileError([docgen.Finding("O302", docgen.Place(documents[0][0]), {"seconds": 1})])
        return [b"%PDF-" + name.encode() for name, _ in documents]

    monkeypatch.setattr(running, "pdfs_of", fake)
    out = tmp_path / "out"
    assert batch(plan, table(tmp_path, units(30)), out, "--kind", "notice", "--name", "{主送机关}", "--pdf") == 1
    assert len(list(out.glob("*.pdf"))) == 29
    assert not (out / "第7中学.pdf").exists()
    assert calls[0] == 20
    assert min(calls) == 1
    assert "第7中学" in capsys.readouterr().err
    calls.clear()
    assert batch(plan, tmp_path / "rows.csv", out, "--kind", "notice", "--name", "{主送机关}", "--pdf", "--resume") == 1
    assert calls == [1]
    write_document(out / "第7中学.pdf", b"of another day")
    words = ("--kind", "notice", "--name", "{主送机关}", "--pdf", "--resume", "--zip", str(tmp_path / "all.zip"))
    assert batch(plan, tmp_path / "rows.csv", out, *words) == 1
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {"第7中学.docx", "第8中学.pdf"} <= set(archive.namelist())
        assert "第7中学.pdf" not in archive.namelist()


def test_progress_is_told_in_lines_and_kept_quiet(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("docgen.cli.batch._EVERY_S", 0.0)
    rows = table(tmp_path, units(3))
    assert batch(plan, rows, tmp_path / "a", "--kind", "notice") == 0
    said = capsys.readouterr()
    assert re.search(r"2 of 3, \d+ a second, 0 s left", said.err)
    assert "3 of 3 documents are in" in said.out
    assert batch(plan, rows, tmp_path / "b", "--kind", "notice", "--quiet") == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


# --- what a table leaves out or gets wrong


def test_a_number_without_the_unit_of_its_figure_is_refused_with_its_row(
    plan: Path, tmp_path: Path, capsys: Captured
) -> None:
    rows = [["甲校", "校长", "5"], ["乙校", "校长", "5名"], ["丙校", "校长", "若干"], ["丁校", "校长", "？名"]]
    out = tmp_path / "out"
    assert batch(plan, table(tmp_path, rows), out, "--kind", "notice", "--name", "{主送机关}") == 1
    said = capsys.readouterr().err
    assert said.count("O531") == 2
    assert "rows.csv:2 figures.名额: error O531: 5 lacks the unit 名" in said
    assert "rows.csv:4" in said
    assert set(documents(out)) == {"乙校.docx", "丁校.docx"}


def test_empty_cells_are_told_by_their_column_and_a_name_of_nothing_is_refused(
    plan: Path, tmp_path: Path, capsys: Captured
) -> None:
    rows = [["甲校", "", "5名"], ["", "校长", "5名"], *([f"{n}校", "", "5名"] for n in range(9))]
    words = ["--kind", "notice", "--name", "{主送机关}"]
    assert batch(plan, table(tmp_path, rows), tmp_path / "out", *words) == 2
    assert "rows.csv:3: error O530" in capsys.readouterr().err
    assert batch(plan, table(tmp_path, rows), tmp_path / "out", "--kind", "notice", "--name", "{ n }{主送机关}") == 0
    said = capsys.readouterr().err
    assert "warning O529: 10 rows leave this column empty (rows 2, 4, 5, 6, 7, …)" in said
    assert "warning O529: 1 rows leave this column empty (rows 3); what the plan says stands there" in said


def test_a_column_that_names_files_alone_is_doubted_when_it_is_nearly_a_field(
    plan: Path, tmp_path: Path, capsys: Captured
) -> None:
    rows = table(tmp_path, [["甲校", "一"], ["乙校", "二"]], heads=("主送单位", "批次"))
    assert batch(plan, rows, tmp_path / "out", "--kind", "notice") == 1  # nobody asked for the first column
    assert "O510" in capsys.readouterr().err
    assert batch(plan, rows, tmp_path / "out", "--kind", "notice", "--name", "{主送单位}-{批次}") == 0
    said = capsys.readouterr().err
    assert said.count("O528") == 1
    assert "did you mean 主送机关?" in said


def test_the_title_of_a_table_is_no_row_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("县直单位名单,\n\n主送机关,收件人\n甲局,局长\n", encoding="utf-8")
    found_rows = read_rows(path)
    assert found_rows.columns == ["主送机关", "收件人"]
    assert [(row.number, dict(row.values)) for row in found_rows.rows] == [(4, {"主送机关": "甲局", "收件人": "局长"})]
    book = openpyxl.Workbook()
    for cells in (["县直单位名单"], ["主送机关", "收件人"], ["甲局", "局长"]):
        book.worksheets[0].append(cells)
    book.save(tmp_path / "rows.xlsx")
    assert read_rows(tmp_path / "rows.xlsx").columns == ["主送机关", "收件人"]
    path.write_text("主送机关\n甲局\n", encoding="utf-8")
    assert read_rows(path).columns == ["主送机关"]


def test_unicode_text_of_a_spreadsheet_is_read_and_an_old_workbook_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    path.write_text("主送机关\t收件人\n甲局\t局长\n", encoding="utf-16")
    assert [dict(row.values) for row in read_rows(path).rows] == [{"主送机关": "甲局", "收件人": "局长"}]
    old = tmp_path / "rows.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    refused = found(read_rows, old)
    assert [finding.args.get("what") for finding in refused] == ["an old .xls or an encrypted file"]


def test_index_and_archive_have_their_own_endings(plan: Path, tmp_path: Path, capsys: Captured) -> None:
    rows = table(tmp_path, units(2))
    for words in (["--index", "list.xls"], ["--zip", "all.rar"]):
        assert batch(plan, rows, tmp_path / "out", "--kind", "notice", *words) == 2
        assert "O532" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()

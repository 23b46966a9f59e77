"""A batch and its folder: what lies there before, what changes meanwhile, what is left from earlier, and memory that does not grow."""

from __future__ import annotations

import errno
import tracemalloc
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import codes, found, write
from test_batch import PLAN, Captured, batch, documents, table, units

import docgen
from docgen import archive, files
from docgen.archive import DEFLATED, STORED, write_members
from docgen.batch import run as running
from docgen.batch.documents import Documents, Entry, Planned
from docgen.batch.plans import of_plan
from docgen.batch.report import write_index
from docgen.batch.rows import read_rows
from docgen.batch.run import Run
from docgen.batch.store import Store
from docgen.cli import main
from docgen.errors import FileError, LimitError
from docgen.limits import Limits
from docgen.temporaries import sweep

WORDS = ("--kind", "notice", "--name", "{主送机关}")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write(tmp_path, PLAN)


@pytest.fixture
def _small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "GROUP", 10)


def listed(index: Path) -> dict[str, tuple[Any, ...]]:
    """Return row, result and remark by file."""
    lines = openpyxl.load_workbook(index).worksheets[0].iter_rows(min_row=2, values_only=True)
    return {str(line[4]): (line[2], line[5], line[6]) for line in lines}


# --- what lies there before


@pytest.mark.usefixtures("_small_groups")
def test_all_that_somebody_edited_is_told_before_anything_is_made(plan: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "out"
    assert batch(plan, table(tmp_path, units(40)), out, *WORDS) == 0
    for number in (15, 38):
        (out / f"第{number}中学.docx").write_bytes(b"by hand")
    (out / "第40中学.docx").unlink()
    (out / "第40中学.docx").mkdir()
    changed = [[name, person, "9名"] for name, person, _ in units(40)]
    before = {path: path.read_bytes() for path in out.glob("*.docx") if path.is_file()}
    capsys.readouterr()
    index = tmp_path / "目录.xlsx"
    assert batch(plan, table(tmp_path, changed), out, *WORDS, "--index", str(index)) == 3
    said = capsys.readouterr().err
    assert {path: path.read_bytes() for path in before} == before
    assert not index.exists()
    assert [name in said for name in ("第15中学.docx", "第38中学.docx", "第40中学.docx")] == [True] * 3
    assert "nothing was written" in said
    (out / "第40中学.docx").rmdir()
    assert batch(plan, tmp_path / "rows.csv", out, *WORDS, "--force") == 0
    assert (out / "第38中学.docx.bak").read_bytes() == b"by hand"


def test_a_pdf_that_somebody_edited_is_refused_before_anything_is_made(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(running, "pdfs_of", lambda some, **_: [b"%PDF-" + name.encode() for name, _ in some])
    out, rows = tmp_path / "out", table(tmp_path, units(3))
    assert batch(plan, rows, out, *WORDS, "--pdf") == 0
    assert batch(plan, rows, out, *WORDS, "--pdf", "--resume") == 0
    (out / "第2中学.pdf").write_bytes(b"by hand")
    (out / "第3中学.docx").unlink()
    capsys.readouterr()
    for words in (["--pdf"], ["--pdf", "--resume"]):
        assert batch(plan, rows, out, *WORDS, *words) == 1
        assert "第2中学.pdf: error O201" in capsys.readouterr().err
        assert not (out / "第3中学.docx").exists()
    assert batch(plan, rows, out, *WORDS, "--resume") == 0  # which makes no PDF
    assert batch(plan, rows, out, *WORDS, "--pdf", "--resume", "--force") == 0
    assert (out / "第2中学.pdf.bak").read_bytes() == b"by hand"


@pytest.mark.usefixtures("_small_groups")
def test_what_a_dead_run_left_is_swept_in_all_groups_and_a_tidy_folder_is_looked_through_once(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Path] = []
    monkeypatch.setattr(files, "sweep", lambda folder, names: looks.append(folder) or sweep(folder, names))
    out, rows = tmp_path / "out", table(tmp_path, units(35))
    assert batch(plan, rows, out, *WORDS) == 0
    assert out not in looks
    left = [out / f".第{number}中学.docx.99999999-{number:016x}.tmp" for number in (3, 33)]
    for path in left:
        path.write_bytes(b"half")
    assert batch(plan, rows, out, *WORDS) == 0
    assert not any(path.exists() for path in left)


def test_what_is_kept_is_not_refused(plan: Path, tmp_path: Path) -> None:
    out, rows = tmp_path / "out", table(tmp_path, units(3))
    assert batch(plan, rows, out, *WORDS) == 0
    (out / ".docgen" / "written.json").unlink()  # the journal alone knows them now
    assert batch(plan, rows, out, *WORDS, "--resume") == 0
    assert batch(plan, table(tmp_path, [[*row[:2], "7名"] for row in units(3)]), out, *WORDS) == 1


# --- what changes meanwhile


@pytest.mark.usefixtures("_small_groups")
def test_what_somebody_edits_during_the_run_is_a_failed_document_and_the_rest_goes_on(
    plan: Path, tmp_path: Path
) -> None:
    out, rows = tmp_path / "out", table(tmp_path, units(30))
    assert batch(plan, rows, out, *WORDS) == 0
    again = table(tmp_path, [[*row[:2], "70名"] for row in units(30)])
    planned = of_plan(plan, ["notice"], None, read_rows(again), out, "{主送机关}", final=False)
    run = Run(planned, out, resume=False, force=False)
    assert run.refusals() == []
    before, done = documents(out), []
    for one in run.documents():
        if not done:
            (out / "第25中学.docx").write_bytes(b"by hand")
            (out / "第26中学.docx").unlink()
            (out / "第26中学.docx").mkdir()
        done.append(one)
    failed = {one.planned.path.name: (codes(one.findings), one.planned.row.line) for one in done if one.is_failed}
    assert failed == {"第25中学.docx": (["O201"], 26), "第26中学.docx": (["O105"], 27)}
    (out / "第26中学.docx").rmdir()
    now = documents(out)
    assert now.pop("第25中学.docx") == b"by hand"
    assert len(now) == 28
    assert all(now[name] != before[name] for name in now)


@pytest.mark.usefixtures("_small_groups")
def test_a_disk_that_fills_leaves_what_was_written_and_resume_goes_on(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    out, rows, calls = tmp_path / "out", table(tmp_path, units(35)), 0
    real: Callable[..., None] = running.write_documents

    def full(data: Any, **options: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            path = next(iter(data))
            raise FileError(
                [docgen.Finding("O106", docgen.Place(str(path)), {"reason": "no space is left on the disk"})]
            )
        real(data, **options)

    monkeypatch.setattr(running, "write_documents", full)
    assert batch(plan, rows, out, *WORDS) == 3
    said = capsys.readouterr()
    assert "error O106: it cannot be written: no space is left on the disk" in said.err
    assert "error O524: the batch stops here; 20 of 35 documents are in the folder" in said.err
    assert "--resume" in said.err
    assert "nothing was written" not in said.err
    assert len(documents(out)) == 20
    assert batch(plan, rows, out, *WORDS, "--resume") == 0
    assert "35 of 35 documents are in" in (told := capsys.readouterr().out)
    assert "20 of them were there already" in told
    assert batch(plan, rows, tmp_path / "calm", *WORDS) == 0
    assert documents(out) == documents(tmp_path / "calm")


def test_a_full_folder_for_temporary_files_is_told(tmp_path: Path) -> None:
    store = Store("lines(n INTEGER PRIMARY KEY, words TEXT)")
    store.do("PRAGMA max_page_count = 10")
    findings = found(store.do_each, "INSERT INTO lines(words) VALUES (?)", (("x" * 1000,) for _ in range(100)))
    assert [(f.code, f.args) for f in findings] == [("O526", {"reason": "no space is left on the disk"})]


# --- three bad rows of five hundred


def test_three_bad_rows_of_five_hundred(plan: Path, tmp_path: Path, capsys: Captured) -> None:
    rows, out = units(500), tmp_path / "out"
    for number in (3, 257, 500):
        rows[number - 1][1] = "【没有】"
    bad = {f"第{number}中学.docx": number + 1 for number in (3, 257, 500)}
    index, bundle = tmp_path / "目录.xlsx", tmp_path / "all.zip"
    words = (*WORDS, "--index", str(index), "--zip", str(bundle))
    assert batch(plan, table(tmp_path, rows), out, *words) == 1
    said = capsys.readouterr()
    assert "497 of 500 documents are in" in said.out
    assert "3 were not made" in said.err
    assert all(f"rows.csv:{line}" in said.err for line in bad.values())
    made = documents(out)
    assert len(made) == 497
    with zipfile.ZipFile(bundle) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == made
    lines = listed(index)
    assert {name: line[:2] for name, line in lines.items() if line[1] != "已生成"} == {
        name: (line, "未生成") for name, line in bad.items()
    }
    assert set(lines) == {*made, *bad}
    stamps = {path.name: path.stat().st_mtime_ns for path in out.glob("*.docx")}
    assert batch(plan, table(tmp_path, units(500)), out, *words, "--resume") == 0
    assert "497 of them were there already" in capsys.readouterr().out
    now = {path.name: path.stat().st_mtime_ns for path in out.glob("*.docx")}
    assert set(now) - set(stamps) == set(bad)
    assert {name: now[name] for name in stamps} == stamps
    assert {line[1] for name, line in listed(index).items() if name not in bad} == {"沿用"}
    with zipfile.ZipFile(bundle) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == documents(out)


# --- what earlier runs left


def test_documents_of_earlier_runs_are_told_and_listed_and_never_deleted(
    plan: Path, tmp_path: Path, capsys: Captured
) -> None:
    out, index = tmp_path / "out", tmp_path / "目录.xlsx"
    assert batch(plan, table(tmp_path, units(9)), out, *WORDS) == 0
    assert "earlier" not in capsys.readouterr().err
    (out / "第9中学.docx").write_bytes(b"by hand")  # somebody's work now
    (out / "第8中学.docx").unlink()
    before = documents(out)
    rows = units(6)
    rows[1][1] = "【没有】"
    assert batch(plan, table(tmp_path, rows), out, *WORDS, "--index", str(index)) == 1
    said = capsys.readouterr().err
    assert (
        "warning O525: 2 files of earlier runs lie in the folder and are not of this one: 第2中学.docx、第7中学.docx"
        in said
    )
    assert documents(out) == before
    lines = listed(index)
    assert lines["第7中学.docx"] == (None, "旧件", None)
    assert lines["第2中学.docx"][:2] == (3, "未生成")
    assert "以前生成" in lines["第2中学.docx"][2] or "earlier run" in lines["第2中学.docx"][2]
    assert len(lines) == 7
    assert batch(plan, table(tmp_path, units(8)), out, *WORDS) == 0
    assert "O525" not in capsys.readouterr().err


def test_old_documents_are_told_however_much_else_is_told(plan: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "out"
    assert batch(plan, table(tmp_path, units(30)), out, *WORDS) == 0
    capsys.readouterr()
    wrong = [[name, "", "名额待定"] for name, _, _ in units(30)]
    assert batch(plan, table(tmp_path, wrong), out, *WORDS) == 1
    said = capsys.readouterr().err
    assert "30 were not made" in said
    assert "warning O525: 30 files of earlier runs" in said


def test_what_was_not_made_is_told_when_the_index_cannot_be_written(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("docgen.cli.batch.write_index", full)
    rows = table(tmp_path, [*units(2), ["第3中学", "", "名额待定"]])
    assert batch(plan, rows, tmp_path / "out", *WORDS, "--index", str(tmp_path / "目录.xlsx")) == 3
    told = capsys.readouterr()
    assert "2 of 3 documents are in" in told.out
    assert "1 were not made" in told.err
    assert "目录.xlsx: error O106" in told.err


def test_the_journals_of_two_runs_at_once_both_stay(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def begun(rows: list[list[str]], name: str) -> Run:
        file = table(tmp_path, rows, name=name)
        return Run(
            of_plan(plan, ["notice"], None, read_rows(file), out, "{主送机关}", final=False),
            out,
            resume=True,
            force=False,
        )

    first, second = begun(units(4)[:2], "1.csv"), begun(units(4)[2:], "2.csv")
    assert len(list(first.documents())) == len(list(second.documents())) == 2
    second.finish()
    first.finish()
    assert [one.is_kept for one in begun(units(4), "all.csv").documents()] == [True] * 4
    assert sorted(path.name for path in (out / ".docgen").iterdir()) == ["batch.jsonl", "lock", "written.json"]


def test_a_pdf_of_an_earlier_document_is_old(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def fake(documents: list[tuple[str, bytes]], *, timeout_s: float) -> list[bytes]:
        return [b"%PDF-" + name.encode() for name, _ in documents]

    monkeypatch.setattr(running, "pdfs_of", fake)
    out = tmp_path / "out"
    assert batch(plan, table(tmp_path, units(3)), out, *WORDS, "--pdf") == 0
    assert batch(plan, tmp_path / "rows.csv", out, *WORDS) == 0  # the same documents
    assert "O525" not in capsys.readouterr().err
    rows = units(3)
    rows[1][2] = "7名"
    assert batch(plan, table(tmp_path, rows), out, *WORDS) == 0
    assert "1 files of earlier runs lie in the folder and are not of this one: 第2中学.pdf" in capsys.readouterr().err


# --- memory


class _Tiny:
    """A job that is quickly done."""

    template, data, core = b"", {}, None

    def __init__(self, name: str) -> None:
        self.name = name

    def make(self) -> tuple[bytes, list[docgen.Finding]]:
        if self.name.startswith("9"):
            return b"", [docgen.Finding("O514", docgen.Place(self.name))]
        return self.name.encode() * 200, []


def _peak(folder: Path, count: int) -> int:
    def revive(entry: Entry) -> Planned:
        return Planned(folder / entry.name, _Tiny(entry.name), docgen.Place("rows.csv", line=entry.row))  # type: ignore[arg-type]

    tracemalloc.start()
    planned = Documents(revive, (Entry(f"{n:0100d}.docx", "", n, []) for n in range(count)))
    run = Run(planned, folder, resume=True, force=False)
    assert run.refusals() == []
    assert sum(1 for _ in run.documents()) == count
    run.finish()
    with (folder / "all.zip").open("w+b") as file:
        write_members(file, ((one.path.name, [one.path.read_bytes()], STORED) for one in planned.there()))
    with (folder / "index.xlsx").open("w+b") as file:
        write_index(file, run, "en")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _peaks(folder: Path, count: int) -> int:
    """Return the peak once all modules are loaded."""
    _peak(folder / "warm", 10)
    return _peak(folder, count)


def test_memory_does_not_grow_with_the_documents(tmp_path: Path) -> None:
    # New processes: Python keeps the names that paths have had in one table, which is as large as all tests before made it.
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as fresh:
        few, many = (fresh.submit(_peaks, tmp_path / str(count), count).result() for count in (300, 3000))
    assert len(listed(tmp_path / "3000" / "index.xlsx")) == 3000
    assert (
        many < few + 2_500_000
    )  # once, for Python's dict of the names that paths have had; 3.4 KB a document would be 9 MB


def test_a_group_is_written_when_it_is_large_in_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    real = running.write_documents

    def watch(data: Any, **options: Any) -> None:
        sizes.append(sum(map(len, data.values())))
        real(data, **options)

    monkeypatch.setattr(running, "write_documents", watch)
    monkeypatch.setattr(running, "_GROUP_BYTES", 200_000)
    _peak(tmp_path / "out", 50)
    assert sizes == [210_000] * 5  # ten of 21,000 bytes are the first to come to as many


# --- tables, read piece by piece


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_larger_than_a_piece_is_read_whole(tmp_path: Path, encoding: str, ends: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(ends.join(["单位;编号", *(f'"第{n}中学\n;";{n}' for n in range(9000))]).encode(encoding))
    made = read_rows(path)
    assert made.columns == ["单位", "编号"]
    assert len(made.rows) == 9000
    assert [list(row.values.values()) for row in made.rows] == [[f"第{n}中学\n;", str(n)] for n in range(9000)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("head", ["单位", '"单位"'])
def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path, encoding: str, head: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(f"\ufeff{head},编号\n一中,1\n".encode(encoding))
    assert read_rows(path).columns == ["单位", "编号"]


@pytest.mark.parametrize("at", [3, 16_383, 16_384, 40_001])
def test_the_byte_that_is_in_no_encoding_is_told(tmp_path: Path, at: int) -> None:
    data = "甲\n".encode() * 20_000
    data = data[: at // 4 * 4] + b"\xff\xff" + data[at // 4 * 4 :]
    (tmp_path / "rows.csv").write_bytes(data)
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as exc:
        start = exc.start
    findings = found(read_rows, tmp_path / "rows.csv")
    assert [(f.code, f.args) for f in findings] == [("P104", {"offset": start, "byte": f"0x{data[start]:02X}"})]


@pytest.mark.parametrize("name", ["rows.csv", "rows.yaml"])
def test_a_table_past_the_limit_is_refused_and_not_cut(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("\n".join(["- {甲: 一}"] * 50), encoding="utf-8")
    size = path.stat().st_size
    with pytest.raises(LimitError) as error:
        read_rows(path, Limits(yaml_bytes=size - 1))
    assert codes(error.value.findings) == ["P141"]
    assert len(list(read_rows(path, Limits(yaml_bytes=size)).rows)) == (49 if name == "rows.csv" else 50)


def test_rows_can_be_read_again_and_at_once(tmp_path: Path) -> None:
    made = read_rows(table(tmp_path, units(200)))
    pairs = list(zip(made.rows, made.rows, strict=True))
    assert len(pairs) == 200
    assert all(one == other for one, other in pairs)


# --- archives and indexes of any size


def test_an_archive_of_many_members_and_far_ones_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "many.zip").open("w+b") as file:
        write_members(file, ((f"{n}-甲.txt", [b"%d" % n], STORED) for n in range(66_000)))
    with zipfile.ZipFile(tmp_path / "many.zip") as packed:
        assert len(packed.namelist()) == 66_000
        assert packed.read("65999-甲.txt") == b"65999"
    words = [b"a" * 700, b"b" * 700]
    with (tmp_path / "plain.zip").open("w+b") as file:
        write_members(file, [("a", words, DEFLATED), ("b", words, STORED), ("空", [], DEFLATED)])
    with zipfile.ZipFile(tmp_path / "plain.zip") as packed:
        assert packed.testzip() is None
        assert [packed.read(name) for name in packed.namelist()] == [b"".join(words), b"".join(words), b""]
    monkeypatch.setattr(archive, "_FAR_FROM", 1000)
    with (tmp_path / "far.zip").open("w+b") as file:
        write_members(file, ((str(n), words, STORED) for n in range(5)))
    with zipfile.ZipFile(tmp_path / "far.zip") as packed:
        assert packed.testzip() is None
        assert [packed.read(str(n)) for n in range(5)] == [b"".join(words)] * 5


def test_an_index_says_any_words_as_text(tmp_path: Path) -> None:
    names = ["=1+1.docx", "@甲.docx", "<a>&b.docx", "  乙.docx"]
    table_name = "+1.csv"

    def revive(entry: Entry) -> Planned:
        return Planned(tmp_path / entry.name, _Tiny(entry.name), docgen.Place(table_name, line=entry.row))  # type: ignore[arg-type]

    run = Run(
        Documents(revive, (Entry(name, "", n, []) for n, name in enumerate(names, 2))),
        tmp_path,
        resume=False,
        force=False,
    )
    run.finish()
    with (tmp_path / "index.xlsx").open("w+b") as file:
        write_index(file, run, "en")
    book = openpyxl.load_workbook(tmp_path / "index.xlsx")
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet["E"][1:]] == names
    assert [cell.value for cell in sheet["A"][1:]] == [1, 2, 3, 4]
    assert {cell.data_type for cell in [*sheet["B"][1:], *sheet["E"][1:]]} == {"s"}
    assert [cell.quotePrefix for cell in sheet["E"][1:]] == [True, True, False, False]
    assert (sheet.dimensions, sheet.auto_filter.ref, sheet.print_area) == ("A1:G5", "A1:G5", "'目录'!$A$1:$G$5")
    assert sheet["E2"].alignment.horizontal == "left"


def test_a_batch_that_cannot_be_planned_makes_no_folder(plan: Path, tmp_path: Path) -> None:
    rows = table(tmp_path, [*units(3), units(1)[0]])
    assert main(["batch", str(plan), "--rows", str(rows), "-o", str(tmp_path / "out"), *WORDS]) == 2
    assert not (tmp_path / "out").exists()

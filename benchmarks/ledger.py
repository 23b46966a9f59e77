"""A ledger out and back, beside the least that openpyxl needs for the same rows: ``python benchmarks/ledger.py``. README.md says more."""

from __future__ import annotations

import argparse
import datetime
import io
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import openpyxl

from docgen import ledger, load_plan, update_plan

DAY = datetime.date(2026, 7, 1)
_UNITS, _A_TASK = 60, 50
_MB = 1024 if sys.platform != "darwin" else 1024 * 1024  # of what the system counts in


def plan_of(count: int) -> str:
    """Return a plan of so many measures that a speech, a notice with its task table and minutes say."""
    lines = ["docgen: 1", "year: 2026", "tasks:"]
    for number in range(count):
        if number % _A_TASK == 0:
            lines += [f"  - text: 抓好第{number // _A_TASK + 1}类事项。", "    measures:"]
        lines += [
            f"      - text: 办理第{number + 1}件实事。由承办单位逐件登记、逐件答复、逐件回访，做到件件有着落、事事有回音  # 注",
            f"        lead_unit: 市第{number % _UNITS + 1}局",
            f"        support_units: [市第{number * 7 % _UNITS + 1}局]",
            f"        deadline: {number % 12 + 1}月底前",
        ]
    lines += [
        "speech: {title: 讲话, date: 2026年1月4日}",
        "notice: {issuing_authority: 某市人民政府办公室, subject: 办好实事, date_of_issue: 2026年1月5日,",
        "  attachments: [{title: 实事任务分工表, table: measures}]}",
        "minutes: {issuing_authority: 某市人民政府, date_of_issue: 2026年1月5日, title: 会议纪要, outline: [{use: tasks, marker: 一、}]}",
        "",
    ]
    return "\n".join(lines)


def write(path: Path) -> bytes:
    """Write the ledger of a plan."""
    made = ledger(load_plan(path), as_of=DAY)
    assert all(len(row.spots) == 3 for row in made.rows)  # speech, notice and minutes say each
    return made.data


def write_plainly(data: bytes) -> bytes:
    """Write the cells of a ledger with openpyxl alone: no styles, no formulas, nothing looked up."""
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))
    start = time.process_time()
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(row)
    made = io.BytesIO()
    book.save(made)
    _told["plain"] = time.process_time() - start
    return made.getvalue()


_told: dict[str, float] = {}


def filled_in(data: bytes, path: Path) -> None:
    """Fill a status into every row, as units do."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    at = next(cell.column for cell in page[3] if cell.value == "状态")
    for row in range(4, page.max_row + 1):
        page.cell(row, at).value = "推进中"
    book.save(path)


def update(plan: Path, sheet: Path) -> int:
    """Take a ledger back, and see that nothing but the statuses changed."""
    made = update_plan(plan, sheet)
    kept = [line for line in made.after.decode().split("\n") if line != "        status: 推进中"]
    assert kept == made.before.decode().split("\n")
    return len(made.changes)


def measured(work: Callable[[], object]) -> tuple[float, float, float]:
    """Return seconds of the clock, seconds of the processor and peak memory in MB of some work in a process of its own."""
    here, there = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=_measure, args=(work, there))
    process.start()
    found: tuple[float, float, float] = here.recv()
    process.join()
    return found


def _measure(work: Callable[[], object], there: Connection) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB
    there.send((time.perf_counter() - clock, time.process_time() - processor, peak))


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measures", type=int, default=5000)
    count = parser.parse_args(arguments).measures
    with tempfile.TemporaryDirectory() as folder:
        plan, sheet = Path(folder) / "plan.yaml", Path(folder) / "back.xlsx"
        plan.write_text(plan_of(count), encoding="utf-8")
        out = measured(lambda: write(plan))
        data = write(plan)
        write_plainly(data)
        filled_in(data, sheet)
        back = measured(lambda: update(plan, sheet))
        assert update(plan, sheet) == count
    print(
        f"{count} measures          clock s   CPU s   peak MB   CPU over openpyxl writing the bare cells ({_told['plain']:.2f} s)"
    )
    for name, (clock, processor, peak) in (("ledger with places", out), ("update of every row", back)):
        print(f"{name:<22} {clock:8.2f} {processor:7.2f} {peak:9.0f} {processor / _told['plain']:8.1f}")


if __name__ == "__main__":
    main()

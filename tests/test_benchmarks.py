"""The benchmark runs, and counts no time of a document that is not right. How long things take is not tested."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from helpers import ROOT

FOLDER = ROOT / "benchmarks"
OURS = ("warm", "anew", "first")
WORKLOADS = ("notice", "speech", "minutes", "ledger-100")


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Return a function that loads a module of the benchmark, which is a folder of scripts."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return import_module


def test_the_benchmark_checks_what_it_measures_and_prints_ratios_first(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    words = ["--rounds", "1", "--only", "notice", "--documents", "2", "--json", saved]
    done = subprocess.run(
        [sys.executable, FOLDER / "fill.py", *words], check=False, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    head, _, *lines = done.stdout.splitlines()
    assert head.split() == ["ratio", "spread", "workload", "what", "docgen", "docxtpl", "unit"]
    told = [line.split() for line in lines if " notice " in line]
    assert [line[0][-1] for line in told] == ["x"] * 4
    assert [" ".join(line[2:-3]) for line in told] == [f"CPU a document, docgen {mode}" for mode in OURS] + [
        "size of the document"
    ]
    assert "checked 8 documents" in lines[-1]
    kept = json.loads(saved.read_text(encoding="utf-8"))
    assert {mode: len(taken) for mode, taken in kept["workloads"]["notice"]["seconds"].items()} == dict.fromkeys(
        (*OURS, "docxtpl"), 1
    )


@pytest.mark.parametrize("name", WORKLOADS)
def test_the_data_of_every_workload_hold_signs_of_markup(name: str, module: Callable[[str], ModuleType]) -> None:
    expected = "".join(module("workloads").WORKLOADS[name]().expected)
    assert {sign for sign in "&<>" if sign in expected} == set("&<>")


@pytest.mark.parametrize("mode", ["warm", "docxtpl"])
@pytest.mark.parametrize("fault", ["another text", "a paragraph more"])
def test_a_wrong_document_has_no_time(
    mode: str, fault: str, module: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    fill, engines, workloads = module("fill"), module("engines"), module("workloads")
    workload = workloads.notice()
    path = tmp_path / "notice.docx"
    path.write_bytes(workload.template)
    if fault == "another text":
        workload.expected[3] += "号"
    else:
        workload.expected.append("")
    bench = fill.Bench("notice", workload, {mode: engines.ENGINES[mode](str(path))}, {mode: 1})
    with pytest.raises(engines.WrongDocumentError, match="paragraph"):
        bench.round([mode])
    assert bench.seconds[mode] == []


def test_the_ledger_benchmark_sees_that_only_statuses_change() -> None:
    done = subprocess.run(
        [sys.executable, FOLDER / "ledger.py", "--measures", "60"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    head, *lines = done.stdout.splitlines()
    assert head.startswith("60 measures")
    assert [line[:22].strip() for line in lines] == ["ledger with places", "update of every row"]


def test_the_batch_benchmark_compares_what_both_say() -> None:
    words = ["--documents", "6", "--docxtpl", "2", "--most", "4"]
    done = subprocess.run(
        [sys.executable, FOLDER / "batch.py", *words], check=False, capture_output=True, encoding="utf-8", timeout=180
    )
    assert done.returncode == 0, done.stderr
    assert [line[:24].strip() for line in done.stdout.splitlines()] == [
        "documents a CPU second", "two processes over one", "peak memory", "with index and archive",
    ]  # fmt: skip


def test_the_start_of_a_process_is_measured_beside_its_peers() -> None:
    done = subprocess.run(
        [sys.executable, FOLDER / "start.py", "--rounds", "1"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = [line.rsplit("x   ", 1) for line in done.stdout.splitlines()]
    assert [float(line[0].split()[-1]) > 0 and line[1].count("ms") for line in told] == [2, 2]

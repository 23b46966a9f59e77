"""A batch on a Dask cluster: a scheduler and two workers of their own processes on loopback, one of them killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import own_jobs as own
import pytest
from helpers import ROOT, codes, found, write
from test_batch import PLAN, documents, table, units

from docgen.batch import run
from docgen.batch.cluster import cluster
from docgen.batch.jobs import build_many
from docgen.batch.plans import of_plan
from docgen.batch.rows import read_rows
from docgen.cli import main
from docgen.errors import ExitCode
from docgen.limits import Limits, within

pytest.importorskip("distributed")
_ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
}


@dataclass
class Cluster:
    """A scheduler's address and process, and the processes of its workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


def started(module: str, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli.dask_" + module, *words]
    return subprocess.Popen(
        command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Cluster]:
    yield from running(tmp_path, "--no-nanny")


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Cluster]:
    """Give workers that are started anew when they die."""
    yield from running(tmp_path, "--nanny")


def running(tmp_path: Path, *options: str) -> Iterator[Cluster]:
    told = tmp_path / "scheduler.json"
    local = str(tmp_path / "local")
    processes = [
        started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told))
    ]
    try:
        end = time.monotonic() + 60
        while not told.exists() and time.monotonic() < end:
            time.sleep(0.05)
        words = [
            "--scheduler-file",
            str(told),
            "--nthreads",
            "1",
            *options,
            "--no-dashboard",
            "--host",
            "127.0.0.1",
            "--local-directory",
            local,
        ]
        processes += [started("worker", *words), started("worker", *words)]
        yield Cluster(json.loads(told.read_text())["address"], processes[0], processes[1:])
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def waits_for(address: str, count: int) -> None:
    """Wait until so many workers are there."""
    from distributed import Client

    client = Client(address, set_as_default=False)
    client.wait_for_workers(count, timeout=60)
    client.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_a_worker_that_dies_in_the_middle_costs_no_document(workers: Cluster, tmp_path: Path) -> None:
    plan, rows = write(tmp_path, PLAN), table(tmp_path, units(300))
    planned = of_plan(plan, ["notice"], None, read_rows(rows), tmp_path / "out", "{主送机关}", final=False)
    jobs = [one.job for one in planned]
    waits_for(workers.address, 2)
    names = []
    with cluster(workers.address) as executor:
        for result in build_many(jobs, executor, chunk=4):
            names.append(result.name)
            assert result.data is not None
            if len(names) == 40:
                os.killpg(workers.workers[0].pid, signal.SIGKILL)
    assert names == [job.name for job in jobs]  # every one once, in order


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_a_job_that_always_ends_its_worker_is_told_and_all_others_are_made(guarded: Cluster) -> None:
    jobs: list[Any] = [own.Made(str(n)) for n in range(150)]
    jobs[3], jobs[40], jobs[41], jobs[70], jobs[90] = (
        own.Dying("3"), own.Dying("40"), own.Leaving("41"), own.NeverSent("70"), own.NeverBack("90"),
    )  # fmt: skip
    waits_for(guarded.address, 2)
    with cluster(guarded.address) as executor:
        results = list(build_many(jobs, executor))
    assert [result.name for result in results] == [job.name for job in jobs]
    lost = {result.name: codes(result.findings) for result in results if result.data is None}
    assert lost == {"3": ["O520"], "40": ["O520"], "41": ["O520"], "70": ["O520"], "90": ["O523"]}
    assert "KilledWorker" in results[3].findings[0].args["reason"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_budgets_hold_on_workers(workers: Cluster) -> None:
    waits_for(workers.address, 1)
    with cluster(workers.address) as executor:
        for turns in (77, 78):
            with within(Limits(loop_turns=turns)):
                results = build_many([own.Allowed("a"), own.Allowed("b")], executor, chunk=1)
            assert [result.data for result in results] == [str(turns).encode()] * 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_a_scheduler_that_goes_away_ends_the_run_and_resume_goes_on(
    workers: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_documents = run.write_documents

    def written(documents: Any, **options: Any) -> None:
        write_documents(documents, **options)
        os.killpg(workers.scheduler.pid, signal.SIGKILL)

    plan, rows, out = write(tmp_path, PLAN), table(tmp_path, units(400)), tmp_path / "out"
    words = ["--lang", "en", "batch", str(plan), "--rows", str(rows), "--kind", "notice", "--name", "{主送机关}"]
    waits_for(workers.address, 2)
    monkeypatch.setattr(run, "GROUP", 32)
    monkeypatch.setattr(run, "write_documents", written)
    assert main([*words, "-o", str(out), "--scheduler", workers.address]) == ExitCode.CANNOT_READ_OR_WRITE
    said = capsys.readouterr().err
    assert "error O521" in said
    assert workers.address in said
    assert "Traceback" not in said
    assert 0 < len(documents(out)) < 400
    assert all(zipfile.is_zipfile(path) for path in out.glob("*.docx"))
    monkeypatch.undo()
    assert main([*words, "-o", str(out), "--resume", "--jobs", "1"]) == 0
    assert main([*words, "-o", str(tmp_path / "calm"), "--jobs", "1"]) == 0
    assert documents(out) == documents(tmp_path / "calm")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_a_scheduler_that_goes_away_is_told_to_who_brings_an_executor_of_dask(workers: Cluster) -> None:
    from distributed import Client

    waits_for(workers.address, 2)
    client = Client(workers.address, set_as_default=False)
    results = build_many([own.Made(str(n)) for n in range(400)], client.get_executor(pure=False), chunk=4)
    assert next(results).data == b"0"
    os.killpg(workers.scheduler.pid, signal.SIGKILL)
    assert codes(found(lambda: [result.data for result in results])) == ["O521"]
    client.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_the_command_writes_what_a_cluster_makes(workers: Cluster, tmp_path: Path) -> None:
    plan, rows = write(tmp_path, PLAN), table(tmp_path, units(40))
    waits_for(workers.address, 1)
    words = ["batch", str(plan), "--rows", str(rows), "--kind", "notice", "--name", "{主送机关}", "--quiet"]
    assert main([*words, "-o", str(tmp_path / "there"), "--scheduler", workers.address]) == 0
    assert main([*words, "-o", str(tmp_path / "here"), "--jobs", "1"]) == 0
    assert documents(tmp_path / "there") == documents(tmp_path / "here")
    assert len(documents(tmp_path / "there")) == 40


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.batch.cluster._WAIT_S", "1s")
    for address, says in (("tcp://127.0.0.1:9", "nothing answers there"), ("nowhere", "this is no address")):
        (finding,) = found(cluster(address).__enter__)
        assert (finding.code, finding.args) == ("O521", {"address": address, "reason": says})

"""A batch on a Dask cluster: a scheduler and two workers of their own processes on loopback, one of them killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers import ROOT, found, write
from test_batch import PLAN, documents, table, units

from docgen.batch.cluster import cluster
from docgen.batch.jobs import build_many
from docgen.batch.plans import of_plan
from docgen.batch.rows import read_rows
from docgen.cli import main

pytest.importorskip("distributed")
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3"}


@dataclass
class Cluster:
    """A scheduler's address, and the processes of its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


def started(module: str, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli.dask_" + module, *words]
    return subprocess.Popen(
        command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Cluster]:
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
            "--no-nanny",
            "--no-dashboard",
            "--host",
            "127.0.0.1",
            "--local-directory",
            local,
        ]
        processes += [started("worker", *words), started("worker", *words)]
        yield Cluster(json.loads(told.read_text())["address"], processes[1:])
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

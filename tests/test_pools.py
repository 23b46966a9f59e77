"""Jobs on any executor: what is lost there is sent alone, what fails is a result, and budgets and files hold where it is made."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import re
import shutil
import signal
import time
from collections.abc import Callable
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import own_jobs as own
import pytest
from helpers import SAMPLES, codes

from docgen.api import template_dir
from docgen.batch.jobs import PlanJob, Result, _shipped, build_many
from docgen.batch.pools import processes
from docgen.batch.prepared import PlanText
from docgen.cli import main
from docgen.errors import ExitCode
from docgen.limits import Limits, within
from docgen.messages import sentence
from docgen.pages.reader import read_texts

Captured = pytest.CaptureFixture[str]
SPAWN = multiprocessing.get_context("spawn")


def outcome(results: list[Result]) -> tuple[list[str], dict[str, list[str]]]:
    """Return the names of all results, and the codes of those that were not made."""
    return [one.name for one in results], {one.name: codes(one.findings) for one in results if one.data is None}


def reason(result: Result) -> str:
    return str(result.findings[0].args["reason"])


# --- what is lost


def test_a_pool_of_the_callers_that_breaks_is_replaced_and_nothing_but_the_killers_is_lost(tmp_path: Path) -> None:
    jobs: list[Any] = [own.Made(str(n)) for n in range(100)]
    jobs[3], jobs[7], jobs[60] = own.Dying("3"), own.Dying("7", tmp_path / "once"), own.Dying("60")
    with ProcessPoolExecutor(2, SPAWN) as pool:
        results = list(build_many(jobs, pool, chunk=8))
    assert outcome(results) == ([job.name for job in jobs], {"3": ["O520"], "60": ["O520"]})
    assert {one.data for one in results} == {None, *(str(n).encode() for n in range(100) if n not in (3, 60))}
    assert "ended" in sentence(results[3].findings[0])


def test_a_pool_in_which_no_process_comes_up_is_told_of_each_job() -> None:
    jobs = [own.Made(str(n)) for n in range(50)]
    with ProcessPoolExecutor(1, SPAWN, initializer=own.fails_to_begin) as pool:
        results = list(build_many(jobs, pool, chunk=8))
    assert outcome(results) == ([job.name for job in jobs], {job.name: ["O520"] for job in jobs})
    assert "broken" in reason(results[0])


@pytest.mark.parametrize("start", ["spawn", "fork"])
def test_what_cannot_travel_is_told_and_the_rest_is_made(start: str) -> None:
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip("no fork here")
    jobs: list[Any] = [own.Made(str(n)) for n in range(20)]
    jobs[3], jobs[5] = own.NeverSent("3"), own.NeverBack("5")
    with ProcessPoolExecutor(1, multiprocessing.get_context(start)) as pool:
        results = list(build_many(jobs, pool, chunk=8))
    assert outcome(results) == ([job.name for job in jobs], {"3": ["O520"], "5": ["O523"]})
    assert "pickle" in reason(results[3])
    assert "pickle" in reason(results[5])
    assert pickle.loads(pickle.dumps(results)) == results


class _Losing(Executor):
    """Runs at once; what holds the job named 3 fails as it is told, from its future or when it is given."""

    def __init__(self, fault: Callable[[], Exception], *, when_given: bool = False) -> None:
        self._fault, self._when_given = fault, when_given
        self.given = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given += 1
        future: Future[Any] = Future()
        if not any(job.name == "3" for job in args[0]):
            future.set_result(fn(*args, **kwargs))
        elif self._when_given:
            raise self._fault()
        else:
            future.set_exception(self._fault())
        return future


class KilledWorker(Exception):  # noqa: N818 - as Dask calls it
    """What a scheduler says, which is none of the exceptions of the standard library."""


FAULTS = [(BrokenExecutor, "ended"), (CancelledError, "CancelledError"), (lambda: KilledWorker("so often"), "so often")]


@pytest.mark.parametrize(("fault", "words"), FAULTS)
def test_whatever_a_lost_chunk_raises_only_what_is_lost_alone_is_lost(fault: Any, words: str) -> None:
    jobs = [own.Made(str(n)) for n in range(20)]
    results = list(build_many(jobs, _Losing(fault), chunk=8))
    assert outcome(results) == ([job.name for job in jobs], {"3": ["O520"]})
    assert words in reason(results[3])


def test_what_an_executor_does_not_take_is_told_and_the_rest_is_made() -> None:
    jobs = [own.Made(str(n)) for n in range(20)]
    results = list(build_many(jobs, _Losing(lambda: BrokenExecutor("gone"), when_given=True), chunk=8))
    assert outcome(results) == ([job.name for job in jobs], {"3": ["O520"]})
    assert "takes no more" in reason(results[3])


def test_a_process_of_the_command_is_interrupted_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    with processes(1) as pool:
        os.kill(pool.submit(os.getpid).result(), signal.SIGINT)
        with pytest.raises(BrokenProcessPool):
            pool.submit(time.sleep, 60).result()
    assert capfd.readouterr().err == ""


# --- what fails


RAISED = [ValueError("no\nsense"), MemoryError(), OSError(28, "full"), NotImplementedError()]


@pytest.mark.parametrize("exc", RAISED, ids=lambda exc: type(exc).__name__)
def test_a_job_that_raises_is_a_result_and_the_others_go_on(exc: Exception) -> None:
    jobs: list[Any] = [own.Made("a"), own.Raising("b", exc), own.Made("c")]
    results = list(build_many(jobs))
    assert outcome(results) == (["a", "b", "c"], {"b": ["O523"]})
    finding = results[1].findings[0]
    assert reason(results[1]).startswith(type(exc).__name__)
    assert "\n" not in reason(results[1])
    line = next(n for n, text in enumerate(Path(own.__file__).read_text().splitlines(), 1) if "raise self.exc" in text)
    assert (finding.args["file"], finding.args["line"]) == (own.__file__, line)
    assert f"line {line}" in sentence(finding)
    assert pickle.loads(pickle.dumps(results)) == results


def test_a_job_without_end_is_a_result_and_the_others_go_on() -> None:
    jobs = [own.Deep("a"), own.Made("b")]
    with ThreadPoolExecutor(1) as threads, ProcessPoolExecutor(1, SPAWN) as pool:
        for executor in (None, threads, pool):
            results = list(build_many(jobs, executor))
            assert outcome(results) == (["a", "b"], {"a": ["O523"]})
            assert reason(results[0]).startswith("RecursionError")


def test_what_makes_no_document_is_a_result() -> None:
    class Nothing(own.Made):
        def make(self) -> Any:
            return None

    assert outcome(list(build_many([Nothing("a"), own.Made("b")]))) == (["a", "b"], {"a": ["O523"]})


@pytest.mark.parametrize("exc", [KeyboardInterrupt, SystemExit])
def test_what_is_to_stop_a_program_stops_it(exc: type[BaseException]) -> None:
    jobs = [own.Made("a"), own.Raising("b", exc())]
    with pytest.raises(exc):
        list(build_many(jobs))
    with ThreadPoolExecutor(1) as threads, pytest.raises(exc):
        list(build_many(jobs, threads))


@pytest.fixture
def notices(tmp_path: Path) -> list[str]:
    """Words of a command that makes six notices."""
    rows = tmp_path / "rows.csv"
    rows.write_text("主送机关\n" + "".join(f"第{n}中学\n" for n in range(1, 7)), encoding="utf-8")
    words = [str(SAMPLES[0].parent / "starter.yaml"), "--rows", str(rows), "--kind", "notice", "--name", "{主送机关}"]
    return ["--lang", "en", "batch", *words, "--jobs", "1", "-o", str(tmp_path / "out")]


def test_the_command_goes_on_when_a_job_fails_by_our_fault_and_leaves_a_report(
    notices: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    make = PlanJob.make

    def fails(job: PlanJob) -> Any:
        if job.name in ("第2中学.docx", "第4中学.docx"):
            raise RuntimeError("broken")
        return make(job)

    monkeypatch.setattr(PlanJob, "make", fails)
    assert main([*notices, "--index", str(tmp_path / "list.xlsx")]) == ExitCode.OUR_FAULT
    said = capsys.readouterr()
    assert len(list((tmp_path / "out").glob("*.docx"))) == 4
    assert (tmp_path / "list.xlsx").exists()
    assert said.err.count("error O523") == 2
    assert "2 were not made" in said.err
    assert "Traceback" not in said.err
    report = re.search(r"a report is in (\S+?);", said.err)
    assert report
    text = Path(report[1]).read_text(encoding="utf-8")
    assert text.count("RuntimeError: broken") == 1  # what failed alike is told once
    assert "in fails" in text
    Path(report[1]).unlink()
    monkeypatch.undo()
    assert main([*notices, "--resume"]) == ExitCode.DONE
    assert "4 of them were there already" in capsys.readouterr().out


# --- budgets


def test_budgets_in_force_hold_wherever_a_job_is_made() -> None:
    jobs = [own.Allowed(str(n)) for n in range(6)]
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(1, SPAWN) as pool:
        for executor in (None, threads, pool):
            with within(Limits(loop_turns=77)):
                results = build_many(jobs, executor, chunk=2)
            assert {one.data for one in results} == {b"77"}  # those of the call, wherever results are taken
            assert {one.data for one in build_many(jobs, executor)} == {str(Limits().loop_turns).encode()}


def test_what_a_process_keeps_was_made_within_the_same_budgets(tmp_path: Path) -> None:
    plan = PlanText((SAMPLES[0].parent / "starter.yaml").read_text(encoding="utf-8"), "plan.yaml")
    jobs = [PlanJob(plan, "notice")]
    with ThreadPoolExecutor(1) as threads:
        assert outcome(list(build_many(jobs, threads)))[1] == {}
        for limits in (Limits(template_tags=3), Limits(yaml_nodes=3)):
            with within(limits):
                assert list(outcome(list(build_many(jobs, threads)))[1]) == [""]
        assert outcome(list(build_many(jobs, threads)))[1] == {}


def test_the_command_sets_budgets_for_its_processes(notices: list[str], tmp_path: Path, capsys: Captured) -> None:
    words = [word if word != "1" else "2" for word in notices]
    assert main([*words, "--limit", "output_chars=10"]) == ExitCode.REFUSED
    assert "output_chars" in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*.docx"))


# --- what a process keeps


@pytest.mark.parametrize("whose", ["own", "shipped"])
def test_a_frame_file_that_changes_is_read_again(whose: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "shipped"
    shutil.copytree(template_dir(), shipped)
    for module in ("docgen.api", "docgen.batch.jobs", "docgen.batch.prepared"):
        monkeypatch.setattr(f"{module}.template_dir", lambda: shipped)
    monkeypatch.setattr("docgen.batch.jobs._shipped", _shipped.__wrapped__)
    template, frame = (None, shipped / "notice.frame.yaml")
    sentences = frame.read_text(encoding="utf-8")
    if whose == "own":
        template, frame = tmp_path / "own.docx", tmp_path / "own.frame.yaml"
        shutil.copy(shipped / "notice.docx", template)
    text = (SAMPLES[0].parent / "starter.yaml").read_text(encoding="utf-8")
    job = PlanJob(PlanText(text, "plan.yaml"), "notice", "", {("notice", "addressees"): "第一中学"}, template)

    def said() -> str:
        data = next(build_many([job])).data
        assert data is not None
        return "".join(line.text for part in read_texts(data, "") for line in part)

    for _ in range(9):
        assert "牵头：" not in said()  # once as often as it takes until nothing is composed anew
    for number, words in enumerate(("牵头：", "承办：")):
        frame.write_text(sentences.replace("责任单位：", words), encoding="utf-8")
        os.utime(frame, ns=(number, number))
        for _ in range(9):
            assert words in said()


def test_resume_makes_again_what_other_code_would_make(
    notices: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert main(notices) == ExitCode.DONE
    assert main([*notices, "--resume"]) == ExitCode.DONE
    assert "6 of them were there already" in capsys.readouterr().out
    monkeypatch.setattr("docgen.batch.run._code", lambda: "another")
    assert main([*notices, "--resume"]) == ExitCode.DONE
    assert "were there already" not in capsys.readouterr().out


def test_the_digest_of_the_source_changes_with_any_file_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from docgen.batch import run

    (tmp_path / "batch").mkdir()
    monkeypatch.setattr(run, "__file__", str(tmp_path / "batch" / "run.py"))
    seen = set()
    for name, text in (("a.py", "1"), ("a.py", "2"), ("batch/b.py", "1"), ("batch/words.txt", "1")):
        (tmp_path / name).write_text(text)
        seen.add(run._code.__wrapped__())
    assert len(seen) == 4
    (tmp_path / "a.pyc").write_text("1")
    os.utime(tmp_path / "a.py", ns=(1, 1))
    assert run._code.__wrapped__() in seen

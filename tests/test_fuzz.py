"""A short run of the fuzzer, and the watch over it; the long run is a command, see CONTRIBUTING.md."""

from __future__ import annotations

import contextlib
import random
import sys
from pathlib import Path
from typing import Any

import fuzz
import ooxml
import pytest
import yaml
from fuzz_inputs import SORTS, Input, made
from fuzz_plans import FRONT, plan_of, to_be_printed
from hypothesis import given, settings
from hypothesis import strategies as st

import docgen

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what an input took")


@linux
def test_any_bytes_give_a_result_or_our_error(tmp_path: Path) -> None:
    report = fuzz.run(200, seed=1)
    fuzz.keep(report, 1, tmp_path)
    assert report.faults == []
    assert report.outcomes.total() == 200
    assert {sort for sort, result in report.outcomes if result == "result"} == set(SORTS)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_any_text_that_a_plan_takes_is_printed_word_for_word(dice: random.Random) -> None:
    tree = plan_of(dice)
    try:
        plan = docgen.load_plan(tree)
    except docgen.PlanError as exc:
        assert exc.findings
        return
    for kind in FRONT:
        if tree.get(kind):
            fuzz.expect(docgen.build(plan, kind).data, to_be_printed(tree, kind))


def taken_plans(count: int) -> list[dict[str, Any]]:
    """Return plans that say anything, have all kinds of documents and are taken."""
    taken: list[dict[str, Any]] = []
    for number in range(2 * count):
        tree = plan_of(random.Random(number))
        if len(taken) < count and all(tree.get(kind) for kind in FRONT):
            with contextlib.suppress(docgen.PlanError):  # of a character that no document can hold
                docgen.load_plan(tree)
                taken.append(tree)
    return taken


def test_documents_that_say_anything_satisfy_the_schemas() -> None:
    documents = [docgen.build(tree, kind).data for tree in taken_plans(6) for kind in FRONT]
    assert len(documents) == 18
    assert [ooxml.faults(document) for document in documents] == [[]] * 18


def test_an_input_is_made_again_from_its_number() -> None:
    assert [made(3, number) for number in range(40)] == [made(3, number) for number in range(40)]
    assert made(3, 1) != made(4, 1)


def test_most_plans_that_say_anything_are_taken_and_much_is_expected_of_them() -> None:
    trees = taken_plans(30)
    assert trees.index(trees[-1]) == 29
    assert all(len(list(to_be_printed(tree, "notice"))) > 2 for tree in trees)
    assert list(to_be_printed({"speech": {"title": ["一", "二？"], "closing": "散会。"}}, "speech")) == [
        ("speech.title", "一"),
        ("speech.closing", "散会"),
    ]


def test_what_a_document_does_not_print_is_told() -> None:
    document = docgen.build({"speech": {"title": "题", "closing": "散会"}}, "speech").data
    fuzz.expect(document, iter([("speech.title", "题"), ("speech.closing", "散会")]))
    with pytest.raises(fuzz.WrongError, match=r"speech\.title"):
        fuzz.expect(document, iter([("speech.title", "题目")]))
    with pytest.raises(fuzz.WrongError, match="cannot be opened"):
        fuzz.expect(document[:-9], iter([]))


def test_a_file_that_is_read_otherwise_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docgen, "load_data", lambda _: {"speech": {"title": "另一题"}}, raising=False)
    data = yaml.safe_dump({"speech": {"title": "题"}}, allow_unicode=True).encode()
    with pytest.raises(fuzz.WrongError, match="read otherwise"):
        fuzz.tried(Input("plan", data, 1), tmp_path)


@pytest.mark.parametrize(
    ("script", "fault", "detail"),
    [
        ("import sys", "traceback", "the process died"),
        ("input(); print('0 is out of range', flush=True); input()", "wrong", "0 is out of range"),
        ("import time; time.sleep(60)", "hang", "given up"),
    ],
)
def test_a_worker_that_dies_hangs_or_chats_is_told_and_replaced(
    monkeypatch: pytest.MonkeyPatch, script: str, fault: str, detail: str
) -> None:
    monkeypatch.setattr(fuzz, "GIVEN_UP_SECONDS", 1.0 if fault == "hang" else 60.0)
    worker = fuzz.Worker(seed=1)
    command = worker.command
    worker.command = [sys.executable, "-c", script]
    _, result, words, _, _ = worker.ask(0)
    assert result == fault
    assert detail in words
    worker.command = command
    monkeypatch.setattr(fuzz, "GIVEN_UP_SECONDS", 60.0)
    if sys.platform == "linux":
        assert worker.ask(0)[1] in ("result", "refused")
    worker.stop()

"""Endless and huge work ends within 5 s and 300 MB with our own error, or was harmless.

Each group of payloads runs in a process of its own that may hold 1 GB of addresses; what it took is measured there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import budgets
import pytest
from budgets import ENDLESS, FILLED, LONG
from helpers import ROOT, codes, found
from test_press import word_file

from docgen.press.template import Template

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a payload took")
MOST_SECONDS, MOST_BYTES = 6.0, 300_000_000  # the clock of a render ends after 5 what no other budget ends
SPENT = ("T240", "T241", "T243")  # budgets of turns, length and values
Outcome = tuple[list[str], float, int]  # codes or print, seconds, bytes


def driven(group: str) -> list[Outcome]:
    """Return what came of each payload of a group."""
    script = [sys.executable, str(Path(budgets.__file__)), group]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(script, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return [(result, seconds, size) for result, seconds, size in map(json.loads, done.stdout.splitlines())]


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[Outcome]]:
    """What came of all groups, two at a time."""
    groups = [*FILLED, "endless", "long"]
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(groups, pool.map(driven, groups), strict=True))


def too_costly(payloads: list[str], tried: list[Outcome]) -> list[tuple[str, float, int]]:
    return [
        (tags[:200], seconds, size)
        for tags, (_, seconds, size) in zip(payloads, tried, strict=True)
        if seconds > MOST_SECONDS or size > MOST_BYTES
    ]


@pytest.mark.parametrize("group", FILLED)
def test_work_without_end_hits_a_budget_within_5_seconds_and_300_mb(
    group: str, outcomes: dict[str, list[Outcome]]
) -> None:
    for (tags, expected), (result, _, _) in zip(FILLED[group], outcomes[group], strict=True):
        wanted = [expected] if expected[:1] == "T" and expected[1:].isdigit() else ["", expected]
        by_the_clock = result == ["T242"] and expected in SPENT  # a busy machine comes to the clock first
        assert (tags[:200], wanted if by_the_clock else result) == (tags[:200], wanted)
    assert too_costly([tags for tags, _ in FILLED[group]], outcomes[group]) == []


def test_the_clock_ends_what_no_other_budget_ends(outcomes: dict[str, list[Outcome]]) -> None:
    assert [result for result, _, _ in outcomes["endless"]] == [["T242"]] * len(ENDLESS)
    assert too_costly(ENDLESS, outcomes["endless"]) == []


def test_a_long_or_deep_template_is_understood_or_refused_within_5_seconds_and_300_mb(
    outcomes: dict[str, list[Outcome]],
) -> None:
    for (tags, expected), (result, _, _) in zip(LONG, outcomes["long"], strict=True):
        assert (str(tags)[:60], result[0]) == (str(tags)[:60], expected)
    assert too_costly([str(tags) for tags, _ in LONG], outcomes["long"]) == []


WASTE = "{% for i in range(80) %}{% set y = ('abcdefghij' * 90000)|upper %}{% endfor %}"


@pytest.mark.parametrize(
    "tag",
    ["'a'.center(-10**9)", "'a'|center(-10**9)", "'a'.zfill(-10**9)", "[1]|batch(-10**9)|list|length", "[1]|batch(nan)|list|length",
     "'a'.center(x)", "'a'.zfill(x)", "'ab'.replace('a', 'b', x)", "[1]|batch(x)|list|length", "'a'|indent(x)", "'a'|center(x)"],
)  # fmt: skip
def test_no_width_and_no_number_gives_back_what_was_spent(tag: str) -> None:
    template = Template(word_file(f"{{{{ {tag} }}}}{WASTE}"))
    assert codes(found(template.render, {"nan": float("nan")}, undefined="blank")) == ["T244"]


def test_a_line_as_wide_as_no_number_is_refused_at_once() -> None:
    template = Template(word_file("{{ 'a b'|wordwrap(nan) }}"))
    assert codes(found(template.render, {"nan": float("nan")})) == ["T205"]

"""The checks of prose, against a corpus of short texts in the manner of official documents, with planted faults and without any.

``tests/corpus/`` holds them: ``*-faults.yaml`` with the words at which a reader would put the finger, ``*-clean.yaml`` full of fixed
phrases with numerals. The parts a and b were at hand while the checks were written.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from helpers import ROOT

from docgen.prose.check import check_text
from docgen.prose.text import Remark

CORPUS = ROOT / "tests" / "corpus"
PARTS = ("a", "b", "c", "w")
FAMILIES = {
    "W1": "gap",
    "W2": "count",
    "W3": "series",
    "W4": "numeral",
    "W5": "punctuation",
    "W6": "wording",
    "A1": "figure",
}


def entries(part: str, kind: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = yaml.safe_load((CORPUS / f"{part}-{kind}.yaml").read_text(encoding="utf-8"))
    return read


def lines(entry: dict[str, Any]) -> list[str]:
    return str(entry["text"]).rstrip("\n").split("\n")


def touching(entry: dict[str, Any], fault: dict[str, Any]) -> Iterator[Remark]:
    """Yield the remarks that stand where a reader would put the finger."""
    texts = lines(entry)
    for remark in check_text(texts):
        for place in (fault, *fault.get("also", [])):
            paragraph = place["paragraph"] - 1
            start = texts[paragraph].index(place["words"])
            if remark.paragraph == paragraph and remark.start < start + len(place["words"]) and start < remark.end:
                yield remark


@pytest.mark.parametrize("part", PARTS)
def test_the_planted_faults_are_found(part: str) -> None:
    faults = [(entry, fault) for entry in entries(part, "faults") for fault in entry["faults"]]
    missed = [(entry["id"], fault["words"]) for entry, fault in faults if not any(touching(entry, fault))]
    assert len(missed) <= 0.05 * len(faults), missed


def test_every_family_has_faults_and_most_remarks_are_of_its_own() -> None:
    faults = [(entry, fault) for part in PARTS for entry in entries(part, "faults") for fault in entry["faults"]]
    assert set(FAMILIES.values()) <= {fault["family"] for _, fault in faults}
    own = Counter(
        any(FAMILIES[remark.code[:2]] == fault["family"] for remark in touching(entry, fault))
        for entry, fault in faults
    )
    assert own[True] >= 0.9 * len(faults)


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_told_of_texts_that_are_right(part: str) -> None:
    told = [
        (entry["id"], r.code, r.args["words"]) for entry in entries(part, "clean") for r in check_text(lines(entry))
    ]
    assert told == []


def test_a_long_text_is_checked_in_seconds() -> None:
    text = [line for part in PARTS for entry in entries(part, "clean") for line in lines(entry)]
    many = text * (300 * 22 * 28 // sum(map(len, text)) + 1)  # 300 pages
    begun = time.process_time()
    check_text(many)
    assert time.process_time() - begun < 10

"""What a report rests on: an inspection, what was measured in print, pictures of pages; counted, folded, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from docgen.findings import Finding, Place, Severity
from docgen.inspection import Inspection, Outcome, Proof
from docgen.pages.witness import Box
from docgen.reports.rows import row
from docgen.rules.printed import Measure

VERSION = 1  # of the JSON; raised when a key changes its meaning or goes
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is printed, and the spots to mark on it, each with the code that it is marked for."""

    number: int
    png: bytes
    width_mm: float
    height_mm: float
    marks: Sequence[tuple[Box, str]] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """What a report says of itself; all of it is given, so that the same input gives the same report.

    Attributes:
        sha256: Of the file that was inspected.
        date: The day of the inspection, as it is to be printed.
        engine: What rendered the pages, with its version; ``''`` when nothing did.
        substituted: Typefaces asked for, each with the one that stood in for it.
    """

    sha256: str = ""
    date: str = ""
    engine: str = ""
    substituted: Sequence[tuple[str, str]] = ()


@dataclass(slots=True)
class Fold:
    """Verdicts that say the same of several spots.

    Attributes:
        proof: What they say.
        places: The spots.
        finding: The finding, of those that are one.
        measures: What was measured at these spots.
    """

    proof: Proof
    places: list[Place]
    finding: Finding | None = None
    measures: list[Measure] = field(default_factory=list)


def counts(inspection: Inspection) -> dict[str, int]:
    """Return how many findings are errors and how many warnings, and how many spots came out how."""
    wrong = sum(finding.is_error for finding in inspection.findings)
    spots = {str(outcome): sum(p.outcome is outcome for p in inspection.proofs) for outcome in Outcome}
    warned = sum(finding.severity is Severity.WARNING for finding in inspection.findings)
    return {"errors": wrong, "warnings": warned, **spots}


def faults(inspection: Inspection, measures: Iterable[Measure] = ()) -> list[Fold]:
    """Return what is wrong, errors first, equal faults as one."""
    folded = _with_findings(inspection, inspection.findings, Outcome.WRONG, list(measures))
    return sorted(folded, key=lambda fold: fold.finding is not None and not fold.finding.is_error)


def accepted(inspection: Inspection) -> list[Fold]:
    """Return what the house style accepts, with its reason."""
    return _with_findings(inspection, [finding for finding, _ in inspection.accepted], Outcome.ACCEPTED, [])


def spots(inspection: Inspection, outcome: Outcome) -> list[Fold]:
    """Return the spots that came out so, in the order of the clauses, equal verdicts as one."""
    proofs = sorted((p for p in inspection.proofs if p.outcome is outcome), key=lambda p: (in_order(p.clause), p.code))
    return [
        Fold(alike[0], [proof.place for proof in alike])
        for alike in grouped(proofs, lambda p: (p.code, p.found, p.wanted, p.house))
    ]


def marks_of(measures: Iterable[Measure], page: int) -> list[tuple[Box, str]]:
    """Return the spots of a page that measure wrong, each once."""
    return list(dict.fromkeys((m.box, m.code) for m in measures if m.page == page and m.ok is False))


def grouped(items: Iterable[_Item], key: Callable[[_Item], Hashable]) -> list[list[_Item]]:
    """Return items with the same key together, in the order in which the keys come first."""
    groups: dict[Hashable, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def in_order(clause: str) -> tuple[str, list[int]]:
    """Return what puts clauses in order, 5.10 behind 5.9."""
    work, _, number = clause.rpartition(" ")
    digits = number.split(".")
    return (work, [int(d) for d in digits]) if all(d.isdecimal() for d in digits) else (clause, [])


def _with_findings(
    inspection: Inspection, findings: Iterable[Finding], outcome: Outcome, measures: Sequence[Measure]
) -> list[Fold]:
    """Return findings with the proofs that they rest on; one of another check rests on itself."""
    proofs: dict[tuple[str, Place], list[Proof]] = {}
    for proof in inspection.proofs:
        if proof.outcome is outcome:
            proofs.setdefault((proof.code, proof.place), []).append(proof)
    pairs = []
    for finding in findings:
        known = proofs.get((finding.code, finding.place))
        pairs.append((finding, known.pop(0) if known else _alone(finding, outcome)))
    folded = []
    for alike in grouped(pairs, lambda pair: (_said(pair[0]), pair[1].found, pair[1].wanted, pair[1].reason)):
        finding, proof = alike[0]
        places = [pair[1].place for pair in alike]
        near = {Place(), *places}
        there = [m for m in measures if m.code == proof.code and m.place in near]
        folded.append(Fold(proof, places, finding, there))
    return folded


def _alone(finding: Finding, outcome: Outcome) -> Proof:
    found, wanted = (str(finding.args.get(name, "")) for name in ("found", "wanted"))
    return Proof(finding.code, finding.clause, "", "", outcome, finding.place, found, wanted)


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.severity, repr(sorted((key, str(value)) for key, value in finding.args.items()))


def as_json_report(
    inspection: Inspection, language: str, cover: Cover | None = None, measures: Sequence[Measure] = ()
) -> str:
    """Return an inspection as one JSON object; docs/inspection.md tells its keys."""
    about = cover or Cover()
    report = {
        "version": VERSION,
        "file": inspection.name,
        "sha256": about.sha256,
        "date": about.date,
        "layout": inspection.layout,
        "recognised": list(inspection.recognised),
        "house": inspection.house,
        "engine": about.engine,
        "substituted": [{"asked": asked, "drawn": drawn} for asked, drawn in about.substituted],
        "counts": counts(inspection),
        "findings": [{**row(finding, language), "clause": finding.clause} for finding in inspection.findings],
        "accepted": [{**row(finding, language), "reason": entry.reason} for finding, entry in inspection.accepted],
        "proofs": [_proof(proof) for proof in inspection.proofs],
        "measures": [_measure(measure) for measure in measures],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "code": proof.code,
        "clause": proof.clause,
        "strength": proof.strength,
        "looks_at": proof.looks_at,
        "outcome": str(proof.outcome),
        "place": _place(proof.place),
        "found": proof.found,
        "wanted": proof.wanted,
        "reason": proof.reason,
        "house": proof.house,
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "code": measure.code,
        "what": measure.what,
        "ok": measure.ok,
        "found": measure.found,
        "wanted": measure.wanted,
        "page": measure.page,
        "box": [round(side, 2) for side in measure.box],
        "reason": measure.reason,
        "place": _place(measure.place),
    }


def _place(place: Place) -> dict[str, Any]:
    """Return the known fields of a place, but for the file, which the report names once."""
    return {name: value for name, value in place.as_dict().items() if name != "file"}

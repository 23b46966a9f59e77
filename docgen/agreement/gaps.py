"""What is still open in plans and documents, and who must fill it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from docgen.api import unfinished
from docgen.findings import Finding, Severity
from docgen.plan.model import Plan

_OPEN = ("P230", "W101")  # a gap of a plan, of a document


def is_gap(finding: Finding) -> bool:
    """Whether a finding is an open gap."""
    return finding.code in _OPEN


def as_final(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with those as errors that a final plan or document may not have."""
    found = list(findings)
    refused = [*unfinished(found), *filter(is_gap, found)]
    return [replace(f, severity=Severity.ERROR) if f in refused else f for f in found]


def owner_of(gap: Finding, plan: Plan | None) -> str:
    """Return who must fill a gap, as the plan's registers say; ``''`` when they do not."""
    name = str(gap.args.get("name", ""))
    if plan is None:
        return ""
    entry = plan.figures.get(name) or plan.names.get(name)
    return str(entry.owner) if entry and entry.owner else ""


def by_owner(gaps: Iterable[tuple[str, Finding]]) -> dict[str, list[Finding]]:
    """Return gaps by who must fill them, each with its owner given; gaps of nobody by their file, at the end."""
    given = list(gaps)
    groups: dict[str, list[Finding]] = {owner: [] for owner, _ in given if owner}
    for owner, finding in given:
        groups.setdefault(owner or finding.place.file, []).append(finding)
    return groups

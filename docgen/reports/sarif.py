"""Findings as SARIF 2.1.0, which editors and review sites show beside the file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from docgen.findings import Finding, Severity
from docgen.messages import remedy, sentence
from docgen.reports.rows import row

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(findings: Iterable[Finding], language: str) -> str:
    """Return findings as a SARIF log of one run.

    Args:
        findings: What was found.
        language: Language of the messages.
    """
    found = list(findings)
    driver = {"name": "docgen", "rules": [{"id": code} for code in sorted({f.code for f in found})]}
    run = {"tool": {"driver": driver}, "results": [_result(finding, language) for finding in found]}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(finding: Finding, language: str) -> dict[str, Any]:
    words = "; ".join(text for text in (sentence(finding, language), remedy(finding, language)) if text)
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": words},
        "locations": [_location(finding)] if finding.place.file else [],
        "properties": {
            k: v for k, v in row(finding, language).items() if v is not None and k not in ("message", "code")
        },
    }


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": PurePath(place.file).as_posix()}}
    if place.line:
        physical["region"] = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    location: dict[str, Any] = {"physicalLocation": physical}
    inside = " ".join(str(x) for x in (place.part, f"¶{place.paragraph}" if place.paragraph else "", place.path) if x)
    if inside:
        location["logicalLocations"] = [{"fullyQualifiedName": inside}]
    return location

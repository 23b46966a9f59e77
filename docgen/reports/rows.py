"""Findings as JSON: a list of flat objects, every one with the same keys."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from docgen.findings import Finding
from docgen.messages import remedy, sentence

_PLACE = ("file", "line", "path", "part", "paragraph", "table", "row", "column", "fragment")


def row(finding: Finding, language: str) -> dict[str, Any]:
    """Return a finding as a flat mapping; what is not known of its place is ``None``."""
    place = finding.place.as_dict()
    return {
        **{name: place.get(name) for name in _PLACE},
        "code": finding.code,
        "severity": str(finding.severity),
        "message": sentence(finding, language),
        "remedy": remedy(finding, language),
    }


def gaps_as_json(gaps: Iterable[tuple[str, Finding]], language: str) -> str:
    """Return open gaps as a JSON list, each with its ``owner``, who must fill it; ``None`` when nobody is named."""
    rows = [{**row(finding, language), "owner": owner or None} for owner, finding in gaps]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_json(findings: Iterable[Finding], language: str) -> str:
    """Return findings as a JSON list."""
    return json.dumps([row(finding, language) for finding in findings], ensure_ascii=False, indent=2)

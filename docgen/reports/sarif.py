"""Findings as SARIF 2.1.0, which editors and review sites show beside the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from docgen.catalogue.whole import CATALOGUE
from docgen.findings import Finding, Severity
from docgen.messages import remedy, sentence, translate
from docgen.reports.rows import row
from docgen.reports.rules import open_remedy, open_sentence, page_of
from docgen.rules.house import Accepted
from docgen.rules.rule import Strength
from docgen.rules.shelf import RULES

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_TONGUES = {"en": "en", "zh_CN": "zh-CN"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(findings: Iterable[Finding], language: str, accepted: Iterable[tuple[Finding, Accepted]] = ()) -> str:
    """Return findings as a SARIF log of one run.

    Args:
        findings: What was found.
        language: Language of the messages.
        accepted: What a house style accepts: told as suppressed, with its reason.
    """
    found, waived = list(findings), list(accepted)
    codes = sorted({finding.code for finding in (*found, *(finding for finding, _ in waived))})
    rules = [_rule(code, language) for code in codes]
    driver = {"name": "docgen", "language": _TONGUES[language], "rules": rules}
    results = [_result(finding, codes, language) for finding in found]
    for finding, entry in waived:
        suppression = {"kind": "external", "status": "accepted", "justification": entry.reason}
        results.append({**_result(finding, codes, language), "suppressions": [suppression]})
    run = {"tool": {"driver": driver}, "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str, language: str) -> dict[str, Any]:
    """Return what there is to say of a code.

    The page of a rule of format is no ``helpUri``: that must be a whole address, and uploads with another are refused.
    """
    message, rule = CATALOGUE[code], RULES.get(code)
    points = [translate(message.why, language), _sentence(open_remedy(code, language), language)]
    told: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": _sentence(open_sentence(code, language), language)},
        "help": {"text": "\n\n".join(point for point in points if point)},
    }
    if rule is None:
        return told
    level = "error" if rule.strength is Strength.MUST else "warning"
    about = {"clause": rule.clause, "strength": str(rule.strength), "page": page_of(code, language)}
    return {**told, "defaultConfiguration": {"level": level}, "properties": about}


def _sentence(words: str, language: str) -> str:
    stop = "。" if language == "zh_CN" else "."
    return f"{words[:1].upper()}{words[1:].rstrip('.。')}{stop}"


def _result(finding: Finding, codes: Sequence[str], language: str) -> dict[str, Any]:
    words = "; ".join(text for text in (sentence(finding, language), remedy(finding, language)) if text)
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": words},
        "locations": [_location(finding)] if finding.place.file else [],
        "properties": {
            k: v for k, v in row(finding, language).items() if v is not None and k not in ("message", "code")
        },
    }


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(PurePath(place.file).as_posix())}}
    if place.line:
        physical["region"] = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    location: dict[str, Any] = {"physicalLocation": physical}
    inside = " ".join(str(x) for x in (place.part, f"¶{place.paragraph}" if place.paragraph else "", place.path) if x)
    if inside:
        location["logicalLocations"] = [{"fullyQualifiedName": inside}]
    return location

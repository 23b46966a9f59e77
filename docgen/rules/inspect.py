"""A document held against every rule of the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docgen.findings import Finding
from docgen.pages.facts import Document
from docgen.pages.recognise import recognise
from docgen.rules.rule import Rule, Sheet, Verdict
from docgen.rules.shelf import RULES
from docgen.rules.wanted import STANDARD, Wanted


def sheet_of(document: Document, wanted: Wanted = STANDARD) -> Sheet:
    """Return what rules are handed."""
    return Sheet(document, recognise(document), wanted)


def verdicts(sheet: Sheet, rules: Iterable[Rule] | None = None) -> Iterator[tuple[Rule, Verdict]]:
    """Yield what every rule says of every spot that it looks at, in the order of the shelf."""
    for rule in RULES.values() if rules is None else rules:
        for verdict in rule.judge(sheet):
            yield rule, verdict


def faults(sheet: Sheet, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """Return a finding for each verdict that is not right."""
    return [rule.finding(verdict) for rule, verdict in verdicts(sheet, rules) if verdict.ok is False]

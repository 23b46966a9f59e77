"""What a check prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.agreement.gaps import by_owner, is_gap, owner_of
from docgen.api import load_plan
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import DocgenError
from docgen.findings import Finding, Severity, errors
from docgen.plan.model import Plan


def report(voice: Voice, found: list[Finding], form: str, decided: Sequence[str]) -> None:
    """Print findings; behind their count, what Word files were taken for when their tags told."""
    if form == "json":
        from docgen.reports.rows import as_json

        voice.done(as_json(found, voice.language))
    elif form == "sarif":
        from docgen.reports.sarif import as_sarif

        voice.done(as_sarif(found, voice.language))
    else:
        for finding in found:
            voice.done(voice.line(finding))
        warnings = sum(finding.severity is Severity.WARNING for finding in found)
        counted = voice(N_("errors: {errors}, warnings: {warnings}"), errors=len(errors(found)), warnings=warnings)
        voice.done(counted + _taken_for(voice, decided))


def _taken_for(voice: Voice, decided: Sequence[str]) -> str:
    if "document" not in decided:
        return ""
    if len(set(decided)) == 1:
        return voice(N_(" (without tags, so taken for finished documents; --as template checks templates)"))
    return voice(
        N_(" (taken for templates: {templates}, for finished documents: {documents}; --as decides otherwise)"),
        templates=decided.count("template"),
        documents=decided.count("document"),
    )


def report_gaps(voice: Voice, found: list[Finding], kinds_of_file: Mapping[str, str], form: str) -> list[Finding]:
    """Print open gaps, and why a file could not be searched for them; return what was printed."""
    plans = {target: _plan_of(target) for target, kind_of_file in kinds_of_file.items() if kind_of_file == "plan"}
    faults = [f for f in errors(found) if f.code[0] in "OPT" and not is_gap(f)]
    gaps = [(owner_of(f, plans.get(f.place.file)), f) for f in found if is_gap(f)]
    if form == "json":
        from docgen.reports.rows import gaps_as_json

        voice.done(gaps_as_json([("", f) for f in faults] + gaps, voice.language))
    else:
        for finding in faults:
            voice.done(voice.line(finding))
        for owner, open_ones in by_owner(gaps).items():
            voice.done(voice(N_("{owner}:"), owner=owner))
            for finding in open_ones:
                voice.done(f"  {voice.line(finding)}")
        voice.done(voice(N_("open gaps: {count}"), count=len(gaps)))
    return [*faults, *(f for _, f in gaps)]


def _plan_of(target: str) -> Plan | None:
    try:
        return load_plan(target)
    except DocgenError:
        return None

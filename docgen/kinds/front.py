"""Front matter that several kinds share: dates, titles, organs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docgen.findings import Finding, Severity
from docgen.kinds.compose import Composer
from docgen.marked import seen, settle
from docgen.numerals import chinese_date, parse_date
from docgen.plan.marks import Text, place_of
from docgen.plan.model import Issued, Moment
from docgen.standard import TITLE_CHARACTERS_PER_LINE


def date(composer: Composer, given: Moment | None, what: str) -> str:
    """Return a date as printed, in the Chinese form; ``''`` when there is none."""
    if given is None:
        return ""
    day = parse_date(given.say.strip()) if "？" not in given.say else None
    return chinese_date(day) if day else settle(composer.resolver.value(given.say, what))


def iso(given: Moment | None) -> str:
    """Return a date as 2025-09-12, ``''`` when it is not known."""
    day = given.day() if given is not None else None
    return day.isoformat() if day else ""


def title_lines(composer: Composer, lines: Sequence[Text]) -> list[str]:
    """Return the lines of a title; warns of one that is wider than the type area (GB/T 9704-2012 7.3.1)."""
    printed = []
    for line in lines:
        words = composer.words(line)
        if len(seen(words)) > TITLE_CHARACTERS_PER_LINE:
            args = {"words": seen(words), "most": TITLE_CHARACTERS_PER_LINE}
            composer.findings.append(Finding("P252", place_of(line), args, Severity.WARNING))
        printed.append(settle(words))
    return printed


def issue(composer: Composer, document: Issued) -> dict[str, Any]:
    """Return what the notice and the minutes share; 印发机关 is the issuing authority when the plan names none."""
    authority = settle(composer.words(document.issuing_authority))
    printed_on = date(composer, document.printed_on, "印发日期")
    return {
        "issuing_authority": authority,
        "date_of_issue": date(composer, document.date_of_issue, "成文日期"),
        "copy_to": [settle(composer.words(organ)) for organ in document.copy_to],
        "printed_by": settle(composer.words(document.printed_by)) or (authority if printed_on else ""),
        "printed_on": printed_on,
    }

"""Front matter that several kinds share: dates, titles, organs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from docgen.findings import Finding, Severity
from docgen.kinds.compose import Composer
from docgen.marked import seen, settle
from docgen.plan.marks import Text, place_of
from docgen.plan.model import Issued, Moment
from docgen.standard import TITLE_CHARACTERS_PER_LINE, em


class IssuedContext(TypedDict):
    """What the templates of the notice and of the minutes both receive; see `issue`."""

    issuing_authority: str
    date_of_issue: str
    copy_to: list[str]
    printed_by: str
    printed_on: str


def date(composer: Composer, given: Moment | None, what: str) -> str:
    """Return a date as printed, in the Chinese form; ``''`` when there is none."""
    return settle(composer.resolver.value(given.words, what)) if given else ""


def iso(given: Moment | None) -> str:
    """Return a date as 2025-09-12, ``''`` when it is not known."""
    day = given.day() if given is not None else None
    return day.isoformat() if day else ""


def title_lines(composer: Composer, typed: Sequence[Text], words: Sequence[str] | None = None) -> list[str]:
    """Return the lines of a title; warns of one that is wider than the type area (GB/T 9704-2012 7.3.1).

    Args:
        composer: Where a warning goes.
        typed: The lines as they stand in the plan.
        words: What is printed for them, when that is more than their own words.
    """
    printed = [composer.words(line) for line in typed] if words is None else words
    for line, said in zip(typed, printed, strict=True):
        if em(seen(said)) > TITLE_CHARACTERS_PER_LINE:
            args = {"words": seen(said), "most": TITLE_CHARACTERS_PER_LINE}
            composer.findings.append(Finding("P252", place_of(line), args, Severity.WARNING))
    return [settle(line) for line in printed]


def organ(composer: Composer, document: Issued) -> str:
    """Return the issuing authority's name, a gap in it marked."""
    return composer.resolver.value(document.issuing_authority, "发文机关")


def issue(composer: Composer, document: Issued) -> dict[str, Any]:
    """Return what the notice and the minutes share; 印发机关 is the issuing authority when the plan names none."""
    value = composer.resolver.value
    authority = settle(organ(composer, document))
    printed_on = date(composer, document.printed_on, "印发日期")
    return {
        "issuing_authority": authority,
        "date_of_issue": date(composer, document.date_of_issue, "成文日期"),
        "copy_to": [settle(value(to, "抄送机关")) for to in document.copy_to],
        "printed_by": settle(value(document.printed_by, "印发机关")) or (authority if printed_on else ""),
        "printed_on": printed_on,
    }

"""Front matter that several kinds share: dates, titles, organs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from docgen.catalogue.base import N_
from docgen.findings import Finding, Place, Severity
from docgen.kinds.arrange import WordField
from docgen.kinds.compose import Composer
from docgen.marked import seen, settle
from docgen.plan.documents import Issued, Moment
from docgen.plan.marks import Text, place_of
from docgen.standard import TITLE_CHARACTERS_PER_LINE, em


class IssuedContext(TypedDict):
    """What the templates of the notice and of the minutes both receive; see `issue`."""

    issuing_authority: str
    issuing_authorities: list[str]
    date_of_issue: str
    copy_to: list[str]
    printed_by: str
    printed_on: str


ISSUED_FIELDS = (
    WordField("issuing_authority", N_("Organ that issues it; several joined by 、"), "{{ issuing_authority }}"),
    WordField(
        "issuing_authorities",
        N_("Organs that issue it, the lead first"),
        "{% for organ in issuing_authorities %}{{ organ }}{% endfor %}",
    ),
    WordField("date_of_issue", N_("Date of issue"), "{{ date_of_issue }}"),
    WordField("copy_to", N_("Organs that get a copy"), "抄送：{{ copy_to|join('，') }}。"),
    WordField("printed_by", N_("Organ that prints it"), "{{ printed_by }}"),
    WordField("printed_on", N_("Day it is printed"), "{{ printed_on }}印发"),
)


def date(composer: Composer, given: Moment | None, what: str) -> str:
    """Return a date as printed, in the Chinese form; ``''`` when there is none."""
    return settle(composer.resolver.value(given.words, what)) if given else ""


def iso(given: Moment | None) -> str:
    """Return a date as 2025-09-12, ``''`` when it is not known."""
    day = given.day() if given is not None else None
    return day.isoformat() if day else ""


def title_lines(composer: Composer, typed: Sequence[Text | Place], words: Sequence[str] | None = None) -> list[str]:
    """Return the lines of a title; warns of one that is wider than the type area (GB/T 9704-2012 7.3.1).

    Args:
        composer: Where a warning goes.
        typed: The lines as they stand in the plan; a place for one that the plan does not write.
        words: What is printed for them, when that is more than their own words.
    """
    printed = [composer.words(line) for line in typed if isinstance(line, Text)] if words is None else words
    for line, said in zip(typed, printed, strict=True):
        if em(said) > TITLE_CHARACTERS_PER_LINE:
            args = {"words": seen(said), "most": TITLE_CHARACTERS_PER_LINE}
            code, place = ("P255", line) if isinstance(line, Place) else ("P252", place_of(line))
            composer.findings.append(Finding(code, place, args, Severity.WARNING))
    return [settle(line) for line in printed]


def organs(composer: Composer, document: Issued) -> list[str]:
    """Return the names of the issuing authorities, the lead first, gaps in them marked."""
    return [composer.resolver.value(organ, "发文机关") for organ in document.issuing_authority]


def organ(composer: Composer, document: Issued) -> str:
    """Return the issuing authorities as one text."""
    return "、".join(organs(composer, document))


def issue(composer: Composer, document: Issued) -> dict[str, Any]:
    """Return what the notice and the minutes share; 印发机关 is the lead authority when the plan names none."""
    value = composer.resolver.value
    authorities = [settle(name) for name in organs(composer, document)]
    printed_on = date(composer, document.printed_on, "印发日期")
    return {
        "issuing_authority": settle(organ(composer, document)),
        "issuing_authorities": authorities,
        "date_of_issue": date(composer, document.date_of_issue, "成文日期"),
        "copy_to": [settle(value(to, "抄送机关")) for to in document.copies],
        "printed_by": settle(value(document.printed_by, "印发机关")) or (authorities[0] if printed_on else ""),
        "printed_on": printed_on,
    }

"""Everything that can be said about a text by itself."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.prose import (
    announced,
    attachments,
    counts,
    dates,
    gaps,
    marks,
    measures,
    numbers,
    series,
    short_names,
    sums,
    wholes,
    wording,
)
from docgen.prose.phrases import with_own
from docgen.prose.text import Remark, in_order, is_statute, paragraphs_of


def check_text(texts: Iterable[str], own_phrases: Iterable[str] = (), issued: str = "") -> list[Remark]:
    """Return remarks on a text, in its order.

    Args:
        texts: Its paragraphs.
        own_phrases: Fixed phrases with numerals that an office uses, besides the usual ones.
        issued: Its date of issue, such as 2026年4月10日, when that stands elsewhere.
    """
    paragraphs = paragraphs_of(texts)
    phrases = with_own(*own_phrases)
    found = series.find_series(paragraphs)
    statute = is_statute(paragraphs)
    remarks: list[Remark] = []
    for paragraph in paragraphs:
        remarks += [
            *gaps.check(paragraph),
            *numbers.check(paragraph, phrases, statute=statute),
            *wording.check(paragraph),
            *measures.check(paragraph),
            *wholes.check(paragraph),
        ]
    remarks += series.check(paragraphs, found)
    remarks += announced.check(paragraphs, found, phrases)
    remarks += counts.check(paragraphs, found, phrases)
    remarks += attachments.check(paragraphs)
    remarks += marks.check(paragraphs, found)
    remarks += short_names.check(paragraphs, statute=statute)
    remarks += sums.check(paragraphs)
    remarks += dates.check(paragraphs, issued)
    return in_order(remarks)

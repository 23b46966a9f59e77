"""Reports on a finished document: a page of HTML, or rows for programs."""

from __future__ import annotations

import datetime
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import UseError
from docgen.files import write_text
from docgen.findings import Finding, Place

if TYPE_CHECKING:
    from docgen.inspection import Inspection
    from docgen.reports.evidence import PagePicture

_FORMS = (".html", ".json", ".sarif")
_MOST_PICTURES = 30  # pages that a report shows: those with marks first


def check_reports(paths: Sequence[str]) -> None:
    """Refuse reports in forms that there are not.

    Raises:
        UseError: One of them is.
    """
    for path in paths:
        if Path(path).suffix.lower() not in _FORMS:
            raise UseError([Finding("O468", Place(path), {"known": ", ".join(_FORMS)})])


def write_report(voice: Voice, path: str, inspection: Inspection, data: bytes, force: bool) -> None:
    """Write a report and say so."""
    from docgen.reports.evidence import Cover, as_json_report
    from docgen.reports.proof import as_page
    from docgen.reports.sarif import as_sarif

    suffix = Path(path).suffix.lower()
    if suffix == ".sarif":
        text = as_sarif(inspection.findings, voice.language, inspection.accepted)
    else:
        printed = inspection.printed
        measures = () if printed is None else printed.measures
        cover = Cover(
            hashlib.sha256(data).hexdigest(),
            datetime.date.today().isoformat(),
            "" if printed is None else printed.engine,
            () if printed is None else printed.typefaces,
        )
        if suffix == ".json":
            text = as_json_report(inspection, voice.language, cover, measures)
        else:
            text = as_page(inspection, voice.language, cover, measures, _pictures(inspection))
    written = write_text(Path(path), text if text.endswith("\n") else f"{text}\n", force=force)
    print(voice(N_("wrote {path}"), path=written), file=sys.stderr)


def _pictures(inspection: Inspection) -> list[PagePicture]:
    """Return the pages of a printed document, those with marks before others when they are many."""
    if inspection.printed is None:
        return []
    from docgen.reports.evidence import PagePicture, marks_of

    pages = inspection.printed.pages
    marks = {page.number: marks_of(inspection.printed.measures, page.number) for page in pages}
    first = sorted(marks, key=lambda number: (not marks[number], number))[:_MOST_PICTURES]
    return [
        PagePicture(number, pages.image(number), pages[number].width, pages[number].height, marks[number])
        for number in sorted(first)
    ]

"""A document held against every rule of the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docgen.findings import Finding
from docgen.pages.facts import Document
from docgen.pages.recognise import recognise
from docgen.rules.looks import body_look
from docgen.rules.measure import chinese_runs, faces_of, is_face
from docgen.rules.rule import Rule, Sheet, Verdict
from docgen.rules.shelf import RULES
from docgen.rules.wanted import STANDARD, Wanted


def sheet_of(document: Document, wanted: Wanted = STANDARD) -> Sheet:
    """Return what rules are handed."""
    return Sheet(document, recognise(document), wanted)


def verdicts(sheet: Sheet, rules: Iterable[Rule] | None = None) -> Iterator[tuple[Rule, Verdict]]:
    """Yield what every rule says of every spot that it looks at, in the order of the shelf.

    Of what is plainly another paper only whether the file is sound.
    """
    foreign = is_foreign(sheet)
    for rule in RULES.values() if rules is None else rules:
        for verdict in rule.judge(sheet) if rule.looks_at == "file" or not foreign else ():
            yield rule, verdict


def is_foreign(sheet: Sheet) -> bool:
    """Whether a document is plainly another paper: a form, a paper not in Chinese, one set in another face and size.

    A text that nobody has set yet, in the typeface of the theme, may become an official document, and is judged.
    """
    if sheet.elements.layout != "plain":
        return False
    runs = [run for paragraph in sheet.elements.text for run in chinese_runs(paragraph)]
    in_tables = sum(len(p.text) for p in sheet.document.paragraphs if p.cell is not None)
    if not runs or in_tables > sum(len(p.text) for p in sheet.elements.text):
        return any(p.words for p in sheet.document.paragraphs)
    face = faces_of(run for run in runs if not run.format.from_theme).most_common(1)
    look, wanted = body_look(sheet), sheet.wanted
    named = face[0][0] if face else ""
    return bool(named) and not is_face(named, wanted.body_faces) and (look or ("", 0))[1] != 2 * wanted.body_size_pt


def faults(sheet: Sheet, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """Return a finding for each verdict that is not right."""
    return [
        rule.finding(verdict, covered=sheet.covered) for rule, verdict in verdicts(sheet, rules) if verdict.ok is False
    ]

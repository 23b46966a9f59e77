"""A finished document inspected: every rule, every spot, what was wanted and what was found, and what an office accepts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path

from docgen.errors import checked_limits, misused
from docgen.files import read_file
from docgen.findings import Finding, Place, Severity
from docgen.limits import Limits
from docgen.pages.document import read_document
from docgen.pages.witness import Pages
from docgen.rules.house import Accepted, House, load_house
from docgen.rules.inspect import is_foreign, sheet_of, verdicts
from docgen.rules.printed import Measure
from docgen.rules.rule import Rule, Sheet, Verdict
from docgen.rules.wanted import STANDARD

DocumentSource = str | os.PathLike[str] | bytes


# what a rule of writing tells, and the rules of format that tell it of an element: those know the clause and its weight
_TELL_THE_SAME = {
    "W408": ("F510", "F609"),  # zeros in dates
    "W417": ("F311",),  # brackets of document numbers
    "W504": ("F515",),  # brackets around a remark
    "W518": ("F502",),  # marks behind names of attachments
}


class Outcome(StrEnum):
    """How a spot came out."""

    RIGHT = "right"  # as the standard wants it
    WRONG = "wrong"  # a finding
    DEVIATION = "deviation"  # as the house style wants it, and the standard does not
    ACCEPTED = "accepted"  # a finding that the house style accepts
    UNTOLD = "untold"  # the file does not tell


@dataclass(frozen=True, slots=True)
class Proof:
    """What one rule found at one spot.

    Attributes:
        code: Code of the rule.
        clause: Where it is written.
        strength: How firmly: ``M``, ``G``, ``R``, ``C`` or ``X``.
        looks_at: What it judges.
        outcome: How the spot came out.
        place: The spot.
        found: What is there.
        wanted: What should be there.
        reason: Why the house style accepts it.
        house: What the house style wants of a deviation.
    """

    code: str
    clause: str
    strength: str
    looks_at: str
    outcome: Outcome
    place: Place
    found: str
    wanted: str
    reason: str = ""
    house: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """What print, the second witness, says of a document.

    Attributes:
        engine: Name and version of the program that printed it.
        typefaces: Each typeface that the document asks for, and the one that stood in for it.
        measures: What was measured, in the order of the pages.
        pages: The pages.
    """

    engine: str
    typefaces: Sequence[tuple[str, str]]
    measures: Sequence[Measure]
    pages: Pages


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the inspector says of a document.

    Attributes:
        name: What messages call it.
        layout: ``official``, ``letter``, ``order``, ``minutes``, ``speech``, ``plain`` when nothing tells, or ``other`` for what is
            plainly another paper, of which only the file is judged.
        recognised: Names of the elements that were found, as `Elements` has them.
        proofs: Every spot that a rule looked at, in the order of the rules.
        findings: What is wrong.
        accepted: Findings that the house style accepts, each with the entry that does.
        house: Name of the house style, ``''`` for none.
        printed: What print says; ``None`` when it was not asked.
    """

    name: str
    layout: str
    proofs: Sequence[Proof]
    findings: Sequence[Finding] = field(default_factory=list)
    accepted: Sequence[tuple[Finding, Accepted]] = field(default_factory=list)
    house: str = ""
    printed: Printed | None = None
    recognised: Sequence[str] = ()

    @property
    def is_right(self) -> bool:
        """Whether there is no error."""
        return not any(finding.is_error for finding in self.findings)


def inspect_document(
    document: DocumentSource,
    house: House | str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
    *,
    render: bool = False,
) -> Inspection:
    """Return what the rules of GB/T 9704-2012 say of a finished Word file, made by docgen or not.

    Args:
        document: The .docx, or its path; it is not changed.
        house: The office's house style, or the path of its file.
        limits: Budgets for opening it.
        render: Print it with LibreOffice too, and measure its pages; what they show otherwise than the file is a warning.

    Raises:
        FileError: It cannot be read, or not printed.
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It goes past a budget.
        HouseError: The house style says what none can say.
    """
    style = house if isinstance(house, House) else House() if house is None else load_house(house)
    limits = checked_limits(limits)
    data, name = _opened(document, limits)
    sheet = sheet_of(read_document(data, name, limits))
    judged = list(verdicts(sheet))
    deviations: dict[tuple[str, Place], str] = {}
    if style.wanted != STANDARD:
        own = list(verdicts(sheet_of(sheet.document, style.wanted)))
        wrong = {(rule.code, v.place) for rule, v in own if v.ok is False}
        allowed = {(rule.code, v.place): v.wanted for rule, v in own}
        against = ((rule.code, v.place) for rule, v in judged if v.ok is False)
        deviations = {spot: allowed.get(spot, "") for spot in against if spot not in wrong}
        judged = [*own, *((rule, v) for rule, v in judged if (rule.code, v.place) in deviations and v.ok is False)]
        judged.sort(key=lambda item: item[0].code)
    printed = _printed(data, Sheet(sheet.document, sheet.elements, style.wanted)) if render else None
    return _told(sheet, judged, deviations, style, printed)


def told_once(writing: Iterable[Finding], format_: Iterable[Finding]) -> list[Finding]:
    """Return the findings of writing on a document without those that a rule of format tells of the same paragraph."""
    told = {(f.code, f.place.part, f.place.paragraph) for f in format_}
    return [
        f
        for f in writing
        if not any((c, f.place.part, f.place.paragraph) in told for c in _TELL_THE_SAME.get(f.code, ()))
    ]


def _printed(data: bytes, sheet: Sheet) -> Printed:
    """Return what print says of a document."""
    from docgen.pages.office import engine, pdfs_of
    from docgen.pages.witness import read_pdf
    from docgen.rules.measured import judge_pages, typefaces

    name = sheet.document.name
    pages = read_pdf(pdfs_of([(name, data)])[0], name)
    measures = [] if is_foreign(sheet) else list(judge_pages(sheet, pages))
    return Printed(engine(), typefaces(sheet, pages), measures, pages)


def _seen_in_print(measures: Iterable[Measure], told: set[str], file: str) -> Iterator[Finding]:
    """Yield a warning for each measure that is off while the file says that all is well; each rule and page once."""
    seen: set[tuple[str, str]] = set()
    for measure in measures:
        if measure.ok is False and measure.code not in told and (measure.code, measure.what) not in seen:
            seen.add((measure.code, measure.what))
            place = measure.place if measure.place.file else Place(file)
            said = {"what": measure.what, "found": measure.found, "wanted": measure.wanted}
            yield Finding("F930", place, {**said, "page": measure.page, "rule": measure.code}, Severity.WARNING)


def _opened(document: DocumentSource, limits: Limits) -> tuple[bytes, str]:
    if isinstance(document, bytes):
        return document, ""
    if not isinstance(document, (str, os.PathLike)):
        raise misused("document", "a Word file or its path", document)
    return read_file(Path(document), limits.docx_bytes), os.fspath(document)


def _told(
    sheet: Sheet,
    judged: Sequence[tuple[Rule, Verdict]],
    deviations: Mapping[tuple[str, Place], str],
    style: House,
    printed: Printed | None,
) -> Inspection:
    proofs: list[Proof] = []
    findings: list[Finding] = []
    waived: list[tuple[Finding, Accepted]] = []
    for rule, verdict in judged:
        reason = ""
        if verdict.ok is not False:
            outcome = Outcome.UNTOLD if verdict.ok is None else Outcome.RIGHT
            if outcome is Outcome.RIGHT and (rule.code, verdict.place) in deviations:
                continue  # shown as the deviation that it is
        elif (rule.code, verdict.place) in deviations:
            outcome = Outcome.DEVIATION
        else:
            finding = rule.finding(verdict, covered=sheet.covered)
            kept, accepted = style.sorted_out([finding])
            findings += kept
            waived += accepted
            outcome = Outcome.ACCEPTED if accepted else Outcome.WRONG
            reason = accepted[0][1].reason if accepted else ""
        proofs.append(
            Proof(
                rule.code,
                rule.clause,
                str(rule.strength),
                rule.looks_at,
                outcome,
                verdict.place,
                verdict.found,
                verdict.wanted,
                reason,
                deviations.get((rule.code, verdict.place), "") if outcome is Outcome.DEVIATION else "",
            )
        )
    if printed is not None:
        told = {proof.code for proof in proofs if proof.outcome not in (Outcome.RIGHT, Outcome.UNTOLD)}
        kept, accepted = style.sorted_out(_seen_in_print(printed.measures, told, sheet.document.name))
        findings += kept
        waived += accepted
    elements = sheet.elements
    if not is_foreign(sheet):
        doubts = ((doubt, {"what": doubt.element, "reason": doubt.reason}) for doubt in elements.doubts)
        findings += [Finding("F989", doubt.place, said, Severity.NOTE) for doubt, said in doubts]
    names = [f.name for f in fields(elements) if f.name not in ("layout", "doubts") and getattr(elements, f.name)]
    layout = "other" if is_foreign(sheet) else elements.layout
    return Inspection(sheet.document.name, layout, proofs, findings, waived, style.name, printed, names)

"""What is said of the files, gathered one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.agreement.documents import check_document as check_finished
from docgen.api import fields_of, kinds_in, load_data, load_plan
from docgen.checking import check_frame, check_plan, check_template, template_notes
from docgen.errors import ExitCode, FileError, LimitError, PlanError, TemplateError
from docgen.files import read_file
from docgen.findings import Finding, Place, Severity
from docgen.limits import IN_FORCE
from docgen.plan.model import Plan
from docgen.rules.house import Accepted, House

if TYPE_CHECKING:
    from docgen.inspection import Inspection


@dataclass
class Told:
    """What was said of the files so far.

    Attributes:
        given: Data for templates.
        data: Their file.
        kind: Kind that templates are for.
        phrases: Fixed phrases of the office.
        house: The house style for finished documents.
        render: Print finished documents, too.
        privacy: Tell what travels unseen in them, too.
        found: The findings, each once.
        notes: What could not be said.
        documents: The finished documents.
        inspections: What the rules of format say of each.
        waived: Findings of other checks that the house style accepts.
        unread: The files that could not be read.
        code: The exit code of files that could not be read.
    """

    given: Mapping[str, Any] | Plan | None
    data: str | None
    kind: str | None
    phrases: Sequence[str]
    house: House
    render: bool = False
    privacy: bool = False
    found: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    documents: dict[str, bytes] = field(default_factory=dict)
    inspections: dict[str, Inspection] = field(default_factory=dict)
    waived: list[tuple[Finding, Accepted]] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    code: int = ExitCode.DONE

    def add(self, target: str, kind_of_file: str, *, only: bool) -> None:
        """Check one file more; one that cannot be read is told with the others, unless it is the only one."""
        try:
            told = _checked(target, kind_of_file, self.given, self.kind, self.phrases)
            if kind_of_file == "document":
                told = self._inspected(target, told)
        except (FileError, LimitError, TemplateError) as exc:
            if only:
                raise
            told, self.code = exc.findings, max(self.code, exc.exit_code)
            self.unread.add(target)
        if self.data and isinstance(self.given, Mapping) and any(finding.code == "T201" for finding in told):
            told = _of_plan_as_data(told, self.data)
        known = {_key(finding) for finding in self.found}
        self.found += [finding for finding in told if _key(finding) not in known]
        if kind_of_file == "template":
            self.notes += template_notes(target, looked_up=bool(self.data or self.kind))

    def _inspected(self, target: str, told: list[Finding]) -> list[Finding]:
        """Return what is told of a finished document, with what the rules of format say and what travels in it unseen."""
        from docgen.inspection import (  # loaded for documents alone: a plan is checked without
            inspect_document,
            told_once,
        )
        from docgen.package import open_docx
        from docgen.pages.hidden import hidden_things

        self.documents[target] = data = read_file(Path(target), IN_FORCE.get().docx_bytes)
        self.inspections[target] = inspect_document(target, self.house, render=self.render)
        package = open_docx(data, target)
        beside = hidden_things(package, target) if self.privacy else package.findings
        of_format = [*self.inspections[target].findings, *beside]
        return [*told_once(told, of_format), *of_format]

    def whole(self, target: str, found: Sequence[Finding]) -> Inspection:
        """Return the inspection of a document with the findings of the other checks on it."""
        mine = [finding for finding in found if finding.place.file == target]
        accepted = [*self.inspections[target].accepted, *(pair for pair in self.waived if pair[0].place.file == target)]
        return replace(self.inspections[target], findings=mine, accepted=accepted)

    @property
    def used(self) -> list[Accepted]:
        """The entries of the house style that accepted something."""
        of_format = [pair for inspection in self.inspections.values() for pair in inspection.accepted]
        return [entry for _, entry in (*of_format, *self.waived)]


def _key(finding: Finding) -> tuple[str, Place, str]:
    """Return what tells one finding from another."""
    return finding.code, finding.place, repr(finding.args)


def data_of(data: str | None, kind: str | None, remarks: list[Finding]) -> Mapping[str, Any] | Plan | None:
    """Return the data that templates are tried with: a mapping, or with a kind a plan."""
    if data is None:
        return None
    if kind is None:
        return load_data(data, remarks=remarks)
    try:
        return load_plan(data)
    except PlanError as exc:
        faults = [finding for finding in exc.findings if finding.code not in ("O443", "O444")]  # which say the same
        raise PlanError([Finding("O430", Place(data)), *faults]) from exc


def _checked(
    target: str, kind_of_file: str, data: Mapping[str, Any] | Plan | None, kind: str | None, phrases: Sequence[str]
) -> list[Finding]:
    if kind_of_file == "template":
        return check_template(target, data, kind=kind)
    if kind_of_file == "document":
        return check_finished(target, phrases)
    return check_frame(target) if kind_of_file == "frame" else check_plan(target, phrases)


def _of_plan_as_data(told: list[Finding], data: str) -> list[Finding]:
    """Return findings on a template; when the data are a plan, one for all names that it gives to templates of its kinds."""
    try:
        kinds = kinds_in(load_plan(data))
    except PlanError:
        kinds = []
    if not kinds:
        return told
    composed = {field.name for kind in kinds for field in fields_of(kind)}
    kept = [finding for finding in told if finding.code != "T201" or finding.args["name"] not in composed]
    weight = Severity.ERROR if len(kept) < len(told) else Severity.NOTE
    return [Finding("O442", Place(data), {}, weight), *kept]

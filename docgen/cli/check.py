"""``docgen check``: what can be said about plans, templates, frame files and finished documents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from docgen.agreement.compare import compare_documents
from docgen.agreement.documents import check_document as check_finished
from docgen.agreement.documents import has_tags
from docgen.agreement.gaps import as_final, by_owner, is_gap, owner_of
from docgen.api import fields_of, kinds_in, load_data, load_phrases, load_plan
from docgen.catalogue.base import N_
from docgen.checking import annotate_template, check_frame, check_plan, check_template, mend_template, template_notes
from docgen.cli.say import Voice
from docgen.errors import (
    DocgenError,
    ExitCode,
    FileError,
    LimitError,
    PlanError,
    TemplateError,
    UseError,
)
from docgen.files import check_document, read_file, write_document
from docgen.findings import Finding, Place, Severity, errors
from docgen.plan.model import Plan

_FOUND = {
    "plan": N_("plan"),
    "frame": N_("frame file"),
    "template": N_("template"),
    "document": N_("finished document"),
}
_WORD = (".docx", ".dotx", ".docm", ".doc", ".wps")


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "check",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["targets"], metavar="PLAN|TEMPLATE|FRAME|DOCUMENT...", nargs=-1, required=True),
            click.Option(
                ["--as", "taken_as"],
                type=click.Choice(["plan", "template", "frame", "document"]),
                help=voice(N_("What the files are, when their names do not tell.")),
            ),
            click.Option(
                ["--plan"],
                metavar="PLAN",
                help=voice(
                    N_(
                        "The plan of finished documents: their figures, deadlines and units are compared with it. Without it, several documents are compared with one another."
                    )
                ),
            ),
            click.Option(
                ["--final"], is_flag=True, help=voice(N_("Take open gaps of plans and finished documents for errors."))
            ),
            click.Option(["--gaps"], is_flag=True, help=voice(N_("List open gaps alone, by who must fill them."))),
            click.Option(
                ["--data"],
                metavar="FILE",
                help=voice(
                    N_(
                        "Data for a template, YAML or JSON, or with --kind a plan: names are looked up in them and a fill is tried."
                    )
                ),
            ),
            click.Option(
                ["--kind"],
                metavar="KIND",
                help=voice(
                    N_(
                        "Kind that a template is for, such as speech: names are looked up in its fields, and the frame file beside it is checked."
                    )
                ),
            ),
            click.Option(
                ["--phrases"],
                metavar="FILE",
                help=voice(
                    N_(
                        "Fixed phrases with numerals that announce nothing, for plans and documents: YAML with a list `phrases`."
                    )
                ),
            ),
            click.Option(
                ["--format", "form"],
                type=click.Choice(["text", "json", "sarif"]),
                default="text",
                help=voice(N_("How findings are printed.")),
            ),
            click.Option(
                ["--annotate"],
                metavar="OUT.docx",
                help=voice(N_("Write a copy of a template with a Word comment at each finding.")),
            ),
            click.Option(
                ["--fix"],
                metavar="OUT.docx",
                help=voice(N_("Write a copy of a template in which plain typing slips of tags are mended.")),
            ),
            click.Option(
                ["--force"],
                is_flag=True,
                help=voice(N_("Replace a file that somebody edited; the old one is kept as .bak.")),
            ),
            click.Option(["--strict"], is_flag=True, help=voice(N_("Exit with 1 on warnings too."))),
        ],
    )


def run(
    voice: Voice,
    *,
    targets: tuple[str, ...],
    taken_as: str | None,
    plan: str | None,
    final: bool,
    gaps: bool,
    data: str | None,
    kind: str | None,
    phrases: str | None,
    form: str,
    annotate: str | None,
    fix: str | None,
    force: bool,
    strict: bool,
) -> int:
    """Check and report."""
    options = {"--data": data, "--kind": kind, "--annotate": annotate, "--fix": fix}
    for_templates = [name for name, value in options.items() if value]
    for_documents = [name for name, value in (("--final", final), ("--gaps", gaps)) if value]
    _check_options(for_templates, taken_as, plan, gaps, form)
    files = {target: taken_as or _kind_of_file(target, bool(for_templates), with_plan=bool(plan)) for target in targets}
    _check_order(targets[0], files[targets[0]], data, kind)
    _check_use(files, for_templates, for_documents, with_plan=bool(plan))
    _check_outputs([path for path in (annotate, fix) if path], [path for path in (*targets, data) if path])
    whole = load_plan(plan) if plan else None
    remarks: list[Finding] = []
    given = _data(data, kind, remarks)
    phrases_known = [*(load_phrases(phrases) if phrases else ()), *(whole.phrases if whole else ())]
    told = _Told(given, data, kind, phrases_known)
    for target, kind_of_file in files.items():
        told.add(target, kind_of_file, only=len(files) == 1)
    if (whole or len(told.documents) > 1) and not gaps:
        told.found += compare_documents(told.documents, whole)
    found = as_final(told.found) if final else told.found
    if gaps:
        found = _report_gaps(voice, found, files, form)
    else:
        unsaid = not (taken_as or for_templates or plan)
        decided = [k for t, k in files.items() if unsaid and _may_be_both(t) and t not in told.unread]
        _report(voice, [*found, *remarks, *told.notes], form, decided)
    if annotate:
        _write(voice, annotate, annotate_template(targets[0], found, voice.language), force=force)
    if fix:
        _mend(voice, targets[0], fix, lambda copy: check_template(copy, given, kind=kind), force=force)
    return max(told.code, ExitCode.REFUSED if errors(found) or (strict and (found or remarks)) else ExitCode.DONE)


@dataclass
class _Told:
    """What was said of the files so far.

    Attributes:
        given: Data for templates.
        data: Their file.
        kind: Kind that templates are for.
        phrases: Fixed phrases of the office.
        found: The findings, each once.
        notes: What could not be said.
        documents: The finished documents.
        unread: The files that could not be read.
        code: The exit code of files that could not be read.
    """

    given: Mapping[str, Any] | Plan | None
    data: str | None
    kind: str | None
    phrases: Sequence[str]
    found: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    documents: dict[str, bytes] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    code: int = ExitCode.DONE

    def add(self, target: str, kind_of_file: str, *, only: bool) -> None:
        """Check one file more; one that cannot be read is told with the others, unless it is the only one."""
        try:
            told = _checked(target, kind_of_file, self.given, self.kind, self.phrases)
            if kind_of_file == "document":
                self.documents[target] = read_file(Path(target))
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


def _key(finding: Finding) -> tuple[str, Place, str]:
    """Return what tells one finding from another."""
    return finding.code, finding.place, repr(finding.args)


def _kind_of_file(target: str, for_templates: bool, *, with_plan: bool) -> str:
    name = target.lower()
    if _may_be_both(name) and not for_templates:
        return "document" if with_plan or not _is_template(target) else "template"
    return "template" if name.endswith(_WORD) else "frame" if name.endswith(".frame.yaml") else "plan"


def _is_template(target: str) -> bool:
    """Whether a Word file is a template; one that cannot be read is refused as a template."""
    try:
        return has_tags(target)
    except DocgenError:
        return True


def _may_be_both(target: str) -> bool:
    """Whether a file can be a template or a finished document, by its name."""
    return target.lower().endswith(".docx")


def _check_options(for_templates: Sequence[str], taken_as: str | None, plan: str | None, gaps: bool, form: str) -> None:
    """Refuse options that do not go together.

    Raises:
        UseError: Two of them do not.
    """
    document = "--plan" if plan else "--as document" if taken_as == "document" else ""
    if for_templates and document:
        raise UseError([Finding("O463", Place(), {"option": for_templates[0], "other": document})])
    if gaps and plan:
        raise UseError([Finding("O464", Place())])
    if gaps and form == "sarif":
        raise UseError([Finding("O462", Place())])


def _check_order(target: str, kind_of_file: str, data: str | None, kind: str | None) -> None:
    """Refuse a template that is given as the data of its data.

    Raises:
        UseError: The files have changed places.
    """
    if data and data.lower().endswith(_WORD) and kind_of_file == "plan":
        right = f"docgen check {data} --data {target}{f' --kind {kind}' if kind else ''}"
        raise UseError([Finding("O447", Place(target), {"right": right})])


def _check_use(
    kinds_of_file: Mapping[str, str], given: Sequence[str], for_documents: Sequence[str], *, with_plan: bool
) -> None:
    if with_plan and "document" not in kinds_of_file.values():
        raise UseError([Finding("O460", Place())])
    for target, kind_of_file in kinds_of_file.items():
        if for_documents and kind_of_file in ("template", "frame"):
            args = {"option": for_documents[0], "found": _FOUND[kind_of_file]}
            raise UseError([Finding("O461", Place(target), args)])
        wrong = {"template": [], "frame": [name for name in given if name != "--kind"]}.get(kind_of_file, given)
        if wrong:
            args = {"option": wrong[0], "found": _FOUND[kind_of_file]}
            raise UseError([Finding("O408", Place(target), args)])
    copies = [name for name in given if name in ("--annotate", "--fix")]
    if copies and len(kinds_of_file) > 1:
        raise UseError([Finding("O431", Place(), {"option": copies[0], "count": len(kinds_of_file)})])


def _data(data: str | None, kind: str | None, remarks: list[Finding]) -> Mapping[str, Any] | Plan | None:
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


def _check_outputs(outputs: list[str], inputs: list[str]) -> None:
    """Refuse outputs that are no Word files, that are inputs, or that are one file.

    Raises:
        UseError: One of them is.
    """
    for out in outputs:
        check_document(Path(out))
        if _file(out) in map(_file, inputs):
            raise UseError([Finding("O402", Place(out))])
    if len(set(map(_file, outputs))) < len(outputs):
        raise UseError([Finding("O410", Place(outputs[-1]))])


def _file(path: str) -> str:
    """Return what tells one file from another; names that differ in capitals alone are one file on many systems."""
    return str(Path(path).resolve()).lower()


def _mend(voice: Voice, target: str, out: str, check: Callable[[bytes], list[Finding]], *, force: bool) -> None:
    """Write the mended copy and tell what was mended, and what remains; nothing is written when there is nothing to mend."""
    notes: list[Finding] = []
    copy = mend_template(target, notes)
    voice.findings(notes, most=None)
    if notes:
        _write(voice, out, copy, force=force)
        left = len(errors(check(copy)))
        print(voice(N_("errors that remain in {path}: {errors}"), path=out, errors=left), file=sys.stderr)
    else:
        print(voice(N_("nothing to mend, so {path} was not written"), path=out), file=sys.stderr)


def _write(voice: Voice, out: str, document: bytes, *, force: bool) -> None:
    written = write_document(Path(out), document, force=force)
    print(voice(N_("wrote {path}"), path=written), file=sys.stderr)


def _report(voice: Voice, found: list[Finding], form: str, decided: Sequence[str]) -> None:
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


def _report_gaps(voice: Voice, found: list[Finding], kinds_of_file: Mapping[str, str], form: str) -> list[Finding]:
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

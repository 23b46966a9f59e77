"""``docgen check``: what can be said about plans, templates and frame files before anything is built."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from docgen.api import (
    annotate_template,
    check_frame,
    check_plan,
    check_template,
    fields_of,
    kinds_in,
    load_data,
    load_plan,
    mend_template,
    template_notes,
)
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import ExitCode, FileError, LimitError, PlanError, TemplateMissingError, UseError
from docgen.files import check_document, write_document
from docgen.findings import Finding, Place, Severity, errors
from docgen.plan.model import Plan

_FOUND = {"plan": N_("plan"), "frame": N_("frame file")}
_WORD = (".docx", ".dotx", ".docm", ".doc", ".wps")


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "check",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["targets"], metavar="PLAN|TEMPLATE|FRAME...", nargs=-1, required=True),
            click.Option(
                ["--as", "taken_as"],
                type=click.Choice(["plan", "template", "frame"]),
                help=voice(N_("What the files are, when their names do not tell.")),
            ),
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
    data: str | None,
    kind: str | None,
    form: str,
    annotate: str | None,
    fix: str | None,
    force: bool,
    strict: bool,
) -> int:
    """Check and report."""
    options = {"--data": data, "--kind": kind, "--annotate": annotate, "--fix": fix}
    kinds_of_file = {target: taken_as or _kind_of_file(target) for target in targets}
    if data and data.lower().endswith(_WORD) and kinds_of_file[targets[0]] == "plan":
        right = f"docgen check {data} --data {targets[0]}{f' --kind {kind}' if kind else ''}"
        raise UseError([Finding("O447", Place(targets[0]), {"right": right})])
    _check_use(kinds_of_file, [name for name, value in options.items() if value])
    _check_outputs([path for path in (annotate, fix) if path], [path for path in (*targets, data) if path])
    remarks: list[Finding] = []
    given = _data(data, kind, remarks)
    found: list[Finding] = []
    notes: list[Finding] = []
    code = ExitCode.DONE
    for target, kind_of_file in kinds_of_file.items():
        try:
            told = _checked(target, kind_of_file, given, kind)
        except (FileError, LimitError, TemplateMissingError) as exc:
            if len(kinds_of_file) == 1:
                raise
            told, code = exc.findings, max(code, exc.exit_code)
        if data and isinstance(given, Mapping) and any(finding.code == "T201" for finding in told):
            told = _of_plan_as_data(told, data)
        found += [finding for finding in told if finding not in found]
        if kind_of_file == "template":
            notes += template_notes(target, looked_up=bool(data or kind))
    _report(voice, [*found, *remarks, *notes], form)
    target = targets[0]
    if annotate:
        _write(voice, annotate, annotate_template(target, found, voice.language), force=force)
    if fix:
        _mend(voice, target, fix, lambda copy: check_template(copy, given, kind=kind), force=force)
    return max(code, ExitCode.REFUSED if errors(found) or (strict and (found or remarks)) else ExitCode.DONE)


def _kind_of_file(target: str) -> str:
    name = target.lower()
    return "template" if name.endswith(_WORD) else "frame" if name.endswith(".frame.yaml") else "plan"


def _check_use(kinds_of_file: Mapping[str, str], given: Sequence[str]) -> None:
    for target, kind_of_file in kinds_of_file.items():
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


def _checked(target: str, kind_of_file: str, data: Mapping[str, Any] | Plan | None, kind: str | None) -> list[Finding]:
    if kind_of_file == "template":
        return check_template(target, data, kind=kind)
    return check_frame(target) if kind_of_file == "frame" else check_plan(target)


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


def _report(voice: Voice, found: list[Finding], form: str) -> None:
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
        voice.done(voice(N_("errors: {errors}, warnings: {warnings}"), errors=len(errors(found)), warnings=warnings))

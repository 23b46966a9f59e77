"""``docgen check``: what can be said about a plan or a template before anything is built."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from docgen.api import annotate_template, check_plan, check_template, load_data, mend_template
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import ExitCode, UseError
from docgen.files import check_suffix, write_document
from docgen.findings import Finding, Place, errors

_WORD = (".docx", ".dotx", ".docm", ".doc", ".wps")


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "check",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["target"], metavar="PLAN|TEMPLATE"),
            click.Option(
                ["--as", "taken_as"],
                type=click.Choice(["plan", "template"]),
                help=voice(N_("What the file is, when its name does not tell.")),
            ),
            click.Option(
                ["--data"],
                metavar="FILE",
                help=voice(N_("Data for a template, YAML or JSON: names are looked up in them and a fill is tried.")),
            ),
            click.Option(
                ["--kind"],
                metavar="KIND",
                help=voice(N_("Kind that a template is for, such as speech: names are looked up in its fields.")),
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
    target: str,
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
    _check_outputs([path for path in (annotate, fix) if path], [path for path in (target, data) if path])
    remarks: list[Finding] = []
    if (taken_as or ("template" if target.lower().endswith(_WORD) else "plan")) == "template":
        values = None if data is None else load_data(data, remarks=remarks)
        found = check_template(target, values, kind=kind)
    else:
        options = {"--data": data, "--kind": kind, "--annotate": annotate, "--fix": fix}
        given = next((name for name, value in options.items() if value), None)
        if given:
            raise UseError([Finding("O408", Place(target), {"option": given})])
        found = check_plan(target)
    _report(voice, [*found, *remarks], form)
    if annotate:
        _write(voice, annotate, annotate_template(target, found, voice.language), force=force)
    if fix:
        _mend(voice, target, fix, force=force)
    return ExitCode.REFUSED if errors(found) or (strict and (found or remarks)) else ExitCode.DONE


def _check_outputs(outputs: list[str], inputs: list[str]) -> None:
    """Refuse outputs that are no Word files, that are inputs, or that are one file.

    Raises:
        UseError: One of them is.
    """
    for out in outputs:
        check_suffix(Path(out))
        if _file(out) in map(_file, inputs):
            raise UseError([Finding("O402", Place(out))])
    if len(set(map(_file, outputs))) < len(outputs):
        raise UseError([Finding("O410", Place(outputs[-1]))])


def _file(path: str) -> str:
    """Return what tells one file from another; names that differ in capitals alone are one file on many systems."""
    return str(Path(path).resolve()).lower()


def _mend(voice: Voice, target: str, out: str, *, force: bool) -> None:
    """Write the mended copy and tell what was mended; nothing is written when there is nothing to mend."""
    notes: list[Finding] = []
    copy = mend_template(target, notes)
    voice.findings(notes, most=None)
    if notes:
        _write(voice, out, copy, force=force)
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
        bad = len(errors(found))
        voice.done(voice(N_("errors: {errors}, warnings: {warnings}"), errors=bad, warnings=len(found) - bad))

"""``docgen check``: what can be said about a plan before anything is built."""

from __future__ import annotations

import click

from docgen.api import check_plan
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import ExitCode
from docgen.findings import errors


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "check",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["plan"], metavar="PLAN"),
            click.Option(
                ["--format", "form"],
                type=click.Choice(["text", "json"]),
                default="text",
                help=voice(N_("How findings are printed.")),
            ),
            click.Option(["--strict"], is_flag=True, help=voice(N_("Exit with 1 on warnings too."))),
        ],
    )


def run(voice: Voice, *, plan: str, form: str, strict: bool) -> int:
    """Check and report."""
    found = check_plan(plan)
    bad = errors(found)
    if form == "json":
        voice.done(voice.as_json(found))
    else:
        for finding in found:
            voice.done(voice.line(finding))
        counts = {"errors": len(bad), "warnings": len(found) - len(bad)}
        voice.done(voice(N_("errors: {errors}, warnings: {warnings}"), **counts))
    return ExitCode.REFUSED if bad or (strict and found) else ExitCode.DONE

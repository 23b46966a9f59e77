"""``docgen explain``: what a finding means, why it matters, and what is right."""

from __future__ import annotations

import click

from docgen.catalogue.base import N_
from docgen.catalogue.whole import CATALOGUE
from docgen.cli.say import Voice
from docgen.errors import ExitCode, UseError
from docgen.findings import Finding, Place, nearest
from docgen.reports.rules import explained, listed


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "explain",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["codes"], metavar="CODE...", nargs=-1),
            click.Option(
                ["--list", "all_rules"], is_flag=True, help=voice(N_("List every rule of format, a line a rule."))
            ),
        ],
    )


def run(voice: Voice, *, codes: tuple[str, ...], all_rules: bool) -> int:
    """Explain each code, or list the rules."""
    if all_rules or not codes:
        voice.done(listed(voice.language))
    for number, code in enumerate(codes):
        known = code.upper()
        if known not in CATALOGUE:
            args = {"code": code, "near": nearest(known, CATALOGUE)}
            raise UseError([Finding("O466", Place(), args)])
        voice.done(("\n" if number else "") + explained(known, voice.language))
    return ExitCode.DONE

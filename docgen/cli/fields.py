"""``docgen fields``: every name that a template author may use."""

from __future__ import annotations

import json

import click

from docgen.api import fields_of
from docgen.cli.say import Voice
from docgen.messages import N_


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "fields",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["kind"], metavar="KIND"),
            click.Option(
                ["--format", "form"],
                type=click.Choice(["text", "json"]),
                default="text",
                help=voice(N_("How the list is printed.")),
            ),
        ],
    )


def run(voice: Voice, *, kind: str, form: str) -> int:
    """Print the names with a sentence and an example each."""
    rows = [{"name": f.name, "sentence": voice.plain(f.sentence), "example": f.example} for f in fields_of(kind)]
    if form == "json":
        voice.done(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        voice.done(f"{row['name']:<18} {row['sentence']}\n{'':<18} {row['example']}")
    return 0

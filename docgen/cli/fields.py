"""``docgen fields``: every name that a template author may use, and the filters of our own, as a list or as a Word page of tags."""

from __future__ import annotations

import json
from pathlib import Path

import click

from docgen.api import field_page, fields_of
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.file_names import check_document
from docgen.files import write_document
from docgen.press.derived import DERIVED


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
            click.Option(
                ["--docx"],
                metavar="FILE",
                help=voice(N_("Write a Word page of ready-formatted tags to copy from instead.")),
            ),
            click.Option(
                ["--force"],
                is_flag=True,
                help=voice(N_("Replace a file that somebody edited; the old one is kept as .bak.")),
            ),
        ],
    )


def run(voice: Voice, *, kind: str, form: str, docx: str | None, force: bool) -> int:
    """Print the names with a sentence and an example each, or write the page."""
    if docx is not None:
        target = Path(docx)
        check_document(target)
        page = field_page(kind, voice.language)
        voice.done(voice(N_("wrote {path}"), path=write_document(target, page, force=force)))
        return 0
    rows = [{"name": f.name, "sentence": voice.plain(f.sentence), "example": f.example} for f in fields_of(kind)]
    rows += [{"name": f"|{d.name}", "sentence": voice.plain(d.sentence), "example": d.example} for d in DERIVED]
    if form == "json":
        voice.done(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        voice.done(f"{row['name']:<{width}} {row['sentence']}\n{'':<{width}} {row['example']}")
    return 0

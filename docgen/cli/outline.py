"""``docgen outline``: a Word file as readable text, beside it."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.api import outline
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.files import write_text


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "outline",
        callback=lambda files: run(voice, files),
        params=[click.Argument(["files"], metavar="FILE...", nargs=-1, required=True)],
    )


def run(voice: Voice, files: tuple[str, ...]) -> int:
    """Write the outlines; one that is there already is replaced."""
    made = [(Path(name).with_suffix(".outline.txt"), outline(name)) for name in files]
    for path, text in made:
        voice.done(voice(N_("wrote {path}"), path=write_text(path, text, force=True, keep=False)))
    return 0

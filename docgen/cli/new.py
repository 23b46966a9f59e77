"""``docgen new``: a short plan to start from."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.api import starter_plan
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.file_names import check_plan_suffix
from docgen.files import write_text


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "new",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["file"], metavar="FILE"),
            click.Option(["--force"], is_flag=True, help=voice(N_("Replace the file when it is there."))),
        ],
    )


def run(voice: Voice, *, file: str, force: bool) -> int:
    """Write the starter plan."""
    target = Path(file)
    check_plan_suffix(target)
    write_text(target, starter_plan(), force=force)
    voice.done(voice(N_("wrote {path}"), path=target))
    voice.done(voice(N_("next: docgen build {path}"), path=target))
    return 0

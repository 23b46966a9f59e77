"""``docgen fill``: any template, any data."""

from __future__ import annotations

import os
from pathlib import Path

import click

from docgen.api import load_data
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import UseError
from docgen.file_names import check_document
from docgen.files import write_document
from docgen.findings import Finding, Place
from docgen.press.template import Template


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "fill",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["template"], metavar="TEMPLATE"),
            click.Argument(["data"], metavar="DATA"),
            click.Option(
                ["-o", "--out"],
                metavar="PATH",
                required=True,
                help=voice(N_("The .docx to write, or a folder: the file gets the name of the template.")),
            ),
            click.Option(
                ["--force"],
                is_flag=True,
                help=voice(N_("Replace a file that somebody edited; the old one is kept as .bak.")),
            ),
        ],
    )


_DATA = (".yaml", ".yml", ".json")


def run(voice: Voice, *, template: str, data: str, out: str, force: bool) -> int:
    """Fill and write."""
    if template.lower().endswith(_DATA) and data.lower().endswith(".docx"):
        right = f"docgen fill {data} {template} --out {out}"
        raise UseError([Finding("O447", Place(template), {"right": right})])
    target = _target(out, template)
    check_document(target)
    if target.resolve() in (Path(template).resolve(), Path(data).resolve()):
        raise UseError([Finding("O402", Place(out))])
    opened = Template(template)
    remarks: list[Finding] = []
    values = load_data(data, remarks=remarks)
    document = opened.render(values, verify=True, undefined="collect", remarks=remarks)
    voice.findings([*opened.warnings, *remarks])
    voice.done(voice(N_("wrote {path}"), path=write_document(target, document, force=force)))
    return 0


def _target(out: str, template: str) -> Path:
    """Return the file to write; in a folder, under the name of the template."""
    is_folder = out.endswith(("/", os.sep)) or Path(out).is_dir()
    return Path(out) / f"{Path(template).stem}.docx" if is_folder else Path(out)

"""``docgen gaps``: what a plan leaves open as sheets to fill in, and the filled sheets back into the plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import LedgerError, UseError
from docgen.file_names import check_workbook, safe_name
from docgen.files import one_of, planned_refusal, refuse
from docgen.findings import Finding, Place
from docgen.ledgers.gap_answers import fill_gaps
from docgen.ledgers.gaps import GapSheet, gap_sheet, gap_sheets


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "gaps",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["plan"], metavar="PLAN"),
            click.Option(
                ["--by-owner"],
                is_flag=True,
                help=voice(N_("A sheet for each who must fill gaps, {{stem}}-gaps-{{owner}}.xlsx.")),
            ),
            click.Option(
                ["-o", "--out"],
                metavar="PATH",
                help=voice(
                    N_(
                        "Folder, or without --by-owner the .xlsx; {{stem}}-gaps.xlsx in the current folder when left out."
                    )
                ),
            ),
            click.Option(
                ["--update", "sheets"],
                multiple=True,
                metavar="SHEET",
                help=voice(N_("Take a filled sheet back into the plan; again for several.")),
            ),
            click.Option(
                ["--dry-run"], is_flag=True, help=voice(N_("With --update: show what would change, and write nothing."))
            ),
            click.Option(
                ["--force"],
                is_flag=True,
                help=voice(N_("Replace files that somebody edited; the old one is kept as .bak.")),
            ),
        ],
    )


def run(
    voice: Voice, *, plan: str, by_owner: bool, out: str | None, sheets: tuple[str, ...], dry_run: bool, force: bool
) -> int:
    """Make the sheets, or take them back."""
    if sheets:
        given = {"--by-owner": by_owner, "--out": out is not None, "--force": force}
        for option in (option for option, is_given in given.items() if is_given):
            raise UseError([Finding("O476", Place(), {"option": option, "other": "--update"})])
        return _update(voice, plan, sheets, dry_run=dry_run)
    if dry_run:
        raise UseError([Finding("O477", Place(), {"option": "--dry-run", "other": "--update"})])
    targets = _by_owner(Path(plan), out) if by_owner else _in_one(Path(plan), out)
    refuse((planned_refusal(path, sheet.data) for path, sheet in targets.items()), force=force)
    for number, (path, sheet) in enumerate(targets.items()):
        count = len(sheet.gaps)
        with one_of([*targets], number):
            voice.done(voice(N_("wrote {path}: {count} open"), path=sheet.save(path, force=force), count=count))
    if not targets:
        voice.done(voice(N_("the plan leaves nothing open; nothing was written")))
    return 0


def _in_one(plan: Path, out: str | None) -> Mapping[Path, GapSheet]:
    name = f"{safe_name(plan.stem)}-gaps.xlsx"
    target = Path(out if out is not None else name)
    if target.is_dir():
        target /= name
    check_workbook(target)
    sheet = gap_sheet(plan)
    return {target: sheet} if sheet.gaps else {}


def _by_owner(plan: Path, out: str | None) -> Mapping[Path, GapSheet]:
    folder = Path(out if out is not None else ".")
    if folder.suffix.lower() == ".xlsx" or folder.is_file():
        raise UseError([Finding("O484", Place(str(folder)))])
    targets: dict[Path, GapSheet] = {}
    owners: dict[str, str] = {}
    for owner, sheet in gap_sheets(plan).items():
        name = safe_name(f"{plan.stem}-gaps-{owner}")
        first = owners.setdefault(name.casefold(), owner)
        if first != owner:
            raise LedgerError([Finding("L168", Place(str(plan)), {"first": first, "second": owner})])
        targets[folder / f"{name}.xlsx"] = sheet
    return targets


def _update(voice: Voice, plan: str, sheets: tuple[str, ...], *, dry_run: bool) -> int:
    filled = fill_gaps(plan, sheets)
    if filled.after == filled.before:
        voice.done(voice(N_("the sheets hold nothing that is new to the plan; nothing was written")))
    elif dry_run:
        voice.done(filled.diff())
    else:
        voice.done(voice(N_("wrote {path}: {count} filled"), path=filled.save(), count=len(filled.answers)))
    voice.findings(filled.findings)
    voice.done(voice(N_("still open: {count}"), count=len(filled.open)))
    return 0

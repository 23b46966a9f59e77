"""``docgen ledger``: the task ledger of plans, and the way back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import UseError
from docgen.file_names import check_plan_suffix, check_workbook, safe_name
from docgen.files import one_of, planned_refusal, refuse, write_text
from docgen.findings import Finding, Place
from docgen.ledgers.ledger import Ledger, ledger, ledger_by_unit
from docgen.ledgers.next import next_plan
from docgen.ledgers.update import Edit, update_plans
from docgen.limits import IN_FORCE
from docgen.numerals import parse_date
from docgen.plan.units import OF_NOBODY
from docgen.plan.validate import load_plan

_NAME = "ledger"


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        _NAME,
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["plans"], metavar="PLAN...", nargs=-1, required=True),
            click.Option(
                ["-o", "--out"],
                metavar="PATH",
                help=voice(
                    N_(
                        "Workbook to write, or the folder for it. When left out, a name from the plan in the current folder."
                    )
                ),
            ),
            click.Option(
                ["--as-of"],
                metavar="DAY",
                help=voice(
                    N_("Day on which it counts what is overdue, such as 2026-06-30; else the day it is opened.")
                ),
            ),
            click.Option(
                ["--title"], metavar="TEXT", help=voice(N_("Title of the ledger; else that of the plan's task table."))
            ),
            click.Option(
                ["--by-unit"],
                is_flag=True,
                help=voice(N_("A ledger for each lead unit, with its measures alone, into the folder --out.")),
            ),
            click.Option(
                ["--update", "sheets"],
                multiple=True,
                metavar="SHEET",
                help=voice(
                    N_(
                        "Write status, progress, cross-off days and remarks of a returned ledger into the plan; again for several."
                    )
                ),
            ),
            click.Option(
                ["--dry-run"], is_flag=True, help=voice(N_("With --update: show what would change, and write nothing."))
            ),
            click.Option(
                ["--next", "begin_next"],
                is_flag=True,
                help=voice(
                    N_(
                        "Start the next plan from this one: what was crossed off becomes evidence, what is overdue a problem, the rest tasks."
                    )
                ),
            ),
            click.Option(
                ["--force"],
                is_flag=True,
                help=voice(N_("Replace files that somebody filled in; the old one is kept as .bak.")),
            ),
        ],
    )


def run(
    voice: Voice,
    *,
    plans: tuple[str, ...],
    out: str | None,
    as_of: str | None,
    title: str | None,
    by_unit: bool,
    sheets: tuple[str, ...],
    dry_run: bool,
    begin_next: bool,
    force: bool,
) -> int:
    """Write a ledger, take one back, or begin the next plan."""
    day = _day(as_of)
    if dry_run and not sheets:
        raise UseError([Finding("O477", Place(), {"option": "--dry-run", "other": "--update"})])
    if sheets:
        _check_alone(
            "--update",
            {
                "--out": out,
                "--as-of": as_of,
                "--title": title,
                "--by-unit": by_unit,
                "--next": begin_next,
                "--force": force,
            },
        )
        return _take_back(voice, plans, _workbooks(sheets), dry_run=dry_run)
    if begin_next:
        _check_alone("--next", {"--title": title, "--by-unit": by_unit})
        return _begin_next(voice, plans, out, day, force=force)
    made = _named(plans, out, day, title, by_unit=by_unit)
    inputs = {Path(plan).resolve() for plan in plans}
    for target in made:
        if target.resolve() in inputs:
            raise UseError([Finding("O402", Place(str(target)))])
    refuse([planned_refusal(target, one.data) for target, one in made.items()], force=force)
    for number, (target, one) in enumerate(made.items()):
        with one_of([*made], number):
            one.save(target, force=force)
        voice.done(voice(N_("wrote {path}: {count} measures"), path=target, count=len(one.rows)))
    voice.findings(next(iter(made.values())).findings)
    return 0


def _day(words: str | None) -> datetime.date | None:
    if words is None:
        return None
    try:
        day = parse_date(words.strip())
    except ValueError:
        day = None
    if day is None:
        raise UseError(
            [Finding("O409", Place(), {"name": "--as-of", "value": words, "known": "2026-06-30, 2026年6月30日"})]
        )
    return day


def _workbooks(sheets: Sequence[str]) -> list[str]:
    """Return sheets with the workbooks of each folder in its place."""
    found: list[str] = []
    for sheet in sheets:
        folder = Path(sheet)
        inside = sorted(str(path) for path in folder.glob("*.xlsx") if path.name[:2] != "~$") if folder.is_dir() else []
        found += inside or [sheet]
    return found


def _check_alone(option: str, others: dict[str, object]) -> None:
    """Refuse options that mean nothing beside one."""
    for other, value in others.items():
        if value:
            raise UseError([Finding("O476", Place(), {"option": option, "other": other})])


def _named(
    plans: Sequence[str], out: str | None, day: datetime.date | None, title: str | None, *, by_unit: bool
) -> dict[Path, Ledger]:
    """Return the ledgers to write, by their files."""
    stem = f"{Path(plans[0]).stem}-{_NAME}" if len(plans) == 1 else _NAME
    loaded = [load_plan(plan) for plan in plans]
    if not by_unit:
        return {_target(out, f"{stem}.xlsx"): ledger(loaded, as_of=day, title=title)}
    folder = Path(out or ".")
    if folder.suffix.lower() == ".xlsx":
        raise UseError([Finding("O473", Place(str(folder)))])
    made: dict[Path, Ledger] = {}
    taken: dict[str, str] = {}
    for unit, one in ledger_by_unit(loaded, as_of=day, title=title).items():
        name = unit or OF_NOBODY
        target = folder / f"{safe_name(f'{stem}-{name}')}.xlsx"
        other = taken.setdefault(str(target).lower(), name)
        if other != name:
            raise UseError([Finding("O472", Place(str(target)), {"unit": name, "other": other})])
        made[target] = one
    return made


def _target(out: str | None, name: str) -> Path:
    """Return the file to write: the one that is named, or one in the folder that is named."""
    path = Path(out) if out is not None else Path(name)
    if path.is_dir() or (out is not None and out.endswith(("/", "\\"))):
        return path / name
    check_workbook(path)
    return path


def _begin_next(voice: Voice, plans: Sequence[str], out: str | None, day: datetime.date | None, *, force: bool) -> int:
    """Write the plan that follows one."""
    if len(plans) > 1:
        raise UseError([Finding("O478", Place(), {"count": len(plans)})])
    plan = Path(plans[0])
    target = Path(out or f"{plan.stem}-next.yaml")
    if target.is_dir():
        target /= f"{plan.stem}-next.yaml"
    check_plan_suffix(target)
    if target.resolve() == plan.resolve():
        raise UseError([Finding("O402", Place(str(target)))])
    text = next_plan(load_plan(plan), day or datetime.date.today())
    voice.done(voice(N_("wrote {path}"), path=write_text(target, text, force=force)))
    return 0


def _take_back(voice: Voice, plans: Sequence[str], sheets: Sequence[str], *, dry_run: bool) -> int:
    updates = update_plans(plans, sheets, limits=IN_FORCE.get())
    for update in updates:
        if dry_run:
            if update.changes:
                voice.done(update.diff())
        else:
            update.save()
            for change in update.changes:
                voice.done(_line(voice, change))
        count = len(update.changes)
        if not dry_run and count:
            voice.done(voice(N_("wrote {path}: {count} changes"), path=update.path, count=count))
        elif not count:
            voice.done(voice(N_("{path}: nothing changes"), path=update.path))
        voice.findings(update.findings)
    return 0


_TERMS = {"status": N_("status"), "progress": N_("progress"), "closed": N_("crossed off"), "memo": N_("remark")}
_FIRST = 16  # characters of a measure, and of a value, that a line quotes


def _line(voice: Voice, change: Edit) -> str:
    """Return one change as a line: the measure, the field, what it was and what it is."""
    nothing = voice(N_("nothing"))
    before, after = (_short(words) or nothing for words in (change.before, change.after))
    return f"  {change.id} {_short(change.measure)} {voice(_TERMS[change.field])}: {before} → {after}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _FIRST else f"{line[:_FIRST]}…"

"""``docgen build``: the documents of a plan, all of them or none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from pathlib import Path

import click

from docgen.api import Built, build, build_by_unit, kinds_in, load_plan, not_printed, template_dir, to_pdf, unfinished
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import GapError, PlanError, UseError, as_errors
from docgen.file_names import check_suffix, safe_name
from docgen.files import one_of, planned_refusal, refuse
from docgen.findings import Finding, Place, in_order
from docgen.kinds import find_kind
from docgen.kinds.facts import told_once
from docgen.plan.model import Plan
from docgen.plan.units import OF_NOBODY, lead_units

_NAME = "{stem}-{kind}"
_NAME_BY_UNIT = "{stem}-{kind}-{unit}"


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "build",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["plan"], metavar="PLAN"),
            click.Option(
                ["--kind", "kinds"],
                multiple=True,
                metavar="KIND",
                help=voice(
                    N_(
                        "speech, notice, meeting_notice or minutes; again for several. All that the plan has when left out."
                    )
                ),
            ),
            click.Option(
                ["--template"],
                metavar="FILE",
                help=voice(N_("Word template instead of the shipped one; for one kind.")),
            ),
            click.Option(
                ["-o", "--out"],
                metavar="PATH",
                default=".",
                help=voice(N_("Folder, or a .docx when one kind is built. The current folder when left out.")),
            ),
            click.Option(
                ["--by-unit"],
                is_flag=True,
                help=voice(
                    N_(
                        "One document for each unit that leads measures, with these alone: the notice, addressed to the unit, or --kind minutes."
                    )
                ),
            ),
            click.Option(
                ["--name"],
                metavar="PATTERN",
                help=voice(
                    N_(
                        "File names, from {{stem}} (of the plan), {{kind}}, {{term}} (Chinese) and, with --by-unit, {{unit}}. Default: {{stem}}-{{kind}}, or {{stem}}-{{kind}}-{{unit}}."
                    )
                ),
            ),
            click.Option(
                ["--final"], is_flag=True, help=voice(N_("Refuse while a fact is missing: gaps, owners, deadlines."))
            ),
            click.Option(
                ["--force"],
                is_flag=True,
                help=voice(N_("Replace files that somebody edited; the old one is kept as .bak.")),
            ),
            click.Option(
                ["--pdf"], is_flag=True, help=voice(N_("Also make a PDF of each document, with LibreOffice."))
            ),
            click.Option(
                ["--report"],
                is_flag=True,
                help=voice(N_("List the texts of the plan that none of the documents says.")),
            ),
        ],
    )


def run(
    voice: Voice,
    *,
    plan: str,
    kinds: tuple[str, ...],
    template: str | None,
    out: str,
    by_unit: bool,
    name: str | None,
    final: bool,
    force: bool,
    pdf: bool,
    report: bool,
) -> int:
    """Build, check everything, then write."""
    loaded = load_plan(plan)
    usual = ["notice"] if by_unit else kinds_in(loaded)
    wanted = list(dict.fromkeys(find_kind(kind).name for kind in kinds)) or usual
    if not wanted:
        raise PlanError([Finding("P264", Place(plan))])
    pattern = name if name is not None else _NAME_BY_UNIT if by_unit else _NAME
    if by_unit:
        targets = _targets_by_unit(Path(plan), wanted, lead_units(loaded), Path(out), pattern)
    else:
        targets = _targets(Path(plan), wanted, Path(out), pattern)
    _check_use(wanted, template, plan, targets)
    built = _built(loaded, wanted, template, by_unit=by_unit, trace=report)
    findings = in_order(told_once([f for document in built for f in document.findings]))
    if final and unfinished(findings):
        raise GapError(as_errors(unfinished(findings)))
    refuse((planned_refusal(path, document.data) for path, document in zip(targets, built, strict=True)), force=force)
    if pdf:
        refuse((planned_refusal(path.with_suffix(".pdf")) for path in targets), force=force)
    for number, (path, document) in enumerate(zip(targets, built, strict=True)):
        with one_of(targets, number):
            voice.done(voice(N_("wrote {path}"), path=document.save(path, force=force)))
    voice.findings(findings)
    if pdf:
        for path in to_pdf(targets, force=force):
            voice.done(voice(N_("wrote {path}"), path=path))
    if report:
        silent = not_printed(loaded, built)
        for finding in silent:
            voice.done(voice.line(finding))
        voice.done(voice(N_("texts that no document says: {count}"), count=len(silent)))
    return 0


def _built(plan: Plan, kinds: list[str], template: str | None, *, by_unit: bool, trace: bool) -> list[Built]:
    """Return the documents in the order of their targets."""
    if not by_unit:
        return [build(plan, kind, template, trace=trace) for kind in kinds]
    return [document for kind in kinds for document in build_by_unit(plan, kind, template, trace=trace).values()]


def _targets(plan: Path, kinds: list[str], out: Path, pattern: str) -> list[Path]:
    if out.suffix.lower() == ".docx":
        if len(kinds) != 1:
            raise UseError([Finding("O401", Place(str(out)), {"count": len(kinds)})])
        return [out]
    check_suffix(out)
    targets = [_target(out, pattern, _words(plan, kind)) for kind in kinds]
    if len({str(path).lower() for path in targets}) < len(targets):
        raise UseError([Finding("O404", Place(pattern))])
    return targets


def _targets_by_unit(plan: Path, kinds: list[str], units: Iterable[str], out: Path, pattern: str) -> list[Path]:
    if out.suffix.lower() == ".docx":
        raise UseError([Finding("O473", Place(str(out)))])
    check_suffix(out)
    if "{unit}" not in pattern:
        raise UseError([Finding("O471", Place(pattern))])
    targets: list[Path] = []
    taken: dict[str, str] = {}  # unit by path
    for kind, unit in itertools.product(kinds, units):
        path = _target(out, pattern, {**_words(plan, kind), "{unit}": unit or OF_NOBODY})
        other = taken.setdefault(str(path).lower(), unit)
        if other != unit:
            args = {"unit": unit or OF_NOBODY, "other": other or OF_NOBODY}
            raise UseError([Finding("O472", Place(str(path)), args)])
        targets.append(path)
    if len(taken) < len(targets):
        raise UseError([Finding("O404", Place(pattern))])
    return targets


def _words(plan: Path, kind: str) -> dict[str, str]:
    return {"{stem}": plan.stem, "{kind}": kind, "{term}": find_kind(kind).term}


def _target(out: Path, pattern: str, words: dict[str, str]) -> Path:
    """Return where a document goes: the pattern with its fields filled in, as a file name."""
    unknown = re.sub("|".join(map(re.escape, words)), "", pattern)
    if "{" in unknown or "}" in unknown:
        field = re.search(r"\{[^{}]*\}?|\}", unknown)
        raise UseError([Finding("O405", Place(pattern), {"field": field.group() if field else pattern})])
    name = re.sub(r"\{\w+\}", lambda match: words[match.group()], pattern.removesuffix(".docx"))
    return out / f"{safe_name(name)}.docx"


def _check_use(kinds: list[str], template: str | None, plan: str, targets: list[Path]) -> None:
    if template is not None and len(kinds) > 1:
        raise UseError([Finding("O406", Place(template), {"count": len(kinds)})])
    inputs = [Path(plan).resolve(), *(Path(t).resolve() for t in [template] if t)]
    inputs += [(template_dir() / f"{kind}.docx").resolve() for kind in kinds]
    clash = [path for path in targets if path.resolve() in inputs]
    if clash:
        raise UseError([Finding("O402", Place(str(clash[0])))])

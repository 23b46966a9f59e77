"""``docgen build``: the documents of a plan, all of them or none."""

from __future__ import annotations

import re
from pathlib import Path

import click

from docgen.api import build, kinds_in, load_plan, not_printed, template_dir, to_pdf, unfinished
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import GapError, PlanError, UseError, as_errors
from docgen.files import check_suffix, planned_refusal, refuse, safe_name
from docgen.findings import Finding, Place, in_order
from docgen.kinds import find_kind
from docgen.kinds.facts import told_once

NAME = "{stem}-{kind}"


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
                ["--out"],
                metavar="PATH",
                default=".",
                help=voice(N_("Folder, or a .docx when one kind is built. The current folder when left out.")),
            ),
            click.Option(
                ["--name"],
                metavar="PATTERN",
                default=NAME,
                help=voice(
                    N_(
                        "File names, from {{stem}} (of the plan), {{kind}} and {{term}} (Chinese). Default: {{stem}}-{{kind}}."
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
    name: str,
    final: bool,
    force: bool,
    pdf: bool,
    report: bool,
) -> int:
    """Build, check everything, then write."""
    loaded = load_plan(plan)
    wanted = list(dict.fromkeys(find_kind(kind).name for kind in kinds)) or kinds_in(loaded)
    if not wanted:
        raise PlanError([Finding("P264", Place(plan))])
    targets = _targets(Path(plan), wanted, Path(out), name)
    _check_use(wanted, template, plan, targets)
    built = [build(loaded, kind, template, trace=report) for kind in wanted]
    findings = in_order(told_once([f for document in built for f in document.findings]))
    if final and unfinished(findings):
        raise GapError(as_errors(unfinished(findings)))
    refuse((planned_refusal(path, document.data) for path, document in zip(targets, built, strict=True)), force=force)
    if pdf:
        refuse((planned_refusal(path.with_suffix(".pdf")) for path in targets), force=force)
    for path, document in zip(targets, built, strict=True):
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


def _targets(plan: Path, kinds: list[str], out: Path, pattern: str) -> list[Path]:
    if out.suffix.lower() == ".docx":
        if len(kinds) != 1:
            raise UseError([Finding("O401", Place(str(out)), {"count": len(kinds)})])
        return [out]
    check_suffix(out)
    targets = [out / f"{safe_name(_name(pattern, plan.stem, kind))}.docx" for kind in kinds]
    if len({str(path).lower() for path in targets}) < len(targets):
        raise UseError([Finding("O404", Place(pattern))])
    return targets


def _name(pattern: str, stem: str, kind: str) -> str:
    words = {"{stem}": stem, "{kind}": kind, "{term}": find_kind(kind).term}
    unknown = re.sub("|".join(map(re.escape, words)), "", pattern)
    if "{" in unknown or "}" in unknown:
        field = re.search(r"\{[^{}]*\}?|\}", unknown)
        raise UseError([Finding("O405", Place(pattern), {"field": field.group() if field else pattern})])
    return re.sub(r"\{\w+\}", lambda match: words[match.group()], pattern.removesuffix(".docx"))


def _check_use(kinds: list[str], template: str | None, plan: str, targets: list[Path]) -> None:
    if template is not None and len(kinds) > 1:
        raise UseError([Finding("O406", Place(template), {"count": len(kinds)})])
    inputs = [Path(plan).resolve(), *(Path(t).resolve() for t in [template] if t)]
    inputs += [(template_dir() / f"{kind}.docx").resolve() for kind in kinds]
    clash = [path for path in targets if path.resolve() in inputs]
    if clash:
        raise UseError([Finding("O402", Place(str(clash[0])))])

"""``docgen check``: what can be said about plans, templates, frame files and finished documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from docgen.agreement.compare import compare_documents
from docgen.agreement.gaps import as_final
from docgen.api import load_phrases, load_plan
from docgen.baseline import baseline_of, new_since
from docgen.catalogue.base import N_
from docgen.checking import annotate_template, check_template
from docgen.cli.check.copies import check_outputs, mend, mend_document, scrub_copy, write
from docgen.cli.check.reported import check_reports, write_report
from docgen.cli.check.shown import report, report_gaps
from docgen.cli.check.sort import check_finished, check_options, check_order, check_use, may_be_both, sort_of
from docgen.cli.check.told import Told, data_of
from docgen.cli.say import Voice
from docgen.errors import ExitCode
from docgen.files import read_file, write_text
from docgen.findings import Finding, Severity, errors
from docgen.rules.house import House, load_house


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "check",
        callback=lambda **options: run(voice, Asked(**options)),
        params=[
            click.Argument(["targets"], metavar="PLAN|TEMPLATE|FRAME|DOCUMENT...", nargs=-1, required=True),
            click.Option(
                ["--as", "taken_as"],
                type=click.Choice(["plan", "template", "frame", "document"]),
                help=voice(N_("What the files are, when their names do not tell.")),
            ),
            click.Option(
                ["--plan"],
                metavar="PLAN",
                help=voice(
                    N_(
                        "The plan of finished documents: their figures, deadlines and units are compared with it. Without it, several documents are compared with one another."
                    )
                ),
            ),
            click.Option(
                ["--final"], is_flag=True, help=voice(N_("Take open gaps of plans and finished documents for errors."))
            ),
            click.Option(["--gaps"], is_flag=True, help=voice(N_("List open gaps alone, by who must fill them."))),
            click.Option(
                ["--data"],
                metavar="FILE",
                help=voice(
                    N_(
                        "Data for a template, YAML or JSON, or with --kind a plan: names are looked up in them and a fill is tried."
                    )
                ),
            ),
            click.Option(
                ["--kind"],
                metavar="KIND",
                help=voice(
                    N_(
                        "Kind that a template is for, such as speech: names are looked up in its fields, and the frame file beside it is checked."
                    )
                ),
            ),
            click.Option(
                ["--phrases"],
                metavar="FILE",
                help=voice(
                    N_(
                        "Fixed phrases with numerals that announce nothing, for plans and documents: YAML with a list `phrases`."
                    )
                ),
            ),
            click.Option(
                ["--house"],
                metavar="FILE",
                help=voice(
                    N_(
                        "House style for finished documents, YAML: what the office wants otherwise than the standard, and which findings it accepts."
                    )
                ),
            ),
            click.Option(
                ["--render"],
                is_flag=True,
                help=voice(N_("Print finished documents with LibreOffice too, and measure the pages.")),
            ),
            click.Option(
                ["--report"],
                metavar="FILE",
                multiple=True,
                help=voice(
                    N_(
                        "Write what the rules of format say of every spot of a finished document: .html to staple to the draft, .json or .sarif for programs. May be given again."
                    )
                ),
            ),
            click.Option(
                ["--privacy"],
                is_flag=True,
                help=voice(
                    N_("Tell what travels unseen in finished documents: comments, changes, hidden text, names.")
                ),
            ),
            click.Option(
                ["--scrub"],
                metavar="OUT.docx",
                help=voice(N_("Write a copy of a finished document without what travels unseen.")),
            ),
            click.Option(
                ["--baseline"],
                metavar="FILE",
                help=voice(N_("Tell only what a baseline does not have, for folders of old documents.")),
            ),
            click.Option(
                ["--write-baseline"],
                metavar="FILE",
                help=voice(N_("Write what is found as a baseline.")),
            ),
            click.Option(
                ["--format", "form"],
                type=click.Choice(["text", "json", "sarif"]),
                default="text",
                help=voice(N_("How findings are printed.")),
            ),
            click.Option(
                ["--annotate"],
                metavar="OUT.docx",
                help=voice(
                    N_("Write a copy of a template or a finished document with a Word comment at each finding.")
                ),
            ),
            click.Option(
                ["--fix"],
                metavar="OUT.docx",
                help=voice(
                    N_(
                        "Write a copy in which plain typing slips of a template's tags, or the mechanical faults of a finished document's form, are mended."
                    )
                ),
            ),
            click.Option(
                ["--force"],
                is_flag=True,
                help=voice(N_("Replace a file that somebody edited; the old one is kept as .bak.")),
            ),
            click.Option(["--strict"], is_flag=True, help=voice(N_("Exit with 1 on warnings too."))),
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command was called with, an option an attribute."""

    targets: tuple[str, ...]
    taken_as: str | None
    plan: str | None
    final: bool
    gaps: bool
    data: str | None
    kind: str | None
    phrases: str | None
    house: str | None
    render: bool
    report: tuple[str, ...]
    privacy: bool
    scrub: str | None
    baseline: str | None
    write_baseline: str | None
    form: str
    annotate: str | None
    fix: str | None
    force: bool
    strict: bool

    @property
    def for_templates(self) -> list[str]:
        """The options that templates alone know."""
        given = {"--data": self.data, "--kind": self.kind}
        return [name for name, value in given.items() if value]

    @property
    def copies(self) -> list[str]:
        """The options that write a copy of a Word file."""
        return [name for name, value in (("--annotate", self.annotate), ("--fix", self.fix)) if value]

    @property
    def for_documents(self) -> list[str]:
        """The options that plans and finished documents alone know."""
        given = {"--final": self.final, "--gaps": self.gaps}
        return [name for name, value in given.items() if value]

    @property
    def for_finished(self) -> list[str]:
        """The options that finished documents alone know."""
        given = {
            "--house": self.house,
            "--render": self.render,
            "--report": self.report,
            "--privacy": self.privacy,
            "--scrub": self.scrub,
        }
        return [name for name, value in given.items() if value]


def run(voice: Voice, asked: Asked) -> int:
    """Check and report."""
    check_options(asked.for_templates, asked.taken_as, asked.plan, asked.gaps, asked.form)
    with_plan = bool(asked.plan)
    surely = with_plan or bool(asked.for_finished)
    files = {t: asked.taken_as or sort_of(t, bool(asked.for_templates), finished=surely) for t in asked.targets}
    check_order(asked.targets[0], files[asked.targets[0]], asked.data, asked.kind)
    check_use(files, asked.for_templates, asked.copies, asked.for_documents, with_plan=with_plan)
    check_finished(files, asked.for_finished)
    check_reports(asked.report)
    check_outputs(
        [path for path in (asked.annotate, asked.fix, asked.scrub) if path],
        [*asked.report, *([asked.write_baseline] if asked.write_baseline else [])],
        [path for path in (*asked.targets, asked.data, asked.plan, asked.phrases, asked.house) if path],
        force=asked.force,
    )
    whole = load_plan(asked.plan) if asked.plan else None
    house = load_house(asked.house) if asked.house else House()
    remarks: list[Finding] = []
    given = data_of(asked.data, asked.kind, remarks)
    phrases = [*(load_phrases(asked.phrases) if asked.phrases else ()), *(whole.phrases if whole else ())]
    told = Told(given, asked.data, asked.kind, phrases, house, render=asked.render, privacy=asked.privacy)
    for target, sort in files.items():
        told.add(target, sort, only=len(files) == 1)
    if (whole or len(told.documents) > 1) and not asked.gaps:
        told.found += compare_documents(told.documents, whole)
    all_found = _all_found(asked, told)
    found, notes = _new(all_found, asked.baseline, told.documents)
    counting = found
    if asked.gaps:
        found = report_gaps(voice, found, files, asked.form)
    else:
        unsaid = not (asked.taken_as or asked.for_templates or asked.plan)
        decided = [k for t, k in files.items() if unsaid and may_be_both(t) and t not in told.unread]
        report(voice, [*found, *remarks, *told.notes, *notes], asked.form, decided)
    if asked.annotate:
        copy = annotate_template(asked.targets[0], found, voice.language)
        write(voice, asked.annotate, copy, force=asked.force)
    if asked.fix and files[asked.targets[0]] == "document":
        mend_document(voice, asked.targets[0], asked.fix, house, force=asked.force)
    elif asked.fix:
        mend(
            voice,
            asked.targets[0],
            asked.fix,
            lambda copy: check_template(copy, given, kind=asked.kind),
            force=asked.force,
        )
    if asked.scrub:
        scrub_copy(voice, asked.targets[0], asked.scrub, told.documents[asked.targets[0]], force=asked.force)
    if asked.write_baseline:
        write_text(Path(asked.write_baseline), baseline_of(all_found), force=asked.force)
    for path in asked.report:
        inspection = told.whole(asked.targets[0], counting)
        write_report(voice, path, inspection, told.documents[asked.targets[0]], asked.force)
    counts = errors(found) or (asked.strict and any(f.severity is not Severity.NOTE for f in (*found, *remarks)))
    return max(told.code, ExitCode.REFUSED if counts else ExitCode.DONE)


def _all_found(asked: Asked, told: Told) -> list[Finding]:
    """Return what is found but for what the house style accepts."""
    found = as_final(told.found) if asked.final else told.found
    found, waived = told.house.sorted_out(found)
    told.waived += waived
    return found + told.house.unused(told.used) if asked.house and not asked.gaps else found


def _new(found: list[Finding], baseline: str | None, files: Iterable[str]) -> tuple[list[Finding], list[Finding]]:
    """Return what a baseline does not know, and notes on it."""
    if baseline is None:
        return found, []
    return new_since(found, read_file(Path(baseline)).decode("utf-8", "replace"), baseline, files)

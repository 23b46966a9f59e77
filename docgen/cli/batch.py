"""``docgen batch``: a plan or a template times a table of rows, or a folder of plans; one bad row does not stop the others."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

import click

from docgen.batch.bundle import write_bundle
from docgen.batch.documents import Documents
from docgen.batch.jobs import RAISED
from docgen.batch.plans import of_folder, of_plan, of_template
from docgen.batch.report import Tally, write_index
from docgen.batch.rows import read_rows
from docgen.batch.run import Run
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import ExitCode, UseError
from docgen.files import planned_refusal, refuse, write_stream
from docgen.findings import Finding, Place, Severity

_TEMPLATES = (".docx",)
_EVERY_S = 5.0  # between two lines about progress
_MOST_REPORTED = 20  # tracebacks of different faults in a report
_OLD_NAMES = 5  # of files of earlier runs that are named


class RaisedError(Exception):
    """A job failed by a fault of docgen; the text is the tracebacks of all such, for the report."""


def command(voice: Voice) -> click.Command:
    """Return the command."""

    def option(*names: str, words: str, **settings: object) -> click.Option:
        return click.Option([*names], help=voice(words), **settings)  # type: ignore[arg-type]

    return click.Command(
        "batch",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["source"], metavar="PLAN|TEMPLATE|FOLDER"),
            option(
                "--rows",
                metavar="FILE",
                words=N_("Table of values (.csv, .xlsx, .yaml), the columns by name; each row makes a document."),
            ),
            option(
                "--kind",
                "kinds",
                multiple=True,
                metavar="KIND",
                words=N_("Kind of document of a plan; again for several. All that it has when left out."),
            ),
            option("--template", metavar="FILE", words=N_("Word template instead of the shipped one; for one kind.")),
            option(
                "--data",
                metavar="FILE",
                words=N_("Values that all documents of a template have in common (.yaml, .json)."),
            ),
            option("-o", "--out", metavar="DIR", required=True, words=N_("Folder for the documents.")),
            option(
                "--name",
                metavar="PATTERN",
                words=N_(
                    "File names, such as {{单位}}-{{term}}: columns of the table, {{stem}} (name of the plan), {{kind}} (notice), {{term}} (通知), {{n}} (number of the row). {{stem}}-{{kind}}-{{first column}} when left out."
                ),
            ),
            option("--resume", is_flag=True, words=N_("Make only what is missing or made of something else now.")),
            option(
                "--jobs",
                type=click.IntRange(1, 256),
                metavar="N",
                words=N_("Processes at work; one for each core when left out."),
            ),
            option(
                "--scheduler",
                metavar="ADDRESS",
                words=N_("Run the jobs on a Dask cluster, such as tcp://10.0.0.1:8786."),
            ),
            option("--final", is_flag=True, words=N_("Refuse documents that leave open a fact of the plan.")),
            option("--zip", "bundle", metavar="FILE", words=N_("Also pack all documents into an archive.")),
            option("--pdf", is_flag=True, words=N_("Also make a PDF of each document, with LibreOffice.")),
            option("--index", metavar="FILE", words=N_("Also write a workbook that lists what was made.")),
            option("--quiet", is_flag=True, words=N_("Say nothing but what went wrong.")),
            option(
                "--force", is_flag=True, words=N_("Replace files that somebody edited; the old one is kept as .bak.")
            ),
        ],
    )


def run(
    voice: Voice,
    *,
    source: str,
    rows: str | None,
    kinds: tuple[str, ...],
    template: str | None,
    data: str | None,
    out: str,
    name: str | None,
    resume: bool,
    jobs: int | None,
    scheduler: str | None,
    final: bool,
    bundle: str | None,
    pdf: bool,
    index: str | None,
    quiet: bool,
    force: bool,
) -> int:
    """Plan everything, refuse what cannot be, then make and write."""
    folder = Path(out)
    if folder.is_file() or folder.suffix.lower() in (".docx", ".zip", ".xlsx"):
        raise UseError([Finding("O484", Place(out))])
    for target, suffix in ((index, ".xlsx"), (bundle, ".zip")):
        if target is not None and Path(target).suffix.lower() != suffix:
            raise UseError([Finding("O532", Place(target), {"suffix": suffix})])
    planned, faults = _planned(voice, source, rows, kinds, template, data, folder, name, final=final)
    started = Run(planned, folder, resume=resume, force=force)
    beside = [planned_refusal(Path(one)) for one in (index, bundle) if one is not None]
    refuse([*beside, *started.refusals(with_pdfs=pdf)], force=force)
    tally = Tally(faults)
    raised: dict[str, None] = {}
    with _executor(scheduler) as executor, _progress(voice, len(planned), quiet=quiet) as step:
        workers = jobs or os.cpu_count() or 1
        voice.has_done = True  # what stops it from here on says itself how far it came
        try:
            for done in started.documents(executor, workers):
                tally.add(done)
                if len(raised) < _MOST_REPORTED:
                    raised.update((f.args["traceback"], None) for f in done.findings if f.code == RAISED)
                step(done)
        except (KeyboardInterrupt, SystemExit):
            words = N_("stopped; {made} of {total} documents are in {folder}; go on with --resume")
            print(voice(words, made=started.count_there, total=len(planned), folder=folder), file=sys.stderr)
            raise
    if pdf:
        with _progress(voice, len(planned) - tally.failed, quiet=quiet) as step:
            for path, findings in started.pdfs():
                tally.add_pdf(findings)
                step(path)
    started.finish()
    code = _tell(voice, tally, started, folder, quiet=quiet)
    if bundle is not None:
        write_stream(Path(bundle), lambda file: write_bundle(file, _files(planned)), force=force)
    if index is not None:
        write_stream(Path(index), lambda file: write_index(file, started, voice.language), force=force)
    if raised:
        raise RaisedError("\n".join(raised))
    return code


def _planned(
    voice: Voice,
    source: str,
    rows: str | None,
    kinds: tuple[str, ...],
    template: str | None,
    data: str | None,
    folder: Path,
    name: str | None,
    *,
    final: bool,
) -> tuple[Documents, list[Finding]]:
    """Return what is to be made, and what is wrong with plans of a folder that cannot be read."""
    given = Path(source)
    if given.is_dir():
        for option, value in (("--rows", rows), ("--template", template), ("--data", data)):
            if value is not None:
                raise UseError([Finding("O516", Place(source), {"option": option})])
        return of_folder(given, kinds, folder, name, final=final)
    if rows is None:
        raise UseError([Finding("O515", Place(source))])
    table = read_rows(rows)
    remarks = list(table.findings)
    if given.suffix.lower() in _TEMPLATES:
        for option, is_given in (("--kind", bool(kinds)), ("--template", template is not None), ("--final", final)):
            if is_given:
                raise UseError([Finding("O518", Place(source), {"option": option})])
        documents = of_template(given, Path(data) if data else None, table, folder, name, remarks=remarks)
        voice.findings(remarks)
        return documents, []
    if data is not None:
        raise UseError([Finding("O517", Place(source), {"option": "--data"})])
    if template is not None and len(kinds) != 1:
        raise UseError([Finding("O406", Place(template), {"count": len(kinds) or 2})])
    documents = of_plan(given, kinds, template, table, folder, name, final=final, remarks=remarks)
    voice.findings(remarks)
    return documents, []


@contextlib.contextmanager
def _executor(scheduler: str | None) -> Iterator[Executor | None]:
    if scheduler is None:
        yield None
        return
    from docgen.batch.cluster import cluster

    with cluster(scheduler) as executor:
        yield executor


def _files(planned: Documents) -> Iterator[Path]:
    """Yield the documents that are there, and their PDFs; another PDF may lie there from before."""
    for done, has_pdf in planned.results():
        if not done.is_failed:
            path = done.planned.path
            yield from (path, path.with_suffix(".pdf")) if has_pdf else (path,)


def _tell(voice: Voice, tally: Tally, started: Run, folder: Path, *, quiet: bool) -> int:
    voice.findings(tally.remarks, untold=tally.untold)
    left = sum(1 for _ in started.old())
    if left:  # told apart from the rest, of which only the first are told
        names = "、".join(itertools.islice(started.old(), _OLD_NAMES))
        voice.findings([Finding("O525", Place(str(folder)), {"count": left, "names": names}, Severity.WARNING)])
    if not quiet:
        total = len(started.planned)
        words = N_("{made} of {total} documents are in {folder}")
        if tally.kept:
            words = N_("{made} of {total} documents are in {folder}; {kept} of them were there already")
        voice.done(voice(words, made=total - tally.failed, total=total, folder=folder, kept=tally.kept))
    if tally.count_failed:
        print(voice(N_("{count} were not made"), count=tally.count_failed), file=sys.stderr)
    if tally.failed_pdfs:
        print(voice(N_("{count} PDFs were not made"), count=tally.failed_pdfs), file=sys.stderr)
    return ExitCode.REFUSED if tally.count_failed or tally.failed_pdfs else ExitCode.DONE


# --- progress


@contextlib.contextmanager
def _progress(voice: Voice, total: int, *, quiet: bool) -> Iterator[Callable[[object], None]]:
    """Give what is called for each document: a bar on a terminal, a line now and then elsewhere, nothing when it is to be quiet."""
    if quiet or total < 2:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar(total) as step:
            yield step
    else:
        yield _Lines(voice, total).step


@contextlib.contextmanager
def _bar(total: int) -> Iterator[Callable[[object], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    start = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, rate="")
        count = 0

        def step(_: object) -> None:
            nonlocal count
            count += 1
            rate = count / max(time.monotonic() - start, 0.001)
            progress.update(task, advance=1, rate=f"{rate:.0f}/s")

        yield step


class _Lines:
    """Progress as plain lines."""

    def __init__(self, voice: Voice, total: int) -> None:
        self._voice, self._total = voice, total
        self._start = self._last = time.monotonic()
        self._count = 0

    def step(self, _: object) -> None:
        """Count one, and say so when the last line is some seconds old."""
        self._count += 1
        now = time.monotonic()
        if now - self._last >= _EVERY_S:
            self._last = now
            rate = self._count / (now - self._start)
            left = (self._total - self._count) / rate
            words = N_("{count} of {total}, {rate} a second, {left} s left")
            said = self._voice(words, count=self._count, total=self._total, rate=f"{rate:.0f}", left=f"{left:.0f}")
            print(said, file=sys.stderr, flush=True)

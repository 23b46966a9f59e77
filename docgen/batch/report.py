"""What came of a batch: counted while it runs, so that nothing is kept of each document, and as a workbook that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from docgen.batch.documents import Done, Planned
from docgen.batch.run import Run
from docgen.findings import Finding, errors
from docgen.kinds import find_kind
from docgen.messages import remedy, sentence
from docgen.sheets.description import Column, Sheet, Styled
from docgen.sheets.long import write_long

_HEADS = ("序号", "来源", "行", "文种", "文件", "结果", "说明")
_WIDTHS = (6, 24, 7, 10, 40, 9, 50)
_STYLES = ("number", "text", "number", "centre", "text", "centre", "text")
_MADE, _KEPT, _FAILED, _OLD = "已生成", "沿用", "未生成", "旧件"
_MOST_ERRORS, _MOST_WARNINGS = 100, 1000  # that are kept to be told


class Tally:
    """Counts of a batch.

    Attributes:
        kept: How many documents were there already.
        failed: How many were not made.
        failed_pdfs: How many PDFs were not made.
        untold: How many errors are told no more.
    """

    def __init__(self, faults: Iterable[Finding] = ()) -> None:
        """Begin with what is wrong before anything is made."""
        self.kept = self.failed = self.failed_pdfs = self.untold = 0
        self._count_faults = 0
        self._errors: list[Finding] = []
        self._warnings: dict[tuple[str, str], Finding] = {}
        self._add_faults(faults)

    def add(self, done: Done) -> None:
        """Count a document."""
        self.kept += done.is_kept
        self.failed += done.is_failed
        if done.is_failed:
            self._tell(_with_row(finding, done.planned) for finding in errors(done.findings))
            return
        row = done.planned.row.file
        for finding in done.findings:
            self.warn(_with_row(finding, done.planned) if row and finding.place.file == row else finding)

    def add_pdf(self, findings: Iterable[Finding]) -> None:
        """Count a PDF."""
        found = list(findings)
        self.failed_pdfs += bool(found)
        self._tell(found)

    def warn(self, finding: Finding) -> None:
        """Add what is told of all."""
        if len(self._warnings) < _MOST_WARNINGS:
            self._warnings.setdefault((finding.code, str(finding.place)), finding)

    def _add_faults(self, findings: Iterable[Finding]) -> None:
        found = list(findings)
        self._count_faults += len(found)
        self._tell(found)

    def _tell(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if len(self._errors) < _MOST_ERRORS:
                self._errors.append(finding)
            else:
                self.untold += 1

    @property
    def remarks(self) -> list[Finding]:
        """What is told of all of them: errors, as many as anybody reads, and each warning once."""
        return [*self._errors, *self._warnings.values()]

    @property
    def count_failed(self) -> int:
        """How much was not made."""
        return self.failed + self._count_faults


def _with_row(finding: Finding, planned: Planned) -> Finding:
    """Return a finding whose place begins with the row that its document was made for."""
    row, place = planned.row, finding.place
    if row.line is None or place.line == row.line:
        return finding
    if place.file == row.file:
        return replace(finding, place=replace(place, line=row.line))
    return replace(finding, place=replace(place, file=f"{row.file}:{row.line} {place.file}".strip()))


def write_index(target: IO[bytes], run: Run, language: str) -> None:
    """Write a workbook that lists what was made, what was not, and what earlier runs left.

    Args:
        target: An open file.
        run: The run, finished.
        language: Language of what is said of those that were not made.
    """
    count = len(run.planned) + sum(1 for _ in _left(run))
    columns = [Column(width) for width in _WIDTHS]
    heads: list[Styled | None] = [Styled(head, "head") for head in _HEADS]
    sheet = Sheet("目录", columns, [heads], frozen="A2", filtered=f"A1:G{count + 1}", repeated=(1, 1), more=count)
    write_long(target, sheet, _rows(run, language), "目录")


def _rows(run: Run, language: str) -> Iterator[list[Styled]]:
    for number, (done, _) in enumerate(run.planned.results(), 1):
        one = done.planned
        result = _FAILED if done.is_failed else _KEPT if done.is_kept else _MADE
        said = [*done.findings, *([Finding("O527", one.row)] if done.is_failed and run.is_old(one.path.name) else [])]
        words = "；".join(f"{sentence(finding, language)}。{remedy(finding, language)}" for finding in said)
        yield _row(
            number,
            Path(one.row.file).name,
            one.row.line,
            find_kind(one.kind).term if one.kind else "",
            one.path.name,
            result,
            words,
        )
    for number, name in enumerate(_left(run), len(run.planned) + 1):
        yield _row(number, "", None, "", name, _OLD, "")


def _left(run: Run) -> Iterator[str]:
    """Yield the names of old files that no line is about yet."""
    return (name for name in run.old() if not run.planned.has(name))


def _row(*values: str | int | None) -> list[Styled]:
    return [Styled(value, style) for value, style in zip(values, _STYLES, strict=True)]

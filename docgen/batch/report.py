"""What came of a batch: counted while it runs, so that nothing is kept of each document, and as a workbook that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from docgen.batch.run import Done, Planned
from docgen.findings import Finding
from docgen.messages import remedy, sentence
from docgen.sheets.description import Column, Sheet, Styled
from docgen.sheets.written import write_sheets

_HEADS = ("序号", "来源", "行", "文种", "文件", "结果", "说明")
_WIDTHS = (6, 24, 7, 10, 40, 9, 50)
_MADE, _KEPT, _FAILED = "已生成", "沿用", "未生成"
_MOST_TOLD = 1000  # different remarks


class Tally:
    """Counts of a batch.

    Attributes:
        failed: Files that were not made, and why.
        findings: What is told of all of them: each error, and each warning once with how many documents it is about.
        kept: How many documents were there already.
    """

    def __init__(self, faults: Iterable[Finding] = ()) -> None:
        """Begin with what is wrong before anything is made."""
        self.failed: dict[Path, list[Finding]] = {}
        self.kept_paths: set[Path] = set()
        self._faults = list(faults)
        self._warnings: dict[tuple[str, str], tuple[Finding, int]] = {}

    def add(self, done: Done) -> None:
        """Count a document."""
        if done.is_kept:
            self.kept_paths.add(done.planned.path)
        errors = [finding for finding in done.findings if finding.is_error]
        if errors:
            self.failed[done.planned.path] = [_with_row(finding, done.planned) for finding in errors]
            return
        for finding in done.findings:
            key = finding.code, str(finding.place)
            if key in self._warnings or len(self._warnings) < _MOST_TOLD:
                self._warnings[key] = finding, self._warnings.get(key, (finding, 0))[1] + 1

    def add_pdf(self, path: Path, findings: list[Finding]) -> None:
        """Count a PDF."""
        self._faults += findings

    @property
    def kept(self) -> int:
        """How many documents were there already."""
        return len(self.kept_paths)

    @property
    def findings(self) -> list[Finding]:
        """All that is told, errors first."""
        told = [finding for findings in self.failed.values() for finding in findings]
        return [*self._faults, *told, *(finding for finding, _ in self._warnings.values())]

    @property
    def is_failed(self) -> bool:
        """Whether anything was not made."""
        return bool(self.failed or self._faults)

    @property
    def count_failed(self) -> int:
        """How much was not made."""
        return len(self.failed) + len(self._faults)


def _with_row(finding: Finding, planned: Planned) -> Finding:
    """Return a finding whose place begins with the row that its document was made for."""
    row, place = planned.row, finding.place
    if row.line is None or place.line == row.line:
        return finding
    if place.file == row.file:
        return replace(finding, place=replace(place, line=row.line))
    return replace(finding, place=replace(place, file=f"{row.file}:{row.line} {place.file}".strip()))


def index_sheet(planned: Sequence[Planned], tally: Tally, language: str) -> bytes:
    """Return a workbook that lists what was made and what was not.

    Args:
        planned: The documents, in order.
        tally: What came of them.
        language: Language of what is said of those that were not made.
    """
    rows: list[list[Styled | None]] = [[Styled(head, "head") for head in _HEADS]]
    for number, one in enumerate(planned, 1):
        faults = tally.failed.get(one.path, [])
        result = _FAILED if faults else _KEPT if one.path in tally.kept_paths else _MADE
        said = "；".join(f"{sentence(finding, language)}。{remedy(finding, language)}" for finding in faults)
        rows.append(
            [
                Styled(number, "number"),
                Styled(Path(one.row.file).name, "text"),
                Styled(one.row.line, "number"),
                Styled(one.kind, "centre"),
                Styled(one.path.name, "text"),
                Styled(result, "centre"),
                Styled(said, "text"),
            ]
        )
    last = len(rows)
    columns = [Column(width) for width in _WIDTHS]
    sheet = Sheet("目录", columns, rows, frozen="A2", filtered=f"A1:G{last}", repeated=(1, 1))
    return write_sheets([sheet], "目录")

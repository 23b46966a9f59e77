"""A ledger that came back: its rows found by the heads of their columns, wherever somebody moved them.

Codes: L107, L110, L111, L113, L120.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import LedgerError, checked_limits, checked_path
from docgen.files import read_file
from docgen.findings import Finding, Place, nearest
from docgen.ledgers.book import HEADS
from docgen.limits import Limits
from docgen.sheets.description import letters
from docgen.sheets.read import Cell, Page, Row, read_sheets

HEAD_OF = {head.key: head.words for head in HEADS}
NEEDED = ("id", "measure", "status", "progress", "closed", "memo")
_DEEPEST_HEAD = 20  # rows that titles may take up
_LOCKS = (
    ("~$", ""),
    (".~lock.", "#"),
)  # what other programs put before and behind the name of a file that they have open


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a ledger that came back.

    Attributes:
        file: The workbook.
        sheet: Its sheet.
        row: Number of the row.
        is_hidden: Whether it is hidden.
        cells: Its cells by the keys of `HEADS`, those of columns that the sheet lacks left out.
    """

    file: str
    sheet: str
    row: int
    is_hidden: bool
    cells: Mapping[str, Cell]

    def words(self, key: str) -> str:
        """Return what a cell says, as a text with plain line ends; ``""`` when there is none."""
        cell = self.cells.get(key)
        return "" if cell is None else cell.words.replace("\r\n", "\n").replace("\r", "\n").strip()

    def place(self, key: str) -> Place:
        """Return the place of a cell."""
        return place_of_cell(
            self.file, self.sheet, self.cells[key].name if key in self.cells else f"{self.row}:{self.row}"
        )


def place_of_cell(file: str, sheet: str, cell: str) -> Place:
    """Return the place of a cell, such as ledger.xlsx 任务台账!M5."""
    return Place(file, path=f"{sheet}!{cell}")


def read_bytes(path: Path, limits: Limits | None = None) -> bytes:
    """Return the bytes of a workbook that nobody has open.

    Raises:
        FileError: It cannot be read.
        LedgerError: Another program has it open.
    """
    data = read_file(path, checked_limits(limits).docx_bytes)
    for before, behind in _LOCKS:
        lock = path.with_name(f"{before}{path.name}{behind}")
        if lock.exists():
            raise LedgerError([Finding("L107", Place(str(path)), {"lock": lock.name})])
    return data


def read_returned(source: object, limits: Limits | None = None) -> list[Entry]:
    """Return the rows of a ledger that came back, from the top; rows that say nothing are left out.

    Args:
        source: Path of the workbook.
        limits: Budgets.

    Raises:
        FileError: It cannot be read.
        LedgerError: It is no workbook, or has no ledger in it; ``findings`` says what was expected.
        LimitError: It goes past a budget.
    """
    checked_path(source, name="sheet")
    path = Path(str(source))
    pages = read_sheets(read_bytes(path, limits), str(path), limits)
    said: list[Entry] = []
    for page, number, columns in _ledgers_of(pages, str(path)):
        entries = (_entry(row, columns, page.name, str(path)) for row in page.rows if row.number > number)
        said += [entry for entry in entries if any(entry.words(key) for key in entry.cells)]
    nameless = [entry for entry in said if not entry.words("id")]
    if nameless:
        raise LedgerError([Finding("L120", e.place("id"), {"words": _first_words(e)}) for e in nameless])
    return said


def _entry(row: Row, columns: Mapping[str, int], sheet: str, file: str) -> Entry:
    cells = {key: row.cells.get(at) or Cell(f"{letters(at)}{row.number}", None) for key, at in columns.items()}
    return Entry(file, sheet, row.number, row.is_hidden, cells)


def _first_words(entry: Entry) -> str:
    return next((words[:20] for key in HEAD_OF if (words := entry.words(key))), "")


def _ledgers_of(pages: Sequence[Page], file: str) -> list[tuple[Page, int, dict[str, int]]]:
    """Return the sheets that hold a ledger, each with the row of its heads and the number of each column by its key."""
    found = [(page, *head) for page in pages if (head := _head_row(page))]
    if not found:
        raise LedgerError([Finding("L111", Place(file), {"expected": "、".join(HEAD_OF[key] for key in NEEDED)})])
    faults: list[Finding] = []
    ledgers = [(page, number, _columns(page, heads, file, faults)) for page, number, heads in found]
    if faults:
        raise LedgerError(faults)
    return ledgers


def _columns(page: Page, heads: Mapping[int, str], file: str, faults: list[Finding]) -> dict[str, int]:
    """Return the number of each column by its key; what is missing or doubled is added to ``faults``."""
    columns: dict[str, int] = {}
    for key, words in HEAD_OF.items():
        there = [at for at, said in heads.items() if said == words]
        if len(there) > 1:
            faults.append(Finding("L113", Place(file, path=page.name), {"head": words}))
        elif there:
            columns[key] = there[0]
        elif key in NEEDED:
            others = [said for said in heads.values() if said and said not in HEAD_OF.values()]
            args = {"head": words, "found": "、".join(heads.values()), "near": nearest(words, others)}
            faults.append(Finding("L110", Place(file, path=page.name), args))
    return columns


def _head_row(page: Page) -> tuple[int, dict[int, str]] | None:
    """Return the row that has most of the heads, with its words by column; ``None`` when no row has two of those needed."""
    best: tuple[int, int, dict[int, str]] = (1, 0, {})
    needed = {HEAD_OF[key] for key in NEEDED}
    for row in page.rows[:_DEEPEST_HEAD]:
        heads = {at: re.sub(r"\s", "", cell.words) for at, cell in row.cells.items() if cell.words}
        count = len(needed & set(heads.values()))
        if count > best[0]:
            best = (count, row.number, heads)
    return None if best[0] < 2 else best[1:]

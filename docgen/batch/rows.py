"""Tables of values, a row a document: CSV, XLSX or YAML, the columns by their names.

Codes: O500-O509.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime
import io
import itertools
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from docgen.batch.store import Store
from docgen.catalogue.causes import TABLES, UNQUOTED, cause
from docgen.errors import FileError, LedgerError, PlanError, UseError, checked_limits, checked_path, over, reason_of
from docgen.files import read_file
from docgen.findings import MOST_ALIKE, Finding, Place, Severity
from docgen.limits import Limits
from docgen.marked import ILLEGAL
from docgen.numerals import chinese_date
from docgen.plan.load import parse_tree
from docgen.plan.marks import Text, place_of
from docgen.plan.write import plain_text
from docgen.sheets.read import Cell, Page, Row, read_sheets

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et")  # the last two are refused as what they are
_PLAIN_FILES = (".csv", ".tsv", ".txt")
_DELIMITERS = ",\t;"
_ENCODINGS = ("utf-8-sig", "gb18030")
_PIECE = 1 << 14


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One row.

    Attributes:
        number: Its number in the file, as an editor or a spreadsheet counts it.
        values: Its values by the names of their columns; empty ones are ``""``.
    """

    number: int
    values: Mapping[str, str]


class StoredRows:
    """Rows that lie on the disk, as they were read."""

    def __init__(self, heads: Sequence[str], rows: Iterable[RecipientRow]) -> None:
        """Take rows, whose values stand in the order of their heads; these may become known with the first row."""
        self._heads = heads
        self._store = Store("lines(n INTEGER PRIMARY KEY, number INTEGER, cells TEXT)")
        lines = ((row.number, json.dumps(list(row.values.values()))) for row in rows)
        self._store.do_each("INSERT INTO lines(number, cells) VALUES (?, ?)", lines)

    def __len__(self) -> int:
        """Return how many there are."""
        found = self._store.one("SELECT count(*) FROM lines")
        return found[0] if found else 0

    def __iter__(self) -> Iterator[RecipientRow]:
        """Yield them in order."""
        columns = [head for head in self._heads if head]
        for _, number, cells in self._store.each("SELECT n, number, cells FROM lines ORDER BY n"):
            yield RecipientRow(number, dict(zip(columns, json.loads(cells), strict=True)))


@dataclass(frozen=True, slots=True)
class RecipientTable:
    """A table of values.

    Attributes:
        file: The file.
        columns: Names of its columns, in order.
        rows: Its rows; those that say nothing are left out.
        findings: What was noticed, warnings only.
    """

    file: str
    columns: list[str]
    rows: StoredRows = field(repr=False)
    findings: list[Finding] = field(default_factory=list)


def read_rows(source: object, limits: Limits | None = None) -> RecipientTable:
    """Return the rows of a file.

    Args:
        source: Path of a CSV file (UTF-8, or GBK as Excel writes it), a workbook (.xlsx, its first sheet that says anything) or a YAML
            list of mappings.
        limits: Budgets.

    Raises:
        FileError: It cannot be read.
        LedgerError: It is no workbook, or a cell of it is a formula or an error.
        LimitError: It goes past a budget.
        PlanError: It is no such YAML.
        UseError: Two columns have one name, or there are none.
    """
    checked_path(source, name="rows")
    limits = checked_limits(limits)
    path = Path(str(source))
    suffix = path.suffix.lower()
    if suffix in _WORKBOOKS:
        return _of_workbook(path, limits)
    if suffix in _PLAIN_FILES:
        return _of_csv(path, limits)
    return _of_yaml(path, limits)


def _table(file: str, heads: Sequence[str], rows: Iterable[RecipientRow], findings: list[Finding]) -> RecipientTable:
    illegal: list[Finding] = []
    kept = StoredRows(heads, _checked(file, rows, illegal))
    names = [head for head in heads if head]
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise UseError([Finding("O500", Place(file), {"column": twice})])
    if not names or not kept:
        raise UseError([Finding("O501", Place(file))])
    if illegal:
        raise PlanError(illegal)
    return RecipientTable(file, names, kept, findings)


def _checked(file: str, rows: Iterable[RecipientRow], illegal: list[Finding]) -> Iterator[RecipientRow]:
    """Yield the rows that say something, and note the first signs that no document can hold."""
    for row in rows:
        if not any(row.values.values()):
            continue
        for name, value in row.values.items():
            if (sign := ILLEGAL.search(value)) and len(illegal) < MOST_ALIKE:
                place = Place(file, line=row.number, path=name)
                illegal.append(Finding("O502", place, {"codepoint": f"U+{ord(sign[0]):04X}"}))
        yield row


# --- CSV


def _of_csv(path: Path, limits: Limits) -> RecipientTable:
    read_file(path, 0)  # refuses what is no file
    findings: list[Finding] = []
    with _opened(path) as file:
        if os.fstat(file.fileno()).st_size > limits.yaml_bytes:
            raise over("P141", Place(str(path)), limits, "yaml_bytes")
        encoding = _encoding(file, path)
        if encoding == _ENCODINGS[-1]:
            findings.append(Finding("O503", Place(str(path)), {"encoding": "GBK/GB18030"}, Severity.WARNING))
        file.seek(0)
        with io.TextIOWrapper(file, encoding, newline="") as text:
            delimiter = _delimiter(text)
            text.seek(0)
            heads: list[str] = []
            first = next(text, "").removeprefix("\ufeff")  # which GB18030 keeps
            lines = itertools.chain([first], text)
            rows = _rows(path, csv.reader(lines, delimiter=delimiter, strict=True), heads)
            return _table(str(path), heads, rows, findings)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as exc:
        raise FileError([Finding("O104", Place(str(path)), {"reason": reason_of(exc)})]) from exc


def _encoding(file: IO[bytes], path: Path) -> str:
    """Return what a table is written in, and see that it holds no NUL.

    Raises:
        PlanError: It holds one, or is in no encoding that is known.
    """
    file.seek(0)
    marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # Excel's "Unicode text"
    for encoding in ("utf-16",) if marked else _ENCODINGS:
        with contextlib.suppress(UnicodeDecodeError):
            if sum(piece.count("\0") for piece in _pieces(file, encoding)):  # of all, since the end may not be in it
                raise PlanError([Finding("P105", Place(str(path)), {"codepoint": "U+0000"})])
            return encoding
    file.seek(0)
    data, start = file.read(), 0
    try:
        data.decode(_ENCODINGS[-1])
    except UnicodeDecodeError as exc:
        start = exc.start
    raise PlanError([Finding("P104", Place(str(path)), {"offset": start, "byte": f"0x{data[start]:02X}"})])


def _pieces(file: IO[bytes], encoding: str) -> Iterator[str]:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    while piece := file.read(_PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _delimiter(lines: Iterable[str]) -> str:
    """Return what stands between the cells of the first line."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    for line in lines:  # which may also end as those of old Macs do
        for sign in counts:
            counts[sign] += line.count(sign)
        if line.endswith("\n"):
            break
    return max(_DELIMITERS, key=counts.__getitem__)


def _rows(path: Path, reader: Any, heads: list[str]) -> Iterator[RecipientRow]:
    """Yield the rows of a table and fill in its heads.

    Raises:
        PlanError: At the end, for rows that cannot be read.
    """
    faults: list[Finding] = []
    try:
        for line, cells in _past_title(reader):
            if not heads:
                heads += [cell.strip() for cell in cells]
                continue
            if any(cell.strip() for cell in cells[len(heads) :]) and len(faults) < MOST_ALIKE:
                faults.append(Finding("O504", Place(str(path), line), {"cells": len(cells), "columns": len(heads)}))
            given = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
            yield RecipientRow(line, {head: given.get(head, "") for head in heads if head})
    except csv.Error as exc:
        faults.append(
            Finding("O505", Place(str(path), reader.line_num), {"reason": cause(str(exc), TABLES) or UNQUOTED})
        )
    if faults:
        raise PlanError(faults[:MOST_ALIKE])


def _past_title(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines, each with its number, from the one that names the columns.

    A first line with words in one of its cells alone, right above one with several, is the title of the table.
    """
    title: tuple[int, list[str]] | None = None
    has_begun = False
    for cells in reader:
        filled = sum(bool(cell.strip()) for cell in cells)
        if not has_begun:
            if filled == 0:
                continue
            if filled == 1 and len(cells) > 1 and title is None:
                title = reader.line_num, cells
                continue
            has_begun = True
            if title is not None and filled == 1:
                yield title
        yield reader.line_num, cells
    if title is not None and not has_begun:
        yield title


# --- workbooks


def _of_workbook(path: Path, limits: Limits) -> RecipientTable:
    pages = [page for page in read_sheets(read_file(path, limits.docx_bytes), str(path), limits) if _says(page)]
    if not pages:
        raise UseError([Finding("O501", Place(str(path)))])
    page = pages[0]
    first, *below = (row for row in page.rows if _filled(row))
    if _filled(first) == 1 and below and _filled(below[0]) > 1:
        first = below[0]
    heads = {at: re.sub(r"\s", "", cell.words) for at, cell in sorted(first.cells.items())}
    faults = []
    rows = []
    for row in page.rows:
        if row.number <= first.number:
            continue
        cells = {head: row.cells[at] for at, head in heads.items() if head and at in row.cells}
        faults += [
            Finding("O506", Place(str(path), path=f"{page.name}!{cell.name}"), {"words": cell.words})
            for cell in cells.values()
            if cell.is_formula or cell.is_error
        ]
        rows.append(
            RecipientRow(
                row.number, {head: _words(cells[head]) if head in cells else "" for head in heads.values() if head}
            )
        )
    if faults:
        raise LedgerError(faults[:MOST_ALIKE])
    findings = [Finding("O507", Place(str(path)), {"sheet": page.name}, Severity.WARNING)] if len(pages) > 1 else []
    return _table(str(path), list(heads.values()), rows, findings)


def _filled(row: Row) -> int:
    """Return how many cells say something; a row with one, above those with several, is the title of the table."""
    return sum(cell.value is not None for cell in row.cells.values())


def _says(page: Page) -> bool:
    return any(cell.value is not None for row in page.rows for cell in row.cells.values())


def _words(cell: Cell) -> str:
    """Return what a cell says, a day as documents print it."""
    return chinese_date(cell.value) if isinstance(cell.value, datetime.date) else cell.words


# --- YAML


def _of_yaml(path: Path, limits: Limits) -> RecipientTable:
    data = read_file(path, limits.yaml_bytes)
    if len(data) > limits.yaml_bytes:
        raise over("P141", Place(str(path)), limits, "yaml_bytes")
    try:
        text = plain_text(data)
    except UnicodeDecodeError as exc:
        raise PlanError(
            [Finding("P104", Place(str(path)), {"offset": exc.start, "byte": f"0x{data[exc.start]:02X}"})]
        ) from exc
    tree, findings = parse_tree(text, str(path), limits)
    if isinstance(tree, dict) and len(tree) == 1 and isinstance(next(iter(tree.values())), list):
        tree = next(iter(tree.values()))  # rows: [...]
    if not isinstance(tree, list) or not all(isinstance(row, dict) for row in tree):
        raise PlanError([Finding("O508", Place(str(path)))])
    heads = list(dict.fromkeys(str(name) for row in tree for name in row))
    faults = [
        Finding("O509", place_of(value, str(name)))
        for row in tree
        for name, value in row.items()
        if value is not None and not isinstance(value, Text)
    ]
    if faults:
        raise PlanError(faults[:MOST_ALIKE])
    rows = [RecipientRow(_line(row), {head: str(row.get(head) or "").strip() for head in heads}) for row in tree]
    return _table(str(path), heads, rows, findings)


def _line(row: Any) -> int:
    return place_of(row).line or 0

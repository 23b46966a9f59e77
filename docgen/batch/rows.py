"""Tables of values, a row a document: CSV, XLSX or YAML, the columns by their names.

Codes: O500-O509.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docgen.catalogue.causes import TABLES, UNQUOTED, cause
from docgen.errors import LedgerError, PlanError, UseError, checked_limits, checked_path
from docgen.files import read_file
from docgen.findings import MOST_ALIKE, Finding, Place, Severity
from docgen.limits import Limits
from docgen.marked import ILLEGAL
from docgen.numerals import chinese_date
from docgen.plan.load import parse_tree
from docgen.plan.marks import Text, place_of
from docgen.plan.write import plain_text
from docgen.sheets.read import Cell, Page, read_sheets

_WORKBOOKS = (".xlsx", ".xlsm")
_PLAIN_FILES = (".csv", ".tsv", ".txt")
_DELIMITERS = ",\t;"


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One row.

    Attributes:
        number: Its number in the file, as an editor or a spreadsheet counts it.
        values: Its values by the names of their columns; empty ones are ``""``.
    """

    number: int
    values: Mapping[str, str]


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
    rows: list[RecipientRow] = field(repr=False)
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
    names = [head for head in heads if head]
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise UseError([Finding("O500", Place(file), {"column": twice})])
    kept = [row for row in rows if any(row.values.values())]
    if not names or not kept:
        raise UseError([Finding("O501", Place(file))])
    illegal = [
        Finding("O502", Place(file, line=row.number, path=name), {"codepoint": f"U+{ord(sign[0]):04X}"})
        for row in kept
        for name, value in row.values.items()
        if (sign := ILLEGAL.search(value))
    ]
    if illegal:
        raise PlanError(illegal[:MOST_ALIKE])
    return RecipientTable(file, names, kept, findings)


# --- CSV


def _of_csv(path: Path, limits: Limits) -> RecipientTable:
    data = read_file(path, limits.yaml_bytes)
    findings: list[Finding] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as exc:
            raise PlanError(
                [Finding("P104", Place(str(path)), {"offset": exc.start, "byte": f"0x{data[exc.start]:02X}"})]
            ) from exc
        findings.append(Finding("O503", Place(str(path)), {"encoding": "GBK/GB18030"}, Severity.WARNING))
    if "\0" in text:
        raise PlanError([Finding("P105", Place(str(path)), {"codepoint": "U+0000"})])
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    heads: list[str] = []
    rows: list[RecipientRow] = []
    faults: list[Finding] = []
    try:
        for cells in reader:
            if not heads:
                heads = [cell.strip() for cell in cells] if any(cell.strip() for cell in cells) else []
                continue
            if any(cell.strip() for cell in cells[len(heads) :]):
                faults.append(
                    Finding("O504", Place(str(path), reader.line_num), {"cells": len(cells), "columns": len(heads)})
                )
            given = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
            rows.append(RecipientRow(reader.line_num, {head: given.get(head, "") for head in heads if head}))
    except csv.Error as exc:
        faults.append(
            Finding("O505", Place(str(path), reader.line_num), {"reason": cause(str(exc), TABLES) or UNQUOTED})
        )
    if faults:
        raise PlanError(faults[:MOST_ALIKE])
    return _table(str(path), heads, rows, findings)


# --- workbooks


def _of_workbook(path: Path, limits: Limits) -> RecipientTable:
    pages = [page for page in read_sheets(read_file(path, limits.docx_bytes), str(path), limits) if _says(page)]
    if not pages:
        raise UseError([Finding("O501", Place(str(path)))])
    page = pages[0]
    first = next(row for row in page.rows if any(cell.value is not None for cell in row.cells.values()))
    heads = {at: re.sub(r"\s", "", cell.words) for at, cell in first.cells.items()}
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
    return _table(str(path), [heads[at] for at in sorted(heads)], rows, findings)


def _says(page: Page) -> bool:
    return any(cell.value is not None for row in page.rows for cell in row.cells.values())


def _words(cell: Cell) -> str:
    """Return what a cell says, a day as documents print it."""
    return chinese_date(cell.value) if isinstance(cell.value, datetime.date) else cell.words


# --- YAML


def _of_yaml(path: Path, limits: Limits) -> RecipientTable:
    data = read_file(path, limits.yaml_bytes)
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

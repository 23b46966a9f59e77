"""What a batch is to make: a plan or a template times the rows of a table, or a folder of plans times their kinds.

Codes: O511, O512, O514-O519, O529, O530.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from docgen.api import kinds_in
from docgen.batch.columns import meant_by, misnamed
from docgen.batch.documents import Documents, Entry, Planned
from docgen.batch.jobs import Job, PlanJob
from docgen.batch.prepared import PlanText, Steps
from docgen.batch.rows import RecipientRow, RecipientTable
from docgen.errors import DocgenError, PlanError, UseError
from docgen.file_names import safe_name
from docgen.files import read_file
from docgen.findings import MOST_ALIKE, Finding, Place, Severity, nearest
from docgen.kinds import find_kind
from docgen.plan.load import read_tree
from docgen.plan.marks import Mapping as Marks
from docgen.plan.marks import mark_of
from docgen.plan.validate import load_data, load_plan
from docgen.plan.write import steps_of
from docgen.press.template import TemplateSource

_OWN = ("stem", "kind", "term", "n")  # fields of a pattern that are no columns
_PLANS = (".yaml", ".yml", ".json")
_FIELD = re.compile(r"\{([^{}]*)\}")
_ROWS_TOLD = 5  # with an empty cell in a column


def of_plan(
    plan: Path,
    kinds: Sequence[str],
    template: TemplateSource | None,
    table: RecipientTable,
    folder: Path,
    pattern: str | None,
    *,
    final: bool,
    remarks: list[Finding] | None = None,
) -> Documents:
    """Return the documents of a plan, one for each row and kind.

    Args:
        plan: The plan file.
        kinds: Names of the kinds; all that the plan has when there are none.
        template: Word template, for one kind.
        table: The rows.
        folder: Where the documents go.
        pattern: Names of the files; from the first column when left out.
        final: Whether a document is refused while facts are missing.
        remarks: A list to which warnings are added: cells that are left empty, columns that may be misspelt.

    Raises:
        PlanError: The plan is none, or a column means nothing in it.
        UseError: Two documents would get one name, or the pattern names no column, or those that are empty in a row.
    """
    tree = read_tree(plan)[0]
    loaded = load_plan(tree if isinstance(tree, Marks) else plan)
    names = [find_kind(kind).name for kind in kinds] or kinds_in(loaded)
    if not names:
        raise PlanError([Finding("P264", Place(str(plan)))])
    is_asked = pattern is not None
    pattern = pattern or f"{{stem}}-{{kind}}-{{{table.columns[0]}}}"
    fields = _checked_fields(pattern, table.columns)
    used = fields & {*table.columns} if is_asked else set()
    places = meant_by(table.columns, tree, names, used, table.file)
    meaning = {column for those in places.values() for column in those}
    empties = _Empties(fields, table, meaning, "what the plan says stands there")
    mark = mark_of(tree)
    text = PlanText(mark.source.text if mark else "", str(plan), table.file)

    columns, file = table.columns, table.file  # without its rows, which are read once

    def revive(entry: Entry) -> Planned:
        values = _values(dict(zip(columns, entry.given, strict=True)), places[entry.kind])
        job = PlanJob(text, entry.kind, entry.name, values, template, final)
        return Planned(folder / entry.name, job, Place(file, line=entry.row), entry.kind)

    made = Documents(
        revive,
        (
            Entry(_named(pattern, plan.stem, kind, row), kind, row.number, _cells(row, table))
            for row in empties.watched()
            for kind in names
        ),
    )
    if remarks is not None:
        remarks += [*misnamed(used - meaning, tree, names, table.file), *empties.remarks()]
    return made


def of_template(
    template: Path,
    data: Path | None,
    table: RecipientTable,
    folder: Path,
    pattern: str | None,
    *,
    remarks: list[Finding] | None = None,
) -> Documents:
    """Return the documents of a template of one's own, one for each row laid over the data.

    Args:
        template: The Word template.
        data: YAML or JSON data that all have in common.
        table: The rows; a column such as ``甲方.名称`` reaches into the data.
        folder: Where the documents go.
        pattern: Names of the files; from the first column when left out.
        remarks: A list to which warnings are added: cells that are left empty.

    Raises:
        PlanError: The data are no mapping, or a column leads through what is none.
        UseError: Two documents would get one name, or the pattern names no column.
    """
    common = load_data(data) if data is not None else {}
    pattern = pattern or f"{{stem}}-{{{table.columns[0]}}}"
    fields = _checked_fields(pattern, table.columns)
    source = read_file(template)
    lacking = {column for column in table.columns if not _reaches(common, _steps(column, common))}
    empties = _Empties(fields, table, lacking, "nothing stands there")

    columns, file = table.columns, table.file  # without its rows, which are read once

    def revive(entry: Entry) -> Planned:
        values = dict(zip(columns, entry.given, strict=True))
        place = Place(file, line=entry.row)
        return Planned(folder / entry.name, Job(source, _over(common, values, place), entry.name), place)

    def entries() -> Iterator[Entry]:
        for row in empties.watched():
            _over(common, row.values, Place(table.file, line=row.number))  # refuses what cannot be laid over
            yield Entry(_named(pattern, template.stem, "", row), "", row.number, _cells(row, table))

    made = Documents(revive, entries())
    if remarks is not None:
        remarks += empties.remarks()
    return made


def of_folder(
    plans: Path, kinds: Sequence[str], folder: Path, pattern: str | None, *, final: bool
) -> tuple[Documents, list[Finding]]:
    """Return the documents of all plans of a folder, and what is wrong with plans that cannot be read.

    Raises:
        UseError: The folder has no plans, or two documents would get one name.
    """
    files = sorted(
        path for path in plans.iterdir() if path.suffix.lower() in _PLANS and not path.name.endswith(".frame.yaml")
    )
    if not files:
        raise UseError([Finding("O511", Place(str(plans)))])
    pattern = pattern or "{stem}-{kind}"
    _checked_fields(pattern, ())
    wanted = [find_kind(kind).name for kind in kinds]
    faults: list[Finding] = []

    def revive(entry: Entry) -> Planned:
        path = files[entry.row - 1]
        job = PlanJob(PlanText(entry.given, str(path)), entry.kind, entry.name, final=final)
        return Planned(folder / entry.name, job, Place(str(path)), entry.kind)

    def entries() -> Iterator[Entry]:
        for number, path in enumerate(files, 1):
            try:
                tree = read_tree(path)[0]
                has = kinds_in(load_plan(tree if isinstance(tree, Marks) else path))
            except DocgenError as exc:
                faults.extend(exc.findings)
                continue
            mark = mark_of(tree)
            for kind in (kind for kind in has if kind in (wanted or has)):
                name = _named(pattern, path.stem, kind, RecipientRow(number, {}))
                yield Entry(name, kind, number, mark.source.text if mark else "")

    return Documents(revive, entries()), faults


class _Empties:
    """Cells that a table leaves empty, counted while its rows go by."""

    def __init__(self, fields: Collection[str], table: RecipientTable, told: Collection[str], instead: str) -> None:
        """Look at columns whose empty cells are told, and at those that are fields of the file names."""
        self._table, self._told, self._instead = table, told, instead
        self._named = [] if "n" in fields else [column for column in table.columns if column in fields]
        self._rows: dict[str, list[int]] = {}
        self._counts: Counter[str] = Counter()

    def watched(self) -> Iterator[RecipientRow]:
        """Yield the rows.

        Raises:
            UseError: At the end, when nothing tells the file names of some apart.
        """
        nameless: list[Finding] = []
        for row in self._table.rows:
            for column, value in row.values.items():
                if not value and column in self._told:
                    self._counts[column] += 1
                    if self._counts[column] <= _ROWS_TOLD:
                        self._rows.setdefault(column, []).append(row.number)
            if self._named and not any(row.values[column] for column in self._named) and len(nameless) < MOST_ALIKE:
                columns = "、".join(self._named)
                nameless.append(Finding("O530", Place(self._table.file, line=row.number), {"columns": columns}))
            yield row
        if nameless:
            raise UseError(nameless)

    def remarks(self) -> list[Finding]:
        """Return a warning for each column with empty cells."""
        return [
            Finding(
                "O529",
                Place(self._table.file, path=column),
                {
                    "count": count,
                    "rows": ", ".join(map(str, self._rows[column])) + (", …" if count > _ROWS_TOLD else ""),
                    "what": self._instead,
                },
                Severity.WARNING,
            )
            for column, count in self._counts.items()
        ]


def _checked_fields(pattern: str, columns: Sequence[str]) -> set[str]:
    """Return the fields of a pattern: columns, and those of `_OWN`.

    Raises:
        UseError: It names something else.
    """
    given = {field.strip() for field in _FIELD.findall(pattern)}
    unknown = sorted(given - {*columns, *_OWN})
    rest = _FIELD.sub("", pattern)
    if unknown or "{" in rest or "}" in rest:
        field = unknown[0] if unknown else rest
        known = [*columns, *_OWN]
        raise UseError(
            [
                Finding(
                    "O512", Place(pattern), {"field": field, "known": "、".join(known), "near": nearest(field, known)}
                )
            ]
        )
    return given


def _named(pattern: str, stem: str, kind: str, row: RecipientRow) -> str:
    """Return the name of a document's file, safe for every file system."""
    term = find_kind(kind).term if kind else ""
    words = {"stem": stem, "kind": kind, "term": term, "n": str(row.number), **row.values}
    name = _FIELD.sub(lambda match: words[match[1].strip()], pattern.removesuffix(".docx"))
    return f"{safe_name(name)}.docx"


def _cells(row: RecipientRow, table: RecipientTable) -> list[str]:
    return [row.values[column] for column in table.columns]


def _values(row: Mapping[str, str], places: Mapping[str, Steps]) -> dict[Steps, str]:
    """Return what a row lays over the plan; an empty cell leaves what the plan says."""
    return {steps: row[column] for column, steps in places.items() if row[column]}


def _over(common: Mapping[str, Any], row: Mapping[str, str], place: Place) -> dict[str, Any]:
    """Return data with the values of a row; what is not on their way is shared."""
    data = dict(common)
    for column, value in row.items():
        steps = _steps(column, common)
        if not value and _reaches(data, steps):
            continue
        _set(data, steps, value, replace(place, path=column))
    return data


def _steps(column: str, common: Mapping[str, Any]) -> Sequence[str | int]:
    """Return the way of a column into data: by its dots, unless the data have a name with dots."""
    return (column,) if column in common or "." not in column else steps_of(column)


def _reaches(data: Any, steps: Iterable[str | int]) -> bool:
    for step in steps:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _set(data: dict[str, Any], steps: Sequence[str | int], value: str, place: Place) -> None:
    here: Any = data
    for step, following in itertools.pairwise(steps):
        try:
            inner = here[step]
        except KeyError:
            inner = {} if isinstance(following, str) else []
        except (IndexError, TypeError) as exc:
            raise PlanError([Finding("O514", place)]) from exc
        if not isinstance(inner, (dict, list)):
            raise PlanError([Finding("O514", place)])
        here[step] = inner.copy()
        here = here[step]
    try:
        here[steps[-1]] = value
    except (IndexError, TypeError) as exc:
        raise PlanError([Finding("O514", place)]) from exc

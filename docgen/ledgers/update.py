"""Ledgers that came back, written into the plan: statuses, progress, cross-off days and remarks, nothing else.

All of it or nothing: one row that does not go with the plan refuses the whole update, and every fault is told with its cell.

Codes: L121-L139.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass, field
from pathlib import Path

from docgen.errors import LedgerError, checked_limits, checked_path
from docgen.files import read_file
from docgen.findings import MOST_ALIKE, Finding, Place, Severity, errors, nearest
from docgen.ledgers.book import HEADS
from docgen.ledgers.days import day_of
from docgen.ledgers.returned import HEAD_OF, Entry, read_returned
from docgen.ledgers.rewrite import Rewrite, Sheets, paths_of, rewritten
from docgen.ledgers.rows import ISSUED, LedgerRow, check_letters, roll, sent_letters
from docgen.limits import Limits
from docgen.marked import ILLEGAL
from docgen.plan.fields import STATUSES
from docgen.plan.load import read_tree
from docgen.plan.marks import Mapping, mark_of
from docgen.plan.standing import DONE, WAITING
from docgen.plan.validate import A_PLAN, load_plan
from docgen.plan.write import Change, Exchange, steps_of

OPEN = tuple(head.key for head in HEADS if head.is_open)
_FIRST_YEAR = 2000  # in which anything was crossed off
_SHOWN = 30  # characters of a text that a finding quotes


@dataclass(frozen=True, slots=True)
class Edit:
    """What an update changes in one measure.

    Attributes:
        id: The measure, as the ledger knows it.
        measure: What it says.
        field: Field of the plan: status, progress, closed or memo.
        before: What the plan said; ``""`` for nothing.
        after: What it says now; ``""`` when the field is taken out.
        place: The cell.
    """

    id: str
    measure: str
    field: str
    before: str
    after: str
    place: Place


@dataclass(frozen=True, slots=True)
class Update(Rewrite):
    """What ledgers that came back change in a plan file; nothing is written yet.

    Attributes:
        changes: Each field that changes, in the order of the sheets.
    """

    changes: list[Edit] = field(default_factory=list)


def update_plan(plan: str | os.PathLike[str], sheets: Sheets, *, limits: Limits | None = None) -> Update:
    """Return what ledgers that came back change in a plan file; `Update.save` writes it.

    Args:
        plan: Path of the plan file.
        sheets: Path of a workbook as `ledger` makes it, or several.
        limits: Budgets.

    Raises:
        FileError: A file cannot be read.
        PlanError: The plan cannot be read.
        LedgerError: A workbook is none, or says what does not go with the plan; ``findings`` holds every fault with its cell.
        LimitError: A file goes past a budget.
    """
    return update_plans([plan], sheets, limits=limits)[0]


def update_plans(
    plans: Sequence[str | os.PathLike[str]], sheets: Sheets, *, limits: Limits | None = None
) -> list[Update]:
    """Return what ledgers that came back change in several plan files, in their order; a row belongs to the plan that it names."""
    limits = checked_limits(limits)
    for plan in plans:
        checked_path(plan, A_PLAN, "plan")
    entries = [entry for sheet in paths_of(sheets) for entry in read_returned(sheet, limits)]
    stems = {Path(plan).stem for plan in plans}
    if entries and not any(entry.words("plan") in ("", *stems) for entry in entries):
        args = {"plan": "、".join(sorted(stems)), "words": entries[0].words("plan")}
        raise LedgerError([Finding("L134", entries[0].place("plan"), args)])
    return [_update(Path(plan), entries, limits) for plan in plans]


def _update(path: Path, entries: Sequence[Entry], limits: Limits) -> Update:
    before = read_file(path, limits.yaml_bytes)
    tree = read_tree(path, limits)[0]
    rows = roll(load_plan(tree if isinstance(tree, Mapping) else path, limits), with_places=False).rows
    judge = _Judge(rows, path.stem, limits)
    changes = judge.changes(entries)
    if errors(judge.findings):
        raise LedgerError(judge.findings)
    steps = {row.id: _steps(row) for row in rows}
    spliced: list[Change | Exchange] = [Change(steps[one.id], one.field, _typed(one)) for one in changes]
    after = rewritten(path, before, tree, spliced, "text", limits)
    return Update(path, before, after, judge.findings, changes)


def _steps(row: LedgerRow) -> tuple[str | int, ...]:
    mark = mark_of(row.in_plan.point)
    return steps_of(mark.path if mark else row.in_plan.point.place().path)


def _typed(change: Edit) -> str | None:
    """Return what is typed in the plan; a 【 that a unit wrote is no reference."""
    return change.after.replace("【", "【【") or None


class _Judge:
    """Holds the rows of ledgers against those of the plan."""

    def __init__(self, rows: Sequence[LedgerRow], stem: str, limits: Limits) -> None:
        self.rows = {row.id: row for row in rows}
        self.stem = stem
        self.limits = limits
        self.findings: list[Finding] = []
        self._ids = {row.measure: row.id for row in rows}
        self._also: dict[str, list[LedgerRow]] = {}
        for row in rows:
            self._also.setdefault(row.in_plan.also, []).append(row)
        self._strangers = 0

    def changes(self, entries: Sequence[Entry]) -> list[Edit]:
        """Return what changes; faults are kept in ``findings``."""
        found: dict[tuple[str, str], Edit] = {}
        first: dict[tuple[str, str, str], Entry] = {}
        own = [entry for entry in entries if entry.words("plan") in ("", self.stem)]  # others are of another plan
        rows = [self.rows.get(entry.words("id")) or self._known_before(entry) for entry in own]
        if own and not any(rows):
            self._report("L134", own[0], "id", plan=self.stem, words=own[0].words("measure")[:_SHOWN])
            return []
        for entry, row in zip(own, rows, strict=True):
            if row is None:
                if self._is_filled_in(entry):
                    self._unknown(entry)
                continue
            id_ = row.id
            key = (entry.file, entry.sheet, id_)
            if key in first:
                self._report("L122", entry, "id", id=id_, there=str(first[key].place("id")))
                continue
            first[key] = entry
            self._judge_issued(entry, row)
            for change in self._judge_open(entry, row):
                other = found.setdefault((id_, change.field), change)
                if other.after != change.after:
                    args = {"words": _shown(change.after), "other": _shown(other.after), "there": str(other.place)}
                    self._report("L123", entry, change.field, head=HEAD_OF[change.field], **args)
        for (id_, name), change in found.items():
            status = found.get((id_, "status"))
            if name == "closed" and change.after and status and status.after != DONE:  # as another sheet says
                args = {"status": status.after or WAITING, "wanted": DONE}
                self.findings.append(Finding("L128", change.place, args))
        return list(found.values())

    def _report(self, code: str, entry: Entry, key: str, **args: object) -> None:
        self.findings.append(Finding(code, entry.place(key), args))

    def _warn(self, code: str, entry: Entry, key: str, **args: object) -> None:
        self.findings.append(Finding(code, entry.place(key), args, Severity.WARNING))

    def _known_before(self, entry: Entry) -> LedgerRow | None:
        """Return the row that had the id before measures of the same words came or went; it stands below the same task."""
        rows = [row for row in self._also.get(entry.words("id"), ()) if _same(row.task, entry.words("task"))]
        return rows[0] if len(rows) == 1 else None

    def _unknown(self, entry: Entry) -> None:
        words = entry.words("measure")
        self._strangers += 1
        near = self._ids.get(words, "")
        if not near and self._strangers <= MOST_ALIKE:  # to look for it takes long
            near = nearest(entry.words("id"), self.rows, 0.7)
        self._report("L121", entry, "id", id=entry.words("id"), words=words[:_SHOWN], near=near)

    # --- what nobody may change

    def _judge_issued(self, entry: Entry, row: LedgerRow) -> None:
        """Tell what somebody changed in the columns of the plan, and what the plan says otherwise by now."""
        said = {key: self._as_issued(entry, key) for key in ISSUED}
        plan = (entry.words("id"), *row.issued()[1:])
        code = entry.words("check").partition("-")[0]
        differing = [
            (k, w, now) for (k, w), now in zip(said.items(), plan, strict=True) if w is not None and not _same(w, now)
        ]
        if code == check_letters(said[key] or "" for key in ISSUED):
            if not differing or not self._is_filled_in(entry):
                return
            if len(self._also[row.in_plan.also]) == 1 or all(key != "lead_unit" for key, _, _ in differing):
                self._warn("L124", entry, "measure", id=row.id, words=row.measure[:_SHOWN])
                return  # of measures of the same words, it may be another
        elif code and not differing:
            self._report("L138", entry, "check", id=row.id)
        for key, words, now in differing:
            args = {"head": HEAD_OF[key], "words": _shown(words or ""), "now": _shown(now)}
            self._report("L125", entry, key, **args)

    def _is_filled_in(self, entry: Entry) -> bool:
        """Whether a unit typed anything into a row."""
        return any(self._is_touched(entry, key, entry.words(key)) for key in OPEN)

    @staticmethod
    def _is_touched(entry: Entry, key: str, value: str) -> bool:
        """Whether a value is another than the one that was sent out; in a row without its code, whether there is one."""
        sent = dict(zip(OPEN, entry.words("check").split("-")[1:], strict=False))
        if len(sent) < len(OPEN):
            return bool(value) and value != WAITING
        if key == "status":
            value = value or WAITING
        elif key == "closed" and value and key in entry.cells:
            with contextlib.suppress(ValueError, OverflowError):
                day = day_of(entry.cells[key])
                value = day.isoformat() if day else ""
        return sent_letters(value) != sent[key]

    def _as_issued(self, entry: Entry, key: str) -> str | None:
        """Return what a cell of the plan's columns says, a day as 2026-06-30; ``None`` when the sheet lacks the column."""
        if key not in entry.cells:
            return None
        if key == "due":
            try:
                day = day_of(entry.cells[key])
            except ValueError:
                return entry.words(key)
            return day.isoformat() if day else ""
        return entry.words(key)

    # --- what the unit fills in

    def _judge_open(self, entry: Entry, row: LedgerRow) -> Iterator[Edit]:
        if not self._is_plain(entry):
            return
        status, closed = self._status(entry), self._closed(entry)
        if status is None or closed is None:
            return
        given = {"status": status, "progress": entry.words("progress"), "closed": closed, "memo": entry.words("memo")}
        before = {**row.filled_in(), "status": row.in_plan.point.status or ""}
        after = {key: value if self._is_touched(entry, key, value) else before[key] for key, value in given.items()}
        if after["status"] in ("", WAITING) and before["status"] in ("", WAITING):
            after["status"] = before["status"]
        if after["closed"] and after["status"] != DONE:
            self._report("L128", entry, "closed", status=after["status"] or WAITING, wanted=DONE)
            return
        self._judge_steps_back(entry, row, before, after)
        made = [
            Edit(row.id, row.measure, key, before[key], after[key], entry.place(key))
            for key in OPEN
            if key in entry.cells and after[key] != before[key]
        ]
        if made and entry.is_hidden:
            self._warn("L132", entry, "id", id=row.id)
        yield from made

    def _judge_steps_back(
        self, entry: Entry, row: LedgerRow, before: Mapping_[str, str], after: Mapping_[str, str]
    ) -> None:
        """Tell what goes back: refused when the plan got further since the sheet was made, a warning else."""
        back = [key for key in ("progress", "closed") if before[key] and not after[key]]
        if STATUSES.index(after["status"] or WAITING) < STATUSES.index(before["status"] or WAITING):
            back.insert(0, "status")
        for key in back:
            now = row.filled_in()[key]
            args = {"head": HEAD_OF[key], "words": _shown(after[key]) or "（空）", "now": _shown(now), "id": row.id}
            sent = dict(zip(OPEN, entry.words("check").split("-")[1:], strict=False)).get(key)
            if sent is not None and sent_letters(now) != sent:
                self._report("L136", entry, key, **args)
            else:
                self._warn("L137", entry, key, **args)

    def _is_plain(self, entry: Entry) -> bool:
        """Whether the cells to fill in hold plain values that can be written."""
        count = len(self.findings)
        for key in ("id", *OPEN):
            cell = entry.cells.get(key)
            if cell is None:
                continue
            words = entry.words(key)
            sign = ILLEGAL.search(words)
            if cell.merged:
                self._report("L127", entry, key, range=cell.merged, head=HEAD_OF[key])
            elif cell.is_formula or cell.is_error:
                self._report("L126", entry, key, head=HEAD_OF[key], words=_shown(words))
            elif sign:
                self._report("L130", entry, key, head=HEAD_OF[key], codepoint=f"U+{ord(sign[0]):04X}")
            elif len(words) > self.limits.text_length:
                self._report("L131", entry, key, head=HEAD_OF[key], limit=self.limits.text_length, budget="text_length")
        return len(self.findings) == count

    def _status(self, entry: Entry) -> str | None:
        words = entry.words("status")
        if words and words not in STATUSES:
            args = {"words": _shown(words), "known": "、".join(STATUSES), "near": nearest(words, STATUSES)}
            self._report("L129", entry, "status", **args)
            return None
        return words

    def _closed(self, entry: Entry) -> str | None:
        if "closed" not in entry.cells:
            return ""
        try:
            day = day_of(entry.cells["closed"])
        except (ValueError, OverflowError):
            self._report("L133", entry, "closed", words=_shown(entry.words("closed")))
            return None
        if day is not None and day.year < _FIRST_YEAR:
            self._report("L133", entry, "closed", words=_shown(entry.words("closed")))
            return None
        return day.isoformat() if day else ""


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same but for blanks and line ends."""
    return "".join(one.split()) == "".join(other.split())


def _shown(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"

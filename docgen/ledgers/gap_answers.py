"""Sheets of gaps that come back filled in, and the plan that takes their answers.

Codes: L150-L157, L167, L169.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docgen.checking import check_plan
from docgen.errors import DocgenError, FileError, LedgerError, PlanError, checked_limits, checked_path
from docgen.files import read_file
from docgen.findings import Finding, Place, Severity, errors, nearest
from docgen.ledgers.days import day_of
from docgen.ledgers.gap_values import RefusedAnswer, checked, remark_of, value_of
from docgen.ledgers.gaps import (
    ANSWER,
    AS_OF,
    ASKED,
    FILLED_IN,
    KEY,
    LAST,
    NAMELESS,
    REMARK,
    SENTENCE,
    SOURCE,
    UNIT,
    Gap,
    OpenPlan,
    Spot,
    as_gap,
    at_of,
)
from docgen.ledgers.returned import read_bytes
from docgen.ledgers.rewrite import Rewrite, Sheets, paths_of, rewritten
from docgen.plan.fields import GAP
from docgen.plan.load import parse_tree, read_tree
from docgen.plan.validate import A_PLAN
from docgen.plan.write import Change, Exchange, Steps, path_of, plain_text
from docgen.sheets.description import letters
from docgen.sheets.read import Cell, Page, read_sheets

_HEADS = (*ASKED, *FILLED_IN)
_UNKNOWN = ("L155", "L156")
_FEW_HEADS = 3  # of a row that is meant for the heads
_OPEN = re.compile("【待填：([^】]*)】")
_TYPED_OTHERWISE = re.compile(r"[\n:#,\[\]{}\"'&*!|>%@`\\]")  # signs that a text without quotes cannot have anywhere
_BEGINS_A_TEXT = re.compile(r"[\w\u3400-\u9fff《“（]")


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """An answer that was taken.

    Attributes:
        key: The gap.
        value: What stands in the plan in its place.
        source: Where it comes from; ``""`` when that was not said or has no place in the plan.
        as_of: Its date, as 2026-06-30, else ``""``.
        place: Sheet and cell.
    """

    key: str
    value: str
    source: str
    as_of: str
    place: Place


@dataclass(frozen=True, slots=True)
class FilledGaps(Rewrite):
    """What filled sheets change in a plan file; nothing is written yet.

    Attributes:
        answers: What was taken, in the order of the sheets.
        open: Gaps that are still open.
    """

    answers: list[GapAnswer] = field(default_factory=list)
    open: list[Gap] = field(default_factory=list)


def fill_gaps(plan: str | os.PathLike[str], sheets: Sheets) -> FilledGaps:
    """Return what filled sheets change in a plan file, all of them or none; `FilledGaps.save` writes it.

    Args:
        plan: Path of the plan file.
        sheets: Path of a workbook that `gap_sheets` or `gap_sheet` made, as it came back, or several.

    Raises:
        FileError: A file cannot be read.
        LedgerError: An answer cannot be taken; ``findings`` names every such cell.
        LimitError: A file goes past a budget.
        PlanError: The plan has faults, or would have with the answers.
    """
    checked_path(plan, A_PLAN, "plan")
    path = Path(plan)
    given = paths_of(sheets)
    before = read_file(path, checked_limits(None).yaml_bytes)
    tree = read_tree(path)[0]
    read = _Reading(OpenPlan(tree))
    for sheet in given:
        read.sheet(sheet)
    if errors(read.findings):
        unread = all(finding.code.startswith("O") for finding in errors(read.findings))
        raise (FileError if unread else LedgerError)(read.findings)
    try:
        after = rewritten(path, before, tree, list(_changes(read.answered())), "value")
    except PlanError as exc:
        raise LedgerError([_at_cell(finding, read.taken.values()) for finding in exc.findings]) from exc
    if after != before:
        read.findings += _new_faults(tree, after, str(path), read.taken.values())
    answers = [row.answer for row in read.taken.values() if row.gap is not None]
    left = [gap for gap in read.open.values() if gap.key not in read.taken and gap.key in read.printed]
    return FilledGaps(path, before, after, read.findings, answers, left)


def _at_cell(finding: Finding, taken: Iterable[_Taken]) -> Finding:
    """Return a fault that the plan would have, at the cell whose answer makes it."""
    for row in taken:
        for spot in row.gap.spots if row.gap else ():
            own = path_of(spot.steps)
            if finding.place.path == own or finding.place.path.startswith((f"{own}.", f"{own}[")):
                return replace(finding, place=row.answer.place)
    return finding


def _new_faults(tree: Any, after: bytes, name: str, taken: Collection[_Taken]) -> list[Finding]:
    """Return what the checks say of the plan with the answers and did not say before, as warnings at their cells."""
    known = {(f.code, f.place.path) for f in check_plan(tree)}
    now = check_plan(parse_tree(plain_text(after), name)[0])
    new = [f for f in now if f.code != "P230" and (f.code, f.place.path) not in known]
    return [replace(_at_cell(f, taken), severity=Severity.WARNING) for f in new]


# --- the rows


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet, its cells by the heads of their columns."""

    file: str
    page: str
    cells: dict[str, Cell]

    def place(self, head: str) -> Place:
        return _place(self.file, self.page, self.cells[head].name)


@dataclass(frozen=True, slots=True)
class _Taken:
    """An answer, and the gap that it fills; none when the plan has it already."""

    answer: GapAnswer
    gap: Gap | None


class _Reading:
    """Answers of several sheets to the gaps of one plan, and what is wrong with them."""

    def __init__(self, plan: OpenPlan) -> None:
        self.plan = plan
        printed = plan.gaps()
        self.printed = {gap.key for gap in printed}
        self.open = {gap.key: gap for gap in (*plan.entries(), *printed)}
        self.findings: list[Finding] = []
        self.taken: dict[str, _Taken] = {}
        self._said: list[str] | None = None  # the sentences of the plan, once they are asked for

    def answered(self) -> list[_Taken]:
        """Return the answers that change the plan."""
        return [taken for taken in self.taken.values() if taken.gap is not None]

    def sheet(self, path: Path) -> None:
        """Read a workbook."""
        try:
            pages = read_sheets(read_bytes(path), str(path))
        except DocgenError as exc:
            self.findings += exc.findings
            return
        tables = [(page, found) for page in pages if (found := _head_row(page)) is not None]
        if not tables:
            self._refuse(Place(str(path)), "L150", expected="、".join(_HEADS))
        first: dict[str, _Row] = {}
        for page, at in tables:
            columns = self._columns(str(path), page, at)
            for row in _rows(str(path), page, at, columns) if columns else ():
                self._row(row, first)

    def _columns(self, file: str, page: Page, at: int) -> dict[str, int]:
        """Return the columns of a table by their heads; none when one is missing or stands twice."""
        cells = page.rows[at].cells
        found = [(_squeezed(cell.words), number) for number, cell in cells.items() if cell.words]
        names = [name for name, _ in found]
        others = [name for name in names if name not in _HEADS]
        complete = True
        for head in _HEADS:
            if names.count(head) != 1:
                complete = False
                place = _place(file, page.name, f"{page.rows[at].number}:{page.rows[at].number}")
                args = {"name": head, "near": nearest(head, others), "found": "、".join(names)}
                self._refuse(place, "L152" if head in names else "L151", **args)
        return dict(found) if complete else {}

    def _row(self, row: _Row, first: dict[str, _Row]) -> None:
        key = row.cells[KEY].words
        answer = row.cells[ANSWER]
        try:
            remark = remark_of(row.cells[REMARK])
        except RefusedAnswer as exc:
            self._refuse(row.place(REMARK), exc.code, **exc.details)
            return
        if remark:
            self._doubt(row.place(REMARK), head=REMARK, words=remark)
        if not key:
            if answer.words:
                self._refuse(row.place(KEY), "L153", words=answer.words)
            return
        if key in first:
            self._refuse(row.place(KEY), "L154", key=key, first=first[key].cells[KEY].name)
            return
        first[key] = row
        if answer.words:
            self._take(key, row)
        else:
            self._tell_stray(key, row)

    def _tell_stray(self, key: str, row: _Row) -> None:
        """Tell what stands beside an answer that is not there: it may be the answer, a column further."""
        gap = self.open.get(key)
        known = {SOURCE: gap.source, AS_OF: "", LAST: gap.last} if gap is not None else {}
        for head, before in known.items():
            words = row.cells[head].words if head in row.cells else ""
            if words and _squeezed(words) != _squeezed(before):
                args = {"head": head, "words": words, "answer": ANSWER}
                self.findings.append(Finding("L171", row.place(head), args, Severity.WARNING))

    def _take(self, key: str, row: _Row) -> None:
        """Judge one answer."""
        read: dict[str, str] = {}
        gap = self.open.get(key)
        moved = gap is not None and _has_moved(gap, row.cells[SENTENCE].words)
        gap = None if moved else gap
        ways: dict[str, Callable[[Cell], str]] = {
            KEY: checked,
            UNIT: lambda cell: _same_unit(cell, row.cells[ANSWER], gap),
            ANSWER: lambda cell: self._value(key, gap, cell, row),
            SOURCE: remark_of,
            AS_OF: _day,
        }
        for head, way in ways.items():
            try:
                read[head] = way(row.cells[head])
            except RefusedAnswer as exc:
                if moved and exc.code in _UNKNOWN:
                    self._refuse(row.place(KEY), "L169", key=key, words=self.open[key].sentence)
                else:
                    self._refuse(row.place(head), exc.code, **exc.details)
        if len(read) < len(ways):
            return
        if gap is not None and not gap.register:
            for head in (SOURCE, AS_OF):
                if read[head]:
                    self._doubt(row.place(head), head=head, words=read.pop(head))
        answer = GapAnswer(key, read[ANSWER], read.get(SOURCE, ""), read.get(AS_OF, ""), row.place(ANSWER))
        other = self.taken.get(key)
        if other is None:
            self.taken[key] = _Taken(answer, gap)
        elif _told(other.answer) != _told(answer):
            args = {"key": key, "words": " ".join(_told(answer)), "other": " ".join(_told(other.answer))}
            self._refuse(answer.place, "L157", **args, first=str(other.answer.place))

    def _value(self, key: str, gap: Gap | None, cell: Cell, row: _Row) -> str:
        """Return what stands in the plan with an answer.

        Raises:
            RefusedAnswer: It cannot be taken.
        """
        if gap is None:
            return self._known_already(key, cell, row)
        spot = gap.spots[0]
        if spot.words:
            return value_of(cell, GAP)
        value = as_gap(spot.text, spot.steps)
        unit = row.cells[UNIT].words
        if gap.register == "figures" and value == GAP and GAP not in unit:
            value += unit  # which the plan left to those who know it
        return value_of(cell, value, is_figure=gap.register == "figures", field=str(spot.steps[-1]))

    def _known_already(self, key: str, cell: Cell, row: _Row) -> str:
        """Return the answer to a gap that was filled before, when it is what the plan says."""
        unit, said = row.cells[UNIT].words, row.cells[SENTENCE].words
        figure, name = self.plan.plan.figures.get(key), self.plan.plan.names.get(key)
        entry = figure or name
        there = entry.value if entry is not None else self.plan.leaves.get(key, (None, None))[1]
        if there is None or NAMELESS in _OPEN.findall(said):
            return self._said_already(key, checked(cell), said)
        pattern_of_plan = unit if GAP in unit else GAP + unit if figure is not None else GAP
        field_name = key.rpartition(".")[2]
        answer = value_of(cell, pattern_of_plan, is_figure=figure is not None, field=field_name)
        if _squeezed(answer) != _squeezed(there):
            raise RefusedAnswer("L156", key=key, value=str(there).strip(), words=answer)
        return answer

    def _said_already(self, key: str, answer: str, said: str) -> str:
        """Return the answer to 【？what】 when a sentence of the plan says it in its place."""
        own = (key.removeprefix("【？").removesuffix("】"), NAMELESS)
        pattern = _pattern(_OPEN.sub(lambda m: answer if m[1] in own else m[0], said), "")
        is_asked = any(name in own for name in _OPEN.findall(said))
        if self._said is None:
            self._said = [_squeezed(sentence) for sentence in self.plan.sentences()]
        if not is_asked or not any(pattern.fullmatch(sentence) for sentence in self._said):
            raise RefusedAnswer("L155", key=key, near=nearest(key, self.open))
        return answer

    def _refuse(self, place: Place, code: str, **args: object) -> None:
        self.findings.append(Finding(code, place, args))

    def _doubt(self, place: Place, **args: object) -> None:
        self.findings.append(Finding("L167", place, args, Severity.WARNING))


def _has_moved(gap: Gap, said: str) -> bool:
    """Whether a key that counts from the beginning of a list names another place than when its sheet was made."""
    return "[" in gap.key and said != "" and not _pattern(said, gap.sentence).fullmatch(_squeezed(gap.sentence))


def _head_row(page: Page) -> int | None:
    """Return which row of a sheet has the heads, if one has some of them."""
    counts = [len({_squeezed(cell.words) for cell in row.cells.values()} & set(_HEADS)) for row in page.rows]
    most = max(counts, default=0)
    return counts.index(most) if most >= _FEW_HEADS else None


def _rows(file: str, page: Page, at: int, columns: dict[str, int]) -> Iterator[_Row]:
    for row in page.rows[at + 1 :]:
        cells = {
            head: row.cells.get(column, Cell(f"{letters(column)}{row.number}", None))
            for head, column in columns.items()
            if head in _HEADS
        }
        yield _Row(file, page.name, cells)


def _place(file: str, page: str, cell: str) -> Place:
    return Place(file, path=f"{page}!{cell}")


def _squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def _day(cell: Cell) -> str:
    """Return the day of a cell as 2026-06-30; ``""`` when it is empty."""
    words = checked(cell)
    try:
        day = day_of(cell)
    except (ValueError, OverflowError):
        raise RefusedAnswer("L166", words=words) from None
    return day.isoformat() if day else ""


def _same_unit(cell: Cell, answer: Cell, gap: Gap | None) -> str:
    """Return the unit of a row; refuse one of a figure that is not the plan's."""
    unit = checked(cell)
    if gap is not None and gap.register == "figures" and gap.unit and unit and _squeezed(unit) != _squeezed(gap.unit):
        raise RefusedAnswer("L158", words=answer.words, unit=gap.unit, found=unit)
    return unit


def _told(answer: GapAnswer) -> tuple[str, ...]:
    return tuple(filter(None, (answer.value, answer.source, answer.as_of)))


def _pattern(said: str, now: str) -> re.Pattern[str]:
    """Return the pattern of a sentence as a sheet has it, in which other gaps may have been filled since.

    Args:
        said: The sentence, with gaps as 【待填：…】.
        now: The sentence with the same gap as it is now; what both leave open under one name is open in both.
    """
    own = {match for match in _OPEN.findall(now) if match in _OPEN.findall(said)}
    parts = re.split("(【待填：[^】]*】)", _squeezed(said))
    words = (re.escape(p) if not _OPEN.fullmatch(p) or p[4:-1] in own else ".+?" for p in parts)
    return re.compile("".join(words))


# --- the changes


def _changes(answers: Iterable[_Taken]) -> Iterator[Change | Exchange]:
    """Yield the changes of the plan that answers make."""
    exchanged: dict[Steps, list[tuple[Spot, str]]] = {}
    for taken in answers:
        gap, answer = taken.gap, taken.answer
        if gap is None:
            continue
        spot = gap.spots[0]
        if spot.words:
            for other in gap.spots:
                exchanged.setdefault(other.steps, []).append((other, answer.value))
            continue
        steps = spot.steps[:2] if gap.register else spot.steps
        yield Change(steps, "value", answer.value)
        new_source = answer.source if answer.source != gap.source else ""
        for name, words in (("source", new_source), ("as_of", answer.as_of)):
            if gap.register and words:
                yield Change(steps, name, words)
    for steps, spots in exchanged.items():
        yield from _exchanges(steps, spots)


def _exchanges(steps: Steps, spots: list[tuple[Spot, str]]) -> Iterator[Change | Exchange]:
    """Yield how brackets of one text are exchanged: in place where its way of typing allows it, else with the whole text."""
    text = spots[0][0].text
    by_words: dict[str, set[str]] = {}
    for spot, words in spots:
        by_words.setdefault(spot.words, set()).add(words)
    whole = all(text.count(old) == sum(s.words == old for s, _ in spots) for old in by_words)
    if whole and all(len(new) == 1 and _fits(text, old, next(iter(new))) for old, new in by_words.items()):
        yield from (Exchange(steps, old, next(iter(new))) for old, new in by_words.items())
        return
    made = str(text)
    for at, spot, words in sorted(((at_of(text, s.words, s.nth), s, w) for s, w in spots), key=lambda found: -found[0]):
        made = made[:at] + words + made[at + len(spot.words) :]
    yield Change(steps, "value", made)


def _fits(text: Any, old: str, new: str) -> bool:
    """Whether words can take the place of others in a text as it was typed."""
    source = text.mark.source.text[text.mark.start : text.mark.end]
    if source.count(old) != text.count(old):
        return False
    if source[:1] in "\"'|>":
        return True
    return not _TYPED_OTHERWISE.search(new) and (not text.startswith(old) or bool(_BEGINS_A_TEXT.match(new)))

"""The ledger as a workbook: the sheet of tasks, and the one that counts by unit and by status."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docgen.ledgers.rows import LedgerRow, check_code
from docgen.plan.fields import STATUSES
from docgen.plan.standing import ACTIVE, DONE, OVERDUE, WAITING
from docgen.plan.units import NOBODY
from docgen.sheets.description import Bars, Choice, Column, Formula, Highlight, Sheet, Styled, Value, letters

TASKS, SUMMARY = "任务台账", "汇总"
DUE_SOON_DAYS = 15
HEAD_ROW = 3
_GRID = 8  # lines of the chart
_UNNAMED = "（未明确）"
_RED, _YELLOW, _GREEN = ("F8CBAD", "9C0006"), ("FFE699", "7F6000"), ("E2EFDA", "375623")
_COLOURS = ("70AD47", "4472C4", "BFBFBF", "C00000")  # done, active, waiting, overdue
_BY_UNIT = ("序号", "单位", "牵头措施", DONE, ACTIVE, WAITING, OVERDUE, "已销号", "完成率")
_LEGEND = f"红色：逾期；黄色：{DUE_SOON_DAYS}日内到期；绿色：已完成。黄底表头各栏由责任单位填写，其余各栏以计划为准。"
_SUMMARY_NOTE = (
    f"说明：{DONE}、{ACTIVE}、{WAITING}、{OVERDUE}四项相加等于措施总数；{OVERDUE}指过了截止日期尚未完成，长期坚持的不计。"
    "几个单位共同牵头的，在各单位名下各计一次。"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the ledger.

    Attributes:
        key: Its name in code.
        words: Its head, by which it is found again.
        width: In characters.
        style: Of its cells.
        value: What a row gives it.
        is_open: Whether the unit fills it in.
        is_printed: Whether it is printed.
        stays: Whether it is there even when every row leaves it empty.
    """

    key: str
    words: str
    width: float
    style: str
    value: Callable[[LedgerRow], Value]
    is_open: bool = False
    is_printed: bool = True
    stays: bool = True


def _spot(kind: str) -> Callable[[LedgerRow], Value]:
    return lambda row: row.spots[kind].words if kind in row.spots else ""


HEADS: tuple[Head, ...] = (
    Head("id", "编号", 11, "centre", lambda row: row.id),
    Head("plan", "计划", 12, "centre", lambda row: row.plan, stays=False),
    Head("theme", "主题", 9, "centre", lambda row: row.theme, stays=False),
    Head("task", "重点任务", 18, "text", lambda row: row.task),
    Head("measure", "具体措施", 44, "text", lambda row: row.measure),
    Head("lead_unit", "牵头单位", 14, "centre", lambda row: row.lead_unit),
    Head("support_units", "配合单位", 16, "centre", lambda row: row.support_units, stays=False),
    Head("person", "责任人", 9, "centre", lambda row: row.person, stays=False),
    Head("deadline", "完成时限", 12, "centre", lambda row: row.deadline),
    Head("due", "截止日期", 14, "day", lambda row: row.due),
    Head("deliverable", "成果形式", 12, "centre", lambda row: row.deliverable, stays=False),
    Head("status", "状态", 9, "centre", lambda row: row.status, is_open=True),
    Head("progress", "进展情况", 26, "text", lambda row: row.progress, is_open=True),
    Head("closed", "销号日期", 14, "day", lambda row: row.closed, is_open=True),
    Head("memo", "备注", 13, "text", lambda row: row.memo, is_open=True),
    Head("speech", "讲话稿中的位置", 34, "text", _spot("speech"), is_printed=False, stays=False),
    Head("notice", "通知中的位置", 34, "text", _spot("notice"), is_printed=False, stays=False),
    Head("minutes", "会议纪要中的位置", 34, "text", _spot("minutes"), is_printed=False, stays=False),
    Head("check", "校验码", 14, "centre", check_code, is_printed=False),
)


def ledger_sheets(
    rows: Sequence[LedgerRow],
    units: Sequence[str],
    title: str,
    organ: str,
    as_of: datetime.date | None,
    today: datetime.date,
    *,
    several: bool = False,
) -> list[Sheet]:
    """Return the sheets of a ledger.

    Args:
        rows: At least one.
        units: Units that are counted, in the order of the summary.
        title: Its title.
        organ: Who keeps it; ``""`` when nobody says.
        as_of: Day on which it is counted; ``None`` for the day it is opened.
        today: What the formulas give now is worked out for this day when ``as_of`` is left out.
        several: Whether each row says which plan it belongs to.
    """
    heads = [head for head in HEADS if head.stays or _is_wanted(head, rows, several=several)]
    tasks = _tasks(rows, heads, title, organ, as_of, today)
    return [tasks, _summary(rows, units, heads, title, as_of or today)]


def _is_wanted(head: Head, rows: Sequence[LedgerRow], *, several: bool) -> bool:
    return several if head.key == "plan" else any(head.value(row) for row in rows)


def _at(heads: Sequence[Head], key: str) -> int:
    """Return the number of a column, from 1; the first is the running number of the rows."""
    return next(number for number, head in enumerate(heads, 2) if head.key == key)


def _tasks(
    rows: Sequence[LedgerRow],
    heads: Sequence[Head],
    title: str,
    organ: str,
    as_of: datetime.date | None,
    today: datetime.date,
) -> Sheet:
    last, width = HEAD_ROW + len(rows), len(heads) + 1
    printed = sum(head.is_printed for head in heads) + 1
    due, status, closed = (letters(_at(heads, key)) for key in ("due", "status", "closed"))
    day = Formula("TODAY()", float(_serial(today))) if as_of is None else as_of
    second: list[Styled | None] = [None] * width
    second[0] = Styled((f"编制单位：{organ}　　" if organ else "") + _LEGEND, "note")
    second[_at(heads, "deadline") - 1] = Styled("统计日期：", "label")
    second[_at(heads, "due") - 1] = Styled(day, "plain_day")
    lines: list[list[Styled | None]] = [
        [Styled(title, "title")],
        second,
        [Styled("序号", "head"), *(Styled(head.words, "open" if head.is_open else "head") for head in heads)],
    ]
    for number, row in enumerate(rows, 1):
        lines.append([Styled(number, "number"), *(Styled(head.value(row), head.style) for head in heads)])
    first = HEAD_ROW + 1
    coloured = " ".join(f"{column}{first}:{column}{last}" for column in (letters(_at(heads, "deadline")), due, status))
    open_ = f'AND(${status}{first}<>"{DONE}",ISNUMBER(${due}{first})'
    as_of_cell = f"${due}$2"
    return Sheet(
        name=TASKS,
        columns=[
            Column(5.5),
            *(Column(head.width, is_hidden=head.key == "check", is_printed=head.is_printed) for head in heads),
        ],
        rows=lines,
        merged=[f"A1:{letters(printed)}1", f"A2:{letters(_at(heads, 'deadline') - 1)}2"],
        frozen=f"{letters(_at(heads, 'measure') + 1)}{first}",
        filtered=f"A{HEAD_ROW}:{letters(width)}{last}",
        repeated=(HEAD_ROW, HEAD_ROW),
        choices=[Choice(f"{status}{first}:{status}{last}", STATUSES), Choice(f"{closed}{first}:{closed}{last}")],
        highlights=[
            Highlight(coloured, f"{open_},${due}{first}<{as_of_cell})", *_RED),
            Highlight(coloured, f"{open_},${due}{first}-{as_of_cell}<={DUE_SOON_DAYS})", *_YELLOW),
            Highlight(coloured, f'${status}{first}="{DONE}"', *_GREEN),
        ],
        heights={1: 30, 2: 30},
    )


def _serial(day: datetime.date) -> int:
    """Return a day as spreadsheets count it."""
    return (day - datetime.date(1899, 12, 30)).days


# --- the summary


@dataclass(frozen=True, slots=True)
class _Ranges:
    """The cells of the sheet of tasks that the formulas look at."""

    ids: str
    leads: str
    status: str
    due: str
    closed: str
    day: str


def _summary(
    rows: Sequence[LedgerRow], units: Sequence[str], heads: Sequence[Head], title: str, day: datetime.date
) -> Sheet:
    ranges = _ranges(rows, heads)
    units = [unit for unit in units if any(unit in row.lead_units for row in rows)]
    if any(not row.lead_units for row in rows):
        units.append(NOBODY)
    first = 7
    last = first + len(units) - 1
    lines: list[list[Styled | None]] = [
        [Styled(f"{title}汇总", "title")],
        [Styled("统计日期：", "label"), None, Styled(Formula(ranges.day, float(_serial(day))), "plain_day")],
        [None, *(Styled(words, "head") for words in ("", "措施总数", *_BY_UNIT[3:]))],
        [None, Styled("合计", "centre"), *_counted(rows, 4, "", ranges, day)],
        [],
        [Styled(words, "head") for words in _BY_UNIT],
    ]
    for number, unit in enumerate(units, 1):
        led = [row for row in rows if (unit in row.lead_units if unit else not row.lead_units)]
        line = first + number - 1
        whose = _led_by(f"$B{line}", ranges) if unit else _led_by_nobody(led, ranges)
        lines.append(
            [
                Styled(number, "number"),
                Styled(unit or _UNNAMED, "text"),
                *_counted(led, line, whose, ranges, day),
            ]
        )
    most = max(sum(unit in row.lead_units if unit else not row.lead_units for row in rows) for unit in units)
    lines += [[], [Styled(_SUMMARY_NOTE, "note")]]
    chart = Bars("各单位牵头措施办理情况", f"A{last + 4}", first - 1, last, 2, (4, 7), _COLOURS, max(1, most // _GRID))
    return Sheet(
        name=SUMMARY,
        columns=[Column(w) for w in (10, 30, 12, 10, 10, 10, 10, 10, 10)],
        rows=lines,
        merged=["A1:I1", "A2:B2", "C2:E2", f"A{last + 2}:I{last + 2}"],
        repeated=(first - 1, first - 1),
        chart=chart,
        is_landscape=False,
        heights={1: 32, last + 2: 34},
    )


def _ranges(rows: Sequence[LedgerRow], heads: Sequence[Head]) -> _Ranges:
    first, last = HEAD_ROW + 1, HEAD_ROW + len(rows)

    def cells(key: str) -> str:
        column = letters(_at(heads, key))
        return f"{TASKS}!${column}${first}:${column}${last}"

    day = f"{TASKS}!${letters(_at(heads, 'due'))}$2"
    return _Ranges(cells("id"), cells("lead_unit"), cells("status"), cells("due"), cells("closed"), day)


def _led_by(unit: str, ranges: _Ranges) -> str:
    """Return the factor that is 1 in the rows that a unit leads, whose name stands in the cell ``unit``."""
    return f'ISNUMBER(FIND("、"&{unit}&"、","、"&{ranges.leads}&"、"))*'


def _led_by_nobody(rows: Sequence[LedgerRow], ranges: _Ranges) -> str:
    """Return the factor that is 1 in the rows that nobody leads; of these some may say what stands for a gap."""
    words = dict.fromkeys(["", *(row.lead_unit.replace('"', '""') for row in rows)])
    return "(" + "+".join(f'({ranges.leads}="{said}")' for said in words) + ")*"


def _counted(
    rows: Sequence[LedgerRow], line: int, whose: str, ranges: _Ranges, day: datetime.date
) -> list[Styled | None]:
    """Return the counts of one line, from the column of all measures on.

    Args:
        rows: Those that are counted.
        line: Its row in the sheet.
        whose: Factor that is 1 in the rows that are counted; ``""`` for all.
        ranges: Where the tasks stand.
        day: Day on which they are counted.
    """
    stand = Counter(row.in_plan.standing(day) for row in rows)
    closed = sum(row.closed is not None for row in rows)
    late = f"ISNUMBER({ranges.due})*({ranges.due}<{ranges.day})"
    all_ = f'SUMPRODUCT({whose}({ranges.ids}<>""))'
    done = f'SUMPRODUCT({whose}({ranges.status}="{DONE}"))'
    active = f'SUMPRODUCT({whose}({ranges.status}="{ACTIVE}")*(1-{late}))'
    overdue = f'SUMPRODUCT({whose}({ranges.ids}<>"")*({ranges.status}<>"{DONE}")*{late})'
    crossed = f'SUMPRODUCT({whose}({ranges.closed}<>""))'
    rate = stand[DONE] / len(rows) if rows else 0.0
    return [
        Styled(Formula(all_, len(rows)), "number"),
        Styled(Formula(done, stand[DONE]), "number"),
        Styled(Formula(active, stand[ACTIVE]), "number"),
        Styled(Formula(f"C{line}-D{line}-E{line}-G{line}", stand[WAITING]), "number"),
        Styled(Formula(overdue, stand[OVERDUE]), "number"),
        Styled(Formula(crossed, closed), "number"),
        Styled(Formula(f"IF(C{line}=0,0,D{line}/C{line})", rate), "percent"),
    ]

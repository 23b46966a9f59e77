"""Totals of tables: a row 合计, 总计 or 小计 against the rows above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docgen.prose.figures import UNIT

Row = Sequence[str]

_LABEL = re.compile(r"(?:全[县市区镇乡校院省]|本[级年]|以上)?(合计|总计|小计|共计)(?:[（(][^（()）]{0,8}[）)])?[：:]?")
_NUMBER = re.compile(rf"([0-9]{{1,3}}(?:[,，][0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)({UNIT}|平方米|天)?")
_EMPTY = re.compile(r"[-—–/／无]*")
# What no sum is made of: rates, means, ranks, years, numbers of rows and telephones.
_NO_SUM = re.compile(
    "率|比|均|价|序|号|年份|年度|年龄|名次|排名|位次|最|期|电话|手机|时间|日期|幅|%|％|‰|指数|系数|得分|累计|增|减"
)
_OF_IT = re.compile("其中")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:、|$)|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,3}(?:[.．、]|$)|[（(][0-9]{1,3}[）)]"
)
_PARENTS = re.compile("[一二三四五六七八九十（(]")


@dataclass(frozen=True, slots=True)
class Total:
    """A cell with a total that the rows above do not make.

    Attributes:
        row: Its row, from 0.
        column: Its place in the row, from 0.
        there: What the rows above add up to.
    """

    row: int
    column: int
    there: str


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number of a cell, with the unit behind it."""

    value: Decimal
    unit: str


def totals(rows: Sequence[Row]) -> Iterator[Total]:
    """Yield each total of a table that is none.

    Args:
        rows: The cells of its rows, those of its head too; a cell that spans several stands first and leaves the others empty.
    """
    head = "".join  # the words above a column, as far as no number stands in it
    first = next((at for at, row in enumerate(rows) if any(_amount(cell) for cell in row[1:])), len(rows))
    names = [
        head(row[column] for row in rows[:first] if column < len(row))
        for column in range(max(map(len, rows), default=0))
    ]
    for at, row in enumerate(rows):
        kind = _kind(row)
        if kind is None:
            continue
        above = _rows_above(rows, first, at, kind)
        if _has_levels(above):
            continue
        for column, cell in enumerate(row):
            said = _amount(cell)
            if said is None or _NO_SUM.search(names[column]):
                continue
            there = _sum(above, column, said.unit)
            if there is not None and not _is_near(there, said.value, above, column):
                yield Total(at, column, f"{there}{said.unit}")


def _kind(row: Row) -> str | None:
    """Return 小计 or 合计 when a row has a total."""
    label = next((re.sub(r"\s", "", cell) for cell in row if cell.strip()), "")
    match = _LABEL.fullmatch(label)
    return match and ("小计" if match[1] == "小计" else "合计")


def _rows_above(rows: Sequence[Row], first: int, at: int, kind: str) -> list[Row]:
    """Return the rows that a total is made of: for 小计 those since the last total, for 合计 all but the totals."""
    found: list[Row] = []
    for row in reversed(rows[first:at]):
        other = _kind(row)
        if other is not None and kind in ("小计", other):
            break
        if other is None and not _OF_IT.match(_label(row)):
            found.insert(0, row)
    return found


def _label(row: Row) -> str:
    return next((cell.strip() for cell in row if cell.strip()), "")


def _has_levels(rows: Sequence[Row]) -> bool:
    """Whether some rows may be made of others: they are numbered in two ways."""
    marks = [_NUMBERED.match(_label(row)) for row in rows]
    return len({mark and bool(_PARENTS.match(mark[0])) for mark in marks}) > 1


def _amount(cell: str) -> _Amount | None:
    match = _NUMBER.fullmatch(re.sub(r"\s", "", cell))
    return _Amount(Decimal(re.sub("[,，]", "", match[1])), match[2] or "") if match else None


def _sum(rows: Sequence[Row], column: int, unit: str) -> Decimal | None:
    """Return the sum of a column; ``None`` when it is not plainly one of numbers of the unit."""
    cells = [row[column] for row in rows if column < len(row) and not _EMPTY.fullmatch(row[column].strip())]
    amounts = [amount for cell in cells if (amount := _amount(cell))]
    units = {amount.unit for amount in amounts if amount.unit}
    if len(amounts) < 2 or len(amounts) < len(cells) or (units and unit and units != {unit}) or len(units) > 1:
        return None
    return sum((amount.value for amount in amounts), Decimal(0))


def _is_near(there: Decimal, said: Decimal, rows: Sequence[Row], column: int) -> bool:
    """Whether a total is right but for the rounding of decimals."""
    places = max(
        (
            -int(amount.value.as_tuple().exponent)
            for row in rows
            if column < len(row) and (amount := _amount(row[column]))
        ),
        default=0,
    )
    slack = Decimal(len(rows)).scaleb(-places) / 2 if places else Decimal(0)
    return abs(there - said) <= slack

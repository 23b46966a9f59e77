"""What a filled cell says: the value that a gap of the plan becomes.

Codes: L158-L166.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import unicodedata
from decimal import Decimal

from docgen.ledgers.days import day_of
from docgen.marked import DIGITS
from docgen.numerals import chinese_date
from docgen.plan.fields import GAP
from docgen.quantities import parse_quantity
from docgen.sheets.read import Cell

_DAY_FIELDS = ("date", "date_of_issue", "printed_on", "on")
_DAY = re.compile(r"(?P<head>[^？]*)(?P<year>\d{4}|？)年(?P<month>\d{1,2}|？)月(?P<day>\d{1,2}|？)日(?P<tail>[^？]*)")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA)|Err:\d+")
_STEERING = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
_LINE_ENDS = re.compile(r"(?:_x000D_)?\r?\n|_x000D_")
_UNIT_OF_FORMAT = re.compile(r'"([^"]*)"|\[\$([^\]-]*)|([¥￥$€])')
_WORD = re.compile("[^\\W\\d_]|[%¥￥$€]")
_FOLDED = str.maketrans(
    {**{chr(sign + 0xFEE0): chr(sign) for sign in range(0x21, 0x7F)}, **dict.fromkeys("[（(［【", "〔"), **dict.fromkeys("]）)］】", "〕")}
)  # fmt: skip
_MUCH = 4  # characters of the words around a gap that an answer does not have by chance


class RefusedAnswer(Exception):  # noqa: N818 - it never leaves the room
    """A cell that cannot be taken: a code and the arguments of its message."""

    def __init__(self, code: str, **args: object) -> None:
        """Keep both."""
        super().__init__(code)
        self.code, self.details = code, args


def checked(cell: Cell) -> str:
    """Return what a cell says, as a text; ``""`` when it is empty.

    Raises:
        RefusedAnswer: It is worked out, an error, merged with others, or holds signs that cannot be seen.
    """
    if cell.value is None:
        return ""
    if cell.is_formula:
        raise RefusedAnswer("L160", words=str(cell.value))
    if cell.merged:
        raise RefusedAnswer("L162", range=cell.merged)
    words = _as_shown(cell)
    if _ERROR.fullmatch(words):
        raise RefusedAnswer("L161", words=words)
    unseen = next((c for c in words if unicodedata.category(c) in _STEERING or c in DIGITS), "")
    if unseen:
        raise RefusedAnswer("L164", codepoint=f"U+{ord(unseen):04X}")
    return words


def remark_of(cell: Cell) -> str:
    """Return the words of a cell in which lines may be broken, in one line.

    Raises:
        RefusedAnswer: As `checked`.
    """
    if not isinstance(cell.value, str):
        return checked(cell)
    words = "；".join(line.strip() for line in _LINE_ENDS.split(cell.value) if line.strip())
    return checked(dataclasses.replace(cell, value=words))


def value_of(cell: Cell, value: str, *, is_figure: bool = False, field: str = "") -> str:
    """Return what a value of the plan becomes with the answer of a cell.

    Args:
        cell: The answer.
        value: The value as the plan has it, with its ？; the words around them stay.
        is_figure: Whether it is a number with its unit.
        field: Name of the field that it stands in.

    Raises:
        RefusedAnswer: The answer cannot be taken, or does not go with what stands around the ？.
    """
    words = checked(cell)
    if GAP in words or "?" in words:
        raise RefusedAnswer("L163", words=words)
    if is_figure and value.count(GAP) == 1:
        before, _, unit = value.partition(GAP)
        return before + _number(cell, words, before, unit.strip()) + unit
    return _of_day(cell, words, value, field) or _of_words(
        words.replace("【", "【【"), value
    )  # a bracket is typed twice


# --- texts


def _as_shown(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, datetime.date):
        return chinese_date(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{_decimal(value, cell):f}{'%' if _is_percent(cell) else ''}"
    return str(value).strip()


def _of_words(words: str, value: str) -> str:
    """Return a value with the answer in place of its ？, whether or not the answer repeats the words around it."""
    if value == GAP:
        return words
    parts = value.split(GAP)
    pattern = "(.+?)".join(re.escape(part.translate(_FOLDED)) for part in parts)
    folded = words.translate(_FOLDED)
    match = re.fullmatch(pattern, folded)
    if match:
        spans = [match.span(number) for number in range(1, len(parts))]
        return parts[0] + "".join(words[a:b].strip() + part for (a, b), part in zip(spans, parts[1:], strict=True))
    if len(parts) != 2:
        raise RefusedAnswer("L165", words=words, value=value)
    before, behind = (part.translate(_FOLDED) for part in parts)
    start = next((k for k in range(len(before), 0, -1) if folded.startswith(before[-k:])), 0)
    rest = folded[start:]
    end = next((k for k in range(len(behind), 0, -1) if rest.endswith(behind[:k])), 0)
    core = rest[: len(rest) - end]
    around = {part[at : at + _MUCH] for part in (before, behind) for at in range(len(part) - _MUCH + 1)}
    if not core.strip() or any(some in core for some in around):
        raise RefusedAnswer("L165", words=words, value=value)
    return parts[0] + words[start : start + len(core)].strip() + parts[1]


def _of_day(cell: Cell, words: str, value: str, field: str) -> str:
    """Return a value that is a day with the day of a cell; ``""`` when neither the value nor the cell is one."""
    match = _DAY.fullmatch(value)
    if match is None and not (value == GAP and field in _DAY_FIELDS):
        return ""
    try:
        day = day_of(cell)
    except ValueError:
        if match is not None:
            return ""  # the words may have the form of the value
        raise RefusedAnswer("L166", words=words) from None
    if day is None:
        raise RefusedAnswer("L166", words=words)
    if match is None:
        return chinese_date(day)
    known = {"year": day.year, "month": day.month, "day": day.day}
    if any(match[name] not in (GAP, str(number), f"{number:02}") for name, number in known.items()):
        raise RefusedAnswer("L165", words=words, value=value)
    return match["head"] + chinese_date(day) + match["tail"]


# --- numbers


def _number(cell: Cell, words: str, before: str, unit: str) -> str:
    """Return the number of an answer, without its unit; with it where the plan has none.

    Raises:
        RefusedAnswer: It is none, or has another unit.
    """
    if isinstance(cell.value, (bool, datetime.date)):
        raise RefusedAnswer("L159", words=words, unit=unit)
    own = ""
    if isinstance(cell.value, str):
        plain = _plain(words).removeprefix(_plain(before))
        quantity = parse_quantity(plain)
        bare = parse_quantity(plain.removesuffix(_plain(unit)))
        if bare is not None and not bare.scale and not bare.unit:
            return f"{bare.number:f}"
        if quantity is None:
            raise RefusedAnswer("L159", words=words, unit=unit)
        number, own = quantity.number, quantity.scale + quantity.unit
    else:
        number = _decimal(cell.value or 0, cell)
        own = "%" if _is_percent(cell) else _unit_shown(cell)
    if own and unit and own != _plain(unit):
        raise RefusedAnswer("L158", words=words if own in words else f"{words}{own}", unit=unit, found=own)
    return f"{number:f}" + ("" if unit else own)


def _plain(words: str) -> str:
    """Return a text in half-width signs and without blanks; those between two digits stay, which may be two numbers."""
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", unicodedata.normalize("NFKC", words)).replace("\u2212", "-")


def _decimal(value: float, cell: Cell) -> Decimal:
    """Return the number of a cell with the digits that a workbook shows of it."""
    number = Decimal(f"{value:.15g}")
    return Decimal(_without_zeros(number * 100 if _is_percent(cell) else number))


def _without_zeros(number: Decimal) -> str:
    words = f"{number:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _is_percent(cell: Cell) -> bool:
    return "%" in re.sub(r'"[^"]*"|\\.', "", cell.number_format)


def _unit_shown(cell: Cell) -> str:
    """Return the unit that the look of a cell puts behind its number."""
    shown = "".join(a or b or c for a, b, c in _UNIT_OF_FORMAT.findall(cell.number_format.partition(";")[0]))
    return _plain(shown) if _WORD.search(shown) else ""

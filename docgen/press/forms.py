"""Numbers put into a form: Python's ``'%.2f' % x`` and ``'{:,}'.format(x)`` in a few harmless forms, and our own filters.

A form has no door: it names no attribute and no entry, and no width of more than two digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Any

from jinja2.runtime import Undefined

from docgen.patterns import late
from docgen.press.weights import NoNumberError, too_much
from docgen.written import Written, exact

_NUMBER = r"0?\d{0,2}(?:,?(?:\.\d{1,2})?f|,?d|,)"
_PERCENT = late(r"%(?:(%)|(s)|(0?\d{0,2}d|0?\d{0,2}(?:\.\d{1,2})?f))")
_BRACES = late(r"\{(\d{0,2})(?::(" + _NUMBER + r")?)?\}|\{\{|\}\}")
_DECIMALS = late(r"\.(\d{1,2})f")
_LARGEST = 400  # digits before the point, as many as a float can have
_MOST_DECIMALS = 20
_USUAL_DECIMALS = 6  # of Python's forms
_MOST_DIGITS = 30  # of a rounding
_LONGEST = 6000  # bits of a whole number
_WAYS = {"common": ROUND_HALF_UP, "ceil": ROUND_CEILING, "floor": ROUND_FLOOR}
_PRECISE = 2000  # digits; more than any number of a template has

Join = Callable[[list[Any]], Any]


def percent(form: str, values: Any, join: Join) -> Any:
    """Return ``form % values``.

    Raises:
        ValueError: The form is none of those that templates may use.
        TypeError: There are too few or too many values, or a text in the place of a number.
    """
    waiting = list(values) if isinstance(values, tuple) else [values]

    def piece(match: re.Match[str]) -> Any:
        if match[1]:
            return "%"
        if not waiting:
            raise TypeError(_COUNT)
        value = waiting.pop(0)
        return value if match[2] else formed(value, match[3], whole=match[3].endswith("d"))

    pieces = _pieces(_PERCENT, form, "%", piece)
    if waiting:
        raise TypeError(_COUNT)
    return join(pieces)


def braces(form: str, values: Sequence[Any], join: Join) -> Any:
    """Return ``form.format(*values)``.

    Raises:
        ValueError: The form is none of those that templates may use.
        TypeError: There are too few values, or a text in the place of a number.
    """
    counted = iter(range(len(values)))

    def piece(match: re.Match[str]) -> Any:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        at = int(match[1]) if match[1] else next(counted, len(values))
        if at >= len(values):
            raise TypeError(_COUNT)
        return formed(values[at], match[2]) if match[2] else values[at]

    return join(_pieces(_BRACES, form, "{}", piece))


_COUNT = "more or fewer arguments than the form has places"


def _pieces(pattern: re.Pattern[str], form: str, signs: str, piece: Callable[[re.Match[str]], Any]) -> list[Any]:
    """Return a form cut at its places, each with its value."""
    if any(sign in signs for sign in pattern.sub("", form)):
        msg = "no form of numbers"
        raise ValueError(msg)
    pieces: list[Any] = []
    at = 0
    for match in pattern.finditer(form):
        pieces += [form[at : match.start()], piece(match)]
        at = match.end()
    return [*pieces, form[at:]]


def formed(value: Any, form: str, *, whole: bool = False) -> Any:
    """Return a number in one of the forms, its decimals cut off for a ``whole`` one; what is missing stays missing."""
    if isinstance(value, Undefined):
        return value
    number = _number(value)
    if form.endswith("f") and not whole:
        decimals = _DECIMALS.search(form)
        number = _quantized(number, int(decimals[1]) if decimals else _USUAL_DECIMALS, ROUND_HALF_UP)
    return format(int(number) if whole else number, form)


def _number(value: Any) -> Any:
    """Return a number that is short enough to be written out.

    Raises:
        TypeError: It is no number.
        LimitError: It is too large.
    """
    if isinstance(value, str):
        raise NoNumberError(value)
    if not isinstance(value, (int, float, Decimal)):
        msg = "must be real number"
        raise TypeError(msg)
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) > _LARGEST:
        raise too_much()
    if isinstance(value, int) and value.bit_length() > _LONGEST:
        raise too_much()
    return value


def fixed(value: Any, decimals: int = 2) -> Any:
    """Return a number with that many decimals, rounded as in school: 2.345 becomes 2.35."""
    return value if isinstance(value, Undefined) else f"{_rounded(value, decimals):f}"


def thousands(value: Any, decimals: int | None = None) -> Any:
    """Return a number with a comma behind every three digits before the point; rounded when ``decimals`` are given."""
    if isinstance(value, Undefined):
        return value
    return f"{finite(value) if decimals is None else _rounded(value, decimals):,f}"


def absolute(value: Any) -> Any:
    """Return a number without its sign."""
    return value if isinstance(value, Undefined) else abs(_number(value))


def nearest(value: Any, precision: int = 0, method: str = "common") -> Any:
    """Return a number rounded, as Jinja's ``round`` does: a number of the same kind, a float for ``ceil`` and ``floor``.

    It is rounded as it is written: 1.005 becomes 1.01, though the float that it stands for is a little less.
    """
    if isinstance(value, Undefined):
        return value
    if not isinstance(precision, int) or method not in _WAYS:
        msg = "argument: no way of rounding"
        raise ValueError(msg)
    if abs(precision) > _MOST_DIGITS:
        raise too_much()
    made = _quantized(value, precision, _WAYS[method])
    if isinstance(value, Decimal):
        return Written(made)
    return int(made) if isinstance(value, int) and method == "common" else float(made)


def finite(value: Any) -> Decimal:
    """Return the number that Python writes a value as."""
    number = Decimal(exact(_number(value)))
    if not number.is_finite():
        msg = "it is not a number"
        raise ValueError(msg)
    return number


def _rounded(value: Any, decimals: int) -> Decimal:
    if not isinstance(decimals, int) or not 0 <= decimals <= _MOST_DECIMALS:
        msg = "argument: no number of decimals"
        raise ValueError(msg)
    return _quantized(value, decimals, ROUND_HALF_UP)


def _quantized(value: Any, decimals: int, way: str) -> Decimal:
    made = finite(value).quantize(Decimal(1).scaleb(-decimals), way, Context(prec=_PRECISE))
    return made if made else abs(made)  # no zero below zero

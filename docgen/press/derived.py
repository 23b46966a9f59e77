"""Filters of our own that derive what prose says of numbers and dates: ordinals, counts, shares, rounded figures, periods.

What is missing is handed back as it is, and so is a gap: nothing can be derived from it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from typing import Any, NamedTuple

from jinja2 import Environment, pass_environment
from jinja2.filters import make_attrgetter
from jinja2.runtime import LoopContext, Undefined

from docgen.catalogue.base import N_
from docgen.deadlines import understand
from docgen.marked import Marked
from docgen.numerals import (
    FormError,
    capital,
    chinese_date,
    count,
    date_in_words,
    digits,
    numeral,
    parse_date,
    period,
    series,
    single,
    weekday,
)
from docgen.press.bounds import Bounds, Turns
from docgen.press.forms import finite
from docgen.press.missing import Missing
from docgen.press.state import current, kind_of
from docgen.press.weights import HOLDERS, too_much, words_of
from docgen.quantities import (
    Quantity,
    changed,
    difference,
    fraction,
    growth,
    percent,
    plain_quantity,
    quantity_of,
    ratio,
    rough,
    scaled,
    share,
    tenths,
    times,
    total,
)
from docgen.written import written

_DECIMALS = range(-12, 21)
_LONGEST = 40  # characters of a word, a unit or a phrase
_AT_ONCE = 1000  # quantities that are added at once
_LONGEST_PATH = 300  # characters of an attribute
_DATED: dict[str, Callable[[datetime.date], str]] = {
    "年月日": chinese_date,
    "年月": lambda day: f"{day.year}年{day.month}月",
    "月日": lambda day: f"{day.month}月{day.day}日",
    "汉字": date_in_words,
}


def derived_filters(bounds: Bounds) -> dict[str, Callable[..., Any]]:
    """Return the filters, bounded, by name."""

    @pass_environment
    def sum_of(env: Environment, values: Any, attribute: str | int | None = None) -> Any:
        if isinstance(attribute, str) and len(attribute) > _LONGEST_PATH:
            raise too_much()
        if _lacks(values):
            return values
        items = [values] if isinstance(values, str) else bounds.gone_through(values)  # not its letters
        return _sum(items if attribute is None else map(make_attrgetter(env, attribute), items))

    return {**{one.name: _guarded(bounds, one.do) for one in DERIVED}, "sum_of": sum_of}


def _guarded(bounds: Bounds, do: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that hands back what is missing, and whose result is charged."""

    @wraps(do)
    def filter_(value: Any, *args: Any, **kwargs: Any) -> Any:
        told = (given for given in (*args, *kwargs.values()) if isinstance(given, (Missing, Marked)))
        lacking = value if _lacks(value) else next(told, None)
        if lacking is not None:
            return lacking
        if isinstance(value, Iterator) and not isinstance(value, LoopContext):
            value = bounds.gone_through(value)
        return bounds.kept(do(value, *args, **kwargs))

    return filter_


def _lacks(value: Any) -> bool:
    return isinstance(value, (Undefined, Marked))


# --- what filters are given


def _quantity(value: Any) -> Quantity:
    """Return a number, or a text with a unit such as 31.5万人, as a quantity."""
    if isinstance(value, bool):
        msg = "a truth value is not a number"
        raise TypeError(msg)
    return quantity_of(value) if isinstance(value, str) else plain_quantity(finite(value))


def _whole(value: Any) -> int:
    """Return a whole number without a unit."""
    quantity = _quantity(value)
    if quantity.unit or quantity.amount != int(quantity.amount):
        raise FormError("numeral", value=str(quantity))
    return int(quantity.amount)


def _share(part: Any, whole: Any) -> Fraction:
    """Return ``part`` of ``whole``; without it, what a percentage or a number below one is."""
    if whole is not None:
        return ratio(_quantity(part), _quantity(whole))
    return share(_quantity(part))


def _decimals(given: Any) -> int:
    if not isinstance(given, int) or given not in _DECIMALS:
        msg = "argument: no number of decimals"
        raise TypeError(msg)
    return given


def _word(given: Any) -> Any:
    if given is not None and not (isinstance(given, str) and len(given) <= _LONGEST):
        msg = "argument: no word"
        raise TypeError(msg)
    return given


def _words(value: Any, wanted: str) -> str:
    """Return a text, or a number as one."""
    if isinstance(value, HOLDERS):
        msg = f"a {kind_of(value)} is no {wanted}"
        raise TypeError(msg)
    return words_of(value)


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    words = _words(value, "date").strip()[:_LONGEST]
    try:
        found = parse_date(words)
    except ValueError:
        found = None
    if found is None:
        raise FormError("date", value=words)
    return found


# --- ordinals and counts


def _ordinal(value: Any, first: Any = "一、", total: Any = None) -> str:
    known, first = None if total is None else _whole(total), _words(first, "series")
    if not isinstance(value, LoopContext):
        return series(first, _whole(value), known)
    known = value.length if known is None else known
    alone = single(first) if known == 1 else None
    return series(first, int(value.index), known) if alone is None else alone


def _count_of(value: Any, word: Any = "") -> str:
    number = len(value) if isinstance(value, (list, tuple, Mapping, range)) else _whole(value)
    measure = str(_word(word) or "")
    return _in_words(number, numeral if measure in ("", "两") else count) + measure


def _numeral(value: Any, by_digit: Any = False) -> str:
    number = _whole(value)
    if not by_digit:
        return _in_words(number, numeral)
    if number < 0:
        raise FormError("numeral", value=str(number))
    width = len(value.strip()) if isinstance(value, str) and value.strip().isdecimal() else 0  # 007 is 〇〇七
    return digits(number, width)


def _in_words(number: int, words: Callable[[int], str]) -> str:
    try:
        return words(number)
    except ValueError:
        raise FormError("numeral", value=str(number)) from None


def _capital(value: Any) -> str:
    amount = _quantity(value)
    if amount.unit not in ("", "元"):
        raise FormError("units", units=f"元、{amount.unit}")
    return capital(amount.amount)


# --- figures


def _sum(items: Iterable[Any]) -> Any:
    found: list[Quantity] = []
    for item in Turns(list(items), current()):
        if _lacks(item):
            return item
        if len(found) == _AT_ONCE:
            found = [total(found)]
        found.append(_quantity(item))
    return _plain(total(found)) if found else written(Decimal(0))


def _plain(quantity: Quantity) -> Any:
    """Return a quantity as printed, and as a number where it has no unit."""
    return str(quantity) if quantity.scale or quantity.unit else written(quantity.number)


def _difference(value: Any, part: Any) -> Any:
    return _plain(difference(_quantity(value), _quantity(part)))


def _percent(value: Any, whole: Any = None, decimals: Any = 1) -> str:
    return percent(_share(value, whole), _decimals(decimals))


def _growth(value: Any, before: Any, decimals: Any = 1) -> str:
    return percent(growth(_quantity(value), _quantity(before)), _decimals(decimals))


def _changed(value: Any, before: Any, decimals: Any = 1) -> str:
    return changed(growth(_quantity(value), _quantity(before)), _decimals(decimals))


def _times(value: Any, other: Any, decimals: Any = 1) -> str:
    return times(ratio(_quantity(value), _quantity(other)), _decimals(decimals))


def _fraction(value: Any, whole: Any = None, tolerance: Any = 1, word: Any = None) -> str:
    return fraction(_share(value, whole), finite(tolerance), _word(word))


def _tenths(value: Any, whole: Any = None, word: Any = None) -> str:
    return tenths(_share(value, whole), _word(word))


def _scaled(value: Any, decimals: Any = 2, scale: Any = None) -> str:
    return scaled(_quantity(value), _decimals(decimals), _word(scale))


def _approx(value: Any, decimals: Any = 1, scale: Any = None, word: Any = None) -> str:
    return rough(_quantity(value), _decimals(decimals), _word(scale), _word(word))


# --- dates


def _dated(value: Any, form: Any = "年月日") -> str:
    if _word(form) not in _DATED:
        raise FormError("form", form=form, known=", ".join(_DATED))
    return _DATED[form](_date(value))


def _weekday(value: Any) -> str:
    return weekday(_date(value))


def _period(value: Any, end: Any, form: Any = "年月日") -> str:
    if _word(form) not in ("年月日", "月日"):
        raise FormError("form", form=form, known="年月日, 月日")
    return period(_date(value), _date(end), years=form == "年月日")


def _deadline(value: Any, year: Any = None) -> datetime.date:
    if isinstance(value, datetime.date):
        return _date(value)
    phrase = _words(value, "phrase")[:_LONGEST]
    within = None if year is None else _whole(year)
    try:
        due = understand(phrase, within).date
    except ValueError:
        due = None
    if due is None:
        raise FormError("phrase", value=phrase)
    return due


class Derived(NamedTuple):
    """A filter: its name, a sentence on it, a tag that shows it and what it does."""

    name: str
    sentence: str
    example: str
    do: Callable[..., Any]


DERIVED = (
    Derived(
        "ordinal",
        N_("An ordinal in the series that begins as told; an only item of a loop has none"),
        '{{ loop|ordinal("一是") }} {{ 12|ordinal("第一条") }}',
        _ordinal,
    ),
    Derived("count_of", N_("How many, with a measure word: 两个方面"), '{{ tasks|count_of("个方面") }}', _count_of),
    Derived(
        "numeral",
        N_("A whole number in Chinese: 十二; digit by digit: 二〇二五"),
        "{{ 12|numeral }} {{ 2025|numeral(by_digit=true) }}",
        _numeral,
    ),
    Derived("capital", N_("An amount of yuan in capitals: 壹万贰仟叁佰元整"), "{{ 12300|capital }}", _capital),
    Derived(
        "sum_of",
        N_("The sum of figures with units"),
        '{{ goods|sum_of("amount") }} {{ ["3.5万元", "2万元"]|sum_of }}',
        _sum,
    ),
    Derived(
        "difference",
        N_("How much more one figure is; of two percentages, in 百分点"),
        '{{ "36所"|difference("21所") }}',
        _difference,
    ),
    Derived(
        "percent", N_("Share of a figure in another, rounded half up"), '{{ "21所"|percent("36所", 1) }}', _percent
    ),
    Derived("growth", N_("Growth on an earlier figure as a percentage"), '{{ "36所"|growth("32所") }}', _growth),
    Derived("changed", N_("Growth in words: 增长12.5%, 下降3.2%, 持平"), '{{ "36所"|changed("32所") }}', _changed),
    Derived("times", N_("How many times another figure: 2.5倍"), '{{ "50所"|times("20所") }}', _times),
    Derived(
        "fraction",
        N_("A share as a simple fraction: 三分之二, 近三分之二; refused where none is near enough"),
        '{{ "24所"|fraction("36所") }}',
        _fraction,
    ),
    Derived("tenths", N_("A share in tenths: 近六成"), '{{ "21所"|tenths("36所") }}', _tenths),
    Derived("scaled", N_("A figure in 万 or 亿: 1.18亿元"), '{{ "117800000元"|scaled(2) }}', _scaled),
    Derived(
        "approx",
        N_("A figure rounded, with 近 or 超 as is true: 近1.2亿元; word= tells which"),
        '{{ "11780万元"|approx(1) }}',
        _approx,
    ),
    Derived("dated", N_("A date: 年月日, 年月, 月日 or 汉字"), '{{ "2025-09-12"|dated("月日") }}', _dated),
    Derived("weekday", N_("Day of the week: 星期五"), '{{ "2025-09-12"|weekday }}', _weekday),
    Derived(
        "period",
        N_("From one day to another, shortest: 2025年9月12日至14日"),
        '{{ "2025-09-12"|period("2025-09-14") }}',
        _period,
    ),
    Derived(
        "deadline",
        N_("The last day that a phrase means, as a date"),
        '{{ "11月底前"|deadline(2025)|dated }}',
        _deadline,
    ),
)

"""The filters of templates: Jinja's, each with a bound, and our own."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial, wraps
from math import isfinite
from typing import Any

from jinja2 import Environment, pass_environment
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.runtime import Undefined

from docgen.marked import Marked
from docgen.press.bounds import FRESH, MOST_TEXT_STEPS, NUMBER, SAME, Bounds, Turns, replaced_in, sought
from docgen.press.derived import derived_filters
from docgen.press.forms import absolute, fixed, nearest, percent, thousands
from docgen.press.kept import FORMATTED
from docgen.press.missing import absent
from docgen.press.state import current
from docgen.press.values import OUTSIDE, Printer, Spot, printer
from docgen.press.weights import NoNumberError, too_much, weigh, words_of
from docgen.press.word import words_in
from docgen.standard import em

_MOST_READ = 4300  # digits of a number in a text, as Python's own bound
_REFUSED = object()  # no default was given
_SHORT = 1000  # characters, far from any bound
_TEXTUAL = frozenset(
    "upper lower title capitalize trim string wordcount wordwrap truncate indent center striptags urlize".split()
)
_ATTRIBUTE = {"sort": 2, "unique": 1, "groupby": 0, "min": 1, "max": 1, "selectattr": 0, "rejectattr": 0, "sum": 0, "join": 1,
              "map": None}  # fmt: skip
_MOST_PATHS, _LONGEST_PATH = 10, 300  # attributes that a filter is told to look at, and characters of them all
_FOR_MISSING = frozenset(["default", "d"])
_TAKES_MISSING = _FOR_MISSING | {"format"}  # as an argument
# They want a number; nothing stands for it in a blank render either
_COUNTED = frozenset("wordwrap truncate center round fixed thousands".split())
_OF_LISTS = frozenset("map select reject selectattr rejectattr sort unique groupby batch slice".split())
_ONE_BY_ONE = frozenset("map select reject selectattr rejectattr sort unique groupby min max".split())


def bounded_filters(bounds: Bounds) -> dict[str, Callable[..., Any]]:
    """Return Jinja's filters, bounded, and our own, by name."""

    def replaced(value: Any, old: str, new: str, count: int | None = None) -> Any:
        if _stays(value):
            return value
        return replaced_in(bounds, words_of(value), str(old), str(new), -1 if count is None else count)

    def formatted(form: Any, *values: Any) -> Any:
        return form if isinstance(form, Undefined) else percent(words_of(form), values, bounds.concatenated)

    def whole(value: Any, default: Any = _REFUSED, base: int = 10) -> Any:
        if _stays(value):
            return value
        if isinstance(value, Decimal) and value.is_finite() and value.adjusted() > _MOST_READ:
            raise too_much()
        short = not isinstance(value, str) or len(value) <= _MOST_READ
        return _as_number(value, default, FILTERS["int"](value, _REFUSED, base) if short else _REFUSED)

    def floating(value: Any, default: Any = _REFUSED) -> Any:
        if _stays(value):
            return value
        made = FILTERS["float"](value, _REFUSED)
        return _as_number(value, default, made if made is _REFUSED or isfinite(made) else _REFUSED)

    @pass_environment
    def join(env: Environment, values: Any, d: str = "", attribute: str | int | None = None) -> Any:
        if _stays(values):
            return values
        if isinstance(values, str):
            current().by_letter(values)
        items = bounds.gone_through(values)
        return bounds.joined(items if attribute is None else [*map(make_attrgetter(env, attribute), items)], str(d))

    @pass_environment
    def summed(env: Environment, values: Any, attribute: str | int | None = None, start: Any = 0) -> Any:
        if _stays(values):
            return values
        if isinstance(start, str):
            msg = "sum() can't sum texts: unsupported operand"
            raise TypeError(msg)
        items = Turns(bounds.gone_through(values), current())
        for item in items if attribute is None else map(make_attrgetter(env, attribute), items):
            start = bounds.operator("+", start, item, operator.add)
        return start

    filters: dict[str, Callable[..., Any]] = {
        **{name: _bounded(bounds, name, plain) for name, plain in FILTERS.items()},
        "join": join,
        "em": lambda text: text if isinstance(text, Undefined) else em(text),
        "e": _same,
        "escape": _same,
        "forceescape": _same,
        "float": floating,
        "int": whole,
        "sum": summed,
        "turns__": bounds.turns,
        "collected__": bounds.collected,
        "charged__": bounds.kept,
        "kept__": bounds.kept_xml,
        "words__": _words,
        **{f"{kind}__": partial(_printed_as, printer(Spot(kind))) for kind in ("text", *OUTSIDE)},
        "round": nearest,
        "abs": absolute,
        "replace": replaced,
        "format": formatted,
        "called__": pass_environment(lambda env, value, name: env.method(value, name)),
        "fixed": fixed,
        "thousands": thousands,
        **derived_filters(bounds),
    }
    return {
        name: do if name.endswith("__") or name in _TAKES_MISSING else _told(name, do) for name, do in filters.items()
    }


def _told(name: str, do: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that hands back what is missing of its arguments."""
    first = 1 if getattr(do, "jinja_pass_arg", None) is None else 2
    counted = name in _COUNTED

    @wraps(do)
    def filter_(*args: Any, **kwargs: Any) -> Any:
        if len(args) > first or kwargs:
            lacking = absent(*args[first:], *kwargs.values())
            if lacking is not None and (counted or current().policy != "blank"):
                return lacking
        return do(*args, **kwargs)

    return filter_


def _stays(value: Any) -> bool:
    """Whether a value is missing and goes through a filter as such, to be told or marked where it is printed."""
    return isinstance(value, Undefined) and current().policy != "blank"


def _as_number(value: Any, default: Any, made: Any) -> Any:
    """Return what a filter made of a value, or else the default that a tag gives.

    Raises:
        TypeError: The filter made nothing of it, and there is no default.
    """
    if made is not _REFUSED and not isinstance(value, Undefined):
        return made
    if default is not _REFUSED:
        return default
    if isinstance(value, Undefined):
        return 0
    raise NoNumberError(value) if isinstance(value, str) else TypeError("it is not a number")


def _bounded(bounds: Bounds, name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter of Jinja's that takes data only, and whose result is bounded and charged."""
    first = 0 if getattr(plain, "jinja_pass_arg", None) is None else 1
    grows = _GROWS.get(name)

    def look(args: tuple[Any, ...], attribute: Any = None, **_: Any) -> None:
        place = _ATTRIBUTE[name]
        told = args[place] if attribute is None and place is not None and len(args) > place else attribute
        if isinstance(told, str) and (told.count(",") >= _MOST_PATHS or len(told) > _LONGEST_PATH):
            raise too_much()

    @wraps(plain)
    def filter_(*args: Any, **kwargs: Any) -> Any:
        value = args[first] if len(args) > first else None
        if value.__class__ is not str:
            if name not in _FOR_MISSING and _stays(value):
                return value
            if isinstance(value, Iterator):
                args = (*args[:first], value := bounds.gone_through(value), *args[first + 1 :])
            if name in _ONE_BY_ONE and isinstance(value, (list, tuple, range)):
                args = (*args[:first], Turns(value, current()), *args[first + 1 :])
            if name in _TEXTUAL:
                words = words_of(value)
                if value is None or isinstance(value, bool):
                    args = (*args[:first], words, *args[first + 1 :])
        elif name in _OF_LISTS:
            current().by_letter(value)
        if name in _ATTRIBUTE:
            look(args[first + 1 :], **kwargs)
        if grows is not None:
            grows(bounds, value, *args[first + 1 :], **kwargs)
        made = plain(*args, **kwargs)
        if made.__class__ is str and len(made) < _SHORT:
            current().make(len(made))
            return made
        return bounds.kept(made)

    return filter_


def _grows_centred(bounds: Bounds, _value: Any, width: int = 80) -> None:
    bounds.over(width)


def _grows_indented(bounds: Bounds, value: Any, width: int | str = 4, *_: Any, **__: Any) -> None:
    text = str(value)
    bounds.over(len(text) + (text.count("\n") + 1) * (len(width) if isinstance(width, str) else max(width, 0)))


def _grows_wrapped(
    bounds: Bounds, value: Any, width: int = 79, _long: bool = True, wrapstring: str | None = None, *_: Any, **__: Any
) -> None:
    if not width > 0:  # Python would look for the end of a line that is as wide as no number
        msg = "argument: no width of a line"
        raise ValueError(msg)
    text = str(value)
    if len(text) ** 2 // max(1, width) > MOST_TEXT_STEPS:  # what is left is copied for every line
        raise too_much()
    lines = text.count("\n") + 1 + 2 * len(text) // max(1, width)
    bounds.over(len(text) + lines * len(wrapstring or "\n"))


def _grows_filled(bounds: Bounds, values: Any, count: int, fill_with: Any = None) -> None:
    bounds.over(count)
    size = _length(values)
    current().make(size * (NUMBER if isinstance(values, range) else SAME))
    current().make(FRESH * size // max(1, count))  # one list each, for batch; slice makes fewer
    if weigh(fill_with)[0] * count > bounds.limits.output_chars:
        raise too_much("output_chars")


def _length(values: Any) -> int:
    return len(values) if isinstance(values, (list, tuple, str, Mapping, range)) else 1


def _grows_mapped(bounds: Bounds, values: Any, *args: Any, **kwargs: Any) -> None:
    if weigh(*args, *kwargs.values())[0] * _length(values) > bounds.limits.output_chars:
        raise too_much("output_chars")


def _grows_trimmed(_bounds: Bounds, value: Any, chars: str | None = None) -> None:
    sought(str(value), lambda *_: None, chars)


_GROWS: dict[str, Callable[..., None]] = {
    "trim": _grows_trimmed,
    "center": _grows_centred,
    "indent": _grows_indented,
    "wordwrap": _grows_wrapped,
    "batch": _grows_filled,
    "slice": _grows_filled,
    "map": _grows_mapped,
}


def _same(value: Any) -> Any:
    """Return the value: what is printed is escaped anyway."""
    return value


def _printed_as(show: Printer, value: Any) -> str:
    """Return what the filters of a block made, printed at a place of its kind; gaps lose their marks."""
    return show(str(value) if isinstance(value, Marked) else words_of(value))


def _words(xml: str) -> str:
    """Return the words that a filter block printed."""
    if "<" in xml:
        raise ValueError(FORMATTED)
    current().make(len(xml))
    return words_in(xml)

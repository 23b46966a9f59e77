"""Operations of templates that can make much out of little, each with a bound.

A bound that is hit raises `LimitError` with the place of the tag. Codes: T240-T244.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import partial, wraps
from itertools import islice
from typing import Any

from jinja2 import Environment, pass_context, pass_environment
from jinja2.filters import FILTERS, make_attrgetter

from docgen.errors import LimitError
from docgen.findings import Finding
from docgen.limits import Limits
from docgen.marked import Marked
from docgen.press.missing import Xml
from docgen.press.state import current
from docgen.press.values import escaped, printed
from docgen.standard import em

_MOST_BITS = 4096  # of a whole number
_MOST_DIGITS = 30  # of a rounding
_DATE_FORMAT = re.compile(r"(?:[^%]|%-?[A-Za-z%])*")
Function = Callable[..., Any]
FORMATTED = "a filter block works on words of one format"
_GROWING = ("center", "ljust", "rjust", "zfill")


class Bounds:
    """The bounds of one template's operations."""

    def __init__(self, limits: Limits) -> None:
        """Keep the limits."""
        self.limits = limits

    def over(self, size: int) -> None:
        """Refuse a text or list that would be longer than a value may be.

        Raises:
            LimitError: It would.
        """
        if size > self.limits.value_length:
            raise LimitError([Finding("T243", current().place()[0], {"limit": self.limits.value_length})])
        if size > 10_000:
            current().tick()

    def too_much(self) -> LimitError:
        """Return the error for a number that grows without end."""
        return LimitError([Finding("T244", current().place()[0])])

    def range(self, *args: int) -> range:
        """Return a range that a loop can go through."""
        made = range(*args)
        if len(made) > self.limits.loop_turns:
            raise LimitError([Finding("T240", current().place()[0], {"limit": self.limits.loop_turns})])
        return made

    def turns(self, values: Any, chars: int) -> Any:
        """Return what a loop goes through, its turns charged.

        Args:
            values: A list, a mapping, a text, or anything to iterate over.
            chars: Characters of the template that each turn prints.
        """
        if not isinstance(values, (list, tuple, dict, str, range)):
            if isinstance(values, (int, float, bool, type(None))):
                return values  # Jinja says that it cannot be gone through
            values = list(islice(values, self.limits.loop_turns + 1))
        current().turn(len(values), chars)
        return values

    def concatenated(self, values: Iterable[Any]) -> str:
        """Return texts joined; gaps in them stay marked."""
        pieces = list(values)
        if any(isinstance(value, Xml) for value in pieces):
            return Xml("".join(value if isinstance(value, Xml) else escaped(str(printed(value))) for value in pieces))
        texts = [str(printed(value)) for value in pieces]
        self.over(sum(map(len, texts)))
        raw = "".join(texts)
        return Marked(raw) if any(isinstance(value, Marked) for value in pieces) else raw

    def operator(self, sign: str, left: Any, right: Any, do: Callable[[Any, Any], Any]) -> Any:
        """Return ``left sign right``."""
        if sign == "+":
            if isinstance(left, (str, list, tuple)) and isinstance(right, (str, list, tuple)):
                self.over(len(left) + len(right))
                if isinstance(left, str) and isinstance(right, str):
                    return self.concatenated([left, right])
        elif sign == "*":
            for many, times in ((left, right), (right, left)):
                if isinstance(many, (str, list, tuple)) and isinstance(times, int):
                    self.over(len(many) * max(times, 0))
            if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > _MOST_BITS:
                raise self.too_much()
        elif sign == "**":
            whole = isinstance(left, int) and isinstance(right, int)
            if whole and left.bit_length() * abs(right) > _MOST_BITS:
                raise self.too_much()
        elif sign == "%" and isinstance(left, str):
            msg = "% is no operator for texts"
            raise TypeError(msg)
        return do(left, right)


def bounded_method(bounds: Bounds, value: Any, name: str) -> Any:
    """Return a method of a text or a date whose result has a bound; other names as they are."""
    method = getattr(value, name)
    if name in _GROWING:
        return partial(_padded, bounds, method)
    if name == "replace" and isinstance(value, str):
        return partial(_replaced, bounds, value)
    if name == "join":
        return partial(_joined_by, bounds, value)
    if name == "strftime":
        return partial(_formatted, method)
    return method


def _joined_by(bounds: Bounds, between: str, values: Iterable[Any]) -> str:
    return joined(bounds, values, between)


def _padded(bounds: Bounds, method: Callable[..., str], width: int, *fill: str) -> str:
    bounds.over(width)
    return method(width, *fill)


def _replaced(bounds: Bounds, value: str, old: str, new: str, count: int = -1) -> str:
    found = value.count(old) if count < 0 else min(count, value.count(old))
    bounds.over(len(value) + found * len(new))
    return value.replace(old, new, count)


def _formatted(method: Callable[[str], str], form: str) -> str:
    if not _DATE_FORMAT.fullmatch(form):
        msg = f"no form of a date: {form}"
        raise ValueError(msg)
    return method(form)


def joined(bounds: Bounds, values: Iterable[Any], between: str = "", attribute: Function | None = None) -> str:
    """Return values joined; gaps in them stay marked."""
    items = list(bounds.turns(values, 0))
    if attribute is not None:
        items = [attribute(item) for item in items]
    texts = [str(printed(value)) for value in items]
    bounds.over(sum(map(len, texts)) + len(between) * len(texts))
    raw = str(between).join(texts)
    return Marked(raw) if any(isinstance(value, Marked) for value in items) else raw


def bounded_filters(bounds: Bounds) -> dict[str, Function]:
    """Return Jinja's filters that need a bound, and our own, by name."""

    def wide(name: str) -> Callable[..., Any]:
        plain = FILTERS[name]

        @wraps(plain)
        def filter_(*args: Any, **kwargs: Any) -> Any:
            numbers = [abs(v) for v in [*args[1:], *kwargs.values()] if isinstance(v, int)]
            long = max([1, *(len(v) for v in args if isinstance(v, (str, list, tuple)))])
            lines = str(args[0]).count("\n") + 1 if name == "indent" else 1
            bounds.over(max([0, *numbers]) * (lines if name == "indent" else 1) + long)
            return plain(*args, **kwargs)

        return filter_

    @pass_environment
    def join(env: Environment, values: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
        return joined(bounds, values, d, None if attribute is None else make_attrgetter(env, attribute))

    def rounded(value: Any, precision: int = 0, method: str = "common") -> Any:
        if abs(precision) > _MOST_DIGITS:
            raise bounds.too_much()
        return FILTERS["round"](value, precision, method)

    def replaced(value: Any, old: str, new: str, count: int = -1) -> str:
        return _replaced(bounds, str(printed(value)), str(old), str(new), -1 if count is None else count)

    return {
        "join": join,
        "em": em,
        "e": _same,
        "escape": _same,
        "forceescape": _same,
        "turns__": pass_context(lambda _context, values, chars: bounds.turns(values, chars)),
        "kept__": pass_context(_kept),
        "words__": pass_context(_words),
        "escaped__": pass_context(lambda _context, value: escaped(str(value))),
        "note__": pass_context(lambda _context, note: note),
        "round": rounded,
        "replace": replaced,
        **{name: wide(name) for name in ("center", "indent", "batch", "slice", "wordwrap", "truncate")},
    }


def _same(value: Any) -> Any:
    """Return the value: what is printed is escaped anyway."""
    return value


def _kept(_context: Any, value: Any) -> Any:
    from docgen.press.missing import kept

    return kept(value)


def _words(_context: Any, xml: str) -> str:
    """Return the words that a filter block printed."""
    if "<" in xml:
        raise ValueError(FORMATTED)
    return html.unescape(xml)

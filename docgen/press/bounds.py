"""Operations of templates that can make much out of little, each with a bound.

A bound that is hit raises `LimitError` with the place of the tag.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Context, Decimal
from functools import partial
from itertools import islice
from math import isinf
from typing import Any

from jinja2.runtime import Undefined
from jinja2.utils import Namespace

from docgen.errors import over
from docgen.limits import Limits
from docgen.marked import Marked
from docgen.patterns import late
from docgen.press.forms import braces, percent
from docgen.press.kept import FORMATTED, Xml, kept
from docgen.press.missing import Missing, absent
from docgen.press.state import State, current
from docgen.press.weights import HOLDERS, Built, Method, NoNumberError, built, too_much, weigh, words_of
from docgen.press.word import escaped
from docgen.written import Written, exact, written

_COUNTS = (int, float, Decimal, datetime.date, datetime.time, datetime.timedelta, Undefined)
_PLAIN_NUMBERS = (int, float)
_PAPER = Context(prec=40)  # more digits than any float has
_QUICK = {"+": _PAPER.add, "-": _PAPER.subtract, "*": _PAPER.multiply, "/": _PAPER.divide}
_MOST_SOUGHT = 1000  # characters that a long text is searched for
MOST_TEXT_STEPS = 10**9  # of a method that goes through a text once for each of its pieces
_MOST_BITS = 4096  # of a whole number
_DATE_FORMAT = late(r"(?:[^%]|%-?[A-Za-z%])*")
_DATE_GROWS = 16  # characters that one sign of a form of dates can print
_GROWING = ("center", "ljust", "rjust", "zfill")
FRESH, NUMBER, SAME = (
    32,
    12,
    3,
)  # memory of an item in a new list, in characters: of texts and lists, of numbers, of others
_FEW = 16  # turns of a loop that need no clock


class Bounds:
    """The bounds of what templates calculate."""

    def __init__(self, limits: Limits) -> None:
        """Keep the limits."""
        self.limits = limits

    def over(self, size: int) -> None:
        """Refuse a text or list that would be longer than a value may be, and charge it otherwise.

        Raises:
            LimitError: It would.
        """
        if size > self.limits.value_length:
            raise over("T243", current().place()[0], self.limits, "value_length")
        current().make(max(0, size))  # a width below zero, or what is no number, gives nothing back
        if size > 10_000:
            current().tick()

    def kept(self, value: Any) -> Any:
        """Return what an operation made, charged; what would be made bit by bit is made at once."""
        if type(value) is Namespace:  # slow to tell its class
            return value
        if isinstance(value, str):
            self.over(len(value))
        elif isinstance(value, (list, tuple)):
            current().make(len(value) * _memory_of(value[0]) if value else 0)
        elif isinstance(value, Iterator):
            return self.kept(self.gone_through(value))
        return value

    def kept_xml(self, printed: str) -> str | Xml:
        """Return what a macro or a round of a loop printed, charged."""
        current().make(len(printed))
        return kept(printed)

    def namespace(self, *args: Any, **kwargs: Any) -> Namespace:
        """Return a ``namespace`` of a template."""
        entries = sum(len(arg) if isinstance(arg, (Mapping, list, tuple)) else 1 for arg in args) + len(kwargs)
        current().make((3 + 2 * entries) * FRESH)
        return Namespace(*args, **kwargs)

    def gone_through(self, values: Iterable[Any]) -> list[Any]:
        """Return what there is to go through.

        Raises:
            LimitError: It is longer than any loop.
        """
        made = list(islice(values, self.limits.loop_turns + 1))
        if len(made) > self.limits.loop_turns:
            raise over("T240", current().place()[0], self.limits, "loop_turns")
        current().tick()
        return made

    def collected(self, values: Any) -> Any:
        """Return a list, tuple or mapping that a tag writes down, weighed."""
        current().make(FRESH + 2 * FRESH * isinstance(values, dict) + SAME * len(values))
        weight, depth = weigh(*(values.values() if isinstance(values, dict) else values))
        return built(values, weight, depth + 1) if isinstance(values, list) else values

    def range(self, *args: int) -> Any:
        """Return a range that a loop can go through, or what is missing of its arguments."""
        lacking = absent(*args)
        if lacking is not None:
            return lacking
        made = range(*args)
        if len(made) > self.limits.loop_turns:
            raise over("T240", current().place()[0], self.limits, "loop_turns")
        return made

    def turns(self, values: Any, chars: int) -> Any:
        """Return what a loop goes through, its turns charged.

        Args:
            values: A list, a mapping, a text, or anything to iterate over.
            chars: Characters of the template that each turn prints.
        """
        if not isinstance(values, (list, tuple, dict, str, range)):
            if isinstance(values, (int, float, bool, type(None))):
                return _through(values)
            values = self.gone_through(values)
        state = current()
        if isinstance(values, str):
            state.by_letter(values)
        state.turn(len(values), chars)
        return Turns(values, state) if len(values) > _FEW else values

    def operator(self, sign: str, left: Any, right: Any, do: Callable[[Any, Any], Any]) -> Any:
        """Return ``left sign right``."""
        if isinstance(left, int) and isinstance(right, int):
            return self._calculated(sign, left, right, do)
        if isinstance(left, _PLAIN_NUMBERS) and isinstance(right, _PLAIN_NUMBERS):
            return _on_paper(sign, left, right, do)
        left, right = written(left), written(right)  # of a function or a filter of the script
        if sign == "+":
            if isinstance(left, str) and isinstance(right, str):
                return self.concatenated([left, right])
            if isinstance(left, list) and isinstance(right, list):
                return self._repeated([left, right], 1)
            if isinstance(left, tuple) and isinstance(right, tuple):
                self.over(len(left) + len(right))
                weigh(left, right)
        elif sign == "*":
            for many, times in ((left, right), (right, left)):
                if isinstance(times, int) and isinstance(many, (str, tuple)):
                    self.over(len(many) * max(times, 0))
                    if isinstance(many, tuple) and weigh(many)[0] * times > self.limits.output_chars:
                        raise too_much("output_chars")
                elif isinstance(times, int) and isinstance(many, list):
                    return self._repeated([many], max(times, 0))
        elif sign == "-" and not (isinstance(left, _COUNTS) and isinstance(right, _COUNTS)):
            lone_text(left, right)
            msg = "unsupported operand"
            raise TypeError(msg)
        elif sign == "%" and isinstance(left, str):
            return percent(left, right, self.concatenated)
        try:
            return do(left, right)
        except TypeError:
            lone_text(left, right)
            raise

    def _calculated(self, sign: str, left: int, right: int, do: Callable[[Any, Any], Any]) -> Any:
        bits = left.bit_length() * abs(right) if sign == "**" else left.bit_length() + right.bit_length()
        if bits > _MOST_BITS:
            raise too_much()
        return do(left, right)

    def _repeated(self, lists: list[list[Any]], times: int) -> Built:
        """Return lists one behind the other, that often."""
        size = sum(map(len, lists)) * times
        self.over(size)
        current().make(FRESH + size * (SAME - 1))
        weights = [(x.weight, x.depth) if isinstance(x, Built) else weigh(x) for x in lists]
        items = [item for x in lists for item in x] * times
        return built(items, sum(w for w, _ in weights) * times, max(d for _, d in weights))

    def concatenated(self, values: Iterable[Any]) -> str | Xml:
        """Return texts joined; gaps in them stay marked, and what a macro printed stays as it is."""
        pieces = list(values)
        units = {value.unit for value in pieces if isinstance(value, Xml)}
        if not units:
            return self.joined(pieces, "")
        if len(units) > 1 or (units != {"text"} and not all(isinstance(value, Xml) for value in pieces)):
            raise ValueError(FORMATTED)
        texts = [value.xml if isinstance(value, Xml) else escaped(words_of(value)) for value in pieces]
        self.over(sum(map(len, texts)))
        return Xml("".join(texts), units.pop())

    def joined(self, values: list[Any], between: str) -> str:
        """Return values joined; gaps in them stay marked."""
        state = current()
        if state.policy == "marker":
            values = [Marked(v._marked()) if isinstance(v, Missing) else v for v in values]
        texts = [words_of(value) for value in values]
        self.over(sum(map(len, texts)) + len(between) * len(texts))
        raw = between.join(texts)
        return Marked(raw) if any(isinstance(value, Marked) for value in values) else raw


def _memory_of(item: Any) -> int:
    """Return what an item of a new list takes; one of numbers may come of a range, which holds none yet."""
    return FRESH if isinstance(item, (str, list, tuple)) else NUMBER if isinstance(item, (int, float)) else SAME


def _on_paper(sign: str, left: float, right: float, do: Callable[[Any, Any], Any]) -> Any:
    """Return what two numbers make as they are written: three times 0.1 is 0.3, though the float behind 0.1 is a little more.

    Raises:
        OverflowError: It is larger than any float.
    """
    if sign in _QUICK:
        made = float(_QUICK[sign](exact(left), exact(right))) + 0.0  # no zero below zero
    elif sign == "**" and not (left and float(right).is_integer()):
        return do(left, right)  # a root; of its digits a float has as many as it can
    else:
        made = float(do(Written(exact(left)), Written(exact(right))))
    if isinf(made):
        msg = "too large"
        raise OverflowError(msg)
    return made


def _through(value: Any) -> Any:
    """Return what is no list, of which Jinja says that it cannot be gone through.

    Raises:
        TypeError: It is empty.
    """
    if value is None:
        msg = "an empty value is gone through"
        raise TypeError(msg)
    return value


def lone_text(*sides: Any) -> None:
    """Refuse the first text among values that are calculated with; beside a list it is not that it should be a number.

    Raises:
        NoNumberError: There is one.
    """
    for side in () if any(isinstance(side, HOLDERS) for side in sides) else sides:
        if isinstance(side, str):
            raise NoNumberError(side)


class Turns:
    """What a long loop goes through, with an eye on the clock."""

    __slots__ = ("_state", "_values")

    def __init__(self, values: Any, state: State) -> None:
        """Keep the values."""
        self._values, self._state = values, state

    def __len__(self) -> int:
        """Return how many turns there are."""
        return len(self._values)

    def __iter__(self) -> Iterator[Any]:
        """Yield the values.

        Raises:
            LimitError: The time is up.
        """
        look = self._state.look
        for value in self._values:
            look()
            yield value


def bounded_method(bounds: Bounds, value: Any, name: str) -> Method:
    """Return a method of a text, a date, a list or a mapping whose result has a bound."""
    method = getattr(value, name)
    if isinstance(value, str):
        method = partial(sought, value, method)
    if name in _GROWING:
        method = partial(_padded, bounds, method)
    elif name == "replace" and isinstance(value, str):
        method = partial(replaced_in, bounds, value)
    elif name == "format":
        method = partial(_braced, bounds, value)
    elif name == "join":
        method = partial(_joined, bounds, value)
    elif name == "strftime":
        method = partial(_formatted, bounds, method)
    return Method(method if name == "format" else partial(_told, method, 1 if name == "get" else None))


def _told(method: Callable[..., Any], looked_up: int | None, *args: Any, **kwargs: Any) -> Any:
    """Do what a method does; by a missing argument it finds nothing, and hands that back.

    Args:
        method: The method.
        looked_up: How many arguments it looks at; ``None`` for all. What else there is may be its answer.
        args: Arguments.
        kwargs: Arguments by name.
    """
    lacking = absent(*args[:looked_up], *kwargs.values())
    return method(*args, **kwargs) if lacking is None else lacking


def sought(value: str, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do what a method of a text does; Python may look at every sign sought for at every sign of the text."""
    sizes = [len(arg) for arg in (*args, *kwargs.values()) if isinstance(arg, str)]
    if max(sizes, default=0) > _MOST_SOUGHT and max(sizes) * len(value) > MOST_TEXT_STEPS:
        raise too_much()
    return method(*args, **kwargs)


def _padded(bounds: Bounds, method: Callable[..., str], width: int, *fill: str) -> str:
    bounds.over(width)
    return method(width, *fill)


def replaced_in(bounds: Bounds, value: str, old: str, new: str, count: int = -1) -> str:
    """Return a text with ``old`` exchanged for ``new``, the first ``count`` times or each time."""
    times = sought(value, value.count, old)
    found = times if count < 0 else min(count, times)
    bounds.over(len(value) + found * len(new))
    return value.replace(old, new, count)


def _braced(bounds: Bounds, form: str, *values: Any) -> Any:
    return braces(form, values, bounds.concatenated)


def _joined(bounds: Bounds, between: str, values: Iterable[Any]) -> str:
    return bounds.joined(bounds.gone_through(values), between)


def _formatted(bounds: Bounds, method: Callable[[str], str], form: str) -> str:
    if not _DATE_FORMAT.fullmatch(form):
        msg = f"no form of a date: {form}"
        raise ValueError(msg)
    bounds.over(_DATE_GROWS * len(form))
    return method(form)

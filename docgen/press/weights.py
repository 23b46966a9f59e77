"""How much a value of a template is: what printing, comparing or sorting it would go through, the same list counted each time.

Lists in lists double with every step, so a short template can write down what no machine can compare.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from decimal import Decimal
from typing import Any

from jinja2.runtime import Undefined

from docgen.errors import LimitError, RenderError, over
from docgen.findings import Finding
from docgen.marked import Marked
from docgen.press.kept import Xml
from docgen.press.state import current, kind_of

_DEEPEST = 100  # lists in lists
_OPEN_NOW = 10_000  # what is gone through between two looks at the clock
_WHOLE = (str, int, float, Decimal, datetime.date, datetime.time, type(None), Undefined)
HOLDERS = (list, tuple, range, Mapping, ItemsView, KeysView, ValuesView)


class NoNumberError(TypeError):
    """A text stands where a number is wanted.

    Attributes:
        text: It.
    """

    def __init__(self, text: str) -> None:
        """Keep the text."""
        super().__init__("a text is no number")
        self.text = text


class Method:
    """A function that tags may call; that is all they can do with it."""

    __slots__ = ("do",)

    def __init__(self, do: Callable[..., Any]) -> None:
        """Keep the function."""
        self.do = do

    def __repr__(self) -> str:
        """Refuse to be written down: it is no text.

        Raises:
            TypeError: Always.
        """
        msg = "a function is no text"
        raise TypeError(msg)


class Built(list[Any]):
    """A list that a tag put together, with its weight.

    Attributes:
        weight: Characters and items in it, nested ones each time they occur.
        depth: Lists in one another.
    """

    __slots__ = ("depth", "weight")
    weight: int
    depth: int


def built(items: Iterable[Any], weight: int, depth: int) -> Built:
    """Return a list whose weight is known.

    Raises:
        LimitError: It is more than a template may write down.
    """
    limits = current().limits
    if weight > limits.output_chars or depth > _DEEPEST:
        raise too_much("output_chars" if weight > limits.output_chars else "")
    made = Built(items)
    made.weight, made.depth = weight, depth
    return made


def too_much(budget: str = "") -> LimitError:
    """Return the error for what grows without end; ``budget`` is the name of the one that was hit, when it is no bound of ours."""
    state = current()
    place = state.place()[0]
    return over("T244", place, state.limits, budget) if budget else LimitError([Finding("T244", place)])


def weigh(*values: Any, printed: bool = False) -> tuple[int, int]:
    """Return the weight of values together and how many lists stand in one another in them.

    Args:
        values: The values.
        printed: Whether they are to become text, so that all in them must be data.

    Raises:
        LimitError: They are more than a template may write down.
        TypeError: Something in them is no data, though it is to become text.
    """
    limits = current().limits
    weight = steps = depth = 0
    open_ones: list[Iterator[Any]] = [iter(values)]
    while open_ones:
        for value in open_ones[-1]:
            steps += 1
            weight += 1
            if isinstance(value, str):
                weight += len(value)
            elif isinstance(value, Built) and not printed:
                weight, depth = weight + value.weight, max(depth, len(open_ones) - 1 + value.depth)
            elif isinstance(value, HOLDERS):
                open_ones.append(iter(value.values() if isinstance(value, Mapping) else value))
                depth = max(depth, len(open_ones) - 1)
                break
            elif printed and not isinstance(value, _WHOLE):
                msg = f"a {kind_of(value)} is no text"
                raise TypeError(msg)
            if not steps % _OPEN_NOW:
                current().tick()
        else:
            open_ones.pop()
        if weight > limits.output_chars:
            raise too_much("output_chars")
        if steps > limits.loop_turns + _OPEN_NOW:
            raise too_much("loop_turns")
        if depth > _DEEPEST:
            raise too_much()
    return weight, depth


def words_of(value: Any) -> str:
    """Return the text that a value becomes when a tag joins it to another; gaps keep their marks.

    Raises:
        RenderError: It is a list or a mapping; they become text with the policy ``blank`` alone, as docxtpl prints them.
        TypeError: It is no data.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Marked):
        return value.raw
    if isinstance(value, HOLDERS) and current().policy != "blank":
        place, tag = current().place()
        raise RenderError([Finding("T212", place, {"tag": tag, "type": kind_of(value)})])
    if not isinstance(value, (*_WHOLE, Xml)):
        weigh(value, printed=True)
    return str(value)

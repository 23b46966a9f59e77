"""Values that remember where they were typed.

The loader hands out ordinary texts, lists and mappings - subclasses that carry a `Mark`. So any later room can say
``plan.yaml:12:3`` without being told where its data came from, and data built in Python, which has no marks, works too.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docgen.findings import Place


@dataclass(frozen=True)
class Source:
    """A file as text: its name for messages and its characters."""

    name: str
    text: str

    @functools.cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line_and_column(self, index: int) -> tuple[int, int]:
        """Return line and column, from 1, of the character at ``index``."""
        line = bisect.bisect_right(self._line_starts, index)
        return line, index - self._line_starts[line - 1] + 1


@functools.lru_cache(maxsize=8)
def _occurrences(text: str, words: str, start: int, end: int) -> list[int]:
    """Return where words begin in a stretch of a text; remembered, since what stands in one value is asked for in turn."""
    found: list[int] = []
    at = text.find(words, start, end)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1, end)
    return found


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands: from ``start`` to ``end`` (character offsets) of ``source``, and at which plan path."""

    source: Source
    start: int
    end: int
    path: str

    def place(self, offset: int | None = None) -> Place:
        """Return the place of the value, or of the character at ``offset`` in the source."""
        index = self.start if offset is None else offset
        if not self.source.text:
            return Place(self.source.name, path=self.path)
        return Place(self.source.name, *self.source.line_and_column(index), self.path)

    def find(self, words: str, nth: int = 0) -> Place:
        """Return the place of the ``nth`` occurrence of ``words`` inside the value as it was typed."""
        typed = _occurrences(self.source.text, words, self.start, self.end)
        return self.place(typed[nth] if nth < len(typed) else None)


class Text(str):
    """A text with its mark (``None`` when it was made in Python)."""

    __slots__ = ("mark",)
    mark: Mark | None

    def __new__(cls, value: str, mark: Mark | None = None) -> Text:
        """Return ``value`` with its mark."""
        text = super().__new__(cls, value)
        text.mark = mark
        return text

    def with_value(self, value: str) -> Text:
        """Return another text that stands at the same place."""
        return Text(value, self.mark)


class Sequence(list[Any]):
    """A list with its mark."""

    mark: Mark


class Mapping(dict[str, Any]):
    """A mapping with its mark; the keys are `Text` and carry their own."""

    mark: Mark

    def key_mark(self, key: str) -> Mark:
        """Return the mark of a key."""
        for typed in self:
            if typed == key and isinstance(typed, Text) and typed.mark:
                return typed.mark
        return self.mark


def mark_of(value: object) -> Mark | None:
    """Return the mark of a value, if it has one."""
    return getattr(value, "mark", None)


def place_of(value: object, path: str = "") -> Place:
    """Return the place of a value; with no mark, the plan path alone."""
    mark = mark_of(value)
    return mark.place() if mark else Place(path=path)


def find(text: str, words: str, start: int) -> Place:
    """Return the place of the words that begin at ``start`` of a text."""
    mark = mark_of(text)
    return mark.find(words, bisect.bisect_left(_occurrences(text, words, 0, len(text)), start)) if mark else Place()


def texts(tree: object) -> Iterator[Text]:
    """Yield every text below ``tree``, keys left out, in the order typed."""
    stack: list[object] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Text):
            yield node
        elif isinstance(node, dict):
            stack.extend(reversed(node.values()))
        elif isinstance(node, list):
            stack.extend(reversed(node))

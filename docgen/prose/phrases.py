"""Fixed phrases with numerals, which announce nothing: a list of ours, and what an office adds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from docgen.prose.tables import words


class Phrases:
    """Fixed phrases, found in a text."""

    def __init__(self, known: Iterable[str]) -> None:
        """Know these phrases."""
        self._known: tuple[str, list[tuple[int, int]]] | None = None  # the text that was asked for last
        longest_first = sorted(set(known), key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def within(self, text: str) -> list[tuple[int, int]]:
        """Return where phrases stand in a text, each from its first character to behind its last."""
        if self._known is None or self._known[0] != text:
            self._known = text, [match.span() for match in self._pattern.finditer(text)]
        return self._known[1].copy()


@cache
def with_own(*own: str) -> Phrases:
    """Return the usual phrases and an office's own."""
    return Phrases([*words("phrases"), *own])

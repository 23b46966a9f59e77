"""Words that the checks of prose know, one a line; ``#`` begins a remark."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the words of a table, the longest first."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    known = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    return tuple(sorted(known, key=lambda word: (-len(word), word)))


def any_of(name: str) -> str:
    """Return a pattern that is met by each word of a table, without a group around it."""
    return "|".join(map(re.escape, words(name)))

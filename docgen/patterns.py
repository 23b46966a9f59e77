"""Regular expressions that are compiled when they are first used: a run pays for those that it asks for."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, as soon as something is asked of it."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))


class _Late:
    """Stands for a pattern; what was asked of it once is its own attribute from then on."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._asked = pattern, flags

    def __getattr__(self, name: str) -> Any:
        pattern: re.Pattern[Any] = re.compile(*self._asked)
        found = getattr(pattern, name)
        setattr(self, name, found)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy, or what travels, is again the pattern: it would else be asked for before it is known."""
        return late, self._asked

"""What a template is handed for a name that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from jinja2.runtime import Undefined
from jinja2.tests import TESTS

from docgen.marked import gap
from docgen.press.state import current


class Missing(Undefined):
    """A name or an entry that the data lack. The policy of the render decides what using it does."""

    __slots__ = ()

    def _used(self) -> None:
        current().missing(self)

    def _marked(self) -> str:
        """Return what stands for it where gaps are marked; what no name was asked for has none."""
        return gap(f"【{'' if self._undefined_name is None else self._undefined_name}】")

    def __getattr__(self, name: str) -> Any:
        """Return what an entry of something missing is: missing for the same reason."""
        if name.startswith("__"):
            raise AttributeError(name)
        self._used()
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return the same, as for an entry."""
        self._used()
        return self

    def __str__(self) -> str:
        """Return what is printed for it."""
        self._used()
        return ""

    def __len__(self) -> int:
        """Return 0."""
        self._used()
        return 0

    def __iter__(self) -> Iterator[Any]:
        """Return nothing to go through."""
        self._used()
        return iter(())

    def __bool__(self) -> bool:
        """Return false."""
        current().missing(self, asked=True)
        return False

    def __eq__(self, other: object) -> bool:
        """Return false: nothing equals what is missing."""
        self._used()
        return False

    def __ne__(self, other: object) -> bool:
        """Return true."""
        self._used()
        return True

    def __hash__(self) -> int:
        """Return the same for all."""
        self._used()
        return hash(type(self))

    def _calculated(self, *_others: Any) -> Any:
        self._used()
        return self

    def _compared(self, _other: Any) -> bool:
        self._used()
        return False

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _calculated
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = __getitem__ = (
        _calculated
    )
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _compared  # type: ignore[assignment]
    __int__ = __float__ = __len__  # type: ignore[assignment]


def absent(*values: Any) -> Missing | None:
    """Return the first of some values that is missing; ``None`` when all are there, or the empty ones of an if without else."""
    return next((value for value in values if isinstance(value, Missing)), None)


_NOWHERE = "\ufdef"  # no text, list or mapping holds it


def sought(value: Any) -> Any:
    """Return what ``in`` looks for: what is missing is told, and is nowhere."""
    if not isinstance(value, Missing):
        return value
    current().missing(value)
    return _NOWHERE


def _told(test: Any) -> Callable[..., Any]:
    """Return a test that tells what is missing of what it is asked of: to ``none``, a missing name would be something."""

    @wraps(test)
    def test_(*args: Any) -> Any:
        lacking = absent(*args)
        if lacking is not None:
            current().missing(lacking, asked=True)
        return test(*args)

    return test_


TELLING = {
    **{name: _told(test) for name, test in TESTS.items() if name not in ("defined", "undefined")},
    "in": lambda value, values: sought(value) in values,
}
"""Jinja's tests; what is missing is asked for by ``defined`` alone."""

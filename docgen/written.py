"""A decimal number that prints as it was typed.

``12.50`` in a file of data is meant as a price: it must print ``12.50``, and four of them are 50.00. A float does neither, and
Python's `Decimal` refuses to be calculated or compared with one, such as the 1.1 in a tag.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

_EXACT = Context(prec=100)  # digits; whoever calls us may calculate with fewer
_MOST_PLAIN = 40  # digits before or behind the point; beyond, Python's short form


class Written(Decimal):
    """A decimal number; what is calculated with it is one again, exact as on paper."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return it as it was typed."""
        plain = self.is_finite() and -_MOST_PLAIN < self.adjusted() < _MOST_PLAIN
        return format(self, "f") if plain else super().__str__()

    __repr__ = __str__

    def __format__(self, form: str, *_: Any) -> str:
        """Return it in a form of Python's; as it was typed when there is none."""
        return super().__format__(form) if form else str(self)

    def __hash__(self) -> int:
        """Return that of the same float, which it equals."""
        return hash(float(self))

    def __round__(self, digits: int | None = None) -> Any:
        """Return it rounded as in school: 2.345 becomes 2.35; a whole number when no digits are asked for."""
        made = self.quantize(Decimal(1).scaleb(-(digits or 0)), ROUND_HALF_UP, _EXACT)
        return int(made) if digits is None else Written(made)

    def __floordiv__(self, other: Any) -> Any:
        """Return the whole quotient below, as for other numbers."""
        return _floored(self / other)

    def __rfloordiv__(self, other: Any) -> Any:
        return _floored(other / self)

    def __mod__(self, other: Any) -> Any:
        """Return what is left, with the sign of the divisor, as for other numbers."""
        return self - (self // other) * other

    def __rmod__(self, other: Any) -> Any:
        return other - (other // self) * self


def _floored(quotient: Decimal) -> Decimal:
    return Written(quotient.to_integral_value(ROUND_FLOOR))


def _calculated(name: str) -> Callable[..., Any]:
    """Return an operation of `Decimal` that takes floats too, each as the number that Python writes it as."""
    plain = getattr(Decimal, name)

    def do(self: Written, *others: Any) -> Any:
        with localcontext(_EXACT):
            made = plain(self, *(Decimal(repr(other)) if isinstance(other, float) else other for other in others))
        return Written(made) if type(made) is Decimal else made

    return do


for _name in "add radd sub rsub mul rmul truediv rtruediv pow rpow neg pos abs eq ne lt le gt ge".split():
    setattr(Written, f"__{_name}__", _calculated(f"__{_name}__"))

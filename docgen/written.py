"""A decimal number that prints as it was typed.

``12.50`` in a file of data is meant as a price: it must print ``12.50``, and four of them are 50.00. A float does neither, and
Python's `Decimal` refuses to be calculated or compared with one, such as the 1.1 in a tag.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_FLOOR, Context, Decimal, Inexact, localcontext
from typing import Any

_EXACT = Context(prec=100)  # digits of sums and products; whoever calls us may calculate with fewer
_ENDLESS = Context(prec=28)  # of quotients, powers and roots, whose digits may have no end
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

    def __floordiv__(self, other: Any) -> Any:
        """Return the whole quotient below, as for other numbers."""
        return _floored(self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return _floored(other, self)

    def __mod__(self, other: Any) -> Any:
        """Return what is left, with the sign of the divisor, as for other numbers."""
        return self - (self // other) * other if isinstance(other, _NUMBERS) else NotImplemented

    def __rmod__(self, other: Any) -> Any:
        return other - (other // self) * self if isinstance(other, _NUMBERS) else NotImplemented


_NUMBERS = (int, float, Decimal)


def exact(number: Any) -> Any:
    """Return a number as the one that Python writes it as: a float stands for the decimal that is read."""
    return Decimal(repr(number)) if isinstance(number, float) else number


def written(number: Any) -> Any:
    """Return a decimal as one that calculates with all other numbers; any other value as it is."""
    return Written(number) if isinstance(number, Decimal) and not isinstance(number, Written) else number


def _floored(above: Any, below: Any) -> Any:
    if not (isinstance(above, _NUMBERS) and isinstance(below, _NUMBERS)):
        return NotImplemented
    return Written(_EXACT.copy().divide(exact(above), exact(below)).to_integral_value(ROUND_FLOOR))


def _calculated(name: str, context: Context) -> Callable[..., Any]:
    """Return an operation of `Decimal` that takes floats too."""
    plain = getattr(Decimal, name)

    def do(self: Written, *others: Any) -> Any:
        with localcontext(context) as here:
            made = plain(self, *map(exact, others))
            if type(made) is not Decimal:
                return made
            if here.flags[Inexact]:  # the root of 4 is 2, not 2.000000000000000000000000000
                made = made.normalize()
        return Written(made if made else made.copy_abs())  # no zero below zero

    return do


for _name in "add radd sub rsub mul rmul neg pos abs eq ne lt le gt ge".split():
    setattr(Written, f"__{_name}__", _calculated(f"__{_name}__", _EXACT))
for _name in "truediv rtruediv pow rpow".split():
    setattr(Written, f"__{_name}__", _calculated(f"__{_name}__", _ENDLESS))

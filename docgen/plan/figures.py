"""Figures as numbers with units: parsing, and the closed set of computed ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

_SCALES = {
    "": Decimal(1),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "百万": Decimal(10**6),
    "亿": Decimal(10**8),
    "万亿": Decimal(10**12),
}
_LONGEST = 40  # characters of a figure that is computed with; a Decimal keeps them all exactly
_PRECISION = 120
_QUANTITY = re.compile(r"(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<scale>万亿|百万|[千万亿]?)(?P<unit>[^\d]*)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit: 1.2亿元 is ``number`` 1.2, ``scale`` 亿, ``unit`` 元."""

    number: Decimal
    scale: str
    unit: str

    @property
    def amount(self) -> Decimal:
        """The number with its scale multiplied in."""
        return self.number * _SCALES[self.scale]

    def __str__(self) -> str:
        """Return it as it is printed, without thousands separators."""
        return f"{self.number:f}{self.scale}{self.unit}"


def parse_quantity(text: str) -> Quantity | None:
    """Return the quantity that ``text`` is, or ``None``.

    Example:
        >>> str(parse_quantity("12,500名"))
        '12500名'
    """
    match = _QUANTITY.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if not match:
        return None
    return Quantity(Decimal(match["number"].replace(",", "")), match["scale"], match["unit"].strip())


def total(terms: list[Quantity], signs: list[int] | None = None) -> Quantity:
    """Return the sum of quantities of one unit, in the scale they share or else the largest of theirs.

    Args:
        terms: At least one quantity; all of one unit.
        signs: +1 or -1 for each term; all +1 when left out.
    """
    with localcontext() as context:
        context.prec = _PRECISION
        return _total(terms, signs or [1] * len(terms))


def _total(terms: list[Quantity], weights: list[int]) -> Quantity:
    scales = {t.scale for t in terms}
    scale = scales.pop() if len(scales) == 1 else max((t.scale for t in terms), key=_SCALES.__getitem__)
    amount = sum((t.amount * w for t, w in zip(terms, weights, strict=True)), Decimal(0)) / _SCALES[scale]
    if len({t.scale for t in terms}) == 1:
        places = min(int(t.number.as_tuple().exponent) for t in terms)
        return Quantity(amount.quantize(Decimal(1).scaleb(places)), scale, terms[0].unit)
    exact = amount.normalize()
    return Quantity(exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact, scale, terms[0].unit)


def percentage(part: Quantity, whole: Quantity, digits: int) -> str:
    """Return ``part`` of ``whole`` as 63.3%, rounded half up.

    Raises:
        ZeroDivisionError: ``whole`` is zero.
    """
    if not whole.amount:
        raise ZeroDivisionError
    with localcontext() as context:
        context.prec = _PRECISION
        share = part.amount / whole.amount * 100
        return f"{share.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}%"

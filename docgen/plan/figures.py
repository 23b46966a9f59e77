"""Figures of a plan: what a computed one is worth, and the forms in which prose shows a figure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from docgen.catalogue.causes import NO_GROWTH, NO_SHARE
from docgen.numerals import FormError
from docgen.plan.registers import Figure
from docgen.quantities import (
    Quantity,
    changed,
    difference,
    fraction,
    growth,
    ratio,
    rough,
    rounded,
    scaled,
    tenths,
    times,
    total,
)

WHOLE = "原数"  # the form that `show` leaves out: the figure as it stands in the register


class Worth(NamedTuple):
    """What a figure is worth.

    Attributes:
        quantity: As it is printed and calculated with.
        exact: The quantity before it was rounded.
        share: What part of another it is, when it is one.
        grown: By how much of itself another grew, when it says that.
    """

    quantity: Quantity
    exact: Quantity
    share: Fraction | None = None
    grown: Fraction | None = None


def worth_of(quantity: Quantity, is_growth: bool = False) -> Worth:
    """Return what a figure with a value of its own is worth: a percentage is a share, or a growth when it is said to be."""
    part = Fraction(quantity.amount) / 100 if quantity.unit == "%" else None
    return Worth(quantity, quantity, grown=part) if is_growth else Worth(quantity, quantity, part)


def computed(figure: Figure, terms: Sequence[Quantity]) -> Worth:
    """Return what a figure that is computed from others is worth.

    Args:
        figure: It.
        terms: Its terms, of one unit.

    Raises:
        FormError: The terms have not the values that are wanted.
        ZeroDivisionError: It is compared with zero.
    """
    if figure.sum is not None:
        return worth_of(total(terms))
    if figure.difference is not None:
        return worth_of(difference(*terms))
    if figure.growth is not None:
        grown = growth(*terms)
        return Worth(*_rounded(grown * 100, "%", figure.digits), grown=grown)
    share = ratio(*terms)
    if figure.percent is not None:
        return Worth(*_rounded(share * 100, "%", figure.digits), share=share)
    number = Decimal(times(share, figure.digits).removesuffix("倍"))
    return Worth(Quantity(number, "", "倍"), _rounded(share, "倍", figure.digits)[1], share=share)


def _rounded(value: Fraction, unit: str, digits: int) -> tuple[Quantity, Quantity]:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Quantity(rounded(value, digits), "", unit), Quantity(exact, "", unit)


def shown(worth: Worth, form: str, digits: int) -> str:
    """Return a figure in the form that `Figure.show` or a reference names.

    Raises:
        FormError: It has no such form.
    """
    match form:
        case "简写":
            return scaled(worth.exact, digits)
        case "约数":
            return rough(worth.exact, digits)
        case "近" | "超" | "约":
            return rough(worth.exact, digits, word=form)
        case "增减":
            if worth.grown is None:
                raise FormError("rough", value=str(worth.quantity), reason=NO_GROWTH)
            return changed(worth.grown, -int(worth.quantity.number.as_tuple().exponent))  # a typed one as it was typed
    if worth.share is None:
        raise FormError("rough", value=str(worth.quantity), reason=NO_SHARE)
    return fraction(worth.share) if form == "分数" else tenths(worth.share)

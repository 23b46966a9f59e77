"""Quantities, numbers with units: read, calculated with, and rounded to the forms that prose gives them.

近 says that the true value lies just below the number printed, 超 that it lies above; neither stands beside one that is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

from docgen.catalogue.causes import GROWTH, NO_FRACTION, NO_SHARE, NO_TENTH, NOTHING_LEFT
from docgen.numerals import FormError, count, numeral
from docgen.patterns import late

_SCALES = {
    "": Decimal(1),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "千亿": Decimal(10**11),
    "万亿": Decimal(10**12),
}
_LONGEST = 40  # characters of a figure that is computed with; a Decimal keeps them all exactly
_MOST_DIGITS = 100  # before or behind the point of a number that was calculated
_EXACT = Context(prec=3 * _MOST_DIGITS)
_PROSE_SCALES = ("", "万", "亿", "万亿")  # that a rounded number is given
NEAR, OVER, ABOUT = "近", "超", "约"
_ROUNDINGS = {NEAR: ROUND_CEILING, OVER: ROUND_FLOOR}
_LARGEST_DENOMINATOR = 10
PER = {"%": 100, "‰": 1000}
_SHARES = {"": 1, **PER}
_TOLERANCE = Decimal(1)  # percentage points between a share and the fraction it is said as
SCALE = "(?:万亿|千亿|千万|百万|千(?![瓦米克卡伏安焦帕赫升])|[万亿])?"  # 千 of a unit, such as 千瓦, is none
_QUANTITY = late(rf"(?P<number>-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?P<scale>{SCALE})(?P<unit>[^\d,]*)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit: 1.2亿元 is ``number`` 1.2, ``scale`` 亿, ``unit`` 元."""

    number: Decimal
    scale: str
    unit: str

    @property
    def amount(self) -> Decimal:
        """The number with its scale multiplied in."""
        return _EXACT.multiply(self.number, _SCALES[self.scale])

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
    unit = match["unit"].strip().replace("％", "%")
    return Quantity(Decimal(match["number"].replace(",", "")), match["scale"], unit)


def plain_quantity(number: Decimal) -> Quantity:
    """Return the quantity that a number is, which has no unit.

    Raises:
        FormError: It has more digits than are calculated with.
    """
    if number.adjusted() >= _MOST_DIGITS or int(number.as_tuple().exponent) < -_MOST_DIGITS:
        raise FormError("quantity", value=f"{number:.3e}")
    return Quantity(Decimal(f"{number:f}"), "", "")


def quantity_of(text: str) -> Quantity:
    """Return the quantity that ``text`` is.

    Raises:
        FormError: It is none.
    """
    found = parse_quantity(text)
    if found is None:
        raise FormError("quantity", value=text[:_LONGEST])
    return found


def total(terms: Sequence[Quantity], signs: Sequence[int] | None = None) -> Quantity:
    """Return the sum of quantities of one unit, in the scale they share or else the largest of theirs.

    Args:
        terms: At least one quantity; all of one unit.
        signs: +1 or -1 for each term; all +1 when left out.

    Raises:
        FormError: Their units differ.
    """
    _same_unit(terms)
    with localcontext(_EXACT):
        return _total(terms, signs or [1] * len(terms))


def difference(whole: Quantity, part: Quantity) -> Quantity:
    """Return how much ``whole`` is more than ``part``; of two percentages, in 个百分点.

    Raises:
        FormError: Their units differ.
    """
    made = total([whole, part], [1, -1])
    return replace(made, unit="个百分点") if made.unit == "%" else made


def _same_unit(terms: Sequence[Quantity]) -> None:
    units = dict.fromkeys(term.unit or "—" for term in terms)
    if len(units) > 1:
        raise FormError("units", units="、".join(units))


def _total(terms: Sequence[Quantity], weights: Sequence[int]) -> Quantity:
    scales = {t.scale for t in terms}
    scale = scales.pop() if len(scales) == 1 else max((t.scale for t in terms), key=_SCALES.__getitem__)
    amount = sum((t.amount * w for t, w in zip(terms, weights, strict=True)), Decimal(0)) / _SCALES[scale]
    if len({t.scale for t in terms}) == 1:
        places = min(int(t.number.as_tuple().exponent) for t in terms)
        return Quantity(amount.quantize(Decimal(1).scaleb(places)), scale, terms[0].unit)
    exact = amount.normalize()
    return Quantity(exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact, scale, terms[0].unit)


def ratio(part: Quantity, whole: Quantity) -> Fraction:
    """Return ``part`` divided by ``whole``, exactly.

    Raises:
        FormError: Their units differ.
        ZeroDivisionError: ``whole`` is zero.
    """
    _same_unit([part, whole])
    return Fraction(part.amount) / Fraction(whole.amount)


def growth(now: Quantity, before: Quantity) -> Fraction:
    """Return by how much of itself ``before`` grew to ``now``, exactly.

    Raises:
        FormError: Their units differ, or ``before`` is below zero.
        ZeroDivisionError: ``before`` is zero.
    """
    grown = ratio(now, before) - 1
    if before.amount < 0:
        raise FormError("rough", value=str(before), reason=GROWTH)
    return grown


def rounded(value: Fraction | Decimal, decimals: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return a number with that many decimals, below zero for tens and hundreds; half is rounded up."""
    with localcontext(_EXACT):
        scaled = Fraction(value) * Fraction(10) ** decimals
        whole = Decimal(scaled.numerator // scaled.denominator)
        rest = scaled - int(whole)
        if rounding == ROUND_CEILING:
            up = rest > 0
        elif rounding == ROUND_FLOOR:
            up = False
        else:
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value > 0)
        made = (whole + up).scaleb(-decimals)
        return made if made else abs(made)


def share(part: Quantity) -> Fraction:
    """Return the share that a percentage, such as 66% or 5‰, or a number without a unit is by itself.

    Raises:
        FormError: It has another unit: of what it is a share is not said.
    """
    if part.unit not in _SHARES:
        raise FormError("rough", value=str(part), reason=NO_SHARE)
    return Fraction(part.amount) / _SHARES[part.unit]


def percentage(part: Quantity, whole: Quantity, decimals: int) -> str:
    """Return ``part`` of ``whole`` as 63.3%, rounded half up.

    Raises:
        FormError: Their units differ.
        ZeroDivisionError: ``whole`` is zero.
    """
    return percent(ratio(part, whole), decimals)


def percent(share: Fraction, decimals: int) -> str:
    """Return a share as 63.3%, rounded half up."""
    return f"{rounded(share * 100, decimals):f}%"


def times(share: Fraction, decimals: int) -> str:
    """Return a ratio as 2.5倍, rounded half up.

    Raises:
        FormError: Nothing would be left of it.
    """
    made = rounded(share, decimals)
    if share and not made:
        raise FormError("rough", value=percent(share, 1), reason=NOTHING_LEFT)
    return f"{_plain(made)}倍"


def changed(grown: Fraction, decimals: int) -> str:
    """Return a growth in words: 增长12.5%, 下降3.2%, 持平; 基本持平 when it rounds to nothing."""
    size = rounded(abs(grown) * 100, decimals)
    if not size:
        return "基本持平" if grown else "持平"
    return f"{'增长' if grown > 0 else '下降'}{size:f}%"


def scaled(quantity: Quantity, decimals: int, scale: str | None = None) -> str:
    """Return a quantity rounded in 万 or 亿: 117800000元 is 1.18亿元 with two decimals.

    Args:
        quantity: It.
        decimals: How many are kept at most; zeros at the end go.
        scale: ``万``, ``亿`` or ``万亿``; ``""`` for none. The one that fits when left out.

    Raises:
        FormError: Nothing would be left of it, or there is no such scale.
    """
    return str(_scaled(quantity, decimals, scale, ROUND_HALF_UP))


def rough(quantity: Quantity, decimals: int, scale: str | None = None, word: str | None = None) -> str:
    """Return a quantity rounded, with the word that says to which side: 1.18亿元 is 近1.2亿元 with one decimal.

    Args:
        quantity: It.
        decimals: How many are kept at most.
        scale: As in `scaled`.
        word: ``近`` rounds up, ``超`` rounds down, every other word stands before the nearest number. The nearest number
            takes 近 or 超 when left out.

    Raises:
        FormError: Nothing would be left of it, or there is no such scale.
    """
    if quantity.number < 0 and word is None:
        word = ABOUT
    made = _scaled(quantity, decimals, scale, _ROUNDINGS.get(word or "", ROUND_HALF_UP))
    return _sided(quantity.amount, made.amount, word) + str(made)


def fraction(share: Fraction, tolerance: Decimal = _TOLERANCE, word: str | None = None) -> str:
    """Return a share as the simplest fraction that is near: 三分之二, 近三分之二, 超三分之一.

    Args:
        share: It, between 0 and 1.
        tolerance: Percentage points that the fraction may be off.
        word: As in `rough`.

    Raises:
        FormError: No fraction with a denominator up to ten is as near as that.
    """
    for below in range(2, _LARGEST_DENOMINATOR + 1):
        above = int(rounded(share * below, 0, _ROUNDINGS.get(word or "", ROUND_HALF_UP)))
        there = Fraction(above, below)
        if 0 < above < below and abs(there - share) * 100 <= Fraction(tolerance):
            return f"{_sided(share, there, word)}{numeral(below)}分之{numeral(above)}"
    raise FormError("rough", value=percent(share, 1), reason=NO_FRACTION)


def tenths(share: Fraction, word: str | None = None) -> str:
    """Return a share in tenths: 六成, 近七成, 超六成.

    Args:
        share: It.
        word: As in `rough`.

    Raises:
        FormError: It is nearer to nothing or to the whole than to a tenth.
    """
    made = int(rounded(share * 10, 0, _ROUNDINGS.get(word or "", ROUND_HALF_UP)))
    if not 0 < made < 10:
        raise FormError("rough", value=percent(share, 1), reason=NO_TENTH)
    return f"{_sided(share, Fraction(made, 10), word)}{count(made)}成"


def _sided(true: Decimal | Fraction, said: Decimal | Fraction, word: str | None) -> str:
    """Return the word before a rounded number; none before one that is exact."""
    true, said = Fraction(true), Fraction(said)
    if true == said:
        return ""
    return word if word is not None else NEAR if true < said else OVER


def _scaled(quantity: Quantity, decimals: int, scale: str | None, rounding: str) -> Quantity:
    if scale is not None and scale not in _PROSE_SCALES:
        raise FormError("form", form=scale, known=", ".join(_PROSE_SCALES[1:]))
    amount = quantity.amount
    usual = "" if decimals < 0 else _fitting(amount)  # tens and hundreds are those of ones
    within = usual if scale is None else scale
    made = rounded(Fraction(amount) / Fraction(_SCALES[within]), decimals, rounding)
    if amount and not made:
        raise FormError("rough", value=str(quantity), reason=NOTHING_LEFT)
    made = _EXACT.multiply(made, _SCALES[within])
    chosen = _fitting(made) if scale is None else scale  # 9999.99万 is rounded to 1亿
    return Quantity(Decimal(_plain(_EXACT.divide(made, _SCALES[chosen]))), chosen, quantity.unit)


def _fitting(amount: Decimal) -> str:
    """Return the largest scale in which an amount is one or more."""
    return next((scale for scale in reversed(_PROSE_SCALES) if abs(amount) >= _SCALES[scale]), "")


def _plain(number: Decimal) -> str:
    """Return a number without zeros at the end of its decimals."""
    words = f"{number:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words

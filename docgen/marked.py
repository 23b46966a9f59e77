"""Text that knows which of its characters stand for something still missing, and where its words come from.

While a document is composed, a gap is ordinary text between two characters that no writer can type (Unicode
noncharacters), so it survives every join and cut. `settle` turns the result into a `Marked`: a plain ``str`` to read and compare, whose
``raw`` form lets the press highlight the gap in the format of the place it is printed at.

While origins are traced (`docgen.plan.origins`), each stretch of words has a number before it, in digits that no writer can type
either; so they too survive every join and cut.
"""

from __future__ import annotations

from docgen.patterns import late

OPEN = "\ufdd0"
CLOSE = "\ufdd1"
DIGITS = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
"""Of the numbers of origins; `NUMBER_DIGITS` of them are one number."""
NUMBER_DIGITS = 4
NUMBER = late(f"[{DIGITS}]{{{NUMBER_DIGITS}}}")
ILLEGAL = late(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff" + DIGITS + "]"
)  # signs that no text of a document can hold, or that are ours
_SIGNS = late(f"[{OPEN}{CLOSE}{DIGITS}]")


class Marked(str):
    """A text with gaps; as a ``str`` it is what the reader sees."""

    __slots__ = ("raw",)
    raw: str

    def __new__(cls, raw: str) -> Marked:
        """Return the text whose gaps lie between `OPEN` and `CLOSE` in ``raw``."""
        text = super().__new__(cls, _SIGNS.sub("", raw))
        text.raw = raw
        return text


def gap(words: str) -> str:
    """Return ``words`` as a gap, ready to be joined with other text."""
    return f"{OPEN}{words}{CLOSE}"


def settle(text: str) -> str:
    """Return ``text`` for a template: a `Marked` when it holds a gap, else the text."""
    return Marked(text) if OPEN in text else str(text)


def numbered(number: int) -> str:
    """Return the number of an origin, ready to stand before its words."""
    digits = ""
    for _ in range(NUMBER_DIGITS):
        number, last = divmod(number, len(DIGITS))
        digits = DIGITS[last] + digits
    return digits


def number_of(digits: str) -> int:
    """Return the number that `numbered` wrote."""
    number = 0
    for digit in digits:
        number = number * len(DIGITS) + DIGITS.index(digit)
    return number


def without_start(text: str, start: str) -> str:
    """Return a text without the words that it begins with, whatever stands before them unseen."""
    at = NUMBER.match(text)
    unseen = at[0] if at else ""
    return unseen + text[len(unseen) :].removeprefix(start)


def seen(text: str) -> str:
    """Return what a reader sees of ``text``."""
    return _SIGNS.sub("", text)

"""Measures of GB/T 9704-2012, each written once: value, unit in the name, clause in the comment; and the width of a text.

Lengths ending in ``_TWIPS`` are twentieths of a point (1 mm = 56.693 twips), sizes in ``_HALF_POINTS`` are Word's ``w:sz``.
"""

from __future__ import annotations

from docgen.marked import seen

PAGE_WIDTH_TWIPS = 11906  # 5.1: A4, 210 mm
PAGE_HEIGHT_TWIPS = 16838  # 5.1: A4, 297 mm
TOP_MARGIN_TWIPS = 2098  # 5.2.1: 天头 37 mm
BINDING_MARGIN_TWIPS = 1588  # 5.2.1: 订口 28 mm
OUTER_MARGIN_TWIPS = 1474  # 5.2.1: what a type area of 156 mm leaves
BOTTOM_MARGIN_TWIPS = 1984  # 5.2.1: what a type area of 225 mm leaves
LINE_PITCH_TWIPS = 579  # 5.2.3: the largest exact pitch that keeps 22 lines in 225 mm
LINES_PER_PAGE = 22  # 5.2.3
CHARACTERS_PER_LINE = 28  # 5.2.3
CHARACTER_TWIPS = 315  # 5.2.3: 3号 (16 pt) drawn 0.25 pt closer, so that 28 fill 156 mm
BODY_SIZE_HALF_POINTS = 32  # 5.2.2: 3号
TITLE_SIZE_HALF_POINTS = 44  # 7.3.1: 2号
TITLE_CHARACTERS_PER_LINE = 20  # 7.3.1: 2号 characters that a line of 156 mm holds
# 5.2.1: 156 mm in characters of 3号 (28.08)
TYPE_AREA_CHARACTERS = (PAGE_WIDTH_TWIPS - BINDING_MARGIN_TWIPS - OUTER_MARGIN_TWIPS) / CHARACTER_TWIPS
BLANK_LINES_AROUND = (
    1  # 7.3.4, 7.3.7, 10.3: above the note on attachments, above an attachment's title, above those present
)
EDGE_CHARACTERS = 1  # 7.4.2, 7.4.3, 7.5: from the lines of the imprint and from the page number to the edge
DATE_CHARACTERS = 4  # 7.3.5.1, 7.3.5.3: from a date with a seal, or with a signature stamp, to the right edge
SIGNATURE_CHARACTERS = (
    2  # 7.3.5.2: from an organ without a seal to the right edge, and from it to where the date begins
)
THICK_RULE_MM = 0.35  # 7.4.1: first and last rule of the imprint
THIN_RULE_MM = 0.25  # 7.4.1: rules between them
HEAD_RULE_MM = 4  # 7.2.7: from the number down to the rule of the head
DASH_MM = 7  # 7.5: from the type area down to the dash of the page number
MOST_COLUMNS = 14  # of a table that lies on its side: each holds three characters of 小四
# 8: 225 mm, the type area of a table that lies on its side, in the same unit (40.5)
LANDSCAPE_CHARACTERS = (PAGE_HEIGHT_TWIPS - TOP_MARGIN_TWIPS - BOTTOM_MARGIN_TWIPS) / CHARACTER_TWIPS

_DIGIT = 0.492  # of a full-width character, in Times New Roman
_BORDER = 0.222  # what Word and LibreOffice leave between a Chinese character and a letter or digit


def em(text: str) -> float:
    """Return how many full-width characters of 3号 a text is wide; exact for Chinese, near for letters and digits."""
    text = seen(text)
    width = 0.0
    for before, char in zip(" " + text, text, strict=False):
        width += _DIGIT if char.isascii() else 1
        if (_is_word(before) and _is_ideograph(char)) or (_is_ideograph(before) and _is_word(char)):
            width += _BORDER
    return width


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _is_ideograph(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"

"""Measures of GB/T 9704-2012, each written once: value, unit in the name, clause in the comment.

Lengths ending in ``_TWIPS`` are twentieths of a point (1 mm = 56.693 twips), sizes in ``_HALF_POINTS`` are Word's ``w:sz``.
"""

PAGE_WIDTH_TWIPS = 11906  # 5.1: A4, 210 mm
PAGE_HEIGHT_TWIPS = 16838  # 5.1: A4, 297 mm
TOP_MARGIN_TWIPS = 2098  # 5.2.1: 天头 37 mm
BINDING_MARGIN_TWIPS = 1588  # 5.2.1: 订口 28 mm
OUTER_MARGIN_TWIPS = 1474  # 5.2.1: what a type area of 156 mm leaves
BOTTOM_MARGIN_TWIPS = 1984  # 5.2.1: what a type area of 225 mm leaves
LINE_PITCH_TWIPS = 579  # 5.2.3: the largest exact pitch that keeps 22 lines in 225 mm
LINES_PER_PAGE = 22  # 5.2.3
CHARACTERS_PER_LINE = 28  # 5.2.3
BODY_SIZE_HALF_POINTS = 32  # 5.2.2: 3号
TITLE_SIZE_HALF_POINTS = 44  # 7.3.1: 2号
TITLE_CHARACTERS_PER_LINE = 20  # 7.3.1: 2号 characters that a line of 156 mm holds

"""What several families of rules measure: typefaces, heights of lines, millimetres for people to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from docgen.pages.facts import TWIPS_PER_HALF_POINT, TWIPS_PER_MM, Paragraph, Run, Section
from docgen.rules.wanted import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG
from docgen.standard import BODY_SIZE_HALF_POINTS, LINE_PITCH_TWIPS

NEAR_WIDTH = 0.35  # characters: 2 mm, what widths of digits and rounding make
CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


_MAKES = {name: makes for makes in (FANGSONG, KAITI, HEITI, XIAOBIAOSONG, SONGTI) for name in makes}


def mm(twips: float) -> str:
    """Return a length in millimetres, with one digit behind the point."""
    return f"{twips / TWIPS_PER_MM:.1f} mm"


def points(half_points: float) -> str:
    """Return a size in points."""
    return f"{half_points / 2:g} pt"


def chinese_runs(paragraph: Paragraph) -> list[Run]:
    """Return the runs of a paragraph that print Chinese characters."""
    return [run for run in paragraph.runs if not run.format.hidden and CHINESE.search(run.text)]


def faces_of(runs: Iterable[Run]) -> Counter[str]:
    """Return how many Chinese characters each typeface draws."""
    counted: Counter[str] = Counter()
    for run in runs:
        counted[run.format.east_asia] += len(CHINESE.findall(run.text))
    return +counted  # those of none left out


def is_face(face: str, wanted: Sequence[str]) -> bool:
    """Whether a typeface is one of these, or another make of one; programs write names in Chinese or Latin letters, in any case."""
    name = face.casefold().removeprefix("@")
    return name in {known.casefold() for known in wanted} or any(
        _MAKES.get(known) is _MAKES[face] for known in wanted if face in _MAKES
    )


def pitch_of(document_section: Section | None) -> int:
    """Return the height of a line in twips: that of the grid, or the pitch of the standard where no line of 3号 fits the grid."""
    grid = document_section.line_pitch if document_section and document_section.grid else 0
    return grid if grid >= BODY_SIZE_HALF_POINTS * TWIPS_PER_HALF_POINT else LINE_PITCH_TWIPS


def height(paragraph: Paragraph) -> float:
    """Return the height of one line of a paragraph in twips, as near as the file tells."""
    layout = paragraph.layout
    if layout.line_rule == "exact":
        return layout.line
    natural = 1.3 * paragraph.mark.size * 10
    section = paragraph.section
    if layout.line_rule == "atLeast":
        return max(layout.line, natural)
    if layout.snap and section is not None and section.grid and section.line_pitch:
        natural = -(-natural // section.line_pitch) * section.line_pitch
    return natural * layout.line / 240

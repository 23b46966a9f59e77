"""Where paragraphs stand, as far as the file tells: how far down the page, how many lines apart, how far from the middle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docgen.pages.facts import TWIPS_PER_HALF_POINT, Document, Paragraph, Section, Table
from docgen.pages.formats import number
from docgen.pages.spots import W
from docgen.rules.measure import height, pitch_of
from docgen.rules.rule import Sheet, Verdict
from docgen.standard import em as width_em

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_OBJECT = "\ufffc"
_ROOM = 0.1  # of a line whose height is the typeface's own: faces differ by that
_SIGNS_IN_TEXT = " \u3000\t"
_LINES_NEAR = 0.5
NEAR_EM = 0.3  # characters: what programs round and hands move
_CENTRED = ("center", "distribute")

Span = tuple[float, float]  # least and greatest, twips


def text_width(section: Section | None) -> float:
    """Return the width of a section's type area in twips; 0 when there is no section."""
    return 0 if section is None else section.width - section.left - section.right - section.gutter


def indent_em(paragraph: Paragraph) -> float | None:
    """Return where the first character stands, in characters from the left edge; ``None`` when a tab, narrow blanks or an object move it."""
    text = paragraph.label + paragraph.text
    blanks = text[: len(text) - len(text.lstrip(_SIGNS_IN_TEXT))]
    if blanks.strip("\u3000") or text.startswith(_OBJECT):
        return None
    return paragraph.left_em + paragraph.first_line_em + len(blanks)


def start_of(paragraph: Paragraph) -> float:
    """Return how far from the left edge a paragraph begins, in twips, as near as the file tells; its further lines, where only they do."""
    em = paragraph.size * TWIPS_PER_HALF_POINT
    aside = {"center": 0.5, "distribute": 0.5, "right": 1.0}.get(paragraph.layout.align)
    if aside is not None:
        return max(text_width(paragraph.section) - width_em(paragraph.words) * em, 0) * aside
    first = indent_em(paragraph) or 0
    return (first if abs(first) >= NEAR_EM else paragraph.left_em) * em


def is_flush(paragraph: Paragraph) -> bool | None:
    """Whether the lines of a paragraph begin at the left edge; ``None`` when the file does not tell."""
    if paragraph.layout.align in (*_CENTRED, "right"):
        return False
    first = indent_em(paragraph)
    return None if first is None else abs(first) < NEAR_EM and abs(paragraph.left_em) < NEAR_EM


def is_centred(paragraph: Paragraph) -> bool | None:
    """Whether the lines of a paragraph stand in the middle; ``None`` when tabs or blanks put them anywhere."""
    layout = paragraph.layout
    if paragraph.text[:1] in (*_SIGNS_IN_TEXT, _OBJECT):
        return None
    if layout.align not in _CENTRED or layout.frame:
        return None if layout.frame else False
    return abs(paragraph.left_em + paragraph.first_line_em - paragraph.right_em) < 2 * NEAR_EM


def _between(document: Document, upper: Paragraph, lower: Paragraph) -> Sequence[Paragraph]:
    order = {id(p): at for at, p in enumerate(document.paragraphs)}
    return document.paragraphs[order[id(upper)] + 1 : order[id(lower)]]


def is_alone_between(document: Document, upper: Paragraph, lower: Paragraph) -> bool:
    """Whether nothing but blank lines of the text stands between two paragraphs, and neither in a table nor in a frame."""
    between = [p for p in _between(document, upper, lower) if not p.box]
    return all(p.is_blank and p.cell is None and not p.layout.frame and not p.layout.borders for p in between) and not (
        any(p.cell is not None or p.layout.frame for p in (upper, lower))
    )


def lines_apart(document: Document, upper: Paragraph, lower: Paragraph) -> Span | None:
    """Return how many blank lines two paragraphs are apart, at least and at most; ``None`` when the file does not tell.

    A blank line counts as one however high it is, or as what it is high, as people count both.
    """
    if upper is lower or not is_alone_between(document, upper, lower):
        return None
    blank = _between(document, upper, lower)
    pitch = pitch_of(lower.section)
    space = upper.layout.after + lower.layout.before
    inner = sum(p.layout.before + p.layout.after for p in blank)
    high = sum(height(p) for p in blank)
    counts = (len(blank) + (space + inner) / pitch, (high + space + inner) / pitch, len(blank) + space / pitch)
    return min(counts), max(counts)


def _line(paragraph: Paragraph) -> Span:
    """Return least and greatest height of a line of a paragraph."""
    high = height(paragraph)
    if not paragraph.is_blank and paragraph.layout.line_rule != "exact":
        high = max(high, high * paragraph.size / max(paragraph.mark.size, 1))
    section = paragraph.section
    gridded = paragraph.layout.snap and section is not None and section.grid and section.line_pitch
    sure = paragraph.layout.line_rule == "exact" or gridded
    return (high, high) if sure else (high * (1 - _ROOM), high * (1 + _ROOM))


def _is_moved(paragraph: Paragraph) -> bool:
    """Whether a picture in the line makes it as high as nobody knows."""
    inline = next(paragraph.element.iter(f"{_DRAWING}inline", f"{W}pict", f"{W}object"), None)
    return inline is not None


def _paragraphs_high(paragraphs: Iterable[Paragraph]) -> Span | None:
    low = high = 0.0
    for paragraph in paragraphs:
        if _is_moved(paragraph):
            return None
        if paragraph.layout.frame or paragraph.box:
            continue
        line = _line(paragraph)
        space = paragraph.layout.before + paragraph.layout.after
        low, high = low + line[0] + space, high + line[1] + space
    return low, high


def _rows_high(table: Table, rows: int) -> Span | None:
    """Return the height of a table's first rows."""
    low = high = 0.0
    for row, cells in zip(table.element.iter(f"{W}tr"), table.rows[:rows], strict=False):
        said = row.find(f"{W}trPr/{W}trHeight")
        value = 0 if said is None else number(said.get(f"{W}val")) or 0
        if said is not None and said.get(f"{W}hRule") == "exact":
            low, high = low + value, high + value
            continue
        spans = [_paragraphs_high(cell.paragraphs) for cell in cells if not cell.continues]
        known = [span for span in spans if span is not None]
        if len(known) < len(spans):
            return None
        low += max([value, *(span[0] for span in known)])
        high += max([value, *(span[1] for span in known)])
    return low, high


def _above_in_cell(paragraph: Paragraph) -> Span | None:
    """Return what stands above a paragraph in the table that it stands in; ``None`` where the cell centres it in a higher row."""
    cell = paragraph.cell
    if cell is None:
        return 0.0, 0.0
    row = list(cell.table.element.iter(f"{W}tr"))[cell.row - 1]
    upright = row.find(f".//{W}tcPr/{W}vAlign")
    if upright is not None and upright.get(f"{W}val") != "top" and row.find(f"{W}trPr/{W}trHeight") is not None:
        return None
    inside = _paragraphs_high(cell.paragraphs[: cell.paragraphs.index(paragraph)])
    rows = _rows_high(cell.table, cell.row - 1)
    return None if inside is None or rows is None else (inside[0] + rows[0], inside[1] + rows[1])


def top_of(document: Document, paragraph: Paragraph) -> Span | None:
    """Return from where to where the upper edge of a paragraph's first characters lies below the type area's, in twips.

    ``None`` when the file does not tell: in frames, behind floating tables and pictures in the line.
    """
    if paragraph.box or paragraph.layout.frame:
        return None
    parts: list[Span | None] = []
    for block in document.blocks:
        if block is paragraph or (paragraph.cell is not None and block is paragraph.cell.table):
            break
        if isinstance(block, Table) and block.floating:
            return None
        if isinstance(block, Paragraph) and ("\f" in block.text or block.section is not paragraph.section):
            return None
        parts.append(_paragraphs_high([block]) if isinstance(block, Paragraph) else _rows_high(block, len(block.rows)))
    else:
        return None
    if paragraph.cell is not None and (paragraph.cell.table.floating or paragraph.cell.table.inside is not None):
        return None
    parts.append(_above_in_cell(paragraph))
    low = high = float(paragraph.layout.before)
    for part in parts:
        if part is None:
            return None
        low, high = low + part[0], high + part[1]
    body = paragraph.size * 10
    return low, high + max((_line(paragraph)[1] - 0.9 * body) / 2, 0) + 0.1 * body


def lines_verdict(sheet: Sheet, upper: Paragraph, lower: Paragraph, least: int, most: int) -> Verdict:
    """Return whether so many blank lines stand between two paragraphs."""
    span = lines_apart(sheet.document, upper, lower)
    if span is None:
        return Verdict(None, lower.place, "", str(most))
    ok = span[1] >= least - _LINES_NEAR and span[0] <= most + _LINES_NEAR
    nearest = min(max(span[0], most), span[1])
    return Verdict(ok, lower.place, f"{nearest:.1f}".removesuffix(".0"), str(most))

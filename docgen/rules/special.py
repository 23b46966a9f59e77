"""Tables, letters and orders (GB/T 9704-2012 8 and 10), and attachments without a text. Codes F840-F849."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from docgen.catalogue.base import N_
from docgen.pages.facts import TWIPS_PER_MM, Cell, Paragraph, Section, Table
from docgen.pages.spots import W, number
from docgen.rules.flow import text_width
from docgen.rules.measure import chinese_runs, height, mm, points
from docgen.rules.reading import kinds_in_force
from docgen.rules.rule import Sheet, Strength, Verdict, rule

_CELL_MARGINS = 216  # twips: what Word leaves left and right of a cell's text, and lets a table stand out by
_ORDER_NUMBER = re.compile(r"第\s*(?:[1-9]\d*|[〇零一二三四五六七八九十百]+)\s*号")
_SURELY = 1.1  # of a page's height: more than a page, however tight the typeface is
_ALIKE = 0.8  # of the rows have the columns of the first: a list, and not a form


def _tables(sheet: Sheet) -> Iterator[Table]:
    """Yield the tables that hold data, not what stands in the head or in the imprint."""
    found = sheet.elements
    outer = (
        *found.masthead,
        *found.title,
        *found.signatures,
        *found.imprint,
        *(p for p in (found.document_number, found.signatory, found.date_of_issue) if p is not None),
    )
    taken = {id(p.cell.table) for p in outer if p.cell is not None}
    for table in sheet.document.tables:
        if table.inside is None and not table.floating and id(table) not in taken and _columns(table) > 1:
            yield table


def _columns(table: Table) -> int:
    return max((sum(cell.span for cell in row) for row in table.rows), default=0)


def _section(table: Table) -> Section | None:
    return next((p.section for p in table.paragraphs if p.section is not None), None)


@rule(
    "F840", "", Strength.PRACTICE, "table", good="<w:trPr><w:tblHeader/></w:trPr>", bad=N_("40 rows under one head row")
)
def head_is_repeated(sheet: Sheet) -> Iterator[Verdict]:
    """The head of a list that no page can hold is repeated on each."""
    for table in _tables(sheet):
        section = _section(table)
        if section is not None and _has_head(table):
            area = section.height - section.top - section.bottom
            if sum(max(_cell_height(cell) for cell in row) for row in table.rows if row) > _SURELY * area:
                yield Verdict(table.head_rows > 0, table.place, str(table.head_rows), "1", {"rows": len(table.rows)})


def _cell_height(cell: Cell) -> float:
    """Return how high a cell is at least, in twips: each of its paragraphs has one line."""
    return sum(height(paragraph) for paragraph in cell.paragraphs)


def _has_head(table: Table) -> bool:
    """Whether the first row names the columns of a list."""
    first = [" ".join(p.words for p in cell.paragraphs).strip() for cell in table.rows[0]]
    counted = Counter(len(row) for row in table.rows)
    named = all(words and not re.search("[0-9。]", words) and len(words) <= 20 for words in first)
    return named and len(set(first)) == len(first) and counted[len(first)] >= _ALIKE * len(table.rows)


@rule("F841", "GB/T 9704-2012 5.2.1", Strength.MUST, "table", good=N_("a table of 156 mm"), bad=N_("a table of 170 mm"))
def table_fits(sheet: Sheet) -> Iterator[Verdict]:
    """A table is no wider than the type area."""
    for table in _tables(sheet):
        section, width = _section(table), _width(table)
        if section is None or section.columns > 1:
            continue
        area = text_width(section)
        near = _CELL_MARGINS + sheet.wanted.tolerance_mm * TWIPS_PER_MM
        if width is not None:
            yield Verdict(width <= area + near, table.place, mm(width), mm(area))


def _width(table: Table) -> int | None:
    """Return the width of a table; ``None`` when Word fits it to its text or to the page."""
    asked, layout = table.element.find(f"{W}tblPr/{W}tblW"), table.element.find(f"{W}tblPr/{W}tblLayout")
    drawn = sum(table.grid)
    if layout is not None and layout.get(f"{W}type") == "fixed":
        return drawn or None
    given = 0 if asked is None or asked.get(f"{W}type", "dxa") != "dxa" else number(asked, "w")
    return min(given, drawn) if given > 0 and drawn else None


@rule("F842", "", Strength.PRACTICE, "table", good="小五 (9 pt)", bad="七号 (5.5 pt)")
def cells_can_be_read(sheet: Sheet) -> Iterator[Verdict]:
    """No text in a table is smaller than can be read."""
    least = sheet.wanted.least_cell_size_pt
    for table in _tables(sheet):
        runs = [
            run
            for p in table.paragraphs
            for run in chinese_runs(p)
            if not run.format.raised and not run.format.vertical
        ]
        if runs:
            size = min(run.format.size for run in runs)
            yield Verdict(size >= 2 * least, table.place, points(size), points(2 * least))


@rule(
    "F843",
    "GB/T 9704-2012 8",
    Strength.MUST,
    "page_number",
    good='<a:bodyPr vert="vert"/>',
    bad=N_("the number under the long edge of the page"),
)
def landscape_number(sheet: Sheet) -> Iterator[Verdict]:
    """A page that lies on its side has its number where the other pages have it: at the short edge, in a text box."""
    told: set[int] = set()
    upright = any(not section.landscape for section in sheet.document.sections)
    for section in sheet.document.sections if upright else ():
        for paragraph in _numbers(sheet, section) if section.landscape else ():
            if id(paragraph) not in told:
                told.add(id(paragraph))
                untold = not paragraph.box and (paragraph.cell is not None or bool(paragraph.layout.frame))
                yield Verdict(None if untold else paragraph.box, paragraph.place)


def _numbers(sheet: Sheet, section: Section) -> Iterator[Paragraph]:
    """Yield the paragraphs of the footers in force that print the number of the page."""
    for kind in kinds_in_force(sheet.document, section):
        story = section.footers.get(kind)
        for paragraph in () if story is None else story.paragraphs:
            if any(run.field == "PAGE" for run in paragraph.runs):
                yield paragraph


@rule(
    "F845",
    "GB/T 9704-2012 10.1",
    Strength.MUST,
    "page_number",
    good="<w:titlePg/>",
    bad=N_("a number on the first page of a letter"),
)
def letter_begins_unnumbered(sheet: Sheet) -> Iterator[Verdict]:
    """The first page of a letter has no number."""
    if sheet.elements.layout == "letter":
        section = sheet.document.sections[0]
        story = section.footers.get("first" if section.title_page else "default")
        numbers = [p for p in (story.paragraphs if story else ()) if any(run.field == "PAGE" for run in p.runs)]
        yield Verdict(not numbers, numbers[0].place if numbers else section.place)


@rule(
    "F846",
    "GB/T 9704-2012 10.1",
    Strength.MUST,
    "printed",
    good="抄送：…",
    bad="抄送：… / 某某局办公室 2024年7月5日印发",
)
def letter_is_not_printed(sheet: Sheet) -> Iterator[Verdict]:
    """The imprint of a letter does not say who printed it."""
    found = sheet.elements
    if found.layout == "letter" and (found.printed or found.copy_to) is not None:
        line = found.printed or found.copy_to
        assert line is not None
        yield Verdict(found.printed is None, line.place, found.printed.words if found.printed else "")


@rule("F847", "GB/T 9704-2012 10.2", Strength.MUST, "document_number", good="第12号", bad="某政〔2024〕12号")
def order_number(sheet: Sheet) -> Iterator[Verdict]:
    """The number of an order is 第, Arabic numerals and 号."""
    number = sheet.elements.document_number
    if sheet.elements.layout == "order" and number is not None:
        said = number.words
        yield Verdict(_ORDER_NUMBER.fullmatch(said) is not None, number.place, said, "第12号")


@rule("F848", "GB/T 9704-2012 7.3.7", Strength.PRACTICE, "attachment", good="附件1 / 任务分工表 / …", bad="附件1")
def attachment_has_text(sheet: Sheet) -> Iterator[Verdict]:
    """What stands behind the label of an attachment is the attachment."""
    boxes = any(paragraph.box for paragraph in sheet.document.paragraphs)
    for attachment in sheet.elements.attachments:
        there = bool(attachment.title) or any(isinstance(b, Table) or not b.is_blank for b in attachment.blocks)
        yield Verdict(None if boxes and not there else there, attachment.label.place, attachment.label.words)


RULES = (
    head_is_repeated,
    table_fits,
    cells_can_be_read,
    landscape_number,
    letter_begins_unnumbered,
    letter_is_not_printed,
    order_number,
    attachment_has_text,
)

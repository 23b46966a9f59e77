"""Cell tags of docxtpl, set into the table when a template is compiled, and grids that fit their rows.

``colspan``, ``cellbg`` and ``vm`` become properties of the cell, ``hm`` a condition around it. Tables whose number of cells only
the data know are marked, to be mended when they are printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

from lxml import etree

from docgen.findings import Severity
from docgen.patterns import late
from docgen.press.parts import CELL_WORDS, TEXT_TOKEN, Part, Piece, instruction, text_token
from docgen.press.word import W, child_of, properties_of, width_of

BEGIN, END = "\ufde0", "\ufde1"  # around a table that is mended when it is printed
_COLUMNS = late("0*(?:[1-9]|[1-5][0-9]|6[0-3])")  # as many as Word knows
_MOST_ALIKE = 100  # tags of one word in a cell that do not set the cell itself
_IN_CELLS = CELL_WORDS | {"merge", "width"}
GUARD_OPEN, GUARD_CLOSE = "\ufde2", "\ufde3"  # around blocks of which all may be left out
TABLE_OPEN = "\ufde4"  # before a table whose rows may all be left out
_NEEDS_BLOCK = frozenset(f"{W}{name}" for name in ("tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent"))


def set_cells(part: Part) -> None:
    """Take the cell tags out of the text and set what they say."""
    crossed = _crossed(part)
    counted: dict[etree._Element | None, None] = dict.fromkeys(map(_table_of, crossed))
    setting: Counter[tuple[etree._Element, str]] = Counter()
    spans: dict[etree._Element, tuple[Piece, int]] = {}
    for number, piece in enumerate(list(part.pieces)):
        word = piece.tag.word
        if word not in _IN_CELLS or piece.code is not None:
            continue
        paragraph = piece.paragraph
        cell = None if paragraph is None else next(paragraph.iterancestors(f"{W}tc"), None)
        if paragraph is None or cell is None:
            part.fault("T207", piece.place, piece.tag)
            continue
        setting[cell, word] += 1
        if setting[cell, word] > (1 if word in CELL_WORDS else _MOST_ALIKE):
            part.fault("T287" if word in CELL_WORDS else "T207", piece.place, piece.tag)
            continue
        table = _table_of(cell)
        if table is None:  # its row gave way to the tag, which is told already
            continue
        if word in ("merge", "width"):
            counted[table] = None
            continue
        if word == "vm":
            _merge_down(part, cell, number)
            continue
        _take_out(cell, number)
        if word == "hm":
            _merge_across(part, cell, number)
            counted[table] = None
        else:
            code = piece.tag.body.strip().removeprefix(word).strip() or "''"
            if word == "cellbg":
                _fill(cell, part.make(piece, code, "colour", prints=True))
            else:
                _span(cell, text_token(part.make(piece, code, "count", prints=True)))
                counted[table] = None
                count = code.strip("'\"")
                if _COLUMNS.fullmatch(count):
                    spans[cell] = piece, int(count)
                elif count.isascii() and count.isdecimal():
                    part.fault("T214", piece.place, piece.tag, value=count)
    _tell_too_wide(part, spans, crossed)
    _fit_tables(part, counted)


def _tell_too_wide(
    part: Part, spans: dict[etree._Element, tuple[Piece, int]], crossed: Container[etree._Element]
) -> None:
    """Tell of rows in which a cell spans columns that have cells of their own.

    Args:
        part: The part.
        spans: The cells whose tags say how many columns they span, and the tag of each.
        crossed: The rows of which the data say what cells they have.
    """
    for row in dict.fromkeys(next(cell.iterancestors(f"{W}tr")) for cell in spans):
        cells = row.findall(f"{W}tc")
        columns = len(next(row.iterancestors(f"{W}tbl")).findall(f"{W}tblGrid/{W}gridCol"))
        unknown = [cell for cell in cells if cell not in spans and not _says_span(cell)]
        odd = next(row.iter(f"{W}gridBefore", f"{W}gridAfter", f"{W}sdt"), None) is not None
        if odd or unknown or not columns or row in crossed or _around_cells(row):
            continue
        total = sum(spans[cell][1] if cell in spans else span_of(cell) for cell in cells)
        if total > columns:
            piece = next(spans[cell][0] for cell in cells if cell in spans)
            wide = {"total": str(total), "columns": str(columns)}
            part.fault("T284", piece.place, piece.tag, Severity.WARNING, **wide)


def _says_span(cell: etree._Element) -> bool:
    """Whether the template itself says how many columns a cell spans, and not the data."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return span is None or span.get(f"{W}val", "1").isdecimal()


def _crossed(part: Part) -> dict[etree._Element, None]:
    """Return the rows in which words of one cell open or close a block that reaches into another, so that the data count the cells."""
    found: dict[etree._Element, None] = {}
    opened: list[etree._Element] = []
    for piece in part.pieces if part.tables else ():
        if piece.paragraph is None or piece.level in ("p", "tr", "tc"):
            continue
        if piece.tag.word in ("if", "for"):
            opened.append(piece.paragraph)
        elif piece.tag.word in ("endif", "endfor") and opened:
            ends = (opened.pop(), piece.paragraph)
            cells = [next(paragraph.iterancestors(f"{W}tc"), None) for paragraph in ends]
            if cells[0] is not cells[1]:
                rows = [next(cell.iterancestors(f"{W}tr"), None) for cell in cells if cell is not None]
                found.update((row, None) for row in rows if row is not None and _table_of(row) is not None)
    return found


def _table_of(element: etree._Element) -> etree._Element | None:
    """Return the table that a row or cell stands in; ``None`` when its row gave way to a tag."""
    return next(element.iterancestors(f"{W}tbl"), None)


def _take_out(cell: etree._Element, number: int) -> None:
    token = text_token(number)
    for node in list(cell.iter(etree.ProcessingInstruction)):
        if node.text == str(number):
            _without(node)
    for text in list(cell.iter(f"{W}t")):
        if token in (text.text or ""):
            text.text = (text.text or "").replace(token, "")
            run = text.getparent()
            if not text.text and run is not None:
                run.remove(text)
                if all(child.tag == f"{W}rPr" for child in run):
                    _without(run)


def _without(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _fill(cell: etree._Element, number: int) -> None:
    shade = child_of(properties_of(cell, "tcPr"), "shd")
    for name in list(shade.attrib):
        del shade.attrib[name]
    shade.attrib.update({f"{W}val": "clear", f"{W}color": "auto", f"{W}fill": text_token(number)})


def _span(cell: etree._Element, value: str) -> None:
    child_of(properties_of(cell, "tcPr"), "gridSpan").set(f"{W}val", value)


def _merge_down(part: Part, cell: etree._Element, number: int) -> None:
    """Merge the cells that a loop makes of this one; only the first keeps its words, from the first to those beside the tag."""
    piece = part.pieces[number]
    value = part.make(piece, "'restart' if loop.first else 'continue'", prints=True)
    child_of(properties_of(cell, "tcPr"), "vMerge").set(f"{W}val", text_token(value))
    first = next(cell.iter(f"{W}p"))
    group = first.find(f"{W}pPr")
    first.insert(0 if group is None else 1, instruction(part.make(piece, "if loop.first")))
    for node in list(cell.iter(etree.ProcessingInstruction)):
        if node.text == str(number):
            node.text = str(part.make(piece, "endif"))
            return
    _take_out(cell, number)  # joined to other words: the whole paragraph then
    list(cell.iter(f"{W}p"))[-1].append(instruction(part.make(piece, "endif")))


def _merge_across(part: Part, cell: etree._Element, number: int) -> None:
    """Let the first cell that a loop makes of this one span all of them, and leave the others out."""
    piece = part.pieces[number]
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    before = "1" if span is None else span.get(f"{W}val", "1")
    match = TEXT_TOKEN.fullmatch(before)
    factor = before if before.isascii() and before.isdecimal() else "1"
    if match:
        spanned = part.pieces[int(match[1])]
        factor = f"({spanned.tag.body if spanned.code is None else spanned.code})"
    _span(cell, text_token(part.make(piece, f"{factor} * loop.length", "count", prints=True)))
    parent = cell.getparent()
    if parent is not None:
        at = parent.index(cell)
        parent.insert(at + 1, instruction(part.make(piece, "endif")))
        parent.insert(at, instruction(part.make(piece, "if loop.first")))


def _fit_tables(part: Part, counted: Container[etree._Element | None]) -> None:
    for table in list(part.root.iter(f"{W}tbl")):
        if table in counted or any(_around_cells(row) for row in rows_of(table)):
            _mark(table)
        else:
            fit_grid(table)


def _around_cells(row: etree._Element) -> bool:
    return any(isinstance(node, etree._ProcessingInstruction) for node in row)


def _mark(table: etree._Element) -> None:
    parent = table.getparent()
    if parent is None:
        return
    before = table.getprevious()
    if before is None:
        parent.text = (parent.text or "") + BEGIN
    else:
        before.tail = (before.tail or "") + BEGIN
    table.tail = END + (table.tail or "")


def rows_of(table: etree._Element) -> list[etree._Element]:
    """Return the rows of a table, those in content controls too, without those of tables inside it."""
    return [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]


def span_of(cell: etree._Element) -> int:
    """Return how many columns a cell spans."""
    properties = next(cell.iterchildren(f"{W}tcPr"), None)
    span = None if properties is None else next(properties.iterchildren(f"{W}gridSpan"), None)
    value = "1" if span is None else span.get(f"{W}val", "1")
    return int(value) if value.isdecimal() else 1


def fit_grid(table: etree._Element) -> None:
    """Give a table as many columns as its longest row has, as wide together as before."""
    grid = table.find(f"{W}tblGrid")
    odd = table.iter(f"{W}gridBefore", f"{W}gridAfter", f"{W}sdt")  # rows whose cells do not tell their columns
    if grid is None or next(odd, None) is not None:
        return
    rows = [row.findall(f"{W}tc") for row in rows_of(table)]
    columns = grid.findall(f"{W}gridCol")
    missing = max([0, *(len(cells) for cells in rows)]) - len(columns)
    widths = [width_of(column) for column in columns]
    if missing > 0 and sum(widths) > 0:
        whole, count = sum(widths), len(columns) + missing
        share = (whole / count) / (whole / len(columns))
        for column, width in zip(columns, widths, strict=True):
            column.set(f"{W}w", str(int(width * share)))
        for _ in range(missing):
            etree.SubElement(grid, f"{W}gridCol", {f"{W}w": str(int(whole / count))})
    columns = grid.findall(f"{W}gridCol")
    spanned = next(table.iter(f"{W}gridSpan"), None) is not None
    spare = len(columns) - max([0, *(sum(map(span_of, cells)) if spanned else len(cells) for cells in rows)])
    if spare > 0 and spare < len(columns):
        removed = sum(width_of(column) for column in columns[-spare:])
        for column in columns[-spare:]:
            grid.remove(column)
        for column in columns[:-spare]:
            column.set(f"{W}w", str(int(width_of(column) + int(removed / (len(columns) - spare)))))


def guard(part: Part) -> None:
    """Mark what may not stay empty: cells, notes and headers need a paragraph, tables a row."""
    around = {*_NEEDS_BLOCK, f"{W}body"}
    held = [
        e for e in part.root.iter(f"{W}sdtContent") if next(e.iterancestors(*around, f"{W}p"), part.root).tag in around
    ]
    blocks = [e for e in held if next(e.iterancestors(f"{W}tbl", f"{W}tr", *around)).tag in around]
    for element in [*part.root.iter(*_NEEDS_BLOCK), *blocks]:
        if all(child.tag == f"{W}tcPr" for child in element):
            etree.SubElement(element, f"{W}p")
        elif any(isinstance(child, etree._ProcessingInstruction) for child in element):
            first = next((n for n, child in enumerate(element) if child.tag != f"{W}tcPr"), 0)
            _text_before(element, first, GUARD_OPEN)
            _text_at_end(element, GUARD_CLOSE)
    for table in part.root.iter(f"{W}tbl"):
        fixed = any(child.tag == f"{W}tr" and not _inside_block(child, part) for child in table)
        if not fixed and any(isinstance(child, etree._ProcessingInstruction) for child in table):
            first = next((n for n, c in enumerate(table) if c.tag not in (f"{W}tblPr", f"{W}tblGrid")), 0)
            _text_before(table, first, GUARD_OPEN)
            _text_at_end(table, GUARD_CLOSE)
            parent = table.getparent()
            if parent is not None:
                _text_before(parent, parent.index(table), TABLE_OPEN)


def _inside_block(row: etree._Element, part: Part) -> bool:
    depth = 0
    for node in row.itersiblings(preceding=True):
        if isinstance(node, etree._ProcessingInstruction):
            word = part.pieces[int(node.text or 0)].tag.word
            depth += (word in ("if", "for")) - word.startswith("end")
    return depth > 0


def _text_before(parent: etree._Element, index: int, text: str) -> None:
    if index == 0:
        parent.text = (parent.text or "") + text
    else:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text


def _text_at_end(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text

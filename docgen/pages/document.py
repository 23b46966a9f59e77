"""A finished Word file read as facts: its sections, paragraphs, tables, headers and footers, with all that they inherit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from docgen.findings import Place
from docgen.limits import Limits
from docgen.package import Package, open_docx
from docgen.pages.facts import Cell, Document, Format, Paragraph, Run, Section, Story, Table
from docgen.pages.formats import Styles, Theme, list_of, number, paragraph_properties, run_properties, script_of
from docgen.pages.numbering import Numbering
from docgen.pages.reader import Numbers, place_of
from docgen.pages.spots import AROUND, W, inner, seen, setting
from docgen.relations import relations

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_OBJECT = "\ufffc"
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "-",
    "drawing": _OBJECT,
    "pict": _OBJECT,
    "object": _OBJECT,
}
_BREAKS = {"page": "\f", "column": "\f"}
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt"))
_FIRST_WORD = re.compile(r"\s*([A-Za-z]+)")
_PLAIN_NOTES = ("normal", "")  # those that are no separators


def read_document(data: bytes, name: str, limits: Limits | None = None) -> Document:
    """Return a Word file as facts.

    Args:
        data: The .docx.
        name: What messages call it.
        limits: Budgets for opening it.

    Raises:
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It goes past a budget.
    """
    return read_package(open_docx(data, name, limits), name)


def read_package(package: Package, name: str) -> Document:
    """Return a Word file that was opened already as facts."""
    return _Reading(package, name).document


class _Reading:
    """A document under way: what its parts share."""

    def __init__(self, package: Package, name: str) -> None:
        self.package, self.name = package, name
        self.document = Document(name, package, [], [], [], [], [], even_and_odd=False, style_ids={})
        targets = {r.kind: r.target for r in relations(package.parts, package.main) if not r.external}
        settings = self._root(targets.get("settings", ""))
        self._styles = Styles(
            self._root(targets.get("styles", "")), Theme(self._root(targets.get("theme", "")), script_of(settings))
        )
        self._numbering = Numbering(self._root(targets.get("numbering", "")))
        self._targets = {r.id: r.target for r in relations(package.parts, package.main) if not r.external}
        self._stories: dict[str, Story] = {}
        self.document.style_ids = self._styles.names
        even = None if settings is None else settings.find(f"{W}evenAndOddHeaders")
        self.document.even_and_odd = even is not None and even.get(f"{W}val", "1") not in ("0", "false", "off")
        self._body()
        for kind in ("footnotes", "endnotes"):
            self.document.notes += self._notes(targets.get(kind, ""))

    @property
    def default_table(self) -> str:
        """Id of the style of tables that name none."""
        return self._styles.default_table

    def _root(self, part: str) -> etree._Element | None:
        return self.document.tree(part) if part in self.package.parts else None

    def _body(self) -> None:
        part = self.package.main
        root = self.document.tree(part)
        story = _Story(self, part, root)
        body = next(root.iterchildren(f"{W}body"), root)
        document = self.document
        blocks = list(story.blocks(body))
        last = next(body.iterchildren(f"{W}sectPr"), None)
        here: list[Paragraph | Table] = []
        for block in blocks:
            here.append(block)
            ends = block.element.find(f"{W}pPr/{W}sectPr") if isinstance(block, Paragraph) else None
            if ends is not None:
                self._section(ends, here)
                here = []
        if here or last is not None or not document.sections:
            self._section(last if last is not None else etree.Element(f"{W}sectPr"), here)
        document.blocks, document.paragraphs, document.tables = blocks, story.paragraphs, story.tables

    def _section(self, element: etree._Element, blocks: list[Paragraph | Table]) -> None:
        known = self.document.sections
        said = (b for b in blocks if isinstance(b, Table) or not b.is_blank)
        first = next(said, blocks[0] if blocks else None)
        place = Place(self.name, part=self.package.main) if first is None else first.place
        section = Section(len(known) + 1, place, element, blocks=blocks)
        _set_up(section, element)
        before = known[-1] if known else None
        for kind in ("header", "footer"):
            stories: dict[str, Story] = dict(getattr(before, f"{kind}s")) if before else {}
            for reference in element.iterchildren(f"{W}{kind}Reference"):
                target = self._targets.get(reference.get(f"{_R}id", ""), "")
                if target in self.package.parts:
                    stories[reference.get(f"{W}type", "default")] = self._story(target)
            setattr(section, f"{kind}s", stories)
        for block in blocks:
            for paragraph in [block] if isinstance(block, Paragraph) else block.paragraphs:
                paragraph.section = section
        known.append(section)

    def _story(self, part: str) -> Story:
        if part not in self._stories:
            root = self.document.tree(part)
            story = _Story(self, part, root)
            list(story.blocks(root))
            self._stories[part] = Story(part, story.paragraphs)
        return self._stories[part]

    def _notes(self, part: str) -> Iterator[Story]:
        root = self._root(part)
        if root is None:
            return
        story = _Story(self, part, root)
        for note in root:
            if note.get(f"{W}type", "") in _PLAIN_NOTES:
                before = len(story.paragraphs)
                list(story.blocks(note))
                yield Story(part, story.paragraphs[before:])

    def paragraph(
        self, element: etree._Element, place: Place, cell: Cell | None, *, box: bool
    ) -> tuple[Paragraph, list[etree._Element]]:
        """Return a paragraph, and the text boxes in it."""
        properties = element.find(f"{W}pPr")
        style = setting(None if properties is None else properties.find(f"{W}pStyle")) or self._styles.default_paragraph
        table = "" if cell is None else cell.table.style
        runs, boxes = self._runs(element, style, table)
        own, own_level = list_of(properties)
        list_id, level = (own, own_level) if own else self._styles.list_of(style)
        listed = self._numbering.level(list_id, level) if list_id else None
        layout = self._styles.layout(style, paragraph_properties(properties), listed, table, own_list=bool(own))
        mark = run_properties(None if properties is None else properties.find(f"{W}rPr"))
        has_words = any(run.text or run.field for run in runs)
        label = self._numbering.label(list_id, level) if listed is not None and has_words else ""
        return (
            Paragraph(
                element,
                place,
                runs,
                layout,
                self._styles.format(style, "", mark, table),
                self.document.style_ids.get(style, style),
                label,
                cell,
                box,
            ),
            boxes,
        )

    def _runs(self, element: etree._Element, style: str, table: str) -> tuple[list[Run], list[etree._Element]]:
        runs: list[Run] = []
        boxes: list[etree._Element] = []
        fields: list[list[str]] = []  # of each field that is open: its instruction, and whether its result has begun
        for child, simple in _run_elements(element, ""):
            properties = child.find(f"{W}rPr")
            look: Format | None = None
            text = ""
            for part in child:
                name = str(part.tag).removeprefix(W)
                if name == "fldChar":
                    _turn(fields, part.get(f"{W}fldCharType", ""), runs, child)
                elif name == "instrText" and fields:
                    fields[-1][0] += part.text or ""
                else:
                    text += _printed(part, name)
                    if name in ("drawing", "pict", "object") or part.tag == _ALTERNATE:
                        boxes += _boxes(part)
            open_field = fields[-1] if fields else ["", "result"]
            if text and open_field[1]:
                character = "" if properties is None else setting(properties.find(f"{W}rStyle"))
                look = self._styles.format(style, character, run_properties(properties), table)
                runs.append(Run(text, look, child, simple or _instruction(open_field[0])))
        for run in runs:
            if run.format is _NO_FORMAT:
                run.format = self._styles.format(style, "", run_properties(run.element.find(f"{W}rPr")), table)
        return runs, boxes


_NO_FORMAT = Format(size=-1)


def _turn(fields: list[list[str]], kind: str, runs: list[Run], element: etree._Element) -> None:
    """Follow the beginning, the middle and the end of a field; one without a result is a run without words."""
    if kind == "begin":
        fields.append(["", ""])
    elif kind == "separate" and fields:
        fields[-1][1] = "result"
    elif kind == "end" and fields:
        instruction, has_result = fields.pop()
        if not has_result or not (runs and runs[-1].field):
            runs.append(Run("", _NO_FORMAT, element, _instruction(instruction)))


def _instruction(text: str) -> str:
    match = _FIRST_WORD.match(text)
    return match[1].upper() if match else ""


def _run_elements(parent: etree._Element, field: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield the runs of a paragraph, each with the simple field around it."""
    for child in parent:
        if child.tag == f"{W}r":
            yield child, field
        elif child.tag == f"{W}fldSimple":
            yield from _run_elements(child, _instruction(child.get(f"{W}instr", "")))
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _run_elements(child, field)


def _printed(part: etree._Element, name: str) -> str:
    if name == "t":
        return part.text or ""
    if name == "br":
        return _BREAKS.get(part.get(f"{W}type", ""), "\n")
    if name == "sym":
        code = part.get(f"{W}char", "")
        return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{2,5}", code) else ""
    if name == "ruby":
        return "".join(t.text or "" for t in part.iterfind(f"{W}rubyBase//{W}t"))
    return _OBJECT if part.tag == _ALTERNATE else _SIGNS.get(name, "")


def _boxes(drawing: etree._Element) -> list[etree._Element]:
    """Return the text boxes of a drawing, without what Word keeps of them for older programs."""
    chosen = drawing.find(_CHOICE) if drawing.tag == _ALTERNATE else drawing
    found = [] if chosen is None else list(seen(chosen, f"{W}txbxContent"))
    return [box for box in found if next(box.iterancestors(f"{W}txbxContent"), None) not in found]


class _Story:
    """One part under way: its paragraphs and tables in the order of the part."""

    def __init__(self, reading: _Reading, part: str, root: etree._Element) -> None:
        self._reading = reading
        self._place = Place(reading.name, part=part)
        self._numbers = {element: n for n, element in enumerate(seen(root, f"{W}p"), 1)}
        self._tables = {element: n for n, element in enumerate(seen(root, f"{W}tbl"), 1)}
        self._places = Numbers()
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []

    def blocks(
        self, parent: etree._Element, cell: Cell | None = None, *, box: bool = False
    ) -> Iterator[Paragraph | Table]:
        """Yield the paragraphs and tables right in an element; those further down are kept in their order."""
        for child in parent:
            if child.tag == f"{W}p":
                yield self._paragraph(child, cell, box=box)
            elif child.tag == f"{W}tbl":
                yield self._table(child, cell, box=box)
            elif child.tag in AROUND:
                yield from self.blocks(child, cell, box=box)
            elif child.tag == _ALTERNATE:
                chosen = child.find(_CHOICE)
                if chosen is not None:
                    yield from self.blocks(chosen, cell, box=box)

    def _paragraph(self, element: etree._Element, cell: Cell | None, *, box: bool) -> Paragraph:
        place = Place(self._place.file, part=self._place.part, paragraph=self._numbers.get(element))
        paragraph, boxes = self._reading.paragraph(element, place, cell, box=box)
        paragraph.place = place_of(element, paragraph.text.replace(_OBJECT, ""), place, self._tables, self._places)
        self.paragraphs.append(paragraph)
        for content in boxes:
            list(self.blocks(content, box=True))
        return paragraph

    def _table(self, element: etree._Element, cell: Cell | None, *, box: bool) -> Table:
        known = self._tables.get(element, 0)
        place = Place(self._place.file, part=self._place.part, table=known or None)
        grid = [_whole(column.get(f"{W}w")) for column in element.iterfind(f"{W}tblGrid/{W}gridCol")]
        floats = element.find(f"{W}tblPr/{W}tblpPr") is not None
        style = setting(element.find(f"{W}tblPr/{W}tblStyle")) or self._reading.default_table
        table = Table(element, known, place, grid, floating=floats, inside=cell, style=style)
        self.tables.append(table)
        heading = True
        for row_number, row in enumerate(inner(element, f"{W}tr"), 1):
            heading = heading and _switched(row.find(f"{W}trPr/{W}tblHeader"))
            table.head_rows += heading
            cells = []
            for column, tc in enumerate(inner(row, f"{W}tc"), 1):
                made = _cell(table, tc, row_number, column)
                before = len(self.paragraphs)
                list(self.blocks(tc, made, box=box))
                made.paragraphs = [p for p in self.paragraphs[before:] if p.cell is made]
                cells.append(made)
            table.rows.append(cells)
        return table


def _cell(table: Table, tc: etree._Element, row: int, column: int) -> Cell:
    properties = tc.find(f"{W}tcPr")
    if properties is None:
        return Cell(table, row, column, 1, 0, continues=False)
    width = properties.find(f"{W}tcW")
    merge = properties.find(f"{W}vMerge")
    span = _whole(setting(properties.find(f"{W}gridSpan"), "1"))
    in_twips = width is not None and width.get(f"{W}type", "dxa") == "dxa"
    twips = _whole(width.get(f"{W}w")) if in_twips and width is not None else 0
    return Cell(table, row, column, max(span, 1), twips, merge is not None and merge.get(f"{W}val") != "restart")


def _set_up(section: Section, element: etree._Element) -> None:
    """Read the set-up of a section's pages."""
    size, margins = element.find(f"{W}pgSz"), element.find(f"{W}pgMar")
    grid, columns, start = element.find(f"{W}docGrid"), element.find(f"{W}cols"), element.find(f"{W}type")
    if size is not None:
        section.width = _whole(size.get(f"{W}w"), section.width)
        section.height = _whole(size.get(f"{W}h"), section.height)
    if margins is not None:
        for side in ("top", "bottom", "left", "right", "gutter", "header", "footer"):
            setattr(section, side, _whole(margins.get(f"{W}{side}"), getattr(section, side)))
    if grid is not None:
        section.grid = "" if grid.get(f"{W}type", "default") == "default" else grid.get(f"{W}type", "")
        section.line_pitch = _whole(grid.get(f"{W}linePitch"))
        section.char_space = _whole(grid.get(f"{W}charSpace"))
    if columns is not None:
        section.columns = max(_whole(columns.get(f"{W}num"), 1), len(columns.findall(f"{W}col")), 1)
    section.start = setting(start, "nextPage")
    section.title_page = _switched(element.find(f"{W}titlePg"))
    numbers = element.find(f"{W}pgNumType")
    if numbers is not None and numbers.get(f"{W}start"):
        section.first_number = _whole(numbers.get(f"{W}start"))


def _switched(element: etree._Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")


def _whole(text: str | None, default: int = 0) -> int:
    """Return a measure in twips, whatever its unit; the default when it is none."""
    value = number(text)
    return default if value is None else value

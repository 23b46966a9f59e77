"""What a finished Word file says of itself, with everything that it inherits resolved: what the rules look at.

Lengths are twips (twentieths of a point; 1 mm is 56.693), sizes half-points, as Word writes them; a property holds what Word would
apply, wherever it is written: in the defaults, the theme, a style or the paragraph itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from docgen.findings import Place
from docgen.package import Package

TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_HALF_POINT = 10


@dataclass(frozen=True, slots=True)
class Format:
    """How characters look.

    Attributes:
        east_asia: Typeface of Chinese characters; ``''`` when nothing names one.
        latin: Typeface of letters and digits.
        size: Half-points; 3号 is 32.
        bold: Drawn bold.
        italic: Drawn slanted.
        underline: Kind of underline, ``''`` for none.
        strike: Struck through.
        color: ``RRGGBB`` in capitals, or ``auto``.
        highlight: Colour behind the characters, ``''`` for none.
        shading: Colour of the ground behind the characters (``shd``), ``''`` for none.
        spacing: Twips added behind each character.
        scale: Width of the characters in percent.
        raised: Half-points above the line; below it when negative.
        vertical: ``superscript``, ``subscript`` or ``''``.
        hidden: Not printed.
        hint: ``eastAsia`` where signs that are ambiguous take the Chinese typeface.
        from_theme: The typeface of Chinese characters is named by the theme only.
        language: Of Chinese characters, such as ``zh-CN``; ``''`` when nothing names one.
    """

    east_asia: str = ""
    latin: str = ""
    size: int = 20
    bold: bool = False
    italic: bool = False
    underline: str = ""
    strike: bool = False
    color: str = "auto"
    highlight: str = ""
    shading: str = ""
    spacing: int = 0
    scale: int = 100
    raised: int = 0
    vertical: str = ""
    hidden: bool = False
    hint: str = ""
    from_theme: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Border:
    """One side of a frame of lines: kind (``single`` …), eighths of a point, colour, points to the text."""

    kind: str
    size: int
    color: str
    space: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a paragraph stands on the page.

    Attributes:
        align: ``left``, ``center``, ``right``, ``both`` or ``distribute``.
        left: Indent of all lines, twips.
        right: The same on the right.
        first_line: What the first line is indented more, twips; negative when it hangs out.
        left_chars: The same in hundredths of a character, which go before the twips in Word; ``None`` or 0 leaves it to the twips.
        right_chars: As before.
        first_line_chars: As before.
        before: Twips above.
        after: Twips below.
        line: Twips of a line for the rules ``exact`` and ``atLeast``, 240ths of a line for ``auto``.
        line_rule: ``auto``, ``exact`` or ``atLeast``.
        snap: Lines keep to the grid of the section.
        keep_next: Stays on the page of the next paragraph.
        keep_lines: Its lines stay on one page.
        page_break_before: Begins a page.
        widow_control: No single line alone on a page.
        outline: Level in the outline from 0; ``None`` for text.
        borders: Lines by side: ``top``, ``bottom``, ``left``, ``right``, ``between``.
        shading: Colour behind it, ``''`` for none.
        frame: Attributes of its frame (``framePr``) by name; empty when it is in none.
        tabs: Position in twips and kind of each tab stop.
    """

    align: str = "left"
    left: int = 0
    right: int = 0
    first_line: int = 0
    left_chars: int | None = None
    right_chars: int | None = None
    first_line_chars: int | None = None
    before: int = 0
    after: int = 0
    line: int = 240
    line_rule: str = "auto"
    snap: bool = True
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    widow_control: bool = True
    outline: int | None = None
    borders: dict[str, Border] = field(default_factory=dict)
    shading: str = ""
    frame: dict[str, str] = field(default_factory=dict)
    tabs: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True, eq=False)
class Run:
    r"""Characters that look alike, as the file holds them.

    Attributes:
        text: What is printed; a tab is ``\t``, a line break ``\n``, a page break ``\f``, a picture or another object U+FFFC.
        format: How it looks.
        element: The ``w:r``.
        field: The instruction of the field that it is the result of, such as ``PAGE``; ``''`` outside of fields.
    """

    text: str
    format: Format
    element: etree._Element
    field: str = ""


@dataclass(slots=True, eq=False)
class Paragraph:
    """One paragraph.

    Attributes:
        element: The ``w:p``.
        place: Where it is.
        runs: Its characters in order; deleted text is left out, inserted text counts.
        layout: How it stands.
        mark: How its paragraph mark looks, which gives an empty paragraph its height.
        style: Name of its style.
        label: The number that Word puts before it, such as ``一、``; ``''`` when it is not in a list.
        cell: The table cell that it stands in.
        box: True in a text box.
    """

    element: etree._Element
    place: Place
    runs: list[Run]
    layout: Layout
    mark: Format
    style: str = ""
    label: str = ""
    cell: Cell | None = None
    box: bool = False
    section: Section | None = None
    text: str = field(init=False)

    def __post_init__(self) -> None:
        """Join what the runs print."""
        self.text = "".join(run.text for run in self.runs if not run.format.hidden)

    @property
    def words(self) -> str:
        """Its number and its text, without blanks at the edges."""
        return (self.label + self.text).strip()

    @property
    def is_blank(self) -> bool:
        """Whether it prints nothing: no character, no object, no line of its own."""
        return not self.text.strip() and not self.label

    @property
    def size(self) -> int:
        """Half-points of most of its characters; of its mark when it has none."""
        return self.most("size", self.mark.size)

    def most(self, name: str, default: int) -> int:
        """Return the value of a property of `Format` that most characters have."""
        counted: dict[int, int] = {}
        for run in self.runs:
            if run.text.strip():
                value = getattr(run.format, name)
                counted[value] = counted.get(value, 0) + len(run.text)
        return max(counted, key=lambda value: counted[value]) if counted else default

    def _em(self, chars: int | None, twips: int) -> float:
        return chars / 100 if chars else twips / max(self.size * TWIPS_PER_HALF_POINT, 1)

    @property
    def first_line_em(self) -> float:
        """What the first line is indented more than the others, in characters of its own size."""
        return self._em(self.layout.first_line_chars, self.layout.first_line)

    @property
    def left_em(self) -> float:
        """Indent on the left in characters of its own size."""
        return self._em(self.layout.left_chars, self.layout.left)

    @property
    def right_em(self) -> float:
        """Indent on the right in characters of its own size."""
        return self._em(self.layout.right_chars, self.layout.right)


@dataclass(slots=True, eq=False)
class Cell:
    """One cell: its table, row and column from 1, columns spanned, width in twips (0 when not said), its paragraphs."""

    table: Table
    row: int
    column: int
    span: int
    width: int
    continues: bool  # merged with the cell above
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Table:
    """One table.

    Attributes:
        element: The ``w:tbl``.
        number: Its number in the part, from 1.
        place: Where it is.
        grid: Widths of the grid's columns, twips.
        rows: Its cells, row by row.
        head_rows: How many rows from the first are repeated on each page.
        floating: Text flows around it.
        inside: The cell that it stands in.
        style: Id of its style.
    """

    element: etree._Element
    number: int
    place: Place
    grid: list[int]
    rows: list[list[Cell]] = field(default_factory=list)
    head_rows: int = 0
    floating: bool = False
    inside: Cell | None = None
    style: str = ""

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """Its paragraphs, cell by cell."""
        return (paragraph for row in self.rows for cell in row for paragraph in cell.paragraphs)


@dataclass(slots=True, eq=False)
class Story:
    """A header or footer: name of its part, its paragraphs, those in tables, frames and text boxes among them."""

    part: str
    paragraphs: list[Paragraph]

    @property
    def text(self) -> str:
        """All that it prints."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(slots=True, eq=False)
class Section:
    """Pages with one set-up. Lengths in twips.

    Attributes:
        number: From 1.
        place: The first paragraph or table in it that says something.
        element: The ``w:sectPr``.
        width: Of the paper.
        height: Of the paper.
        top: Margin.
        bottom: Margin.
        left: Margin.
        right: Margin.
        gutter: Added to the margin at the binding side.
        header: From the paper's upper edge to the header.
        footer: From the paper's lower edge to the footer.
        grid: Kind of grid, ``''`` for none.
        line_pitch: Of the grid.
        char_space: Of the grid, 4096ths of a point added to each character.
        columns: Of text.
        start: ``nextPage``, ``continuous``, ``oddPage``, ``evenPage`` or ``nextColumn``.
        title_page: The first page has a header and a footer of its own.
        first_number: Number of its first page; ``None`` when it goes on counting.
        headers: ``default``, ``first``, ``even``: what a page gets, taken over from the section before where this one is silent.
        footers: As before.
        blocks: Paragraphs and tables of the body in it.
    """

    number: int
    place: Place
    element: etree._Element
    width: int = 12240
    height: int = 15840
    top: int = 1440
    bottom: int = 1440
    left: int = 1800
    right: int = 1800
    gutter: int = 0
    header: int = 720
    footer: int = 720
    grid: str = ""
    line_pitch: int = 0
    char_space: int = 0
    columns: int = 1
    start: str = "nextPage"
    title_page: bool = False
    first_number: int | None = None
    headers: dict[str, Story] = field(default_factory=dict)
    footers: dict[str, Story] = field(default_factory=dict)
    blocks: list[Paragraph | Table] = field(default_factory=list)

    @property
    def landscape(self) -> bool:
        """Whether the page lies on its side."""
        return self.width > self.height


@dataclass(slots=True, eq=False, weakref_slot=True)
class Document:
    """A finished document as facts.

    Attributes:
        name: What messages call it.
        package: The file.
        trees: Its XML parts, parsed when first asked for: use `tree`.
        sections: Its sections in order, at least one.
        blocks: Paragraphs and tables of the body in order, those in cells left out.
        paragraphs: All paragraphs of the body in order, those in tables and text boxes too.
        tables: All tables of the body in order, nested ones too.
        notes: Footnotes and endnotes.
        even_and_odd: Even pages have headers and footers of their own.
        style_ids: Name of each style by its id.
    """

    name: str
    package: Package
    sections: list[Section]
    blocks: list[Paragraph | Table]
    paragraphs: list[Paragraph]
    tables: list[Table]
    notes: list[Story]
    even_and_odd: bool
    style_ids: dict[str, str]
    trees: dict[str, etree._Element] = field(default_factory=dict)

    def tree(self, part: str) -> etree._Element:
        """Return the root of an XML part, the same each time."""
        if part not in self.trees:
            self.trees[part] = etree.fromstring(self.package.parts[part], PARSER)
        return self.trees[part]

    @property
    def text(self) -> list[Paragraph]:
        """The paragraphs of the body outside of tables and text boxes."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]


PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)

"""Workbooks (.xlsx): written from a plain description, read as plain cells. The only user of openpyxl.

What is written is the same bytes for the same description: no clock is read, members stand in fixed order. Text stays text: a cell
that begins with ``=``, ``+``, ``-`` or ``@`` is never a formula.

Codes: L101-L109.
"""

from __future__ import annotations

import datetime
import functools
import io
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docgen.errors import DocgenError, LedgerError, LimitError
from docgen.findings import Finding, Place
from docgen.limits import DEFAULT_LIMITS, Limits
from docgen.package import parts_of, read_package, what_begins, write_docx

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as WrittenCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CHARACTERS = 32_767  # of one cell
_BEGINS_FORMULA = tuple("=+-@")
_DAY = 'yyyy"年"m"月"d"日"'
_FONT = "宋体"
_HEAD_FONT = "黑体"
_TITLE_FONT = "方正小标宋简体"
_MARGIN_IN = 0.6
_MOST_MERGED = 10_000  # cells of one range
_A4 = 9  # paper size by its number in SpreadsheetML
_CHART_HEIGHT_CM = (8.0, 0.9)  # of a chart without bars, and of each bar
_CHART_WIDTH_CM = 24.0
_FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)(?:<v ?/>|<v></v>)')


# ---- what is written


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and what it gives now, for programs that show a sheet without working it out."""

    words: str
    value: float


Value = str | int | float | datetime.date | Formula | None


@dataclass(frozen=True, slots=True)
class Styled:
    """A value in a style: title, head, open (a head of what is to be filled in), text, centre, day, number, percent, note or plain_day."""

    value: Value
    style: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        width: In characters of the text.
        is_hidden: Whether it is not shown.
        is_printed: Whether it is printed; those that are not stand behind those that are.
    """

    width: float
    is_hidden: bool = False
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Cells of a column that take a value of a list, or a day when there is no list."""

    cells: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """Cells that get a colour while a formula is true; colours as RRGGBB."""

    cells: str
    formula: str
    fill: str
    font: str = "000000"


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of stacked bars: a bar a row, a colour a column.

    Attributes:
        title: Above it.
        at: Cell of its left upper corner.
        first_row: Row of the heads of the columns; the bars stand below.
        last_row: Row of the last bar.
        names: Column with the names of the bars, from 1.
        columns: First and last column of the values, from 1.
        colours: Of the columns, as RRGGBB.
    """

    title: str
    at: str
    first_row: int
    last_row: int
    names: int
    columns: tuple[int, int]
    colours: tuple[str, ...]


@dataclass(slots=True)
class Sheet:
    """A sheet to write.

    Attributes:
        name: On its tab.
        columns: From the left.
        rows: From the top; a cell is a value in a style, or ``None``.
        merged: Ranges of cells that are one.
        frozen: First cell that moves when the sheet is scrolled.
        filtered: Range with the arrows of a filter, its heads included.
        repeated: First and last row printed again on every page.
        choices: Cells whose values are checked as they are typed.
        highlights: Colours that follow the values.
        chart: A chart, when there is one.
        is_landscape: Whether the paper lies on its long side.
        heights: Of rows, in points, by their number from 1; programs choose the others.
    """

    name: str
    columns: list[Column]
    rows: list[list[Styled | None]]
    merged: list[str] = field(default_factory=list)
    frozen: str = ""
    filtered: str = ""
    repeated: tuple[int, int] | None = None
    choices: list[Choice] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    chart: Bars | None = None
    is_landscape: bool = True
    heights: dict[int, float] = field(default_factory=dict)


def letters(column: int) -> str:
    """Return the letters of a column, from 1: A, B, ... Z, AA."""
    words = ""
    while column:
        column, last = divmod(column - 1, 26)
        words = chr(65 + last) + words
    return words


def write_sheets(sheets: Sequence[Sheet], title: str, creator: str = "") -> bytes:
    """Return a workbook (.xlsx) of some sheets.

    Args:
        sheets: At least one; the first is shown when it is opened.
        title: Title in its properties.
        creator: Organ in its properties.

    Raises:
        LedgerError: A text is longer than a cell can hold.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = title, creator
    styles = _styles()
    found: dict[str, dict[str, float]] = {}
    for number, sheet in enumerate(sheets, 1):
        found[f"xl/worksheets/sheet{number}.xml"] = _fill(book.create_sheet(sheet.name), sheet, styles)
    made = io.BytesIO()
    book.save(made)
    return write_docx(_settled(parts_of(made.getvalue()), found))


def _styles() -> dict[str, dict[str, Any]]:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    thin = Side(style="thin", color="808080")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    left = Alignment(horizontal="left", vertical="center", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    font, head = Font(name=_FONT, size=10.5), Font(name=_HEAD_FONT, size=10.5)
    cell = {"font": font, "border": box}
    return {
        "title": {
            "font": Font(name=_TITLE_FONT, size=18),
            "alignment": Alignment(horizontal="center", vertical="center"),
        },
        "head": {"font": head, "border": box, "alignment": centre, "fill": PatternFill("solid", fgColor="D9E2EC")},
        "open": {"font": head, "border": box, "alignment": centre, "fill": PatternFill("solid", fgColor="FFF2CC")},
        "text": {**cell, "alignment": left, "number_format": "@"},
        "centre": {**cell, "alignment": centre, "number_format": "@"},
        "day": {**cell, "alignment": centre, "number_format": _DAY},
        "number": {**cell, "alignment": centre, "number_format": "0"},
        "percent": {**cell, "alignment": centre, "number_format": "0.0%"},
        "note": {"font": font, "alignment": Alignment(horizontal="left", vertical="center", wrap_text=True)},
        "plain_day": {
            "font": font,
            "alignment": Alignment(horizontal="left", vertical="center"),
            "number_format": _DAY,
        },
    }


def _fill(page: Worksheet, sheet: Sheet, styles: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Fill a sheet, and return what its formulas give by the names of their cells."""
    given: dict[str, float] = {}
    known: dict[str, Any] = {}  # the style of a first cell, which the others of its kind share
    for number, row in enumerate(sheet.rows, 1):
        for at, styled in enumerate(row, 1):
            if styled is None:
                continue
            cell: Any = page.cell(number, at)
            _set(cell, styled.value, given)
            if styled.style not in known:
                for name, value in styles[styled.style].items():
                    setattr(cell, name, value)
                known[styled.style] = cell._style
            cell._style = known[styled.style]
            if isinstance(styled.value, str) and styled.value.startswith(_BEGINS_FORMULA):
                cell.quotePrefix = True
    for at, column in enumerate(sheet.columns, 1):
        dimension = page.column_dimensions[letters(at)]
        dimension.width, dimension.hidden = column.width, column.is_hidden
    for number, height in sheet.heights.items():
        page.row_dimensions[number].height = height
    for cells in sheet.merged:
        page.merge_cells(cells)
    _dress(page, sheet)
    _lay_out(page, sheet)
    return given


def _set(cell: WrittenCell, value: Value, given: dict[str, float]) -> None:
    if isinstance(value, Formula):
        cell.value = f"={value.words}"
        given[cell.coordinate] = value.value
    elif isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            args = {"cell": cell.coordinate, "limit": MOST_CHARACTERS, "words": value[:20]}
            raise LedgerError([Finding("L109", Place(), args)])
        cell.value = value or None
        if value:
            cell.data_type = "s"
    else:
        cell.value = value


def _dress(page: Any, sheet: Sheet) -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    page.freeze_panes = sheet.frozen or None
    page.auto_filter.ref = sheet.filtered or None
    for choice in sheet.choices:
        if choice.values:
            words = ",".join(choice.values)
            checked = DataValidation(
                type="list", formula1=f'"{words}"', allow_blank=True, error="、".join(choice.values)
            )
        else:
            checked = DataValidation(
                type="date", operator="greaterThan", formula1="36526", allow_blank=True, error="2026-06-30"
            )
        checked.showErrorMessage = True
        checked.add(choice.cells)
        page.add_data_validation(checked)
    for light in sheet.highlights:
        fill = PatternFill("solid", bgColor=light.fill)
        rule: Any = FormulaRule  # which has no types
        page.conditional_formatting.add(
            light.cells, rule([light.formula], stopIfTrue=True, fill=fill, font=Font(color=light.font))
        )


def _lay_out(page: Any, sheet: Sheet) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.paperSize = _A4
    page.page_setup.orientation = "landscape" if sheet.is_landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.left = margins.right = margins.top = _MARGIN_IN
    margins.bottom = _MARGIN_IN + 0.2
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
    printed = sum(column.is_printed for column in sheet.columns)
    page.print_area = f"A1:{letters(printed)}{max(len(sheet.rows), _last_row_of(sheet))}"
    if sheet.repeated:
        page.print_title_rows = f"{sheet.repeated[0]}:{sheet.repeated[1]}"
    if sheet.chart:
        _draw(page, sheet.chart)


def _last_row_of(sheet: Sheet) -> int:
    """Return the last row that a chart covers, about."""
    if sheet.chart is None:
        return 0
    first = int(re.sub("[A-Z]", "", sheet.chart.at))
    return first + int(_chart_height_cm(sheet.chart) / 0.5) + 1


def _chart_height_cm(bars: Bars) -> float:
    least, each = _CHART_HEIGHT_CM
    return max(least, each * (bars.last_row - bars.first_row) + 3)


def _draw(page: Worksheet, bars: Bars) -> None:
    from openpyxl.chart import BarChart, Reference

    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 40
    chart.title = bars.title
    first, last = bars.columns
    values = Reference(page, min_col=first, max_col=last, min_row=bars.first_row, max_row=bars.last_row)
    chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(page, min_col=bars.names, min_row=bars.first_row + 1, max_row=bars.last_row))
    for series, colour in zip(chart.series, bars.colours, strict=True):
        series.graphicalProperties.solidFill = colour
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorUnit, chart.y_axis.number_format = None, "0"
    chart.legend.position = "b"
    chart.width, chart.height = _CHART_WIDTH_CM, _chart_height_cm(bars)
    page.add_chart(chart, bars.at)


def _settled(parts: Mapping[str, bytes], given: Mapping[str, Mapping[str, float]]) -> dict[str, bytes]:
    """Return the parts of a new workbook without the hour it was made at, and with what its formulas give."""
    settled = dict(parts)
    core = settled["docProps/core.xml"]
    settled["docProps/core.xml"] = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", core)
    for part, values in given.items():
        if values:
            settled[part] = _FORMULA.sub(functools.partial(_worked_out, values), settled[part])
    return settled


def _worked_out(values: Mapping[str, float], match: re.Match[bytes]) -> bytes:
    return match[1] + b"<v>%s</v>" % repr(values[match[2].decode()]).encode()


# ---- what is read


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that was read.

    Attributes:
        name: Such as D5.
        value: A text, a number, a day, a truth value, or ``None``.
        number_format: How a number is shown, as SpreadsheetML writes it.
        is_formula: Whether it is worked out; ``value`` is then the formula.
        merged: The range it is merged into; ``""`` when it stands for itself. All cells of a range have its value.
    """

    name: str
    value: str | float | datetime.date | bool | None
    number_format: str = "General"
    is_formula: bool = False
    merged: str = ""

    @property
    def words(self) -> str:
        """What it says, as a text; a whole number without a point, a day as 2026-06-30."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: its number from 1, its cells by the number of their column, from 1, and whether it is hidden."""

    number: int
    cells: Mapping[int, Cell]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that was read: its name and its rows from the top, those without cells left out."""

    name: str
    rows: list[Row]


def read_sheets(data: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> list[Page]:
    """Return the sheets of a workbook, from the left.

    Args:
        data: The .xlsx.
        file: What messages call it.
        limits: Budgets.

    Raises:
        LedgerError: It is no workbook, or a broken one.
        LimitError: It goes past a budget.
    """
    from openpyxl import load_workbook

    _check(data, file, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what other programs put in and openpyxl does not know
            book = load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as exc:  # whatever stands in its parts
        raise LedgerError([Finding("L102", Place(file), {})]) from exc
    return [_read(page) for page in book.worksheets]


def _check(data: bytes, file: str, limits: Limits) -> None:
    if not data:
        raise LedgerError([Finding("L103", Place(file))])
    what = what_begins(data)
    if what:
        what = "an old .xls or an encrypted file" if what == "an old .doc or an encrypted file" else what
        raise LedgerError([Finding("L101", Place(file), {"what": what})])
    if len(data) > limits.docx_bytes:
        raise LimitError([Finding("L104", Place(file), {"limit": limits.docx_bytes})])
    try:
        parts = read_package(data, file, limits)
    except LimitError as exc:
        raise LimitError([Finding("L105", Place(file))]) from exc
    except DocgenError as exc:
        raise LedgerError([_not_a_package(exc, file)]) from exc
    if "xl/workbook.xml" not in parts:
        raise LedgerError([Finding("L101", Place(file), {"what": _what_package(parts)})])
    for part, xml in parts.items():
        if part.startswith("xl/worksheets/") and len(re.findall(rb"<c[ />]", xml)) > limits.sheet_cells:
            raise LimitError([Finding("L106", Place(file), {"limit": limits.sheet_cells})])


def _not_a_package(exc: DocgenError, file: str) -> Finding:
    finding = exc.findings[0]
    if finding.code in ("T101", "T118"):
        return Finding("L101", Place(file), {"what": finding.args["what"]})
    return Finding("L102", Place(file))


def _what_package(parts: Iterable[str]) -> str:
    return "a Word file" if any(part.startswith("word/") for part in parts) else "something else"


def _read(page: Worksheet) -> Page:
    merged: dict[str, tuple[str, Any]] = {}
    for ranged in page.merged_cells.ranges:
        value = page.cell(ranged.min_row, ranged.min_col).value
        if ranged.size["rows"] * ranged.size["columns"] <= _MOST_MERGED:
            for row in ranged.rows:
                merged.update((f"{letters(column)}{number}", (ranged.coord, value)) for number, column in row)
    rows: dict[int, dict[int, Cell]] = {}
    for (number, column), cell in sorted(page._cells.items()):  # a lone cell far away would make iter_rows endless
        rows.setdefault(number, {})[column] = _cell(cell, merged)
    hidden = {number for number, dimension in page.row_dimensions.items() if dimension.hidden}
    return Page(page.title, [Row(number, cells, number in hidden) for number, cells in rows.items()])


def _cell(cell: Any, merged: Mapping[str, tuple[str, Any]]) -> Cell:
    ranged, value = merged.get(cell.coordinate, ("", cell.value))
    if isinstance(value, datetime.datetime):
        value = value.date()
    elif isinstance(value, datetime.time):
        value = value.isoformat()
    elif value is not None and not isinstance(value, (str, int, float, bool, datetime.date)):
        value = getattr(value, "text", None) or str(value)  # an array formula, rich text
    is_formula = cell.data_type == "f" or (bool(ranged) and isinstance(value, str) and value.startswith("="))
    return Cell(cell.coordinate, value, str(cell.number_format), is_formula, ranged)

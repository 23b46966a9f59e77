"""A workbook written from its description: the same bytes for the same description, since no clock is read and members stand in fixed order.

Text stays text: a cell that begins with ``=``, ``+``, ``-`` or ``@`` is never a formula.

Codes: L109, O486.
"""

from __future__ import annotations

import functools
import io
import math
import re
import tempfile
from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from docgen.errors import FileError, LedgerError, reason_of
from docgen.findings import Finding, Place
from docgen.package import parts_of, write_docx
from docgen.sheets.description import Bars, Column, Formula, Sheet, Styled, Value, letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as WrittenCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CHARACTERS = 32_767  # of one cell
BEGINS_FORMULA = tuple("=+-@")
_DAY = 'yyyy"年"m"月"d"日"'
_FONT = "宋体"
_HEAD_FONT = "黑体"
_TITLE_FONT = "方正小标宋简体"
_MARGIN_IN = 0.6
_A4 = 9  # paper size by its number in SpreadsheetML
_LINE_PT = 14.5  # of one line of text
_ROW_PT = 6.0  # above and below the lines of a row
_MOST_ROW_PT = 409.0  # a row cannot be higher
_WRAPPED = ("head", "open", "text", "centre")
_CHART_HEIGHT_CM = (8.0, 0.9)  # of a chart without bars, and of each bar
_CHART_WIDTH_CM = 24.0
_FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)(?:<v ?/>|<v></v>)')


def write_sheets(sheets: Sequence[Sheet], title: str, creator: str = "") -> bytes:
    """Return a workbook (.xlsx) of some sheets.

    Args:
        sheets: At least one; the first is shown when it is opened.
        title: Title in its properties.
        creator: Organ in its properties.

    Raises:
        LedgerError: A text is longer than a cell can hold.
        FileError: The temporary files that it is made of cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = title, creator
    styles = _styles()
    found: dict[str, dict[str, float]] = {}
    for number, sheet in enumerate(sheets, 1):
        found[f"xl/worksheets/sheet{number}.xml"] = _fill(book.create_sheet(sheet.name), sheet, styles)
    return write_docx(_settled(parts_of(_saved(book)), found))


def _saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    reason = ""
    try:
        book.save(made)
    except OSError as exc:
        reason = reason_of(exc)
    if reason:  # outside of the handler, where openpyxl's archive is let go while it can still be closed
        raise FileError([Finding("O486", Place(tempfile.gettempdir()), {"reason": reason})])
    return made.getvalue()


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
        "label": {"font": font, "alignment": Alignment(horizontal="right", vertical="center")},
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
            if isinstance(styled.value, str) and styled.value.startswith(BEGINS_FORMULA):
                cell._style = copy(cell._style)
                cell.quotePrefix = True
    for at, column in enumerate(sheet.columns, 1):
        dimension = page.column_dimensions[letters(at)]
        dimension.width, dimension.hidden = column.width, column.is_hidden
    for number, row in enumerate(sheet.rows, 1):
        page.row_dimensions[number].height = sheet.heights.get(number) or height_pt(row, sheet.columns)
    for cells in sheet.merged:
        page.merge_cells(cells)
    _dress(page, sheet)
    _lay_out(page, sheet)
    return given


def height_pt(row: Sequence[Styled | None], columns: Sequence[Column]) -> float:
    """Return how high a row must be for its words, a wide character being as wide as two others."""
    most = 1
    for styled, column in zip(row, columns, strict=False):
        if styled is not None and column.is_printed and isinstance(styled.value, str) and styled.style in _WRAPPED:
            per_line = max(column.width - 1, 1)
            lines = styled.value.split("\n")
            most = max(most, sum(max(1, math.ceil(len(line.encode("gbk", "replace")) / per_line)) for line in lines))
    return min(most * _LINE_PT + _ROW_PT, _MOST_ROW_PT)


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
    page.print_area = f"A1:{letters(printed)}{max(len(sheet.rows) + sheet.more, _last_row_of(sheet))}"
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
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

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
    chart.y_axis.crosses = "max"  # at the bottom, as the first row is on top
    chart.y_axis.majorUnit, chart.y_axis.number_format = bars.step, "0"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    chart.legend.position = "b"
    chart.width, chart.height = _CHART_WIDTH_CM, _chart_height_cm(bars)
    page.add_chart(chart, bars.at)


def _settled(parts: Mapping[str, bytes], given: Mapping[str, Mapping[str, float]]) -> dict[str, bytes]:
    """Return the parts of a new workbook without the hour it was made at, and with what its formulas give."""
    settled = dict(parts)
    core = settled["docProps/core.xml"]
    settled["docProps/core.xml"] = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", core)
    for part, values in given.items():
        # a height that is not set for good follows the words when somebody writes more
        settled[part] = settled[part].replace(b' customHeight="1"', b"")
        if values:
            settled[part] = _FORMULA.sub(functools.partial(_worked_out, values), settled[part])
    return settled


def _worked_out(values: Mapping[str, float], match: re.Match[bytes]) -> bytes:
    return match[1] + b"<v>%s</v>" % repr(values[match[2].decode()]).encode()

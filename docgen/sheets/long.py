"""A sheet with more rows than anybody would hold: its head and its dress are those of any sheet, its rows are written one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import IO

from docgen.archive import DEFLATED, write_members
from docgen.marked import ILLEGAL
from docgen.package import parts_of
from docgen.sheets.description import Column, Sheet, Styled, letters
from docgen.sheets.written import BEGINS_FORMULA, MOST_CHARACTERS, height_pt, write_sheets

_PART = "xl/worksheets/sheet1.xml"
_PIECE = 1 << 16
_ROW = re.compile(rb"<row .*?</row>", re.DOTALL)
_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+" s="([0-9]+)"')
_SPACE = re.compile(rb'<dimension ref="[^"]*" ?/>')


def write_long(target: IO[bytes], sheet: Sheet, rows: Iterable[Sequence[Styled]], title: str) -> None:
    """Write a workbook (.xlsx) of one sheet; texts that are longer than a cell can hold are cut.

    Args:
        target: An open file that can be gone back in.
        sheet: The sheet with the rows of its head; its ``more`` says how many follow.
        rows: Those that follow, with numbers and texts alone.
        title: Title in its properties.
    """
    names = ("number", "text", "centre")
    shown = [
        Styled(words, name) for words in ("a", "=") for name in names
    ]  # each style, for plain words and for others
    parts = parts_of(write_sheets([replace(sheet, rows=[*sheet.rows, list(shown)], more=sheet.more - 1)], title))
    last = _ROW.findall(parts[_PART])[-1]
    found = iter(_CELL.findall(last))
    styles = {(name, is_quoted): next(found) for is_quoted in (False, True) for name in names}
    begin, end = parts[_PART].split(last)
    size = f"A1:{letters(len(sheet.columns))}{len(sheet.rows) + sheet.more}"
    begin = _SPACE.sub(b'<dimension ref="%s"/>' % size.encode(), begin)

    def pieces() -> Iterator[bytes]:
        yield begin
        piece = bytearray()
        for number, row in enumerate(rows, len(sheet.rows) + 1):
            piece += _row(number, row, sheet.columns, styles)
            if len(piece) > _PIECE:
                yield bytes(piece)
                piece.clear()
        yield bytes(piece) + end

    members = ((name, pieces() if name == _PART else [data], DEFLATED) for name, data in parts.items())
    write_members(target, members)


def _row(
    number: int, row: Sequence[Styled], columns: Sequence[Column], styles: Mapping[tuple[str, bool], bytes]
) -> bytes:
    cells = b"".join(_cell(f"{letters(at)}{number}", styled, styles) for at, styled in enumerate(row, 1))
    return b'<row r="%d" ht="%g">%s</row>' % (number, height_pt(row, columns), cells)


def _cell(name: str, styled: Styled, styles: Mapping[tuple[str, bool], bytes]) -> bytes:
    value = styled.value
    is_quoted = isinstance(value, str) and value.startswith(BEGINS_FORMULA)
    head = b'<c r="%s" s="%s"' % (name.encode(), styles[styled.style, is_quoted])
    if isinstance(value, int):
        return head + b"><v>%d</v></c>" % value
    if not isinstance(value, str) or not value:
        return head + b"/>"
    words = ILLEGAL.sub("", value)
    words = words if len(words) <= MOST_CHARACTERS else f"{words[: MOST_CHARACTERS - 1]}…"
    return head + b' t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % escape(words, quote=False).encode()

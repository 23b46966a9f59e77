"""Workbooks as a unit hands them back: a ledger or a gap sheet, edited as people edit one."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from docgen.pages.office import find_office


class Returned:
    """A workbook to edit by the heads of its columns."""

    def __init__(self, data: bytes, sheet: str | None = None, head_row: int = 3) -> None:
        """Open a workbook whose heads stand in ``head_row`` of a sheet, the first when left out."""
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.page: Any = self.book[sheet] if sheet else self.book.worksheets[0]
        self.head_row = head_row

    @property
    def heads(self) -> dict[str, int]:
        """The number of each column by its head."""
        row = self.page[self.head_row]
        return {str(cell.value): cell.column for cell in row if cell.value is not None}

    def cell(self, row: int, head: str) -> Any:
        """Return the cell of the nth row below the heads, from 1."""
        return self.page.cell(self.head_row + row, self.heads[head])

    def put(self, row: int, head: str, value: Any) -> Returned:
        """Type a value."""
        self.cell(row, head).value = value
        return self

    def save(self, path: Path) -> Path:
        """Write the workbook."""
        self.book.save(path)
        return path


def through_calc(path: Path, folder: Path, kind: str) -> Path:
    """Return what LibreOffice makes of a workbook: ``xlsx`` saved again, ``pdf``, or ``csv:…`` of a sheet."""
    office = find_office()
    assert office is not None
    folder.mkdir(exist_ok=True)
    profile = (folder / "profile").as_uri()
    command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", kind, "--outdir", folder, path]
    subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=120, env=dict(os.environ))
    return next(p for p in sorted(folder.iterdir()) if p.suffix == f".{kind.partition(':')[0]}")


def has_calc() -> bool:
    """Whether LibreOffice is there with its spreadsheet."""
    office = find_office()
    if office is None:
        return False
    program = Path(office).resolve().parent
    return any((program / name).exists() for name in ("libsclo.so", "libsclo.dylib", "sclo.dll"))


Edit = Callable[[Returned], object]


SMALL = """
    docgen: 1
    year: 2026
    figures: {学校: 36所}
    tasks:
      - text: 划清车位，理顺路。  # 第一件
        measures:
          - text: 施划车位。高峰专用   # 甲
            lead_unit: 县公安局
            deadline: 5月底前
          - {text: 补齐护学岗。【学校】学校逐校定人, lead_unit: [县教育局, 县公安局], deadline: 9月1日前, person_in_charge: 甲某}
          - text: 常态巡查
            lead_unit: 县公安局
            support_units: [县教育局]
            deadline: {say: 每月底, repeat: 每月}
      - text: 修好路。
        lead_unit: 县住建局
        deadline: 年底前
        measures: [修补路面, '=1+1', 铺设盲道]
    speech: {title: 标题, date: 2026年4月9日}
    notice:
      issuing_authority: 县政府办公室
      subject: 开展行动
      date_of_issue: 2026年4月10日
      attachments: [{title: 护学路行动任务分工表, table: measures}]
"""

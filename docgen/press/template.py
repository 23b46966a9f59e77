"""A Word template: opened once, filled many times."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from docgen.errors import FileError, TemplateMissingError
from docgen.files import read_file
from docgen.limits import DEFAULT_LIMITS, Limits
from docgen.package import read_docx
from docgen.press.legacy import render
from docgen.press.values import check_data

TemplateSource = str | os.PathLike[str] | bytes | BinaryIO


class Template:
    """A Word file with tags.

    Args:
        source: Path of the file, its bytes, or an open binary file.
        limits: Budgets for opening it.

    Raises:
        TemplateMissingError: There is no such file.
        TemplateError: It is no usable Word file.
        FileError: It cannot be read.
        LimitError: It goes past a budget.
    """

    def __init__(self, source: TemplateSource, *, limits: Limits = DEFAULT_LIMITS) -> None:
        """Open the template and check its package."""
        self.name, self._data = _read(source, limits)
        read_docx(self._data, self.name, limits)

    def render(self, data: Mapping[str, Any], *, core: Mapping[str, str] | None = None) -> bytes:
        """Return the filled document.

        Args:
            data: What the tags name: text, numbers, lists, mappings.
            core: Title, creator and ISO date for the document's core properties; the template's own when left out.

        Returns:
            The .docx; the same template and data give the same bytes.

        Raises:
            TemplateError: A tag is wrong.
            RenderError: A tag names something that ``data`` does not have, or its value does not fit.
        """
        check_data(data)
        return render(self._data, self.name, data, core)


def _read(source: TemplateSource, limits: Limits) -> tuple[str, bytes]:
    if isinstance(source, bytes):
        return "template", source
    if not isinstance(source, (str, os.PathLike)):
        return str(getattr(source, "name", "template")), source.read(limits.docx_bytes + 1)
    try:
        return os.fspath(source), read_file(Path(source), limits.docx_bytes)
    except FileError as exc:
        if exc.findings[0].code == "O101":
            raise TemplateMissingError(exc.findings) from exc
        raise

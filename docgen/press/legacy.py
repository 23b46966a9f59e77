"""A template handed to docxtpl itself: for what docxtpl does and our press refuses. No sandbox, no places, no limits."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from docgen.package import parts_of, write_docx


def render(source: bytes, data: Mapping[str, Any], own: Environment | None = None) -> bytes:
    """Return the document that docxtpl makes, its members in fixed order."""
    import docxtpl

    template = docxtpl.DocxTemplate(io.BytesIO(source))
    template.render(dict(data), own, autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return write_docx(parts_of(buffer.getvalue()))

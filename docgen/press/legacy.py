"""A template handed to docxtpl itself: for what docxtpl does and our press refuses. No sandbox, no places, no limits."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jinja2 import Environment

from docgen.errors import RenderError
from docgen.findings import Finding, Place
from docgen.package import parts_of, write_docx


def render(source: bytes, data: Mapping[str, Any], own: Environment | None = None) -> bytes:
    """Return the document that docxtpl makes, its members in fixed order.

    Raises:
        RenderError: docxtpl fails.
    """
    buffer = io.BytesIO()
    template = _opened(source)
    with _told():
        template.render(dict(data), own, autoescape=True)
        template.save(buffer)
    return write_docx(parts_of(buffer.getvalue()))


def names(source: bytes, own: Environment | None = None) -> frozenset[str]:
    """Return the names that docxtpl finds in a template.

    Raises:
        RenderError: docxtpl fails.
    """
    template = _opened(source)
    with _told():
        return frozenset(template.get_undeclared_template_variables(own))


def _opened(source: bytes) -> Any:
    import docxtpl

    return docxtpl.DocxTemplate(io.BytesIO(source))


@contextmanager
def _told() -> Iterator[None]:
    """Let what docxtpl raises, be it what it may, be an error of ours."""
    try:
        yield
    except Exception as exc:
        raise RenderError([Finding("T267", Place(), {"type": type(exc).__name__, "detail": str(exc)})]) from exc

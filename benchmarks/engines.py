"""The engines in their modes, and the check that every document must pass before its time counts.

Each engine is imported when it is asked for, so that a process with one of them holds nothing of the other.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from workloads import Workload

Fill = Callable[[dict[str, Any]], bytes]
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/header1.xml", "word/document.xml", "word/footer1.xml")


class WrongDocumentError(Exception):
    """An engine printed something else than the data say."""


def docgen_warm(path: str) -> Fill:
    """Return docgen with its template open."""
    from docgen.press.template import Template

    return Template(path).render


def docgen_anew(path: str) -> Fill:
    """Return docgen opening the file for every document; it knows the template again."""
    from docgen.press.template import Template

    return lambda data: Template(path).render(data)


def docgen_first(path: str) -> Fill:
    """Return docgen compiling the template for every document, as if it had never been seen."""
    from docgen.press import template

    def fill(data: dict[str, Any]) -> bytes:
        template._cache.clear()
        return template.Template(path).render(data)

    return fill


def docxtpl_anew(path: str) -> Fill:
    """Return docxtpl, which wants a new template for every document."""
    from docxtpl import DocxTemplate

    def fill(data: dict[str, Any]) -> bytes:
        made = BytesIO()
        template = DocxTemplate(path)
        template.render(data, autoescape=True)
        template.save(made)
        return made.getvalue()

    return fill


OTHER = "docxtpl"
OURS = ("warm", "anew", "first")
ENGINES: dict[str, Callable[[str], Fill]] = {
    "warm": docgen_warm,
    "anew": docgen_anew,
    "first": docgen_first,
    OTHER: docxtpl_anew,
}


def check(document: bytes, workload: Workload, engine: str) -> int:
    """Return how many paragraphs a document has, every one with the text it must have.

    Raises:
        WrongDocumentError: One has another text, or there are more or fewer.
    """
    found = _texts(document)
    for number, (is_, must) in enumerate(zip(found, workload.expected, strict=False), 1):
        if is_ != must:
            msg = f"{workload.name}, {engine}: paragraph {number} is {is_!r}, not {must!r}"
            raise WrongDocumentError(msg)
    if len(found) != len(workload.expected):
        msg = f"{workload.name}, {engine}: {len(found)} paragraphs, not {len(workload.expected)}"
        raise WrongDocumentError(msg)
    return len(found)


def _texts(document: bytes) -> list[str]:
    """Return the text of every paragraph, read from the XML alone."""
    from lxml import etree

    with zipfile.ZipFile(BytesIO(document)) as archive:
        names = [name for name in _PARTS if name in archive.namelist()]
        roots = [etree.fromstring(archive.read(name)) for name in names]
    return ["".join(t.text or "" for t in p.iter(f"{_W}t")) for root in roots for p in root.iter(f"{_W}p")]

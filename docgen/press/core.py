"""The core properties of a document: its own title, organ and date."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from typing import Any

from lxml import etree

from docgen.errors import UseError, misused
from docgen.findings import Finding, Place, nearest
from docgen.press.word import ILLEGAL, PARSER

CORE = "docProps/core.xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CoreValue = str | datetime.date  # a point in time is a date, too
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EMPTY = f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="{_TERMS}" xmlns:xsi="{_XSI}"/>'.encode()
_LONGEST = 255  # characters, as Word allows
_KNOWN: Mapping[str, tuple[tuple[type, ...], str]] = {
    "title": ((str,), "a text"),
    "creator": ((str,), "a text"),
    "date": ((str, datetime.date), "a date or a text such as 2026-04-09"),
}


def checked_core(core: object) -> dict[str, str]:
    """Return core properties as texts, the date as the part writes it.

    Args:
        core: ``title`` and ``creator``, texts, and ``date``, a date, a point in time or an ISO text.

    Raises:
        UseError: It is something else, or has other entries.
    """
    if not isinstance(core, Mapping):
        raise misused("core", "a mapping of title, creator and date", core)
    for name, value in core.items():
        if name not in _KNOWN:
            args = {"name": name, "near": nearest(str(name), _KNOWN), "known": ", ".join(_KNOWN)}
            raise UseError([Finding("O440", Place(), args)])
        kinds, wanted = _KNOWN[name]
        if not isinstance(value, kinds):
            raise misused(" ".join(("core", name)), wanted, value)
    return {name: _moment(value) if name == "date" else value for name, value in core.items()}


def _moment(value: Any) -> str:
    """Return a date as the part writes it; ``''`` for none.

    Raises:
        UseError: A text is no date.
    """
    if isinstance(value, str):
        if not value:
            return ""
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError:
            raise UseError([Finding("O441", Place(), {"value": value})]) from None
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime.combine(value, datetime.time())
    if value.tzinfo is not None:
        try:
            value = value.astimezone(datetime.UTC).replace(tzinfo=None)
        except OverflowError:  # the first or the last day that there is
            raise UseError([Finding("O441", Place(), {"value": str(value)})]) from None
    return f"{value.isoformat(timespec='seconds')}Z"


def core_part(template: bytes | None, core: Mapping[str, str]) -> bytes:
    """Return the part with the document's title, creator and date.

    Args:
        template: The template's part, or ``None``.
        core: What `checked_core` returned.
    """
    return _core_part(template, tuple(core.items()))


@functools.lru_cache(maxsize=16)  # many documents of one matter have the same
def _core_part(template: bytes | None, entries: tuple[tuple[str, str], ...]) -> bytes:
    core = dict(entries)
    root = etree.fromstring(template or _EMPTY, PARSER)
    _set(root, f"{{{_DC}}}title", core.get("title", ""))
    _set(root, f"{{{_DC}}}creator", core.get("creator", ""))
    _set(root, f"{{{_CP}}}lastModifiedBy", core.get("creator", ""))
    date = core.get("date")
    if date:
        for name in ("created", "modified"):
            _set(root, f"{{{_TERMS}}}{name}", date).set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set(root: etree._Element, name: str, words: str) -> etree._Element:
    element = root.find(name)
    if element is None:
        element = etree.SubElement(root, name)
    element.text = ILLEGAL.sub("", words)[:_LONGEST]
    return element

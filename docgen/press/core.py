"""The core properties of a document: its own title, organ and date."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from docgen.press.word import ILLEGAL, PARSER

CORE = "docProps/core.xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EMPTY = f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="{_TERMS}" xmlns:xsi="{_XSI}"/>'.encode()
_LONGEST = 255  # characters, as Word allows


def core_part(template: bytes | None, core: Mapping[str, str]) -> bytes:
    """Return the part with the document's title, creator and date.

    Args:
        template: The template's part, or ``None``.
        core: ``title``, ``creator`` and ISO ``date``.
    """
    root = etree.fromstring(template or _EMPTY, PARSER)
    _set(root, f"{{{_DC}}}title", core.get("title", ""))
    _set(root, f"{{{_DC}}}creator", core.get("creator", ""))
    _set(root, f"{{{_CP}}}lastModifiedBy", core.get("creator", ""))
    date = core.get("date")
    if date:
        for name in ("created", "modified"):
            element = _set(root, f"{{{_TERMS}}}{name}", f"{date[:10]}T{date[11:19] or '00:00:00'}Z")
            element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set(root: etree._Element, name: str, words: str) -> etree._Element:
    element = root.find(name)
    if element is None:
        element = etree.SubElement(root, name)
    element.text = ILLEGAL.sub("", words)[:_LONGEST]
    return element

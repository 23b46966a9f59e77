"""Runs of a rendered part put in order: gaps highlighted in the format of their run, empty runs dropped."""

from __future__ import annotations

import copy
import re

from lxml import etree

from docgen.marked import CLOSE, OPEN
from docgen.press.layout import MARK, apply, drop_empty_end

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GAP = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
# CT_RPr is a sequence in Word's own writing order; highlight stands behind these.
_BEHIND_HIGHLIGHT = frozenset(
    [
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
        "eastAsianLayout",
        "specVanish",
        "oMath",
        "rPrChange",
    ]
)


def tidy(xml: bytes) -> bytes:
    """Return a part with what our own tags set, every marked gap in a highlighted run, and without runs that a tag left empty."""
    root = etree.fromstring(xml, _PARSER)
    if MARK in xml:
        apply(root)
    drop_empty_end(root)
    for cell in root.iter(f"{{{_W}}}tc"):
        if cell.find(f"{{{_W}}}p") is None:  # each cell ends in a paragraph, whatever a tag took away
            cell.append(etree.Element(f"{{{_W}}}p"))
    for text in [t for t in root.iter(f"{{{_W}}}t") if not t.text]:
        _remove(text)
    for run in list(root.iter(f"{{{_W}}}r")):
        if _is_empty(run):
            _remove(run)
        elif any(OPEN in (t.text or "") for t in run.iter(f"{{{_W}}}t")):
            _split(run)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_empty(run: etree._Element) -> bool:
    return all(child.tag == f"{{{_W}}}rPr" for child in run)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _split(run: etree._Element) -> None:
    """Replace a run by one run a stretch of its text; everything that is no text stays where it was."""
    parent = run.getparent()
    if parent is None:
        return
    at = parent.index(run)
    properties = run.find(f"{{{_W}}}rPr")
    pieces: list[etree._Element] = []
    for child in run:
        if child is properties:
            continue
        if child.tag != f"{{{_W}}}t":
            pieces.append(_piece(properties, child, highlighted=False))
            continue
        for index, words in enumerate(_GAP.split(child.text or "")):
            if words:
                text = etree.Element(f"{{{_W}}}t", {_SPACE: "preserve"})
                text.text = words
                pieces.append(_piece(properties, text, highlighted=index % 2 == 1))
    parent[at : at + 1] = pieces


def _piece(properties: etree._Element | None, content: etree._Element, *, highlighted: bool) -> etree._Element:
    run = etree.Element(f"{{{_W}}}r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    if highlighted:
        _highlight(run)
    run.append(content)
    return run


def _highlight(run: etree._Element) -> None:
    properties = run.find(f"{{{_W}}}rPr")
    if properties is None:
        properties = etree.SubElement(run, f"{{{_W}}}rPr")
    for old in properties.findall(f"{{{_W}}}highlight"):
        properties.remove(old)
    names = [etree.QName(child).localname for child in properties]
    place = next((i for i, name in enumerate(names) if name in _BEHIND_HIGHLIGHT), len(names))
    properties.insert(place, etree.Element(f"{{{_W}}}highlight", {f"{{{_W}}}val": "yellow"}))

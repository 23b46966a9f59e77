"""Good documents with one fault each, for the rules of format."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from helpers import ROOT
from lxml import etree

import docgen
from docgen.package import parts_of, write_docx
from docgen.pages.document import read_document
from docgen.rules.inspect import faults, sheet_of
from docgen.rules.wanted import STANDARD, Wanted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Edit = Callable[[etree._Element], object]


@functools.cache
def good(name: str) -> bytes:
    """Return a document of a sample by ``sample-kind``, such as ``large-notice``."""
    sample, _, kind = name.partition("-")
    return docgen.build(docgen.load_plan(ROOT / "samples" / f"{sample}.yaml"), kind).data


def edited(data: bytes, edit: Edit, part: str = "word/document.xml") -> bytes:
    """Return a document with one part changed; ``edit`` is handed the root of the part."""
    parts = parts_of(data)
    root = etree.fromstring(parts[part])
    edit(root)
    return write_docx({**parts, part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def codes(data: bytes, wanted: Wanted = STANDARD, *, only: Iterable[str] | None = None) -> set[str]:
    """Return the codes of all faults of a document."""
    found = {finding.code for finding in faults(sheet_of(read_document(data, "document"), wanted))}
    return found if only is None else found & set(only)


def paragraph_with(root: etree._Element, words: str) -> etree._Element:
    """Return the first paragraph that holds these words."""
    return next(p for p in root.iter(f"{W}p") if words in "".join(str(t.text or "") for t in p.iter(f"{W}t")))


def says(words: str, other: str) -> Edit:
    """Exchange words wherever a text holds them."""

    def edit(root: etree._Element) -> None:
        texts = [t for t in root.iter(f"{W}t") if words in (t.text or "")]
        assert texts, words
        for text in texts:
            text.text = (text.text or "").replace(words, other)

    return edit


def centred(root: etree._Element) -> None:
    """Put every line of a part in the middle."""
    for paragraph in root.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        for old in properties.findall(f"{W}jc"):
            properties.remove(old)
        etree.SubElement(properties, f"{W}jc", {f"{W}val": "center"})


@dataclass(frozen=True)
class Mutant:
    """One fault planted in a good document: the rule that must tell it, alone."""

    name: str
    code: str
    base: str
    edit: Edit
    part: str = "word/document.xml"

    def made(self) -> bytes:
        """Return the document with the fault."""
        return edited(good(self.base), self.edit, self.part)

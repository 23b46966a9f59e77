"""Parts of Word files as trees, and their faults against the transitional schemas of ISO/IEC 29500."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest
from helpers import ROOT
from lxml import etree

from docgen.package import read_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SCHEMAS = Path(os.environ.get("OOXML_XSD", ROOT.parent / "shared" / "ooxml-xsd"))
_COVERED = (
    "document",
    "styles",
    "settings",
    "footer",
    "header",
    "fontTable",
    "numbering",
    "footnotes",
    "endnotes",
    "comments",
)
_XML_XSD = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<xs:attribute name="space"><xs:simpleType><xs:restriction base="xs:NCName"><xs:enumeration value="default"/>
<xs:enumeration value="preserve"/></xs:restriction></xs:simpleType></xs:attribute>
<xs:attribute name="lang" type="xs:language"/></xs:schema>"""


class _Resolver(etree.Resolver):
    """Finds the schemas in their folder, and the one they leave out: that of the xml: attributes."""

    def resolve(self, url: str, public_id: str, context: object) -> object:
        name = url.rpartition("/")[2]
        text = _XML_XSD if name == "xml.xsd" else _text(name)
        return self.resolve_string(text, context, base_url=name)  # type: ignore[attr-defined]


def _text(name: str) -> bytes:
    bare = b'namespace="http://www.w3.org/XML/1998/namespace"/>'
    return (SCHEMAS / name).read_bytes().replace(bare, bare[:-2] + b' schemaLocation="xml.xsd"/>')


@functools.cache
def schema() -> etree.XMLSchema:
    """Return the WordprocessingML schema; skip where it is not at hand."""
    if not (SCHEMAS / "wml.xsd").is_file():
        pytest.skip("the OOXML schemas are not beside the checkout")
    parser = etree.XMLParser()
    parser.resolvers.add(_Resolver())
    return etree.XMLSchema(etree.fromstring(_text("wml.xsd"), parser, base_url="wml.xsd"))


def part(data: bytes, name: str) -> etree._Element:
    """Return the root of a part."""
    return etree.fromstring(read_docx(data, "document")[name])


_MCE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_KNOWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"


def _resolved(root: etree._Element) -> etree._Element:
    """Return a part as the schemas can judge it: each alternative's choice in its place, what a text box holds behind the rest.

    The schemas do not know Word's own shapes (``wps``); a drawing that they know stands in for one.
    """
    for alternative in list(root.iter(f"{_MCE}AlternateContent")):
        choice, parent = alternative.find(f"{_MCE}Choice"), alternative.getparent()
        assert choice is not None
        assert parent is not None
        for shape in list(choice.iter(f"{_WPS}wsp")):
            for content in shape.iter(f"{W}txbxContent"):
                page = root.find(f"{W}body")
                page = root if page is None else page
                last = len(page) - (page.find(f"{W}sectPr") is not None)
                page[last:last] = list(content)
            holder = shape.getparent()
            assert holder is not None
            holder.replace(shape, etree.Element(_KNOWN))
        for child in list(choice):
            alternative.addprevious(child)
        parent.remove(alternative)
    _forget_ignorable(root)
    return root


def _forget_ignorable(root: etree._Element) -> None:
    """Take out what a part says that programs may ignore."""
    prefixes = str(root.attrib.pop(f"{_MCE}Ignorable", "")).split()
    spaces = {root.nsmap[prefix] for prefix in prefixes}
    for element in [e for e in root.iter(etree.Element) if etree.QName(e).namespace in spaces]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in root.iter(etree.Element):
        for name in [n for n in element.attrib if etree.QName(str(n)).namespace in spaces]:
            del element.attrib[name]


def faults(data: bytes) -> list[str]:
    """Return what the schemas say against any part they cover."""
    found = []
    for name, xml in read_docx(data, "document").items():
        if name.startswith("word/") and name.endswith(".xml") and Path(name).name.startswith(_COVERED):
            check = schema()
            if not check.validate(_resolved(etree.fromstring(xml))):
                found += [f"{name}: {error.line}: {error.message}" for error in check.error_log]
    return found

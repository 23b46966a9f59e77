"""Word files written by hand, part by part, for what no library of ours would write."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.package import write_docx
from docgen.pages.document import read_document
from docgen.pages.facts import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = {
    "styles": (f"{_TYPE}.styles+xml", "styles"),
    "numbering": (f"{_TYPE}.numbering+xml", "numbering"),
    "settings": (f"{_TYPE}.settings+xml", "settings"),
    "footnotes": (f"{_TYPE}.footnotes+xml", "footnotes"),
    "theme": ("application/vnd.openxmlformats-officedocument.theme+xml", "theme"),
    "footer1": (f"{_TYPE}.footer+xml", "footer"),
    "footer2": (f"{_TYPE}.footer+xml", "footer"),
    "header1": (f"{_TYPE}.header+xml", "header"),
}


def raw(body: str, parts: Mapping[str, str] = {}) -> bytes:
    """Return a Word file of this body and these parts (``styles``, ``numbering``, ``footer1`` …), each related by its name."""
    overrides = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{_KINDS[n][0]}"/>' for n in parts)
    related = "".join(f'<Relationship Id="{n}" Type="{R}/{_KINDS[n][1]}" Target="{n}.xml"/>' for n in parts)
    package = "http://schemas.openxmlformats.org/package/2006"
    made = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{related}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
    }
    roots = {"styles": "styles", "numbering": "numbering", "settings": "settings", "footnotes": "footnotes"}
    for name, inner in parts.items():
        root = roots.get(name, "ftr" if name.startswith("footer") else "hdr")
        made[f"word/{name}.xml"] = inner if name == "theme" else f'<w:{root} xmlns:w="{W}">{inner}</w:{root}>'
    return write_docx({name: text.encode() for name, text in made.items()})


def p(text: str, properties: str = "", run: str = "") -> str:
    """Return a paragraph of one run."""
    head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:p>{head}<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def facts(body: str, parts: Mapping[str, str] = {}) -> Document:
    """Return the facts of a Word file of this body and these parts."""
    return read_document(raw(body, parts), "raw")

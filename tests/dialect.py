"""Templates written as lines and documents drawn as lines, filled by docxtpl and by our press.

A line is a paragraph: ``[Style]`` before it, ``‹b:words›`` for words in a format of their own, ``¦`` where a run ends and one of
the same format begins. A row is ``| cell | cell |``, ``¶`` parts the paragraphs of a cell. Documents are drawn the same way, with
equal neighbouring runs joined and empty ones dropped.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree
from ooxml import W, faults

from docgen.package import read_docx, write_docx
from docgen.press.template import Template
from docgen.relations import relations

Data = Mapping[str, Any] | Callable[[DocxTemplate], Mapping[str, Any]]

_SPACES = {
    "w": W.strip("{}"),
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
_R, _A, _WP = (f"{{{_SPACES[prefix]}}}" for prefix in ("r", "a", "wp"))
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_KINDS = {  # of parts: name, content type
    "header": ("word/header1.xml", f"{_TYPE}header+xml"),
    "footer": ("word/footer1.xml", f"{_TYPE}footer+xml"),
    "footnotes": ("word/footnotes.xml", f"{_TYPE}footnotes+xml"),
    "endnotes": ("word/endnotes.xml", f"{_TYPE}endnotes+xml"),
    "comments": ("word/comments.xml", f"{_TYPE}comments+xml"),
    "styles": ("word/styles.xml", f"{_TYPE}styles+xml"),
}
_ROOTS = {"header": "hdr", "footer": "ftr"}
_CORE = "docProps/core.xml"
_CUSTOM = "docProps/custom.xml"
STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
    for kind, name in (("paragraph", "Lead"), ("paragraph", "Body"), ("character", "Strong"))
)


# --- templates


def paragraph(line: str, between: str = "") -> str:
    """Return the XML of a line; ``between`` stands wherever a run ends at ``¦``."""
    style, words = re.fullmatch(r"(?:\[(\w+)\])?(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
    made = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    for form, marked, plain in re.findall(r"‹([\w=,]+):([^›]*)›|([^‹]+)", words):
        runs = [_run(piece, form.split(",") if form else []) for piece in (marked or plain).split("¦")]
        made += between.join(runs)
    return f"<w:p>{made}</w:p>"


def _run(words: str, form: list[str]) -> str:
    group = "".join(f'<w:{n} w:val="{v}"/>' if v else f"<w:{n}/>" for n, _, v in (f.partition("=") for f in form))
    pieces = re.split(r"([\n\t])", words)
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    inner = "".join(signs.get(p) or f'<w:t xml:space="preserve">{escape(p)}</w:t>' for p in pieces if p)
    return f"<w:r>{f'<w:rPr>{group}</w:rPr>' if group else ''}{inner}</w:r>"


def table(*rows: str, columns: int = 0) -> str:
    """Return the XML of a table: ``| cell | cell |`` a row, 1000 twips a column."""
    cells = [row.removeprefix("| ").removesuffix(" |").split(" | ") for row in rows]
    count = columns or max(map(len, cells))
    inner = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in cells)
    width = f'<w:tblPr><w:tblW w:w="{1000 * count}" w:type="dxa"/></w:tblPr>'
    grid = '<w:gridCol w:w="1000"/>' * count
    return f"<w:tbl>{width}<w:tblGrid>{grid}</w:tblGrid>{inner}</w:tbl>"


def cell(words: str, properties: str = '<w:tcW w:w="1000" w:type="dxa"/>') -> str:
    """Return the XML of a cell."""
    blocks = "".join(map(paragraph, words.strip().split("¶")))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def _blocks(lines: tuple[str, ...]) -> str:
    return "".join(line if line.startswith("<w:") else paragraph(line) for line in lines)


def word(*lines: str, core: str = "", custom: str = "", **parts: str) -> bytes:
    """Return a Word file: lines, or XML of blocks, and what else it has: ``header``, ``footnotes`` …, ``core`` as inner XML."""
    types, links, sections = "", "", ""
    members: dict[str, str] = {}
    for number, (kind, words) in enumerate({**parts, "styles": STYLES}.items(), 1):
        name, content = _KINDS[kind]
        types += f'<Override PartName="/{name}" ContentType="{content}"/>'
        links += _link(number, f"officeDocument/2006/relationships/{kind}", name.removeprefix("word/"))
        root = _ROOTS.get(kind, kind)
        members[name] = f"<w:{root} {_DECLARED}>{_story(kind, words)}</w:{root}>"
        if kind in _ROOTS:
            sections += f'<w:{kind}Reference w:type="default" r:id="rId{number}"/>'
    body = _blocks(lines) + f"<w:sectPr>{sections}</w:sectPr>"
    members["word/document.xml"] = f"<w:document {_DECLARED}><w:body>{body}</w:body></w:document>"
    types += f'<Override PartName="/word/document.xml" ContentType="{_TYPE}document.main+xml"/>'
    roots = _link(1, "officeDocument/2006/relationships/officeDocument", "word/document.xml")
    if core:
        types += (
            f'<Override PartName="/{_CORE}" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        )
        roots += _link(2, "package/2006/relationships/metadata/core-properties", _CORE)
        names = f'xmlns:cp="{_PACKAGE}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        members[_CORE] = f"<cp:coreProperties {names}>{core}</cp:coreProperties>"
    if custom:
        types += f'<Override PartName="/{_CUSTOM}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
        roots += _link(3, "officeDocument/2006/relationships/custom-properties", _CUSTOM)
        office = "http://schemas.openxmlformats.org/officeDocument/2006/"
        names = f'xmlns="{office}custom-properties" xmlns:vt="{office}docPropsVTypes"'
        members[_CUSTOM] = f"<Properties {names}>{custom}</Properties>"
    plain = "".join(
        f'<Default Extension="{e}" ContentType="application/{t}"/>'
        for e, t in (("xml", "xml"), ("rels", "vnd.openxmlformats-package.relationships+xml"))
    )
    members["[Content_Types].xml"] = f'<Types xmlns="{_PACKAGE}content-types">{plain}{types}</Types>'
    for name, made in (("_rels/.rels", roots), ("word/_rels/document.xml.rels", links)):
        members[name] = f'<Relationships xmlns="{_PACKAGE}relationships">{made}</Relationships>'
    return write_docx({name: text.encode() for name, text in members.items()})


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/{kind}" Target="{target}"/>'


def _story(kind: str, words: str) -> str:
    if kind == "styles":
        return words
    inner = _blocks((words,))
    note = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}.get(kind)
    if note is None:
        return inner
    author = ' w:author="a"' if note == "comment" else ""
    return f'<w:{note} w:id="2"{author}>{inner}</w:{note}>'


def picture(red: int = 255) -> io.BytesIO:
    """Return a PNG of one point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes([0, red, 0, 0])))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b""))


# --- the two presses


def theirs(template: bytes, data: Data, env: Environment | None = None, *, autoescape: bool = True) -> bytes:
    """Return what docxtpl makes of a template."""
    tpl = DocxTemplate(io.BytesIO(template))
    tpl.init_docx()
    tpl.render(dict(data(tpl) if callable(data) else data), env, autoescape=autoescape)
    made = io.BytesIO()
    tpl.docx.save(made)
    return made.getvalue()


def ours(template: bytes, data: Data, env: Environment | None = None) -> bytes:
    """Return what our press makes of a template, sound by the schemas; of a file that docxtpl prepared when data come from it."""
    if callable(data):
        tpl = DocxTemplate(io.BytesIO(template))
        tpl.init_docx()
        data = data(tpl)
        prepared = io.BytesIO()
        tpl.docx.save(prepared)
        template = prepared.getvalue()
    made = Template(template, jinja_env=env).render(data, undefined="blank")
    assert faults(made) == []
    return made


def alike(template: bytes, data: Data, env: Environment | None = None) -> list[str]:
    """Return the drawing of what both presses make of a template, the same for every part that holds text."""
    made, model = ours(template, data, env), theirs(template, data, env)
    stories = [name for kind, (name, _) in _KINDS.items() if kind in ("header", "footer", "footnotes")]
    members = read_docx(model, "model")
    for name in ["word/document.xml", *(name for name in stories if name in members)]:
        assert drawn(made, name) == drawn(model, name), name
    return drawn(made)


# --- documents as lines


def drawn(document: bytes, member: str = "word/document.xml") -> list[str]:
    """Return a part of a document as lines."""
    parts = read_docx(document, "drawn")
    targets = {r.id: _target(parts, r.target, external=r.external) for r in relations(parts, member)}
    return list(_Sheet(targets).lines(etree.fromstring(parts[member])))


def _target(parts: Mapping[str, bytes], target: str, *, external: bool) -> str:
    return target if external else hashlib.sha256(parts[target]).hexdigest()[:8]


class _Sheet:
    """Draws; knows what the relations of its part lead to."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self.targets = targets

    def lines(self, parent: etree._Element) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{W}p":
                yield self.line(child)
            elif child.tag == f"{W}tbl":
                yield f"table {' '.join(str(c.get(f'{W}w')) for c in child.iterfind(f'{W}tblGrid/{W}gridCol'))}"
                yield from (self.row(row) for row in child.iterchildren(f"{W}tr"))
            elif child.tag not in (f"{W}sectPr", f"{W}tcPr"):
                yield from self.lines(child)

    def row(self, row: etree._Element) -> str:
        cells = [
            f"{_cell_form(c.find(f'{W}tcPr'))}{'¶'.join(self.lines(c))}".strip() for c in row.iterchildren(f"{W}tc")
        ]
        return "|".join(["", *(f" {c} " if c else " " for c in cells), ""])

    def line(self, paragraph: etree._Element) -> str:
        form = _form(paragraph.find(f"{W}pPr"))
        joined: list[list[str]] = []
        for look, words in self.runs(paragraph, ""):
            if words and joined and joined[-1][0] == look:
                joined[-1][1] += words
            elif words:
                joined.append([look, words])
        text = "".join(f"‹{look}:{words}›" if look else words for look, words in joined)
        return f"[{form.removeprefix('pStyle=')}]{text}" if form else text

    def runs(self, parent: etree._Element, link: str) -> Iterator[tuple[str, str]]:
        for child in parent:
            if child.tag == f"{W}r":
                yield ",".join(filter(None, [link, _form(child.find(f"{W}rPr"))])), "".join(self.words(child))
            elif child.tag == f"{W}hyperlink":
                target = self.targets.get(child.get(f"{_R}id", ""), child.get(f"{W}anchor", ""))
                yield from self.runs(child, f"link={target}")
            elif isinstance(child.tag, str) and child.tag != f"{W}pPr":
                yield from self.runs(child, link)

    def words(self, run: etree._Element) -> Iterator[str]:
        for child in run:
            name = etree.QName(child).localname
            if name in ("t", "instrText"):
                yield child.text or ""
            elif name == "br":
                yield "\f" if child.get(f"{W}type") == "page" else "\n"
            elif name == "tab":
                yield "\t"
            elif name == "drawing" and child.find(f".//{_A}blip") is not None:
                yield self.image(child)
            elif name != "rPr":
                boxes = [" ¶ ".join(self.lines(box)) for box in child.iter(f"{W}txbxContent")]
                yield f"⟦{name}{''.join(f' {box}' for box in boxes)}⟧"

    def image(self, drawing: etree._Element) -> str:
        blip = next(drawing.iter(f"{_A}blip"))
        size = next(drawing.iter(f"{_WP}extent"))
        links = "".join(f" {self.targets[str(c.get(f'{_R}id'))]}" for c in drawing.iter(f"{_A}hlinkClick"))
        target = self.targets.get(blip.get(f"{_R}embed", ""), "lost")
        return f"⟦picture {target} {size.get('cx')}x{size.get('cy')}{links}⟧"


def _form(group: etree._Element | None) -> str:
    """Return a group of properties as words, in no order of its own."""
    return "" if group is None else ",".join(sorted(map(_property, group)))


def _property(element: etree._Element) -> str:
    name = etree.QName(element).localname
    attributes = {etree.QName(str(k)).localname: str(v) for k, v in element.attrib.items()}
    if name == "shd":  # docxtpl leaves out what the schema wants; this is what it means
        attributes = {"val": "clear", "color": "auto", **attributes}
    value = attributes.pop("val", "")
    rest = " ".join(f"{k}={v}" for k, v in sorted(attributes.items()))
    inner = _form(element)
    return f"{name}{f'={value}' if value else ''}{f' {rest}' if rest else ''}{f'({inner})' if inner else ''}"


def _cell_form(group: etree._Element | None) -> str:
    words = [] if group is None else [_property(child) for child in group if child.tag != f"{W}tcW"]
    return f"[{','.join(sorted(words))}] " if words else ""

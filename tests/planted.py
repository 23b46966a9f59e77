"""A plain document, what plants something in it, and what the rules of soundness say of it."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable
from functools import cache

import docx
from docx.shared import Mm

from docgen.package import open_docx, parts_of, write_docx
from docgen.pages.elements import Elements
from docgen.pages.facts import Document
from docgen.rules.rule import Sheet, Verdict
from docgen.rules.soundness import RULES
from docgen.rules.wanted import STANDARD

Parts = dict[str, bytes]
MAIN = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
STYLES = "word/styles.xml"
TYPES = "[Content_Types].xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = f'xmlns:w="{W[1:-1]}"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(data: bytes) -> Sheet:
    package = open_docx(data, "x.docx")
    return Sheet(Document("x.docx", package, [], [], [], [], [], False, {}), Elements(), STANDARD)


def judged(data: bytes) -> dict[str, list[Verdict]]:
    handed = sheet(data)
    return {rule.code: list(rule.judge(handed)) for rule in RULES}


def faults(data: bytes) -> list[tuple[str, Verdict]]:
    return [(code, verdict) for code, verdicts in judged(data).items() for verdict in verdicts if not verdict.ok]


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


@cache
def plain() -> bytes:
    """Return a document of python-docx with headings, a list, two pictures, a table, a header and a page field."""
    document = docx.Document()
    document.add_heading("标题", 1)
    document.add_paragraph("第一段")
    document.add_paragraph("条目", style="List Bullet")
    table = document.add_table(3, 3)
    table.style = "Table Grid"
    for row in table.rows:
        for cell in row.cells:
            cell.text = "格"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    document.add_picture(io.BytesIO(png()), Mm(20))
    document.add_picture(io.BytesIO(png()), Mm(20))
    document.sections[0].header.paragraphs[0].text = "页眉"
    saved = io.BytesIO()
    document.save(saved)
    parts = parts_of(saved.getvalue())
    marked = (
        '<w:p><w:bookmarkStart w:id="1" w:name="here"/><w:r><w:t>书签</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
        '<w:p><w:hyperlink w:anchor="here"><w:r><w:t>见前</w:t></w:r></w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF here \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    xml = parts[MAIN].decode()
    cut = xml.rindex("<w:sectPr")
    parts[MAIN] = (xml[:cut] + marked + xml[cut:]).encode()
    return write_docx(parts)


def changed(part: str, old: str, new: str, count: int = 1) -> Callable[[Parts], None]:
    """Return what puts other words into a part, which must have the old ones; the last of them when count is -1."""

    def change(parts: Parts) -> None:
        xml = parts[part].decode()
        assert re.search(old, xml, re.DOTALL), f"{part} has no {old}"
        if count == -1:
            *_, start = re.finditer(old, xml)
            xml = xml[: start.start()] + start.expand(new) + xml[start.end() :]
        else:
            xml = re.sub(old, new, xml, count=count, flags=re.DOTALL)
        parts[part] = xml.encode()

    return change


def body(words: str) -> Callable[[Parts], None]:
    """Return what adds paragraphs or tables at the end of the body."""
    return changed(MAIN, "<w:sectPr", words.replace("\\", "\\\\") + "<w:sectPr", -1)


def related(kind: str, target: str, id_: str = "rId99") -> Callable[[Parts], None]:
    row = f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{target}"/></Relationships>'
    return changed(RELS, "</Relationships>", row)


def part(kind: str, xml: str, target: str) -> Callable[[Parts], None]:
    """Return what adds a part that the main part leads to."""
    type_ = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"

    def change(parts: Parts) -> None:
        parts[f"word/{target}"] = xml.encode()
        related(kind, target, f"rId{kind}")(parts)
        changed(TYPES, "</Types>", f'<Override PartName="/word/{target}" ContentType="{type_}"/></Types>')(parts)

    return change


def all_of(*changes: Callable[[Parts], None]) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for one in changes:
            one(parts)

    return change

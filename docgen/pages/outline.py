"""A Word file as readable text: one line a paragraph, with its style.

The outline of a template lies beside it, so that a review sees what changed in the Word file; tests compare documents by it.

    [一级标题] {{ p.text }}
    [公文正文] ‹段首题二›{{ p.head }}‹›{{ p.rest }}
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docgen.package import open_docx
from docgen.pages.spots import W

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_SIGNS = {f"{W}tab": "⇥", f"{W}br": "⏎"}


def outline(data: bytes, *, headers: bool = True, name: str = "document") -> str:
    """Return the outline of a Word file, a line a paragraph, tables indented.

    Args:
        data: The .docx.
        headers: Also show headers and footers, behind the body.
        name: What messages call it.

    Raises:
        TemplateError: It is no Word file.
    """
    package = open_docx(data, name)
    parts = package.parts
    names = _style_names(parts.get("word/styles.xml", b""))
    lines = list(_block(_root(parts[package.main])[0], names, ""))
    if headers:
        for part in sorted(parts):
            if part.startswith(("word/header", "word/footer")):
                lines += [f"--- {part.removeprefix('word/')}", *_block(_root(parts[part]), names, "")]
    return "\n".join(lines) + "\n"


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Return (style name, text) of every paragraph of the body, those in tables included."""
    package = open_docx(data, "document")
    parts = package.parts
    names = _style_names(parts.get("word/styles.xml", b""))
    return [(_style(p, names), _words(p)) for p in _root(parts[package.main]).iter(f"{W}p")]


def _root(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, _PARSER)


def _style_names(xml: bytes) -> dict[str, str]:
    if not xml:
        return {}
    names = {}
    for style in _root(xml).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            names[style.get(f"{W}styleId", "")] = name.get(f"{W}val", "")
    return names


def _block(parent: etree._Element, names: dict[str, str], indent: str) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}p":
            yield f"{indent}[{_style(child, names)}] {_words(child, names)}".rstrip()
        elif child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                cells = (" / ".join(_words(p, names) for p in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc"))
                yield f"{indent}| {' | '.join(cells)} |"


def _style(paragraph: etree._Element, names: dict[str, str]) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else names.get(style.get(f"{W}val", ""), style.get(f"{W}val", ""))


def _words(paragraph: etree._Element, names: dict[str, str] | None = None) -> str:
    """Return the text of a paragraph; with ``names``, character styles are marked ‹name›…‹›."""
    out, face = "", ""
    for run in paragraph.iter(f"{W}r"):
        style = run.find(f"{W}rPr/{W}rStyle")
        now = "" if style is None or names is None else names.get(style.get(f"{W}val", ""), "")
        words = "".join(_sign(child) for child in run)
        if words and now != face:
            out += f"‹{now}›"
            face = now
        out += words
    return out


def _sign(child: etree._Element) -> str:
    if child.tag in (f"{W}t", f"{W}instrText"):
        return child.text or ""
    return _SIGNS.get(str(child.tag), "")

"""A Word page of ready-formatted tags: every field of a kind with the block of the template that prints it, to copy from."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from docgen.package import open_docx, write_docx
from docgen.pages.spots import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_OPENS = re.compile(r"\{%p *(?:if|for)\b")
_SETS = re.compile(r"\{%p *set\b")  # what is printed there may need it
_CLOSES = re.compile(r"\{%p *(?:endif|endfor)\b")
_BODY_STYLE, _NAME_STYLE = "公文正文", "公文标题"


@dataclass(frozen=True, slots=True)
class Tag:
    """A field of a template: its name, a sentence on it, and what to type where the template does not print it."""

    name: str
    sentence: str
    example: str


def tag_page(template: bytes, title: str, intro: str, again: str, tags: Iterable[Tag]) -> bytes:
    """Return a Word file in the styles of a template that shows each field and the block that prints it.

    Args:
        template: The template whose blocks and styles are shown.
        title: First line of the page.
        intro: What to do with it.
        again: What stands for a block that is shown already, with ``{number}`` for the field it is shown at.
        tags: The fields, in the order wanted.

    Raises:
        TemplateError: The template is no Word file.
    """
    package = open_docx(template, "template")
    parts = package.parts
    root = etree.fromstring(parts[package.main], _PARSER)
    body = root[0]
    blocks = [block for block in body if block.tag != f"{W}sectPr"]
    styles = _style_ids(parts["word/styles.xml"])
    shown = [_line(title, styles.get(_NAME_STYLE)), _line(intro, styles.get(_BODY_STYLE))]
    known: dict[range, int] = {}
    for number, tag in enumerate(tags, 1):
        shown.append(_line(f"{number}. {tag.name}  {tag.sentence}", None))
        prints = _block_of(blocks, tag.name)
        if prints in known:
            shown.append(_line(again.format(number=known[prints]), None))
        elif prints:
            known[prints] = number
            shown += [copy.deepcopy(blocks[index]) for index in prints]
        else:
            shown.append(_line(tag.example, styles.get(_BODY_STYLE)))
    turned = next((s for s in root.iter(f"{W}sectPr") if s.find(f"{W}pgSz[@{W}orient='landscape']") is not None), None)
    if turned is not None:
        shown = _with_turned_pages(shown, body[-1], turned)
    for block in blocks:
        body.remove(block)
    for height in (h for block in shown for h in block.iter(f"{W}trHeight")):
        height.set(f"{W}hRule", "atLeast")  # all that a row of the head may hold is shown here at once
    for place, block in enumerate(shown):
        body.insert(place, block)
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_docx({**parts, package.main: xml})


def _with_turned_pages(
    blocks: Sequence[etree._Element], upright: etree._Element, turned: etree._Element
) -> list[etree._Element]:
    """Return blocks in which each table that is wider than the upright page has a turned page of its own."""
    made: list[etree._Element] = []
    for block in blocks:
        columns = block.iterfind(f"{W}tblGrid/{W}gridCol")
        wide = sum(int(column.get(f"{W}w", "0")) for column in columns) > _text_width(upright)
        made += [_break(upright), block, _break(turned)] if wide else [block]
    return made


def _text_width(section: etree._Element) -> int:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert size is not None
    assert margins is not None
    return int(size.get(f"{W}w", "0")) - sum(int(margins.get(f"{W}{side}", "0")) for side in ("left", "right"))


def _break(section: etree._Element) -> etree._Element:
    """Return a paragraph that ends a section."""
    paragraph = etree.Element(f"{W}p")
    etree.SubElement(paragraph, f"{W}pPr").append(copy.deepcopy(section))
    return paragraph


def _style_ids(xml: bytes) -> dict[str, str]:
    styles = etree.fromstring(xml, _PARSER).iter(f"{W}style")
    return {_name(style): style.get(f"{W}styleId", "") for style in styles}


def _name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else name.get(f"{W}val", "")


def _line(words: str, style: str | None) -> etree._Element:
    paragraph = etree.Element(f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    if style:
        etree.SubElement(properties, f"{W}pStyle", {f"{W}val": style})
    else:
        etree.SubElement(properties, f"{W}jc", {f"{W}val": "left"})
    run = etree.SubElement(paragraph, f"{W}r")
    if style:
        etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}rFonts", {f"{W}hint": "eastAsia"})
    etree.SubElement(run, f"{W}t", {_SPACE: "preserve"}).text = words
    return paragraph


def _block_of(blocks: Sequence[etree._Element], name: str) -> range:
    """Return which of the blocks print a field first, with the tags around them that ask for it; none, if none does."""
    prints = re.compile(rf"\{{\{{[^}}]*\b{name}\b|\{{%\w* *for \w+ in {name}\b")
    asks = re.compile(rf"\{{%p *(?:if|for)\b[^%]*\b{name}\b")
    words = ["".join(str(text) for text in block.itertext()) for block in blocks]
    first = next((n for n, text in enumerate(words) if prints.search(text)), None)
    if first is None:
        return range(0)
    last = first
    around = [(start, end) for start, end in _nested(words) if start <= first <= end]
    for start, end in sorted(around, reverse=True):  # the innermost first
        if asks.search(words[start]) or any(_SETS.match(text) for text in words[start:end]):
            first, last = start, end
    return range(first, last + 1)


def _nested(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first and the last line of every block that paragraph tags open and close."""
    opened: list[int] = []
    found = []
    for index, text in enumerate(words):
        if _OPENS.match(text):
            opened.append(index)
        elif _CLOSES.match(text) and opened:
            found.append((opened.pop(), index))
    return found

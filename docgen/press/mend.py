"""A copy of a template in which plain typing slips of tags are mended; no other word is touched."""

from __future__ import annotations

import re

from lxml import etree

from docgen.package import Package, write_docx
from docgen.press.scan import LOOK_ALIKE, units_of
from docgen.press.tags import WORDS, Sort, Tag, find_tags
from docgen.press.word import PARSER, XML_SPACE, W

_PREFIXED = re.compile(r"(p|tr|tc|r)\s+(?=\w)", re.IGNORECASE)
_GLUED = re.compile(rf"(p|tr|tc|r)(?=(?:{'|'.join(WORDS)})\b)")


def mended(package: Package, parts: list[str]) -> bytes:
    """Return the template with its slips mended.

    Args:
        package: The template.
        parts: Names of the parts that have tags.
    """
    changed = {}
    for name in parts:
        root = etree.fromstring(package.parts[name], PARSER)
        if sum(_mend_paragraph(paragraph) for paragraph in root.iter(f"{W}p")):
            changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_docx({**package.parts, **changed})


def _mend_paragraph(paragraph: etree._Element) -> int:
    """Mend the tags of a paragraph and return how many."""
    units = list(units_of(paragraph))
    text = "".join(words for _, words in units)
    tags = find_tags(text)
    wanted = [(tag.start, tag.end, right) for tag in tags if (right := right_form(tag)) is not None]
    taken = [(tag.start, tag.end) for tag in tags]
    for match in LOOK_ALIKE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            wanted.append((match.start(), match.end(), _braced(match[0])))
    for start, end, right in sorted(wanted, reverse=True):
        _replace(units, start, end, right)
        units = list(units_of(paragraph))
    return len(wanted)


def right_form(tag: Tag) -> str | None:
    """Return a tag as it was meant; ``None`` when it is right, or when its meaning is not plain."""
    if tag.sort is Sort.COMMENT:
        return None
    if not tag.closed and not re.search(r"[}｝%％]\s*$", tag.source):
        return None
    scope, body = tag.scope, tag.body.strip()
    if tag.sort is Sort.BLOCK and tag.meant != tag.word:
        if not tag.meant:
            return None
        scope, body = _meant(scope, body, tag.meant)
    elif tag.closed and not tag.slips:
        return None
    before, after = "-" * tag.joins_before, "-" * tag.joins_after
    return f"{tag.sort}{scope or before} {body} {after}{tag.closer}"


def _meant(scope: str, body: str, word: str) -> tuple[str, str]:
    """Return scope and inside of a block tag that begins with another word than it should."""
    prefix = _PREFIXED.match(body) or _GLUED.match(body)
    if prefix is not None and not scope:
        scope, body = prefix[1].lower(), body[prefix.end() :]
    if not body.startswith(word):
        body = re.sub(r"^(?:end\s+\w+|else\s+if\b|\w+)", word, body)
    return scope, body


def _braced(source: str) -> str:
    """Return what looks like a tag as one."""
    block = "%" in source or "％" in source
    inner = re.sub(r"^[{｛]\s*[{｛%％]?|[}｝%％]?\s*[}｝]$", "", source)
    opening, closing = ("{%", "%}") if block else ("{{", "}}")
    return f"{opening} {inner.strip('{}｛｝%％ ')} {closing}"


def _replace(units: list[tuple[etree._Element, str]], start: int, end: int, words: str) -> None:
    """Put words in the place of a stretch of a paragraph, in the format of its beginning."""
    at = 0
    put = False
    for element, text in units:
        if element.tag != f"{W}t":
            if start < at + len(text) and at < end:
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
        elif at < end and at + len(text) > start:
            element.text = text[: max(start - at, 0)] + ("" if put else words) + text[max(end - at, 0) :]
            element.set(XML_SPACE, "preserve")
            put = True
        at += len(text)

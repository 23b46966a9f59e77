"""A printed part put in order, where the template left something that only the printed page can tell.

Works on the text of the part; only tables whose columns the data decide are parsed, each by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import dropwhile

from lxml import etree

from docgen.patterns import late
from docgen.press.cells import BEGIN, END, GUARD_CLOSE, GUARD_OPEN, TABLE_OPEN
from docgen.press.layout import Frame, set_indents, set_table
from docgen.press.parts import Part, tokens_in
from docgen.press.state import current
from docgen.press.tags import Sort, Tag
from docgen.press.word import PARSER, W

_BRANCHES = frozenset(["if", "elif", "else", "for", "endif", "endfor"])
_EMPTY_BLOCK = late(f"{GUARD_OPEN}((?:<w:\\w+(?:Start|End)(?: [^>]*)?/>)*){GUARD_CLOSE}")
_EMPTY_TABLE = late(f"{TABLE_OPEN}[^{TABLE_OPEN}]*?{GUARD_OPEN}{GUARD_CLOSE}</w:tbl>")
_TABLE = late(f"{BEGIN}([^{BEGIN}{END}]*){END}")
_EMPTY_TEXT = late(r"<w:t(?: [^>/]*)?(?:></w:t>|/>)|<w:t/>")
_EMPTY_RUN = late(r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?</w:r>")
_SECTION = late(r"<w:sectPr(?: [^>]*)?(?:/>|>.*?</w:sectPr>)", re.DOTALL)
_PARSED = 2  # times that the characters of a table count once more, as a tree
_ANY_DECLARATION = late(r' xmlns(?::[\w.-]+)?="[^"]*"')


def is_marked(items: Iterable[str | int], frames: list[Frame]) -> bool:
    """Whether a part has anything that `finish` puts in order."""
    texts = [item for item in items if isinstance(item, str)]
    return bool(frames) or any(mark in text for text in texts for mark in (BEGIN, TABLE_OPEN, GUARD_OPEN))


def finish(xml: str, frames: list[Frame]) -> str:
    """Return a printed part without marks: tables fit their cells, cells have a paragraph, empty tables are gone."""
    if frames:
        xml = set_indents(xml, frames)
    if TABLE_OPEN in xml:
        xml = _EMPTY_TABLE.sub("", xml).replace(TABLE_OPEN, "")
    if BEGIN in xml:
        xml = _mended(xml)
    if GUARD_OPEN in xml:
        xml = _EMPTY_BLOCK.sub(lambda m: f"{m[1]}<w:p/>", xml).replace(GUARD_OPEN, "")
        xml = xml.replace(f"</w:tbl>{GUARD_CLOSE}", "</w:tbl><w:p/>").replace(GUARD_CLOSE, "")
    return xml


def _mended(xml: str) -> str:
    names = "".join(_ANY_DECLARATION.findall(xml[: xml.find(">", xml.find("?>") + 2)]))
    opening = f"<x{names}>"
    state = current()

    def mend(match: re.Match[str]) -> str:
        if not match[1]:
            return ""
        state.print(_PARSED * len(match[1]), lambda: state.place()[0])
        holder = etree.fromstring(f"{opening}{match[1]}</x>", PARSER)
        for table in holder.iter(f"{W}tbl"):
            set_table(table)
        made: str = etree.tostring(holder, encoding="unicode")
        return made[made.index(">") + 1 : made.rindex("<")]

    count = 1
    while count and BEGIN in xml:
        xml, count = _TABLE.subn(mend, xml)
    return xml


def drop_empty_runs(xml: str) -> str:
    """Take out texts and runs that hold nothing: what is left where a value cut its run at an end."""
    return _EMPTY_RUN.sub("", _EMPTY_TEXT.sub("", xml))


def may_end_empty(part: Part) -> bool:
    """Whether data may leave out what the last section of a part holds; one that its author left blank stays."""
    body = part.root.find(f"{W}body")
    blocks = [] if body is None else list(body)
    breaks = [n for n, block in enumerate(blocks) if block.find(f"{W}pPr/{W}sectPr") is not None]
    last = blocks[breaks[-1] + 1 :] if breaks else []

    def ends(block: etree._Element) -> bool:
        return any(part.pieces[number].tag.word in ("endif", "endfor") for number in tokens_in(block))

    within = dropwhile(ends, last)  # they close what holds the section before
    tokens = (number for block in within for node in block.iter() for number in tokens_in(node))
    return any(_is_optional(part.pieces[number].tag) for number in tokens)


def _is_optional(tag: Tag) -> bool:
    """Whether a tag may leave out paragraphs, or words."""
    return tag.word in _BRANCHES or (tag.sort is Sort.VALUE and tag.scope == "p")


def drop_empty_end(xml: str) -> str:
    """Take out a last section that holds nothing: a page that a template's optional part left behind.

    The section before it becomes the last one.
    """
    end = xml.rfind("<w:sectPr")
    before = xml.rfind("</w:sectPr>", 0, end)
    if before < 0 or not _begins_a_page(xml[end:]):
        return xml
    start = max(xml.rfind("<w:p ", 0, before), xml.rfind("<w:p>", 0, before))
    names = "".join(_ANY_DECLARATION.findall(xml[: xml.find(">", xml.find("?>") + 2)]))
    try:
        holder = etree.fromstring(f"<x{names}>{xml[start:end]}</x>", PARSER)
    except etree.XMLSyntaxError:
        return xml  # the section before the last one ends deeper in the page
    for block in holder:
        framed = block.find(f"{W}pPr/{W}framePr") is not None
        if block.tag != f"{W}p" or framed or any(child.tag != f"{W}pPr" for child in block):
            return xml
    section = holder[0].find(f"{W}pPr/{W}sectPr")
    if section is None:
        return xml
    last = _SECTION.match(xml, end)
    opening = xml.rfind("<w:sectPr", start, before)
    stop = before + len("</w:sectPr>")
    closing = xml.index("</w:p>", stop) + len("</w:p>")
    paragraph = xml[start:opening] + xml[stop:closing]
    return xml[:start] + paragraph + xml[opening:stop] + xml[last.end() if last else end :]


def _begins_a_page(section: str) -> bool:
    kind = re.search(r'<w:type w:val="(\w+)"', section)
    return kind is None or kind[1] in ("nextPage", "oddPage", "evenPage")

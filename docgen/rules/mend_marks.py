"""Punctuation mended: half-width marks between Chinese characters become full-width ones, and no other sign changes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docgen.findings import Place
from docgen.pages.facts import Paragraph
from docgen.prose.marks import half_width
from docgen.prose.text import Paragraph as Text
from docgen.rules.mend_looks import roles
from docgen.rules.mend_xml import pieces
from docgen.rules.rule import Sheet

_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_OPENS, _CLOSES = "(（", ")）"
_HOLE = "\ufffc"  # in the place of what is not to be changed: fields, hidden words
_Sign = tuple[etree._Element, int]  # a w:t, and which of its characters


def mend_marks(sheet: Sheet) -> Iterator[tuple[str, Place]]:
    """Widen marks in recognised paragraphs; yield the code, and where."""
    if sheet.elements.layout == "plain":
        return
    for role in roles(sheet):
        if _mend(role.paragraph):
            yield "F998", role.paragraph.place


def _mend(paragraph: Paragraph) -> bool:
    text, signs = _signs(paragraph)
    changed = False
    for at in _wrong(text):
        where = signs[at]
        if where is not None:
            node, offset = where
            words = node.text or ""
            node.text = words[:offset] + words[offset].translate(_FULL) + words[offset + 1 :]
            changed = True
    return changed


def _signs(paragraph: Paragraph) -> tuple[str, list[_Sign | None]]:
    """Return the text of a paragraph as it may be mended, and where each of its characters stands in the file."""
    text = ""
    signs: list[_Sign | None] = []
    for run in paragraph.runs:
        made = None if run.format.hidden or run.field else pieces(run)
        if made is None:
            text += _HOLE * len(run.text)
            signs += [None] * len(run.text)
            continue
        for part, length in made:
            is_text = str(part.tag).endswith("}t")
            text += (part.text or "") if is_text else _HOLE * length
            signs += [(part, n) if is_text else None for n in range(length)]
    return text, signs


def _wrong(text: str) -> Iterator[int]:
    """Yield the marks to widen; brackets in pairs."""
    told = {remark.start for remark in half_width(Text(0, text)) if text[remark.start] in ",;:?!()"}
    pairs = dict(_pairs(text))
    for at in sorted(told):
        other = pairs.get(at)
        if text[at] not in "()":
            yield at
        elif other is not None:
            yield at
            if text[other] in "()" and other not in told:
                yield other


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Yield each bracket with its partner, both ways."""
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign in _OPENS:
            opened.append(at)
        elif sign in _CLOSES and opened:
            other = opened.pop()
            yield at, other
            yield other, at

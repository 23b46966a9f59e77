"""A copy of a template in which plain typing slips of tags are mended; no other word is touched. Code: T259."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from lxml import etree

from docgen.findings import Finding, Place, Severity
from docgen.package import Package, write_docx
from docgen.press.parts import Part, shown
from docgen.press.slips import as_block, look_alikes, right_form
from docgen.press.tags import Tag, find_tags
from docgen.press.texts import Words, loose_texts, place_of, words_of
from docgen.press.word import PARSER, XML_SPACE, W

Span = tuple[int, int, str]  # where a tag begins and ends, and what it was meant to be


def mended(package: Package, parts: list[str], file: str, reads: Callable[[Tag], bool]) -> tuple[bytes, list[Finding]]:
    """Return the template with its slips mended, and what was mended.

    Args:
        package: The template.
        parts: Names of the parts that may have tags.
        file: What messages call the template.
        reads: Whether a tag can be read, taken by itself.
    """
    changed = {}
    told: list[Finding] = []
    for name in parts:
        part = Part(name, etree.fromstring(package.parts[name], PARSER), file)
        before = len(told)
        part.number_tables()
        for words in words_of(part.root):
            spans = _mendings(words.text, words.tags, look_alikes(words.beside), reads, raw=words.raw)
            place = place_of(part, words.element, words.number, words.text) if spans else Place()
            told += [_told(place, words.text, span) for span in spans]
            _rewrite(words, spans)
        for text in loose_texts(part):
            spans = [] if text.deleted else _mendings(text.words, find_tags(text.words), [], reads)
            told += [_told(text.place(), text.words, span) for span in spans]
            if spans:
                text.write(_with(text.words, spans))
        if len(told) > before:
            changed[name] = etree.tostring(part.root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_docx({**package.parts, **changed}), told


def _told(place: Place, text: str, span: Span) -> Finding:
    start, end, right = span
    return Finding("T259", place, {"tag": shown(text[start:end]), "right": right}, Severity.NOTE)


def _mendings(
    text: str, tags: list[Tag], alikes: list[Tag], reads: Callable[[Tag], bool], *, raw: bool = False
) -> list[Span]:
    """Return what is to be mended in a text; nothing when the text would then be read in another way."""
    every = sorted([*map(as_block, tags), *alikes], key=lambda tag: tag.start)
    meant = [(tag, _sound(tag, reads)) for tag in every]
    spans = [(tag.start, tag.start + len(tag.source), right) for tag, right in meant if right is not None]
    if not spans:
        return []
    wanted = [right or tag.source for tag, right in meant if right is not None or not tag.alike]
    return spans if [tag.source for tag in find_tags(_with(text, spans), raw=raw)] == wanted else []


def _sound(tag: Tag, reads: Callable[[Tag], bool]) -> str | None:
    """Return the right form of a tag when it can be read and needs no mending itself."""
    right = right_form(tag)
    again = find_tags(right) if right is not None else []
    plain = len(again) == 1 and again[0].source == right and again[0].closed and right_form(again[0]) is None
    return right if plain and reads(again[0]) else None


def _with(text: str, spans: list[Span]) -> str:
    made, at = [], 0
    for start, end, right in spans:
        made += [text[at:start], right]
        at = end
    return "".join([*made, text[at:]])


def _rewrite(words: Words, spans: list[Span]) -> None:
    """Put right forms into a paragraph, each in the format of its beginning; only breaks inside of a tag go."""
    starts, ends = [span[0] for span in spans], [span[1] for span in spans]
    at = 0
    for element, text in words.units:
        end = at + len(text)
        inside = spans[bisect_right(ends, at) : bisect_left(starts, end)]
        parent = element.getparent()
        if inside and element.tag == f"{W}t":
            cut = [(max(a - at, 0), min(b, end) - at, right if a >= at else "") for a, b, right in inside]
            element.text = _with(text, cut)
            element.set(XML_SPACE, "preserve")
        elif inside and parent is not None:
            parent.remove(element)
        at = end

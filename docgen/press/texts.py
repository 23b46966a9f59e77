"""What a part of a Word file says: its paragraphs, and the texts outside of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from docgen.findings import Place
from docgen.patterns import late
from docgen.press.parts import ANNOTATOR, TEXT_TOKEN, Part
from docgen.press.tags import UNSEEN, Tag, beside, find_tags, opens_raw
from docgen.press.word import NAMES, W, numbered

FIRST_WORDS = 30  # characters of a paragraph that a place quotes
TAGGED = late(r"[{｛﹛][{｛﹛%％﹪#＃﹟]")
_BRACED = late("[{}｛｝﹛﹜]")
_DELETED = frozenset([f"{W}delText", f"{W}delInstrText"])
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_OBJECTS = frozenset(
    f"{W}{name}"
    for name in (
        "drawing pict object sym fldChar instrText footnoteReference endnoteReference annotationRef footnoteRef endnoteRef "
        "separator continuationSeparator dayShort monthShort yearShort dayLong monthLong yearLong pgNum ruby"
    ).split()
) | {NAMES["mc"] + "AlternateContent", NAMES["m"] + "oMath", NAMES["m"] + "oMathPara"}
_APART = frozenset([f"{W}p", f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom", f"{W}tbl"])


def units_of(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield what a paragraph prints, element by element with its text, nested paragraphs left out."""
    for child in paragraph:
        tag = child.tag
        if tag == f"{W}t":
            yield child, child.text or ""
        elif tag in BREAKS:
            yield child, UNSEEN if child.get(f"{W}type") in ("page", "column") else BREAKS[tag]
        elif tag == f"{W}fldSimple":
            yield from units_of(child)
        elif tag in _OBJECTS:
            yield child, UNSEEN
        elif tag not in _APART and isinstance(tag, str):
            yield from units_of(child)


def place_of(part: Part, paragraph: etree._Element, number: int, text: str) -> Place:
    """Return where a paragraph is."""
    words = " ".join(text.replace(UNSEEN, " ").split())
    fragment = words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS]}…"
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    row = None if cell is None else next(cell.iterancestors(f"{W}tr"), None)
    table = None if row is None else next(row.iterancestors(f"{W}tbl"), None)
    if cell is None or row is None or table is None:
        return Place(part.file, part=part.name, paragraph=number, fragment=fragment)
    return Place(
        part.file,
        part=part.name,
        paragraph=number,
        table=part.tables.get(table),
        row=_number(part, row, table),
        column=_number(part, cell, row),
        fragment=fragment,
    )


def _number(part: Part, child: etree._Element, owner: etree._Element) -> int:
    """Return the number of a row in its table or of a cell in its row, counted once for all of them."""
    if owner not in part.counted:
        part.counted.add(owner)
        same = (c for c in owner.iter(str(child.tag)) if next(c.iterancestors(str(owner.tag))) is owner)
        part.numbers.update((found, number) for number, found in enumerate(same, 1))
    return part.numbers[child]


@dataclass(slots=True)
class Words:
    """What a paragraph says.

    Attributes:
        element: The paragraph.
        number: Its number in the part, from 1.
        units: What it prints, element by element with its text.
        text: All of it.
        tags: The tags in it.
        beside: The text with `UNSEEN` in the place of tags and of what is raw; empty when there is no brace in it.
        raw: Whether it begins inside a ``raw`` block.
        opens: Whether it ends inside one.
    """

    element: etree._Element
    number: int
    units: list[tuple[etree._Element, str]]
    text: str
    tags: list[Tag] = field(default_factory=list)
    beside: str = ""
    raw: bool = False
    opens: bool = False


def words_of(root: etree._Element) -> Iterator[Words]:
    """Yield the paragraphs of a part, without the comments that a check wrote."""
    raw = False
    for element, number in numbered(root, "p").items():
        if any(comment.get(f"{W}author") == ANNOTATOR for comment in element.iterancestors(f"{W}comment")):
            continue
        units = list(units_of(element))
        words = Words(element, number, units, "".join(text for _, text in units), raw=raw, opens=raw)
        if _BRACED.search(words.text):
            words.tags = find_tags(words.text, raw=raw)
            words.beside = beside(words.text, words.tags, raw=raw)
            raw = words.opens = opens_raw(words.tags, raw=raw)
        yield words


@dataclass(slots=True)
class LooseText:
    """A text outside of runs that seems to have tags: an attribute, a field, a formula, a property."""

    words: str
    level: str
    deleted: bool
    place: Callable[[], Place]
    write: Callable[[str], None]


def loose_texts(part: Part) -> Iterator[LooseText]:
    """Yield the texts outside of runs that seem to have tags."""
    numbers: dict[etree._Element, int] = {}
    places: dict[etree._Element | None, Place] = {}

    def place(element: etree._Element) -> Place:
        if not numbers:
            numbers.update(numbered(part.root, "p"))
        paragraph = element if element.tag == f"{W}p" else next(element.iterancestors(f"{W}p"), None)
        if paragraph not in places:
            places[paragraph] = loose_place(part, paragraph, numbers)
        return places[paragraph]

    for element in part.root.iter():
        if not isinstance(element.tag, str) or element.tag == f"{W}t":
            continue
        where = partial(place, element)
        if element.text and TAGGED.search(element.text):
            level = "field" if element.tag == f"{W}instrText" else "plain"
            yield LooseText(element.text, level, element.tag in _DELETED, where, partial(setattr, element, "text"))
        for name, value in element.attrib.items():
            if TAGGED.search(str(value)):
                level = "field" if name == f"{W}instr" else "attribute"
                yield LooseText(str(value), level, False, where, partial(element.set, name))


def loose_place(part: Part, paragraph: etree._Element | None, numbers: dict[etree._Element, int]) -> Place:
    """Return where a text is that stands in a paragraph, or in none."""
    if paragraph is None:
        return Place(part.file, part=part.name)
    text = TEXT_TOKEN.sub("", "".join(words for _, words in units_of(paragraph)))
    return place_of(part, paragraph, numbers[paragraph], text)

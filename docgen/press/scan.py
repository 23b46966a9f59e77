"""One part of a template taken apart: every tag found, with its place, and a token put where its text was.

What is left is the part's own XML with tokens in it: between two noncharacters inside a text, a processing instruction where
the tag took the place of a run, a paragraph, a row or a cell. Text is never dropped: a tag that would delete what stands beside
it is a fault. Codes: T220-T234.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, groupby, islice

from lxml import etree

from docgen.findings import MOST_ALIKE, Place, Severity
from docgen.press.parts import (
    ANNOTATOR,
    SETTING_WORDS,
    TEXT_TOKEN,
    Effort,
    Part,
    called,
    instruction,
    shown,
    text_token,
)
from docgen.press.runs import split_run
from docgen.press.tags import UNSEEN, Slip, Sort, Tag, find_tags, opens_raw
from docgen.press.word import NAMES, XML_SPACE, W

FIRST_WORDS = 30  # characters of a paragraph that a place quotes
_SCOPED = {"p": "paragraph", "tr": "row", "tc": "cell"}
_TAGGED = re.compile(r"[{｛][{｛%％#＃]")
_STEERING = frozenset(["if", "elif", "else", "endif", "for", "endfor", "set"])
_INNER = frozenset(["elif", "else", "endif", "endfor"])
_DELETED = frozenset([f"{W}delText", f"{W}delInstrText"])
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_OBJECTS = frozenset(
    f"{W}{name}"
    for name in (
        "drawing pict object sym fldChar instrText footnoteReference endnoteReference annotationRef footnoteRef endnoteRef "
        "separator continuationSeparator dayShort monthShort yearShort dayLong monthLong yearLong pgNum ruby"
    ).split()
) | {NAMES["mc"] + "AlternateContent", NAMES["m"] + "oMath", NAMES["m"] + "oMathPara"}
_NOT_READ = (f"{W}ruby", f"{W}moveFrom", NAMES["m"] + "oMath", NAMES["mc"] + "AlternateContent")
_APART = frozenset([f"{W}p", f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom", f"{W}tbl"])
_MARKS = frozenset(
    f"{W}{name}"
    for name in (
        "bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd permStart permEnd moveFromRangeStart moveFromRangeEnd "
        "moveToRangeStart moveToRangeEnd"
    ).split()
)
_IGNORED_FORMAT = frozenset([f"{W}lang", f"{W}noProof", f"{W}rPrChange"])


def scan(root: etree._Element, name: str, file: str = "", effort: Effort | None = None) -> Part:
    """Return a part taken apart; ``root`` is changed.

    Args:
        root: The part's XML.
        name: Name of the package member.
        file: What messages call the template.
        effort: What the template's other parts took.

    Raises:
        LimitError: The template has more tags than one may have.
    """
    part = Part(name, root, file, effort=effort or Effort())
    strays = root.iter(etree.ProcessingInstruction, etree.Comment)  # either could hold what looks like a token
    for stray in [node for node in strays if node.getparent() is not None]:
        _cut(stray)
    part.tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), 1)}
    found = [*_paragraphs(part)]
    if part.raw is not None:
        part.fault("T225", part.raw[1], part.raw[0], end="{% endraw %}")
    _promote(found)
    lifts = [lift for paragraph in found for lift in _placed(part, paragraph)]
    _split_runs(part, [paragraph for paragraph in found if not paragraph.scoped])
    _unread(part, found)
    left = etree.tostring(root, encoding="unicode")
    if any(sign in left for sign in ("{{", "{%", "{#", "｛", "{％")):
        _loose(part)
    for element, tags in groupby(lifts, key=lambda lift: lift[0]):
        _lift(part, element, [(tag, place) for _, tag, place in tags])
    return part


@dataclass(slots=True)
class _Paragraph:
    """A paragraph with tags: what it prints, element by element, its tags, and the words besides them."""

    element: etree._Element
    units: list[tuple[etree._Element, str]]
    tags: list[Tag]
    rest: str
    place: Place
    runs: list[etree._Element] = field(default_factory=list)
    steers: Tag | None = field(init=False)

    def __post_init__(self) -> None:
        """Look whether a block tag is all there is in it."""
        self.steers = self._only_tag()

    @property
    def scoped(self) -> list[Tag]:
        """The tags that take the place of a paragraph, a row or a cell."""
        return [tag for tag in self.tags if tag.scope in _SCOPED]

    @property
    def joins_before(self) -> bool:
        """Whether it is joined to the words before it."""
        return any(tag.joins_before for tag in self.tags if tag.sort is Sort.BLOCK)

    @property
    def joins_after(self) -> bool:
        """Whether the words behind it are joined to it."""
        return any(tag.joins_after for tag in self.tags if tag.sort is Sort.BLOCK)

    def _only_tag(self) -> Tag | None:
        """The block tag that is all there is in it, written without p."""
        tags = [tag for tag in self.tags if tag.sort is not Sort.COMMENT]
        alone = len(tags) == 1 and not self.rest.strip() and self.element.find(f"{W}pPr/{W}sectPr") is None
        tag = tags[0] if alone else None
        plain = tag is not None and not (tag.scope or tag.joins_before or tag.joins_after)
        return tag if plain and tag is not None and tag.word in _STEERING else None


def _unread(part: Part, found: list[_Paragraph]) -> None:
    """Tell tags in words that are not read: moved away, above other words, in formulas, in two versions."""
    holders = list(part.root.iter(*_NOT_READ))
    if not holders:
        return
    numbers = {paragraph: number for number, paragraph in enumerate(part.root.iter(f"{W}p"), 1)}
    read = {element for paragraph in found for element, _ in paragraph.units}
    for holder in holders:
        for text in holder.iter(f"{W}t"):
            inside = next(text.iterancestors(f"{W}p", *_NOT_READ), None)
            if text not in read and inside is holder and text.text and _TAGGED.search(text.text):
                place = _loose_place(part, next(text.iterancestors(f"{W}p"), None), numbers)
                for tag in find_tags(text.text):
                    part.fault("T251" if holder.tag == f"{W}moveFrom" else "T222", place, tag)


def _split_runs(part: Part, texts: list[_Paragraph]) -> None:
    """Split the runs of the paragraphs that are joined to no other."""
    for number, text in enumerate(texts):
        before = texts[number - 1].joins_after if number else False
        after = texts[number + 1].joins_before if number + 1 < len(texts) else False
        if not (text.joins_before or text.joins_after or before or after):
            for run in text.runs:
                split_run(part, run)


def _promote(found: list[_Paragraph]) -> None:
    """Let blocks whose every tag has a paragraph of its own take the place of those paragraphs, as if they were written with p."""
    opened: list[list[tuple[_Paragraph, Tag]]] = []
    for paragraph in found:
        for tag in paragraph.tags:
            if tag.word in ("if", "for"):
                opened.append([(paragraph, tag)])
            elif opened and tag.word in ("elif", "else", "endif", "endfor"):
                opened[-1].append((paragraph, tag))
                if tag.word.startswith("end"):
                    members = opened.pop()
                    if all(member.scope == "p" or holder.steers is member for holder, member in members):
                        for _, member in members:
                            member.scope = "p"
            elif tag.word == "set" and paragraph.steers is tag and "=" in tag.body:
                tag.scope = "p"


def units_of(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield what a paragraph prints, element by element with its text, nested paragraphs left out."""
    for child in paragraph:
        tag = child.tag
        if tag == f"{W}t":
            yield child, child.text or ""
        elif tag in _BREAKS:
            yield child, UNSEEN if child.get(f"{W}type") in ("page", "column") else _BREAKS[tag]
        elif tag == f"{W}fldSimple":
            yield from units_of(child)
        elif tag in _OBJECTS:
            yield child, UNSEEN
        elif tag not in _APART and isinstance(tag, str):
            yield from units_of(child)


def _place(part: Part, paragraph: etree._Element, number: int, text: str) -> Place:
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


def _paragraphs(part: Part) -> Iterator[_Paragraph]:
    """Yield the paragraphs with words, their tags found; what is mistyped is told."""
    for number, element in enumerate(list(part.root.iter(f"{W}p")), 1):
        if any(comment.get(f"{W}author") == ANNOTATOR for comment in element.iterancestors(f"{W}comment")):
            continue  # what a check wrote there
        units = list(units_of(element))
        text = "".join(words for _, words in units)
        if "{" not in text and "｛" not in text and "}}" not in text:
            if text:
                yield _Paragraph(element, units, [], text, Place())
            continue
        place = _place(part, element, number, text)
        inside = part.raw is not None
        tags = find_tags(text, raw=inside)
        part.effort.add(tags, place)
        part.raw = (part.raw or (tags[-1], place)) if opens_raw(tags, raw=inside) else None
        rest = _without(text, [(tag.start, tag.end) for tag in tags])
        part.rests.append((place, rest))
        _look_alikes(part, rest, place)
        starts = list(accumulate((len(words) for _, words in units), initial=0))
        for tag in tags:
            _remarks(part, _pieces(units, starts, tag), text, tag, place)
        yield _Paragraph(element, units, tags, rest, place)


def _placed(part: Part, found: _Paragraph) -> list[tuple[etree._Element, Tag, Place]]:
    """Put tokens in the place of a paragraph's tags; return the tags that take the place of more than their words."""
    scoped = found.scoped
    if not scoped:
        found.runs = _place_tokens(part, found.units, found.tags, found.place)
        return []
    others = [tag for tag in found.tags if tag is not scoped[0] and tag.sort is not Sort.COMMENT]
    if scoped[0].word in SETTING_WORDS:
        part.fault("T207", found.place, scoped[0])
    elif (found.rest.strip() or others) and scoped[0].sort is not Sort.COMMENT:
        text = "".join(words for _, words in found.units)
        other = " ".join((text[: scoped[0].start] + text[scoped[0].end :]).replace(UNSEEN, "").split())
        part.fault("T221", found.place, scoped[0], other=shown(other or _seen(found)), unit=_SCOPED[scoped[0].scope])
    _drop_words(found.units)
    blocks = scoped[0].sort is not Sort.COMMENT  # a comment takes all that stands beside it away
    lifted = [tag for tag in found.tags if tag.scope in _SCOPED or (blocks and tag.sort is Sort.BLOCK)]
    return [(found.element, tag, found.place) for tag in lifted]


def _seen(found: _Paragraph) -> str:
    """Return what to call the first thing beside a tag that is no text."""
    return next((called(element) for element, words in found.units if words == UNSEEN), "")


def _remarks(part: Part, pieces: list[etree._Element], text: str, tag: Tag, place: Place) -> None:
    """Keep what is to be said about the typing of a tag."""
    if not tag.closed:
        part.fault("T220", place, tag, right=tag.closer)
    elif UNSEEN in text[tag.start : tag.end] and tag.sort is not Sort.COMMENT:
        part.fault("T222", place, tag)
    else:
        slip = next((slip for slip in Slip if slip in tag.slips), None)
        if slip is not None:
            part.fault("T230", place, tag, Severity.WARNING, slip=slip.value, right=tag.corrected)
        if tag.sort is Sort.COMMENT:
            return
        if len({next(piece.iterancestors(f"{W}hyperlink"), None) for piece in pieces}) > 1:
            part.fault("T253", place, tag, Severity.WARNING)
        elif not tag.slips and _mixed(pieces):
            part.fault("T231", place, tag, Severity.WARNING)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(spans):
        kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]])


LOOK_ALIKE = re.compile(
    r"(?<![{｛])[{｛]\s*+[\w.\[\]|][\w.\[\]|\s]*+[}｝]{2}"  # { name }}
    r"|[{｛] +[{｛%％][^{｛}｝\n]*[}｝%％] *[}｝]"  # { { name } }, { % if x % }
    r"|(?!\{%)[{｛]\s*+(?:[%％]\s*+)?(?:end)?(?:if|for)\b[^{｛}｝\n]*[%％][}｝]"
)


_STEERS = re.compile(r"\b(?:end)?(?:if|for)\b|\bel(?:se|if)\b")


def _look_alikes(part: Part, rest: str, place: Place) -> None:
    for match in islice(LOOK_ALIKE.finditer(rest), MOST_ALIKE):
        word = _STEERS.search(match[0])
        if word:
            part.alike.append(word[0])
        part.fault("T256" if word else "T232", place, match[0], Severity.ERROR if word else Severity.WARNING)


def _pieces(units: list[tuple[etree._Element, str]], starts: list[int], tag: Tag) -> list[etree._Element]:
    """Return the texts that a tag lies in."""
    first = bisect_right(starts, tag.start) - 1
    return [e for e, words in units[first : bisect_left(starts, tag.end)] if e.tag == f"{W}t" and words]


def _mixed(texts: list[etree._Element]) -> bool:
    """Whether the runs that a tag is split over look different."""
    return len(texts) > 1 and len({_look(text.getparent()) for text in texts}) > 1


def _look(run: etree._Element | None) -> bytes:
    properties = None if run is None else run.find(f"{W}rPr")
    if properties is None:
        return b""
    shown_ones = copy.deepcopy(properties)
    for child in list(shown_ones):
        child.attrib.pop(f"{W}hint", "")
        if child.tag in _IGNORED_FORMAT or (child.tag == f"{W}rFonts" and not child.attrib):
            shown_ones.remove(child)
    return b"".join(sorted(etree.tostring(child, method="c14n") for child in shown_ones))


def _drop_words(units: list[tuple[etree._Element, str]]) -> None:
    for element, _ in units:
        if element.tag in _BREAKS:
            _cut(element)
        elif element.tag == f"{W}t":
            element.text = ""


def _place_tokens(
    part: Part, units: list[tuple[etree._Element, str]], tags: list[Tag], place: Place
) -> list[etree._Element]:
    """Write each tag's token where it begins and take its signs out of all runs it lies in; return those runs."""
    runs: dict[etree._Element, None] = {}
    at = 0
    starts, ends = [tag.start for tag in tags], [tag.end for tag in tags]
    for element, words in units:
        end = at + len(words)
        inside = tags[bisect_right(ends, at) : bisect_left(starts, end)]
        if element.tag in _BREAKS and inside:
            _cut(element)
        elif element.tag == f"{W}t" and inside:
            run = element.getparent()
            kept, reached = [], at
            for tag in inside:
                kept.append(words[reached - at : max(tag.start - at, reached - at)])
                if tag.start >= at and tag.sort is not Sort.COMMENT:
                    kept.append(text_token(part.add(tag, place, "text", run)))
                reached = max(reached, min(tag.end, end))
            element.text = "".join([*kept, words[reached - at :]])
            element.set(XML_SPACE, "preserve")
            if run is not None:
                runs[run] = None
        at = end
    return list(runs)


def _lift(part: Part, paragraph: etree._Element, tags: list[tuple[Tag, Place]]) -> None:
    """Put the tokens of ``p``, ``tr`` or ``tc`` tags in the place of their paragraph, row or cell."""
    tag, place = next(((t, p) for t, p in tags if t.scope in _SCOPED), tags[0])
    element = paragraph if tag.scope == "p" else next(paragraph.iterancestors(f"{W}{tag.scope}"), None)
    if element is None or (tag.scope == "p" and paragraph.find(f"{W}pPr/{W}sectPr") is not None):
        if tag.word not in _INNER:  # one finding a block
            part.fault("T223" if element is None else "T224", place, tag)
        element = paragraph
    known = part.lifted.get(element)
    alone = tag.scope == "p" or tag.sort is Sort.COMMENT or tag.word in SETTING_WORDS
    if known is None and not alone and _holds_words(element):
        part.fault("T221", place, tag, other=_words(element), unit=_SCOPED[tag.scope])
    parent = element.getparent() if known is None else known[-1].getparent()
    if parent is None:
        return
    marks: list[etree._Element] = _open_marks(element) if tag.scope == "p" else []
    kept: list[etree._Element] = []
    run = next(paragraph.iter(f"{W}r"), None)
    for lifted, at in tags:
        if lifted.sort is not Sort.COMMENT:
            number = part.add(lifted, at, tag.scope)
            piece = part.pieces[number]
            piece.run, piece.paragraph, piece.splits = run, paragraph, run is not None
            piece.holder = parent if tag.scope in ("tr", "tc") else None
            kept.append(instruction(number))
    kept = [*kept, *marks] if tag.word.startswith("end") else [*marks, *kept]
    if known is not None:
        parent[parent.index(known[-1]) + 1 : parent.index(known[-1]) + 1] = kept
        known += kept
        return
    if tag.scope != "p":
        kept += list(element.iter(etree.ProcessingInstruction))
    where = parent.index(element)
    parent[where : where + 1] = kept
    if kept:
        part.lifted[element] = kept


def _open_marks(element: etree._Element) -> list[etree._Element]:
    """Return the marks in an element that belong to marks outside of it: both ends of a bookmark, or none."""
    marks = [mark for mark in element.iter() if mark.tag in _MARKS]
    counted = Counter((str(mark.tag).replace("Start", "").replace("End", ""), mark.get(f"{W}id")) for mark in marks)
    return [m for m in marks if counted[str(m.tag).replace("Start", "").replace("End", ""), m.get(f"{W}id")] == 1]


def _words(element: etree._Element) -> str:
    return shown(
        "".join(str(words) for paragraph in element.iter(f"{W}p") for _, words in units_of(paragraph)).replace(
            UNSEEN, ""
        )
    )


def _holds_words(element: etree._Element) -> bool:
    """Whether a row or cell holds more than the tag that was taken out of it."""
    words = any(words.strip() for paragraph in element.iter(f"{W}p") for _, words in units_of(paragraph))
    return words or next(element.iter(etree.ProcessingInstruction), None) is not None


def _loose(part: Part) -> None:
    """Put tokens in the place of tags outside of runs: attributes, fields, formulas, properties."""
    numbers = {paragraph: number for number, paragraph in enumerate(part.root.iter(f"{W}p"), 1)}
    places: dict[etree._Element | None, Place] = {}
    for element in part.root.iter():
        if not isinstance(element.tag, str) or element.tag == f"{W}t":
            continue
        values = [element.text, element.tail, *element.attrib.values()]
        if not any(value and _TAGGED.search(value) for value in values):
            continue
        paragraph = element if element.tag == f"{W}p" else next(element.iterancestors(f"{W}p"), None)
        place = places.get(paragraph) or _loose_place(part, paragraph, numbers)
        places[paragraph] = place
        if element.tag in _DELETED and element.text and _TAGGED.search(element.text):
            tags = find_tags(element.text)
            part.effort.add(tags, place)
            for tag in tags:
                part.fault("T251", place, tag)
                part.alike.append(tag.word)
            continue
        if element.text and _TAGGED.search(element.text):
            element.text = _plain(part, element.text, place, "plain")
        for name, value in element.attrib.items():
            if _TAGGED.search(str(value)):
                element.set(name, _plain(part, str(value), place, "attribute"))


def _loose_place(part: Part, paragraph: etree._Element | None, numbers: dict[etree._Element, int]) -> Place:
    if paragraph is None:
        return Place(part.file, part=part.name)
    text = TEXT_TOKEN.sub("", "".join(words for _, words in units_of(paragraph)))
    return _place(part, paragraph, numbers[paragraph], text)


def _plain(part: Part, text: str, place: Place, level: str) -> str:
    made, at = [], 0
    tags = find_tags(text)
    part.effort.add(tags, place)
    for tag in tags:
        if not tag.closed:
            part.fault("T220", place, tag, right=tag.closer)
        made.append(text[at : tag.start])
        if tag.sort is not Sort.COMMENT:
            made.append(text_token(part.add(tag, place, level)))
        at = tag.end
    return "".join([*made, text[at:]])


def _cut(element: etree._Element) -> None:
    """Take an element out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)

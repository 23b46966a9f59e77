"""One part of a template taken apart: every tag found, with its place, and a token put where its text was.

What is left is the part's own XML with tokens in it: between two noncharacters inside a text, a processing instruction where
the tag took the place of a run, a paragraph, a row or a cell. Text is never dropped: a tag that would delete what stands beside
it is a fault.
"""

from __future__ import annotations

import copy
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby

from lxml import etree

from docgen.findings import Place, Severity
from docgen.patterns import late
from docgen.press.parts import SETTING_WORDS, TEXT_TOKEN, Effort, Part, called, instruction, shown, text_token
from docgen.press.runs import split_run
from docgen.press.slips import as_block, in_one_brace, look_alikes, right_form, steers
from docgen.press.tags import HALF_WIDTH, UNSEEN, Slip, Sort, Tag, find_tags
from docgen.press.texts import BREAKS, TAGGED, LooseText, loose_place, loose_texts, place_of, units_of, words_of
from docgen.press.word import NAMES, XML_SPACE, W, numbered

_BLANKS = " \u3000\xa0"
_BRACES = late("[{}]")
_SCOPED = {"p": "paragraph", "tr": "row", "tc": "cell"}
_STEERING = frozenset(["if", "elif", "else", "endif", "for", "endfor", "set"])
_INNER = frozenset(["elif", "else", "endif", "endfor"])
_NOT_READ = (f"{W}ruby", f"{W}moveFrom", NAMES["m"] + "oMath", NAMES["mc"] + "AlternateContent")
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
    part.number_tables()
    found = [*_paragraphs(part)]
    if part.raw is not None:
        part.fault("T225", part.raw[1], part.raw[0], end="{% endraw %}")
    _promote(found)
    lifts = [lift for paragraph in found for lift in _placed(part, paragraph)]
    _split_runs(part, [paragraph for paragraph in found if not paragraph.scoped])
    _unread(part, found)
    if TAGGED.search(etree.tostring(root, encoding="unicode")):
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
    numbers = numbered(part.root, "p")
    read = {element for paragraph in found for element, _ in paragraph.units}
    for holder in holders:
        for text in holder.iter(f"{W}t"):
            inside = next(text.iterancestors(f"{W}p", *_NOT_READ), None)
            if text not in read and inside is holder and text.text and TAGGED.search(text.text):
                place = loose_place(part, next(text.iterancestors(f"{W}p"), None), numbers)
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


def _paragraphs(part: Part) -> Iterator[_Paragraph]:
    """Yield the paragraphs with words, their tags found; what is mistyped is told."""
    for words in words_of(part.root):
        element, units, text = words.element, words.units, words.text
        if not words.beside:
            if text:
                yield _Paragraph(element, units, [], text, Place())
            continue
        place = place_of(part, element, words.number, text)
        part.effort.add(words.tags, place)
        part.raw = (part.raw or (words.tags[-1], place)) if words.opens else None
        alikes = look_alikes(words.beside)
        for alike in alikes:
            if not steers(alike):
                part.fault("T232", place, alike, Severity.WARNING)
        rest = _blanked(words.beside, alikes)
        part.rests.append((place, rest))
        for at, single in in_one_brace(rest):
            part.fault("T232", replace(place, offset=at), single, Severity.WARNING)
        meant = [alike for alike in alikes if steers(alike)]
        tags = sorted([*map(as_block, words.tags), *meant], key=lambda tag: tag.start)
        starts = list(accumulate((len(words) for _, words in units), initial=0))
        lone = _lone_braces(rest, tags)
        for tag in tags:
            _remarks(part, _pieces(units, starts, tag), text, tag, place)
            if tag.closed and tag.end in lone and tag.scope not in _SCOPED:
                part.fault("T280", place, tag, Severity.WARNING, sign=words.beside[tag.end])
            if tag.sort is Sort.COMMENT:
                _take_blanks(tag, text)
        yield _Paragraph(element, units, tags, _without(text, tags), place)


def _lone_braces(rest: str, tags: list[Tag]) -> set[int]:
    """Return where braces close what none before them opens.

    Args:
        rest: What a paragraph holds besides its tags.
        tags: Its tags; the signs of one that is not closed may open, too.
    """
    opened = [(tag.start, "{{") for tag in tags if not tag.closed and not tag.body.strip()]
    signs = [(match.start(), match[0]) for match in _BRACES.finditer(rest.translate(HALF_WIDTH))]
    lone: set[int] = set()
    depth = 0
    for at, sign in sorted([*opened, *signs]):
        if sign != "}":
            depth += len(sign)
        elif depth:
            depth -= 1
        else:
            lone.add(at)
    return lone


def _take_blanks(comment: Tag, text: str) -> None:
    """Let a comment with a minus take the blanks beside it along."""
    while comment.joins_before and comment.start and text[comment.start - 1] in _BLANKS:
        comment.start -= 1
    while comment.joins_after and comment.end < len(text) and text[comment.end] in _BLANKS:
        comment.end += 1


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
        _tell_shared(part, found.element, scoped[0], found.place, other or _seen(found.units))
    _drop_words(found.units)
    blocks = scoped[0].sort is not Sort.COMMENT  # a comment takes all that stands beside it away
    lifted = [tag for tag in found.tags if tag.scope in _SCOPED or (blocks and tag.sort is Sort.BLOCK)]
    return [(found.element, tag, found.place) for tag in lifted]


def _tell_shared(part: Part, paragraph: etree._Element, tag: Tag, place: Place, other: str) -> None:
    """Tell that a tag does not stand alone in its paragraph, row or cell, once for all tags in it."""
    around = None if tag.scope == "p" else next(paragraph.iterancestors(f"{W}{tag.scope}"), None)
    holder = paragraph if around is None else around
    if holder not in part.shared:
        part.fault("T221", place, tag, other=shown(other), unit=_SCOPED[tag.scope])
    part.shared.add(holder)


def _seen(units: list[tuple[etree._Element, str]]) -> str:
    """Return what to call the first thing beside a tag that is no text."""
    return next((called(element) for element, words in units if words == UNSEEN), "")


def _remarks(part: Part, pieces: list[etree._Element], text: str, tag: Tag, place: Place) -> None:
    """Keep what is to be said about the typing of a tag."""
    if not tag.closed:
        _unclosed(part, place, tag, text)
    elif UNSEEN in text[tag.start : tag.end] and tag.sort is not Sort.COMMENT:
        part.fault("T222", place, tag)
    else:
        _slips(part, place, tag)
        if tag.sort is Sort.COMMENT:
            return
        if len({next(piece.iterancestors(f"{W}hyperlink"), None) for piece in pieces}) > 1:
            part.fault("T253", place, tag, Severity.WARNING)
        elif not tag.slips and _mixed(pieces):
            part.fault("T231", place, tag, Severity.WARNING)


def _unclosed(part: Part, place: Place, tag: Tag, text: str) -> None:
    """Tell that a tag does not end, or only looks like one."""
    if tag.alike:
        part.fault("T256", place, tag, right=right_form(tag) or tag.corrected)
    elif tag.sort is Sort.BLOCK and tag.source.translate(HALF_WIDTH).startswith(Sort.VALUE):
        part.fault("T283", place, tag, right=right_form(tag) or tag.corrected)
    elif tag.sort is Sort.COMMENT:
        part.fault("T260", place, tag, right=tag.closer)
    elif not tag.body.strip() and TAGGED.match(text, tag.end):
        part.fault("T277", place, tag, right=tag.closer)
    else:
        part.fault("T220", place, tag, right=tag.closer)


def _slips(part: Part, place: Place, tag: Tag) -> None:
    slip = next((slip for slip in Slip if slip in tag.slips), None)
    if slip is not None:
        part.fault("T230", place, tag, Severity.WARNING, slip=slip.value, right=tag.corrected)


def _without(text: str, tags: list[Tag]) -> str:
    kept, at = [], 0
    for tag in tags:
        kept.append(text[at : tag.start])
        at = tag.end
    return "".join([*kept, text[at:]])


def _blanked(text: str, tags: list[Tag]) -> str:
    """Return a text with `UNSEEN` in the place of what looks like a tag."""
    for tag in tags:
        text = text[: tag.start] + UNSEEN * (tag.end - tag.start) + text[tag.end :]
    return text


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
        if element.tag in BREAKS:
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
        if element.tag in BREAKS and inside:
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
    if known is None and not alone:
        other = _words(part, element)
        if other:
            _tell_shared(part, paragraph, tag, place, other)
    parent = element.getparent() if known is None else known[-1].getparent()
    if parent is None:
        return
    marks = _open_marks(element) if known is None else []
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


def _words(part: Part, element: etree._Element) -> str:
    """Return what a row or cell holds besides the tag that was taken out of it: its words, else its first tag or object."""
    units = [unit for paragraph in element.iter(f"{W}p") for unit in units_of(paragraph)]
    text = "".join(str(words) for _, words in units).replace(UNSEEN, "").strip()
    words = TEXT_TOKEN.sub(lambda match: part.pieces[int(match[1])].tag.source, text)
    node = next(element.iter(etree.ProcessingInstruction), None)
    return words or (_seen(units) if node is None else part.pieces[int(node.text or 0)].tag.source)


def _loose(part: Part) -> None:
    """Put tokens in the place of tags outside of runs."""
    for text in loose_texts(part):
        tags = [*map(as_block, find_tags(text.words))]
        part.effort.add(tags, text.place())
        if not text.deleted:
            text.write(_plain(part, text, tags))
            continue
        for tag in tags:
            part.fault("T251", text.place(), tag)
            part.alike.append(tag.word)


def _plain(part: Part, text: LooseText, tags: list[Tag]) -> str:
    made, at = [], 0
    for tag in tags:
        if tag.closed:
            _slips(part, text.place(), tag)
        else:
            _unclosed(part, text.place(), tag, text.words)
        made.append(text.words[at : tag.start])
        if tag.sort is not Sort.COMMENT:
            made.append(text_token(part.add(tag, text.place(), text.level)))
        at = tag.end
    return "".join([*made, text.words[at:]])


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

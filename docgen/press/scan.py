"""One part of a template taken apart: every tag found, with its place, and a token put where its text was.

What is left is the part's own XML with tokens in it: between two noncharacters inside a text, a processing instruction where
the tag took the place of a run, a paragraph, a row or a cell. Text is never dropped: a tag that would delete what stands beside
it is a fault. Codes: T220-T234.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from docgen.findings import Place, Severity
from docgen.press.parts import SETTING_WORDS, TOKEN, Part, instruction, shown, text_token
from docgen.press.runs import split_run
from docgen.press.tags import UNSEEN, Slip, Sort, Tag, find_tags
from docgen.press.word import NAMES, XML_SPACE, W

FIRST_WORDS = 30  # characters of a paragraph that a place quotes
_RESERVED = re.compile("[\ufdd0-\ufdef]")
_SCOPED = {"p": "paragraph", "tr": "row", "tc": "cell"}
_TAGGED = re.compile(r"[{｛][{｛%％#＃]")
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_OBJECTS = frozenset(
    f"{W}{name}"
    for name in (
        "drawing pict object sym fldChar instrText footnoteReference endnoteReference annotationRef footnoteRef endnoteRef "
        "separator continuationSeparator dayShort monthShort yearShort dayLong monthLong yearLong pgNum ruby fldSimple"
    ).split()
) | {NAMES["mc"] + "AlternateContent", NAMES["m"] + "oMath", NAMES["m"] + "oMathPara"}
_APART = frozenset([f"{W}p", f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom", f"{W}tbl"])
_MARKS = frozenset(
    f"{W}{name}"
    for name in (
        "bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd permStart permEnd moveFromRangeStart moveFromRangeEnd "
        "moveToRangeStart moveToRangeEnd"
    ).split()
)
_IGNORED_FORMAT = frozenset([f"{W}lang", f"{W}noProof", f"{W}rPrChange"])


def scan(root: etree._Element, name: str, file: str = "") -> Part:
    """Return a part taken apart; ``root`` is changed.

    Args:
        root: The part's XML.
        name: Name of the package member.
        file: What messages call the template.
    """
    part = Part(name, root, file)
    for stray in [node for node in root.iter(etree.ProcessingInstruction) if node.getparent() is not None]:
        _cut(stray)
    part.tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), 1)}
    lifts: list[tuple[etree._Element, Tag, Place]] = []
    for number, paragraph in enumerate(list(root.iter(f"{W}p")), 1):
        units = list(_units(paragraph))
        text = "".join(words for _, words in units)
        if "{" in text or "｛" in text or "}}" in text:
            place = _place(part, paragraph, number, text)
            lifts += _paragraph(part, units, text, place)
    for paragraph, tag, place in lifts:
        _lift(part, paragraph, tag, place)
    _loose(part)
    return part


def _units(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield what a paragraph prints, element by element with its text, nested paragraphs left out."""
    for child in paragraph:
        tag = child.tag
        if tag == f"{W}t":
            yield child, child.text or ""
        elif tag in _BREAKS:
            yield child, _BREAKS[tag]
        elif tag in _OBJECTS:
            yield child, UNSEEN
        elif tag not in _APART and isinstance(tag, str):
            yield from _units(child)


def _place(part: Part, paragraph: etree._Element, number: int, text: str) -> Place:
    words = " ".join(text.replace(UNSEEN, " ").split())
    fragment = words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS]}…"
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    if cell is None:
        return Place(part.file, part=part.name, paragraph=number, fragment=fragment)
    row = next(cell.iterancestors(f"{W}tr"))
    table = next(row.iterancestors(f"{W}tbl"))
    rows = [r for r in table.iter(f"{W}tr") if next(r.iterancestors(f"{W}tbl")) is table]
    cells = [c for c in row.iter(f"{W}tc") if next(c.iterancestors(f"{W}tr")) is row]
    return Place(
        part.file,
        part=part.name,
        paragraph=number,
        table=part.tables.get(table),
        row=rows.index(row) + 1,
        column=cells.index(cell) + 1,
        fragment=fragment,
    )


def _paragraph(
    part: Part, units: list[tuple[etree._Element, str]], text: str, place: Place
) -> list[tuple[etree._Element, Tag, Place]]:
    """Put tokens in the place of a paragraph's tags; return the tags that take the place of more than their words."""
    tags, unclosed = find_tags(text)
    for opened in unclosed:
        part.fault("T220", place, opened.source, right=opened.closer)
    rest = _without(text, [(t.start, t.end) for t in tags] + [(u.start, u.start + len(u.source)) for u in unclosed])
    _look_alikes(part, rest, place)
    sound = [tag for tag in tags if _is_whole(part, tag, text, place)]
    for tag in sound:
        for slip in sorted(tag.slips):
            part.fault("T230", place, tag, Severity.WARNING, slip=slip.value, right=tag.corrected)
        if not tag.slips - {Slip.QUOTES} and _mixed(_pieces(units, tag)):
            part.fault("T231", place, tag, Severity.WARNING)
    scoped = [tag for tag in sound if tag.scope in _SCOPED]
    if scoped and scoped[0].word in SETTING_WORDS:
        part.fault("T207", place, scoped[0])
    elif scoped:
        others = [tag for tag in sound if tag is not scoped[0] and tag.sort is not Sort.COMMENT]
        if (rest.strip() or others) and scoped[0].sort is not Sort.COMMENT:
            part.fault(
                "T221", place, scoped[0], other=shown(rest.strip() or others[0].source), unit=_SCOPED[scoped[0].scope]
            )
            return []
        _drop_words(units)
        return [(next(units[0][0].iterancestors(f"{W}p")), scoped[0], place)]
    else:
        _place_tokens(part, units, sound, place)
    return []


def _is_whole(part: Part, tag: Tag, text: str, place: Place) -> bool:
    inner = text[tag.start : tag.end]
    if UNSEEN in inner and tag.sort is not Sort.COMMENT:
        part.fault("T222", place, tag)
        return False
    return True


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(spans):
        kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]])


_ALIKE = re.compile(
    r"[{｛]\s*(?:[\w.\[\]|]+\s*)+[}｝]{2}"  # { name }}
    r"|[{｛] +[{｛%％](?:(?![{｛}｝]).)*[}｝%％] *[}｝]"  # { { name } }, { % if x % }
    r"|[{｛]\s*(?:%|％)?\s*(?:end)?(?:if|for)\b(?:(?![{｛}｝]).)*[%％][}｝]"
)


def _look_alikes(part: Part, rest: str, place: Place) -> None:
    for match in _ALIKE.finditer(rest):
        part.fault("T232", place, match[0], Severity.WARNING)


def _pieces(units: list[tuple[etree._Element, str]], tag: Tag) -> list[etree._Element]:
    """Return the texts that a tag lies in."""
    found, at = [], 0
    for element, words in units:
        if element.tag == f"{W}t" and at < tag.end and at + len(words) > tag.start:
            found.append(element)
        at += len(words)
    return found


def _mixed(texts: list[etree._Element]) -> bool:
    """Whether the runs that a tag is split over look different."""
    return len({_look(text.getparent()) for text in texts}) > 1


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


def _place_tokens(part: Part, units: list[tuple[etree._Element, str]], tags: list[Tag], place: Place) -> None:
    """Write each tag's token where it begins and take its signs out of all runs it lies in."""
    runs: dict[etree._Element, None] = {}
    at = 0
    for element, words in units:
        end = at + len(words)
        inside = [tag for tag in tags if tag.start < end and tag.end > at]
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
    part_joined = any(tag.joins_before or tag.joins_after for tag in tags)
    for run in runs:
        if not part_joined:
            split_run(part, run)


def _lift(part: Part, paragraph: etree._Element, tag: Tag, place: Place) -> None:
    """Put the token of a ``p``, ``tr`` or ``tc`` tag in the place of its paragraph, row or cell."""
    element = paragraph if tag.scope == "p" else next(paragraph.iterancestors(f"{W}{tag.scope}"), None)
    parent = None if element is None else element.getparent()
    if element is None or parent is None:
        part.fault("T223", place, tag)
        return
    if tag.scope == "p" and paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        part.fault("T224", place, tag)
        return
    if tag.scope != "p" and tag.sort is not Sort.COMMENT and _holds_words(element):
        part.fault("T221", place, tag, other=_words(element), unit=_SCOPED[tag.scope])
        return
    at = parent.index(element)
    kept = _open_marks(element)
    token: list[etree._Element] = []
    if tag.sort is not Sort.COMMENT:
        number = part.add(tag, place, tag.scope)
        run = next(paragraph.iter(f"{W}r"), None)
        part.pieces[number].run, part.pieces[number].paragraph = run, paragraph
        part.pieces[number].splits = run is not None
        token = [instruction(number)]
    parent[at : at + 1] = [*kept, *token] if tag.scope == "p" else token


def _open_marks(element: etree._Element) -> list[etree._Element]:
    """Return the marks in an element that belong to marks outside of it: both ends of a bookmark, or none."""
    marks = [mark for mark in element.iter() if mark.tag in _MARKS]
    counted = Counter((str(mark.tag).replace("Start", "").replace("End", ""), mark.get(f"{W}id")) for mark in marks)
    return [m for m in marks if counted[str(m.tag).replace("Start", "").replace("End", ""), m.get(f"{W}id")] == 1]


def _words(element: etree._Element) -> str:
    return shown(
        "".join(str(words) for paragraph in element.iter(f"{W}p") for _, words in _units(paragraph)).replace(UNSEEN, "")
    )


def _holds_words(element: etree._Element) -> bool:
    """Whether a row or cell holds more than the tag that was taken out of it."""
    return any(words.strip() for paragraph in element.iter(f"{W}p") for _, words in _units(paragraph)) or any(
        isinstance(node, etree._ProcessingInstruction) for node in element.iter(etree.ProcessingInstruction)
    )


def _loose(part: Part) -> None:
    """Put tokens in the place of tags outside of runs: attributes, fields, formulas, properties."""
    places: dict[etree._Element, Place] = {}
    for element in part.root.iter():
        if not isinstance(element.tag, str) or element.tag == f"{W}t":
            continue
        values = [element.text, element.tail, *element.attrib.values()]
        if not any(value and _TAGGED.search(value) for value in values):
            continue
        place = places.get(element) or _loose_place(part, element)
        if element.text and _TAGGED.search(element.text):
            element.text = _plain(part, element.text, place)
        for name, value in element.attrib.items():
            if _TAGGED.search(str(value)):
                element.set(name, _plain(part, str(value), place))


def _loose_place(part: Part, element: etree._Element) -> Place:
    paragraph = element if element.tag == f"{W}p" else next(element.iterancestors(f"{W}p"), None)
    if paragraph is None:
        return Place(part.file, part=part.name)
    number = next((n for n, p in enumerate(part.root.iter(f"{W}p"), 1) if p is paragraph), None)
    text = TOKEN.sub("", "".join(words for _, words in _units(paragraph)))
    return _place(part, paragraph, number or 0, text)


def _plain(part: Part, text: str, place: Place) -> str:
    tags, unclosed = find_tags(text)
    if unclosed:
        part.fault("T220", place, unclosed[0].source, right=unclosed[0].closer)
    made, at = [], 0
    for tag in tags:
        made.append(text[at : tag.start])
        if tag.sort is not Sort.COMMENT:
            made.append(text_token(part.add(tag, place, "plain")))
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


def reserved(xml: str) -> bool:
    """Whether a part holds characters that our tokens are made of."""
    return _RESERVED.search(xml) is not None

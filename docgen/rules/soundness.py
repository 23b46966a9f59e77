"""Opens everywhere: what makes Word or WPS repair a file, refuse it or lose something of it. Codes F901-F929.

Ids and what leads to them are judged here, the package in `docgen.rules.packed`, tables in `docgen.rules.grids`, the order of
elements in `docgen.rules.sequence`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from lxml import etree

from docgen.findings import Place
from docgen.pages.facts import Document
from docgen.pages.spots import W, fields, seen, value
from docgen.rules import grids, packed, sequence
from docgen.rules.rule import Strength, Verdict
from docgen.rules.whole import PART_1, laid_out, opened, related, stories, whole

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_REFERS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MOST_PARA_ID = 0x80000000
_HIGHEST_LEVEL = 8
_STYLED = {f"{W}pStyle": "paragraph", f"{W}rStyle": "character", f"{W}tblStyle": "table"}
_TO_BOOKMARKS = ("REF", "PAGEREF", "NOTEREF")
_MAKES_BOOKMARKS = ("SET", "ASK")
_KNOWN_PLACES = ("_top",)
_WORD = re.compile(r'"([^"]*)"|(\S+)')


# --- ids


@whole(
    "F901",
    f"{PART_1} 20.4.2.5",
    Strength.PRACTICE,
    good='<wp:docPr id="1"/> … <wp:docPr id="2"/>',
    bad='<wp:docPr id="1"/> … <wp:docPr id="1"/>',
)
def drawings(document: Document) -> Iterator[Verdict]:
    """No two drawings of a part have the same id."""
    return _doubled(document, (_DRAWN,), lambda drawn: drawn.get("id", ""))


@whole(
    "F902",
    PART_1,
    Strength.PRACTICE,
    good='<v:shape id="s1"/><o:OLEObject ShapeID="s1"/>',
    bad='<v:shape id="s1"/><o:OLEObject ShapeID="s2"/>',
)
def objects(document: Document) -> Iterator[Verdict]:
    """An embedded object is drawn by a shape that exists."""
    for _, root, spots in stories(document):
        for made in root.iter(f"{_OFFICE}OLEObject"):
            holder, shape = made.getparent(), made.get("ShapeID", "")
            drawn = () if holder is None else holder.iter("{urn:schemas-microsoft-com:vml}*")
            if shape and shape not in {other.get("id") for other in drawn}:
                yield Verdict(False, spots.place(made), shape)


@whole("F903", PART_1, Strength.PRACTICE, good='<w:p w14:paraId="1A2B3C4D">', bad='<w:p w14:paraId="FFFFFFFF">')
def paragraph_ids(document: Document) -> Iterator[Verdict]:
    """Ids of paragraphs are unique in their part and below 80000000."""
    yield from _doubled(document, (f"{W}p",), lambda paragraph: paragraph.get(f"{_W14}paraId", ""))
    for _, root, spots in stories(document):
        for paragraph in seen(root, f"{W}p"):
            found = paragraph.get(f"{_W14}paraId", "1")
            if not (found.isalnum() and _as_hex(found)):
                yield Verdict(False, spots.place(paragraph), found)


def _as_hex(text: str) -> bool:
    try:
        return 0 < int(text, 16) < _MOST_PARA_ID
    except ValueError:
        return False


def _doubled(
    document: Document, tags: tuple[str, ...], id_of: Callable[[etree._Element], str], skip: tuple[str, ...] = ()
) -> Iterator[Verdict]:
    """Yield the elements of a part whose id another one before them has."""
    for _, root, spots in stories(document):
        known: set[str] = set(skip)
        for element in seen(root, *tags):
            found = id_of(element)
            if found and found in known and found not in skip:
                yield Verdict(False, spots.place(element), found)
            known.add(found)


# --- styles and lists


@whole(
    "F910",
    f"{PART_1} 17.7.4",
    Strength.PRACTICE,
    good='<w:pStyle w:val="Title"/>, a paragraph style',
    bad='<w:pStyle w:val="Title"/>, no such style',
)
def styled(document: Document) -> Iterator[Verdict]:
    """Every style that is used exists and is of the right type; each is told once a part."""
    known = {value(style, "styleId").casefold(): _type(style) for style in _styles(document)}
    for part, root, spots in laid_out(document):
        if part == related(document, "styles"):
            continue
        told: set[tuple[object, str]] = set()
        for named in seen(root, *_STYLED):
            found, wanted = value(named), _STYLED[str(named.tag)]
            if known.get(found.casefold()) != wanted and (named.tag, found) not in told:
                told.add((named.tag, found))
                yield Verdict(False, spots.place(named), found, wanted)


@whole(
    "F911",
    f"{PART_1} 17.7.4",
    Strength.PRACTICE,
    good='<w:basedOn w:val="Normal"/>, which exists',
    bad='<w:basedOn w:val="Nowhere"/>',
)
def styles(document: Document) -> Iterator[Verdict]:
    """Styles have ids of their own, and rest on, lead to and are linked with styles that exist."""
    place = Place(document.name, part=related(document, "styles"))
    listed = list(_styles(document))
    known = {value(style, "styleId").casefold(): _type(style) for style in listed}
    counted = Counter(value(style, "styleId") for style in listed)
    yield from (Verdict(False, place, style) for style, count in counted.items() if count > 1)
    for style in listed:
        for tag in ("basedOn", "next", "link"):
            named = style.find(f"{W}{tag}")
            found = "" if named is None else value(named)
            there = known.get(found.casefold())
            if found and (there is None or (tag == "basedOn" and there != _type(style))):
                yield Verdict(False, place, f"{value(style, 'styleId')} → {found}")


@whole("F912", f"{PART_1} 17.7.4.3", Strength.MUST, good="A → Normal", bad="A → B → A")
def circles(document: Document) -> Iterator[Verdict]:
    """No style rests on itself."""
    place = Place(document.name, part=related(document, "styles"))
    rests: dict[str, str] = {}
    for style in _styles(document):
        named = style.find(f"{W}basedOn")
        if named is not None:
            rests[value(style, "styleId")] = value(named)
    done: set[str] = set()
    for first in rests:
        path: list[str] = []
        on_path: set[str] = set()
        at = first
        while at in rests and at not in on_path and at not in done:
            path.append(at)
            on_path.add(at)
            at = rests[at]
        if at in on_path:
            yield Verdict(False, place, " → ".join([*path[path.index(at) :], at]))
        done |= on_path


def _styles(document: Document) -> Iterator[etree._Element]:
    root = opened(document, "styles")
    return iter(()) if root is None else root.iterchildren(f"{W}style")


def _type(style: etree._Element) -> str:
    return value(style, "type") or "paragraph"


@whole("F913", f"{PART_1} 17.9.18", Strength.PRACTICE, good='<w:numId w:val="1"/>, <w:num w:numId="1">', bad="no w:num")
def lists(document: Document) -> Iterator[Verdict]:
    """Every list that a paragraph or a style is in exists; each is told once a part."""
    known = {"0", *_lists(document)}
    for _, root, spots in laid_out(document):
        told: set[str] = set()
        for named in seen(root, f"{W}numId"):
            found = value(named)
            if found not in known and found not in told:
                told.add(found)
                yield Verdict(False, spots.place(named), found)


@whole(
    "F914",
    f"{PART_1} 17.9",
    Strength.PRACTICE,
    good='<w:ilvl w:val="1"/>, <w:lvl w:ilvl="1">',
    bad='<w:ilvl w:val="1"/>, <w:lvl w:ilvl="0"> alone',
)
def levels(document: Document) -> Iterator[Verdict]:
    """Every list has its definition, and every level that is used is defined; each is told once."""
    known = _lists(document)
    place = Place(document.name, part=related(document, "numbering"))
    yield from (Verdict(False, place, f"numId {number}") for number, found in known.items() if found is None)
    told: set[tuple[str, str]] = set()
    for _, root, spots in stories(document):
        for level in seen(root, f"{W}ilvl"):
            inside = level.getparent()
            named = None if inside is None else inside.find(f"{W}numId")
            number, found = "" if named is None else value(named), value(level)
            there = known.get(number)
            wrong = number and number != "0" and (there is not None and found not in there)
            if wrong and (number, found) not in told:
                told.add((number, found))
                yield Verdict(False, spots.place(level), f"numId {number}, ilvl {found}")


_ALL_LEVELS = frozenset(str(level) for level in range(_HIGHEST_LEVEL + 1))


def _lists(document: Document) -> dict[str, frozenset[str] | None]:
    """Return the levels of each list; ``None`` when its definition is missing."""
    root = opened(document, "numbering")
    if root is None:
        return {}
    made: dict[str, frozenset[str]] = {}
    for abstract in root.iterchildren(f"{W}abstractNum"):
        linked = abstract.find(f"{W}numStyleLink") is not None
        own = frozenset(value(level, "ilvl") for level in abstract.iterchildren(f"{W}lvl"))
        made[value(abstract, "abstractNumId")] = _ALL_LEVELS if linked else own & _ALL_LEVELS
    known: dict[str, frozenset[str] | None] = {}
    for item in root.iterchildren(f"{W}num"):
        named = item.find(f"{W}abstractNumId")
        own_levels = None if named is None else made.get(value(named))
        more = {
            value(over, "ilvl") for over in item.iterchildren(f"{W}lvlOverride") if over.find(f"{W}lvl") is not None
        }
        known[value(item, "numId")] = None if own_levels is None else own_levels | more
    return known


# --- notes and comments


@whole(
    "F915",
    f"{PART_1} 17.11",
    Strength.MUST,
    good='<w:footnoteReference w:id="2"/>, <w:footnote w:id="2">',
    bad='<w:footnoteReference w:id="9"/>, no such note',
)
def notes(document: Document) -> Iterator[Verdict]:
    """Every mark of a note has its note, and no two notes have the same id."""
    settings = opened(document, "settings")
    for kind in ("footnote", "endnote"):
        root = opened(document, f"{kind}s")
        ids = [] if root is None else [value(note, "id") for note in root.iterchildren(f"{W}{kind}")]
        doubled = [id_ for id_, count in Counter(ids).items() if count > 1]
        yield from (Verdict(False, Place(document.name, part=related(document, f"{kind}s")), id_) for id_ in doubled)
        for _, story, spots in stories(document):
            for mark in seen(story, f"{W}{kind}Reference"):
                if value(mark, "id") not in ids:
                    yield Verdict(False, spots.place(mark), value(mark, "id"))
        for listed in [] if settings is None else settings.findall(f"{W}{kind}Pr/{W}{kind}"):
            if value(listed, "id") not in ids:
                yield Verdict(False, Place(document.name, part=related(document, "settings")), value(listed, "id"))


@whole(
    "F916",
    f"{PART_1} 17.13.4",
    Strength.PRACTICE,
    good='<w:commentReference w:id="0"/>, <w:comment w:id="0">',
    bad='<w:commentReference w:id="9"/>, no such comment',
)
def comments(document: Document) -> Iterator[Verdict]:
    """Every mark of a comment has its comment, and no two comments have the same id."""
    root = opened(document, "comments")
    ids = [] if root is None else [value(comment, "id") for comment in root.iterchildren(f"{W}comment")]
    doubled = [id_ for id_, count in Counter(ids).items() if count > 1]
    yield from (Verdict(False, Place(document.name, part=related(document, "comments")), id_) for id_ in doubled)
    marks = [f"{W}comment{what}" for what in ("Reference", "RangeStart", "RangeEnd")]
    for _, story, spots in stories(document):
        told: set[str] = set()
        for mark in seen(story, *marks):
            found = value(mark, "id")
            if found not in ids and found not in told:
                told.add(found)
                yield Verdict(False, spots.place(mark), found)


# --- bookmarks, links, fields


@whole(
    "F917",
    f"{PART_1} 17.13.6",
    Strength.PRACTICE,
    good='<w:bookmarkStart w:id="1"/> … <w:bookmarkEnd w:id="1"/>',
    bad='<w:bookmarkStart w:id="1"/> alone',
)
def bookmarks(document: Document) -> Iterator[Verdict]:
    """Every bookmark begins once and ends once."""
    for _, root, spots in stories(document):
        starts = list(seen(root, f"{W}bookmarkStart"))
        ends = list(seen(root, f"{W}bookmarkEnd"))
        for ones, others in ((starts, ends), (ends, starts)):
            there = {value(other, "id") for other in others}
            yield from (
                Verdict(False, spots.place(one), value(one, "id")) for one in ones if value(one, "id") not in there
            )
        for ones in (starts, ends):
            counted = Counter(value(one, "id") for one in ones)
            yield from (Verdict(False, spots.place(one), id_) for one in ones if counted[id_ := value(one, "id")] > 1)


@whole("F918", f"{PART_1} 17.13.6.2", Strength.PRACTICE, good='w:name="a" … w:name="b"', bad='w:name="a" … w:name="a"')
def bookmark_names(document: Document) -> Iterator[Verdict]:
    """No two bookmarks of a part have the same name; small and capital letters are the same."""
    return _doubled(document, (f"{W}bookmarkStart",), lambda start: value(start, "name").casefold(), ("_goback",))


@whole(
    "F919",
    f"{PART_1} 17.16",
    Strength.PRACTICE,
    good='<w:hyperlink w:anchor="a">, <w:bookmarkStart w:name="a"/>',
    bad='<w:hyperlink w:anchor="a">, no such bookmark',
)
def anchors(document: Document) -> Iterator[Verdict]:
    """Links and references inside the document lead to bookmarks that exist."""
    known = set(_KNOWN_PLACES)
    leading = []
    for _, root, spots in stories(document):
        known |= {value(start, "name").casefold() for start in root.iter(f"{W}bookmarkStart")}
        for link in seen(root, f"{W}hyperlink"):
            if value(link, "anchor") and not link.get(f"{_REFERS}id"):
                leading.append((spots, link, value(link, "anchor")))
        codes = [(made.begin, made.instruction) for made in fields(root)[0]]
        for element, code in [*codes, *((simple, value(simple, "instr")) for simple in seen(root, f"{W}fldSimple"))]:
            kind, target = _leads_to(code)
            if kind in _MAKES_BOOKMARKS:
                known.add(target.casefold())
            elif target:
                leading.append((spots, element, target))
    for spots, element, target in leading:
        if target.casefold() not in known:
            yield Verdict(False, spots.place(element), target)


def _leads_to(code: str) -> tuple[str, str]:
    """Return the name of a field and the bookmark that its code names; ``''`` when it names none, or computes it."""
    words = [quoted or plain for quoted, plain in _WORD.findall(code)]
    if not words or "\0" in code:
        return "", ""
    kind = words[0].upper()
    if kind in (*_TO_BOOKMARKS, *_MAKES_BOOKMARKS) and len(words) > 1 and not words[1].startswith("\\"):
        return kind, words[1]
    if kind == "HYPERLINK" and len(words) > 2 and words[1].lower() == "\\l":
        return kind, words[2]
    return kind, ""


@whole(
    "F920",
    f"{PART_1} 17.16.18",
    Strength.MUST,
    good="begin … separate … end",
    bad="begin … separate …",
)
def field_marks(document: Document) -> Iterator[Verdict]:
    """Every field begins, ends, and lies whole in one story."""
    for _, root, spots in stories(document):
        yield from (Verdict(False, spots.place(mark), value(mark, "fldCharType")) for mark in fields(root)[1])


RULES = (
    drawings,
    objects,
    paragraph_ids,
    *packed.RULES,
    styled,
    styles,
    circles,
    lists,
    levels,
    notes,
    comments,
    bookmarks,
    bookmark_names,
    anchors,
    field_marks,
    *grids.RULES,
    *sequence.RULES,
)

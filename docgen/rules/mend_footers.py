"""Page numbers mended: footers that hold nothing but a number become the usual ones, those with words are left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from docgen.findings import Place
from docgen.pages.facts import PARSER, Document, Section, Story
from docgen.pages.spots import W
from docgen.relations import list_of, relations
from docgen.rules.mend_page import set_footer_distance
from docgen.rules.mend_xml import child, put, set_attributes
from docgen.rules.page_number import (
    number_dashes,
    number_is_there,
    number_stands_below,
    number_stands_outside,
    number_type,
)
from docgen.rules.rule import Sheet
from docgen.rules.wanted import Wanted

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_LIST = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KINDS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = "[Content_Types].xml"
_RULES = (number_is_there, number_stands_outside, number_stands_below, number_type, number_dashes)
_NO_WORDS = re.compile(r"[\s\ufffc\-–—－─~～·.第共页/0-9]*")
_PICTURES = ("{*}blip", "{*}imagedata", "{*}OLEObject", "{*}chart")
_DASH = "—"
_UPRIGHT = f'<w:ftr xmlns:w="{W[1:-1]}"><w:p/></w:ftr>'
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_TURNED = (  # a text box at the binding edge, as high as the text is wide
    f'<w:ftr xmlns:w="{W[1:-1]}" xmlns:wps="{_SHAPE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
    '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251659264" '
    'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="leftMargin"><wp:align>right</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:align>center</wp:align></wp:positionV>'
    '<wp:extent cx="464400" cy="5616000"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    '<wp:docPr id="1" name="页码"/><wp:cNvGraphicFramePr/><a:graphic>'
    f'<a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="464400" cy="5616000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
    "<wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx>"
    '<wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr">'
    "<a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    "</mc:Choice></mc:AlternateContent></w:r></w:p></w:ftr>"
)


@dataclass(slots=True)
class Footers:
    """What was done to the footers of a document.

    Attributes:
        changed: Footers that were written anew or added, sections whose footer was moved.
        left: Footers with words, and what they say.
        parts: Parts that are new or changed, other than those of `Document.trees` that were parsed.
    """

    changed: list[Place] = field(default_factory=list)
    left: list[tuple[Place, str]] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)


def mend_footers(sheet: Sheet) -> Footers:
    """Give every upright section the page number that is wanted, where none of its footers says anything else."""
    made = Footers()
    if all(verdict.ok is not False for rule in _RULES for verdict in rule.judge(sheet)):
        return made
    sections = [section for section in sheet.document.sections if not section.landscape]
    words = list(_with_words(sections))
    first = sheet.document.sections[0]
    led = sheet.elements.layout == "letter" and not first.title_page and any(s.text for s in first.headers.values())
    if words or not sections or led or any(_numbered(s.headers.values()) for s in sections):
        made.left = words
        return made
    work = _Work(sheet, made)
    for section in sheet.document.sections:
        if not section.landscape or not _lies_right(section):
            work.mend(section)
    return made


def _lies_right(section: Section) -> bool:
    """Whether the footers of a page on its side have a number that was turned, or words."""
    turned = any(
        run.field == "PAGE" and p.box for s in section.footers.values() for p in s.paragraphs for run in p.runs
    )
    return turned or any(True for _ in _with_words([section]))


def _with_words(sections: Sequence[Section]) -> Iterator[tuple[Place, str]]:
    """Yield each footer that says more than a number, and its words."""
    seen: set[str] = set()
    for section in sections:
        for kind, story in section.footers.items():
            in_force = kind != "first" or section.title_page
            if in_force and story.part not in seen and not _is_number_alone(story):
                seen.add(story.part)
                place = story.paragraphs[0].place if story.paragraphs else Place(section.place.file, part=story.part)
                yield place, " ".join(story.text.replace("\ufffc", " ").split())


def _is_number_alone(story: Story) -> bool:
    said = "".join(run.text for p in story.paragraphs for run in p.runs if not run.field)
    fields = {run.field for p in story.paragraphs for run in p.runs if run.field}
    roots = {p.element.getroottree().getroot() for p in story.paragraphs}
    pictures = any(next(root.iter(*_PICTURES), None) is not None for root in roots)
    ruled = any(b.kind not in ("none", "nil") for p in story.paragraphs for b in p.layout.borders.values())
    return (
        _NO_WORDS.fullmatch(said) is not None
        and fields <= {"PAGE", "NUMPAGES", "SECTIONPAGES"}
        and not pictures
        and not ruled
    )


def _numbered(stories: object) -> bool:
    return any(run.field == "PAGE" for story in stories for p in story.paragraphs for run in p.runs)  # type: ignore[attr-defined]


class _Work:
    """Footers under way: which parts are new, and what they are called."""

    def __init__(self, sheet: Sheet, made: Footers) -> None:
        self._sheet, self._made = sheet, made
        self._document: Document = sheet.document
        self._outside = sheet.wanted.page_number_place == "outside"
        self._written: dict[str, str] = {}  # shape by part
        if self._outside and not self._document.even_and_odd:
            self._keep_headers()
            self._part_pages()

    def mend(self, section: Section) -> None:
        """Write the footers of a section."""
        letter = self._sheet.elements.layout == "letter" and section.number == 1
        if letter and not section.title_page:
            child(section.element, "titlePg")  # the first page of a letter has no number
            section.title_page = True
        kinds = ["default", *(["even"] if self._outside or self._document.even_and_odd else [])]
        if section.title_page and section.number == 1 and not letter:
            kinds.append("first")
        for kind in kinds:
            self._write(section, kind)
        if not section.landscape and set_footer_distance(section):
            self._made.changed.append(section.place)

    def _write(self, section: Section, kind: str) -> None:
        shape = "even" if kind == "even" and self._outside else "default"
        shape += "-lying" * section.landscape
        sections = self._document.sections
        turns = section.landscape or (section.number > 1 and sections[section.number - 2].landscape)
        own = [r for r in section.element.iterchildren(f"{W}footerReference") if r.get(f"{W}type", "default") == kind]
        if not own and section.number > 1 and not turns and (kind in section.footers or self._written):
            return  # it goes on with that of the section before
        story = section.footers.get(kind) if own else None
        if story is not None and self._written.get(story.part, shape) == shape:
            part = story.part
            if part not in self._written:
                self._put(part, number_footer(self._sheet.wanted, shape))
        else:
            for reference in own:
                section.element.remove(reference)
            known = next((name for name, other in self._written.items() if other == shape and turns), "")
            part = known or self._add("footer", number_footer(self._sheet.wanted, shape))
            self._refer(section, "footer", kind, part)
        self._written[part] = shape
        self._made.changed.append(Place(section.place.file, part=part))

    def _put(self, part: str, xml: bytes) -> None:
        self._made.parts[part] = xml
        self._document.trees.pop(part, None)

    def _keep_headers(self) -> None:
        """Give even pages a copy of each header that all pages had."""
        parts = self._document.package.parts
        for section in self._document.sections:
            references = {r.get(f"{W}type", "default"): r for r in section.element.iterchildren(f"{W}headerReference")}
            story = section.headers.get("default")
            if "default" in references and story is not None and (story.text.strip() or _draws(story)):
                if "even" in references:
                    section.element.remove(references["even"])
                copied = self._add("header", parts[story.part])
                if list_of(story.part) in parts:
                    self._made.parts[list_of(copied)] = parts[list_of(story.part)]
                self._refer(section, "header", "even", copied)

    def _part_pages(self) -> None:
        """Say in the settings that even pages have footers of their own."""
        document, parts = self._document, self._document.package.parts
        known = {r.kind: r.target for r in relations(parts, document.package.main) if not r.external}
        settings = known.get("settings", "")
        if settings not in parts:
            settings = self._add("settings", f'<w:settings xmlns:w="{W[1:-1]}"/>'.encode())
        root = etree.fromstring(self._made.parts.get(settings, parts.get(settings, b"")), PARSER)
        for old in root.findall(f"{W}evenAndOddHeaders"):
            root.remove(old)
        put(root, etree.Element(f"{W}evenAndOddHeaders"))
        self._made.parts[settings] = _written(root)
        self._made.changed.append(Place(document.name, part=settings))

    # --- the package

    def _tree(self, part: str, empty: bytes) -> etree._Element:
        parts = self._document.package.parts
        return etree.fromstring(self._made.parts.get(part) or parts.get(part) or empty, PARSER)

    def _add(self, kind: str, xml: bytes) -> str:
        """Add a part beside the main one; return its name."""
        main, parts = self._document.package.main, self._document.package.parts
        folder = main.rpartition("/")[0]
        taken = {name.casefold() for name in (*parts, *self._made.parts)}
        names = (f"{kind}{number or ''}.xml" for number in range(0 if kind == "settings" else 1, 10_000))
        name = next(name for name in names if f"{folder}/{name}".lstrip("/").casefold() not in taken)
        part = f"{folder}/{name}".lstrip("/")
        self._made.parts[part] = xml
        types = self._tree(_TYPES, b"")
        etree.SubElement(types, f"{_KINDS}Override", PartName=f"/{part}", ContentType=f"{_CONTENT}{kind}+xml")
        self._made.parts[_TYPES] = _written(types)
        listing = list_of(main)
        listed = self._tree(listing, f'<Relationships xmlns="{_LIST[1:-1]}"/>'.encode())
        used = {r.get("Id", "") for r in listed}
        own = next(f"rId{n}" for n in range(1, 100_000) if f"rId{n}" not in used)
        etree.SubElement(listed, f"{_LIST}Relationship", Id=own, Type=f"{_TYPE}{kind}", Target=name)
        self._made.parts[listing] = _written(listed)
        return part

    def _refer(self, section: Section, kind: str, which: str, part: str) -> None:
        parts = {**self._document.package.parts, **self._made.parts}
        own = next(r.id for r in relations(parts, self._document.package.main) if r.target == part)
        made = etree.Element(f"{W}{kind}Reference", {f"{W}type": which, f"{_R}id": own})
        put(section.element, made)


def _draws(story: Story) -> bool:
    return any(b.kind not in ("none", "nil") for p in story.paragraphs for b in p.layout.borders.values())


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def number_footer(wanted: Wanted, shape: str) -> bytes:
    """Return a footer with the number of the page; of even pages on the left, of those on their side turned with them."""
    root = etree.fromstring(_TURNED if shape.endswith("-lying") else _UPRIGHT, PARSER)
    paragraph = next(p for p in root.iter(f"{W}p") if not len(p))
    layout = etree.SubElement(paragraph, f"{W}pPr")
    size = round(2 * wanted.small_size_pt)
    side = "left" if shape.startswith("even") else "right"
    inward = {f"{side}Chars": "100", side: str(size * 10)} if wanted.page_number_place == "outside" else {}
    align = side if inward else "center"
    for name in ("left", "right", "firstLine"):
        inward = {f"{name}Chars": "0", name: "0", **inward}
    spacing: dict[str, str | int | None] = {"before": 0, "after": 0, "line": size * 10, "lineRule": "exact"}
    set_attributes(child(layout, "spacing"), spacing)
    set_attributes(child(layout, "ind"), inward)
    child(layout, "jc").set(f"{W}val", align)
    dash = _DASH if wanted.page_number_dashes else ""
    for tag, text in _number(dash):
        run = etree.SubElement(paragraph, f"{W}r")
        _look(run, wanted, size)
        part = etree.SubElement(run, f"{W}{tag}")
        if tag == "fldChar":
            part.set(f"{W}fldCharType", text)
        else:
            part.text = text
            part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _written(root)


def _number(dash: str) -> Iterator[tuple[str, str]]:
    if dash:
        yield "t", f"{dash} "
    yield from (("fldChar", "begin"), ("instrText", " PAGE "), ("fldChar", "separate"), ("t", "1"), ("fldChar", "end"))
    if dash:
        yield "t", f" {dash}"


def _look(run: etree._Element, wanted: Wanted, size: int) -> None:
    look = etree.SubElement(run, f"{W}rPr")
    fonts = child(look, "rFonts")
    for slot in ("ascii", "eastAsia", "hAnsi"):
        fonts.set(f"{W}{slot}", wanted.page_number_faces[0])
    for name, value in (("b", "0"), ("i", "0"), ("color", "auto"), ("spacing", "0"), ("sz", size), ("szCs", size)):
        child(look, name).set(f"{W}val", str(value))

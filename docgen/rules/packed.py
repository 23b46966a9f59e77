"""The package: what its parts lead to, and what they are declared as. Codes F904-F909, a part of `docgen.rules.soundness`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from docgen.archive import name_key
from docgen.findings import Place
from docgen.package import Relation, relations
from docgen.pages.facts import Document
from docgen.pages.spots import FALLBACK, W
from docgen.rules.rule import Strength, Verdict
from docgen.rules.whole import PART_1, PART_2, stories, whole

_REFERS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERRING = etree.XPath(
    "//@r:*|//@o:relid", namespaces={"r": _REFERS[1:-1], "o": "urn:schemas-microsoft-com:office:office"}
)
_TYPES = "[Content_Types].xml"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_NAMED = ("image", "hyperlink", "chart", "oleobject", "package", "afchunk")
_TYPE_OF = {
    **{
        kind.lower(): f"wordprocessingml.{kind}+xml"
        for kind in (
            "styles",
            "settings",
            "numbering",
            "fontTable",
            "footnotes",
            "endnotes",
            "comments",
            "header",
            "footer",
        )
    },
    "theme": "theme+xml",
    "core-properties": "core-properties+xml",
    "extended-properties": "extended-properties+xml",
}
_SIDES = ((f"{W}headerReference", "header", f"{W}hdr"), (f"{W}footerReference", "footer", f"{W}ftr"))


@whole("F904", f"{PART_1} 22.8", Strength.MUST, good='<a:blip r:embed="rId5"/>', bad='<a:blip r:embed="rId99"/>')
def references(document: Document) -> Iterator[Verdict]:
    """Every reference of a part has its relationship."""
    for part, root, spots in stories(document):
        known = {relation.id for relation in relations(document.package.parts, part)}
        for element, found in _referring(root):
            if found not in known and next(element.iterancestors(FALLBACK), None) is None:
                yield Verdict(False, spots.place(element), found)


@whole(
    "F905",
    f"{PART_2} 9.3",
    Strength.PRACTICE,
    good='<Relationship Id="rId5"/> … r:embed="rId5"',
    bad='<Relationship Id="rId5"/>',
)
def unused(document: Document) -> Iterator[Verdict]:
    """Every picture, link or object that a part leads to is used there.

    A header or footer may be left of a section that a template had and its data left out.
    """
    for part, root, spots in stories(document):
        listed = [r for r in relations(document.package.parts, part) if r.kind in _NAMED]
        used = {found for _, found in _referring(root)} if listed else set()
        for relation in listed:
            if relation.id not in used:
                yield Verdict(False, spots.place(), f"{relation.id} ({relation.target})")


def _referring(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield what a part refers to by id, and the element that does."""
    referring: Any = _REFERRING(root)  # attribute values, each of which knows its element
    yield from ((found.getparent(), str(found)) for found in referring if found)


@whole(
    "F906",
    f"{PART_2} 10.1.2",
    Strength.MUST,
    good='<Default Extension="png" ContentType="image/png"/>',
    bad='media/image1.png, no <Default Extension="png"/>',
)
def typed(document: Document) -> Iterator[Verdict]:
    """Every part that something leads to has a content type."""
    for part in dict.fromkeys(relation.target for relation in _all_relations(document)):
        if not document.package.content_types.get(part):
            yield Verdict(False, Place(document.name, part=part), part)


@whole(
    "F907",
    f"{PART_2} 10.1.2",
    Strength.PRACTICE,
    good='<Override PartName="/word/styles.xml"/> and word/styles.xml',
    bad='<Override PartName="/word/styles.xml"/> alone',
)
def declared(document: Document) -> Iterator[Verdict]:
    """Every part that the list of content types names exists."""
    names = {name_key(part) for part in document.package.parts}
    for override in document.tree(_TYPES).iter(_OVERRIDE):
        part = override.get("PartName", "").removeprefix("/")
        if name_key(part) not in names:
            yield Verdict(False, Place(document.name, part=_TYPES), part)


@whole(
    "F908",
    f"{PART_1} 11.3",
    Strength.MUST,
    good="word/styles.xml: …wordprocessingml.styles+xml",
    bad="word/styles.xml: application/xml",
)
def rightly_typed(document: Document) -> Iterator[Verdict]:
    """Styles, lists, headers and the like have the content type of what they are."""
    told: set[str] = set()
    for relation in _all_relations(document):
        found = document.package.content_types.get(relation.target, "")
        wanted = _TYPE_OF.get(relation.kind, "")
        if found and not found.lower().endswith(wanted.lower()) and relation.target not in told:
            told.add(relation.target)
            yield Verdict(False, Place(document.name, part=relation.target), found, wanted)


def _all_relations(document: Document) -> Iterator[Relation]:
    """Yield the relationships inside the package, those of the package itself first."""
    parts = document.package.parts
    for part in ("", *parts):
        yield from (r for r in relations(parts, part) if not r.external and r.target in parts)


@whole(
    "F909",
    f"{PART_1} 17.10",
    Strength.MUST,
    good='<w:footerReference r:id="rId7"/>, rId7 is a footer',
    bad='<w:footerReference r:id="rId7"/>, rId7 is a picture',
)
def sides(document: Document) -> Iterator[Verdict]:
    """What a section names as its header or footer is one."""
    package = document.package
    by_id = {relation.id: relation for relation in relations(package.parts, package.main)}
    for _, root, spots in stories(document):
        for tag, kind, head in _SIDES:
            for named in root.iter(tag):
                relation = by_id.get(named.get(f"{_REFERS}id", ""))
                if relation is None:
                    if not named.get(f"{_REFERS}id"):
                        yield Verdict(False, spots.place(named), "", kind)
                elif relation.kind != kind or not _begins_with(document, relation.target, head):
                    yield Verdict(False, spots.place(named), relation.target, kind)


def _begins_with(document: Document, part: str, tag: str) -> bool:
    named = part.lower().endswith(".xml") and part in document.package.parts
    return named and document.tree(part).tag == tag


RULES = (references, unused, typed, declared, rightly_typed, sides)

"""What travels in a Word file and is not seen on paper: `hidden_things` tells it, `docgen.pages.scrub` takes it out.

Codes: F951-F976.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from docgen.findings import Finding, Place, Severity
from docgen.package import Package, relations
from docgen.pages.accepted import FORMAT_CHANGES
from docgen.pages.looks import Looks
from docgen.pages.pictures import metadata
from docgen.pages.spots import Spots, W, fields, seen, value
from docgen.relations import Relation, tree

SPEAKING_CORE = {
    "creator": "author",
    "lastModifiedBy": "last saved by",
    "keywords": "keywords",
    "category": "category",
    "subject": "subject",
    "description": "remarks",
    "contentStatus": "status",
    "identifier": "identifier",
    "version": "version",
}
SPEAKING_APP = {
    "Company": "company",
    "Manager": "manager",
    "Template": "template",
    "TotalTime": "minutes of editing",
    "HyperlinkBase": "base of links",
}
KINDS = {  # what a relationship of a kind leads to, within the package
    "thumbnail": "F966",
    "printersettings": "F967",
    "customxml": "F960",
    "oleobject": "F962",
    "package": "F962",
    "control": "F962",
    "keymapcustomizations": "F972",
    "attachedtoolbars": "F972",
    "extensibility": "F972",
    "webextensiontaskpanes": "F972",
    "classificationlabels": "F975",
    "origin": "F976",
}
CHANGES = {
    "ins": "F952",
    "cellIns": "F952",
    "customXmlInsRangeStart": "F952",
    "del": "F953",
    "cellDel": "F953",
    "customXmlDelRangeStart": "F953",
    "moveFrom": "F954",
    "moveTo": "F954",
    "customXmlMoveFromRangeStart": "F954",
    "customXmlMoveToRangeStart": "F954",
    **dict.fromkeys(FORMAT_CHANGES, "F955"),
}
LEADS_OUT = ("INCLUDEPICTURE", "INCLUDETEXT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD", "IMPORT", "HYPERLINK")
PATH = re.compile(
    r"""(?:file:/{2,}|(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\(?=\w)|(?<!\w)/(?:Users|home)/)[^"<>|\n]*""", re.IGNORECASE
)
REVISION_IDS = etree.XPath("//@*[starts-with(local-name(), 'rsid')]")
SPEAKING = etree.XPath(
    "//@descr | //@title | //@alt | //@name | //@o:title", namespaces={"o": "urn:schemas-microsoft-com:office:office"}
)
REFERRING = etree.XPath(
    "//@r:* | //@o:relid",
    namespaces={
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "o": "urn:schemas-microsoft-com:office:office",
    },
)
DOCUMENT_IDS = (
    "{http://schemas.microsoft.com/office/word/2010/wordml}docId",
    "{http://schemas.microsoft.com/office/word/2012/wordml}docId",
)
BINDINGS = (f"{W}dataBinding", "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding")
INK = "{*}contentPart"
_INK_TYPE = "inkml+xml"
_PLAIN_TEMPLATE = re.compile(r"Normal\w*(?:\.dot[mx]?)?", re.IGNORECASE)
_PERSON = "{http://schemas.microsoft.com/office/word/2012/wordml}person"
_MOST_WORDS = 30  # characters that a finding quotes


def hidden_things(package: Package, name: str) -> list[Finding]:
    """Return what travels in a file and is not seen on paper: changes, comments, hidden words, names, links, data of pictures.

    Every finding is a warning, except that one note counts the ids of revisions.

    Args:
        package: The file, from `open_docx`.
        name: What messages call it.
    """
    found = [
        *_comments(package, name),
        *_in_words(package, name),
        *_in_settings(package, name),
        *_properties(package, name),
        *_led_to(package, name),
        *_pictures(package, name),
    ]
    once: dict[tuple[str, Place, str], Finding] = {}
    for finding in found:
        once.setdefault((finding.code, finding.place, str(sorted(finding.args.items()))), finding)
    return list(once.values())


def word_parts(package: Package) -> list[str]:
    """Return the XML parts that are Word's own, the main part first."""
    others = [
        part for part, kind in package.content_types.items() if "wordprocessingml" in kind and part in package.parts
    ]
    return [package.main, *sorted(part for part in others if part != package.main and part.endswith(".xml"))]


def external_field(code: str) -> bool:
    """Whether the code of a field leads out of the document."""
    words = code.replace("\0", "").split()
    return bool(words) and words[0].upper() in LEADS_OUT and words[1:2] != ["\\l"]


def speaks(part: str, tag: str, words: str) -> bool:
    r"""Whether a property says something of people or computers.

    Args:
        part: ``core`` or ``app``.
        tag: Name of the property, without its namespace.
        words: What it says.
    """
    if not words or (tag == "TotalTime" and words == "0") or (tag == "Template" and _PLAIN_TEMPLATE.fullmatch(words)):
        return False
    return tag in (SPEAKING_CORE if part == "core" else SPEAKING_APP)


def properties_part(package: Package, kind: str) -> str:
    """Return the part with the properties of a kind, such as ``core-properties``; ``''`` when there is none."""
    found = (r.target for r in relations(package.parts, "") if r.kind == kind and not r.external)
    return next((target for target in found if target in package.parts), "")


def _told(code: str, place: Place, **args: Any) -> Finding:
    return Finding(code, place, args, Severity.WARNING)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t", f"{W}delText"))


# --- comments, changes, words


def _comments(package: Package, name: str) -> Iterator[Finding]:
    marks: dict[str, Place] = {}
    for part in word_parts(package):
        root = tree(package.parts[part])
        spots = Spots(name, part, root)
        for mark in seen(root, f"{W}commentReference"):
            marks.setdefault(value(mark, "id"), spots.place(mark))
    for part in word_parts(package):
        root = tree(package.parts[part])
        for comment in root.iterchildren(f"{W}comment"):
            place = marks.get(value(comment, "id"), Place(name, part=part))
            yield _told("F951", place, who=value(comment, "author"), found=_short(_text(comment)))
    for relation in _inside(package):
        if relation.kind == "people":
            people = tree(package.parts[relation.target]).iter(_PERSON)
            names = [person.get(_PERSON.replace("person", "author"), "") for person in people]
            yield _told("F970", Place(name, part=relation.target), found=_short("、".join(names)))


def _in_words(package: Package, name: str) -> Iterator[Finding]:
    looks = Looks(package)
    ids: set[str] = set()
    for part in word_parts(package):
        root = tree(package.parts[part])
        spots = Spots(name, part, root)
        referring: Any = REVISION_IDS(root)
        ids |= {str(id_) for id_ in referring} | {value(id_) for id_ in root.iter(f"{W}rsid", f"{W}rsidRoot")}
        ids |= {str(id_.attrib.values()) for id_ in root.iter(*DOCUMENT_IDS)}
        yield from _changes(root, spots)
        for run, hidden in looks.unseen(root):
            yield _told("F956" if hidden else "F968", spots.place(run), found=_short(_text(run)))
        codes = [(made.begin, made.instruction) for made in fields(root)[0]]
        for begin, code in (*codes, *((simple, value(simple, "instr")) for simple in root.iter(f"{W}fldSimple"))):
            if external_field(code):
                yield _told("F963", spots.place(begin), found=_short(code.replace("\0", "…")))
        for binding in root.iter(*BINDINGS):
            yield _told("F973", spots.place(binding), found=value(binding, "xpath"))
        speaking: Any = SPEAKING(root)
        for words in speaking:
            if PATH.search(words):
                yield _told("F969", spots.place(words.getparent()), found=_short(words))
        for granted in root.iter(f"{W}permStart"):
            if value(granted, "ed"):
                yield _told("F970", spots.place(granted), found=_short(value(granted, "ed")))
        for ink in root.iter(INK):
            yield _told("F971", spots.place(ink))
    if ids:
        yield Finding("F957", Place(name), {"count": len(ids)}, Severity.NOTE)


def _changes(root: etree._Element, spots: Spots) -> Iterator[Finding]:
    """Yield the changes that are not accepted, those of one person in one paragraph as one."""
    gathered: dict[tuple[str, str, Place], str] = {}
    for change in seen(root, *(f"{W}{tag}" for tag in CHANGES)):
        code = CHANGES[etree.QName(change).localname]
        key = (code, value(change, "author"), spots.place(change))
        gathered[key] = gathered.get(key, "") + ("" if code == "F955" else _text(change))
    for (code, who, place), words in gathered.items():
        yield _told(code, place, who=who, found=_short(words) or "¶")


def _in_settings(package: Package, name: str) -> Iterator[Finding]:
    for part in word_parts(package):
        root = tree(package.parts[part])
        if root.tag == f"{W}settings":
            place = Place(name, part=part)
            for variable in root.iterfind(f"{W}docVars/{W}docVar"):
                yield _told("F961", place, name=value(variable, "name"), found=_short(value(variable)))
            if root.find(f"{W}mailMerge") is not None:
                yield _told("F974", place)


# --- properties, links, parts, pictures


def _properties(package: Package, name: str) -> Iterator[Finding]:
    for kind, named in (("core", SPEAKING_CORE), ("app", SPEAKING_APP)):
        part = properties_part(package, "core-properties" if kind == "core" else "extended-properties")
        for child in tree(package.parts[part]).iterchildren("{*}*") if part else ():
            tag, words = etree.QName(child).localname, (child.text or "").strip()
            if speaks(kind, tag, words):
                yield _told("F958", Place(name, part=part), what=named[tag], found=_short(words))
    part = properties_part(package, "custom-properties")
    for child in tree(package.parts[part]).iterchildren("{*}property") if part else ():
        words = "".join(str(text) for text in child.itertext())
        yield _told("F959", Place(name, part=part), name=child.get("name", ""), found=_short(words))


def _led_to(package: Package, name: str) -> Iterator[Finding]:
    for left_out in package.findings:  # links that were cut when the file was opened
        if left_out.code in ("T142", "T143"):
            code = "F964" if left_out.code == "T142" else "F963"
            yield _told(code, Place(name, part=left_out.place.part), found=str(left_out.args.get("target", "")))
    for source in ("", *package.parts):
        listed = relations(package.parts, source)
        users = _users(package, source, name) if any(r.external for r in listed) else {}
        for relation in listed:
            place = users.get(relation.id, Place(name, part=source))
            if relation.external:
                yield _told("F963", place, found=relation.target)
            elif relation.kind in KINDS and relation.target in package.parts and not _is_ink(package, relation):
                yield _told(KINDS[relation.kind], Place(name, part=relation.target), found=relation.target)


def _users(package: Package, part: str, name: str) -> dict[str, Place]:
    """Return where a part uses each of its relationships."""
    if not part or not part.endswith(".xml"):
        return {}
    root = tree(package.parts[part])
    spots = Spots(name, part, root)
    referring: Any = REFERRING(root)
    return {str(found): spots.place(found.getparent()) for found in reversed(referring)}


def _is_ink(package: Package, relation: Relation) -> bool:
    return package.content_types.get(relation.target, "").endswith(_INK_TYPE)


def _inside(package: Package) -> Iterator[Relation]:
    for source in ("", *package.parts):
        yield from (r for r in relations(package.parts, source) if not r.external and r.target in package.parts)


def _pictures(package: Package, name: str) -> Iterator[Finding]:
    small = {relation.target for relation in relations(package.parts, "")}  # of the first page, told by itself
    for part, held in package.parts.items():
        said = [] if part.endswith((".xml", ".rels")) or part in small else metadata(held)
        if said:
            yield _told("F965", Place(name, part=part), found="、".join(said))

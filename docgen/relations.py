"""Relationships of a package: what a part leads to, which of that is wrong, and what must not travel on.

Codes: T106, T131-T134 (refused), T141-T146 (told).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from docgen.archive import name_key
from docgen.findings import MOST_ALIKE, Finding, Place, Severity
from docgen.patterns import late

ROOT = "_rels/.rels"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_LINKING = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{urn:schemas-microsoft-com:office:office}",
)
_LIST = late(r"((?:.*/)?)_rels/([^/]*)\.rels", re.IGNORECASE | re.DOTALL)
_SCHEME = late(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_FILE_NEARBY = late(r"\\\\|//|[A-Za-z]:[\\/]")
_WEB = ("http", "https", "mailto", "ftp", "ftps", "tel")
_TOLD = {"image": "T141", "attachedtemplate": "T142", "oleobject": "T143", "package": "T143", "control": "T143"}
_MACROS = ("vbaproject", "wordvbadata")
_NOT_COPIED = ("T142", "T143")
_WHOLE = (
    "attachedTemplate",
    "OLEObject",
    "objectLink",
    "externalData",
)  # elements that mean nothing without their link


class Relation(NamedTuple):
    """One relationship of a part.

    Attributes:
        id: What the part calls it.
        type: Its type, an address.
        target: Member that it leads to, spelt as the package spells it. As written when it is external, leads nowhere in
            the package, or is only a place inside a part.
        external: True when it leads out of the package on purpose.
    """

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """Return the last word of the type, in small letters."""
        return self.type.rpartition("/")[2].lower()


def tree(xml: bytes) -> etree._Element:
    """Return the root of a part that has been checked already."""
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def list_of(part: str) -> str:
    """Return the member that lists the relationships of a part; of the package itself for ``''``."""
    folder, slash, base = part.rpartition("/")
    return f"{folder}{slash}_rels/{base}.rels"


def relations(parts: Mapping[str, bytes], part: str) -> list[Relation]:
    """Return the relationships of a part, in their order; those of the package itself for ``''``.

    Args:
        parts: The parts of a package that was opened.
        part: Name of the member.
    """
    listed = parts.get(list_of(part))
    if listed is None:
        return []
    return [relation for relation, _ in _relations(listed, part, {name_key(name): name for name in parts})]


def check_relations(parts: Mapping[str, bytes], file: str) -> tuple[list[Finding], dict[str, bytes]]:
    """Return what is to say about the relationships of a package, and the parts that change because a link is not copied.

    Args:
        parts: The parts, each of them well-formed.
        file: What messages call the package.
    """
    names = {name_key(name): name for name in parts}
    findings: list[Finding] = []
    changed: dict[str, bytes] = {}
    leads: dict[str, dict[str, str]] = {}
    for listing in parts:
        source = _source(listing)
        if source is None:
            continue
        source = names.get(name_key(source), source)
        found = list(_relations(parts[listing], source, names))
        here = [*_faults(found, source, file), *_remarks(found, source or ROOT, file)]
        findings += here
        leads[source] = {r.target: r.id for r, ok in found if ok and not r.external and r.kind != "hyperlink"}
        cut = {str(f.args["id"]) for f in here if f.code in _NOT_COPIED}
        if cut:
            changed[listing] = _without_relations(parts[listing], cut)
            if source in parts:
                changed[source] = _without_links(changed.get(source, parts[source]), cut)
    findings += (_finding("T133", file, part, id=id_, target=target) for part, id_, target in _circles(leads))
    return _few(findings), changed


def _source(listing: str) -> str | None:
    """Return the part whose relationships a member lists, ``''`` for the package; ``None`` when it lists none."""
    match = _LIST.fullmatch(listing)
    return match[1] + match[2] if match else None


def _relations(listed: bytes, source: str, names: Mapping[str, str]) -> Iterator[tuple[Relation, bool]]:
    """Yield the relationships of a part, and whether each leads to a member or on purpose out of the package."""
    for element in tree(listed).iter(f"{_PACKAGE}Relationship"):
        target = element.get("Target")
        external = element.get("TargetMode", "").lower() == "external"
        member = None if external or target is None else _member(source, target)
        found = names.get(name_key(member), "") if member else ""
        yield (
            Relation(element.get("Id", ""), element.get("Type", ""), found or target or "", external),
            bool(found) or external,
        )


def _member(source: str, target: str) -> str | None:
    """Return the member name that a target means, spelt without percent signs; ``None`` when it lies outside."""
    path = unquote(target.partition("#")[0])
    if _SCHEME.match(path) or path.startswith("//") or "\\" in path:
        return None
    steps = [] if path.startswith("/") else source.split("/")[:-1]
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _faults(found: Iterable[tuple[Relation, bool]], source: str, file: str) -> Iterator[Finding]:
    seen: set[str] = set()
    place = source or ROOT
    for relation, ok in found:
        told = {"id": relation.id, "target": relation.target}
        if relation.kind in _MACROS:
            yield _finding("T106", file, place)
        if _source(source) is not None or (not relation.external and _source(relation.target) is not None):
            yield _finding("T133", file, place, **told)
        elif not ok and not _tolerated(relation):
            inside = _member(source, relation.target) is not None
            yield _finding("T131" if inside else "T132", file, place, **told)
        if relation.id in seen:
            yield _finding("T134", file, place, **told)
        seen.add(relation.id)


def _tolerated(relation: Relation) -> bool:
    """Say whether a relationship without a member is one that Word writes: a lost picture, or a place in the same part."""
    nowhere = relation.target.startswith("#")
    return nowhere or _lost(relation) or relation.kind == "attachedtemplate"


def _lost(relation: Relation) -> bool:
    return relation.target.rpartition("/")[2].upper() == "NULL"


def _remarks(found: Iterable[tuple[Relation, bool]], source: str, file: str) -> Iterator[Finding]:
    for relation, ok in found:
        code = _remark(relation, ok)
        if code:
            told = {"id": relation.id, "target": relation.target}
            yield Finding(code, Place(file, part=source), told, Severity.WARNING)


def _remark(relation: Relation, ok: bool) -> str:
    if relation.kind == "attachedtemplate":
        return "T142"
    if _lost(relation) and relation.kind != "hyperlink" and (relation.external or not ok):
        return "T145"
    if not relation.external:
        return ""
    if relation.kind != "hyperlink":
        return _TOLD.get(relation.kind, "T146")
    scheme = _SCHEME.match(relation.target)
    strange = scheme is not None and scheme[1].lower() not in _WEB
    return "T144" if strange or _FILE_NEARBY.match(unquote(relation.target)) else ""


def _circles(leads: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield part, id and target of each relationship that leads back to where it came from."""
    done: set[str] = set()
    for first in leads:
        path = {} if first in done else {first: iter(leads[first].items())}
        while path:
            part, ways = next(reversed(path.items()))
            target, id_ = next(ways, ("", ""))
            if not target:
                done.add(part)
                del path[part]
            elif target in path:
                yield part, id_, target
            elif target not in done and target in leads:
                path[target] = iter(leads[target].items())


def _without_relations(listed: bytes, ids: set[str]) -> bytes:
    root = tree(listed)
    for element in list(root.iter(f"{_PACKAGE}Relationship")):
        if element.get("Id", "") in ids:
            _drop(element)
    return _written(root)


def _without_links(xml: bytes, ids: set[str]) -> bytes:
    """Return a part without what used these relationships: the whole element where it is nothing without them."""
    root = tree(xml)
    for element in list(root.iter("{*}*")):
        used = [key for key, value in element.attrib.items() if value in ids and str(key).startswith(_LINKING)]
        if used and etree.QName(element).localname in _WHOLE:
            _drop(element)
        else:
            for key in used:
                del element.attrib[key]
    return _written(root)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        before = element.getprevious()
        if element.tail and before is not None:
            before.tail = (before.tail or "") + element.tail
        elif element.tail:
            parent.text = (parent.text or "") + element.tail
        parent.remove(element)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _finding(code: str, file: str, part: str, **args: str) -> Finding:
    return Finding(code, Place(file, part=part), args)


def _few(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, of each code no more than tell something new."""
    counted: Counter[str] = Counter()
    kept = []
    for finding in findings:
        counted[finding.code] += 1
        if counted[finding.code] <= MOST_ALIKE:
            kept.append(finding)
    return kept

"""Word packages: opened with every part checked, written in fixed order and with fixed dates.

This is the one way in. What it hands out is well-formed, holds no DOCTYPE, leads nowhere that is missing, and links to no
template or object outside; what is harmless but should be known comes along as warnings.

Codes: T101, T103, T105-T108, T111, T113, T115-T119; those of `docgen.archive` and `docgen.relations` pass through.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from docgen.archive import Packed, name_key, pack, read_members, refused, unpack, write_packed
from docgen.catalogue.causes import MALFORMED, XML
from docgen.errors import DocgenError, LimitError, TemplateError, checked_limits, over
from docgen.findings import MOST_ALIKE, Finding, Place
from docgen.limits import Limits
from docgen.patterns import late
from docgen.relations import Relation, check_relations, relations, tree

__all__ = [
    "Package",
    "Packed",
    "Relation",
    "malformed",
    "open_docx",
    "pack",
    "parts_of",
    "read_docx",
    "read_package",
    "relations",
    "what_begins",
    "write_docx",
    "write_packed",
]

_TYPES = "[Content_Types].xml"
_FIRST = (_TYPES, "_rels/.rels")
_USUAL_MAIN = "word/document.xml"
_LEVEL = 6
_UNBOUNDED = Limits(
    docx_members=sys.maxsize, part_bytes=sys.maxsize, package_bytes=sys.maxsize, ratio=sys.maxsize
)  # for what we made ourselves
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

# What a file is that does not begin as a zip archive does.
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "an old .doc or an encrypted file"),
    (b"Rar!", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_MARKS = b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"
_OLD_FORMATS = (
    ("WordDocument", "an old .doc or .wps file"),
    ("Workbook", "a workbook"),
    ("PowerPoint", "a presentation"),
)
_PROTECTED = ("EncryptedPackage", "DRMEncrypted")

# What another package is: by its member `mimetype`, by a member of its own, by its content types.
_OPEN_DOCUMENT = (
    (b"opendocument.text", "an OpenDocument file (.odt)"),
    (b"opendocument.spreadsheet", "a workbook"),
    (b"opendocument.presentation", "a presentation"),
)
_OTHER_OFFICE = (("spreadsheetml", "a workbook"), ("presentationml", "a presentation"), ("visio", "a drawing"))
_CANNOT_BE_SAVED_AS_WORD = ("a workbook", "a presentation", "a drawing", "a picture", "a packed archive")

_WORD = "wordprocessingml.document.main+xml"
_WORD_TEMPLATE = "wordprocessingml.template.main+xml"
_STRICT = "http://purl.oclc.org/ooxml/"
_LONGEST = 10_000_000  # of one text, in bytes: what the parsers behind us take
_ONLY_A_TREE_TELLS = (b"\0", b"xml:id")  # UTF-16 may hold the second, unseen
_PAST_PARSING = ("XML_PARSE_HUGE", "Resource limit", "huge text node", "length too long", "too big found")
_ENDLESS = late(rb"<[^<]{%d}" % _LONGEST)


@dataclass(frozen=True, slots=True)
class Package:
    """A Word file that was opened.

    Attributes:
        parts: Bytes of each part by member name, in the order of the file, expanded when asked for; folders are left out.
        packed: The same parts as they are stored, to be written again without packing them.
        main: Name of the main document part.
        content_types: Content type of each part that has one.
        findings: Warnings: what leads out of the package.
    """

    parts: Mapping[str, bytes]
    packed: dict[str, Packed]
    main: str
    content_types: dict[str, str]
    findings: list[Finding]


def open_docx(data: bytes, name: str, limits: Limits | None = None) -> Package:
    """Return the parts of a Word file and what is to know about them. Nothing outside the file is read.

    Args:
        data: The file.
        name: What messages call it.
        limits: Budgets.

    Raises:
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It is larger than a budget allows.
    """
    limits = checked_limits(limits)
    _recognise(data, name, limits)
    packed = read_members(data, name, limits)
    _check_members(packed, name, limits)
    parts = _Parts(packed, name)
    parts.expand_unknown()
    _check_xml(parts, [_TYPES], name)
    overrides, defaults = _declared(parts[_TYPES])
    _check_kind({*overrides.values(), *defaults.values()}, parts, name)
    types = {part: kind for part in parts if (kind := _type_of(part, overrides, defaults))}
    _check_xml(parts, [part for part in parts if part != _TYPES and _is_xml(part, types.get(part, ""))], name)
    main = _main(parts, types, name)
    findings, changed = check_relations(parts, name)
    if any(finding.is_error for finding in findings):
        raise TemplateError(findings)
    parts.exchange(changed)
    parts.settle()
    return Package(parts, parts.packed, main, types, findings)


def read_docx(data: bytes, name: str, limits: Limits | None = None) -> dict[str, bytes]:
    """Return the parts of a Word file by member name, as `open_docx` does.

    Args:
        data: The file.
        name: What messages call it.
        limits: Budgets.

    Raises:
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It is larger than a budget allows.
    """
    return dict(open_docx(data, name, limits).parts)


def read_package(data: bytes, name: str, limits: Limits | None = None) -> dict[str, bytes]:
    """Return the parts of any office package by member name, every XML part checked as those of a Word file are.

    Args:
        data: The file.
        name: What messages call it.
        limits: Budgets.

    Raises:
        TemplateError: It is broken or dangerous, or no office package.
        LimitError: It is larger than a budget allows.
    """
    limits = checked_limits(limits)
    packed = read_members(data, name, limits)
    _check_members(packed, name, limits)
    parts = _Parts(packed, name)
    parts.expand_unknown()
    _check_xml(parts, [part for part in parts if _is_xml(part, "")], name)
    return dict(parts)


def what_begins(data: bytes) -> str:
    """Return what a file is that does not begin as a package does, in words of the catalogue; ``""`` for one that does."""
    if data.startswith(b"PK"):
        return ""
    return next((words for start, words in _SIGNATURES if data.startswith(start)), "") or _text(data)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package that we made ourselves; what they hold is not checked."""
    return {part: unpack(member, "", part) for part, member in read_members(data, "", _UNBOUNDED).items()}


def write_docx(parts: Mapping[str, bytes]) -> bytes:
    """Return the package of ``parts``, of a Word file or another: the same parts give the same bytes."""
    order = [p for p in _FIRST if p in parts] + sorted(p for p in parts if p not in _FIRST)
    return write_packed((part, pack(parts[part], _LEVEL)) for part in order)


# --- what it is


def _recognise(data: bytes, file: str, limits: Limits) -> None:
    if len(data) > limits.docx_bytes:
        raise over("T111", Place(file), limits, "docx_bytes")
    if not data:
        raise refused("T103", file)
    what = what_begins(data)
    if not what:
        return
    if what == "an old .doc or an encrypted file":
        if any(stream.encode("utf-16-le") in data for stream in _PROTECTED):
            raise refused("T117", file)
        what = next((words for stream, words in _OLD_FORMATS if stream.encode("utf-16-le") in data), what)
    raise _no_word(what, file)


def _text(data: bytes) -> str:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return "XML or HTML"
    return "something else" if b"\0" in start and not data.startswith(_MARKS) else "plain text"


def _no_word(what: str, file: str) -> DocgenError:
    return refused("T118" if what in _CANNOT_BE_SAVED_AS_WORD else "T101", file, what=what)


def _check_members(packed: Mapping[str, Packed], file: str, limits: Limits) -> None:
    """Refuse another office program's package, one without its first parts, and lists that are endless."""
    kind = packed.get("mimetype")
    if kind is not None and kind.size < 200:
        said = unpack(kind, file, "mimetype")
        for mark, what in _OPEN_DOCUMENT:
            if mark in said:
                raise _no_word(what, file)
    if "uof.xml" in packed and _TYPES not in packed:
        raise _no_word("a Unified Office file (.uof, .uot)", file)
    for part in _FIRST:
        if part not in packed:
            raise refused("T105", file, part=part)
    for part, member in packed.items():
        if member.size > limits.list_bytes and (part == _TYPES or part.lower().endswith(".rels")):
            raise over("T113", Place(file, part=part), limits, "list_bytes")


def _check_kind(declared: set[str], parts: Mapping[str, bytes], file: str) -> None:
    """Refuse packages with macros, Word templates, and what other programs make."""
    kinds = " ".join(declared).lower()
    if "macroenabled" in kinds or "vbaproject" in kinds or any(_is_macro(part) for part in parts):
        raise refused("T106", file)
    if _WORD_TEMPLATE in kinds:
        raise refused("T108", file)
    if _WORD not in kinds:
        for mark, what in _OTHER_OFFICE:
            if mark in kinds:
                raise _no_word(what, file)


def _is_macro(part: str) -> bool:
    return part.rpartition("/")[2].lower() in ("vbaproject.bin", "vbadata.xml")


# --- what its parts are


def _declared(xml: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Return the content types by part and by extension, neither of which minds case."""
    root = tree(xml)
    overrides = {
        name_key(element.get("PartName", "").removeprefix("/")): _bare(element.get("ContentType", ""))
        for element in root.iter(f"{_CONTENT_TYPES}Override")
    }
    defaults = {
        element.get("Extension", "").lower(): _bare(element.get("ContentType", ""))
        for element in root.iter(f"{_CONTENT_TYPES}Default")
    }
    return overrides, defaults


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0].strip()


def _type_of(part: str, overrides: Mapping[str, str], defaults: Mapping[str, str]) -> str:
    extension = part.rpartition("/")[2].rpartition(".")[2].lower()
    return overrides.get(name_key(part)) or defaults.get(extension, "")


def _is_xml(part: str, content_type: str) -> bool:
    return part.lower().endswith((".xml", ".rels")) or content_type.lower().endswith(("+xml", "/xml"))


def _main(parts: Mapping[str, bytes], types: Mapping[str, str], file: str) -> str:
    """Return the main document part, found through the relationships of the package."""
    main = next((r for r in relations(parts, "") if r.kind == "officedocument" and not r.external), None)
    if main is None or main.target not in parts:
        raise refused("T105", file, part=main.target if main else _USUAL_MAIN)
    if main.type.lower().startswith(_STRICT):
        raise refused("T119", file)
    if not types.get(main.target, "").lower().endswith(_WORD):
        raise refused("T118", file, main.target, what="something else")
    return main.target


# --- well-formed, every part


_KNOWN = 4096  # members; templates of one office share most of theirs
_whole: set[bytes] = set()  # digests of members that were expanded once without a fault
_sound: set[bytes] = set()  # digests of those that were found well-formed too


class _Parts(Mapping[str, bytes]):
    """The parts of a package by member name; one that is known already is expanded only when somebody asks for it."""

    def __init__(self, packed: dict[str, Packed], file: str) -> None:
        self.packed = packed
        self.digests = {part: _digest(member) for part, member in packed.items()}
        self._file = file
        self._expanded: dict[str, bytes] = {}
        self._keeps = True

    def __getitem__(self, part: str) -> bytes:
        known = self._expanded.get(part)
        if known is None:
            known = unpack(self.packed[part], self._file, part)
            if self._keeps:
                self._expanded[part] = known
        return known

    def __contains__(self, part: object) -> bool:
        return part in self.packed

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)

    def expand_unknown(self) -> None:
        """Expand what was never expanded before, so that damage is found."""
        for part, digest in self.digests.items():
            if digest not in _whole:
                self[part]
                _remember(_whole, [digest])

    def settle(self) -> None:
        """Keep nothing expanded from now on: a template lives long, and few of its parts are asked for again."""
        self._keeps = False
        self._expanded.clear()

    def exchange(self, changed: Mapping[str, bytes]) -> None:
        """Put other bytes in the place of parts."""
        self._expanded.update(changed)
        self.packed.update((part, pack(xml)) for part, xml in changed.items())


def _digest(member: Packed) -> bytes:
    """Return what only the same bytes with the same headers have."""
    return hashlib.sha256(b"%d %d %d " % (member.method, member.size, member.crc) + member.data).digest()


def _remember(known: set[bytes], digests: Iterable[bytes]) -> None:
    if len(known) > _KNOWN:
        known.clear()
    known.update(digests)


class _DoctypeError(Exception):
    """A DOCTYPE begins."""


class _Watch:
    """What hears of an XML part while it is parsed: a DOCTYPE and its end, nothing else; no tree is built."""

    def doctype(self, *_: object) -> None:
        raise _DoctypeError

    def close(self) -> None:
        return None


def _check_xml(parts: _Parts, wanted: Iterable[str], file: str) -> None:
    """Refuse parts that are not well-formed, hold a DOCTYPE, or go past what can be parsed."""
    unknown = [part for part in wanted if parts.digests[part] not in _sound]
    watch: Any = _Watch()  # the parser calls what is there; its type asks for more
    parser = etree.XMLParser(target=watch, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    faults = [fault for part in unknown if (fault := _xml_fault(parts[part], part, parser, file))]
    if faults:
        kind = LimitError if all(fault.code == "T116" for fault in faults) else TemplateError
        raise kind(faults[:MOST_ALIKE])
    _remember(_sound, (parts.digests[part] for part in unknown))


def _xml_fault(xml: bytes, part: str, parser: etree.XMLParser, file: str) -> Finding | None:
    try:
        etree.fromstring(xml, parser)
        if len(xml) <= _LONGEST and any(mark in xml for mark in _ONLY_A_TREE_TELLS):
            tree(xml)
    except _DoctypeError:
        return Finding("T107", Place(file, part=part))
    except etree.XMLSyntaxError as exc:
        return _broken(exc.msg, getattr(exc, "code", 0), Place(file, line=exc.lineno or 1, part=part))
    wrong = next(iter(parser.error_log.filter_from_errors()), None)  # names, which a parser without a tree lets pass
    if wrong is not None:
        return _broken(wrong.message, wrong.type, Place(file, line=wrong.line, part=part))
    return Finding("T116", Place(file, part=part)) if _endless(xml) else None


def _broken(said: str, code: int, place: Place) -> Finding:
    if any(words in said for words in _PAST_PARSING):
        return Finding("T116", place)
    return Finding("T115", place, {"reason": malformed(code)})


def malformed(code: int) -> str:
    """Return what is wrong with XML, in words of ours, by the number that libxml2 has for it."""
    return next((words for name, words in XML.items() if getattr(etree.ErrorTypes, name, None) == code), MALFORMED)


def _endless(xml: bytes) -> bool:
    """Say whether a part may hold a text that is longer than a tree can; only the plainest is trusted at that size."""
    if len(xml) <= _LONGEST:
        return False
    return b"<![CDATA[" in xml or any(mark in xml for mark in _ONLY_A_TREE_TELLS) or _ENDLESS.search(xml) is not None

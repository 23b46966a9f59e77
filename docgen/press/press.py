"""A template compiled whole: which parts have tags, the code of each, and the others packed for good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from jinja2 import Environment
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree

from docgen.archive import Packed, pack, pack_pieces, unpack
from docgen.errors import LimitError, RenderError, TemplateError
from docgen.findings import Finding, Place, Severity, errors, once
from docgen.limits import Limits
from docgen.package import Package, malformed, open_docx
from docgen.patterns import late
from docgen.press.cells import guard, set_cells
from docgen.press.compile import (
    DECLARATION,
    PIECES,
    CompiledPart,
    compile_part,
    items_of,
    joined,
    joins_well,
    names_in,
)
from docgen.press.copies import COPIED, number_copies, numbered
from docgen.press.core import CORE, CORE_RELATION, CORE_TYPE, core_part
from docgen.press.finish import drop_empty_end, drop_empty_runs, finish, is_marked, may_end_empty
from docgen.press.gate import Sandbox, environment
from docgen.press.layout import Frame, set_frames
from docgen.press.lists import Lists
from docgen.press.parts import Around, Effort, Part, shown, within_blocks
from docgen.press.rich import Additions, broken_at
from docgen.press.scan import scan
from docgen.press.state import State, begin, end
from docgen.press.structure import Item, Structure
from docgen.press.values import illegal_values, is_function
from docgen.press.word import W, check_well_formed, parse

_FILLED = late(
    r"application/vnd\.openxmlformats-(?:officedocument\.wordprocessingml\.(?:document\.main|header|footer|footnotes|endnotes|"
    r"comments)|package\.core-properties|officedocument\.custom-properties)\+xml"
)
_REPEATING = frozenset(["endfor", "endmacro", "endset"])
_RESERVED = late("[\ufdd0-\ufdef]")


@dataclass(slots=True)
class PressedPart:
    """A part with tags, ready to be printed."""

    code: CompiledPart
    frames: list[Frame] = field(default_factory=list)
    marked: bool = False
    copied: bool = False
    may_end_empty: bool = False


@dataclass(slots=True)
class Taken:
    """A part taken apart: its tags, its XML cut at them, and its blocks."""

    part: Part
    frames: list[Frame]
    items: list[Item]
    structure: Structure
    copied: bool = False


class Press:
    """A template opened, understood and compiled; it keeps nothing of a render.

    Attributes:
        name: What messages call the template.
        parts: Parts with tags by name of the member.
        tagged: Names of the parts that may hold a tag, or what looks like one.
        findings: What was noticed: faults refuse a render, warnings are told by a check.
    """

    def __init__(self, data: bytes, name: str, limits: Limits, own: Environment | None = None) -> None:
        """Open a template and compile its parts.

        Raises:
            TemplateError: It is no usable Word file.
            LimitError: It goes past a budget.
        """
        self.name, self.limits = name, limits
        package = open_docx(data, name, limits)
        self.package = package
        self.findings: list[Finding] = list(package.findings)
        self._lists = Lists(package)
        self._own = [] if own is None else [*own.filters.items(), *own.tests.items(), *own.globals.items()]
        self.env: Sandbox = environment(limits, own, self._lists.functions())
        self.parts: dict[str, PressedPart] = {}
        self.tagged = [name for name in self.filled() if _may_be_tagged(package.parts[name])]
        for taken in self.take_apart():
            self._compile(taken)
        self._frozen = self._freeze(package)

    def take_apart(self) -> Iterator[Taken]:
        """Yield the parts that may have tags, scanned."""
        effort = Effort(self.limits)
        for name in self.tagged:
            xml = self.package.parts[name]
            root = parse(xml)
            if _may_hold_reserved(xml) and _RESERVED.search(etree.tostring(root, encoding="unicode")):
                self._tell([Finding("T234", Place(self.name, part=name))])
            elif root.tag.startswith(W) and root.nsmap.get("w") != W.strip("{}"):
                self._tell([Finding("T257", Place(self.name, part=name))])
            else:
                yield self._taken(scan(root, name, self.name, effort))

    def filled(self) -> list[str]:
        """Return the names of the parts that are filled, the main part first."""
        found = [name for name, kind in self.package.content_types.items() if _FILLED.fullmatch(kind)]
        return sorted(found, key=lambda name: (name != self.package.main, name))

    def unfilled(self) -> list[Finding]:
        """Return a warning for each part that holds tags and is not filled."""
        found: list[Finding] = []
        for name, xml in sorted(self.package.parts.items()):
            if name.endswith(".rels") and (b"%7B%7B" in xml or b"{{" in xml):
                found.append(Finding("T233", Place(self.name, part=name), {"tag": "{{ … }}"}, Severity.WARNING))
            if name.endswith(".xml") and name[0] != "[" and name not in self.tagged and _looks_tagged(xml):
                for piece in scan(parse(xml), name, self.name).pieces[:1]:
                    found.append(Finding("T233", piece.place, {"tag": shown(piece.tag.source)}, Severity.WARNING))
        return found

    def _taken(self, part: Part) -> Taken:
        set_cells(part)
        placed: list[tuple[etree._Element, Around]] = []
        if any(piece.tag.word in _REPEATING for piece in part.pieces):
            placed = list(within_blocks(part, f"{W}p", *COPIED))
            self._lists.begin_anew(part, placed)
        copied = number_copies(part, placed)
        frames = set_frames(part)
        guard(part)
        whole = DECLARATION + etree.tostring(part.root, encoding="unicode")
        items = joined(part, items_of(part, whole))
        joining = next((piece for piece in part.pieces if piece.tag.joins_before or piece.tag.joins_after), None)
        if joining is not None and not joins_well(whole, items):
            part.fault("T258", joining.place, joining.tag)
        return Taken(part, frames, items, Structure(part, items), copied=copied)

    def _tell(self, findings: list[Finding]) -> None:
        self.findings = once([*self.findings, *findings])

    def _compile(self, taken: Taken) -> None:
        part = taken.part
        if not part.pieces and not _looks_tagged(self.package.parts[part.name]):
            self.findings += part.findings
            return
        code, findings = compile_part(part, taken.items, taken.structure, self.env)
        found = [*part.findings, *taken.structure.findings, *findings]
        if code is None and not errors(found):
            found.append(Finding("T229", Place(self.name, part=part.name), {"reason": "blocks"}))
        self._tell(found)
        if code is not None:
            self.parts[part.name] = PressedPart(
                code,
                taken.frames,
                is_marked(taken.items, taken.frames),
                copied=taken.copied,
                may_end_empty=may_end_empty(part),
            )

    def names(self) -> frozenset[str]:
        """Return the names that the tags ask the data for."""
        found: set[str] = set()
        for taken in self.take_apart():
            found |= names_in(taken.part, taken.items, self.env)
        return frozenset(found)

    def _freeze(self, package: Package) -> list[tuple[str, Packed]]:
        """Return the members without tags, as they go into every document."""
        first = [name for name in ("[Content_Types].xml", "_rels/.rels") if name in package.parts]
        others = sorted(name for name in package.parts if name not in first and name not in self.parts)
        return [(name, package.packed[name]) for name in (*first, *others)]

    def members(
        self, data: Mapping[str, Any], state: State, core: Mapping[str, str] | None, *, verify: bool = False
    ) -> tuple[list[tuple[str, Packed]], dict[str, bytes | Packed]]:
        """Return the members of a document: those as they were, and the printed parts.

        Raises:
            TemplateError: The template has faults.
            RenderError: A tag has no value, or one that does not fit.
            LimitError: A budget was spent.
        """
        faults = sorted(errors(self.findings), key=page_order)
        if faults:
            raise TemplateError(faults)
        state.extra = additions = Additions(self.package.parts, self.package.main)
        token = begin(state)
        try:
            printed: dict[str, bytes | Packed] = {
                name: self._print(part, data, state, verify=verify) for name, part in self.parts.items()
            }
            if state.new_lists:
                printed[self._lists.part] = self._lists.with_copies(
                    self.package.parts[self._lists.part], state.new_lists
                )
            if core is not None:
                illegal = illegal_values({"core": core}, strict=True)
                if illegal:
                    raise RenderError(illegal)
                printed[CORE] = self._core(printed.get(CORE), core, additions)
        finally:
            end(token)
        missing = [finding for finding in state.found if finding.is_error]
        if missing:
            raise RenderError(missing)
        return self._frozen, {**printed, **additions.changed}

    def _core(self, printed: bytes | Packed | None, core: Mapping[str, str], additions: Additions) -> bytes:
        """Return the core properties, and see to it that the package leads to them."""
        if CORE not in self.package.parts:
            additions.begin("")
            additions.relate(CORE_RELATION, CORE)
            additions.declare_part(CORE, CORE_TYPE)
        return core_part(printed if isinstance(printed, bytes) else self.package.parts.get(CORE), core)

    def _print(self, part: PressedPart, data: Mapping[str, Any], state: State, *, verify: bool) -> bytes | Packed:
        state.part = part.code
        state.extra.begin(part.code.name)
        state.own_xml = state.ragged = False
        state.brought.clear()
        try:
            pieces = part.code.pieces(data)
            if part.copied:
                pieces = numbered(pieces)
            first = [piece for some in islice(pieces, _BATCHES) for piece in some]
            if len(first) < _MANY or part.marked or part.may_end_empty:
                made: bytes | Packed = _whole(part, "".join(chain(first, *pieces)), state)
            else:
                made = pack_pieces(_chunks(first, pieces, state))
            if state.own_xml or part.code.strict or verify:
                check_well_formed(made if isinstance(made, bytes) else unpack(made, self.name, part.code.name))
        except (RenderError, LimitError, TemplateError):
            raise
        except SecurityError as exc:
            from docgen.press.causes import traced  # as below: only a fault asks for it

            place, tag = traced(exc, state)
            raise RenderError([Finding("T203", place, {"tag": tag, "reason": str(exc)})]) from exc
        except (RecursionError, MemoryError) as exc:
            from docgen.press.causes import traced

            raise LimitError([Finding("T244", traced(exc, state)[0])]) from exc
        except etree.XMLSyntaxError as exc:
            place = broken_at(state.brought) or Place(self.name, part=part.code.name)
            raise RenderError([Finding("T204", place, {"reason": malformed(getattr(exc, "code", 0))})]) from exc
        except Exception as exc:
            from docgen.press.causes import failed, own_functions, own_name

            own = own_functions([*self._own, *((n, v) for n, v in data.items() if is_function(v))])
            if not isinstance(exc, _FAILURES) and not own_name(exc, own):
                raise
            raise RenderError([failed(exc, state, own)]) from exc
        return made


_FAILURES = (
    JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, AssertionError,
)  # fmt: skip
_BATCHES = 4  # longer parts are packed while they are printed
_MANY = _BATCHES * PIECES


def _whole(part: PressedPart, xml: str, state: State) -> bytes:
    """Return a part put in order."""
    if part.marked:
        xml = finish(xml, part.frames)
    if state.ragged:
        xml = drop_empty_runs(xml)
    if part.may_end_empty:
        xml = drop_empty_end(xml)
    return xml.encode()


def _chunks(first: list[str], pieces: Iterator[list[str]], state: State) -> Iterator[bytes]:
    """Yield a long part in chunks, each put in order by itself; the joint between two is left as it is."""
    while first:
        xml = "".join(first)
        yield (drop_empty_runs(xml) if state.ragged else xml).encode()
        first = [piece for some in islice(pieces, _BATCHES) for piece in some]


_SIGNS = (b"{{", b"{%", b"{#", b"}}", b"{_{", b"{_%", b"}_}", b"%_}", "｛".encode(), "{％".encode(), "﹛".encode())
_SPLIT = late(rb"\{\s*(?:<[^<>]*>\s*)+(?:[{%#]|\xef\xbc[\x85\x83]|\xef\xbd\x9b)")
_BRACES = (b"{", b"}", "｛".encode(), "｝".encode(), "﹛".encode(), "﹜".encode())
_GUID = late(rb"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")  # names what Word knows of a picture
_ENCODING = late(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_WRITTEN_OTHERWISE = (b"&#", b"<![CDATA[")  # signs as numbers, or cut out of the markup


def _in_utf_8(xml: bytes) -> bool:
    """Whether the bytes of a part are its text: no other encoding."""
    if not xml.startswith((b"<", b"\xef\xbb\xbf")) or b"\0" in xml[:4]:
        return False
    declared = _ENCODING.match(xml, 3 if xml[:1] == b"\xef" else 0)
    return declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")


def _may_hold_reserved(xml: bytes) -> bool:
    return b"\xef\xb7" in xml or any(sign in xml for sign in _WRITTEN_OTHERWISE) or not _in_utf_8(xml)


def _looks_tagged(xml: bytes) -> bool:
    return (
        any(sign in xml for sign in _SIGNS)
        or (b"{" in xml and _SPLIT.search(xml) is not None)
        or any(sign in xml for sign in _WRITTEN_OTHERWISE)
        or not _in_utf_8(xml)
    )


def page_order(finding: Finding) -> tuple[bool, str, int, int]:
    """Return what sorts findings by part, paragraph and place in it, the main part first."""
    place = finding.place
    return place.part != "word/document.xml", place.part, place.paragraph or 0, place.offset


def packed(printed: Mapping[str, bytes | Packed]) -> list[tuple[str, Packed]]:
    """Return printed parts, deflated."""
    return [(name, pack(data) if isinstance(data, bytes) else data) for name, data in printed.items()]


def _may_be_tagged(xml: bytes) -> bool:
    """Whether a part may hold a tag, or what looks like one: without a brace it holds neither."""
    return _looks_tagged(xml) or (
        any(sign in xml for sign in _BRACES) and any(sign in _GUID.sub(b"", xml) for sign in _BRACES)
    )

"""docxtpl's value objects: recognised without importing docxtpl, their public data read, their XML fitted to ours.

A picture's relation and part are made here, in our own package; docxtpl's template object is only looked at for what a
subdocument refers to.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

from lxml import etree

from docgen.errors import RenderError, reason_of
from docgen.findings import Finding, Place
from docgen.patterns import late
from docgen.press.word import ILLEGAL, NAMES, PARSER_HUGE, W, words_in
from docgen.relations import Relation, list_of, relations

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES_PART = "[Content_Types].xml"
_NAMES = ("RichText", "RichTextParagraph", "Listing", "InlineImage")
_TEXT = late(
    r"(<w:r(?: [^>]*)?>)(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?(<w:t(?: [^>]*)?>)([^<]*)</w:t>", re.DOTALL
)
_PARAGRAPH = late(r"(<w:p(?: [^>]*)?>)(.*?)</w:p>", re.DOTALL)
_GROUP = late(r"(?:<w:pPr>(?:(?!</w:pPr>).)*</w:pPr>)?", re.DOTALL)
_TWICE = late(r'(<w:rFonts [^>]*?(w:(?:ascii|hAnsi|cs)="[^"]*")[^>]*?) \2(/>)')  # a font for one script, named twice
_SIZE = late(r'(<w:sz(?:Cs)? w:val=")(\d+\.\d+)"')  # in half points, which have no halves
_FORMATS = late(r'<w:(sz(?:Cs)? w:val|color w:val|shd [^>]*?w:fill)="([^"]*)"')
_NUMBER = late(r"[0-9]{1,4}(?:\.[0-9]*)?")
_COLOUR = late(r"[0-9A-Fa-f]{6}|auto")
_LINK = late(r'<w:hyperlink r:id="([^"]*)"')
_SIGNS = late("\r\n|[\n\t\a\f]")


def is_rich(value: object) -> bool:
    """Whether a value is one of docxtpl's."""
    module = sys.modules.get("docxtpl")
    if module is None:
        return False
    if isinstance(value, tuple(getattr(module, name) for name in _NAMES)):
        return True
    subdoc = sys.modules.get("docxtpl.subdoc")
    return subdoc is not None and isinstance(value, subdoc.Subdoc)


def xml_of(value: Any, state: Any, place: Place, tag: str, paragraph: str) -> tuple[str, str]:
    """Return what a value of docxtpl prints, and its unit: ``text``, ``r`` for runs, ``p`` for paragraphs and tables.

    Args:
        value: The value.
        state: The render.
        place: Where the tag stands.
        tag: The tag.
        paragraph: Properties of the paragraph that runs stand in.

    Raises:
        RenderError: A picture cannot be read, or a subdocument refers to something that the template lacks.
    """
    name = type(value).__name__ if type(value).__name__ in (*_NAMES, "Subdoc") else _base(value)
    if name == "Listing":
        return words_in(value.xml), "text"
    if name == "RichText":
        xml = _linked(_sound(_formatted(value.xml, place, tag)), state, place, tag)
        return _lawful(xml, paragraph, place, tag), "r"
    if name == "RichTextParagraph":
        xml = _linked(_sound(_formatted(value.xml, place, tag)), state, place, tag)
        return _PARAGRAPH.sub(lambda m: f"{m[1]}{_lawful(m[2], _group(m[2]), place, tag)}</w:p>", xml), "p"
    if name == "InlineImage":
        return f"<w:r><w:drawing>{_picture(value, state, place, tag)}</w:drawing></w:r>", "r"
    return _subdocument(value, state, place, tag), "p"


def broken_at(brought: list[tuple[Place, str]]) -> Place | None:
    """Return where the first value stands whose own XML is broken; ``None`` when each by itself is whole."""
    spaces = " ".join(f'xmlns:{prefix}="{uri.strip("{}")}"' for prefix, uri in NAMES.items())
    for place, xml in brought:
        try:
            etree.fromstring(f"<x {spaces}>{xml}</x>", PARSER_HUGE)
        except etree.XMLSyntaxError:
            return place
    return None


def _formatted(xml: str, place: Place, tag: str) -> str:
    """Return the XML of a RichText whose colours and sizes are some.

    Raises:
        RenderError: One is not.
    """
    for name, value in _FORMATS.findall(xml):
        if name.startswith("sz"):
            if not _NUMBER.fullmatch(value):
                raise RenderError([Finding("T268", place, {"tag": tag, "value": value})])
        elif not _COLOUR.fullmatch(value):
            raise RenderError([Finding("T215", place, {"tag": tag, "value": value})])
    return xml


def _sound(xml: str) -> str:
    """Return the formats of a RichText as the schema wants them, looking the same: docxtpl writes some of them short."""
    xml = xml.replace('<w:shd w:fill="', '<w:shd w:val="clear" w:color="auto" w:fill="')
    xml = _TWICE.sub(r"\1\3", xml)
    return _SIZE.sub(lambda m: f'{m[1]}{round(float(m[2]))}"', xml)


def _linked(xml: str, state: Any, place: Place, tag: str) -> str:
    """Return runs whose links lead from our part to where they lead from the main part, for which docxtpl made them."""

    def link(match: re.Match[str]) -> str:
        identifier = state.extra.link(match[1])
        if identifier is None:
            raise RenderError([Finding("T219", place, {"tag": tag, "reason": match[1]})])
        return f'<w:hyperlink r:id="{identifier}"'

    return _LINK.sub(link, xml)


def _group(xml: str) -> str:
    found = _GROUP.match(xml)
    return found[0] if found else ""


def _base(value: Any) -> str:
    known = {*_NAMES, "Subdoc"}
    return next(kind.__name__ for kind in type(value).__mro__ if kind.__name__ in known)


def _lawful(xml: str, paragraph: str, place: Place, tag: str) -> str:
    """Return runs with their line breaks, tabs and new paragraphs as elements."""
    bad = ILLEGAL.search(_SIGNS.sub("", xml))
    if bad:
        raise RenderError([Finding("T210", place, {"tag": tag, "codepoint": f"U+{ord(bad[0]):04X}"})])
    return _TEXT.sub(lambda m: _broken(m, paragraph), xml) if _SIGNS.search(xml) else xml


def _broken(match: re.Match[str], paragraph: str) -> str:
    run, properties, text, words = match[1], match[2] or "", match[3], match[4]
    anew = f"</w:t></w:r></w:p>{{}}<w:p>{paragraph}<w:r>{properties}{text}"
    between = {
        "\t": f"</w:t><w:tab/>{text}",
        "\n": f"</w:t><w:br/>{text}",
        "\r\n": f"</w:t><w:br/>{text}",
        "\f": anew.format('<w:p><w:r><w:br w:type="page"/></w:r></w:p>'),
        "\a": anew.format(""),
    }
    pieces = _SIGNS.sub(lambda sign: between[sign[0]], words)
    return f"{run}{properties}{text}{pieces}</w:t>"


def _picture(value: Any, state: Any, place: Place, tag: str) -> str:
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image
    from docx.oxml.shape import CT_Inline

    source = value.image_descriptor
    try:
        if hasattr(source, "seek"):
            source.seek(0)
        image = Image.from_file(source if isinstance(source, str) or hasattr(source, "read") else str(source))
    except (OSError, UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError) as exc:
        name = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", type(source).__name__)
        if not isinstance(exc, OSError):
            raise RenderError([Finding("T261", place, {"tag": tag, "name": str(name)})]) from exc
        reason = "there is no such file" if isinstance(exc, FileNotFoundError) else reason_of(exc)
        raise RenderError([Finding("T262", place, {"tag": tag, "name": str(name), "reason": reason})]) from exc
    additions = state.extra
    relation = additions.image(image.blob, image.ext, image.content_type)
    width, height = image.scaled_dimensions(value.width, value.height)
    inline = CT_Inline.new_pic_inline(additions.shape_number(), relation, image.filename, width, height)
    state.drawings += 1
    owners: list[Any] = [inline.find(f"{NAMES['wp']}docPr"), inline.find(f".//{NAMES['pic']}cNvPr")]
    owners[0].set("id", str(state.drawings))
    if value.anchor:
        target = additions.relate(f"{_TYPES}hyperlink", str(value.anchor), external=True)
        for owner in owners:
            click = etree.SubElement(owner, f"{NAMES['a']}hlinkClick")
            click.set(f"{NAMES['r']}id", target)
    xml: str = etree.tostring(inline, encoding="unicode")
    return xml


def _subdocument(value: Any, state: Any, place: Place, tag: str) -> str:
    body = value.subdocx.element.body
    known = value.docx.part.rels
    made = []
    for block in body:
        if block.tag == f"{W}sectPr":
            continue
        copied = etree.fromstring(etree.tostring(block, with_tail=False))
        for element in copied.iter(etree.Element):
            for name, identifier in element.attrib.items():
                if str(name).startswith(NAMES["r"]):
                    element.set(name, _same_target(str(identifier), known, state, place, tag))
        for drawing in copied.iter(f"{NAMES['wp']}docPr"):
            state.drawings += 1
            drawing.set("id", str(state.drawings))
        made.append(etree.tostring(copied, encoding="unicode"))
    return "".join(made)


def _same_target(identifier: str, known: Any, state: Any, place: Place, tag: str) -> str:
    """Return the id in our part of what a subdocument refers to."""
    additions = state.extra
    relation = known.get(identifier)
    if relation is None:
        return identifier
    external = bool(relation.is_external)
    target = relation.target_ref if external else str(relation.target_part.partname).lstrip("/")
    mine: str | None = additions.find(identifier, relation.reltype, target, external=external)
    if mine is not None:
        return mine
    if external:
        return str(additions.relate(relation.reltype, target, external=True))
    if relation.reltype == f"{_TYPES}image":
        part = relation.target_part
        return str(additions.image(part.blob, str(part.partname).rpartition(".")[2], part.content_type))
    raise RenderError(
        [Finding("T219", place, {"tag": tag, "reason": f"{relation.reltype.rpartition('/')[2]} {target}"})]
    )


class Additions:
    """What values add to the package of one document: relations, pictures, content types."""

    def __init__(self, parts: Mapping[str, bytes], main: str) -> None:
        """Begin with the parts of the template, one of them its main part."""
        self.parts, self.main = parts, main
        self.changed: dict[str, bytes] = {}
        self.part = ""
        self._relations: dict[str, dict[str, Relation]] = {}
        self._pictures: dict[str, str] | None = None
        self._numbers: dict[str, int] = {}

    def begin(self, part: str) -> None:
        """Go on with another part."""
        self.part = part

    def shape_number(self) -> int:
        """Return the number that Word would give the next shape of the part."""
        if self.part not in self._numbers:
            root = etree.fromstring(self.parts[self.part])
            used = [int(e.get("id", "0")) for e in root.iter() if str(e.get("id", "")).isdigit()]
            self._numbers[self.part] = max(used, default=0) + 1
        return self._numbers[self.part]

    def find(self, identifier: str, kind: str, target: str, *, external: bool) -> str | None:
        """Return the id under which the part knows a target already; ``None`` when it does not."""
        known = self.known()
        wanted = (kind, target, external)
        same = [i for i, r in known.items() if (r.type, r.target, r.external) == wanted]
        return identifier if identifier in same else next(iter(same), None)

    def relate(self, kind: str, target: str, *, external: bool = False) -> str:
        """Return the id of a relation of the part being printed, made when it is missing."""
        known = self.known()
        found = self.find("", kind, target, external=external)
        if found is not None:
            return found
        numbers = [int(i[3:]) for i in known if re.fullmatch(r"rId\d+", i)]
        identifier = f"rId{max(numbers, default=0) + 1}"
        known[identifier] = Relation(identifier, kind, target, external)
        self.changed[list_of(self.part)] = _relations_xml(self.part, known.values())
        return identifier

    def link(self, identifier: str) -> str | None:
        """Return the id, in the part being printed, of a hyperlink of the main part; ``None`` when there is none."""
        links = (r for r in relations(self.parts, self.main) if r.type == f"{_TYPES}hyperlink")
        found = next((r for r in links if r.id == identifier), None)
        return None if found is None else self.relate(found.type, found.target, external=found.external)

    def image(self, data: bytes, extension: str, content_type: str) -> str:
        """Return the id of a picture, kept once however often it is printed."""
        if self._pictures is None:
            members = {**self.parts, **self.changed}
            self._pictures = {_key(members[m]): m for m in sorted(members, reverse=True) if m.startswith("word/media/")}
        member = self._pictures.get(_key(data))
        if member is None:
            taken = {m.rpartition(".")[0] for m in (*self.parts, *self.changed)}
            number = next(n for n in range(1, len(taken) + 2) if f"word/media/image{n}" not in taken)
            member = f"word/media/image{number}.{extension}"
            self._pictures[_key(data)] = member
            self.changed[member] = data
            self._declare(extension, content_type)
        return self.relate(f"{_TYPES}image", member)

    def known(self) -> dict[str, Relation]:
        """Return the relations of the part by id."""
        if self.part not in self._relations:
            self._relations[self.part] = {r.id: r for r in relations(self.parts, self.part)}
        return self._relations[self.part]

    def declare_part(self, part: str, content_type: str) -> None:
        """Say of which type a part is."""
        root, space = self._types()
        etree.SubElement(root, f"{space}Override", {"PartName": f"/{part}", "ContentType": content_type})
        self._keep_types(root)

    def _types(self) -> tuple[etree._Element, str]:
        root = etree.fromstring(self.changed.get(_TYPES_PART, self.parts[_TYPES_PART]))
        return root, root.tag.rpartition("}")[0] + "}"

    def _keep_types(self, root: etree._Element) -> None:
        self.changed[_TYPES_PART] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _declare(self, extension: str, content_type: str) -> None:
        root, space = self._types()
        if any(d.get("Extension", "").lower() == extension.lower() for d in root.iter(f"{space}Default")):
            return
        root.insert(0, etree.Element(f"{space}Default", {"Extension": extension, "ContentType": content_type}))
        self._keep_types(root)


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _relations_xml(part: str, known: Any) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    root = etree.fromstring(f'<Relationships xmlns="{space}"/>')
    folder = part.rpartition("/")[0]
    for relation in known:
        inside = (
            relation.target.removeprefix(f"{folder}/")
            if relation.target.startswith(f"{folder}/")
            else f"/{relation.target}"
        )
        options = {"Id": relation.id, "Type": relation.type, "Target": relation.target if relation.external else inside}
        if relation.external:
            options["TargetMode"] = "External"
        etree.SubElement(root, f"{{{space}}}Relationship", options)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

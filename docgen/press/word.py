"""Names of Word's markup, and children put where the schema wants them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lxml import etree

from docgen.patterns import late

NAMES = {
    prefix: f"{{{uri}}}"
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    }.items()
}
W = NAMES["w"]
FALLBACK = f"{NAMES['mc']}Fallback"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PARSER_HUGE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)  # for what we printed ourselves
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)

# The children of three groups of properties in the order of the schema (CT_PPr, CT_TcPr, and Word's own for CT_RPr).
_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ).split(),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers "
        "cellIns cellDel cellMerge tcPrChange"
    ).split(),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
        "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
        "eastAsianLayout specVanish oMath rPrChange"
    ).split(),
}
ILLEGAL = late("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # no text of a part holds them
_PREFIX = late(r"[ <]((?!xml:)[\w.-]+):[\w.-]+[ =/>]")
_TWIPS = late(r"-?[0-9]{1,9}(?:\.[0-9]*)?")
_DECLARED = late(' xmlns(?::[\\w.-]+)?="[^"]*"')


def new(name: str) -> etree._Element:
    """Return an empty element of Word's markup."""
    return etree.Element(f"{W}{name}", nsmap={"w": W.strip("{}")})


def bare(run: etree._Element) -> etree._Element:
    """Return a run with the attributes of another and nothing in it."""
    made = new("r")
    for name, value in run.attrib.items():
        if str(name).startswith(W):  # what other markup says of a run is about its own words
            made.set(name, value)
    return made


def numbered(root: etree._Element, name: str) -> dict[etree._Element, int]:
    """Return the number of each element of a name, in the order of the page.

    What Word keeps for older programs (`Fallback`) is not counted: it has the numbers of what it stands for.
    """
    numbers: dict[etree._Element, int] = {}
    count = 0
    for element in root.iter(f"{W}{name}", FALLBACK):
        if element.tag == FALLBACK:
            choice = element.getprevious()
            models = [] if choice is None else [numbers[model] for model in choice.iter(f"{W}{name}")]
            models = models or [max(count, 1)]
            numbers.update((twin, models[min(n, len(models) - 1)]) for n, twin in enumerate(element.iter(f"{W}{name}")))
        elif element not in numbers:
            count += 1
            numbers[element] = count
    return numbers


def properties_of(parent: etree._Element, name: str) -> etree._Element:
    """Return the group of properties of that name, made in front of the other children when it is missing."""
    found = parent.find(f"{W}{name}")
    if found is None:
        found = new(name)
        before = parent.find(f"{W}tblPrEx") if name == "trPr" else None
        parent.insert(0 if before is None else 1, found)
    return found


def child_of(group: etree._Element, name: str) -> etree._Element:
    """Return a property of a group, made where the schema wants it when it is missing."""
    found = group.find(f"{W}{name}")
    if found is None:
        found = new(name)
        order = _ORDER[etree.QName(group).localname]
        before = set(order[: order.index(name)])
        names = [etree.QName(child).localname for child in group if isinstance(child.tag, str)]
        group.insert(sum(n in before for n in names), found)
    return found


def width_of(element: etree._Element) -> float:
    """Return the width that an element gives in twips; 0 when it gives none, or in another unit."""
    value = element.get(f"{W}w", "")
    return float(value) if _TWIPS.fullmatch(value) else 0


def text_of(element: etree._Element | None, **options: Any) -> str:
    """Return an element's XML without the namespaces it inherits; ``''`` for none."""
    if element is None:
        return ""
    xml: str = etree.tostring(element, encoding="unicode", with_tail=False, **options)
    return _DECLARED.sub("", xml)


def declared(xml: str) -> str:
    """Return declarations of the namespaces that XML without them uses: Word's own, and for others any will do."""
    names = {prefix: prefix for prefix in _PREFIX.findall(xml)} | {"w": W.strip("{}")}
    return "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in names.items())


@lru_cache(maxsize=256)
def highlighted(properties: str) -> str:
    """Return the properties of a run, as text, with a yellow background."""
    holder = etree.fromstring(f"<holder{declared(properties)}>{properties}</holder>")
    group = properties_of(holder, "rPr")
    child_of(group, "highlight").set(f"{W}val", "yellow")
    return text_of(group)


class _Blind:
    """What is told nothing about a part while it is parsed: no tree is built."""

    def close(self) -> None:
        return None


def check_well_formed(xml: bytes) -> None:
    """Read a part without keeping anything of it.

    Raises:
        etree.XMLSyntaxError: It is not well-formed.
    """
    blind: Any = _Blind()
    parser = etree.XMLParser(target=blind, resolve_entities=False, no_network=True, huge_tree=True)
    etree.fromstring(xml, parser)
    wrong = next(iter(parser.error_log.filter_from_errors()), None)  # names, which a parser without a tree lets pass
    if wrong is not None:
        raise etree.XMLSyntaxError(wrong.message, wrong.type, wrong.line, wrong.column)  # type: ignore[call-arg]


def parse(xml: bytes) -> etree._Element:
    """Return the root of a part, every namespace declared on it.

    Raises:
        etree.XMLSyntaxError: It is not well-formed.
    """
    root = etree.fromstring(xml, PARSER)
    begin = xml.find(b">", xml.find(b"?>") + 2)
    if begin > 0 and b"xmlns" not in xml[begin:] and not xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        return root
    names: dict[str, str] = {}
    for element in root.iter(etree.Element):
        for prefix, uri in element.nsmap.items():
            if prefix:
                names.setdefault(prefix, uri)
    if any(prefix not in root.nsmap for prefix in names):
        etree.cleanup_namespaces(root, top_nsmap=names, keep_ns_prefixes=list(names))
    return root


def words_in(xml: str) -> str:
    """Return the text that XML without elements says."""
    if "&" not in xml:
        return xml
    from html import unescape  # which brings the names of all signs along

    return unescape(xml)


def escaped(words: str) -> str:
    """Return a text as it stands in XML."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

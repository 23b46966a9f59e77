"""The order in which an element holds its children. Codes F926-F929, a part of `docgen.rules.soundness`."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docgen.pages.facts import Document
from docgen.pages.spots import Spots, W, seen, value
from docgen.rules.rule import Strength, Verdict
from docgen.rules.whole import PART_1, laid_out, whole

# As the schema has it; * is any other element of Word. Left out is what WPS orders in its own way without harm.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId rPr sectPr pPrChange",
    "sectPr": "headerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign "
    "noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tcPr": "tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers "
    "cellIns cellDel cellMerge tcPrChange",
    "trPr": "* ins del trPrChange",
    "rPr": "ins del moveFrom moveTo * rPrChange",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
}
_RANKS = {f"{W}{name}": {f"{W}{child}": n for n, child in enumerate(order.split())} for name, order in ORDER.items()}
_RANKS[f"{W}sectPr"][f"{W}footerReference"] = 0
_ANY = f"{W}*"
_MANY = frozenset(f"{W}{name}" for name in ("numPicBullet", "abstractNum", "num"))
_SIDES = (f"{W}headerReference", f"{W}footerReference")
_FIRST = {
    f"{W}pPr": (f"{W}p", ()),
    f"{W}rPr": (f"{W}r", ()),
    f"{W}tblPr": (f"{W}tbl", ()),
    f"{W}tblGrid": (f"{W}tbl", (f"{W}tblPr",)),
    f"{W}tblPrEx": (f"{W}tr", ()),
    f"{W}trPr": (f"{W}tr", (f"{W}tblPrEx",)),
    f"{W}tcPr": (f"{W}tc", ()),
}
_RANGES = ("RangeStart", "RangeEnd", "bookmarkStart", "bookmarkEnd")


@whole("F926", f"{PART_1} 17", Strength.MUST, good="<w:p><w:pPr/><w:r/></w:p>", bad="<w:p><w:r/><w:pPr/></w:p>")
def properties_first(document: Document) -> Iterator[Verdict]:
    """What tells how a paragraph, run, table, row or cell looks stands before what is in it, a section's at the end."""
    for _, root, spots in laid_out(document):
        for element in seen(root, *_FIRST):
            holder, before = _FIRST[str(element.tag)]
            parent = element.getparent()
            if parent is not None and parent.tag == holder and not _leads(element, before):
                yield Verdict(False, spots.place(element), f"w:{etree.QName(element).localname}")
        body = root.find(f"{W}body")
        for section in () if body is None else body.iterchildren(f"{W}sectPr"):
            if next(section.itersiblings(etree.Element), None) is not None:
                yield Verdict(False, spots.place(section), "w:sectPr")


def _leads(element: etree._Element, before: tuple[str, ...]) -> bool:
    """Say whether only what may stand before an element does; marks of ranges may."""
    return all(
        previous.tag in before or str(previous.tag).endswith(_RANGES)
        for previous in element.itersiblings(etree.Element, preceding=True)
    )


@whole("F927", f"{PART_1} 17", Strength.MUST, good="<w:docGrid/>", bad="<w:docGrid/><w:docGrid/>")
def once(document: Document) -> Iterator[Verdict]:
    """What a set of properties may say once it says once."""
    for element, spots in _ordered(document):
        if element.tag != f"{W}rPr":
            for child in _again(element):
                if child.tag in _RANKS[str(element.tag)] and child.tag not in _MANY:
                    yield Verdict(False, spots.place(element), _name(child))


def _again(element: etree._Element) -> list[etree._Element]:
    """Return the children of whose kind there is one before them; of headers and footers each type is a kind."""
    tags = [child.tag for child in element]
    if len(set(tags)) == len(tags):
        return []
    known: set[tuple[object, str]] = set()
    doubled = []
    for child in element.iterchildren(_ANY):
        key = (child.tag, value(child, "type") if child.tag in _SIDES else "")
        doubled += [child] if key in known else []
        known.add(key)
    return doubled


@whole("F928", f"{PART_1} 17", Strength.MUST, good="<w:spacing/><w:jc/>", bad="<w:jc/><w:spacing/>")
def in_order(document: Document) -> Iterator[Verdict]:
    """Properties stand in the order of the schema; each set of them is told once."""
    for element, spots in _ordered(document):
        ranks = _RANKS[str(element.tag)]
        other = ranks.get(_ANY, -1)
        found = [ranks.get(child.tag, other) for child in element.iterchildren(_ANY)]
        known = [rank for rank in found if rank >= 0]
        if known != sorted(known):
            yield Verdict(False, spots.place(element), *_swapped(element, found))


def _swapped(element: etree._Element, ranks: list[int]) -> tuple[str, str]:
    """Return the first child that stands too late, and what it stands behind."""
    last, before = -1, element
    for child, rank in zip(element.iterchildren(_ANY), ranks, strict=True):
        if -1 < rank < last:
            return _name(child), _name(before)
        if rank > last:
            last, before = rank, child
    return "", ""


@whole(
    "F929", f"{PART_1} 17.3.2", Strength.PRACTICE, good='<w:sz w:val="32"/>', bad='<w:sz w:val="32"/><w:sz w:val="28"/>'
)
def said_once(document: Document) -> Iterator[Verdict]:
    """How characters look is said once: of two words on it, programs take different ones."""
    for _, root, spots in laid_out(document):
        for element in seen(root, f"{W}rPr"):
            for child in _again(element)[:1]:
                yield Verdict(False, spots.place(element), _name(child))


def _ordered(document: Document) -> Iterator[tuple[etree._Element, Spots]]:
    for _, root, spots in laid_out(document):
        for element in seen(root, *_RANKS):
            yield element, spots


def _name(element: etree._Element) -> str:
    return f"w:{etree.QName(element).localname}"


RULES = (properties_first, once, in_order, said_once)

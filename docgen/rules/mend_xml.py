"""Properties written into a Word file where the schema wants them, and runs cut without touching their words."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from lxml import etree

from docgen.pages.facts import Run
from docgen.pages.spots import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_RUN = (
    "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
    "vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange"
)
_SECTION = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
)
# what stands before evenAndOddHeaders
_SETTINGS = (
    "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts "
    "embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState "
    "formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge "
    "revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride "
    "styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone "
    "doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders"
)
_ORDER = {
    name: {tag: at for at, tag in enumerate(tags.split())}
    for name, tags in {"pPr": _PARAGRAPH, "rPr": _RUN, "sectPr": _SECTION, "settings": _SETTINGS}.items()
}
_LAST = ("rPrChange", "pPrChange", "sectPrChange")
_SIGNS = frozenset("tab ptab cr br noBreakHyphen drawing pict object sym AlternateContent".split())
_OPAQUE = frozenset("ruby fldChar instrText".split())


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(parent: etree._Element, name: str) -> etree._Element:
    """Return a property of a set of properties, made in its place when it is not there."""
    found = parent.findall(f"{W}{name}")
    if found:
        return found[-1]
    made = etree.Element(f"{W}{name}")
    put(parent, made)
    return made


def put(parent: etree._Element, made: etree._Element) -> None:
    """Put a property where the schema wants it."""
    order = _ORDER.get(_name(parent), {})  # of a part whose root is none of ours, nothing is known
    rank = order.get(_name(made), len(order))
    for other in parent:
        name = _name(other)
        if name in _LAST or (order.get(name, len(order) if _name(parent) == "settings" else -1) > rank):
            other.addprevious(made)
            return
    parent.append(made)


def properties(element: etree._Element, name: str) -> etree._Element:
    """Return the ``w:pPr`` of a paragraph or the ``w:rPr`` of a run."""
    found = element.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        element.insert(0, found)
    return found


def set_value(parent: etree._Element, name: str, value: str) -> None:
    """Say a property that has nothing but a value, once."""
    for old in parent.findall(f"{W}{name}"):
        parent.remove(old)
    made = etree.Element(f"{W}{name}", {f"{W}val": value})
    put(parent, made)


def set_attributes(element: etree._Element, values: Mapping[str, str | int | None]) -> None:
    """Set attributes; ``None`` takes one out."""
    for name, value in values.items():
        if value is None:
            element.attrib.pop(f"{W}{name}", "")
        else:
            element.set(f"{W}{name}", str(value))


# --- runs


def pieces(run: Run) -> list[tuple[etree._Element, int]] | None:
    """Return what a run is made of, each with the number of characters that it prints; ``None`` when that is not plain."""
    made: list[tuple[etree._Element, int]] = []
    for part in run.element:
        name = _name(part)
        if name in _OPAQUE:
            return None
        if name not in ("rPr", ""):
            made.append((part, len(part.text or "") if name == "t" else int(name in _SIGNS)))
    return made if not run.field and sum(length for _, length in made) == len(run.text) else None


def write(text: etree._Element, words: str) -> None:
    """Exchange what a ``w:t`` says."""
    text.text = words
    if words != words.strip():
        text.set(_SPACE, "preserve")


def split(run: Run, at: int) -> tuple[Run, Run] | None:
    """Cut a run in two that look alike; ``None`` when it stands in a link or a tracked change, or is not plain."""
    parent = run.element.getparent()
    made = pieces(run)
    if parent is None or parent.tag != f"{W}p" or made is None:
        return None
    second = etree.Element(f"{W}r")
    for name, value in run.element.attrib.items():
        second.set(name, value)
    look = run.element.find(f"{W}rPr")
    if look is not None:
        second.append(copy.deepcopy(look))
    done = 0
    for part, length in made:
        if done >= at:
            second.append(part)
        elif done + length > at:
            words = part.text or ""
            rest = copy.deepcopy(part)
            write(part, words[: at - done])
            write(rest, words[at - done :])
            second.append(rest)
        done += length
    run.element.addnext(second)
    return (
        Run(run.text[:at], run.format, run.element, run.field),
        Run(run.text[at:], run.format, second, run.field),
    )


def cut(run: Run, count: int) -> bool:
    """Take the first characters out of a run; say whether it could be done."""
    made = pieces(run)
    if made is None:
        return False
    for part, length in made:
        if count <= 0:
            break
        if _name(part) == "t":
            write(part, (part.text or "")[count:])
        elif length:
            run.element.remove(part)
        count -= length
    return True

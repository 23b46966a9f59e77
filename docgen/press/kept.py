"""What a macro, a ``set`` block or a round of a loop printed: plain words, or XML that only a place of its kind can hold."""

from __future__ import annotations

from lxml import etree

from docgen.patterns import late
from docgen.press.word import W, declared, words_in

_MARKS = late("[\ufdd0-\ufdef]")  # ours, around tables, cells and paragraphs
_UNITS = {f"{W}p": "p", f"{W}tbl": "p", f"{W}tr": "tr", f"{W}tc": "tc", f"{W}r": "r"}
FORMATTED = "it works on words that have formats or lines of their own"


class Xml:
    """Printed XML. Tags can print it, and join it to its like; it is no text.

    Attributes:
        xml: The XML.
        unit: What it is made of: ``p`` paragraphs and tables, ``tr`` rows, ``tc`` cells, ``r`` runs, ``text`` words in a run.
    """

    __slots__ = ("unit", "xml")

    def __init__(self, xml: str, unit: str) -> None:
        """Keep it."""
        self.xml, self.unit = xml, unit

    def _no_text(self, *_others: object) -> str:
        raise ValueError(FORMATTED)

    __str__ = __iter__ = __len__ = __getitem__ = __contains__ = _no_text

    def __bool__(self) -> bool:
        """Return true: there is something to print."""
        return True


def kept(xml: str) -> str | Xml:
    """Return what was printed: a plain text, or `Xml` when it brings formats, lines or paragraphs.

    Raises:
        ValueError: It is not whole: it begins or ends inside of something.
    """
    if "<" not in xml:
        return words_in(xml)
    bare = _MARKS.sub("", xml)
    names = declared(bare)
    try:
        holder = etree.fromstring(f"<x{names}>{bare}</x>")
    except etree.XMLSyntaxError:
        holder = None
    if holder is not None and not _words_of(holder).strip():
        units = {unit for child in holder if (unit := _unit(child))} or {"r"}
        if len(units) == 1:
            return Xml(xml, units.pop())
        raise ValueError(FORMATTED)
    try:
        etree.fromstring(f"<x{names}><w:r><w:t>{bare}</w:t></w:r></x>")
    except etree.XMLSyntaxError:
        raise ValueError(FORMATTED) from None
    return Xml(xml, "text")


def _words_of(holder: etree._Element) -> str:
    """Return the words between the children of an element."""
    return "".join([holder.text or "", *(child.tail or "" for child in holder)])


def _unit(element: etree._Element) -> str:
    """Return what an element is made of; ``''`` when it can stand between paragraphs and between runs alike."""
    known = _UNITS.get(str(element.tag))
    if known is not None:
        return known
    inner = (_unit(child) for child in element.iterchildren(*_HOLDERS))
    return next((unit for unit in inner if unit), "r" if element.tag in _IN_LINE else "")


_HOLDERS = tuple(_UNITS) + tuple(f"{W}{n}" for n in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "hyperlink"))
_IN_LINE = frozenset(f"{W}{name}" for name in ("hyperlink", "smartTag", "fldSimple", "bdo", "dir", "ruby"))

"""Where an element of a Word file stands, and what several readers of its XML ask: stories, fields, rows and cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from docgen.findings import Place
from docgen.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DEEPEST = 50  # styles based on one another
MOST = 2**31 - 1  # that a number in a Word file may be
_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")
_INNER = (f"{W}txbxContent", f"{W}footnote", f"{W}endnote", f"{W}comment")
AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_FIRST_WORDS = 30  # characters of a paragraph that a place quotes


def story_parts(package: Package) -> list[str]:
    """Return the parts that hold paragraphs: the main part first, then headers, footers, notes and comments."""
    others = [
        part
        for part, kind in package.content_types.items()
        if part != package.main and kind.rpartition(".")[2].removesuffix("+xml") in _STORIES
    ]
    return [package.main, *sorted(others)]


def seen(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield elements in the order of the page, without what Word keeps of them for older programs."""
    if next(root.iter(FALLBACK), None) is None:
        yield from root.iter(*tags)
        return
    for element in root.iter(*tags):
        if next(element.iterancestors(FALLBACK), None) is None:
            yield element


def value(element: etree._Element, name: str = "val") -> str:
    """Return an attribute of WordprocessingML, ``''`` when it is not there."""
    return element.get(f"{W}{name}", "")


def setting(element: etree._Element | None, default: str = "") -> str:
    """Return what an element sets; the default when it or its value is missing."""
    return default if element is None else element.get(f"{W}val", default)


def number(element: etree._Element | None, name: str = "val", default: int = 0) -> int:
    """Return an attribute that is a whole number; the default when it is missing, none, or more than a file can mean."""
    try:
        found = default if element is None else int(value(element, name))
    except ValueError:
        return default
    return found if abs(found) <= MOST else default


def inner(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, those in content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in AROUND:
            yield from inner(child, tag)


class Spots:
    """The places in one part, counted when they are first asked for."""

    def __init__(self, name: str, part: str, root: etree._Element) -> None:
        """Prepare for a part.

        Args:
            name: What messages call the file.
            part: Name of the part.
            root: Its root.
        """
        self._file, self._part, self._root = name, part, root
        self._counted: dict[etree._Element, int] = {}
        self._quoted: dict[etree._Element, str] = {}

    def place(self, element: etree._Element | None = None) -> Place:
        """Return where an element stands: its paragraph with the first words, its table, row and cell; else the part."""
        if element is None:
            return Place(self._file, part=self._part)
        paragraph = _nearest(element, f"{W}p")
        cell = _nearest(element, f"{W}tc")
        row = _nearest(element if cell is None else cell, f"{W}tr")
        table = _nearest(element if row is None else row, f"{W}tbl")
        if paragraph is not None and cell is not None and paragraph in cell.iterancestors(f"{W}p"):
            paragraph = None  # that of the text box around the table
        return Place(
            self._file,
            part=self._part,
            paragraph=self._number(paragraph),
            table=self._number(table),
            row=self._number(row),
            column=self._number(cell),
            fragment="" if paragraph is None else self._first_words(paragraph),
        )

    def _first_words(self, paragraph: etree._Element) -> str:
        if paragraph not in self._quoted:
            words = " ".join("".join(t.text or "" for t in seen(paragraph, f"{W}t")).split())
            self._quoted[paragraph] = words if len(words) <= _FIRST_WORDS else f"{words[:_FIRST_WORDS]}…"
        return self._quoted[paragraph]

    def _number(self, element: etree._Element | None) -> int | None:
        if element is None:
            return None
        if element not in self._counted:
            self._count(element)
        return self._counted.get(element)

    def _count(self, element: etree._Element) -> None:
        """Count all elements of a kind at once: rows and cells among their neighbours, others through the part."""
        if element.tag in (f"{W}tr", f"{W}tc"):
            parent = element.getparent()
            beside = [] if parent is None else list(parent.iterchildren(str(element.tag)))
        else:
            beside = list(seen(self._root, str(element.tag)))
        self._counted.update((other, count) for count, other in enumerate(beside, 1))


def _nearest(element: etree._Element, tag: str) -> etree._Element | None:
    return element if element.tag == tag else next(element.iterancestors(tag), None)


@dataclass(slots=True, eq=False)
class Field:
    r"""A field that is written out in marks.

    Attributes:
        begin: Its first mark.
        instruction: Its code, such as ``PAGEREF _Toc1 \h``; a field inside of the code is ``\0``.
        marks: Its ``w:fldChar`` and ``w:instrText``, those of fields inside left out.
        separated: Its result has begun.
    """

    begin: etree._Element
    instruction: str = ""
    marks: list[etree._Element] = field(default_factory=list)
    separated: bool = False


def fields(root: etree._Element) -> tuple[list[Field], list[etree._Element]]:
    """Return the fields of a part that are whole, and the marks that belong to none.

    Args:
        root: The part. Each text box and each note is a story by itself.
    """
    whole: list[Field] = []
    astray: list[etree._Element] = []
    open_: dict[etree._Element, list[Field]] = {}
    for mark in seen(root, f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"):
        stack = open_.setdefault(next(mark.iterancestors(*_INNER), root), [])
        kind = value(mark, "fldCharType") if mark.tag == f"{W}fldChar" else "code"
        if kind == "begin":
            if stack and not stack[-1].separated:
                stack[-1].instruction += "\0"
            stack.append(Field(mark, marks=[mark]))
        elif kind == "code":
            if stack:
                stack[-1].instruction += mark.text or ""
                stack[-1].marks.append(mark)
        elif not stack or (kind == "separate" and stack[-1].separated):
            astray.append(mark)
        else:
            stack[-1].marks.append(mark)
            stack[-1].separated = True
            if kind == "end":
                whole.append(stack.pop())
    astray += [left.begin for stack in open_.values() for left in stack]
    return whole, astray

"""Tracked changes accepted: what was inserted stays, what was deleted goes, and no record is left."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docgen.pages.spots import W

_MARKERS = frozenset(
    (f"{W}rPr", f"{W}trPr", f"{W}numPr", "{http://schemas.openxmlformats.org/officeDocument/2006/math}ctrlPr")
)
_KEPT = (f"{W}ins", f"{W}moveTo")
_GONE = (f"{W}del", f"{W}moveFrom")
FORMAT_CHANGES = (
    "rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange tblGridChange tblPrExChange numberingChange cellMerge"
).split()
_RECORDS = (
    *(
        f"{W}{name}"
        for name in (
            *FORMAT_CHANGES,
            "cellIns",
            "moveFromRangeStart",
            "moveFromRangeEnd",
            "moveToRangeStart",
            "moveToRangeEnd",
        )
    ),
    *(f"{W}customXml{kind}Range{end}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
)
_HOLDS_BLOCKS = (f"{W}tc", f"{W}txbxContent", f"{W}footnote", f"{W}endnote", f"{W}hdr", f"{W}ftr")


def accept(root: etree._Element) -> None:
    """Accept every tracked change of a part.

    Args:
        root: The part, which is changed.
    """
    joined: list[etree._Element] = []
    for gone in list(root.iter(*_GONE)):
        parent = gone.getparent()
        if parent is None:
            continue
        if parent.tag not in _MARKERS:
            remove(gone)
        elif parent.tag == f"{W}trPr":
            _remove_row(parent)
        else:
            joined += _paragraph_of(parent)
            remove(gone)
    for cell_mark in list(root.iter(f"{W}cellDel")):
        _empty_cell(cell_mark)
    for kept in list(root.iter(*_KEPT)):
        parent = kept.getparent()
        if parent is not None and parent.tag in _MARKERS:
            remove(kept)
        else:
            unwrap(kept)
    for record in list(root.iter(*_RECORDS)):
        remove(record)
    for paragraph in reversed(joined):
        _join(paragraph)
    close_cells(root)


def remove(element: etree._Element) -> None:
    """Take an element out of its tree, what is in it too."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def close_cells(root: etree._Element) -> None:
    """Take out tables without rows, and give a cell, a text box or a note that does not end with a paragraph one."""
    for table in list(root.iter(f"{W}tbl")):
        if next(table.iter(f"{W}tr"), None) is None:
            remove(table)
    for holder in root.iter(*_HOLDS_BLOCKS):
        last = next(iter(reversed([child for child in holder if child.tag in (f"{W}p", f"{W}tbl", f"{W}sdt")])), None)
        if last is None or last.tag == f"{W}tbl":
            etree.SubElement(holder, f"{W}p")


def is_bare(paragraph: etree._Element) -> bool:
    """Whether a paragraph holds nothing but its properties, marks of ranges and runs without anything in them."""
    return all(_holds_nothing(child) for child in paragraph)


def _holds_nothing(element: etree._Element) -> bool:
    name = str(element.tag)
    if name == f"{W}r":
        return all(child.tag == f"{W}rPr" for child in element)
    return name in (f"{W}pPr", f"{W}proofErr") or name.endswith(
        ("bookmarkStart", "bookmarkEnd", "RangeStart", "RangeEnd")
    )


def drop_paragraph(paragraph: etree._Element) -> bool:
    """Take a paragraph out where something else ends what it stands in; what marks ranges in it stays.

    Returns:
        Whether it is gone.
    """
    parent, after = paragraph.getparent(), _next_block(paragraph)
    if parent is None or after is None or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        return False
    if after.tag == f"{W}sectPr" and _previous_block(paragraph) is None:
        return False
    at = parent.index(paragraph)
    parent[at : at + 1] = [child for child in paragraph if child.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd")]
    return True


def _remove_row(about: etree._Element) -> None:
    row = about.getparent()
    if row is not None:
        remove(row)


def _empty_cell(mark: etree._Element) -> None:
    """Empty a deleted cell; it stays in its place, so that the grid keeps its columns."""
    cell = next(mark.iterancestors(f"{W}tc"), None)
    remove(mark)
    if cell is not None:
        for child in [child for child in cell if child.tag != f"{W}tcPr"]:
            cell.remove(child)


def _paragraph_of(properties: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraph of whose mark these are the properties."""
    about = properties.getparent()
    paragraph = None if about is None or about.tag != f"{W}pPr" else about.getparent()
    if paragraph is not None and paragraph.tag == f"{W}p":
        yield paragraph


def _join(paragraph: etree._Element) -> None:
    """Join a paragraph whose mark was deleted with the next one, which keeps its look."""
    following = _next_block(paragraph)
    if paragraph.getparent() is None or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        return
    if following is not None and following.tag == f"{W}p":
        first = next((n for n, child in enumerate(following) if child.tag != f"{W}pPr"), len(following))
        following[first:first] = [child for child in paragraph if child.tag != f"{W}pPr"]
        remove(paragraph)
    elif is_bare(paragraph):
        drop_paragraph(paragraph)


def _next_block(element: etree._Element) -> etree._Element | None:
    return next((other for other in element.itersiblings(f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}sectPr")), None)


def _previous_block(element: etree._Element) -> etree._Element | None:
    return next((other for other in element.itersiblings(f"{W}p", f"{W}tbl", f"{W}sdt", preceding=True)), None)

"""A copy of a Word file that holds what is seen on paper, and nothing else that `docgen.pages.hidden` knows of."""

from __future__ import annotations

from typing import Any

from lxml import etree

from docgen.archive import name_key
from docgen.findings import Finding
from docgen.limits import Limits
from docgen.package import Package, open_docx, relations, write_docx
from docgen.pages.accepted import accept, close_cells, drop_paragraph, is_bare, remove, unwrap
from docgen.pages.hidden import (
    BINDINGS,
    DOCUMENT_IDS,
    INK,
    KINDS,
    PATH,
    REFERRING,
    REVISION_IDS,
    SPEAKING,
    external_field,
    hidden_things,
    properties_part,
    speaks,
    word_parts,
)
from docgen.pages.looks import PRINTED, Looks
from docgen.pages.pictures import stripped
from docgen.pages.spots import FALLBACK, Field, W, fields, value
from docgen.relations import list_of, tree

_TYPES = "[Content_Types].xml"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DROPPED = {
    *KINDS,
    "comments",
    "commentsextended",
    "commentsids",
    "commentsextensible",
    "people",
    "custom-properties",
    "attachedtemplate",
}
_ONLY_WHEN_USED = ("image", "hyperlink", "header", "footer", "chart", "afchunk")
_SETTINGS = ("rsids", "docVars", "mailMerge", "attachedTemplate", "attachedSchema", "trackRevisions")
_COMMENT_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
_ASKS = frozenset(  # fields that ask for what is no longer in the file; their words stay
    "DOCPROPERTY DOCVARIABLE AUTHOR LASTSAVEDBY COMMENTS KEYWORDS SUBJECT TEMPLATE EDITTIME INFO USERNAME USERINITIALS "
    "USERADDRESS MERGEFIELD EMBED".split()
)
_UNWRAPPED = (f"{W}hyperlink", f"{W}smartTag")
_NOTHING_WITHOUT_LINK = (
    "subDoc",
    "control",
    "externalData",
    "printerSettings",
    "hlinkClick",
    "hlinkHover",
    "hlinkMouseOver",
    "altChunk",
    "movie",
    "attachedTemplate",
    "OLEObject",
)


def scrub(data: bytes, name: str, limits: Limits | None = None) -> tuple[bytes, list[Finding]]:
    """Return a copy of a Word file without what is not seen on paper, and what was taken out.

    Changes are accepted; comments, hidden words, ids, names, data behind the document, links out of it and what pictures say
    besides their pixels are left out. The words that are printed stay as they are, and so do the dates and the title in the
    properties. The same file gives the same bytes.

    Args:
        data: The .docx.
        name: What messages call it.
        limits: Budgets for opening it.

    Raises:
        TemplateError: It is no Word file, or a broken or dangerous one.
        LimitError: It goes past a budget.
    """
    package = open_docx(data, name, limits)
    found = hidden_things(package, name)
    if not found:
        return data, found
    parts = dict(package.parts)
    looks = Looks(package)
    roots = {part: tree(parts[part]) for part in word_parts(package)}
    for root in roots.values():
        _clean(root, looks)
    _drop_notes(roots)
    _cut_relations(package, parts, roots)
    parts.update((part, _written(root)) for part, root in roots.items())
    _clear_properties(package, parts)
    for part, held in list(parts.items()):
        if not part.endswith((".xml", ".rels")):
            parts[part] = stripped(held)
    return write_docx(_reached(parts)), found


# --- what a part says


def _clean(root: etree._Element, looks: Looks) -> None:
    accept(root)
    for mark in list(root.iter(*(f"{W}{name}" for name in _COMMENT_MARKS))):
        _remove_from_run(mark)
    if root.tag == f"{W}settings":
        for name in _SETTINGS:
            for setting in root.findall(f"{W}{name}"):
                remove(setting)
    for element in list(root.iter(*BINDINGS, *DOCUMENT_IDS, f"{W}rsid", f"{W}permStart", f"{W}permEnd")):
        remove(element)
    _drop_unseen(root, looks)
    _unlink(root)
    _replace_ink(root)
    _keep_pictures_of_objects(root)
    _forget_ids_and_paths(root)
    close_cells(root)
    _pair_bookmarks(root)


def _remove_from_run(element: etree._Element) -> None:
    """Take something out of its run, and the run when nothing is left in it."""
    run = element.getparent()
    remove(element)
    if run is not None and run.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in run):
        remove(run)


def _drop_unseen(root: etree._Element, looks: Looks) -> None:
    touched = []
    for run, _ in list(looks.unseen(root)):
        touched += list(run.iterancestors(f"{W}p"))[:1]
        for child in [child for child in run if child.tag in PRINTED]:
            _remove_from_run(child)
    for paragraph in touched:
        if looks.is_hidden_mark(paragraph) and is_bare(paragraph) and not drop_paragraph(paragraph):
            for mark in paragraph.findall(f"{W}pPr/{W}rPr/{W}vanish"):
                remove(mark)


def _unlink(root: etree._Element) -> None:
    """Leave only the result of fields that lead out of the document, or ask for what is gone."""
    for made in fields(root)[0]:
        if _goes(made.instruction):
            if "\0" in made.instruction:
                _remove_code(root, made)
            for mark in made.marks:
                _remove_from_run(mark)
    for simple in list(root.iter(f"{W}fldSimple")):
        if _goes(value(simple, "instr")):
            for held in simple.findall(f"{W}fldData"):
                remove(held)
            unwrap(simple)


def _goes(code: str) -> bool:
    return external_field(code) or "".join(code.split()[:1]).upper() in _ASKS


def _remove_code(root: etree._Element, made: Field) -> None:
    """Take out the runs of the code of a field that has fields in it: what these print belongs to the code."""
    within = False
    for run in list(root.iter(f"{W}r")):
        marks = [mark for mark in made.marks if mark.getparent() is run and mark.tag == f"{W}fldChar"]
        if marks:
            within = value(marks[-1], "fldCharType") == "begin"
        elif within:
            remove(run)


def _replace_ink(root: etree._Element) -> None:
    """Leave the picture that older programs show in the place of the strokes of a pen."""
    for ink in list(root.iter(INK)):
        holder = next(ink.iterancestors(_CHOICES), None)
        shown = None if holder is None else holder.find(FALLBACK)
        if holder is None:
            remove(next(ink.iterancestors(f"{W}drawing"), ink))
        elif shown is None:
            remove(holder)
        else:
            holder[:] = list(shown)
            unwrap(holder)


def _keep_pictures_of_objects(root: etree._Element) -> None:
    """Leave the picture of an embedded object as a picture."""
    for held in list(root.iter(f"{W}object")):
        for inner in list(held.iter(f"{_OFFICE}OLEObject", f"{W}control", f"{W}objectEmbed", f"{W}objectLink")):
            remove(inner)
        held.tag = f"{W}pict"
        held.attrib.clear()
        for shape in held.iter("{urn:schemas-microsoft-com:vml}*"):
            if f"{_OFFICE}ole" in shape.attrib:
                del shape.attrib[f"{_OFFICE}ole"]


def _forget_ids_and_paths(root: etree._Element) -> None:
    ids: Any = REVISION_IDS(root)
    for id_ in ids:
        del id_.getparent().attrib[id_.attrname]
    speaking: Any = SPEAKING(root)
    for words in speaking:
        if PATH.search(words):
            words.getparent().set(words.attrname, PATH.sub(lambda path: _last_step(path[0]), words))


def _last_step(path: str) -> str:
    return path.replace("\\", "/").rstrip("/ ").rpartition("/")[2]


def _pair_bookmarks(root: etree._Element) -> None:
    """Take out what is left of bookmarks that began or ended in what is gone."""
    starts, ends = list(root.iter(f"{W}bookmarkStart")), list(root.iter(f"{W}bookmarkEnd"))
    paired = {value(start, "id") for start in starts} & {value(end, "id") for end in ends}
    for mark in (*starts, *ends):
        if value(mark, "id") not in paired:
            remove(mark)


def _drop_notes(roots: dict[str, etree._Element]) -> None:
    """Take out the notes whose marks are gone."""
    for kind in ("footnote", "endnote"):
        used = {value(mark, "id") for root in roots.values() for mark in root.iter(f"{W}{kind}Reference")}
        for root in roots.values():
            for note in root.findall(f"{W}{kind}") if root.tag == f"{W}{kind}s" else ():
                if value(note, "type") in ("", "normal") and value(note, "id") not in used:
                    remove(note)


# --- relationships, properties, the list of parts


def _cut_relations(package: Package, parts: dict[str, bytes], roots: dict[str, etree._Element]) -> None:
    """Take out the relationships that lead out, or to what does not travel, and what used them; then those left unused."""
    for source in ("", *package.parts):
        listed = relations(package.parts, source)
        cut = {r.id for r in listed if r.external or r.kind in _DROPPED}
        if cut and source.endswith(".xml"):
            root = roots.get(source)
            root = tree(parts[source]) if root is None else root
            _cut_links(root, cut)
            parts[source] = _written(root)
        if source in roots:
            referring: Any = REFERRING(roots[source])
            used = {str(id_) for id_ in referring}
            cut |= {r.id for r in listed if r.kind in _ONLY_WHEN_USED and r.id not in used}
        if cut:
            _without(parts, list_of(source), "Id", cut)


def _cut_links(root: etree._Element, cut: set[str]) -> None:
    referring: Any = REFERRING(root)
    for id_ in referring:
        element = id_.getparent()
        if id_ not in cut or element is None:
            continue
        if element.tag in _UNWRAPPED:
            unwrap(element)
        elif etree.QName(element).localname in _NOTHING_WITHOUT_LINK:
            _remove_from_run(element)
        else:
            del element.attrib[id_.attrname]


def _clear_properties(package: Package, parts: dict[str, bytes]) -> None:
    for kind, named in (("core", "core-properties"), ("app", "extended-properties")):
        part = properties_part(package, named)
        if part:
            root = tree(parts[part])
            for child in list(root.iterchildren("{*}*")):
                if speaks(kind, etree.QName(child).localname, (child.text or "").strip()):
                    remove(child)
            parts[part] = _written(root)


def _reached(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts that something leads to, each declared, with their lists of relationships."""
    kept, waiting = {_TYPES}, [""]
    while waiting:
        source = waiting.pop()
        if list_of(source) in parts:
            kept.add(list_of(source))
        found = {r.target for r in relations(parts, source) if not r.external and r.target in parts}
        waiting += found - kept
        kept |= found
    gone = {name_key(part) for part in parts if part not in kept}
    listed = tree(parts[_TYPES]).iterchildren("{*}Override")
    names = {override.get("PartName", "") for override in listed}
    _without(parts, _TYPES, "PartName", {name for name in names if name_key(name.removeprefix("/")) in gone})
    return {part: held for part, held in parts.items() if part in kept}


def _without(parts: dict[str, bytes], part: str, attribute: str, cut: set[str]) -> None:
    """Take the rows out of a list whose attribute is one of these."""
    root = tree(parts[part])
    for row in [row for row in root.iterchildren("{*}*") if row.get(attribute) in cut]:
        remove(row)
    parts[part] = _written(root)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

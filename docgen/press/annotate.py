"""A copy of a template with a Word comment at each finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from docgen.findings import Finding
from docgen.messages import remedy, sentence
from docgen.package import Package, write_docx
from docgen.press.parts import ANNOTATOR
from docgen.press.rich import Additions
from docgen.press.word import ILLEGAL, PARSER, XML_SPACE, W, new, numbered

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


def annotated(package: Package, findings: Sequence[Finding], language: str) -> bytes:
    """Return the template with what was found written beside it.

    Word has comments in the main text only; what stands in a header, a note or a text box is told at the paragraph that holds
    it, or at the first one, with its place.

    Args:
        package: The template.
        findings: What was found.
        language: Language of the comments.
    """
    root = etree.fromstring(package.parts[package.main], PARSER)
    additions = Additions(package.parts, package.main)
    additions.begin(package.main)
    part = next((r.target for r in additions.known().values() if r.type == _RELATION), "")
    comments = etree.fromstring(package.parts[part], PARSER) if part else new("comments")
    _drop_earlier(root, comments)
    if root.find(f".//{W}p") is None:
        body = root.find(f"{W}body")
        (etree.SubElement(root, f"{W}body") if body is None else body).insert(0, new("p"))
    paragraphs: dict[int, etree._Element] = {}
    for paragraph, number in numbered(root, "p").items():
        paragraphs.setdefault(number, paragraph)
    used = [int(i) for i in (c.get(f"{W}id", "") for c in comments.iter(f"{W}comment")) if i.isdecimal()]
    for number, finding in enumerate(findings, max(used, default=-1) + 1):
        here = finding.place.part == package.main and finding.place.paragraph
        _anchor(_outermost(paragraphs[here or 1]), number)
        comments.append(_comment(number, _words(finding, language, told_here=bool(here))))
    if not part:
        part = f"{package.main.rpartition('/')[0]}/comments.xml"
        additions.relate(_RELATION, part)
        additions.declare_part(part, _TYPE)
    made = {package.main: root, part: comments}
    written = {n: etree.tostring(r, xml_declaration=True, encoding="UTF-8", standalone=True) for n, r in made.items()}
    return write_docx({**package.parts, **additions.changed, **written})


def _drop_earlier(root: etree._Element, comments: etree._Element) -> None:
    """Take out the comments that an earlier check wrote, and what refers to them."""
    ours = [comment for comment in comments.iter(f"{W}comment") if comment.get(f"{W}author") == ANNOTATOR]
    numbers = {comment.get(f"{W}id") for comment in ours}
    marks = root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
    for element in [*ours, *(mark for mark in marks if mark.get(f"{W}id") in numbers)]:
        parent = element.getparent()
        if parent is None:
            continue
        parent.remove(element)
        holder = parent.getparent()
        if parent.tag == f"{W}r" and holder is not None and all(child.tag == f"{W}rPr" for child in parent):
            holder.remove(parent)


def _outermost(paragraph: etree._Element) -> etree._Element:
    """Return the paragraph that a paragraph of a text box hangs on."""
    around = list(paragraph.iterancestors(f"{W}p"))
    return around[-1] if around else paragraph


def _words(finding: Finding, language: str, *, told_here: bool) -> list[str]:
    place = [] if told_here else [str(finding.place)]
    lines = [f"{finding.code} {sentence(finding, language)}", remedy(finding, language)]
    return [line for line in (*place, *lines) if line]


def _anchor(paragraph: etree._Element, number: int) -> None:
    identifier = {f"{W}id": str(number)}
    first = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
    paragraph.insert(first, etree.Element(f"{W}commentRangeStart", identifier))
    etree.SubElement(paragraph, f"{W}commentRangeEnd", identifier)
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}commentReference", identifier)


def _comment(number: int, lines: Iterable[str]) -> etree._Element:
    comment = new("comment")
    for name, value in (("id", str(number)), ("author", ANNOTATOR), ("initials", ANNOTATOR[:1])):
        comment.set(f"{W}{name}", value)
    for line in lines:
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
        text = etree.SubElement(run, f"{W}t", {XML_SPACE: "preserve"})
        text.text = ILLEGAL.sub("�", line)
    return comment

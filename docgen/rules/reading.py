"""What several families of rules read in a text: its kind, its lines, its closing formula."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.pages.facts import Paragraph
from docgen.rules.rule import Sheet

KINDS = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
KIND = re.compile(rf"({KINDS})(?:[（(][^（）()]*[)）])?$")
FORMULA = re.compile(
    r"(?:特此|专此|现予)(?P<done>通知|通报|报告|请示|批复|函复|函告|函达|复函|公告|通告)\s*[。！]?(?:（[^（）]*）)?"
)
_DONE = {"函复": "函", "函告": "函", "函达": "函", "复函": "函"}  # what a formula does, as a kind


def title_of(sheet: Sheet) -> str:
    """Return the title without blanks and breaks."""
    return "".join("".join(line.words.split()) for line in sheet.elements.title)


def kind_of(sheet: Sheet) -> str:
    """Return which of the fifteen kinds an official document calls itself; ``''`` for none."""
    match = KIND.search(title_of(sheet)) if sheet.elements.layout in ("official", "letter") else None
    return match[1] if match else ""


def lines_of(sheet: Sheet) -> list[Paragraph]:
    """Return the paragraphs of the text with the headings between them."""
    mine = {id(p) for p in (*sheet.elements.text, *(h.paragraph for h in sheet.elements.headings))}
    return [p for p in sheet.document.paragraphs if id(p) in mine]


def printed_behind(sheet: Sheet, paragraph: Paragraph) -> list[Paragraph]:
    """Return what is printed behind a paragraph."""
    at = next(n for n, other in enumerate(sheet.document.paragraphs) if other is paragraph)
    return [p for p in sheet.document.paragraphs[at + 1 :] if not p.is_blank]


def formulas(sheet: Sheet) -> Iterator[tuple[Paragraph, str]]:
    """Yield the closing formulas that are paragraphs of their own, with the kind that they close."""
    for paragraph in sheet.elements.text[-3:]:
        match = FORMULA.fullmatch(paragraph.words)
        if match:
            yield paragraph, _DONE.get(match["done"], match["done"])

"""What several families of rules read in a text: its kind, its lines, its closing formula."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from docgen.numerals import chinese_date, value_of
from docgen.pages.facts import Document, Paragraph, Section
from docgen.pages.recognise import KINDS
from docgen.rules.rule import Sheet

KIND = re.compile(rf"({KINDS})(?:[（(][^（）()]*[)）])?$")
FORMULA = re.compile(
    r"(?:特此|专此|现予)(?P<done>通知|通报|报告|请示|批复|函复|函告|函达|复函|公告|通告)\s*[。！]?(?:（[^（）]*）)?"
)
_DONE = {"函复": "函", "函告": "函", "函达": "函", "复函": "函"}  # what a formula does, as a kind
_DIGITS = "〇一二三四五六七八九"
_ZEROS = "零○OＯ"  # that are typed for 〇
_DAY = re.compile(
    rf"([0-9{_DIGITS}{_ZEROS}]{{2,4}})\s*[年.．/\-]\s*([0-9十{_DIGITS}]{{1,3}})\s*[月.．/\-]\s*([0-9十{_DIGITS}]{{1,3}})"
)
_A_DAY = "2024年7月5日"


def title_of(sheet: Sheet) -> str:
    """Return the title without blanks and breaks."""
    return "".join("".join(line.words.split()) for line in sheet.elements.title)


def kind_of(sheet: Sheet) -> str:
    """Return which of the fifteen kinds an official document calls itself; ``''`` for none."""
    match = KIND.search(title_of(sheet)) if sheet.elements.layout in ("official", "letter") else None
    if match is None:
        return ""
    return (
        "请示" if match[1] == "报告" and title_of(sheet)[: match.start()].endswith("请示") else match[1]
    )  # 请示报告 asks


def lines_of(sheet: Sheet) -> list[Paragraph]:
    """Return the paragraphs of the text with the headings between them."""
    mine = {id(p) for p in (*sheet.elements.text, *(h.paragraph for h in sheet.elements.headings))}
    return [p for p in sheet.document.paragraphs if id(p) in mine]


def printed_behind(sheet: Sheet, paragraph: Paragraph) -> list[Paragraph]:
    """Return what is printed behind a paragraph."""
    at = next(n for n, other in enumerate(sheet.document.paragraphs) if other is paragraph)
    return [p for p in sheet.document.paragraphs[at + 1 :] if not p.is_blank]


def kinds_in_force(document: Document, section: Section) -> list[str]:
    """Return which headers and footers the pages of a section get."""
    return [
        *(["first"] if section.title_page else []),
        "default",
        *(["even"] if document.even_and_odd else []),
    ]


def formulas(sheet: Sheet) -> Iterator[tuple[Paragraph, str]]:
    """Yield the closing formulas that are paragraphs of their own, with the kind that they close."""
    for paragraph in sheet.elements.text[-3:]:
        match = FORMULA.fullmatch(paragraph.words)
        if match:
            yield paragraph, _DONE.get(match["done"], match["done"])


def day_as_wanted(words: str) -> str:
    """Return the day that words name as it should be written; where they name none, another as an example."""
    match = _DAY.search(words)
    if match is None:
        return _A_DAY
    year = int(
        match[1].translate({ord(char): str(n) for n, char in enumerate(_DIGITS)} | dict.fromkeys(map(ord, _ZEROS), "0"))
    )
    month, day = (value_of(part) or 0 for part in match.groups()[1:])
    try:
        return chinese_date(datetime.date(year + 2000 * (year < 100), month, day))
    except ValueError:
        return _A_DAY

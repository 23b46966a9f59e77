"""Where the paragraphs of a document stand in print: its text is looked for, in order, in the lines of the printed pages."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docgen.pages.facts import TWIPS_PER_MM, Document, Paragraph, Section
from docgen.pages.witness import Box, Line, Page, Pages

_REACH = 4000  # characters of print that may lie between two paragraphs, such as notes
_TELLING = 4  # characters that are not found anywhere by chance
_SLACK = 1.0  # mm
_FOOT = 50  # mm above the paper's lower edge, where a number between dashes is that of the page
DASHES = "—－–―─-"
_NUMBER = re.compile(rf"[·{DASHES}]*第?([0-9]{{1,4}})页?(?:[，,/／]?共?[0-9]{{1,4}}页?)?[·{DASHES}]*")
_STOPS = "，、。；：！？”’）》】〕」』,.;:!?)"  # hang over the end of a full line, where LibreOffice sometimes leaves them out of the PDF
_WITHOUT_STOPS = str.maketrans("", "", _STOPS)


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of print, or the part of one, that a paragraph printed."""

    page: int
    line: Line
    start: int
    end: int

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.line.part(self.start, self.end)

    @property
    def text(self) -> str:
        """What it says, blanks left out."""
        return self.line.text[self.start : self.end]

    @property
    def whole(self) -> bool:
        """Whether it is all that stands on the line."""
        return self.start == 0 and self.end == len(self.line.text)


def bare(text: str) -> str:
    """Return a text as print has it: without blanks, objects and signs that are not seen."""
    return "".join(c for c in text if not c.isspace() and c != "\ufffc" and unicodedata.category(c) != "Cf")


def around(spots: Iterable[Spot]) -> Box:
    """Return the box around spots of one page."""
    boxes = [spot.box for spot in spots]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


class Standing:
    """The lines of each page that hold text of the body, and the spots of each paragraph."""

    def __init__(self, document: Document, pages: Pages) -> None:
        """Look for all paragraphs outside of tables and text boxes."""
        self._sections = document.sections
        self._numbers = {page.number: self._number(page) for page in pages}
        self._lines: dict[int, list[Line]] = {page.number: list(self._body(page)) for page in pages}
        self._flow = [(number, line) for number, lines in self._lines.items() for line in lines]
        self._starts: list[int] = []
        length = 0
        for _, line in self._flow:
            self._starts.append(length)
            length += len(line.text.translate(_WITHOUT_STOPS))
        self._text = "".join(line.text for _, line in self._flow).translate(_WITHOUT_STOPS)
        self._spots: dict[int, list[Spot]] = {}
        self._owners: dict[int, set[int]] = {}
        self._match(document.paragraphs)

    def top(self, page: Page) -> float:
        """Return how far down the page its upper margin reaches: the smallest of the sections that lie as it does."""
        return min((abs(section.top) for section in self._like(page)), default=0) / TWIPS_PER_MM

    def bottom(self, page: Page) -> float:
        """Return how far down the page its lower margin begins."""
        return page.height - min((abs(section.bottom) for section in self._like(page)), default=0) / TWIPS_PER_MM

    def _like(self, page: Page) -> list[Section]:
        return [section for section in self._sections if section.landscape == page.landscape]

    def number(self, page: Page) -> tuple[Line, int] | None:
        """Return the line that holds the number of a page, and the number; ``None`` when no line holds it alone."""
        return self._numbers[page.number]

    def _number(self, page: Page) -> tuple[Line, int] | None:
        for line in reversed(page.upright):
            match = _NUMBER.fullmatch(line.text)
            low = line is page.upright[-1] and line.baseline > page.height - _FOOT and not line.text.isdecimal()
            if match is not None and (low or not self._between(page, line)):
                return line, int(match[1])
        return None

    def _between(self, page: Page, line: Line) -> bool:
        """Whether a line stands between the margins of its page."""
        return line.bottom > self.top(page) - _SLACK and line.baseline < self.bottom(page) + _SLACK

    def _body(self, page: Page) -> Iterator[Line]:
        number = self._numbers[page.number]
        return (
            line for line in page.upright if self._between(page, line) and (number is None or line is not number[0])
        )

    def lines(self, number: int) -> list[Line]:
        """Return the upright lines of a page between its margins."""
        return self._lines[number]

    def of(self, paragraph: Paragraph) -> list[Spot]:
        """Return the spots of a paragraph in order; none when it was not found."""
        return self._spots.get(id(paragraph), [])

    def on_page(self, paragraph: Paragraph, number: int) -> list[Spot]:
        """Return the spots of a paragraph on a page; one in a table is looked for on its lines."""
        spots = [spot for spot in self.of(paragraph) if spot.page == number]
        words = bare(paragraph.words)
        if spots or paragraph.cell is None or not words or number not in self._lines:
            return spots
        found = ((line, line.text.find(words)) for line in self._lines[number])
        return next(([Spot(number, line, at, at + len(words))] for line, at in found if at >= 0), [])

    def owners(self, line: Line) -> set[int]:
        """Return the paragraphs, by ``id``, that print on a line."""
        return self._owners.get(id(line), set())

    def _match(self, paragraphs: list[Paragraph]) -> None:
        cursor, far = 0, False
        for paragraph in paragraphs:
            if paragraph.cell is not None or paragraph.box:
                far = True  # nobody knows in what order a table is printed
                continue
            words = bare(paragraph.words).translate(_WITHOUT_STOPS)
            if not words:
                continue
            reach = len(self._text) if far else cursor + _REACH + len(words)
            at = self._text.find(words, cursor, reach)
            if at < 0 or (at > cursor and len(words) < _TELLING and not far):
                continue
            self._spots[id(paragraph)] = list(self._cut(at, at + len(words)))
            for spot in self._spots[id(paragraph)]:
                self._owners.setdefault(id(spot.line), set()).add(id(paragraph))
            cursor, far = at + len(words), False

    def _cut(self, start: int, end: int) -> Iterator[Spot]:
        """Yield a stretch of the text without stops line by line, with the stops that print has behind it."""
        at = bisect_right(self._starts, start) - 1
        while start < end:
            number, line = self._flow[at]
            kept = [n for n, char in enumerate(line.text) if char not in _STOPS]
            first, last = start - self._starts[at], min(end - self._starts[at], len(kept))
            if last > first:
                stop = kept[last] if last < len(kept) else len(line.text)
                yield Spot(number, line, kept[first], stop)
            start = self._starts[at] + last
            at += 1

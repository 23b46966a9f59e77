"""What recognised elements should look like: the typeface, size and place of each paragraph that a hand of docgen may mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.pages.elements import Heading
from docgen.pages.facts import TWIPS_PER_MM, Paragraph
from docgen.rules.measure import is_face
from docgen.rules.mend_page import has_right_cells
from docgen.rules.rule import Sheet
from docgen.rules.text import paragraphs_of_text

_CAPTION = re.compile(r"\s*[（(][^（）()]*[)）]\s*$|\s*注\s*[0-9]*\s*[：:.．]|\s*[表图]\s*[0-9一二三四五六七八九十]")
_DASHES = ("—", "─", "-")
_ASIDE = ("center", "right", "distribute")


@dataclass(frozen=True, slots=True)
class Look:
    """How characters should look.

    Attributes:
        faces: Typefaces of Chinese characters, of which any will do; none leaves them.
        size: Half-points; ``None`` leaves it.
        spacing: Twips added behind each character; ``None`` leaves it.
        bold: Whether they may be bold.
        latin: What letters and digits are set in when they have no fitting typeface; ``''`` for the one of the text.
    """

    faces: tuple[str, ...]
    size: int | None
    spacing: int | None = None
    bold: bool = True
    latin: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What a paragraph should be.

    Attributes:
        paragraph: The paragraph.
        look: Of its characters, behind the head where there is one.
        head: Of a heading that the text goes on behind.
        head_length: Characters of the head, from the beginning of the text.
        indent: Characters that its first line is indented; ``None`` leaves all indents.
        pitch: Its lines have the pitch of the text.
        tight: Nothing is added above and below it.
        is_text: It is text or a heading.
        centred: It is a line of the title.
        bold_lead: Its first words may be bold when they are set off.
        is_imprint: It is a line of the imprint, which may stand in a frame.
    """

    paragraph: Paragraph
    look: Look | None = None
    head: Look | None = None
    head_length: int = 0
    indent: int | None = None
    pitch: bool = False
    tight: bool = False
    is_text: bool = False
    centred: bool = False
    bold_lead: bool = True
    is_imprint: bool = False


def character_spacing(sheet: Sheet) -> int:
    """Return the twips between characters with which a line holds as many as are wanted."""
    wanted = sheet.wanted
    cell = wanted.type_area_mm[0] * TWIPS_PER_MM / wanted.characters_per_line
    return int((cell - wanted.body_size_pt * 20) // 1)


def is_reading_copy(sheet: Sheet) -> bool:
    """Whether it is a speech that is set larger, to be read from."""
    counted: Counter[bool] = Counter()
    for paragraph in sheet.elements.text:
        counted[paragraph.size > 2 * sheet.wanted.body_size_pt] += len(paragraph.text)
    return sheet.elements.layout == "speech" and counted[True] > counted[False]


def roles(sheet: Sheet) -> Iterator[Role]:
    """Yield what every paragraph that was recognised surely should be, each once."""
    seen: set[int] = set()
    for role in _Roles(sheet).all():
        paragraph = role.paragraph
        typed = any(run.text.strip() and not run.field for run in paragraph.runs)  # not a table of contents
        framed = paragraph.layout.frame and not role.is_imprint
        if id(paragraph) not in seen and not (paragraph.cell or paragraph.box or framed) and typed:
            seen.add(id(paragraph))
            yield role


class _Roles:
    """The roles of a document under way."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._found = sheet, sheet.elements
        wanted = sheet.wanted
        self._large = is_reading_copy(sheet)
        self._size = None if self._large else round(2 * wanted.body_size_pt)
        own = [p.section for p in self._found.text if p.section is not None]
        by_grid = bool(own) and all(has_right_cells(section, wanted) for section in own)
        self._close = None if self._large or by_grid else character_spacing(sheet)
        plain = [h for h in self._found.headings if h.level not in wanted.bold_levels]
        self._numbered = {id(h.paragraph) for h in plain if h.stands == "numbered"}
        self._runs_on = {id(p) for p in paragraphs_of_text(sheet)}
        sizes: Counter[int] = Counter()
        for paragraph in self._found.text:
            sizes[paragraph.size] += len(paragraph.text)
        self._usual_size = sizes.most_common(1)[0][0] if sizes else 0
        self._text = Look(wanted.body_faces, self._size, self._close, bold=False)

    def all(self) -> Iterator[Role]:
        """Yield a role for each paragraph, of some more than one: the first counts."""
        if self._found.layout == "plain":
            yield from self._plain()
            return
        yield from self._head()
        yield from self._body()
        yield from self._foot()

    def _plain(self) -> Iterator[Role]:
        """Yield the running text of a document that nothing is known of, when most of it is that."""
        said = [p for p in self._sheet.document.text if p.text.strip()]
        running = [p for p in said if id(p) in self._runs_on and p.layout.align not in _ASIDE]
        if 2 * len(running) > len(said):
            yield from (Role(paragraph, pitch=True, is_text=True) for paragraph in running)

    def _head(self) -> Iterator[Role]:
        found, wanted = self._found, self._sheet.wanted
        body = round(2 * wanted.body_size_pt)
        plain = Look(wanted.body_faces, body)
        note = Look(wanted.note_faces, body, bold=False)
        for mark in (found.classification, found.urgency):
            if mark is not None:
                yield Role(mark, note)
        number = found.document_number
        if number is not None and number is not found.signatory and "签" not in number.text:
            yield Role(number, plain)
        for title in (found.title, *(a.title for a in found.attachments)):
            for at, line in enumerate(title):
                if at and line.text.strip().startswith(_DASHES):
                    break
                yield Role(line, self._title(), centred=True)
        if found.layout == "speech":
            for under in (found.speaker, found.speech_date):
                if under is not None:
                    yield Role(under, Look(wanted.signatory_faces, body, bold=False))
        if found.addressees is not None:
            yield Role(found.addressees, Look(wanted.body_faces, self._size, self._close), indent=0, pitch=True)

    def _title(self) -> Look:
        wanted = self._sheet.wanted
        size = round(2 * wanted.title_size_pt)
        return Look(wanted.title_faces, size, bold=0 in wanted.bold_levels, latin=wanted.title_faces[0])

    def _heading(self, level: int) -> Look:
        wanted = self._sheet.wanted
        faces = wanted.heading_faces[level - 1]
        latin = faces[0] if level == 1 else ""
        return Look(faces, self._size, self._close, bold=level in wanted.bold_levels, latin=latin)

    def _body(self) -> Iterator[Role]:
        found = self._found
        two = self._sheet.wanted.first_line_characters
        sure = self._set_off()
        for heading in found.headings:
            paragraph, level = heading.paragraph, heading.level
            if heading.stands == "alone" and heading.number:
                pitch = not self._large
                yield Role(paragraph, self._heading(level), indent=two, pitch=pitch, tight=pitch, is_text=True)
            elif heading.stands == "alone":  # known by its outline level: its face may be the office's own
                yield Role(paragraph, Look((), None, bold=level in self._sheet.wanted.bold_levels))
            elif heading.stands == "run_in" and level in sure and "\ufffc" not in paragraph.text:
                blanks = 0 if paragraph.label else len(paragraph.text) - len(paragraph.text.lstrip())
                length = blanks + len(heading.text) - len(paragraph.label)
                yield self._running(paragraph, self._heading(level), length)
        for paragraph in found.text:
            if id(paragraph) in self._runs_on:
                yield self._running(paragraph)
            elif self._is_entry(paragraph):
                yield Role(paragraph, self._text, pitch=not self._large)
        for attachment in found.attachments:
            yield Role(attachment.label, Look(self._sheet.wanted.note_faces, self._body_size(), bold=False))
            for block in attachment.blocks:
                if isinstance(block, Paragraph) and id(block) in self._runs_on:
                    yield self._running(block)

    def _is_entry(self, paragraph: Paragraph) -> bool:
        """Whether a short line is set as the text is: captions and notes are set smaller, and left."""
        aside = paragraph.layout.align in _ASIDE or paragraph.label or _CAPTION.match(paragraph.text.strip())
        return not aside and paragraph.size == self._usual_size

    def _body_size(self) -> int:
        return round(2 * self._sheet.wanted.body_size_pt)

    def _running(self, paragraph: Paragraph, head: Look | None = None, length: int = 0) -> Role:
        listed = bool(paragraph.label) and head is None  # an item of a list keeps the indents of the list
        aside = paragraph.layout.align in ("center", "right") and head is None  # where somebody wants it
        indent = None if listed or aside else self._sheet.wanted.first_line_characters
        pitch = not self._large
        lead = id(paragraph) not in self._numbered
        return Role(paragraph, self._text, head, length, indent, pitch, tight=pitch, is_text=True, bold_lead=lead)

    def _set_off(self) -> set[int]:
        """Return the levels on which a first sentence is a heading for sure: some are set off, or the text itself is not as it should be."""
        faces: Counter[str] = Counter()
        for paragraph in self._found.text:
            for run in paragraph.runs:
                faces[run.format.east_asia] += len(run.text)
        usual = faces.most_common(1)[0][0] if faces else ""
        headings = [h for h in self._found.headings if h.stands == "run_in"]
        if not is_face(usual, self._sheet.wanted.body_faces):
            return {h.level for h in headings}
        return {h.level for h in headings if _is_set_off(h, usual)}

    def _foot(self) -> Iterator[Role]:
        found, wanted = self._found, self._sheet.wanted
        plain = Look(wanted.body_faces, self._body_size())
        date = () if found.date_of_issue is None else (found.date_of_issue,)
        remark = () if found.remark is None else (found.remark,)
        for paragraph in (*found.attachment_note, *found.signatures, *date, *remark):
            yield Role(paragraph, plain, pitch=not self._large)
        if found.copy_to or found.printed:
            for paragraph in found.imprint:
                yield Role(paragraph, Look(wanted.body_faces, round(2 * wanted.small_size_pt)), is_imprint=True)


def _is_set_off(heading: Heading, usual: str) -> bool:
    first: Sequence[str] = [
        r.format.east_asia for r in heading.paragraph.runs if r.text.strip() and not r.format.hidden
    ]
    return bool(first) and first[0] != usual

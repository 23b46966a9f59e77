"""Where each printed word of a document comes from: the plan, the frame file, the template, or docgen's own ordinals and stops.

The document is made a second time with numbered words (`docgen.plan.origins`) and read beside the first; a paragraph that numbers
change - through a filter that looks at the letters - has no origins rather than wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Literal

from docgen.findings import Place
from docgen.pages.reader import Line, read_texts
from docgen.plan.origins import Stretch, Tracer

Source = Literal["plan", "frame", "template", "docgen"]
_TAG = re.compile(r"\{[{%#].*?[}%#]\}")
LIKE = 0.6  # of two paragraphs that are one, edited


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of a printed paragraph comes from.

    Attributes:
        printed: The paragraph.
        start: Where the stretch begins in its text, in characters.
        end: Behind its last character.
        words: What it says.
        source: ``plan``, ``frame`` (the file of default sentences), ``template``, or ``docgen`` for what it sets beside them: ordinals, counts,
            stops, words that a kind asks for (关于, 的通知), what a filter made of a value.
        place: Where that stands in the plan, the frame file or the template; for docgen's own, where the words beside it stand.
        is_computed: Whether the value was computed; ``place`` is that of the first figure it was computed from.
    """

    printed: Place
    start: int
    end: int
    words: str
    source: Source
    place: Place
    is_computed: bool = False


def origins_of(document: bytes, numbered: bytes, template: bytes, tracer: Tracer, plan: Place) -> list[Origin]:
    """Return the origins of all that a document says, in the order of the page.

    Args:
        document: The document.
        numbered: The same with numbered words.
        template: Its template.
        tracer: What numbered the words.
        plan: The place of the plan, whose file tells plan and frame file apart.
    """
    sample = _lines(template, "")
    found: list[Origin] = []
    lines = _lines(document, "")
    read = [tracer.read(line.text) for line in _lines(numbered, "")]
    for line, other in _paired(lines, [plain for plain, _ in read]):
        found += _origins(lines[line], read[other][1], sample, plan)
    return found


def _paired(lines: Sequence[Line], twins: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield which paragraph is which in both documents; one whose words differ has no partner."""
    texts = [line.text for line in lines]
    if texts == list(twins):
        yield from ((at, at) for at in range(len(texts)))
        return
    for line, other, count in SequenceMatcher(None, texts, twins, autojunk=False).get_matching_blocks():
        yield from ((line + step, other + step) for step in range(count))


def _origins(line: Line, stretches: Sequence[Stretch], sample: Sequence[Line], plan: Place) -> list[Origin]:
    found: list[Origin] = []
    pieces = [stretch.piece for stretch in stretches if stretch.piece]
    beside = pieces[0].place() if pieces else Place()
    for stretch in stretches:
        words = line.text[stretch.start : stretch.end]
        piece = stretch.piece
        if piece is not None:
            beside = piece.place()
            source: Source = "plan" if beside.file == plan.file else "frame"
            found.append(Origin(line.place, stretch.start, stretch.end, words, source, beside, piece.is_computed))
        elif stretch.is_composed:
            found.append(Origin(line.place, stretch.start, stretch.end, words, "docgen", beside))
        else:
            found.append(
                Origin(line.place, stretch.start, stretch.end, words, "template", _sample_place(words, line, sample))
            )
    return found


def _sample_place(words: str, line: Line, sample: Sequence[Line]) -> Place:
    """Return the first paragraph of a template that has the words, in the same part if there is one."""
    holding = [other.place for other in sample if words.strip() in _TAG.sub("", other.text)]
    return next((place for place in holding if place.part == line.place.part), holding[0] if holding else Place())


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the words of one paragraph come from.

    Attributes:
        printed: The paragraph of the document that was asked about.
        text: What it says.
        is_made_now: Whether the plan makes this paragraph as it stands; otherwise it was edited, or the plan has changed since.
        origins: Where the words come from; of a paragraph that is not made now, the origins of the one most like it.
    """

    printed: Place
    text: str
    is_made_now: bool
    origins: list[Origin]


@dataclass(frozen=True, slots=True)
class Made:
    """A document that was just made, with the origins of its words."""

    lines: list[Line]
    origins: list[Origin]

    @classmethod
    def of(cls, document: bytes, origins: list[Origin]) -> Made:
        """Return a document with its paragraphs read."""
        return cls(_lines(document, ""), origins)

    def shares(self, lines: Sequence[Line]) -> int:
        """Return how many paragraphs of another document it has too."""
        own = {line.text for line in self.lines}
        return sum(line.text in own for line in lines)


def answers(document: bytes, name: str, words: str, made: Sequence[Made]) -> list[Answer]:
    """Return where words of a document come from, an answer for each paragraph that says them; none when none does.

    Args:
        document: The Word file that is asked about.
        name: What its places call it.
        words: What is looked for.
        made: What the plan makes now, of each kind.
    """
    lines = _lines(document, name)
    nearest = max(made, key=lambda one: one.shares(lines), default=None)
    asked = [line for line in lines if words and words in line.text]
    return [_answer(line, words, nearest, _nth(line, lines)) for line in asked] if nearest is not None else []


def _nth(line: Line, lines: Sequence[Line]) -> int:
    """Return how many paragraphs before one say the same, such as cells of a table."""
    same = [other for other in lines if other.text == line.text]
    return next(nth for nth, other in enumerate(same) if other is line)


def _answer(line: Line, words: str, made: Made, nth: int) -> Answer:
    same = [other for other in made.lines if other.text == line.text]
    if same:
        twin = same[min(nth, len(same) - 1)]
        starts = [match.start() for match in re.finditer(re.escape(words), line.text)]
        found = [o for o in _of(twin, made) if any(o.start < at + len(words) and at < o.end for at in starts)]
        return Answer(line.place, line.text, is_made_now=True, origins=found)
    texts = {other.text: other for other in made.lines}
    like = get_close_matches(line.text, texts, 1, LIKE)
    return Answer(line.place, line.text, is_made_now=False, origins=_of(texts[like[0]], made) if like else [])


def _of(line: Line, made: Made) -> list[Origin]:
    key = (line.place.part, line.place.paragraph)
    return [origin for origin in made.origins if (origin.printed.part, origin.printed.paragraph) == key]


def _lines(document: bytes, name: str) -> list[Line]:
    return [line for text in read_texts(document, name) for line in text if line.text]

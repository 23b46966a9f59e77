"""What the checks of prose say about a plan: its words as the documents print them, their places as the plan has them.

A count in prose is judged against the list that follows in the document, a stop against the one that a join put beside it; so the
checks read what is composed, and its origins lead back to the plan.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from docgen.findings import Finding, Place, Severity
from docgen.marked import CLOSE, NUMBER, OPEN, Marked, seen
from docgen.patterns import late
from docgen.plan.fields import UNPRINTED, texts_within
from docgen.plan.marks import Text, find, mark_of, place_of
from docgen.plan.model import Plan
from docgen.prose import gaps
from docgen.prose.text import HOLE, Remark, paragraphs_of

if TYPE_CHECKING:
    from docgen.origins import Origin
    from docgen.plan.origins import Piece, Stretch, Tracer

BARE_GAP = "W101"
_GAP = late(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_REFERENCE = late("【[^【】]*】")
_FIRST_WORDS = 30  # characters of a text that a finding quotes
_DAYS_OF_ISSUE = ("date_of_issue", "date")
_CHINESE = late("[\u3400-\u9fff]")
_FIELD = late(r"[^.\[\]]*[^.\[\]0-9][^.\[\]]*")
_OF_NO_PROSE = frozenset(UNPRINTED) | frozenset(
    "docgen id theme owner source as_of shown as on by repeat sum difference percent of growth ratio at_most at_least phrases use marker form parts at units people label".split()
)
"""Fields that nothing prints as they stand: what others refer to or count, notes on a value, the hour inside of a time."""


@dataclass(slots=True)
class Judged:
    """The texts of one plan on their way through the checks.

    Attributes:
        tracer: What numbered the words.
        phrases: Fixed phrases with numerals that the office uses, besides the usual ones.
        file: The plan's file.
        printed: The plan paths of all texts that were seen.
    """

    tracer: Tracer
    phrases: tuple[str, ...] = ()
    file: str = ""
    printed: set[str] = field(default_factory=set)

    def document(self, context: Mapping[str, Any]) -> list[Finding]:
        """Return what is to say about a composed document: its paragraphs in their order, and each of its other texts by itself."""
        issued = next((context[name] for name in _DAYS_OF_ISSUE if isinstance(context.get(name), str)), "")
        day, _ = self.tracer.read(_raw(issued))
        found = [finding for text in _texts(context) for finding in self._findings(text, day)]
        return [*found, *(finding for table in _tables(context) for finding in self._totals(table))]

    def rest(self, leaves: Iterable[Text]) -> list[Finding]:
        """Return what is to say about texts that no document prints."""
        from docgen.prose.check import check_text  # whose many patterns only a check asks for

        found: list[Finding] = []
        for leaf in leaves:
            mark = mark_of(leaf)
            if mark is None or mark.path in self.printed or not _is_prose(leaf, mark.path):
                continue
            lines = [_REFERENCE.sub(lambda m: HOLE * len(m[0]), line) for line in leaf.split("\n")]
            begins = [0, *accumulate(len(line) + 1 for line in lines)]
            for remark in check_text(lines, self.phrases):
                start = begins[remark.paragraph] + remark.start
                place = find(leaf, lines[remark.paragraph][remark.start : remark.end], start)
                found.append(Finding(remark.code, place, dict(remark.args), remark.severity))
        return found

    def _findings(self, text: list[str], issued: str) -> Iterator[Finding]:
        from docgen.prose.check import check_text

        read = [self.tracer.read(_GAP.sub(_hidden, line)) for line in text]
        for _, stretches in read:
            self.printed |= {stretch.piece.path for stretch in stretches if stretch.piece}
        for remark in check_text([plain for plain, _ in read], self.phrases, issued):
            place = _place(remark, read[remark.paragraph][1], self.file)
            if place is not None and not _is_computed(remark, read[remark.paragraph][1]):
                yield Finding(remark.code, place, dict(remark.args), remark.severity)

    def _totals(self, table: Sequence[Sequence[str]]) -> Iterator[Finding]:
        """Yield a finding on each total that the rows above it do not make."""
        from docgen.prose.columns import totals

        read = [[self.tracer.read(_raw(cell)) for cell in row] for row in table]
        for total in totals([[plain for plain, _ in row] for row in read]):
            plain, stretches = read[total.row][total.column]
            remark = Remark(0, 0, len(plain), "A107", {"words": plain.strip(), "there": total.there}, Severity.ERROR)
            place = _place(remark, stretches, self.file)
            if place is not None and not _is_computed(remark, stretches):
                yield Finding(remark.code, place, dict(remark.args), remark.severity)


def has_bare_gap(context: Mapping[str, Any]) -> bool:
    """Whether composed data have a gap that no name stands for, such as XX."""
    texts = ([_GAP.sub("", line) for line in text] for text in _texts(context))
    return any(True for text in texts for paragraph in paragraphs_of(text) for _ in gaps.check(paragraph))


def unprinted(plan: Plan, origins: Iterable[Origin], said: str) -> list[Finding]:
    """Return a note on each text of a plan that no document says.

    Args:
        plan: The plan.
        origins: Those of all its documents.
        said: All that they say; a template that works on its values leaves words without origin.
    """
    printed = {origin.place.path for origin in origins}
    terms = {str(term).strip() for figure in plan.figures.values() for term in figure.terms}
    printed |= {f"figures.{term}" for term in terms}
    printed |= {f"{path}.value" for path in printed}  # printed in a rounded form, or calculated with
    silent = [leaf for leaf in leaves(plan) if _path(leaf) not in printed and not _stands_in(said, leaf)]
    return [Finding("A301", place_of(leaf), {"words": _shortened(leaf)}, Severity.NOTE) for leaf in silent]


def _stands_in(said: str, leaf: Text) -> bool:
    """Whether all words of a text, references and gaps left out, stand somewhere."""
    pieces = [piece.strip(" 。；，、？\n") for piece in _REFERENCE.split(leaf)]
    return all(piece in said for piece in pieces)


def _path(leaf: Text) -> str:
    mark = mark_of(leaf)
    return mark.path if mark else ""


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _FIRST_WORDS else f"{line[:_FIRST_WORDS]}…"


def leaves(plan: Plan) -> Iterator[Text]:
    """Yield the texts of a plan that are there to be printed, in the order of its fields."""
    return texts_within(plan, _OF_NO_PROSE)


def _is_prose(text: str, path: str) -> bool:
    """Whether a text is Chinese and stands in a field that is printed; a day as 2026-03-04 is printed in other words."""
    names = _FIELD.findall(path)
    return _CHINESE.search(text) is not None and not (names and names[-1] in _OF_NO_PROSE)


def _texts(data: object) -> Iterator[list[str]]:
    """Yield the texts of composed data: a list of paragraphs is one, any other words are one by themselves."""
    if isinstance(data, str):
        if data:
            yield [_raw(data)]
    elif isinstance(data, list) and data and all(isinstance(item, dict) and "role" in item for item in data):
        yield [_raw(item["text"]) for item in data]
    elif isinstance(data, (list, dict)):
        for item in data if isinstance(data, list) else data.values():
            yield from _texts(item)


def _tables(data: object) -> Iterator[list[list[str]]]:
    """Yield the tables of composed data, each with the heads of its columns as its first row."""
    if isinstance(data, dict) and data.get("columns") and isinstance(data.get("rows"), list):
        yield [[column["title"] for column in data["columns"]], *data["rows"]]
    elif isinstance(data, (list, dict)):
        for item in data if isinstance(data, list) else data.values():
            yield from _tables(item)


def _raw(words: str) -> str:
    return words.raw if isinstance(words, Marked) else words


def _hidden(gap: re.Match[str]) -> str:
    """Return what stands in the place of a gap, which has a finding of its own; numbers of origins stay."""
    kept = "".join(NUMBER.findall(gap[1]))
    return kept + HOLE * len(seen(gap[1]))


def _is_computed(remark: Remark, stretches: list[Stretch]) -> bool:
    """Whether a remark on figures is one on a value that was computed from others, which follows from those it was computed from."""
    touched = stretches[_first(remark, stretches) : _behind(remark, stretches)] if remark.code.startswith("A") else []
    return any(stretch.piece is not None and stretch.piece.is_computed for stretch in touched)


def _first(remark: Remark, stretches: list[Stretch]) -> int:
    """Return which stretch is the first that ends behind the beginning of a remark."""
    return bisect.bisect_right(stretches, remark.start, key=lambda stretch: stretch.end)


def _behind(remark: Remark, stretches: list[Stretch]) -> int:
    """Return which stretch is the first that begins behind the end of a remark."""
    return bisect.bisect_left(stretches, remark.end, key=lambda stretch: stretch.start)


def _file(piece: Piece) -> str:
    mark = mark_of(piece.text)
    return mark.source.name if mark else ""


def _place(remark: Remark, stretches: list[Stretch], file: str) -> Place | None:
    """Return where the words of a remark were typed, in the plan rather than in a frame; ``None`` when nothing in their paragraph was."""
    first = _first(remark, stretches)
    within = list(_typed(stretches[first : _behind(remark, stretches)]))
    if within:
        stretch, piece = min(within, key=lambda pair: (_file(pair[1]) != file, pair[1].is_computed))
        return piece.place(max(remark.start - stretch.start, 0))
    before = next(_typed(stretches[at] for at in range(first - 1, -1, -1)), None)
    if before is not None:
        stretch, piece = before
        return piece.place(max(stretch.end - stretch.start - 1, 0))
    return next((piece.place() for _, piece in _typed(stretches)), None)


def _typed(stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, Piece]]:
    for stretch in stretches:
        if stretch.piece is not None:
            yield stretch, stretch.piece

"""Where each measure stands in the documents: the paragraph of the built file, and the headings above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.api import frame_of, template_dir
from docgen.kinds import compose_document, find_kind
from docgen.marked import NUMBER, Marked, number_of, numbered, seen
from docgen.pages.reader import read_texts
from docgen.plan.model import Plan
from docgen.plan.standing import Measure
from docgen.press.template import Template

_FIRST_SIGN = 2  # the numbers 0 and 1 are those of origins
_HEADINGS = ("heading", "run_in")
_TRACK = 9  # below every heading
_BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a measure stands in a document.

    Attributes:
        part: Part of the package, such as word/document.xml.
        paragraph: Number of its paragraph in the part, from 1.
        row: Row of the table that it stands in, from 1; ``None`` outside of tables.
        headings: Headings above it, outermost first.
    """

    part: str
    paragraph: int
    row: int | None
    headings: tuple[str, ...]

    @property
    def words(self) -> str:
        """The place as a reader looks for it: 一、… / （一）…（第27段）."""
        where = f"表第{self.row}行" if self.row else f"第{self.paragraph}段"
        return f"{_BETWEEN.join(self.headings)}（{where}）" if self.headings else where


def places(plan: Plan, measures: Sequence[Measure], kind: str) -> dict[str, Spot]:
    """Return where each measure stands in one document of a plan, by its id; those that it does not say are left out.

    Args:
        plan: The plan.
        measures: Its measures.
        kind: Name of the kind; the shipped template is used.

    Raises:
        PlanError: The plan lacks what the kind needs.
    """
    found = find_kind(kind)
    signs = {id(m.point): numbered(number) for number, m in enumerate(measures, _FIRST_SIGN)}
    template = Template(template_dir() / f"{found.name}.docx")
    context, _ = compose_document(plan, found, frame_of(found.name, None), signs=signs, names=template.names())
    document = template.render(context, undefined="collect")
    above = _headings(context.get("body", []))
    spots: dict[int, Spot] = {}
    for text in read_texts(document, ""):
        for line in text:
            for number in _numbers(line.text):
                spot = Spot(line.place.part, line.place.paragraph or 0, line.place.row, above.get(number, ()))
                if number not in spots or (spots[number].row and not spot.row):
                    spots[number] = spot
    return {m.id: spots[n] for n, m in enumerate(measures, _FIRST_SIGN) if n in spots}


def _numbers(text: str) -> list[int]:
    return [number_of(digits) for digits in NUMBER.findall(text)]


def _raw(words: str) -> str:
    return words.raw if isinstance(words, Marked) else words


def _headings(body: Sequence[Mapping[str, Any]]) -> dict[int, tuple[str, ...]]:
    """Return the headings above the first paragraph that says each measure."""
    found: dict[int, tuple[str, ...]] = {}
    open_: list[tuple[int, str]] = []
    for paragraph in body:
        role, head, rest = paragraph["role"], _raw(paragraph["head"]), _raw(paragraph["rest"])
        rank = _rank(role)
        if rank:
            open_ = [(other, words) for other, words in open_ if other < rank]
        own = seen(head or rest).rstrip("。，：") if rank else ""
        for number in _numbers(head):
            found.setdefault(number, tuple(words for _, words in open_))
        inner = [*open_, (rank, own)] if head and own else open_
        for number in _numbers(rest):
            found.setdefault(number, tuple(words for _, words in inner))
        if rank:
            open_.append((rank, own))
    return found


def _rank(role: str) -> int:
    """Return how deep a heading stands; 0 for what is none."""
    if role == "track":
        return _TRACK
    return int(role[-1]) if role.startswith(_HEADINGS) else 0

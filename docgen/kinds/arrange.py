"""How a document kind arranges what the plan says, and the flat list of paragraphs that comes out.

A `Kind` is a table of habits plus one function for its front matter; `docgen.kinds.compose` does the work for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypedDict

from docgen.marked import settle

Face = Literal["plain", "claim", "lead", "label"]
NEXT = "next"


class Span(NamedTuple):
    """A stretch of one paragraph in one face."""

    face: Face
    text: str


@dataclass(slots=True)
class Paragraph:
    """One paragraph as composed: its role, its heading level (0 for none) and its spans."""

    role: str
    level: int
    spans: list[Span]

    def as_dict(self) -> ParagraphData:
        """Return it as the plain data that a template receives."""
        head, rest = (
            _head(self.spans) if self.role.startswith(("run_in", "track", "item")) else ("", _joined(self.spans))
        )
        return {
            "role": self.role,
            "level": self.level,
            "text": settle(head + rest),
            "head": settle(head),
            "rest": settle(rest),
            "spans": [{"face": span.face, "text": settle(span.text)} for span in self.spans],
        }


def _head(spans: list[Span]) -> tuple[str, str]:
    if spans and spans[0].face != "plain":
        return spans[0].text, _joined(spans[1:])
    return "", _joined(spans)


def _joined(spans: list[Span]) -> str:
    return "".join(span.text for span in spans)


class SpanData(TypedDict):
    """A stretch of one paragraph: ``face`` is plain, claim, lead or label."""

    face: str
    text: str


class ParagraphData(TypedDict):
    """One paragraph of a body; ``text`` is ``head`` + ``rest``."""

    role: str
    level: int
    text: str
    head: str
    rest: str
    spans: list[SpanData]


ROLES: Mapping[str, str] = {
    "heading1": "一、 standalone heading",
    "heading2": "（一） standalone heading",
    "heading3": "1. standalone heading",
    "heading4": "（1） standalone heading",
    "run_in1": "一、 heading and text in one paragraph",
    "run_in2": "（一） heading and text in one paragraph",
    "run_in3": "1. item",
    "run_in4": "（1） item",
    "item": "一是, 一要 ... item in a paragraph of its own",
    "track": "paragraph that a lead opens",
    "paragraph": "prose",
}


class Arrangement(NamedTuple):
    """How a list is marked and set when neither the outline nor the fact says."""

    marker: str
    form: str = ""


class WordField(NamedTuple):
    """A name that a template may use.

    Attributes:
        name: The name.
        sentence: What it holds, in English; translated by the catalogue.
        example: A tag that prints it.
        keyed: Whether it is a mapping to texts whose names the plan chooses.
    """

    name: str
    sentence: str
    example: str
    keyed: bool = False


class Kind(NamedTuple):
    """A kind of document.

    Attributes:
        name: English name, in file names and options.
        term: Chinese name.
        lists: Habit for each list name.
        front: Takes the `Composer`, returns the front matter as template data.
        fields: What a template of the kind may use beside the facts.
        needs: Fields of the meeting that the kind cannot do without.
        assigns: True when every measure wants somebody who answers for it and a deadline.
        spoken: True when rationales are said.
        context: TypedDict of what its front matter gives a template.
    """

    name: str
    term: str
    lists: Mapping[str, Arrangement]
    front: Callable[..., dict[str, Any]]
    fields: tuple[WordField, ...]
    needs: tuple[str, ...] = ()
    assigns: bool = False
    spoken: bool = False
    context: type = dict

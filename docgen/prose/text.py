"""A text as its checks see it: paragraphs, what in them is not the author's own prose, and remarks on stretches of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from docgen.findings import Severity
from docgen.patterns import late

_HEADING = late(r"([一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_ARTICLE = late("第[一二三四五六七八九十百零]{1,6}条[ \u3000\xa0]")
_STOPS = "。！？"
_LATIN = late(
    r"(?:https?://|www\.)[^\s，。；：、（）“”《》\u4e00-\u9fff]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
_OPENS, _CLOSES = "（《〈“‘〔【「『", "）》〉”’〕】」』"
# What is wrong whatever an author meant: numbers that contradict the text, days that there are not.
_ERRORS = frozenset(
    ["W201", "W202", "W203", "W301", "W302", "W304", "W306", "W421", "W422", "A101", "A102", "A103", "A104", "A106"]
)
HOLE = "\ufffc"  # stands in the place of a character that a check must not see


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check says about a stretch of a text.

    Attributes:
        paragraph: Its paragraph, from 0.
        start: Where it begins, in characters.
        end: Behind its last character.
        code: What is wrong, in the catalogue.
        args: Values that the catalogue's sentence names.
        severity: How much it weighs.
    """

    paragraph: int
    start: int
    end: int
    code: str
    args: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    severity: Severity = Severity.WARNING


class Paragraph:
    """A paragraph.

    Attributes:
        number: Its place in the text, from 0.
        text: What it says.
    """

    def __init__(self, number: int, text: str) -> None:
        """Keep it."""
        self.number, self.text = number, text

    @cached_property
    def bare(self) -> str:
        """The text with addresses of the net blanked out; every character keeps its place."""
        text = self.text
        if not any(sign in text for sign in ("://", "www.", "@")):
            return text
        return _LATIN.sub(lambda m: HOLE * len(m[0]), text)

    @cached_property
    def outer(self) -> str:
        """The text with what stands in brackets and quotes blanked out, the marks themselves left."""
        made, depth = [], 0
        for sign in self.bare:
            if sign in _CLOSES:
                depth = max(depth - 1, 0)
            made.append(HOLE if depth else sign)
            depth += sign in _OPENS
        return "".join(made)

    @property
    def is_heading(self) -> bool:
        """Whether it is a standalone heading of level 1 or 2: numbered, one line, with no stop inside."""
        return _HEADING.match(self.text) is not None and not any(stop in self.text[:-1] for stop in _STOPS)

    def remark(self, start: int, end: int, code: str, /, **args: Any) -> Remark:
        """Return a remark on a stretch, whose words it quotes."""
        severity = Severity.ERROR if code in _ERRORS else Severity.WARNING
        return Remark(self.number, start, end, code, {"words": self.text[start:end], **args}, severity)


def is_statute(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a text is one of articles; statutes have habits of their own (满二年, 以下简称本市)."""
    return sum(_ARTICLE.match(paragraph.text) is not None for paragraph in paragraphs) > 1


def paragraphs_of(texts: Iterable[str]) -> list[Paragraph]:
    """Return the paragraphs of a text."""
    return [Paragraph(number, text) for number, text in enumerate(texts)]


def in_order(remarks: Sequence[Remark]) -> list[Remark]:
    """Return remarks in the order of the text."""
    return sorted(remarks, key=lambda r: (r.paragraph, r.start, r.end, r.code))

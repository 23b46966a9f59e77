"""Abbreviations: how they are introduced, and where they are used before that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.prose.text import Paragraph, Remark

_SHORT = re.compile(r"[（(](?:以下|下文|下)?简称[：:]?(?:为)?[“\"]?([^“”\"（）()：:]{1,20})[”\"]?[）)]")
_SHORT_RIGHT = re.compile(r"（以下(?:统|均|分别)?简称(?:为)?“")
_INTRODUCED = re.compile(r"（以下(?:统|均)?简称(?:为)?“([^”]+)”）")
# 专班召开: the short name begins a clause and does something
_ACTS = "召开|负责|要求|决定|组织|成立|印发|牵头|已|下设|应当|办公室|认为|研究|会同|明确|统一|收到|将|每|按|由|定期|实行|对|承担|开展"
_AGENT = "(?:^|[，。；：！？])[由经请向]?"
_LONGEST = 30  # characters of a name
_NAME = re.compile(r"[\u4e00-\u9fff]{6,}$")


def check(paragraphs: Sequence[Paragraph], *, statute: bool) -> Iterator[Remark]:
    """Yield a remark on each abbreviation that is introduced in another way, late or twice."""
    known: list[tuple[str, str]] = []
    for paragraph in paragraphs:
        for match in _SHORT.finditer(paragraph.bare):
            if not statute and not match[1].startswith("《") and not _SHORT_RIGHT.match(match[0]):
                yield paragraph.remark(match.start(), match.end(), "W515", right=f"（以下简称“{match[1]}”）")
        for match in _INTRODUCED.finditer(paragraph.bare):
            yield from _used_before(paragraphs, paragraph, match)
            body = _NAME.search(paragraph.bare[max(match.start() - _LONGEST, 0) : match.start()])
            if body is None:
                continue
            others = (short for name, short in known if name.endswith(body[0]) or body[0].endswith(name))
            other = next((short for short in others if short != match[1]), None)
            if other is not None:
                yield paragraph.remark(match.start(), match.end(), "W519", other=other)
            known.append((body[0], match[1]))


def _used_before(paragraphs: Sequence[Paragraph], paragraph: Paragraph, match: re.Match[str]) -> Iterator[Remark]:
    """Yield a remark on the first use of an abbreviation, in quotes or as one who acts, before it is introduced."""
    short = re.escape(match[1])
    use = re.compile(f"(?:{_AGENT}(?={short}(?:{_ACTS}))|(?=“{short}”))(“?{short}”?)")
    for earlier in paragraphs[: paragraph.number + 1]:
        end = match.start() if earlier is paragraph else len(earlier.bare)
        found = use.search(earlier.bare, 0, end)
        if found:
            yield earlier.remark(found.start(1), found.end(1), "W516")
            return

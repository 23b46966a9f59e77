"""What stands in 【】: a text cut into literal words, references and gaps.

Codes: P202, P203.
"""

from __future__ import annotations

from typing import NamedTuple

from docgen.patterns import late
from docgen.plan.fields import GAP

_TAG = late("【【|【([^【】]*)】|【")


class Reference(NamedTuple):
    """【name】 or 【name|option】; ``nth`` says which of the equal ones in its text it is."""

    name: str
    option: str
    words: str
    nth: int


class Hole(NamedTuple):
    """【？what】 or 【？what|shown】: something not known yet, used on the spot."""

    what: str
    shown: str
    words: str
    nth: int


Segment = str | Reference | Hole


def parse(text: str) -> tuple[list[Segment], list[tuple[str, int]]]:
    """Return the segments of a text, and what is wrong with its brackets: a code, and where the bracket stands."""
    if "【" not in text:
        return ([text] if text else []), []
    segments: list[Segment] = []
    faults: list[tuple[str, int]] = []
    seen: dict[str, int] = {}
    at = 0
    for match in _TAG.finditer(text):
        if match.start() > at:
            segments.append(text[at : match.start()])
        at = match.end()
        words = match.group()
        if words == "【【":
            segments.append("【")
        elif match[1] is None:
            faults.append(("P202", match.start()))
            segments.append(words)
        else:
            nth = seen.get(words, 0)
            seen[words] = nth + 1
            segments.append(_segment(match[1], words, nth))
            if isinstance(segments[-1], Reference) and not segments[-1].name:
                faults.append(("P203", match.start()))
    if at < len(text):
        segments.append(text[at:])
    return segments, faults


def _segment(inside: str, words: str, nth: int) -> Segment:
    name, _, option = (part.strip() for part in inside.replace("|", "｜").partition("｜"))
    if name.startswith((GAP, "?")):
        return Hole(name[1:].strip() or "待补", option, words, nth)
    return Reference(name, option, words, nth)

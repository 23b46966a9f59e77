"""Words doubled by a slip of the hand, and a measure word that one of two like places lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.prose.text import Paragraph, Remark

_DOUBLED = re.compile(
    r"的的(?!确|士)|(?<!为)了了(?![解结却断])|和和(?!气|美|睦)|是是(?!非)|及及(?!时)|对对(?!方|标|口|象|照|联|策|岗|手)|并并|等等等|我们我们|他们他们"
    r"|([\u4e00-\u9fff]{2})\1(?=[，。；、了的])|进行进行|开展开展|推进推进|加强加强|联席会会议"
)
_NATURAL = re.compile(
    "研究研究|讨论讨论|考虑考虑|商量商量|思考思考|了解了解|学习学习|清清楚楚|认认真真|一点一点|多多益善|时时刻刻|方方面面|人人|许许多多|千千万万|实实在在"
)
_COUNTED = re.compile(r"的(有|为)?([0-9]+|[XＸ]+)(个|名|家|处|户|人|所|项|条|座)?(?=[，。；、])")


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on doubled words and on measure words that are missing."""
    text = paragraph.bare
    for match in _DOUBLED.finditer(text):
        if not _NATURAL.search(text, match.start(), match.end()):
            yield paragraph.remark(match.start(), match.end(), "W601")
    found = list(_COUNTED.finditer(text))
    measures = {match[3] for match in found if match[3]}
    for match in found if len(measures) == 1 else ():
        if not match[3]:
            yield paragraph.remark(match.start(2), match.end(2), "W602", measure=measures.copy().pop())

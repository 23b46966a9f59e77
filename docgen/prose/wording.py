"""Words doubled by a slip of the hand, and a measure word that one of two like places lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.prose.tables import any_of, words
from docgen.prose.text import Paragraph, Remark

# 的的, 和和, 了了 (not 了了解), 进进一步, 切实切实, 开展开展
_DOUBLED = re.compile(
    r"(?<![目标])的的(?![确士])|(?<!为)了了(?![解结却断])|和和(?![气美睦平谐])|是是(?!非)|及及(?!时)|对对(?![外方标口象照联策岗手接比待账])|并并|等等等|(?<!实实)在在(?![职建校岗地编线校逃京外])|(?<!参)与与(?!会)|将将(?![来近军])"
    rf"|(?:{'|'.join(f'{re.escape(word[0])}{re.escape(word)}' for word in words('doubled'))})"
    rf"|(?P<whole>{any_of('words')})(?P=whole)(?!业|局|厅|部|银行|学|院|室|者|员|[性化])"
    r"|(?!每|[一二三四五六七八九十两])(?P<word>[\u4e00-\u9fff]{2}(?=.{2}(?:[，。；、：！了的已要是在将和与及并均能会]|取得|得到|有[了序力效]))|[\u4e00-\u9fff]{3}(?=.{3}[，。；、])|[\u4e00-\u9fff]{4,6})(?P=word)|联席会会议"
)
# 持续续, not 持续续建
_TAILS = re.compile("|".join(f"{word}{word[-1]}(?![{more}])" for word, more in map(str.split, words("tails"))))
# 372个个单元, 1.12万人人; not 3个个体户
_MEASURES = re.compile(
    "(?<=[0-9万亿])(?:"
    + "|".join(f"{word}{word}(?![{more}])" for word, more in map(str.split, words("doubled_measures")))
    + f"|(?P<unit>{'|'.join(unit for unit in words('figure_units') if len(unit) > 1)})(?P=unit))"
)
_NATURAL = re.compile(
    "规定规定|决定决定|通知通知|报告报告|研究研究|讨论讨论|考虑考虑|商量商量|思考思考|了解了解|学习学习|交流交流|体验体验|感受感受|锻炼锻炼|检验检验|反思反思|比较比较|调研调研|琢磨琢磨|打扫打扫|放松放松|沟通沟通|清清楚楚|认认真真|一点一点|多多益善|时时刻刻|方方面面|人人|许许多多|千千万万|实实在在"
    r"|(?P<sign>.)(?P=sign)"
)
_COUNTED = re.compile(r"的(有|为)?([0-9]+|[XＸ]+)(个|名|家|处|户|人|所|项|条|座)?(?=[，。；、])")


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on doubled words and on measure words that are missing."""
    text = paragraph.bare
    for match in _DOUBLED.finditer(text):
        if match["word"] is None or not _NATURAL.search(text, match.start(), match.end()):
            yield paragraph.remark(match.start(), match.end(), "W601")
    for pattern in (_TAILS, _MEASURES):
        for match in pattern.finditer(text):
            yield paragraph.remark(match.start(), match.end(), "W601")
    found = list(_COUNTED.finditer(text))
    measures = {match[3] for match in found if match[3]}
    for match in found if len(measures) == 1 else ():
        if not match[3]:
            yield paragraph.remark(match.start(2), match.end(2), "W602", measure=measures.copy().pop())

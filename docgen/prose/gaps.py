"""What is still to be filled in: bare X and ×, ○, 某某, rules of underscores, brackets that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.prose.text import Paragraph, Remark

_NAMES = (
    "光|射线|线(?!路)|轴|型|染色体|波段|摄影|影像|荧光|元素|坐标|片(?!区)|(?:、|，|和|与|或|及|,|:|：)[Yy](?![A-Za-z])"
)
_LETTER = re.compile(rf"(?<![A-Za-z0-9_./\-=+])[XＸ]+(?![A-Za-z0-9_./=+]|-[A-Za-z0-9]|{_NAMES})")
_NAMED_LETTER = re.compile(r"(?:变量|未知数|坐标|参数|型号|元素|字母|设|令|代号|因子|系列|[A-Za-z] ?)$")
_OTHERS = re.compile(
    r"××+|(?<![0-9０-９A-Za-z)）])×(?![0-9０-９A-Za-z(（])"
    r"|(?<![〇○◯零一二三四五六七八九])[○◯]+(?![〇○◯零一二三四五六七八九])"
    r"|某某+|[_＿]{2,}|[*＊]{2,}|[?？]{3,}|△{2,}|□+"
    r"|【[^】]*(?:待|暂缺|此处|请|填|补|？|\?)[^】]*】"
    r"|（(?:此处|待补|待填|待核|待插|请填|请补|填写)[^）]*）"
)


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on each gap."""
    text = paragraph.bare
    for match in _LETTER.finditer(text):
        if not _NAMED_LETTER.search(text, 0, match.start()):
            yield paragraph.remark(match.start(), match.end(), "W101")
    for match in _OTHERS.finditer(text):
        yield paragraph.remark(match.start(), match.end(), "W101")

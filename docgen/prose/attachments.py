"""Attachments that a text announces, against their list, and the marks in that list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.numerals import NUMERAL, NUMERAL_SIGNS, value_of
from docgen.prose.text import Paragraph, Remark

_COPIES = "一式|填|交|(?<!附)送|每|各"  # 附件一式三份
_BETWEEN = rf"(?:(?!{_COPIES})[^。；，：、0-9{NUMERAL_SIGNS}]){{0,8}}?"
_WITH = "附件|随文|随函|随本通知|随本函|随通知|文后|后附|所附|附后|附发|附表|附"
_SHEETS = "表格|样表|报表|附表|表|附件|材料|文件|清单|名单|方案|台账|模板|样本|说明|图|目录"
# 附件3份, 随文下发的四张表格, 见附件（共4个）
_COUNTED = re.compile(
    rf"(?:{_WITH}){_BETWEEN}[：:，,（]?(?:共计?)?(?<![第{NUMERAL_SIGNS}])({NUMERAL})(?:份(?!额)|(?:张|个|种|套|项)(?:{_SHEETS}|(?=[，。；）])))"
    rf"|(?<![第{NUMERAL_SIGNS}])({NUMERAL})(?:个|份)附件"
)
_ITEM = re.compile(r"^(?:附件[：:])?\s*([0-9]{1,2})[.．]")
_NAME = re.compile(r"^附件[：:](?=.)|^\s*[0-9]{1,2}[.．](?=.)")


def check(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    """Compare the number of attachments with their list, and yield a remark on each mark behind the name of one."""
    listed = _list(paragraphs)
    for paragraph in listed:
        if paragraph.text[-1] in "；。，、;,." and "。" not in paragraph.text[:-1]:
            yield paragraph.remark(len(paragraph.text) - 1, len(paragraph.text), "W518")
    for paragraph in paragraphs if listed else ():
        for match in () if paragraph in listed else _COUNTED.finditer(paragraph.text):
            said = value_of(match[1] or match[2])
            if said is not None and said != len(listed):
                yield paragraph.remark(match.start(), match.end(), "W203", said=match[1] or match[2], there=len(listed))


def _list(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines of the list of attachments, one for each."""
    listed: list[Paragraph] = []
    for paragraph in paragraphs:
        match = _ITEM.match(paragraph.text)
        if _NAME.match(paragraph.text) and paragraph.text.startswith("附件"):
            listed = [paragraph]
        elif listed and match and int(match[1]) == len(listed) + 1:
            listed.append(paragraph)
        elif listed:
            break
    return listed

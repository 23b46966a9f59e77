"""What is still to be filled in: bare X and ×, ○, 某某, rules of underscores, brackets that say so."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from docgen.patterns import late
from docgen.prose.tables import words
from docgen.prose.text import Paragraph, Remark

_NAMES = "光|射线|线(?!路)|轴|型|染色体|波段|摄影|影像|荧光|元素|坐标|片(?!区)|代表|表示|(?:、|，|和|与|或|及|,|:|：)[Yy](?![A-Za-z])"
_LETTER = late(rf"(?<![A-Za-z0-9_./\-=+])[XＸ]+(?![A-Za-z0-9_./=+＋]|-[A-Za-z0-9]|[(（][A-Za-zα-ω]+[)）]|{_NAMES})")
_NAMED_LETTER = late(r"(?:变量|未知数|坐标|参数|型号|元素|字母|设|令|代号|因子|系列|[A-Za-z] ?)$")
_SMALL = late(r"(?<![A-Za-z0-9_./\-=+])(?:x{2,}|x(?=[年月日%％个项名家号]))(?![A-Za-z0-9_./=+])")
_NOTE = "待补充?|待填写?|待核实?|待定|待查|待确认|待统计|待更新|待续|暂缺|此处|请填写?|请补充?|填写|数据待|补充数据|自行填写"
_FIELDS = "姓名|职务|单位|单位名称|部门|电话|联系电话|手机号码?|时间|日期|地点|金额|数字|数量|数据|名称|人名|地名|人数|户数|年份|具体时间|具体地点|具体金额|具体数字|会议地点|会议时间"
# 组建队伍N支; 1+N and N个场景 beside it are names
_A_LETTER = late(r"(?<=[\u4e00-\u9fff])(?<!第)[NnMY](?=[个名人家次项例件户万亿元处场台支份亩条](?![+＋]))")
_ANY_LETTER = late("[NnMY]")
_OTHERS = late(
    r"××+|(?<![0-9０-９A-Za-z)）])×(?![0-9０-９A-Za-z(（])"
    r"|(?<![〇○◯零一二三四五六七八九])[○◯]+(?![〇○◯零一二三四五六七八九])"
    r"|[_＿]{2,}|[*＊]{2,}|[?？]{3,}|？？(?=[个名人家次项例件户万亿元处场])|[△●■▲]{2,}|□+|\{\{[^{}]*\}\}|\$\{[^{}]*\}|(?i:(?<![A-Za-z])(?:TBD|TODO|N/A)(?![A-Za-z]))|#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)"
    r"|(?<![A-Za-z0-9])[XxＸ]+[.．][XxＸ]+(?![A-Za-z0-9])|(?<![0-9A-Za-z])(?:19|20)[0-9]?[XxＸ×]{1,2}(?=年)"
    r"|[【\[［<＜][^】\]］>＞]{0,12}(?:待|暂缺|此处|请|填|补|？|\?)[^】\]］>＞]*[】\]］>＞]"
    rf"|（(?:[^（）]{{0,4}}(?:{_NOTE})|[^（）]{{0,6}}待(?:核|补|填|定|查))[^（）]*）|（[ \u3000\xa0]*）|\([ \u3000\xa0]+\)"
    r"|(?<=年)[ \u3000\xa0]+(?=月)|(?<=月)[ \u3000\xa0]+(?=日)|(?<=[0-9])年月日|(?<=〔)[ \u3000\xa0]*(?=〕)|(?<=[0-9]〕)[ \u3000\xa0]*(?=号)"
    r"|（(?:数据|数字|数值|人数|户数|金额|内容|名单|姓名|材料|文字|此处|此段|这里|具体)[^（）]{0,4}(?:由|请|待|等)[^（）]{1,14}(?:补充|补齐|补上|填写|填报|填入|核实|核准|确认|完善)[^（）]{0,4}）"
    rf"|(?:(?<=[：:、，。])|^)（(?:{_FIELDS})）(?=[，。；、：]|$)|(?<=[由为是于在至向到请系络])（(?:{_FIELDS}|[\u4e00-\u9fff]{{1,8}}(?:名称|姓名|电话|号码|日期|金额|数量|人数))）"
    rf"|（(?:{_FIELDS})）(?=[个名人家次项例件户万亿元处场台])"
    r"|（具体(?:时间|地点|日期|金额|数字|人数|数额)）"
    r"|(?:电话|联系人|时间|地点|邮箱|传真)[：:](?=[，。；])|(?<=[：:])待[定补填](?=[，。；]|$)"
)


@functools.cache
def _somebody() -> re.Pattern[str]:
    """Return the pattern for 某某 and more of it; 张某某 is a name withheld."""
    return re.compile(rf"(?<![{''.join(words('surnames'))}])某某+")


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on each gap."""
    text = paragraph.bare
    for match in _LETTER.finditer(text) if "X" in text or "Ｘ" in text else ():
        if not _NAMED_LETTER.search(text[max(match.start() - 4, 0) : match.start()]):
            yield paragraph.remark(match.start(), match.end(), "W101")
    is_marked = _ANY_LETTER.search(text) and not re.search("[+＋“][NnMY]", text)
    for match in _A_LETTER.finditer(text) if is_marked else ():
        yield paragraph.remark(match.start(), match.end(), "W101")
    patterns = [_OTHERS]
    if "x" in text:
        patterns.append(_SMALL)
    if "某某" in text:
        patterns.append(_somebody())
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield paragraph.remark(match.start(), max(match.end(), match.start() + 1), "W101")

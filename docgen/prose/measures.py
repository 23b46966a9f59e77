"""Measure words that are missing: 移送案件4，有力震慑…; 已有186农技人员驻村."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from docgen.prose.figures import FIGURE
from docgen.prose.tables import words
from docgen.prose.text import Paragraph, Remark

_OF_NOUN = dict(line.split(" ", 1) for line in words("measured"))
_NOUNS = "|".join(_OF_NOUN)
_DOES = "开展|组织|举办|召开|移送|查处|办理|受理|排查|发现|整改|化解|立案|新建|新增|完成|改造|建成|查办|侦破|破获|调解|征集|收集|解决|发放|处置|处理|检查|创建|打造|培育|实施|安排|引进|签约|设立|建立|配备|购置|更新|维修|清理|拆除|收到|审结|执结|办结|出动|张贴|设置|举行|走访|慰问|约谈|通报|曝光|下达|下发|出具|印发"
# 移送案件4，  开展义诊23，
_BARE_END = re.compile(
    rf"(?:{_DOES})(?:了)?(?:各类|各种|违法|涉嫌)?[\u4e00-\u9fff]{{0,8}}?({_NOUNS})([0-9]+)(?=[，。；、])"
)
_NUMBERED = re.compile(rf"({_NOUNS})[0-9]+(?![0-9{''.join(sorted(set(_OF_NOUN.values())))}])")
_GROUPS = "人员|干部|党员|志愿者|学生|教师|老师|群众|专家|村民|居民|职工|员工|医生|护士|代表|委员|民警|辅警|消防员|网格员|农户|企业家|青年|儿童|老人|老年人|技术员|宣讲员|调解员|队员|学员|选手|患者|毕业生|农民工|单位|企业|学校|社区|机构"
_BODIES = {"单位": "家", "企业": "家", "学校": "所", "社区": "个", "机构": "家"}  # the others are persons
_BEFORE = "有|共|派|派出|选派|组织|安排|抽调|选聘|聘请|培训|发动|动员|选拔|招募|慰问|走访|救治|救助|帮扶|扶持|累计|新增|召集|吸纳|带动|招收|录用|表彰|邀请|集中|引导|配备"
# 已有186农技人员; 4050人员 and 120急救人员 are names
_BARE_GROUP = re.compile(
    rf"(?:{_BEFORE})(?:了)?([0-9]+)(?!千|百|十|余|多|后|级|届)(?=([\u4e00-\u9fff]{{0,4}}?)({_GROUPS}))"
)
_NAMES = frozenset("110 119 120 122 12345 12315 12333 12348 12309 12388 12393 4050 985 211".split())
_MEASURES = re.compile(f"[{''.join(sorted(set(''.join(words('measures') + words('figure_units')))))}万亿年月日]")


def check(paragraph: Paragraph) -> Iterator[Remark]:
    """Yield a remark on each number that lacks its measure word; at the end of a clause only beside another figure that has one."""
    text = paragraph.bare
    bare = list(_BARE_END.finditer(text)) if FIGURE.search(text) else []
    numbers = Counter(match[1] for match in _NUMBERED.finditer(text)) if bare else Counter()
    for match in bare:
        if numbers[match[1]] < 2:  # 问题3、问题5尚未整改
            yield paragraph.remark(match.start(1), match.end(2), "W603", measure=_OF_NOUN[match[1]])
    for match in _BARE_GROUP.finditer(text):
        if match[1] not in _NAMES and not _MEASURES.match(match[2] or "，"):
            yield paragraph.remark(
                match.start(1), match.end(1) + len(match[2]), "W603", measure=_BODIES.get(match[3], "名")
            )

"""Numbers that announce a list, against the list: “四个统一”（…）, 三份材料：…, 甲、乙、丙三个县, 两手抓，一手…，一手….

Series with ordinals (五个方面：一是…) are compared in `announced`, 附件3份 in `attachments`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.numerals import NUMERAL, NUMERAL_SIGNS, value_of
from docgen.prose.breakdowns import sum_of
from docgen.prose.lists import counts_of, flat, short_items
from docgen.prose.phrases import Phrases
from docgen.prose.series import Series
from docgen.prose.tables import any_of, words
from docgen.prose.text import HOLE, Paragraph, Remark

MOST = 60  # an announcement of more is none of a list in prose
NUMBER = (  # a whole number that may count something: no ordinal, no date, no measure, no part of another number
    rf"(?<![第初之至A-Za-z{NUMERAL_SIGNS}.．,%％～—/-])({NUMERAL})(?![{NUMERAL_SIGNS}.．,%％～A-Za-z)）]|{any_of('units')})"
)
_WHAT = rf"[^，。；：:、（）《》“”‘’！？(){HOLE}{NUMERAL_SIGNS.replace('一', '')}]"
_THAT_IS = "(?<![立随当旋在])即(?![将可使时便刻日])|也就是|就是|分别是|分别为|依次是|依次为|依次|具体是|具体为|包括"
# 三个“更加注重”：  三份材料：  “四个转变”：  三张清单，即  “六统一”（  两项任务分别是
_SAID = re.compile(
    rf"{NUMBER}({_WHAT}{{1,14}}?)(?:“[^“”，。]{{1,10}}”)?(?:”{_WHAT}{{0,8}})?(（|[：:]|，?(?:{_THAT_IS})[：:，]?)"
)
_NOT_EXACT = re.compile(
    "(?:至少|最少|不少于|不低于|至多|最多|超过|超|近|约|大约|不超过|多于|少于|每|前|后|(?<![以如])[上下]|达|其中|有的?)$"
)
_LIMITED = ("以上", "以下", "以内", "左右", "多个", "余个", "之一", "分别")
# 县（市、区）, 街道（乡镇、园区）: what stands in the brackets is another name of the same thing
_ALTERNATIVES = re.compile(
    "(?:[^、，；]{0,1}(?:市|县|区|旗|乡|镇|街道|办事处|园区|开发区|管委会|农场|场|村|社区|处|室|院|所|委|组|工委)[、/]?)+"
)
# 三个县 of 甲、乙、丙三个县, 两部门 of 水利、电力两部门
_TRAILING = re.compile(
    rf"(等)?(?<![第{NUMERAL_SIGNS}.．])({NUMERAL})(?![{NUMERAL_SIGNS}.．)）])({any_of('measures')})?({_WHAT}{{0,8}})"
)
_GIVEN = re.compile(
    rf"{_WHAT}{{0,10}}?(?:被?(?:评为|评定为|认定为|命名为|确定为|授予|列为|列入)|荣获|入选|获评|获得|获批|当选)"
)
_NO_ITEM = re.compile(
    rf"[，。；：:（）()《》“”‘’！？{HOLE}]|[{NUMERAL_SIGNS}](?![小中院幼])"  # 城关一小 is a name
)
_LONGEST_ITEM = 24
_PLACES = "县|区|市|镇|乡|村|社区|街道|部门|单位|领域|企业|园区|学校|方面|地区|乡镇|行业|环节|阶段|类别|渠道|平台|品牌|要素|维度|层面|层级"
_BARE_NOUNS = re.compile(rf"(?:{_PLACES}|地|市|县|省|国|级|方|局|委|岸|校|人|者)")
_NO_LIST = re.compile("(?:的|中|和|与|及|为|至|于|或|在|从|对|跨|前|每|近|约|这|那|各|另|其他|其余|之|逾|超|共|达)$")
_RANK = re.compile(
    "[至到和或以]|公路|标准|残疾|响应|预警|医院|保护|技工|文员|军士|水库|河流|文物|古树|岗位|学校|高级|主任|调研|警长|法官"
)
_OBJECT = re.compile(rf"(?:{any_of('objects_of')})(?:了|好|出|成)?$")
# 五个环节，做到计划有保障、…、验收有保障
_ENDS_ALIKE = re.compile(
    rf"{NUMBER}({_WHAT}{{1,12}})[，：](?:做到|实现|确保|抓好|突出|落实|把好)?((?:{_WHAT}{{2,16}}、){{2,}}{_WHAT}{{2,16}})[，。；]"
)
_NAMED_BEHIND = re.compile(rf"(?<=[\u4e00-\u9fff])“({NUMERAL})(?:个|大|项|类)?{_WHAT}{{1,4}}”")
# 召开4次会议，分别于2月17日、4月9日和8月1日
_A_DAY = (
    r"(?:[0-9]{4}年|今年|去年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|[上中下]旬|初|底|末)?|[0-9]{1,2}日)(?:[上下]午|晚上?)?"
)
_DATED = re.compile(
    rf"{NUMBER}(?:次|场|批|轮|期|届|回|趟|个批次|个期次){_WHAT}{{0,16}}[，：（](?:时间)?(?:分别|依次)?(?:安排)?(?:于|在|是|为|定于)?((?:{_A_DAY}、)*{_A_DAY}(?:和|与|及|以及){_A_DAY}|(?:{_A_DAY}、)+{_A_DAY})(?!至|到|～|、)"
)
_LONGEST = 2000  # characters of a sentence, with a list in it
_FAR = 400  # characters behind 三所学校 in which 一所…, 一所… are looked for
_MOST_NAMED = 12
_STOP = re.compile("[。！？]")


def check(paragraphs: Sequence[Paragraph], series: Sequence[Series], phrases: Phrases) -> Iterator[Remark]:
    """Yield a remark on each number that does not agree with the list beside it."""
    begins = {(one.first.paragraph, one.first.start) for one in series}
    for paragraph in paragraphs:
        fixed = phrases.within(paragraph.bare)
        done: set[int] = set()
        for look in (_followed, _by_ones, _repeated, _closing, _named_behind, _dated):
            for remark in look(paragraph, begins):
                known = look is not _by_ones and any(a <= remark.start < b for a, b in fixed)
                if remark.start not in done and not known:
                    done.add(remark.start)
                    yield remark


def _followed(paragraph: Paragraph, begins: set[tuple[int, int]]) -> Iterator[Remark]:
    """Compare numbers with the list in brackets, behind a colon or behind 即."""
    text = paragraph.bare
    for match in _SAID.finditer(text):
        said, end = value_of(match[1]), match.end()
        if said is None or not 1 < said <= MOST or _not_exact(text, match) or (paragraph.number, end) in begins:
            continue
        bracket = match[3] == "（"
        listed = _to_close(text, end) if bracket else _sentence(text, end)
        total = sum_of(listed, match[2])
        if total is not None and (match[1].isascii() or total == said):  # `breakdowns` adds them up
            continue
        there = counts_of(listed, to_end="：" in match[3] or bracket)
        quoted = "”" in match[0]
        if bracket and "：" in listed:
            continue
        if bracket and not quoted and not re.match(any_of("measures"), match[2]):
            continue
        if bracket and not quoted and (_ALTERNATIVES.fullmatch(listed) or len(listed) < 4 * max(there, default=0)):
            continue
        if there and not bracket:
            there |= _in_sentences(text, end, match[2])
        if "包括" in match[3]:
            if match[2].startswith(("类", "级", "等")):  # 二类保护区 may be one kind
                continue
            there = frozenset(n for n in there if n > said)
        if there and match[2].endswith("一"):
            there |= {len(re.findall(f"一(?:{any_of('measures')})", part)) for part in (listed, listed.split("，")[0])}
        if "字" in match[2]:
            there |= {len(re.findall("[\u4e00-\u9fff]", listed))}
        if there and said not in there:
            yield _remark(paragraph, match.start(1), match.end(2), match[1], min(there, key=lambda n: abs(n - said)))


def _not_exact(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a bound, or one of several in a quoted name."""
    opened = text.rfind("“", 0, match.start(1))
    name = text[opened + 1 : match.start(1)] if opened > text.rfind("”", 0, match.start(1)) else ""
    several = re.search(f"[{NUMERAL_SIGNS}]", name) is not None
    return (
        several
        or match[2].startswith(_LIMITED)
        or _NOT_EXACT.search(text[max(match.start(1) - 4, 0) : match.start(1)]) is not None
    )


def _sentence(text: str, at: int) -> str:
    """Return what stands from a place to the end of its sentence, or of the quotes or brackets around it."""
    depth = 0
    for here in range(at, min(len(text), at + _LONGEST)):
        depth += (text[here] in "（“《‘") - (text[here] in "）”》’")
        if depth < 0 or (not depth and text[here] in "。！？"):
            return text[at:here]
    return text[at : at + _LONGEST]


def _to_close(text: str, at: int) -> str:
    """Return what stands from behind an opening bracket to its partner."""
    depth = 1
    for here in range(at, min(len(text), at + _LONGEST)):
        depth += (text[here] == "（") - (text[here] == "）")
        if not depth:
            return text[at:here]
    return ""


def _in_sentences(text: str, at: int, what: str) -> frozenset[int]:
    """Return how many sentences follow, when they begin alike, and how many clauses end or begin with the name of the list."""
    rest = flat(text[at : at + _LONGEST])
    sentences = [part for part in _STOP.split(rest) if part]
    name = what[-2:]
    named = len(re.findall(rf"(?:^|[，；、]){re.escape(name)}|{re.escape(name)}(?=[，；。、]|$)", _STOP.split(rest)[0]))
    items = len(sentences) > 1 and sentences[0][0] == sentences[1][0]
    return frozenset({len(sentences) if items else 0, named} - {0, 1})


def _by_ones(paragraph: Paragraph, begins: set[tuple[int, int]]) -> Iterator[Remark]:
    """Compare 两手抓 with 一手…，一手…; 三所学校 with 一所是…；两所…."""
    text = paragraph.bare
    shown = flat(text)
    for match in re.finditer(rf"{NUMBER}({any_of('measures')}|手|头|边)({_WHAT}{{0,10}})”?[，。；：]", text):
        said, measure = value_of(match[1]), match[2]
        if said is None or not 1 < said <= MOST or _not_exact(text, match):
            continue
        found = re.findall(
            rf"(?:^|[，；。：])(?:另|另外|还有|其中)?([一二三四五六两]){re.escape(measure)}",
            shown[match.end() - 1 : match.end() + _FAR],
        )
        first = re.match(
            rf"(?:[^，。；：]*[，。；：]){{0,2}}?一{re.escape(measure)}", text[match.end() : match.end() + _FAR]
        )
        partly = re.search("其中|其余|其他|剩余|另有|还有", text[match.end() : match.end() + _FAR])
        if first and not partly and len(found) > 1 and found[0] == "一":
            there = {len(found), sum(value_of(one) or 0 for one in found)}
            if said not in there:
                yield _remark(paragraph, match.start(1), match.end(2), match[1], len(found))


def _repeated(paragraph: Paragraph, begins: set[tuple[int, int]]) -> Iterator[Remark]:
    """Compare numbers with what follows in the same sentence and is built alike: 三个不放过, 五个环节…有保障、…有保障."""
    text = paragraph.bare
    for match in re.finditer(rf"“{NUMBER}(个|大|条|项)([^“”、，]{{2,6}})”", text):
        rest = _sentence(text, match.end()) + "。"
        ends = len(re.findall(rf"(?<!“){re.escape(match[3])}(?=[、，；。）和与及以]|$)", rest))
        said = value_of(match[1])
        if ends > 1 and said and said != ends:
            yield _remark(paragraph, match.start(1), match.end(2), match[1], ends)
    for match in _ENDS_ALIKE.finditer(text):
        clauses, said = match[3].split("、"), value_of(match[1])
        alike = len({clause[-2:] for clause in clauses}) == 1 or len({clause[:2] for clause in clauses}) == 1
        if alike and said and 1 < said <= MOST and said != len(clauses):
            yield _remark(paragraph, match.start(1), match.end(2), match[1], len(clauses))


def _closing(paragraph: Paragraph, begins: set[tuple[int, int]]) -> Iterator[Remark]:
    """Compare numbers with the list that they close: 甲、乙、丙三个县."""
    text = paragraph.bare
    for match in _TRAILING.finditer(text):
        items = _items_before(text, match.start())
        said = value_of(match[2])
        if said is None or not 1 < said <= MOST or len(items) < 2 or text.startswith("、", match.end()):
            continue
        if _OBJECT.search(items[-1]) or not _is_closed(match, items):
            continue
        there = short_items("、".join(items))
        if said in there or (match[1] and said > max(there) and not _all_named(match, items, said)):
            continue
        yield _remark(paragraph, match.start(2), match.end(), match[2], max(there))


def _all_named(match: re.Match[str], items: list[str], said: int) -> bool:
    """Whether 等 closes a list that must be whole: one of four or more lacks, and what they are given is given to each by name."""
    given = _GIVEN.match(match.string, match.end(3) if match[3] else match.end(2)) is not None
    return given and len(items) > 3 and said == len(items) + 1


def _items_before(text: str, at: int) -> list[str]:
    """Return the items of the list of words that ends at a place."""
    here = at
    while here and not _NO_ITEM.match(text, here - 1):
        here -= 1
    items = text[here:at].split("、")
    whole = all(0 < len(item) <= _LONGEST_ITEM for item in items[1:]) and items[0]
    return items if whole else []


def _named_behind(paragraph: Paragraph, begins: set[tuple[int, int]]) -> Iterator[Remark]:
    """Compare the name behind a list of words that are built alike: 宣讲员、指导员、调解员“三大员”."""
    for match in _NAMED_BEHIND.finditer(paragraph.bare):
        items, said = _items_before(paragraph.bare, match.start()), value_of(match[1])
        alike = len(items) > 2 and len({item[-1] for item in items}) == 1 and all(len(item) < 9 for item in items[1:])
        if alike and said and 1 < said <= _MOST_NAMED and said != len(items):
            yield _remark(paragraph, match.start(1), match.end(), match[1], len(items))


def _dated(paragraph: Paragraph, begins: set[tuple[int, int]]) -> Iterator[Remark]:
    """Compare 召开4次会议 with the days that are told behind it."""
    for match in _DATED.finditer(paragraph.bare):
        said, there = value_of(match[1]), len(re.findall(_A_DAY, match[2]))
        if (
            said is not None
            and said != there
            and not _NOT_EXACT.search(paragraph.bare[max(match.start(1) - 4, 0) : match.start(1)])
        ):
            yield _remark(paragraph, match.start(1), match.end(1) + 1, match[1], there)


def _is_closed(match: re.Match[str], items: list[str]) -> bool:
    """Whether a number behind a list counts it: by its noun, or by a measure word in an office's use."""
    said, measure, noun = match[2], match[3], match[4]
    if _NO_LIST.search(items[-1]):
        return False
    if measure == "级":
        short = all(len(item) < 7 for item in items)
        return short and _RANK.match(noun) is None and not said.isascii()
    if re.match(any_of("units"), f"{measure or ''}{noun}"):
        return False
    if measure is None:
        return _BARE_NOUNS.match(noun) is not None and not said.isascii()
    if said.isascii() and measure in ("名", "位"):
        surnames = words("surnames")
        return all(item[0] in surnames and len(item) < 5 for item in items)
    if said.isascii():
        return re.match(_PLACES, noun) is not None
    known = re.match(f"{_PLACES}|{any_of('announcing')}|{any_of('countable')}", noun)
    given = _GIVEN.match(noun) is not None and len(items) > 3
    return (known is not None or given) and len(items[-1]) > 1


def _remark(paragraph: Paragraph, start: int, end: int, said: str, there: int) -> Remark:
    return paragraph.remark(start, end, "W202", said=said, there=str(there))

"""How numbers, dates and their like are written. Source: GB/T 15835-2011, GB/T 9704-2012 7.2.5 and 7.3.5.4, and the habits of official texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from docgen.numerals import numeral, value_of
from docgen.prose.phrases import Phrases
from docgen.prose.text import Paragraph, Remark

_CN = "零〇一二三四五六七八九十百千万亿两"
_MEASURES = "个|栋|幢|辆|台|场|张|只|间|棵|株|艘|架|口|根|盏|册|小时|项|条|支|类|名|种|点|件|次(?=会|调|检|集|以|，|。)|家|所|处|份|位|座|起|轮|届(?!三中|四中|五中|六中|一中|二中)|步|层(?!楼|建筑|平房)|批|组|套|部|篇|户|村|县|乡|镇|天|年(?!级)|大(?!队|学|街|道)"
_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to write a number that is not that of official documents."""

    code: str
    pattern: re.Pattern[str]
    right: Callable[[re.Match[str]], str]


def _form(code: str, pattern: str, right: str | Callable[[re.Match[str]], str]) -> _Form:
    return _Form(code, re.compile(pattern), right if callable(right) else lambda match: match.expand(right))


def _year(match: re.Match[str]) -> str:
    return f"20{match[1]}年"


_FORMS = (
    _form("W401", rf"(?<!一、)(?<![第届{_CN}0-9.○])二({_MEASURES})(?!中全会|级|号)", r"两\1"),
    _form(
        "W402",
        r"第两|(?<![^，。；：、（“])两(?=[是要][^求是])|（两）|(?<=^)两、",
        lambda m: m[0].replace("两", "二"),
    ),
    _form("W403", rf"[十百]两(?=[{_MEASURES.replace('|', '')}])|两十(?!字)", lambda m: m[0].replace("两", "二")),
    _form("W404", r"[０-９]+(?:．[０-９]+)?[％]?|(?<=[0-9])％", lambda m: m[0].translate(_HALF_WIDTH)),
    _form(
        "W405",
        r"(?<![0-9])([1-9])、([1-9])(?=(?:天|年|个月|周|小时|分钟|人|名|个|次|家|户|元|岁|里|公里|米|倍|成|批|件|台)(?!至|到))",
        lambda m: "一二三四五六七八九"[int(m[1]) - 1] + "一二三四五六七八九"[int(m[2]) - 1],
    ),
    _form(
        "W405",
        r"(?<![第零一二三四五六七八九十])(一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九)(?=十?(?:天|个|名|人|次|家|户|元|岁|里|公里|米|倍|成|批|件|台|度|摄氏度|分钟|小时|百|千|万|亩|斤|吨|处|遍|年(?!级))(?!月|至|到))",
        lambda m: m[0].replace("、", ""),
    ),
    _form(
        "W424",
        r"第([1-9])(?=书记|责任人|时间|要务|资源|生产力|动力|课堂|梯队|方阵|议题|粮仓|民生|产业|一公里|人称|现场|手资料|窗口)",
        lambda m: f"第{'零一二三四五六七八九'[int(m[1])]}",
    ),
    _form(
        "W424",
        r"(?<![0-9.])(?:[23]会[12]课|4议[两2]公开|1岗双责|[34](?=个(?:意识|自信|代表))|2(?=个(?:维护|确立|务必))|4(?=个全面)|5(?=位一体)|1[0-9五](?=五”?(?:规划|时期|期间))|(?<=党的)(?:1[5-9]|20)(?=大)|1(?=把手|带一路|票否决)|9(?=年义务教育))",
        lambda m: (
            "".join(_DIGITS.get(sign, sign) for sign in m[0])
            if len(m[0]) != 2
            else numeral(int(m[0]))
            if m[0].isdecimal()
            else m[0].replace("1", "十")
        ),
    ),
    _form(  # lunar dates
        "W424",
        r"(?:(?<=正月)|(?<=腊月)|(?<=冬月)|(?<=[农阴]历[1-9一二三四五六七八九十]月))(?:初([1-9]|10)|(1[0-9]|2[0-9]|30|[1-9]))(?![0-9.])日?|(?<=[大年]年)初([1-9])(?![0-9])|(?<=大年)(30)(?![0-9])",
        lambda m: f"初{numeral(int(m[1] or m[3]))}" if m[1] or m[3] else numeral(int(m[2] or m[4])),
    ),
    _form(
        "W406",
        r"(?<![0-9])([1-9])0几(?=[个名人家天次条项户件处份年])",
        lambda m: f"{'零一二三四五六七八九'[int(m[1])] if m[1] != '1' else ''}十几",
    ),
    _form("W407", r"(?<![0-9〔\[（(])([0-9]{2})年(?=(?:0?[1-9]|1[0-2])月)", _year),
    _form(
        "W408",
        r"(?<![0-9])([0-9]{4})年(0[1-9]|[0-9]{1,2})月(0[1-9])日|(?<![0-9])([0-9]{4})年(0[1-9])月(?:([1-9][0-9]?)日)?",
        lambda m: _unpadded(m[0]),
    ),
    _form(
        "W409",
        r"(?<![0-9.])((?:19|20)[0-9]{2})([./-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12][0-9]|3[01])(?![0-9.\-])",
        lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日",
    ),
    _form(
        "W410",
        r"[一二两][零○OoＯ0九〇](?:[零○OoＯ0〇一二三四五六七八九])(?:[零○OoＯ0〇一二三四五六七八九])(?=年)",
        lambda m: re.sub("[零○OoＯ0]", "〇", m[0]).replace("两", "二"),
    ),
    _form("W411", r"百分之([0-9]+(?:\.[0-9]+)?)", r"\1%"),
    _form(
        "W412",
        r"(?<![0-9/])([1-9])/([2-9]|10)(?=的|以上|左右)|(?<![0-9])([2-9]|10)分之([1-9])(?![0-9])",
        lambda m: f"{'零一二三四五六七八九十'[int(m[2] or m[3])]}分之{'零一二三四五六七八九'[int(m[1] or m[4])]}",
    ),
    _form(
        "W413",
        r"(?<![0-9\-–.A-Za-z〔第/])([0-9]+(?:\.[0-9]+)?[%％]?)[-–－]([0-9]+(?:\.[0-9]+)?[%％]?)(?=[%％]|个|名|人|家|次|天|年(?!第)|万|亿|元|公里|米|亩|吨|户|岁|条|项|所|倍|小时|分钟|个月|周|度|摄氏度|℃|毫米|厘米|平方米|分(?!之)|吨|公斤|台|件|处)",
        lambda m: f"{m[1]}～{m[2]}",
    ),
    _form("W414", r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)～([0-9]+(?:\.[0-9]+)?)([%％]|万|亿)", r"\1\3～\2\3"),
    _form(
        "W415",
        r"(?<![0-9])(?:[0-9]+亿[0-9]+(?:千|百)[0-9]*(?:百)?万?|[0-9]+万[0-9]+千|[0-9]+千[0-9]+百[0-9]*万?)",
        "one unit: 万 or 亿",
    ),
    _form("W416", r"(?<![0-9.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])", lambda m: m[0].replace(",", "")),
    _form(
        "W417",
        r"(?<=[\u4e00-\u9fff])[\[（(【［]((?:19|20)[0-9]{2})[\]）)】］](?:第)?0*([0-9]+)号|〔((?:19|20)[0-9]{2})〕(?:第0*|0+)([0-9]+)号|〔([0-9]{2})〕0*([0-9]+)号",
        lambda m: f"〔{m[1] or m[3] or '20' + m[5]}〕{m[2] or m[4] or m[6]}号",
    ),
    _form(
        "W418",
        r"(?:约|大约|近|将近|超过|(?:至少|最少|最多|至多)[^，。；：、0-9]{0,4}?|不少于|不低于|不得少于|不得低于|不超过|不得超过|最少|最多)([0-9.万亿一二三四五六七八九十百千两]+)(余|多)?([个名人家项条户次天年万亿元亩吨公里场件处份台辆篇册期批株座所字米分小时钟%]{0,3})(左右|上下|以上|以下|以内)|(?:约|近|将近|超过)([0-9.万亿一二三四五六七八九十百千两]+)(?:余|多)(?=[个名人家项条户次天年万亿元亩吨公里件处所份台辆场])|(?<=[0-9万千百])(?:余多|多余)(?=[个名人家项条户次])",
        lambda m: re.sub("左右|上下|以上|以下|以内|余|多", "", m[0]),
    ),
    _form("W419", r"(?:减少|下降|降低|缩短|减低|压缩)(?:了)?[0-9一二三四五六七八九十两.]+倍", "百分之几，或几分之几"),
    _form(
        "W420",
        r"(?:上午|下午|早上|晚上|中午)?([0-9]{1,2}|[一二三四五六七八九十]{1,2})点(?:(半(?!课堂|学校)|[0-9]{1,2}分?)钟?|钟|整)(?!点)",
        "9:00, or 9时",
    ),
)


def _unpadded(words: str) -> str:
    return re.sub(r"(?<=[年月])0", "", words)


_COUNTED = re.compile(
    r"(?<![0-9.第零〇一二三四五六七八九十百千万])([0-9]+|(?<=[\u4e00-\u9fff])[一二三四五六七八九十百千零]+)(个(?!方面|环节|问题|领域)|名|项|条|家|处|所|件|次|户|座|种|份|人|台|亩|公里)(?!月|百分点)"
)
# 改造过水桥六座，新修产业道路5条: counts behind what they count
_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?<![第零〇一二三四五六七八九十百千万两])([0-9]+|[二三四五六七八九十两])(个|名|项|条|家|处|所|件|户|座|种|份|台|口|盏|辆|株|棵|支|场|期|套|栋)(?=[，、；。])"
)
_IN_WORDS = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})[二三四五六七八九十两](?:[人个名项条家处所件户座种份台次])(?=[，、；。])"
)
_RANKED = ("类", "组", "层", "轮", "批", "步", "部", "村", "大", "种", "届")
_LARGEST_IN_WORDS = 10  # of a count that goes with any statistics


def check(paragraph: Paragraph, phrases: Phrases, *, statute: bool = False) -> Iterator[Remark]:
    """Yield a remark on each number that is written in another way."""
    text = paragraph.bare
    taken = phrases.within(text)
    for form in _FORMS:
        for match in form.pattern.finditer(text):
            right = form.right(match)
            if form.code == "W401" and (statute or _is_rank(match, text)):  # 满二年, 二名以上
                continue
            if right == match[0] or any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            yield paragraph.remark(match.start(), match.end(), form.code, right=right)
    yield from _mixed(paragraph, phrases)


def _is_rank(match: re.Match[str], text: str) -> bool:
    """Whether 二 stands for the second of a row: 一类隐患、二类隐患."""
    row = any(re.search(rf"(?<![{_CN}]){sign}{match[1]}", text) for sign in "一三")
    return match[1] in _RANKED and row


def _mixed(paragraph: Paragraph, phrases: Phrases) -> Iterator[Remark]:
    """Yield a remark on statistics in words beside their like in digits, in one sentence."""
    text = paragraph.bare
    fixed = phrases.within(text)
    for sentence in re.finditer("[^。！？]+", text):
        digits = Counter(match[2] for match in _COUNTED.finditer(text, *sentence.span()) if match[1].isascii())
        for match in _COUNTED.finditer(text, *sentence.span()):
            value = None if match[1].isascii() else value_of(match[1])
            alone = any(a <= match.start() < b for a, b in fixed) or value is None
            if not alone and value is not None and digits[match[2]] > (value <= _LARGEST_IN_WORDS):
                yield paragraph.remark(match.start(), match.end(), "W423", right=f"{value}{match[2]}")
                fixed.append(match.span())
        yield from _mixed_behind(paragraph, sentence.span(), fixed)


def _mixed_behind(paragraph: Paragraph, place: tuple[int, int], fixed: Sequence[tuple[int, int]]) -> Iterator[Remark]:
    """Yield a remark on a count in words that stands in a row of counts in digits, whatever they count."""
    found = list(_BEHIND.finditer(paragraph.bare, *place))
    in_words = len(_IN_WORDS.findall(paragraph.bare, place[0], place[1] + 1))
    if sum(match[1].isascii() for match in found) < 2 or in_words > 1:  # two of them are a habit
        return
    for match in found:
        known = any(a <= match.start() < b for a, b in fixed)
        if not match[1].isascii() and not known:
            yield paragraph.remark(match.start(), match.end(), "W423", right=f"{value_of(match[1])}{match[2]}")

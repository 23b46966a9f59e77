"""The checks of prose, against a corpus of short texts in the manner of official documents, with planted faults and without any.

``tests/corpus/`` holds them: ``*-faults.yaml`` with the words at which a reader would put the finger, ``*-clean.yaml`` full of fixed
phrases with numerals, ``classes.yaml`` with classes of prose in several phrasings each. How often the checks were right when they met a
part for the first time stands in docs/design/agreement.md.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from helpers import ROOT

import docgen
from docgen.findings import Severity
from docgen.prose import announced, marks
from docgen.prose.check import check_text
from docgen.prose.phrases import with_own
from docgen.prose.series import find_series
from docgen.prose.text import Paragraph, Remark

CORPUS = ROOT / "tests" / "corpus"
CLASSES = yaml.safe_load((CORPUS / "classes.yaml").read_text(encoding="utf-8"))
PARTS = ("a", "b", "c", "d", "w", "x", "y")
UNSEEN = (
    "e"  # nothing was mended for its faults but a few plain ones; what the checks find of texts that they do not know
)
FAMILIES = {
    "W1": "gap",
    "W2": "count",
    "W3": "series",
    "W4": "numeral",
    "W5": "punctuation",
    "W6": "wording",
    "A1": "figure",
}


def entries(part: str, kind: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = yaml.safe_load((CORPUS / f"{part}-{kind}.yaml").read_text(encoding="utf-8"))
    return read


def lines(entry: dict[str, Any]) -> list[str]:
    return str(entry["text"]).rstrip("\n").split("\n")


def touching(entry: dict[str, Any], fault: dict[str, Any]) -> Iterator[Remark]:
    """Yield the remarks that stand where a reader would put the finger."""
    texts = lines(entry)
    for remark in check_text(texts):
        for place in (fault, *fault.get("also", [])):
            paragraph = place["paragraph"] - 1
            start = texts[paragraph].index(place["words"])
            if remark.paragraph == paragraph and remark.start < start + len(place["words"]) and start < remark.end:
                yield remark


@pytest.mark.parametrize("part", PARTS)
def test_the_planted_faults_are_found(part: str) -> None:
    faults = [(entry, fault) for entry in entries(part, "faults") for fault in entry["faults"]]
    missed = [(entry["id"], fault["words"]) for entry, fault in faults if not any(touching(entry, fault))]
    assert len(missed) <= 0.05 * len(faults), missed


def test_of_texts_that_nobody_looked_at_most_faults_are_found() -> None:
    faults = [(entry, fault) for entry in entries(UNSEEN, "faults") for fault in entry["faults"]]
    assert sum(any(touching(entry, fault)) for entry, fault in faults) >= 0.65 * len(faults)


def test_every_family_has_faults_and_most_remarks_are_of_its_own() -> None:
    faults = [(entry, fault) for part in PARTS for entry in entries(part, "faults") for fault in entry["faults"]]
    assert set(FAMILIES.values()) <= {fault["family"] for _, fault in faults}
    own = Counter(
        any(FAMILIES[remark.code[:2]] == fault["family"] for remark in touching(entry, fault))
        for entry, fault in faults
    )
    assert own[True] >= 0.9 * len(faults)


@pytest.mark.parametrize("part", [*PARTS, UNSEEN])
def test_nothing_is_told_of_texts_that_are_right(part: str) -> None:
    told = [
        (entry["id"], r.code, r.args["words"]) for entry in entries(part, "clean") for r in check_text(lines(entry))
    ]
    assert told == []


def test_a_long_text_is_checked_in_seconds() -> None:
    text = [line for part in PARTS for entry in entries(part, "clean") for line in lines(entry)]
    many = text * (300 * 22 * 28 // sum(map(len, text)) + 1)  # 300 pages
    begun = time.process_time()
    check_text(many)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "many",
    [
        "甲乙、",
        "共12个、",
        "由12个到13个，增加1个",
        "最多12个，",
        "其余12个，",
        "合格3个，合格率12%，",
        "三个县、",
        "“三个统一”",
        "第一，",
        "X个、",
        "由管委会",
        "男12个，女13个，",
        "项目12，开展项目",
        "公司（以下简称“公司”）",
        "12个，其中东关9个、",
        "12个，占24个的50%，",
        "应检9台，实检8台，检验率9%，",
        "做到一是快，三是准，",
        "4月13日前要完成（2026年）",
        "4月13日（星期一）",
    ],
)
def test_the_time_grows_with_the_text(many: str) -> None:
    begun = time.process_time()
    check_text([many * (40_000 // len(many))])
    assert time.process_time() - begun < 3


def codes(*texts: str) -> list[str]:
    return [remark.code for remark in check_text(texts)]


@pytest.mark.parametrize(
    "right",
    [
        "违反第十三条第（一）、（三）项规定的，处二百元以下罚款；有第（二）项行为的，责令改正。",
        "当事人有前两款行为的，依照本法第三十八条、第三十九条的规定处理。",
        "文职岗位由高到低分为五个等级，即一级至五级。",
        "涉及收入、支出、结余的事项，应当在三个工作日内公告。",
        "非营利法人，是指以公益为目的或者其他非营利目的成立的法人，以及以服务会员为目的的组织。",
        "会议决定战争和和平的问题，群众参与与其自身状况相适应的活动。",
        "乡道、村道的技术等级不得低于国家规定的四级标准。",
        "全市共有党员8642名，其中女党员2563名，少数民族党员1245名，大专及以上学历党员4871名，35岁以下党员1886名。",
        "办理建议30件、提案45件，办结率达到100%。",
        "地区生产总值由300亿元增加到330亿元，增长8.5%。",
        "（五）健全工作机制。每月调度一次。",
        "合 计",
        "责 任 人",
    ],
)
def test_what_looks_like_a_fault_and_is_none(right: str) -> None:
    assert codes(right) == []


@pytest.mark.parametrize("code", CLASSES["told"])
def test_a_class_of_faults_is_told_however_it_is_phrased(code: str) -> None:
    told = {text: {*codes(*text.split("|"))} for text in CLASSES["told"][code]}
    assert {text: found for text, found in told.items() if found != {code}} == {}


@pytest.mark.parametrize("right", CLASSES["right"])
def test_what_is_phrased_like_a_fault_and_is_none(right: str) -> None:
    assert codes(*right.split("|")) == []


def test_a_quotation_may_have_several_paragraphs() -> None:
    assert (
        codes("增加一条：“有下列情形之一的，不予受理：", "“（一）不属于受理范围的；", "“（二）申请材料不全的。”") == []
    )
    assert codes("要推进“党建引领，提升治理效能。", "要落实责任。") == ["W504"]


def test_a_statute_has_habits_of_its_own() -> None:
    statute = ("第一条　受委托的机构（以下简称受托人）应当指派二名以上人员。", "第二条　许可满二年的，应当重新申请。")
    assert codes(*statute) == []
    assert codes("第一条　为了规范管理，制定本办法。", "第三条　本办法自公布之日起施行。") == ["W301"]
    assert codes("领导小组先后召开二次会议。") == ["W401"]


def test_items_may_begin_in_the_line_that_announces_them() -> None:
    assert codes("申请人应当提交下列三项材料：（一）申请书；", "（二）身份证明；", "（三）产权证书。") == []
    assert codes("申请人应当提交下列四项材料：（一）申请书；", "（二）身份证明；", "（三）产权证书。") == ["W201"]


def test_what_contradicts_itself_weighs_more_than_what_is_badly_written() -> None:
    remarks = check_text(["做到“三个统一”（统一标识、统一票价），由二家单位负责。"])
    assert [(remark.code, remark.severity) for remark in remarks] == [
        ("W202", Severity.ERROR),
        ("W401", Severity.WARNING),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("中共中央　国务院关于全面推进乡村振兴的意见", []),
        ("中共某县县委 某县人民政府\n关于表彰先进集体的决定", []),
        ("中共某县县委　　　某县人民政府", []),
        ("中共某县县委 某县人民政府关于表彰 先进集体的决定", ["W502", "W502"]),
        ("某县人民 政府关于表彰先进集体的决定", ["W502"]),
    ],
)
def test_organs_that_issue_jointly_stand_apart(text: str, told: list[str]) -> None:
    assert codes(text) == told


def test_the_mark_of_an_ordinal_is_not_lost_in_the_stop_of_the_message() -> None:
    [finding] = docgen.check_text("2、空中线网要治理。")
    assert (docgen.remedy(finding), docgen.remedy(finding, "zh_CN")) == ("write “2.”", "请写成“2.”")


@pytest.mark.parametrize("words", ["1", "a.b", "《"])
def test_a_text_of_one_sign_is_judged_at_once(words: str) -> None:
    text = "工作" + words * (50_000 // len(words))
    started = time.process_time()
    data = {"speech": {"title": "题", "opening": text}}
    assert docgen.build(data, "speech").kind == "speech"
    assert isinstance(check_text([text]), list)
    assert time.process_time() - started < 10


# ---- texts without end


class Weighed(str):
    """A text that adds up how many characters are gone through to count, to find and to copy."""

    weight = 0

    def count(self, sign: str, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
        Weighed.weight += (len(self) if end is None else end) - start
        return super().count(sign, start, end)

    def find(self, sign: str, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
        at = super().find(sign, start, end)
        Weighed.weight += (at if at >= 0 else len(self) if end is None else end) - start
        return at

    def rfind(self, sign: str, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
        at = super().rfind(sign, start, end)
        Weighed.weight += (len(self) if end is None else end) - (at if at >= 0 else start)
        return at

    def __getitem__(self, place: Any) -> str:
        part = super().__getitem__(place)
        Weighed.weight += len(part)
        return part


def weight_of(sign: str, length: int) -> int:
    """Return how many characters the checks of series go through in a paragraph of one sign."""
    paragraph = Paragraph(0, Weighed(sign * (length // len(sign))))
    paragraph.__dict__.update(bare=paragraph.text, outer=paragraph.text)
    Weighed.weight = 0
    series = find_series([paragraph])
    [*announced.check([paragraph], series, with_own())]
    return Weighed.weight


@pytest.mark.parametrize("sign", ["①", "首先，", "，一是", "甲一是，二是", "。一是，二是", "①　", "；1."])
def test_series_without_end_are_gone_through_in_a_time_that_grows_with_the_text(sign: str) -> None:
    assert 0 < weight_of(sign, 16_000) < 5 * weight_of(sign, 4_000)


def test_closing_brackets_without_end_are_gone_through_in_a_time_that_grows_with_the_text() -> None:
    weights = []
    for length in (4_000, 16_000):
        paragraph = Paragraph(0, "）" * length)
        paragraph.__dict__["bare"] = Weighed(paragraph.text)
        Weighed.weight = 0
        told = [remark.code for remark in marks.check([paragraph], [])]
        assert told.count("W504") == length
        weights.append(Weighed.weight)
    assert 0 < weights[1] < 5 * weights[0]


def test_a_number_far_before_a_series_announces_nothing() -> None:
    near, far = "甲" * 100, "甲" * 500
    assert codes(f"做好五项工作{near}五项工作：一是修路，二是架桥。") == ["W201"]
    assert codes(f"推进五大行动，{near}，一是清水行动，二是净土行动。") == ["W201"]
    assert codes(f"推进五大行动，{far}，一是清水行动，二是净土行动。") == []

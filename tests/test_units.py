"""One plan, many units: each lead unit gets what it leads, all of it and nothing else; together they get the whole plan."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import SAMPLES, codes, found, plan
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import print_all

import docgen
from docgen.api import template_dir
from docgen.package import read_docx
from docgen.pages.outline import paragraphs
from docgen.plan.marks import Text
from docgen.plan.model import measures_of
from docgen.plan.units import NOBODY, addressed, lead_units, leads_of, of_unit

BY_NAME = {sample.stem: sample for sample in SAMPLES}
WITH_NOTICE = [sample for sample in SAMPLES if docgen.load_plan(sample).notice]
each = pytest.mark.parametrize("sample", WITH_NOTICE, ids=lambda sample: sample.stem)

FRONT = "issuing_authority: 县政府办公室, date_of_issue: 2026-03-01"
NOTICE = f"notice: {{{FRONT}, subject: 某事, addressees: [各乡镇人民政府], outline: [{{use: tasks}}]}}\n"
TABLE = NOTICE.replace("outline:", "attachments: [{title: 分工表, table: measures}], outline:")


# --- read by itself, so that the plan is not asked who leads what in it


def typed(sample: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Return the longest words without references of each measure of a sample, as typed, and who leads it."""
    tree = yaml.safe_load(sample.read_text(encoding="utf-8"))
    found_ = [entry for task in tree["tasks"] for entry in _typed(task, ())]
    names = {f"【{name}】": words for name, words in tree.get("names", {}).items()}
    return [(words, tuple(str(names.get(unit, unit)) for unit in lead)) for words, lead in found_]


def _typed(point: Any, above: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    if isinstance(point, str):
        point = {"text": point}
    lead = point.get("lead_unit", above)
    lead = (lead,) if isinstance(lead, str) else tuple(lead)
    below = point.get("tracks") or point.get("measures") or []
    if below:
        return [entry for inner in below for entry in _typed(inner, lead)]
    words = point.get("wording", {}).get("notice") or point["text"]
    return [(max(re.split("【[^】]*】|。", words), key=len), lead or (NOBODY,))]


def said(data: bytes) -> str:
    """Return all that a document says, without what stands in its tables."""
    return "\n".join(text for _, text in paragraphs(data))


def table_of(data: bytes) -> list[list[str]]:
    """Return the rows of the task table of a notice, without its head."""
    tables = [[[cell.text for cell in row] for row in table] for table in _rows(data)]
    return next(table[1:] for table in tables if table[0][0] == "序号")


def _rows(data: bytes) -> list[list[list[Any]]]:
    import docx

    return [[list(row.cells) for row in table.rows] for table in docx.Document(io.BytesIO(data)).tables]


# --- the samples


@each
def test_every_measure_of_a_sample_is_with_each_unit_that_leads_it_and_with_no_other(sample: Path) -> None:
    loaded = docgen.load_plan(sample)
    wanted = typed(sample)
    assert {unit for _, lead in wanted for unit in lead} == set(lead_units(loaded))
    shares = {unit: [measure for measure, _ in measures_of(of_unit(loaded, unit))] for unit in lead_units(loaded)}
    for number, (measure, _) in enumerate(measures_of(loaded)):
        holders = [unit for unit, share in shares.items() if sum(held is measure for held in share)]
        assert Counter(holders) == Counter(wanted[number][1])
    assert sum(map(len, shares.values())) == sum(len(lead) for _, lead in wanted)


@each
def test_the_notice_of_each_unit_says_its_measures_once_and_those_of_no_other(sample: Path) -> None:
    wanted = typed(sample)
    assert len({words for words, _ in wanted}) == len(wanted)
    built = docgen.build_by_unit(docgen.load_plan(sample))
    assert set(built) == {unit for _, lead in wanted for unit in lead}
    for unit, document in built.items():
        words = said(document.data).partition("\n附件")[0]
        assert {text: words.count(text) for text, _ in wanted} == {text: int(unit in lead) for text, lead in wanted}


@each
def test_the_notice_of_a_unit_is_addressed_to_it_and_the_rest_of_its_dress_stays(sample: Path) -> None:
    loaded = docgen.load_plan(sample)
    whole = [text for _, text in paragraphs(docgen.build(loaded, "notice").data)]
    everyone = docgen.compose(loaded, "notice")["addressees"] + "："
    dress = docgen.compose(loaded, "notice")
    for unit, document in docgen.build_by_unit(loaded, "通知").items():
        assert document.kind == "notice"
        words = [text for _, text in paragraphs(document.data)]
        assert (unit or everyone.rstrip("：")) + "：" in words
        assert unit == NOBODY or everyone not in words
        for kept in (*dress["title"], dress["document_number"], dress["date_of_issue"]):
            assert kept in "\n".join(whole)
            assert kept in "\n".join(words)


def test_the_task_table_of_a_unit_has_its_rows_alone_numbered_from_one() -> None:
    wanted = typed(BY_NAME["large"])
    for unit, document in docgen.build_by_unit(BY_NAME["large"]).items():
        rows = table_of(document.data)
        mine = [words for words, lead in wanted if unit in lead]
        assert [row[0] for row in rows] == [str(number) for number in range(1, len(mine) + 1)]
        assert [words in row[2] for words, row in zip(mine, rows, strict=True)] == [True] * len(mine)
        assert all(unit in row[3].split("、") for row in rows)


@each
def test_the_notices_of_units_are_as_right_in_form_as_the_whole_one(sample: Path) -> None:
    loaded = docgen.load_plan(sample)
    for document in docgen.build_by_unit(loaded).values():
        inspection = docgen.inspect_document(document.data)
        assert (inspection.layout, inspection.findings) == ("official", [])
        assert [f for f in docgen.check_document(document.data) if f.code != "W101"] == []


@pytest.mark.office
def test_the_task_table_of_a_unit_repeats_its_head_on_pages_numbered_with_the_others() -> None:
    unit = "市住房城乡建设局"
    built = docgen.build_by_unit(BY_NAME["large"])[unit]
    pages = print_all({unit: built.data})[unit]
    lying = [page for page in pages if page.landscape]
    assert len(lying) > 2
    assert [any(line.text.startswith("序号重点任务") for line in page.lines) for page in lying] == [True] * len(lying)
    assert not any(line.text.startswith("序号") for page in pages if not page.landscape for line in page.lines)
    told = [line.text for page in lying for line in page.page.lines if line.text.startswith("—")]
    assert told == [f"—{page.number}—" for page in lying]


def test_neighbouring_rows_of_one_task_share_the_cells_of_task_and_owner() -> None:
    text = """
tasks:
  - {text: 修路。, measures: [{text: 一, lead_unit: 甲局}, {text: 二, lead_unit: [甲局, 乙局]}, {text: 三, lead_unit: 乙局}, {text: 四, lead_unit: 甲局}, {text: 五, lead_unit: 甲局}]}
  - {text: 架桥。, measures: [{text: 六, lead_unit: 甲局}]}
"""
    built = docgen.build_by_unit(plan(text + TABLE))["甲局"]
    xml = read_docx(built.data, "x")["word/document.xml"].decode()
    rows = [re.findall("<w:tc>.*?</w:tc>", row, re.DOTALL) for row in re.findall("<w:tr[ >].*?</w:tr>", xml, re.DOTALL)]
    drawn = [
        [_merged(cells[column]) + re.sub("<[^>]*>", "", cells[column]) for column in (0, 1, 2, 3)]
        for cells in rows
        if len(cells) == 6
    ]
    assert drawn[1:] == [
        ["1", "restart 修路", "一", "甲局"],
        ["2", "continue ", "二", "甲局、乙局"],
        ["3", "continue ", "四", "restart 甲局"],
        ["4", "continue ", "五", "continue "],
        ["5", "架桥", "六", "甲局"],
    ]


def _merged(cell: str) -> str:
    return "".join(f"{kind} " for kind in re.findall('<w:vMerge w:val="([a-z]+)"', cell))


# --- one plan after another


def test_ordinals_and_counts_follow_what_a_unit_has() -> None:
    text = """
tasks:
  - {text: 修路。抓好【数】项工作。, marker: 一是, form: inline, measures: [{text: 铺石子, lead_unit: 甲局}, {text: 挖水沟, lead_unit: 乙局}, {text: 立路牌, lead_unit: 甲局}]}
  - {text: 架桥。, measures: [{text: 打桩, lead_unit: 乙局}, {text: 铺板, lead_unit: 乙局}]}
  - {text: 植树。, measures: [{text: 挖坑, lead_unit: 甲局}]}
"""
    front = NOTICE.replace("outline: [", "outline: [共有【数】类任务、【数:measures】项措施。, ")
    loaded = plan(text + front)
    bodies = {
        unit: [p["text"] for p in docgen.compose(of_unit(loaded, unit), "notice")["body"]]
        for unit in lead_units(loaded)
    }
    assert bodies["甲局"] == [
        "共有两类任务、三项措施。",
        "一、修路",
        "抓好两项工作。一是铺石子（责任单位：甲局）。二是立路牌（责任单位：甲局）。",
        "二、植树",
        "挖坑（责任单位：甲局）。",
    ]
    assert bodies["乙局"] == [
        "共有两类任务、三项措施。",
        "一、修路",
        "挖水沟（责任单位：乙局）。",
        "二、架桥",
        "（一）打桩（责任单位：乙局）。",
        "（二）铺板（责任单位：乙局）。",
    ]


def test_the_lead_is_the_nearest_and_a_joint_lead_sees_its_measure_too() -> None:
    text = """
tasks:
  - text: 甲事。
    lead_unit: 上局
    tracks:
      - {lead: 一线, text: 明线, measures: [{text: 甲一}, {text: 甲二, lead_unit: [下局, 上局]}]}
      - {lead: 二线, text: 暗线, lead_unit: 下局, measures: [甲三]}
  - 乙事
"""
    loaded = plan(text)
    assert [(str(measure.text), names) for measure, _, names in leads_of(loaded)] == [
        ("甲一", ("上局",)),
        ("甲二", ("下局", "上局")),
        ("甲三", ("下局",)),
        ("乙事", (NOBODY,)),
    ]
    assert [[str(p.text) for p in above] for _, above, _ in leads_of(loaded)] == [
        ["甲事。", "明线"], ["甲事。", "明线"], ["甲事。", "暗线"], []
    ]  # fmt: skip
    assert list(lead_units(loaded)) == ["上局", "下局", NOBODY]
    assert [str(m.text) for m, _ in measures_of(of_unit(loaded, "下局"))] == ["甲二", "甲三"]
    assert [str(m.text) for m, _ in measures_of(of_unit(loaded, NOBODY))] == ["乙事"]
    assert of_unit(loaded, "别局").tasks == []


def test_units_come_in_the_order_of_the_register_and_every_name_of_one_counts_as_it() -> None:
    text = """
names: {公安: 县公安局}
units: [{name: 县财政局}, {name: 【公安】, short: 公安局, also: [公安]}, {name: 县教育局}]
tasks:
  - {text: 一, lead_unit: 公安局}
  - {text: 二, lead_unit: 县水务局}
  - {text: 三, lead_unit: [县公安局, 公安局, 公安]}
  - {text: 四, lead_unit: 【公安】}
  - {text: 五, lead_unit: 县财政局}
  - {text: 六, lead_unit: [？, 县财政局]}
"""
    loaded = plan(text)
    assert list(lead_units(loaded)) == ["县财政局", "县公安局", "县水务局", NOBODY]
    assert [names for _, _, names in leads_of(loaded)] == [
        ("县公安局",), ("县水务局",), ("县公安局",), ("县公安局",), ("县财政局",), (NOBODY, "县财政局")
    ]  # fmt: skip
    for name in ("县公安局", "公安局", "公安"):
        assert [str(m.text) for m, _ in measures_of(of_unit(loaded, name))] == ["一", "三", "四"]


def test_a_short_name_of_one_unit_that_another_bears_is_the_others() -> None:
    loaded = plan("units: [{name: 县一中学, short: 一中}, {name: 一中}]\ntasks: [{text: 甲, lead_unit: 一中}]\n")
    assert list(lead_units(loaded)) == ["一中"]


def test_a_unit_is_addressed_by_its_own_words_be_there_signs_of_ours_in_them() -> None:
    text = "names: {组: 专班（【【甲】组）}\ntasks: [{text: 一, lead_unit: 【组】}, {text: 二}]\n"
    built = docgen.build_by_unit(plan(text + NOTICE))
    assert list(built) == ["专班（【甲】组）", NOBODY]
    assert "专班（【甲】组）：" in said(built["专班（【甲】组）"].data)
    assert "各乡镇人民政府：" in said(built[NOBODY].data)


def test_the_part_of_a_plan_is_a_copy_that_shares_places_and_warnings() -> None:
    loaded = docgen.load_plan(BY_NAME["large"])
    before = loaded.model_dump()
    part = of_unit(loaded, "市残联")
    assert loaded.model_dump() == before
    assert part.findings == loaded.findings
    assert part.place() == loaded.place()
    assert [task.place() for task in part.tasks] == [loaded.tasks[1].place()]
    assert part.tasks[0].tracks[0].place() == loaded.tasks[1].tracks[1].place()
    assert part.notice is loaded.notice


def test_a_finding_in_the_notice_of_a_unit_stands_where_it_was_typed() -> None:
    text = "tasks:\n  - {text: 甲, lead_unit: 一局, deadline: 5月底前}\n  - {text: 乙用【？多少】, lead_unit: 二局}\nyear: 2026\n"
    built = docgen.build_by_unit(plan(text + NOTICE))
    assert built["一局"].findings == []
    assert [(f.code, f.place.line) for f in built["二局"].findings] == [("P251", 3), ("P230", 3)]


# --- any plan

NAMES = {"甲局": "甲局", "甲": "甲局", "【甲方】": "甲局", "乙局": "乙局", "丙局": "丙局", "？": NOBODY}
LEADS = st.lists(st.sampled_from(sorted(NAMES)), max_size=3)
LEAF = st.tuples(LEADS, st.just("points"), st.lists(st.just(None), max_size=2))
TREE = st.recursive(
    LEAF,
    lambda inner: st.tuples(LEADS, st.sampled_from(["tracks", "measures"]), st.lists(inner, max_size=3)),
    max_leaves=8,
)
REGISTER = {"names": {"甲方": "甲局"}, "units": [{"name": "丙局"}, {"name": "甲局", "short": ["甲"]}]}
COMMON = settings(max_examples=120, deadline=None, derandomize=True)


def grown(trees: list[Any]) -> tuple[dict[str, Any], list[tuple[str, tuple[str, ...]]]]:
    """Return a plan as data, and its measures with those who lead them."""
    wanted: list[tuple[str, tuple[str, ...]]] = []
    number = iter(range(10_000))

    def point(tree: Any, above: list[str]) -> dict[str, Any]:
        leads, list_name, items = tree
        text = f"做好第{next(number)}件事"
        if list_name == "points" or not items:
            names = dict.fromkeys(NAMES[lead] for lead in leads or above)
            wanted.append((text, tuple(names) or (NOBODY,)))
            below: list[Any] = [f"分做第{next(number)}件事" for _ in items]
        else:
            below = [point(item, leads or above) for item in items]
        return {"text": text, "lead_unit": leads, list_name: below, "deadline": "长期"}

    tasks = [point(tree, []) for tree in trees]
    notice = {
        "issuing_authority": "县政府办公室",
        "title": ["通知"],
        "date_of_issue": "2026-03-01",
        "outline": [{"use": "tasks"}],
        "attachments": [{"title": "表", "table": "measures"}],
    }
    return {**REGISTER, "year": "2026", "tasks": tasks, "notice": notice}, wanted


@COMMON
@given(st.lists(TREE, min_size=1, max_size=4))
def test_the_parts_of_any_plan_are_the_plan_nothing_lost_nothing_doubled(trees: list[Any]) -> None:
    data, wanted = grown(trees)
    loaded = docgen.load_plan(data)
    units = list(lead_units(loaded))
    rank = ["丙局", "甲局"]
    assert units == sorted(
        dict.fromkeys(name for _, names in wanted for name in names),
        key=lambda name: (name == NOBODY, rank.index(name) if name in rank else len(rank)),
    )
    for unit in units:
        context = docgen.compose(addressed(of_unit(loaded, unit), "notice", Text(unit)), "notice")
        mine = [text for text, names in wanted if unit in names]
        assert [row["claim"] for row in context["measures"]] == mine
        printed = re.findall("做好第[0-9]+件事", "\n".join(p["text"] for p in context["body"]))
        assert sorted(set(printed) & {text for text, _ in wanted}) == sorted(mine)
        assert len(printed) == len(set(printed))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(TREE, min_size=1, max_size=3))
def test_the_documents_of_any_plan_say_what_the_whole_one_says(trees: list[Any]) -> None:
    data, wanted = grown(trees)
    built = docgen.build_by_unit(data)
    assert Counter(words for document in built.values() for words in _measures(document.data, wanted)) == Counter(
        text for text, names in wanted for _ in names
    )
    for unit, document in built.items():
        assert _measures(document.data, wanted) == [text for text, names in wanted if unit in names]


def _measures(data: bytes, wanted: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    known = {text for text, _ in wanted}
    body = said(data).partition("附件")[0]
    return [words for words in re.findall("做好第[0-9]+件事", body) if words in known]


# --- kinds, refusals, templates


def test_minutes_are_made_for_units_too_and_say_who_was_there() -> None:
    loaded = docgen.load_plan(BY_NAME["starter"])
    built = docgen.build_by_unit(loaded, "minutes")
    assert list(built) == ["县公安局", "县交通运输局"]
    assert "整修步行通道" in said(built["县交通运输局"].data)
    assert "施划接送车位" not in said(built["县交通运输局"].data)
    assert "县公安局关于校门口秩序整治情况的汇报" in said(built["县交通运输局"].data)


@pytest.mark.parametrize("kind", ["speech", "meeting_notice", "讲话稿"])
def test_what_is_said_to_all_is_not_made_by_unit(kind: str) -> None:
    with pytest.raises(docgen.UseError) as refused:
        docgen.build_by_unit(BY_NAME["large"], kind)
    assert codes(refused.value.findings) == ["O470"]


def test_a_plan_without_measures_or_without_the_document_is_refused() -> None:
    assert codes(found(docgen.build_by_unit, plan(NOTICE))) == ["P285"]
    assert codes(found(docgen.build_by_unit, plan("tasks: [甲]\n"))) == ["P261"]
    with pytest.raises(docgen.PlanError):
        docgen.build_by_unit(plan(NOTICE))


def test_final_names_what_is_missing_of_all_units_at_once() -> None:
    text = "tasks:\n  - {text: 甲, lead_unit: 一局}\n  - {text: 乙【？多少】, lead_unit: [二局, 三局]}\n"
    with pytest.raises(docgen.GapError) as refused:
        docgen.build_by_unit(plan(text + NOTICE), final=True)
    told = [(f.code, f.place.line, f.is_error) for f in refused.value.findings]
    assert told == [("P251", 2, True), ("P251", 3, True), ("P230", 3, True)]


def test_a_template_may_be_an_open_file_and_serves_all_units() -> None:
    loaded = plan("tasks: [{text: 甲, lead_unit: 一局}, {text: 乙, lead_unit: 二局}]\n" + NOTICE)
    data = (template_dir() / "notice.docx").read_bytes()
    shipped = {unit: document.data for unit, document in docgen.build_by_unit(loaded).items()}
    given_ = {unit: document.data for unit, document in docgen.build_by_unit(loaded, template=io.BytesIO(data)).items()}
    assert given_ == shipped
    assert len(shipped) == 2


def test_what_no_unit_is_told_is_noted_and_what_one_is_told_is_not() -> None:
    loaded = plan("tasks: [{text: 甲事, lead_unit: 一局}, {text: 乙事, lead_unit: 二局}]\nproblems: [丙事]\n" + NOTICE)
    built = docgen.build_by_unit(loaded, trace=True)
    origins = [origin for origin in built["二局"].origins if origin.words.startswith("二局")]
    assert origins[0].place.path == "tasks[1].lead_unit"
    assert [f.args["words"] for f in docgen.not_printed(loaded, built.values())] == ["丙事", "各乡镇人民政府"]


# --- the documents of units beside their plan


@each
def test_the_notices_of_all_units_agree_with_their_plan(sample: Path) -> None:
    loaded = docgen.load_plan(sample)
    papers = {f"{unit}.docx": document.data for unit, document in docgen.build_by_unit(loaded).items() if unit}
    assert docgen.compare_documents(papers, loaded) == []
    assert docgen.compare_documents({**papers, "all.docx": docgen.build(loaded, "notice").data}, loaded) == []


SHARED = """
year: 2026
tasks:
  - text: 修路架桥，方便出行。
    measures:
      - {text: 铺好城东大道的沥青路面, lead_unit: 甲局, deadline: 5月底前}
      - {text: 架起城西小河上的石拱桥, lead_unit: 乙局, deadline: 6月底前}
      - {text: 装好沿河步道的太阳能路灯, lead_unit: 甲局, deadline: 7月底前}
"""


def test_what_a_notice_of_a_unit_says_otherwise_than_its_plan_is_told_and_nothing_of_other_units() -> None:
    loaded = plan(SHARED + NOTICE)
    later = docgen.build_by_unit(plan(SHARED.replace("5月底前", "9月底前") + NOTICE))
    told = docgen.compare_documents({"甲.docx": later["甲局"].data, "乙.docx": later["乙局"].data}, loaded)
    assert [(f.code, f.place.file, f.args["words"], f.args["other"]) for f in told] == [
        ("A202", "甲.docx", "9月底前", "5月底前")
    ]
    fewer = docgen.build_by_unit(plan(re.sub(".*太阳能.*\n", "", SHARED) + NOTICE))
    told = docgen.compare_documents({unit: document.data for unit, document in fewer.items()}, loaded)
    assert [(f.code, f.place.file, f.args["words"]) for f in told] == [("A206", "甲局", "装好沿河步道的太阳能路灯")]


def test_a_notice_to_one_unit_that_the_plan_itself_addresses_is_the_whole_one() -> None:
    front = NOTICE.replace("各乡镇人民政府", "甲局")
    fewer = docgen.build(plan(re.sub(".*石拱桥.*\n", "", SHARED) + front), "notice")
    told = docgen.compare_documents({"一.docx": fewer.data}, plan(SHARED + front))
    assert [(f.code, f.args["words"]) for f in told] == [("A206", "架起城西小河上的石拱桥")]


def test_words_of_the_notice_of_a_unit_come_from_where_its_plan_makes_them(tmp_path: Path) -> None:
    loaded = plan(SHARED + NOTICE)
    path = docgen.build_by_unit(loaded)["甲局"].save(tmp_path / "甲局.docx")
    [answer] = docgen.why(path, "太阳能路灯", loaded)
    assert answer.text.startswith("二、装好")
    assert answer.is_made_now
    assert [o.place.path for o in answer.origins] == ["tasks[0].measures[2].text"]
    [answer] = docgen.why(path, "甲局：", loaded)
    assert [o.place.path for o in answer.origins if o.source == "plan"] == ["tasks[0].measures[0].lead_unit"]

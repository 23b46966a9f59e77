"""``docgen check PLAN``: prose judged as the documents print it, each finding where the words were typed; strike one, all follows."""

from __future__ import annotations

import copy
import re
import time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, SAMPLES, codes, found, write

import docgen
from docgen.cli import main
from docgen.pages.outline import paragraphs

LARGE = ROOT / "samples" / "large.yaml"


def told(tmp_path: Path, text: str) -> list[tuple[str, int | None, str]]:
    path = write(tmp_path, text)
    return [(f.code, f.place.line, str(f.args.get("words", ""))) for f in docgen.check_plan(path)]


def speech(outline: str, facts: str = "") -> str:
    return f"{facts}\nspeech:\n  title: 在会上的讲话\n  outline:\n{outline}\n"


def test_a_typed_count_is_judged_against_the_list_that_the_plan_puts_behind_it(tmp_path: Path) -> None:
    facts = "achievements: [路修好了。, 灯装上了。, 井打通了。]"
    assert told(tmp_path, speech("    - {use: achievements, text: 具体有四个变化：}", facts)) == [("W201", 5, "四个")]
    assert told(tmp_path, speech("    - {use: achievements, text: 具体有三个变化：}", facts)) == []
    assert told(tmp_path, speech("    - {use: achievements, text: 具体有【数】个变化：}", facts)) == []


def test_each_finding_stands_where_the_words_were_typed(tmp_path: Path) -> None:
    text = speech(
        "    - 第一段没有毛病。\n    - |\n      第二段也没有。\n      第三段覆盖XX个社区。\n      今天是2026年9月12日（星期四）。"
    )
    path = write(tmp_path, text)
    rows = path.read_text(encoding="utf-8").split("\n")
    for finding in docgen.check_plan(path):
        place = finding.place
        assert rows[(place.line or 0) - 1][(place.column or 0) - 1 :].startswith(str(finding.args["words"]))
    assert codes(docgen.check_plan(path)) == ["W101", "P316"]


@pytest.mark.parametrize(
    ("inner", "codes_told"),
    [
        ("主要做法：一是定人定岗，三是定时定点。", ["W307", "W301"]),
        ("一是定人定岗，二是定时定点。", ["W307"]),
        ("其中一是抓宣传；二是抓劝导、三是抓查处。", ["W307"]),
        ("一要定人定岗，二要定时定点。", []),
    ],
)
def test_a_series_inside_an_item_is_told_where_it_was_typed(tmp_path: Path, inner: str, codes_told: list[str]) -> None:
    facts = f"achievements:\n  - 路口顺了。{inner}\n  - 路灯亮了。逐盏修好。\n  - 家长放心了。投诉少了。"
    path = write(tmp_path, speech("    - {use: achievements, text: 具体有三个方面：}", facts))
    told = docgen.check_plan(path)
    assert [f.code for f in told] == codes_told
    assert {f.place.path for f in told} <= {"achievements[0]"}
    assert [f.code for f in docgen.check_document(docgen.build(docgen.load_plan(path), "speech").data)] == codes_told


@pytest.mark.parametrize(
    "typed",
    [">-\n      全县已经\n      覆盖XX、\n      还差三户。", "'它''s，没有XX什么。'", '"第一\\u6bb5，没有XX。"'],
)
def test_folded_and_escaped_words_are_found(tmp_path: Path, typed: str) -> None:
    path = write(tmp_path, speech(f"    - {typed}"))
    (finding,) = [f for f in docgen.check_plan(path) if f.code == "W101"]
    row = path.read_text(encoding="utf-8").split("\n")[(finding.place.line or 0) - 1]
    assert row[(finding.place.column or 0) - 1 :].startswith("XX")


def test_a_figure_at_the_end_of_a_sentence_announces_nothing_of_the_next_paragraph(tmp_path: Path) -> None:
    facts = "figures: {投诉: 37件}\ntasks: [管住源头。, 管住过程。]"
    outline = "    - 投诉少了，仍有【投诉】。\n    - {use: tasks, marker: 一、}"
    assert told(tmp_path, speech(outline, facts)) == []
    assert told(tmp_path, speech(outline.replace("【投诉】", "37件积案"), facts.replace("投诉: 37件", ""))) == []
    assert told(tmp_path, speech(outline.replace("仍有【投诉】", "分4批提级执行60件"), facts)) == []
    assert told(tmp_path, speech(outline.replace("仍有【投诉】", "分4批执行"), facts)) == []
    assert told(tmp_path, speech(outline.replace("仍有【投诉】", "要办好3件事"), facts)) == [("W201", 6, "3件")]


def test_a_large_number_before_a_series_announces_none(tmp_path: Path) -> None:
    outline = "    - 全年化解{}。一是健全机制，定期研判。二是压实责任，逐件包案。"
    assert told(tmp_path, speech(outline.format("37件"))) == []
    assert told(tmp_path, speech(outline.format("37个问题"))) == [("W201", 5, "37个")]
    assert told(tmp_path, speech(outline.format("3件"))) == [("W201", 5, "3件")]


def test_the_second_of_two_kinds_is_no_count(tmp_path: Path) -> None:
    assert told(tmp_path, speech("    - 一、二类苗占九成以上。")) == []
    assert [code for code, _, _ in told(tmp_path, speech("    - 共有二类苗。"))] == ["W401"]


def test_a_total_of_an_attachment_is_told_at_its_cell(tmp_path: Path) -> None:
    rows = "[[东关, 9台, 【率】], [西关, 15台, 80%], [合计, 25台, 85%]]"
    paper = f"    - {{title: 任务表, columns: [街道, 数量, 完成率], rows: {rows}}}"
    text = (
        "figures: {率: 90%}\nnotice:\n  issuing_authority: 甲县人民政府\n  document_number: 甲政发〔2026〕1号\n  subject: 装电梯\n"
        f"  addressees: [各乡镇人民政府]\n  date_of_issue: 2026年4月13日\n  opening: 现将任务（见附件）印发，请按时完成。\n  attachments:\n{paper}\n"
    )
    path = write(tmp_path, text)
    [finding] = [f for f in docgen.check_plan(path) if f.is_error]
    assert (finding.code, finding.place.path) == ("A107", "notice.attachments[0].rows[2][1]")
    path.write_text(path.read_text(encoding="utf-8").replace("25台", "24台"), encoding="utf-8")
    assert [f for f in docgen.check_plan(path) if f.is_error] == []


def test_an_open_bracket_is_told_once_where_it_stands(tmp_path: Path) -> None:
    path = write(
        tmp_path, "names: {路: 大街, 灯: 灯}\nproblems: [【路】坏了，【灯也坏了，【路】要修。]\nspeech: {title: 题}"
    )
    [finding] = [f for f in docgen.check_plan(path) if f.code in ("P202", "W504")]
    row = path.read_text(encoding="utf-8").split("\n")[(finding.place.line or 0) - 1]
    assert row[(finding.place.column or 0) - 1 :].startswith("【灯也")


def test_a_weekday_is_judged_by_the_date_of_issue(tmp_path: Path) -> None:
    text = "speech:\n  title: 题\n  date: 2026年4月10日\n  opening: 推进会4月16日上午（星期五）召开。\n  closing: 请于4月8日前报到。"
    path = write(tmp_path, text)
    assert [f.code for f in docgen.check_plan(path)] == ["W422", "A106"]
    assert [f.code for f in docgen.check_document(docgen.build(docgen.load_plan(path), "speech").data)] == [
        "W422",
        "A106",
    ]


def test_a_mark_that_never_closes_hides_no_ordinals(tmp_path: Path) -> None:
    outline = "    - 要做到“两点：一是抓早。二是抓小。"
    assert [code for code, _, _ in told(tmp_path, speech(outline))] == ["W504"]


def test_a_half_width_stop_at_the_end_is_told(tmp_path: Path) -> None:
    assert [code for code, _, _ in told(tmp_path, speech("    - 路已经修好了."))] == ["W501"]


def test_what_several_documents_print_is_told_once(tmp_path: Path) -> None:
    text = """
    tasks: [{text: "修路,装灯。", lead_unit: 市交通局, deadline: 2026年6月底前}]
    speech: {title: 题, outline: [{use: tasks}]}
    minutes: {issuing_authority: 甲, date_of_issue: 2026-03-04, outline: [{use: tasks}]}
    """
    assert [code for code, _, _ in told(tmp_path, text)] == ["W501"]


def test_a_text_with_thousands_of_remarks_takes_no_long_time(tmp_path: Path) -> None:
    path = write(
        tmp_path, speech("    - {use: problems}", f"problems: ['{''.join(f'{n}村覆盖XX户。' for n in range(6000))}']")
    )
    began = time.process_time()
    assert len([f for f in docgen.check_plan(path) if f.code == "W101"]) == 6000
    assert time.process_time() - began < 6


def test_what_no_document_prints_is_judged_too(tmp_path: Path) -> None:
    assert ("W101", 1, "XX") in told(tmp_path, "problems: [还差XX户。]\nspeech: {title: 题, outline: [一段。]}\n")


def test_a_named_gap_is_told_by_its_name_alone(tmp_path: Path) -> None:
    text = "figures: {户数: ？户}\nspeech: {title: 题, outline: [改造【户数】。]}\n"
    assert [code for code, _, _ in told(tmp_path, text)] == ["P230"]


def test_a_computed_figure_is_not_judged_against_its_neighbours(tmp_path: Path) -> None:
    text = """
    figures: {发: 1200份, 收: 1146份, 好: 983份, 率: {percent: 好, of: 收, digits: 1}}
    speech: {title: 题, outline: [发放问卷【发】，收回【收】，满意的占【率】。]}
    """
    assert told(tmp_path, text) == []


def test_phrases_of_an_office_announce_nothing(tmp_path: Path) -> None:
    outline = "    - 推进“五个到家”（送学到家、送医到家）。"
    assert [code for code, _, _ in told(tmp_path, speech(outline))] == ["W202"]
    assert told(tmp_path, speech(outline, "phrases: [五个到家]")) == []


def test_phrases_may_stand_in_a_file_for_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, speech("    - 推进“五个到家”（送学到家、送医到家）。"))
    office = write(tmp_path, "phrases: [五个到家]\n", "office.yaml")
    assert codes(docgen.check_plan(path)) == ["W202"]
    assert codes(docgen.check_plan(path, docgen.load_phrases(office))) == []
    assert main(["--lang", "en", "check", str(path), "--phrases", str(office)]) == 0
    docgen.build(path, "speech").save(tmp_path / "a.docx")
    assert main(["--lang", "en", "check", str(tmp_path / "a.docx"), "--phrases", str(office), "--strict"]) == 0
    capsys.readouterr()
    assert main(["--lang", "en", "check", str(path), "--phrases", str(path)]) == 2
    assert "O465" in capsys.readouterr().err


def test_a_plan_that_cannot_be_composed_says_so_and_its_prose_is_judged(tmp_path: Path) -> None:
    text = "taskss: 3\nproblems: [还差XX户，合力不足。]\nspeech: {title: 题, outline: [一段。]}\n"
    assert [code for code, _, _ in told(tmp_path, text)] == ["P150", "W101", "P265"]


def test_a_final_document_has_no_bare_gap(tmp_path: Path) -> None:
    path = write(tmp_path, speech("    - 覆盖XX个社区。"))
    assert [f.code for f in docgen.build(path, "speech").findings] == ["W101"]
    assert [(f.code, f.is_error) for f in found(docgen.build, path, "speech", final=True)] == [("W101", True)]


def test_a_check_changes_no_file(tmp_path: Path) -> None:
    path = write(tmp_path, speech("    - 覆盖XX个社区。"))
    before = path.read_bytes()
    docgen.check_plan(path)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [(path.name, before)]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_nothing_is_told_of_a_sample_but_its_gaps(sample: Path) -> None:
    assert {f.code for f in docgen.check_plan(sample)} <= {"P230"}


# --- strike one, all follows


def large() -> dict[str, Any]:
    return copy.deepcopy(dict(docgen.load_data(LARGE)))


def lines(data: dict[str, Any], kind: str) -> list[str]:
    return [text for _, text in paragraphs(docgen.build(data, kind).data)]


def without_theme(data: dict[str, Any], theme: str) -> tuple[dict[str, Any], str]:
    """Return a plan without a theme and what was said of it, and the words that were taken out."""
    taken: list[str] = []

    def kept(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: kept(value) for key, value in node.items()}
        if isinstance(node, list):
            gone = [item for item in node if isinstance(item, dict) and theme in (item.get("theme"), item.get("id"))]
            taken.extend(str(item) for item in gone)
            return [kept(item) for item in node if item not in gone]
        return node

    return kept(copy.deepcopy(data)), "".join(taken)


_COUNTED = re.compile("[一二三四五六七八九十两]+|[0-9]+")


def clauses(texts: list[str]) -> set[str]:
    """Return the clauses of a text, numbers and ordinals left out."""
    return {
        _COUNTED.sub("", clause).strip("（）. \t") for text in texts for clause in re.split("[。；，：、\t\n]", text)
    }


@pytest.mark.parametrize("theme", ["网", "龄", "管"])
def test_strike_one_theme_and_all_documents_follow(theme: str) -> None:
    before, (after, taken) = large(), without_theme(large(), theme)
    label = next(t["label"] for t in before["themes"] if t["id"] == theme)
    assert {f.code for f in docgen.check_plan(after)} == set()
    for kind in ("speech", "notice", "minutes"):
        old, new = lines(before, kind), lines(after, kind)
        assert len(new) < len(old)
        assert [line for line in new if label in line] == []
        assert clauses(new) <= clauses(old)  # nothing is said that was not said before
        lost = {clause for clause in clauses(old) - clauses(new) if len(clause) > 8}
        assert lost
        assert [
            c
            for c in lost
            if _COUNTED.sub("", c) not in _COUNTED.sub("", taken) and c not in taken and "【" not in taken
        ] == []
    said = "".join(lines(after, "speech"))
    assert "五双" not in said
    assert "四双" in said


def printed(figures: dict[str, Any], name: str) -> str:
    """Return a figure of the large sample, worked out by hand: counts are whole, shares have one decimal."""
    given = figures[name]
    if not isinstance(given, dict) or "value" in given:
        return str(given["value"] if isinstance(given, dict) else given)
    if "percent" in given:
        part, whole = (amount(figures, given[term]) for term in ("percent", "of"))
        return f"{(part * 100 / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    first, *rest = given.get("sum") or given["difference"]
    terms = [amount(figures, first), *(amount(figures, name) * (1 if "sum" in given else -1) for name in rest)]
    return f"{sum(terms)}{re.sub('[0-9.]', '', printed(figures, first))}"


def amount(figures: dict[str, Any], name: str) -> Decimal:
    return Decimal(re.sub("[^0-9.]", "", printed(figures, name)))


def test_one_figure_changes_and_exactly_the_places_that_use_it_change() -> None:
    before, after = large(), large()
    after["figures"]["首年小区"]["value"] = "152个"
    old_values, new_values = ({n: printed(d["figures"], n) for n in d["figures"]} for d in (before, after))
    pairs = {value: new_values[name] for name, value in old_values.items() if value != new_values[name]}
    assert {"142个": "152个", "310个": "320个", "176个": "166个", "63.8%": "65.8%"}.items() <= pairs.items()
    seen: set[str] = set()
    for kind in ("speech", "notice", "meeting_notice", "minutes"):
        old, new = lines(before, kind), lines(after, kind)
        assert len(old) == len(new)
        for was, now in zip(old, new, strict=True):
            expected = was
            for value, instead in pairs.items():
                expected = re.sub(rf"(?<![0-9.]){re.escape(value)}", instead, expected)
                seen |= {value} if value in was else set()
            assert now == expected
    assert len(seen) > 1
    assert {f.code for f in docgen.check_plan(after)} == set()

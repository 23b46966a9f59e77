from __future__ import annotations

import copy
import json
import pickle
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from helpers import codes, found, write

import docgen
from docgen.errors import FileError, LimitError, PlanError
from docgen.findings import Finding, Severity
from docgen.limits import Limits
from docgen.messages import sentence
from docgen.plan.load import parse_tree, read_tree, typed
from docgen.plan.marks import Mark, Source, Text, find, texts
from docgen.plan.slips import ASIDES, problem_of
from docgen.plan.validate import load_data, load_plan
from docgen.written import Written

GOOD = "speech: {title: 题}\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tasks:\n  - 甲\n  乙\n  - 丙: [\n", ""),
        ("tasks:\n  - 甲\n - 乙\n", "the line does not fit to those above it"),
        ("speech: {title: 题\nyear: 2026\n", "a comma or a closing bracket is missing"),
        ('speech: {title: "题}\n', "the file ends before that"),
        ('speech: {title: "C:\\甲"}\n', "a backslash in double quotes means something of its own; use single quotes"),
        ("speech:\n  title\n  date: 甲\n", ""),
        ("a: |甲\n", "something stands behind | or > that does not belong there"),
        ("a: &\n", ""),
        ("a: [甲, !x!y 乙]\n", "a word behind ! is none that YAML knows"),
        ("a: |0\n  甲\n", "the number behind | or > goes from 1 to 9"),
        ("speech: 甲\n- 乙\n", ""),
    ],
)
def test_what_the_parser_says_is_said_in_words_of_ours(text: str, says: str) -> None:
    finding = found(parse_tree, text, "plan.yaml")[0]
    assert finding.code in ("P120", "P126", "P129"), sentence(finding)
    assert says in sentence(finding)
    if finding.code != "P126":
        assert not re.search("[A-Za-z]{2}", sentence(finding, "zh_CN").replace("YAML", ""))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("speech: 甲 #平安行动\n", [11]),
        ("speech:\n  - 甲 #“平安”行动\n  - 乙\t#《平安》\n", [7, 7]),
        ("speech: #平安行动\n", [9]),
        ("speech: {title: 甲 #平安\n  }\n", [19]),
        ("speech: 甲 # 平安行动\n", []),
        ("speech: 甲 #1\nyear: 2026 #TODO\n", []),
        ("speech: '甲' #平安\n", []),
        ("speech: 甲#平安\n", []),
        ("#平安\nspeech: 甲\n", []),
        ("tasks: #任务\n  - 甲\n", []),
        ("speech: |\n  甲 #平安\n", []),
    ],
)
def test_a_value_that_a_number_sign_cuts_short_is_told(text: str, columns: list[int]) -> None:
    told = parse_tree(text, "plan.yaml")[1]
    assert [(f.code, f.severity, f.place.column) for f in told] == [("P133", Severity.WARNING, n) for n in columns]


def test_what_no_word_of_ours_fits_is_said_in_general_ones() -> None:
    said = Finding("P120", args=problem_of("a parser that nobody knows complains"))
    assert sentence(said).endswith("YAML cannot be read like this")
    assert not re.search("[A-Za-z]{2}", sentence(said, "zh_CN").replace("YAML", ""))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "P101", None),
        ("# 只有注释\n", "P101", None),
        ("---\n", "P101", None),
        (GOOD + "---\n" + GOOD, "P108", 2),
        ("- a\n", "P102", 1),
        ("一段话\n", "P102", 1),
        ("标题：题\n", "P123", 1),
        ("speech:\n  title: 题\n  标题：题\n", "P123", 3),
        ("speech:\n\ttitle: 题\n", "P121", 2),
        ("speech:\n　title: 题\n  date: x\n", "P122", 2),
        ("speech:\n  title:题\n  date: x\n", "P124", 2),
        ("speech:\n  title: “题\n  subtitle: @某人\n", "P126", 3),
        ("speech:\n  title: {{ 题 }}\n", "P125", 2),
        ("speech:\n  title: [题\n  date: x\n", "P129", 2),
        ('speech:\n  title: "题\n', "P129", 2),
        ("speech:\n  title: 甲: 乙\n", "P128", 2),
        ("figures:\n  甲: ｛difference: [乙, 丙]｝\n", "P134", 2),
        ("figures:\n  甲: ｛sum: ［乙, 丙］｝\n", "P134", 2),
        ("tasks:\n  - [学校]学校没有护学岗\n", "P135", 2),
        ("year: 2025\nyear: 2026\n", "P112", 2),
        ("speech: {title: 题, title: 题}\n", "P112", 1),
        ("null: 题\n", "P109", 1),
        ("? [a]\n: 题\n", "P109", 1),
        ("speech: {title: !!python/object:os.system x}\n", "P110", 1),
        ("speech: {title: !include x}\n", "P110", 1),
        ("speech: {title: !!binary aGk=}\n", "P110", 1),
        ("speech: {title: *none}\n", "P111", 1),
        ("a: &a {b: c}\nspeech:\n  <<: *a\n", "P113", 3),
    ],
)
def test_what_is_no_plan_file_is_refused_with_its_line(tmp_path: Path, text: str, code: str, line: int | None) -> None:
    findings = found(load_plan, write(tmp_path, text))
    assert code in codes(findings)
    assert next(f for f in findings if f.code == code).place.line == line


def test_a_self_reference_is_refused() -> None:
    assert codes(found(parse_tree, "a: &a [*a]\n", "x.yaml")) == ["P111"]


@pytest.mark.parametrize("depth", [100, 1000, 20000])
def test_deep_nesting_hits_the_limit_and_nothing_else(depth: int) -> None:
    with pytest.raises(LimitError):
        parse_tree("[" * depth, "x.yaml")


def test_an_alias_bomb_hits_the_limit() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    assert codes(found(parse_tree, bomb, "x.yaml")) == ["P143"]


def test_a_file_past_its_size_is_not_read_to_the_end(tmp_path: Path) -> None:
    path = write(tmp_path, "#" + "x" * 1000)
    with pytest.raises(LimitError):
        read_tree(path, Limits(yaml_bytes=100))


def test_a_text_past_its_length_hits_the_limit() -> None:
    with pytest.raises(LimitError):
        parse_tree("a: " + "字" * 20, "x.yaml", Limits(text_length=10))


def test_gbk_is_named_and_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes("speech: {title: 标题}\n".encode("gb18030"))
    finding = found(load_plan, path)[0]
    assert (finding.code, finding.args["encoding"]) == ("P103", "GBK/GB18030")


def test_broken_utf8_is_refused_with_line_and_offset(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"year: 2025\nspeech: {title: \xe9}\n")
    finding = found(load_plan, path)[0]
    assert (finding.code, finding.place.line, finding.args["offset"]) == ("P104", 2, 27)


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1f", "\ufffe", "\uffff", "\ufdd0"])
def test_characters_that_cannot_be_printed_are_refused_with_their_place(tmp_path: Path, char: str) -> None:
    findings = found(load_plan, write(tmp_path, f"speech:\n  title: 题{char}目\n"))
    assert [(f.code, f.place.line, f.place.column) for f in findings] == [("P105", 2, 11)]


def test_an_escape_cannot_smuggle_a_character_in(tmp_path: Path) -> None:
    assert "P105" in codes(found(load_plan, write(tmp_path, 'speech: {title: "题\\x07目"}\n')))


def test_bom_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    text = "speech:\n  title: 题\n  opening: |\n    一\n    二\n"
    (tmp_path / "a.yaml").write_bytes(text.encode())
    (tmp_path / "b.yaml").write_bytes(b"\xef\xbb\xbf" + text.rstrip().replace("\n", "\r\n").encode())
    one, two = (docgen.compose(load_plan(tmp_path / name), "speech") for name in ("a.yaml", "b.yaml"))
    assert one["body"] == two["body"]
    assert [p["text"] for p in one["body"]] == ["一。", "二。"]


def test_invisible_characters_are_kept_with_a_warning(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, "speech:\n  title: 题\u200b目\n"))
    assert [(f.code, f.is_error) for f in plan.findings] == [("P107", False)]
    assert plan.speech is not None
    assert plan.speech.title == ["题\u200b目"]


TRAPS = [
    "no",
    "yes",
    "on",
    "off",
    "y",
    "1:30",
    "9:00",
    "010",
    "0x1F",
    "1_000",
    "1.10",
    "98.60",
    "00123",
    "+86",
    "2024-01-01",
    "1.",
    ".inf",
    "1e9",
    "9" * 5000,
]


@pytest.mark.parametrize("typed_in", TRAPS)
def test_a_value_stays_what_was_typed(tmp_path: Path, typed_in: str) -> None:
    plan = load_plan(write(tmp_path, f"names: {{甲: {typed_in}}}\nspeech: {{title: 题, opening: 【甲】}}\n"))
    assert docgen.compose(plan, "speech")["body"][0]["text"].rstrip("。") == typed_in


@pytest.mark.parametrize("empty", ["", "~", "null"])
def test_an_empty_value_is_no_value_and_never_the_word_none(tmp_path: Path, empty: str) -> None:
    plan = load_plan(write(tmp_path, f"speech:\n  title: 题\n  subtitle: {empty}\n"))
    assert docgen.compose(plan, "speech")["subtitle"] == ""
    assert codes(found(load_plan, write(tmp_path, f"speech:\n  title: {empty}\n"))) == ["P151"]


def test_a_block_left_empty_is_a_block_left_out(tmp_path: Path) -> None:
    text = (
        "year:\nthemes:\nnames:\nfigures:\ntasks:\nmeeting:\nnotice:\nspeech: {title: 题, closing: , outline: [段]}\n"
    )
    plan = load_plan(write(tmp_path, text))
    assert (plan.year, plan.themes, plan.names, plan.tasks, plan.meeting, plan.notice) == (None, [], {}, [], None, None)


def test_wrapped_chinese_lines_are_joined_without_a_blank(tmp_path: Path) -> None:
    plan = load_plan(
        write(tmp_path, "speech:\n  title: 题\n  opening:\n    前半句，\n    后半句 with words\n    和 结尾。\n")
    )
    assert docgen.compose(plan, "speech")["body"][0]["text"] == "前半句，后半句 with words 和结尾。"


def test_a_blank_typed_on_one_line_is_kept(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, "speech:\n  title: 前 后\n"))
    assert plan.speech is not None
    assert plan.speech.title == ["前 后"]


def test_every_text_knows_its_place() -> None:
    tree, _ = parse_tree("a: 一\nb:\n  - {c: 二}\n  - |\n    三\n", "x.yaml")
    assert [(t.strip(), str(t.mark.place())) for t in texts(tree) if t.mark] == [
        ("一", "x.yaml:1:4 a"),
        ("二", "x.yaml:3:9 b[0].c"),
        ("三", "x.yaml:4:5 b[1]"),
    ]


def test_all_faults_of_a_file_come_in_one_go(tmp_path: Path) -> None:
    text = """\
        year: 20x5
        theme: []
        figures: {甲: {sum: [乙]}}
        tasks:
          - {theme: 无, text: 【行云】干活, deadline: 2025-02-30}
          - {txt: 干活}
          - [1]
        speech:
          标题: x
          date: 2025年2月30日
          outline:
            - {heading: 一, boddy: []}
            - {use: taks}
        """
    findings = found(load_plan, write(tmp_path, text))
    assert [(f.code, f.place.line, f.place.path, f.args.get("near", "")) for f in findings] == [
        ("P155", 1, "year", ""),
        ("P150", 2, "theme", "themes"),
        ("P201", 3, "figures.甲.sum[0]", ""),
        ("P201", 5, "tasks[0].text", ""),
        ("P160", 5, "tasks[0].deadline", ""),
        ("P150", 6, "tasks[1].txt", "text"),
        ("P153", 7, "tasks[2]", ""),
        ("P150", 9, "speech.标题", "title"),
        ("P160", 10, "speech.date", ""),
        ("P150", 12, "speech.outline[0].boddy", "body"),
        ("P156", 13, "speech.outline[1].use", "tasks"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("speech: {title: 题, speaker: {post: 主任}}", "P154", "speech.speaker.name"),
        ("speech: {title: {a: b}}", "P152", "speech.title"),
        ("speech: {title: [[甲]]}", "P152", "speech.title[0]"),
        ("speech: 题", "P153", "speech"),
        ("speech: {title: 题, outline: [{text: 甲, marker: 一)}]}", "P156", "speech.outline[0].marker"),
        ("tasks: [{text: 甲, points: [一], measures: [二]}]\nspeech: {title: 题}", "P162", "tasks[0]"),
        ("tasks: [{theme: 甲}]\nspeech: {title: 题}", "P163", "tasks[0]"),
        ("figures: {甲: {sum: [乙], percent: 丙, of: 丁}}\nspeech: {title: 题}", "P157", "figures.甲"),
        ("figures: {甲: {percent: 乙}}\nspeech: {title: 题}", "P158", "figures.甲"),
        ("figures: {甲: {difference: [乙]}}\nspeech: {title: 题}", "P159", "figures.甲"),
        ("figures: {甲: {difference: [乙，丙]}}\nspeech: {title: 题}", "P194", "figures.甲"),
        ("figures: {甲: {sum: [乙、丙]}}\nspeech: {title: 题}", "P194", "figures.甲.sum[0]"),
        ("notice: {issuing_authority: 甲, date_of_issue: 2025-01-02}", "P164", "notice"),
        ("notice: {issuing_authority: 甲, date_of_issue: 元旦, subject: 乙}", "P161", "notice.date_of_issue"),
        ("docgen: 2\nspeech: {title: 题}", "P156", "docgen"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_path(text: str, code: str, path: str) -> None:
    tree, _ = parse_tree(text, "plan.yaml")
    assert [(f.code, f.place.path) for f in found(load_plan, tree) if f.code == code] == [(code, path)]


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    assert codes(found(load_plan, tmp_path / "nothing.yaml")) == ["O101"]
    assert codes(found(load_plan, tmp_path)) == ["O102"]
    with pytest.raises(FileError):
        load_plan(tmp_path)


def test_a_word_file_given_as_plan_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"PK\x03\x04rest")
    assert codes(found(load_plan, path)) == ["P106"]


def test_python_data_make_the_same_plan_as_a_file(tmp_path: Path) -> None:
    text = "names: {甲: 乙}\nspeech: {title: 题, opening: 【甲】}\n"
    by_hand = load_plan({"names": {"甲": "乙"}, "speech": {"title": "题", "opening": "【甲】"}})
    assert docgen.compose(by_hand, "speech") == docgen.compose(load_plan(write(tmp_path, text)), "speech")
    assert codes(found(load_plan, {"speech": {"title": object()}})) == ["P145"]
    assert [f.place.path for f in found(load_plan, {"speech": {"titel": "x"}})] == ["speech.titel"]


@pytest.mark.parametrize(
    "sign", ["\ufdd0", "\U0001fffe", "\x01", "\ud800"], ids=["gap", "origin", "control", "surrogate"]
)
def test_python_data_hold_no_characters_that_a_file_could_not(sign: str) -> None:
    refused = found(load_plan, {"tasks": [{"text": f"修{sign}路。"}], "speech": {"title": "题"}})
    assert [(f.code, f.place.path) for f in refused] == [("P105", "tasks[0].text")]
    assert codes(found(load_plan, {"names": {f"路{sign}": "乙"}, "speech": {"title": "题"}})) == ["P105"]


def test_a_broken_line_as_long_as_a_book_is_refused_at_once() -> None:
    started = time.process_time()
    for line in ("[" * 200_000, "{" + "，a" * 100_000, "甲" * 200_000 + "["):
        assert codes(found(parse_tree, f"a: 工作{line}\nb: [", "plan.yaml"))[0][0] == "P"
    assert time.process_time() - started < 5


class Searched(str):
    """A text that counts how often it is searched."""

    times = 0

    def find(self, *asked: object) -> int:
        Searched.times += 1
        return super().find(*asked)  # type: ignore[arg-type]


def test_where_words_stand_that_a_text_holds_many_times_is_looked_for_once() -> None:
    source = Source("plan.yaml", Searched("甲：" + "【】" * 1000))
    text = Text("【】" * 1000, Mark(source, 2, 2002, "a"))
    places = [find(text, "【", start) for start in range(0, 2000, 2)]
    assert [place.column for place in places] == [3 + start for start in range(0, 2000, 2)]
    assert Searched.times < 1100


@pytest.mark.parametrize(
    ("words", "nth", "column"), [("一一", 0, 2), ("一一", 1, 3), ("一一", 2, 4), ("一一", 3, 2), ("乙", 0, 2)]
)
def test_words_are_found_where_they_begin_within_others_too(words: str, nth: int, column: int) -> None:
    assert Mark(Source("plan.yaml", "甲一一一一乙"), 1, 5, "a").find(words, nth).column == column


def test_json_is_read_like_yaml(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps({"speech": {"title": "题", "date": "2025-01-02"}}, indent=2), "plan.json")
    assert docgen.compose(load_plan(path), "speech")["date"] == "2025年1月2日"


def test_numbers_among_data_for_a_template_are_numbers_and_print_as_typed(tmp_path: Path) -> None:
    data = load_data(write(tmp_path, "a: 3\nb: 98.60\nc: 1.5\nd: true\ne: no\nf: '3'\ng: 010\nh: [1, x]\ni:\n"))
    assert data == {
        "a": 3,
        "b": Decimal("98.60"),
        "c": Decimal("1.5"),
        "d": True,
        "e": "no",
        "f": "3",
        "g": "010",
        "h": [1, "x"],
        "i": None,
    }
    assert (str(data["b"]), str(data["c"])) == ("98.60", "1.5")
    assert typed(None) is None


@pytest.mark.parametrize("words", ["0.0000001", "-0.50", "100.0", "123456789012345.123456789"])
def test_a_decimal_prints_as_typed_and_calculates_exactly(tmp_path: Path, words: str) -> None:
    value = load_data(write(tmp_path, f"x: {words}\n"))["x"]
    assert str(value) == f"{value}" == words
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value
    assert str(value + 0) == words


@pytest.mark.parametrize("words", ["010", "1e3", "00.5", ".5", "1.", "1,200.50", "12.5万", "'12.50'"])
def test_what_is_no_plain_number_stays_text(tmp_path: Path, words: str) -> None:
    assert load_data(write(tmp_path, f"x: {words}\n"))["x"] == words.strip("'")


def test_a_written_number_goes_with_floats_as_paper_does() -> None:
    price = Written("98.60")
    assert price == 98.6 == price
    assert hash(price) == hash(98.6)
    assert (price > 98.5, price < 98.7, price != 98.6) == (True, True, False)
    assert str(price + 0.1) == str(0.1 + price) == "98.70"
    assert (Written("-7.5") // 2, Written("-7.5") % 2, 7 // Written("-7.5"), 7 % Written("-7.5")) == (-4, 0.5, -1, -0.5)
    assert isinstance(-price * 2, Written)


def test_words_that_say_no_are_texts_and_told(tmp_path: Path) -> None:
    remarks: list[Finding] = []
    text = "a: no\nb: 'no'\nc: false\nd: [Off, 否]\ne: False\nf: noon\ng: yes\n"
    load_data(write(tmp_path, text), remarks=remarks)
    assert [(f.code, f.place.line, f.place.path, f.is_error) for f in remarks] == [
        ("P137", 1, "a", False),
        ("P137", 4, "d[0]", False),
        ("P137", 5, "e", False),
    ]


def test_data_for_a_template_must_be_a_mapping(tmp_path: Path) -> None:
    with pytest.raises(PlanError):
        load_data(write(tmp_path, "- a\n"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("甲（乙，丙）、“丁，戊”《己，庚》(辛，壬)", "甲、"),
        (f"甲（{'乙' * 200}）", "甲"),
        (f"甲（{'乙' * 201}）", f"甲（{'乙' * 201}）"),
        ("（" * 500 + "）", "（" * 299),
    ],
)
def test_the_end_of_an_aside_is_not_looked_for_through_a_whole_text(text: str, left: str) -> None:
    assert ASIDES.sub("", text) == left

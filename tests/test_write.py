"""Changes in a plan file: exactly what was wanted, and every other byte as it was."""

from __future__ import annotations

import random
from typing import Any

import pytest

from docgen.errors import LedgerError
from docgen.plan.load import parse_tree
from docgen.plan.write import Change, Exchange, as_scalar, changed, steps_of

M = ("tasks", 0, "measures", 0)
SET = {"status": "推进中", "closed": "2026-06-30"}


def edit(text: str, *changes: Change | Exchange, name: str = "plan.yaml", field: str = "text") -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return changed(text.encode(), parse_tree(plain, name)[0], changes, field).decode()


def put(text: str, **fields: str | None) -> str:
    return edit(text, *(Change(M, name, value) for name, value in fields.items()))


HEAD = "tasks:\n  - text: 甲。  # 一\n    measures:\n"


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        # a mapping, one entry a line: behind the deadline, before what comes after it
        (
            "      - text: 乙   # 二\n        deadline: 5月底前   # 三\n\n      - 丙\n",
            "      - text: 乙   # 二\n        deadline: 5月底前   # 三\n        status: 推进中\n\n      - 丙\n",
        ),
        # in braces
        ("      - {text: 乙, deadline: 5月底前 }  # 二\n", "      - {text: 乙, deadline: 5月底前, status: 推进中 }  # 二\n"),
        ("      - {text: 乙,}\n", "      - {text: 乙, status: 推进中,}\n"),
        # there already: the value alone
        ("      - text: 乙\n        status: 未启动 # 二\n", "      - text: 乙\n        status: 推进中 # 二\n"),
        ("      - text: 乙\n        status: '未启动'\n", "      - text: 乙\n        status: 推进中\n"),
        ("      - text: 乙\n        status:\n        lead_unit: 丁\n", "      - text: 乙\n        status: 推进中\n        lead_unit: 丁\n"),
        # a plain text becomes a mapping around its own bytes
        ("      - 乙。丙   # 二\n", "      - text: 乙。丙   # 二\n        status: 推进中\n"),
        ("      -   '乙'\n", "      -   text: '乙'\n          status: 推进中\n"),
        ("      - 乙，\n        接着说\n      - 丙\n", "      - text: 乙，\n          接着说\n        status: 推进中\n      - 丙\n"),
        ("      - |\n        乙\n        丙\n      - 丁\n", "      - text: |\n          乙\n          丙\n        status: 推进中\n      - 丁\n"),
        # behind a block of lines, before a list
        (
            "      - text: |\n          乙\n\n          丙\n\n        points: [子, 丑]\n",
            "      - text: |\n          乙\n\n          丙\n        status: 推进中\n\n        points: [子, 丑]\n",
        ),
        ("      - text: 乙\n        points:\n          - 子\n", "      - text: 乙\n        status: 推进中\n        points:\n          - 子\n"),
        ("      - points:\n          - 子\n          - 丑 # 二\n", "      - points:\n          - 子\n          - 丑 # 二\n        status: 推进中\n"),
        # no line end at the end of the file
        ("      - text: 乙", "      - text: 乙\n        status: 推进中"),
        ("      - text: |\n          乙", "      - status: 推进中\n        text: |\n          乙"),
        ("      - |\n        乙", "      - status: 推进中\n        text: |\n          乙"),
        # more blanks behind the dash
        ("      -   乙，\n        接着说\n", "      -   text: 乙，\n            接着说\n          status: 推进中\n"),
        ("      -   |2-\n         乙\n", "      -   text: |2-\n             乙\n          status: 推进中\n"),
        # a name for it that nobody uses
        ("      - &a {text: 乙}\n", "      - &a {text: 乙, status: 推进中}\n"),
        ("      - &a  # 二\n          text: 乙\n", "      - &a  # 二\n          text: 乙\n          status: 推进中\n"),
        ("      - &a |\n        乙\n", "      - text: &a |\n          乙\n        status: 推进中\n"),
        ("      - text: &a |+  # 二\n          乙\n\n", "      - text: &a |+  # 二\n          乙\n\n        status: 推进中\n"),
        # what another place says
        (
            "      - text: 乙\n        support_units:\n        - 丁\n        - *u  # 二\n        # 三\n",
            "      - text: 乙\n        support_units:\n        - 丁\n        - *u  # 二\n        status: 推进中\n        # 三\n",
        ),
        ("      - text: 乙\n        lead_unit:\n          *u\n", "      - text: 乙\n        lead_unit:\n          *u\n        status: 推进中\n"),
        ("      - {text: 乙, lead_unit: *u }\n", "      - {text: 乙, lead_unit: *u, status: 推进中 }\n"),
        # nothing behind the last colon
        ("      - {text: 乙, memo: }\n", "      - {text: 乙, memo: , status: 推进中 }\n"),
    ],
)  # fmt: skip
def test_a_field_is_spliced_in(typed: str, made: str) -> None:
    head = f"units: [&u 丙局]\n{HEAD}"
    assert put(head + typed, status="推进中") == head + made


def test_a_list_in_brackets_and_json_keep_their_form() -> None:
    assert put("tasks: [{text: 甲, measures: [乙, 丙]}]", **SET) == (
        "tasks: [{text: 甲, measures: [{text: 乙, status: 推进中, closed: 2026-06-30}, 丙]}]"
    )
    json = '{"tasks": [{"text": "甲", "measures": ["乙", {"text": "丙"}]}]}'
    assert edit(json, Change(M, "status", "推进中"), Change((*M[:3], 1), "memo", '他说"好"'), name="plan.json") == (
        '{"tasks": [{"text": "甲", "measures": [{"text": "乙", "status": "推进中"}, {"text": "丙", "memo": "他说\\"好\\""}]}]}'
    )


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("      - text: 乙\n        status: 推进中 # 二\n        memo: 子\n", "      - text: 乙\n        memo: 子\n"),
        ("      - status: 推进中\n        text: 乙\n", "      - status:\n        text: 乙\n"),
        ("      - {text: 乙, status: 推进中}\n", "      - {text: 乙}\n"),
        ("      - {status: 推进中, text: 乙}\n", "      - {text: 乙}\n"),
    ],
)
def test_a_field_is_taken_out(typed: str, made: str) -> None:
    assert put(HEAD + typed, status=None) == HEAD + made


def test_fields_side_by_side_are_taken_out() -> None:
    taken: dict[str, str | None] = {"status": None, "memo": None}
    assert put(HEAD + "      - {status: 推进中, memo: 子, text: 乙}\n", **taken) == HEAD + "      - {text: 乙}\n"
    assert put(HEAD + "      - {text: 乙, status: 推进中, memo: 子}\n", **taken) == HEAD + "      - {text: 乙}\n"
    assert put(HEAD + "      - {memo: 子, text: 乙, status: 推进中}\n", **taken) == HEAD + "      - {text: 乙}\n"


def test_marks_and_line_ends_of_the_file_stay() -> None:
    typed = "\ufeff" + (HEAD + "      - text: 乙\n      - 丙\n").replace("\n", "\r\n")
    made = "\ufeff" + (HEAD + "      - text: 乙\n        status: 推进中\n      - 丙\n").replace("\n", "\r\n")
    assert put(typed, status="推进中") == made


@pytest.mark.parametrize(
    "words",
    ["已印发3个文件", "a: b", "甲 # 乙", "- 甲", "{甲}", "*甲", "'甲'", '"', "\\", "甲\n乙", " 甲 ", "~", "null", "=1+1", "甲：乙，丙", "100%",
     "@甲", "? 甲", "【【甲】", "甲\u2028乙", "2026-06-30", "yes", "#甲", "甲,乙", "[甲", "!甲", "&甲", "|", ">", "%", "`", "12:30"],
)  # fmt: skip
def test_any_words_come_back(words: str) -> None:
    for typed in ("      - text: 乙\n", "      - {text: 乙}\n", "      - 乙\n"):
        tree: Any = parse_tree(put(HEAD + typed, progress=words), "plan.yaml")[0]
        assert tree["tasks"][0]["measures"][0] == {"text": "乙", "progress": words}
    assert parse_tree(f"a: {as_scalar(words)}", "x")[0] == {"a": words}


def test_what_is_used_again_is_refused() -> None:
    typed = "tasks:\n  - text: 甲\n    measures: [&a {text: 乙}]\n  - text: 丙\n    measures: [*a]\n"
    with pytest.raises(LedgerError) as refused:
        put(typed, status="推进中")
    assert [(f.code, f.place.line) for f in refused.value.findings] == [("L190", 3)]


def test_words_within_a_text_are_exchanged() -> None:
    typed = "tasks:\n  - 看了【？点】，\n    又看【？点】 # 【？点】\n  - '说【？点】'\n"
    made = "tasks:\n  - 看了河口，\n    又看河口 # 【？点】\n  - '说【？点】'\n"
    assert edit(typed, Exchange(("tasks", 0), "【？点】", "河口")) == made
    assert edit(typed, Exchange(("tasks", 1), "【？点】", "it's")).endswith("  - '说it''s'\n")


def test_a_register_takes_value_source_and_day() -> None:
    typed = "figures:\n  路: ？公里   # 待测\n  桥: {value: ？座, owner: 甲局}\n"
    changes = [Change(("figures", "路"), "value", "12公里"), Change(("figures", "路"), "source", "县住建局"),
               Change(("figures", "桥"), "value", "3座"), Change(("figures", "桥"), "as_of", "2026-06-30")]  # fmt: skip
    assert edit(typed, *changes, field="value") == (
        "figures:\n  路: {value: 12公里, source: 县住建局}   # 待测\n  桥: {value: 3座, owner: 甲局, as_of: 2026-06-30}\n"
    )


def test_steps_of_a_path() -> None:
    assert steps_of("tasks[0].tracks[11].measures[2]") == ("tasks", 0, "tracks", 11, "measures", 2)


def _shape(rng: random.Random, n: int) -> str:
    """Return a measure in one of the ways that people type one."""
    tail = rng.choice(["", "  # 注", " #注：看"])
    word = f"措施{n}"
    return rng.choice(
        [
            f"      - {word}{tail}\n",
            f'      - "{word}"{tail}\n',
            f"      - {{text: {word}, lead_unit: 局{n}}}{tail}\n",
            f"      - text: {word}{tail}\n        lead_unit: [甲, 乙]\n        deadline: {{say: 年底前}}\n",
            f"      - text: >-\n          {word}\n          接着\n        status: 未启动{tail}\n",
            f"      - lead_unit:\n          - 甲\n          - 乙{tail}\n        text: {word}\n",
            f"      - |\n        {word}\n        接着\n",
            f"      # 注\n      - status: 未启动\n        text: {word}{tail}\n\n",
        ]
    )


def test_any_shape_takes_any_change_and_the_rest_stays() -> None:
    rng = random.Random(7)
    for _ in range(300):
        count = rng.randint(1, 6)
        typed = HEAD + "".join(_shape(rng, n) for n in range(count))
        typed = typed.replace("\n", "\r\n") if rng.random() < 0.3 else typed
        nth = rng.randrange(count)
        made = edit(typed, Change((*M[:3], nth), "status", "推进中"), Change((*M[:3], nth), "progress", "完成一半: 好"))
        before: Any = parse_tree(typed.replace("\r\n", "\n"), "x")[0]
        after: Any = parse_tree(made.replace("\r\n", "\n"), "x")[0]
        own = before["tasks"][0]["measures"][nth]
        own = {"text": own} if isinstance(own, str) else own
        before["tasks"][0]["measures"][nth] = {**own, "status": "推进中", "progress": "完成一半: 好"}
        assert after == before
        kept = iter(made)  # every character that was there is there, in the same order
        gone = typed.replace("未启动", "") if "未启动" in str(own) else typed
        assert all(char in kept for char in gone)


def test_a_file_whose_signs_are_escaped_in_pairs_is_not_changed() -> None:
    typed = '{"tasks": [{"text": "\\ud83d\\ude00", "measures": ["乙"]}]}'
    with pytest.raises(LedgerError) as refused:
        edit(typed, Change(M, "status", "推进中"), name="plan.json")
    assert [f.code for f in refused.value.findings] == ["L191"]

"""One cause, one finding, and a remedy that works when it is followed; nothing is said of what is sound."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from helpers import ROOT, codes, found, write
from test_layout import cell, table
from test_press import filled, word_file

import docgen
from docgen.cli import main
from docgen.messages import remedy, sentence
from docgen.pages.outline import paragraphs
from docgen.press.template import Template

Captured = pytest.CaptureFixture[str]
STARTER = str(ROOT / "samples" / "starter.yaml")


def told(*lines: str) -> list[str]:
    """Return the codes of a check without data."""
    return codes(Template(word_file(*lines)).check())


def row(*cells: str) -> bytes:
    """Return a template of one row in a table of as many columns."""
    return table("".join(map(cell, cells)), columns=len(cells))


# --- braces


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (["{% if x }}甲{% endif %}"], ["{% if x %}甲{% endif %}"]),
        (["{%p if x }}", "甲", "{%p endif %}"], ["{%p if x %}", "甲", "{%p endif %}"]),
        (["｛% if x ｝｝甲{% endif %}"], ["{% if x %}甲{% endif %}"]),
    ],
)
def test_both_braces_of_a_wrong_end_are_mended(typed: list[str], right: list[str]) -> None:
    mended = Template(word_file(*typed)).mended()
    assert [text for _, text in paragraphs(mended)] == right
    assert filled(mended, x=1) == ["甲"]
    assert told(*typed) == ["T220"]


@pytest.mark.parametrize(
    "line", ["{甲: {{ x }}}", "{ {{ x }}}", "甲{乙{{ x }}}丙", "{{{ {'a': x}.a }}}", "{%p if x %}}"]
)
def test_a_brace_that_has_a_partner_or_is_not_printed_is_not_called_lone(line: str) -> None:
    assert "T280" not in told(line)


@pytest.mark.parametrize(
    "line", ["{{ x }}}", "甲{{ x }}}乙{", "{}{{ x }}}", "{{{ x }}和{{ x }}}", "{% if x %}}{% endif %}"]
)
def test_a_brace_without_a_partner_before_it_is_lone(line: str) -> None:
    assert "T280" in told(line)


def test_words_beside_a_paragraph_tag_are_told_alone() -> None:
    assert told("{%p if x %}}", "甲", "{%p endif %}") == ["T221"]


@pytest.mark.parametrize(
    ("line", "sign", "right"),
    [
        ("{{{ x }}", "{", "{{ x }}"),
        ("{{{ x }}}", "{ }", "{{ x }}"),
        ("{{ x } }}", "}", "{{ x  }}"),
        ("{{ {x}|string }}", "{ }", "{{ x|string }}"),
        ("{% if x }%}1{% endif %}", "}", "{% if x %}1{% endif %}"),
    ],
)
def test_a_brace_too_many_is_to_be_deleted(line: str, sign: str, right: str) -> None:
    (finding,) = Template(word_file(line)).check()
    assert (finding.code, finding.args["sign"], remedy(finding)) == ("T276", sign, f"delete {sign}")
    assert filled(word_file(right), x=1) == ["1"]


@pytest.mark.parametrize("line", ["{{ {'a': x }}", "{{ 'a': x}|length }}", "{{ (x }}"])
def test_a_bracket_that_may_be_meant_wants_its_partner(line: str) -> None:
    assert told(line) == ["T248"]


@pytest.mark.parametrize(("line", "closer"), [("{{ {{ x }} }}", "}}"), ("{{{{ x }}}}", "}}"), ("{% {{ x }} %}", "%}")])
def test_signs_around_a_tag_are_to_be_deleted(line: str, closer: str) -> None:
    (finding,) = Template(word_file(line)).check()
    assert (finding.code, finding.args["tag"], finding.args["right"]) == ("T277", line[:2], closer)


def test_signs_without_a_tag_behind_them_are_still_told_as_not_closed() -> None:
    assert told("甲{{ 乙") == ["T220"]
    assert told("甲{{") == ["T220"]
    assert told("甲{{ if x 乙。") == ["T220"]


# --- blocks in the signs of values


@pytest.mark.parametrize("data", [None, {"x": 1, "else": 2}])
def test_else_in_the_signs_of_a_value_is_told_when_the_template_is_opened(data: dict[str, int] | None) -> None:
    template = Template(word_file("{% if x %}甲{{ else }}乙{% endif %}"))
    (finding,) = template.check(data)
    assert (finding.code, finding.args["right"]) == ("T283", "{% else %}")
    assert codes(found(template.render, {"x": 1}, undefined="blank")) == ["T283"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["{% if x %}甲{{ endif }}"], ["{% endif %}"]),
        (["{% for i in x %}甲{{ endfor }}"], ["{% endfor %}"]),
        (["{%p if x %}", "甲", "{{p endif }}"], ["{%p endif %}"]),
        (["{{ if x %}甲{{ endif %}"], ["{% if x %}", "{% endif %}"]),
        (["{{ if x }}甲{% endif %}"], ["{% if x %}"]),
        (["{{ if (x > 1) }}甲{{ else if x }}乙{{ endif }}"], ["{% if (x > 1) %}", "{% elif x %}", "{% endif %}"]),
        (["{{ for i in x }}{{ i.name }}{{ endfor }}"], ["{% for i in x %}", "{% endfor %}"]),
    ],
)
def test_a_block_with_one_end_in_the_signs_of_a_value_is_told_once(lines: list[str], expected: list[str]) -> None:
    findings = Template(word_file(*lines)).check(names=["x"])
    assert [(f.code, f.args["right"]) for f in findings] == [("T283", right) for right in expected]


@pytest.mark.parametrize(
    ("lines", "right"),
    [
        (["{{ if x }}甲{{ else }}乙{{ endif }}"], ["{% if x %}甲{% else %}乙{% endif %}"]),
        (["{{ if x %}甲{{ else }乙{{ endif %}"], ["{% if x %}甲{% else %}乙{% endif %}"]),
        (
            ["{{p if x }}", "甲", "{{p else if y }}", "乙", "{%p endif %}"],
            ["{%p if x %}", "甲", "{%p elif y %}", "乙", "{%p endif %}"],
        ),
    ],
)
def test_a_block_in_the_signs_of_a_value_is_mended(lines: list[str], right: list[str]) -> None:
    mended = Template(word_file(*lines)).mended()
    assert [text for _, text in paragraphs(mended)] == right
    assert filled(mended, x=1, y=0) == ["甲"]


def test_a_second_block_that_has_no_end_is_told_beside_it() -> None:
    lines = ["{%p if x %}", "{%p if y %}", "甲", "{{p endif }}"]
    assert [(f.code, f.place.paragraph) for f in Template(word_file(*lines)).check()] == [("T225", 1), ("T283", 4)]


@pytest.mark.parametrize(
    "tag",
    ["{{ filter if filter else 0 }}", "{{ set is defined }}", "{{ with in [1] }}", "{{ for or 1 }}", "{{ endings }}"],
)
def test_names_that_only_look_like_words_of_tags_are_names(tag: str) -> None:
    data = dict.fromkeys(["filter", "set", "with", "for", "endings"], 1)
    assert codes(Template(word_file(tag)).check(data)) == []


# --- mappings


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("{% for k, v in o.items() %}{{ k }};{% endfor %}", "items;n;get;"),
        ('{{ o.get("n") }}', "2"),
        ("{{ o.keys()|join }}", "itemsnget"),
        ("{{ o.n }}{{ o['items'][0] }}", "21"),
    ],
)
def test_a_mapping_with_an_entry_called_like_a_method_is_checked_as_it_is_printed(line: str, printed: str) -> None:
    data = {"o": {"items": [1], "n": 2, "get": 3}}
    assert filled(word_file(line), **data) == [printed]
    assert codes(Template(word_file(line)).check(data)) == []


# --- tables


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["{% if q %}甲", "{% colspan 2 %}乙{% else %}丙", "丁{% endif %}"], []),
        (["{% if q %}{% colspan 3 %}甲{% endif %}", "乙", "丙"], ["T284"]),
        (['{% colspan "2" %}甲', "乙", "丙"], ["T284"]),
        (['{% colspan "３" %}甲'], []),
        (["{% colspan 99 %}甲", "乙", "丙"], ["T214"]),
        (["{% colspan 0 %}甲", "乙", "丙"], ["T214"]),
        ([f"{{% colspan {'9' * 50} %}}甲", "乙"], ["T214"]),
    ],
)
def test_a_row_is_called_too_wide_when_the_template_alone_says_so(cells: list[str], expected: list[str]) -> None:
    template = Template(row(*cells))
    assert codes(template.check()) == expected
    assert codes(template.check({"q": 1})) == expected


def test_what_crosses_cells_in_one_row_keeps_no_other_row_from_being_told() -> None:
    crossed = "".join(map(cell, ["{% if q %}甲", "乙{% endif %}"]))
    wide = "".join(map(cell, ["{% colspan 2 %}甲", "乙"]))
    assert [(f.code, f.place.row) for f in Template(table(crossed, wide, columns=2)).check()] == [("T284", 2)]


@pytest.mark.parametrize(
    ("cells", "other"),
    [
        (["{%tr for x in xs %}", "{{ x }}", "{%tr endfor %}"], "{{ x }}"),
        (["甲{%tr for x in xs %}", "{{ x }}", "{%tr endfor %}乙"], "甲"),
        (["{%tr for x in xs %}", "甲{%- if x %}乙{% endif %}", "{%tr endfor %}"], "甲{%- if x %}乙{% endif %}"),
        (["{%tr for x in xs %}{{ x }}{%tr endfor %}", "甲"], "{{ x }}{%tr endfor %}"),
    ],
)
def test_a_row_that_opens_and_ends_a_loop_is_told_once_with_what_stands_beside(cells: list[str], other: str) -> None:
    (finding,) = Template(row(*cells)).check()
    assert (finding.code, finding.args["other"], finding.args["unit"]) == ("T221", other, "row")
    assert other in sentence(finding)
    assert "row of their own" in remedy(finding)


def test_two_rows_that_each_lose_words_are_told_each() -> None:
    rows = [cell("{%tr for x in xs %}") + cell("甲"), cell("{{ x }}") * 2, cell("{%tr endfor %}") + cell("乙")]
    findings = Template(table(*rows, columns=2)).check()
    assert [(f.code, f.args["other"], f.place.row) for f in findings] == [("T221", "甲", 1), ("T221", "乙", 3)]


def test_words_that_cross_the_cells_of_a_row_that_gives_way_are_told() -> None:
    rows = ["".join(map(cell, ["{%tr for x in xs %}", "{% if x %}甲", "乙{% endif %}"])), cell("{%tr endfor %}")]
    assert codes(Template(table(*rows, columns=3)).check())[0] == "T221"


# --- order


def test_findings_of_one_paragraph_stand_in_the_order_of_its_tags() -> None:
    line = "{{ z }}{{ y|foo }}{{ a.b }}{{ b|bar }}{{ 1/0 }}｛{ a }}{d}"
    findings = Template(word_file(line)).check({"a": {}, "b": 1, "d": 1, "y": 1})
    tags = [f.args["tag"] for f in findings]
    assert tags == ["{{ z }}", "{{ y|foo }}", "{{ b|bar }}", "{{ 1/0 }}", "｛{ a }}", "{d}"]


def test_the_faults_that_a_render_tells_stand_in_the_order_of_their_tags() -> None:
    line = "{{ x|foo }}{% if x }甲{{ x|bar }}{{ else }}乙{% endif %}"
    tags = ["{{ x|foo }}", "{% if x }", "{{ x|bar }}", "{{ else }}"]
    assert [f.args["tag"] for f in found(Template(word_file(line)).render, {})] == tags


def test_the_place_in_a_paragraph_tells_no_two_findings_apart() -> None:
    assert told("{{ x|foo }}和{{ x|foo }}") == ["T235"]


# --- stops behind a name


@pytest.mark.parametrize("tag", ["{{ x, }}", "{{ x，，}}", "{{ x ,， }}", "{{ x， 。}}", "{{ x|trim, }}"])
def test_stops_behind_a_name_are_dropped(tag: str) -> None:
    template = Template(word_file(tag))
    (finding,) = template.check({"x": "甲"})
    assert (finding.code, finding.args["slip"]) == ("T230", "a sign too many at its end")
    assert filled(word_file(tag), x="甲") == ["甲"]
    assert filled(template.mended(), x="甲") == ["甲"]


@pytest.mark.parametrize("tag", ["{{ x, y }}", "{{ x，y }}", "{{ x, y, }}"])
def test_several_values_are_still_a_list(tag: str) -> None:
    assert codes(Template(word_file(tag)).check({"x": "甲", "y": "乙"})) == ["T212"]


def test_stops_in_a_tag_of_many_are_read_in_no_time() -> None:
    assert told("{{ " + "，" * 20_000 + "x }}") == ["T245"]


# --- commands


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "own.docx").write_bytes(word_file("{{ yaer }}", "{{ nums }}"))
    (tmp_path / "kind.docx").write_bytes(word_file("{{ title }}", "{{ yaer }}", "{{ meeting.nowhere }}"))
    write(tmp_path, "title: 题\n", "title.yaml")
    write(tmp_path, "opening: 好\nending: 好\n", "words.yaml")
    write(tmp_path, "year: 2026\nnames: [甲, 乙]\ntasks: [a]\n", "alike.yaml")
    write(tmp_path, "year: 2026\n", "year.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(captured: Captured, *arguments: str) -> list[str]:
    """Return weight and code of what a command prints."""
    main(list(arguments))
    made = captured.readouterr()
    words = (made.out + made.err).replace(":", " ").split()
    return [
        f"{before} {word}" if before == "note" else word
        for before, word in pairwise(words)
        if len(word) == 4 and word[0] in "OPT" and word[1:].isdigit()
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check", "own.docx", "--data", "alike.yaml"], ["T201", "T201"]),
        (["check", "own.docx", "--data", "year.yaml"], ["T201", "T201"]),
        (["check", "own.docx", "--data", STARTER], ["note O442", "T201", "T201"]),
        (["check", "kind.docx", "--data", STARTER], ["O442", "T201", "T206"]),
        (["check", "title.yaml", "--data", "own.docx"], ["O447"]),
        (["check", "title.yaml", "--data", "words.yaml"], ["O408"]),
        (["check", "own.docx", "--data", "title.yaml", "--kind", "notice"], ["O430"]),
        (["check", "own.docx", "--data", "words.yaml", "--kind", "notice"], ["O430"]),
    ],
)
def test_one_thing_is_said_of_one_cause(
    arguments: list[str], expected: list[str], folder: Path, capsys: Captured
) -> None:
    assert said(capsys, *arguments) == expected


def test_what_is_to_be_written_instead_is_said_and_works(folder: Path, capsys: Captured) -> None:
    (folder / "own.docx").write_bytes(word_file("{{ title }}"))
    main(["check", "title.yaml", "--data", "own.docx"])
    assert "`docgen check own.docx --data title.yaml`" in capsys.readouterr().err
    assert main(["check", "own.docx", "--data", "title.yaml"]) == 0


@pytest.mark.parametrize("line", ["nul: null #1 号", "til: ~ #1号", "til: ~ #三号", "a: # 注", "a: '' #1"])
def test_a_remark_behind_a_value_that_is_said_to_be_empty_is_a_remark(line: str, tmp_path: Path) -> None:
    remarks: list[docgen.Finding] = []
    docgen.load_data(write(tmp_path, line + "\n", "data.yaml"), remarks=remarks)
    assert remarks == []

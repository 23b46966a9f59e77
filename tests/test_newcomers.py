"""What somebody types who is new here: files that change places, plans taken for data, words that are nearly right."""

from __future__ import annotations

from pathlib import Path

import pytest
from dialect import word
from helpers import ROOT, codes, found, write
from jinja2 import Environment
from test_copies import pictured  # noqa: F401 - a fixture
from test_layout import cell, table
from test_press import filled, word_file

import docgen
from docgen.cli import main
from docgen.messages import remedy, sentence
from docgen.pages.outline import paragraphs
from docgen.press.template import Template

Captured = pytest.CaptureFixture[str]
STARTER = str(ROOT / "samples" / "starter.yaml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "own.docx").write_bytes(word_file("{{ a }}", "{% for x in c %}{{ x }}{% endfor %}"))
    write(tmp_path, "a: 1\nc: [甲]\n", "data.yaml")
    write(tmp_path, "", "empty.yaml")
    write(tmp_path, "opening: 好\nending: 好\n", "words.yaml")
    write(tmp_path, "speach: {title: 题}\n", "misspelt.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(captured: Captured, *arguments: str) -> list[str]:
    """Return the codes that a command prints."""
    main(list(arguments))
    made = captured.readouterr()
    words = (made.out + made.err).replace(":", " ").split()
    return [word for word in words if len(word) == 4 and word[0] in "OPT" and word[1:].isdigit()]


# --- files in the wrong place


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["fill", "data.yaml", "own.docx", "--out", "o.docx"], ["O447"]),
        (["fill", "own.docx", "empty.yaml", "--out", "o.docx"], ["O448"]),
        (["fill", "own.docx", "own.docx", "--out", "o.docx"], ["O446"]),
        (["check", "own.docx", "--data", "own.docx"], ["O446"]),
        (["check", "--as", "frame", "own.docx"], ["O446"]),
        (["check", "--as", "frame", "empty.yaml"], ["O448"]),
        (["build", "own.docx"], ["P106"]),
        (["build", "empty.yaml"], ["P101"]),
        (["check", "data.yaml"], ["O443"]),
        (["build", "data.yaml"], ["O443"]),
        (["check", "words.yaml"], ["O444"]),
        (["check", "--as", "frame", "words.yaml"], []),
        (["check", "own.docx", "--data", STARTER], ["O442", "T201", "T201"]),
        (["check", "own.docx", "--data", "data.yaml"], []),
        (["chek", "own.docx"], ["O445"]),
        (["fill", "own.docx", "data.yaml", "--out", "contract"], ["O449"]),
        (["fill", "own.docx", "data.yaml", "--out", "contract.2"], ["O407"]),
        (["check", "own.docx", "--annotate", "m"], ["O449"]),
        (["check", "own.docx", "--fix", "m"], ["O449"]),
        (["fields", "notice", "--docx", "m"], ["O449"]),
    ],
)  # fmt: skip
def test_one_thing_is_said_of_a_file_in_the_wrong_place(
    arguments: list[str], told: list[str], folder: Path, capsys: Captured
) -> None:
    before = sorted(folder.iterdir())
    assert said(capsys, *arguments) == told
    assert sorted(folder.iterdir()) == before


def test_a_misspelt_field_is_still_offered(folder: Path, capsys: Captured) -> None:
    assert "P150" in said(capsys, "check", "misspelt.yaml")


def test_the_nearest_command_is_offered(capsys: Captured) -> None:
    assert main(["chek"]) == 2
    assert "did you mean check?" in capsys.readouterr().err
    assert main(["chek", "--lang", "zh"]) == 2
    assert "没有 chek 这个命令；是不是想写 check？" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["check", "--lang", "zh", "data.yaml"], ["check", "data.yaml", "--lang=zh"]])
def test_the_language_may_stand_behind_the_command(arguments: list[str], folder: Path, capsys: Captured) -> None:
    assert main(arguments) == 1
    assert "错误 O443" in capsys.readouterr().out
    assert main(["check", "data.yaml", "--lang", "tlh"]) == 2


@pytest.mark.parametrize("out", ["there", "new/"])
def test_a_document_for_a_folder_gets_the_name_of_the_template(out: str, folder: Path) -> None:
    (folder / "there").mkdir()
    assert main(["fill", "own.docx", "data.yaml", "--out", out]) == 0
    assert [text for _, text in paragraphs((folder / out / "own.docx").read_bytes())] == ["1", "甲"]


def test_a_document_is_not_written_over_its_template(folder: Path, capsys: Captured) -> None:
    assert said(capsys, "fill", "own.docx", "data.yaml", "--out", ".") == ["O402"]


# --- what remains to be done


@pytest.mark.parametrize(("second", "left"), [("{{ a", 1), ("甲", 0), ("{{ nothing }}", 1)])
def test_what_remains_after_mending_is_counted(second: str, left: int, folder: Path, capsys: Captured) -> None:
    (folder / "slip.docx").write_bytes(word_file("{{ a } }", second))
    main(["check", "slip.docx", "--data", "data.yaml", "--fix", "mended.docx"])
    assert f"errors that remain in mended.docx: {left}\n" in capsys.readouterr().err


@pytest.mark.parametrize("tag", ["{% for x in c %}{{ x }}{% endfor %}", "{{ c|join('、') }}"])
def test_a_text_that_is_taken_letter_by_letter_is_told_when_it_is_filled(
    tag: str, folder: Path, capsys: Captured
) -> None:
    (folder / "own.docx").write_bytes(word_file(tag))
    write(folder, "c: 甲乙\n", "data.yaml")
    assert said(capsys, "fill", "own.docx", "data.yaml", "--out", "o.docx") == ["T252"]
    assert codes(Template(word_file(tag)).check({"c": "甲乙"})) == ["T252"]
    assert codes(Template(word_file(tag)).check({"c": ["甲", "乙"]})) == []


def test_a_built_document_tells_of_a_text_taken_letter_by_letter(tmp_path: Path) -> None:
    template = tmp_path / "speech.docx"
    template.write_bytes(word("{% for x in speaker.name %}{{ x }}{% endfor %}"))
    assert "T252" in codes(docgen.build(STARTER, "speech", template).findings)


# --- data files


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("a: #3", "P133"),
        ("a: 5 #三个", "P133"),
        ("a:\n- #3", "P133"),
        ("a: [甲，乙]", "P194"),
        ("a: [甲、乙, 丙]", "P194"),
        ("a: {名：甲}", "P123"),
        ("a: {x: 1，y：2}", "P131"),
        ("a: ［甲，乙］", "P134"),
        ("a: {b: [［甲］]}", "P134"),
    ],
)
def test_full_width_signs_in_the_brackets_of_a_data_file_are_told(line: str, code: str, tmp_path: Path) -> None:
    remarks: list[docgen.Finding] = []
    docgen.load_data(write(tmp_path, line + "\n", "data.yaml"), remarks=remarks)
    assert [(f.code, f.is_error) for f in remarks] == [(code, False)]


@pytest.mark.parametrize(
    "line", ["a: 甲，乙", "a: # 注", "a: ['甲，乙']", "a: [《甲，乙》]", "a:\n- 甲，乙", "a: {x: 甲，乙}", "a: '［甲］'", "a: 1 # 3", "a: 1 #3"]
)  # fmt: skip
def test_ordinary_words_of_a_data_file_are_not_told(line: str, tmp_path: Path) -> None:
    remarks: list[docgen.Finding] = []
    docgen.load_data(write(tmp_path, line + "\n", "data.yaml"), remarks=remarks)
    assert remarks == []


# --- tags


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([cell("{% colspan 2 %}a") + cell("b") + cell("c")], ["T284"]),
        ([cell("{% colspan 2 %}a") + cell("b")], []),
        ([cell("{% colspan 2 %}a") + cell("{% colspan 2 %}b")], ["T284"]),
        ([cell("{% colspan n %}a") + cell("b") + cell("c")], []),
        ([cell("{% colspan 2 %}a") + cell("{%tc for x in xs %}") + cell("b") + cell("{%tc endfor %}")], []),
    ],
)
def test_a_row_that_keeps_the_cells_that_a_span_covers_is_told(rows: list[str], told: list[str]) -> None:
    assert codes(Template(table(*rows, columns=3)).check()) == told


@pytest.mark.parametrize(
    ("tag", "code", "near"),
    [
        ("{{ x|jion }}", "T235", "join"),
        ("{{ x|thousand }}", "T235", "thousands"),
        ("{{ x|twcie }}", "T235", "twice"),
        ("{{ x|zzzzzz }}", "T235", ""),
    ],
)
def test_the_nearest_filter_is_offered_and_own_ones_are_listed(tag: str, code: str, near: str) -> None:
    env = Environment(autoescape=False)
    env.filters["twice"] = lambda value: value * 2
    (finding,) = Template(word_file(tag), jinja_env=env).check()
    assert (finding.code, finding.args["near"]) == (code, near)
    assert "twice" in remedy(finding)
    (test,) = Template(word_file("{% if x is defind %}{% endif %}"), jinja_env=env).check()
    assert (test.code, test.args["near"]) == ("T236", "defined")
    (plain,) = Template(word_file("{{ x|nosuch }}")).check()
    assert "twice" not in remedy(plain)
    assert "join, length" in remedy(plain)


@pytest.mark.parametrize(
    ("tag", "right"),
    [
        ("{{ if x }}", "{% if x %}"),
        ("{{p for a in b }}", "{%p for a in b %}"),
        ("{{ elif x > 1 }}", "{% elif x > 1 %}"),
    ],
)
def test_a_block_in_the_signs_of_a_value_is_told_as_such(tag: str, right: str) -> None:
    (finding,) = Template(word_file(tag)).check()
    assert (finding.code, finding.args["right"]) == ("T283", right)


def test_what_closes_a_block_in_the_signs_of_a_value_is_told_too() -> None:
    findings = Template(word_file("{{ if x }}甲{{ else }}乙{{ endif }}")).check({"x": 1})
    assert [f.args["right"] for f in findings] == ["{% if x %}", "{% else %}", "{% endif %}"]


@pytest.mark.parametrize("tag", ["{{ x，}}", "{{ x 、 }}", "{{ x。}}", "｛｛ x；｝｝"])
def test_a_sign_of_prose_behind_a_name_is_dropped(tag: str) -> None:
    assert filled(word_file(tag), x="甲") == ["甲"]
    assert codes(Template(word_file(tag)).check({"x": "甲"})) == ["T230"]
    assert [text for _, text in paragraphs(Template(word_file(tag)).mended())] == ["{{ x }}"]


def test_the_file_that_is_no_picture_is_named(pictured: bytes, tmp_path: Path) -> None:  # noqa: F811
    wrong = write(tmp_path, "x", "wrong.png")
    (finding,) = found(
        Template(pictured).render, {"x": 1}, replacements=docgen.Replacements(pictures={"logo.png": wrong})
    )
    assert (finding.code, finding.args["name"]) == ("T261", str(wrong))
    (finding,) = found(Template(pictured).render, {"x": 1}, replacements=docgen.Replacements(media={wrong: b"\x89PNG"}))
    assert finding.code == "T255"
    assert str(wrong) in sentence(finding)

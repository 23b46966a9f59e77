"""Blocks that are not paired: each fault is told once, at the tag that is wrong, with the remedy that mends it."""

from __future__ import annotations

import pytest
from helpers import codes
from test_layout import cell, with_body
from test_press import word_file

from docgen.findings import Finding, errors
from docgen.press.template import Template

DATA = {"n": 1, "who": "甲", "units": ["甲", "乙"], "nil": []}
ROW = "<w:tr>{}</w:tr>"


def drawn(findings: list[Finding]) -> list[tuple[str, int | None, str]]:
    return [(f.code, f.place.paragraph, str(f.args["tag"])) for f in errors(findings)]


def told(*lines: str) -> list[tuple[str, int | None, str]]:
    """Return the code, the paragraph and the tag of each finding on a template of these paragraphs."""
    return drawn(Template(word_file(*lines)).check(DATA))


def in_rows(*rows: list[str]) -> list[tuple[str, int | None, str]]:
    made = "".join(ROW.format("".join(map(cell, row))) for row in rows)
    grid = "<w:tblPr/><w:tblGrid>" + "<w:gridCol w:w='10'/>" * len(rows[0]) + "</w:tblGrid>"
    findings = Template(with_body(f"<w:tbl>{grid}{made}</w:tbl><w:p/>")).check(DATA)
    return drawn(findings)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["{%p if n %}", "a{% if who %}b", "{%p endif %}"], ("T225", 2, "{% if who %}")),
        (["{%p for u in units %}", "a{% for v in u %}b", "{%p endfor %}"], ("T225", 2, "{% for v in u %}")),
        (["{%p if n %}", "a{% if who %}b", "{%p else %}", "c", "{%p endif %}"], ("T225", 2, "{% if who %}")),
        (["{%p if n %}", "{%p if n %}", "a{% if who %}b", "{%p endif %}", "{%p endif %}"], ("T225", 3, "{% if who %}")),
        (["{%p if n %}", "a{% endif %}b", "{%p endif %}"], ("T226", 2, "{% endif %}")),
        (["{%p for u in units %}", "a{% endfor %}b", "{{ u }}", "{%p endfor %}"], ("T226", 2, "{% endfor %}")),
        (["{%p if n %}", "{%p for u in units %}", "{{ u }}", "{%p endif %}"], ("T225", 2, "{%p for u in units %}")),
        (["{%p if n %}", "a{% if who %}b{% endif %}{% endif %}", "{%p endif %}"], ("T226", 2, "{% endif %}")),
    ],
)
def test_a_block_is_closed_by_the_end_that_stands_where_it_does(lines: list[str], fault: tuple[str, int, str]) -> None:
    assert told(*lines) == [fault]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["{%tr for u in units %}"], ["a{% for v in u %}"], ["{%tr endfor %}"]], ("T225", 2, "{% for v in u %}")),
        ([["{%tr for u in units %}"], ["a{% endfor %}"], ["{%tr endfor %}"]], ("T226", 2, "{% endfor %}")),
        (
            [["{%tr for u in units %}", ""], ["{%tc for v in u %}", "{{ v }}"], ["{%tr endfor %}", ""]],
            ("T225", 3, "{%tc for v in u %}"),
        ),
    ],
)
def test_rows_and_cells_too(rows: list[list[str]], fault: tuple[str, int, str]) -> None:
    assert in_rows(*rows) == [fault]


def test_the_end_of_a_later_block_is_not_taken_for_that_of_an_earlier_one() -> None:
    lines = ["{%p if n %}", "a{% endif %}b", "{%p if who %}", "c", "{%p endif %}"]
    assert told(*lines) == [("T228", 2, "{% endif %}")]


def test_ends_that_stand_nowhere_else_close_what_is_open_and_are_told_for_their_place() -> None:
    assert told("{%p if n %}", "a{% endif %}b") == [("T228", 2, "{% endif %}")]
    assert told("a{% if n %}b", "{%p endif %}") == [("T228", 2, "{%p endif %}")]


def test_what_is_sound_in_one_another_stays_sound() -> None:
    lines = [
        "{%p if n %}",
        "{% if who %}a{% else %}b{% endif %}",
        "{%p else %}",
        "c",
        "{%p endif %}",
        "{% if n %}a{% endif %}",
    ]
    assert told(*lines) == []
    assert in_rows(["{%tr for u in units %}"], ["{% for v in u %}{{ v }}{% endfor %}"], ["{%tr endfor %}"]) == []


@pytest.mark.parametrize("tag", ["{% set z 3 %}", "{% if n %}a{% else n %}b{% endif %}", "{% if n %}a{% endif n %}"])
def test_a_tag_that_cannot_be_read_is_not_told_for_its_place_too(tag: str) -> None:
    findings = Template(word_file(tag)).check(DATA)
    assert len(findings) == 1
    assert codes(findings)[0] not in ("T225", "T226")


def test_a_scope_that_is_none_hides_no_loop() -> None:
    assert [code for code, _, _ in told("{%t for u in units %}{{ u }}{%t endfor %}")] == ["T237", "T237"]

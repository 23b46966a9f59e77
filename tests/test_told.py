"""What a finding names is what its reader sees: signs, objects, kinds of values, names; and a way out that works."""

from __future__ import annotations

import datetime

import pytest
from docxtpl import RichText, RichTextParagraph
from helpers import found
from ooxml import faults
from test_layout import with_body
from test_press import word_file

from docgen.findings import LIKE_A_NAME, Finding, nearest
from docgen.messages import remedy, sentence
from docgen.press.template import Template

RUN = "<w:r>{}</w:r>"
TEXT = "<w:r><w:t>{}</w:t></w:r>"
DATA = {"x": 1, "n": 3, "title": "题", "remark": "注", "year": 2026, "notice": "", "xs": [], "items": [1], "d": {}}


def told(tag: str) -> Finding:
    """Return the one finding of a check; what is not closed because it cannot be read is left out."""
    (finding,) = [f for f in Template(word_file("甲", tag)).check(DATA) if f.code not in ("T225", "T230")]
    assert finding.place.paragraph == 2
    return finding


@pytest.mark.parametrize(
    ("sign", "right"),
    [("x && n", "and"), ("x || n", "or"), ("!n", "not"), ("x AND n", "and"), ("x OR n", "or"), ("NOT n", "not"), ("n => 3", ">="),
     ("n ≥ 3", ">="), ("n ≤ 3", "<="), ("n ≠ 3", "!="), ("n <> 3", "!="), ("n × 3", "*"), ("n ÷ 3", "/"), ("x 且 n", "and"),
     ("'a ≥ b' && x", "and")],
)  # fmt: skip
def test_signs_of_other_languages_are_told_with_ours(sign: str, right: str) -> None:
    finding = told(f"{{% if {sign} %}}乙{{% endif %}}")
    assert (finding.code, finding.args["right"]) == ("T263", right)
    assert remedy(finding) == f"write {right}"
    assert finding.args["sign"] in sign


def test_such_signs_in_quotes_are_words() -> None:
    assert Template(word_file("{% if title == 'a && b ≥ c' %}乙{% endif %}")).check(DATA) == []
    assert told("{{ 'a && b' title }}").code == "T245"


@pytest.mark.parametrize(
    ("tag", "word"),
    [
        ("{% set z 3 %}", "3"),
        ('{% set z "a" %}', "a"),
        ("{{ title 3.5 }}", "3.5"),
        ("{{ title x }}", "x"),
        ("{{ title; }}", ";"),
    ],
)
def test_what_a_tag_cannot_be_read_from_stands_in_it(tag: str, word: str) -> None:
    finding = told(tag)
    assert (finding.code, finding.args["sign"]) == ("T245", word)
    assert word in tag


def test_what_is_offered_for_a_tag_is_itself_sound() -> None:
    offered = told("{% p if remark = “x=y” %}").args["near"]
    assert offered == '{%p if remark == "x=y" %}'
    assert Template(word_file(offered, "乙", "{%p endif %}")).check(DATA) == []


@pytest.mark.parametrize(
    ("run", "name"),
    [
        (RUN.format('<w:br w:type="page"/>'), "a page break"),
        (RUN.format('<w:footnoteReference w:id="2"/>'), "a mark of a note"),
        (RUN.format("<w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict>"), "a text box"),
        (RUN.format("<w:drawing/>"), "a picture"),
        (RUN.format('<w:fldChar w:fldCharType="begin"/>'), "a field"),
        (RUN.format('<w:sym w:char="F0E0"/>'), "an object"),
    ],
)
def test_what_stands_beside_a_tag_and_is_no_text_is_named(run: str, name: str) -> None:
    body = f"<w:p>{run}{TEXT.format('{%p if x %}')}</w:p><w:p>{TEXT.format('{%p endif %}')}</w:p>"
    (finding,) = Template(with_body(body)).check({"x": 1})
    assert (finding.code, finding.args["other"]) == ("T221", name)
    assert name in sentence(finding)
    assert name not in sentence(finding, "zh_CN")


@pytest.mark.parametrize(("tag", "code"), [("{{ xs[0] }}", "T206"), ("{{ d.a }}", "T206"), ("{{ q }}", "T201")])
def test_where_there_are_no_names_none_are_listed(tag: str, code: str) -> None:
    data = {"xs": [], "d": {}} if code == "T206" else {}
    (finding,) = found(Template(word_file(tag)).render, data)
    assert finding.code == code
    assert remedy(finding).split("; ")[0].endswith(": none")
    assert "无" in remedy(finding, "zh_CN")


def test_only_a_name_that_is_much_alike_is_offered() -> None:
    assert [nearest(word, [near], LIKE_A_NAME) for word, near in (("title", "notice"), ("remark", "year"))] == ["", ""]
    alike = [
        ("titel", "title"),
        ("untis", "unit"),
        ("标提", "标题"),
        ("发文日", "发文日期"),
        ("copyto", "copy_to"),
        ("cc", "cd"),
    ]
    assert [nearest(word, [near, "qqq"], LIKE_A_NAME) for word, near in alike] == [near for _, near in alike]


@pytest.mark.parametrize("tag", ["{% if q %}乙{% endif %}", "{% if x and q %}乙{% endif %}", "{{ 1 if q else 2 }}"])
def test_a_condition_on_what_is_missing_is_told_how_to_ask(tag: str) -> None:
    (checked,), (rendered,) = Template(word_file(tag)).check(DATA), found(Template(word_file(tag)).render, DATA)
    for finding in (checked, rendered):
        assert (finding.code, "is defined" in remedy(finding), "is defined" in remedy(finding, "zh_CN")) == (
            "T201",
            True,
            True,
        )
    assert "is defined" not in remedy(told("{{ q }}"))
    assert Template(word_file("{% if q is defined and q %}乙{% endif %}")).check(DATA) == []


@pytest.mark.parametrize(
    ("tag", "code", "kind"),
    [
        ("{{ [1] * 2 }}", "T212", "list"),
        ("{{ none.q }}", "T208", "blank value"),
        ("{{ s.upper }}", "T213", "method"),
        ("{{ b - a }}", "T213", "span of time"),
    ],
)
def test_kinds_of_values_are_named_for_people(tag: str, code: str, kind: str) -> None:
    data = {
        "a": datetime.date(2026, 1, 2),
        "b": datetime.date(2026, 1, 3),
        "t": datetime.datetime(2026, 1, 2, 3),
        "s": "甲",
    }
    (finding,) = found(Template(word_file(tag)).render, data)
    assert (finding.code, finding.args["type"]) == (code, kind)
    assert kind not in sentence(finding, "zh_CN")


# --- values with formats of their own


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"color": "red!"}, "T215"),
        ({"color": "F00"}, "T215"),
        ({"highlight": "yellow"}, "T215"),
        ({"size": "x"}, "T268"),
        ({"size": -3}, "T268"),
    ],
)
def test_a_colour_or_a_size_that_is_none_is_refused(options: dict[str, str], code: str) -> None:
    for tag, value in (
        ("{{r v }}", RichText("甲", **options)),
        ("{{p v }}", RichTextParagraph(RichText("甲", **options))),
    ):
        (finding,) = found(Template(word_file("乙", tag)).render, {"v": value})
        assert (finding.code, finding.place.paragraph, finding.args["value"]) == (
            code,
            2,
            str(next(iter(options.values()))),
        )


@pytest.mark.parametrize(
    "options", [{"color": "#ff0000"}, {"color": "auto"}, {"highlight": "00FF00"}, {"size": 21.5}, {"size": 0}]
)
def test_colours_and_sizes_that_are_some_are_printed(options: dict[str, object]) -> None:
    assert faults(Template(word_file("{{r v }}")).render({"v": RichText("甲", **options)})) == []


def test_a_value_whose_own_markup_is_broken_is_told_with_its_place() -> None:
    good, bad = RichText("甲", bold=True), RichText("乙")
    bad.xml += "<w:r>"
    (finding,) = found(Template(word_file("{{r good }}", "前{{r bad }}")).render, {"good": good, "bad": bad})
    assert (finding.code, finding.place.part, finding.place.paragraph) == ("T204", "word/document.xml", 2)
    assert "a tag is closed by the end of another one" in sentence(finding)

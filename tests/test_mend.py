"""Mended copies and what looks like a tag: slips are put right, nothing else is touched, check and render say the same."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from dialect import alike, word
from helpers import codes, found
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from ooxml import W, faults
from test_layout import with_body
from test_press import filled, word_file

from docgen.cli import main
from docgen.findings import Finding
from docgen.package import read_docx
from docgen.pages.outline import paragraphs
from docgen.press.template import Template

DATA = {"who": "某局", "n": 1, "units": ["甲", "乙"], "会议名称": "例会"}
COMMON = settings(max_examples=150, deadline=None, derandomize=True)
RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
PICTURE = "<w:r><w:drawing/></w:r>"
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
PAGE = '<w:r><w:br w:type="page"/></w:r>'
FORMULA = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>'
)
OBJECTS = [PICTURE, NOTE, FIELD, PAGE, FORMULA]


def lines(document: bytes) -> list[str]:
    return [text for _, text in paragraphs(document)]


def mended(*typed: str) -> list[str]:
    return lines(Template(word_file(*typed)).mended())


def told(*typed: str) -> list[tuple[str, int | None]]:
    return [(f.code, f.place.paragraph) for f in Template(word_file(*typed)).check(DATA)]


# --- what is not text stays


def body_of(document: bytes) -> etree._Element:
    return etree.fromstring(read_docx(document, "x")["word/document.xml"])


def objects(document: bytes) -> Counter[str]:
    """Return what a document holds besides paragraphs, runs and their words."""
    plain = {f"{W}{name}" for name in ("document", "body", "p", "r", "t", "tab")}
    return Counter(str(element.tag) for element in body_of(document).iter() if element.tag not in plain)


@pytest.mark.parametrize("thing", OBJECTS, ids=["picture", "note", "field", "page", "formula"])
@pytest.mark.parametrize(
    "around", [("见｛｛ who", " ｝｝"), ("见{{ who：", "（集合 {a}）"), ("{ who", " }}"), ("{ if ", " n %}")]
)
def test_what_is_no_text_is_never_taken_out(thing: str, around: tuple[str, str]) -> None:
    template = with_body(f"<w:p>{RUN.format(around[0])}{thing}{RUN.format(around[1])}</w:p>")
    copy = Template(template).mended()
    assert etree.tostring(body_of(copy)) == etree.tostring(body_of(template))


def test_a_break_inside_of_a_tag_goes_and_one_beside_it_stays() -> None:
    broken = RUN.format("{{") + "<w:r><w:tab/></w:r>" + RUN.format("who ｝｝") + "<w:r><w:tab/></w:r>"
    copy = Template(with_body(f"<w:p>{broken}</w:p>")).mended()
    assert len(body_of(copy).findall(f".//{W}tab")) == 1
    assert "".join(t.text or "" for t in body_of(copy).iter(f"{W}t")) == "{{ who }}"


@pytest.mark.parametrize(
    ("typed", "right"),
    [("甲：{{ who } }", "甲：{{ who }}"), ("｛｛ who ｝ ｝乙", "{{ who }}乙"), ("{{ who }　}乙{{ n }}", "{{ who }}乙{{ n }}"), ("{ {who}}", "{{ who }}")],
)  # fmt: skip
def test_a_blank_between_two_braces_goes_with_both(typed: str, right: str) -> None:
    assert mended(typed) == [right]
    assert Template(word_file(right)).check(DATA) == []


@pytest.mark.parametrize("typed", ["{{ who }}}", "｛｛ who ｝｝｝", "{% if n %}}甲{% endif %}", "{# 注 #}}"])
def test_a_brace_too_many_is_told(typed: str) -> None:
    assert ("T280", 1) in told(typed)
    assert mended(typed)[0].count("}") + mended(typed)[0].count("｝") == typed.count("}") + typed.count("｝")


@pytest.mark.parametrize("typed", ["{ {{ who }} }", "{% raw %}}{% endraw %}", "{{ '}' }}", "｛甲｝{{ who }}"])
def test_a_brace_that_touches_no_tag_is_not_told(typed: str) -> None:
    assert told(typed) == []


WORDS = [
    "｛｛",
    "｝｝",
    "{{",
    "}}",
    "{",
    "}",
    "{%",
    "%}",
    "％｝",
    "{#",
    "#}",
    "%",
    "who",
    " who ",
    "if n",
    "p ",
    "endif",
]
PIECES = st.lists(st.sampled_from([*WORDS, "，", "甲", "|join(、)", "“", " ", "esle", "{% raw %}", "{% endraw %}", "\t", *OBJECTS]))  # fmt: skip


def _xml(pieces: list[str]) -> str:
    made = {"\t": "<w:r><w:tab/></w:r>"} | {thing: thing for thing in OBJECTS}
    return f"<w:p>{''.join(made.get(piece) or RUN.format(piece) for piece in pieces)}</w:p>"


def _outside(document: bytes) -> str:
    """Return the words of a document without blanks, braces and what mending may write: signs and words of tags."""
    text = "".join(element.text or "" for element in body_of(document).iter(f"{W}t"))
    return re.sub(r"[\s{}｛｝%％#“\"、，,()|]", "", text).replace("else", "").replace("esle", "")


@given(PIECES, PIECES)
@example(["{{", "who", "，", "甲", "}"], [])
@example(["{", "｛｛", "who", "｝｝", "}"], ["{% raw %}", "{", "if n", "%}"])
@COMMON
def test_mending_keeps_every_object_and_word_and_is_done_at_once(first: list[str], second: list[str]) -> None:
    template = with_body(_xml(first) + _xml(second))
    copy = Template(template).mended()
    assert objects(copy) == objects(template)
    assert _outside(copy) == _outside(template)
    remarks: list[Finding] = []
    assert read_docx(Template(copy).mended(remarks), "x") == read_docx(copy, "x")
    assert remarks == []


PLAIN = {
    "｛｛who｝｝": "{{ who }}",
    "﹛﹛who﹜﹜": "{{ who }}",
    "{{ who }": "{{ who }}",
    "{{ who %}": "{{ who }}",
    "{ who }}": "{{ who }}",
    "{ { who } }": "{{ who }}",
    "｛# 注 #｝": "{# 注 #}",
    "{{ units|join（、） }}": '{{ units|join("、") }}',
    "{{ units|join(、) }}": '{{ units|join("、") }}',
    "{{ units|join(「、」) }}": '{{ units|join("、") }}',
    "{%－ if n －%}甲{% endif %}": "{%- if n -%}甲{% endif %}",
    "{ if n %}甲{ endif %}": "{% if n %}甲{% endif %}",
    "% if n %}甲{endif}": "{% if n %}甲{% endif %}",
    "{ %r if n % }甲{ %r endif % }": "{%r if n %}甲{%r endif %}",
    "{% iff n %}甲{% end if %}": "{% if n %}甲{% endif %}",
}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(PLAIN)), max_size=4))
@COMMON
def test_plain_slips_are_mended_wherever_they_stand_and_leave_no_finding(typed: list[str]) -> None:
    copy = Template(word_file("甲", *typed)).mended()
    assert lines(copy) == ["甲", *(PLAIN[line] for line in typed)]
    assert Template(copy).check(DATA) == []


@pytest.mark.parametrize("typed", PLAIN)
def test_what_is_mended_was_told(typed: str) -> None:
    assert {code for code, _ in told(typed)} <= {"T220", "T230", "T232", "T237", "T256"}
    assert told(typed)
    remarks: list[Finding] = []
    assert lines(Template(word_file(typed)).mended(remarks)) == [PLAIN[typed]]
    assert {(f.code, f.place.paragraph) for f in remarks} == {("T259", 1)}
    assert all(str(f.args["tag"]) in typed and str(f.args["right"]) in PLAIN[typed] for f in remarks)


@pytest.mark.parametrize(
    "typed",
    [
        "{% while n %}甲{% endwhile %}",
        "{% while n in units %}甲{% endfor %}",
        "{% for u in units %}甲{% end %}",
        "{{ who：见（集合 {a}）",
        "{{ who，甲}",
        "{ {这里、填写 } }",
        "{｛｛ who ｝｝}",
        "{ { 50% } }",
        "{# 注",
    ],
)
def test_what_is_no_plain_slip_is_left(typed: str) -> None:
    assert mended(typed) == [typed]


def test_slips_in_field_codes_and_attributes_are_told_and_mended() -> None:
    code = ' HYPERLINK "{％ if n ％}｛｛ who ｝｝{% endif %}" '
    field = f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
    mark = '<w:bookmarkStart w:id="1" w:name="｛｛who｝｝"/><w:bookmarkEnd w:id="1"/>'
    template = Template(with_body(f"<w:p>{mark}{field}</w:p>"))
    assert [(f.code, f.args["tag"]) for f in template.check(DATA)] == [
        ("T230", "｛｛who｝｝"),
        ("T230", "{％ if n ％}"),
        ("T230", "｛｛ who ｝｝"),
    ]
    copy = Template(template.mended())
    assert copy.check(DATA) == []
    xml = read_docx(template.mended(), "x")["word/document.xml"].decode()
    assert 'w:name="{{ who }}"' in xml
    assert "{% if n %}{{ who }}{% endif %}" in xml


# --- raw blocks


@pytest.mark.parametrize(
    "typed",
    [
        ["{% raw %}{ if x %} a { endif %}{% endraw %}"],
        ["{% raw %}{ if x %}", "a ｛｛ x ｝｝", "{{ x }", "{ endif %}{% endraw %}"],
        ["{% raw %}{ who }}{% endraw %}{{ who }}"],
        ["{% raw %}【who】 { who }{% endraw %}"],
    ],
)
def test_what_a_raw_block_keeps_is_neither_told_nor_mended(typed: list[str]) -> None:
    assert told(*typed) == []
    assert mended(*typed) == typed
    printed = [re.sub(r"{% (?:end)?raw %}", "", line).replace("{{ who }}", "某局") for line in typed]
    assert filled(word_file(*typed), **DATA) == printed


def test_behind_a_raw_block_slips_are_told_again() -> None:
    assert told("{% raw %}{ who }}", "{% endraw %}{ who }}") == [("T232", 2)]


# --- what looks like a block tag


OPENERS = {
    "{p for u in units %}": "{%p for u in units %}",
    "{p for u in units % }": "{%p for u in units %}",
    "%p for u in units %}": "{%p for u in units %}",
    "{ %p for u in units % }": "{%p for u in units %}",
    "{p for u in units }": "{%p for u in units %}",
    "｛p for u in units ％｝": "{%p for u in units %}",
    "{%p for u in units }": "{%p for u in units %}",
}


@pytest.mark.parametrize("opener", OPENERS)
def test_an_opener_that_lacks_a_sign_is_one_finding_and_is_mended(opener: str) -> None:
    typed = [opener, "{{ u }}", "{%p else %}", "无", "{%p endfor %}"]
    assert told(*typed) == [("T220" if opener.startswith("{%") else "T256", 1)]
    copy = mended(*typed)
    assert copy == [OPENERS[opener], *typed[1:]]
    assert filled(word_file(*copy), **DATA) == ["甲", "乙"]


@pytest.mark.parametrize("end", ["{p endif %}", "%p endif %}", "{p endif }", "{ %p endif % }"])
def test_an_end_that_lacks_a_sign_is_one_finding_and_is_mended(end: str) -> None:
    typed = ["{%p if n %}", "甲", end]
    assert told(*typed) == [("T256", 3)]
    assert mended(*typed) == ["{%p if n %}", "甲", "{%p endif %}"]


def test_rows_too() -> None:
    rows = "".join(
        f"<w:tr><w:tc><w:tcPr/><w:p>{RUN.format(t)}</w:p></w:tc></w:tr>"
        for t in ("{tr for u in units %}", "{{ u }}", "{tr endfor %}")
    )
    template = Template(with_body(f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{rows}</w:tbl><w:p/>"))
    assert [(f.code, f.place.row, f.args["right"]) for f in template.check(DATA)] == [
        ("T256", 1, "{%tr for u in units %}"),
        ("T256", 3, "{%tr endfor %}"),
    ]
    assert Template(template.mended()).check(DATA) == []


@pytest.mark.parametrize(
    "prose",
    ["集合{p, q}与{r}", "100% for all", "价格{r}%，{ 50% }", "{p}、{tr 1}、{如果}", "增长5%if{甲}", "{p ifs}"],
)
def test_nothing_is_said_of_prose_in_braces(prose: str) -> None:
    assert told(prose, "{{ who }}") == []
    assert mended(prose) == [prose]


@pytest.mark.parametrize(
    "typed", ["{ ", "{ {", "{p if ", "% ", "{ %", "{p if x", "%if ", "{a ", "{ \u3000", "｛｛ who ｝｝"]
)
@pytest.mark.parametrize("end", ["", "}", "%}", " " * 50_000])
def test_many_signs_are_looked_at_and_mended_in_time_proportional_to_them(typed: str, end: str) -> None:
    begun = time.process_time()
    template = Template(word_file(typed * 5_000 + end))
    template.check()
    template.mended()
    assert time.process_time() - begun < 10


# --- check, render and mending look at the same parts


HEADER = "{ if who %}甲{ endif %}"


@pytest.mark.parametrize("template", [word_file(HEADER), word("正文", header=HEADER)], ids=["body", "header"])
def test_what_looks_like_a_block_is_refused_by_check_and_render_and_mended(template: bytes) -> None:
    opened = Template(template)
    assert codes(opened.check()) == ["T256", "T256"]
    assert codes(found(opened.render, DATA)) == ["T256", "T256"]
    again = Template(opened.mended())
    assert again.check(DATA) == []
    assert any(b">\xe7\x94\xb2<" in xml for xml in read_docx(again.render(DATA), "x").values())


def test_a_part_that_only_has_braces_in_prose_goes_into_the_document_as_it_is() -> None:
    template = word("{{ who }}", header="集合{甲，乙}")
    made = read_docx(Template(template).render(DATA), "x")
    assert made["word/header1.xml"] == read_docx(template, "x")["word/header1.xml"]


# --- other signs


def test_small_braces_and_odd_scopes_are_understood() -> None:
    typed = ["﹛﹛who﹜﹜", "{%p\tif n %}", "甲﹛% if n %﹜乙{％ endif ﹪}", "{%ｐ endif %}"]
    assert filled(word_file(*typed), **DATA) == ["某局", "甲乙"]
    assert told(*typed) == [("T230", 1), ("T230", 2), ("T230", 3), ("T230", 3), ("T230", 4)]
    assert mended(*typed) == ["{{ who }}", "{%p if n %}", "甲{% if n %}乙{% endif %}", "{%p endif %}"]


def test_a_sign_without_quotation_marks_is_understood() -> None:
    assert filled(word_file("{{ units|join(、) }}"), **DATA) == ["甲、乙"]
    assert filled(word_file("{{ units|join（「；」） }}"), **DATA) == ["甲；乙"]


@pytest.mark.parametrize("sign", ["【会议名称】", "«who»", "<<who>>", "<< who >>", "【units】"])
def test_a_known_name_in_the_signs_of_others_is_told(sign: str) -> None:
    assert told("甲", f"见{sign}") == [("T232", 2)]
    assert mended(f"见{sign}") == [f"见{sign}"]


def test_nothing_is_said_of_other_words_in_the_signs_of_others() -> None:
    assert told("【注意】《who》«nobody»<<甲、乙>>〔who〕") == []
    assert codes(Template(word_file("【who】")).check()) == []
    assert told("{{ '【who】' }}{# 【who】 #}") == []


@pytest.mark.parametrize("line", ["甲 {#- 注 -#} 乙", "甲 {#- 注 #} 乙", "甲 {# 注 -#} 乙", "甲{#- 注 -#}\n 乙", "{{ who }} {#- 注 -#}"])  # fmt: skip
def test_a_comment_with_a_minus_takes_the_blanks_beside_it(line: str) -> None:
    assert alike(word(line), DATA)


def test_a_comment_over_several_paragraphs_is_refused_with_what_to_do() -> None:
    finding = Template(word_file("{# 注", "{{ who }}", "#}")).check(DATA)[0]
    assert (finding.code, finding.place.paragraph, finding.args["right"]) == ("T260", 1, "#}")


# --- annotated again


def test_an_annotated_copy_is_annotated_anew_and_other_comments_stay() -> None:
    template = Template(word("{{ titel }}", comments="<w:p><w:r><w:t>看</w:t></w:r></w:p>"))
    once = template.annotated(template.check(DATA))
    mine = b'<w:comment w:id="9" w:author="docgen'
    assert mine not in read_docx(once, "x")["word/comments.xml"]
    again = Template(once)
    twice = again.annotated(again.check(DATA))
    assert faults(twice) == []
    assert read_docx(twice, "x").keys() == read_docx(once, "x").keys()
    comments = etree.fromstring(read_docx(twice, "x")["word/comments.xml"])
    assert [c.get(f"{W}author") for c in comments] == ["a", "docgen"]
    body = body_of(twice)
    kept = [c.get(f"{W}id") for c in comments][1:]
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert [e.get(f"{W}id") for e in body.iter(f"{W}{name}")] == kept
    assert len(body.findall(f".//{W}r")) == 2  # the words and the reference


# --- the command


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    return code, *capsys.readouterr()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.docx"
    path.write_bytes(word_file("｛｛ who ｝｝"))
    return path


def test_two_outputs_to_one_file_are_refused_before_anything_is_written(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for other in ("q.docx", "./q.docx", "Q.docx"):
        code, _, err = run(capsys, "check", own, "--annotate", own.parent / "q.docx", "--fix", own.parent / other)
        assert (code, "O410" in err) == (2, True)
    assert [path.name for path in own.parent.iterdir()] == ["own.docx"]


@pytest.mark.parametrize(("out", "said"), [("own.docx", "O402"), ("q.pdf", "O407"), ("data.docx", "O402")])
@pytest.mark.parametrize("option", ["--fix", "--annotate"])
def test_an_output_that_is_an_input_or_no_word_file_is_refused(
    own: Path, capsys: pytest.CaptureFixture[str], option: str, out: str, said: str
) -> None:
    data = own.parent / "data.docx"
    data.write_text("who: 甲\n", encoding="utf-8")
    other = "--fix" if option == "--annotate" else "--annotate"
    target = own.parent / "fine.docx"
    code, _, err = run(capsys, "check", own, "--data", data, other, target, option, own.parent / out)
    assert (code, said in err, target.exists()) == (2, True, False)


def test_each_mending_is_told_and_output_stays_json(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", own, "--format", "json", "--fix", own.parent / "mended.docx")
    assert (code, [row["code"] for row in json.loads(out)]) == (0, ["T230", "T275"])
    assert "¶1" in err
    assert "note T259: the tag ｛｛ who ｝｝ was mended; it is now {{ who }}" in err
    code, out, err = run(capsys, "check", own.parent / "mended.docx", "--fix", own.parent / "again.docx")
    assert (code, "nothing to mend" in err, (own.parent / "again.docx").exists()) == (0, True, False)
    own.write_bytes(word_file("{{ who"))
    code, _, err = run(capsys, "check", own, "--fix", own.parent / "again.docx")
    assert (code, "nothing to mend" in err, (own.parent / "again.docx").exists()) == (1, True, False)


def test_only_parts_with_something_mended_are_written_anew() -> None:
    template = word("{{ who }}", header="｛｛ who ｝｝")
    copy, before = read_docx(Template(template).mended(), "x"), read_docx(template, "x")
    assert {name for name in before if before[name] != copy[name]} == {"word/header1.xml"}

"""Old wounds of the press: each test is a fault that a reader found in a template, and stays."""

from __future__ import annotations

import random
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import dialect
import pytest
from helpers import codes, found
from lxml import etree
from ooxml import faults
from test_copies import END, lists_of, numbered
from test_copies import line as styled
from test_dialect import text_box
from test_layout import cell, table, with_body
from test_press import W, filled, word_file

from docgen.findings import Finding
from docgen.marked import Marked, gap
from docgen.messages import remedy, sentence
from docgen.package import read_docx, write_docx
from docgen.press.template import Template

RUN = "<w:r><w:t>{}</w:t></w:r>"


def body(document: bytes) -> str:
    """Return the XML of a document, proved to be well-formed and free of signs that are ours."""
    xml = read_docx(document, "x")["word/document.xml"]
    etree.fromstring(xml)
    text = xml.decode()
    assert not re.search("[\ufdd0-\ufdef]", text)
    return text


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def test_a_hint_in_braces_is_looked_at_in_no_time() -> None:
    begun = time.process_time()
    Template(word_file("{{ a }} {这里填写单位全称及负责人姓名联系电话以及填报日期等信息" + "一" * 300 + "}")).check()
    assert time.process_time() - begun < 5  # it was longer than a life


def test_a_tag_in_a_simple_field_is_filled() -> None:
    field = '<w:fldSimple w:instr="MERGEFIELD a">' + RUN.format("{{ a }}") + "</w:fldSimple>"
    assert ">甲<" in body(Template(with_body(paragraph(field))).render({"a": "甲"}))


@pytest.mark.parametrize(
    "inner",
    [
        f"<w:ruby><w:rt>{RUN.format('pin')}</w:rt><w:rubyBase>{RUN.format('{{ a }}')}</w:rubyBase></w:ruby>",
        f'<w:moveFrom w:id="1" w:author="x">{RUN.format("{{ a }}")}</w:moveFrom>',
    ],
    ids=["ruby", "moved away"],
)
def test_a_tag_in_words_that_are_not_read_is_told(inner: str) -> None:
    wrapped = inner if "moveFrom" in inner else f"<w:r>{inner}</w:r>"
    findings = found(Template(with_body(paragraph(wrapped))).render, {"a": 1})
    assert set(codes(findings)) <= {"T222", "T251"}
    assert [f.place.paragraph for f in findings] == [1]


@pytest.mark.parametrize("sign", ["\a", "\f"])
def test_a_new_page_in_an_attribute_is_refused(sign: str) -> None:
    template = with_body(paragraph('<w:bookmarkStart w:id="1" w:name="{{ a }}"/><w:bookmarkEnd w:id="1"/>'))
    assert codes(found(Template(template).render, {"a": f"x{sign}y"})) == ["T210"]


def test_a_paragraph_that_a_value_begins_is_in_the_list_of_its_own_turn() -> None:
    lines = (styled("{%p for g in groups %}"), styled("甲{{ g['items'][0] }}", number=3), styled("乙", number=3), END)
    data = {"groups": [{"items": ["一\a二"]}, {"items": ["三\a四"]}]}
    xml = body(Template(numbered(*lines)).render(data))
    assert re.findall(r'<w:numId w:val="(\d+)"', xml) == ["3", "3", "3", "6", "6", "6"]


def test_signs_of_gaps_in_plain_data_are_refused_and_ours_are_kept() -> None:
    template = Template(word_file("{{ x }}"))
    assert codes(found(template.render, {"x": "甲\ufdd0乙\ufdd1"})) == ["T210"]
    assert "highlight" in body(template.render({"x": Marked(gap("甲"))}))


def test_a_comment_takes_what_stands_beside_it_away_with_all_its_tags() -> None:
    assert filled(word_file("{% indent left=2 %}甲{#p 注 #}", "乙")) == ["乙"]


def test_an_indent_in_words_kept_for_elsewhere_is_refused() -> None:
    lines = word_file("{% macro m() %}{% indent left=2 %}甲{% endmacro %}", "{{ m() }}")
    assert codes(found(Template(lines).render, {})) == ["T207"]


def test_a_file_that_names_words_markup_otherwise_is_refused() -> None:
    parts = read_docx(word_file("{{ a }}"), "x")
    xml = parts["word/document.xml"].replace(b"w:", b"x:").replace(b"xmlns:w=", b"xmlns:x=")
    template = Template(write_docx({**parts, "word/document.xml": xml}))
    assert codes(found(template.render, {"a": 1})) == ["T257"]


def test_a_page_break_beside_a_block_tag_is_kept() -> None:
    pages = '<w:r><w:br w:type="page"/></w:r>'
    xml = with_body(
        paragraph(pages + RUN.format("{% if a %}")) + paragraph(RUN.format("甲")) + paragraph(RUN.format("{% endif %}"))
    )
    assert 'w:type="page"' in body(Template(xml).render({"a": 1}))
    scoped = with_body(paragraph(pages + RUN.format("{%p if a %}")) + paragraph(RUN.format("{%p endif %}")))
    assert codes(found(Template(scoped).render, {"a": 1})) == ["T221"]


@pytest.mark.parametrize("a", [0, 1])
def test_a_bookmark_around_a_block_keeps_both_ends_outside_of_it(a: int) -> None:
    start, end = '<w:bookmarkStart w:id="5" w:name="b"/>', '<w:bookmarkEnd w:id="5"/>'
    lines = (
        paragraph(start + RUN.format("{%p if a %}"))
        + paragraph(RUN.format("甲"))
        + paragraph(RUN.format("{%p endif %}") + end)
    )
    xml = body(Template(with_body(lines)).render({"a": a}))
    assert (xml.count("bookmarkStart"), xml.count("bookmarkEnd")) == (1, 1)
    inside = f"<w:tc><w:tcPr/>{lines}</w:tc>"
    assert faults(Template(table(inside, columns=1)).render({"a": a})) == []


def test_a_list_whose_items_stand_in_branches_goes_on() -> None:
    used, made = lists_of(
        styled("{%p for i in items %}"),
        styled("{%p if loop.first %}"),
        styled("甲", number=3),
        styled("{%p else %}"),
        styled("乙", number=3),
        styled("{%p endif %}"),
        END,
    )
    assert (used, made) == (["3", "3"], {})


@pytest.mark.parametrize("line", ["{% set %}", "{% set", "{% macro %}", "{%p for %}"])
def test_a_lone_broken_tag_is_a_finding(line: str) -> None:
    assert codes(Template(word_file(line)).check({}))


@pytest.mark.parametrize(
    "line", ["{{ xs|map('nosuch')|list|length }}", "{{ 1.5|round(0, 'bad') }}", "{{ d|dictsort(by='q') }}"]
)
def test_what_a_filter_refuses_is_our_error_with_its_place(line: str) -> None:
    findings = found(Template(word_file("甲", line)).render, {"xs": [1], "d": {}})
    assert [f.place.paragraph for f in findings] == [2]


def test_data_that_hold_themselves_are_refused() -> None:
    data: dict[str, object] = {"a": 1}
    data["me"] = data
    assert set(codes(found(Template(word_file("{{ a }}")).render, data))) == {"T211"}


@pytest.mark.parametrize(
    "line",
    [
        "{% if e %}{{ e[0] }}{% endif %}",
        "{% if xs|length > 2 %}{{ xs[2].a }}{% endif %}",
        "{% if d %}{{ d.x }}{% endif %}",
        "{{ xs|sort(attribute='a,b')|length }}",
        "{{ xs|map(attribute='opt', default='-')|join }}",
    ],
)
def test_what_is_asked_for_only_where_it_is_there_is_no_fault(line: str) -> None:
    assert Template(word_file(line)).check({"e": [], "d": {}, "xs": [{"a": 1, "b": 2}]}) == []


def test_a_minus_that_joins_over_the_edge_of_a_table_is_refused() -> None:
    words = with_body(
        paragraph(RUN.format("前"))
        + "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>"
        + cell("{%- if v %}甲{%- endif %}")
        + "</w:tr></w:tbl><w:p/>"
    )
    findings = found(Template(words).render, {"v": 1})
    assert [(f.code, f.place.paragraph) for f in findings] == [("T258", 2)]


def test_a_table_whose_rows_begin_behind_a_gap_keeps_its_grid() -> None:
    row = "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("甲") + cell("乙") + "</w:tr>"
    grid = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='100'/><w:gridCol w:w='200'/><w:gridCol w:w='300'/></w:tblGrid>"
    xml = body(Template(with_body(paragraph(RUN.format("{{ a }}")) + grid + row + "</w:tbl><w:p/>")).render({"a": 1}))
    assert re.findall(r'<w:gridCol w:w="(\d+)"', xml) == ["100", "200", "300"]


def test_numbers_of_copied_bookmarks_never_meet() -> None:
    inner = '<w:bookmarkStart w:id="{0}" w:name="b{0}"/><w:bookmarkEnd w:id="{0}"/>'
    lines = paragraph(RUN.format("{%p for x in xs %}")) + paragraph(inner.format(1) + inner.format(2)) + END
    xml = body(Template(with_body(lines)).render({"xs": range(1100)[0:0] or list(range(1100))}))
    numbers = re.findall(r'<w:bookmarkStart w:id="(\d+)"', xml)
    assert len(numbers) == len(set(numbers)) == 2200
    assert max(map(int, numbers)) < 2**31


def test_words_of_a_macro_may_be_joined_with_others() -> None:
    assert filled(word_file("{% macro m(a) %}甲{{ a }}{% endmacro %}", "{{ m('<') ~ '&' }}"))[-1] == "甲<&"


def test_missing_names_are_told_once_however_often_they_are_met() -> None:
    data = {f"name{n}": n for n in range(300)}
    begun = time.process_time()
    tag = "{{ ([nope] * 10**5)|select|list|length }}"
    refused = found(Template(word_file(tag)).render, data, undefined="collect")
    assert codes(refused) == ["T201"]
    assert time.process_time() - begun < 5  # it was half a minute


def test_thousands_of_names_that_are_not_there_are_looked_up_in_no_time() -> None:
    inner = "".join(f"<w:p>{RUN.format(f'{{{{ unknown{n} }}}}')}</w:p>" for n in range(5000))
    begun = time.process_time()
    findings = Template(with_body(inner)).check({f"name{n}": n for n in range(300)})
    assert set(codes(findings)) == {"T201"}
    assert time.process_time() - begun < 10  # it was minutes


def test_markup_without_end_in_a_comment_is_read_in_no_time() -> None:
    begun = time.process_time()
    inner = paragraph(RUN.format("{{ a }}")) + f"<!--{''.join(f'{{<{n:x}' for n in range(100_000))}-->"
    assert ">1<" in body(Template(with_body(inner)).render({"a": 1}))
    assert time.process_time() - begun < 5  # it was a minute


def test_what_has_no_order_prints_nothing_by_chance() -> None:
    refused = found(Template(word_file("{{ (d.keys() - [])|join }}")).render, {"d": {"a": 1, "b": 2}})
    assert codes(refused) == ["T205"]


def test_a_name_in_signs_that_python_takes_for_others_is_refused() -> None:
    """Python reads ﬁ as fi, so that each would get the value of the other."""
    refused = found(Template(word_file("{{ ﬁ }}{{ fi }}")).render, {"ﬁ": "A", "fi": "B"})
    assert codes(refused) == ["T271"]


def test_a_name_cannot_be_the_counter_of_loops() -> None:
    assert codes(found(Template(word_file("{% for loop in xs %}{{ loop }}{% endfor %}")).render, {"xs": [1]})) == [
        "T203"
    ]


def test_columns_are_counted_in_our_digits() -> None:
    document = Template(table(f"{cell('{% colspan n %}a')}", columns=2)).render({"n": "２"})
    assert '<w:gridSpan w:val="2"/>' in body(document)


@pytest.mark.parametrize("sign", ["\x1b[2J\x07", "\n错误：没有问题", "\x9b2J", "\u202e", "\u2028"])
def test_a_template_cannot_steer_the_terminal_through_a_message(sign: str) -> None:
    data = {"d": {"b": 1}, "s": f"a{sign}", "t": f"{sign}."}
    for tag in ("{{ d[s] }}", "{{ (1, 2)[s] }}", "{{ s|int(0)|round(t) }}"):
        (finding,) = found(Template(word_file(tag)).render, data)
        words = f"{finding.place} {sentence(finding)} {remedy(finding)}"
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u202e]", words)
    (finding,) = found(Template(word_file("{{ nope }}")).render, {f"key{sign}": 1})
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u202e]", remedy(finding))


def test_what_stands_in_a_text_box_is_told_once_and_its_copy_is_not_counted() -> None:
    lines = ("{{ a", "{% if n %}乙", "{{ nope }}", dialect.table("| {{ b | x |"))
    template = Template(dialect.word(text_box(*lines), "{{ c", dialect.table("| y | {{ d |")))
    expected = [
        ("T220", 2, None),
        ("T225", 3, None),
        ("T201", 4, None),
        ("T220", 5, 1),
        ("T220", 7, None),
        ("T220", 9, 2),
    ]

    data = {"n": 3, "who": "甲"}

    def places(findings: list[Finding]) -> list[tuple[str, int | None, int | None]]:
        return [(f.code, f.place.paragraph, f.place.table) for f in findings]

    assert places(template.check(data)) == expected
    assert places(found(template.render, data)) == [place for place in expected if place[0] != "T201"]
    parts = read_docx(template.annotated(template.check(data), "en"), "x")
    assert parts["word/comments.xml"].count(b"<w:comment ") == len(expected)
    marked = etree.fromstring(parts["word/document.xml"]).iter("{*}commentReference")
    around = [next(reversed([*mark.iterancestors("{*}p")])) for mark in marked]
    assert [len(paragraph.findall(".//{*}txbxContent")) for paragraph in around] == [2, 2, 2, 2, 0, 0]


def test_a_name_that_the_data_lack_is_collected_once_from_a_text_box() -> None:
    template = Template(dialect.word(text_box("{{ nope }}"), "{{ none_either }}"))
    findings = found(template.render, {"n": 3, "who": "甲"}, undefined="collect")
    assert [(f.args["name"], f.place.paragraph) for f in findings] == [("nope", 2), ("none_either", 3)]


@pytest.mark.parametrize("value", ["", " ", None])
def test_an_empty_colour_of_a_cell_is_none(value: object) -> None:
    document = Template(table(cell("{% cellbg c %}甲"), columns=1)).render({"c": value})
    assert faults(document) == []
    assert 'w:fill="auto"' in body(document)
    assert codes(found(Template(table(cell("{% cellbg c %}甲"), columns=1)).render, {"c": "red"})) == ["T215"]


def test_thousands_of_minus_signs_in_one_paragraph_are_joined_in_no_time() -> None:
    template = word_file("甲", "{%- set a = 1 -%} 乙 " * 9_000)
    begun = time.process_time()
    assert filled(template) == ["甲" + "乙" * 9_000 + " "]
    assert time.process_time() - begun < 3  # it took the square of their number


GRID = "<w:tbl><w:tblPr>{}</w:tblPr><w:tblGrid>{}</w:tblGrid><w:tr>{}</w:tr></w:tbl><w:p/>"


@pytest.mark.parametrize("width", ["abc", "nan", "1e999", "", "50%"])
@pytest.mark.parametrize("tag", ["{{ a }}", "{{ a }}{% width 5 %}", "{{ a }}{% merge a %}"])
def test_a_width_that_is_no_number_counts_as_none(width: str, tag: str) -> None:
    whole, column = f'<w:tblW w:w="{width}"/>', f'<w:gridCol w:w="{width}"/>'
    own = cell(tag).replace('<w:tcW w:w="1000"', f'<w:tcW w:w="{width}"')
    assert ">1<" in body(Template(with_body(GRID.format(whole, column, own + cell("b")))).render({"a": 1}))


@pytest.mark.parametrize("tag", ["{% cellbg 'FF0000' %}", "{% vm %}", "{% colspan 2 %}", "{% hm %}", "{% width 5 %}"])
def test_a_thousand_settings_of_one_cell_are_refused_in_no_time(tag: str) -> None:
    begun = time.process_time()
    template = Template(with_body(GRID.format("", '<w:gridCol w:w="9"/>', cell(tag * 4000))))
    assert set(codes(found(template.render, {"a": 1}))) == {"T207" if "width" in tag else "T287"}
    assert time.process_time() - begun < 5  # it was a minute


@pytest.mark.parametrize(("word", "one", "other"), [("cellbg", "'FF0000'", "'00FF00'"), ("colspan", "1", "2")])
def test_a_cell_is_set_by_one_tag_and_not_by_the_last_of_several_branches(word: str, one: str, other: str) -> None:
    grid = '<w:gridCol w:w="9"/><w:gridCol w:w="9"/>'
    branches = f"{{% if a %}}{{% {word} {one} %}}{{% else %}}{{% {word} {other} %}}{{% endif %}}a"
    template = Template(with_body(GRID.format("", grid, cell(branches))))
    (finding,) = found(template.render, {"a": 1})
    assert (finding.code, codes(template.check())) == ("T287", ["T287"])
    choice = Template(with_body(GRID.format("", grid, cell(f"{{% {word} {one} if a else {other} %}}a"))))
    wanted = {"cellbg": "<w:shd[^>]*w:fill", "colspan": "<w:gridSpan w:val"}[word]
    for a, value in ((1, one), (0, other)):
        assert re.findall(f'{wanted}="([^"]*)"', body(choice.render({"a": a}))) == [value.strip("'")]


def test_thousands_of_columns_get_their_widths_in_no_time() -> None:
    begun = time.process_time()
    row = "".join(map(cell, ["{%tc for i in range(n) %}", "{{ i }}{% width 5 %}", "{%tc endfor %}"]))
    document = Template(with_body(GRID.format("", '<w:gridCol w:w="9"/>', row))).render({"n": 8000})
    assert body(document).count("<w:gridCol") == 8000
    assert time.process_time() - begun < 5  # it was a minute


@pytest.mark.parametrize(("span", "wanted"), [("x", "3"), ("2.5", "3"), ("{{ n }}", "6"), ("2", "6")])
def test_cells_that_are_one_span_as_many_columns_as_they_are(span: str, wanted: str) -> None:
    wide = cell("{{ i }}{% hm %}").replace("<w:tcPr>", f'<w:tcPr><w:gridSpan w:val="{span}"/>')
    row = "".join([cell("{%tc for i in xs %}"), wide, cell("{%tc endfor %}")])
    document = Template(with_body(GRID.format("", '<w:gridCol w:w="9"/>', row))).render({"xs": [1, 2, 3], "n": 2})
    assert f'<w:gridSpan w:val="{wanted}"/>' in body(document)


def test_the_number_of_a_list_is_a_number() -> None:
    number = '1" w:evil="2'
    parts = read_docx(numbered(styled("{%p for x in xs %}"), styled("{{ x }}", number=5), styled("{%p endfor %}")), "x")
    for name in ("word/document.xml", "word/numbering.xml"):
        parts[name] = parts[name].replace(b'numId="5"', b'numId="%s"' % number.replace('"', "&quot;").encode())
        parts[name] = parts[name].replace(
            b'numId w:val="5"', b'numId w:val="%s"' % number.replace('"', "&quot;").encode()
        )
    xml = body(Template(write_docx(parts)).render({"xs": [1, 2]}))
    assert "w:evil=&quot;2" in xml
    assert 'w:evil="' not in xml


@pytest.mark.parametrize(
    "xml", [f'<w:document xmlns:w="{W}"/>', f'<w:document xmlns:w="{W}">{{{{ n</w:document>', "<a>{{ n }}</a>"]
)
def test_a_file_without_a_body_is_annotated_all_the_same(xml: str) -> None:
    parts = read_docx(word_file("x"), "x")
    parts["word/document.xml"] = xml.encode()
    template = Template(write_docx(parts))
    copy = template.annotated(template.check({}))
    assert len(list(etree.fromstring(read_docx(copy, "x")["word/document.xml"]).iter(f"{{{W}}}p"))) == 1


@pytest.mark.parametrize("code", [" " * 60_000, "HYPERLINK " + " " * 60_000])
def test_a_long_field_code_in_a_loop_is_read_in_no_time(code: str) -> None:
    begun = time.process_time()
    field = f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
    mark = '<w:bookmarkStart w:id="1" w:name="b"/><w:bookmarkEnd w:id="1"/>'
    inner = styled("{%p for x in xs %}") + paragraph(mark + field) + styled("{%p endfor %}")
    Template(with_body(inner)).render({"xs": [1]})
    assert time.process_time() - begun < 5  # it was more than a minute


def test_hundreds_of_lists_in_a_loop_behind_a_long_text_are_opened_in_no_time() -> None:
    numbers = range(100, 900)
    inner = paragraph(RUN.format("x")) * 20_000 + styled("{%p for x in xs %}")
    inner += "".join(styled(f"{n}", number=n) + styled(f"{n}", number=n) for n in numbers) + styled("{%p endfor %}")
    parts = read_docx(numbered(inner), "x")
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in numbers)
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace(
        b"</w:numbering>", f"{lists}</w:numbering>".encode()
    )
    begun = time.process_time()
    Template(write_docx(parts))
    assert time.process_time() - begun < 10  # it was more than a minute


def test_thousands_of_ends_that_stand_nowhere_are_told_in_no_time() -> None:
    begun = time.process_time()
    lines = ["{%p if a %}", *["{% endif %}x"] * 9000, "{%p endif %}"]
    findings = Template(word_file(*lines)).check({"a": 1})
    assert "T226" in codes(findings)
    assert time.process_time() - begun < 10  # it was longer with every line


def test_names_of_a_value_that_doubles_are_looked_up_in_no_time() -> None:
    begun = time.process_time()
    findings = Template(word_file(*['{%p set x = {"a": x, "b": x} %}'] * 24)).check({"x": 1})
    assert set(codes(findings)) <= {"T244"}
    assert time.process_time() - begun < 10  # it was minutes


def test_lists_of_templates_opened_at_once_begin_anew_in_each() -> None:
    def opened(number: int) -> int:
        template = numbered(
            styled(f"{{%p for x in xs{number} %}}"), styled("{{ x }}", style="b"), styled("{{ x }}", style="b"), END
        )
        xml = body(Template(template).render({f"xs{number}": [1, 2, 3]}))
        return len(set(re.findall(r'w:numId w:val="(\d+)"', xml)))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(opened, range(200))) == {opened(0)}
    finally:
        sys.setswitchinterval(interval)


def test_a_template_keeps_no_part_expanded_that_it_does_not_fill() -> None:
    parts = read_docx(word_file("{{ a }}"), "x")
    parts["word/media/big.png"] = b"\x89PNG" + bytes(random.Random(1).randbytes(1000)) * 3000
    template = Template(write_docx(parts))
    assert template.render({"a": 1})
    expanded = vars(template._press.package.parts)["_expanded"]
    assert sum(map(len, expanded.values())) < 100_000
    assert template._press.package.parts["word/media/big.png"] == parts["word/media/big.png"]


def test_a_value_that_cannot_be_printed_here_is_named_and_no_other() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="{{ v }}"/><w:bookmarkEnd w:id="1"/>'
    template = Template(with_body(paragraph(mark + RUN.format("{{ al }}"))))
    (finding,) = found(template.render, {"al": "x\ay", "v": "b\ufde7"})
    assert (finding.code, finding.place.path) == ("T210", "v")

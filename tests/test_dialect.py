"""The dialect of docxtpl, construct by construct: the same template with the same data, printed by docxtpl and by us.

What is expected stands beside each template; `alike` compares both documents, in text, styles and the format of every run.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from dialect import alike, cell, drawn, ours, paragraph, table, theirs, word
from jinja2 import Environment
from lxml import etree
from ooxml import W

from docgen.package import read_docx

PLAN = {
    "who": "县政府",
    "units": ["甲", "乙", "丙"],
    "n": 3,
    "half": 2.5,
    "day": datetime.date(2025, 9, 2),
    "map": {"k": "v", "z": "w"},
    "nil": [],
    "empty": "",
    "rows": [{"a": "一", "b": ["x", "y"]}, {"a": "二", "b": ["z"]}],
    "tree": [{"n": "根", "c": [{"n": "叶", "c": []}]}],
}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("who", "县政府"),
        ("n", "3"),
        ("half", "2.5"),
        ("day", "2025-09-02"),
        ("map.k", "v"),
        ("map['z']", "w"),
        ("units[-1]", "丙"),
        ("units[1:]|join", "乙丙"),
        ("nobody", ""),
        ("n + 1", "4"),
        ("n // 2 ~ '、' ~ n % 2 ~ '、' ~ n ** 2", "1、1、9"),
        ("who ~ n", "县政府3"),
        ("'有' if n > 2 and n < 5 else '无'", "有"),
        ("'有' if n > 5", ""),
        ("day.strftime('%Y年%m月')", "2025年09月"),
        ("'a,b'.split(',')|join('+')", "a+b"),
        ("range(3)|join(',')", "0,1,2"),
        ("units|join('、')", "甲、乙、丙"),
        ("rows|join('、', attribute='a')", "一、二"),
        ("rows|map(attribute='a')|join", "一二"),
        ("rows|selectattr('a', 'equalto', '二')|map(attribute='b')|map('first')|join", "z"),
        ("nobody|default('无')", "无"),
        ("empty|default('空', true)", "空"),
        ("units|length", "3"),
        ("'ab'|upper", "AB"),
        ("'AB'|lower", "ab"),
        ("'ab cd'|title", "Ab Cd"),
        ("who|replace('县', '市')", "市政府"),
        ("(10 / 3)|round(2)", "3.33"),
        ("'7'|int + 1", "8"),
        ("[3, 1, 2]|sort|join(',')", "1,2,3"),
        ("units|reverse|join", "丙乙甲"),
        ("[1, 2, 3]|sum", "6"),
        ("[1, 1, 2]|unique|join(',')", "1,2"),
        ("'  x '|trim", "x"),
        ("'abc'|center(7)", "  abc  "),
        ("'x'|indent", "x"),
        ("'<b>'|e", "<b>"),
        ("“引”", "引"),
    ],
)
def test_a_value_is_printed_in_the_format_of_its_tag(value: str, words: str) -> None:
    middle = f"‹b:{words}›" if words else ""
    assert alike(word("[Lead]前‹b:{{ " + value + " }}›后"), PLAN) == [f"[Lead]前{middle}后"]


@pytest.mark.parametrize(
    ("line", "drawing"),
    [
        ("{{ who }}{{ n }}，‹b:{{ who }}{{ n }}›", "县政府3，‹b:县政府3›"),
        ("‹b:{{ who }}› ‹i:{{ who }}›", "‹b:县政府› ‹i:县政府›"),
        ("  {{ who }}  后 ", "  县政府  后 "),
        ("a\t{{ n }}\tb\n{{ n }}", "a\t3\tb\n3"),
        ("{{\nwho\n}}", "县政府"),
        ("{% if n > 3 %}大{% elif n == 3 %}三{% else %}小{% endif %}", "三"),
        ("前{% if n %}‹b:中{{ n }}›又{% else %}‹i:无›{% endif %}后", "前‹b:中3›又后"),
        ("前{% if nil %}‹b:中›{% else %}‹i:无›{% endif %}后", "前‹i:无›后"),
        ("前{% if nil %}‹b:中›{% endif %}后", "前后"),
        ("a {% if n %} b {% endif %} c", "a  b  c"),
        ("{% if n > 2 and n < 5 %}&{% endif %}", "&"),
        ("{% for u in units %}{{ u }}{% if not loop.last %}、{% endif %}{% endfor %}。", "甲、乙、丙。"),
        ("{% for u in nil %}{{ u }}{% else %}无{% endfor %}", "无"),
        ("{% for u in units %}‹i:{{ u }}›‹b:，›{% endfor %}完", "‹i:甲›‹b:，›‹i:乙›‹b:，›‹i:丙›‹b:，›完"),
        ("{% for u in units if u != '乙' %}{{ loop.index }}/{{ loop.length }}{{ u }}{% endfor %}", "1/2甲2/2丙"),
        ("{% for u in units %}{{ loop.cycle('单', '双') }}{% if loop.first %}首{% endif %}{% endfor %}", "单首双单"),
        ("{% for u in units %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.previtem }}{% endfor %}", "0312甲21乙"),
        ("{% for k, v in map.items() %}{{ k }}={{ v }};{% endfor %}", "k=v;z=w;"),
        ("{% for r in rows %}{{ r.a }}{% for b in r.b %}{{ b }}{% endfor %}{% endfor %}", "一xy二z"),
        ("{% for t in tree recursive %}{{ t.n }}（{{ loop(t.c) }}）{% endfor %}", "根（叶（））"),
        ("{% set y = who ~ '！' %}{{ y }}", "县政府！"),
        ("{% set a, b = 1, 2 %}{{ a + b }}", "3"),
        ("{% set y %}前{{ n }}{% endset %}〔{{ y }}〕{{ y|length }}", "〔前3〕2"),
        ("{% set y %}前‹b:{{ who }}›{% endset %}〔{{ y }}〕", "〔前‹b:县政府›〕"),
        ("{% set s = namespace(c=0) %}{% for u in units %}{% set s.c = s.c + loop.index %}{% endfor %}{{ s.c }}", "6"),
        ("{% with y = n * 2, z = 1 %}{{ y }}{{ z }}{% endwith %}{{ y }}", "61"),
        ("{% macro m(a, b='默') %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }}，‹b:{{ m(2, 'x') }}›尾", "1-默，‹b:2-x›尾"),
        (
            "{% macro m(a) %}{% for u in a %}{{ u }}；{% endfor %}{% endmacro %}名单：{{ m(units) }}",
            "名单：甲；乙；丙；",
        ),
        ("{% macro m(a) %}{{ a }}‹b:号›{% endmacro %}{{ m(1) }}{{ m(2) }}", "1‹b:号›2‹b:号›"),
        ("前{# 注 #}后{# {{ nobody.x }} {% if %} #}", "前后"),
        ("前{# 一‹b: 二 #}›后", "前后"),
        ("{_{ x }_}{_% if %_}{{ n }}", "{{ x }}{% if %}3"),
        ("{% raw %}{{ x }}{% if %}{% endraw %}{{ n }}", "{{ x }}{% if %}3"),
        ("前{%r if n %}‹b:中›{%r endif %}后", "前‹b:中›后"),
        ("前{%r if nil %}‹b:中›{%r endif %}后", "前后"),
        ("前 {%+ if n %}x{% endif %}", "前 x"),
        ("甲 {%- if n -%} 乙 {%- endif -%} 丙", "甲乙丙"),
        ("甲 {{- n -}} 丙", "甲3丙"),
    ],
)
def test_tags_in_a_paragraph_print_the_same(line: str, drawing: str) -> None:
    assert alike(word(line), PLAN) == [drawing]


@pytest.mark.parametrize(
    ("lines", "drawing"),
    [
        (["头", "{%p if n %}", "[Lead]真", "{%p else %}", "假", "{%p endif %}", "尾"], ["头", "[Lead]真", "尾"]),
        (["{%p if nil %}", "a", "{%p elif n == 3 %}", "[Lead]三", "{%p else %}", "c", "{%p endif %}"], ["[Lead]三"]),
        (["{%p for u in units %}", "[Body]{{ loop.index }}{{ u }}", "{%p endfor %}"], ["[Body]1甲", "[Body]2乙", "[Body]3丙"]),
        (
            ["{%p for r in rows %}", "[Lead]{{ r.a }}", "{%p for b in r.b %}", "{{ b }}", "{%p endfor %}", "{%p endfor %}"],
            ["[Lead]一", "x", "y", "[Lead]二", "z"],
        ),
        (["{%p set y = 5 %}", "{{ y }}"], ["5"]),
        (["{%p set y %}", "[Lead]前‹b:{{ n }}›", "{%p endset %}", "{{p y }}", "中", "{{p y }}"], ["[Lead]前‹b:3›", "中", "[Lead]前‹b:3›"]),
        (["{%p macro m(a) %}", "[Lead]{{ a }}", "{%p endmacro %}", "{{p m(1) }}", "中", "{{p m(2) }}"], ["[Lead]1", "中", "[Lead]2"]),
        (["{%p for t in tree recursive %}", "[Lead]{{ t.n }}", "{{p loop(t.c) }}", "{%p endfor %}"], ["[Lead]根", "[Lead]叶"]),
        (["头", "{{p empty }}", "{{p nobody }}", "尾"], ["头", "尾"]),
        (["{#p 段 #}", "x{#p 段 #}y", "{# 全 #}", "尾"], ["", "尾"]),
        (["{% for u in units %}甲{{ u }}", "[Lead]乙{% endfor %}完"], ["甲甲", "[Lead]乙甲乙", "[Lead]乙甲丙", "[Lead]乙完"]),
        (["头{% if n %}甲", "[Lead]乙{% endif %}完"], ["头甲", "[Lead]乙完"]),
        (["头{% if nil %}甲", "[Lead]乙{% endif %}完"], ["头完"]),
        (["甲", "乙", "{%- if n %}丙{%- endif %}丁"], ["甲", "乙丙丁"]),
        (["甲", "{%- if n %}", "乙", "{%- endif %}", "丙"], ["甲", "乙", "丙"]),
        (["甲{% if n -%}", "[Lead]‹b:乙›丁", "{% endif -%}", "丙"], ["甲乙丁", "丙"]),
        (["{% for u in units -%}", "{{ u }}", "{%- endfor %}"], ["甲乙丙"]),
        (["名单：", "{%- for u in units -%}", "‹b:{{ u }}›、", "{%- endfor -%}", "等。"], ["名单：甲、乙、丙、等。"]),
        (["甲{% if n -%}", "", "[Lead]‹b:{{ n }}›丁{% endif %}"], ["甲3丁"]),
        (["{% raw %}", "{{ x }}", "{% endraw %}{{ n }}"], ["", "{{ x }}", "3"]),
        (["{%p for r in rows %}", table("| {{ r.a }} |"), "尾{{ r.a }}", "{%p endfor %}"], ["table 1000", "| 一 |", "尾一", "table 1000", "| 二 |", "尾二"]),
    ],
)  # fmt: skip
def test_tags_around_paragraphs_print_the_same(lines: list[str], drawing: list[str]) -> None:
    assert alike(word(*lines), PLAN) == drawing


@pytest.mark.parametrize(
    ("rows", "columns", "drawing"),
    [
        (["| 名 | 数 |", "| {%tr for x in rows %} |", "| ‹b:{{ x.a }}› | {{ x.b|join }} |", "| {%tr endfor %} |"], 2,
         ["1000 1000", "| 名 | 数 |", "| ‹b:一› | xy |", "| ‹b:二› | z |"]),
        (["| {%tr if nil %} |", "| 藏 |", "| {%tr else %} |", "| 显 |", "| {%tr endif %} |"], 1, ["1000", "| 显 |"]),
        (["| {% for x in rows %}{{ x.a }} |", "| x{% endfor %} |"], 1, ["1000", "| 一 |", "| x二 |", "| x |"]),
        (["| {% for x in rows %}{{ x.a }} | x{% endfor %} |"], 2, ["666 666 666", "| 一 | x二 | x |"]),
        (["| z{% if nil %}a | b{% endif %} | c |"], 3, ["1500 1500", "| z | c |"]),
        (["| z{% if n %}a | {% if nil %}b | c{% endif %}{% endif %} |"], 3, ["1500 1500", "| za | |"]),
        (["| {%p for u in units %}¶{{ u }}¶{%p endfor %} | b |"], 2, ["1000 1000", "| 甲¶乙¶丙 | b |"]),
        (["| a | {%tc for u in units %} | {{ u }} | {%tc endfor %} |", "| b | {%tc for u in units %} | {{ loop.index }} | {%tc endfor %} |"], 2,
         ["500 500 500 500", "| a | 甲 | 乙 | 丙 |", "| b | 1 | 2 | 3 |"]),
        (["| {%tc for u in units[:1] %} | {{ u }} | {%tc endfor %} | 末 |"], 4, ["2000 2000", "| 甲 | 末 |"]),
        (["| {%tr for x in rows %} |", "| {{ x.a }} | {%tc for b in x.b %} | {{ b }} | {%tc endfor %} |", "| {%tr endfor %} |"], 3,
         ["1000 1000 1000", "| 一 | x | y |", "| 二 | z |"]),
        (["| a | b |", "| {#tr 行 #}c | d |", "| {#tc 格 #} | e |"], 2, ["1000 1000", "| a | b |", "| e |"]),
        (["| {% colspan n %}‹b:{{ n }}› |", "| a | b | c |"], 3, ["1000 1000 1000", "| [gridSpan=3] ‹b:3› |", "| a | b | c |"]),
        (["| {% cellbg 'FF0000' %}a | b |"], 2, ["1000 1000", "| [shd=clear color=auto fill=FF0000] a | b |"]),
        (["| 前‹b:{% cellbg c %}后› |"], 1, ["1000", "| [shd=clear color=auto fill=0000FF] 前‹b:后› |"]),
        (["| {% cellbg c %}{% colspan 2 %}a |", "| a | b |"], 2, ["1000 1000", "| [gridSpan=2,shd=clear color=auto fill=0000FF] a |", "| a | b |"]),
        (["| {%tr for x in rows %} |", "| {% vm %}‹b:组› | {{ x.a }} |", "| {%tr endfor %} |"], 2,
         ["1000 1000", "| [vMerge=restart] ‹b:组› | 一 |", "| [vMerge=continue] ‹b:组› | 二 |"]),
        (["| {%tr for x in rows %} |", "| 组{{ n }}{% vm %} | {{ x.a }} |", "| {%tr endfor %} |"], 2,
         ["1000 1000", "| [vMerge=restart] 组3 | 一 |", "| [vMerge=continue] | 二 |"]),
        (["| {%tr for x in rows %} |", "| {%tr for b in x.b %} |", "| {% vm %}{{ x.a }} | {{ b }} |", "| {%tr endfor %} |", "| {%tr endfor %} |"], 2,
         ["1000 1000", "| [vMerge=restart] 一 | x |", "| [vMerge=continue] | y |", "| [vMerge=restart] 二 | z |"]),
        (["| a | {%tc for u in units %} | {% hm %}合 | {%tc endfor %} |", "| a | {%tc for u in units %} | {{ u }} | {%tc endfor %} |"], 4,
         ["1000 1000 1000 1000", "| a | [gridSpan=3] 合 |", "| a | 甲 | 乙 | 丙 |"]),
        (["| {%tr for x in rows %} |", "| {% vm %}组 | {%tc for u in units %} | {% hm %}合 | {%tc endfor %} |", "| {%tr endfor %} |"], 4,
         ["1000 1000 1000 1000", "| [vMerge=restart] 组 | [gridSpan=3] 合 |", "| [vMerge=continue] | [gridSpan=3] 合 |"]),
        (["| {%tr macro m(a) %} |", "| {{ a }} | x |", "| {%tr endmacro %} |", "| {{tr m(1) }} |", "| {{tr m(2) }} |"], 2,
         ["1000 1000", "| 1 | x |", "| 2 | x |"]),
    ],
)  # fmt: skip
def test_tables_print_the_same(rows: list[str], columns: int, drawing: list[str]) -> None:
    first, *others = alike(word(table(*rows, columns=columns)), {**PLAN, "c": "0000FF"})
    assert [first.removeprefix("table "), *others] == drawing


def test_a_table_in_a_cell_is_filled_by_loops_of_its_own() -> None:
    inner = table("| {%tr for u in units %} |", "| {{ x.a }}{{ u }} |", "| {%tr endfor %} |")
    outer = table("| {%tr for x in rows %} |", "| @ |", "| {%tr endfor %} |").replace(paragraph("@"), f"{inner}<w:p/>")
    rows = [f"| table 1000¶{'¶'.join(f'| {x}{u} |' for u in '甲乙丙')}¶ |" for x in "一二"]
    assert alike(word(outer), PLAN) == ["table 1000", *rows]


def test_a_span_that_a_cell_has_is_multiplied_by_hm() -> None:
    wide = cell("{% hm %}合", '<w:gridSpan w:val="2"/>')
    head = table(
        "| {%tc for u in units %} | @ | {%tc endfor %} |", "| {%tc for u in units %} | {{ u }} | b | {%tc endfor %} |"
    )
    drawing = alike(word(head.replace(cell("@"), wide)), PLAN)
    assert drawing[1:] == ["| [gridSpan=6] 合 |", "| 甲 | b | 乙 | b | 丙 | b |"]


MARKS = {
    "proof": '<w:proofErr w:type="spellStart"/>',
    "bookmark": '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>',
    "nothing": "",
}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize("line", ["前{¦{ n }¦}后", "前{¦{ ¦n¦ }}后", "前{¦%¦ i¦f n¦ %}3{% en¦dif %¦}后"])
def test_a_tag_that_word_split_over_runs_is_one_tag(line: str, mark: str) -> None:
    split = paragraph(line, mark).replace("<w:r>", '<w:r w:rsidR="00AB12CD">')
    assert alike(word(split), PLAN) == ["前3后"]


def test_a_paragraph_tag_that_word_split_takes_its_paragraph_along() -> None:
    lines = [paragraph("{%¦p if nil %¦}", MARKS["proof"]), "没", paragraph("{%p en¦dif¦ %}", MARKS["proof"]), "尾"]
    assert alike(word(*lines), PLAN) == ["尾"]


def test_filters_tests_globals_and_extensions_of_an_environment_can_be_used() -> None:
    def env() -> Environment:
        made = Environment(extensions=["jinja2.ext.loopcontrols"])
        made.filters["rev"] = lambda words: words[::-1]
        made.tests["long"] = lambda words: len(words) > 2
        made.globals.update(unit="万元", add=lambda a, b: a + b)
        return made

    line = "{{ 'abc'|rev }}{% if 'abc' is long %}长{% endif %}{{ add(1, 2) }}{{ unit }}"
    control = "{% for u in units %}{% if u == '乙' %}{% continue %}{% endif %}{{ u }}{% endfor %}"
    assert alike(word(line, control), PLAN, env()) == ["cba长3万元", "甲丙"]


def test_a_function_among_the_data_can_be_called() -> None:
    assert alike(word("{{ twice(n) }}"), {"twice": lambda n: 2 * n, "n": 4}) == ["8"]


# --- other parts, and places that are no text


@pytest.mark.parametrize("part", ["header", "footer", "footnotes"])
def test_a_part_beside_the_text_is_filled_as_the_text_is(part: str) -> None:
    template = word("体{{ n }}", **{part: "[Lead]前‹b:{{ who }}›{% for u in units %}{{ u }}{% endfor %}"})
    assert alike(template, {**PLAN, "who": "A&B"}) == ["体3"]
    member = {"header": "header1", "footer": "footer1"}.get(part, part)
    assert drawn(ours(template, {**PLAN, "who": "A&B"}), f"word/{member}.xml") == ["[Lead]前‹b:A&B›甲乙丙"]


def test_core_properties_are_filled() -> None:
    core = "<dc:title>{{ who }}题</dc:title><dc:subject>{% if n %}有{% endif %}</dc:subject><dc:creator>{{ n }}</dc:creator>"
    for press in (ours, theirs):
        made = etree.fromstring(read_docx(press(word("x", core=core), PLAN), "x")["docProps/core.xml"])
        found = {etree.QName(child).localname: child.text for child in made}
        assert {name: found[name] for name in ("title", "subject", "creator")} == {
            "title": "县政府题",
            "subject": "有",
            "creator": "3",
        }


def text_box(*lines: str) -> str:
    """Return a paragraph with a text box for Word and its copy for older programs."""
    words = "".join(line if line.startswith("<w:") else paragraph(line) for line in lines)
    box = f"<w:txbxContent>{words}</w:txbxContent>"
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    shape = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1" cy="1"/>'
        f'<wp:docPr id="1" name="b" descr="图{{{{ who }}}}"/><a:graphic><a:graphicData uri="{uri}">'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    both = f'<mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'
    return f"<w:p><w:r><w:t>前{{{{ n }}}}</w:t></w:r><w:r>{both}</w:r><w:r><w:t>后</w:t></w:r></w:p>"


def test_a_text_box_is_filled_in_both_its_copies() -> None:
    words = "[Lead]盒‹b:县政府› ¶ 二"
    lines = ("[Lead]盒‹b:{{ who }}›", "{%p if n %}", "二", "{%p endif %}")
    assert alike(word(text_box(*lines)), PLAN) == [f"前3⟦AlternateContent {words} {words}⟧后"]


def test_a_field_is_filled_in_its_code_and_its_result() -> None:
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> HYPERLINK "https://e.org/{{ n }}" </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>链{{ who }}</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    expected = '⟦fldChar⟧ HYPERLINK "https://e.org/3" ⟦fldChar⟧链县政府⟦fldChar⟧'
    assert alike(word(f"<w:p>{field}</w:p>"), PLAN) == [expected]


@pytest.mark.parametrize("value", ["乙", "a&b <c> \"d\" 'e'"])
def test_tags_in_attributes_are_filled_whatever_the_value(value: str) -> None:
    marked = (
        '<w:p><w:bookmarkStart w:id="0" w:name="书{{ who }}"/><w:r><w:t>文</w:t></w:r><w:bookmarkEnd w:id="0"/>'
        '<w:hyperlink w:anchor="书{{ who }}"><w:r><w:t>见</w:t></w:r></w:hyperlink></w:p>'
    )
    template, data = word(marked, text_box()), {**PLAN, "who": value}
    assert alike(template, data)[0] == f"文‹link=书{value}:见›"
    for press in (ours, theirs):
        root = etree.fromstring(read_docx(press(template, data), "x")["word/document.xml"])
        assert [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")] == [f"书{value}"]
        assert [shape.get("descr") for shape in root.iter("{*}docPr")] == [f"图{value}"]


@pytest.mark.parametrize(
    ("xml", "drawing"),
    [
        ('<w:sdt><w:sdtPr><w:alias w:val="{{ n }}"/></w:sdtPr><w:sdtContent>@</w:sdtContent></w:sdt>', ["控县政府"]),
        ('<w:p><w:ins w:id="5" w:author="a"><w:r><w:t>{{ who }}</w:t></w:r></w:ins></w:p>', ["县政府"]),
        ("<w:p><w:sdt><w:sdtContent><w:r><w:t>{{ who }}</w:t></w:r></w:sdtContent></w:sdt></w:p>", ["县政府"]),
    ],
    ids=["control around paragraphs", "insertion", "control in a paragraph"],
)
def test_controls_and_insertions_are_filled(xml: str, drawing: list[Any]) -> None:
    assert alike(word(xml.replace("@", paragraph("控{{ who }}"))), PLAN) == drawing

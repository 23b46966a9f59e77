"""Values on their way into a document: what data may enter, what filters make of lists and of what is missing, how numbers are rounded."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from dialect import alike, word
from helpers import codes, found, write
from jinja2 import Environment
from test_press import filled, word_file

import docgen
from docgen.findings import Finding
from docgen.messages import remedy, sentence
from docgen.package import read_docx
from docgen.pages.outline import paragraphs
from docgen.press.template import Template


def refusal(tag: str, data: Any) -> Finding:
    """Return the one finding that a tag is refused with; a check with the same data tells the same."""
    template = Template(word_file(tag))
    (finding,) = found(template.render, data)
    assert codes(template.check(data)) == [finding.code]
    return finding


def printed(tag: str, **data: Any) -> str:
    """Return what a tag prints where missing names are marked."""
    document = Template(word_file(tag)).render(data, undefined="marker")
    return "\n".join(text for _, text in paragraphs(document))


# --- numbers


@pytest.mark.parametrize("tag", ["{{ a / 3 }}", "{{ 1 / a }}", "{{ a ** 0.5 }}", "{{ 2 ** a ** 0.5 }}", "{{ (a / 3)|thousands }}", "{{ 1.1 ** -a }}"])  # fmt: skip
@pytest.mark.parametrize("a", [Decimal(7), Decimal("7.00")])
def test_a_number_without_end_is_printed_with_28_digits_at_most(tag: str, a: Decimal) -> None:
    digits = filled(word_file(tag), a=a)[0].replace(".", "").lstrip("0")
    assert 20 < len(digits) <= 28


def test_sums_and_products_are_exact_whatever_their_length() -> None:
    long = Decimal("1234567890123456789012345678901234567890")
    assert filled(word_file("{{ a + 1 }}"), a=long) == ["1234567890123456789012345678901234567891"]
    assert filled(word_file("{{ a * 0.5 }}"), a=Decimal("0." + "2" * 30)) == ["0." + "1" * 30 + "0"]
    assert filled(word_file("{{ a // 10 }} {{ a % 10 }}"), a=long) == ["123456789012345678901234567890123456789 0"]


@pytest.mark.parametrize(
    ("tag", "root"), [("{{ a ** 0.5 }}", "10"), ("{{ (a / 25) ** 0.5 }}", "2"), ("{{ a ** 2 }}", "10000")]
)
def test_a_root_that_is_even_has_no_zeros_behind_it(tag: str, root: str) -> None:
    assert filled(word_file(tag), a=Decimal(100)) == [root]


@pytest.mark.parametrize(
    ("tag", "rounded"),
    [
        ("{{ 2.5|round }}", "3.0"),
        ("{{ (5 * 0.5)|round }}", "3.0"),
        ("{{ -2.5|round }}", "-3.0"),
        ("{{ 1.005|round(2) }}", "1.01"),
        ("{{ '%.2f' % 1.005 }}", "1.01"),
        ("{{ '{:.2f}'.format(1.005) }}", "1.01"),
        ("{{ '%.2f'|format(1.005) }}", "1.01"),
        ("{{ '%f' % 0.0000005 }}", "0.000001"),
        ("{{ 1.005|fixed(2) }}", "1.01"),
        ("{{ 25|round(-1) }}", "30"),
        ("{{ 4.35|round(2, 'floor') }}", "4.35"),
        ("{{ 4.35|round(2, 'ceil') }}", "4.35"),
        ("{{ 4.351|round(2, 'ceil') }}", "4.36"),
        ("{{ (0 - 0.001)|round(2) }}", "0.0"),
        ("{{ '%.2f' % -0.001 }}", "0.00"),
        ("{{ '%05.1f' % 2.25 }}", "002.3"),
    ],
)
def test_every_number_is_rounded_as_it_is_written(tag: str, rounded: str) -> None:
    assert filled(word_file(tag)) == [rounded]


@pytest.mark.parametrize("tag", ["{{ 7|round }}", "{{ 7.25|round(1, 'floor') }}", "{{ 7|round(0, 'ceil') }}", "{{ 7.3|round }}",
                                 "{{ '%.1f' % 7 }}", "{{ '%f' % 7.5 }}", "{{ 1234|round(-2) }}", "{{ true|round }}"])  # fmt: skip
def test_where_nothing_lies_half_way_it_is_rounded_as_docxtpl_does(tag: str) -> None:
    assert alike(word(tag), {}) != [""]


def test_zero_is_never_below_zero() -> None:
    assert filled(word_file("{{ z * -1 }} {{ -z }} {{ z - 0 }} {{ (z - 0.001)|round(2) }}"), z=Decimal("0.00")) == [
        "0.00 0.00 0.00 0.00"
    ]


class Price(Decimal):
    """A number of a script's own kind."""


@pytest.mark.parametrize(
    "tag", ["{{ f() * 1.1 }}", "{{ 1.1 * f() }}", "{{ 2|priced * 1.1 }}", "{{ p * 1.1 }}", "{{ [p, 0.2]|sum }}"]
)
def test_a_decimal_calculates_with_other_numbers_wherever_it_comes_from(tag: str) -> None:
    env = Environment(autoescape=False)
    env.filters["priced"] = Decimal
    document = Template(word_file(tag), jinja_env=env).render({"f": lambda: Decimal(2), "p": Price(2)})
    assert paragraphs(document)[0][1] == "2.2"


@pytest.mark.parametrize(
    ("tag", "code", "words"),
    [
        ("{{ -a }}", "T281", "“1,200”"),
        ("{{ a|abs }}", "T281", "“1,200”"),
        ("{{ a + 1 }}", "T281", "“1,200”"),
        ("{{ '第' + n }}", "T205", "~ joins texts"),
        ("{{ n + '号' }}", "T205", "~ joins texts"),
        ("{{ a + [1] }}", "T205", "~ joins texts"),
        ("{{ [1] + a }}", "T205", "~ joins texts"),
        ("{{ '=' * a }}", "T281", "“1,200”"),
        ("{{ a * '=' }}", "T281", "“1,200”"),
        ("{{ '第' - n }}", "T205", "it calculates with what is no number"),
        ("{{ ['']|sum }}", "T281", "“”"),
    ],
)
def test_a_text_of_the_data_is_told_as_such_and_one_of_the_tag_is_not(tag: str, code: str, words: str) -> None:
    finding = refusal(tag, {"a": "1,200", "n": 5})
    assert finding.code == code
    assert words in sentence(finding)


# --- lists and mappings in the place of a text

GROUP = {"g": [{"name": "x"}, {"name": "y"}], "d": {"a": 1}, "xs": [1, 2]}


@pytest.mark.parametrize(
    "tag",
    ["{{ g|join('，') }}", "{{ '，'.join(g) }}", "{{ [xs]|join }}", "{{ d.items() ~ 'x' }}", "{{ d.items() }}", "{{ d.keys() }}", "{{ d.values() }}",
     "{{ g|string }}", "{{ d|upper }}", "{{ xs|trim }}", "{{ xs|replace('1', '2') }}", "{{ xs|indent }}", "{{ range(3) }}", "{{ '%s'|format(xs) }}"],
)  # fmt: skip
def test_a_list_or_mapping_is_never_printed_as_python_writes_it(tag: str) -> None:
    finding = refusal(tag, GROUP)
    assert finding.code == "T212"
    assert 'join("，", attribute="name")' in remedy(finding)


def test_the_way_out_for_a_list_of_mappings_leads_there() -> None:
    assert filled(word_file('{{ g|join("，", attribute="name") }}'), **GROUP) == ["x，y"]


@pytest.mark.parametrize("tag", ["{{ xs|string }}", "{{ xs|upper }}", "{{ [xs]|join }}", "{{ d.items() ~ 'x' }}", "{{ d.items() }}", "{{ range(3) }}"])  # fmt: skip
def test_a_blank_render_prints_them_as_docxtpl_does(tag: str) -> None:
    assert "1" in alike(word(tag), GROUP)[0] or "range" in alike(word(tag), GROUP)[0]


# --- texts letter by letter


@pytest.mark.parametrize("tag", ["{{ t|join('，') }}", "{% for x in t %}{{ x }}{% endfor %}", "{{ t|sort|join }}", "{{ t|map('upper')|join }}",
                                 "{{ t|unique|list|length }}"])  # fmt: skip
def test_a_text_is_taken_letter_by_letter_only_when_it_has_several(tag: str) -> None:
    template = Template(word_file(tag))
    for text, told in (("", []), ("甲", []), ("甲乙", ["T252"])):
        remarks: list[Finding] = []
        template.render({"t": text}, remarks=remarks)
        assert (codes(remarks), codes(template.check({"t": text}))) == (told, told)


def test_the_list_of_a_text_is_its_letters() -> None:
    tag = "{% for x in t|list %}{{ x }}-{% endfor %}"
    assert Template(word_file(tag)).check({"t": "甲乙"}) == []
    assert filled(word_file(tag), t="甲乙") == ["甲-乙-"]


# --- what is missing


@pytest.mark.parametrize(
    "tag",
    ["x|int", "x|float", "x|int(0)", "x|round", "x|abs", "x|upper", "x|trim", "x|title", "x|replace('a', 'b')", "x|string", "x|length", "x|sum", "x|join",
     "x|first", "x|sort|join('、')", "x|fixed", "x|thousands(2)", "x|int + 1", "x|upper|trim", "x|map(attribute='a')|join"],
)  # fmt: skip
def test_what_is_missing_stays_missing_in_every_filter(tag: str) -> None:
    assert printed(f"{{{{ {tag} }}}}") == "【x】"
    assert (
        b'w:highlight w:val="yellow"'
        in read_docx(Template(word_file(f"{{{{ {tag} }}}}")).render({}, undefined="marker"), "x")["word/document.xml"]
    )
    for undefined in ("error", "collect"):
        assert codes(found(Template(word_file(f"{{{{ {tag} }}}}")).render, {}, undefined=undefined)) == ["T201"]
    assert Template(word_file(f"{{{{ {tag} }}}}")).render({}, undefined="blank")


@pytest.mark.parametrize(
    "tag",
    ["'a b c'|wordwrap(x)", "3|round(x)", "2|fixed(x)", "2|thousands(x)", "'abcdef'|truncate(x)", "x|em", "x|format(1)", "'a'|center(width=x)",
     "['a']|join(x)", "'a'|replace('a', x)", "['b', 'a']|sort(x)", "'a'.zfill(x)", "'a'.center(x)", "['b', 'a'][x]", "'abc'[x]", "'abc'[x:]",
     "'abc'[1:x]", "['b', 'a'][::x]", "x[1:]", "range(1, 5, x)|list", "{'': 1, 0: 2}[x]",
     "{'a': 1}.get(x)", "{'a': 1}.get(x, 2)", "['b'].index(x)", "['b'].count(x)", "'、'.join(x)"],
)  # fmt: skip
def test_a_missing_argument_is_told_as_missing(tag: str) -> None:
    template = Template(word_file(f"{{{{ {tag} }}}}"))
    assert printed(f"{{{{ {tag} }}}}").startswith("【x】")
    for undefined in ("error", "collect"):
        assert codes(found(template.render, {}, undefined=undefined)) == ["T201"]


@pytest.mark.parametrize("tag", ["'a b c'|wordwrap(x)", "3|round(x)", "['b', 'a'][x]", "'abc'[x]", "'abc'[x:]", "range(1, 5, x)|list|join", "x|em"])  # fmt: skip
def test_a_blank_render_prints_nothing_for_what_a_missing_number_would_cut_out(tag: str) -> None:
    document = Template(word_file(f"甲{{{{ {tag} }}}}")).render({}, undefined="blank")
    assert [text for _, text in paragraphs(document)] == ["甲"]


@pytest.mark.parametrize("tag", ["{{ ['a', 'b']|join(x) }}", "{{ 'a-b'|replace('-', x) }}", "{{ '3'|int(x) }}", "{{ ['a', 'b', 'c']|batch(2, x)|first|join }}"])  # fmt: skip
def test_a_blank_render_takes_a_missing_argument_as_docxtpl_does(tag: str) -> None:
    assert alike(word(tag), {}) != [""]


@pytest.mark.parametrize(
    "asked", ["x is none", "x is not none", "x is string", "x is number", "x is mapping", "x is callable", "x is sameas none", "3 is sameas x", "x is in 'abc'",
              "x in {'a': 1}", "x not in {'a': 1}", "x in []", "x in 'abc'", "x in ['a'] == false"],
)  # fmt: skip
def test_a_condition_on_what_is_missing_is_told(asked: str) -> None:
    template = Template(word_file(f"{{% if {asked} %}}甲{{% endif %}}"))
    for undefined in ("error", "collect"):
        assert codes(found(template.render, {}, undefined=undefined)) == ["T201"]
    assert template.render({}, undefined="marker")
    assert codes(template.check({})) == ["T201"]


@pytest.mark.parametrize(
    "tag", ["rows|unique(attribute='a')|list|length", "{rows[1].a: 2}|length", "{rows[1].a: 2}|list|length"]
)
def test_what_is_missing_is_told_where_it_is_told_apart_from_others(tag: str) -> None:
    template = Template(word_file(f"{{{{ {tag} }}}}"))
    for undefined in ("error", "collect"):
        assert codes(found(template.render, {"rows": [{"a": 1}, {}]}, undefined=undefined)) == ["T206"]


def test_what_has_no_name_is_a_gap_without_one() -> None:
    assert printed("{{ []|first }}{{ [[]|max, 1]|join }}") == "【】【】1"


@pytest.mark.parametrize("asked", ["x is defined", "x is defined and x is not none", "x is undefined or x is none", "x|default('甲') is string"])  # fmt: skip
def test_whether_a_name_is_there_may_be_asked(asked: str) -> None:
    template = Template(word_file(f"{{{{ {asked} }}}}"))
    assert template.render({})
    assert template.check({}) == []


def test_a_missing_answer_to_a_mapping_is_told_when_it_is_used() -> None:
    assert printed("{{ {'a': 1}.get('a', x) }}{{ {'a': 1}.get('b', x) }}") == "1【x】"


@pytest.mark.parametrize(
    ("tag", "words"),
    [("'甲乙'|replace('乙', '丙' if no)", "甲"), ("['甲', '乙']|join('、' if no)", "甲乙"), ("[1, 2]|batch(3, '-' if no)|first|join", "12"),
     ("['甲'][0 if no]", ""), ("'甲' ~ ('乙' if no)", "甲")],
)  # fmt: skip
def test_an_if_without_else_in_a_tag_is_an_empty_value_and_not_a_missing_one(tag: str, words: str) -> None:
    assert filled(word_file(f"前{{{{ {tag} }}}}后"), no=False) == [f"前{words}后"]


@pytest.mark.parametrize("tag", ["5|fixed(1 if no)", "11780|approx(1, word='约' if no)", "5|percent(8 if no)", "'甲乙'[:(1 if no)]", "range(3 if no)|list|length"])  # fmt: skip
def test_an_empty_value_where_a_filter_wants_another_is_refused(tag: str) -> None:
    assert refusal(f"{{{{ {tag} }}}}", {"no": False}).code == "T205"


def test_a_default_stands_for_a_missing_number_in_a_blank_render_too() -> None:
    document = Template(word_file("{{ x|int(5) }} {{ x|float(2.5) }} {{ x|int }}")).render({}, undefined="blank")
    assert [text for _, text in paragraphs(document)] == ["5 2.5 0"]


def test_a_text_that_python_takes_for_no_number_is_none() -> None:
    assert [refusal("{{ t|float }}", {"t": text}).code for text in ("nan", "inf", "1e999")] == ["T281"] * 3
    assert filled(word_file("{{ 'nan'|float(0) }}")) == ["0"]


def test_pieces_of_lists_and_texts_are_those_of_python() -> None:
    tag = "{{ t[1:] }} {{ t[:-1] }} {{ t[::-1] }} {{ xs[1:3]|join }} {{ xs[none:2]|join }} {{ range(9)[2:5]|join }}"
    assert alike(word(tag), {"t": "甲乙丙", "xs": [1, 2, 3, 4]}) == ["乙丙 甲乙 丙乙甲 23 12 234"]


@pytest.mark.parametrize("tag", ["{% for i in range(x) %}甲{% endfor %}", "{% for i in range(x|int) %}甲{% endfor %}"])
def test_a_range_of_what_is_missing_has_no_turns(tag: str) -> None:
    assert printed(tag) == ""
    assert codes(found(Template(word_file(tag)).render, {})) == ["T201"]


def test_a_default_still_stands_for_what_is_missing() -> None:
    assert printed("{{ x|default('无') }}{{ x|d('无')|upper }}") == "无无"


@pytest.mark.parametrize(
    "tag",
    [
        "{{ x|upper }}-",
        "{% if x|trim == '' %}空{% endif %}",
        "{{ x|length }}",
        "{{ x|join('、') }}-",
        "{{ x|sort|list|length }}",
    ],
)
def test_a_blank_render_takes_what_is_missing_as_docxtpl_does(tag: str) -> None:
    assert alike(word(tag), {}) != [""]


def test_entries_of_one_name_that_two_values_lack_are_both_told() -> None:
    template = Template(word_file("{{ a.name }}", "{{ b[k] }}", "{% set x = a.name %}{{ x }}{{ a[k] }}"))
    findings = found(template.render, {"a": {}, "b": {}, "k": "name"}, undefined="collect")
    assert [(f.code, f.place.paragraph) for f in findings] == [("T206", 1), ("T206", 2)]


# --- what data may enter


def in_a_circle(kind: str) -> dict[str, Any]:
    """Return data in which a value holds itself."""
    p: dict[str, Any] = {"name": "p"}
    if kind == "mapping":
        p["kids"] = [{"parent": p}, {"parent": p}]
    else:
        p["kids"] = [1]
        p["kids"] += [p["kids"], p["kids"]]
    return {"p": p}


@pytest.mark.parametrize(("kind", "path"), [("mapping", "p.kids[0].parent"), ("list", "p.kids[1]")])
def test_data_that_hold_themselves_are_refused_at_once(kind: str, path: str) -> None:
    findings = found(Template(word_file("{{ p.name }}")).render, in_a_circle(kind))
    assert {f.code for f in findings} == {"T211"}
    assert findings[0].place.path == path
    assert f"{kind} that holds itself" in sentence(findings[0])
    assert codes(Template(word_file("{{ p.name }}{{ q }}")).check(in_a_circle(kind)))[:2] == ["T201", "T211"]


@pytest.mark.parametrize("end", [Decimal("1.5"), 1, "甲\x01"], ids=["decimal", "number", "bad"])
def test_what_stands_in_many_places_is_looked_at_once(end: Any) -> None:
    shared = [end]
    for _ in range(60):
        shared = [shared, shared]
    template = Template(word_file("{{ x }}"))
    assert filled(word_file("{{ x }}"), x=1, shared=shared) == ["1"]
    assert template.check({"x": 1, "shared": shared}) == []
    assert codes(found(template.render, {"x": "甲\x01", "shared": shared})) in (["T210"], ["T210", "T210"])
    assert codes(found(template.render, {"x": 1, "shared": [shared, {2, 3}]})) == ["T211"]
    nested: Any = "甲"
    for _ in range(150):
        nested = [nested]
    deep: Any = nested
    for _ in range(60):
        deep = [deep]
    assert set(codes(found(template.render, {"x": 1, "a": nested, "b": deep}))) == {"T211"}


class Own(list[Any]):
    """A list that is made in a way of its own."""

    def __init__(self, name: str, *items: Any) -> None:
        super().__init__(items)
        self.name = name


class Pair(tuple[Any, ...]):
    """A tuple that is made in a way of its own."""

    def __new__(cls, first: Any, second: Any) -> Pair:
        return super().__new__(cls, (first, second))


class Row(NamedTuple):
    """A tuple with names."""

    price: Any
    count: int


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (Own("a", Decimal(2)), "{{ v[0] * 1.1 }}"),
        (Pair(Decimal(2), 1), "{{ v[0] * 1.1 }}"),
        (Row(Decimal(2), 1), "{{ v.price * 1.1 }}"),
        ({"p": Decimal(2)}, "{{ v.p * 1.1 }}"),
        (defaultdict(list, {"p": Decimal(2)}), "{{ v.p * 1.1 }}"),
        (Counter({"p": Decimal(2)}), "{{ v.p * 1.1 }}"),  # type: ignore[dict-item]
        (MappingProxyType({"p": Decimal(2)}), "{{ v.p * 1.1 }}"),
    ],
)
def test_decimals_in_lists_and_mappings_of_a_script_calculate_too(value: Any, tag: str) -> None:
    before = repr(value)
    assert filled(word_file(tag), v=value) == ["2.2"]
    assert repr(value) == before


@pytest.mark.parametrize("number", [1, Decimal(1)])
def test_a_mapping_with_a_default_keeps_it(number: Any) -> None:
    tag = "{% for x in d['none'] %}{{ x }}{% else %}无{% endfor %}{{ d.p }}"
    assert filled(word_file(tag), d=defaultdict(list, {"p": number})) == ["无1"]


def test_a_key_at_the_top_that_is_no_text_is_named() -> None:
    template = Template(word_file("{{ x }}"))
    (finding,) = found(template.render, {2026: "a", "x": 2})
    assert (finding.code, finding.args["name"]) == ("T285", "2026")
    assert codes(template.check({2026: "a", "x": 2})) == ["T285"]  # type: ignore[dict-item]
    assert codes(found(template.render, {None: Decimal(1), "x": {1: 2}})) == ["T285"]
    assert filled(word_file("{{ d[2026] }}"), d={2026: "甲"}) == ["甲"]


def test_a_number_that_is_the_text_of_an_entry_is_told_with_its_quotation_marks(tmp_path: Path) -> None:
    data = docgen.load_data(write(tmp_path, "d: {2026: 甲}\n", "data.yaml"))
    finding = refusal("{{ d[2026] }}", data)
    assert finding.code == "T286"
    assert '["2026"]' in remedy(finding)
    assert filled(word_file('{{ d["2026"] }}'), **data) == ["甲"]
    assert refusal("{{ d[2027] }}", data).code == "T206"


@pytest.mark.parametrize(
    "date",
    [
        "0001-01-01T00:00:00+08:00",
        datetime.datetime.max.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=-8))),
    ],
)
def test_a_date_before_the_first_or_behind_the_last_day_is_refused(date: Any) -> None:
    (finding,) = found(Template(word_file("x{{ x }}")).render, {"x": 1}, core={"date": date})
    assert finding.code == "O441"

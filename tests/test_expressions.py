"""What tags calculate with values: the same as docxtpl, refused with a cause in our words, never silently wrong."""

from __future__ import annotations

import datetime
import decimal
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from dialect import alike, word
from helpers import codes, found, write
from jinja2 import Environment
from test_press import filled, word_file

import docgen
from docgen.catalogue.causes import PRINTING, READING
from docgen.cli import main
from docgen.findings import Finding
from docgen.messages import sentence
from docgen.package import read_docx
from docgen.pages.outline import paragraphs
from docgen.press.template import Template

DATES = {
    "d1": datetime.date(2026, 4, 9),
    "d2": datetime.date(2026, 5, 1),
    "at": datetime.datetime(2026, 4, 9, 8, 30),
    "hour": datetime.time(8, 30),
}


def refusal(tag: str, **data: Any) -> Finding:
    """Return the one finding that a tag is refused with, whatever a missing name does."""
    for undefined in ("error", "blank", "collect"):
        (finding,) = found(Template(word_file("甲", tag)).render, data, undefined=undefined)
    assert finding.place.paragraph == 2
    return finding


# --- numbers of a file


def test_numbers_of_a_file_are_calculated_and_print_as_typed(tmp_path: Path) -> None:
    write(tmp_path, "单价: 12.50\n数量: 4\n率: 98.60\nxs: [0.1, 0.20]\n", "data.yaml")
    data = docgen.load_data(tmp_path / "data.yaml")
    tags = {
        "{{ 单价 }}": "12.50",
        "合计{{ 单价 * 数量 }}元": "合计50.00元",
        "{{ 率 + 1.1 }}": "99.70",
        "{% if 率 == 98.6 and 率 > 98 and 98.7 > 率 %}好{% endif %}": "好",
        "{{ xs|sum }}": "0.30",
        "{{ xs|join('、') }}": "0.1、0.20",
        "{{ 单价 ~ '元' }}": "12.50元",
        "{{ 单价 / 数量 }}": "3.125",
        "{{ 单价|round(1) }}": "12.5",
    }
    assert [filled(word_file(tag), **data)[0] for tag in tags] == list(tags.values())
    assert Template(word_file("{% indent left=单价 %}甲")).check(data) == []


@pytest.mark.parametrize(
    ("tag", "number"),
    [("{{ 数量 * 0.1 }}", "0.3"), ("{{ 百 * 1.1 }}", "110.0"), ("{{ 单价 * (1 - 0.9) }}", "1.250"), ("{{ 0.1 + 0.2 }}", "0.3"), ("{{ 1.1 ** 2 }} {{ 0.0 ** 0 }} {{ 0.25 ** 0.5 }}", "1.21 1.0 0.5"),
     ("{{ 0.3 // 0.1 }}", "3.0"), ("{{ 0.3 % 0.1 }}", "0.0"), ("{{ 0.3 / 0.1 }}", "3.0"), ("{{ (1.005 * 百)|round }}", "101.0"), ("{{ [0.1, 0.2]|sum }}", "0.3"),
     ("{{ 数量 / 8 }}", "0.375"), ("{{ 7 // 2.0 }} {{ -7.5 // 2 }} {{ -7.5 % 2 }}", "3.0 -4.0 0.5"), ("{{ 10.0 ** 20 }}", "1e+20")],
)  # fmt: skip
def test_numbers_that_stand_in_a_tag_are_calculated_as_they_are_written(tag: str, number: str, tmp_path: Path) -> None:
    write(tmp_path, "单价: 12.50\n数量: 3\n百: 100\n", "data.yaml")
    assert filled(word_file(tag), **docgen.load_data(tmp_path / "data.yaml")) == [number]


@pytest.mark.parametrize("tag", ["{{ 1e308 * x }}", "{{ 10.0 ** (x * 40) }}"])
def test_a_number_beyond_all_others_is_refused(tag: str) -> None:
    finding = refusal(tag, x=10)
    assert (finding.code, finding.args["reason"]) == ("T205", "the number that comes out is too large")


@pytest.mark.parametrize(
    "tag", ["{{ 单价 * 数量 }}", "{{ 数量 * 单价 }}", "{% set x = 单价 %}{{ x * 数量 }}", "{{ 单价 * 0.5 }}"]
)
def test_a_text_of_the_data_is_never_multiplied(tag: str) -> None:
    finding = refusal(tag, 单价="12.50", 数量=4)
    assert (finding.code, finding.args["value"]) == ("T281", "12.50")


@pytest.mark.parametrize(
    "tag",
    ["{{ s|float }}", "{{ s|int }}", "{{ s|int(base=16) }}", "{{ s|round }}", "{{ s|abs }}", "{{ -s }}", "{{ s|fixed }}", "{{ s|thousands }}", "{{ '%d' % s }}", "{{ s + 1 }}",
     "{{ 1 - s }}", "{{ s / 2 }}", "{{ 2 // s }}", "{{ s ** 2 }}", "{{ [1, s]|sum }}", "{{ s * s }}"],
)  # fmt: skip
def test_a_text_that_is_calculated_with_is_named(tag: str) -> None:
    finding = refusal(tag, s="1,200")
    assert (finding.code, finding.args["value"]) == ("T281", "1,200")
    assert "“1,200”" in sentence(finding)
    assert codes(Template(word_file(tag)).check({"s": "1,200"})) == ["T281"]


def test_a_list_and_a_number_are_not_added() -> None:
    assert "adds" in refusal("{{ xs + 1 }}", xs=[1]).args["reason"]


def test_what_is_no_number_becomes_the_default_that_a_tag_gives() -> None:
    tags = {
        "{{ s|float(0) }}": "0",
        "{{ s|int(default=3) }}": "3",
        "{{ none|int(7) }}": "7",
        "{{ '12'|int + '3.5'|float }}": "15.5",
        "{{ 'ff'|int(0, 16) }}": "255",
    }
    assert [filled(word_file(tag), s="1,200", none=None)[0] for tag in tags] == list(tags.values())
    assert refusal("{{ none|int }}", none=None).code == "T205"
    assert codes(found(Template(word_file("{{ gone|float }}")).render, {})) == ["T201"]


def test_an_empty_value_is_no_list_and_is_said_to_be_empty() -> None:
    finding = refusal("{% for x in 项 %}{{ x }}{% endfor %}", 项=None)
    assert "empty" in sentence(finding)


@pytest.mark.parametrize(
    "tag",
    ["{{ a * 1.1 }}", "{{ 1.1 * a }}", "{{ a + 0.5 }}", "{{ a / 0.1 }}", "{{ a // 3.5 }}", "{{ a % 0.3 }}", "{{ a == 10.1 }}", "{{ a > 10.05 }}",
     "{{ xs|sum }}", "{{ m.x - 0.25 }}", "{{ -a }}", "{{ a }}"],
)  # fmt: skip
def test_a_decimal_of_a_script_calculates_as_one_of_a_file(tag: str, tmp_path: Path) -> None:
    from_file = docgen.load_data(write(tmp_path, "a: 10.10\nxs: [1.10, 2.20]\nm: {x: 2.50}\n", "data.yaml"))
    script = {"a": Decimal("10.10"), "xs": (Decimal("1.10"), Decimal("2.20")), "m": {"x": Decimal("2.50")}}
    assert filled(word_file(tag), **script) == filled(word_file(tag), **from_file)
    assert Template(word_file(tag)).check(script) == []
    assert type(script["a"]) is Decimal


def test_a_factor_that_is_missing_is_told_as_missing() -> None:
    assert codes(found(Template(word_file("{{ 单价 * 数量 }}")).render, {"单价": "12.50"})) == ["T201"]


def test_what_a_number_has_not_is_told_once() -> None:
    assert len(Template(word_file("{{ n.real }}")).check({"n": 1})) == 1


def test_a_text_in_the_tag_itself_may_be_repeated() -> None:
    assert alike(word("{{ '-' * n }}{{ n * '甲' }}"), {"n": 3}) == ["---甲甲甲"]


@pytest.mark.parametrize("tag", ["{{ ('-' if n else '=') * n }}", "{{ ('-'|upper) * n }}", "{% set dash = '-' %}{{ dash * n }}", "{{ n * s }}", "{{ s * n }}甲"])  # fmt: skip
def test_a_few_signs_may_be_repeated_wherever_they_come_from(tag: str) -> None:
    assert alike(word(tag), {"n": 3, "s": "= ="}) != [""]


@pytest.mark.parametrize("s", ["", "无", "三", "½", "-1", "----", "a", "㈠"])
def test_other_texts_of_the_data_are_not(s: str) -> None:
    for tag in ("{{ s * 3 }}", "{{ 3 * s }}"):
        assert refusal(tag, s=s).code == "T281"


@pytest.mark.parametrize("tag", ["{{ s * s }}", "{{ s * 1.5 }}", "{{ s - 1 }}", "{{ s + 1 }}", "{{ s * '=' }}"])
def test_signs_are_no_number(tag: str) -> None:
    assert refusal(tag, s="-").code in ("T281", "T205")


def test_fill_and_check_warn_of_words_that_say_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template, data = tmp_path / "t.docx", write(tmp_path, "c: no\n", "data.yaml")
    template.write_bytes(word_file("{% if c %}甲{% endif %}"))
    assert main(["--lang", "en", "fill", str(template), str(data), "--out", str(tmp_path / "o.docx")]) == 0
    assert "data.yaml:1:4 c: warning P137" in capsys.readouterr().err
    assert main(["--lang", "en", "check", str(template), "--data", str(data)]) == 0
    assert "data.yaml:1:4 c: warning P137" in capsys.readouterr().out
    assert main(["check", str(template), "--data", str(data), "--strict"]) == 1


# --- forms


@pytest.mark.parametrize(
    "tag",
    [
        "{{ '%.2f' % x }}",
        "{{ '%.0f%%' % x }}",
        "{{ '%d' % x }}",
        "{{ '%05d|%3d|%03d' % (n, n, n) }}",
        "{{ '%s与%s' % (s, n) }}",
        "{{ '%s' % s }}",
        "{{ '%08.3f' % x }}",
        "{{ '%.2f'|format(x) }}",
        "{{ '%s-%s'|format(s, n) }}",
        "{{ '{:.2f}'.format(x) }}",
        "{{ '{:,.2f}'.format(x) }}",
        "{{ '{:,}'.format(n * 1000) }}",
        "{{ '{}{}'.format(s, n) }}",
        "{{ '{1}{0}'.format(s, n) }}",
        "{{ '{:05d}'.format(n) }}",
        "{{ '%.2f' % 1e15 }}",
        "{{ '%.1f' % -0.05 }}",
        "{{ s ~ '%.1f' % x ~ '。' }}",
    ],
)
def test_harmless_forms_print_what_python_prints(tag: str) -> None:
    assert alike(word(tag), {"x": 12345.678, "n": 42, "s": "甲"})


@pytest.mark.parametrize(
    "tag",
    ["{{ '%x' % n }}", "{{ '%r' % n }}", "{{ '%(a)s' % n }}", "{{ '%*d' % (9, n) }}", "{{ '%100d' % n }}",
     "{{ '{!r}'.format(n) }}", "{{ '{0.real}'.format(n) }}", "{{ '{a}'.format(n) }}", "{{ '{:>9}'.format(n) }}", "{{ '{:e}'.format(n) }}",
     "{{ '%c'|format(n) }}"],
)  # fmt: skip
def test_other_forms_are_refused_and_the_filters_named(tag: str) -> None:
    finding = refusal(tag, n=42)
    assert finding.code == "T205"
    assert "fixed and thousands" in sentence(finding)


@pytest.mark.parametrize(
    "tag", ["{{ '%.2f' % s }}", "{{ '{:.2f}'.format(s) }}", "{{ s|fixed(2) }}", "{{ s|thousands }}"]
)
def test_a_text_has_no_form_of_numbers(tag: str) -> None:
    assert "no number" in sentence(refusal(tag, s="12"))


@pytest.mark.parametrize("tag", ["{{ '%s%s' % n }}", "{{ '%s' % (n, n) }}", "{{ '{}{}'.format(n) }}"])
def test_a_form_wants_as_many_values_as_it_has_places(tag: str) -> None:
    assert "in brackets" in sentence(refusal(tag, n=1))


def test_gaps_and_what_is_missing_go_through_a_form() -> None:
    template = Template(word_file("{{ '%s与%s' % (a, b) }}", "{{ '%.2f' % a }}{{ a|fixed(2) }}{{ a|thousands }}"))
    assert codes(found(template.render, {"b": 1})) == ["T201"]
    assert [w for _, w in paragraphs(template.render({"b": 1}, undefined="blank"))] == ["与1", ""]


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ 12345.678|fixed(2) }}", "12345.68"),
        ("{{ 12345.678|fixed }}", "12345.68"),
        ("{{ 2.675|fixed(2) }}", "2.68"),
        ("{{ 0.5|fixed(0) }}{{ 1.5|fixed(0) }}", "12"),
        ("{{ 7|fixed(1) }}", "7.0"),
        ("{{ -2.345|fixed(2) }}", "-2.35"),
        ("{{ 1234567|thousands }}", "1,234,567"),
        ("{{ 12345.678|thousands }}", "12,345.678"),
        ("{{ 12345.678|thousands(2) }}", "12,345.68"),
        ("{{ 999|thousands }}", "999"),
        ("{{ -1234.5|thousands(0) }}", "-1,235"),
    ],
)
def test_numbers_with_decimals_and_thousands(tag: str, words: str) -> None:
    assert filled(word_file(tag)) == [words]


# --- dates


@pytest.mark.parametrize(
    "tag",
    [
        "{{ d2.replace(day=15) }}",
        "{{ (d2 - d1).days }}天",
        "{{ (d2 - d1).total_seconds() }}{{ (d2 - d1).seconds }}",
        "{{ at.date() }}{{ at.time() }}",
        "{{ d1.isocalendar()[1] }}{{ d1.isocalendar().week }}",
        "{{ hour.hour }}{{ hour.minute }}",
        "{{ at.year }}{{ d1.year }}{{ at.hour }}",
    ],
)
def test_parts_of_dates_print_what_docxtpl_prints(tag: str) -> None:
    assert alike(word(tag), DATES) != [""]


@pytest.mark.parametrize(
    "tag", ["{{ d1.timetuple() }}", "{{ d1.today() }}", "{{ (d2 - d1).max }}", "{{ at.utcoffset() }}"]
)
def test_what_docxtpl_would_print_is_refused_and_never_lost(tag: str) -> None:
    assert refusal(tag, **DATES).code == "T203"


# --- names


@pytest.mark.parametrize("name", ["context", "environment", "kwargs", "varargs", "caller"])
def test_ordinary_names_are_names_of_the_data_alone(name: str) -> None:
    template = word_file(f"{{{{ {name} }}}}{{% set y = {name} %}}{{{{ y }}}}")
    assert filled(template, **{name: "甲"}) == ["甲甲"]
    assert Template(template).check({name: "甲"}) == []
    assert codes(found(Template(template).render, {})) == ["T201"]


@pytest.mark.parametrize("name", ["cycler", "joiner", "lipsum", "dict"])
def test_functions_of_jinja_that_are_left_out_are_refused_once(name: str) -> None:
    template = Template(word_file(f"{{% set f = {name}('a') %}}{{{{ f.next() }}}}{{{{ f() }}}}"))
    assert codes(template.check({})) == ["T203"]
    assert codes(found(template.render, {}, undefined="blank")) == ["T203"]
    assert filled(word_file(f"{{% macro {name}(a) %}}甲{{{{ a }}}}{{% endmacro %}}{{{{ {name}(1) }}}}")) == ["甲1"]
    assert filled(word_file(f"{{{{ {name} }}}}"), **{name: "甲"}) == ["甲"]


# --- causes


@pytest.mark.parametrize(
    "tag",
    ["{{ xs + 1 }}", "{{ n|length }}", "{{ xs * 1.5 }}", "{% for a, b in xs %}{% endfor %}",
     "{% for a, b in [(1, 2, 3)] %}{% endfor %}", "{{ xs|round }}", "{{ xs|abs }}", "{% set s.x = 1 %}", "{{ 1 in s }}", "{{ 1 in n }}", "{{ s < 1 }}",
     "{{ xs|unique|list|sort(attribute='a')|first }}{{ [1, 'a']|sort|first }}", "{{ {xs: 1}|length }}", "{{ s.index('z') }}", "{{ xs.index(9) }}",
     "{{ d.replace(day=99) }}", "{{ d.replace(year=0) }}", "{{ 1e300 ** 9 }}", "{{ s.split('') }}", "{{ s.center(3, 'ab') }}", "{{ xs|map('nosuch')|list }}",
     "{{ xs|select('nosuch')|list }}", "{{ s() }}", "{{ 5|items|list }}", "{{ s.upper(1) }}", "{{ -xs }}", "{{ '甲' + n }}", "{{ s + xs }}", "{{ d < 1 }}", "{{ xs['a':] }}",
     "{{ range(1.5)|list }}", "{{ 5|dictsort }}", "{{ ''.join(xs|map('string'), 1) }}", "{% for x in xs %}{{ loop(xs) }}{% endfor %}"],
)  # fmt: skip
def test_a_tag_that_fails_is_told_in_our_words(tag: str) -> None:
    finding = refusal(tag, s="甲", n=5, xs=[1, 2], d=datetime.date(2026, 4, 9))
    reason = finding.args.get("reason")
    assert finding.code == "T205", finding
    assert reason in {words for _, words in PRINTING}
    assert sentence(finding, "zh_CN").isascii() is False
    assert reason not in sentence(finding, "zh_CN")


@pytest.mark.parametrize(
    "tag",
    [
        "{{ n. }}",
        "{% set 3 = x %}",
        "{% for 3 in xs %}{% endfor %}",
        "{{ x is odd is even }}",
        "{{ '\\x' }}",
        "{{ f(**a, b) }}",
    ],
)
def test_a_tag_that_cannot_be_read_is_told_in_our_words(tag: str) -> None:
    (finding,) = [
        f
        for f in Template(word_file(tag)).check({"n": 1, "x": 1, "xs": [], "f": len})
        if f.code not in ("T225", "T226")
    ]
    assert finding.code == "T202", finding
    assert finding.args["reason"] in {words for _, words in READING}


def test_a_function_of_the_script_that_fails_is_named_with_what_it_says() -> None:
    def strange(value: object) -> str:
        msg = f"no register knows {value}"
        raise RuntimeError(msg)

    env = Environment(autoescape=False)
    env.filters["registered"] = strange
    (finding,) = found(Template(word_file("甲", "{{ 'x'|registered }}"), jinja_env=env).render, {})
    assert (finding.code, finding.place.paragraph) == ("T273", 2)
    assert [finding.args[k] for k in ("name", "type", "detail")] == [
        "registered",
        "RuntimeError",
        "no register knows x",
    ]
    (finding,) = found(Template(word_file("{{ seek(1) }}")).render, {"seek": strange})
    assert (finding.code, finding.args["name"]) == ("T273", "seek")


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ("{{ p|round(1) * 2 }}", "25.2"),
        ("{{ p|round(1) + 0.1 }}", "12.7"),
        ("{{ [3.3, p|round(1)]|sum }}", "15.9"),
        ("{{ (p|round(1)) == 12.6 }}", "true"),
        ("{{ p|round }}", "13"),
        ("{{ a|round(2) }} {{ '%.2f' % a }} {{ '{:.2f}'.format(a) }} {{ a|fixed(2) }}", "2.35 2.35 2.35 2.35"),
        ("{{ (0 - small)|fixed(2) }}", "0.00"),
        ("{{ p|round(0) // 5 }}", "2"),
    ],
)
def test_a_decimal_of_a_file_is_rounded_as_in_school_and_calculates_on(tmp_path: Path, tag: str, printed: str) -> None:
    data = docgen.load_data(write(tmp_path, "p: 12.55\na: 2.345\nsmall: 0.001\n", "data.yaml"))
    assert filled(word_file(tag), **data) == [printed]


def test_decimals_calculate_alike_whatever_the_caller_s_context_is(tmp_path: Path) -> None:
    data = docgen.load_data(write(tmp_path, "p: 1234.56\n", "data.yaml"))
    with decimal.localcontext() as context:
        context.prec = 4
        assert filled(word_file("{{ p * 4 }} {{ p // 1 }}"), **data) == ["4938.24 1234"]


@pytest.mark.parametrize("tag", ["{{ '%s' % xs }}", "{{ '' ~ xs }}", "{{ '{}'.format(d) }}"])
def test_a_list_in_a_form_is_refused_as_it_is_by_itself(tag: str) -> None:
    (finding,) = found(Template(word_file(tag)).render, {"xs": [1, 2], "d": {"a": 1}})
    assert finding.code == "T212"


@pytest.mark.parametrize("tag", ["{{ '%d件' % zz }}", "{{ zz ~ '件' }}", "{{ '{}件'.format(zz) }}"])
def test_what_is_missing_stays_visible_in_a_form(tag: str) -> None:
    document = Template(word_file(tag)).render({}, undefined="marker")
    assert [text for _, text in paragraphs(document)] == ["【zz】件"]
    assert b'w:highlight w:val="yellow"' in read_docx(document, "x")["word/document.xml"]


def test_a_method_of_a_mapping_is_called_though_an_entry_has_its_name() -> None:
    tag = "{% for k, v in m.items() %}{{ k }}{{ v }}{% endfor %}{{ m.items }}{{ m.keys()|length }}"
    assert filled(word_file(tag), m={"items": 3, "a": 1}) == ["items3a132"]


@pytest.mark.parametrize(
    ("filters", "tag", "words"),
    [("replace('amp', '与')", "{{ q }}", "甲&乙<丙"), ("truncate(3, true, '', 0)", "{{ q }}", "甲&乙"), ("length", "{{ q + 1 }}", "6"),
     ("upper|default('无')", "{{ q }}", "甲&乙<丙"), ("list", "{{ q|join('、') }}", "甲、&、乙、<、丙")],
)  # fmt: skip
def test_the_filters_of_a_set_block_work_on_its_words(filters: str, tag: str, words: str) -> None:
    template = word_file(f"{{% set q|{filters} %}}{{{{ v }}}}{{% endset %}}{tag}")
    assert filled(template, v="甲&乙<丙") == [words]

"""What is derived and never typed: ordinals, counts, amounts, shares, rounded figures and periods, in templates and in plans."""

from __future__ import annotations

import datetime
import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from guide import document
from helpers import codes, found, plan
from hypothesis import given
from hypothesis import strategies as st
from test_press import filled, word_file

import docgen
from docgen.cli import main
from docgen.errors import PlanError
from docgen.findings import Finding
from docgen.marked import Marked, gap, settle
from docgen.messages import remedy, sentence
from docgen.numerals import capital, count, digits, numeral, period, value_of
from docgen.pages.outline import paragraphs
from docgen.plan.marks import Text
from docgen.plan.references import Resolver
from docgen.press.derived import DERIVED
from docgen.press.template import Template
from docgen.quantities import fraction, quantity_of, rough, rounded


def printed(tag: str, **data: Any) -> str:
    return "".join(filled(word_file(tag), **data))


def refusal(tag: str, **data: Any) -> Finding:
    """Return the one finding that a tag is refused with, whatever a missing name does."""
    for undefined in ("error", "blank", "collect"):
        (finding,) = found(Template(word_file("甲", tag)).render, data, undefined=undefined)
    assert finding.place.paragraph == 2
    return finding


# --- numerals


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (10**8, "一亿"), (120_000_000, "一亿二千万"), (100_010_000, "一亿零一万"), (100_001_000, "一亿零一千"),
        (100_000_005, "一亿零五"), (1_000_010_000, "十亿零一万"), (10**12, "一万亿"), (1_000_100_000_000, "一万零一亿"),
        (110_000, "十一万"), (100_100_000, "一亿零一十万"),
    ],
)  # fmt: skip
def test_large_numerals_have_one_zero_between_their_parts(n: int, words: str) -> None:
    assert numeral(n) == words


@pytest.mark.parametrize(
    ("n", "words"), [(2, "两"), (22, "二十二"), (2 * 10**8, "两亿"), (12, "十二"), (102, "一百零二")]
)
def test_two_is_liang_alone_and_before_large_units(n: int, words: str) -> None:
    assert count(n) == words


@given(st.integers(0, 9999))
def test_a_numeral_is_read_back_as_its_number(n: int) -> None:
    assert value_of(numeral(n)) == n
    assert value_of(count(n)) == n


def read(words: str) -> int:
    """Return the number that a numeral says, unit by unit."""
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        high, found_, low = words.rpartition(unit)
        if found_:
            return read(high) * size + (read(low) if low else 0)
    value = value_of(words)
    assert value is not None
    return value


@given(st.integers(0, 10**16 - 1))
def test_a_large_numeral_is_read_back_as_its_number(n: int) -> None:
    assert read(numeral(n)) == n
    assert read(count(n)) == n
    yuan = capital(Decimal(n) + Decimal("0.25")).removesuffix("贰角伍分").removesuffix("零")
    plain = yuan.removesuffix("元").translate(str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千"))
    assert (read(plain) if plain else 0) == n


@given(st.integers(0, 10**16 - 1))
def test_a_numeral_never_doubles_a_zero_and_never_ends_in_one(n: int) -> None:
    words = numeral(n)
    assert "零零" not in words
    assert words == "零" or not words.endswith("零")
    assert digits(n).translate(str.maketrans("〇一二三四五六七八九", "0123456789")) == str(n)


@pytest.mark.parametrize(
    ("amount", "words"),
    [  # the examples of the rules for bills, annex 1 of 支付结算办法
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        # and what they say of 整 and 壹拾
        ("12300", "壹万贰仟叁佰元整"),
        ("10", "壹拾元整"),
        ("0.5", "伍角"),
        ("0.05", "伍分"),
        ("0", "零元整"),
        ("-3", "负叁元整"),
    ],
)
def test_an_amount_is_in_capitals_as_bills_have_it(amount: str, words: str) -> None:
    assert capital(Decimal(amount)) == words


# --- ordinals


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("一、", "一、二、三、"),
        ("（一）", "（一）（二）（三）"),
        ("1.", "1.2.3."),
        ("（1）", "（1）（2）（3）"),
        ("①", "①②③"),
        ("一是", "一是二是三是"),
        ("一要", "一要二要三要"),
        ("第一，", "第一，第二，第三，"),
        ("首先，", "首先，其次，最后，"),
        ("第一条", "第一条第二条第三条"),
        ("附件1", "附件1附件2附件3"),
    ],
)
def test_an_ordinal_is_of_the_series_that_its_first_member_names(first: str, words: str) -> None:
    tag = "{% for x in xs %}{{ loop|ordinal(first) }}{% endfor %}"
    assert printed(tag, xs=["甲", "乙", "丙"], first=first) == words


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ 4|ordinal('首先', total=4) }}", "最后"),
        ("{{ 3|ordinal('首先，', total=4) }}", "再次，"),
        ("{{ 2|ordinal('首先', total=2) }}", "其次"),
        ("{{ 12|ordinal }}", "十二、"),
        ("{{ '22'|ordinal('第一条') }}", "第二十二条"),
        ("{{ 20|ordinal('①') }}", "⑳"),
    ],
)
def test_an_ordinal_of_a_number(tag: str, words: str) -> None:
    assert printed(tag) == words


def test_an_only_item_of_a_loop_has_no_ordinal_but_an_only_article_has() -> None:
    tag = "{% for x in xs %}{{ loop|ordinal('一是') }}{{ x }}{{ loop|ordinal('一要') }}{{ loop|ordinal('第一条') }}{% endfor %}"
    assert printed(tag, xs=["甲"]) == "甲要第一条"
    assert printed("{% for x in xs %}{{ loop.index|ordinal('一是') }}{{ x }}{% endfor %}", xs=["甲"]) == "一是甲"


# --- counts, figures, dates in templates


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ xs|count_of('个方面') }}", "两个方面"),
        ("{{ 12|count_of('条') }}", "十二条"),
        ("{{ 22|count_of('个') }}", "二十二个"),
        ("{{ 2000|count_of('户') }}", "两千户"),
        ("{{ 2|count_of('两') }}", "二两"),
        ("{{ 2|count_of }}", "二"),
        ("{{ '1,200'|count_of('个') }}", "一千二百个"),
        ("{{ {'a': 1, 'b': 2}|count_of('项') }}", "两项"),
        ("{{ xs|select|count_of('项') }}", "两项"),
        ("{{ 105|numeral }}", "一百零五"),
        ("{{ 2025|numeral(by_digit=true) }}年", "二〇二五年"),
        ("{{ '007'|numeral(by_digit=true) }}号", "〇〇七号"),
        ("{{ '1.2万'|numeral(by_digit=true) }}", "一二〇〇〇"),
        ("{{ '1.23万元'|capital }}", "壹万贰仟叁佰元整"),
        ("{{ (12.5 * 2)|fixed(2)|capital }}", "贰拾伍元整"),
        ("{{ ['31.5万人', '5000人']|sum_of }}", "32万人"),
        ("{{ rows|sum_of('amount') }}", "3.75万元"),
        ("{{ rows|sum_of(attribute='amount') }}", "3.75万元"),
        ("{{ [1, '2', '1,200']|sum_of|fixed(2) }}", "1203.00"),
        ("{{ []|sum_of }}", "0"),
        ("{{ '36所'|difference('21所') }}", "15所"),
        ("{{ '63.3%'|difference('60.1%') }}", "3.2个百分点"),
        ("{{ 5|difference(3) + 1 }}", "3"),
        ("{{ '21所'|percent('36所') }}", "58.3%"),
        ("{{ 1|percent(8, 1) }}", "12.5%"),
        ("{{ 1|percent(16, 1) }}", "6.3%"),  # 6.25, half up
        ("{{ 0.125|percent(decimals=0) }}", "13%"),
        ("{{ '36所'|growth('32所') }}", "12.5%"),
        ("{{ 968|growth(1000) }}", "-3.2%"),
        ("{{ '36所'|changed('32所') }}", "增长12.5%"),
        ("{{ 968|changed(1000) }}", "下降3.2%"),
        ("{{ 7|changed(7) }}", "持平"),
        ("{{ 10001|changed(10000) }}", "基本持平"),
        ("{{ '50所'|times('20所') }}", "2.5倍"),
        ("{{ '40所'|times('20所') }}", "2倍"),
        ("{{ '24所'|fraction('36所') }}", "三分之二"),
        ("{{ '66%'|fraction }}", "近三分之二"),
        ("{{ 0.34|fraction }}", "超三分之一"),
        ("{{ 0.34|fraction(word='约') }}", "约三分之一"),
        ("{{ 0.6|fraction }}", "五分之三"),
        ("{{ 0.62|tenths }}", "超六成"),
        ("{{ '21所'|tenths('36所') }}", "近六成"),
        ("{{ 0.7|tenths }}", "七成"),
        ("{{ 0.68|tenths(word='超') }}", "超六成"),
        ("{{ 0.2|tenths }}", "两成"),
        ("{{ 0.18|tenths }}", "近两成"),
        ("{{ '66％'|percent }}", "66.0%"),
        ("{{ '5‰'|percent }}", "0.5%"),
        ("{{ '63.3％'|difference('60.1%') }}", "3.2个百分点"),
        ("{{ 0.3|difference(0.1) == 0.2 }}", "true"),
        ("{{ [0.1, 0.2]|sum_of == 0.3 }}", "true"),
        ("{{ []|sum_of + 0.5 }}", "0.5"),
        ("{{ '12'|sum_of }}", "12"),
        ("{{ '3.5万元'|sum_of }}", "3.5万元"),
        ("{{ (1 / 3 * 0.1234567890123456789)|scaled(3) }}", "0.041"),
        ("{{ [1 / 7, 0.123456789012345678901234567890]|sum_of|fixed(3) }}", "0.266"),
        ("{{ (10**60)|percent(10**60) }}", "100.0%"),
        ("{{ '1,234,567.5元'|scaled(0) }}", "123万元"),
    ],
)
def test_figures_of_a_template(tag: str, words: str) -> None:
    rows = [{"amount": "1.5万元"}, {"amount": "2.25万元"}]
    assert printed(tag, xs=["甲", "乙"], rows=rows) == words


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ '11780万元'|approx }}", "近1.2亿元"),
        ("{{ '11320万元'|approx }}", "超1.1亿元"),
        ("{{ '1.2亿元'|approx }}", "1.2亿元"),
        ("{{ '11780万元'|approx(word='超') }}", "超1.1亿元"),
        ("{{ '11320万元'|approx(word='近') }}", "近1.2亿元"),
        ("{{ '11320万元'|approx(word='约') }}", "约1.1亿元"),
        ("{{ '1.2亿元'|approx(word='超') }}", "1.2亿元"),
        ("{{ '1187人'|approx(-2) }}", "近1200人"),
        ("{{ '9999.99万元'|approx }}", "近1亿元"),
        ("{{ '1187人'|approx(-4, word='近') }}", "近1万人"),
        ("{{ '9951人'|approx(-2, word='近') }}", "近1万人"),
        ("{{ '9951人'|approx(-2) }}", "近1万人"),
        ("{{ '12345人'|approx(-2) }}", "超1.23万人"),
        ("{{ '12345人'|approx(-2, scale='') }}", "超12300人"),
        ("{{ '123456万元'|approx(-2, scale='万') }}", "近123500万元"),
        ("{{ '12000千瓦'|scaled }}", "1.2万千瓦"),
        ("{{ '12000千瓦时'|scaled }}", "1.2万千瓦时"),
        ("{{ '500千米'|scaled }}", "500千米"),
        ("{{ '30万千克'|scaled }}", "30万千克"),
        ("{{ '12千人'|scaled }}", "1.2万人"),
        ("{{ '15千万元'|scaled }}", "1.5亿元"),
        ("{{ '5千万元'|scaled }}", "5000万元"),
        ("{{ '5千万千瓦'|scaled }}", "5000万千瓦"),
        ("{{ '3千亿元'|scaled }}", "3000亿元"),
        ("{{ ['1千万元', '500万元']|sum_of }}", "1.5千万元"),
        ("{{ '11780万元'|approx(0, scale='万') }}", "11780万元"),
        ("{{ -11780|approx }}", "约-1.2万"),
        ("{{ '117800000元'|scaled(2) }}", "1.18亿元"),
        ("{{ '11500万元'|scaled(1) }}", "1.2亿元"),
        ("{{ '110000000元'|scaled(2) }}", "1.1亿元"),
        ("{{ '36所'|scaled }}", "36所"),
        ("{{ day|dated }}", "2025年9月12日"),
        ("{{ '2025-09-12'|dated('月日') }}", "9月12日"),
        ("{{ '2025年9月12日'|dated('年月') }}", "2025年9月"),
        ("{{ day|dated('汉字') }}", "二〇二五年九月十二日"),
        ("{{ day|weekday }}", "星期五"),
        ("{{ day|period('2025-09-14') }}", "2025年9月12日至14日"),
        ("{{ day|period('2025-09-14', '月日') }}", "9月12日至14日"),
        ("{{ day|period('2025-10-02') }}", "2025年9月12日至10月2日"),
        ("{{ '2025-12-30'|period('2026-01-02', '月日') }}", "2025年12月30日至2026年1月2日"),
        ("{{ day|period(day) }}", "2025年9月12日"),
        ("{{ '11月底前'|deadline(2025) }}", "2025-11-30"),
        ("{{ '年底前'|deadline('2025')|dated }}", "2025年12月31日"),
        ("{{ '10月中旬'|deadline(2025)|dated('月日') }}", "10月20日"),
        ("{{ '2026年5月底前'|deadline|dated }}", "2026年5月31日"),
        ("{{ nine|period(six) }}", "2025年9月12日"),
        ("{{ six|period(nine) }}", "2025年9月12日"),
        ("{{ day|period(six) }}", "2025年9月12日"),
        ("{{ nine|period('2025-09-14') }}", "2025年9月12日至14日"),
        ("{{ nine|deadline }}", "2025-09-12"),
        ("{{ day|deadline|dated }}", "2025年9月12日"),
        ("{% set d %}2025-09-12{% endset %}{{ d|weekday }}", "星期五"),
    ],
)
def test_rounded_figures_and_dates_of_a_template(tag: str, words: str) -> None:
    nine, six = (datetime.datetime(2025, 9, 12, hour) for hour in (9, 18))
    assert printed(tag, day=datetime.date(2025, 9, 12), nine=nine, six=six) == words


# --- what cannot be said


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("{{ 1|ordinal('甲') }}", "T290"),
        ("{{ 1|ordinal('第一章第一条') }}", "T290"),
        ("{{ 1|ordinal('一' ~ '甲' * 99) }}", "T290"),
        ("{{ 10|ordinal('第十一条') }}", "T290"),
        ("{{ 2|ordinal('第一百条') }}", "T290"),
        ("{{ 2|ordinal('10.') }}", "T290"),
        ("{{ 5|ordinal('一是', total=3) }}", "T292"),
        ("{{ [1]|dated }}", "T272"),
        ("{{ {'a': 1}|weekday }}", "T272"),
        ("{{ '2025-09-12'|period([1]) }}", "T272"),
        ("{{ [1]|deadline(2025) }}", "T272"),
        ("{{ 1|ordinal([1]) }}", "T272"),
        ("{{ range|dated }}", "T205"),
        ("{{ range|deadline(2025) }}", "T205"),
        ("{{ 1|ordinal('首先') }}", "T291"),
        ("{{ 5|ordinal('首先', total=5) }}", "T292"),
        ("{{ 3|ordinal('首先', total=2) }}", "T292"),
        ("{{ 21|ordinal('①') }}", "T292"),
        ("{{ 0|ordinal }}", "T292"),
        ("{{ 1.5|ordinal }}", "T293"),
        ("{{ -1|numeral }}", "T293"),
        ("{{ (10**16)|numeral }}", "T293"),
        ("{{ '3个'|count_of('个') }}", "T293"),
        ("{{ 1.005|capital }}", "T293"),
        ("{{ '若干'|percent('36所') }}", "T294"),
        ("{{ ''|approx }}", "T294"),
        ("{{ (10**300)|approx }}", "T294"),
        ("{{ ['3个', '甲']|sum_of }}", "T294"),
        ("{{ ['3个', '3人']|sum_of }}", "T295"),
        ("{{ '21所'|percent('36个') }}", "T295"),
        ("{{ '3美元'|capital }}", "T295"),
        ("{{ '21所'|percent }}", "T296"),
        ("{{ '3个百分点'|percent }}", "T296"),
        ("{{ '0.5人'|fraction }}", "T296"),
        ("{{ 3|times(100) }}", "T296"),
        ("{{ '1,5万元'|scaled }}", "T294"),
        ("{{ '12,34元'|scaled }}", "T294"),
        ("{{ '1234,567元'|scaled }}", "T294"),
        ("{{ '甲乙'|sum_of }}", "T294"),
        ("{{ 0.45|fraction(tolerance=0) }}", "T296"),
        ("{{ 0.02|fraction }}", "T296"),
        ("{{ 1|fraction }}", "T296"),
        ("{{ 0.97|tenths }}", "T296"),
        ("{{ 0.03|approx(1) }}", "T296"),
        ("{{ 5|growth(-4) }}", "T296"),
        ("{{ '2025-09-14'|period('2025-09-12') }}", "T296"),
        ("{{ '36所'|approx(1, '兆') }}", "T297"),
        ("{{ '2025-09-14'|dated('日') }}", "T297"),
        ("{{ '9月14日'|dated }}", "T298"),
        ("{{ '2025-02-30'|weekday }}", "T298"),
        ("{{ '尽快'|deadline(2025) }}", "T299"),
        ("{{ '11月底前'|deadline('2025年') }}", "T293"),
        ("{{ '11月底前'|deadline('今年') }}", "T294"),
        ("{{ -5|numeral(by_digit=true) }}", "T293"),
        ("{{ '11月底前'|deadline }}", "T299"),
        ("{{ '13月底前'|deadline(2025) }}", "T299"),
        ("{{ '后年底前'|deadline(9999) }}", "T299"),
        ("{{ 1|percent(0) }}", "T205"),
        ("{{ 1|growth(0) }}", "T205"),
        ("{{ true|approx }}", "T205"),
        ("{{ []|percent(1) }}", "T205"),
        ("{{ 1|percent(3, 10**9) }}", "T205"),
        ("{{ 1|percent(3, '1') }}", "T205"),
        ("{{ 1|approx(1, 1) }}", "T205"),
        ("{{ 1|difference }}", "T205"),
        ("{{ range(10**6)|sum_of('a' * 1000) }}", "T244"),
    ],
)
def test_what_cannot_be_derived_is_refused_with_its_place(tag: str, code: str) -> None:
    finding = refusal(tag)
    assert finding.code == code
    for language in ("en", "zh_CN"):
        assert "{" not in (sentence(finding, language) + remedy(finding, language)).replace(tag, "").replace("{{ ", "")


@pytest.mark.parametrize(
    "tag", ["{{ gone|approx }}", "{{ 1|percent(gone) }}", "{{ [1, gone]|sum_of }}", "{{ 1|ordinal(gone) }}"]
)
def test_what_is_missing_is_handed_back_and_told_by_its_name(tag: str) -> None:
    assert codes(found(Template(word_file(tag)).render, {})) == ["T201"]
    blank = Template(word_file("甲" + tag)).render({}, undefined="blank")
    assert [text for _, text in paragraphs(blank)] == ["甲"]


def test_a_series_that_is_counted_beyond_its_end_names_the_end() -> None:
    assert refusal("{{ 5|ordinal('一是', total=3) }}").args["most"] == 3
    assert refusal("{{ 5|ordinal('首先', total=5) }}").args["most"] == 4


@pytest.mark.parametrize("tag", ["{{ gone|sum_of }}", "{{ gone|sum_of('a') }}"])
def test_the_sum_of_what_is_missing_is_missing(tag: str) -> None:
    assert [text for _, text in paragraphs(Template(word_file(tag)).render({}, undefined="marker"))] == ["【gone】"]
    assert codes(found(Template(word_file(tag)).render, {})) == ["T201"]


@pytest.mark.parametrize("tag", ["{{ xs|dated }}", "{{ xs|weekday }}", "{{ xs|deadline(2025) }}", "{{ xs|period(xs) }}", "{{ 1|ordinal(xs) }}"])  # fmt: skip
def test_a_long_list_is_refused_as_a_date_before_it_is_written_down(tag: str) -> None:
    class Unwritten(list[int]):
        def __str__(self) -> str:
            raise AssertionError

        __repr__ = __str__

    for undefined in ("error", "blank"):
        (finding,) = found(Template(word_file(tag)).render, {"xs": Unwritten([1])}, undefined=undefined)
        assert finding.code == "T272"


@pytest.mark.parametrize("number", ["0E-150", "1E-150", "1E+150", "0E+150"])
def test_a_number_of_more_than_a_hundred_digits_is_no_quantity(number: str) -> None:
    assert refusal("{{ n|scaled }}", n=Decimal(number)).code == "T294"


def test_a_gap_stays_a_gap() -> None:
    open_ = Marked(gap("【待填：资金】") + "万元")
    for tag in ("{{ x|approx }}", "{{ 1|percent(x) }}", "{{ ['1万元', x]|sum_of }}"):
        assert printed(tag, x=open_) == "【待填：资金】万元"


def test_many_figures_are_added_as_few_are() -> None:
    assert printed("{{ xs|sum_of }}", xs=["0.01万元"] * 2500) == "25.00万元"
    assert printed("{{ xs|sum_of }}", xs=["0.01万元", "100元"] * 1250) == "25万元"


def test_a_private_attribute_is_not_summed() -> None:
    assert refusal("{{ xs|sum_of('_a') }}", xs=[{"_a": 1}]).code == "T203"


@pytest.mark.parametrize("filter_", DERIVED, ids=lambda f: f.name)
def test_the_example_of_every_filter_prints_something(filter_: Any) -> None:
    tag = "{% for t in tasks %}" + filter_.example + "{% endfor %}"
    (line,) = document([tag], {"tasks": ["甲", "乙"], "goods": [{"amount": "2元"}, {"amount": "3元"}]})
    assert line


def test_the_filters_are_listed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "fields", "notice", "--format", "json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert [f"|{f.name}" for f in DERIVED if rows[f"|{f.name}"]["example"] != f.example] == []
    assert main(["--lang", "zh", "fields", "通知"]) == 0
    printed_ = capsys.readouterr().out
    assert [f.name for f in DERIVED if f"|{f.name}" not in printed_ or f.sentence in printed_] == []


def test_names_in_the_filters_are_looked_up() -> None:
    tags = ["{{ taks|count_of('项') }}", "{{ measures|sum_of('measur') }}", "{{ tasks|count_of('项') }}"]
    findings = docgen.check_template(word_file(*tags), kind="notice")
    assert [(f.code, f.place.paragraph) for f in findings] == [("T201", 1), ("T206", 2)]


# --- rules


@given(st.decimals(min_value=1, max_value=10**11, places=2), st.integers(0, 3))
def test_near_is_below_the_number_said_and_over_above_it(number: Decimal, decimals: int) -> None:
    quantity = quantity_of(f"{number:f}元")
    said = rough(quantity, decimals)
    true = quantity.amount
    value = quantity_of(said.lstrip("近超")).amount
    assert {"近": true < value, "超": true > value}.get(said[0], true == value)
    assert rough(quantity, decimals, word="约").removeprefix("约") == said.lstrip("近超")


@given(st.fractions(min_value=0, max_value=1, max_denominator=10).filter(lambda f: 0 < f < 1))
def test_a_simple_fraction_is_said_without_a_word_and_exactly(share: Fraction) -> None:
    below, above = fraction(share, Decimal(0)).split("分之")
    assert Fraction(value_of(above) or 0, value_of(below) or 1) == share


@given(st.decimals(min_value=-1000, max_value=1000, places=4), st.integers(0, 4))
def test_half_is_rounded_up_as_in_school(number: Decimal, decimals: int) -> None:
    assert rounded(number, decimals) == number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@given(st.dates(), st.dates())
def test_a_period_says_the_last_day_last(one: datetime.date, other: datetime.date) -> None:
    start, end = sorted([one, other])
    words = period(start, end)
    assert words.startswith(f"{start.year}年{start.month}月{start.day}日")
    assert words.endswith(f"{end.day}日")
    assert words.count("年") == 1 + (start.year != end.year)


# --- plans

FIGURES = """
figures:
  资金: {value: 11780万元, show: 约数}
  专项: {value: 117800000元, show: 简写, digits: 2}
  学校: 36所
  去年学校: 32所
  已设岗: 24所
  未设岗: {difference: [学校, 已设岗]}
  覆盖率: {percent: 已设岗, of: 学校, show: 分数}
  增幅: {growth: [学校, 去年学校], show: 增减}
  报增幅: {value: 12%, growth: [学校, 去年学校], show: 增减}
  报降幅: {value: -11.1%, growth: [去年学校, 学校], show: 增减}
  报平: {value: 0%, growth: [学校, 学校], show: 增减}
  纯增幅: {growth: [去年学校, 学校]}
  倍数: {ratio: [学校, 已设岗]}
  合计: {sum: [资金, 专项]}
  今年率: 63.3%
  去年率: 60.1%
  提高: {difference: [今年率, 去年率]}
  待定: {value: ？万元, show: 约数}
  待定率: {percent: 待定, of: 资金, show: 成}
  待定差: {growth: [待定, 资金]}
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("投入【资金】", "投入近1.2亿元"),
        ("投入【资金｜原数】", "投入11780万元"),
        ("投入【资金|数】元", "投入11780万元"),
        ("投入【资金｜超】", "投入超1.1亿元"),
        ("投入【资金｜约】", "投入约1.2亿元"),
        ("投入【专项】", "投入1.18亿元"),
        ("共【合计】", "共23560万元"),
        ("【覆盖率】的学校", "三分之二的学校"),
        ("占【覆盖率｜原数】", "占66.7%"),
        ("占【覆盖率｜成】", "占近七成"),
        ("学校【增幅】", "学校增长12.5%"),
        ("学校【纯增幅｜增减】", "学校下降11.1%"),
        ("变动【纯增幅】", "变动-11.1%"),
        ("学校【报增幅】、【报降幅】、【报平】", "学校增长12%、下降11.1%、持平"),
        ("是【倍数】", "是1.5倍"),
        ("是【倍数｜数】", "是1.5"),
        ("提高【提高】", "提高3.2个百分点"),
        ("投入【待定】", "投入[【待填：待定】]万元"),
        ("占【待定率】", "占[【待填：待定率】]%"),
        ("变动【待定差】", "变动[【待填：待定差】]%"),
    ],
)
def test_a_figure_of_a_plan_is_shown_in_its_form_and_calculated_as_it_is(text: str, words: str) -> None:
    resolver = Resolver(plan(FIGURES))
    said = settle(resolver.words(Text(text)))
    raw = said.raw.replace("\ufdd0", "[").replace("\ufdd1", "]") if isinstance(said, Marked) else said
    assert raw == words
    assert [f.code for f in resolver.findings if f.is_error] == []


@pytest.mark.parametrize(
    ("figures", "text", "code"),
    [
        ("{甲: 3个, 乙: {growth: [甲]}}", "【乙】", "P280"),
        ("{甲: 3个, 乙: {ratio: [甲, 甲, 甲]}}", "【乙】", "P280"),
        ("{甲: {value: 3个, show: 大约}}", "【甲】", "P156"),
        ("{甲: {value: 3个, show: 分数}}", "【甲】", "P281"),
        ("{甲: {value: 3%, show: 增减}}", "【甲】", "P281"),
        ("{甲: 3个, 乙: 100个, 丙: {percent: 甲, of: 乙, show: 成}}", "【丙】", "P281"),
        ("{甲: {value: 若干, show: 约数}}", "【甲】【甲】", "P212"),
        ("{甲: 3个, 乙: 0个, 丙: {growth: [甲, 乙]}}", "【丙】", "P282"),
        ("{甲: 3个, 乙: 0个, 丙: {ratio: [甲, 乙]}}", "【丙】", "P282"),
        ("{甲: 3个, 乙: -4个, 丙: {growth: [甲, 乙]}}", "【丙】", "P281"),
        ("{甲: 3个, 乙: 4人, 丙: {ratio: [甲, 乙]}}", "【丙】", "P211"),
        ("{甲: 3个}", "【甲｜左右】", "P209"),
    ],
)
def test_a_figure_that_has_not_its_form_is_told_once(figures: str, text: str, code: str) -> None:
    findings: list[Finding] = []
    try:
        resolver = Resolver(plan(f"figures: {figures}\n"))
        resolver.words(Text(text))
        findings = resolver.findings
    except PlanError as exc:
        findings = [*exc.findings]
    assert codes(findings) == [code]
    for language in ("en", "zh_CN"):
        assert "{" not in sentence(findings[0], language)


def test_the_schema_names_the_forms_of_a_figure() -> None:
    figure = docgen.plan_schema("zh_CN")["$defs"]["Figure"]["properties"]
    assert figure["show"]["enum"][:2] == ["简写", "约数"]
    assert figure["growth"]["description"].startswith("增长：")
    assert figure["ratio"]["description"].startswith("倍数：")

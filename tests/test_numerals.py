from __future__ import annotations

import datetime

import pytest

from docgen.numerals import MARKERS, chinese_date, count, numeral, ordinal, parse_date, value_of


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "零"), (1, "一"), (2, "二"), (10, "十"), (11, "十一"), (20, "二十"), (22, "二十二"), (100, "一百"),
        (101, "一百零一"), (110, "一百一十"), (1000, "一千"), (1005, "一千零五"), (2010, "二千零一十"),
        (10000, "一万"), (10005, "一万零五"), (120000, "十二万"), (305000, "三十万五千"),
    ],
)  # fmt: skip
def test_numerals_are_written_as_they_are_read(n: int, words: str) -> None:
    assert numeral(n) == words


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "一"),
        (2, "两"),
        (3, "三"),
        (12, "十二"),
        (20, "二十"),
        (22, "二十二"),
        (200, "二百"),
        (2000, "两千"),
        (20000, "两万"),
    ],
)
def test_two_is_liang_before_a_measure_word_only_when_it_stands_alone_or_before_thousands(n: int, words: str) -> None:
    assert count(n) == words


@pytest.mark.parametrize("n", [-1, 10**16])
def test_numbers_without_a_numeral_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="no Chinese numeral"):
        numeral(n)


@pytest.mark.parametrize(
    ("family", "words"),
    [
        ("一、", "一、 二、 三、"),
        ("（一）", "（一） （二） （三）"),
        ("1.", "1. 2. 3."),
        ("（1）", "（1） （2） （3）"),
        ("①", "① ② ③"),
        ("一是", "一是 二是 三是"),
        ("一要", "一要 二要 三要"),
        ("第一，", "第一， 第二， 第三，"),
        ("首先，", "首先， 其次， 最后，"),
    ],
)
def test_every_family_counts_with_er_and_not_with_liang(family: str, words: str) -> None:
    assert " ".join(ordinal(family, i, 3) for i in range(3)) == words


def test_two_items_in_sequence_words_are_first_and_next() -> None:
    assert [ordinal("首先，", i, 2) for i in range(2)] == ["首先，", "其次，"]


def test_five_items_have_no_sequence_words_and_take_ordinals() -> None:
    assert ordinal("首先，", 4, 5) == "第五，"


def test_a_single_item_has_no_ordinal_and_yao_stays() -> None:
    assert {name: marker.of(0, 1) for name, marker in MARKERS.items() if marker.of(0, 1)} == {"一要": "要", "要": "要"}


def test_dates_are_read_in_two_forms_and_written_without_padding() -> None:
    assert parse_date("2025年09月05日") == parse_date("2025-09-05") == datetime.date(2025, 9, 5)
    assert chinese_date(datetime.date(2025, 9, 5)) == "2025年9月5日"
    assert parse_date("9月5日") is None


def test_a_day_that_does_not_exist_is_no_date() -> None:
    with pytest.raises(ValueError, match="day"):
        parse_date("2025年2月30日")


def test_a_number_without_end_is_no_numeral() -> None:
    assert value_of("9" * 1000) == 10**1000 - 1
    assert value_of("9" * 1001) is value_of("9" * 5000) is None

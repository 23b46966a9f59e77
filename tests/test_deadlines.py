from __future__ import annotations

import pytest

from docgen.deadlines import understand


@pytest.mark.parametrize(
    ("phrase", "date"),
    [
        ("年底前", "2025-12-31"),
        ("年内", "2025-12-31"),
        ("今年年底前", "2025-12-31"),
        ("2026年年底前", "2026-12-31"),
        ("2026年底前", "2026-12-31"),
        ("11月底前", "2025-11-30"),
        ("2月底前", "2025-02-28"),
        ("2028年2月底前", "2028-02-29"),
        ("10月上旬", "2025-10-10"),
        ("10月中旬", "2025-10-20"),
        ("10月下旬", "2025-10-31"),
        ("2026年5月底前", "2026-05-31"),
        ("9月5日前", "2025-09-05"),
        ("明年2月底前", "2026-02-28"),
        ("第三季度末", "2025-09-30"),
        ("上半年", "2025-06-30"),
        ("12月", "2025-12-31"),
        ("2025-11-30", "2025-11-30"),
        ("2025年11月30日", "2025-11-30"),
    ],
)
def test_a_phrase_is_dated_against_the_year_of_the_plan(phrase: str, date: str) -> None:
    due = understand(phrase, 2025).date
    assert due is not None
    assert due.isoformat() == date


@pytest.mark.parametrize("phrase", ["中秋节前", "会后一个月内", "明年春天", "每月15日前", "验收前2月底前"])
def test_a_phrase_that_is_not_understood_whole_gets_no_date(phrase: str) -> None:
    assert understand(phrase, 2025).date is None


def test_a_phrase_without_a_year_says_that_it_needs_one() -> None:
    assert understand("11月底前", None).needs_year
    assert not understand("2026年11月底前", None).needs_year


@pytest.mark.parametrize("phrase", ["2月30日前", "13月底前", "2025-02-30"])
def test_a_day_that_does_not_exist_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        understand(phrase, 2025)


def test_the_last_of_february_is_that_of_the_year_that_is_meant() -> None:
    assert str(understand("明年2月29日前", 2027).date) == "2028-02-29"
    with pytest.raises(ValueError, match="day"):
        understand("明年2月29日前", 2028)
    assert understand("2月29日前", None).needs_year

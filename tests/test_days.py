"""The day that a cell names."""

from __future__ import annotations

import datetime

import pytest

from docgen.ledgers.days import day_of
from docgen.numerals import chinese_date, date_in_words
from docgen.sheets import Cell

DAY = datetime.date(2026, 6, 30)


@pytest.mark.parametrize(
    "value",
    [
        DAY, "2026年6月30日", "2026年06月30日", "2026年6月30号", "2026-6-30", "2026-06-30", "2026/6/30", "2026.6.30", "20260630", 20260630,
        20260630.0, "二〇二六年六月三十日", "二○二六年六月三十日", "二零二六年六月三十日", "30 Jun 2026", "30 June 2026", "Jun 30, 2026",
        "June 30 2026", "30-Jun-2026", "30/6/2026", "6/30/2026", "30.6.2026", "２０２６年６月３０日", "２０２６／６／３０", " 2026 年 6 月 30 日 ",
        "2026年6月\n30日", 46203, 46203.0, "2026-06-30 00:00:00", "2026-06-30T00:00:00", "2026．6．30",
    ],
)  # fmt: skip
def test_a_day_is_read(value: str | float | datetime.date) -> None:
    assert day_of(Cell("A1", value)) == DAY


@pytest.mark.parametrize("value", [None, "", " ", "\u3000\n"])
def test_an_empty_cell_has_no_day(value: str | None) -> None:
    assert day_of(Cell("A1", value)) is None


@pytest.mark.parametrize(
    "value",
    ["3/4/2026", "4-3-2026", "2026年2月30日", "2026年13月1日", "2026-6/30", "2026年6月", "6月30日", "6-30", "26-6-30", "上月底", "2026年6月底",
     "2026年？月？日", 2026, 30, 36525, 73051, 20261301, 2026.5, 46203.5, True, -46203, "46203", "#DIV/0!", "=TODAY()", "99/99/2026", "30 Foo 2026",
     "二〇二六年十三月一日", "2026063", "2026-06-30 08:30:00", "2026年6月30日前", "2026年6月30日至7月1日", "00000000", "30/6/0000"],
)  # fmt: skip
def test_what_is_no_day_or_may_be_two_is_refused(value: str | float) -> None:
    with pytest.raises(ValueError, match=r".+"):
        day_of(Cell("A1", value))


def test_no_formula_is_a_day() -> None:
    with pytest.raises(ValueError, match="formula"):
        day_of(Cell("A1", "2026-06-30", is_formula=True))


def test_any_day_comes_back_from_each_form() -> None:
    first = datetime.date(2000, 1, 1)
    for days in range(0, 36000, 97):
        day = first + datetime.timedelta(days)
        forms = [
            chinese_date(day),
            date_in_words(day),
            day.isoformat(),
            f"{day:%Y%m%d}",
            f"{day:%Y.%m.%d}",
            f"{day:%d %b %Y}",
            f"{day:%B %d, %Y}",
        ]
        assert {day_of(Cell("A1", form)) for form in forms} == {day}
        assert day_of(Cell("A1", 36526 + days)) == day

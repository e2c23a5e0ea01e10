"""Days as the readers of the pages know them."""

from datetime import UTC, date, datetime

from webapp.days import chinese_date, day_in_china


def test_days_are_those_of_china():
    assert day_in_china(datetime(2026, 11, 21, 20, tzinfo=UTC)) == date(2026, 11, 22)
    assert day_in_china(datetime(2026, 11, 21, 15, 59, tzinfo=UTC)) == date(2026, 11, 21)


def test_days_are_written_as_offices_write_them():
    assert chinese_date(date(2021, 1, 13)) == "2021年1月13日"

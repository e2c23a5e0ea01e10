"""Days as those who read these pages know them: which one it is, which one it was, how it is written."""

from datetime import date, datetime, timedelta, timezone
from typing import Final

_CHINA: Final = timezone(timedelta(hours=8))


def today() -> date:
    """Return the day on which a reader quotes or looks something up."""
    return date.today()  # noqa: DTZ011 - the reader's own day is meant


def day_in_china(moment: datetime) -> date:
    """Return the day on which something happened, by the clock of those who read about it."""
    return moment.astimezone(_CHINA).date()


def chinese_date(day: date) -> str:
    """Return a day as Chinese offices write it: 2021年1月13日."""
    return f"{day.year}年{day.month}月{day.day}日"

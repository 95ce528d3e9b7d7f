"""Days of a saved report, and when its letters are due."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

# Nine in the morning, as all letters that have no hour of their own.
HOUR = 9
# Beyond so many rows a letter carries no file: the page has them all.
MOST_ROWS = 5000


def days_of(span: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a span ("month", "year", "calendar", "all") as seen from `today`."""
    begin = today.replace(day=1)
    if span == "month":
        return begin - relativedelta(months=1), begin - timedelta(days=1)
    if span == "year":
        return today - relativedelta(years=1), today
    if span == "calendar":
        return today.replace(month=1, day=1), today
    return None, None

"""Real series go on by their own rules for 24 months."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from events.rules.recurrence import canonical, local_time_of, occurrences

HERE = Path(__file__).resolve().parents[1]
FILES = {
    "of the fixture": HERE / "fixtures" / "monthly_meetings.csv",
    "of the whole file": HERE.parents[1] / "shared" / "real" / "monthly_meetings.csv",
}


def series_of(path: Path) -> dict[str, tuple[str, str]]:
    """Name -> (rule, zone) of every series that has a rule."""
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine: only the committed fixture is proven.")
    with path.open(encoding="utf-8") as file:
        return {row["series"]: (row["rule"], row["timezone"]) for row in csv.DictReader(file)
                if row["rule"]}  # fmt: skip


@pytest.mark.parametrize("path", FILES.values(), ids=FILES.keys())
def test_every_series_goes_on_for_24_months_as_an_independent_reader_says(path):
    start, end = datetime(2027, 1, 1, tzinfo=UTC), date(2028, 12, 31)
    found = series_of(path)

    for rule, zone in found.values():
        at = local_time_of(rule)
        ours = occurrences(canonical(rule), at, zone, start - timedelta(seconds=1), 200)
        walls = [day.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for day in ours]
        read = rrulestr(rule, dtstart=datetime(2027, 1, 1))  # noqa: DTZ001  wall-clock time

        expected = read.between(datetime(2027, 1, 1), datetime(2028, 12, 31, 23))  # noqa: DTZ001
        assert [wall for wall in walls if wall.date() <= end] == expected
        assert {(wall.hour, wall.minute) for wall in walls} == {(at.hour, at.minute)}
        assert len({(wall.year, wall.month) for wall in expected}) == 24

    assert found

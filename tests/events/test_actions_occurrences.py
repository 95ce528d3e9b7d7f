"""Days of a rule become meetings, months ahead; one moved or skipped never breaks the rule."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.actions import meetings, occurrences
from events.actions import series as actions
from events.actions.refusals import NotPossible
from events.models import Meeting, Occurrence
from tests.events.scenes import NOON, a_meeting, a_series, a_venue

pytestmark = pytest.mark.django_db
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]


def days(made: list[Meeting]) -> list[str]:
    return [row.starts_at.astimezone(ZoneInfo(row.timezone)).date().isoformat() for row in made]


def drafted(series, count=2) -> list[str]:
    return days(occurrences.draft_next(series=series, by=None, at=NOON, count=count))


def test_a_year_is_made_at_once_and_a_second_time_adds_nothing():
    series = a_series()
    last = date(2027, 6, 14)

    made = occurrences.draft_until(series=series, last=last, by=None, at=NOON)
    again = occurrences.draft_until(series=series, last=last, by=None, at=NOON)

    assert (len(made), again) == (12, [])
    assert days(made)[:2] == ["2026-07-14", "2026-08-11"]


@pytest.mark.parametrize("shift", [-20, -1, 1, 40])
def test_a_moved_meeting_leaves_the_rule_where_it_was(shift):
    series = a_series(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    [first] = occurrences.draft_next(series=series, by=None, at=NOON)
    [day] = days([first])
    later = datetime.fromisoformat(day).date()

    to = first.starts_at + timedelta(days=max(shift, 0) or 30 + shift)
    meetings.move(meeting=first, by=None, at=NOON, starts_at=to)

    assert drafted(series) == [str(later + timedelta(days=14)), str(later + timedelta(days=28))]


def test_a_skipped_day_is_not_brought_again_and_can_be_brought_back():
    series = a_series()
    [first] = occurrences.draft_next(series=series, by=None, at=NOON)

    assert occurrences.skip(meeting=first, by=None, at=NOON)
    assert not occurrences.skip(meeting=first, by=None, at=NOON)
    assert drafted(series, 1) == ["2026-08-11"]
    assert occurrences.unskip(meeting=first, by=None, at=NOON)
    assert (first.state, first.cancelled_at) == ("draft", None)


def test_an_announced_meeting_is_not_skipped_in_silence():
    with pytest.raises(NotPossible, match="cancel it with notice"):
        occurrences.skip(meeting=a_meeting(), by=None, at=NOON)


def test_the_last_meeting_is_copied_to_the_next_day_of_the_rule():
    venue = a_venue()
    last = a_meeting(10, series=a_series(), venue=venue, guest_limit=5, summary="Bring a cup.")

    made = actions.copy_last(series=last.series, by=None, at=NOON)

    assert (days([made]), made.state, made.topic) == (["2026-07-14"], "draft", "")
    assert (made.venue, made.guest_limit, made.summary) == (venue, 5, "Bring a cup.")


def test_a_series_that_never_met_has_nothing_to_copy():
    with pytest.raises(NotPossible, match="nothing to copy"):
        actions.copy_last(series=a_series(), by=None, at=NOON)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("rule", "at"),
    [("FREQ=MONTHLY;BYDAY=2TU", time(19)), ("FREQ=MONTHLY;BYMONTHDAY=31", time(19)),
     ("FREQ=MONTHLY;BYDAY=5TU", time(12, 30)), ("FREQ=WEEKLY;BYDAY=SU", time(3, 30))],
)  # fmt: skip
def test_meetings_made_for_a_year_keep_their_wall_time_in_every_zone(zone, rule, at):
    series = a_series(timezone=zone, rule=rule, local_time=at)

    made = occurrences.draft_until(series=series, last=date(2027, 6, 14), by=None, at=NOON)

    assert {row.starts_at.astimezone(ZoneInfo(zone)).time() for row in made} == {at}
    assert {row.ends_at - row.starts_at for row in made} == {timedelta(hours=2)}


@pytest.mark.parametrize(
    ("zone", "at", "day", "wall"),
    [
        ("Europe/Berlin", time(2, 30), "2027-03-28", "03:30+02:00"),
        ("America/New_York", time(2, 30), "2027-03-14", "03:30-04:00"),
        ("Australia/Lord_Howe", time(2, 10), "2026-10-04", "02:40+11:00"),
        ("Europe/Berlin", time(2, 30), "2026-10-25", "02:30+02:00"),
        ("America/New_York", time(1, 30), "2026-11-01", "01:30-04:00"),
        ("Australia/Lord_Howe", time(1, 45), "2027-04-04", "01:45+11:00"),
        ("Asia/Kathmandu", time(2, 30), "2027-03-28", "02:30+05:45"),
    ],
)
def test_gap_moves_forward_and_fold_means_the_first_coming(zone, at, day, wall):
    series = a_series(timezone=zone, rule="FREQ=WEEKLY;BYDAY=SU", local_time=at)

    made = occurrences.draft_until(series=series, last=date(2027, 5, 1), by=None, at=NOON)

    found = {
        start.date().isoformat(): f"{start:%H:%M}{start.isoformat()[-6:]}"
        for start in (row.starts_at.astimezone(ZoneInfo(zone)) for row in made)
    }
    assert found[day] == wall


@pytest.mark.parametrize("zone", ZONES)
def test_a_leap_day_series_waits_for_leap_years(zone):
    series = a_series(timezone=zone, rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")

    assert drafted(series) == ["2028-02-29", "2032-02-29"]


def test_every_day_dealt_with_is_kept_in_its_place():
    series = a_series()
    drafted(series)

    assert list(Occurrence.objects.values_list("on", flat=True)) == [
        date(2026, 7, 14), date(2026, 8, 11),
    ]  # fmt: skip
    assert datetime(2026, 7, 14, 17, tzinfo=UTC) == Meeting.objects.earliest("starts_at").starts_at

"""A year of daily ticks over twelve seats, counted warning by warning."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from association.actions import tick
from outbox.models import Letterhead, Message
from roles.actions import posts, terms
from roles.models import Role
from roles.queries import board_on, can_appoint
from tests.roles.characters import AT, person, seat, term

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def letterhead() -> Letterhead:
    return Letterhead.objects.create(name="The Circle", timezone="Europe/Berlin", founded_at=AT)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def twelve_seats() -> None:
    """Twelve committee seats whose terms end on the first of each month of 2026, one followed."""
    role = posts.ensure(
        title="Committee", body=Role.Body.COMMITTEE, by=None, at=AT, seats=12, term_months=12
    )
    for month, where in enumerate(role.seats.order_by("number"), 1):
        ends = date(2026, month, 1) + timedelta(days=14)
        holder = person(f"Member {month}", log_in=False)
        terms.appoint(
            seat=where, person=holder, period=DateRange(date(2025, 1, 1), ends), by=None,
            at=AT, via="setup",
        )  # fmt: skip
    follower = person("A successor", log_in=False)
    terms.appoint(
        seat=role.seats.get(number=12), person=follower, by=None, at=AT, via="setup",
        period=DateRange(date(2026, 12, 15), date(2027, 12, 15)),
    )  # fmt: skip


def warnings() -> Counter:
    rows = Message.objects.filter(kind="term.ending").values_list("about__stage", flat=True)
    return Counter(rows)


def expected() -> Counter:
    """Each end inside the year's sight is told once a stage; the first day tells only the newest;
    the seat with a successor is silent; the successor's own end lies beyond."""
    found: Counter = Counter()
    for month in range(1, 12):
        left = (date(2026, month, 15) - START).days
        passed = [stage for stage in (180, 90, 60, 30) if left <= stage]
        first = min(passed, default=None)
        found.update(stage for stage in (180, 90, 60, 30) if stage == first or stage < left)
    return found


@pytest.mark.long
def test_each_warning_of_a_year_goes_out_once() -> None:
    twelve_seats()

    for number in range(365):
        tick.run(at=noon(START + timedelta(days=number)))

    assert warnings() == expected()
    assert sum(warnings().values()) == Message.objects.values("dedupe_key").distinct().count()


@pytest.mark.broad
def test_the_tick_of_the_command_finds_the_same_and_a_rerun_adds_nothing() -> None:
    twelve_seats()
    month = [START + timedelta(days=number) for number in range(0, 60, 15)]

    queued = [tick.run(at=noon(day)).get("term.ending", 0) for day in month for _twice in "ab"]

    told = [count for count in queued if count]
    assert queued[1::2] == [0] * len(month)
    assert sum(told) == Message.objects.filter(kind="term.ending").count()


def test_a_committee_expired_for_over_a_year_is_red_and_somebody_can_still_appoint() -> None:
    day = date(2027, 6, 1)
    for number in range(3):
        where = seat(f"Council {number}", "Board admin" if number == 0 else "Secretary")
        term(where, person(f"Former {number}"), "2025-01-01", "2026-01-01")

    terms.keep(today=day, at=noon(day))

    assert [view.state for view in board_on(day)] == ["holdover", "vacant", "vacant"]
    assert can_appoint(day).get().person.name == "Former 0"

"""A year of mornings: the ladder of renewal letters, with nights on which nothing ran."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from members.actions import memberships
from members.models import Payment
from members.queries import standing
from outbox.models import Message
from tests.events.scenes import a_letterhead
from tests.members.factories import a_member

pytestmark = pytest.mark.django_db

JOINED = date(2026, 1, 10)
EXPIRY = date(2027, 1, 10)
LADDER = [-60, -30, -15, -3, 0, 7, 21, 30, 60, 120]


@pytest.fixture
def member():
    a_letterhead(
        founded_at=datetime(2025, 1, 1, tzinfo=UTC), released_at=datetime(2025, 1, 2, tzinfo=UTC)
    )
    return a_member("A Member", "member@example.org", start=JOINED)


def morning(day: date) -> dict:
    """What `tick` queues at 09:05 association time, and what the worker then sends."""
    moment, out = f"{day}T09:05", io.StringIO()
    call_command("tick", "--at", moment, stdout=out)
    call_command("deliver", "--at", moment, stdout=io.StringIO())
    return json.loads(out.getvalue())["queued"]


def mornings(first: date, last: date, *, without: tuple[date, ...] = ()) -> None:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for day in days:
        if day not in without:
            morning(day)


def notices(**more) -> list[int]:
    """Stages of the renewal letters, in the order they were queued."""
    rows = Message.objects.filter(kind="membership.notice", **more).order_by("id")
    return [about["stage"] for about in rows.values_list("about", flat=True)]


@pytest.mark.broad
def test_every_stage_is_sent_once_to_a_member_who_never_answers(member):
    stages = [EXPIRY + timedelta(days=stage) for stage in LADDER]

    for day in stages:
        mornings(day - timedelta(days=1), day + timedelta(days=1))

    assert notices(state="sent") == LADDER


def test_a_second_run_of_the_same_morning_adds_nothing(member):
    day = EXPIRY - timedelta(days=30)

    first, second = morning(day), morning(day)

    assert (first.get("membership.notice"), second.get("membership.notice", 0)) == (1, 0)


def test_after_an_outage_only_the_newest_stage_goes_out(member):
    morning(EXPIRY - timedelta(days=60))

    morning(EXPIRY + timedelta(days=8))

    assert notices() == [-60, 7]


def test_a_missed_night_is_made_good(member):
    day = EXPIRY - timedelta(days=30)

    mornings(day - timedelta(days=2), day + timedelta(days=3), without=(day,))

    assert notices() == [-60, -30]


@pytest.mark.long
def test_a_payment_stops_the_ladder_and_withdraws_what_waits(member):
    morning(EXPIRY - timedelta(days=30))
    call_command("tick", "--at", f"{EXPIRY - timedelta(days=15)}T05:00", stdout=io.StringIO())

    memberships.record_payment(
        person=member,
        cents=12000,
        method=Payment.Method.TRANSFER,
        received_on=EXPIRY - timedelta(days=15),
        by=None,
        at=datetime(2026, 12, 26, 5, 30, tzinfo=UTC),
    )
    mornings(EXPIRY - timedelta(days=15), EXPIRY + timedelta(days=40))

    assert notices(state="sent") == [-30]
    assert notices(state="superseded") == [-15]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-200, "active"), (-30, "due"), (5, "grace"), (31, "lapsed")],
)
def test_standing_follows_the_days_without_any_job(member, days, expected):
    assert standing(member, EXPIRY + timedelta(days=days)) == expected

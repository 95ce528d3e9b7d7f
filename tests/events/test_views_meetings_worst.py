"""What the page of a meeting costs where there is everything to show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from events.actions import prices
from events.models import Link, Needs, Paper, Rsvp, Speaking, Talk
from members.models import Person
from roles.actions import groups, terms
from roles.models import Role, Seat
from tests.events.cast import browser, evening
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting, members, say

pytestmark = pytest.mark.django_db
LIMIT = 12


def a_full_evening():
    """Tonight's meeting with two seats, a price, papers, links, a talk and a guest in it."""
    meeting = a_meeting(0, capacity=4, guest_limit=2)
    prices.set_price(meeting=meeting, member_cents=1200, guest_cents=2000, by=None, at=NOON)
    for kind, more in (
        ("agenda", {"state": "approved", "approved_at": NOON}),
        ("minutes", {"state": "draft"}),
    ):
        Paper.objects.create(meeting=meeting, kind=kind, text="x", written_at=NOON, **more)
    Link.objects.create(meeting=meeting, label="A link", url="https://example.org/", added_at=NOON)
    talk = Talk.objects.create(meeting=meeting, title="A talk")
    Speaking.objects.create(meeting=meeting, talk=talk, printed_name="A Speaker")
    say(meeting, members(1)[0], "going", "A Guest")
    return meeting


def a_seat(person: Person, *names: str) -> None:
    """A term of a role with these groups."""
    role = Role.objects.create(title="A role", body=Role.Body.COMMITTEE)
    role.groups.set([groups.ensure()[name] for name in names])
    seat = Seat.objects.get_or_create(role=role, number=1)[0]
    period = DateRange((NOON - timedelta(days=30)).date(), (NOON + timedelta(days=300)).date())
    terms.appoint(
        seat=seat, person=person, period=period, kind="appointed", by=None, at=NOON, via="setup"
    )


def a_viewer(who: str, meeting) -> Person | None:
    """A stranger, or a member with a guest and needs who is going or waits, maybe an officer."""
    if who == "stranger":
        return None
    [viewer, other] = members(2)
    a_login(viewer, "viewer@example.org")
    if who == "waiting":
        say(meeting, other, "going", "Another Guest")
    say(meeting, viewer, "going", "My Guest")
    seat = Rsvp.objects.get(meeting=meeting, person=viewer)
    Needs.objects.create(rsvp=seat, diet="vegan", told_at=NOON)
    if who == "organizer":
        a_seat(viewer, "Organizer", "Secretary")
    return viewer


@pytest.mark.parametrize("minutes", [-30, 200], ids=["at the door", "afterwards"])
@pytest.mark.parametrize("who", ["stranger", "going", "waiting", "organizer"])
def test_the_page_costs_at_most_twelve_queries_with_everything_to_show(who, minutes, time_machine):
    time_machine.move_to(NOON)
    a_letterhead()
    meeting = a_full_evening()
    client = browser(a_viewer(who, meeting))
    time_machine.move_to(evening(minutes))
    client.get(meeting.get_absolute_url())

    with CaptureQueriesContext(connection) as seen:
        page = client.get(meeting.get_absolute_url())

    assert page.status_code == 200
    assert len(seen) <= LIMIT

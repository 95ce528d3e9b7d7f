"""Four promises to everybody who joins for the first time, seen and settled on one board."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from association.actions import newcomers
from association.queries.newcomers import pipeline, sponsor_of
from events.actions import attendance, rsvp
from members.actions import memberships, sponsors, welcome
from members.models import Person, WelcomePromise
from outbox.models import Message
from outbox.queries import local_day
from tests.events.scenes import a_letterhead, a_login, a_member, a_person
from tests.members.factories import a_plan
from tests.security.scene import browser, evening, seated

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def letterhead():
    now = timezone.now()
    return a_letterhead(founded_at=now, released_at=now)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def chair():
    person = a_person("A Chair", "chair@example.org")
    a_login(person, "chair@example.org")
    seated(person, "Membership chair", "Membership")
    return person


@pytest.fixture
def organizer():
    person = a_person("An Organizer", "organizer@example.org")
    seated(person, "Organizer", "Organizer")
    return person


def a_newcomer(days: int = 0, name: str = "A Newcomer") -> Person:
    return a_member(name, start=local_day(timezone.now()) - days * DAY)


def keep() -> int:
    at = timezone.now()
    return newcomers.keep(today=local_day(at), at=at)


def promises() -> list[tuple]:
    rows = WelcomePromise.objects.order_by("due_on")
    return list(rows.values_list("kind", "state", "owner__name"))


def test_a_first_timer_is_promised_four_things_with_owners_and_days(chair, organizer):
    newcomer = a_newcomer()

    assert (keep(), keep()) == (1, 0)

    assert promises() == [
        ("call", "open", "A Chair"),
        ("host", "open", "An Organizer"),
        ("meeting", "open", "A Chair"),
        ("job", "open", "An Organizer"),
    ]
    days = [(one.due_on - newcomer.joined_on).days for one in newcomer.promises.all()]
    assert days == [7, 14, 45, 90]


def test_each_owner_gets_one_letter(chair, organizer):
    a_newcomer()

    keep()
    keep()

    told = Message.objects.filter(kind="newcomer.promised").order_by("to")
    assert [m.to for m in told] == ["chair@example.org", "organizer@example.org"]


def test_who_brought_the_guest_is_the_host(chair, now):
    host = a_member("A Host", start=local_day(now) - 200 * DAY)
    rsvp.answer(
        meeting=evening(48), person=host, answer="going", guests=["A Friend"], by=host, at=now
    )
    guest = Person.objects.get(name="A Friend")
    memberships.join(person=guest, plan=a_plan(), start=local_day(now), by=None, at=now)

    keep()

    assert guest.promises.get(kind="host").owner == host


def test_whom_an_officer_named_goes_before_the_host_of_the_first_visit(now):
    today = local_day(now)
    host, named = (a_member(name, start=today - 200 * DAY) for name in ("A Host", "A Sponsor"))
    rsvp.answer(
        meeting=evening(48), person=host, answer="going", guests=["A Friend"], by=host, at=now
    )
    guest = Person.objects.get(name="A Friend")
    memberships.join(person=guest, plan=a_plan(), start=today, by=None, at=now)
    keep()
    found = []

    for sponsor in (None, named, None):
        sponsors.name(person=guest, sponsor=sponsor, by=None, at=now)
        [joined] = [row for row in pipeline(today)[3].page if row.pk == guest.pk]
        found.append((sponsor_of(guest, today), joined.sponsor))

    assert found == [(host, "A Host"), (named, "A Sponsor"), (host, "A Host")]


def test_a_sponsor_who_has_left_hosts_nobody(now):
    newcomer, gone = a_newcomer(), a_person("A Lapsed Member")

    sponsors.name(person=newcomer, sponsor=gone, by=None, at=now)

    assert sponsor_of(newcomer, local_day(now)) is None


@pytest.mark.parametrize("days", [91, 400])
def test_who_has_been_here_for_long_is_promised_nothing(days):
    a_newcomer(days)

    assert (keep(), promises()) == (0, [])


def test_who_comes_back_is_no_newcomer(now):
    person = a_newcomer(800)
    memberships.record_payment(person=person, by=None, at=now, method="cash")

    assert keep() == 0


def test_the_first_meeting_follows_the_door_and_its_undo(chair, now):
    newcomer, tonight = a_newcomer(3), evening()
    keep()

    attendance.check_in(meeting=tonight, person=newcomer, by=None, at=now)
    keep()
    assert newcomer.promises.get(kind="meeting").state == "done"

    attendance.undo(meeting=tonight, person=newcomer, by=None, at=now)
    keep()
    assert newcomer.promises.get(kind="meeting").state == "open"


def test_a_promise_is_settled_once_and_opened_again(chair, now):
    a_newcomer()
    keep()
    call = WelcomePromise.objects.get(kind="call")

    assert welcome.done(promise=call, by=chair, at=now)
    assert not welcome.waive(promise=call, by=chair, at=now)
    assert welcome.reopen(promise=call, by=chair, at=now)
    assert not welcome.reopen(promise=call, by=chair, at=now)


def test_the_board_settles_with_one_tap_and_offers_the_undo(chair):
    a_newcomer()
    keep()
    call = WelcomePromise.objects.get(kind="call")

    page = browser(chair).post(reverse("newcomer-done", args=[call.pk]), follow=True)

    call.refresh_from_db()
    assert (call.state, call.settled_by) == ("done", chair)
    assert reverse("newcomer-reopen", args=[call.pk]) in page.content.decode()


def test_a_promise_is_handed_to_somebody_with_a_seat_who_is_told(chair, organizer):
    a_newcomer()
    keep()
    Message.objects.all().delete()
    call = WelcomePromise.objects.get(kind="call")
    path = reverse("newcomer-hand-over", args=[call.pk])

    browser(chair).post(path, {"owner": a_person("A Nobody").pk})
    browser(chair).post(path, {"owner": organizer.pk})

    call.refresh_from_db()
    assert call.owner == organizer
    assert [m.to for m in Message.objects.all()] == ["organizer@example.org"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_costs_the_same_for_one_and_for_three(
    chair, number, django_assert_max_num_queries
):
    for n in range(number):
        a_newcomer(name=f"Newcomer Nr{n}")
    keep()
    desk = browser(chair)

    with django_assert_max_num_queries(12):
        page = desk.get("/newcomers/")
    assert len(page.context["page"]) == number


def test_the_way_of_guests_shows_every_step_with_who_brought_them(chair, now):
    host = a_member("A Host", start=local_day(now) - 200 * DAY)
    tonight = evening()
    attendance.walk_in(meeting=tonight, name="A Guest", host=host, by=None, at=now)

    page = browser(chair).get("/newcomers/guests/")

    steps = {step.key: [p.name for p in step.page] for step in page.context["stages"]}
    assert steps == {"first": ["A Guest"], "again": [], "applied": [], "joined": []}
    assert b"brought by A Host" in page.content


def test_without_a_seat_there_is_no_board():
    member = a_member("A Member")
    a_login(member, "member@example.org")

    assert [browser(member).get(p).status_code for p in ("/newcomers/", "/newcomers/guests/")] == [
        403,
        403,
    ]
    assert Client().get("/newcomers/").status_code == 302

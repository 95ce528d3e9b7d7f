"""Open to: to whom a signal shows, and for how long; and the page between jobs."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from members.actions import people
from members.models import Basis, Membership
from network.actions import participation, signals, ties
from network.models import CoffeeWish, Signal
from network.queries.signals import seen, talent_seat
from roles.models import Role, Seat
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login
from tests.network.cast import TODAY, a_friend, an_evening

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """Juniper, whom Hazel met, and Rowan, whom nobody met."""
    with time_machine.travel(NOON, tick=False):
        a_letterhead()
        found = [a_friend(f"{name} Moor") for name in ("Juniper", "Hazel", "Rowan")]
        for person in found:
            a_login(person, f"{person.first_name.lower()}@example.org")
        an_evening(TODAY - timedelta(days=20), *found[:2])
        ties.recompute(today=TODAY)
        yield found


def readers(three):
    """Who of the other two finds a signal."""
    return [seen(one, TODAY).count() for one in three[1:]]


@pytest.mark.parametrize(
    ("audience", "found"), [("members", [1, 1]), ("met", [1, 0]), ("helpers", [0, 0])]
)
def test_a_signal_shows_to_whom_its_member_chose(three, audience, found):
    signals.say(person=three[0], kind="job", audience=audience, at=NOON)

    assert (readers(three), seen(three[0], TODAY).count()) == (found, 0)


def test_only_who_offered_to_help_finds_what_is_for_helpers(three):
    signals.say(person=three[0], kind="job", audience="helpers", at=NOON)
    signals.say(person=three[2], kind="helping", audience="met", at=NOON)

    assert readers(three) == [0, 1]


@pytest.mark.parametrize("name", ["nobody", "met"])
def test_who_hides_the_name_is_not_shown_by_a_signal(three, name):
    signals.say(person=three[0], kind="speaking", audience="members", at=NOON)
    people.show(person=three[0], choices={"name": name}, by=three[0], at=NOON)

    assert readers(three) == [0, 0]


def test_it_runs_out_after_sixty_days_and_is_deleted(three):
    signals.say(person=three[0], kind="job", audience="members", at=NOON)

    last, over = TODAY + timedelta(days=60), TODAY + timedelta(days=61)

    assert (seen(three[1], last).count(), seen(three[1], over).count()) == (1, 0)
    assert signals.forget(at=NOON + timedelta(days=61)) == 1


def test_who_leaves_the_network_takes_it_along(three):
    signals.say(person=three[0], kind="job", audience="members", at=NOON)

    participation.leave(person=three[0], at=NOON)

    assert Signal.objects.count() == 0


def test_it_is_said_and_taken_back_on_the_page(three):
    client, url = browser(three[0]), reverse("signals")

    said = client.post(url, {"kind": "job", "audience": "met", "words": "bookkeeping"})
    bad = client.post(url, {"kind": "flying", "audience": "met"})

    assert (said.status_code, bad.status_code) == (303, 422)
    assert "bookkeeping" in browser(three[1]).get(url).text
    client.post(reverse("signal-back"), {"kind": "job"})
    assert Signal.objects.count() == 0


def test_one_switch_defers_the_dues_and_shows_nobody_anything(three):
    client, url = browser(three[0]), reverse("between")
    Role.objects.create(title="Archivist", body="standing", skills="bookkeeping")
    client.get(url)

    answer = client.post(url, {"months": "6"})

    row = Membership.objects.get(basis=Basis.BETWEEN_JOBS)
    assert (answer.status_code, row.person, row.dues_cents) == (303, three[0], 0)
    assert (Signal.objects.count(), CoffeeWish.objects.count()) == (0, 0)
    assert "Nobody is told." in client.get(url).text


def test_more_than_twelve_months_are_refused_with_the_reason(three):
    client, url = browser(three[0]), reverse("between")

    codes = [client.post(url, {"months": "12"}).status_code for _ in range(2)]

    assert codes == [303, 422]


def test_one_vacant_role_that_asks_for_a_skill_is_named(three):
    for title, body in (("Chair", "board"), ("Archivist", "standing")):
        Seat.objects.create(role=Role.objects.create(title=title, body=body, skills="bookkeeping"))
    three[0].skills = "bookkeeping, rowing"

    assert talent_seat(three[0], TODAY).role.title == "Archivist"
    assert talent_seat(three[1], TODAY) is None

"""The pages of the network in a member's hands."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from network.actions import notes, ties
from network.models import Cadence, Participant, Touch
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login
from tests.network.cast import TODAY, a_friend, an_evening
from tests.network.test_queries_losing import LONG_AGO

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def pair(now):
    a_letterhead()
    one, other = a_friend("Juniper Reed"), a_friend("Hazel Moor")
    a_login(one, "juniper@example.org")
    an_evening(LONG_AGO, one, other)
    ties.recompute(today=TODAY)
    return one, other


def test_a_member_says_we_spoke_and_takes_it_back(pair):
    one, other = pair
    client = browser(one)
    before = client.get(reverse("network")).content.decode()
    said = client.post(reverse("network-spoke", args=[other.uid]), follow=True).content.decode()
    touch = Touch.objects.get()

    client.post(reverse("network-undo", args=[touch.pk]))

    assert ("Hazel Moor" in before, "Noted: you were in touch with Hazel." in said) == (True, True)
    assert (touch.channel, touch.on, Touch.objects.count()) == ("call", TODAY, 0)


def test_who_was_never_met_is_not_found_on_any_page(pair):
    stranger = a_friend("A Stranger")
    client = browser(pair[0])
    pages = ["network-person", "network-spoke", "network-rhythm"]

    answers = [
        client.get(reverse(pages[0], args=[stranger.uid])).status_code,
        *(client.post(reverse(name, args=[stranger.uid])).status_code for name in pages[1:]),
    ]

    assert answers == [404, 404, 404]
    assert Touch.objects.count() == 0


def test_a_note_of_a_day_to_come_is_refused_and_nothing_typed_is_lost(pair):
    url = reverse("network-spoke", args=[pair[1].uid])
    answer = browser(pair[0]).post(url, {"on": "2026-12-24", "note": "about the boat"})

    assert answer.status_code == 422
    assert "Choose a day that has been." in answer.text
    assert "about the boat" in answer.text
    assert Touch.objects.count() == 0


def test_nobody_else_can_read_or_take_back_a_note(pair):
    one, other = pair
    touch = notes.spoke(
        writer=one, person=other, channel="call", on=TODAY, at=NOON, note="his mother is ill"
    )
    a_login(other, "hazel@example.org")
    client = browser(other)

    page = client.get(reverse("network-person", args=[one.uid]))
    client.post(reverse("network-undo", args=[touch.pk]))

    assert "his mother is ill" not in page.text
    assert Touch.objects.count() == 1


@pytest.mark.parametrize(
    ("chosen", "row"),
    [
        ({"rhythm": "91"}, (91, False)),
        ({"rhythm": "never"}, (None, True)),
        ({"rhythm": "usual"}, None),
    ],
)
def test_a_rhythm_is_kept(pair, chosen, row):
    browser(pair[0]).post(reverse("network-rhythm", args=[pair[1].uid]), chosen)

    assert Cadence.objects.values_list("days", "never").first() == row


def test_who_was_not_told_comes_to_the_choice_and_may_leave_it(now):
    a_letterhead()
    newcomer = a_friend("A Newcomer")
    a_login(newcomer, "new@example.org")
    Participant.objects.all().delete()
    client = browser(newcomer)
    sent = client.get(reverse("network"))
    client.post(reverse("network-leave"))
    left = Participant.objects.get()
    client.post(reverse("network-take-part"), {"choice": "1", "findable": "1"})

    back = Participant.objects.get()
    assert (sent.status_code, sent.headers["Location"]) == (303, reverse("network-privacy"))
    assert (left.left_at, back.left_at, back.findable) == (NOON, None, True)


def test_a_stranger_is_asked_to_sign_in():
    answer = Client().get(reverse("network"))

    assert answer.status_code == 302


def test_the_people_met_are_searched_and_cost_the_same(pair, django_assert_num_queries):
    client = browser(pair[0])
    client.get(reverse("network-people"))
    counts = []
    for more in (0, 9):
        for n in range(more):
            an_evening(LONG_AGO, pair[0], a_friend(f"Friend {n}"))
        ties.recompute(today=TODAY)
        with django_assert_num_queries(20) as queries:
            page = client.get(reverse("network-people"), {"q": ""})
        counts.append(len(queries))

    found = client.get(reverse("network-people"), {"q": "haz"})

    assert ("Hazel Moor" in page.text, "Friend 8" in page.text) == (True, True)
    assert ("Hazel Moor" in found.text, "Friend 8" in found.text) == (True, False)

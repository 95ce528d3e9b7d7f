"""Lunch and coffee in a member's hands: proposals, tables, and the question afterwards."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from members.models import Person
from members.tokens import person_link
from network.actions import coffee_asks, proposals, ties
from network.models import Pairing, PairingSeat, Proposal, Tie
from outbox import delivery
from outbox.models import Message
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login
from tests.network.cast import TODAY, a_friend, an_evening
from tests.network.test_actions_coffees import LATER, TIMES, asked, lunch, seat
from tests.network.test_queries_losing import LONG_AGO

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def pair(now):
    a_letterhead()
    people = a_friend("Juniper Reed"), a_friend("Hazel Moor")
    for person in people:
        a_login(person, f"{person.first_name.lower()}@example.org")
    an_evening(LONG_AGO, *people)
    ties.recompute(today=TODAY)
    return people


def page(person: Person) -> str:
    return browser(person).get(reverse("coffee")).text


def test_three_times_are_offered_and_sent(pair):
    client = browser(pair[0])
    url = reverse("network-propose", args=[pair[1].uid])
    form = client.get(url).context["form"]
    given = {
        name: form[name].value().strftime("%Y-%m-%dT%H:%M")
        for name in form.fields
        if form[name].value() and name not in ("kind", "words")
    }

    answer = client.post(url, given | {"kind": "lunch", "words": "About the boat."})

    row = Proposal.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("coffee"))
    assert (row.words, len(set(row.times))) == ("About the boat.", 3)


def test_times_gone_by_are_refused_and_nothing_typed_is_lost(pair):
    url = reverse("network-propose", args=[pair[1].uid])
    times = dict.fromkeys(("first", "second", "third"), "2020-01-01T12:30")

    answer = browser(pair[0]).post(url, times | {"kind": "lunch", "words": "About the boat."})

    assert answer.status_code == 422
    assert "Choose three different times" in answer.text
    assert "About the boat." in answer.text


def test_nobody_proposes_to_who_was_never_met(pair):
    stranger = a_friend("A Stranger")
    url = reverse("network-propose", args=[stranger.uid])

    assert [browser(pair[0]).get(url).status_code, browser(pair[0]).post(url).status_code] == [
        404,
        404,
    ]


def test_the_other_takes_a_time_and_both_see_it(pair):
    row = asked(*pair, words="About the boat.")
    client = browser(pair[1])
    before = page(pair[1])

    client.post(reverse("proposal-accept", args=[row.uid]), {"time": "1"})

    table = Pairing.objects.get()
    calendar = client.get(reverse("coffee-calendar", args=[table.uid, 1])).content.decode()
    assert ("About the boat." in before, table.agreed_at) == (True, TIMES[1])
    assert ("Lunch with Hazel Moor" in page(pair[0]), "CONFIRMED" in calendar) == (True, True)


@pytest.mark.parametrize("time", ["3", "", "x"])
def test_a_time_that_is_none_fixes_nothing(pair, time):
    row = asked(*pair)

    browser(pair[1]).post(reverse("proposal-accept", args=[row.uid]), {"time": time})

    assert Pairing.objects.count() == 0


def test_nobody_answers_for_another_nor_sees_it(pair):
    row = asked(*pair)
    third = a_friend("Cedar Ford")
    a_login(third, "cedar@example.org")
    table = lunch(pair[1], pair[0])
    answers = [
        browser(who).post(reverse(name, args=[uid])).status_code
        for who, name, uid in [
            (pair[0], "proposal-accept", row.uid), (third, "proposal-accept", row.uid),
            (third, "proposal-decline", row.uid), (pair[1], "proposal-withdraw", row.uid),
            (third, "coffee-met", table.uid), (third, "coffee-off", table.uid),
            (third, "coffee-times", table.uid),
        ]
    ]  # fmt: skip
    seen = browser(third).get(reverse("coffee-calendar", args=[table.uid, 0])).status_code

    assert (answers, seen) == ([404] * 7, 404)
    assert "Hazel" not in page(third)


def test_a_no_and_taking_back_close_a_proposal(pair):
    one, other = asked(*pair), asked(pair[1], pair[0])

    browser(pair[1]).post(reverse("proposal-decline", args=[one.uid]))
    browser(pair[1]).post(reverse("proposal-withdraw", args=[other.uid]))

    states = Proposal.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["declined", "withdrawn"]


def test_did_you_meet_is_told_on_the_page_and_changed_there(pair, now):
    table = lunch(*pair)
    now.move_to(LATER)
    client = browser(pair[0])
    url = reverse("coffee-met", args=[table.uid])

    question = page(pair[0])
    client.post(url, {"met": "yes"})
    yes = Tie.objects.get().last_on
    client.post(url, {"met": "no"})

    assert "Did you meet?" in question
    assert (yes, Tie.objects.get().last_on) == (TIMES[0].date(), LONG_AGO)


def test_a_mailed_link_asks_and_acts_only_when_a_button_is_pressed(pair, now):
    table = lunch(*pair)
    now.move_to(LATER)
    mine = seat(table, pair[0])
    token = person_link("met", pair[0], at=LATER, days=9, about=mine.pk)
    client, url = Client(), reverse("coffee-by-mail", args=[token])

    looked = client.get(url, {"met": "yes"})
    untouched = PairingSeat.objects.get(pk=mine.pk).met
    pressed = client.post(url, {"met": "yes"})

    assert ("Lunch with Hazel Moor" in looked.text, untouched) == (True, None)
    assert "It is noted for all of you." in pressed.text
    assert PairingSeat.objects.get(pk=mine.pk).met is True


def test_a_cut_off_link_and_one_of_somebody_else_open_nothing(pair):
    table = lunch(*pair)
    foreign = person_link("met", pair[0], at=NOON, days=9, about=seat(table, pair[1]).pk)

    for token in ("abc", foreign):
        answer = Client().get(reverse("coffee-by-mail", args=[token]))
        assert (answer.status_code, "Hazel" in answer.text) == (410, False)


def test_the_letters_carry_the_calendar_and_keep_no_names(pair, now):
    lunch(*pair)
    now.move_to(LATER)
    coffee_asks.ask(at=LATER)
    Message.objects.exclude(kind__startswith="coffee.").delete()
    Message.objects.update(valid_until=None)

    delivery.deliver_due(at=LATER)

    kept = Message.objects.values_list("subject", "text", "html")
    assert set(Message.objects.values_list("state", flat=True)) <= {
        "sent",
        "superseded",
    }
    assert [words for row in kept for words in row if "Hazel" in words or "Juniper" in words] == []


def test_the_page_costs_the_same_however_much_there_is(pair, django_assert_num_queries):
    client = browser(pair[0])
    client.get(reverse("coffee"))
    counts = []
    for more in (1, 3):
        for n in range(more):
            friend = a_friend(f"Friend {n} {more}")
            lunch(pair[0], friend)
            proposals.propose(writer=friend, person=pair[0], kind="coffee", times=TIMES, at=NOON)
            Proposal.objects.update(made_at=NOON - timedelta(days=3))
        with django_assert_num_queries(14) as queries:
            client.get(reverse("coffee"))
        counts.append(len(queries))

    assert counts[0] == counts[1]

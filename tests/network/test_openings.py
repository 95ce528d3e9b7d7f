"""Openings, and introductions that tell no address before both sides agreed."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from network.actions import openings
from network.actions.notes import NotPossible
from network.models import Introducer, Introduction, Opening
from network.queries.openings import standing
from outbox.models import Message
from outbox.queries import letterhead
from outbox.rendering import compose
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_member
from tests.network.cast import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """A member who can introduce to a bookkeeper's job, and one who looks for it."""
    with time_machine.travel(NOON, tick=False):
        a_letterhead()
        people = []
        for name in ("Hazel", "Juniper", "Rowan"):
            person = a_member(f"{name} Moor", f"{name.lower()}@example.org")
            a_login(person, f"{name.lower()}@example.org")
            people.append(person)
        row = openings.post(
            poster=people[0], at=NOON, introduces=True, title="Bookkeeper", employer="Quarry",
            place="Upriver", text="", link="",
        )  # fmt: skip
        yield row, *people


def an_ask(row, hazel, juniper):
    """The seeker's question."""
    return openings.ask(opening=row, seeker=juniper, introducer=hazel, words="Please", at=NOON)


def test_it_is_found_by_every_word_and_runs_out_after_sixty_days(pair):
    row = pair[0]

    found = [list(standing(TODAY, text)) for text in ("book upriver", "book nowhere")]

    assert (found, row.ends_on) == ([[row], []], TODAY + timedelta(days=60))
    assert standing(TODAY + timedelta(days=61)).count() == 0


def test_it_is_posted_through_the_form_and_no_longer_than_the_rule(pair):
    client = browser(pair[2])
    fields = {"title": "Gardener", "employer": "Park", "ends_on": "2030-01-01", "introduces": "on"}

    answer = client.post(reverse("opening-new"), fields)

    row = Opening.objects.get(title="Gardener")
    assert (answer.status_code, row.ends_on) == (303, TODAY + timedelta(days=60))
    assert [one.person for one in row.introducers.all()] == [pair[2]]
    assert client.post(reverse("opening-new"), {"title": ""}).status_code == 422


def test_no_address_is_shown_to_either_before_the_yes_and_to_both_after_it(pair):
    row, hazel, juniper, _rowan = pair
    asked = an_ask(row, hazel, juniper)
    url = reverse("introductions")

    def told():
        pairs = (hazel, "juniper@example.org"), (juniper, "hazel@example.org")
        return [address in browser(one).get(url).text for one, address in pairs]

    before = told()
    browser(hazel).post(reverse("introduction-answer", args=[asked.uid]), {"agrees": "1"})
    after = told()

    assert (before, after) == ([False, False], [True, True])


def test_the_letter_that_asks_has_no_address_of_the_seeker_and_the_yes_has_the_introducers(pair):
    row, hazel, juniper, _rowan = pair
    asked = an_ask(row, hazel, juniper)
    openings.answer(introduction=asked, agrees=True, at=NOON)
    Introduction.objects.update(state="asked", answered_at=None)

    first = compose(Message.objects.get(kind="introduction.asked"), NOON, letterhead())
    Introduction.objects.update(state="agreed", answered_at=NOON)
    second = compose(Message.objects.get(kind="introduction.agreed"), NOON, letterhead())

    assert ("Juniper Moor" in first.text, "juniper@example.org" in repr(first)) == (True, False)
    assert ("hazel@example.org" in second.text, second.reply_to) == (True, "hazel@example.org")


def test_a_no_sends_no_letter_and_a_third_member_finds_nothing(pair):
    row, hazel, juniper, rowan = pair
    asked = an_ask(row, hazel, juniper)
    url = reverse("introduction-answer", args=[asked.uid])

    stranger = browser(rowan).post(url, {"agrees": "1"}).status_code
    browser(hazel).post(url, {"agrees": "0"})

    asked.refresh_from_db()
    assert (stranger, asked.state) == (404, "declined")
    assert not Message.objects.filter(kind="introduction.agreed").exists()
    assert "Juniper" not in browser(rowan).get(reverse("introductions")).text


def test_who_did_not_offer_is_not_asked_and_nobody_is_asked_twice(pair):
    row, hazel, juniper, rowan = pair
    with pytest.raises(NotPossible):
        an_ask(row, rowan, juniper)
    an_ask(row, hazel, juniper)

    with pytest.raises(NotPossible):
        an_ask(row, hazel, juniper)

    assert Introduction.objects.count() == 1


def test_i_can_introduce_you_is_said_and_taken_back_on_the_page(pair):
    row, client = pair[0], browser(pair[3])
    url = reverse("opening-know", args=[row.uid])

    said = []
    for know in ("1", "1", "0"):
        client.post(url, {"know": know})
        said.append(Introducer.objects.filter(person=pair[3]).count())

    assert said == [1, 1, 0]


def test_only_its_writer_takes_it_down_and_then_nobody_finds_it(pair):
    row, hazel, juniper, _rowan = pair
    url = reverse("opening-close", args=[row.uid])

    codes = [browser(one).post(url).status_code for one in (juniper, hazel)]

    assert (codes, standing(TODAY).count()) == ([404, 303], 0)
    assert browser(juniper).get(reverse("opening", args=[row.uid])).status_code == 404


def test_old_openings_go_but_those_with_an_introduction_stay(pair):
    row, hazel, juniper, _rowan = pair
    openings.post(poster=hazel, at=NOON, introduces=False, title="Gone", employer="X")
    openings.answer(introduction=an_ask(row, hazel, juniper), agrees=True, at=NOON)

    openings.forget(at=NOON + timedelta(days=200))

    assert [one.title for one in Opening.objects.all()] == ["Bookkeeper"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(
    pair, count, django_assert_max_num_queries
):
    for number in range(count - 1):
        openings.post(
            poster=pair[number + 1], at=NOON, introduces=True, title=f"J{number}", employer="X"
        )
    client = browser(pair[2])

    with django_assert_max_num_queries(14):
        client.get(reverse("openings"))

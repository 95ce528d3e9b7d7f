"""In and out of the rounds, the rest, and the list that nobody else can read."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from members.actions import erasures
from members.models import Person, User
from members.queries.mydata import everything
from members.tokens import person_link
from network.actions import rounds, wishes
from network.models import Avoidance, CoffeeWish, Pairing, PairingSeat
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_person
from tests.network.cast import a_friend
from tests.network.test_actions_rounds import MONDAY

pytestmark = [pytest.mark.broad, pytest.mark.django_db]


@pytest.fixture
def pair():
    with time_machine.travel(MONDAY, tick=False):
        a_letterhead()
        people = a_friend("Juniper Reed"), a_friend("Hazel Moor")
        for person in people:
            a_login(person, f"{person.first_name.lower()}@example.org")
        yield people


def an_administrator() -> Person:
    """Who may do everything at the desk."""
    person = a_person("An Administrator")
    a_login(person, "all@example.org")
    User.objects.filter(pk=person.user_id).update(is_superuser=True)
    person.user.refresh_from_db()
    return person


def page(person: Person, name: str = "coffee", **query) -> str:
    return browser(person).get(reverse(name), query).text


def test_a_member_joins_changes_rests_returns_and_leaves(pair):
    client = browser(pair[0])

    def wish(name: str, **data):
        client.post(reverse(f"coffee-{name}"), data)
        return CoffeeWish.objects.values_list("rhythm", "city", "paused_at").first()

    assert wish("join", rhythm="1", city="Kiel") == (1, "Kiel", None)
    assert wish("join", rhythm="4", city="Kiel") == (4, "Kiel", None)
    assert wish("pause") == (4, "Kiel", MONDAY)
    assert "You take a rest." in page(pair[0])
    assert wish("return") == (4, "Kiel", None)
    assert wish("leave") is None


def test_a_rhythm_that_is_none_is_refused(pair):
    browser(pair[0]).post(reverse("coffee-join"), {"rhythm": "3"})

    assert CoffeeWish.objects.count() == 0


def test_the_table_of_a_round_is_shown_and_agreed_on(pair):
    for person in pair:
        wishes.join(person=person, rhythm=1, city="Kiel", at=NOON)
    rounds.hold(at=MONDAY)
    table = Pairing.objects.get()
    url = reverse("coffee-times", args=[table.uid])
    before = page(pair[0])
    calendar = browser(pair[0]).get(reverse("coffee-calendar", args=[table.uid, 2]))

    for person in pair:
        browser(person).post(url, {"time": ["0", "2"]})

    table.refresh_from_db()
    assert ("Coffee with Hazel Moor" in before, b"TENTATIVE" in calendar.content) == (True, True)
    assert (table.agreed_at, "Call it off" in page(pair[1])) == (table.times[0], True)


def test_the_way_back_by_mail_acts_only_when_the_button_is_pressed(pair):
    wish = wishes.join(person=pair[0], rhythm=1, city="", at=NOON)
    wishes.pause(person=pair[0], at=NOON)
    token = person_link("back", pair[0], at=MONDAY, days=9, about=wish.pk)
    client, url = Client(), reverse("coffee-back", args=[token])

    client.get(url)
    looked = CoffeeWish.objects.get().paused_at
    client.post(url)

    assert (looked, CoffeeWish.objects.get().paused_at) == (NOON, None)
    assert Client().get(reverse("coffee-back", args=["abc"])).status_code == 410


def test_somebody_is_put_on_the_list_and_taken_off_it(pair):
    client = browser(pair[0])
    found = page(pair[0], "coffee-never", q="haz")

    client.post(reverse("coffee-avoid", args=[pair[1].uid]))
    listed = page(pair[0], "coffee-never")
    rows = list(Avoidance.objects.values_list("writer", "person"))
    client.post(reverse("coffee-allow", args=[pair[1].uid]))

    assert ("Hazel Moor" in found, "Hazel Moor" in listed) == (True, True)
    assert (rows, Avoidance.objects.count()) == ([(pair[0].pk, pair[1].pk)], 0)


def test_nobody_avoids_oneself_nor_a_stranger(pair):
    client = browser(pair[0])
    stranger = Person.objects.create(name="A Guest", sort_name="guest")

    answers = [
        client.post(reverse("coffee-avoid", args=[uid])).status_code
        for uid in (pair[0].uid, stranger.uid)
    ]

    assert (answers, Avoidance.objects.count()) == ([303, 404], 0)


def test_the_avoided_see_nothing_of_it_and_officers_see_neither_list_nor_tables(pair):
    wishes.avoid(writer=pair[0], person=pair[1])
    officer = an_administrator()

    pages = [page(pair[1]), page(pair[1], "coffee-never")]
    admin = browser(officer).get(reverse("admin:index"), follow=True).text

    assert [text for text in pages if "Juniper" in text] == []
    assert [
        word for word in ("avoidance", "pairing", "proposal", "coffeewish") if word in admin
    ] == []


def test_officers_see_how_many_sat_together_from_five_on_and_no_name(pair):
    officer = an_administrator()
    people = [*pair, *(a_friend(f"Friend {n}") for n in range(4))]
    for person in people:
        wishes.join(person=person, rhythm=1, city="", at=NOON)
    rounds.hold(at=MONDAY)
    PairingSeat.objects.filter(person__in=pair).update(met=True, answered_at=MONDAY)

    text = browser(officer).get(reverse("admin:network_coffeeround_changelist")).text

    cells = re.findall(r'field-(?:people|met)">([^<]+)<', text)
    assert cells == ["6", "fewer than five"]
    assert [name for name in ("Juniper", "Hazel", "Friend") if name in text] == []


def test_what_is_taken_along_about_oneself_tells_nothing_of_the_other_side(pair):
    wishes.avoid(writer=pair[0], person=pair[1])

    told = ["network.Avoidance" in everything(person) for person in pair]

    assert told == [True, False]


def test_erasing_somebody_takes_their_tables_and_lines_away(pair):
    for person in pair:
        wishes.join(person=person, rhythm=1, city="", at=NOON)
    rounds.hold(at=MONDAY)
    wishes.avoid(writer=pair[0], person=pair[1])

    erasures.erase(person=pair[1], by=None, at=MONDAY, via="self")

    left = [model.objects.count() for model in (Avoidance, Pairing, PairingSeat)]
    assert left == [0, 0, 0]


def test_how_many_are_in_is_told_from_five_on(pair):
    for n in range(5):
        wishes.join(person=a_friend(f"Friend {n}"), rhythm=1, city="", at=NOON)
        seen = "members are in the rounds" in page(pair[0])
        assert seen is (n == 4)


def test_who_does_not_take_part_comes_to_the_choice(pair):
    pair[0].network.delete()
    answer = browser(pair[0]).get(reverse("coffee"))

    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("network-privacy"))
    assert PairingSeat.objects.count() == 0

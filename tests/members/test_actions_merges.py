"""Two rows that are one human."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from events.actions import rsvp
from events.models import Rsvp, Seating
from members.actions import merges, people
from members.merging import handlers
from members.models import Email, Membership, NotTheSame, Person, User
from members.queries.likely import pairs_on_file
from members.rules import NotPossible
from tests.events.scenes import a_meeting
from tests.members.factories import NOON, TODAY, a_login, a_member, a_person

pytestmark = pytest.mark.django_db


def one(winner, loser):
    return merges.merge(winner=winner, loser=loser, by=None, at=NOON)


def test_every_column_that_names_a_person_says_what_becomes_of_it():
    named = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if not any(column.name == "pgh_id" for column in model._meta.fields)
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }

    assert named - handlers().keys() == set()


def test_addresses_and_periods_come_to_who_stays():
    winner = a_member("A Tester", "a@example.org", start=date(2026, 1, 1))
    loser = a_member("A Tester", "b@example.org", start=date(2024, 1, 1), city="Bern")

    one(winner, loser)

    winner.refresh_from_db()
    loser.refresh_from_db()
    assert (winner.city, winner.joined_on, loser.merged_into) == ("Bern", date(2024, 1, 1), winner)
    assert list(winner.emails.order_by("pk").values_list("address", "for_letters")) == [
        ("a@example.org", True), ("b@example.org", False),
    ]  # fmt: skip
    assert Membership.objects.filter(person=winner).count() == 2


def test_undone_they_are_as_before():
    winner = a_member("A Tester", "a@example.org", start=date(2026, 1, 1))
    loser = a_member("A Tester", "b@example.org", start=date(2024, 1, 1), city="Bern")

    def picture():
        return (
            [list(table.objects.order_by("pk").values()) for table in (Person, Email, Membership)]
        )  # fmt: skip

    before = picture()
    merges.undo(merge=one(winner, loser), by=None, at=NOON)

    assert picture() == before


def test_overlapping_memberships_are_refused_with_the_day():
    winner = a_member("A Tester", start=date(2026, 1, 1))
    loser = a_member("A Tester", start=date(2026, 3, 1))

    with pytest.raises(NotPossible, match="2026-03-01"):
        one(winner, loser)


def test_a_spare_answer_is_cancelled_and_its_seat_is_free():
    meeting = a_meeting(capacity=2)
    winner, loser = (a_member(f"{n} Tester") for n in "AB")
    for person in (winner, loser):
        rsvp.answer(meeting=meeting, person=person, answer="going", by=None, at=NOON)
    Membership.objects.filter(person=loser).delete()

    merges.merge(winner=winner, loser=loser, by=None, at=NOON)

    states = dict(Rsvp.objects.values_list("person__name", "state"))
    assert states == {"A Tester": "going", "B Tester": "cancelled"}
    assert Seating.objects.get(meeting=meeting, mode="in_person").taken == 1


def test_an_answer_that_only_the_other_gave_comes_along():
    meeting = a_meeting(capacity=2)
    winner = a_person("A Tester")
    loser = a_member("B Tester", start=TODAY)
    rsvp.answer(meeting=meeting, person=loser, answer="going", by=None, at=NOON)

    merges.merge(winner=winner, loser=loser, by=None, at=NOON)

    assert list(Rsvp.objects.values_list("person__name", "state")) == [("A Tester", "going")]


def test_of_two_log_ins_one_stays_open():
    winner, loser = a_person("A Tester", "a@example.org"), a_person("A Tester", "b@example.org")
    a_login(winner, "a@example.org")
    a_login(loser, "b@example.org")

    row = one(winner, loser)
    assert dict(User.objects.values_list("email", "is_active")) == {
        "a@example.org": True, "b@example.org": False,
    }  # fmt: skip
    merges.undo(merge=row, by=None, at=NOON)

    assert set(User.objects.values_list("is_active", flat=True)) == {True}


def test_nobody_merges_away_somebody_with_more_rights():
    chair, better = a_person("A Chair", "chair@example.org"), a_person("A Better")
    a_login(chair, "chair@example.org")

    with pytest.raises(NotPossible, match="more rights"):
        merges.merge(winner=chair, loser=better, by=chair, at=NOON)


def test_likely_pairs_are_proposed_until_somebody_says_they_are_two():
    first = a_person("A Tester", "a@example.org", employer="Acme")
    second = a_person("A Tester", "b@example.org", employer="ACME")
    a_person("A Tester", "c@example.org", employer="Zenith")
    assert [(p.twin_, p.pk) for p in pairs_on_file()] == [(first.pk, second.pk)]

    merges.say_two(one=second, other=first, by=None, at=NOON)

    assert (list(pairs_on_file()), NotTheSame.objects.count()) == ([], 1)


@pytest.fixture
def chair(client):
    client.force_login(User.objects.create_superuser("chair@example.org", "a long password"))
    return client


def test_a_chair_looks_at_both_merges_and_undoes(chair):
    winner, loser = a_person("A Tester", "a@example.org"), a_person("A Tester", "b@example.org")
    url = f"{reverse('merge', args=[winner.uid])}?other={loser.uid}"
    assert "e-mail addresses: " in chair.get(url).content.decode().replace(
        '<span class="number">', ""
    )

    chair.post(url, {"other": str(loser.uid)})
    loser.refresh_from_db()
    assert loser.merged_into == winner
    merge = winner.merges.get()
    chair.post(reverse("merge-undo", args=[merge.pk]))

    loser.refresh_from_db()
    assert loser.merged_into is None


def test_pairs_stand_on_a_page_of_their_own(chair, django_assert_max_num_queries):
    for number in range(3):
        for letter in "ab":
            a_person(f"Twin{number} Tester", f"{letter}{number}@example.org", employer="Acme")

    with django_assert_max_num_queries(14):
        page = chair.get(reverse("duplicates")).content.decode()

    assert page.count("Look at both") == 3


def test_the_other_may_be_found_by_name(chair):
    winner, other = a_person("A Tester"), a_person("Somebody Else")

    page = chair.get(reverse("merge", args=[winner.uid]), {"q": "else"}).content.decode()

    assert f"?other={other.uid.hex}" in page


@pytest.mark.parametrize("other", ["nonsense", str(timedelta(1))])
def test_nonsense_as_the_other_is_nobody(chair, other):
    winner = a_person("A Tester")

    assert chair.post(reverse("merge", args=[winner.uid]), {"other": other}).status_code == 200
    assert people.Person.objects.filter(merged_into__isnull=False).count() == 0

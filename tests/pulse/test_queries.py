"""Vital signs and reasons to call, from rows that exist."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from members.actions import memberships
from members.models import Email
from pulse.actions import followups
from pulse.models import FollowUp
from pulse.queries import crowd
from pulse.queries.risks import risks, sentences
from pulse.queries.signs import signs
from tests.events.scenes import NOON, a_person
from tests.members.factories import a_plan
from tests.network.cast import TODAY, an_evening

pytestmark = pytest.mark.django_db


def joined(name: str, on: date):
    """A member since that day, without end."""
    address = f"{name.lower().replace(' ', '.')}@example.org"
    person = a_person(name, address, joined_on=on)
    at = datetime.combine(on, time(12), UTC)
    memberships.join(person=person, plan=a_plan(months=None), start=on, by=None, at=at)
    return person


def sign(key: str, day: date = TODAY):
    return next(one for one in signs(day) if one.key == key)


def test_who_came_and_who_went_is_told_person_by_person():
    stays, goes = joined("Stays On", date(2025, 6, 1)), joined("Goes Away", date(2025, 6, 1))
    new = joined("New One", date(2026, 3, 1))
    memberships.resign(person=goes, on=date(2026, 4, 1), by=None, at=NOON)
    fall = crowd.between(date(2025, 6, 15), TODAY)

    assert fall.balances()
    assert (fall.start, fall.new, fall.resigned) == ({stays.pk, goes.pk}, {new.pk}, {goes.pk})
    assert fall.end == {stays.pk, new.pk}


def test_few_people_are_counted_and_not_turned_into_percent():
    for number in range(3):
        joined(f"Member {number}", date(2025, 1, 1))

    reach = sign("reach")

    assert (reach.value, reach.percent, len(reach.missing)) == ("0 of 3", "", 3)


def test_from_twenty_people_on_a_share_is_shown():
    people = [joined(f"Member Nr{number}", date(2025, 9, 1)) for number in range(20)]
    an_evening(TODAY - timedelta(days=30), *people[:15])

    assert sign("reach").value == "75 %"


def test_a_first_timer_who_came_again_in_time_is_counted_as_returned():
    again, once = joined("Comes Again", date(2025, 9, 1)), joined("Comes Once", date(2025, 9, 1))
    an_evening(TODAY - timedelta(days=200), again, once)
    an_evening(TODAY - timedelta(days=170), again)

    found = sign("returned")

    assert (found.people, found.missing) == ({again.pk}, {once.pk})


def test_each_reason_names_the_right_person_in_a_sentence():
    new = joined("New Silent", TODAY - timedelta(days=100))
    regular = joined("Used To Come", date(2025, 1, 1))
    for back in (400, 370, 340, 310):
        an_evening(TODAY - timedelta(days=back), regular)
    lost = joined("Lost Letter", date(2025, 1, 1))
    Email.objects.filter(person=lost).update(bounced_at=NOON)

    found = {one.person_id: (one.reason, one.sentence) for one in risks(TODAY)}

    assert found == {
        new.pk: ("new_silent", "Joined on 7 March 2026, and not seen yet."),
        regular.pk: ("rhythm", "Used to come every 30 days; last seen on 9 August 2025."),
        lost.pk: ("bounced", "Letters have not arrived since 15 June 2026."),
    }


def test_in_the_first_year_a_gap_in_somebodys_rhythm_is_no_reason():
    regular = joined("Came At Once", TODAY - timedelta(days=300))
    for back in (290, 280, 270, 260):
        an_evening(TODAY - timedelta(days=back), regular)

    a_year_old = risks(TODAY + timedelta(days=70))

    assert risks(TODAY) == []
    assert [one.reason for one in a_year_old] == ["rhythm"]


def test_the_sentences_of_a_page_are_of_its_people_alone():
    one, _other = (joined(name, TODAY - timedelta(days=100)) for name in ("New One", "New Two"))

    assert [person for person, _reason in sentences(TODAY, [one.pk])] == [one.pk]


def test_who_was_called_is_left_alone_and_a_second_look_adds_nobody():
    joined("New Silent", TODAY - timedelta(days=100))
    first = followups.notice(today=TODAY, at=NOON)
    again = followups.notice(today=TODAY, at=NOON)
    call = FollowUp.objects.get()
    followups.done(call=call, outcome="comes on Tuesday", by=None, at=NOON)

    assert (first, again, followups.notice(today=TODAY, at=NOON)) == (1, 0, 0)


def test_a_reason_that_is_gone_takes_the_call_off_unless_somebody_took_it():
    silent = joined("New Silent", TODAY - timedelta(days=100))
    other = joined("Other Silent", TODAY - timedelta(days=100))
    followups.notice(today=TODAY, at=NOON)
    followups.hand_over(call=FollowUp.objects.get(person=other), owner=silent)
    an_evening(TODAY - timedelta(days=1), silent, other)

    followups.notice(today=TODAY, at=NOON)

    assert list(FollowUp.objects.values_list("person", flat=True)) == [other.pk]


def test_the_signs_cost_the_same_for_few_and_many(django_assert_num_queries):
    for count in (1, 8):
        for number in range(count):
            joined(f"Member {count} {number}", date(2025, 1, 1))
        with django_assert_num_queries(11):
            signs(TODAY)

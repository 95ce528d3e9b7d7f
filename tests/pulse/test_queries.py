"""Vital signs and reasons to call, from rows that exist."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.models import Meeting, Rsvp
from members.actions import memberships
from members.models import Email
from network.models import Tie
from pulse.actions import followups
from pulse.models import FollowUp
from pulse.queries.crowd import Crowd
from pulse.queries.exits import reasons
from pulse.queries.overview import overview
from pulse.queries.risks import risks, sentences
from pulse.queries.signs import signs
from tests.events.scenes import NOON, a_person, a_series
from tests.members.factories import a_member, a_plan
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
    fall = Crowd(date(2025, 6, 15), TODAY).between(date(2025, 6, 15), TODAY)

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


def twelve_evenings(*present):
    """A year of evenings of one series; to the last two nobody of these came."""
    series = a_series()
    for back in range(12):
        an_evening(
            TODAY - timedelta(days=30 * back + 5),
            *present[: 0 if back < 2 else None],
            series=series,
        )


def test_a_regular_who_missed_two_without_a_word_is_named_and_who_said_no_is_not():
    silent, polite = joined("Falls Silent", date(2024, 1, 1)), joined("Says No", date(2024, 1, 1))
    twelve_evenings(silent, polite)
    last = Meeting.objects.latest("starts_at")
    Rsvp.objects.create(meeting=last, person=polite, state="declined", answered_at=NOON, via="web")

    found = {one.person_id: (one.reason, one.sentence) for one in risks(TODAY)}

    words = f"Came to most of “{last.series.name}”, and missed the last two without a word."
    assert found[silent.pk] == ("regular", words)
    assert found[polite.pk][0] == "rhythm"


def test_a_series_that_ended_makes_nobody_silent():
    twelve_evenings(joined("Came Always", date(2024, 1, 1)))

    later = risks(TODAY + timedelta(days=130))

    assert [one.reason for one in later] == ["rhythm"]


def a_tie(one, other, strength: float) -> None:
    low, high = sorted((one, other), key=lambda person: person.pk)
    Tie.objects.create(
        low=low, high=high, strength=strength, contacts=3, first_on=TODAY, last_on=TODAY
    )


def test_whose_companions_left_is_called_and_no_name_is_told():
    stays, *friends = (joined(f"Person Nr{number}", date(2024, 1, 1)) for number in range(5))
    for strength, friend in zip((9.0, 8.0, 7.0, 1.0), friends, strict=True):
        a_tie(stays, friend, strength)
    for friend in friends[:2]:
        memberships.resign(person=friend, on=TODAY, by=None, at=NOON)

    [found] = risks(TODAY)

    assert (found.person_id, found.reason) == (stays.pk, "companions")
    assert found.sentence == "2 of the three people they met most often are no longer members."


def test_why_somebody_went_stands_beside_the_name():
    resigns = joined("Resigns Now", date(2025, 1, 1))
    lapses = a_member("Runs Out", "out@example.org", start=date(2025, 1, 1))
    memberships.resign(person=resigns, on=TODAY, by=None, at=NOON, reason="moved away")

    assert reasons("resigned", [resigns.pk], TODAY) == {resigns.pk: "15 June 2026: moved away"}
    assert reasons("lapsed", [lapses.pk], TODAY) == {lapses.pk: "paid until 31 December 2025"}
    assert reasons("start", [lapses.pk], TODAY) == {}


def test_the_outlook_counts_two_years_of_coming_and_going():
    for number in range(4):
        a_member(f"Goes Nr{number}", f"g{number}@example.org", start=date(2024, 1, 1))
    for number in range(3):
        joined(f"Stays Nr{number}", date(2024, 1, 1))
    joined("New One", date(2026, 3, 1))

    seen = overview(TODAY, date(2025, 6, 15))

    outlook = seen.outlook
    assert outlook
    assert (outlook.members, outlook.joined, outlook.left) == (4, 1, 4)
    assert [number for _key, _words, number in seen.cells] == [3, 1, 0, 0, 0, 0, 4]


def test_too_short_a_history_tells_no_months():
    joined("New One", date(2026, 3, 1))

    assert overview(TODAY, date(2025, 6, 15)).outlook is None


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

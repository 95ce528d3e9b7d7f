"""A meeting drafted, published, edited, moved, cancelled, and who is told."""

from datetime import date, timedelta

import pytest

from events.actions import meetings, occurrences
from events.actions.refusals import NotPossible
from events.models import Meeting, Seating
from outbox.models import Message
from tests.events.scenes import (
    NOON,
    a_draft,
    a_letterhead,
    a_meeting,
    a_series,
    a_venue,
    letters,
    members,
    say,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def released():
    a_letterhead()


def act(verb, meeting, **more):
    return verb(meeting=meeting, by=None, at=NOON, **more)


def test_a_draft_takes_place_length_and_name_from_its_series():
    venue = a_venue()
    series = a_series(venue=venue, duration_minutes=90, guest_limit=1)

    meeting = a_draft(5, series=series)

    assert meeting.slug == f"{series.slug}-2026-06-20"
    assert (meeting.title, meeting.venue, meeting.guest_limit) == (series.name, venue, 1)
    assert meeting.starts_at.isoformat() == "2026-06-20T17:00:00+00:00"
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)


def test_two_meetings_of_a_series_on_one_day_have_two_addresses():
    series = a_series()

    slugs = [a_draft(5, series=series).slug for _ in range(2)]

    assert slugs == [f"{series.slug}-2026-06-20", f"{series.slug}-2026-06-20-2"]


def test_publishing_opens_the_seats_of_every_way_to_come():
    meeting = a_draft(5, capacity=7, online_url="https://example.org/x", venue=a_venue())

    done = act(meetings.publish, meeting)

    seats = Seating.objects.filter(meeting=meeting).order_by("id")
    assert (done, meeting.state, meeting.published_at) == (True, "published", NOON)
    assert list(seats.values_list("mode", "capacity")) == [("in_person", 7), ("online", None)]
    assert act(meetings.publish, meeting) is False


def test_a_past_date_is_not_published():
    with pytest.raises(NotPossible):
        act(meetings.publish, a_draft(-1))


def test_words_change_without_a_letter_and_are_found_again():
    meeting = a_meeting(5)

    changed = act(meetings.edit, meeting, topic="Äpfel")

    meeting.refresh_from_db()
    assert (changed, meeting.sequence, "apfel" in meeting.search_text) == (True, 1, True)
    assert act(meetings.edit, meeting, topic="Äpfel") is False
    assert Message.objects.filter(kind__startswith="meeting.").count() == 0


def test_state_and_place_are_no_fields_of_an_edit():
    with pytest.raises(TypeError):
        act(meetings.edit, a_meeting(5), state="cancelled")


def test_everyone_with_a_place_hears_of_a_move_once():
    meeting, [going, waiting, not_coming] = a_meeting(5, capacity=1), members(3)
    say(meeting, going)
    say(meeting, waiting)
    say(meeting, not_coming, "declined")
    later = meeting.starts_at + timedelta(days=1)

    moved = act(meetings.move, meeting, starts_at=later)

    assert (moved, meeting.sequence, meeting.starts_at) == (True, 1, later)
    assert meeting.ends_at == later + timedelta(hours=2)
    told = [(m.about["person"], m.dedupe_key) for m in letters("meeting.moved")]
    assert told == [(p.pk, f"moved:{meeting.pk}:1:{p.pk}") for p in (going, waiting)]
    assert act(meetings.move, meeting, starts_at=later) is False


def test_a_second_move_withdraws_the_letter_of_the_first():
    meeting, [going] = a_meeting(5), members(1)
    say(meeting, going)

    for days in (1, 2):
        act(meetings.move, meeting, starts_at=meeting.starts_at + timedelta(days=days))

    assert [m.state for m in letters("meeting.moved")] == ["superseded", "pending"]


def test_the_end_of_answers_moves_along():
    meeting = a_meeting(5)
    act(meetings.edit, meeting, answers_until=meeting.starts_at - timedelta(days=1))

    act(meetings.move, meeting, starts_at=meeting.starts_at + timedelta(days=7))

    assert meeting.starts_at - meeting.answers_until == timedelta(days=1)


@pytest.mark.parametrize("days", [-10, -5.5])
def test_a_published_meeting_is_not_moved_into_the_past(days):
    meeting = a_meeting(5)

    with pytest.raises(NotPossible):
        act(meetings.move, meeting, starts_at=meeting.starts_at + timedelta(days=days))


def test_a_cancellation_tells_those_with_a_place_and_withdraws_the_rest():
    meeting, [going, _silent] = a_meeting(5, capacity=1), members(2)
    say(meeting, going)
    act(meetings.move, meeting, starts_at=meeting.starts_at + timedelta(days=1))

    done = act(meetings.cancel, meeting, reason="The speaker is ill.")

    assert (done, meeting.state, meeting.cancel_reason) == (
        True,
        "cancelled",
        "The speaker is ill.",
    )
    assert [m.about["person"] for m in letters("meeting.cancelled")] == [going.pk]
    assert [m.state for m in letters("meeting.moved")] == ["superseded"]
    assert act(meetings.cancel, meeting, reason="Again") is False


def test_a_cancelled_meeting_cannot_be_moved_or_published():
    meeting = a_meeting(5)
    act(meetings.cancel, meeting, reason="")

    for verb, more in ((meetings.publish, {}), (meetings.move, {"venue": a_venue()})):
        with pytest.raises(NotPossible):
            act(verb, meeting, **more)


def test_the_series_goes_on_by_its_rule_after_its_last_meeting():
    series = a_series()
    a_draft(29, series=series)  # 14 July, a second Tuesday

    drafts = occurrences.draft_next(series=series, by=None, at=NOON, count=2)

    assert [m.starts_at.date() for m in drafts] == [date(2026, 8, 11), date(2026, 9, 8)]
    assert {m.state for m in drafts} == {"draft"}


def test_a_series_without_a_rule_drafts_nothing():
    with pytest.raises(NotPossible):
        occurrences.draft_next(series=a_series(rule=""), by=None, at=NOON)
    assert Meeting.objects.count() == 0

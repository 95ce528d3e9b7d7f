"""What the letters say at the moment they leave, and when they stay."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from events.actions import meetings, reminders, rsvp
from events.models import Speaking, Talk
from outbox import kinds
from outbox.kinds import Superseded
from outbox.models import Message
from outbox.queries import letterhead
from outbox.rendering import compose
from tests.events.scenes import (
    NOON,
    a_letterhead,
    a_meeting,
    a_member,
    a_venue,
    letters,
    members,
    say,
)

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def released():
    a_letterhead()


def written(kind: str, at=NOON, place: int = -1):
    """The newest (or another) letter of a kind, as it would leave."""
    return compose(letters(kind)[place], at, letterhead())


def event(letter):
    [found] = Calendar.from_ical(letter.calendar).walk("VEVENT")
    return found


def test_an_invitation_names_the_talk_the_place_and_the_time_with_its_zone():
    meeting = a_meeting(10, topic="Bridges", venue=a_venue(name="Town Hall"))
    talk = Talk.objects.create(meeting=meeting, title="Arches")
    Speaking.objects.create(meeting=meeting, talk=talk, printed_name="Grace", affiliation="Navy")
    members(1)
    reminders.queue_due(at=NOON)

    letter = written("meeting.invitation")

    assert letter.subject == "Will you come? Bridges, Thursday 25 June 2026"
    for words in ("Arches (Grace, Navy)", "Town Hall, Berlin", "7 p.m.–9 p.m. CEST"):
        assert words in letter.text
        assert words in letter.html
    assert letter.unsubscribe


def test_the_link_of_an_invitation_answers_and_is_masked_in_the_record(client, time_machine):
    time_machine.move_to(NOON)
    a_meeting(10)
    members(1)
    reminders.queue_due(at=NOON)
    letter = written("meeting.invitation")
    [url] = [word for word in letter.text.split() if "/r/" in word]

    response = client.post(url.removeprefix("http://127.0.0.1:8000"), {"answer": "going"})

    assert response.status_code == 303
    assert "/r/•••" in letter.masked()["text"]


def test_each_step_has_its_own_subject():
    meeting = a_meeting(30, topic="Bridges")
    [coming, _silent] = members(2)
    say(meeting, coming)
    subjects = []
    for before in (21 * DAY, 7 * DAY, 2 * DAY, 24 * HOUR, 2 * HOUR):
        at = meeting.starts_at - before
        reminders.queue_due(at=at)
        newest = Message.objects.filter(kind__startswith="meeting.").latest("id")
        subjects.append(compose(newest, at, letterhead()).subject)

    assert subjects == [
        "Will you come? Bridges, Wednesday 15 July 2026",
        "Wednesday next: Bridges",
        "Last call for Wednesday: Bridges",
        "See you Wednesday at 7 p.m. CEST: Bridges",
        "Starts at 7 p.m. CEST: Bridges",
    ]


def test_letters_are_signed_by_the_one_to_ask_for():
    host = a_member("Hanna Host", "hanna@example.org")
    meeting, [person] = a_meeting(10, contact=host), members(1)
    say(meeting, person)

    letter = written("rsvp.confirmation")

    assert (letter.signer, letter.reply_to) == ("Hanna Host", "hanna@example.org")


def test_without_an_organizer_the_letterhead_signs():
    meeting, [person] = a_meeting(10), members(1)
    say(meeting, person)

    letter = written("rsvp.confirmation")

    assert (letter.signer, letter.reply_to) == ("The office", "office@example.org")


def test_a_confirmation_brings_the_calendar_entry():
    meeting, [person] = a_meeting(10), members(1)
    say(meeting, person, "going", "A Guest")

    letter = written("rsvp.confirmation")

    assert letter.calendar_method == "REQUEST"
    assert (event(letter)["UID"], event(letter)["SEQUENCE"]) == (str(meeting.uid), 1)
    assert event(letter)["ATTENDEE"] == f"mailto:{letter.to}"
    assert "With you: A Guest" in letter.text
    assert letter.unsubscribe == ""


def test_a_cancellation_takes_the_entry_out_again_with_a_higher_number():
    meeting, [person] = a_meeting(10), members(1)
    say(meeting, person)
    say(meeting, person, "cancelled")

    letter = written("rsvp.confirmation")

    assert letter.calendar_method == "CANCEL"
    assert (event(letter)["STATUS"], event(letter)["SEQUENCE"]) == ("CANCELLED", 2)


def test_a_place_on_the_waiting_list_is_named_and_has_no_entry_yet():
    meeting, [seated, waiting] = a_meeting(10, capacity=1), members(2)
    say(meeting, seated)
    say(meeting, waiting)

    letter = written("rsvp.confirmation")

    assert "number 1 on the waiting list" in letter.text
    assert letter.calendar is None


def test_who_is_coming_finds_the_ticket_in_both_texts_of_the_letter():
    meeting = a_meeting(capacity=1)
    first, second = members(2)
    say(meeting, first)
    say(meeting, second)
    link = f"/meetings/{meeting.slug}/ticket/"

    counts = [
        (letter.text.count(link), letter.html.count(link))
        for letter in (written("rsvp.confirmation", place=0), written("rsvp.confirmation"))
    ]
    say(meeting, first, "cancelled")
    promoted = written("rsvp.promotion")

    assert counts == [(1, 1), (0, 0)]
    assert (promoted.text.count(link), promoted.html.count(link)) == (1, 1)


def test_an_outdated_confirmation_stays():
    meeting, [person] = a_meeting(10), members(1)
    say(meeting, person)
    say(meeting, person, "cancelled")

    with pytest.raises(Superseded):
        written("rsvp.confirmation", place=0)


def test_a_promotion_and_an_offer_say_what_to_do():
    meeting, [seated, first, second] = a_meeting(10, capacity=1), members(3)
    for person in (seated, first, second):
        say(meeting, person)
    say(meeting, seated, "cancelled")
    late = meeting.starts_at - 10 * HOUR
    promoted = written("rsvp.promotion")
    say(meeting, first, "cancelled", at=late)

    offered = written("rsvp.offer", at=late)

    assert promoted.subject == "A seat is yours: Bridges"
    assert event(promoted)["STATUS"] == "CONFIRMED"
    assert offered.subject == "A seat is free, yours until 11 a.m. CEST: Bridges"
    with pytest.raises(Superseded):
        written("rsvp.offer", at=late + 2 * HOUR)


def test_an_offer_that_ran_out_is_told():
    meeting, [seated, waiting] = a_meeting(10, capacity=1), members(2)
    say(meeting, seated)
    say(meeting, waiting)
    late = meeting.starts_at - 10 * HOUR
    say(meeting, seated, "cancelled", at=late)
    rsvp.sweep_offers(at=late + 2 * HOUR)

    assert "gone to the next one" in written("rsvp.confirmation", at=late + 2 * HOUR).text


def test_a_move_tells_the_new_time_and_replaces_the_entry():
    meeting, [person] = a_meeting(10, topic="Bridges"), members(1)
    say(meeting, person)
    meetings.move(meeting=meeting, starts_at=meeting.starts_at + DAY, by=None, at=NOON)

    letter = written("meeting.moved")

    assert letter.subject == "Moved to Friday 26 June 2026, 7 p.m. CEST: Bridges"
    assert (letter.calendar_method, event(letter)["SEQUENCE"]) == ("REQUEST", 2)


def test_another_room_at_the_same_time_is_a_new_place_and_no_move():
    meeting, [person] = a_meeting(10, topic="Bridges"), members(1)
    say(meeting, person)
    meetings.move(meeting=meeting, venue=a_venue(name="Town Hall"), by=None, at=NOON)

    letter = written("meeting.moved")

    assert letter.subject == "New place: Bridges, Thursday 25 June 2026, 7 p.m. CEST"
    assert "The time stays, the place has changed." in letter.text
    assert "Town Hall" in letter.text


def test_another_room_does_not_swallow_another_time_nobody_heard_of_yet():
    meeting, [person] = a_meeting(10, topic="Bridges"), members(1)
    say(meeting, person)
    for change in ({"starts_at": meeting.starts_at + DAY}, {"venue": a_venue()}):
        meetings.move(meeting=meeting, **change, by=None, at=NOON)

    assert written("meeting.moved").subject.startswith("Moved to Friday 26 June 2026")


def test_a_called_off_meeting_says_why_and_cancels_the_entry():
    meeting, [person] = a_meeting(10, topic="Bridges"), members(1)
    say(meeting, person)
    meetings.cancel(meeting=meeting, reason="The speaker is ill.", by=None, at=NOON)

    letter = written("meeting.cancelled")

    assert "The speaker is ill." in letter.text
    assert (letter.calendar_method, event(letter)["STATUS"]) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize("change", ["answered", "cancelled", "moved", "begun", "lapsed", "died"])
def test_an_invitation_that_lost_its_point_stays(change):
    meeting, [person] = a_meeting(10), members(1)
    reminders.queue_due(at=NOON)
    at = NOON
    if change == "answered":
        say(meeting, person, "declined")
    elif change == "cancelled":
        meetings.cancel(meeting=meeting, reason="", by=None, at=NOON)
    elif change == "moved":
        meetings.move(meeting=meeting, starts_at=meeting.starts_at + DAY, by=None, at=NOON)
    elif change == "begun":
        at = meeting.starts_at
    elif change == "lapsed":
        person.memberships.update(voided_on=NOON.date())
    else:
        type(person).objects.filter(pk=person.pk).update(deceased_on=NOON.date())

    with pytest.raises(Superseded):
        written("meeting.invitation", at=at)


def test_letters_about_ones_own_answer_are_service_letters():
    categories = {name: kinds.kind(name).category for name in kinds.all_kinds()}

    assert {name for name in categories if name.startswith(("rsvp.", "meeting."))} >= {
        "rsvp.confirmation",
        "rsvp.promotion",
        "rsvp.offer",
    }
    assert {categories[name] for name in categories if name.startswith("rsvp.")} == {""}
    assert categories["meeting.invitation"] == categories["meeting.reminder"] == "meetings"


def test_a_title_with_line_breaks_stays_one_subject_line():
    meeting, [person] = a_meeting(10, topic="Tea\r\nBcc: x@example.org"), members(1)
    say(meeting, person)

    assert written("rsvp.confirmation").subject == "You are coming: Tea Bcc: x@example.org"

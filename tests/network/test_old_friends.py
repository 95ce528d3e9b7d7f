"""Somebody whose membership has ended hears from a friend, by the friend's own act alone."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from events.models import Attendance
from members.models import Membership, Relay
from network.actions import old_friends, participation, ties
from network.actions.notes import NotPossible
from network.models import Avoidance, Cadence, FriendNote, Participant, Touch
from network.queries.old_friends import draft_of
from outbox.actions.suppressions import opt_out
from outbox.delivery import deliver_due
from outbox.models import Message
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting
from tests.network.cast import TODAY, a_friend, an_evening

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """A member, and a lapsed friend who may be found, from three small evenings last year."""
    with time_machine.travel(NOON, tick=False):
        a_letterhead()
        one, lapsed = a_friend("Juniper Reed"), a_friend("Yarrow Tide")
        a_login(one, "juniper@example.org")
        for month in (9, 10, 11):
            an_evening(date(2025, month, 1), one, lapsed, topic=f"Sails {month}")
        lapse(lapsed)
        ties.recompute(today=TODAY)
        yield one, lapsed


def lapse(person, ended=date(2026, 1, 1)):
    Membership.objects.filter(person=person).update(period=DateRange(date(2025, 1, 1), ended))
    Participant.objects.filter(person=person).update(findable=True)


def offered(days: int = 0) -> list[tuple[str, str]]:
    """(friend, lapsed person) of the drafts made by one run."""
    at = NOON + timedelta(days=days)
    old_friends.offer(at=at)
    return list(FriendNote.objects.filter(made_at=at).values_list("friend__name", "person__name"))


def test_the_friend_gets_a_draft_with_a_true_memory_and_nothing_reaches_the_other(pair, mailoutbox):
    a_meeting(10)

    made = offered()
    deliver_due(at=NOON)

    [mail] = [mail for mail in mailoutbox if mail.subject == "A few words to an old friend?"]
    assert made == [("Juniper Reed", "Yarrow Tide")]
    assert "juniper.reed@example.org" in mail.to[0]
    assert "I just thought of “Sails 11” in November 2025, where we both were." in mail.body
    assert "“Bridges”" in mail.body
    assert not any("Juniper" in mail.body for mail in mailoutbox if "yarrow" in mail.to[0])
    kept = Message.objects.get(kind="friend.draft")
    assert ("Yarrow" in kept.subject + kept.text + kept.html, set(kept.about)) == (
        False, {"person", "draft"},
    )  # fmt: skip
    assert Relay.objects.count() == 0


def test_the_friend_changes_and_sends_it_and_that_is_a_contact(pair):
    one, lapsed = pair
    offered()
    note, client = FriendNote.objects.get(), browser(one)
    url = reverse("network-draft", args=[note.uid])

    home, shown = client.get(reverse("network")).text, client.get(url).text
    client.post(url, {"text": "Dear Yarrow, how is the boat?"})

    assert (url in home, "Sails 11" in shown) == (True, True)
    relay = Relay.objects.get()
    assert (relay.sender, relay.recipient, relay.text) == (
        one, lapsed, "Dear Yarrow, how is the boat?",
    )  # fmt: skip
    assert Touch.objects.values_list("writer", "person", "channel").get() == (
        one.pk, lapsed.pk, "message",
    )  # fmt: skip
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "why",
    ["not findable", "left", "two meetings", "still a member", "just lapsed", "avoids", "never",
     "in touch", "no letters", "friend left", "friend lapsed"],
)  # fmt: skip
def test_no_draft_is_made(pair, why):
    one, lapsed = pair
    if why == "not findable":
        participation.let_be_found(person=lapsed, findable=False)
    elif why in ("left", "friend left"):
        participation.leave(person=lapsed if why == "left" else one, at=NOON)
    elif why == "two meetings":
        Attendance.objects.filter(person=lapsed, meeting__topic="Sails 9").delete()
    elif why in ("still a member", "just lapsed"):
        lapse(lapsed, TODAY + timedelta(days=9 if why == "still a member" else -30))
        Membership.objects.update(grace_days=0)
    elif why == "avoids":
        Avoidance.objects.create(writer=lapsed, person=one)
    elif why == "never":
        Cadence.objects.create(writer=one, person=lapsed, never=True)
    elif why == "in touch":
        Touch.objects.create(writer=one, person=lapsed, on=TODAY - timedelta(days=20), made_at=NOON)
    elif why == "no letters":
        opt_out(address="yarrow.tide@example.org", category="contact", at=NOON)
    else:
        lapse(one)

    assert offered() == []


def test_once_a_quarter_at_most_and_not_by_the_same_friend_within_a_year(pair):
    one, lapsed = pair
    offered()
    old_friends.send(note=draft_of(one, NOON), text="Hello", at=NOON)
    other = a_friend("Hazel Moor")
    for month in (9, 10, 11):
        meeting = lapsed.attendances.get(meeting__topic=f"Sails {month}").meeting
        Attendance.objects.create(meeting=meeting, person=other, state="present", method="name",
            arrived_at=meeting.starts_at, recorded_at=meeting.starts_at)  # fmt: skip
    ties.recompute(today=TODAY)

    assert [offered(days) for days in (1, 91, 93)] == [[], [], [("Hazel Moor", "Yarrow Tide")]]


def test_who_passes_is_not_asked_again_and_a_draft_does_not_wait_for_ever(pair):
    one, _lapsed = pair
    offered()
    browser(one).post(reverse("network-draft-pass", args=[FriendNote.objects.get().uid]))

    assert draft_of(one, NOON) is None
    assert (offered(1), offered(200)) == ([], [])


def test_a_draft_runs_out_after_a_month(pair):
    one, _lapsed = pair
    offered()

    later = NOON + timedelta(days=31)

    assert (draft_of(one, NOON) is None, draft_of(one, later)) == (False, None)
    old_friends.offer(at=later)
    assert FriendNote.objects.get().ended_at == later


def test_who_may_be_found_no_more_gets_nothing_from_a_draft_that_waits(pair):
    one, lapsed = pair
    offered()
    note = draft_of(one, NOON)
    participation.let_be_found(person=lapsed, findable=False)

    answer = browser(one).post(reverse("network-draft", args=[note.uid]), {"text": "Hello"})

    assert (answer.status_code, Relay.objects.count()) == (404, 0)


def test_nobody_else_can_open_or_send_the_draft(pair):
    offered()
    stranger = a_friend("A Stranger")
    a_login(stranger, "stranger@example.org")
    client, uid = browser(stranger), FriendNote.objects.get().uid

    answers = [
        client.get(reverse("network-draft", args=[uid])).status_code,
        client.post(reverse("network-draft", args=[uid]), {"text": "Hello"}).status_code,
        client.post(reverse("network-draft-pass", args=[uid])).status_code,
        client.get(reverse("network-draft", args=[uuid.uuid4()])).status_code,
    ]

    assert (answers, FriendNote.objects.get().ended_at) == ([404] * 4, None)


def test_an_empty_note_is_refused(pair):
    one, _lapsed = pair
    offered()
    note = draft_of(one, NOON)

    assert (
        browser(one).post(reverse("network-draft", args=[note.uid]), {"text": " "}).status_code
        == 422
    )
    with pytest.raises(NotPossible):
        old_friends.send(note=note, text=" ", at=NOON)
    participation.leave(person=one, at=NOON)
    assert FriendNote.objects.count() == 0

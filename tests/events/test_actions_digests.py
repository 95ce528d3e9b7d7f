"""Letters by series, two a week, silence after three, a digest, and a letter afterwards."""

from datetime import timedelta

import pytest

from events.actions import (
    afterwards,
    attendance,
    digests,
    ladders,
    reminders,
    venues,
)
from events.models import Meeting, Venue
from members.actions import lapses
from members.models import Announcement
from outbox.actions.letters import post
from outbox.delivery import deliver_due
from outbox.models import Letterhead, Message, Suppression
from outbox.queries import letterhead
from outbox.rendering import compose
from tests.events.cast import an_officer, browser
from tests.events.scenes import (
    NOON,
    a_letterhead,
    a_meeting,
    a_series,
    a_venue,
    letters,
    members,
    say,
)
from tests.members.factories import a_member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AS_EVERYWHERE = dict.fromkeys(("invitation", "first", "last", "going", "soon")) | {"words": ""}


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-06-15 12:00:00+00:00", tick=False)
    a_letterhead()


def set_letters(series, **own):
    ladders.set_letters(series=series, letters=AS_EVERYWHERE | own, by=None, at=NOON)


def states(kind: str) -> list[str]:
    return [row.state for row in letters(kind)]


def test_a_series_invites_earlier_than_others_where_it_says_so():
    members(1)
    meeting = a_meeting(40)
    set_letters(meeting.series, invitation=35)

    early = reminders.queue_due(at=meeting.starts_at - 36 * DAY)
    due = reminders.queue_due(at=meeting.starts_at - 35 * DAY)

    assert (early, due) == ({}, {"meeting.invitation": 1})


def test_zero_leaves_a_step_out():
    members(1)
    meeting = a_meeting(30)
    set_letters(meeting.series, invitation=0)

    assert reminders.queue_due(at=meeting.starts_at - 20 * DAY) == {}


def test_the_sentence_of_the_series_stands_in_its_letters():
    members(1)
    meeting = a_meeting(10)
    set_letters(meeting.series, words="Bring a mug.")
    reminders.queue_due(at=NOON)

    deliver_due(at=NOON)

    assert "Bring a mug." in letters("meeting.invitation")[0].text


def test_a_third_letter_of_the_week_goes_with_the_digest():
    members(1)
    for days in (9, 10, 11):
        a_meeting(days)

    reminders.queue_due(at=NOON)

    assert sorted(states("meeting.invitation")) == ["pending", "pending", "superseded"]


def test_the_digest_is_one_letter_on_monday_to_those_who_missed_one():
    members(1)
    for days in (9, 10, 11):
        a_meeting(days)
    reminders.queue_due(at=NOON)
    monday = NOON.replace(hour=7) + 7 * DAY

    counts = [digests.queue_due(at=at) for at in (NOON, monday - DAY, monday, monday + DAY)]
    deliver_due(at=monday + DAY)

    assert counts == [0, 0, 1, 0]
    assert letters("digest.weekly")[0].text.count("Answer with one tap") == 3


def an_announcement(person, at):
    row = Announcement.objects.create(
        subject="The garden", text="Bring **spades**.", signer=person, state="queued",
        written_at=at, queued_at=at, queued_by=person, send_at=at, count=1,
    )  # fmt: skip
    about = {"letter": row.pk, "person": person.pk}
    to, key = person.emails.get().address, f"letter:{row.pk}"
    return post(kind="letter.announcement", to=to, about=about, dedupe_key=key, at=at)


def test_a_third_letter_of_any_kind_stands_in_the_digest_with_its_words():
    [person] = members(1)
    for days in (9, 10):
        a_meeting(days)
    reminders.queue_due(at=NOON)

    third = an_announcement(person, NOON)
    monday = NOON.replace(hour=7) + 7 * DAY
    digests.queue_due(at=monday)
    deliver_due(at=monday)

    [digest] = letters("digest.weekly")
    assert (third.state, third.about["digest"]) == ("superseded", True)
    assert "The garden" in digest.text
    assert "<strong>spades</strong>" in digest.html
    assert digest.text.count("Answer with one tap") == 2


def test_who_wants_no_digest_gets_what_would_stand_in_it():
    [person] = members(1)
    Suppression.objects.create(
        address=person.emails.get().address, category="digest", reason="opt-out", created_at=NOON
    )
    for days in (9, 10):
        a_meeting(days)
    reminders.queue_due(at=NOON)

    assert an_announcement(person, NOON).state == "pending"


def test_a_renewal_letter_goes_on_its_day_however_full_the_week_is():
    Letterhead.objects.update(released_at=NOON - 900 * DAY)
    a_member("A Member", "due@example.org", start=NOON.date() - 335 * DAY)
    for days in (9, 10):
        a_meeting(days)
    reminders.queue_due(at=NOON)

    lapses.announce(today=NOON.date(), at=NOON)

    assert (states("meeting.invitation"), states("membership.notice")) == (
        ["pending", "pending"], ["pending"],
    )  # fmt: skip


def test_a_letter_of_another_week_is_no_third_one():
    [person] = members(1)
    for days in (9, 10):
        a_meeting(days)
    reminders.queue_due(at=NOON)

    assert an_announcement(person, NOON + 8 * DAY).state == "pending"


def test_after_three_silent_meetings_only_the_invitation_goes():
    series, [silent, faithful] = a_series(), members(2)
    for days in (2, 3, 4):
        say(a_meeting(days, series=series), faithful)
    Meeting.objects.filter(series=series).update(state="closed", closed_at=NOON + 5 * DAY)
    coming = a_meeting(40, series=series)

    invited = reminders.queue_due(at=coming.starts_at - 20 * DAY)
    asked = reminders.queue_due(at=coming.starts_at - 6 * DAY)

    assert (invited, asked) == ({"meeting.invitation": 2}, {"meeting.reminder": 1})
    assert [row.about["person"] for row in letters("meeting.reminder")] == [faithful.pk]
    assert silent.pk != faithful.pk


def test_afterwards_those_present_and_those_missed_hear_once():
    came, missed, silent = members(3)
    meeting = a_meeting(0)
    for person in (came, missed):
        say(meeting, person)
    attendance.check_in(meeting=meeting, person=came, by=None, at=meeting.starts_at)
    due = meeting.ends_at + timedelta(hours=18)

    counts = [afterwards.queue_due(at=at) for at in (due - timedelta(minutes=1), due, due)]
    deliver_due(at=due)

    subjects = {row.about["person"]: row.subject for row in letters("meeting.after")}
    assert counts == [0, 2, 0]
    assert subjects == {came.pk: "Whom did you meet? Bridges", missed.pk: "We missed you: Bridges"}
    assert silent.pk not in subjects


def test_the_letter_afterwards_leads_to_the_page_that_asks_and_to_each_answer():
    [came] = members(1)
    meeting = a_meeting(0)
    attendance.check_in(meeting=meeting, person=came, by=None, at=meeting.starts_at)
    due = meeting.ends_at + timedelta(hours=18)
    afterwards.queue_due(at=due)

    letter = compose(letters("meeting.after")[0], due, letterhead())

    found = [word for word in letter.text.split() if "/after/" in word]
    scores = [url.partition("?score=")[2] for url in found]
    assert scores == ["4", "3", "2", "1", ""]
    assert len({url.partition("?")[0] for url in found}) == 1
    assert "/after/•••" in letter.masked()["text"]


def test_the_dry_run_counts_who_gets_what_and_writes_nothing():
    members(3)
    meeting = a_meeting(10)
    organizer = browser(an_officer("An Organizer", "Organizer"))
    before = Message.objects.count()

    plan = organizer.get("/letters-plan/")
    step = organizer.get(f"/letters-plan/{meeting.slug}/7d/")

    counts = [(line[0].stage.name, line[1]) for line in plan.context["lines"]]
    assert counts == [("7d", 3), ("2d", 3), ("24h", 0), ("2h", 0)]
    assert len(step.context["people"]) == 3
    assert step.context["shown"].note == ""
    assert Message.objects.count() == before


def test_two_places_become_one_with_all_their_meetings():
    twin, room = a_venue(city="", how_to_find="Ring twice"), a_venue()
    meeting = a_meeting(5, venue=twin)

    count = venues.merge(loser=twin, winner=room, by=None, at=NOON)

    meeting.refresh_from_db()
    assert (count, meeting.venue, Venue.objects.count()) == (1, room, 1)
    assert Venue.objects.get().how_to_find == "Ring twice"
    assert letters("meeting.moved") == []

"""Who comes to a meeting that one knows, and who is told to nobody."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from events.models import Attendance
from members.actions import people
from network.actions import exchange, participation, ties
from network.models import Avoidance, Cadence, Exchange, Participant
from network.queries.company import company
from network.rules.exchange import meets
from outbox.models import Message
from outbox.queries import letterhead
from outbox.rendering import compose, preview
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting, a_member, say
from tests.network.cast import TODAY, a_friend, an_evening

pytestmark = pytest.mark.django_db
LONG_AGO = date(2025, 9, 1)


@pytest.fixture
def now():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def pair(now):
    """A member and an old friend, unseen for nine months, who both come in ten days."""
    a_letterhead()
    one, other = a_friend("Juniper Reed"), a_friend("Hazel Moor")
    a_login(one, "juniper@example.org")
    an_evening(LONG_AGO, one, other)
    ties.recompute(today=TODAY)
    meeting = a_meeting(10)
    for person in (one, other):
        say(meeting, person)
    return one, other, meeting


def told(viewer, meeting):
    """Names with whether they are missed, and neighbours with why."""
    found = company(viewer, meeting, NOON)
    return (
        [(one.person.name, one.missed) for one in found.known],
        [(one.person.name, one.why, one.words) for one in found.beside],
    )


def test_an_old_friend_who_comes_is_named_with_how_long_ago_it_was(pair):
    one, _other, meeting = pair

    assert told(one, meeting) == ([("Hazel Moor", True)], [("Hazel Moor", "tie", "")])
    assert company(one, meeting, NOON).known[0].silence == "9 months ago"


def test_the_page_of_the_meeting_leads_there_and_the_part_names_the_friend(pair):
    one, _other, meeting = pair
    client = browser(one)
    url = reverse("meeting-company", args=[meeting.slug])

    whole, part = client.get(meeting.get_absolute_url()).text, client.get(url).text

    assert f'hx-get="{url}"' in whole
    assert ("Hazel Moor" in part, "last in touch 9 months ago." in part) == (True, True)


@pytest.mark.parametrize("how", ["left", "hides", "declines", "never told", "viewer left"])
def test_nobody_is_named_without_having_agreed(pair, how):
    one, other, meeting = pair
    if how == "left":
        participation.leave(person=other, at=NOON)
    elif how == "hides":
        people.show(person=other, choices={"name": "nobody"}, by=other, at=NOON)
    elif how == "declines":
        say(meeting, other, "cancelled")
    elif how == "never told":
        Participant.objects.filter(person=other).delete()
    else:
        participation.leave(person=one, at=NOON)

    assert told(one, meeting) == ([], [])


def test_who_lapsed_is_told_of_nobody(pair):
    one, _other, meeting = pair
    one.memberships.all().delete()

    assert told(one, meeting) == ([], [])


def test_nobody_is_seated_beside_somebody_they_avoid_and_no_list_tells_so(pair):
    one, other, meeting = pair
    Avoidance.objects.create(writer=other, person=one)

    assert told(one, meeting) == ([("Hazel Moor", True)], [])


def test_whom_the_viewer_wants_no_reminder_of_is_not_proposed(pair):
    one, other, meeting = pair
    Cadence.objects.create(writer=one, person=other, never=True)

    assert told(one, meeting)[1] == []


def test_beside_the_old_tie_sit_a_newcomer_and_one_whose_offer_fits(pair):
    one, _other, meeting = pair
    new, helper = a_friend("Sorrel Gate"), a_friend("Linden Ledger", skills="Bookkeeping, boats")
    new.joined_on, helper.joined_on = TODAY - timedelta(days=20), date(2020, 1, 1)
    for person in (new, helper):
        person.save()
        say(meeting, person)
    exchange.say(person=one, seeks="somebody for bookkeeping", offers="", at=NOON)

    assert told(one, meeting)[1] == [
        ("Hazel Moor", "tie", ""), ("Sorrel Gate", "newcomer", ""),
        ("Linden Ledger", "helps", "Bookkeeping"),
    ]  # fmt: skip
    # The other way round it is the viewer who is looked for, and only while it lasts.
    assert ("Juniper Reed", "wants", "somebody for bookkeeping") in told(helper, meeting)[1]
    Exchange.objects.update(ends_on=TODAY - timedelta(days=1))
    assert "wants" not in [why for _name, why, _words in told(helper, meeting)[1]]


def test_who_hides_skills_is_found_by_none_of_them(pair):
    one, other, meeting = pair
    other.skills = "Bookkeeping"
    other.save()
    Cadence.objects.create(writer=other, person=one, never=True)
    people.show(person=other, choices={"skills": "nobody"}, by=other, at=NOON)
    exchange.say(person=one, seeks="bookkeeping", offers="", at=NOON)

    assert [why for _name, why, _words in told(one, meeting)[1]] == ["tie"]


@pytest.mark.parametrize(
    ("seeks", "offers", "said"),
    [
        ("sail repair", "bread, repair of sails", "repair of sails"),
        ("somebody for the bookkeeping", "Bookkeeping", "Bookkeeping"),
        ("a job", "a cat", ""),
        ("", "Bookkeeping", ""),
        ("sail repair", "roof repair", ""),
    ],
)
def test_an_ask_and_an_offer_meet_word_for_word(seeks, offers, said):
    assert meets(seeks, offers) == said


def test_colleagues_are_named_as_in_the_directory(now):
    a_letterhead()
    one = a_member("A Member", employer="Harbour Works")
    shown, hides = (a_member(name, employer="harbour works ") for name in ("Shown", "Hides"))
    people.show(person=hides, choices={"employer": "nobody"}, by=hides, at=NOON)
    meeting = a_meeting(10)
    for person in (shown, hides, a_member("Elsewhere", employer="Other Works")):
        say(meeting, person)

    found = company(one, meeting, NOON)

    assert [person.name for person in found.colleagues] == ["Shown"]
    assert (found.takes_part, found.known) == (False, [])


def test_the_part_costs_as_much_with_one_as_with_four(pair, django_assert_max_num_queries):
    one, _other, meeting = pair
    for name in ("A A", "B B", "C C"):
        person = a_friend(name)
        an_evening(LONG_AGO, one, person)
        say(meeting, person)
    ties.recompute(today=TODAY)

    with django_assert_max_num_queries(16):
        found = company(one, meeting, NOON)

    assert len(found.known) == 4


def reminder(person, meeting, stage="24h"):
    day = meeting.starts_at.date().isoformat()
    about = {"meeting": meeting.pk, "person": person.pk, "stage": stage}
    return Message(
        id=1, kind="meeting.reminder", category="meetings", to="juniper.reed@example.org",
        about=about, dedupe_key=f"reminder:{day}", created_at=NOON,
    )  # fmt: skip


def test_the_reminder_names_the_friend_to_its_reader_and_to_no_officer(pair):
    one, other, meeting = pair
    other.name = "Hazel O'Moor"
    other.save()
    message = reminder(one, meeting)

    sent = compose(message, NOON, letterhead())
    kept = preview(message, NOON)

    words = "They come, and you have not seen them for long: Hazel O'Moor."
    assert (words in sent.text, "O&#x27;Moor" in sent.html) == (True, True)
    assert ("Moor" in kept.text, "Moor" in kept.html, kept.note) == (False, False, "")
    assert "Moor" not in compose(reminder(one, meeting, "2h"), NOON, letterhead()).text


def test_a_reminder_that_somebody_else_opens_names_nobody(pair):
    one, other, meeting = pair
    one.mail_via = other
    one.save()

    assert "They come" not in compose(reminder(one, meeting), NOON, letterhead()).text


def test_what_one_looks_for_is_saved_and_taken_back_and_goes_with_leaving(pair):
    one = pair[0]
    client, url = browser(one), reverse("network-exchange")

    client.post(url, {"seeks": "a boat shed", "offers": ""})
    said = Exchange.objects.values_list("seeks", "ends_on").get()
    client.post(url, {"seeks": "", "offers": " "})

    assert said == ("a boat shed", TODAY + timedelta(days=60))
    assert Exchange.objects.count() == 0
    exchange.say(person=one, seeks="x", offers="", at=NOON)
    participation.leave(person=one, at=NOON)
    assert (Exchange.objects.count(), Attendance.objects.count()) == (0, 2)

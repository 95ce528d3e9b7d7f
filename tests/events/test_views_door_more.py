"""The door's other ways in: job, ticket, guests together, room code, paper, phone's list."""

import json
from uuid import uuid4

import pytest
import time_machine

from events.actions import attendance
from events.models import Attendance, Duty, DutySignup, Rsvp, SheetLine
from events.tokens import room_code
from roles.models import Role
from tests.events.cast import HTMX, an_officer, browser, evening, here, tonight
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting, letters, members, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_door():
    a_letterhead()
    with time_machine.travel(evening(), tick=False):
        yield


@pytest.fixture
def organizer():
    return browser(an_officer("An Organizer", "Organizer"))


def a_helper(meeting, **fields):
    """A member who has taken the door's job of this meeting; their browser."""
    (member,) = members(1)
    a_login(member, f"{member.uid.hex}@example.org")
    role = Role.objects.create(title="Door", body=Role.Body.STANDING, opens_door=True)
    duty = Duty.objects.create(meeting=meeting, role=role)
    DutySignup.objects.create(duty=duty, person=member, taken_at=NOON, **fields)
    return browser(member)


def url(meeting, rest=""):
    return f"/meetings/{meeting.slug}/door/{rest}"


def a_guest_of(meeting, member):
    say(meeting, member, "going", "A Guest")
    return Rsvp.objects.get(host=member).person


def test_whoever_has_the_doors_job_opens_it_and_closes_nothing():
    meeting, (comes,) = tonight(), members(1)
    helper = a_helper(meeting)

    assert helper.post(url(meeting, f"in/{comes.uid}/"), **HTMX).status_code == 200
    assert [helper.get(url(meeting, rest)).status_code for rest in ("", "close/")] == [200, 404]
    assert helper.post(url(meeting, "reopen/")).status_code == 404
    assert "Close the meeting" not in helper.get(url(meeting)).content.decode()


def test_the_job_opens_the_door_from_the_day_before():
    meeting = a_meeting(1)
    helper = a_helper(meeting)

    with time_machine.travel(meeting.starts_at.replace(minute=0) - 25 * (evening(60) - evening())):
        assert helper.get(url(meeting)).status_code == 404
    with time_machine.travel(meeting.starts_at - 23 * (evening(60) - evening())):
        assert helper.get(url(meeting)).status_code == 200


def test_a_job_given_back_opens_nothing():
    meeting = tonight()

    assert a_helper(meeting, state="left", left_at=NOON).get(url(meeting)).status_code == 404


def test_the_helpers_home_leads_to_door_and_sheet():
    meeting = tonight()

    page = a_helper(meeting).get("/").content.decode()

    assert [f'href="{url(meeting, rest)}"' in page for rest in ("", "sheet/")] == [True, True]


def test_a_ticket_lets_its_holder_in_once(organizer):
    meeting, (member,) = tonight(), members(1)
    say(meeting, member)
    code = Rsvp.objects.get().ticket.hex.upper()

    first = organizer.post(url(meeting, "ticket/"), {"code": code}, **HTMX)
    second = organizer.post(url(meeting, "ticket/"), {"code": code}, **HTMX)

    assert f"{member.name} is in." in first.content.decode()
    assert "is already in, since 19:00." in second.content.decode()
    assert here(meeting) == [(member.name, "present", "ticket")]


@pytest.mark.parametrize("code", ["", "x", "0" * 32, "9" * 5000])
def test_a_forged_ticket_is_refused_with_a_sentence(organizer, code):
    meeting = tonight()

    answer = organizer.post(url(meeting, "ticket/"), {"code": code}, **HTMX)

    assert (answer.status_code, here(meeting)) == (409, [])
    assert "This is no ticket of this meeting" in answer.content.decode()


def test_the_ticket_of_a_seat_given_back_lets_nobody_in(organizer):
    meeting, (member,) = tonight(), members(1)
    say(meeting, member)
    code = Rsvp.objects.get().ticket.hex
    say(meeting, member, "cancelled")

    assert organizer.post(url(meeting, "ticket/"), {"code": code}, **HTMX).status_code == 409


def test_guests_arrive_with_their_host(organizer):
    meeting, (member,) = tonight(), members(1)
    guest = a_guest_of(meeting, member)
    assert "With guest" in organizer.get(url(meeting)).content.decode()

    answer = organizer.post(url(meeting, f"in/{member.uid}/"), {"party": "on"}, **HTMX)

    assert f"{member.name} and 1 guest are in." in answer.content.decode()
    assert [row[0] for row in here(meeting)] == [member.name, guest.name]


def test_who_sent_word_is_excused_by_a_button(organizer):
    meeting, (member,) = tonight(), members(1)
    say(meeting, member)
    assert f"door/excuse/{member.uid}/" in organizer.get(url(meeting)).content.decode()

    organizer.post(url(meeting, f"excuse/{member.uid}/"), **HTMX)

    assert here(meeting) == [(member.name, "excused", "name")]


def test_the_host_of_a_newcomer_is_told_once(organizer):
    earlier, meeting, (member, other) = tonight(topic="Before"), tonight(), members(2)
    type(earlier).objects.filter(pk=earlier.pk).update(starts_at=evening(-9000))
    earlier.attendances.create(
        person=other, state="present", method="name", arrived_at=NOON, recorded_at=NOON
    )
    guest = a_guest_of(meeting, member)

    for _twice in range(2):
        attendance.check_in(meeting=meeting, person=guest, by=None, at=evening())
        attendance.check_in(meeting=meeting, person=other, by=None, at=evening())
        attendance.undo(meeting=meeting, person=guest, by=None, at=evening())

    (letter,) = letters("meeting.newcomer_in")
    assert (letter.to, letter.about["person"]) == (member.emails.get().address, guest.pk)


def test_a_member_checks_in_alone_with_the_code_of_the_room(organizer):
    meeting, (member,) = tonight(), members(1)
    a_login(member, "self@example.org")
    client = browser(member)
    assert room_code(meeting) in organizer.get(url(meeting, "code/")).content.decode()
    assert "/here/" in client.get(meeting.get_absolute_url()).content.decode()

    path = f"/meetings/{meeting.slug}/here/"
    assert client.post(path, {"code": "no"}).status_code == 409
    assert client.post(path, {"code": room_code(meeting)}).status_code == 303

    assert here(meeting) == [(member.name, "present", "self")]


def test_the_code_is_worth_nothing_before_and_after_the_meeting():
    meeting, (member,) = tonight(), members(1)
    a_login(member, "self@example.org")
    path = f"/meetings/{meeting.slug}/here/"

    for minute in (-31, 1000):
        with time_machine.travel(evening(minute)):
            assert browser(member).post(path, {"code": room_code(meeting)}).status_code == 409
    assert here(meeting) == []


def test_guessing_the_code_ends_after_a_few_tries(settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    meeting, (member,) = tonight(), members(1)
    a_login(member, "self@example.org")
    client = browser(member)

    path = f"/meetings/{meeting.slug}/here/"
    codes = [client.post(path, {"code": "12345"}).status_code for _try in range(7)]

    assert codes == [409] * 6 + [429]
    assert client.post(path, {"code": room_code(meeting)}).status_code == 429


def test_a_sheet_is_numbered_once_and_grows_at_its_end(organizer):
    meeting, (zed, amy) = tonight(), members(2)
    say(meeting, zed)
    organizer.post(url(meeting, "sheet/number/"))
    say(meeting, amy)

    organizer.post(url(meeting, "sheet/number/"))

    lines = SheetLine.objects.order_by("number").values_list("number", "person")
    assert list(lines) == [(1, zed.pk), (2, amy.pk)]


def test_typed_numbers_are_in_and_a_wrong_one_loses_nothing(organizer):
    meeting, people = tonight(), members(3)
    for person in people:
        say(meeting, person)
    organizer.post(url(meeting, "sheet/number/"))

    wrong = organizer.post(url(meeting, "sheet/"), {"numbers": "1 2 77"})
    assert (wrong.status_code, here(meeting)) == (409, [])
    assert ">1 2 77</textarea>" in wrong.content.decode()

    with time_machine.travel(evening(60 * 30)):
        assert organizer.post(url(meeting, "sheet/"), {"numbers": "1-2"}).status_code == 303
    rows = Attendance.objects.values_list("method", "arrived_at")
    assert list(rows) == [("paper", evening())] * 2


def test_the_phones_list_names_tickets_by_their_sums_alone(organizer):
    meeting, (member,) = tonight(), members(1)
    guest = a_guest_of(meeting, member)

    answer = organizer.get(url(meeting, "list.json"))

    people = {row["name"]: row for row in answer.json()["people"]}
    assert (people[guest.name]["host"], people[member.name]["answer"]) == (member.name, "going")
    code = Rsvp.objects.get(person=member).ticket.hex
    assert code not in answer.content.decode()


def sent(client, meeting, acts, **fields):
    owner = client.get(url(meeting, "list.json")).json()["owner"]
    body = {"device": str(uuid4()), "owner": owner, "now": evening().isoformat(), "acts": acts}
    path, kind = url(meeting, "sync/"), "application/json"
    return client.post(path, json.dumps(body | fields), content_type=kind)


def test_what_a_phone_kept_is_taken_and_counted(organizer):
    meeting, (member,) = tonight(), members(1)
    one = {"uid": str(uuid4()), "act": "in", "at": evening(-1).isoformat()}

    answer = sent(organizer, meeting, [one | {"person": str(member.uid)}]).json()

    assert answer["results"] == [{"uid": one["uid"], "outcome": "done", "words": ""}]
    assert answer["counts"] == {"to_come": 0, "inside": 1}


def test_what_another_log_in_made_is_not_taken(organizer):
    assert sent(organizer, tonight(), [], owner="somebody else").status_code == 409


def test_what_cannot_be_read_is_refused(organizer):
    assert sent(organizer, tonight(), "x").status_code == 422


def test_the_kept_page_is_about_nobody():
    assert browser().get("/door/").status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_the_phones_list_costs_as_many_queries_for_few_and_many(
    organizer, number, django_assert_num_queries
):
    meeting = tonight()
    for person in members(number):
        say(meeting, person)
    organizer.get(url(meeting, "list.json"))

    with django_assert_num_queries(7):
        organizer.get(url(meeting, "list.json"))

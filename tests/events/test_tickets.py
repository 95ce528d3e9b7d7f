"""A ticket is a secret of whoever goes, and ends when the seat is given back."""

import re

import pytest
from django.core.management import call_command
from django.template import Context, Template

from events.actions import closing
from events.models import Rsvp, Seating
from tests.events.cast import browser, evening, tonight
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting, letters, members, say
from tests.members.factories import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def meeting():
    a_letterhead()
    return a_meeting(capacity=4)


def signed_in(person):
    a_login(person, person.emails.get().address)
    return browser(person)


def code_of(meeting, person):
    return Rsvp.objects.get(meeting=meeting, person=person).ticket


def ticket_page(client, meeting):
    return client.get(f"/meetings/{meeting.slug}/ticket/")


def test_every_seat_has_a_code_of_128_bits_of_its_own(meeting):
    host, *others = members(3)
    say(meeting, host, "going", "A Guest")
    for other in others:
        say(meeting, other)

    codes = list(Rsvp.objects.values_list("ticket", flat=True))
    assert len(set(codes)) == 4
    assert {code.int.bit_length() > 96 for code in codes} == {True}


def test_a_seat_given_back_ends_its_ticket_and_a_new_yes_brings_a_new_one(meeting):
    (member,) = members(1)
    say(meeting, member)
    first = code_of(meeting, member)

    say(meeting, member, "cancelled")
    given_back = code_of(meeting, member)
    say(meeting, member)

    assert len({first, given_back, code_of(meeting, member)}) == 2
    assert not Rsvp.objects.filter(ticket=first).exists()


def test_a_guest_left_out_loses_the_ticket_and_the_others_keep_theirs(meeting):
    (member,) = members(1)
    say(meeting, member, "going", "A Guest", "Another Guest")
    before = dict(Rsvp.objects.values_list("person__name", "ticket"))

    say(meeting, member, "going", "A Guest")

    after = dict(Rsvp.objects.values_list("person__name", "ticket"))
    assert [name for name in before if after[name] != before[name]] == ["Another Guest"]


def test_the_holder_sees_the_own_ticket_and_those_of_the_guests(meeting):
    (member,) = members(1)
    say(meeting, member, "going", "A Guest")

    page = ticket_page(signed_in(member), meeting)

    assert page.status_code == 200
    names = re.findall(r'<p class="name">([^<]*)', page.content.decode())
    assert names == [member.name, "A Guest"]
    assert page.content.count(b'<svg class="qr"') == 2


@pytest.mark.parametrize("answer", [None, "declined", "cancelled"])
def test_who_is_not_going_has_no_ticket(meeting, answer):
    first, member = members(2)
    say(meeting, first)
    if answer:
        say(meeting, member, answer)

    assert ticket_page(signed_in(member), meeting).status_code == 404


def test_who_waits_has_no_ticket_yet():
    a_letterhead()
    meeting = a_meeting(capacity=1)
    first, member = members(2)
    say(meeting, first)
    say(meeting, member)

    client = signed_in(member)
    assert ticket_page(client, meeting).status_code == 404
    say(meeting, first, "cancelled")
    assert ticket_page(client, meeting).status_code == 200


def test_a_stranger_is_asked_to_log_in_and_somebody_on_file_finds_nothing(meeting):
    (member,) = members(1)
    say(meeting, member)
    other = a_person("A Guest", "guest@example.org")

    assert ticket_page(browser(), meeting).status_code == 302
    assert ticket_page(signed_in(other), meeting).status_code == 404


def test_the_meeting_page_shows_the_code_only_to_its_holder(meeting):
    member, other = members(2)
    say(meeting, member)
    address = f"/meetings/{meeting.slug}/"

    assert signed_in(member).get(address).content.count(b'<svg class="qr"') == 1
    for client in (signed_in(other), browser()):
        assert client.get(address).content.count(b'<svg class="qr"') == 0


def test_a_closed_meeting_lets_nobody_in_any_more():
    a_letterhead()
    meeting = tonight()
    (member,) = members(1)
    say(meeting, member)
    closing.close(meeting=meeting, by=None, at=evening(180))

    assert ticket_page(signed_in(member), meeting).status_code == 404


def test_my_page_lists_the_tickets_to_come(meeting):
    (member,) = members(1)
    client = signed_in(member)
    assert b"My tickets" not in client.get("/me/").content

    say(meeting, member)

    assert f"/meetings/{meeting.slug}/ticket/" in client.get("/me/").content.decode()


def test_no_history_no_export_and_no_letter_holds_a_code(meeting, capsys):
    (member,) = members(1)
    say(meeting, member)
    code = code_of(meeting, member)
    call_command("export_attendance", format="csv")

    columns = {field.name for field in Rsvp.pgh_event_model._meta.get_fields()}
    assert "ticket" not in columns
    told = capsys.readouterr().out + str(letters("rsvp.confirmation")[0].__dict__)
    assert [form for form in (str(code), code.hex, code.hex.upper()) if form in told] == []


def test_a_seat_online_needs_no_door():
    a_letterhead()
    meeting = a_meeting(online_url="https://call.example/1")
    Seating.objects.get_or_create(meeting=meeting, mode="online")
    (member,) = members(1)
    say(meeting, member, mode="online")

    page = ticket_page(signed_in(member), meeting).content.decode()

    assert "Takes part online." in page
    assert "https://call.example/1" in page
    assert "Show this at the door." not in page


def test_the_code_is_drawn_dark_on_white_with_a_quiet_zone():
    drawn = Template("{% load codes %}{% qr 'A1' label %}").render(Context({"label": "A & B"}))

    assert 'viewBox="0 0 29 29"' in drawn
    assert 'aria-label="A &amp; B"' in drawn
    assert 'fill="#fff"' in drawn
    assert "M4 4.5h7M" in drawn
    assert "M3 " not in drawn

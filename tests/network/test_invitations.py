"""A member brings a colleague: one letter, one tap, two visits, and thanks."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from events.models import Attendance, GuestAsk, Meeting, Rsvp
from members.actions import people
from members.models import Person
from network.actions import invitations
from network.actions.notes import NotPossible
from network.models import Invitation
from network.queries.invitations import followed
from network.tokens import invitation_link
from outbox.actions.suppressions import opt_out
from outbox.delivery import deliver_due
from outbox.models import Message
from tests.events.cast import browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_meeting, a_member, a_person, say
from tests.network.cast import TODAY, an_evening

pytestmark = pytest.mark.django_db
ADDRESS = "ada@works.example"


@pytest.fixture
def scene():
    """A member with a log-in, and a public meeting in ten days that takes guests."""
    with time_machine.travel(NOON, tick=False):
        a_letterhead()
        member = a_member("Juniper Reed", "juniper@example.org", start=TODAY - timedelta(days=90))
        a_login(member, "juniper@example.org")
        yield member, a_meeting(10, guest_limit=2)


def invite(scene, address=ADDRESS, **more):
    member, meeting = scene
    values = {"inviter": member, "meeting": meeting, "name": "Ada Long", "address": address}
    return invitations.invite(**values | {"at": NOON} | more)


def outcome():
    return list(Message.objects.filter(kind="colleague.invited").values_list("to", "state"))


def to_ada(mailoutbox):
    return [mail for mail in mailoutbox if "invites" in mail.subject]


def came(person: Person, days: int) -> Meeting:
    return an_evening((NOON + timedelta(days=days)).date(), person)


def test_a_letter_goes_out_in_the_members_name_and_nobody_is_put_on_file(scene, mailoutbox):
    member, meeting = scene
    before = Person.objects.count()

    answer = browser(member).post(
        reverse("meeting-invite", args=[meeting.slug]),
        {"name": "Ada Long", "address": ADDRESS, "words": "Come with me!"},
    )
    deliver_due(at=NOON)

    [mail] = to_ada(mailoutbox)
    assert answer.headers["Location"] == reverse("network-invited")
    assert (mail.to, mail.subject) == (
        [f"Ada Long <{ADDRESS}>"],
        "Juniper Reed invites you: Bridges",
    )
    assert ("Come with me!" in mail.body, "/invited/" in mail.body) == (True, True)
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.reply_to == ["Juniper Reed <juniper@example.org>"]
    kept = Message.objects.get(kind="colleague.invited")
    assert ("Come with me!" in kept.text + kept.html, kept.about.keys()) == (
        False, {"meeting", "invitation"},
    )  # fmt: skip
    assert Person.objects.count() == before


def test_an_address_that_said_stop_gets_nothing_and_the_member_does_not_learn_it(scene, mailoutbox):
    opt_out(address=ADDRESS, category="invitations", at=NOON)

    invite(scene)
    deliver_due(at=NOON)

    assert (to_ada(mailoutbox), outcome()) == ([], [(ADDRESS, "suppressed")])
    assert "Ada Long" in browser(scene[0]).get(reverse("network-invited")).text


def test_a_member_is_not_written_to_as_a_stranger_and_nobody_learns_who_is_one(scene, mailoutbox):
    a_member("Ada Long", ADDRESS)

    one = invite(scene)
    deliver_due(at=NOON)

    assert (to_ada(mailoutbox), outcome()) == ([], [(ADDRESS, "superseded")])
    assert followed([one])[0].visits == []


def test_two_members_who_invite_the_same_person_cause_one_letter(scene):
    other = a_member("Hazel Moor", "hazel@example.org", start=TODAY)
    invite(scene)

    invite((other, scene[1]), "ADA@works.example")

    assert outcome() == [(ADDRESS, "pending")]
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (ADDRESS, "You have invited this address to this meeting already."),
        ("juniper@example.org", "This is your own address."),
        ("new@works.example", "That is enough for a day. Please go on tomorrow."),
    ],
)
def test_too_much_is_refused_in_words(scene, address, words):
    for number in range(4):
        invite(scene, f"c{number}@works.example")
    invite(scene)

    with pytest.raises(NotPossible, match=words):
        invite(scene, address)

    assert Invitation.objects.count() == 5


def test_a_meeting_without_guests_and_a_lapsed_member_invite_nobody(scene):
    member, meeting = scene
    with pytest.raises(NotPossible):
        invite((member, a_meeting(12, guest_limit=0)))
    member.memberships.all().delete()
    with pytest.raises(NotPossible):
        invite((member, meeting))

    assert Invitation.objects.count() == 0


def test_one_tap_with_the_address_of_the_letter_is_a_seat_and_the_inviter_meets_them(scene):
    member, meeting = scene
    say(meeting, member)
    token = invitation_link(invite(scene))
    client, url = Client(), reverse("invited", args=[token])

    shown = client.get(url).text
    assert ("Juniper Reed invites you" in shown, GuestAsk.objects.count()) == (True, 0)
    client.post(url, {"name": "Ada Long", "email": ADDRESS})

    ask = GuestAsk.objects.get()
    assert (ask.greeter, ask.told_by, ask.proven_at) == (member, "Juniper Reed", NOON)
    assert Rsvp.objects.get(person=ask.person).state == "going"
    assert not Message.objects.filter(kind="guest.link").exists()
    assert followed([Invitation.objects.get()])[0].is_coming


def test_another_address_has_to_be_proven_first(scene):
    url = reverse("invited", args=[invitation_link(invite(scene))])

    answer = Client().post(url, {"name": "Ada Long", "email": "private@example.org"})

    assert answer.headers["Location"] == reverse("guest-sent")
    assert GuestAsk.objects.get().proven_at is None
    assert Message.objects.filter(kind="guest.link", to="private@example.org").count() == 1


def test_a_cut_or_old_link_says_so(scene):
    token = invitation_link(invite(scene))

    cut = Client().get(reverse("invited", args=[token[:-3]])).status_code
    with time_machine.travel(scene[1].ends_at):
        old = Client().get(reverse("invited", args=[token])).status_code

    assert (cut, old) == (404, 410)


def test_first_and_second_visit_are_seen_and_thanked_once_each(scene):
    row = invite(scene)
    ask = invitations.accept(row=row, name="Ada Long", address=ADDRESS, at=NOON)
    guest = GuestAsk.objects.get(pk=ask.pk).person
    days = [came(guest, days).starts_at.date() for days in (10, 40, 70)]
    later = NOON + timedelta(days=71)

    counts = [invitations.thank(at=later) for _again in range(2)]

    assert followed([Invitation.objects.get()])[0].visits == days[:2]
    assert counts == [2, 0]
    thanks = Message.objects.filter(kind="colleague.came").values_list("to", "about__visit")
    assert list(thanks.order_by("id")) == [("juniper@example.org", 1), ("juniper@example.org", 2)]
    assert "Thank you." in browser(scene[0]).get(reverse("network-invited")).text


def test_who_was_known_before_is_not_followed_by_an_invitation(scene):
    known = a_person("Ada Long", ADDRESS)
    Person.objects.filter(pk=known.pk).update(created_at=NOON - timedelta(days=30))
    row = invite(scene)
    came(known, 10)

    assert followed([row])[0].visits == []


def test_who_comes_without_the_link_is_found_by_the_new_address(scene):
    row = invite(scene)
    guest = people.create(name="Ada Long", by=None, at=NOON)
    people.add_email(person=guest, address=ADDRESS, by=None, at=NOON)
    Person.objects.filter(pk=guest.pk).update(created_at=NOON + timedelta(days=10))
    evening = came(guest, 10)

    assert followed([row])[0].visits == [evening.starts_at.date()]


def test_what_came_to_nothing_is_forgotten_a_month_later(scene):
    invite(scene)

    dropped = [invitations.forget(at=NOON + timedelta(days=days)) for days in (30, 50)]

    assert (dropped, Invitation.objects.count()) == ([0, 1], 0)


def test_one_member_never_sees_the_invitations_of_another(scene):
    other = a_member("Hazel Moor", "hazel@example.org", start=TODAY)
    a_login(other, "hazel@example.org")
    invite(scene)

    page = browser(other).get(reverse("network-invited")).text

    assert ("Ada Long" in page, ADDRESS in page) == (False, False)
    assert Attendance.objects.count() == 0

"""Whose addresses somebody else changes hears of it at the old ones; the log-in does not follow."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from members.actions import people
from members.models import Email, Person
from outbox.models import Message
from tests.events.scenes import a_letterhead
from tests.members.factories import NOON, a_login, a_person
from tests.security.scene import browser, seated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letterhead():
    return a_letterhead()


@pytest.fixture
def member():
    person = a_person("A Member", "old@example.org")
    a_login(person, "old@example.org")
    return person


def an_officer(group: str) -> Person:
    person = a_person(f"A {group}", f"{group[:4].lower()}@example.org")
    a_login(person, f"{group[:4].lower()}@example.org")
    seated(person, group, group)
    return person


def rewrite(person, *addresses, by):
    first = person.emails.get()
    rows = [(first if n == 0 else Email(), text, n == 0) for n, text in enumerate(addresses)]
    people.set_emails(person=person, rows=rows, by=by, at=NOON)


def warned() -> list[str]:
    rows = Message.objects.filter(kind="person.address_changed").order_by("id")
    return list(rows.values_list("to", flat=True))


def test_the_old_address_hears_of_a_new_one(member):
    rewrite(member, "new@example.org", by=a_person("An Officer"))

    assert warned() == ["old@example.org"]


def test_the_old_address_hears_of_a_further_one(member):
    rewrite(member, "old@example.org", "more@example.org", by=None)

    assert warned() == ["old@example.org"]


def test_nobody_is_warned_of_their_own_change_or_of_none(member):
    rewrite(member, "old@example.org", by=None)
    rewrite(member, "new@example.org", by=member)

    assert warned() == []


def test_the_first_address_of_somebody_warns_nobody():
    person = a_person("A Guest")

    people.set_emails(person=person, rows=[(Email(), "g@example.org", True)], by=None, at=NOON)

    assert warned() == []


def test_the_log_in_keeps_its_address(member):
    rewrite(member, "new@example.org", by=None)

    member.user.refresh_from_db()
    proven = EmailAddress.objects.filter(user=member.user, verified=True)
    assert (member.user.email, [row.email for row in proven]) == (
        "old@example.org",
        ["old@example.org"],
    )
    assert member.emails.get().verified_at is None


def test_letters_that_are_sent_to_somebody_else_are_told_to_the_old_address(member):
    other = a_person("A Clerk", "clerk@example.org")

    people.edit(person=member, mail_via=other, by=other, at=NOON)
    people.edit(person=member, mail_via=None, by=member, at=NOON + timedelta(days=1))

    assert warned() == ["old@example.org"]


def test_a_secretary_does_not_turn_the_letters_of_a_president():
    secretary = an_officer("Secretary")
    president = an_officer("Board admin")
    client = browser(secretary)
    form = {"name": president.name, "timezone": "", "mail_via": secretary.pk}
    for prefix in ("emails", "memberships"):
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}

    client.post(reverse("admin:members_person_change", args=[president.pk]), form)

    president.refresh_from_db()
    assert president.mail_via is None


def test_a_secretary_turns_the_letters_of_a_member(member):
    secretary = an_officer("Secretary")
    path = reverse("admin:members_person_change", args=[member.pk])
    shown = browser(secretary).get(path)

    assert "mail_via" in shown.context["adminform"].form.fields

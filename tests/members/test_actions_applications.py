"""An application: nobody's until its address is proven, decided once, and undone in time."""

from datetime import timedelta

import pytest

from kit.models import Setting
from members import queries
from members.actions import applications, memberships, people
from members.models import Application, Email, Membership, Person
from members.queries.applications import listed
from members.rules import Standing
from outbox.models import Message
from tests.events.scenes import a_letterhead
from tests.members.factories import NOON, TODAY, a_member, a_person, a_plan

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def letterhead():
    return a_letterhead()


def asked(email: str = "new@example.org", **typed) -> Application:
    values = {"plan": a_plan(), "name": "A Newcomer", "consent": "All of it.", "at": NOON}
    return applications.ask(email=email, **values | typed)


def applied(email: str = "new@example.org", **typed) -> Application:
    return applications.prove(application=asked(email, **typed), at=NOON)


def kinds() -> list[str]:
    waiting = Message.objects.exclude(state="superseded").order_by("id")
    return list(waiting.values_list("kind", flat=True))


def test_what_a_stranger_types_makes_nobody():
    asked(work_email="desk@example.org")

    assert (Person.objects.count(), Email.objects.count()) == (0, 0)
    assert kinds() == ["application.confirm"]


def test_the_proof_makes_a_person_with_that_address_proven():
    row = applied(phone="030 1", work_email="desk@example.org")

    found = row.person
    assert (found.name, found.phone, found.user) == ("A Newcomer", "030 1", None)
    assert [(e.address, e.verified_at) for e in found.emails.all()] == [("new@example.org", NOON)]
    assert kinds() == ["application.confirm", "application.received", "application.told"]


def test_a_guest_of_that_address_stays_the_same_person():
    guest = a_person("A Guest", "guest@example.org", phone="030 2")

    row = applied("Guest@Example.org", name="Somebody Else", phone="030 9")

    guest.refresh_from_db()
    assert row.person == guest
    assert (guest.name, guest.phone, Person.objects.count()) == ("A Guest", "030 2", 1)


def test_the_second_proof_changes_nothing():
    row = asked()
    first = applications.prove(application=row, at=NOON)

    again = applications.prove(application=row, at=NOON + DAY)

    assert (again.proven_at, Person.objects.count()) == (first.proven_at, 1)


def test_another_application_of_the_same_person_gives_way_to_the_open_one():
    first = applied()

    second = applied("NEW@example.org")

    assert second.pk == first.pk
    assert Application.objects.count() == 1


def test_a_member_does_not_apply():
    a_member("A Member", "member@example.org")

    with pytest.raises(applications.MemberAlready):
        applied("member@example.org")


def test_standing_is_applied_from_the_proof_until_it_is_closed():
    row = applied()

    declined = applications.decline(application=row, by=None, at=NOON + 3 * DAY)

    days = [TODAY - DAY, TODAY, TODAY + 2 * DAY, TODAY + 3 * DAY]
    expected = [Standing.PROSPECT, Standing.APPLIED, Standing.APPLIED, Standing.PROSPECT]
    assert [queries.standing(declined.person, day) for day in days] == expected
    sets = [queries.with_standing(Person.objects.all(), day).get().standing_ for day in days]
    assert sets == expected


def test_an_approved_applicant_becomes_a_member_when_the_dues_are_recorded():
    row = applications.approve(application=applied(), by=None, at=NOON + DAY)

    memberships.record_payment(person=row.person, by=None, at=NOON + 2 * DAY, method="transfer")

    begun = Membership.objects.get()
    assert (begun.plan, begun.period.lower) == (row.plan, TODAY + 2 * DAY)
    assert queries.standing(row.person, TODAY + DAY) == Standing.APPLIED
    assert queries.standing(row.person, TODAY + 2 * DAY) == Standing.ACTIVE
    assert list(listed("")) == []
    assert kinds()[-1] == "membership.welcome"


def test_dues_are_waived_after_the_approval_and_once():
    officer = a_person("An Officer")
    row = applications.approve(application=applied(), by=officer, at=NOON)

    begun = applications.waive(application=row, by=officer, at=NOON, reason="A friend")

    assert (begun.payments.count(), begun.period.lower) == (0, TODAY)
    with pytest.raises(applications.NotOpen):
        applications.waive(application=row, by=officer, at=NOON, reason="Again")


def test_where_nothing_is_to_be_paid_the_approval_begins_the_membership():
    applications.approve(application=applied(plan=a_plan(dues_cents=0)), by=None, at=NOON)

    assert Membership.objects.count() == 1


def test_where_the_board_asks_for_no_approval_the_proof_is_enough():
    Setting.objects.create(key="members.applications_need_approval", value=0)

    row = applied()

    assert (row.state, row.decided_via) == ("approved", "no approval needed")
    assert kinds() == ["application.confirm", "application.approved"]


@pytest.mark.parametrize("decide", [applications.approve, applications.decline])
def test_a_decision_is_undone_while_its_letter_waits(decide):
    officer = a_person("An Officer")
    row = decide(application=applied(), by=officer, at=NOON)
    letter = Message.objects.get(kind__in=["application.approved", "application.declined"])

    back = applications.reopen(application=row, by=officer, at=NOON + 9 * MINUTE)

    letter.refresh_from_db()
    assert (back.state, back.decided_at, letter.state) == ("applied", None, "superseded")
    assert letter.not_before == NOON + 10 * MINUTE


def test_a_decision_is_not_undone_after_its_letter_has_left():
    row = applications.approve(application=applied(), by=a_person("An Officer"), at=NOON)

    with pytest.raises(applications.NotOpen):
        applications.reopen(application=row, by=None, at=NOON + 11 * MINUTE)


def test_a_settled_application_is_not_settled_the_other_way():
    row = applications.decline(application=applied(), by=None, at=NOON)

    with pytest.raises(applications.NotOpen):
        applications.approve(application=row, by=None, at=NOON)


def test_who_has_withdrawn_may_ask_again():
    row = applied()
    applications.withdraw(application=row, by=row.person, at=NOON)

    again = applied()

    assert (again.pk == row.pk, again.person == row.person) == (False, True)


def test_what_was_never_proven_is_dropped_after_a_week():
    asked()
    applied("kept@example.org")

    assert applications.forget(at=NOON + 8 * DAY) == 1
    assert Application.objects.get().email == "kept@example.org"


def test_an_address_that_was_typed_links_no_log_in_before_the_proof():
    owner = a_person("An Owner", "owner@example.org")
    asked("thief@example.org", work_email="owner@example.org")
    thief = applications.prove(application=Application.objects.get(), at=NOON).person

    assert people.checked_address("owner@example.org") == "owner@example.org"
    assert [e.person for e in Email.objects.filter(address="owner@example.org")] == [owner]
    assert thief.emails.count() == 1

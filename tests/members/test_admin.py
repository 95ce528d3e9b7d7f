"""The board's desk: found quickly, changed by actions only."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from members.models import Email, LetterHold, Membership, Payment, Person, User
from tests.members.factories import a_member, a_person, a_plan, last_membership

pytestmark = [pytest.mark.broad, pytest.mark.django_db]


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("operator@example.org", "a long password"))
    return client


@pytest.mark.parametrize(
    "model",
    [
        "person", "plan", "membership", "payment", "importbatch", "user", "sponsor",
        "letterhold", "letterskip", "erasedperson", "merge",
    ],
)  # fmt: skip
def test_every_list_opens(desk, model):
    a_member("A Member", "member@example.org")

    assert desk.get(reverse(f"admin:members_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("text", ["mem", "member@exam", "acme", "a memb"])
def test_people_are_found_by_name_address_and_employer(desk, text):
    a_person("A Member", "member@example.org", employer="Acme")
    a_person("Somebody Else", "else@example.org")

    page = desk.get(reverse("admin:members_person_changelist"), {"q": text})

    assert [p.name for p in page.context["cl"].result_list] == ["A Member"]


def test_the_list_of_people_takes_the_same_queries_for_one_and_three(
    desk, django_assert_num_queries
):
    a_member("A Member")
    url = reverse("admin:members_person_changelist")
    desk.get(url)
    with django_assert_num_queries(8):
        desk.get(url)
    a_member("B Member", "b@example.org")
    a_member("C Member", "c@example.org")
    with django_assert_num_queries(8):
        desk.get(url)


def form_of(person, **changes):
    fields = ("name", "known_as", "headline", "employer", "city", "skills", "phone")
    data = {name: getattr(person, name) for name in fields} | {
        "postal_address": "", "timezone": "", "mail_via": "", "joined_on": "",
        "emails-TOTAL_FORMS": "0", "emails-INITIAL_FORMS": "0",
        "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0",
    }  # fmt: skip
    return data | changes


def test_an_edited_name_is_found_again(desk):
    person = a_person("A Member")
    url = reverse("admin:members_person_change", args=[person.pk])

    response = desk.post(url, form_of(person, name="A Čermák"))

    assert response.status_code == 302
    assert Person.objects.get(pk=person.pk).sort_name == "cermak a"


def test_an_address_added_at_the_desk_takes_the_letters(desk):
    person = a_person("A Member")
    url = reverse("admin:members_person_change", args=[person.pk])
    added = {"emails-TOTAL_FORMS": "1", "emails-0-address": "New@Example.org"}
    added["emails-0-person"] = str(person.pk)

    assert desk.post(url, form_of(person, **added)).status_code == 302

    email = Email.objects.get(person=person)
    assert (email.canonical, email.for_letters) == ("new@example.org", True)


def test_somebody_elses_address_is_refused(desk):
    a_person("Other", "taken@example.org")
    person = a_person("A Member")
    added = {"emails-TOTAL_FORMS": "1", "emails-0-address": "TAKEN@example.org"}

    response = desk.post(
        reverse("admin:members_person_change", args=[person.pk]), form_of(person, **added)
    )

    assert response.status_code == 200
    assert Email.objects.filter(person=person).count() == 0


def test_a_new_person_is_made_at_the_desk(desk):
    blank = form_of(Person(name="New Person"))

    assert desk.post(reverse("admin:members_person_add"), blank).status_code == 302

    assert Person.objects.get().sort_name == "person new"


def test_the_desk_begins_a_membership(desk):
    person, plan = a_person(), a_plan()
    url = reverse("admin:members_person_join", args=[person.pk])

    desk.post(url, {"plan": plan.pk, "start": "2026-01-01"})

    assert Membership.objects.get(person=person).plan == plan


def test_the_desk_says_why_a_tool_is_refused(desk):
    person = a_person()

    response = desk.post(reverse("admin:members_person_resign", args=[person.pk]), {})

    assert response.status_code == 422
    assert "no membership to resign from" in response.content.decode()


@pytest.mark.parametrize("tool", ["join", "honour", "resign", "died", "note", "revoke"])
def test_a_tool_only_shows_its_form_on_get(desk, tool):
    person = a_member()

    assert desk.get(reverse(f"admin:members_person_{tool}", args=[person.pk])).status_code == 200
    assert last_membership(person).resigned_on is None


def test_notes_are_kept_in_order(desk):
    person = a_person()
    url = reverse("admin:members_person_note", args=[person.pk])
    desk.post(url, {"text": "First"})
    desk.post(url, {"text": "Second"})

    notes = Person.objects.get().extra["notes"]
    assert [note["text"] for note in notes] == ["First", "Second"]
    assert (
        "Second"
        in desk.get(reverse("admin:members_person_change", args=[person.pk])).content.decode()
    )


def test_the_desk_takes_a_payment_back(desk):
    person = a_member(start=timezone.now().date() - timedelta(days=30))
    row = last_membership(person)
    payment = Payment.objects.create(
        person=row.person, membership=row, cents=12000, currency="EUR", method="cash",
        received_on=row.period.lower, recorded_at=timezone.now(),
    )  # fmt: skip

    desk.post(reverse("admin:members_payment_reverse", args=[payment.pk]), {"reason": "bounced"})

    assert list(Payment.objects.order_by("id").values_list("cents", flat=True)) == [12000, -12000]
    assert last_membership(person).voided_on is not None


def test_money_is_read_only(desk):
    row = last_membership(a_member())

    page = desk.get(reverse("admin:members_membership_change", args=[row.pk]))

    assert page.context["adminform"].form.fields == {}


def test_a_member_does_not_enter(client):
    person = a_member()
    user = User.objects.create_user("member@example.org", "a long password")
    Person.objects.filter(pk=person.pk).update(user=user)
    client.force_login(user)

    assert client.get(reverse("admin:members_person_changelist")).status_code in {302, 403}


def test_a_second_factor_is_needed_where_the_installation_asks_for_it(desk, settings):
    settings.OFFICERS_NEED_SECOND_FACTOR = True

    response = desk.get(reverse("admin:index"))

    assert response.url == reverse("mfa_index")


def test_from_a_person_one_gets_to_their_letters(desk):
    person = a_person("A Member", "member@example.org")

    page = desk.get(reverse("admin:members_person_change", args=[person.pk]))

    url = reverse("admin:outbox_message_why") + f"?person={person.pk}"
    assert page.context["tool_links"][-1] == (url, "Why did or didn't they get a mail?")
    assert desk.get(url).status_code == 200


def test_the_history_of_a_row_stands_below_its_form(desk):
    plan = a_plan(name="Full")
    plan.name = "Whole"
    plan.save()

    page = desk.get(reverse("admin:members_plan_change", args=[plan.pk]))

    touched = [
        [(name, old, new) for name, old, new in one.fields] for one in page.context["changes"]
    ]
    assert touched[0] == [("name", "Full", "Whole")]
    assertContains(page, "Full → Whole")


def test_the_desk_lets_held_letters_go(desk):
    hold = LetterHold.objects.create(person=a_member("A Member"), held_at=timezone.now())

    desk.post(reverse("admin:members_letterhold_lift", args=[hold.pk]))

    hold.refresh_from_db()
    assert hold.lifted_at is not None

"""No officer climbs: not by addresses, deaths, abolished seats, typed-in fields or claims."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from members.actions import logins
from members.models import Email, Person, User
from roles.models import Role, Term
from tests.members.factories import a_login, a_person
from tests.security.scene import browser, seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return officer("A Secretary", "Secretary")


def officer(name: str, group: str, **more) -> Person:
    address = f"{group.split()[0].lower()}@example.org"
    person = a_person(name, address)
    a_login(person, address)
    seated(person, f"Seat of {name}", group, **more)
    return person


def addresses_of(person: Person) -> list[str]:
    return list(Email.objects.filter(person=person).values_list("address", flat=True))


def steal(client, person: Person) -> None:
    """Type an address of one's own among somebody's addresses."""
    form = {"name": person.name, "timezone": ""}
    for prefix in ("emails", "memberships"):
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    form |= {"emails-TOTAL_FORMS": "1", "emails-0-address": "thief@example.org"}
    client.post(reverse("admin:members_person_change", args=[person.pk]), form)


def test_a_secretary_writes_the_addresses_of_a_member(secretary):
    member = a_person("A Member")

    steal(browser(secretary), member)

    assert addresses_of(member) == ["thief@example.org"]


def test_a_secretary_cannot_take_over_the_log_in_of_a_president(secretary):
    president = officer("A President", "Board admin")

    steal(browser(secretary), president)

    assert addresses_of(president) == ["board@example.org"]


def test_a_secretary_cannot_take_over_who_will_be_president(secretary):
    later = timezone.now().date() + timedelta(days=60)
    elect = a_person("An Elect")
    period = type(Term.objects.first().period)(later, later + timedelta(days=300))
    seated(elect, "President", "Board admin", period=period)

    steal(browser(secretary), elect)

    assert addresses_of(elect) == []


def test_a_secretary_cannot_take_over_an_operator(secretary):
    operator = a_person("An Operator", "operator@example.org")
    a_login(operator, "operator@example.org")
    User.objects.filter(person=operator).update(is_superuser=True)

    steal(browser(secretary), operator)

    assert addresses_of(operator) == ["operator@example.org"]


def test_a_secretary_cannot_declare_a_president_dead(secretary):
    president = officer("A President", "Board admin")
    path = reverse("admin:members_person_died", args=[president.pk])

    answer = browser(secretary).post(path, {"on": timezone.now().date().isoformat()})

    president.refresh_from_db()
    assert (answer.status_code, president.deceased_on) == (403, None)


def test_rights_end_where_the_seat_is_abolished(secretary):
    Term.objects.get().seat.__class__.objects.update(abolished_on=timezone.now().date())

    assert User.objects.get(person=secretary).get_all_permissions() == set()


def test_a_seat_is_not_abolished_under_its_holder():
    president = officer("A President", "Board admin")
    seat = Term.objects.get(person=president).seat
    path = reverse("admin:roles_seat_change", args=[seat.pk])
    form = {"abolished_on": "2020-01-01", "terms-TOTAL_FORMS": "0", "terms-INITIAL_FORMS": "0"}

    browser(president).post(path, form)

    seat.refresh_from_db()
    assert seat.abolished_on is None


def test_an_address_typed_by_somebody_else_does_not_catch_the_owners_code():
    thief = a_person("A Thief", "thief@example.org")
    a_login(thief, "thief@example.org")
    owner = a_person("An Owner", "owner@example.org")
    EmailAddress.objects.create(user=thief.user, email="owner@example.org", verified=False)

    logins.prepare(address="owner@example.org", at=timezone.now())

    claim = EmailAddress.objects.get(email="owner@example.org")
    assert (claim.user_id == thief.user_id, claim.user.email) == (False, "owner@example.org")
    assert owner.user is None


def test_posted_extra_fields_make_nobody_superuser():
    president = officer("A President", "Board admin")
    more = {"is_superuser": "on", "is_staff": "on", "user": str(president.user_id), "_popup": "1",
            "_saveasnew": "1", "groups": "1", "deceased_on": "2020-01-01"}  # fmt: skip
    form = {"name": "New", "emails-TOTAL_FORMS": "0", "emails-INITIAL_FORMS": "0",
            "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}  # fmt: skip

    browser(president).post(
        reverse("admin:members_person_change", args=[president.pk]), form | more
    )

    president.refresh_from_db()
    assert (president.deceased_on, president.user.is_superuser) == (None, False)


@pytest.mark.parametrize(
    "name",
    [
        "auth_group_changelist",
        "members_user_changelist",
        "mfa_authenticator_changelist",
        "account_emailaddress_add",
    ],
)
def test_a_president_does_not_reach_groups_and_log_ins(name):
    president = officer("A President", "Board admin")

    assert browser(president).get(reverse(f"admin:{name}")).status_code == 403


def test_rights_posted_beyond_ones_own_are_not_given(secretary):
    seated(a_person("A President"), "President", "Board admin")
    role = Role.objects.get(title="Seat of A Secretary")
    path = reverse("admin:roles_role_rights", args=[role.pk])

    answer = browser(secretary).post(path, {"groups": "1"})

    assert (answer.status_code, role.groups.get().name) == (403, "Secretary")


def test_a_shadow_of_the_president_does_not_enter_the_desk():
    shadow = a_person("A Shadow", "shadow@example.org")
    a_login(shadow, "shadow@example.org")
    seated(shadow, "President", "Board admin", kind="shadow")

    answer = browser(shadow).get(reverse("admin:index"))

    assert answer.status_code == 302
    assert not User.objects.get(person=shadow).has_perm("roles.appoint")


def test_the_day_after_the_term_is_one_day_too_late(secretary):
    today = timezone.now().date()
    seated(a_person("A President", "p@example.org"), "President", "Board admin")
    ended = type(Term.objects.first().period)(date(2020, 1, 1), today)
    Term.objects.filter(person=secretary).update(period=ended)

    assert User.objects.get(person=secretary).get_all_permissions() == set()

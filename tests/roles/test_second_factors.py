"""Rights rest without a second factor, after the days of grace, and are back at once."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from kit.actions import turn
from members.models import User
from roles import rules
from roles.models import Term
from roles.queries import rights_of
from tests.roles.characters import log_in, person, seat, term

pytestmark = pytest.mark.django_db
LAST_DAY_OF_GRACE = datetime(2026, 1, 14, 12, tzinfo=UTC)
DAY_AFTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
ADD_PAYMENT = "members.add_payment"


@pytest.fixture(autouse=True)
def _asked(settings):
    settings.OFFICERS_NEED_SECOND_FACTOR = True


@pytest.fixture
def treasurer():
    who = person("A treasurer")
    term(seat("Treasurer", "Treasurer"), who, "2026-01-01", "2027-01-01")
    return who


def add_factor(who, kind=Authenticator.Type.TOTP):
    Authenticator.objects.create(user=who.user, type=kind, data={})


def browser(who, at, clock):
    clock.move_to(at, tick=False)
    client = Client()
    client.force_login(who.user)
    return client


def test_for_fourteen_days_the_seat_grants_all_the_same(treasurer):
    rights = rights_of(treasurer.user, LAST_DAY_OF_GRACE)

    assert ADD_PAYMENT in rights.allowed
    assert (rights.proof_by, rights.rests) == (DAY_AFTER.date(), False)


def test_then_it_grants_nothing(treasurer):
    rights = rights_of(treasurer.user, DAY_AFTER)

    assert (rights.allowed, rights.rests) == (set(), True)


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_who_adds_a_factor_has_the_rights_at_once(treasurer, kind):
    add_factor(treasurer, kind)

    rights = rights_of(treasurer.user, DAY_AFTER)

    assert (ADD_PAYMENT in rights.allowed, rights.proof_by) == (True, None)


def test_recovery_codes_alone_are_no_second_factor(treasurer):
    add_factor(treasurer, Authenticator.Type.RECOVERY_CODES)

    assert rights_of(treasurer.user, DAY_AFTER).rests


def test_somebody_elses_factor_helps_nobody(treasurer):
    add_factor(person("Another"))

    assert rights_of(treasurer.user, DAY_AFTER).rests


@pytest.mark.parametrize(("days", "rests"), [(0, True), (13, True), (15, False)])
def test_the_board_sets_the_days(treasurer, days, rests):
    turn(knob=rules.FACTOR_DAYS, value=days)

    assert rights_of(treasurer.user, DAY_AFTER).rests is rests


def test_each_seat_has_days_of_its_own(treasurer):
    term(seat("Secretary", "Secretary"), treasurer, "2026-01-10", "2027-01-01")

    rights = rights_of(treasurer.user, DAY_AFTER)

    assert "members.export_people" in rights.allowed
    assert ADD_PAYMENT not in rights.allowed
    assert rights.rests


def test_a_seat_that_grants_nothing_asks_for_nothing():
    beside = person("A member at large")
    term(seat("At large"), beside, "2026-01-01", "2027-01-01")

    assert rights_of(beside.user, DAY_AFTER).proof_by is None


def test_a_last_president_without_a_factor_keeps_no_rights_beyond_the_term():
    president = person("A president")
    term(seat("President", "Board admin"), president, "2025-01-01", "2026-01-01")
    assert Term.objects.get().person == president

    after = datetime(2026, 1, 20, 12, tzinfo=UTC)

    assert rights_of(president.user, after).allowed == set()
    add_factor(president)
    assert rules.APPOINT in rights_of(president.user, after).allowed


def test_the_desk_leads_to_adding_one(treasurer, time_machine):
    answer = browser(treasurer, DAY_AFTER, time_machine).get(reverse("admin:index"))

    assert answer.url == reverse("mfa_index")


def test_in_the_days_of_grace_the_desk_opens(treasurer, time_machine):
    client = browser(treasurer, LAST_DAY_OF_GRACE, time_machine)

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(
    ("at", "words"),
    [(LAST_DAY_OF_GRACE, "rest from 15 January 2026 on"), (DAY_AFTER, "rights rest until you add")],
)
def test_home_says_so(treasurer, time_machine, at, words):
    page = browser(treasurer, at, time_machine).get(reverse("home")).content.decode()

    assert words in page.replace("&#x27;", "'")


def test_an_operator_has_no_days_of_grace(client):
    client.force_login(User.objects.create_superuser("operator@example.org", "a long password"))

    assert client.get(reverse("admin:index")).url == reverse("mfa_index")


def test_an_officers_page_is_shut(treasurer, time_machine):
    client = browser(treasurer, DAY_AFTER, time_machine)

    assert client.get(reverse("people-csv")).status_code == 403


def test_it_stays_one_query(treasurer, django_assert_num_queries):
    user = log_in(treasurer)

    with django_assert_num_queries(1):
        user.has_perm(ADD_PAYMENT)

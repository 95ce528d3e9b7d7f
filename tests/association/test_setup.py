from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from association.actions.setup import Founding, SetupRefused, found, let_in
from association.queries import setup
from members.models import Plan, User
from outbox.models import Letterhead, Message
from roles.models import Role, Term
from tests.roles.characters import person

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]
AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
FIRST = {
    "name": "A guild", "person_name": "A first officer", "email": "First@example.org",
    "timezone": "Europe/Berlin",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def test_a_fresh_association_is_quiet_and_has_one_officer() -> None:
    officer = found(Founding(**FIRST), at=AT)

    user = User.objects.get(email="first@example.org")
    assert Letterhead.objects.get().is_quiet
    assert (user.person, user.is_superuser, user.has_perm("roles.appoint")) == (
        officer,
        False,
        True,
    )
    assert Plan.objects.count() == 3
    assert list(Role.objects.values_list("title", flat=True)) == [
        "President", "Secretary", "Treasurer", "Membership chair", "Organizer",
    ]  # fmt: skip


def test_the_test_letter_goes_although_the_association_is_quiet() -> None:
    found(Founding(**FIRST), at=AT)

    letter = Message.objects.get()
    assert (letter.kind, letter.to, letter.state) == (
        "account.test",
        "First@example.org",
        "pending",
    )


def test_nobody_sets_up_twice() -> None:
    found(Founding(**FIRST), at=AT)

    with pytest.raises(SetupRefused, match="set up already"):
        found(Founding(**FIRST), at=AT)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("timezone", "Berlin", "no time zone"),
        ("email", "nobody", "no e-mail address"),
        ("name", " ", "needs a name"),
        ("currency", "euro", "three letters"),
    ],
)
def test_what_cannot_be_used_is_said_in_words(field: str, text: str, sentence: str) -> None:
    with pytest.raises(SetupRefused, match=sentence):
        found(Founding(**{**FIRST, field: text}), at=AT)

    assert Letterhead.objects.count() == 0


def test_the_command_sets_up_without_asking() -> None:
    out = StringIO()

    flags = [f"--{name.replace('_', '-')}={text}" for name, text in FIRST.items()]
    call_command("setup", *flags, "--no-input", stdout=out)

    assert "A first officer is its President" in out.getvalue()
    with pytest.raises(CommandError, match="appoint EMAIL ROLE"):
        call_command("setup", "--no-input")


def test_the_command_names_what_is_missing() -> None:
    with pytest.raises(CommandError, match="Please give --person-name, --email"):
        call_command("setup", "--no-input", "--name=A guild")


def test_the_printed_secret_opens_the_page_once(client: Client) -> None:
    secret = setup.secret()
    wrong = client.post(reverse("setup"), {**FIRST, "currency": "EUR", "key": "guess"})
    right = client.post(reverse("setup"), {**FIRST, "currency": "EUR", "key": secret})
    again = client.get(setup.link())

    assert (wrong.status_code, right.status_code, again.status_code) == (422, 302, 404)
    assert Term.objects.get().via == "setup"


def test_looking_at_the_page_sets_nothing_up(client: Client) -> None:
    assert client.get(setup.link()).status_code == 200
    assert Letterhead.objects.count() == 0


def test_the_operator_lets_somebody_in_who_is_not_on_file() -> None:
    found(Founding(**FIRST), at=AT)

    call_command("appoint", "second@example.org", "treasurer", "--name=A second officer")

    user = User.objects.get(email="second@example.org")
    assert (user.person.name, user.has_perm("members.add_payment")) == ("A second officer", True)
    assert user.person.terms.get().via == "operator"


def test_an_unknown_role_is_answered_with_those_there_are() -> None:
    found(Founding(**FIRST), at=AT)

    with pytest.raises(CommandError, match="Roles: President, Secretary, Treasurer"):
        call_command("appoint", "second@example.org", "Emperor")


def test_a_held_seat_is_not_taken_from_its_holder() -> None:
    found(Founding(**FIRST), at=AT)

    with pytest.raises(SetupRefused, match="is held"):
        let_in(email="second@example.org", role_title="President", at=AT)
    extra = let_in(email="second@example.org", role_title="President", at=AT, extra_seat=True)
    assert extra.seat.number == 2


def test_somebody_on_file_is_found_by_any_spelling_of_the_address() -> None:
    found(Founding(**FIRST), at=AT)
    member = person("A member", log_in=False)

    term = let_in(email="A.Member@Example.org", role_title="Secretary", at=AT)

    assert term.person == member

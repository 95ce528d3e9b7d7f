import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from association.actions import seed
from members.models import User
from outbox.models import Letterhead
from roles.models import Term
from tests.association.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


@pytest.fixture(scope="module", autouse=True)
def _demo(demo_of):
    demo_of(40)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


def home(client: Client, login: str = "") -> str:
    if login:
        user = User.objects.get(email=f"{login}@demo.example")
        client.force_login(user, backend="members.backends.LogInBackend")
    return client.get(reverse("home")).content.decode()


def shows(page: str, *words: str) -> list[bool]:
    return [word in page for word in words]


def test_a_stranger_reads_what_this_is_and_how_to_come(client: Client) -> None:
    page = home(client)

    assert shows(page, "Harbour Guild", "Open workshop", "Write to us", "Sign in") == [True] * 4
    assert shows(page, "My membership", "What needs an officer") == [False] * 2


def test_a_member_answers_on_the_first_page(client: Client) -> None:
    page = home(client, "member")

    assert shows(page, "Hello, Rowan", "I'll come", "Paid through", "needs a hand") == [True] * 4
    assert "What needs an officer" not in page


def test_an_officer_has_the_door_and_what_is_due(client: Client) -> None:
    page = home(client, "president")

    assert shows(page, "Open the door", "Communications 1 is vacant") == [True, True]


def test_held_letters_are_named_while_the_association_is_quiet(client: Client) -> None:
    Letterhead.objects.update(released_at=None)

    assert "Letters are held until you release them" in home(client, "president")


def test_the_treasurers_list_has_no_work_of_others(client: Client) -> None:
    assert "Open the door" not in home(client, "treasurer")


def test_a_former_officers_home_is_a_members_home(client: Client) -> None:
    Term.objects.filter(person__user__email="secretary@demo.example").delete()

    assert "What needs an officer" not in home(client, "secretary")


def test_a_table_that_is_laid_is_told_to_who_sits_there_alone(client: Client) -> None:
    words = "A table is laid for you"

    assert [words in home(client, login) for login in ("member", "newcomer")] == [True, False]


@pytest.mark.parametrize(("login", "most"), [("", 8), ("member", 15), ("president", 15)])
def test_home_takes_few_queries_however_many_members(
    client: Client, django_assert_max_num_queries, login: str, most: int
) -> None:
    seed.create(members=400, months=12, seed=1, at=AT)
    home(client, login)

    with django_assert_max_num_queries(most):
        client.get(reverse("home"))


def test_the_desk_begins_with_what_needs_an_officer(client: Client) -> None:
    home(client, "president")

    page = client.get(reverse("admin:index"), follow=True).content.decode()

    assert "What needs an officer" in page


def test_home_is_only_looked_at(client: Client) -> None:
    assert client.post(reverse("home")).status_code == 405

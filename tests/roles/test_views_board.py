import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from members.models import Person
from roles.models import Role, Seat
from roles.queries import seats_over_time
from tests.roles.characters import AT, TODAY, log_in, person, seat, term

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def test_a_stranger_sees_who_sits_on_the_board_and_what_is_vacant(client: Client) -> None:
    term(seat("President", "Board admin"), person("A president"), "2026-01-01", "2027-01-01")
    seat("Treasurer", "Treasurer")

    page = client.get(reverse("board")).content.decode()

    assert ("A president" in page, "Vacant" in page, "Fill or change" in page) == (True,) * 2 + (
        False,
    )


def test_the_board_page_takes_no_more_queries_for_more_seats(
    client: Client, django_assert_num_queries
) -> None:
    def fill(*titles: str) -> None:
        for title in titles:
            term(seat(title), person(f"The {title}"), "2025-01-01", "2027-01-01")

    fill("President")
    with django_assert_num_queries(6):
        client.get(reverse("board"))
    fill("Secretary", "Treasurer")
    with django_assert_num_queries(6):
        client.get(reverse("board"))


def test_standing_roles_have_a_page_of_their_own(client: Client) -> None:
    seat("Tea maker", body=Role.Body.STANDING)

    assert "Tea maker" in client.get(reverse("roles")).content.decode()


def test_the_board_page_refuses_to_be_written_to(client: Client) -> None:
    assert client.post(reverse("board")).status_code == 405


def tool(client: Client, name: str, where: Seat, **data: str) -> int:
    return client.post(reverse(f"admin:roles_seat_{name}", args=[where.pk]), data).status_code


def test_a_president_appoints_and_ends_early_at_the_desk(client: Client) -> None:
    president, newcomer = person("A president"), person("A newcomer")
    term(seat("President", "Board admin"), president, "2026-01-01", "2027-01-01")
    where = seat("Treasurer", "Treasurer")
    client.force_login(log_in(president), backend="members.backends.LogInBackend")

    days = {"first_day": "2026-05-01", "last_day": "2026-12-31"}
    first = tool(client, "appoint", where, person=str(newcomer.pk), kind="elected", **days)
    twice = tool(client, "appoint", where, person=str(president.pk), kind="elected", **days)
    ended = tool(client, "end", where, last_day="2026-06-30", reason="Moved away")

    assert (first, twice, ended) == (302, 422, 302)
    assert where.terms.get().appointed_by == president
    assert str(where.terms.get().period.upper) == "2026-07-01"


def test_an_officer_without_the_right_appoints_nobody(client: Client) -> None:
    treasurer = person("A treasurer")
    term(seat("President", "Board admin"), person("A president"), "2026-01-01", "2027-01-01")
    where = seat("Treasurer", "Treasurer")
    term(where, treasurer, "2026-01-01", "2027-01-01")
    client.force_login(log_in(treasurer), backend="members.backends.LogInBackend")

    status = tool(client, "appoint", where, person=str(treasurer.pk))

    assert status == 403


def test_the_desk_shows_seats_terms_and_roles_but_never_groups(client: Client) -> None:
    president = person("A president")
    where = seat("President", "Board admin")
    term(where, president, "2026-01-01", "2027-01-01")
    client.force_login(log_in(president), backend="members.backends.LogInBackend")
    urls = [
        "admin:roles_seat_changelist",
        "admin:roles_term_changelist",
        "admin:auth_group_changelist",
    ]
    pages = [client.get(reverse(name)).status_code for name in urls]
    seat_tools = [f"admin:roles_seat_{tool}" for tool in ("change", "appoint", "end", "hold_over")]
    role_tools = [f"admin:roles_role_{tool}" for tool in ("change", "rights", "add_seat")]
    tools = [client.get(reverse(name, args=[where.pk])).status_code for name in seat_tools]
    tools += [client.get(reverse(name, args=[where.role_id])).status_code for name in role_tools]

    assert (pages, tools) == ([200, 200, 403], [200] * 7)


@pytest.mark.parametrize(
    ("group", "links"), [("Board admin", {"appoint", "hold-over", "end"}), ("Secretary", set())]
)
def test_the_tools_of_a_seat_stand_there_for_who_may_use_them(
    client: Client, group: str, links: set[str]
) -> None:
    where, holder = seat("Officer", group), person("An officer")
    term(where, holder, "2026-01-01", "2027-01-01")
    client.force_login(log_in(holder), backend="members.backends.LogInBackend")

    page = client.get(reverse("admin:roles_seat_change", args=[where.pk])).content.decode()

    assert set(re.findall(r'href="\.\./([a-z-]+)/"', page)) == links


def test_an_officer_sees_seats_over_time_with_what_is_vacant(client: Client) -> None:
    term(seat("President", "Board admin"), person("A president"), "2026-01-01", "2027-01-01")
    treasurer = seat("Treasurer")
    term(treasurer, person("A former treasurer"), "2024-01-01", "2026-01-01")
    client.force_login(log_in(Person.objects.get(name="A president")))

    page = client.get(reverse("board-terms")).content.decode()

    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td.*?>(.*?)</td><td.*?>(.*?)</td>', page)
    assert rows == [
        ("President", "A president", "appointed"),
        ("Treasurer", "Nobody", "vacant"),
        ("Treasurer", "A former treasurer", "appointed"),
    ]
    assert "css/charts.css" in page


def test_seats_over_time_take_no_more_queries_for_more_seats(django_assert_num_queries) -> None:
    for title in ("President", "Secretary", "Treasurer"):
        term(seat(title), person(f"The {title}"), "2025-01-01", "2027-01-01")

    with django_assert_num_queries(2):
        rows = seats_over_time(TODAY)

    assert [len(spans) for _name, spans in rows] == [1, 1, 1]


def test_the_board_page_shows_a_member_no_way_to_the_terms(client: Client) -> None:
    client.force_login(log_in(person("A member")))

    page = client.get(reverse("board")).content.decode()

    assert (reverse("board-terms") in page, client.get(reverse("board-terms")).status_code) == (
        False,
        403,
    )

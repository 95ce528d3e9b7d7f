from datetime import UTC, date, datetime

import pytest
import time_machine

from members.models import User
from outbox.models import Letterhead
from roles.models import Term
from tests.roles.characters import AT, log_in, person, seat, term

pytestmark = pytest.mark.django_db


def letterhead(zone: str) -> None:
    Letterhead.objects.create(
        name="A guild", timezone=zone, sender="a@example.org", signer_name="A signer",
        reply_to="a@example.org", founded_at=AT,
    )  # fmt: skip


@time_machine.travel(AT, tick=False)
def test_a_running_term_grants_the_groups_of_its_role() -> None:
    treasurer = person("A treasurer")
    term(seat("Treasurer", "Treasurer"), treasurer, "2026-01-01", "2027-01-01")

    user = log_in(treasurer)

    assert user.has_perm("members.add_payment")
    assert user.is_staff
    assert not user.has_perm("roles.appoint")


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (datetime(2026, 12, 31, 10, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 31, 11, 1, tzinfo=UTC), False),
    ],
)
def test_rights_end_at_midnight_in_the_associations_zone(at: datetime, allowed: bool) -> None:
    letterhead("Pacific/Auckland")
    president, treasurer = person("A president"), person("A treasurer")
    term(seat("President", "Board admin"), president, "2026-01-01", "2028-01-01")
    term(seat("Treasurer", "Treasurer"), treasurer, "2026-01-01", "2027-01-01")

    with time_machine.travel(at, tick=False):
        assert log_in(treasurer).has_perm("members.add_payment") is allowed


@time_machine.travel(AT, tick=False)
def test_all_rights_of_a_request_come_in_one_query(django_assert_num_queries) -> None:
    letterhead("Europe/Berlin")
    treasurer = person("A treasurer")
    term(seat("Treasurer", "Treasurer"), treasurer, "2026-01-01", "2027-01-01")
    user = log_in(treasurer)

    with django_assert_num_queries(1):
        answers = [user.has_perm("members.add_payment"), user.is_staff, user.has_module_perms("x")]

    assert answers == [True, True, False]


@time_machine.travel(AT, tick=False)
def test_a_shadow_may_only_look() -> None:
    successor = person("A successor")
    where = seat("Treasurer", "Treasurer")
    term(where, successor, "2026-01-01", "2027-01-01", kind=Term.Kind.SHADOW)

    permissions = log_in(successor).get_all_permissions()

    assert "members.view_payment" in permissions
    assert {p for p in permissions if not p.split(".")[1].startswith("view_")} == set()


@time_machine.travel(AT, tick=False)
def test_the_last_who_could_appoint_keeps_the_rights_after_the_term() -> None:
    president, treasurer = person("A president"), person("A treasurer")
    term(seat("President", "Board admin"), president, "2024-01-01", "2026-01-01")
    term(seat("Treasurer", "Treasurer"), treasurer, "2025-01-01", "2026-01-01")

    assert log_in(president).has_perm("roles.appoint")
    assert log_in(treasurer).get_all_permissions() == set()


@time_machine.travel(AT, tick=False)
def test_a_former_president_has_no_rights_once_another_can_appoint() -> None:
    former, president = person("A former president"), person("A president")
    where = seat("President", "Board admin")
    term(where, former, "2024-01-01", "2026-01-01")
    term(where, president, "2026-01-01", "2027-01-01")

    assert log_in(former).get_all_permissions() == set()
    assert log_in(president).has_perm("roles.appoint")


@time_machine.travel(AT, tick=False)
def test_the_dead_keep_no_rights_and_the_one_before_them_steps_in() -> None:
    earlier, last = person("An earlier president"), person("A late president")
    where = seat("President", "Board admin")
    term(where, earlier, "2022-01-01", "2024-01-01")
    term(where, last, "2024-01-01", "2027-01-01")
    type(last).objects.filter(pk=last.pk).update(deceased_on=date(2026, 4, 1))

    assert log_in(last).get_all_permissions() == set()
    assert log_in(earlier).has_perm("roles.appoint")


@time_machine.travel(AT, tick=False)
def test_a_board_never_climbs_to_superuser() -> None:
    president = person("A president")
    term(seat("President", "Board admin"), president, "2026-01-01", "2027-01-01")

    user = log_in(president)

    forbidden = {"members.add_user", "members.change_user", "members.delete_user",
                 "auth.change_group", "auth.add_permission"}  # fmt: skip
    assert user.get_all_permissions() & forbidden == set()
    assert not user.is_superuser


def test_a_log_in_that_is_switched_off_may_nothing() -> None:
    assert User(email="gone@example.org", is_active=False).get_all_permissions() == set()

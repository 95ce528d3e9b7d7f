"""Roles and their seats."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from roles import rules
from roles.actions.errors import LastAppointer
from roles.models import Role, Seat
from roles.queries.rights import can_appoint, permissions_of


@transaction.atomic
def ensure(
    *,
    title: str,
    body: str,
    by: Person | None,
    at: datetime,
    groups: Iterable[Group] = (),
    seats: int = 1,
    **fields: Any,
) -> Role:
    """The role of that title with at least so many seats; made where missing, else left alone.

    Changes roles and seats.
    """
    role, new = Role.objects.get_or_create(title=title, defaults={"body": body, **fields})
    if new:
        role.groups.set(groups)
    for _number in range(role.seats.count(), seats):
        add_seat(role=role, by=by, at=at)
    return role


@transaction.atomic
def add_seat(*, role: Role, by: Person | None, at: datetime) -> Seat:
    """One more seat of a role, vacant. Changes seats."""
    Role.objects.select_for_update(no_key=True).get(pk=role.pk)
    last = role.seats.order_by("-number").values_list("number", flat=True).first()
    return role.seats.create(number=(last or 0) + 1)


@transaction.atomic
def set_rights(
    *, role: Role, groups: Iterable[Group], today: date, by: Person | None, at: datetime
) -> None:
    """Which groups a role's seats grant. Raises LastAppointer where nobody could appoint then."""
    somebody = can_appoint(today).exists()
    role.groups.set(groups)
    if somebody and rules.APPOINT not in permissions_of(role) and not can_appoint(today).exists():
        raise LastAppointer(
            _("Nobody could appoint people any more. Leave that right with this role.")
        )

"""Sets of people as they stood on a day, by what was recorded by its end."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from members.models import Death, Membership, Person
from members.queries import members_on
from pulse.rules import Waterfall, waterfall


def members(day: date) -> frozenset[int]:
    """Ids of the members of that day, those in grace among them."""
    return frozenset(members_on(day).order_by().values_list("pk", flat=True))


def joined_by(day: date, people: Iterable[int]) -> frozenset[int]:
    """Who of these had first joined by that day."""
    found = Person.objects.filter(pk__in=list(people), joined_on__lte=day)
    return frozenset(found.order_by().values_list("pk", flat=True))


def between(first: date, last: date) -> Waterfall:
    """Who came and who went between two days."""
    start, end = members(first), members(last)
    gone = start - end
    resigned = Membership.objects.filter(
        person__in=gone, voided_on=None, resigned_on__lte=last, resigned_on__gt=first
    )
    died = Death.objects.filter(person__in=gone, died_on__lte=last, voided_on=None)
    return waterfall(
        start, end,
        joined_before=joined_by(first, end - start),
        resigned=frozenset(resigned.values_list("person", flat=True)),
        other=frozenset(died.values_list("person", flat=True)),
    )  # fmt: skip


def asked(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of one statement of ours."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

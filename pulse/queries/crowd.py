"""Sets of people as they stood on a day, by what was recorded by its end."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Func, QuerySet, Value

from members.models import Death, Membership, Person
from members.queries import rolls
from pulse.rules import Waterfall, waterfall

JOINED = "SELECT id FROM members_person WHERE id = ANY(%(people)s) AND joined_on <= %(day)s"


class Crowd:
    """Who was a member on each of some days, read in one statement, and who came and went
    between two of them."""

    def __init__(self, *days: date) -> None:
        self._on = rolls(days)
        self._between: dict[tuple[date, date], Waterfall] = {}

    def on(self, day: date) -> frozenset[int]:
        """Ids of the members of one of the days, those in grace among them."""
        return self._on[day]

    def between(self, first: date, last: date) -> Waterfall:
        """Who came and who went between two of the days; counted once however often asked."""
        if (first, last) not in self._between:
            self._between[first, last] = self._count(first, last)
        return self._between[first, last]

    def _count(self, first: date, last: date) -> Waterfall:
        start, end = self.on(first), self.on(last)
        gone = list(start - end)
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


def joined_by(day: date, people: Iterable[int]) -> frozenset[int]:
    """Who of these had first joined by that day."""
    return frozenset(pk for (pk,) in asked(JOINED, people=list(people), day=day))


def by_name(ids: Iterable[int]) -> QuerySet[Person]:
    """These people by name; the ids go as one array, however many they are."""
    array: Value = Value(list(ids), output_field=ArrayField(BigIntegerField()))
    these = Func(array, template="(SELECT unnest(%(expressions)s))")
    return Person.objects.filter(pk__in=these).order_by("sort_name", "id")


def asked(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of one statement of ours."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

"""What a merge's pages show."""

from typing import Any

from django.apps import apps

from members.models import Person


def labels(moves: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """(name of the table in words, rows): one line for a table, however many columns move."""
    found: dict[str, int] = {}
    for column, count in moves:
        name = str(apps.get_model(column.rpartition(".")[0])._meta.verbose_name_plural)
        found[name] = found.get(name, 0) + count
    return list(found.items())


def twins_of(people: list[Any]) -> list[tuple[Person, Person]]:
    """(earlier, later) of people that carry `twin_`; one query."""
    earlier = Person.objects.in_bulk([person.twin_ for person in people])
    return [(earlier[person.twin_], person) for person in people]

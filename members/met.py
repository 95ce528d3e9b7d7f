"""The `met` socket: who has met whom is known above; without it nobody has met anybody."""

from collections.abc import Callable

from django.db.models import QuerySet

from members.models import Person

Met = Callable[[Person], QuerySet]

_providers: list[Met] = []


def register(provider: Met) -> None:
    """Fill the socket: a function of the viewer that gives a subquery of person ids."""
    _providers.append(provider)


def met(viewer: Person | None, among: list[int]) -> set[int]:
    """Which of these people the viewer has met."""
    if viewer is None:
        return set()
    found: set[int] = set()
    for provider in _providers:
        people = Person.objects.filter(pk__in=among).filter(pk__in=provider(viewer))
        found |= set(people.values_list("pk", flat=True))
    return found

"""Who may be the same human: people on file, and rows of a file against them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kit.text import fold
from members.models import Email, NotTheSame, Person
from members.rules import folded_name


@dataclass(frozen=True)
class Newcomer:
    """Somebody a file would bring in."""

    name: str
    employer: str
    addresses: tuple[str, ...]


def likely(newcomers: Iterable[Newcomer]) -> dict[Newcomer, list[tuple[Person, str]]]:
    """(person on file, why) for each; at most five. Three queries, whatever the number.

    The same name with the same employer, or where one side has no address; or an address that
    differs only in accents or in letters that look alike.
    """
    asked = list(newcomers)
    names = {folded_name(one.name) for one in asked}
    twins = _twins(asked)
    by_name: dict[str, list[Any]] = defaultdict(list)
    mine = Email.objects.filter(person_id=OuterRef("pk"))
    people = Person.objects.filter(sort_name__in=names, merged_into__isnull=True)
    for person in people.annotate(has_address=Exists(mine)).order_by("pk"):
        by_name[person.sort_name].append(person)
    found: dict[Newcomer, list[tuple[Person, str]]] = {}
    for one in asked:
        pairs = [(person, _("nearly the same address")) for person in twins.get(one, [])]
        for person in by_name[folded_name(one.name)]:
            why = _why(one, person)
            if why and person.pk not in {known.pk for known, _reason in pairs}:
                pairs.append((person, why))
        if pairs:
            found[one] = pairs[:5]
    return found


def _why(one: Newcomer, person: Any) -> str:
    if one.employer and fold(one.employer) == fold(person.employer):
        return _("same name and employer")
    if not one.addresses or not person.has_address:
        return _("same name, and one of the two has no address")
    return ""


def _twins(asked: list[Newcomer]) -> dict[Newcomer, list[Person]]:
    """By addresses that fold to the same letters, though they are not the same."""
    plain = {fold(address): one for one in asked for address in one.addresses}
    odd = Q(canonical__regex=r"[^\x01-\x7f]")
    emails = Email.objects.filter(Q(canonical__in=plain) | odd, person__merged_into=None)
    found: dict[Newcomer, list[Person]] = defaultdict(list)
    for email in emails.select_related("person"):
        one = plain.get(fold(email.canonical))
        if one is not None and email.canonical not in one.addresses:
            found[one].append(email.person)
    return found


def pairs_on_file() -> QuerySet[Person]:
    """People with `twin_` (id of an earlier one of the same name who may be the same).

    As `likely`; pairs of whom somebody said that they are two are left out.
    """
    addresses = Email.objects.filter(person_id=OuterRef("pk"))
    theirs = Email.objects.filter(person_id=OuterRef(OuterRef("pk")))
    told = NotTheSame.objects.filter(first=OuterRef("pk"), second=OuterRef(OuterRef("pk")))
    earlier = (
        Person.objects.filter(
            sort_name=OuterRef("sort_name"), pk__lt=OuterRef("pk"), merged_into__isnull=True
        )
        .filter(
            ~Q(employer="") & Q(employer__iexact=OuterRef("employer"))
            | ~Exists(addresses)
            | ~Exists(theirs)
        )
        .exclude(Exists(told))
    )
    alive = Person.objects.filter(merged_into__isnull=True)
    return (
        alive.annotate(twin_=earlier.order_by("pk").values("pk")[:1])
        .filter(twin_=F("twin_"))
        .order_by("sort_name", "pk")
    )

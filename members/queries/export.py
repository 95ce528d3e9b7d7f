"""Everybody on file, as an export needs them: a constant number of queries per 2,000 people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Prefetch, QuerySet

from members.models import Email, Membership, Person
from outbox.models import Suppression

CHUNK = 2000
# Further fields with a column of their own.
OWN_KEYS = frozenset({"notes"})


@dataclass(frozen=True)
class Entry:
    """One person with the address for letters, the latest period and whether letters stop."""

    person: Person
    address: str
    membership: Membership | None
    opted_out: bool
    further: list[str]
    via: str


def on_file() -> QuerySet[Person]:
    """All people but the merged."""
    return Person.objects.filter(merged_into__isnull=True)


def everybody() -> Iterator[Entry]:
    """All people but the merged, in the order they came."""
    stopped = set(Suppression.objects.filter(category="").values_list("address", flat=True))
    periods = Membership.objects.filter(voided_on__isnull=True).select_related("plan")
    people = on_file().order_by("id")
    mails = Email.objects.order_by("-for_letters", "id")
    people = people.prefetch_related(
        Prefetch("emails", mails, to_attr="addresses"),
        "mail_via__emails",
        Prefetch("memberships", periods.order_by("period__startswith"), to_attr="periods"),
    )
    person: Any
    for person in people.iterator(chunk_size=CHUNK):
        email = next(iter(person.addresses), None)
        reader = person.mail_via
        yield Entry(
            person=person,
            address=email.address if email else "",
            membership=person.periods[-1] if person.periods else None,
            opted_out=bool(email and email.canonical in stopped),
            further=[one.address for one in person.addresses[1:]],
            via=_name_of(reader) if reader else "",
        )


def _name_of(reader: Any) -> str:
    """How the file names who reads somebody's letters: the address, else the number."""
    first = min(reader.emails.all(), key=lambda one: (not one.for_letters, one.pk), default=None)
    return first.address if first else str(reader.uid)


def further_columns() -> list[str]:
    """The names of all further fields anybody has, in the order of the alphabet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT jsonb_object_keys(extra) FROM members_person"
            " WHERE merged_into_id IS NULL"
        )
        return sorted(name for (name,) in cursor.fetchall() if name not in OWN_KEYS)

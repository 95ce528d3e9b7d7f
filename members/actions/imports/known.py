"""What is on file already, read once for all rows of an import."""

from collections import defaultdict
from dataclasses import dataclass, field

from kit.text import canonical_email, fold
from members.imports import Row
from members.models import Email, Membership, Person, Plan, Visibility
from members.rules import folded_name
from outbox.models import Suppression


@dataclass
class Known:
    """People, memberships and plans that the rows of a file may be about."""

    by_email: dict[str, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=dict)
    memberships: dict[int, list[Membership]] = field(default_factory=dict)
    audiences: dict[int, dict[str, str]] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    suppressed: set[str] = field(default_factory=set)
    # Those of them a file brought in; only these does a file take back.
    imported_stops: set[str] = field(default_factory=set)

    def person(self, row: Row) -> Person | None:
        """Who the row is about: by address, else by the name of somebody without an address."""
        if row.email:
            return self.by_email.get(row.email)
        found = self.by_name.get(folded_name(row.name), [])
        return found[0] if len(found) == 1 else None

    def is_unclear(self, row: Row) -> bool:
        """Whether several people without an address bear the row's name."""
        return not row.email and len(self.by_name.get(folded_name(row.name), [])) > 1


def read_known(rows: list[Row]) -> Known:
    """Everything the rows may touch, in a handful of queries, locked for the transaction."""
    known = Known()
    emails = [row.email for row in rows if row.email]
    for email in Email.objects.filter(canonical__in=emails).select_related("person__merged_into"):
        known.by_email[email.canonical] = email.person.merged_into or email.person
    names = [folded_name(row.name) for row in rows if not row.email]
    nameless = Person.objects.filter(
        sort_name__in=names, emails__isnull=True, merged_into__isnull=True
    )
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in nameless:
        by_name[person.sort_name].append(person)
    known.by_name = by_name
    ids = [person.pk for person in known.by_email.values()]
    ids += [person.pk for people in by_name.values() for person in people]
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=ids).values_list("pk"))
    _read_of(known, ids)
    known.plans = {fold(plan.name): plan for plan in Plan.objects.all()}
    stops = Suppression.objects.filter(
        address__in=[canonical_email(email) for email in emails], category=""
    )
    for address, reason in stops.values_list("address", "reason"):
        known.suppressed.add(address)
        if reason == Suppression.Reason.IMPORT:
            known.imported_stops.add(address)
    return known


def _read_of(known: Known, ids: list[int]) -> None:
    memberships: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(person_id__in=ids, voided_on__isnull=True)
    for membership in rows.select_related("plan").order_by("period__startswith"):
        memberships[membership.person_id].append(membership)
    audiences: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, name, audience in Visibility.objects.filter(person_id__in=ids).values_list(
        "person_id", "field", "audience"
    ):
        audiences[pk][name] = audience
    known.memberships, known.audiences = memberships, audiences

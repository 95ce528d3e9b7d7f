"""What is on file already, read once for a chunk of rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kit.text import canonical_email, fold
from members.imports import Field, Row
from members.models import Email, Erased, Membership, Person, Plan, Visibility
from members.rules import erased_marks, folded_name
from outbox.models import Suppression


@dataclass
class Known:
    """People, memberships and plans that the rows of a chunk may be about.

    `plans` is shared by all chunks of a file, new ones among them.
    """

    plans: dict[str, Plan]
    by_key: dict[str, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=dict)
    by_pk: dict[int, Person] = field(default_factory=dict)
    with_letters: set[int] = field(default_factory=set)
    memberships: dict[int, list[Membership]] = field(default_factory=dict)
    audiences: dict[int, dict[str, str]] = field(default_factory=dict)
    suppressed: set[str] = field(default_factory=set)
    # Those of them a file brought in; only these does a file take back.
    imported_stops: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)

    def people(self, row: Row) -> list[Person]:
        """Who the row is about by number or address; else those of its name without an address."""
        for key in [str(row.uid or ""), *row.addresses]:
            if key in self.by_key:
                return [self.by_key[key]]
        if row.addresses or row.uid:
            return []
        return self.by_name.get(folded_name(row.name), [])

    def is_erased(self, row: Row) -> bool:
        """Whether the row is about somebody who was erased."""
        return bool(self.erased) and any(
            mark in self.erased for key in row.keys for mark in erased_marks(key)
        )


def read_plans() -> dict[str, Plan]:
    """Every plan by its folded name."""
    return {fold(plan.name): plan for plan in Plan.objects.all()}


def via_key(row: Row) -> str:
    """Whom the row's letters go to, as a key of `by_key`; "" = to themselves."""
    return canonical_email(row.values.get(Field.MAIL_VIA) or "")


def read_known(rows: list[Row], *, plans: dict[str, Plan], picked: Iterable[int]) -> Known:
    """Everything the rows may touch, in a handful of queries, locked for the transaction.

    `picked` are people somebody has named for rows.
    """
    known = Known(plans)
    addresses = {address for row in rows for address in row.addresses}
    targets = {key for row in rows if (key := via_key(row))}
    _read_people(known, rows, addresses | targets, list(picked))
    ids = sorted(known.by_pk)
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=ids).values_list("pk"))
    _read_of(known, ids)
    for address, reason in Suppression.objects.filter(
        address__in=addresses, category=""
    ).values_list("address", "reason"):
        known.suppressed.add(address)
        if reason == Suppression.Reason.IMPORT:
            known.imported_stops.add(address)
    # A keyed hash of every address is slow, and mostly nobody was ever erased.
    if Erased.objects.exists():
        marks = [mark for row in rows for key in row.keys for mark in erased_marks(key)]
        known.erased = set(Erased.objects.filter(mark__in=marks).values_list("mark", flat=True))
    return known


def _read_people(known: Known, rows: list[Row], addresses: set[str], picked: list[int]) -> None:
    """One object per person, by whichever way the rows name them; a merged one is the other."""
    found: dict[int, Person] = {}

    def same(person: Person) -> Person:
        alive = person.merged_into or person
        return found.setdefault(alive.pk, alive)

    emails = Email.objects.filter(canonical__in=addresses).select_related("person__merged_into")
    for email in emails:
        known.by_key[email.canonical] = same(email.person)
    people = Person.objects.select_related("merged_into")
    uids = {row.uid for row in rows if row.uid}
    for person in people.filter(uid__in=uids) if uids else ():
        known.by_key[str(person.uid)] = same(person)
    for person in people.filter(pk__in=picked) if picked else ():
        found[person.pk] = same(person)
    names = {folded_name(row.name) for row in rows if not row.addresses and not row.uid}
    nameless = Person.objects.filter(
        sort_name__in=names, emails__isnull=True, merged_into__isnull=True
    )
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in nameless if names else ():
        by_name[person.sort_name].append(same(person))
    known.by_name, known.by_pk = by_name, found


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
    letters = Email.objects.filter(person_id__in=ids, for_letters=True)
    known.with_letters = set(letters.values_list("person_id", flat=True))

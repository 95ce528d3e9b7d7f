"""People: created, edited, found as guests, and given addresses."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef

from kit.text import canonical_email, clean
from members.actions import addresses
from members.models import Email, Membership, Person, Visibility
from members.queries import address_for, facets
from members.rules import FIELDS, folded_name, search_text

EDITABLE = frozenset(
    {
        "name",
        "known_as",
        "phone",
        "postal_address",
        "headline",
        "employer",
        "city",
        "skills",
        "timezone",
        "language",
        "mail_via",
        "joined_on",
        "extra",
    }
)
LONG = frozenset({"postal_address"})


class AddressTaken(ValueError):
    """The address belongs to another person."""


class AddressUnusable(ValueError):
    """The text is no e-mail address."""


class NameMissing(ValueError):
    """A person needs a name."""


@transaction.atomic
def create(*, name: str, by: Person | None, at: datetime, email: str = "", **fields: Any) -> Person:
    """A new person, with an address for letters if one is given. Writes Person and Email.

    Raises NameMissing, AddressTaken, AddressUnusable.
    """
    person = Person(**_checked({"name": name, **fields}))
    derive(person, {})
    person.save()
    if email:
        add_email(person=person, address=email, by=by, at=at, for_letters=True)
    return person


@transaction.atomic
def edit(*, person: Person, by: Person | None, at: datetime, **changes: Any) -> bool:
    """Change fields of a person; True if anything differed. Derived columns follow.

    Raises NameMissing.
    """
    clean_changes = _checked(changes)
    different = {key: new for key, new in clean_changes.items() if getattr(person, key) != new}
    if not different:
        return False
    before = address_for(person) if "mail_via" in different else ""
    for key, new in different.items():
        setattr(person, key, new)
    derive(person, audiences(person))
    person.save(update_fields=[*different, "sort_name", "search_text"])
    if before and address_for(person) != before:
        addresses.warn(person=person, addresses=[before], by=by, at=at)
    return True


@transaction.atomic
def add_email(
    *,
    person: Person,
    address: str,
    by: Person | None,
    at: datetime,
    for_letters: bool | None = None,
    proven: bool = False,
) -> Email:
    """Give a person an address; the first one takes the letters. The same again changes nothing.

    Raises AddressTaken, AddressUnusable.
    """
    address = checked_address(address)
    canonical = canonical_email(address)
    found = Email.objects.filter(canonical=canonical).first()
    if found is not None:
        if found.person_id != person.pk:
            raise AddressTaken(address)
        return found
    has_one = Email.objects.filter(person=person, for_letters=True).exists()
    takes = not has_one if for_letters is None else for_letters
    if takes and has_one:
        Email.objects.filter(person=person, for_letters=True).update(for_letters=False)
    return Email.objects.create(
        person=person,
        address=address,
        canonical=canonical,
        for_letters=takes,
        verified_at=at if proven else None,
    )


@transaction.atomic
def set_emails(
    *, person: Person, rows: list[tuple[Email, str, bool]], by: Person | None, at: datetime
) -> None:
    """Make these the person's addresses: (row, address, takes the letters); others go.

    A changed address is unproven again. The last one marked takes the letters, else the first.
    Where somebody else than the person changes anything, every old address hears of it; a log-in
    keeps the address it was proven with. Raises AddressUnusable.
    """
    before = _addresses(person)
    keep = [row.pk for row, _address, _takes in rows if row.pk]
    Email.objects.filter(person=person).exclude(pk__in=keep).delete()
    Email.objects.filter(person=person).update(for_letters=False)
    chosen = max((i for i, (_row, _address, takes) in enumerate(rows) if takes), default=0)
    for index, (row, text, _takes) in enumerate(rows):
        address = checked_address(text)
        canonical = canonical_email(address)
        if canonical != row.canonical:
            row.verified_at = row.bounced_at = None
        row.person, row.address, row.canonical = person, address, canonical
        row.for_letters = index == chosen
        row.save()
    if before and _addresses(person) != before:
        addresses.warn(person=person, addresses=[one for one, _t in before], by=by, at=at)


@transaction.atomic
def add_note(*, person: Person, text: str, by: Person | None, at: datetime) -> None:
    """Add a dated note to the person's file; earlier notes stay. Writes Person.extra."""
    kept = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    note = {"on": f"{at:%Y-%m-%d}", "by": by.name if by else "", "text": text.strip()}
    kept.extra["notes"] = [*kept.extra.get("notes", []), note]
    kept.save(update_fields=["extra"])


@transaction.atomic
def guest(*, host: Person, name: str, by: Person | None, at: datetime) -> Person:
    """The guest this host brings: the same host's earlier one of the same name, else a new one.

    A person who ever was a member is never matched. Writes Person.
    """
    Person.objects.select_for_update(no_key=True).get(pk=host.pk)
    folded = folded_name(name)
    earlier = Person.objects.filter(
        ~Exists(Membership.objects.filter(person_id=OuterRef("pk"))),
        sort_name=folded,
        extra__guest_of=str(host.uid),
        merged_into__isnull=True,
        deceased_on__isnull=True,
    )
    found = earlier.order_by("id").first()
    return found or create(name=name, by=by, at=at, extra={"guest_of": str(host.uid)})


@transaction.atomic
def show(*, person: Person, choices: dict[str, str], by: Person | None, at: datetime) -> None:
    """Set who sees which field; unknown fields are left out. Writes Visibility and search_text."""
    for field in choices.keys() & FIELDS.keys():
        Visibility.objects.update_or_create(
            person=person, field=field, defaults={"audience": choices[field]}
        )
    derive(person, audiences(person))
    person.save(update_fields=["sort_name", "search_text"])
    facets.forget()


@transaction.atomic
def revoke_links(*, person: Person, by: Person | None, at: datetime) -> None:
    """Every link mailed to this person so far stops working."""
    person.link_epoch += 1
    person.save(update_fields=["link_epoch"])


def _addresses(person: Person) -> list[tuple[str, bool]]:
    """Each address with whether it takes the letters."""
    rows = Email.objects.filter(person=person).order_by("canonical")
    return list(rows.values_list("address", "for_letters"))


def audiences(person: Person) -> dict[str, str]:
    """What the person chose, field by field; defaults are not in it."""
    return dict(Visibility.objects.filter(person=person).values_list("field", "audience"))


def derive(person: Person, chosen: dict[str, str]) -> None:
    """Fill the folded columns from the others; does not save."""
    person.sort_name = folded_name(person.name, person.known_as)
    person.search_text = search_text(vars(person), chosen)


def checked_address(address: str) -> str:
    """The address without blanks around it. Raises AddressUnusable."""
    address = clean(address)
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressUnusable(address) from error
    return address


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise TypeError(f"A person has no field {', '.join(sorted(unknown))}.")
    cleaned = {
        key: clean(text) if isinstance(text, str) and key not in LONG else text
        for key, text in fields.items()
    }
    if "name" in cleaned and not cleaned["name"]:
        raise NameMissing
    return cleaned

"""Where a person's letters go."""

from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from kit.prepared import Given, Prepared
from members.models import Email, Person
from outbox.models import Suppression


def letter_address(prefix: str = "") -> Coalesce:
    """Each Person's address for letters, "" where there is none; for `annotate`.

    `prefix` leads to the Person, as in `letter_address("person__")` on memberships. Follows
    `mail_via`; a bounced address gives way to another one of the same person.
    """
    return _address(Coalesce(OuterRef(f"{prefix}mail_via_id"), OuterRef(f"{prefix}id")))


def letter_address_of(person_id_ref: str) -> Coalesce:
    """The same where only the person's id is at hand: `letter_address_of("person_id")`."""
    holder = Person.objects.filter(pk=OuterRef(OuterRef(person_id_ref))).values(
        holder_=Coalesce(F("mail_via_id"), F("id"))
    )
    return _address(Subquery(holder))


ADDRESS = Prepared(
    lambda: usable().filter(person=Given("holder", BigIntegerField())).values_list("address")[:1]
)


def address_for(person: Person) -> str:
    """The address of this person's letters, "" if there is none."""
    rows = ADDRESS.rows(holder=person.mail_via_id or person.pk)
    return rows[0][0] if rows else ""


def usable() -> Any:
    """Addresses that take letters, the preferred one of each person first."""
    return Email.objects.filter(~_undeliverable()).order_by("-for_letters", "id")


def bounced() -> Any:
    """Addresses that letters come back from."""
    # Read once, as few are: asking for every address of all people takes seconds.
    dead = Suppression.objects.filter(category="", reason=Suppression.Reason.BOUNCE)
    return Email.objects.filter(
        Q(bounced_at__isnull=False) | Q(canonical__in=dead.values("address"))
    )


def _undeliverable() -> Q:
    """Marked so, or the mail server has said so for good."""
    dead = Suppression.objects.filter(
        address=OuterRef("canonical"), category="", reason=Suppression.Reason.BOUNCE
    )
    return Q(bounced_at__isnull=False) | Q(Exists(dead))


def _address(holder: Any) -> Coalesce:
    chosen = usable().filter(person_id=holder).values("address")[:1]
    return Coalesce(Subquery(chosen, output_field=CharField()), Value(""))

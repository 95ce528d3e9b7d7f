"""What the tables of the packages below know of a person: letters, switched-off kinds, exports."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Export, Redaction, Setting
from kit.text import canonical_email
from members.models import Email, Person
from members.personal import BLANK, DELETE, DERIVED, PSEUDONYM, Entry, Erasure, kept, register
from outbox.models import Heartbeat, Letterhead, Message, Suppression

COUNTS = _("How many letters left, and of which kind.")
OFFICE = _("The association's own letterhead; an officer changes it there.")

counted = kept(COUNTS)
office = kept(OFFICE)
sealed = Entry(erasure=Erasure.BLANK, exported=False)


def register_all() -> None:
    """Fill the socket for the outbox and the tool shed."""
    register(
        Message,
        rows=letters_of,
        to=BLANK, subject=BLANK, text=BLANK, html=BLANK, sealed=sealed, error=BLANK,
        message_id=DERIVED, kind=counted, created_at=counted, sent_at=counted, printed_at=counted,
        about=PSEUDONYM, dedupe_key=Entry(erasure=Erasure.PSEUDONYM, exported=False),
        neutral="category state not_before valid_until attempts claim_token lease_until",
    )  # fmt: skip
    register(
        Suppression, rows=suppressions_of, address=DELETE, category=DELETE, reason=DELETE,
        created_at=DELETE,
    )  # fmt: skip
    register(
        Letterhead, sender=office, signer_name=office, reply_to=office, released_by=office,
        neutral="name tagline timezone locale currency postal_address per_minute per_hour per_day"
        " founded_at released_at singleton",
    )  # fmt: skip
    register(Heartbeat, neutral="name at")
    register(Setting, neutral="key value")
    register(Export, whose="by__person", what=kept(COUNTS), by=PSEUDONYM, at=kept(COUNTS),
        neutral="via")  # fmt: skip
    register(Redaction, neutral="table_name rows_changed reason at")


def letters_of(person: Person) -> Q:
    """The letters to one of the person's addresses, and those written about the person."""
    mine = list(Email.objects.filter(person=person).values_list("address", flat=True))
    return Q(about__person=person.pk) | Q(to__in=mine)


def suppressions_of(person: Person) -> Q:
    """The kinds of letters switched off for one of the person's addresses."""
    mine = Email.objects.filter(person=person).values_list("address", flat=True)
    return Q(address__in=[canonical_email(address) for address in mine])

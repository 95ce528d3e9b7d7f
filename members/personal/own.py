"""What the tables of this package know of a person."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members import models
from members.actions import profiles
from members.models import Person
from members.personal import (
    BLANK,
    DELETE,
    DERIVED,
    PSEUDONYM,
    Entry,
    Erasure,
    Term,
    before_erasure,
    kept,
    register,
)

NAMELESS = "Erased person"
BOOKS = _("What was paid and when: books are kept for five years.")
COUNTS = _("How many members we had, and since when.")
VOUCHER = _("A bank statement is a voucher and is kept unchanged for five years.")

named = Entry(erasure=Erasure.BLANK, blank=lambda person: NAMELESS)
further = Entry(erasure=Erasure.BLANK, blank=lambda person: {})
emptied = Entry(erasure=Erasure.BLANK, blank=lambda person: {}, exported=False)
passing = kept(_("A file on its way in is dropped as soon as it is brought in or given up."))
hashed = kept(_("Only a keyed hash: it recognises an address so that no file brings it back."))
ledger = kept(BOOKS, Term.LEDGER)
counted = kept(COUNTS)
voucher = kept(VOUCHER, Term.LEDGER)


def _no_address(person: Person) -> str:
    return f"erased-{person.pk}@invalid.invalid"


address = Entry(erasure=Erasure.BLANK, blank=_no_address)
secret = Entry(erasure=Erasure.BLANK, exported=False, blank=lambda person: "!")


def register_all() -> None:
    """Fill the socket for every table of members and of the log-ins."""
    _people()
    _dues()
    _bank()
    _joining()
    _desk()
    before_erasure(remove_portrait)


def selves_of(person: Person) -> Q:
    """The person, and the rows that were merged into them."""
    return Q(id=person.pk) | Q(merged_into=person.pk)


def log_in_of(person: Person) -> Q:
    """The person's log-in; no row where there is none."""
    return Q(id=person.user_id or 0)


def pairs_of(person: Person) -> Q:
    """The pairs somebody told apart that name the person."""
    return Q(first=person.pk) | Q(second=person.pk)


def relays_of(person: Person) -> Q:
    """What the person wrote to others, and others to them."""
    return Q(sender=person.pk) | Q(recipient=person.pk)


def remove_portrait(person: Person, by: Person | None, at: datetime) -> None:
    """The photo goes with its files."""
    profiles.remove_portrait(person=person, by=by, at=at)


def _people() -> None:
    register(
        models.Person,
        rows=selves_of,
        name=named, known_as=BLANK, sort_name=DERIVED, search_text=DERIVED, phone=BLANK,
        postal_address=BLANK, headline=BLANK, employer=BLANK, city=BLANK, skills=BLANK,
        timezone=BLANK, language=BLANK, extra=further, user=DERIVED, mail_via=BLANK,
        uid=PSEUDONYM, deceased_on=counted, joined_on=counted, created_at=counted,
        merged_into=PSEUDONYM, neutral="link_epoch",
    )  # fmt: skip
    register(
        models.User,
        rows=log_in_of,
        email=address, password=secret, last_login=BLANK, date_joined=counted,
        neutral="is_superuser is_active",
    )  # fmt: skip
    register(
        models.Email, whose="person", person=DELETE, address=DELETE, canonical=DELETE,
        verified_at=DELETE, bounced_at=DELETE, neutral="for_letters",
    )  # fmt: skip
    register(
        models.Portrait, whose="person", person=DELETE, file=DELETE, small=DELETE,
        uploaded_at=DELETE, neutral="uid",
    )  # fmt: skip
    register(models.Link, whose="person", person=DELETE, url=DELETE, neutral="position")
    register(
        models.Relay, whose="sender", rows=relays_of, sender=DELETE, recipient=DELETE,
        text=DELETE, written_at=DELETE, neutral="uid",
    )  # fmt: skip
    register(
        models.Retention, whose="person", person=DELETE, told_on=DELETE, due_on=DELETE,
        kept_on=DELETE, kept_by=DELETE,
    )  # fmt: skip
    register(models.Visibility, whose="person", person=DELETE, field=DELETE, audience=DELETE)
    register(
        EmailAddress, whose="user__person", user=DELETE, email=DELETE, neutral="verified primary"
    )
    hidden = Entry(erasure=Erasure.DELETE, exported=False)
    register(
        Authenticator, whose="user__person", user=DELETE, type=DELETE, data=hidden,
        created_at=DELETE, last_used_at=DELETE,
    )  # fmt: skip
    register(
        models.Death, whose="person", person=PSEUDONYM, died_on=counted, recorded_on=counted,
        recorded_by=PSEUDONYM, voided_on=counted, voided_by=PSEUDONYM,
    )  # fmt: skip
    register(
        models.Sponsor, whose="person", person=PSEUDONYM, sponsor=PSEUDONYM, named_at=counted,
        named_by=PSEUDONYM,
    )  # fmt: skip


def _dues() -> None:
    register(
        models.Plan,
        neutral="name dues_cents currency months grace_days honorary open_to_new year_starts"
        " first_year reduced seats",
    )
    register(
        models.Membership,
        whose="person",
        person=PSEUDONYM, plan=counted, period=counted, dues_cents=ledger, currency=ledger,
        under=PSEUDONYM, uncovered_on=counted, basis=counted, basis_reason=BLANK,
        basis_at=counted, basis_by=PSEUDONYM, recorded_on=counted, voided_on=counted,
        resigned_on=counted, resigned_recorded_on=counted, reason=BLANK,
        neutral="grace_days honorary silent_until",
    )  # fmt: skip
    register(
        models.Payment,
        whose="person",
        person=PSEUDONYM, membership=ledger, cents=ledger, currency=ledger, method=ledger,
        received_on=ledger, source=ledger, reference=ledger, reverses=ledger,
        recorded_by=PSEUDONYM, recorded_at=ledger,
    )  # fmt: skip


def _bank() -> None:
    register(models.BankColumns, saved_by=PSEUDONYM, saved_at=counted, neutral="header columns")
    register(models.Payer, whose="person", person=DELETE, name=DELETE, learned_at=DELETE)
    register(
        models.StatementJob, asked_by=PSEUDONYM, asked_at=counted, done_at=counted,
        neutral="statement wish rows progress attempts failure",
    )  # fmt: skip
    register(
        models.Statement, text=voucher, uploaded_by=PSEUDONYM, uploaded_at=counted,
        posted_by=PSEUDONYM, posted_at=counted, undone_by=PSEUDONYM, undone_at=counted,
        neutral="filename problems state",
    )  # fmt: skip
    register(
        models.BankLine, payer=voucher, purpose=voucher, booked_on=ledger, cents=ledger,
        reference=ledger, neutral="statement row reason confidence skipped",
    )  # fmt: skip
    register(
        models.BankShare, whose="person", person=PSEUDONYM, cents=ledger, payment=ledger,
        neutral="line chosen",
    )  # fmt: skip
    register(
        models.BankClaim, whose="person", person=PSEUDONYM, title=ledger, settled_at=ledger,
        neutral="line source key chosen",
    )  # fmt: skip
    register(
        models.Checkout, whose="person", person=PSEUDONYM, plan=ledger, cents=ledger,
        currency=ledger, provider=ledger, session=ledger, note=BLANK, asked_at=ledger,
        settled_at=ledger, payment=ledger, neutral="uid state",
    )  # fmt: skip
    register(models.CardEvent, received_at=ledger, neutral="event provider kind outcome checkout")


def _joining() -> None:
    register(
        models.Application,
        whose="person",
        person=PSEUDONYM, plan=counted, name=named, email=address, work_email=BLANK, phone=BLANK,
        employer=BLANK, city=BLANK, told_by=BLANK, message=BLANK, consent=BLANK, language=BLANK,
        search_text=DERIVED, asked_at=counted, proven_at=counted, applied_on=counted,
        decided_at=counted, decided_by=PSEUDONYM, reason=BLANK, withdrawn_at=counted,
        closed_on=counted, neutral="uid state decided_via",
    )  # fmt: skip
    register(
        models.WelcomePromise, whose="person", person=PSEUDONYM, kind=counted, owner=PSEUDONYM,
        due_on=counted, settled_at=counted, settled_by=PSEUDONYM, made_at=counted,
        neutral="state via",
    )  # fmt: skip


def _desk() -> None:
    register(models.LadderStep, neutral="plan days is_on")
    register(
        models.LetterHold, whose="person", person=DELETE, until=DELETE, reason=DELETE,
        held_at=DELETE, held_by=DELETE, lifted_at=DELETE, lifted_by=DELETE,
    )  # fmt: skip
    register(
        models.LetterSkip, whose="membership__person", membership=PSEUDONYM, skipped_at=counted,
        skipped_by=PSEUDONYM, neutral="days",
    )  # fmt: skip
    register(
        models.Announcement, signer=PSEUDONYM, queued_by=PSEUDONYM, cancelled_by=PSEUDONYM,
        written_at=counted, send_at=counted, queued_at=counted, cancelled_at=counted,
        neutral="sort subject text audience state count",
    )  # fmt: skip
    register(
        models.ImportBatch, imported_by=PSEUDONYM, imported_at=counted, undone_by=PSEUDONYM,
        undone_at=counted, neutral="kind filename sha256 counts besides",
    )  # fmt: skip
    register(
        models.ImportedPerson, whose="person", person=DELETE, batch=DELETE, fields=DELETE,
        emails=DELETE, memberships=DELETE, neutral="row created",
    )  # fmt: skip
    register(models.ImportColumns, saved_by=PSEUDONYM, saved_at=counted, neutral="header columns")
    register(
        models.Upload, raw=passing, report=passing, answers=passing, uploaded_by=PSEUDONYM,
        uploaded_at=counted, asked_by=PSEUDONYM, asked_at=counted,
        neutral="filename header state progress rows attempts batch",
    )  # fmt: skip
    register(
        models.Merge, whose="winner", winner=PSEUDONYM, loser=PSEUDONYM, moved=emptied,
        merged_by=PSEUDONYM, merged_at=counted, undone_by=PSEUDONYM, undone_at=counted,
    )  # fmt: skip
    register(
        models.NotTheSame, rows=pairs_of, first=DELETE, second=DELETE, said_by=DELETE,
        said_at=DELETE,
    )  # fmt: skip
    register(
        models.CallNote, whose="person", person=DELETE, reason=DELETE, outcome=DELETE,
        again_on=DELETE, owner=DELETE, noted_at=DELETE, noted_by=DELETE,
    )  # fmt: skip
    register(
        models.ErasedPerson, whose="person", person=PSEUDONYM, via=counted, reason=counted,
        erased_at=counted, erased_by=PSEUDONYM,
    )  # fmt: skip
    register(models.Erased, mark=hashed, erased_on=hashed)
    register(models.ExportedPerson, whose="person", person=DELETE, export=DELETE)

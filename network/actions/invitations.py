"""A member asks a colleague along by a letter; nobody is put on file by it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions import guests
from events.models import GuestAsk, Meeting, Rsvp
from kit.queries import value
from kit.text import canonical_email, clean
from kit.turns import take_turns
from members.actions.people import AddressUnusable, checked_address
from members.models import Email, Person
from members.queries import address_for
from network.actions.notes import NotPossible
from network.models import Invitation
from network.queries.invitations import may_invite, to_be_thanked, written_to
from network.rules.invitations import FOLLOWED_DAYS, FORGET_DAYS, INVITATIONS_A_DAY
from outbox.actions import letters


@transaction.atomic
def invite(
    *, inviter: Person, meeting: Meeting, name: str, address: str, at: datetime, words: str = ""
) -> Invitation:
    """Note it, and write to the address unless somebody's invitation went there lately, of which
    the inviter learns nothing. An address that wants no such letters gets none (outbox).

    Raises NotPossible. Writes Invitation and one letter.
    """
    take_turns("invite", str(inviter.pk))
    if not may_invite(inviter, meeting, at):
        raise NotPossible(_("This meeting takes no guests any more. Please look at the next one."))
    try:
        address = checked_address(address)
    except AddressUnusable as error:
        raise NotPossible(_("This is no e-mail address.")) from error
    canonical = canonical_email(address)
    _check(inviter, meeting, canonical, at)
    take_turns("invited", canonical)
    quiet = written_to(canonical, at)
    row = Invitation.objects.create(
        inviter=inviter, meeting=meeting, name=clean(name)[:200], address=address,
        canonical=canonical, words=words.strip()[:500], made_at=at,
    )  # fmt: skip
    if not quiet:
        letters.post(
            kind="colleague.invited", to=address, at=at, valid_until=meeting.starts_at,
            about={"meeting": meeting.pk, "invitation": row.pk},
            dedupe_key=f"colleague.invited:{row.uid}",
        )  # fmt: skip
    return row


def _check(inviter: Person, meeting: Meeting, canonical: str, at: datetime) -> None:
    mine = Invitation.objects.filter(inviter=inviter)
    if Email.objects.filter(person=inviter, canonical=canonical).exists():
        raise NotPossible(_("This is your own address."))
    if mine.filter(meeting=meeting, canonical=canonical).exists():
        raise NotPossible(_("You have invited this address to this meeting already."))
    if mine.filter(made_at__gt=at - timedelta(days=1)).count() >= value(INVITATIONS_A_DAY):
        raise NotPossible(_("That is enough for a day. Please go on tomorrow."))


@transaction.atomic
def accept(*, row: Invitation, name: str, address: str, at: datetime) -> GuestAsk:
    """Who has the link comes as a guest: at once with the address it was mailed to, which is
    proven by it; with another one after the usual link. The inviter meets them, if coming.

    Raises Refused. Writes as `guests.ask` and `guests.confirm`, and Invitation.
    """
    proven = canonical_email(address) == row.canonical
    coming = Rsvp.objects.filter(
        meeting=row.meeting, person=row.inviter, state=Rsvp.State.GOING
    ).exists()
    ask = guests.ask(
        meeting=row.meeting, name=name, address=address, told_by=row.inviter.name, at=at,
        greeter=row.inviter if coming else None, by_letter=not proven,
    )  # fmt: skip
    row.guest_ask = ask
    row.save(update_fields=["guest_ask"])
    if proven:
        guests.confirm(ask=ask, at=at)
    return ask


def thank(*, at: datetime) -> int:
    """Tell inviters that somebody came, the first and the second time; how many letters."""
    sent = 0
    for one in to_be_thanked(at):
        for number, _day in enumerate(one.visits, start=1):
            person = one.row.inviter
            if not address_for(person):
                continue
            sent += letters.post(
                kind="colleague.came", to=address_for(person), at=at,
                about={"person": person.pk, "invitation": one.row.pk, "visit": number},
                dedupe_key=f"colleague.came:{one.row.uid}:{number}",
            ) is not None  # fmt: skip
    return sent


def forget(*, at: datetime) -> int:
    """Drop invitations of which nothing came, and those no longer followed; gives how many."""
    gone = Invitation.objects.filter(
        meeting__ends_at__lt=at - timedelta(days=FORGET_DAYS), guest_ask=None
    ).exclude(canonical__in=Email.objects.values("canonical"))
    old = Invitation.objects.filter(made_at__lt=at - timedelta(days=FOLLOWED_DAYS))
    return int(gone.delete()[0] + old.delete()[0])


def forget_one(*, person: Person) -> None:
    """Nothing stays of invitations that this person wrote or got."""
    addresses = Email.objects.filter(person=person).values_list("canonical", flat=True)
    Invitation.objects.filter(inviter=person).delete()
    Invitation.objects.filter(guest_ask__person=person).delete()
    Invitation.objects.filter(canonical__in=list(addresses)).delete()

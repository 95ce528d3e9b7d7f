"""Renewal letters to one person, or one of them, stay away; both can be taken back."""

from datetime import date, datetime

from django.db import transaction

from members.models import LetterHold, LetterSkip, Membership, Person
from members.rules.ladder import ON_HOLD, SKIPPED
from outbox.actions import letters
from outbox.models import Message

KIND = "membership.notice"


@transaction.atomic
def hold(
    *, person: Person, by: Person | None, at: datetime, until: date | None = None, reason: str = ""
) -> LetterHold:
    """No renewal letter goes to this person until `until` (first day with letters again; None:
    until lifted). A second hold changes the first. Writes LetterHold; calls waiting letters back.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    row = LetterHold.objects.filter(person=person, lifted_at=None).first()
    if row is None:
        row = LetterHold(person=person, held_at=at, held_by=by)
    row.until, row.reason = until, reason[:300]
    row.save()
    letters.withdraw(kind=KIND, about={"person": person.pk}, reason=ON_HOLD)
    return row


@transaction.atomic
def lift(*, person: Person, by: Person | None, at: datetime) -> bool:
    """Letters go again; of those held back, the one whose step still holds leaves now.

    False where nothing was held. Writes LetterHold, may reopen a letter.
    """
    open_ones = LetterHold.objects.filter(person=person, lifted_at=None)
    if not open_ones.update(lifted_at=at, lifted_by=by):
        return False
    _reopen({"person": person.pk}, ON_HOLD, by=by, at=at)
    return True


@transaction.atomic
def skip(*, membership: Membership, days: int, by: Person | None, at: datetime) -> LetterSkip:
    """This membership does without the letter of this step. Writes LetterSkip; calls it back."""
    row, _new = LetterSkip.objects.get_or_create(
        membership=membership, days=days, defaults={"skipped_at": at, "skipped_by": by}
    )
    about = {"membership": membership.pk, "stage": days}
    letters.withdraw(kind=KIND, about=about, reason=SKIPPED)
    return row


@transaction.atomic
def unskip(*, membership: Membership, days: int, by: Person | None, at: datetime) -> bool:
    """The step goes out after all, if it still holds. False where it was not skipped."""
    gone, _tables = LetterSkip.objects.filter(membership=membership, days=days).delete()
    if gone:
        _reopen({"membership": membership.pk, "stage": days}, SKIPPED, by=by, at=at)
    return bool(gone)


def _reopen(about: dict[str, int], reason: str, *, by: Person | None, at: datetime) -> None:
    """The newest letter called back for this reason waits again; its composer judges it anew."""
    back = Message.objects.filter(
        kind=KIND, state=Message.State.SUPERSEDED, error=reason, about__contains=about
    )
    newest = back.order_by("-id").first()
    if newest is not None:
        letters.send_again(message=newest, by=by or "", at=at)

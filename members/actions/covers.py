"""Family and company: one pays, several people stand under the payer's period."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from members.actions import notices, periods
from members.actions.periods import NotPossible
from members.models import Membership, Person
from members.queries import address_for
from outbox.actions import letters
from outbox.queries import local_day


class NoSeat(NotPossible):
    """The plan covers fewer people."""


class NotCovered(NotPossible):
    """Nobody pays for this person."""


@transaction.atomic
def cover(*, payer: Person, person: Person, by: Person | None, at: datetime) -> Membership:
    """Put a person under the payer's running period, from today to its end.

    Raises NotPossible where the payer has none, NoSeat, AlreadyMember. Writes Membership;
    queues the welcome letter.
    """
    for one in sorted({payer, person}, key=lambda somebody: somebody.pk):
        periods.lock(one)
    today = local_day(at)
    head = periods.last_of(payer)
    if head is None or head.under_id or (head.period.upper and head.period.upper <= today):
        raise NotPossible(_("The one who pays needs a running membership first."))
    taken = head.covers.filter(voided_on__isnull=True, uncovered_on__isnull=True)
    known = taken.filter(person=person).first()
    if known is not None:
        return known
    if taken.count() >= head.plan.seats:
        words = _("This plan covers {count} further people, and all places are taken.")
        raise NoSeat(words.format(count=head.plan.seats))
    start = max(today, head.period.lower)
    periods.make_room(person, start, today)
    row = periods.begin(
        person, head.plan, start, head.period.upper, today, dues_cents=0, under=head
    )
    notices.stop(person=person, reason="covered", at=at)
    notices.welcome(membership=row, at=at)
    return row


@transaction.atomic
def uncover(*, person: Person, by: Person | None, at: datetime) -> bool:
    """The payer pays no longer for this person, who stays a member to the period's end.

    Queues a letter that offers the ways on, between jobs among them. False if already so.
    Raises NotCovered.
    """
    periods.lock(person)
    row = periods.last_of(person)
    if row is None or row.under_id is None:
        raise NotCovered(_("Nobody else pays for this person."))
    if row.uncovered_on is not None:
        return False
    row.uncovered_on = local_day(at)
    row.save(update_fields=["uncovered_on"])
    letters.post(
        kind="membership.uncovered",
        to=address_for(person),
        about={"person": person.pk, "membership": row.pk},
        dedupe_key=f"uncovered:{row.pk}",
        at=at,
    )
    return True

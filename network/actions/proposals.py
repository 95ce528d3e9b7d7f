"""One member asks another for a lunch or a coffee; the other takes one of three times, or not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from network.actions import coffee_letters
from network.actions.notes import NotPossible
from network.models import Avoidance, Pairing, PairingSeat, Proposal
from network.queries.people import takes_part
from network.rules.slots import SLOTS, can_be_proposed

A_DAY = 5
MOST_WORDS = 500
State = Proposal.State


@transaction.atomic
def propose(
    *,
    writer: Person,
    person: Person,
    kind: str,
    times: Sequence[datetime],
    at: datetime,
    words: str = "",
) -> Proposal:
    """Ask; the letter goes at once, but to nobody who avoids the writer, who is not told.

    Raises NotPossible. Writes Proposal and one letter.
    """
    Person.objects.select_for_update(no_key=True).get(pk=writer.pk)
    if not can_be_proposed(times, at):
        raise NotPossible(_("Choose three different times within the next two months."))
    if not (takes_part(writer) and takes_part(person)):
        raise NotPossible(_("{name} does not take part.").format(name=person.first_name))
    _end_old(writer, person, at)
    mine = Proposal.objects.filter(writer=writer)
    if mine.filter(person=person, state=State.ASKED).exists():
        raise NotPossible(_("You have asked {name} already.").format(name=person.first_name))
    if mine.filter(made_at__gt=at - timedelta(days=1)).count() >= A_DAY:
        raise NotPossible(_("That is enough for a day. Please go on tomorrow."))
    row = Proposal.objects.create(
        writer=writer, person=person, kind=kind, times=sorted(times), made_at=at,
        words=words.strip()[:MOST_WORDS],
    )  # fmt: skip
    if not Avoidance.objects.filter(writer=person, person=writer).exists():
        coffee_letters.proposed(row, at)
    return row


@transaction.atomic
def accept(*, proposal: Proposal, chosen: int, at: datetime) -> Pairing:
    """The person asked takes one of the times; both get the calendar. The second time is the first.

    Raises NotPossible where it is over or was answered otherwise. Writes Proposal, Pairing with two
    seats, and two letters.
    """
    row = _open(proposal)
    if row.state != State.ASKED or not 0 <= chosen < SLOTS or row.times[chosen] <= at:
        raise NotPossible(_("This time cannot be taken any more."))
    pairing = Pairing.objects.create(
        kind=row.kind, times=row.times, agreed_at=row.times[chosen], made_at=at
    )
    PairingSeat.objects.bulk_create(
        PairingSeat(pairing=pairing, person_id=pk, suits=[chosen])
        for pk in sorted((row.writer_id, row.person_id))
    )
    _answered(row, State.ACCEPTED, at)
    coffee_letters.settled(pairing, at)
    return pairing


@transaction.atomic
def decline(*, proposal: Proposal, at: datetime) -> None:
    """Not this time; the writer is told kindly. Raises NotPossible. Writes Proposal, a letter."""
    row = _open(proposal)
    if row.state != State.ASKED:
        raise NotPossible(_("This proposal is answered."))
    _answered(row, State.DECLINED, at)
    coffee_letters.declined(row, at)


@transaction.atomic
def withdraw(*, proposal: Proposal, at: datetime) -> None:
    """The writer takes it back; a letter that has not left does not go. Writes Proposal."""
    row = _open(proposal)
    if row.state != State.ASKED:
        raise NotPossible(_("This proposal is answered."))
    _answered(row, State.WITHDRAWN, at)


def _open(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def _answered(row: Proposal, state: str, at: datetime) -> None:
    row.state, row.answered_at = state, at
    row.save(update_fields=["state", "answered_at"])


def _end_old(writer: Person, person: Person, at: datetime) -> None:
    """What nobody answered before its last time passed makes room for a new one."""
    asked = Proposal.objects.filter(writer=writer, person=person, state=State.ASKED)
    for row in asked:
        if max(row.times) <= at:
            _answered(row, State.WITHDRAWN, at)

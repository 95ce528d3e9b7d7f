"""A table of two to four: agreeing on a time, calling it off, and "did you meet?"."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from network.actions import coffee_letters, ties
from network.actions.notes import NotPossible
from network.models import CoffeeWish, Pairing, PairingSeat
from network.rules.slots import SLOTS, contact_day, in_common
from outbox.queries import local_day


@transaction.atomic
def suit(*, seat: PairingSeat, suits: Sequence[int], at: datetime) -> Pairing:
    """These of the times suit the person; the first that suits all is agreed, and all are told.

    Raises NotPossible once a time is agreed. Writes PairingSeat, Pairing and letters.
    """
    pairing = _locked(seat)
    if pairing.agreed_at or pairing.called_off_at:
        raise NotPossible(_("The time is fixed already."))
    ahead = [n for n in set(suits) if 0 <= n < SLOTS and pairing.times[n] > at]
    PairingSeat.objects.filter(pk=seat.pk).update(suits=sorted(ahead))
    common = in_common(list(pairing.seats.values_list("suits", flat=True)))
    if common is not None:
        pairing.agreed_at = pairing.times[common]
        pairing.save(update_fields=["agreed_at"])
        coffee_letters.settled(pairing, at)
    return pairing


@transaction.atomic
def call_off(*, seat: PairingSeat, at: datetime) -> None:
    """What was agreed does not take place; everybody at the table is told. The second time changes
    nothing. Raises NotPossible once it has begun. Writes Pairing and letters."""
    pairing = _locked(seat)
    if pairing.called_off_at:
        return
    if pairing.agreed_at is None or pairing.agreed_at <= at:
        raise NotPossible(_("There is nothing to call off."))
    pairing.called_off_at = at
    pairing.save(update_fields=["called_off_at"])
    coffee_letters.called_off(pairing, at)


@transaction.atomic
def tell(*, seat: PairingSeat, met: bool, at: datetime) -> None:
    """Did you meet? A yes is a contact with everybody at the table who does not say no.

    Can be changed. Raises NotPossible before the first time has come. Writes PairingSeat, Pairing,
    CoffeeWish and the ties at the table.
    """
    pairing = _locked(seat)
    begins = pairing.agreed_at or min(pairing.times)
    if pairing.called_off_at or at < begins:
        raise NotPossible(_("It has not taken place yet."))
    PairingSeat.objects.filter(pk=seat.pk).update(met=met, answered_at=at)
    CoffeeWish.objects.filter(person=seat.person_id).update(silences=0)
    said = list(pairing.seats.values_list("met", flat=True))
    today = local_day(at)
    if True not in said:
        pairing.met_on = None
    elif pairing.met_on is None:
        agreed = local_day(pairing.agreed_at) if pairing.agreed_at else None
        pairing.met_on = contact_day(agreed, today)
    pairing.save(update_fields=["met_on"])
    people = sorted(pairing.seats.values_list("person", flat=True))
    for one, other in combinations(people, 2):
        ties.renew(one=one, other=other, today=today)


def _locked(seat: PairingSeat) -> Pairing:
    return Pairing.objects.select_for_update(of=("self",)).get(pk=seat.pairing_id)

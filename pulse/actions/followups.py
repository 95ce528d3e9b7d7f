"""Calls: noticed by rule, handed over, put off, done with what came of it; each can be undone.

Who looks after members is written to at once when a regular falls silent.
"""

from datetime import date, datetime

from django.db import transaction

from members.models import Person
from members.queries import address_for
from outbox.actions import letters
from outbox.queries import local_day
from pulse.models import FollowUp
from pulse.queries import risks
from pulse.rules import CARE
from roles.queries.holders import officer

State = FollowUp.State


@transaction.atomic
def notice(*, today: date, at: datetime) -> int:
    """Put who has a reason onto the list, and take off whose reason is gone and nobody owns.

    Gives how many are new. Writes FollowUp; a second run adds nothing.
    """
    FollowUp.objects.filter(state=State.SNOOZED, until__lte=today).update(
        state=State.OPEN, until=None
    )
    found = risks.risks(today)
    still = {(one.person_id, one.reason) for one in found}
    nobodys = FollowUp.objects.filter(state=State.OPEN, owner=None)
    gone = [
        pk for pk, *why in nobodys.values_list("pk", "person", "reason") if tuple(why) not in still
    ]
    nobodys.filter(pk__in=gone).delete()
    new = risks.not_called_lately(found, today)
    FollowUp.objects.bulk_create(
        (FollowUp(person_id=one.person_id, reason=one.reason, made_at=at) for one in new),
        ignore_conflicts=True,
    )
    if any(one.reason == FollowUp.Reason.REGULAR for one in new):
        _tell_of_silence(today, at)
    return len(new)


def _tell_of_silence(today: date, at: datetime) -> None:
    """One letter a day to the most specialised officer who cares; nobody cares where none is."""
    carer = officer(CARE, today)
    if carer is not None:
        letters.post(
            kind="pulse.silence", to=address_for(carer), about={"person": carer.pk},
            dedupe_key=f"pulse.silence:{today}", at=at,
        )  # fmt: skip


def hand_over(*, call: FollowUp, owner: Person | None) -> bool:
    """Somebody looks after it; False where it is settled or theirs already."""
    waiting = FollowUp.objects.filter(pk=call.pk).exclude(state=State.DONE)
    return bool(waiting.exclude(owner=owner, owner__isnull=owner is None).update(owner=owner))


@transaction.atomic
def ask_to_call(*, call: FollowUp, friend: Person, at: datetime) -> bool:
    """Hand it to somebody who knows them, and write to that friend; False as in `hand_over`."""
    if not hand_over(call=call, owner=friend):
        return False
    letters.post(
        kind="pulse.call", to=address_for(friend), about={"person": friend.pk, "call": call.pk},
        dedupe_key=f"pulse.call:{call.pk}:{friend.pk}:{local_day(at)}", at=at,
    )  # fmt: skip
    return True


def snooze(*, call: FollowUp, until: date) -> bool:
    """Not before that day; False where it is settled."""
    waiting = FollowUp.objects.filter(pk=call.pk).exclude(state=State.DONE)
    return bool(waiting.update(state=State.SNOOZED, until=until))


def done(*, call: FollowUp, outcome: str, by: Person | None, at: datetime) -> bool:
    """Somebody called, and this came of it; False where it was settled before."""
    waiting = FollowUp.objects.filter(pk=call.pk).exclude(state=State.DONE)
    return bool(
        waiting.update(
            state=State.DONE, until=None, outcome=outcome.strip()[:300], settled_at=at,
            settled_by=by,
        )
    )  # fmt: skip


def reopen(*, call: FollowUp) -> bool:
    """It was not done after all; False where it is open."""
    settled = FollowUp.objects.filter(pk=call.pk, state=State.DONE)
    return bool(settled.update(state=State.OPEN, outcome="", settled_at=None, settled_by=None))

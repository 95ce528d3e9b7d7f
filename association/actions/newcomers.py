"""The first ninety days: promises are made, told to their owners, and the first meeting noted."""

from datetime import date, datetime

from django.db import transaction

from association.queries.newcomers import met, owners_for
from members.actions import welcome
from members.models import Person, WelcomePromise
from members.queries import address_for
from members.queries.welcome import unpromised
from outbox.actions import letters

AT_THE_DOOR = "attendance"
State, Kind = WelcomePromise.State, WelcomePromise.Kind


@transaction.atomic
def keep(*, today: date, at: datetime) -> int:
    """Promise what is due to first-timers, and note who came; how many newcomers are new.

    A second run changes nothing. Writes WelcomePromise, and a letter to each owner.
    """
    begun = list(unpromised(today))
    for row in begun:
        owners = owners_for(row.person, today)
        made = welcome.begin(person=row.person, owners=owners, start=row.period.lower, at=at)
        for owner in {one.owner for one in made if one.owner}:
            _tell(row.person, owner, f"newcomer:{row.person_id}:{owner.pk}", at)
    note_first_meetings(at=at)
    return len(begun)


def note_first_meetings(*, at: datetime) -> int:
    """The promise of the first meeting follows the door, also where the door is undone."""
    first = WelcomePromise.objects.filter(kind=Kind.MEETING)
    came = first.filter(met(), state=State.OPEN)
    undone = first.filter(~met(), state=State.DONE, via=AT_THE_DOOR)
    changed = [welcome.done(promise=one, by=None, at=at, via=AT_THE_DOOR) for one in came]
    changed += [welcome.reopen(promise=one, by=None, at=at) for one in undone]
    return sum(changed)


@transaction.atomic
def hand_over(*, promise: WelcomePromise, owner: Person, by: Person | None, at: datetime) -> bool:
    """Somebody else looks after a promise, and is told; False where nothing changed."""
    if not welcome.hand_over(promise=promise, owner=owner, by=by, at=at):
        return False
    if by is None or owner.pk != by.pk:
        key = f"newcomer:{promise.person_id}:{owner.pk}:{promise.pk}:{at.timestamp():.0f}"
        _tell(promise.person, owner, key, at)
    return True


def _tell(newcomer: Person, owner: Person, key: str, at: datetime) -> None:
    letters.post(
        kind="newcomer.promised",
        to=address_for(owner),
        about={"person": owner.pk, "newcomer": newcomer.pk},
        dedupe_key=key,
        at=at,
    )

"""Promises to newcomers: made once, kept, handed over or not needed; each act can be undone."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from kit.queries import value
from members.models import Person, WelcomePromise
from members.rules.joining import PROMISE_DAYS

State, Kind = WelcomePromise.State, WelcomePromise.Kind


@transaction.atomic
def begin(
    *, person: Person, owners: Mapping[str, Person | None], start: date, at: datetime
) -> list[WelcomePromise]:
    """The four promises to somebody who joined on `start`; those made before stay as they are.

    Gives all of them. Writes WelcomePromise.
    """
    days = list(value(PROMISE_DAYS))
    days += [days[-1] if days else 0] * len(Kind.values)
    WelcomePromise.objects.bulk_create(
        (
            WelcomePromise(
                person=person,
                kind=kind,
                owner=owners.get(kind),
                due_on=start + timedelta(days=days[place]),
                made_at=at,
            )
            for place, kind in enumerate(Kind.values)
        ),
        ignore_conflicts=True,
    )
    return list(WelcomePromise.objects.filter(person=person))


def done(*, promise: WelcomePromise, by: Person | None, at: datetime, via: str = "") -> bool:
    """It is kept; False where it was settled before."""
    return _settle(promise, State.DONE, by, at, via)


def waive(*, promise: WelcomePromise, by: Person | None, at: datetime, via: str = "") -> bool:
    """It is not needed; False where it was settled before."""
    return _settle(promise, State.WAIVED, by, at, via)


def reopen(*, promise: WelcomePromise, by: Person | None, at: datetime) -> bool:
    """It is open again; False where it was."""
    settled = WelcomePromise.objects.filter(pk=promise.pk).exclude(state=State.OPEN)
    return bool(settled.update(state=State.OPEN, settled_at=None, settled_by=None, via=""))


def hand_over(
    *, promise: WelcomePromise, owner: Person | None, by: Person | None, at: datetime
) -> bool:
    """Somebody else (None: nobody) looks after it; False where it is settled or theirs already."""
    rows = WelcomePromise.objects.filter(pk=promise.pk, state=State.OPEN)
    return bool(rows.exclude(owner=owner).update(owner=owner) if owner else rows.update(owner=None))


def _settle(promise: WelcomePromise, state: str, by: Person | None, at: datetime, via: str) -> bool:
    rows = WelcomePromise.objects.filter(pk=promise.pk, state=State.OPEN)
    how = via or ("" if by else "operator")
    return bool(rows.update(state=state, settled_at=at, settled_by=by, via=how))

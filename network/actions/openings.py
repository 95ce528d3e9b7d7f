"""Openings are posted and taken down; members offer to introduce, are asked, and answer."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit.queries import value
from members.models import Person
from members.queries import address_for
from network.actions.notes import NotPossible
from network.models import Introducer, Introduction, Opening
from network.queries.openings import introducers, standing
from network.rules.openings import A_DAY, KEPT_DAYS, OPENING_DAYS
from outbox.actions import letters
from outbox.queries import local_day

State = Introduction.State


@transaction.atomic
def post(
    *, poster: Person, at: datetime, introduces: bool, ends_on: date | None = None, **fields: Any
) -> Opening:
    """Tell members of a job; `fields` are title, employer, place, text and link.

    Raises NotPossible after five in a day. Writes Opening, and Introducer where `introduces`.
    """
    Person.objects.select_for_update(no_key=True).get(pk=poster.pk)
    if Opening.objects.filter(poster=poster, made_at__gt=at - timedelta(days=1)).count() >= A_DAY:
        raise NotPossible(_("That is enough for a day. Please go on tomorrow."))
    last = local_day(at) + timedelta(days=value(OPENING_DAYS))
    row = Opening.objects.create(
        poster=poster, made_at=at, ends_on=min(ends_on or last, last), **fields
    )
    if introduces:
        Introducer.objects.create(opening=row, person=poster, made_at=at)
    return row


def close(*, opening: Opening, at: datetime) -> None:
    """Take it down. Writes Opening; what was agreed stands."""
    Opening.objects.filter(pk=opening.pk, closed_at=None).update(closed_at=at)


def offer(*, opening: Opening, person: Person, knows: bool, at: datetime) -> None:
    """ "I can introduce you", or no longer. Writes or deletes Introducer."""
    if knows:
        Introducer.objects.get_or_create(opening=opening, person=person, defaults={"made_at": at})
    else:
        Introducer.objects.filter(opening=opening, person=person).delete()


@transaction.atomic
def ask(
    *, opening: Opening, seeker: Person, introducer: Person, words: str, at: datetime
) -> Introduction:
    """The seeker agrees to be introduced, and asks the introducer; no address is told yet.

    Raises NotPossible. Writes Introduction and one letter.
    """
    Person.objects.select_for_update(no_key=True).get(pk=seeker.pk)
    day, mine = local_day(at), Introduction.objects.filter(seeker=seeker)
    stands = standing(day).filter(pk=opening.pk).exists()
    if seeker == introducer or not stands or introducer not in introducers(opening, day):
        raise NotPossible(_("This introduction cannot be asked for any more."))
    if mine.filter(opening=opening, introducer=introducer).exists():
        raise NotPossible(_("You have asked {name} already.").format(name=introducer.first_name))
    if mine.filter(made_at__gt=at - timedelta(days=1)).count() >= A_DAY:
        raise NotPossible(_("That is enough for a day. Please go on tomorrow."))
    row = Introduction.objects.create(
        opening=opening, seeker=seeker, introducer=introducer, words=words.strip()[:500],
        made_at=at,
    )  # fmt: skip
    _post("asked", row, introducer, at)
    return row


@transaction.atomic
def answer(*, introduction: Introduction, agrees: bool, at: datetime) -> Introduction:
    """The introducer's yes or no; a yes tells both addresses, a no tells nothing more.

    Raises NotPossible once it is answered otherwise. Writes Introduction, a letter with a yes.
    """
    row = _end(introduction, State.AGREED if agrees else State.DECLINED, at)
    if agrees:
        _post("agreed", row, row.seeker, at)
    return row


@transaction.atomic
def withdraw(*, introduction: Introduction, at: datetime) -> Introduction:
    """The seeker takes the question back. Raises NotPossible. Writes Introduction."""
    return _end(introduction, State.WITHDRAWN, at)


def forget(*, at: datetime) -> int:
    """Delete openings long over of which no introduction came; gives how many."""
    old = Opening.objects.filter(ends_on__lt=local_day(at) - timedelta(days=KEPT_DAYS))
    return old.exclude(introductions__state=State.AGREED).delete()[0]


def _end(introduction: Introduction, state: str, at: datetime) -> Introduction:
    rows = Introduction.objects.select_for_update(of=("self",))
    row = rows.select_related("seeker", "introducer").get(pk=introduction.pk)
    if row.state == state:
        return row
    if row.state != State.ASKED:
        raise NotPossible(_("This question is answered."))
    row.state, row.answered_at = state, at
    row.save(update_fields=["state", "answered_at"])
    return row


def _post(name: str, row: Introduction, person: Person, at: datetime) -> None:
    to = address_for(person)
    # Without an address it would be printed, and read by who prints it: the page tells it.
    if to:
        letters.post(
            kind=f"introduction.{name}", to=to,
            about={"person": person.pk, "introduction": str(row.uid)},
            dedupe_key=f"introduction.{name}:{row.uid}", at=at,
        )  # fmt: skip

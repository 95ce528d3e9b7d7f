"""Somebody is asked to speak and answers; the first to choose a date has it.

Lock order: the meeting's row, then the request's.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions import meetings
from events.actions.refusals import NotPossible, Refused
from events.models import Meeting, SpeakerAsk, Speaking
from events.queries.speakers import is_taken
from members.models import Person
from members.queries import address_for
from outbox.actions import letters

State = SpeakerAsk.State
WORDS = ("topic", "note", "costs", "audience", "minutes", "beside")
WAITING = ("speaker.ask", "speaker.chase", "speaker.silent")


class DateTaken(Refused):
    """Somebody else was quicker."""

    def __str__(self) -> str:
        return _("Somebody was quicker: this date has just been taken. Please choose another.")


@transaction.atomic
def ask(
    *, person: Person, dates: Collection[Meeting], by: Person, at: datetime, **words: Any
) -> SpeakerAsk:
    """Ask somebody to speak on one of these dates; the letter goes out signed by `by`.

    `words` are of WORDS. Raises NotPossible without a date or an address, for a date that is
    taken, and while the same person has not answered about one of these dates. Writes SpeakerAsk.
    """
    if not dates:
        raise NotPossible(_("Choose at least one date."))
    if not address_for(person):
        raise NotPossible(_("We have no address of %(name)s. Please add one.") % {"name": person})
    waiting = SpeakerAsk.objects.filter(person=person, state=State.ASKED, dates__in=dates)
    if waiting.exists():
        raise NotPossible(_("This person has been asked already and has not answered yet."))
    known = {key: words[key] for key in WORDS if key in words}
    made = SpeakerAsk(person=person, asked_at=at, asked_by=by, **known)
    if any(date.starts_at <= at or is_taken(date, made) for date in dates):
        raise NotPossible(_("One of these dates is over or taken. Please choose again."))
    made.save()
    made.dates.set(dates)
    letters.post(
        kind="speaker.ask", to=address_for(person), about={"ask": made.pk, "person": person.pk},
        dedupe_key=f"speaker-ask:{made.pk}", at=at,
        valid_until=max(date.starts_at for date in dates),
    )  # fmt: skip
    return made


@transaction.atomic
def accept(*, ask: SpeakerAsk, meeting: Meeting, at: datetime) -> bool:
    """The speaker takes this date; False where it is theirs already.

    Raises DateTaken, and NotPossible for a date not offered, over, or once they have another.
    Writes SpeakerAsk and Speaking; the chair is told.
    """
    date = Meeting.objects.select_for_update().get(pk=meeting.pk)
    current = _locked(ask)
    if current.state == State.ACCEPTED and current.meeting_id == date.pk:
        return False
    if current.state == State.ACCEPTED:
        raise NotPossible(_("You have chosen a date already. To change it, please write to us."))
    _check_offered(current, date, at)
    if is_taken(date, current):
        raise DateTaken
    current.state, current.meeting, current.answered_at = State.ACCEPTED, date, at
    current.speaking = Speaking.objects.create(
        meeting=date, person=current.person, printed_name=current.person.name,
        affiliation=current.person.employer, state=Speaking.State.CONFIRMED,
    )  # fmt: skip
    current.save(update_fields=["state", "meeting", "answered_at", "speaking"])
    if current.topic and not date.topic:
        meetings.edit(meeting=date, by=current.person, at=at, topic=current.topic)
    meetings.refresh_search(date)
    _settled(current, at)
    _copy(current, ask)
    return True


@transaction.atomic
def decline(
    *, ask: SpeakerAsk, at: datetime, later: bool = False, words: str = "", instead: str = ""
) -> bool:
    """No, or not now, perhaps with whom to ask instead; also after a yes. False where said already.

    Raises NotPossible once the evening has begun or the request was taken back. Writes SpeakerAsk
    and Speaking; the chair is told.
    """
    current = _locked(ask)
    state = State.LATER if later else State.DECLINED
    if current.state == state and not words and not instead:
        return False
    if current.state == State.WITHDRAWN:
        raise NotPossible(_("This request was taken back."))
    if current.meeting is not None and current.meeting.starts_at <= at:
        raise NotPossible(_("The evening has begun. Please ring us."))
    _leave(current)
    current.state, current.answered_at = state, at
    current.words, current.instead = words.strip()[:2000], instead.strip()[:200]
    current.save(update_fields=["state", "answered_at", "words", "instead", "meeting", "speaking"])
    _settled(current, at)
    _copy(current, ask)
    return True


@transaction.atomic
def withdraw(*, ask: SpeakerAsk, by: Person | None, at: datetime) -> bool:
    """The chair takes the request back; the link says so. False where that is done.

    Writes SpeakerAsk and Speaking.
    """
    current = _locked(ask)
    if current.state == State.WITHDRAWN:
        return False
    _leave(current)
    current.state, current.answered_at = State.WITHDRAWN, at
    current.save(update_fields=["state", "answered_at", "meeting", "speaking"])
    _stop(current)
    _copy(current, ask)
    return True


def _check_offered(ask: SpeakerAsk, date: Meeting, at: datetime) -> None:
    if ask.state == State.WITHDRAWN:
        raise NotPossible(_("This request was taken back."))
    coming = date.starts_at > at and date.state in (Meeting.State.DRAFT, Meeting.State.PUBLISHED)
    if not coming or not ask.dates.filter(pk=date.pk).exists():
        raise NotPossible(_("This date is not open any more. Please choose another."))


def _leave(ask: SpeakerAsk) -> None:
    """Off the programme; the date is free for another."""
    if ask.speaking is None:
        return
    speaking, date = ask.speaking, ask.speaking.meeting
    speaking.state = Speaking.State.WITHDRAWN
    speaking.save(update_fields=["state"])
    ask.meeting = ask.speaking = None
    meetings.refresh_search(date)


def _settled(ask: SpeakerAsk, at: datetime) -> None:
    _stop(ask)
    letters.post(
        kind="speaker.answered", to=address_for(ask.asked_by),
        about={"ask": ask.pk, "person": ask.asked_by_id},
        dedupe_key=f"speaker-answered:{ask.pk}:{ask.state}:{at.timestamp():.0f}", at=at,
    )  # fmt: skip


def _stop(ask: SpeakerAsk) -> None:
    for kind in WAITING:
        letters.withdraw(kind=kind, about={"ask": ask.pk}, reason=_("There is an answer."))


def _locked(ask: SpeakerAsk) -> SpeakerAsk:
    related = ("person", "asked_by", "meeting", "speaking__meeting")
    rows = SpeakerAsk.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(*related).get(pk=ask.pk)


def _copy(current: SpeakerAsk, ask: SpeakerAsk) -> None:
    for field in SpeakerAsk._meta.concrete_fields:
        setattr(ask, field.attname, getattr(current, field.attname))

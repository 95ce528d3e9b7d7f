"""Letters about one's own answer: said yes, moved up, offered a seat."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events import ical
from events.letters.parts import answer_url, letter, ticket_url, why_answer
from events.models import Meeting, Rsvp
from events.queries.answers import place_in_queue
from events.queries.guests import greeter_of
from events.queries.people import answer_of, guest_names
from kit.clock import hours
from outbox.kinds import Letter, Superseded
from outbox.models import Message

State = Rsvp.State


def confirmation(message: Message, at: datetime) -> Letter:
    """What we noted: coming, waiting, or not coming; with the calendar entry that follows."""
    rsvp = _current(message)
    subjects = {
        State.GOING: _("You are coming: {name}"),
        State.WAITLISTED: _("You are on the waiting list: {name}"),
        State.DECLINED: _("Noted, not this time: {name}"),
        State.CANCELLED: _("Your seat is given back: {name}"),
    }
    if rsvp.state not in subjects:
        raise Superseded(_("Another letter tells the newer state."))
    more, secrets = _for_guest(rsvp, at)
    return _answer(
        rsvp,
        at,
        subjects[State(rsvp.state)],
        template="events/confirmation",
        calendar=_calendar(rsvp),
        more=more,
        secrets=secrets,
    )


def _for_guest(rsvp: Rsvp, at: datetime) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Who never was a member: who meets them, and a link in place of pages behind a log-in."""
    if rsvp.person.joined_on is not None or at >= rsvp.meeting.starts_at:
        return {}, ()
    url, token = answer_url(rsvp.meeting, rsvp.person, at)
    words = {
        "greeter": greeter_of(rsvp.meeting_id, rsvp.person_id),
        "ticket_url": "",
        "page_url": url,
    }
    return words, (token,)


def promotion(message: Message, at: datetime) -> Letter:
    """A seat became free, and it is yours."""
    rsvp = _current(message)
    if rsvp.state != State.GOING:
        raise Superseded(_("The seat was given back meanwhile."))
    subject = _("A seat is yours: {name}")
    return _answer(rsvp, at, subject, template="events/promotion", calendar=_calendar(rsvp))


def offer(message: Message, at: datetime) -> Letter:
    """A seat became free shortly before the start: who says yes in time has it."""
    rsvp = _current(message)
    if rsvp.state != State.OFFERED or rsvp.offered_until is None:
        raise Superseded(_("The offer was taken or ran out."))
    if at >= rsvp.offered_until:
        raise Superseded(_("The offer ran out before this letter left."))
    until = rsvp.offered_until.astimezone(ZoneInfo(rsvp.meeting.timezone))
    url, token = answer_url(rsvp.meeting, rsvp.person, at)
    context = {
        "until": hours(until, with_zone=True),
        "action_url": url,
        "action_label": _("Take the seat"),
    }
    subject = _("A seat is free, yours until {until}: {name}")
    return _answer(rsvp, at, subject, template="events/offer", more=context, secrets=(token,))


def _current(message: Message) -> Rsvp:
    """The answer, if this letter still tells its newest state and the meeting takes place."""
    rsvp = answer_of(int(message.about["rsvp"]))
    if rsvp is None or rsvp.meeting.state != Meeting.State.PUBLISHED:
        raise Superseded(_("The meeting was cancelled or is over."))
    if not message.dedupe_key.endswith(f":{rsvp.revision}"):
        raise Superseded(_("The answer has changed since; a newer letter tells it."))
    return rsvp


def _calendar(rsvp: Rsvp) -> tuple[str, int] | None:
    """In with a yes, out with a no that follows an earlier answer; nothing while waiting."""
    sequence = rsvp.meeting.sequence + rsvp.revision
    if rsvp.state == State.GOING:
        return "REQUEST", sequence
    if rsvp.state in (State.CANCELLED, State.DECLINED) and rsvp.revision > 1:
        return "CANCEL", sequence
    return None


def _answer(
    rsvp: Rsvp,
    at: datetime,
    subject: str,
    *,
    template: str,
    calendar: tuple[str, int] | None = None,
    more: dict[str, Any] | None = None,
    secrets: tuple[str, ...] = (),
) -> Letter:
    meeting = rsvp.meeting
    waiting = rsvp.state == State.WAITLISTED
    context = {
        "state": rsvp.state,
        "ran_out": rsvp.via == "offer ran out",
        "guests": guest_names(rsvp),
        "online_url": meeting.online_url if rsvp.mode == "online" else "",
        "place_in_queue": place_in_queue(rsvp, meeting.pk) if waiting else 0,
        "action_url": "" if rsvp.state == State.GOING else ical.page(meeting),
        "action_label": _("Open the meeting"),
        "ticket_url": "" if rsvp.mode == "online" else ticket_url(meeting),
        "why": why_answer(),
    } | (more or {})
    words = {"name": meeting.topic or meeting.title, "until": context.get("until", "")}
    return letter(
        meeting,
        rsvp.person,
        at,
        subject=subject.format(**words),
        template=template,
        context=context,
        calendar=calendar,
        secrets=secrets,
    )

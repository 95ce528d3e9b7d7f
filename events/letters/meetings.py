"""Letters about a meeting: invitation, reminders, moved, cancelled."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from events.letters.parts import (
    answer_url,
    day_words,
    letter,
    why_answer,
    why_member,
)
from events.models import Meeting, Rsvp
from events.queries.answers import ACTIVE
from events.queries.no_shows import deserves_a_word
from events.queries.people import answer_by, is_member, meeting_of, person_of
from events.rules.ladder import FIRST, GOING, INVITATION, LAST, SOON
from kit.clock import hours
from members.blocks import blocks
from members.models import Person
from members.queries import address_for
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def invitation(message: Message, at: datetime) -> Letter:
    """To every member who has not answered: come, and how to answer with one tap."""
    return _to_the_silent(message, at, INVITATION, template="events/invitation")


def reminder(message: Message, at: datetime) -> Letter:
    """To the silent a question, to those coming what they need to find the way."""
    stage = str(message.about["stage"])
    if stage in (FIRST, LAST):
        return _to_the_silent(message, at, stage, template="events/reminder_silent")
    return _to_those_coming(message, at, stage)


def _to_the_silent(message: Message, at: datetime, stage: str, *, template: str) -> Letter:
    meeting, person = _scene(message, at)
    if answer_by(meeting.pk, person.pk) is not None:
        raise Superseded(_("Has answered meanwhile."))
    if not is_member(person, at):
        raise Superseded(_("Is no member any more."))
    url, token = answer_url(meeting, person, at)
    subjects = {
        INVITATION: _("Will you come? {name}, {day}"),
        FIRST: _("{weekday} next: {name}"),
        LAST: _("Last call for {weekday}: {name}"),
    }
    return letter(
        meeting,
        person,
        at,
        subject=subjects[stage].format(**_words(meeting)),
        template=template,
        context={
            "stage": stage,
            "action_url": url,
            "action_label": _("Answer with one tap"),
            "why": why_member(),
        },
        secrets=(token,),
    )


def _to_those_coming(message: Message, at: datetime, stage: str) -> Letter:
    meeting, person = _scene(message, at)
    rsvp = answer_by(meeting.pk, person.pk)
    if rsvp is None or rsvp.state != Rsvp.State.GOING:
        raise Superseded(_("Is not coming any more."))
    url, token = answer_url(meeting, person, at)
    company = _company(meeting, person, rsvp, at) if stage == GOING else []
    subjects = {
        GOING: _("See you {weekday} at {time}: {name}"),
        SOON: _("Starts at {time}: {name}"),
    }
    return letter(
        meeting,
        person,
        at,
        subject=subjects[stage].format(**_words(meeting)),
        template="events/reminder_going",
        context={
            "stage": stage,
            "kindly": stage == GOING and deserves_a_word(person, at),
            "online_url": meeting.online_url if rsvp.mode == "online" else "",
            "action_url": url,
            "action_label": _("Give my seat back"),
            "company": company,
            "why": why_member(),
        },
        secrets=(token, *(form for words in company for form in (words, escape(words)))),
    )


def _company(meeting: Meeting, person: Person, rsvp: Rsvp, at: datetime) -> list[str]:
    """Sentences for this reader's eyes alone: none where somebody else opens or prints the letter.

    They are secrets of the letter, so that neither the book of letters nor a preview shows them.
    """
    if person.mail_via_id or not address_for(person):
        return []
    rsvp.meeting, rsvp.person = meeting, person
    return [text for _title, text in blocks("meeting.reminder", "company", rsvp, at)]


def moved(message: Message, at: datetime) -> Letter:
    """To everyone with a place: the new time and place, and the calendar entry that says so."""
    meeting, person, rsvp = _affected(message, at)
    if meeting.state != Meeting.State.PUBLISHED:
        raise Superseded(_("The meeting was cancelled or is over."))
    going = rsvp.state == Rsvp.State.GOING
    url, token = answer_url(meeting, person, at)
    subject = _("Moved to {day}, {time}: {name}")
    if message.about.get("only") == "place":
        subject = _("New place: {name}, {day}, {time}")
    return letter(
        meeting,
        person,
        at,
        subject=subject.format(**_words(meeting)),
        template="events/moved",
        context={
            "going": going,
            "only_place": message.about.get("only") == "place",
            "action_url": url,
            "action_label": _("See or change my answer"),
            "why": why_answer(),
        },
        calendar=("REQUEST", meeting.sequence + rsvp.revision) if going else None,
        secrets=(token,),
    )


def cancelled(message: Message, at: datetime) -> Letter:
    """To everyone with a place: it does not take place, and why."""
    meeting, person, rsvp = _affected(message, at)
    if meeting.state != Meeting.State.CANCELLED:
        raise Superseded(_("The meeting takes place after all."))
    going = rsvp.state == Rsvp.State.GOING
    return letter(
        meeting,
        person,
        at,
        subject=_("Cancelled: {name}, {day}").format(**_words(meeting)),
        template="events/cancelled",
        context={"reason": meeting.cancel_reason, "why": why_answer()},
        calendar=("CANCEL", meeting.sequence + rsvp.revision) if going else None,
    )


def _scene(message: Message, at: datetime) -> tuple[Meeting, Person]:
    """The coming meeting on the day this letter was written for, and the living person."""
    meeting = meeting_of(int(message.about["meeting"]))
    if meeting is None or meeting.state != Meeting.State.PUBLISHED or meeting.starts_at <= at:
        raise Superseded(_("The meeting was cancelled or is over."))
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date().isoformat()
    if day not in message.dedupe_key:
        raise Superseded(_("The meeting was moved to another day."))
    return meeting, _person(message)


def _affected(message: Message, at: datetime) -> tuple[Meeting, Person, Rsvp]:
    meeting = meeting_of(int(message.about["meeting"]))
    if meeting is None or meeting.ends_at <= at:
        raise Superseded(_("The meeting is over."))
    person = _person(message)
    rsvp = answer_by(meeting.pk, person.pk)
    if rsvp is None or rsvp.state not in ACTIVE:
        raise Superseded(_("Has no place at this meeting any more."))
    return meeting, person, rsvp


def _person(message: Message) -> Person:
    person = person_of(int(message.about["person"]))
    if person is None or person.deceased_on or person.merged_into_id:
        raise Superseded(_("The person is no longer on file."))
    return person


def _words(meeting: Meeting) -> dict[str, str]:
    start = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone))
    return {
        "name": meeting.topic or meeting.title,
        "day": day_words(start),
        "weekday": date_format(start, "l"),
        "time": hours(start, with_zone=True),
    }

"""What is said to speakers, and to the chair who asked them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.letters.parts import clock, day_words, letter
from events.models import Meeting, SpeakerAsk
from events.queries.people import person_of
from events.queries.speakers import (
    ask_of,
    came_count,
    coming_count,
    dates_left,
    has,
    reference,
)
from events.rules.speakers import CHASE_DAYS, FIELDS, chase_stage, missing
from kit.queries import value
from members.models import Person
from members.queries import address_for
from members.tokens import person_link
from outbox.kinds import Letter, Superseded
from outbox.models import Message
from outbox.queries import letterhead

State = SpeakerAsk.State
KEPT = timedelta(days=90)


def ask(message: Message, at: datetime) -> Letter:
    """Would you speak to us? Who we are, the dates, who listens, and one link."""
    row, _meeting = _read(message, (State.ASKED,))
    dates = dates_left(row, at)
    if not dates:
        raise Superseded(_("All dates are taken or over."))
    head = letterhead()
    more = {
        "asked_topic": row.topic, "note": row.note, "dates": [_date(date) for date in dates],
        "costs": row.costs, "audience": row.audience, "minutes": row.minutes,
        "who_we_are": head.tagline if head else "",
        "action_label": _("See the dates and answer"),
    }  # fmt: skip
    subject = _("Would you speak to us, {name}?").format(name=row.person.first_name)
    return _to_speaker(row, dates[0], at, subject, "events/speaker_ask", more)


def chase(message: Message, at: datetime) -> Letter:
    """A step of the ladder: what is still missing, worked out now."""
    row, meeting = _read(message, (State.ASKED, State.ACCEPTED))
    stage = chase_stage(meeting.starts_at, meeting.timezone, value(CHASE_DAYS), at)
    if str(stage) != message.about["stage"] or stage is None:
        raise Superseded(_("Another reminder is due by now."))
    waits = row.state == State.ASKED
    gaps = [] if waits else missing(has(row), stage)
    if waits and not dates_left(row, at):
        raise Superseded(_("All dates are taken or over."))
    if not waits and not gaps:
        raise Superseded(_("Everything is there."))
    more = {
        "waits": waits, "gaps": [FIELDS[key] for key in gaps], "days": stage,
        "coming": coming_count(meeting),
        "action_label": _("Answer") if waits else _("Fill it in"),
    }  # fmt: skip
    return _to_speaker(
        row, meeting, at, _subject(row, meeting, stage), "events/speaker_chase", more
    )


def silent(message: Message, at: datetime) -> Letter:
    """To the chair: no word from the speaker, or something is missing so near to the evening."""
    row, meeting = _read(message, (State.ASKED, State.ACCEPTED))
    waits = row.state == State.ASKED
    gaps = [FIELDS[key] for key in missing(has(row), 0)] if not waits else []
    if message.about["stage"] == "silent" and not waits:
        raise Superseded(_("There is an answer."))
    if not waits and not gaps:
        raise Superseded(_("Everything is there."))
    subject = _("No word from {name} yet") if waits else _("Still missing from {name}")
    more = {"waits": waits, "gaps": gaps, "asked_day": day_words(row.asked_at)}
    return _to_chair(row, meeting, message, at, subject, "events/speaker_silent", more)


def answered(message: Message, at: datetime) -> Letter:
    """To the chair: yes, no, not now, or ask somebody else."""
    row, meeting = _read(message, (State.ACCEPTED, State.DECLINED, State.LATER))
    subjects = {
        State.ACCEPTED: _("{name} will speak"),
        State.DECLINED: _("{name} cannot speak"),
        State.LATER: _("{name}: not now"),
    }
    more = {"state": row.state, "words": row.words, "instead": row.instead}
    subject = subjects[State(row.state)]
    return _to_chair(row, meeting, message, at, subject, "events/speaker_answered", more)


def thanks(message: Message, at: datetime) -> Letter:
    """Afterwards: thank you, how many came, and where their feedback stands."""
    row, meeting = _read(message, (State.ACCEPTED,))
    more = {"came": came_count(meeting), "action_label": _("See how it was received")}
    subject = _("Thank you for your talk, {name}").format(name=row.person.first_name)
    return _to_speaker(row, meeting, at, subject, "events/speaker_thanks", more)


def _subject(row: SpeakerAsk, meeting: Meeting, stage: int) -> str:
    """Each step has words of its own."""
    waits = row.state == State.ASKED
    if stage <= 1:
        said = _("Tomorrow: may we count on you?") if waits else _("Tomorrow you speak to us")
    elif stage <= 7:
        said = _("One week left: yes or no?") if waits else _("One week to your talk")
    elif stage <= 14:
        said = _("Two weeks left: will you speak?") if waits else _("Two weeks to go: your slides")
    else:
        said = _("Have you had time to think about it?") if waits else _("Your talk: title and bio")
    return said


def _read(message: Message, states: tuple[str, ...]) -> tuple[SpeakerAsk, Meeting]:
    row = ask_of(int(message.about["ask"]))
    if row is None or row.state not in states:
        raise Superseded(_("There is an answer."))
    meeting = reference(row)
    if meeting is None or meeting.state == Meeting.State.CANCELLED:
        raise Superseded(_("The meeting was cancelled or is over."))
    return row, meeting


def speak_token(row: SpeakerAsk, at: datetime) -> str:
    """The speaker's one link, good until three months after the last date."""
    last = max((date.starts_at for date in row.dates.all()), default=at)
    days = max(1, (max(last, at) + KEPT - at).days)
    return person_link("speak", row.person, at=at, days=days, about=row.pk)


def _to_speaker(
    row: SpeakerAsk, meeting: Meeting, at: datetime, subject: str, template: str,
    more: dict[str, Any],
) -> Letter:  # fmt: skip
    token = speak_token(row, at)
    found = {
        "chair": row.asked_by.name, "chair_phone": row.asked_by.phone,
        "action_url": settings.SITE_URL + reverse("speak", args=[token]),
        "why": _("You get this letter because {name} asked you to speak.").format(
            name=row.asked_by.name
        ),
    }  # fmt: skip
    made = letter(
        meeting, row.person, at, subject=subject, template=template, context=found | more,
        secrets=(token,),
    )  # fmt: skip
    return replace(made, **_signed(row.asked_by, made))


def _to_chair(
    row: SpeakerAsk, meeting: Meeting, message: Message, at: datetime, subject: str,
    template: str, more: dict[str, Any],
) -> Letter:  # fmt: skip
    reader = person_of(int(message.about["person"]))
    if reader is None:
        raise Superseded(_("There is nobody to write to."))
    found = {
        "speaker": row.person.name, "speaker_phone": row.person.phone,
        "speaker_email": address_for(row.person),
        "action_url": settings.SITE_URL + reverse("programme-meeting", args=[meeting.slug]),
        "action_label": _("See the programme"),
        "why": _("You get this letter because you asked this speaker."),
    }  # fmt: skip
    words = subject.format(name=row.person.name)
    return letter(meeting, reader, at, subject=words, template=template, context=found | more)


def _signed(chair: Person, made: Letter) -> dict[str, Any]:
    """Answers go to the chair who asked, or where the letterhead says."""
    signer = f"{chair.name}, {chair.phone}" if chair.phone else chair.name
    return {"signer": signer, "reply_to": address_for(chair) or made.reply_to}


def _date(meeting: Meeting) -> str:
    start = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone))
    place = meeting.venue.name if meeting.venue else (_("online") if meeting.online_url else "")
    said = f"{day_words(start)}, {clock(start)}"
    return f"{said}, {place}" if place else said

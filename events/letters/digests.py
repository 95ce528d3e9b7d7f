"""The weekly digest: what comes up, and how to answer."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events import ical
from events.letters.parts import answer_url, day_words, signer
from events.models import Meeting, Rsvp
from events.queries.digests import coming_up, put_off
from events.queries.people import is_member, person_of
from kit.clock import hours
from members.models import Person
from members.queries import address_for
from outbox import kinds
from outbox.kinds import Letter, Superseded
from outbox.models import Message

INVITES = ("meeting.invitation", "meeting.reminder")


def weekly(message: Message, at: datetime) -> Letter:
    """In one letter what would have been too many; as true as the moment it leaves."""
    person = person_of(int(message.about["person"]))
    if person is None or person.deceased_on or person.merged_into_id:
        raise Superseded(_("The person is no longer on file."))
    found = coming_up(person, at) if is_member(person, at) else []
    late = _put_off(message, person, {meeting.pk for meeting, _state in found}, at)
    if not found and not late:
        raise Superseded(_("Nothing takes place in the next weeks."))
    lines = [_line(meeting, state, person, at) for meeting, state in found]
    name, reply_to = signer(found[0][0], at) if found else (late[0].signer, late[0].reply_to)
    return Letter(
        to=address_for(person),
        to_name=person.name,
        subject=_("What comes up in the next weeks"),
        template="events/digest",
        context={
            "first_name": person.first_name,
            "lines": lines,
            "others": [_other(letter) for letter in late],
            "action_url": settings.SITE_URL + reverse("meetings"),
            "action_label": _("All meetings"),
            "why": _("You get this letter in place of several, because you are a member."),
        },
        signer=name,
        reply_to=reply_to,
        preferences_url=settings.SITE_URL + reverse("me-letters"),
        secrets=tuple(line["token"] for line in lines if line["token"])
        + tuple(secret for letter in late for secret in letter.secrets),
    )


def _put_off(message: Message, person: Person, shown: set[int], at: datetime) -> list[Letter]:
    """What else was put off, written anew; invitations to what is `shown` anyway are left out."""
    if "week" not in message.about:
        return []
    letters = []
    for late in put_off(person, date.fromisoformat(message.about["week"])):
        if late.kind in INVITES and late.about.get("meeting") in shown:
            continue
        with suppress(Superseded):
            letters.append(kinds.kind(late.kind).composer(late, at))
    return letters


def _other(letter: Letter) -> dict[str, Any]:
    """One letter put off, in short: its subject and where to act, or an officer's own words."""
    keys = ("action_url", "action_label", "body_html", "body_text")
    return {"subject": letter.subject, "signer": letter.signer} | {
        key: letter.context.get(key, "") for key in keys
    }


def _line(meeting: Meeting, state: str, person: Person, at: datetime) -> dict[str, str]:
    start = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone))
    url, token = answer_url(meeting, person, at) if not state else (ical.page(meeting), "")
    return {
        "name": meeting.topic or meeting.title,
        "day": day_words(start),
        "time": hours(start, with_zone=True),
        "place": ical.place(meeting),
        "state": str(Rsvp.State(state).label) if state else "",
        "url": url,
        "token": token,
    }

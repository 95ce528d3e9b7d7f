"""The weekly digest: what comes up, and how to answer."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events import ical
from events.letters.parts import answer_url, day_words, signer
from events.models import Meeting, Rsvp
from events.queries.digests import coming_up
from events.queries.people import is_member, person_of
from kit.clock import hours
from members.models import Person
from members.queries import address_for
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def weekly(message: Message, at: datetime) -> Letter:
    """In one letter what would have been too many; as true as the moment it leaves."""
    person = person_of(int(message.about["person"]))
    if person is None or person.deceased_on or person.merged_into_id:
        raise Superseded(_("The person is no longer on file."))
    found = coming_up(person, at) if is_member(person, at) else []
    if not found:
        raise Superseded(_("Nothing takes place in the next weeks."))
    lines = [_line(meeting, state, person, at) for meeting, state in found]
    name, reply_to = signer(found[0][0], at)
    return Letter(
        to=address_for(person),
        to_name=person.name,
        subject=_("What comes up in the next weeks"),
        template="events/digest",
        context={
            "first_name": person.first_name,
            "lines": lines,
            "action_url": settings.SITE_URL + reverse("meetings"),
            "action_label": _("All meetings"),
            "why": _("You get this letter in place of several, because you are a member."),
        },
        signer=name,
        reply_to=reply_to,
        preferences_url=settings.SITE_URL + reverse("me-letters"),
        secrets=tuple(line["token"] for line in lines if line["token"]),
    )


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

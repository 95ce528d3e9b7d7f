"""The letter after a meeting."""

from datetime import datetime

from django.utils.translation import gettext as _

from events import ical
from events.letters.after import after_url, score_urls
from events.letters.parts import letter, why_member
from events.models import Meeting
from events.queries.afterwards import was_missed, was_present
from events.queries.people import meeting_of, person_of
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def after(message: Message, at: datetime) -> Letter:
    """To those who were there: whom did you meet? To those who had said going: we missed you."""
    meeting = meeting_of(int(message.about["meeting"]))
    person = person_of(int(message.about["person"]))
    if meeting is None or meeting.state == Meeting.State.CANCELLED or meeting.ends_at > at:
        raise Superseded(_("The meeting was cancelled or is not over."))
    if person is None or person.deceased_on or person.merged_into_id:
        raise Superseded(_("The person is no longer on file."))
    there = was_present(meeting.pk, person.pk)
    if not there and not was_missed(meeting.pk, person.pk):
        raise Superseded(_("Was not there, and had not said so."))
    url, token = after_url(meeting, person, at)
    name = meeting.topic or meeting.title
    subject = _("Whom did you meet? {name}") if there else _("We missed you: {name}")
    return letter(
        meeting,
        person,
        at,
        subject=subject.format(name=name),
        template="events/after",
        context={
            "was_there": there,
            "scores": score_urls(url) if there else [],
            "action_url": url if there else ical.page(meeting),
            "action_label": _("Whom I met") if there else _("Open the meeting"),
            "why": why_member(),
        },
        secrets=(token,) if there else (),
    )

"""What is said on the evening itself: your newcomer is in the room."""

from datetime import datetime

from django.utils.translation import gettext as _

from events.letters.parts import letter
from events.models import Meeting
from events.queries.people import meeting_of, person_of
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def newcomer_in(message: Message, at: datetime) -> Letter:
    """To the host of somebody who is here for the first time."""
    about = message.about
    meeting, host = meeting_of(int(about["meeting"])), person_of(int(about.get("host", 0)))
    newcomer = person_of(int(about["person"]))
    if meeting is None or host is None or newcomer is None:
        raise Superseded(_("They are not on file any more."))
    if at >= meeting.ends_at or meeting.state != Meeting.State.PUBLISHED:
        raise Superseded(_("The meeting was cancelled or is over."))
    return letter(
        meeting,
        host,
        at,
        subject=_("{name} is here").format(name=newcomer.name),
        template="events/newcomer_in",
        context={
            "newcomer": newcomer.name,
            "why": _("You get this letter because you are the host of somebody new."),
        },
    )

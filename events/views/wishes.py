"""What somebody who comes needs, told to the organizers."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.actions import wishes
from events.actions.refusals import Refused
from events.models import Meeting
from events.queries.meetings import get_meeting
from events.views.rsvp import SeeOther
from members.models import Person
from members.queries import of_user


@require_POST
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """Note the needs of one's own answer and go back to the meeting."""
    meeting, person = get_meeting(slug, request.user), of_user(request.user)
    if person is None:
        raise Http404
    tell(request, meeting, person, timezone.now())
    return SeeOther(meeting.get_absolute_url())


def tell(request: HttpRequest, meeting: Meeting, person: Person, at: datetime) -> None:
    """Note what the form says for this person; the next page shows the sentence."""
    texts = {name: request.POST.get(name, "")[:1000] for name in ("diet", "access")}
    try:
        done = wishes.tell(
            meeting=meeting, person=person, by=person, at=at, **texts,
            open_to_work="open_to_work" in request.POST,
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = _("The organizers know.") if done else _("Nothing is noted any more.")
        messages.success(request, said)

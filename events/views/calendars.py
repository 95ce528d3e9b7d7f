"""Calendars: one meeting, and the public feed."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from events import ical
from events.queries.meetings import feed_version, get_meeting, in_public_feed
from outbox.queries import letterhead

KEPT = timedelta(days=365)
CALENDAR = "text/calendar; charset=utf-8"


@login_not_required
@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting as a calendar file."""
    meeting = get_meeting(slug, request.user)
    response = HttpResponse(ical.one(meeting, at=timezone.now()), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}.ics"'
    return response


def _version(request: HttpRequest) -> tuple[str, datetime | None]:
    """Asked twice a request, worked out once."""
    kept = vars(request)
    if "feed_version" not in kept:
        kept["feed_version"] = feed_version(timezone.now())
    return kept["feed_version"]


@login_not_required
@require_safe
@condition(
    etag_func=lambda request: f'"{_version(request)[0]}"',
    last_modified_func=lambda request: _version(request)[1],
)
def feed(request: HttpRequest) -> HttpResponse:
    """All public meetings to subscribe to, those of the last year too."""
    at, head = timezone.now(), letterhead()
    name = head.name if head else _("Meetings")
    body = ical.feed(in_public_feed(at - KEPT), name=name, at=at)
    return HttpResponse(body, content_type=CALENDAR, headers={"Cache-Control": "no-cache"})

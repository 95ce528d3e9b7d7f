"""One's own calendar to subscribe to, and the page that hands out its address."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_safe

from events import ical
from events.actions import feeds
from events.queries.feeds import by_key, changed_at, entries, feed_of
from events.views.calendars import CALENDAR
from events.views.rsvp import SeeOther
from members.queries import of_user
from outbox.queries import letterhead


def _body(request: HttpRequest, key: UUID) -> tuple[bytes, datetime]:
    """Written once a request: the calendar and its last change."""
    kept = vars(request)
    if "private_feed" not in kept:
        at, found = timezone.now(), by_key(key)
        if found is None:
            raise Http404
        head, changed = letterhead(), changed_at(found, at)
        name = head.name if head else _("Meetings")
        rows = entries(found.person, at)
        kept["private_feed"] = ical.personal(rows, name=name, at=changed), changed
    return kept["private_feed"]


def _tag(request: HttpRequest, feed: UUID) -> str:
    return f'"{sha256(_body(request, feed)[0]).hexdigest()[:32]}"'


def _changed(request: HttpRequest, feed: UUID) -> datetime:
    return _body(request, feed)[1]


@login_not_required
@require_safe
@condition(etag_func=_tag, last_modified_func=_changed)
def private(request: HttpRequest, feed: UUID) -> HttpResponse:
    """The calendar of whoever made this key; 404 once it is replaced."""
    headers = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    return HttpResponse(_body(request, feed)[0], content_type=CALENDAR, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The addresses of the calendars; a new private one, or none any more."""
    person, at = of_user(request.user), timezone.now()
    if person is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("act") == "end":
            feeds.end(person=person, by=person, at=at)
            messages.success(request, _("The private calendar is switched off."))
        else:
            feeds.make(person=person, by=person, at=at)
            messages.success(request, _("Here is the address of your private calendar."))
        return SeeOther(reverse("me-calendar"))
    return render(request, "events/my_calendar.html", _addresses(feed_of(person)))


def _addresses(found: Any) -> dict[str, str]:
    host = settings.SITE_URL
    own = host + reverse("private-feed", args=[found.key]) if found else ""
    return {
        "public": host + reverse("calendar-feed"),
        "private": own,
        "webcal": "webcal" + own.removeprefix("https").removeprefix("http") if own else "",
    }

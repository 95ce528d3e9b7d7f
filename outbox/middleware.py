"""Pages tell instants on the association's clock."""

from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from kit.middleware import Handler
from outbox.queries import letterhead, zone_of


class AssociationClock(tzinfo):
    """The letterhead's time zone for one request, looked up when the first instant is told.

    `head` is a Letterhead or falsy, and lazy: a page without a time of day so asks the database
    nothing. All is passed on to `ZoneInfo`, gap and fold included.
    """

    def __init__(self, head: Any) -> None:
        self.head = head

    @cached_property
    def own(self) -> ZoneInfo:
        """The zone itself."""
        return zone_of(self.head)

    def __str__(self) -> str:
        return self.own.key

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """The offset from UTC at this wall time."""
        return self.own.utcoffset(at)

    def dst(self, at: datetime | None) -> timedelta | None:
        """The part of the offset that is summer time."""
        return self.own.dst(at)

    def tzname(self, at: datetime | None) -> str | None:
        """The short name of the zone at this wall time, such as CET."""
        return self.own.tzname(at)

    def fromutc(self, at: datetime) -> datetime:
        """This instant of UTC as wall time, `fold` set where the hour comes twice."""
        return self.own.fromutc(at.replace(tzinfo=self.own)).replace(tzinfo=self)


class AssociationClockMiddleware:
    """Templates, forms and `localtime` use the association's zone during each request.

    `request.letterhead` is the letterhead, "" before set-up: read at most once, when asked for.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        head = SimpleLazyObject(lambda: letterhead() or "")
        request.letterhead = head  # type: ignore[attr-defined]
        with timezone.override(AssociationClock(head)):
            return self.get_response(request)

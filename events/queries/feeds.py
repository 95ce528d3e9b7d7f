"""What stands in a private calendar, and when it last changed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from events.models import CalendarFeed, Meeting, Rsvp
from events.queries.answers import ACTIVE
from events.queries.meetings import feed_version
from members.models import Person

KEPT = timedelta(days=365)


def feed_of(person: Person) -> CalendarFeed | None:
    """The person's private calendar, if one was made."""
    return CalendarFeed.objects.filter(person=person).first()


def by_key(key: UUID) -> CalendarFeed | None:
    """The private calendar of this key, with its person; None once the key is replaced."""
    found = CalendarFeed.objects.select_related("person").filter(key=key)
    return found.filter(person__deceased_on=None, person__merged_into=None).first()


def entries(person: Person, at: datetime) -> QuerySet[Rsvp]:
    """The person's answers with a seat, an offer or a place in the queue, of announced meetings
    that ended less than a year ago; soonest first."""
    rows = Rsvp.objects.filter(person=person, state__in=ACTIVE, meeting__ends_at__gt=at - KEPT)
    announced = rows.exclude(meeting__state=Meeting.State.DRAFT)
    return announced.select_related("meeting__venue").order_by("meeting__starts_at", "id")


def changed_at(feed: CalendarFeed, at: datetime) -> datetime:
    """The last change of anything the calendar may show."""
    answered = Rsvp.objects.filter(person=feed.person).aggregate(last=Max("answered_at"))["last"]
    moved = Rsvp.objects.filter(person=feed.person).aggregate(last=Max("promoted_at"))["last"]
    meetings = feed_version(at)[1]
    return max(moment for moment in (feed.made_at, answered, moved, meetings) if moment)

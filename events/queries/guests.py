"""Guests: who has asked, who is not proven yet, who meets them, and who came often enough."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, JSONObject

from events.models import Attendance, GuestAsk, Meeting, Rsvp
from events.rules.guests import ASK_WITHIN_DAYS
from members.models import Application, Person
from members.queries import is_member_on, letter_address
from outbox.queries import letterhead, local_day
from roles.queries import officer

HERE = (Attendance.State.PRESENT, Attendance.State.LATE)


def not_proven() -> Exists:
    """Whether an answer belongs to a stranger whose address is not proven; for `exclude`."""
    asks = GuestAsk.objects.filter(
        meeting=OuterRef("meeting"), person=OuterRef("person"), proven_at=None
    )
    return Exists(asks)


def is_welcome(rsvp_id: int) -> bool:
    """Whether this answer is of a guest who asked to come and has proven the address."""
    asks = GuestAsk.objects.filter(
        meeting=OuterRef("meeting"), person=OuterRef("person"), proven_at__isnull=False
    )
    return Rsvp.objects.filter(Exists(asks), pk=rsvp_id).exists()


def seats_held(meeting: Meeting) -> int:
    """How many seats strangers hold who have not proven their address."""
    return Rsvp.objects.filter(not_proven(), meeting=meeting, state=Rsvp.State.OFFERED).count()


def greeter_for(meeting: Meeting, person: Person, at: datetime) -> Person | None:
    """Who meets this guest at the door: who brought them before, else who runs the meeting."""
    day = local_day(at)
    brought = Rsvp.objects.filter(person=person, host__isnull=False).select_related("host")
    before = brought.order_by("-id").first()
    if before and before.host and is_member_on(before.host, day):
        return before.host
    found = meeting.contact or officer("events.manage_meetings", day)
    return None if found == person else found


def greeter_of(meeting_id: int, person_id: int) -> str:
    """The name of who meets this guest, "" where nobody was named."""
    asks = GuestAsk.objects.filter(meeting=meeting_id, person=person_id, proven_at__isnull=False)
    return asks.values_list("greeter__name", flat=True).first() or ""


def ask_by(pk: int) -> GuestAsk | None:
    """The wish of that id, with its meeting."""
    related = ("meeting__venue", "meeting__series", "meeting__contact", "greeter")
    return GuestAsk.objects.select_related(*related).filter(pk=pk).first()


def visitors() -> QuerySet[Any, Any]:
    """People who never were members and came at least once, with `visits` and `last_visit_at`."""
    came = Q(attendances__voided_at=None, attendances__state__in=HERE)
    return Person.objects.filter(
        joined_on=None, merged_into=None, deceased_on=None, memberships=None
    ).annotate(
        visits=Count("attendances", filter=came),
        last_visit_at=Max("attendances__meeting__starts_at", filter=came),
    )


def to_be_asked(at: datetime, visits: int) -> QuerySet[Any, Any]:
    """Guests who came so often, the last time lately, and have not applied: rows for letters."""
    head = letterhead()
    since = at - timedelta(days=ASK_WITHIN_DAYS)
    if head and head.released_at:
        since = max(since, head.released_at)
    applied = Application.objects.filter(person=OuterRef("pk"))
    return (
        visitors()
        .filter(~Exists(applied), visits__gte=visits, last_visit_at__gte=since)
        .order_by()
        .annotate(
            to_=letter_address(),
            about_=JSONObject(person=F("pk")),
            dedupe_=Concat(Value("guest.apply:"), Cast("pk", CharField())),
        )
        .exclude(to_="")
        .values_list("to_", "about_", "dedupe_")
    )

"""What a device takes along for an evening without network."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from events.models import Meeting
from events.queries.door import EXPECTED, HERE, first_timers, local_date
from events.rules.door import CHECK_IN_UNTIL
from kit.queries import value
from members.models import Person
from members.queries import members_on

MOST = 5000


def kept_list(meeting: Meeting, user: Any, at: datetime) -> dict[str, Any]:
    """The list as a device stores it: those expected, those here, and the members of that day.

    Tickets go along as SHA-256 sums: a phone that is lost gives none away. `owner` tells one log-in
    from another and nothing else; after `wipe_at` the names are to go. Three queries.
    """
    people = list(_people(meeting)[:MOST])
    expected = [person.pk for person in people if person.answer_ in EXPECTED]
    new = first_timers(expected, meeting)
    wipe_at = meeting.starts_at + timedelta(hours=value(CHECK_IN_UNTIL))
    return {
        "slug": meeting.slug,
        "title": meeting.topic or meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "wipe_at": wipe_at.isoformat(),
        "timezone": meeting.timezone,
        "owner": owner(user),
        "now": at.isoformat(),
        "people": [_row(person, new, meeting) for person in people],
    }


def owner(user: Any) -> str:
    """Equal for the same log-in; no id can be read out of it."""
    return salted_hmac("events.door", str(user.pk), algorithm="sha256").hexdigest()[:32]


def _people(meeting: Meeting) -> QuerySet[Any]:
    open_row = Q(attendances__meeting=meeting, attendances__voided_at__isnull=True)
    members = members_on(local_date(meeting)).order_by().values("pk")
    return (
        Person.objects.filter(merged_into__isnull=True, deceased_on__isnull=True)
        .annotate(
            answer=FilteredRelation("rsvps", condition=Q(rsvps__meeting=meeting)),
            here=FilteredRelation("attendances", condition=open_row),
        )
        .annotate(
            answer_=F("answer__state"),
            ticket_=F("answer__ticket"),
            state_=F("here__state"),
            arrived_=F("here__arrived_at"),
            host_=Coalesce("here__host__name", "answer__host__name"),
        )
        .filter(Q(answer__isnull=False) | Q(here__isnull=False) | Q(pk__in=members))
        .only("id", "uid", "name", "sort_name", "joined_on")
        .order_by("sort_name", "id")
    )


def _row(person: Any, new: set[int], meeting: Meeting) -> dict[str, Any]:
    """One person; empty things are left out, for a list may be long."""
    arrived = person.arrived_.astimezone(ZoneInfo(meeting.timezone)) if person.arrived_ else None
    going = person.answer_ == "going" and person.ticket_
    row = {
        "uid": str(person.uid),
        "name": person.name,
        "fold": person.sort_name,
        "answer": person.answer_ if person.answer_ in EXPECTED else "",
        "host": person.host_ or "",
        "here": f"{arrived:%H:%M}" if arrived and person.state_ in HERE else "",
        "ticket": sha256(person.ticket_.hex.encode()).hexdigest() if going else "",
        "new": person.pk in new,
    }
    return {key: found for key, found in row.items() if found}

"""A lunch or a coffee as a calendar (RFC 5545, RFC 5546), its times in UTC."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from kit.text import clean
from network.queries.coffees import Table
from network.rules.slots import MINUTES

PRODUCT = "-//association//coffee//EN"


@dataclass(frozen=True)
class Entry:
    """One entry: whose table, which of its times, what it is called, and how sure it is."""

    uid: uuid.UUID
    start: datetime
    kind: str
    summary: str
    number: int = 0
    tentative: bool = False


@dataclass(frozen=True)
class Invited:
    """Who the letter is from and to; RFC 5546 wants both in a REQUEST or CANCEL."""

    organizer: str
    organizer_name: str
    attendee: str
    attendee_name: str


def entry(table: Table, number: int) -> Entry:
    """One of the times of a table; tentative while nothing is agreed."""
    pairing = table.pairing
    start = pairing.times[number]
    tentative = start != pairing.agreed_at
    return Entry(pairing.uid, start, pairing.kind, table.title, number, tentative)


def calendar(
    entry: Entry, *, at: datetime, method: str = "PUBLISH", invited: Invited | None = None
) -> bytes:
    """One entry: PUBLISH to take along, REQUEST puts it in, CANCEL takes it out."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    made.add_component(_event(entry, at, method, invited))
    return made.to_ical()


def _event(entry: Entry, at: datetime, method: str, invited: Invited | None) -> Event:
    event = Event()
    off = method == "CANCEL"
    which = f"-{entry.number}" if entry.tentative else ""
    event.add("uid", f"{entry.uid}{which}")
    event.add("dtstamp", at)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.start + timedelta(minutes=MINUTES[entry.kind]))
    event.add("sequence", 1 if off else 0)
    event.add("status", "CANCELLED" if off else "TENTATIVE" if entry.tentative else "CONFIRMED")
    event.add("summary", clean(entry.summary))
    event.add("url", settings.SITE_URL + reverse("coffee"))
    if invited:
        _people(event, invited, off)
    return event


def _people(event: Event, invited: Invited, off: bool) -> None:
    organizer = vCalAddress(f"mailto:{clean(invited.organizer)}")
    organizer.params["CN"] = vText(_parameter(invited.organizer_name))
    attendee = vCalAddress(f"mailto:{clean(invited.attendee)}")
    attendee.params["CN"] = vText(_parameter(invited.attendee_name))
    attendee.params["PARTSTAT"] = vText("DECLINED" if off else "ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("organizer", organizer, encode=False)
    event.add("attendee", attendee, encode=False)


def _parameter(name: str) -> str:
    """A parameter value may hold neither quotes nor control characters (RFC 5545, 3.2)."""
    return "".join(char for char in clean(name) if char != '"' and char.isprintable())

"""What somebody did for the association, as a paper."""

from datetime import date

from events.queries.service import Service
from members.models import Person
from outbox.papers import on_letterhead


def service_record(person: Person, found: Service, *, today: date) -> bytes:
    """The record of what somebody did for the association, as PDF. Raises kit.pdf.NoPdf."""
    context = {"person": person, "service": found, "day": today}
    return on_letterhead("events/pdf/service.html", context)

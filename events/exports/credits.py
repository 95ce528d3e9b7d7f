"""Certificates and transcripts of credits, as tagged PDF on the letterhead."""

from datetime import date

from events.queries.credits import Earned, totals
from members.models import Person
from outbox.papers import on_letterhead


def certificate(person: Person, earned: list[Earned], *, today: date) -> bytes:
    """One meeting: sponsor, participant, title, day, place, delivery, credits, who verifies it.

    Raises kit.pdf.NoPdf.
    """
    context = {"person": person, "earned": earned, "meeting": earned[0].meeting, "day": today}
    return on_letterhead("events/pdf/certificate.html", context)


def transcript(person: Person, earned: list[Earned], *, today: date) -> bytes:
    """Everything earned, with the sum of each year and kind. Raises kit.pdf.NoPdf."""
    context = {"person": person, "earned": earned, "totals": totals(earned), "day": today}
    return on_letterhead("events/pdf/transcript.html", context)

"""A member's own record as a paper."""

from collections.abc import Sequence
from datetime import date

from members.models import Person
from outbox.papers import on_letterhead


def record_paper(person: Person, parts: Sequence[object], *, today: date) -> bytes:
    """The chosen parts (network.queries.record.Part) on the letterhead, as PDF, with no address of
    the person's: it is for others to read. Raises kit.pdf.NoPdf."""
    context = {"holder": person, "parts": parts, "day": today}
    return on_letterhead("network/pdf/record.html", context)

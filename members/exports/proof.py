"""Proof of a letter: to whom it went, when it was handed over, and what it said."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from kit.cells import safe
from members.models import Announcement
from members.queries.announcements import proof
from outbox.papers import on_letterhead
from outbox.queries import zone

COLUMNS = ("name", "address", "state", "handed_over", "reason", "message_id", "subject", "said")


def proof_cells(row: Announcement) -> Iterator[list[Any]]:
    """One row a copy; times with the offset of the association's zone."""
    for one in proof(row):
        yield [
            safe(one["name"]), safe(one["to"]), safe(one["state"]), stamp(one["at"]),
            safe(one["reason"]), safe(one["id"]), safe(one["subject"]), safe(one["said"]),
        ]  # fmt: skip


def stamp(at: datetime | None) -> str:
    """ISO 8601 on the association's clock, "" for what has not left."""
    return at.astimezone(zone()).isoformat(timespec="seconds") if at else ""


def proof_pdf(row: Announcement, *, at: datetime) -> bytes:
    """The same as a paper on the letterhead, in the active language. Raises kit.pdf.NoPdf."""
    rows = proof(row)
    context = {
        "letter": row,
        "rows": rows,
        "left": sum(one["at"] is not None for one in rows),
        "day": at.astimezone(zone()),
        "zone": zone(),
    }
    return on_letterhead("members/pdf/proof.html", context)

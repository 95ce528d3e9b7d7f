"""What the demo's officers hand over, and what a few of its members do together."""

from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.backends.postgresql.psycopg_any import DateRange

from members.models import Person
from roles.actions import handover, projects, terms
from roles.models import Seat

# kind, what, more
LINES = [
    ("note", "The cash box", "Lives in the boathouse; the tin with the blue lid."),
    ("yearly", "Close the books", "Two members look through them before the spring meeting."),
    ("task", "Ask three banks what they charge", ""),
    ("contact", "Our bank", "Ask for the desk that looks after associations."),
    ("key", "Online banking", "Two people must sign."),
    ("key", "Domain and web space", ""),
]


def create(*, cast: dict[str, Person], today: date, at: datetime) -> None:
    """A hand-over, somebody who looks on, a running project and one that is done."""
    treasurer = Seat.objects.get(role__title="Treasurer", number=1)
    extra: dict[str, dict[str, Any]] = {
        "yearly": {"month": 3},
        "task": {"due_on": today + timedelta(days=30)},
        "key": {"holder": cast["treasurer"], "checked_on": today - timedelta(days=500)},
    }
    for kind, title, detail in LINES:
        handover.write(
            seat=treasurer, kind=kind, title=title, detail=detail, by=cast["treasurer"], at=at,
            **extra.get(kind, {}),
        )  # fmt: skip
    terms.shadow(
        seat=treasurer, person=cast["member"], by=cast["president"], at=at,
        period=DateRange(today, today + relativedelta(months=2)),
    )  # fmt: skip
    _projects(cast, today, at)


def _projects(cast: dict[str, Person], today: date, at: datetime) -> None:
    bench = projects.begin(
        title="A bench for the quay", goal="Somewhere to sit with a view, made by us.",
        lead=cast["organizer"], starts_on=today - timedelta(days=40), hands=4,
        ends_on=today + timedelta(days=60), call="Two who can sand, one with a van.",
        by=cast["president"], at=at,
    )  # fmt: skip
    projects.join(project=bench, person=cast["secretary"], by=cast["secretary"], at=at)
    for title, owner, days in (("Oak boards", "secretary", 10), ("Ask the harbour office", "", 5)):
        projects.add_task(
            project=bench, title=title, owner=cast.get(owner), by=cast["organizer"], at=at,
            due_on=today + timedelta(days=days),
        )  # fmt: skip
    book = projects.begin(
        title="Twenty years in pictures", goal="One book, everybody in it.",
        lead=cast["secretary"], starts_on=today - timedelta(days=400), by=cast["president"], at=at,
    )  # fmt: skip
    projects.join(project=book, person=cast["member"], by=cast["member"], at=at)
    projects.end(
        project=book, outcome="Printed, eighty copies, and a party.", done=True,
        today=today - timedelta(days=100), by=cast["secretary"], at=at,
    )  # fmt: skip

"""What somebody has done here, as an employer may read it: each part by the person's own choice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Attendance, Meeting, Speaking
from events.queries.credits import HERE, totals, transcript
from events.queries.service import Served, service
from members.models import Person
from members.queries import of_user
from network.models import Ask, Introduction
from outbox.queries import local_day
from roles.models import Project, Role, Term

PARTS = {
    "member": gettext_lazy("Membership"),
    "talks": gettext_lazy("Talks"),
    "offices": gettext_lazy("Offices"),
    "roles": gettext_lazy("Roles"),
    "projects": gettext_lazy("Projects"),
    "jobs": gettext_lazy("Hours at meetings"),
    "credits": gettext_lazy("Credits"),
    "helped": gettext_lazy("People helped"),
}


@dataclass(frozen=True)
class Part:
    """One part of the record: its key, its title, its lines, and whether it is shown."""

    key: str
    title: str
    lines: list[str]
    shown: bool = True


def record(person: Person, at: datetime, chosen: Collection[str] | None = None) -> list[Part]:
    """Every part that has something to say, in order; `chosen` are the keys to show, None all.

    People helped are a number, without names. Ten queries at most.
    """
    day = local_day(at)
    found = service(person, day)
    lines = {
        "member": _member(person, day),
        "talks": _talks(person, at),
        "offices": _terms([t for t in found.terms if t.seat.role.body == Role.Body.BOARD], day),
        "roles": _terms([t for t in found.terms if t.seat.role.body != Role.Body.BOARD], day),
        "projects": [_project(row, person) for row in found.projects],
        "jobs": _jobs(found.jobs, found.hours),
        "credits": [_credits(*row) for row in totals(transcript(person))],
        "helped": _helped(person),
    }
    return [
        Part(key, str(title), lines[key], chosen is None or key in chosen)
        for key, title in PARTS.items()
        if lines[key]
    ]


def on_my_page(person: Person, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of one's own page: the way to the record."""
    if of_user(user) != person or person.joined_on is None:
        return None
    return "network/record_panel.html", {}


def _member(person: Person, day: date) -> list[str]:
    joined = person.joined_on
    if joined is None or joined > day:
        return []
    return [_("Joined on {day}").format(day=date_format(joined))]


def _talks(person: Person, at: datetime) -> list[str]:
    rows = Speaking.objects.filter(
        person=person, state=Speaking.State.CONFIRMED, meeting__ends_at__lte=at,
        meeting__state__in=(Meeting.State.PUBLISHED, Meeting.State.CLOSED),
    )  # fmt: skip
    rows = rows.select_related("meeting", "talk").order_by("-meeting__starts_at", "id")
    return [f"{_title(row)}, {date_format(_day(row.meeting))}" for row in rows]


def _title(row: Speaking) -> str:
    return (row.talk.title if row.talk else "") or row.meeting.topic or row.meeting.title


def _day(meeting: Meeting) -> date:
    return meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date()


def _terms(terms: Sequence[Term], day: date) -> list[str]:
    return [f"{term.seat.role.title}, {_span(term, day)}" for term in terms]


def _span(term: Term, day: date) -> str:
    first = date_format(term.period.lower)
    if term.period.upper is None or term.period.upper > day:
        return _("since {day}").format(day=first)
    return f"{first} – {date_format(term.last_day)}"


def _project(row: Project, person: Person) -> str:
    words = _("{title} (led), {day}") if row.lead_id == person.pk else "{title}, {day}"
    return words.format(title=row.title, day=date_format(row.ended_on) if row.ended_on else "")


def _jobs(jobs: Sequence[Served], hours: float) -> list[str]:
    """Each kind of job with how often, after the hours of all."""
    counts: dict[str, int] = {}
    for one in jobs:
        counts[one.job] = counts.get(one.job, 0) + 1
    if not counts:
        return []
    whole = ngettext("{hours} hours in {count} job", "{hours} hours in {count} jobs", len(jobs))
    each = [f"{title} × {count}" for title, count in counts.items()]
    return [whole.format(hours=number_format(hours), count=len(jobs)), *each]


def _credits(year: int, kind: str, credits: float) -> str:
    named = f"{year} · {kind}" if kind else str(year)
    return f"{named}: {number_format(credits)}"


def _helped(person: Person) -> list[str]:
    """Guests brought along and met at the door; people found for a seat or a job. Three counts."""
    guests = Attendance.objects.filter(host=person, state__in=HERE, voided_at__isnull=True)
    brought = guests.exclude(person=F("host")).values("person").distinct().count()
    won = Ask.objects.filter(asker=person, state=Ask.State.YES).values("person").distinct().count()
    agreed = Introduction.objects.filter(introducer=person, state=Introduction.State.AGREED)
    met = agreed.values("seeker").distinct().count()
    said = [
        (brought, ngettext("{count} guest brought along", "{count} guests brought along", brought)),
        (won, ngettext("{count} member won for a task", "{count} members won for a task", won)),
        (met, ngettext("{count} member introduced", "{count} members introduced", met)),
    ]
    return [words.format(count=count) for count, words in said if count]

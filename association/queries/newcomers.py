"""The newcomers' board and the way guests take until they belong."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.models import Attendance, GuestAsk, Rsvp
from events.queries.guests import visitors
from members.models import Application, Person, Sponsor, WelcomePromise
from members.queries import is_member_on
from members.queries.applications import open_applications
from members.queries.welcome import newcomers
from roles.queries import officer, seats_on

HERE = (Attendance.State.PRESENT, Attendance.State.LATE)
FEW = 8
PER_PAGE = 20
STAGES = {
    "first": _("Came once"),
    "again": _("Came again"),
    "applied": _("Wants to join"),
    "joined": _("Joined"),
}
Kind = WelcomePromise.Kind


@dataclass(frozen=True)
class Stage:
    """One step of the way with the people on it."""

    key: str
    label: Any
    page: Page


def owners_for(person: Person, day: date) -> dict[str, Person | None]:
    """Who could look after each promise: who brought the newcomer, else an officer."""
    chair = officer("members.change_application", day)
    organizer = officer("events.manage_meetings", day) or chair
    sponsor = sponsor_of(person, day)
    return {
        Kind.CALL: chair,
        Kind.HOST: sponsor or organizer,
        Kind.MEETING: sponsor or chair,
        Kind.JOB: organizer,
    }


def sponsor_of(person: Person, day: date) -> Person | None:
    """Who brought them, if still a member: whom an officer named, else the host of a first visit.

    At most four queries.
    """
    named = Sponsor.objects.filter(person=person).select_related("sponsor").first()
    if named is not None and is_member_on(named.sponsor, day):
        return named.sponsor
    brought = Rsvp.objects.filter(person=person, host__isnull=False).select_related("host")
    first = brought.order_by("id").first()
    host = first.host if first else None
    return host if host and is_member_on(host, day) else None


def met(person_ref: str = "person", since_ref: str = "person__joined_on") -> Exists:
    """Whether somebody was at a meeting since they joined."""
    return Exists(
        Attendance.objects.filter(
            person=OuterRef(person_ref),
            voided_at=None,
            state__in=HERE,
            meeting__starts_at__date__gte=OuterRef(since_ref),
        )
    )


def seat_holders(day: date) -> list[Person]:
    """Who holds a seat, once each: to whom a promise may be handed."""
    found = {
        view.term.person_id: view.term.person for view in seats_on(day) if view.term is not None
    }
    return sorted(found.values(), key=lambda person: person.sort_name)


def pipeline(day: date, *, stage: str = "", page: Any = 1) -> list[Stage]:
    """The four steps with a few people each; with a `stage` that one alone, paged."""
    people = {
        "first": lambda: _guests().filter(visits=1),
        "again": lambda: _guests().filter(visits__gte=2),
        "applied": applicants,
        "joined": lambda: newcomers(day).annotate(sponsor=_sponsor()),
    }
    wanted = [stage] if stage in STAGES else list(STAGES)
    size = PER_PAGE if stage in STAGES else FEW
    return [
        Stage(key, STAGES[key], Paginator(people[key](), size).get_page(page if stage else 1))
        for key in wanted
    ]


def applicants() -> QuerySet[Person]:
    """People whose application is open, the longest waiting first."""
    mine = open_applications().filter(person=OuterRef("pk"))
    asked = Application.objects.filter(person=OuterRef("pk")).order_by("-id")
    told = Coalesce(Subquery(asked.values("told_by")[:1]), Value(""))
    return (
        Person.objects.filter(Exists(mine))
        .annotate(sponsor=_sponsor(), told_by=told)
        .order_by("id")
    )


def _guests() -> QuerySet[Any, Any]:
    """Who came and has not applied, the last visit first."""
    mine = open_applications().filter(person=OuterRef("pk"))
    asks = GuestAsk.objects.filter(person=OuterRef("pk")).order_by("-id")
    told = Coalesce(Subquery(asks.values("told_by")[:1]), Value(""))
    return (
        visitors()
        .filter(~Exists(mine))
        .annotate(sponsor=_sponsor(), told_by=told)
        .order_by("-last_visit_at", "id")
    )


def _sponsor() -> Coalesce:
    """The name of who brought them: as an officer wrote it down, else as answers and door say."""
    named = Sponsor.objects.filter(person=OuterRef("pk"))
    answers = Rsvp.objects.filter(person=OuterRef("pk"), host__isnull=False).order_by("id")
    came = Attendance.objects.filter(person=OuterRef("pk"), host__isnull=False).order_by("id")
    return Coalesce(
        Subquery(named.values("sponsor__name")[:1]),
        Subquery(answers.values("host__name")[:1]),
        Subquery(came.values("host__name")[:1]),
        Value(""),
    )

"""What members are open to, as far as the viewer may know; and the time between jobs."""

from datetime import date

from django.db.models import Q, QuerySet

from members.models import Membership, Person
from members.queries import members_on
from members.queries.waivers import between_jobs_on
from network.models import Signal
from network.queries.people import met_people
from network.rules.exchange import meets
from roles.models import Role, Seat, Term

Audience = Signal.Audience


def own(person: Person, day: date) -> QuerySet[Signal]:
    """The person's own that have not run out."""
    return Signal.objects.filter(person=person, ends_on__gte=day)


def seen(viewer: Person, day: date, kind: str = "") -> QuerySet[Signal]:
    """Others' signals that show to the viewer, newest first.

    Each shows to whom its member chose; whoever hides their name from members shows none.
    """
    known = met_people(viewer, "", day).order_by().values("pk")
    shown = Q(audience=Audience.MEMBERS) | Q(audience=Audience.MET, person__in=known)
    if own(viewer, day).filter(kind=Signal.Kind.HELPING).exists():
        shown |= Q(audience=Audience.HELPERS)
    rows = Signal.objects.filter(shown, ends_on__gte=day, person__in=members_on(day))
    rows = rows.exclude(person=viewer).exclude(person__search_text="")
    if kind in set(Signal.Kind):
        rows = rows.filter(kind=kind)
    return rows.select_related("person").order_by("-made_at", "-id")


def between(person: Person, day: date) -> Membership | None:
    """The person's time between jobs that runs on `day` or is to come."""
    return between_jobs_on(day).filter(person=person).order_by("period").first()


def talent_seat(person: Person, day: date) -> Seat | None:
    """One vacant seat outside of the board that asks for a skill of the person's, or None."""
    held = Term.objects.filter(period__contains=day, kind__in=Term.FILLING)
    free = Seat.objects.filter(abolished_on=None).exclude(role__body=Role.Body.BOARD)
    free = free.exclude(pk__in=held.values("seat")).exclude(role__skills="")
    rows = free.select_related("role").order_by("role__position", "number", "id")
    return next((seat for seat in rows if meets(seat.role.skills, person.skills)), None)

"""Newcomers and what they are promised."""

from datetime import date, timedelta

from django.db.models import Exists, Expression, OuterRef, Prefetch, Q, QuerySet

from members.models import Membership, Person, WelcomePromise
from members.rules.joining import PATH_DAYS


def first_timers(day: date) -> QuerySet[Membership]:
    """First memberships that began within the path before `day`; brought in from no file."""
    return Membership.objects.filter(
        period__startswith__gt=day - timedelta(days=PATH_DAYS),
        period__startswith__lte=day,
        voided_on=None,
        silent_until=None,
        honorary=False,
        person__deceased_on=None,
        person__merged_into=None,
    ).exclude(Exists(_earlier()))


def unpromised(day: date) -> QuerySet[Membership]:
    """First-timers to whom nothing has been promised yet."""
    made = WelcomePromise.objects.filter(person=OuterRef("person"))
    return first_timers(day).filter(~Exists(made)).select_related("person").order_by("id")


def newcomers(day: date) -> QuerySet[Person]:
    """Who is on the path of ninety days, or has a promise still open; the newest first.

    With `promises_` in order of their days, each with its owner.
    """
    promised = WelcomePromise.objects.filter(person=OuterRef("pk"))
    recent = Q(joined_on__gt=day - timedelta(days=PATH_DAYS))
    rows = WelcomePromise.objects.select_related("owner").order_by("due_on", "id")
    return (
        Person.objects.filter(recent | Exists(promised.filter(state="open")), Exists(promised))
        .filter(merged_into=None, deceased_on=None)
        .prefetch_related(Prefetch("promises", rows, to_attr="promises_"))
        .order_by("-joined_on", "-id")
    )


def overdue(day: date | Expression) -> QuerySet[WelcomePromise]:
    """Open promises whose day has passed."""
    return WelcomePromise.objects.filter(state="open", due_on__lt=day)


def _earlier() -> QuerySet[Membership]:
    return Membership.objects.filter(
        person=OuterRef("person"), period__startswith__lt=OuterRef("period__startswith")
    )

"""Applications: which are open, whose they are, and who was an applicant on a day."""

from datetime import date
from typing import Any

from django.db.models import Exists, Expression, OuterRef, Q, QuerySet

from kit.text import canonical_email, fold
from members.models import Application, Email, Membership, Person, Plan

State = Application.State
LIVE = (State.APPLIED, State.APPROVED)


def applied_on(day: date | Expression) -> QuerySet[Application]:
    """Applications that were open on `day`, by what was recorded by its end."""
    return Application.objects.filter(applied_on__lte=day).filter(
        Q(closed_on=None) | Q(closed_on__gt=day)
    )


def begun() -> Exists:
    """Whether a membership was recorded since the application was made; for `filter`."""
    return Exists(
        Membership.objects.filter(
            person_id=OuterRef("person_id"),
            recorded_on__gte=OuterRef("applied_on"),
            voided_on__isnull=True,
        )
    )


def open_applications() -> QuerySet[Application]:
    """Applied, or approved and not yet paid; the longest waiting first."""
    return Application.objects.filter(~begun(), state__in=LIVE).order_by("proven_at", "id")


def listed(text: str, *, closed: bool = False) -> QuerySet[Application]:
    """What an officer sees: the open ones, or those that are over; by words of the text."""
    found = (
        Application.objects.filter(proven_at__isnull=False).filter(Q(begun()) | ~Q(state__in=LIVE))
        if closed
        else open_applications()
    )
    for word in fold(text).split()[:6]:
        found = found.filter(search_text__contains=word)
    related = found.select_related("person", "plan", "decided_by").annotate(joined_=begun())
    return related.order_by("-id") if closed else related


def has_begun(application: Application) -> bool:
    """Whether the membership that was asked for has begun."""
    return Application.objects.filter(begun(), pk=application.pk).exists()


def open_of(person: Person) -> Application | None:
    """The person's open application, the newest if there were several."""
    return open_applications().filter(person=person).select_related("plan").last()


def plan_asked_for(person: Person) -> Plan | None:
    """The plan of an approved application that waits for its dues."""
    found = open_of(person)
    return found.plan if found and found.state == State.APPROVED else None


def owner_of(address: str) -> Person | None:
    """Who has this address on file; a merged person's successor."""
    found = (
        Email.objects.filter(canonical=canonical_email(address)).select_related("person").first()
    )
    if found is None:
        return None
    return found.person.merged_into or found.person


def open_plans() -> QuerySet[Plan]:
    """The plans a newcomer may choose, the dearest first."""
    return Plan.objects.filter(open_to_new=True, honorary=False).order_by("-dues_cents", "name")


def searchable(application: Any) -> str:
    """What the officers' list is searched by."""
    parts = (application.name, application.email, application.work_email, application.employer)
    return fold(" ".join(filter(None, parts)))

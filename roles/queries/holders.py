"""People by post or by right."""

from datetime import date

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from kit.memo import remembered
from members.models import Person
from roles import rules
from roles.models import Role, Term
from roles.queries.rights import fallback_terms, running


def holders(role_or_permission: str, day: date) -> list[Person]:
    """Who holds a role (by title) or a right ("app.codename") on `day`, the most specialised first.

    Shadows do not count. Those who can also appoint come last: the organizer signs before the
    president does.
    """
    found = _filled(day).filter(_matches(role_or_permission)).select_related("person")
    people = {term.person_id: term.person for term in found}
    return list(people.values())


@remembered
def officer(permission: str, day: date) -> Person | None:
    """The one who stands for a right on `day`, for example who signs a letter; None if nobody."""
    return next(iter(holders(permission, day)), None)


def _filled(day: date) -> QuerySet[Term]:
    held = Term.objects.filter(
        Q(pk__in=running(day).values("pk")) | Q(pk__in=fallback_terms(day).values("pk"))
    )
    return (
        held.exclude(kind=Term.Kind.SHADOW)
        .annotate(appoints_=_grants(rules.APPOINT))
        .order_by("appoints_", "seat__role__position", "seat__role__title", "seat__number", "id")
    )


def _matches(role_or_permission: str) -> Q:
    if Role.objects.filter(title=role_or_permission).exists():
        return Q(seat__role__title=role_or_permission)
    return Q(_grants(role_or_permission))


def _grants(permission: str) -> Exists:
    app, _dot, codename = permission.partition(".")
    named = Permission.objects.filter(content_type__app_label=app, codename=codename)
    through = Role.groups.through.objects
    return Exists(through.filter(role=OuterRef("seat__role"), group__permissions__in=named))

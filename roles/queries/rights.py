"""Rights on a day: the union of what the groups of one's running seats hold."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    Exists,
    Expression,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, Concat

from kit.prepared import Given, Prepared
from members.models import Email, EndsAt, Person, User
from outbox.models import Letterhead
from roles import rules
from roles.models import Role, Term

Day = date | Expression


class LocalDay(Func):
    """The date on the wall clock of a zone at an instant."""

    template = "(timezone(%(expressions)s))::date"
    output_field = DateField()


def local_day(at: datetime | Expression) -> Expression:
    """The day of `at` in the association's zone, worked out by the database (UTC before set-up)."""
    zone = Letterhead.objects.values("timezone")[:1]
    return LocalDay(Coalesce(zone, Value("UTC")), Value(at) if isinstance(at, datetime) else at)


def running(day: Day) -> QuerySet[Term]:
    """Terms that run on `day` in seats that exist, of living people; shadows too."""
    return Term.objects.filter(
        _exists_on(day), period__contains=day, person__deceased_on__isnull=True
    )


def _exists_on(day: Day) -> Q:
    return Q(seat__abolished_on__isnull=True) | Q(seat__abolished_on__gt=day)


def _able(terms: QuerySet[Any]) -> QuerySet[Any]:
    """Those whose role grants appointing and whose holder can log in, or can be sent a code."""
    app, codename = rules.APPOINT.split(".")
    appointing = Permission.objects.filter(content_type__app_label=app, codename=codename)
    grants: QuerySet[Any, Any] = Role.groups.through.objects.filter(
        role=OuterRef("seat__role"), group__permissions__in=appointing
    )
    reachable = Q(person__user__is_active=True) | Q(
        Exists(Email.objects.filter(person=OuterRef("person"))), person__user__isnull=True
    )
    return (
        terms.filter(Exists(grants), reachable, person__deceased_on__isnull=True)
        .filter(seat__abolished_on__isnull=True)
        .exclude(kind=Term.Kind.SHADOW)
    )


def can_appoint(day: Day) -> QuerySet[Term]:
    """Running terms whose holders can appoint on `day`; empty where nobody can."""
    return _able(running(day))


def fallback_terms(day: Day) -> QuerySet[Term]:
    """While nobody can appoint: the one ended term whose holder keeps the rights; else nothing."""
    ended: QuerySet[Any] = Term.objects.annotate(ended_on=EndsAt("period")).filter(
        ended_on__lte=day
    )
    return (
        _able(ended)
        .filter(~Exists(can_appoint(day)))
        .order_by("-ended_on", "seat__role__position", "-id")
    )[:1]


class Held(NamedTuple):
    """A term of one person, past and coming ones too: whether it runs on the day asked for, and
    what its role allows, as "app.codename"."""

    term: int
    kind: str
    runs: bool
    grants: list[str]


def _held() -> QuerySet[Any, Any]:
    day = local_day(Given("at", DateTimeField()))
    grants: QuerySet[Any, Any] = Role.groups.through.objects.filter(
        role=OuterRef("seat__role"), group__permissions__isnull=False
    ).annotate(
        permission=Concat(
            "group__permissions__content_type__app_label",
            Value("."),
            "group__permissions__codename",
        )
    )
    return (
        Term.objects.filter(
            person__user=Given("user", BigIntegerField()), person__deceased_on__isnull=True
        )
        .annotate(runs=Q(period__contains=day) & _exists_on(day))
        .order_by()
        .values_list("pk", "kind", "runs", ArraySubquery(grants.values("permission")))
    )


HELD = Prepared(_held)


def rights_of(user: User, at: datetime) -> set[str]:
    """All permissions ("app.codename") of a log-in on the association's day of `at`, in one query.

    Only somebody whose right to appoint has ended costs a second one: it may go on by itself.
    """
    terms = [Held(*row) for row in HELD.rows(user=user.pk, at=at)]
    allowed = _allowed(term for term in terms if term.runs)
    if rules.APPOINT not in allowed and any(rules.APPOINT in term.grants for term in terms):
        kept = set(fallback_terms(local_day(at)).values_list("pk", flat=True))
        allowed |= _allowed(term for term in terms if term.term in kept)
    return allowed


def _allowed(terms: Iterable[Held]) -> set[str]:
    return {
        permission
        for term in terms
        for permission in term.grants
        if term.kind != Term.Kind.SHADOW or rules.reads_only(permission)
    }


def rights_to_come(person: Person, day: Day) -> set[str]:
    """What the person's seats allow on `day` or will allow later; everything for an operator."""
    if person.user is not None and person.user.is_superuser:
        return {"everything"}
    terms = Term.objects.annotate(ended_on=EndsAt("period")).filter(
        Q(ended_on__gt=day) | Q(pk__in=fallback_terms(day).values("pk")), person=person
    )
    rows = Permission.objects.filter(group__roles__seats__terms__in=terms).order_by().distinct()
    return {
        f"{app}.{name}" for app, name in rows.values_list("content_type__app_label", "codename")
    }


def may_appoint(user: User | AnonymousUser, role: Role) -> bool:
    """Whether a log-in may fill this role's seats: nobody hands out rights they do not hold."""
    if not user.has_perm(rules.APPOINT):
        return False
    return user.has_perms(permissions_of(role))


def permissions_of(role: Role) -> list[str]:
    """What a seat of this role allows, as "app.codename", sorted."""
    rows = Permission.objects.filter(group__roles=role).order_by().distinct()
    return sorted(
        f"{app}.{name}" for app, name in rows.values_list("content_type__app_label", "codename")
    )


def groups_within(user: User | AnonymousUser) -> QuerySet[Group]:
    """The groups whose every right this log-in holds itself."""
    held = user.get_all_permissions()
    rows = Permission.objects.values_list("pk", "content_type__app_label", "codename")
    beyond = [pk for pk, app, name in rows if f"{app}.{name}" not in held]
    if user.is_superuser:
        return Group.objects.order_by("name")
    through = Group.permissions.through.objects
    return Group.objects.filter(
        ~Exists(through.filter(group=OuterRef("pk"), permission__in=beyond))
    ).order_by("name")

"""Rights on a day: the union of what the groups of one's running seats hold."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from kit.models import Setting
from kit.prepared import Given, Prepared
from members.models import Email, EndsAt, Person, User
from outbox.models import Letterhead
from roles import rules
from roles.models import Role, Term

Day = date | Expression
# Recovery codes alone are none: they come with one of these.
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


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
    """A term of one person, past and coming ones too: whether it runs on the day asked for; the
    day from which it grants nothing without a second factor, and whether that has come; whether
    there is such a factor; and what its role allows, as "app.codename"."""

    term: int
    kind: str
    runs: bool
    proof_by: date
    late: bool
    proven: bool
    grants: list[str]


class Rights(NamedTuple):
    """What a log-in may do ("app.codename"); the first day on which a seat of it grants nothing
    for want of a second factor (None where nothing is missing), and whether one does so today."""

    allowed: set[str]
    proof_by: date | None = None
    rests: bool = False


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
    factors = Authenticator.objects.filter(
        user=Given("user", BigIntegerField()), type__in=SECOND_FACTORS
    )
    return (
        Term.objects.filter(
            person__user=Given("user", BigIntegerField()), person__deceased_on__isnull=True
        )
        .annotate(runs=Q(period__contains=day) & _exists_on(day), proof_by=_proof_by())
        .annotate(late=Q(proof_by__lte=day), proven=Exists(factors))
        .order_by()
        .values_list(
            "pk",
            "kind",
            "runs",
            "proof_by",
            "late",
            "proven",
            ArraySubquery(grants.values("permission")),
        )
    )


def _proof_by() -> Expression:
    """The first day of the term, and as many days of grace as the board gives."""
    chosen = Setting.objects.filter(key=rules.FACTOR_DAYS.key)
    days = Coalesce(
        chosen.values_list(Cast("value", IntegerField())), Value(rules.FACTOR_DAYS.default)
    )
    return ExpressionWrapper(F("period__startswith") + days, output_field=DateField())


HELD = Prepared(_held)


def rights_of(user: User, at: datetime) -> Rights:
    """The rights of a log-in on the association's day of `at`, in one query.

    Only somebody whose right to appoint has ended costs a second one: it may go on by itself.
    Without a second factor a seat grants nothing once its days of grace are over; who adds one
    has the rights at once.
    """
    terms = [Held(*row) for row in HELD.rows(user=user.pk, at=at)]
    granting = [term for term in terms if term.runs]
    appoints = any(rules.APPOINT in term.grants for term in granting)
    if not appoints and any(rules.APPOINT in term.grants for term in terms):
        kept = set(fallback_terms(local_day(at)).values_list("pk", flat=True))
        granting += [term for term in terms if term.term in kept]
    return _after_proof(granting)


def _after_proof(granting: list[Held]) -> Rights:
    unproven = [term for term in granting if term.grants and not term.proven]
    if not settings.OFFICERS_NEED_SECOND_FACTOR or not unproven:
        return Rights(_allowed(granting))
    late = [term for term in unproven if term.late]
    return Rights(
        _allowed(term for term in granting if term not in late),
        min(term.proof_by for term in unproven),
        bool(late),
    )


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

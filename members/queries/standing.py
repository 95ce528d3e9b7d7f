"""Standing as SQL: the same rule as `rules.standing`, for lists of any length."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    Exists,
    Expression,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from kit.prepared import Given, Prepared
from kit.queries import value
from members.models import Basis, Death, Membership, Person
from members.queries.applications import applied_on
from members.rules import CURRENT, RENEWAL_WINDOW, Cover, Passing, Standing
from members.rules import standing as standing_by_rule


class GraceEndsAt(Func):
    """`upper(period) + grace_days`: the first day a membership no longer counts; NULL = never."""

    template = "(upper(%(expressions)s)"
    arg_joiner = ") + "
    output_field = DateField()

    def __init__(self, **extra: Any) -> None:
        super().__init__(F("period"), F("grace_days"), **extra)


def known_on(day: date | Expression) -> QuerySet[Membership]:
    """Memberships recorded, and not voided, by the end of `day`."""
    return Membership.objects.filter(recorded_on__lte=day).filter(
        Q(voided_on__isnull=True) | Q(voided_on__gt=day)
    )


def gone(day: date | Expression) -> Q:
    """A resignation recorded by `day` has taken effect."""
    return Q(resigned_on__lte=day, resigned_recorded_on__lte=day)


def died_by(day: date | Expression) -> QuerySet[Death]:
    """Deaths by `day`, by what was recorded, and not taken back, by its end."""
    known = Death.objects.filter(died_on__lte=day, recorded_on__lte=day)
    return known.filter(Q(voided_on__isnull=True) | Q(voided_on__gt=day))


def members_on(day: date | Expression, *, grace: bool = True) -> QuerySet[Person]:
    """People whose standing on `day` is active, due, grace (unless left out) or honorary."""
    paid = Q(period__endswith__isnull=True) | Q(period__endswith__gt=day)
    covering = (
        known_on(day)
        .filter(Q() if grace else paid)
        .filter(person_id=OuterRef("pk"), period__startswith__lte=day)
        .alias(grace_ends=GraceEndsAt())
        .filter(Q(grace_ends__isnull=True) | Q(grace_ends__gt=day))
        .exclude(gone(day) & Q(resigned_on__isnull=False))
        # The grace days of a period end with the next one's beginning, whatever became of that.
        .filter(
            Q(period__endswith__isnull=True)
            | Q(period__endswith__gt=day)
            | ~Exists(
                known_on(day).filter(
                    person_id=OuterRef("person_id"),
                    period__startswith__lte=day,
                    period__startswith__gt=OuterRef("period__startswith"),
                )
            )
        )
    )
    return Person.objects.filter(
        ~Exists(died_by(day).filter(person_id=OuterRef("pk"))),
        Exists(covering),
        merged_into__isnull=True,
    )


def is_member_on(person: Person, day: date) -> bool:
    """Whether this one person is among `members_on(day)`: one plain query.

    Of deaths it knows what is believed now, as a page about today wants it.
    """
    if person.merged_into_id or (person.deceased_on and person.deceased_on <= day):
        return False
    return standing_by_rule(covers_of(person), day, window=RENEWAL_WINDOW.default) in CURRENT


def with_standing(people: QuerySet[Person], day: date) -> QuerySet[Person]:
    """The people with `standing_` (a value of Standing) and `paid_until_` (first day not paid)."""
    mine = known_on(day).filter(person_id=OuterRef("pk"), period__startswith__lte=day)
    last = mine.order_by("-period__startswith")
    window = value(RENEWAL_WINDOW)
    return people.annotate(
        standing_=Case(
            When(
                Exists(died_by(day).filter(person_id=OuterRef("pk"))),
                then=Value(Standing.DECEASED.value),
            ),
            default=Coalesce(
                Subquery(last.values(state=_state(day, window))[:1]),
                Case(
                    When(
                        Exists(applied_on(day).filter(person_id=OuterRef("pk"))),
                        then=Value(Standing.APPLIED.value),
                    ),
                    default=Value(Standing.PROSPECT.value),
                ),
            ),
            output_field=CharField(),
        ),
        paid_until_=Subquery(last.values("period__endswith")[:1], output_field=DateField()),
    )


def _state(day: date, window: int) -> Case:
    """The state of a person whose last started membership this row is."""
    runs = Q(period__endswith__isnull=True) | Q(period__endswith__gt=day)
    later = known_on(day).filter(
        person_id=OuterRef("person_id"), period__startswith__gt=OuterRef("period__startswith")
    )
    settled = (
        Q(period__endswith__isnull=True)
        | Q(period__endswith__gt=day + timedelta(days=window + 1))
        | Q(resigned_recorded_on__lte=day)
        | Q(basis=Basis.BETWEEN_JOBS)
        | Exists(later)
    )
    return Case(
        When(gone(day), then=Value(Standing.RESIGNED.value)),
        When(runs & Q(honorary=True), then=Value(Standing.HONORARY.value)),
        When(runs & settled, then=Value(Standing.ACTIVE.value)),
        When(runs, then=Value(Standing.DUE.value)),
        When(GreaterThan(GraceEndsAt(), day), then=Value(Standing.GRACE.value)),
        default=Value(Standing.LAPSED.value),
        output_field=CharField(),
    )


def cover(row: Membership) -> Cover:
    """The facts of a membership as the rules take them."""
    return Cover(
        start=row.period.lower,
        end=row.period.upper,
        recorded_on=row.recorded_on,
        grace_days=row.grace_days,
        honorary=row.honorary,
        voided_on=row.voided_on,
        resigned_on=row.resigned_on,
        resigned_recorded_on=row.resigned_recorded_on,
        basis=row.basis,
    )


def deaths_of(person: Person) -> list[Passing]:
    """What was recorded of a person's death, taken back or not."""
    rows = Death.objects.filter(person=person)
    return [Passing(*row) for row in rows.values_list("died_on", "recorded_on", "voided_on")]


COVER = (
    "period__startswith", "period__endswith", *(field.name for field in fields(Cover)[2:])
)  # fmt: skip
COVERS = Prepared(
    lambda: Membership.objects.filter(person=Given("person", BigIntegerField())).values_list(*COVER)
)


def covers_of(person: Person) -> list[Cover]:
    """All memberships of a person, voided ones too, as plain facts."""
    return [Cover(*row) for row in COVERS.rows(person=person.pk)]


def covers_of_many(people: Collection[int]) -> dict[int, list[Cover]]:
    """The same by person's id; one query."""
    found: dict[int, list[Cover]] = {}
    rows = Membership.objects.filter(person__in=people)
    for pk, *row in rows.values_list("person_id", *COVER):
        found.setdefault(pk, []).append(Cover(*row))
    return found


def standing(person: Person, day: date) -> Standing:
    """How this person stands on `day`, by what was recorded by its end."""
    return standing_of(person, covers_of(person), day)


def standing_of(person: Person, covers: list[Cover], day: date) -> Standing:
    """The same from memberships already at hand; two queries, or one for who was a member."""
    never = not any(cover.known(day) and cover.start <= day for cover in covers)
    return standing_by_rule(
        covers,
        day,
        deaths=deaths_of(person),
        window=value(RENEWAL_WINDOW),
        applied=never and applied_on(day).filter(person=person).exists(),
    )

"""Terms that end soon and have no successor, and who should hear of it."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject

from members.models import EndsAt, Person
from members.queries import letter_address
from roles import rules
from roles.models import Role, Term
from roles.queries.rights import running


def ending(today: date) -> list[tuple[Term, int]]:
    """Running terms in their last 180 days without a successor, each with its stage today."""
    first, last = rules.notice_range(today)
    terms = Term.objects.annotate(ended_on=EndsAt("period"), followed_=_successor()).filter(
        ended_on__gte=first, ended_on__lt=last, followed_=False, kind__in=Term.FILLING,
        person__deceased_on__isnull=True, seat__abolished_on__isnull=True,
        period__startswith__lte=today,
    )  # fmt: skip
    return [(term, rules.notice_stage(term.period.upper, today) or 0) for term in terms]


def is_followed(term: Term) -> bool:
    """Whether somebody fills the seat after this term."""
    return Term.objects.filter(pk=term.pk).filter(_successor()).exists()


def letters_to_holder(term: Term, stage: int) -> QuerySet[Person, Any]:
    """Rows for the outbox: the holder's own letter."""
    return _rows(Person.objects.filter(pk=term.person_id), term, stage, own=True)


def letters_to_board(term: Term, stage: int, today: date) -> QuerySet[Person, Any]:
    """Rows for the outbox: one letter to everybody on the board but the holder."""
    board = running(today).filter(seat__role__body=Role.Body.BOARD)
    board = board.exclude(kind=Term.Kind.SHADOW)
    people = Person.objects.filter(pk__in=board.values("person")).exclude(pk=term.person_id)
    return _rows(people, term, stage, own=False)


def terms_in_row(person: Person, role: Role, start: date) -> int:
    """How many terms in this role the person has served without a gap up to `start`."""
    terms = Term.objects.filter(
        person=person, seat__role=role, kind__in=[Term.Kind.ELECTED, Term.Kind.APPOINTED]
    )
    count, follows = 0, start
    for term in terms.filter(period__startswith__lt=start).order_by("-period"):
        if term.period.upper < follows:
            break
        count, follows = count + 1, term.period.lower
    return count


def _successor() -> Exists:
    after = Term.objects.filter(
        seat=OuterRef("seat"),
        kind__in=Term.FILLING,
        period__startswith__gte=EndsAt(OuterRef("period")),
    )
    return Exists(after)


def _rows(people: QuerySet[Person], term: Term, stage: int, *, own: bool) -> QuerySet[Person, Any]:
    key = f"term:{term.pk}:{stage}"
    text = TextField()
    dedupe = (
        Value(key, output_field=text)
        if own
        else Concat(Value(f"{key}:", output_field=text), Cast("id", text))
    )
    return (
        people.order_by("id")
        .annotate(
            to_=letter_address(),
            about_=JSONObject(person=F("id"), term=Value(term.pk), stage=Value(stage)),
            dedupe_=dedupe,
        )
        .values_list("to_", "about_", "dedupe_")
    )

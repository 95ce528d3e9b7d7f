"""The directory as one member sees it: a bounded page of rows, each field as its owner chose."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    DateField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Concat

from kit.prepared import Given, Prepared
from members.met import met
from members.models import Email, Person, Visibility, person_url
from members.queries.people import PAGE, WORDS, search
from members.rules import FIELDS, folded_words, is_visible

LINE = ("headline", "employer", "city")
DAY = Given("day", DateField())
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Listed:
    """One row: `line` is what of headline, employer and city may be shown."""

    pk: int
    uid: UUID
    name: str
    line: str

    @property
    def url(self) -> str:
        """The address of their page."""
        return person_url(self.uid)


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the ids to go on from (0 = there is nothing that way)."""

    people: list[Listed]
    after: int = 0
    before: int = 0


def directory_page(
    text: str, *, viewer: Person | None, day: date, after: int = 0, before: int = 0
) -> Page:
    """At most 50 members from `after` (or back from `before`).

    Cost does not grow with the number of members: no count, no offset.
    """
    words = folded_words(text)[:WORDS]
    rows, more = _slice(words, day, after, before)
    if not rows:
        return Page([])
    backwards = bool(before) and not after
    known = met(viewer, [row[0] for row in rows])
    return Page(
        [_listed(row, met=row[0] in known) for row in rows],
        after=rows[-1][0] if more or backwards else 0,
        before=rows[0][0] if (after or (backwards and more)) else 0,
    )


def _listed(row: Row, *, met: bool) -> Listed:
    pk, uid, name, *values, chosen = row
    audiences = dict(pair.split(":") for pair in chosen)
    shown = [
        value
        for field, value in zip(LINE, values, strict=True)
        if value and is_visible(field, audiences, met=met)
    ]
    return Listed(pk, uid, name, " · ".join(shown))


@cache
def _question(words: int, way: str) -> Prepared:
    """Listed members whose words begin with that many given ones; `way` is "", "gt" or "lt"."""
    return Prepared(lambda: _asked(words, way))


def _asked(words: int, way: str) -> QuerySet[Any, Any]:
    chosen = Visibility.objects.filter(person=OuterRef("pk")).annotate(
        pair=Concat("field", Value(":"), "audience")
    )
    people = search([Given(f"word{i}", TextField()) for i in range(words)], day=DAY)
    if way:
        pivot = Given("name", TextField())
        beyond = Q((f"sort_name__{way}", pivot)) | Q(
            (f"pk__{way}", Given("pk", BigIntegerField())), sort_name=pivot
        )
        people = people.filter(beyond, (f"sort_name__{way}e", pivot))
    if way == "lt":
        people = people.order_by("-sort_name", "-id")
    return people.values_list("pk", "uid", "name", *LINE, ArraySubquery(chosen.values("pair")))[
        : PAGE + 1
    ]


def _slice(words: list[str], day: date, after: int, before: int) -> tuple[list[Row], bool]:
    given: dict[str, Any] = {f"word{i}": f" {word}" for i, word in enumerate(words)}
    way = ""
    if after or before:
        # Only who is listed is a place to go on from: an id must not tell where hidden names sort.
        here = search([f" {word}" for word in words], day=day).filter(pk=after or before)
        name = here.values_list("sort_name", flat=True).first()
        if name is not None:
            way = "gt" if after else "lt"
            given |= {"name": name, "pk": after or before}
    rows = _question(len(words), way).rows(day=day, **given)
    shown, more = rows[:PAGE], len(rows) > PAGE
    return (shown[::-1] if way == "lt" else shown), more


def _seen_fields(person: Person, viewer: Person | None) -> set[str]:
    """The names of the fields of this person that the viewer may see."""
    chosen = dict(Visibility.objects.filter(person=person).values_list("field", "audience"))
    known = person.pk in met(viewer, [person.pk])
    return {field for field in FIELDS if is_visible(field, chosen, met=known)}


def profile(person: Person, viewer: Person | None, *, everything: bool = False) -> list[Any]:
    """(label, value) of the fields the viewer may see and that hold something, without the name."""
    visible = set(FIELDS) if everything else _seen_fields(person, viewer)
    shown = []
    for field, (label, _default) in FIELDS.items():
        if field == "name" or field not in visible:
            continue
        value = _addresses(person) if field == "email" else getattr(person, field)
        if value:
            shown.append((label, value))
    return shown


def _addresses(person: Person) -> str:
    mine = Email.objects.filter(person=person).order_by("-for_letters", "id")
    return ", ".join(mine.values_list("address", flat=True))

"""The directory as one member sees it: a bounded page of rows, each field as its owner chose."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
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
from members.models import Person, Visibility, person_url, photo_url
from members.queries.facets import NO_FACETS, Facets, narrowed
from members.queries.people import PAGE, WORDS, search
from members.rules import folded_words, is_visible

LINE = ("headline", "employer", "city")
SHOWN = ("photo", *LINE)
# Trigrams of shorter words are like those of half the members.
SHORTEST_TYPED, ALIKE = 4, 0.45
DAY = Given("day", DateField())
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Listed:
    """One row: `line` is what of headline, employer and city may be shown, `photo` the address of
    the small photo where that may."""

    pk: int
    uid: UUID
    name: str
    line: str
    photo: str = ""

    @property
    def url(self) -> str:
        """The address of their page."""
        return person_url(self.uid)


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the ids to go on from (0 = there is nothing that way). `is_near` says
    that nobody has these very words, and whose are like them is shown instead."""

    people: list[Listed]
    after: int = 0
    before: int = 0
    is_near: bool = False


def directory_page(
    text: str,
    *,
    viewer: Person | None,
    day: date,
    facets: Facets = NO_FACETS,
    after: int = 0,
    before: int = 0,
) -> Page:
    """At most 50 members from `after` (or back from `before`), narrowed by `facets`.

    Cost does not grow with the number of members: no count, no offset. Where no word begins so,
    the fifty whose words are most like the ones typed.
    """
    words = folded_words(text)[:WORDS]
    rows, more = _slice(words, facets, day, after, before)
    if not rows:
        rows = near(words, facets, day) if words and not (after or before) else []
        return Page(_listed(rows, viewer), is_near=bool(rows))
    backwards = bool(before) and not after
    return Page(
        _listed(rows, viewer),
        after=rows[-1][0] if more or backwards else 0,
        before=rows[0][0] if (after or (backwards and more)) else 0,
    )


def _listed(rows: list[Row], viewer: Person | None) -> list[Listed]:
    known = met(viewer, [row[0] for row in rows]) if rows else set()
    return [_one(row, met=row[0] in known) for row in rows]


def _one(row: Row, *, met: bool) -> Listed:
    pk, uid, name, *values, chosen = row
    audiences = dict(pair.split(":") for pair in chosen)
    photo: UUID | None
    photo, *line = (
        value if value and is_visible(field, audiences, met=met) else None
        for field, value in zip(SHOWN, values, strict=True)
    )
    small = photo_url(photo, small=True) if photo else ""
    return Listed(pk, uid, name, " · ".join(filter(None, line)), small)


@cache
def _question(words: int, facets: tuple[str, ...], way: str) -> Prepared:
    """Listed members whose words begin with that many given ones; `way` is "", "gt" or "lt"."""
    return Prepared(lambda: _asked(words, facets, way))


def _asked(words: int, facets: tuple[str, ...], way: str) -> QuerySet[Any, Any]:
    people = search([Given(f"word{i}", TextField()) for i in range(words)], day=DAY)
    people = narrowed(people, {kind: Given(kind, TextField()) for kind in facets})
    if way:
        pivot = Given("name", TextField())
        beyond = Q((f"sort_name__{way}", pivot)) | Q(
            (f"pk__{way}", Given("pk", BigIntegerField())), sort_name=pivot
        )
        people = people.filter(beyond, (f"sort_name__{way}e", pivot))
    if way == "lt":
        people = people.order_by("-sort_name", "-id")
    return columns(people)[: PAGE + 1]


def columns(people: QuerySet[Person]) -> QuerySet[Any, Any]:
    """What a row of the list is made of."""
    chosen = Visibility.objects.filter(person=OuterRef("pk")).annotate(
        pair=Concat("field", Value(":"), "audience")
    )
    shown = ("portrait__uid", *LINE)
    return people.values_list("pk", "uid", "name", *shown, ArraySubquery(chosen.values("pair")))


def near(words: list[str], facets: Facets, day: date) -> list[Row]:
    """The fifty whose words are most like the ones typed, each letter for letter nearly so."""
    typed = [word for word in words if len(word) >= SHORTEST_TYPED]
    if not typed:
        return []
    people = narrowed(search([], day=day), facets.given)
    for word in typed:
        people = people.filter(search_text__trigram_word_similar=word)
    likeness = TrigramWordSimilarity(" ".join(typed), "search_text")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [ALIKE])
        return list(columns(people.order_by(likeness.desc(), "sort_name", "id"))[:PAGE])


def _slice(
    words: list[str], facets: Facets, day: date, after: int, before: int
) -> tuple[list[Row], bool]:
    words = [*words, *facets.words]
    given: dict[str, Any] = {f"word{i}": f" {word}" for i, word in enumerate(words)}
    given |= facets.given
    way = ""
    if after or before:
        # Only who is listed is a place to go on from: an id must not tell where hidden names sort.
        here = search([f" {word}" for word in words], day=day).filter(pk=after or before)
        name = here.values_list("sort_name", flat=True).first()
        if name is not None:
            way = "gt" if after else "lt"
            given |= {"name": name, "pk": after or before}
    rows = _question(len(words), tuple(facets.given), way).rows(day=day, **given)
    shown, more = rows[:PAGE], len(rows) > PAGE
    return (shown[::-1] if way == "lt" else shown), more

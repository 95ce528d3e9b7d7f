"""The directory narrowed by city, employer or skill, and how many members stand behind each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Lower, Trim
from django.db.models.lookups import Exact

from members.models import Person, Visibility
from members.queries.people import search
from members.rules import folded_words

# Kind of facet -> the field it reads.
KINDS = {"city": "city", "employer": "employer", "skill": "skills"}
MOST, FEWEST, READ = 40, 2, 400
KEY, SECONDS = "members.facets", 900


@dataclass(frozen=True)
class Facets:
    """What the list is narrowed by: kind -> value in small letters."""

    given: dict[str, str]

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Facets":
        """From the address: the known kinds that hold something."""
        found = {kind: asked.get(kind, "")[:200].strip() for kind in KINDS}
        return cls({kind: value.lower() for kind, value in found.items() if value})

    @property
    def words(self) -> list[str]:
        """Words all of them are found by; whoever shows the value has them in `search_text`."""
        return [word for value in self.given.values() for word in folded_words(value)[:1]]


NO_FACETS = Facets({})


class Listed(Func):
    """Whether a value is one of a text's parts between commas."""

    template = "(%(expressions)s, ',')))"
    arg_joiner = " = ANY(string_to_array("
    output_field = BooleanField()


def narrowed(people: QuerySet[Person], given: Mapping[str, Any]) -> QuerySet[Person]:
    """Those who have these values, in small letters, and show them to all members."""
    for kind, value in given.items():
        asked = value if hasattr(value, "as_sql") else Value(value)
        people = people.filter(_has(kind, asked), _shows(kind))
    return people


def counts(day: date) -> dict[str, list[tuple[str, int]]]:
    """By kind, the (value, members) pairs that at least two share, the most common first.

    At most a quarter of an hour old; `forget` makes them new at once.
    """
    found = cache.get(KEY)
    if found is None:
        found = {kind: _counted(kind, day) for kind in KINDS}
        cache.set(KEY, found, SECONDS)
    return found


def forget() -> None:
    """Somebody shows or hides a field: what was counted holds no longer."""
    cache.delete(KEY)


def _counted(kind: str, day: date) -> list[tuple[str, int]]:
    people = search([], day=day).filter(_shows(kind)).exclude(**{KINDS[kind]: ""})
    rows = people.annotate(one_=_each(kind)).values("one_")
    found = rows.annotate(count_=Count("pk")).order_by("-count_", "one_")
    spelt: dict[str, str] = {}
    sums: Counter[str] = Counter()
    for value, count in found.values_list("one_", "count_")[:READ]:
        spelt.setdefault(value.lower(), value)
        sums[value.lower()] += count
    shared = [(spelt[low], count) for low, count in sums.most_common(MOST) if count >= FEWEST]
    return [(value, count) for value, count in shared if value]


def _has(kind: str, value: Any) -> Any:
    if kind == "skill":
        return Listed(value, Lower(_skills()))
    return Exact(Lower(Trim(KINDS[kind])), value)


def _each(kind: str) -> Any:
    """The value of each person; of skills, each as a row of its own."""
    if kind != "skill":
        return Trim(KINDS[kind])
    parts = Func(_skills(), Value(","), function="string_to_array")
    return Func(parts, function="unnest", output_field=TextField())


def _skills() -> Func:
    """The skills without blanks around their commas."""
    pattern = (Value(r"\s*,\s*"), Value(","), Value("g"))
    return Func(Trim("skills"), *pattern, function="regexp_replace", output_field=TextField())


def _shows(kind: str) -> Q:
    """All members may see this field; where nothing was chosen they may."""
    own = Visibility.objects.filter(person=OuterRef("pk"), field=KINDS[kind])
    return ~Q(Exists(own.exclude(audience=Visibility.Audience.MEMBERS)))

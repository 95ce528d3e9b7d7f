"""The directory as one member sees it: a bounded page of rows, each field as its owner chose."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from members.met import met
from members.models import Email, Person, Visibility
from members.queries.people import PAGE, search
from members.rules import FIELDS, is_visible


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the ids to go on from (0 = there is nothing that way)."""

    people: list[Person]
    after: int = 0
    before: int = 0


def directory_page(
    text: str, *, viewer: Person | None, day: date, after: int = 0, before: int = 0
) -> Page:
    """At most 50 members from `after` (or back from `before`), with `line` = what may be shown.

    Cost does not grow with the number of members: no count, no offset.
    """
    people = search(text, day=day).only("id", "uid", "name", "headline", "employer", "city")
    rows, more = _slice(people, after, before)
    if not rows:
        return Page([])
    backwards = bool(before) and not after
    shown = seen_fields(rows, viewer)
    for person in rows:
        visible = shown[person.pk]
        person.line = " · ".join(  # type: ignore[attr-defined]
            getattr(person, field) for field in ("headline", "employer", "city")
            if field in visible and getattr(person, field)
        )  # fmt: skip
    return Page(
        rows,
        after=rows[-1].pk if more or backwards else 0,
        before=rows[0].pk if (after or (backwards and more)) else 0,
    )


def seen_fields(people: list[Person], viewer: Person | None) -> dict[int, set[str]]:
    """For each of these people the names of the fields the viewer may see; two queries."""
    ids = [person.pk for person in people]
    chosen: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, field, audience in Visibility.objects.filter(person_id__in=ids).values_list(
        "person_id", "field", "audience"
    ):
        chosen[pk][field] = audience
    known = met(viewer, ids)
    return {
        pk: {field for field in FIELDS if is_visible(field, chosen[pk], met=pk in known)}
        for pk in ids
    }


def profile(person: Person, viewer: Person | None, *, everything: bool = False) -> list[Any]:
    """(label, value) of the fields the viewer may see and that hold something, without the name."""
    visible = set(FIELDS) if everything else seen_fields([person], viewer)[person.pk]
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


def _slice(people: QuerySet[Person], after: int, before: int) -> tuple[list[Person], bool]:
    # Only who is listed is a place to go on from: an id must not tell where a hidden name sorts.
    here = people.filter(pk=after or before).values_list("sort_name", flat=True)
    pivot = here.first() if after or before else None
    if pivot is None:
        rows = list(people[: PAGE + 1])
        return rows[:PAGE], len(rows) > PAGE
    if after:
        beyond = Q(sort_name__gt=pivot) | Q(sort_name=pivot, pk__gt=after)
        rows = list(people.filter(beyond, sort_name__gte=pivot)[: PAGE + 1])
        return rows[:PAGE], len(rows) > PAGE
    beyond = Q(sort_name__lt=pivot) | Q(sort_name=pivot, pk__lt=before)
    back = people.filter(beyond, sort_name__lte=pivot).order_by("-sort_name", "-id")
    rows = list(back[: PAGE + 1])
    return rows[:PAGE][::-1], len(rows) > PAGE

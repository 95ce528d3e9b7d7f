"""How people are found, and the gateway to one person."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Expression, Q, QuerySet
from django.http import Http404

from members.models import Person, User
from members.queries.addresses import letter_address
from members.queries.rights import has_right
from members.queries.standing import members_on, with_standing
from members.rules import Standing, folded_words
from members.rules.grace import Right

PAGE = 50
WORDS = 6


def of_user(user: User | AnonymousUser | Any) -> Person | None:
    """The person behind a log-in, or None; asked once per request's user."""
    if not getattr(user, "is_authenticated", False):
        return None
    return getattr(user, "person", None)


def begins(column: str, word: str) -> Q:
    """Some word of the folded column begins with `word`; both forms use the trigram index."""
    return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})


def lookup(text: str, limit: int = 20) -> QuerySet[Person]:
    """Living people by the beginnings of any words of their name; nobody for an empty text."""
    words = folded_words(text)[:WORDS]
    if not words:
        return Person.objects.none()
    match = reduce(lambda found, word: found & begins("sort_name", word), words, Q())
    alive = Q(merged_into__isnull=True, deceased_on__isnull=True)
    return Person.objects.filter(match, alive).order_by("sort_name", "id")[:limit]


def search(beginnings: Iterable[Any], *, day: date | Expression) -> QuerySet[Person]:
    """Members of that day whom members may see, by name, employer, skill or city; ordered.

    Each beginning is a folded word with a blank before it, and all must match; none gives all.
    """
    match = Q()
    for beginning in beginnings:
        match &= Q(search_text__contains=beginning)
    return members_on(day).filter(match).exclude(search_text="").order_by("sort_name", "id")


def payers(text: str, day: date) -> list[Person]:
    """People a payment may come from, with standing and address; at most 20."""
    found = with_standing(lookup(text), day).annotate(address_=letter_address())
    people: list[Any] = list(found)
    for person in people:
        person.standing_label = Standing(person.standing_).label
    return people


def may_see_directory(user: Any, day: date) -> bool:
    """Whether this log-in is a member's who keeps the directory, or an officer's."""
    person = of_user(user)
    if person is not None and has_right(person, Right.DIRECTORY, day):
        return True
    return user.has_perm("members.view_person")


def get_person(uid: Any, user: Any, *, day: date) -> Person:
    """The person, if this log-in may see them; Http404 otherwise, whatever the reason."""
    people = Person.objects.filter(merged_into__isnull=True, uid=uid)
    if not user.has_perm("members.view_person"):
        own = of_user(user)
        mine = people.filter(pk=own.pk).first() if own else None
        if mine is not None:
            return mine
        if not may_see_directory(user, day):
            raise Http404
        people = people.filter(pk__in=members_on(day).exclude(search_text="").values("pk"))
    found = people.first()
    if found is None:
        raise Http404
    return found

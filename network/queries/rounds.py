"""What a round needs to know, and what a member sees of the rounds."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kit.queries import value
from members.models import Person
from members.queries import members_on
from members.rules import folded_words
from network.models import Avoidance, CoffeeWish
from network.rules.slots import EVERY, next_round

WORDS, MOST_FOUND, FEWEST = 6, 20, 5
TOGETHER = """
    SELECT a.person_id, b.person_id, count(*)
    FROM network_pairing p
    JOIN network_pairingseat a ON a.pairing_id = p.id
    JOIN network_pairingseat b ON b.pairing_id = p.id AND b.person_id > a.person_id
    WHERE p.made_at > %s AND p.called_off_at IS NULL
    GROUP BY 1, 2
"""


def sat_together(since: datetime) -> dict[tuple[int, int], int]:
    """How often two people were put at one table since then."""
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER, [since])
        return {(one, other): count for one, other, count in cursor.fetchall()}


def wish_of(person: Person) -> CoffeeWish | None:
    """How this person wants to be in the rounds; None for who is not."""
    return CoffeeWish.objects.filter(person=person).first()


def rounds_for(person: Person, today: date) -> dict[str, Any]:
    """The wish, the day of the next round, and how many take part (only from five people on)."""
    wish = wish_of(person)
    every = value(EVERY)
    count = CoffeeWish.objects.filter(paused_at=None).count()
    return {
        "wish": wish,
        "next_round": next_round(today, wish.rhythm if wish else 1, every),
        "count": count if count >= FEWEST else 0,
    }


def avoided_by(person: Person) -> QuerySet[Person]:
    """Whom this person never wants to sit with; for nobody else's eyes."""
    return Person.objects.filter(
        pk__in=Avoidance.objects.filter(writer=person).values("person")
    ).order_by("sort_name", "id")


def to_avoid(person: Person, text: str, day: date) -> list[Person]:
    """Members by these beginnings of words who can be put on that list; none without a word."""
    words = folded_words(text)[:WORDS]
    if not words:
        return []
    found = members_on(day).filter(merged_into=None, deceased_on=None)
    found = found.exclude(search_text="").exclude(pk=person.pk).exclude(pk__in=avoided_by(person))
    for word in words:
        found = found.filter(search_text__contains=f" {word}")
    return list(found.order_by("sort_name", "id")[:MOST_FOUND])


def who_to_avoid(person: Person, uid: Any, day: date) -> Person | None:
    """A fellow member in the directory, or somebody on the list already."""
    shown = members_on(day).filter(uid=uid).exclude(search_text="").first()
    return shown or avoided_by(person).filter(uid=uid).first()

"""The end of the association: who is asked, what each lets others keep, whose book holds whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, JSONObject
from django.http import Http404

from events.models import Meeting
from events.queries.archive import held
from events.queries.meetings import visible_to
from members.models import Person
from members.queries import letter_address, members_on
from members.rules import folded_words
from network.models import Tie
from pulse.models import Closing, Farewell, FarewellFriend

WORDS = 6


def standing() -> Closing | None:
    """The end that is announced, or None."""
    return Closing.objects.filter(stands=True).first()


def get_closing(pk: int) -> Closing:
    """The gateway of links: an end that stands; Http404 once it is taken back."""
    found = Closing.objects.filter(pk=pk, stands=True).first()
    if found is None:
        raise Http404
    return found


def asked(day: date) -> QuerySet[Person]:
    """The members of the day, and those who were and agreed to be found by old friends."""
    found = Q(network__findable=True, network__left_at=None)
    here = Person.objects.filter(merged_into=None, deceased_on=None)
    return here.filter(found | Q(pk__in=members_on(day).values("pk")))


def is_asked(person: Person, day: date) -> bool:
    """Whether this person may say what others keep of them."""
    return asked(day).filter(pk=person.pk).exists()


def copies(closing: Closing, kind: str, day: date) -> QuerySet[Any, Any]:
    """Rows for `post_many`: a letter of this kind for everybody who is asked and has an address."""
    found = asked(day).order_by().annotate(to_=letter_address()).exclude(to_="")
    return found.annotate(
        about_=JSONObject(closing=Value(closing.pk), person=F("pk")),
        dedupe_=Concat(Value(f"{kind}:{closing.pk}:"), Cast("pk", CharField())),
    ).values_list("to_", "about_", "dedupe_")


@dataclass(frozen=True)
class Counts:
    """How many are asked, were members and are not, have answered, and are in the book."""

    asked: int
    former: int
    answered: int
    listed: int
    successor: int


def counts(closing: Closing | None, day: date) -> Counts:
    """The numbers of the wizard; nobody's own words."""
    everybody, members = asked(day).count(), members_on(day).count()
    said = Farewell.objects.filter(closing=closing) if closing else Farewell.objects.none()
    shown = said.exclude(shows=[])
    return Counts(
        everybody, everybody - members, said.count(), shown.count(),
        shown.filter(to_successor=True).count(),
    )  # fmt: skip


def farewell_of(closing: Closing, person: Person) -> Farewell | None:
    """What this person said."""
    return Farewell.objects.filter(closing=closing, person=person).first()


def friends_of(farewell: Farewell | None) -> QuerySet[Person]:
    """Whom the person chose, by name."""
    chosen = FarewellFriend.objects.filter(farewell=farewell, farewell__isnull=False)
    people = Person.objects.filter(pk__in=chosen.values("friend"), merged_into=None)
    return people.order_by("sort_name", "id")


def to_choose_from(person: Person, text: str, day: date) -> QuerySet[Any]:
    """Whom a person may choose: who is asked and shows their name, those they met first; for who
    is no member any longer only those they met."""
    met = Exists(
        Tie.objects.filter(Q(low=person, high=OuterRef("pk")) | Q(high=person, low=OuterRef("pk")))
    )
    found = asked(day).exclude(pk=person.pk).exclude(search_text="")
    found = found.annotate(met_=Case(When(met, True), default=False, output_field=BooleanField()))
    if not members_on(day).filter(pk=person.pk).exists():
        found = found.filter(met_=True)
    for word in folded_words(text)[:WORDS]:
        found = found.filter(search_text__contains=f" {word}")
    return found.order_by("-met_", "sort_name", "id")


def book(closing: Closing, reader: Person) -> QuerySet[Farewell]:
    """The reader's copy: who lets everybody keep something, and who chose this reader."""
    chosen = FarewellFriend.objects.filter(farewell=OuterRef("pk"), friend=reader)
    found = _shown(closing).exclude(person=reader)
    return found.filter(Q(audience=Farewell.Audience.EVERYBODY) | Exists(chosen))


def for_successor(closing: Closing) -> QuerySet[Farewell]:
    """Those to whom a successor may write."""
    return _shown(closing).filter(to_successor=True)


def _shown(closing: Closing) -> QuerySet[Farewell]:
    rows = (
        closing.farewells.exclude(shows=[])
        .select_related("person")
        .annotate(address_=letter_address("person__"))
    )
    here = rows.filter(person__merged_into=None, person__deceased_on=None)
    return here.order_by("person__sort_name", "person_id")


def talks(person: Person, at: datetime) -> QuerySet[Meeting]:
    """The past meetings that go into this person's archive, oldest first."""
    return held(visible_to(person, None), at).order_by("starts_at", "id")

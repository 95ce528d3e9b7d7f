""" "Did you meet?", the morning after."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, JSONObject

from members.queries import letter_address
from network.models import CoffeeWish, Pairing, PairingSeat
from outbox.actions import letters
from outbox.queries import zone

MORNING = 9


@transaction.atomic
def ask(*, at: datetime) -> int:
    """One letter to everybody who was to meet up to yesterday, from nine in the morning.

    A second run adds nothing. Writes Pairing and the outbox. Gives how many letters were new.
    """
    local = at.astimezone(zone())
    if local.hour < MORNING:
        return 0
    midnight = datetime.combine(local.date(), time(), zone())
    over = Q(agreed_at__lt=midnight) | Q(agreed_at=None, times__2__lt=midnight)
    waiting = Pairing.objects.select_for_update(skip_locked=True).filter(
        over, asked_at=None, called_off_at=None
    )
    due = list(waiting.values_list("pk", flat=True))
    Pairing.objects.filter(pk__in=due).update(asked_at=at)
    silent = PairingSeat.objects.filter(pairing__in=due, met=None)
    return letters.post_many(kind="coffee.met", rows=to_seats(silent, "met"), at=at)


def to_seats(seats: QuerySet[PairingSeat], name: str) -> QuerySet:
    """What `outbox.post_many` takes, for people with an address; nothing tells who sits where."""
    key = Cast("uid", CharField())
    rows = seats.annotate(
        to_=letter_address("person__"),
        about_=JSONObject(person=F("person_id"), coffee=key),
        dedupe_=Concat(Value(f"coffee.{name}:"), key),
    )
    return rows.exclude(to_="").order_by("person_id").values_list("to_", "about_", "dedupe_")


def to_wishes(wishes: QuerySet[CoffeeWish], at: datetime) -> QuerySet:
    """The same for people in the rounds; each pause is a letter of its own."""
    rows = wishes.annotate(
        to_=letter_address("person__"),
        about_=JSONObject(person=F("person_id")),
        dedupe_=Concat(
            Value("coffee.paused:"), Cast("person_id", CharField()), Value(f":{at:%Y%m%d%H%M}")
        ),
    )
    return rows.exclude(to_="").order_by("person_id").values_list("to_", "about_", "dedupe_")

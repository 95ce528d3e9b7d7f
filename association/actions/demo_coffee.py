"""Lunch and coffee in the demo: asked, answered, agreed, called off, and one that is over."""

from datetime import datetime, timedelta

from members.models import Person
from network.actions import coffees, proposals, rounds, wishes
from network.models import CoffeeWish, Pairing, Participant, Proposal
from network.rules.slots import SILENCES, monday_of, suggested
from outbox.queries import local_day, zone


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """The member is asked once, has a lunch that was and one to come, and sits in a round.

    Writes proposals, tables, wishes, a round and letters.
    """
    member = cast["member"]
    _asked(cast["organizer"], member, at, "lunch", "Tell me how the boat shed is coming along.")
    proposals.decline(proposal=_asked(cast["treasurer"], cast["president"], at, "coffee"), at=at)
    _agreed(cast["secretary"], member, at)
    off = _agreed(cast["treasurer"], cast["organizer"], at)
    coffees.call_off(seat=off.seats.all()[0], at=at)
    over = _agreed(cast["president"], member, at)
    over.times = [one - timedelta(days=14) for one in over.times]
    over.agreed_at, over.made_at = over.times[0], at - timedelta(days=14)
    over.save(update_fields=["times", "agreed_at", "made_at"])
    _round(cast, at)


def _round(cast: dict[str, Person], at: datetime) -> None:
    """A dozen are in the rounds; one said nothing three times. The next week is laid."""
    others = Participant.objects.filter(person__user__isnull=False).order_by("person")[:12]
    chosen = [cast["member"], cast["treasurer"], *(row.person for row in others)]
    people = {one.pk: one for one in chosen}
    for person in people.values():
        wishes.join(person=person, rhythm=1, city=person.city, at=at)
    silent = CoffeeWish.objects.filter(person=cast["treasurer"])
    silent.update(silences=SILENCES, paused_at=at)
    today = local_day(at)
    monday = monday_of(today)
    ahead = monday if today <= monday + timedelta(days=1) else monday + timedelta(days=7)
    rounds.make(monday=ahead, at=at)


def _asked(
    writer: Person, person: Person, at: datetime, kind: str = "lunch", words: str = ""
) -> Proposal:
    return proposals.propose(
        writer=writer, person=person, kind=kind, words=words, at=at,
        times=suggested(local_day(at), zone()),
    )  # fmt: skip


def _agreed(writer: Person, person: Person, at: datetime) -> Pairing:
    return proposals.accept(proposal=_asked(writer, person, at), chosen=0, at=at)

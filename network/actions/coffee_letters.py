"""The letters of lunch and coffee are put into the outbox; none tells there who meets whom."""

from datetime import datetime
from typing import Any

from members.models import Person
from members.queries import address_for
from network.models import Pairing, PairingSeat, Proposal
from outbox.actions import letters


def proposed(row: Proposal, at: datetime) -> None:
    """To the person asked, good until the last of the times."""
    _post("proposed", row.person, at, key=str(row.uid), valid_until=max(row.times))


def declined(row: Proposal, at: datetime) -> None:
    """To the one who asked."""
    _post("declined", row.writer, at, key=str(row.reply_uid))


def settled(pairing: Pairing, at: datetime) -> None:
    """To everybody at the table: this is the time, with the calendar."""
    for seat in seats(pairing):
        _post("settled", seat.person, at, key=str(seat.uid), valid_until=pairing.agreed_at)


def called_off(pairing: Pairing, at: datetime) -> None:
    """To everybody at the table: it does not take place, out of the calendar."""
    for seat in seats(pairing):
        _post("off", seat.person, at, key=str(seat.uid), valid_until=pairing.agreed_at)


def seats(pairing: Pairing) -> Any:
    """The seats of one table with their people."""
    return PairingSeat.objects.filter(pairing=pairing).select_related("person").order_by("id")


def _post(
    name: str, person: Person, at: datetime, *, key: str, valid_until: datetime | None = None
) -> None:
    to = address_for(person)
    # Without an address it would be printed, and read by who prints it: the page tells it.
    if to:
        letters.post(
            kind=f"coffee.{name}", to=to, about={"person": person.pk, "coffee": key},
            dedupe_key=f"coffee.{name}:{key}", at=at, valid_until=valid_until,
        )  # fmt: skip

"""What the tables of this package know of a person: all of it goes with either of the two."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from members.models import Person
from members.personal import DELETE, PSEUDONYM, before_erasure, register
from network.actions import participation
from network.models import (
    Ask,
    Avoidance,
    Cadence,
    CoffeeRound,
    CoffeeWish,
    FoldedMeeting,
    NeverAsk,
    Pairing,
    PairingSeat,
    Participant,
    Proposal,
    Tie,
    Touch,
)


def register_all() -> None:
    """Fill the socket for every table of the network. Notes are exported to their writer alone."""
    before_erasure(_forget)
    register(
        Touch, rows=_by_or_about, whose="writer", writer=DELETE, person=DELETE, channel=DELETE,
        on=DELETE, note=DELETE, made_at=DELETE,
    )  # fmt: skip
    register(
        Cadence, rows=_by_or_about, whose="writer", writer=DELETE, person=DELETE, days=DELETE,
        snoozed_until=DELETE, never=DELETE,
    )  # fmt: skip
    register(
        Participant, whose="person", person=DELETE, told_at=DELETE, left_at=DELETE, findable=DELETE,
        named=DELETE,
    )  # fmt: skip
    register(
        Tie, rows=_tied, low=DELETE, high=DELETE, strength=DELETE, contacts=DELETE, first_on=DELETE,
        last_on=DELETE,
    )  # fmt: skip
    register(FoldedMeeting, neutral="meeting closed_at")
    _register_coffee()
    _register_asks()


def _register_coffee() -> None:
    """What is avoided is told to its writer alone, what is proposed to who wrote it."""
    register(Avoidance, rows=_by_or_about, whose="writer", writer=DELETE, person=DELETE)
    register(
        Proposal, rows=_by_or_about, whose="writer", uid=DELETE, reply_uid=DELETE, writer=DELETE,
        person=DELETE, kind=DELETE, words=DELETE, times=DELETE, state=DELETE, made_at=DELETE,
        answered_at=DELETE,
    )  # fmt: skip
    # Who sat there stands in the seats.
    register(CoffeeRound, neutral="day made_at")
    register(
        Pairing,
        neutral="uid round kind times agreed_at made_at asked_at closed_at met_on called_off_at",
    )
    register(
        CoffeeWish, whose="person", person=DELETE, rhythm=DELETE, city=DELETE, joined_at=DELETE,
        silences=DELETE, paused_at=DELETE,
    )  # fmt: skip
    register(
        PairingSeat, whose="person", uid=DELETE, pairing=DELETE, person=DELETE, suits=DELETE,
        met=DELETE, answered_at=DELETE,
    )  # fmt: skip


def _forget(person: Person, by: Person | None, at: datetime) -> None:
    """Nobody is left alone at a table."""
    participation.forget(person=person, at=at)


def _register_asks() -> None:
    """Asks go with whom they are about; who asked or picked stays without a name."""
    own = replace(PSEUDONYM, exported=False)
    register(
        Ask, whose="person", uid=DELETE, seat=DELETE, duty=DELETE, project=DELETE, role=DELETE,
        person=DELETE, asker=own, state=DELETE, picked_at=DELETE, picked_by=own, said_at=DELETE,
        asked_at=DELETE, answered_at=DELETE, ended_at=DELETE, note=DELETE,
    )  # fmt: skip
    register(NeverAsk, whose="person", person=DELETE, said_at=DELETE)


def _by_or_about(person: Person) -> Q:
    return Q(writer=person.pk) | Q(person=person.pk)


def _tied(person: Person) -> Q:
    return Q(low=person.pk) | Q(high=person.pk)

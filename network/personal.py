"""What the tables of this package know of a person: it goes with either of the two, but for the
fact that a seat was asked for, which stays without names."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy

from members.models import Person
from members.personal import BLANK, DELETE, PSEUDONYM, before_erasure, kept, register
from network.actions import asks, invitations, participation
from network.models import (
    Ask,
    Avoidance,
    Cadence,
    CoffeeRound,
    CoffeeWish,
    Exchange,
    FoldedMeeting,
    FriendNote,
    Introducer,
    Introduction,
    Invitation,
    NeverAsk,
    Opening,
    Pairing,
    PairingSeat,
    Participant,
    Proposal,
    Signal,
    Tie,
    Touch,
)

HISTORY = gettext_lazy("Which seats of the board were filled when.")


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
    _register_openings()


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
    register(Exchange, whose="person", person=DELETE, seeks=DELETE, offers=DELETE, ends_on=DELETE)
    register(
        FriendNote, rows=_friend_or_person, whose="friend", uid=DELETE, friend=DELETE,
        person=DELETE, made_at=DELETE, sent_at=DELETE, ended_at=DELETE,
    )  # fmt: skip
    register(
        Invitation, whose="inviter", uid=DELETE, inviter=DELETE, meeting=DELETE, name=DELETE,
        address=DELETE, canonical=replace(DELETE, exported=False), words=DELETE, guest_ask=DELETE,
        made_at=DELETE,
    )  # fmt: skip
    register(
        PairingSeat, whose="person", uid=DELETE, pairing=DELETE, person=DELETE, suits=DELETE,
        met=DELETE, answered_at=DELETE,
    )  # fmt: skip


def _register_openings() -> None:
    """Openings go with who posted them; introductions with either side."""
    register(
        Opening, rows=_posted, whose="poster", uid=DELETE, poster=DELETE, title=DELETE,
        employer=DELETE, place=DELETE, text=DELETE, link=DELETE, made_at=DELETE, ends_on=DELETE,
        closed_at=DELETE,
    )  # fmt: skip
    register(
        Signal, whose="person", person=DELETE, kind=DELETE, words=DELETE, audience=DELETE,
        made_at=DELETE, ends_on=DELETE,
    )  # fmt: skip
    register(Introducer, whose="person", opening=DELETE, person=DELETE, made_at=DELETE)
    register(
        Introduction, rows=_seeks_or_introduces, whose="seeker", uid=DELETE, opening=DELETE,
        seeker=DELETE, introducer=DELETE, words=DELETE, state=DELETE, made_at=DELETE,
        answered_at=DELETE,
    )  # fmt: skip


def _forget(person: Person, by: Person | None, at: datetime) -> None:
    """Nobody is left alone at a table, and nobody who is gone is asked or asks."""
    participation.forget(person=person, at=at)
    invitations.forget_one(person=person)
    for row in Ask.objects.filter(Q(person=person) | Q(asker=person), state__in=Ask.OPEN):
        asks.withdraw(ask=row, by=by, at=at)


def _register_asks() -> None:
    """That a seat was asked for stays on its file without names; a note goes."""
    own, stays = replace(PSEUDONYM, exported=False), kept(HISTORY)
    register(
        Ask, whose="person", person=PSEUDONYM, asker=own, picked_by=own, note=BLANK,
        state=stays, picked_at=stays, said_at=stays, asked_at=stays, answered_at=stays,
        ended_at=stays, neutral="uid seat duty project role",
    )  # fmt: skip
    register(NeverAsk, whose="person", person=DELETE, said_at=DELETE)


def _by_or_about(person: Person) -> Q:
    return Q(writer=person.pk) | Q(person=person.pk)


def _friend_or_person(person: Person) -> Q:
    return Q(friend=person.pk) | Q(person=person.pk)


def _posted(person: Person) -> Q:
    return Q(poster=person.pk)


def _seeks_or_introduces(person: Person) -> Q:
    return Q(seeker=person.pk) | Q(introducer=person.pk)


def _tied(person: Person) -> Q:
    return Q(low=person.pk) | Q(high=person.pk)

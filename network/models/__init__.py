"""Who takes part, what connects two people, and each member's own notes about others."""

from network.models.asks import Ask, NeverAsk
from network.models.coffee import (
    Avoidance,
    CoffeeRound,
    CoffeeWish,
    Kind,
    Pairing,
    PairingSeat,
    Proposal,
)
from network.models.exchange import Exchange
from network.models.invitations import Invitation
from network.models.notes import Cadence, Touch
from network.models.old_friends import FriendNote
from network.models.openings import Introducer, Introduction, Opening
from network.models.signals import Signal
from network.models.ties import FoldedMeeting, Participant, Tie

__all__ = [
    "Ask",
    "Avoidance",
    "Cadence",
    "CoffeeRound",
    "CoffeeWish",
    "Exchange",
    "FoldedMeeting",
    "FriendNote",
    "Introducer",
    "Introduction",
    "Invitation",
    "Kind",
    "NeverAsk",
    "Opening",
    "Pairing",
    "PairingSeat",
    "Participant",
    "Proposal",
    "Signal",
    "Tie",
    "Touch",
]

"""Who takes part, what connects two people, and each member's own notes about others."""

from network.models.coffee import Avoidance, Kind, Pairing, PairingSeat, Proposal
from network.models.notes import Cadence, Touch
from network.models.ties import FoldedMeeting, Participant, Tie

__all__ = [
    "Avoidance",
    "Cadence",
    "FoldedMeeting",
    "Kind",
    "Pairing",
    "PairingSeat",
    "Participant",
    "Proposal",
    "Tie",
    "Touch",
]

"""Who takes part, what connects two people, and each member's own notes about others."""

from network.models.notes import Cadence, Touch
from network.models.ties import FoldedMeeting, Participant, Tie

__all__ = ["Cadence", "FoldedMeeting", "Participant", "Tie", "Touch"]

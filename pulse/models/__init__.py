"""What the pulse owns: calls, and the end of an association with what its members wish for it. All
else is read."""

from pulse.models.calls import FollowUp
from pulse.models.closing import Closing, Farewell, FarewellFriend

__all__ = ["Closing", "Farewell", "FarewellFriend", "FollowUp"]

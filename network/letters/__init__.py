"""What the network says: one composer per kind of letter, and a block of the reminder."""

from network.letters.coffee import (
    called_off,
    declined,
    did_you_meet,
    group,
    paused,
    proposed,
    settled,
)
from network.letters.company import company
from network.letters.guests import came, invited
from network.letters.old_friends import draft
from network.letters.openings import introduction_agreed, introduction_asked

__all__ = [
    "called_off",
    "came",
    "company",
    "declined",
    "did_you_meet",
    "draft",
    "group",
    "introduction_agreed",
    "introduction_asked",
    "invited",
    "paused",
    "proposed",
    "settled",
]

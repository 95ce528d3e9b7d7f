"""The letter of the pulse, and what it tells packages below of its table."""

from django.db.models import Q

from members.merging import repoint
from outbox import kinds
from pulse import letters, personal

kinds.register("pulse.silence", composer=letters.silence, category="board")

repoint("pulse.FollowUp", "person", once=("reason",), live=~Q(state="done"))
repoint("pulse.FollowUp", "owner", "settled_by")

personal.register_all()

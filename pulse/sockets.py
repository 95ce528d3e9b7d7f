"""What the pulse tells packages below of its table."""

from django.db.models import Q

from members.merging import repoint
from pulse import personal

repoint("pulse.FollowUp", "person", once=("reason",), live=~Q(state="done"))
repoint("pulse.FollowUp", "owner", "settled_by")

personal.register_all()

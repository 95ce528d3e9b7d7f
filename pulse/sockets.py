"""The letter of the pulse, and what it tells packages below of its table."""

from django.db.models import Q

from members import panels
from members.merging import repoint
from outbox import kinds
from pulse import letters, personal
from pulse.queries.calls import on_my_page

kinds.register("pulse.call", composer=letters.call, category="coffee")
kinds.register("closing.announced", composer=letters.announced)
kinds.register("closing.books", composer=letters.books)
kinds.register("closing.taken_back", composer=letters.taken_back)
kinds.register("pulse.silence", composer=letters.silence, category="board")

panels.register("me", on_my_page)

repoint("pulse.FollowUp", "person", once=("reason",), live=~Q(state="done"))
repoint("pulse.FollowUp", "owner", "settled_by")
repoint("pulse.Closing", "begun_by", "withdrawn_by")
repoint("pulse.Farewell", "person", once=("closing",))
repoint("pulse.FarewellFriend", "friend", once=("farewell",))

personal.register_all()

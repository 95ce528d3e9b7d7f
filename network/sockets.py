"""The letters and panels of the network, and what becomes of its columns in a merge or erasure."""

from django.db.models import Q

from members import blocks, panels
from members.merging import Stay, register, repoint
from network import letters, personal
from network.models import Ask, FriendNote
from network.queries import asks, company, leaning, open_seat, record
from outbox import kinds

kinds.register("coffee.proposed", composer=letters.proposed, category="coffee")
kinds.register("coffee.declined", composer=letters.declined)
kinds.register("coffee.settled", composer=letters.settled)
kinds.register("coffee.off", composer=letters.called_off)
kinds.register("coffee.group", composer=letters.group, category="coffee")
kinds.register("coffee.paused", composer=letters.paused, category="coffee")
kinds.register("colleague.invited", composer=letters.invited, category="invitations")
kinds.register("colleague.came", composer=letters.came, category="network")
kinds.register("friend.draft", composer=letters.draft, category="network")
kinds.register("introduction.asked", composer=letters.introduction_asked, category="network")
kinds.register("introduction.agreed", composer=letters.introduction_agreed)
kinds.register("coffee.met", composer=letters.did_you_meet, category="coffee")

panels.register("me", asks.on_my_page)
panels.register("me", record.on_my_page)
panels.register("seat", open_seat.on_its_page)
panels.register("terms", leaning.at_the_desk)
panels.register("meeting", company.on_its_page)
blocks.register("meeting.reminder", "company", letters.company)

repoint("network.Touch", "writer", apart=("person",))
repoint("network.Touch", "person", apart=("writer",))
repoint("network.Cadence", "writer", once=("person",), apart=("person",))
repoint("network.Cadence", "person", once=("writer",), apart=("writer",))
repoint("network.Participant", "person", every=True)
repoint("network.Avoidance", "writer", once=("person",), apart=("person",))
repoint("network.Avoidance", "person", once=("writer",), apart=("writer",))
repoint("network.Proposal", "writer", once=("person",), live=Q(state="asked"), apart=("person",))
repoint("network.Proposal", "person", once=("writer",), live=Q(state="asked"), apart=("writer",))
repoint("network.CoffeeWish", "person", every=True)
repoint("network.Invitation", "inviter", once=("meeting", "canonical"))
OPEN_NOTE = FriendNote.OPEN
repoint("network.FriendNote", "friend", every=True, live=OPEN_NOTE, apart=("person",))
repoint("network.FriendNote", "person", every=True, live=OPEN_NOTE, apart=("friend",))
repoint("network.Exchange", "person", every=True)
repoint("network.Signal", "person", once=("kind",))
repoint("network.Opening", "poster")
repoint("network.Introducer", "person", once=("opening",))
repoint("network.Introduction", "seeker", once=("opening", "introducer"), apart=("introducer",))
repoint("network.Introduction", "introducer", once=("opening", "seeker"), apart=("seeker",))
repoint("network.PairingSeat", "person", once=("pairing",))
OPEN = Q(state__in=Ask.OPEN)
repoint("network.Ask", "person", every=True, live=OPEN, apart=("asker",))
repoint("network.Ask", "asker", apart=("person",))
repoint("network.Ask", "picked_by")
repoint("network.NeverAsk", "person", every=True)
# A cache: worked out anew from the attendance that has moved.
register("network.Tie.low", Stay())
register("network.Tie.high", Stay())

personal.register_all()

"""The letters of the network; what becomes of its columns when people are merged or erased."""

from django.db.models import Q

from members.merging import Stay, register, repoint
from network import letters, personal
from outbox import kinds

kinds.register("coffee.proposed", composer=letters.proposed, category="coffee")
kinds.register("coffee.declined", composer=letters.declined)
kinds.register("coffee.settled", composer=letters.settled)
kinds.register("coffee.off", composer=letters.called_off)
kinds.register("coffee.group", composer=letters.group, category="coffee")
kinds.register("coffee.paused", composer=letters.paused, category="coffee")
kinds.register("coffee.met", composer=letters.did_you_meet, category="coffee")

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
repoint("network.PairingSeat", "person", once=("pairing",))
# A cache: worked out anew from the attendance that has moved.
register("network.Tie.low", Stay())
register("network.Tie.high", Stay())

personal.register_all()

"""What becomes of this package's columns when two people become one, or one is erased."""

from members.merging import Stay, register, repoint
from network import personal

repoint("network.Touch", "writer", apart=("person",))
repoint("network.Touch", "person", apart=("writer",))
repoint("network.Cadence", "writer", once=("person",), apart=("person",))
repoint("network.Cadence", "person", once=("writer",), apart=("writer",))
repoint("network.Participant", "person", every=True)
# A cache: worked out anew from the attendance that has moved.
register("network.Tie.low", Stay())
register("network.Tie.high", Stay())

personal.register_all()

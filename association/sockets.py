"""The letters the house writes as a whole."""

from association import letters
from outbox import kinds

kinds.register("newcomer.promised", composer=letters.promised, category="board")

"""The letters this package writes."""

from outbox import kinds
from roles import letters

kinds.register("term.ending", composer=letters.term_ending, category="board")

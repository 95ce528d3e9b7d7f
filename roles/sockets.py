"""The letters this package writes."""

from members import blocks
from outbox import kinds
from roles import letters

kinds.register("term.ending", composer=letters.term_ending, category="board")

blocks.register("membership.notice", "value", letters.year_block)

"""The letters this package writes."""

from members import letters, queries
from outbox import kinds

kinds.register("membership.welcome", composer=letters.welcome, category="membership")
kinds.register("membership.notice", composer=letters.notice, category="membership")
kinds.register("membership.told", composer=letters.told)
kinds.read_languages(queries.readers_languages)

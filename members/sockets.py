"""The letters this package writes."""

from members import letters, mergers, queries
from members.letters import addresses, announcements, applications, relays, retention, waivers
from members.personal import below, own
from outbox import kinds

kinds.register("membership.welcome", composer=letters.welcome, category="membership")
kinds.register("membership.notice", composer=letters.notice, category="membership")
kinds.register("person.address_changed", composer=addresses.changed)
kinds.register("person.relay", composer=relays.relay, category="contact")
kinds.register("person.retention", composer=retention.ending)
kinds.register("application.confirm", composer=applications.confirm)
kinds.register("application.received", composer=applications.received)
kinds.register("application.approved", composer=applications.approved)
kinds.register("application.declined", composer=applications.declined)
kinds.register("application.told", composer=applications.told)
kinds.register("membership.between", composer=waivers.between, category="membership")
kinds.register("membership.uncovered", composer=waivers.uncovered)
kinds.register("membership.told", composer=letters.told)
kinds.register("letter.announcement", composer=announcements.announcement, category="announcements")
kinds.register("letter.notice", composer=announcements.announcement)
kinds.register("letter.test", composer=announcements.test)
kinds.read_languages(queries.readers_languages)

mergers.register_own()
below.register_all()
own.register_all()

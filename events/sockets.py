"""The letters this package writes, and what it adds to one's own page."""

from events import letters
from events.queries.tickets import on_my_page
from members import panels
from outbox import kinds

kinds.register("meeting.invitation", composer=letters.invitation, category="meetings")
kinds.register("meeting.reminder", composer=letters.reminder, category="meetings")
kinds.register("meeting.moved", composer=letters.moved)
kinds.register("meeting.cancelled", composer=letters.cancelled)
kinds.register("guest.link", composer=letters.guests.link)
kinds.register("guest.apply", composer=letters.guests.apply, category="announcements")
kinds.register("rsvp.confirmation", composer=letters.confirmation)
kinds.register("rsvp.promotion", composer=letters.promotion)
kinds.register("rsvp.offer", composer=letters.offer)

panels.register("me", on_my_page)

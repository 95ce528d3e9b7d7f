"""The letters this package writes, and what it adds to one's own page."""

from events import letters, mergers, personal
from events.queries import service, tickets
from members import blocks, panels
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
kinds.register("duty.reminder", composer=letters.duties.reminder)
kinds.register("duty.ask", composer=letters.duties.ask, category="meetings")
kinds.register("duty.told", composer=letters.duties.told)
kinds.register("duty.partner", composer=letters.duties.partner)
kinds.register("duty.thanks", composer=letters.duties.thanks, category="meetings")

panels.register("me", tickets.on_my_page)
panels.register("me", service.on_my_page)

blocks.register("membership.notice", "value", letters.year.block)

mergers.register_own()
personal.register_all()

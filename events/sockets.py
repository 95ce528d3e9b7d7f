"""The letters this package writes, and what it adds to one's own page."""

from events import letters, mergers, personal
from events.actions import seat_claims as seats_paid
from events.queries import after, credits, seat_claims, seen, service, tickets
from members import blocks, claims, met, panels
from members.seen import register as register_seen
from members.seen import register_keeper
from outbox import kinds

kinds.register("meeting.invitation", composer=letters.invitation, category="meetings")
kinds.register("meeting.reminder", composer=letters.reminder, category="meetings")
kinds.register("meeting.moved", composer=letters.moved)
kinds.register("meeting.cancelled", composer=letters.cancelled)
kinds.register("meeting.newcomer_in", composer=letters.door.newcomer_in)
kinds.register("meeting.after", composer=letters.after_meeting.after, category="meetings")
kinds.register("digest.weekly", composer=letters.digests.weekly, category="digest")
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
kinds.register("report.monthly", composer=letters.reports.monthly, category="board")
kinds.register("speaker.ask", composer=letters.speakers.ask)
kinds.register("speaker.chase", composer=letters.speakers.chase)
kinds.register("speaker.silent", composer=letters.speakers.silent)
kinds.register("speaker.answered", composer=letters.speakers.answered)
kinds.register("speaker.thanks", composer=letters.speakers.thanks)

panels.register("me", tickets.on_my_page)
panels.register("me", service.on_my_page)

blocks.register("membership.notice", "value", letters.year.block)
met.register(after.met_by)
for provider in (seen.came, seen.answered, seen.asked_to_speak, seen.spoke):
    register_seen(provider)
register_keeper(credits.kept)
claims.register(
    "events",
    claims.Source(
        owed=seat_claims.owed,
        settle=seats_paid.settle,
        standing=seat_claims.standing,
        take_back=seats_paid.take_back,
    ),
)
mergers.register_own()
personal.register_all()

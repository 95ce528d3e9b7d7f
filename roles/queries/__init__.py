"""Who sits where on a day, and what that allows."""

from roles.queries.holders import holders, officer
from roles.queries.rights import can_appoint, fallback_terms, may_appoint, rights_of, running
from roles.queries.seats import SeatView, board_on, jobs_by_meeting, past_boards, seats_on
from roles.queries.timeline import seats_over_time

__all__ = [
    "SeatView",
    "board_on",
    "can_appoint",
    "fallback_terms",
    "holders",
    "jobs_by_meeting",
    "may_appoint",
    "officer",
    "past_boards",
    "rights_of",
    "running",
    "seats_on",
    "seats_over_time",
]

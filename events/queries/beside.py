"""What stands beside the programme on a meeting's page: papers, links, and what comes after."""

from datetime import datetime
from typing import Any

from events.models import Meeting, Paper, Rsvp
from events.queries.after import is_open
from events.queries.pages import Page
from events.queries.papers import WRITE, readable


def beside(meeting: Meeting, user: Any, at: datetime, page: Page) -> dict[str, Any]:
    """`papers` and `links` for this reader, `unwritten` kinds for who may write them, and whether
    the reader is asked how it was (`asks_after`). No query."""
    aside = page.aside
    found = readable(aside.papers, user, is_member=page.is_member, on_board=aside.on_board)
    kinds = {paper.kind for paper in found}
    writes = user.is_authenticated and user.has_perm(WRITE)
    believed = meeting.state != Meeting.State.CLOSED and page.panel.state == Rsvp.State.GOING
    return {
        "papers": found,
        "links": aside.links,
        "unwritten": [kind for kind in Paper.Kind if kind not in kinds] if writes else [],
        "asks_after": is_open(meeting, at) and (aside.was_seen or believed),
        "shows_feedback": user.is_authenticated
        and meeting.starts_at <= at
        and user.has_perm("events.manage_meetings"),
    }

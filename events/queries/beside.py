"""What stands beside the programme on a meeting's page: papers, links, and what comes after."""

from datetime import datetime
from typing import Any

from events.models import Link, Meeting, Paper
from events.queries.after import is_open, was_there
from events.queries.papers import WRITE, papers
from members.queries import of_user


def beside(meeting: Meeting, user: Any, at: datetime) -> dict[str, Any]:
    """`papers` and `links` for this reader, `unwritten` kinds for who may write them, and whether
    the reader is asked how it was (`asks_after`)."""
    person = of_user(user)
    found = papers(meeting, user, at) if getattr(meeting, "papered_", True) else []
    linked = getattr(meeting, "linked_", True)
    links = list(Link.objects.filter(meeting=meeting)) if linked else []
    kinds = {paper.kind for paper in found}
    writes = user.is_authenticated and user.has_perm(WRITE)
    return {
        "papers": found,
        "links": links,
        "unwritten": [kind for kind in Paper.Kind if kind not in kinds] if writes else [],
        "asks_after": bool(person and is_open(meeting, at) and was_there(meeting, person)),
        "shows_feedback": user.is_authenticated
        and meeting.starts_at <= at
        and user.has_perm("events.manage_meetings"),
    }

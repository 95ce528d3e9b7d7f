"""Agendas and minutes, and who may read them."""

from datetime import datetime
from typing import Any

from django.http import Http404

from events.models import Meeting, Paper, Series
from members.models import Person
from members.queries import is_member_on, of_user
from outbox.queries import local_day
from roles.models import Role
from roles.queries import running

WRITE, READ_BOARD = "events.write_minutes", "events.view_board_papers"
Audience = Paper.Audience


def may_read(paper: Paper, user: Any, at: datetime) -> bool:
    """Whether this log-in may read the paper at this instant: drafts are for who writes and for
    the board; settled ones for their audience."""
    if user.is_authenticated and user.has_perm(WRITE):
        return True
    if paper.state == Paper.State.APPROVED and paper.audience == Audience.PUBLIC:
        return True
    person = of_user(user)
    if person is None:
        return False
    settled = paper.state == Paper.State.APPROVED and paper.audience == Audience.MEMBERS
    if settled and is_member_on(person, local_day(at)):
        return True
    return user.has_perm(READ_BOARD) or on_board(person, at)


def on_board(person: Person, at: datetime) -> bool:
    """Whether the person holds a seat of the board that day; shadows read along."""
    seats = running(local_day(at)).filter(seat__role__body=Role.Body.BOARD)
    return seats.filter(person=person).exists()


def papers(meeting: Meeting, user: Any, at: datetime) -> list[Paper]:
    """Those of the meeting's papers this log-in may read, the agenda first."""
    found = Paper.objects.filter(meeting=meeting).select_related("approved_by").order_by("kind")
    return [paper for paper in found if may_read(paper, user, at)]


def get_paper(meeting: Meeting, kind: str, user: Any, at: datetime) -> Paper:
    """The gateway; Http404 where there is none or it is not for this reader."""
    related = ("approved_by", "written_by")
    paper = Paper.objects.filter(meeting=meeting, kind=kind).select_related(*related).first()
    if paper is None or not may_read(paper, user, at):
        raise Http404
    return paper


def usual_audience(meeting: Meeting) -> str:
    """Papers of board meetings are the board's, all others the members'."""
    return Audience.BOARD if meeting.series.kind == Series.Kind.BOARD else Audience.MEMBERS


def outline(meeting: Meeting, kind: str) -> str:
    """What a new paper begins with: minutes with the agenda, if there is one."""
    if kind != Paper.Kind.MINUTES:
        return ""
    agenda = Paper.objects.filter(meeting=meeting, kind=Paper.Kind.AGENDA).first()
    return agenda.text if agenda else ""

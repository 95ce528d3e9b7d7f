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
    person = of_user(user)
    member = person is not None and is_member_on(person, local_day(at))
    board = person is not None and on_board(person, at)
    return bool(readable([paper], user, is_member=member, on_board=board))


def on_board(person: Person, at: datetime) -> bool:
    """Whether the person holds a seat of the board that day; shadows read along."""
    seats = running(local_day(at)).filter(seat__role__body=Role.Body.BOARD)
    return seats.filter(person=person).exists()


def readable(papers: list[Paper], user: Any, *, is_member: bool, on_board: bool) -> list[Paper]:
    """Those of the papers this log-in may read, by what is already known of its person."""
    if user.is_authenticated and (user.has_perm(WRITE) or user.has_perm(READ_BOARD) or on_board):
        return papers
    audiences = {Audience.PUBLIC, Audience.MEMBERS} if is_member else {Audience.PUBLIC}
    return [
        paper
        for paper in papers
        if paper.state == Paper.State.APPROVED and paper.audience in audiences
    ]


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

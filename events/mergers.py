"""What becomes of answers, attendance and jobs when two people become one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from events.actions import attendance, rsvp
from events.actions.refusals import Refused
from events.models import Attendance, Rsvp
from events.queries.answers import ACTIVE
from members.merging import Repoint, register, repoint
from members.models import Person


@dataclass(frozen=True)
class Answers(Repoint):
    """One answer to a meeting stays: the winner's, unless only the loser's is alive.

    The spare one is cancelled by its own action, so that its seat goes to who waits; where the
    meeting takes no answers any more it stays with the loser's row.
    """

    def move(self, *, winner: Person, loser: Person, by: Person | None, at: datetime) -> list[int]:
        """Cancel what is spare, give way where the winner's own is no answer, then repoint."""
        alive = Rsvp.objects.filter(person=loser, state__in=ACTIVE)
        own = Rsvp.objects.filter(person=winner, meeting__in=alive.values("meeting"))
        own.exclude(state__in=ACTIVE).delete()
        twice = alive.filter(meeting__in=list(own.values_list("meeting", flat=True)))
        for row in twice.select_related("meeting"):
            _cancel(row, loser, by, at)
        return super().move(winner=winner, loser=loser, by=by, at=at)


@dataclass(frozen=True)
class Presence(Repoint):
    """Nobody is in a room twice: the loser's line is taken back by its own action."""

    def move(self, *, winner: Person, loser: Person, by: Person | None, at: datetime) -> list[int]:
        """Take back what is spare, then repoint."""
        own = Attendance.objects.filter(person=winner, voided_at=None).values("meeting")
        spare = Attendance.objects.filter(person=loser, voided_at=None, meeting__in=own)
        for row in spare.select_related("meeting"):
            _leave(row, loser, by, at)
        return super().move(winner=winner, loser=loser, by=by, at=at)


def _cancel(row: Rsvp, person: Person, by: Person | None, at: datetime) -> None:
    try:
        rsvp.cancel(meeting=row.meeting, person=person, by=by, at=at, via="merge")
    except Refused:
        # A meeting that has begun keeps what was answered.
        return


def _leave(row: Attendance, person: Person, by: Person | None, at: datetime) -> None:
    try:
        attendance.undo(meeting=row.meeting, person=person, by=by, at=at)
    except Refused:
        # A closed meeting keeps its report.
        return


def register_own() -> None:
    """Every column of this package that names a person."""
    repoint("events.Meeting", "contact")
    repoint("events.Speaking", "person")
    register("events.Rsvp.person", Answers("events.Rsvp", "person", ("meeting",), apart=("host",)))
    repoint("events.Rsvp", "host", apart=("person",))
    repoint("events.Rsvp", "answered_by")
    here = Q(voided_at=None)
    presence = Presence("events.Attendance", "person", ("meeting",), here)
    register("events.Attendance.person", presence)
    repoint("events.Attendance", "host", "recorded_by", "voided_by")
    serving = ~Q(state="left")
    repoint("events.DutySignup", "person", once=("duty",), live=serving, apart=("partner",))
    repoint("events.DutySignup", "partner", apart=("person",))
    repoint("events.DutySignup", "taken_by", "left_by")
    repoint("events.DutyAsk", "person", once=("signup",))
    repoint("events.GuestAsk", "person", "greeter")
    _register_more()


def _register_more() -> None:
    """What came to a meeting later: words, doors, feeds, topics, speakers."""
    repoint("events.Feedback", "person", once=("meeting",))
    repoint("events.Met", "person", once=("other", "meeting"), apart=("other",))
    repoint("events.Met", "other", once=("person", "meeting"), apart=("person",))
    repoint("events.Paper", "written_by", "approved_by")
    repoint("events.Link", "added_by")
    repoint("events.DoorEntry", "person", "received_by")
    repoint("events.SheetLine", "person", once=("meeting",))
    repoint("events.CalendarFeed", "person", every=True)
    repoint("events.SeatPayment", "recorded_by", "voided_by")
    repoint("events.SavedReport", "made_by")
    repoint("events.ReportReader", "person", once=("saved",))
    repoint("events.TopicIdea", "suggested_by", "decided_by")
    repoint("events.TopicSecond", "person", once=("idea",))
    repoint("events.Backup", "person", once=("topic",), live=Q(removed_at=None))
    repoint("events.Backup", "added_by")
    repoint("events.SpeakerAsk", "person", "asked_by")

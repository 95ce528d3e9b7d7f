"""Who a letter about a meeting speaks for and to."""

from datetime import date, datetime

from django.db.models import BigIntegerField

from events.models import Meeting, Rsvp
from kit.memo import remembered
from kit.prepared import Given, PreparedObjects
from members.models import Person
from members.queries import address_for, has_right
from members.rules.grace import Right
from outbox.queries import letterhead, local_day
from roles.queries import officer


@remembered
def meeting_of(pk: int) -> Meeting | None:
    """The meeting with its venue, series and contact."""
    return Meeting.objects.select_related("venue", "series", "contact").filter(pk=pk).first()


def answer_of(pk: int) -> Rsvp | None:
    """An answer with its meeting and person."""
    related = ("meeting__venue", "meeting__series", "meeting__contact", "person")
    return Rsvp.objects.select_related(*related).filter(pk=pk).first()


PERSON = PreparedObjects(lambda: Person.objects.filter(pk=Given("id", BigIntegerField())))
ANSWER = PreparedObjects(
    lambda: Rsvp.objects.filter(
        meeting=Given("meeting", BigIntegerField()), person=Given("person", BigIntegerField())
    )
)


def answer_by(meeting_id: int, person_id: int) -> Rsvp | None:
    """What this person said to this meeting, if anything."""
    return ANSWER.first(meeting=meeting_id, person=person_id)


def person_of(pk: int) -> Person | None:
    """Somebody a letter goes to; None where there is no such row."""
    return PERSON.first(id=pk)


def guest_names(rsvp: Rsvp) -> list[str]:
    """The guests who come, or wait, with this answer's person."""
    party = Rsvp.objects.filter(meeting_id=rsvp.meeting_id, host_id=rsvp.person_id)
    return list(
        party.filter(state=rsvp.state).order_by("id").values_list("person__name", flat=True)
    )


def is_member(person: Person, at: datetime) -> bool:
    """Whether the person comes to meetings as a member on that day."""
    return has_right(person, Right.MEETINGS, local_day(at))


def signer(meeting: Meeting, at: datetime) -> tuple[str, str]:
    """Name and address of who signs letters about the meeting: its contact, else the organizer.

    Where that person has no address, answers go to the letterhead's.
    """
    return _signer(meeting, local_day(at))


@remembered
def _signer(meeting: Meeting, day: date) -> tuple[str, str]:
    person = meeting.contact or officer("events.manage_meetings", day)
    head = letterhead()
    if person is None:
        return (head.signer_name, head.reply_to) if head else ("", "")
    return person.name, address_for(person) or (head.reply_to if head else "")

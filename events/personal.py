"""What the tables of this package know of a person."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events import models as m
from events.actions import rsvp
from events.queries.answers import ACTIVE
from members.models import Person
from members.personal import BLANK, PSEUDONYM, Entry, Erasure, before_erasure, kept, register

COUNTS = _("Counts of seats and of hours stay true; the row names nobody any more.")
counted = kept(COUNTS)
named = Entry(erasure=Erasure.BLANK, blank=lambda person: "Erased person")
no_address = Entry(
    erasure=Erasure.BLANK, blank=lambda person: f"erased-{person.pk}@invalid.invalid"
)


def register_all() -> None:
    """Fill the socket for every table of events."""
    before_erasure(give_up_seats)
    _meetings()
    _people_there()
    _duties()


def _meetings() -> None:
    register(m.Venue, neutral="name address city how_to_find map_url")
    register(
        m.Series,
        neutral="name slug kind rule local_time duration_minutes timezone venue capacity"
        " guest_limit description",
    )
    register(
        m.Meeting,
        contact=PSEUDONYM,
        neutral="uid series slug number title topic summary starts_at ends_at timezone"
        " time_assumed venue online_url answers_until guest_limit visibility state published_at"
        " cancelled_at cancel_reason closed_at credits_minutes sequence search_text",
    )
    register(
        m.Talk, whose="speakings__person", title=counted, abstract=counted, slides_url=counted,
        neutral="meeting position",
    )  # fmt: skip
    register(
        m.Speaking, whose="person", person=PSEUDONYM, printed_name=named, affiliation=BLANK,
        meeting=counted, talk=counted, state=counted, neutral="position",
    )  # fmt: skip
    register(m.Seating, neutral="meeting mode capacity taken last_wait")


def _people_there() -> None:
    register(
        m.Rsvp, whose="person", person=PSEUDONYM, host=PSEUDONYM, meeting=counted, mode=counted,
        state=counted, promoted_at=counted, answered_at=counted, answered_by=PSEUDONYM,
        via=counted,
        neutral="uid party wait_number offered_until revision ticket",
    )  # fmt: skip
    register(
        m.Attendance, whose="person", person=PSEUDONYM, host=PSEUDONYM, meeting=counted,
        mode=counted, state=counted, arrived_at=counted, recorded_by=PSEUDONYM,
        recorded_at=counted, voided_at=counted, voided_by=PSEUDONYM, neutral="method",
    )  # fmt: skip
    register(
        m.GuestAsk, whose="person", person=PSEUDONYM, name=named, address=no_address,
        canonical=no_address, told_by=BLANK, greeter=PSEUDONYM, meeting=counted,
        asked_at=counted, proven_at=counted, neutral="uid",
    )  # fmt: skip


def _duties() -> None:
    register(m.SeriesDuty, neutral="series role wanted")
    register(m.Duty, neutral="meeting role wanted")
    register(
        m.DutySignup, whose="person", person=PSEUDONYM, partner=PSEUDONYM, duty=counted,
        state=counted, taken_at=counted, taken_by=PSEUDONYM, confirmed_at=counted,
        left_at=counted, left_by=PSEUDONYM, neutral="place",
    )  # fmt: skip
    register(
        m.DutyAsk, whose="person", person=PSEUDONYM, signup=counted, state=counted,
        asked_at=counted, answered_at=counted, neutral="uid",
    )  # fmt: skip


def give_up_seats(person: Person, by: Person | None, at: datetime) -> None:
    """Seats of coming meetings and jobs at them go to others. Changes answers and sign-ups."""
    answers = m.Rsvp.objects.filter(
        person=person, host=None, state__in=ACTIVE, meeting__starts_at__gt=at,
        meeting__state=m.Meeting.State.PUBLISHED,
    )  # fmt: skip
    for answer in answers.select_related("meeting"):
        rsvp.cancel(meeting=answer.meeting, person=person, by=by, at=at, via="erasure")

"""What the tables of this package know of a person."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events import models as m
from events.actions import rsvp, speaker_asks, speaker_gifts
from events.queries.answers import ACTIVE
from members.models import Person
from members.personal import (
    BLANK,
    DELETE,
    PSEUDONYM,
    Entry,
    Erasure,
    before_erasure,
    kept,
    register,
)
from members.personal.own import ledger

COUNTS = _("How many seats were taken at our meetings, and how many hours were given.")
State = m.SpeakerAsk.State
counted = kept(COUNTS)
named = Entry(erasure=Erasure.BLANK, blank=lambda person: "Erased person")
no_address = Entry(
    erasure=Erasure.BLANK, blank=lambda person: f"erased-{person.pk}@invalid.invalid"
)


def register_all() -> None:
    """Fill the socket for every table of events."""
    before_erasure(give_up_seats)
    _meetings()
    before_erasure(remove_files)
    before_erasure(call_off_talks)
    _people_there()
    _duties()
    _afterwards()
    _at_the_door()
    _reports()
    _programme()
    _speakers()


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
        " cancelled_at cancel_reason closed_at credits_minutes credit_kind sequence search_text",
    )
    register(
        m.Talk, whose="speakings__person", title=counted, abstract=counted, slides_url=counted,
        neutral="meeting credit_minutes credit_kind position",
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
        recorded_at=counted, voided_at=counted, voided_by=PSEUDONYM, left_at=counted,
        neutral="method",
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


def _afterwards() -> None:
    register(
        m.Feedback,
        whose="person",
        person=DELETE,
        meeting=DELETE,
        score=DELETE,
        words=DELETE,
        given_at=DELETE,
    )
    register(
        m.Met, rows=_met, whose="person", person=DELETE, other=DELETE, meeting=DELETE,
        said_at=DELETE,
    )  # fmt: skip
    register(
        m.Paper, written_by=PSEUDONYM, approved_by=PSEUDONYM,
        neutral="meeting kind text audience state written_at approved_at approved_in",
    )  # fmt: skip
    register(m.Link, added_by=PSEUDONYM, neutral="meeting label url added_at")
    register(m.SeriesLetters, neutral="series invitation first last going soon words")


def _reports() -> None:
    register(m.CreditKind, neutral="name minutes_per_credit sponsor provider_number times_required")
    register(
        m.SavedReport,
        made_by=PSEUDONYM,
        neutral="uid name report kind span q made_at sent_for dropped_at",
    )
    register(m.ReportReader, whose="person", person=DELETE, saved=DELETE)


def _at_the_door() -> None:
    register(
        m.DoorEntry, whose="person", person=PSEUDONYM, received_by=PSEUDONYM, meeting=counted,
        act=counted, outcome=counted, made_at=counted, received_at=counted, neutral="uid device",
    )  # fmt: skip
    register(m.SheetLine, whose="person", person=PSEUDONYM, meeting=counted, number=counted)
    # The key opens the calendar to whoever has it, so that it goes into no file.
    secret = Entry(erasure=Erasure.DELETE, exported=False)
    register(m.CalendarFeed, whose="person", person=DELETE, key=secret, made_at=DELETE)
    register(m.Price, neutral="meeting member_cents guest_cents currency")
    register(
        m.SeatPayment, whose="rsvp__person", rsvp=ledger, cents=ledger, currency=ledger,
        how=ledger, reference=BLANK, recorded_at=ledger, recorded_by=PSEUDONYM,
        voided_at=ledger, voided_by=PSEUDONYM,
    )  # fmt: skip
    register(
        m.Needs, whose="rsvp__person", rsvp=DELETE, diet=DELETE, access=DELETE, open_to_work=DELETE,
        told_at=DELETE,
    )  # fmt: skip


def _programme() -> None:
    register(m.Occurrence, neutral="series on meeting")
    register(
        m.TopicIdea, whose="suggested_by", suggested_by=PSEUDONYM, decided_by=PSEUDONYM,
        speaker_hint=BLANK, title=counted, about=counted, suggested_at=counted,
        neutral="uid state decided_at meeting",
    )  # fmt: skip
    register(m.TopicSecond, whose="person", person=DELETE, idea=DELETE, at=DELETE)
    register(
        m.Backup, whose="person", person=DELETE, added_by=DELETE, topic=DELETE,
        neutral="added_at removed_at",
    )  # fmt: skip


def _speakers() -> None:
    register(
        m.SpeakerAsk, whose="person", person=PSEUDONYM, asked_by=PSEUDONYM,
        note=BLANK, words=BLANK, instead=BLANK, bio=BLANK, needs=BLANK, topic=counted,
        title=counted, abstract=counted, meeting=counted, state=counted, asked_at=counted,
        answered_at=counted, saved_at=counted,
        neutral="uid beside costs audience minutes speaking",
    )  # fmt: skip
    register(m.SpeakerAsk.dates.through, neutral="speakerask meeting")
    register(
        m.SpeakerConsent, whose="ask__person", ask=counted, what=counted, given_at=counted,
        withdrawn_at=counted,
    )  # fmt: skip
    register(
        m.SpeakerFile, whose="ask__person", ask=counted, what=counted, file=counted, name=BLANK,
        uploaded_at=counted, removed_at=counted, neutral="uid content_type size",
    )  # fmt: skip


def _met(person: Person) -> Q:
    return Q(person=person.pk) | Q(other=person.pk)


def remove_files(person: Person, by: Person | None, at: datetime) -> None:
    """What a speaker sent is taken off the disk; the rows say that there was something."""
    kept_files = m.SpeakerFile.objects.filter(ask__person=person, removed_at=None)
    for row in kept_files.select_related("ask"):
        speaker_gifts.remove(ask=row.ask, what=row.what, at=at)


def call_off_talks(person: Person, by: Person | None, at: datetime) -> None:
    """Requests that wait and talks to come are taken back: nobody chases an erased speaker."""
    ahead = Q(state=State.ACCEPTED, meeting__starts_at__gt=at)
    asks = m.SpeakerAsk.objects.filter(Q(state__in=[State.ASKED, State.LATER]) | ahead)
    for ask in asks.filter(person=person):
        speaker_asks.withdraw(ask=ask, by=by, at=at)


def give_up_seats(person: Person, by: Person | None, at: datetime) -> None:
    """Seats of coming meetings and jobs at them go to others. Changes answers and sign-ups."""
    answers = m.Rsvp.objects.filter(
        person=person, host=None, state__in=ACTIVE, meeting__starts_at__gt=at,
        meeting__state=m.Meeting.State.PUBLISHED,
    )  # fmt: skip
    for answer in answers.select_related("meeting"):
        rsvp.cancel(meeting=answer.meeting, person=person, by=by, at=at, via="erasure")

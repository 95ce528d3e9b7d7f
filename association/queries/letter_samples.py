"""A letter of any kind, written from rows that exist; nothing is put into the outbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.models import DutySignup, GuestAsk, Meeting, ReportReader, Rsvp, SpeakerAsk
from members.models import (
    Announcement,
    Application,
    Basis,
    Membership,
    Relay,
    Retention,
    WelcomePromise,
)
from members.queries import address_for
from members.queries.lapses import running_out
from network.models import CoffeeWish, FriendNote, Introduction, Invitation, PairingSeat, Proposal
from outbox import kinds
from outbox.models import Message
from outbox.queries import local_day
from outbox.rendering import Preview, preview
from pulse.models import Closing, FollowUp
from roles.models import Nomination, Term, Voter

EVENT_STAGES = ("invitation", "7d", "2d", "24h", "2h")
DUES_STAGES = (-30, -7, 0, 14, 30, 60, -60, -14, 7)
MOST = 60


def sample(name: str, at: datetime) -> Preview:
    """The first letter of this kind that can be written; `note` says why where none can."""
    found = Preview(note=_("No row here fits this letter yet."))
    for message, moment in islice(_tries(name, at), MOST):
        found = preview(message, moment)
        if not found.note:
            return found
    return found


def _tries(name: str, at: datetime) -> Iterator[tuple[Message, datetime]]:
    """Letters that might be written: as those sent lately, then from rows of every sort."""
    category = kinds.kind(name).category

    def letter(to: str, about: dict[str, Any], dedupe_key: str) -> Message:
        return Message(
            id=0,
            kind=name,
            category=category,
            to=to,
            about=about,
            dedupe_key=dedupe_key,
            created_at=at,
        )

    for sent in Message.objects.filter(kind=name).order_by("-id")[:8]:
        yield letter(sent.to, sent.about, sent.dedupe_key), sent.sent_at or sent.created_at
    subject = name.partition(".")[0]
    for to, about, dedupe_key, moment in SOURCES.get(subject, _of_members)(at):
        yield letter(to, about, dedupe_key), moment


type Try = tuple[str, dict[str, Any], str, datetime]


def _of_meetings(at: datetime) -> Iterator[Try]:
    """Meetings to come and cancelled ones, for one who answered and one who did not."""
    members = Membership.objects.filter(voided_on__isnull=True).select_related("person")
    coming = Meeting.objects.filter(starts_at__gt=at).order_by("starts_at")
    off = coming.filter(state=Meeting.State.CANCELLED)
    for meeting in (*coming.exclude(pk__in=off)[:3], *off[:1]):
        day = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date().isoformat()
        silent = members.exclude(person__rsvps__meeting=meeting).order_by("-id")
        rows: list[Any] = [*silent[:1], *Rsvp.objects.filter(meeting=meeting, state="going")[:1]]
        for row in rows:
            for stage in EVENT_STAGES:
                about = {"meeting": meeting.pk, "person": row.person_id, "stage": stage}
                about["host"] = row.person_id
                yield address_for(row.person), about, f"preview:{day}", at


def _of_answers(at: datetime) -> Iterator[Try]:
    """Answers of every state to meetings to come."""
    for state in Rsvp.State.values:
        rows = Rsvp.objects.filter(meeting__starts_at__gt=at, state=state).order_by("-id")
        for row in rows.select_related("person")[:3]:
            yield address_for(row.person), {"rsvp": row.pk}, f"preview:{row.revision}", at


def _of_guests(at: datetime) -> Iterator[Try]:
    for ask in GuestAsk.objects.order_by("-id")[:3]:
        yield ask.address, {"ask": ask.pk, "person": ask.person_id or 0}, "preview", at
    for row in Rsvp.objects.filter(person__joined_on__isnull=True).order_by("-id")[:6]:
        yield address_for(row.person), {"person": row.person_id}, "preview", at


def _of_members(at: datetime) -> Iterator[Try]:
    """Memberships that end soon or ended lately, at the day each stage falls on."""
    near = running_out().filter(period__endswith__gt=local_day(at - timedelta(days=30)))
    for row in near.select_related("person").order_by("period__endswith")[:4]:
        for stage in DUES_STAGES:
            moment = at + timedelta(days=(row.period.upper - local_day(at)).days - 1 + stage)
            about = {"membership": row.pk, "person": row.person_id, "stage": stage}
            yield address_for(row.person), about, "preview", moment


def _of_odd_years(at: datetime) -> Iterator[Try]:
    """Those who pay nothing for a while, and those for whom nobody pays any longer."""
    rows = Membership.objects.filter(voided_on__isnull=True).select_related("person")
    free = rows.filter(basis=Basis.BETWEEN_JOBS, period__endswith__gt=local_day(at))
    alone = rows.filter(uncovered_on__isnull=False)
    for row in (*free.order_by("-id")[:1], *alone.order_by("-id")[:1]):
        yield address_for(row.person), {"membership": row.pk}, "preview", at


def _of_payments(at: datetime) -> Iterator[Try]:
    for row in Membership.objects.select_related("person").order_by("-id")[:1]:
        yield address_for(row.person), {"person": row.person_id, "stage": 0}, "preview", at


def _of_dues(at: datetime) -> Iterator[Try]:
    yield from _of_payments(at)
    yield from _of_odd_years(at)
    yield from _of_members(at)


def _of_applications(at: datetime) -> Iterator[Try]:
    for row in Application.objects.order_by("-id")[:20]:
        yield row.email, {"application": row.pk}, "preview", at


def _of_reports(at: datetime) -> Iterator[Try]:
    for row in ReportReader.objects.select_related("person").order_by("-id")[:4]:
        about = {"person": row.person_id, "saved": row.saved_id, "day": local_day(at).isoformat()}
        yield address_for(row.person), about, "preview", at


def _of_newcomers(at: datetime) -> Iterator[Try]:
    for row in WelcomePromise.objects.order_by("-id")[:4]:
        if row.owner is not None:
            about = {"person": row.owner.pk, "newcomer": row.person_id}
            yield address_for(row.owner), about, "preview", at


def _of_the_pulse(at: datetime) -> Iterator[Try]:
    """To whoever looks after the members, and to friends asked to call."""
    for row in FollowUp.objects.exclude(owner=None).select_related("owner").order_by("-id")[:3]:
        if row.owner is not None:
            about = {"person": row.owner.pk, "call": row.pk}
            yield address_for(row.owner), about, "preview", at
    yield "", {"call": 0}, "preview", at


def _of_the_end(at: datetime) -> Iterator[Try]:
    """To one member, on the day an end was announced, and on the day it was taken back."""
    reader = Membership.objects.filter(voided_on__isnull=True).select_related("person").first()
    for row in Closing.objects.order_by("-id")[:2]:
        about = {"closing": row.pk, "person": reader.person_id if reader else 0}
        yield "", about, "preview", row.begun_at
        yield "", about, "preview", row.withdrawn_at or at


def _of_terms(at: datetime) -> Iterator[Try]:
    """Terms that run out, thirty days before they do."""
    for row in Term.objects.filter(period__endswith__gt=local_day(at)).select_related("person")[
        :20
    ]:
        moment = at + timedelta(days=(row.period.upper - local_day(at)).days - 30)
        about = {"term": row.pk, "person": row.person_id, "stage": 30}
        yield address_for(row.person), about, "preview", moment


def _of_elections(at: datetime) -> Iterator[Try]:
    """Who was asked to stand, and who could vote, of the newest elections."""
    for row in (
        Nomination.objects.filter(state="asked").select_related("person").order_by("-id")[:3]
    ):
        yield (
            address_for(row.person),
            {"person": row.person_id, "nomination": row.pk},
            "preview",
            at,
        )
    for state in ("open", "closed"):
        voters = Voter.objects.filter(election__state=state, has_voted=False).order_by("-election")
        for voter in voters.select_related("person")[:2]:
            about = {"person": voter.person_id, "election": voter.election_id, "nomination": 0}
            yield address_for(voter.person), about, "preview", at


def _of_duties(at: datetime) -> Iterator[Try]:
    """Jobs taken at meetings to come, and requests to step in."""
    rows = DutySignup.objects.filter(duty__meeting__ends_at__gt=at).order_by("state", "-id")
    for row in rows.select_related("person", "duty__meeting")[:6]:
        start = row.duty.meeting.starts_at
        for person in filter(None, (row.person, row.partner)):
            for ask in [*row.asks.values_list("pk", flat=True)[:1], 0]:
                for stage, moment in _duty_stages(start, at):
                    about = {"signup": row.pk, "person": person.pk, "stage": stage, "ask": ask}
                    yield address_for(person), about, "preview", moment


def _duty_stages(start: datetime, at: datetime) -> Iterator[tuple[str, datetime]]:
    yield "1", max(at, start - timedelta(hours=20))
    yield "leaving", at
    yield "filled", at


def _of_officers(at: datetime) -> Iterator[Try]:
    """What officers wrote, to themselves."""
    for row in Announcement.objects.select_related("signer").order_by("-id")[:4]:
        about = {"letter": row.pk, "person": row.signer_id, "preview": True}
        yield address_for(row.signer), about, "preview", at


def _of_people(at: datetime) -> Iterator[Try]:
    """What members wrote to each other, and a changed address."""
    for row in Relay.objects.select_related("recipient").order_by("-id")[:2]:
        about = {"relay": row.pk, "person": row.recipient_id}
        yield address_for(row.recipient), about, "preview", at
    for ending in Retention.objects.filter(kept_on=None).select_related("person")[:2]:
        yield address_for(ending.person), {"person": ending.person_id}, "preview", at
    yield from _of_members(at)


def _of_past(at: datetime) -> Iterator[Try]:
    """The last meetings, for those who were there and those who had said going."""
    past = Meeting.objects.filter(ends_at__lt=at).order_by("-starts_at")[:3]
    for row in Rsvp.objects.filter(meeting__in=past, state="going").select_related("person")[:12]:
        about = {"meeting": row.meeting_id, "person": row.person_id}
        yield address_for(row.person), about, "preview", at


def _of_digests(at: datetime) -> Iterator[Try]:
    rows = Membership.objects.filter(voided_on__isnull=True).select_related("person")
    for row in rows.order_by("-id")[:10]:
        yield address_for(row.person), {"person": row.person_id}, "preview", at


def _of_all_meetings(at: datetime) -> Iterator[Try]:
    yield from _of_past(at)
    yield from _of_meetings(at)


def _of_speakers(at: datetime) -> Iterator[Try]:
    """Requests of every state, at each step before the evening and after it."""
    rows = SpeakerAsk.objects.select_related("person", "asked_by", "meeting")
    for row in rows.order_by("-id")[:6]:
        date = row.meeting or row.dates.order_by("starts_at").first()
        if date is None:
            continue
        for stage in (42, 14, 7, 1):
            moment = date.starts_at - timedelta(days=stage, hours=-1)
            about = {"ask": row.pk, "person": row.person_id, "stage": str(stage)}
            yield address_for(row.person), about, "preview", moment
        for person in (row.asked_by, row.person):
            about = {"ask": row.pk, "person": person.pk, "stage": "near"}
            yield address_for(person), about, "preview", at


def _of_coffee(at: datetime) -> Iterator[Try]:
    """Proposals of every state, seen from both sides, and seats at tables."""
    for state in Proposal.State.values:
        rows = Proposal.objects.filter(state=state).select_related("person", "writer")
        for row in rows[:2]:
            for person, key in ((row.person, row.uid), (row.writer, row.reply_uid)):
                yield address_for(person), {"person": person.pk, "coffee": str(key)}, "preview", at
    agreed = {"pairing__agreed_at__isnull": False}
    called_off = {"pairing__called_off_at__isnull": False}
    for sort in ({"pairing__called_off_at": None, **agreed}, called_off, {}):
        seats = PairingSeat.objects.filter(**sort).select_related("person")
        for seat in seats.order_by("-id")[:4]:
            about = {"person": seat.person_id, "coffee": str(seat.uid)}
            yield address_for(seat.person), about, "preview", at
    for wish in CoffeeWish.objects.exclude(paused_at=None).select_related("person")[:1]:
        yield address_for(wish.person), {"person": wish.person_id}, "preview", at


def _of_colleagues(at: datetime) -> Iterator[Try]:
    """Whom members invited, and who came of it."""
    for row in Invitation.objects.select_related("inviter").order_by("-id")[:6]:
        about = {"invitation": row.pk, "person": row.inviter_id, "visit": 1}
        for to in (row.address, address_for(row.inviter)):
            yield to, about, "preview", at


def _of_friends(at: datetime) -> Iterator[Try]:
    """Drafts that wait for a member."""
    for row in FriendNote.objects.filter(FriendNote.OPEN).select_related("friend")[:3]:
        about = {"person": row.friend_id, "draft": str(row.uid)}
        yield address_for(row.friend), about, "preview", at


def _of_introductions(at: datetime) -> Iterator[Try]:
    """Introductions asked for and agreed to."""
    for row in Introduction.objects.select_related("seeker", "introducer").order_by("-id")[:6]:
        for person in (row.seeker, row.introducer):
            about = {"person": person.pk, "introduction": str(row.uid)}
            yield address_for(person), about, "preview", at


SOURCES = {
    "introduction": _of_introductions,
    "coffee": _of_coffee,
    "friend": _of_friends,
    "colleague": _of_colleagues,
    "digest": _of_digests,
    "letter": _of_officers,
    "speaker": _of_speakers,
    "duty": _of_duties,
    "meeting": _of_all_meetings,
    "rsvp": _of_answers,
    "guest": _of_guests,
    "membership": _of_dues,
    "newcomer": _of_newcomers,
    "report": _of_reports,
    "person": _of_people,
    "application": _of_applications,
    "term": _of_terms,
    "pulse": _of_the_pulse,
    "closing": _of_the_end,
    "election": _of_elections,
}

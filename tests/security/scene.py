"""One association with a row of everything, and a browser for every kind of person."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from events.actions import (
    attendance,
    backups,
    duties,
    feeds,
    guests,
    meetings,
    papers,
    rsvp,
    saved_reports,
    speaker_asks,
    topics,
)
from events.actions.closing import close
from events.models import (
    CreditKind,
    DoorEntry,
    DutyAsk,
    DutySignup,
    GuestAsk,
    Meeting,
    Occurrence,
    Price,
    Rsvp,
    SeatPayment,
    SeriesDuty,
    SeriesLetters,
    SheetLine,
    SpeakerAsk,
    SpeakerConsent,
    SpeakerFile,
    Talk,
    Venue,
)
from events.tokens import guest_link
from members.actions import announcements, applications, memberships, people, profiles, welcome
from members.models import (
    Application,
    Checkout,
    ErasedPerson,
    ImportBatch,
    LetterHold,
    LetterSkip,
    Merge,
    Payer,
    Payment,
    Person,
    Portrait,
    Retention,
    Sponsor,
    Statement,
    Upload,
    User,
    WelcomePromise,
)
from members.tokens import application_link, person_link
from network.models import Ask, CoffeeRound, Invitation, Opening, Pairing, PairingSeat, Participant
from network.tokens import invitation_link
from outbox.actions import letters
from outbox.actions.suppressions import opt_out
from outbox.models import Message, Suppression
from outbox.queries import local_day
from outbox.tokens import unsubscribe_token
from pulse.models import Closing, FollowUp
from roles.actions import elections, groups, handover, nominations, projects, terms
from roles.models import Election, Project, Role, Seat, Term
from tests.events.scenes import a_letterhead, a_login, a_member, a_person, a_series
from tests.members.factories import a_picture, a_plan

ROLES = (
    "stranger", "guest", "lapsed", "member", "secretary", "treasurer", "organizer", "president",
    "superuser",
)  # fmt: skip
OFFICERS = {
    "secretary": "Secretary",
    "treasurer": "Treasurer",
    "organizer": "Organizer",
    "president": "Board admin",
}


@dataclass
class Scene:
    """Everybody by role, and what there is to open."""

    people: dict[str, Person] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


def seated(person: Person, title: str, *names: str, body: str = Role.Body.BOARD, **more) -> Term:
    """A term from yesterday for a year in a role with these default groups."""
    role = Role.objects.get_or_create(title=title, defaults={"body": body})[0]
    named = groups.ensure()
    role.groups.set([named[name] for name in names])
    seat = Seat.objects.get_or_create(role=role, number=1)[0]
    today = timezone.now().date()
    period = DateRange(today - timedelta(days=30), today + timedelta(days=330))
    return terms.appoint(
        seat=seat, person=person, by=None, at=timezone.now(), via="setup",
        **{"period": period} | more,
    )  # fmt: skip


def browser(person: Person | None = None, **options) -> Client:
    """A browser, signed in where a person is named."""
    client = Client(raise_request_exception=False, **options)
    if person is not None:
        client.force_login(person.user, backend="members.backends.LogInBackend")
    return client


def everybody() -> dict[str, Person]:
    """A person of each role with a log-in; nobody for the stranger."""
    today = timezone.now().date()
    found: dict[str, Person] = {}
    for name in ROLES[1:]:
        start = today - timedelta(days=900 if name == "lapsed" else 100)
        make = a_person if name == "guest" else a_member
        more = {} if name == "guest" else {"start": start}
        person = make(f"The {name.title()}", f"{name}@example.org", **more)
        a_login(person, f"{name}@example.org")
        if name in OFFICERS:
            seated(person, name.title(), OFFICERS[name])
        found[name] = person
    User.objects.filter(pk=found["superuser"].user_id).update(is_superuser=True)
    found["superuser"].user.refresh_from_db()
    return found


def evening(hours: float = -0.5, **fields) -> Meeting:
    """A published meeting that began so many hours from now."""
    now = timezone.now()
    series = fields.pop("series", None) or a_series(capacity=20)
    local = (now + timedelta(days=30)).replace(tzinfo=None, microsecond=0)
    made = meetings.create(
        series=series, starts_local=local, by=None, at=now, fields={"topic": "Bridges"} | fields
    )
    meetings.publish(meeting=made, by=None, at=now)
    start = now + timedelta(hours=hours)
    Meeting.objects.filter(pk=made.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    made.refresh_from_db()
    return made


def letter(to: str, about: dict[str, int], key: str = "letter") -> Message:
    """A letter that waits and may be stopped."""
    message = letters.post(
        kind="meeting.invitation", to=to, about=about, dedupe_key=key, at=timezone.now()
    )
    return message or Message.objects.get(dedupe_key=key)


def an_application(at: Any) -> Application:
    """Somebody who wants to join and has proven the address."""
    row = applications.ask(
        plan=a_plan(), name="An Applicant", email="applicant@example.org", consent="Yes.", at=at
    )
    return applications.prove(application=row, at=at)


def promised(person: Person, at: Any) -> WelcomePromise:
    """One of the four things this person is promised."""
    return welcome.begin(person=person, owners={}, start=at.date(), at=at)[0]


def a_wish(meeting: Meeting, at: Any) -> GuestAsk:
    """A stranger who would like to come."""
    return guests.ask(
        meeting=meeting, name="A Stranger", address="wish@example.org", told_by="", at=at
    )


def a_portrait(person: Person, at: Any) -> Portrait:
    """The photo of this person."""
    return profiles.set_portrait(person=person, file=a_picture(), by=person, at=at)


def a_project(lead: Person, at: Any) -> Project:
    """A project with a task that nobody has taken."""
    made = projects.begin(
        title="A float", goal="Build it.", lead=lead, starts_on=at.date(), by=lead, at=at
    )
    projects.add_task(project=made, title="Wood", owner=None, due_on=None, by=lead, at=at)
    return made


def an_ask(people: dict[str, Person], person: Person, at: Any) -> Ask:
    """The member is to ask somebody for a vacant seat; the president picked the name."""
    role = Role.objects.create(title="Archive", body=Role.Body.COMMITTEE)
    return Ask.objects.create(
        seat=Seat.objects.create(role=role), role=role, person=person, asker=people["member"],
        picked_by=people["president"], picked_at=at,
    )  # fmt: skip


def an_election(seat: Seat, member: Person, at: Any) -> Election:
    """An open ballot on a seat for which this member stands."""
    made = elections.begin(
        title="The next one", seats=[seat], starts_on=at.date() + timedelta(days=400),
        nominations_until=local_day(at), by=None, at=at,
    )  # fmt: skip
    nominations.nominate(election=made, role=seat.role, person=member, by=member, at=at)
    elections.publish_slate(election=made, by=None, at=at)
    return elections.open_ballot(
        election=made, record_on=local_day(at), closes_at=at + timedelta(days=7), by=None, at=at
    )


def a_job_taken(meeting: Meeting, person: Person, at: Any) -> DutySignup:
    """The door of a meeting, taken by this person."""
    role = Role.objects.create(title="Greeter", body="standing", size="quick", opens_door=True)
    duty = duties.plan(meeting=meeting, role=role, wanted=2, by=None, at=at)
    return duties.take(duty=duty, person=person, by=person, at=at)


def an_invitation(chair: Person, speaker: Person, at: Any) -> SpeakerAsk:
    """A speaker who has said yes to an evening in a month."""
    local = (at + timedelta(days=30)).replace(tzinfo=None, microsecond=0)
    date = meetings.create(series=a_series(), starts_local=local, by=None, at=at)
    row = speaker_asks.ask(person=speaker, dates=[date], by=chair, at=at)
    speaker_asks.accept(ask=row, meeting=date, at=at)
    return row


def a_table(person: Person, at: Any) -> PairingSeat:
    """A seat of this person, who takes part, at a table of two that was an hour ago."""
    other = a_person("A Companion")
    for one in (person, other):
        Participant.objects.create(person=one, told_at=at)
    times = [at - timedelta(hours=hours) for hours in (3, 2, 1)]
    pairing = Pairing.objects.create(kind="lunch", times=times, agreed_at=times[2], made_at=at)
    PairingSeat.objects.create(pairing=pairing, person=other)
    return PairingSeat.objects.create(pairing=pairing, person=person)


def at_the_desk(things: dict[str, Any], person: Person, at: Any) -> dict[str, Any]:
    """Rows that only the desk shows one by one."""
    ask, meeting = things["ask"], things["meeting"]
    return {
        "dutyask": DutyAsk.objects.create(signup=things["signup"], person=person, asked_at=at),
        "seriesduty": SeriesDuty.objects.create(series=meeting.series, role=things["duty"].role),
        "seriesletters": SeriesLetters.objects.create(series=meeting.series, invitation=30),
        "occurrence": Occurrence.objects.create(
            series=meeting.series, on=meeting.starts_at.date(), meeting=meeting
        ),
        "speakerconsent": SpeakerConsent.objects.create(ask=ask, what="photo", given_at=at),
        "speakerfile": SpeakerFile.objects.create(
            ask=ask, what="slides", file="speakers/none.pdf", name="slides.pdf",
            content_type="application/pdf", size=1, uploaded_at=at,
        ),
    }  # fmt: skip


def build() -> Scene:
    """The whole association; the clock is the real one."""
    now = timezone.now()
    scene = Scene()
    head = a_letterhead(founded_at=now - timedelta(days=900), released_at=now - timedelta(days=800))
    people_ = scene.people = everybody()
    member = people_["member"]
    tonight, coming = evening(), evening(48)
    rsvp.answer(meeting=coming, person=member, answer="going", by=member, at=now)
    attendance.check_in(meeting=tonight, person=member, by=None, at=now)
    payment = memberships.record_payment(person=member, by=None, at=now, method="cash")
    talk = Talk.objects.create(meeting=tonight, title="A talk")
    speaker = a_person("A Speaker")
    past = evening(-200)
    for meeting in (past, tonight):
        meeting.speakings.create(printed_name="A Speaker", person=speaker, state="confirmed")
    attendance.check_in(meeting=past, person=member, by=None, at=past.starts_at)
    Meeting.objects.filter(pk=past.pk).update(credits_minutes=50)
    close(meeting=past, by=None, at=now)
    opt_out(address="gone@example.org", category="meetings", at=now)
    message = letter("member@example.org", {"meeting": coming.pk, "person": member.pk})
    batch = ImportBatch.objects.create(kind="members", filename="a.csv", imported_at=now)
    seat = Seat.objects.get(role__title="Treasurer")
    signup = a_job_taken(coming, member, now)
    scene.things = {
        "meeting": coming, "tonight": tonight, "talk": talk, "speaker": speaker,
        "payment": payment, "message": message, "batch": batch, "seat": seat, "plan": a_plan(),
        "venue": Venue.objects.create(name="Room", city="Berlin"), "rsvp": Rsvp.objects.get(),
        "attendance": tonight.attendances.get(), "group": Group.objects.first(),
        "suppression": Suppression.objects.get(), "payments": Payment.objects.count(),
        "letterhead": head.pk,
        "portrait": a_portrait(member, now),
        "merge": Merge.objects.create(
            winner=member, loser=speaker, merged_at=now,
            moved={"letters": [], "columns": {}, "fields": {}, "user": {}},
        ),
        "upload": Upload.objects.create(
            filename="a.csv", raw=b"name\nA B\n", header=["name"], uploaded_at=now
        ),
        "statement": Statement.objects.create(filename="a.csv", uploaded_at=now, state="draft"),
        "sponsor": Sponsor.objects.create(person=member, sponsor=speaker, named_at=now),
        "letterhold": LetterHold.objects.create(person=member, held_at=now),
        "letterskip": LetterSkip.objects.create(
            membership=payment.membership, days=-60, skipped_at=now
        ),
        "erasedperson": ErasedPerson.objects.create(
            person=a_person("Somebody Erased"), via="retention", erased_at=now
        ),
        "retention": Retention.objects.create(
            person=speaker, told_on=now.date(), due_on=now.date() + timedelta(days=30)
        ),
        "payer": Payer.objects.create(name="somebody", person=member, learned_at=now),
        "checkout": Checkout.objects.create(
            person=member, plan=payment.membership.plan, cents=1, currency="EUR", asked_at=now
        ),
        "application": an_application(now), "promise": promised(people_["member"], now),
        "feed": feeds.make(person=member, by=None, at=now),
        "wish": a_wish(coming, now), "signup": signup, "duty": signup.duty,
        "letter": announcements.write(
            subject="A letter", text="Hello.", sort="news", by=people_["secretary"], at=now,
            audience={"people": [member.pk]},
        ),
        "project": a_project(people_["organizer"], now),
        "election": an_election(seat, member, now),
        "line": handover.write(seat=seat, kind="key", title="Bank", by=None, at=now),
        "table": a_table(speaker, now), "to_ask": an_ask(people_, speaker, now),
        "invitation": Invitation.objects.create(
            inviter=member, meeting=coming, name="A Colleague", address="c@example.org",
            canonical="c@example.org", made_at=now,
        ),
        "opening": Opening.objects.create(
            poster=speaker, title="Bookkeeper", employer="The Quarry", made_at=now,
            ends_on=now.date() + timedelta(days=30),
        ),
        "coffee_round": CoffeeRound.objects.create(day=now.date(), made_at=now),
        "link": papers.add_link(
            meeting=coming, label="A film", url="https://example.org/film", by=None, at=now
        ),
        "ask": an_invitation(people_["organizer"], member, now),
        "past": past, "credit_kind": CreditKind.objects.create(name="Ethics"),
        "saved_report": saved_reports.save(
            report="people", name="Who came", kind="talk", span="year", q="",
            readers=[people_["organizer"]], by=people_["organizer"], at=now,
        ),
        "idea": topics.suggest(title="Bees", by=member, at=now),
        "backup": backups.add(person=speaker, topic="Moss", by=None, at=now),
        "doorentry": DoorEntry.objects.create(
            device=uuid.uuid4(), meeting=tonight, person=member, act="in", outcome="same",
            made_at=now, received_at=now,
        ),
        "sheetline": SheetLine.objects.create(meeting=tonight, person=member, number=1),
        "price": Price.objects.create(meeting=past, member_cents=1000),
        "closing": Closing.objects.create(
            ends_on=now.date() + timedelta(days=40), reason="Nobody is left.", begun_at=now
        ),
        "call": FollowUp.objects.create(person=member, reason="bounced", made_at=now),
        "content_type": ContentType.objects.get_for_model(Meeting),
    }  # fmt: skip
    scene.things |= at_the_desk(scene.things, speaker, now)
    minutes = papers.write(
        meeting=coming, kind="minutes", text="We met.", audience="members", by=None, at=now
    )
    papers.approve(paper=minutes, where="the board", by=None, at=now)
    scene.things["paper"] = minutes
    scene.things["paid"] = SeatPayment.objects.create(
        rsvp=scene.things["rsvp"], cents=1000, currency="EUR", how="door", recorded_at=now,
        voided_at=now,
    )  # fmt: skip
    Message.objects.update(not_before=now)
    scene.browsers = {name: browser(people_.get(name)) for name in ROLES}
    return scene


def tokens(scene: Scene) -> dict[str, str]:
    """A genuine link of each purpose for the member."""
    now, member = timezone.now(), scene.people["member"]
    about = scene.things["meeting"].pk
    return {
        "after": person_link("after", member, at=now, days=2, about=about),
        "answer": person_link("answer", member, at=now, days=2, about=about),
        "renew": person_link("renew", member, at=now, days=2),
        "keep": person_link("keep", member, at=now, days=2),
        "unsubscribe": unsubscribe_token(scene.things["message"], now),
        "join": application_link(scene.things["application"], at=now),
        "guest": guest_link(scene.things["wish"]),
        "speak": person_link("speak", member, at=now, days=2, about=scene.things["ask"].pk),
        "met": person_link(
            "met", scene.things["speaker"], at=now, days=2, about=scene.things["table"].pk
        ),
        "invited": invitation_link(scene.things["invitation"]),
        "farewell": person_link(
            "farewell", member, at=now, days=2, about=scene.things["closing"].pk
        ),
        "back": person_link("back", scene.things["speaker"], at=now, days=2),
        "duty": person_link("duty", member, at=now, days=2, about=scene.things["signup"].pk),
    }


def hidden(person: Person) -> Person:
    """The same person, in no directory."""
    people.show(person=person, choices={"name": "nobody"}, by=person, at=timezone.now())
    return person

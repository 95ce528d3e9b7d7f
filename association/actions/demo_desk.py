"""What waits on the officers' desks of the demo: applications, guests, people between jobs."""

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from association.actions import demo_asks, demo_coffee, demo_company
from association.actions.seed import DOMAIN
from events.actions import guests, meetings, rsvp
from events.models import Attendance, Meeting
from members.actions import applications, covers, memberships, people, waivers, welcome
from members.models import Application, Person, Plan, Retention, Visibility, WelcomePromise
from network.actions import ties
from network.models import Participant
from outbox.queries import local_day
from pulse.actions import followups
from pulse.models import FollowUp

CONSENT = "The words of the joining page."
FAMILY = "Family"


def create(*, cast: dict[str, Person], plan: Plan, today: date, at: datetime) -> None:
    """Somebody in every state that an officer looks after. Changes people, memberships, answers."""
    _applicants(plan, cast, at)
    _between_jobs(plan, today, at)
    _family(today, at)
    _hosts(cast, today, at)
    _guests(at)
    _called_off(cast["organizer"], at)
    _long_gone(today, at)
    _network(cast, today, at)
    demo_coffee.create(cast=cast, at=at)
    demo_asks.create(cast=cast, at=at)
    demo_company.create(cast=cast, at=at)
    followups.notice(today=today, at=at)
    call = FollowUp.objects.filter(owner=None).order_by("-reason", "id").first()
    if call is not None:
        followups.ask_to_call(call=call, friend=cast["member"], at=at)


def _applicants(plan: Plan, cast: dict[str, Person], at: datetime) -> None:
    """One waits for a yes, one has it, one got a no, one has not opened the letter yet."""
    _apply(plan, "Bramble Fernway", "applicant", at, told_by="Rowan Millstone")
    accepted = _apply(plan, "Basil Causeway", "accepted", at)
    applications.approve(application=accepted, by=cast["membership"], at=at)
    declined = _apply(plan, "Teasel Marsh", "declined", at)
    applications.decline(
        application=declined, by=cast["membership"], at=at, reason="We are a guild of makers only."
    )
    applications.ask(
        plan=plan, name="Nettle Weir", email=f"unproven@{DOMAIN}", consent=CONSENT, at=at
    )


def _apply(plan: Plan, name: str, login: str, at: datetime, **more: str) -> Application:
    asked = at - timedelta(days=1)
    row = applications.ask(
        plan=plan, name=name, email=f"{login}@{DOMAIN}", city="Northport", consent=CONSENT,
        message="I turn bowls and would like to learn from others.", at=asked, **more,
    )  # fmt: skip
    return applications.prove(application=row, at=asked)


def _between_jobs(plan: Plan, today: date, at: datetime) -> None:
    person = _member("Fennel Crossing", "between", plan, today - relativedelta(months=13), at)
    waivers.between_jobs(person=person, months=6, by=person, at=at)


def _family(today: date, at: datetime) -> None:
    """A household of three; the youngest has just moved out and stays to the period's end."""
    plan = Plan.objects.create(name=FAMILY, dues_cents=9000, months=12, seats=3)
    payer = _member("Alder Hearth", "household", plan, today - relativedelta(months=3), at)
    for name, login in (("Maris Hearth", "household2"), ("Lark Hearth", "household3")):
        person = people.create(name=name, email=f"{login}@{DOMAIN}", by=None, at=at)
        covers.cover(payer=payer, person=person, by=payer, at=at)
    covers.uncover(person=person, by=payer, at=at)


def _member(name: str, login: str, plan: Plan, start: date, at: datetime) -> Person:
    person = people.create(
        name=name, email=f"{login}@{DOMAIN}", city="Northport", joined_on=start, by=None, at=at
    )
    paid = memberships.Paid(method="transfer", received_on=start)
    memberships.join(person=person, plan=plan, start=start, by=None, at=at, payment=paid)
    return person


def _hosts(cast: dict[str, Person], today: date, at: datetime) -> None:
    """The newcomer has been promised four things, by these."""
    kinds = WelcomePromise.Kind.values
    owners = dict(zip(kinds, [cast["membership"], cast["member"]] * 2, strict=True))
    start = today - timedelta(days=20)
    welcome.begin(person=cast["newcomer"], owners=owners, start=start, at=at)


def _guests(at: datetime) -> None:
    """One guest has come twice and could be asked to join; another has still to open the letter."""
    often = people.create(name="Wren Ferryman", email=f"guest@{DOMAIN}", by=None, at=at)
    for meeting in Meeting.objects.filter(state=Meeting.State.CLOSED).order_by("-starts_at")[:2]:
        Attendance.objects.create(
            meeting=meeting, person=often, method="name", state="present",
            recorded_at=meeting.ends_at, arrived_at=meeting.starts_at,
        )  # fmt: skip
    coming = Meeting.objects.filter(state=Meeting.State.PUBLISHED, guest_limit__gt=0)
    for meeting in coming.filter(starts_at__gt=at + timedelta(days=1)).order_by("starts_at")[:1]:
        guests.ask(
            meeting=meeting, name="Sedge Landing", address=f"curious@{DOMAIN}", told_by="", at=at
        )


def _long_gone(today: date, at: datetime) -> None:
    """A guest of long ago, whose time on file runs out in a month."""
    guest = people.create(name="Sedge Ferryman", email=f"longgone@{DOMAIN}", by=None, at=at)
    Person.objects.filter(pk=guest.pk).update(created_at=at - timedelta(days=800))
    due_on = today + timedelta(days=30)
    Retention.objects.create(person=guest, told_on=today, due_on=due_on)


def _called_off(guest: Person, at: datetime) -> None:
    """The lunch after the next one cannot take place."""
    lunch = (
        Meeting.objects.filter(series__slug="lunch").select_related("series").latest("starts_at")
    )
    day = local_day(lunch.starts_at) + timedelta(days=7)
    starts = datetime.combine(day, lunch.series.local_time or time(12, 30))
    meeting = meetings.create(series=lunch.series, starts_local=starts, by=None, at=at, fields={})
    meetings.publish(meeting=meeting, by=None, at=at)
    rsvp.answer(meeting=meeting, person=guest, answer="going", by=guest, at=at, via="demo")
    meetings.cancel(meeting=meeting, reason="The loft is being painted.", by=None, at=at)


def _network(cast: dict[str, Person], today: date, at: datetime) -> None:
    """Everybody but the newcomer has been told what the network remembers, and takes part."""
    told = Person.objects.filter(joined_on__isnull=False).exclude(pk=cast["newcomer"].pk)
    Participant.objects.bulk_create(Participant(person=person, told_at=at) for person in told)
    shown = told.values_list("pk", flat=True)[::2]
    Visibility.objects.bulk_create(
        (Visibility(person_id=pk, field="email", audience="met") for pk in shown),
        ignore_conflicts=True,
    )
    ties.recompute(today=today)

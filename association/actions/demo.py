"""A believable association to look around in, made relative to now. Everybody in it is invented."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from dateutil.relativedelta import relativedelta
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from association.actions import (
    demo_after,
    demo_closing,
    demo_desk,
    demo_door,
    demo_elections,
    demo_jobs,
    demo_letters,
    demo_meetings,
    demo_profiles,
    demo_programme,
    demo_seats,
    seed,
    setup,
)
from association.actions.seed import DOMAIN, PASSWORD
from members.actions import memberships, people
from members.models import Person, Plan, User
from outbox.models import Letterhead, Message
from outbox.queries import local_day
from roles.actions import posts, terms
from roles.models import Role, Term

NAME = "Harbour Guild of Makers (demo)"
TAGLINE = "People who make things meet once a month, and help each other in between."
# log-in, name, what they do, months since they joined, months until the dues run out
CHARACTERS = [
    ("president", "Juniper Lighthouse", "Builds wooden boats", 70, 8),
    ("secretary", "Hazel Inkwell", "Binds books", 52, 5),
    ("treasurer", "Linden Ledger", "Keeps the books of small workshops", 45, 10),
    ("organizer", "Maple Lantern", "Makes lamps", 33, 4),
    ("membership", "Clover Threshold", "Weaves", 28, 7),
    ("member", "Rowan Millstone", "Bakes and mills", 19, 1),
    ("newcomer", "Sorrel Gate", "Learning to throw pots", 1, 11),
    ("lapsed", "Yarrow Tide", "Repairs sails", 30, -4),
]
# title, log-in, months served, months left
SEATS = [
    ("President", "president", 14, 10),
    ("Secretary", "secretary", 8, 16),
    ("Treasurer", "treasurer", 22, 2),
    ("Membership chair", "membership", 4, 20),
    ("Organizer", "organizer", 6, 6),
]
OTHER_ROLES = [
    ("Communications", Role.Body.BOARD, "Tells the town what we make.", ""),
    ("Programme committee", Role.Body.COMMITTEE, "Finds the speakers of next year.", "organizer"),
    ("Tea and cups", Role.Body.STANDING, "Nobody talks well without tea.", "member"),
    ("Host for newcomers", Role.Body.STANDING, "Nobody stands alone on the first night.", ""),
]


@transaction.atomic
def create(*, members: int, at: datetime, course: str = seed.GROWING) -> bool:
    """Make the demo association of about so many members, which fares as `seed.COURSES` says;
    False where there is one already.

    Log-ins: `president@`, `secretary@` ... + `demo.example`, password `demo`. Letters are released,
    for nobody real is in here. Changes nearly every table.
    """
    setup.lock()
    if Letterhead.objects.exists():
        return False
    founding = setup.Founding(
        name=NAME, tagline=TAGLINE, person_name="Juniper Lighthouse", timezone="Europe/Berlin",
        email=f"president@{DOMAIN}", sender=f"guild@{DOMAIN}", reply_to=f"secretary@{DOMAIN}",
        postal_address="The Old Boathouse\nQuay 1\nNorthport",
    )  # fmt: skip
    letterhead = setup.write_letterhead(founding, at=at - timedelta(days=5 * 365))
    plans, today = setup.ensure_plans(currency="EUR"), local_day(at)
    _crowd(max(0, members - len(CHARACTERS)), plans["Member"], at, course)
    cast = _characters(plans["Member"], today, at)
    _honorary(plans["Honorary"], today, at)
    _seats(cast, today, at)
    demo_meetings.create(cast=cast, today=today, at=at)
    demo_programme.create(cast=cast, at=at)
    demo_letters.create(cast=cast, at=at)
    demo_after.create(cast=cast, at=at)
    demo_profiles.create(cast=cast, at=at)
    demo_jobs.create(cast=cast, at=at)
    demo_door.create(cast=cast, today=today, at=at)
    demo_seats.create(cast=cast, today=today, at=at)
    demo_elections.create(cast=cast, today=today, at=at)
    demo_desk.create(cast=cast, plan=plans["Member"], today=today, at=at)
    demo_closing.create(cast=cast, at=at)
    # What was written while making it up was never meant to be sent.
    Message.objects.filter(state__in=(Message.State.HELD, Message.State.SUPERSEDED)).delete()
    letterhead.released_at, letterhead.released_by = at, "demo"
    letterhead.save(update_fields=["released_at", "released_by"])
    return True


def _crowd(count: int, plan: Plan, at: datetime, course: str) -> None:
    """member1..N, some due, some lapsed, all with a log-in."""
    if count:
        seed.crowd(members=count, seed=1, plan=plan, at=at, course=course)


def _characters(plan: Plan, today: date, at: datetime) -> dict[str, Person]:
    password = make_password(PASSWORD)
    return {
        login: _character(login, name, trade, plan, password, _years(today, since, left), at)
        for login, name, trade, since, left in CHARACTERS
    }


def _years(today: date, since: int, left: int) -> list[date]:
    """The days on which each paid year began: the last one ends in `left` months."""
    last = today + relativedelta(months=left - 12)
    years = max(1, round((since + left) / 12))
    return [last - relativedelta(years=back) for back in reversed(range(years))]


def _character(
    login: str, name: str, trade: str, plan: Plan, password: str, years: list[date], at: datetime
) -> Person:
    email = f"{login}@{DOMAIN}"
    first = _noon(years[0], at)
    person = people.create(
        name=name, email=email, by=None, at=first, headline=trade, city="Northport",
        skills=trade.lower(), joined_on=years[0],
    )  # fmt: skip
    person.user = User.objects.create(email=email, password=password)
    person.save(update_fields=["user"])
    EmailAddress.objects.create(user=person.user, email=email, verified=True, primary=True)
    for start in years:
        paid = memberships.Paid(method="transfer", received_on=start)
        when = _noon(start, at)
        memberships.join(person=person, plan=plan, start=start, by=None, at=when, payment=paid)
    return person


def _honorary(plan: Plan, today: date, at: datetime) -> None:
    start = today - relativedelta(years=3)
    person = people.create(name="Aspen Elder-Keel", by=None, at=at, city="Northport")
    memberships.join(person=person, plan=plan, start=start, by=None, at=_noon(start, at))


def _seats(cast: dict[str, Person], today: date, at: datetime) -> None:
    roles = setup.ensure_roles(at=at)
    for title, login, served, left in SEATS:
        _sit(roles[title], cast[login], today, (-served, left), at)
    _sit(roles["President"], cast["secretary"], today, (-38, -14), at)
    _sit(roles["Treasurer"], cast["membership"], today, (-46, -22), at)
    for title, body, purpose, login in OTHER_ROLES:
        role = posts.ensure(title=title, body=body, by=None, at=at, purpose=purpose, position=80)
        if login:
            _sit(role, cast[login], today, (-5, 7), at)


def _sit(role: Role, person: Person, today: date, months: tuple[int, int], at: datetime) -> Term:
    first, last = (today + relativedelta(months=shift) for shift in months)
    seat = role.seats.get(number=1)
    return terms.appoint(
        seat=seat, person=person, period=DateRange(first, last), kind=Term.Kind.ELECTED,
        by=None, at=_noon(first, at), via="demo",
    )  # fmt: skip


def _noon(day: date, at: datetime) -> datetime:
    """Noon of a day, never later than now."""
    return min(at, datetime.combine(day, at.timetz().replace(hour=12, minute=0)))

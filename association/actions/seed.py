"""A synthetic association of any size, made by a few INSERT ... SELECT statements.

Everything is decided by a hash of the seed and the row's number, so the same seed gives the same
association. Names are plainly invented: a colour and a plant.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import pgtrigger
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.translation import gettext as _

from association.actions import seed_sql, setup
from association.actions.setup import Founding
from events.models import Series, Venue
from members.models import Email, Plan
from outbox.queries import local_day

DOMAIN = "demo.example"
PASSWORD = "demo"  # noqa: S105 - the synthetic people's, as the contract says
COLOURS = [
    "Amber", "Azure", "Copper", "Coral", "Crimson", "Ebony", "Golden", "Indigo", "Ivory", "Jade",
    "Lilac", "Maroon", "Ochre", "Olive", "Pearl", "Plum", "Russet", "Sable", "Saffron", "Scarlet",
    "Silver", "Teal", "Umber", "Violet",
]  # fmt: skip
PLANTS = [
    "Alder", "Aspen", "Birch", "Bramble", "Cedar", "Clover", "Elder", "Fern", "Hawthorn", "Hazel",
    "Heather", "Holly", "Juniper", "Laurel", "Linden", "Maple", "Moss", "Myrtle", "Poplar",
    "Reed", "Rowan", "Sorrel", "Spruce", "Thistle", "Willow", "Yarrow", "Yew",
]  # fmt: skip
CITIES = [
    "Northport",
    "Easthaven",
    "Southbridge",
    "Westfield",
    "Midvale",
    "Lakeside",
    "Hillcrest",
    "Riverton",
]
TRADES = [
    "bridges",
    "gardens",
    "ledgers",
    "letterpress",
    "lighthouses",
    "looms",
    "maps",
    "pottery",
    "sails",
    "song",
    "timber",
    "tunnels",
]
TOPICS = [
    "What a harbour teaches",
    "The quiet ledger",
    "Maps nobody drew",
    "A loom in every house",
    "How bridges age",
    "Letters that arrive",
    "Gardens on roofs",
    "The price of timber",
]
FIRMS = [
    "Blue Anchor Works",
    "Harbour Yard",
    "Long Mile Press",
    "North Light Studio",
    "Old Mill Tools",
]


@dataclass(frozen=True)
class Course:
    """How an association fares: over how many months people joined; days in which nobody did, up
    to now; how many of eight left, and within how many years."""

    months: int = 60
    quiet: int = 0
    leavers: int = 1
    within: int = 3


GROWING = "growing"
COURSES = {GROWING: Course(), "steady": Course(120, 0, 7, 6), "dying": Course(60, 800, 7, 3)}


class SeedRefused(Exception):
    """There are real people here; the text says so."""


@dataclass(frozen=True)
class Seeded:
    """How many rows a run has added."""

    people: int
    meetings: int
    answers: int
    attendances: int


@transaction.atomic
def create(*, members: int, months: int, seed: int, at: datetime) -> Seeded:
    """Add member1..N@demo.example and a meeting in each of the last `months` months.

    What is there already is kept: a second run adds only what is missing. Raises SeedRefused where
    people are on file who are not synthetic. Changes nearly every table.
    """
    setup.lock()
    if Email.objects.exclude(canonical__endswith=f"@{DOMAIN}").exists():
        raise SeedRefused(_("There are real people in this database. Seed an empty one."))
    _letterhead(at - timedelta(days=31 * months + 400))
    plans = setup.ensure_plans(currency="EUR")
    setup.ensure_roles(at=at)
    numbers = _numbers(members, months, seed, plans["Member"], at) | {"series": _series().pk}
    _run(seed_sql.HELPERS, numbers | {"triggers": _history_triggers()})
    people_added = people(numbers)
    meetings_added = _run(seed_sql.MEETINGS, numbers)
    _run(seed_sql.SEATINGS, numbers)
    _run(seed_sql.TALKS, numbers)
    answers = _run(seed_sql.ANSWERS, numbers)
    attendances = _run(seed_sql.ATTENDANCES, numbers)
    _run(seed_sql.COUNT_SEATS, numbers)
    _run(seed_sql.HISTORY_AGAIN, {})
    return Seeded(people_added, meetings_added, answers, attendances)


@transaction.atomic
def crowd(*, members: int, seed: int, plan: Plan, at: datetime, course: str = GROWING) -> int:
    """Only the people: member1..N with log-ins and memberships of `plan`; how many are new."""
    how = COURSES[course]
    numbers = _numbers(members, how.months, seed, plan, at) | asdict(how)
    _run(seed_sql.HELPERS, numbers | {"triggers": _history_triggers()})
    added = people(numbers)
    _run(seed_sql.HISTORY_AGAIN, {})
    return added


def _numbers(members: int, months: int, seed: int, plan: Plan, at: datetime) -> dict:
    return {
        **asdict(COURSES[GROWING]), "months": months,
        "seed": seed, "members": members, "today": local_day(at), "at": at,
        "plan": plan.pk, "password": make_password(PASSWORD),
        "colours": COLOURS, "plants": PLANTS, "cities": CITIES, "trades": TRADES,
        "firms": FIRMS, "topics": TOPICS, "domain": DOMAIN,
    }  # fmt: skip


def people(numbers: dict) -> int:
    """Log-ins, people, addresses, memberships and payments of member1..N; how many are new."""
    added = _run(seed_sql.PEOPLE, numbers)
    for statement in (seed_sql.SEEDED, seed_sql.EMAILS, seed_sql.LOG_INS, seed_sql.MEMBERSHIPS):
        _run(statement, numbers)
    return added


def _history_triggers() -> list[str]:
    return [trigger.get_pgid(model) for model, trigger in pgtrigger.registered()]


def _letterhead(released: datetime) -> None:
    founding = Founding(
        name="Synthetic association (demo)", person_name="The synthetic board",
        email=f"board@{DOMAIN}", timezone="Europe/Berlin",
    )  # fmt: skip
    letterhead = setup.write_letterhead(founding, at=released)
    if letterhead.is_quiet and letterhead.founded_at == released:
        letterhead.released_at, letterhead.released_by = released, "seed"
        letterhead.save(update_fields=["released_at", "released_by"])


def _series() -> Series:
    venue, _new = Venue.objects.get_or_create(name="Synthetic hall", city=CITIES[0])
    return Series.objects.get_or_create(
        slug="seeded",
        defaults={
            "name": "Seeded monthly meeting", "rule": "FREQ=MONTHLY;BYDAY=2TU",
            "timezone": "Europe/Berlin", "venue": venue,
        },
    )[0]  # fmt: skip


def _run(statement: str, numbers: dict) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, numbers)
        return cursor.rowcount

"""The demo association's meetings: two years of talks, one tonight, one full, two to come."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from events.actions import meetings, prices, rsvp, wishes
from events.models import Attendance, Meeting, Mode, Rsvp, Seating, Series, Speaking, Talk, Venue
from events.rules.recurrence import instant
from events.rules.texts import slug
from members.models import Person
from members.queries import members_on

ZONE = "Europe/Berlin"
MONTHS = 24
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TALKS = [
    ("Salt, sun and varnish", "Spruce Harrow"),
    ("What a chair owes its sitter", "Ivory Bench"),
    ("Clay remembers everything", "Umber Kiln"),
    ("Bookbinding for impatient people", "Hazel Inkwell"),
    ("A loom in every house", "Clover Threshold"),
    ("Charging what it costs", "Linden Ledger"),
    ("Light you can live with", "Maple Lantern"),
    ("The second life of sails", "Yarrow Tide"),
    ("Sharpening: the evening nobody regrets", "Silver Whetstone"),
    ("Repair is a kind of respect", "Teal Rivet"),
    ("Boats that forgive", "Juniper Lighthouse"),
    ("Bread as an engineering problem", "Rowan Millstone"),
]
# What cannot be eaten, and what is needed to take part.
NEEDS = [("No nuts, please", ""), ("", "A chair with a back"), ("Vegetarian", "")]
COMING = ("Wood that moves, and how to let it", "Ochre Plane")
AFTER = ("Dyes from the river bank", "Indigo Reed")


def create(*, cast: dict[str, Person], today: date, at: datetime) -> None:
    """Series, venues and meetings with answers and attendance. Changes the tables of events."""
    everybody = list(members_on(today).order_by("id"))
    hall = Venue.objects.create(
        name="The Old Boathouse", address="Quay 1", city="Northport",
        how_to_find="The red door beside the crane. Step-free from the quay.",
    )  # fmt: skip
    day = next(today + timedelta(days=n) for n in (9, 8, 7, 6) if (today + timedelta(n)).day < 29)
    talks = Series.objects.create(
        name="Makers' evening", slug="evening", rule=f"FREQ=MONTHLY;BYDAY={_nth(day)}",
        timezone=ZONE, venue=hall, capacity=40, local_time=time(19),
        description="A talk, then tea and long questions.",
    )  # fmt: skip
    for back in range(MONTHS, 0, -1):
        _past(talks, _same_weekday(day, -back), back, everybody, at)
    next_one = _announce(talks, datetime.combine(day, talks.local_time), at, COMING)
    _fill(next_one, everybody[:37], cast, at)
    _announce(talks, datetime.combine(_same_weekday(day, 1), talks.local_time), at, AFTER)
    _tonight(hall, everybody, cast, at)
    _lunch(everybody, cast, today, at)


def _nth(day: date) -> str:
    return f"{(day.day - 1) // 7 + 1}{WEEKDAYS[day.weekday()]}"


def _same_weekday(day: date, months: int) -> date:
    """The same weekday of the same week, some months away: the second Tuesday stays one."""
    first = day.replace(day=1) + relativedelta(months=months)
    return first + timedelta(days=(day.weekday() - first.weekday()) % 7 + (day.day - 1) // 7 * 7)


def _announce(
    series: Series, starts: datetime, at: datetime, talk: tuple[str, str] | None = None
) -> Meeting:
    """A published meeting at a wall-clock time, with its talk."""
    fields = {"topic": talk[0]} if talk else {}
    meeting = meetings.create(series=series, starts_local=starts, by=None, at=at, fields=fields)
    if talk:
        _programme(meeting, talk)
    meetings.publish(meeting=meeting, by=None, at=at)
    meetings.refresh_search(meeting)
    return meeting


def _programme(meeting: Meeting, talk: tuple[str, str]) -> None:
    title, speaker = talk
    row = Talk.objects.create(meeting=meeting, title=title)
    known = Person.objects.filter(name=speaker).first()
    Speaking.objects.create(meeting=meeting, talk=row, printed_name=speaker, person=known)


def _past(series: Series, day: date, number: int, everybody: list[Person], at: datetime) -> None:
    """A closed meeting of the past: about half answered, most of them came."""
    title, speaker = TALKS[number % len(TALKS)]
    starts = instant(day, series.local_time, ZONE)
    meeting = Meeting.objects.create(
        series=series, slug=slug(series.slug, day), title=series.name, topic=title,
        number=MONTHS - number + 1, starts_at=starts, ends_at=starts + timedelta(hours=2),
        timezone=ZONE, venue=series.venue, state=Meeting.State.CLOSED,
        published_at=starts - timedelta(days=30), closed_at=starts + timedelta(days=1),
        credits_minutes=60,
    )  # fmt: skip
    _programme(meeting, (title, speaker))
    dice = Random(number)  # noqa: S311 - the demo's dice
    known = [person for person in everybody if person.joined_on and person.joined_on <= day]
    going = dice.sample(known, min(len(known), dice.randint(18, 30)))
    came = [person for person in going if dice.random() < 0.85]
    Seating.objects.create(meeting=meeting, mode=Mode.IN_PERSON, capacity=40, taken=len(going))
    answered = starts - timedelta(days=6)
    Rsvp.objects.bulk_create(
        Rsvp(meeting=meeting, person=person, state="going", answered_at=answered, via="demo")
        for person in going
    )
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, person=person, method="name", recorded_at=meeting.ends_at,
            state="present" if person in came else "absent",
            arrived_at=starts - timedelta(minutes=dice.randint(0, 25)) if person in came else None,
        )
        for person in going
    )  # fmt: skip
    meetings.refresh_search(meeting)


def _tonight(venue: Venue, everybody: list[Person], cast: dict[str, Person], at: datetime) -> None:
    """Something to check people in at, about two hours from now."""
    starts = (at + timedelta(hours=2)).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    starts = starts.replace(minute=starts.minute // 15 * 15, second=0, microsecond=0)
    series = Series.objects.create(
        name="Open workshop", slug="workshop", kind=Series.Kind.SOCIAL, timezone=ZONE, venue=venue,
        capacity=60, local_time=starts.time(), description="Bring what you are making.",
    )  # fmt: skip
    meeting = _announce(series, starts, at)
    _fill(meeting, everybody[5:30], cast, at)


def _lunch(everybody: list[Person], cast: dict[str, Person], today: date, at: datetime) -> None:
    """A small table that is full, with people waiting."""
    place = Venue.objects.create(name="The Net Loft", address="Quay 7", city="Northport")
    day = today + timedelta(days=4)
    series = Series.objects.create(
        name="Makers' lunch", slug="lunch", kind=Series.Kind.LUNCH, timezone=ZONE, venue=place,
        capacity=12, guest_limit=0, rule=f"FREQ=WEEKLY;BYDAY={WEEKDAYS[day.weekday()]}",
        local_time=time(12, 30), duration_minutes=75, description="One long table, no programme.",
    )  # fmt: skip
    meeting = _announce(series, datetime.combine(day, series.local_time), at)
    prices.set_price(meeting=meeting, member_cents=1400, guest_cents=1800, by=None, at=at)
    _fill(meeting, everybody[3:19], cast, at)
    seated = Rsvp.objects.filter(meeting=meeting, state=Rsvp.State.GOING).select_related("person")
    for row, (diet, access) in zip(seated.order_by("id"), NEEDS, strict=False):
        wishes.tell(
            meeting=meeting, person=row.person, diet=diet, access=access, by=row.person, at=at
        )
        prices.pay(rsvp=row, how="bank", by=cast["treasurer"], at=at, reference="demo")


def _fill(meeting: Meeting, coming: list[Person], cast: dict[str, Person], at: datetime) -> None:
    """Answers of all these but of those who shall answer for themselves."""
    undecided = {cast["member"].pk, cast["newcomer"].pk}
    for person in coming:
        if person.pk not in undecided:
            rsvp.answer(
                meeting=meeting, person=person, answer="going", by=person, at=at, via="demo"
            )

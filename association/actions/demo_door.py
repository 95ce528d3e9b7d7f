"""Tonight's door of the demo: somebody new, a guest with a host, and who has the door's job."""

from datetime import date, datetime, timedelta

from events.actions import duties, rsvp
from events.models import Attendance, Duty, Meeting
from members.models import Person
from members.queries import members_on
from roles.models import Role


def create(*, cast: dict[str, Person], today: date, at: datetime) -> None:
    """Answers of a host and of somebody new, and a greeter, for tonight. Changes events."""
    tonight = Meeting.objects.filter(series__slug="workshop", starts_at__gt=at).first()
    greeter = Role.objects.filter(opens_door=True).first()
    if tonight is None or greeter is None:
        return
    host = cast["treasurer"]
    rsvp.answer(
        meeting=tonight, person=host, answer="going", guests=["Fern Doorstep"], by=host, at=at,
        via="demo",
    )  # fmt: skip
    new = _never_seen(cast, today)
    if new is not None:
        rsvp.answer(meeting=tonight, person=new, answer="going", by=new, at=at, via="demo")
    duty = Duty.objects.create(meeting=tonight, role=greeter)
    helper, yesterday = cast["member"], at - timedelta(days=1)
    duties.take(duty=duty, person=helper, by=helper, at=yesterday)


def _never_seen(cast: dict[str, Person], today: date) -> Person | None:
    """The member who joined last among those who were at no meeting yet."""
    seen = Attendance.objects.filter(state=Attendance.State.PRESENT).values("person")
    members = members_on(today, grace=False).exclude(pk__in=seen)
    others = members.exclude(pk__in=[person.pk for person in cast.values()])
    return others.order_by("-joined_on", "id").first()

"""The demo association's jobs at meetings: some taken, some free, one that somebody cannot do."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from events.actions import duties
from events.models import Attendance, Duty, DutySignup, Meeting, SeriesDuty
from members.models import Person
from roles.models import Role

# title, what for, size, skills, checklist, opens the door page, hands
JOBS = [
    ("Greeter", "The first smile of the evening.", "quick", "", True, 2, (
        "Stand where people come in", "Look up the name, tap Check in",
        "Bring a first-timer to their host", "Hand over to the secretary when the talk begins",
    )),
    ("Tea table", "Nobody talks well without tea.", "quick", "", False, 1, (
        "Fill the urn half an hour before", "Cups, sugar, oat milk", "Wash up with whoever stays",
    )),
    ("Sound and screen", "The last row hears it, too.", "evening", "sound, beamer", False, 1, (
        "Try the microphone", "Ask the speaker for the slides", "Keep a spare battery",
    )),
]  # fmt: skip


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """Jobs of the catalogue, done at past evenings and wanted at the coming ones."""
    roles = [_role(number, *job) for number, job in enumerate(JOBS)]
    evening = Meeting.objects.filter(series__slug="evening")
    for role, wanted in roles:
        SeriesDuty.objects.create(series=evening[0].series, role=role, wanted=wanted)
    _past(evening.filter(state="closed").order_by("-starts_at")[:6], [r for r, _ in roles])
    duties.lay_out(at=at)
    coming = evening.filter(starts_at__gt=at).order_by("starts_at").first()
    if coming is None:
        return
    greeter, tea, sound = (Duty.objects.get(meeting=coming, role=role) for role, _ in roles)
    for duty, login in ((greeter, "newcomer"), (tea, "member"), (sound, "treasurer")):
        duties.take(duty=duty, person=cast[login], by=cast[login], at=at - timedelta(days=1))
    duties.leave(signup=sound.signups.get(), by=cast["treasurer"], at=at)


def _role(
    number: int, title: str, purpose: str, size: str, skills: str, opens: bool, hands: int,
    checklist: tuple[str, ...],
) -> tuple[Role, int]:  # fmt: skip
    role = Role.objects.create(
        title=title, body=Role.Body.STANDING, purpose=purpose, size=size, skills=skills,
        checklist="\n".join(checklist), opens_door=opens, position=90 + number,
    )  # fmt: skip
    return role, hands


def _past(meetings: Iterable[Meeting], roles: list[Role]) -> None:
    """Whoever was there first has helped."""
    for meeting in meetings:
        there = Attendance.objects.filter(meeting=meeting, state="present").order_by("id")
        for role, came in zip(roles, there.select_related("person"), strict=False):
            duty = Duty.objects.create(meeting=meeting, role=role)
            DutySignup.objects.create(
                duty=duty, person=came.person, taken_at=meeting.starts_at,
                taken_by=came.person, state="confirmed", confirmed_at=meeting.starts_at,
            )  # fmt: skip

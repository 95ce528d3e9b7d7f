"""Who could step in for somebody, in the order in which they are asked. Nobody sees this order."""

from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from events.models import DutyAsk, DutySignup, Meeting, Rsvp
from events.queries.duties import doers
from events.rules.duties import skill_words
from members.models import Person
from members.queries import members_on
from outbox.queries import local_day


def next_people(signup: DutySignup, at: datetime) -> QuerySet[Person]:
    """Those who can do the job and were not asked yet: who has done it before who has the skill,
    who comes anyway first, then who did it longest ago. Nobody who said no to the meeting, has a
    job there, or is expected elsewhere at that time."""
    duty, meeting = signup.duty, signup.duty.meeting
    answers = Rsvp.objects.filter(meeting=meeting, person=OuterRef("pk"))
    last = Max("duties__duty__meeting__starts_at", filter=Q(duties__duty__role=duty.role))
    able = members_on(local_day(at)).filter(_able(signup)).exclude(pk=signup.person_id)
    return (
        able.exclude(pk__in=DutyAsk.objects.filter(signup=signup).values("person"))
        .exclude(_busy(meeting))
        .filter(~Exists(answers.filter(state__in=[Rsvp.State.DECLINED, Rsvp.State.CANCELLED])))
        .annotate(
            has_done=Exists(doers(duty.role).filter(pk=OuterRef("pk"))),
            comes=Exists(answers.filter(state=Rsvp.State.GOING)),
            last_done=last,
        )
        .order_by("-has_done", "-comes", F("last_done").asc(nulls_first=True), "id")
    )


def _able(signup: DutySignup) -> Q:
    able = Q(pk__in=doers(signup.duty.role).values("pk"))
    for word in skill_words(signup.duty.role.skills):
        able |= Q(skills__icontains=word)
    return able


def _busy(meeting: Meeting) -> Q:
    """Who has a job in these hours, here or elsewhere, or a seat at another meeting."""
    same_time = Meeting.objects.filter(
        state=Meeting.State.PUBLISHED, starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at
    )
    jobs = Person.objects.filter(
        duties__duty__meeting__in=same_time.values("pk"), duties__state__in=DutySignup.SERVING
    )
    seats = Person.objects.filter(
        rsvps__meeting__in=same_time.exclude(pk=meeting.pk).values("pk"),
        rsvps__state__in=Rsvp.SEATED,
    )
    return Q(pk__in=jobs.order_by().values("pk")) | Q(pk__in=seats.order_by().values("pk"))


def ask_of(pk: int) -> DutyAsk | None:
    """One request to step in, with all it is about."""
    related = ("person", "signup__person", "signup__duty__role", "signup__duty__meeting__venue",
               "signup__duty__meeting__contact")  # fmt: skip
    return DutyAsk.objects.select_related(*related).filter(pk=pk).first()


def signup_of(pk: int) -> DutySignup | None:
    """One sign-up, with all it is about."""
    related = ("person", "partner", "duty__role", "duty__meeting__venue", "duty__meeting__contact")
    return DutySignup.objects.select_related(*related).filter(pk=pk).first()

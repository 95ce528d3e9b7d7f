"""Who gets a weekly digest: those for whom a letter was put off."""

from datetime import date, datetime, timedelta

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, JSONObject

from events.models import Meeting, Rsvp
from events.queries.meetings import visible_to
from members.models import Person
from members.queries import letter_address
from outbox.models import Message

AHEAD = timedelta(days=21)


def digest_rows(due: datetime, week: date) -> QuerySet:
    """One letter for each person with a letter put off in the seven days before `due`."""
    late = Message.objects.filter(
        about__digest=True, created_at__gt=due - timedelta(days=7), created_at__lte=due
    )
    people = late.annotate(who=Cast(KeyTextTransform("person", "about"), BigIntegerField()))
    return (
        Person.objects.filter(pk__in=people.values("who"), deceased_on=None, merged_into=None)
        .order_by()
        .annotate(
            to_=letter_address(),
            about_=JSONObject(person=F("pk")),
            dedupe_=Concat(Value(f"digest:{week.isoformat()}:"), Cast("pk", CharField())),
        )
        .exclude(to_="")
        .values_list("to_", "about_", "dedupe_")
    )


def coming_up(person: Person, at: datetime) -> list[tuple[Meeting, str]]:
    """What takes place in the next three weeks, with this person's answer ("" = none yet)."""
    shown = visible_to(person, None).filter(
        state=Meeting.State.PUBLISHED, starts_at__gt=at, starts_at__lte=at + AHEAD
    )
    said = dict(
        Rsvp.objects.filter(person=person, meeting__in=shown).values_list("meeting_id", "state")
    )
    rows = shown.select_related("venue").order_by("starts_at", "id")[:20]
    return [(meeting, said.get(meeting.pk, "")) for meeting in rows]

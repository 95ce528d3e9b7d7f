"""Who gets a weekly digest: those for whom a letter was put off."""

from datetime import date, datetime, time, timedelta

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, JSONObject

from events.models import Meeting, Rsvp
from events.queries.meetings import visible_to
from kit.text import canonical_email
from members.models import Person
from members.queries import letter_address
from outbox.models import Message, Suppression
from outbox.queries import zone

AHEAD = timedelta(days=21)
NINE = time(9)


def digest_rows(due: datetime, week: date) -> QuerySet:
    """One letter for each person with a letter put off in the seven days before `due`."""
    late = _put_off(due)
    people = late.annotate(who=Cast(KeyTextTransform("person", "about"), BigIntegerField()))
    return (
        Person.objects.filter(pk__in=people.values("who"), deceased_on=None, merged_into=None)
        .order_by()
        .annotate(
            to_=letter_address(),
            about_=JSONObject(person=F("pk"), week=Value(week.isoformat())),
            dedupe_=Concat(Value(f"digest:{week.isoformat()}:"), Cast("pk", CharField())),
        )
        .exclude(to_="")
        .values_list("to_", "about_", "dedupe_")
    )


def put_off(person: Person, week: date) -> list[Message]:
    """The letters put off for this person in the seven days before that week's digest, oldest
    first, without the kinds the person has switched off since."""
    mine = _put_off(due_on(week)).filter(about__person=person.pk).order_by("not_before", "id")
    found = list(mine[:20])
    rows = Suppression.objects.filter(address__in={canonical_email(one.to) for one in found})
    stopped = set(rows.values_list("address", "category"))
    return [
        one
        for one in found
        if not stopped & {(canonical_email(one.to), one.category), (canonical_email(one.to), "")}
    ]


def due_on(week: date) -> datetime:
    """When the digest of that day is due: 09:00 in the association's zone."""
    return datetime.combine(week, NINE, zone())


def _put_off(due: datetime) -> QuerySet[Message]:
    return Message.objects.filter(
        about__digest=True, not_before__gt=due - timedelta(days=7), not_before__lte=due
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

"""Whom an officer should call: letters that come back, and the ten people of today."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from members.models import Basis, CallNote, Email, Person, WelcomePromise
from members.models.calls import CallReason
from members.queries.addresses import bounced, usable
from members.queries.applications import open_applications
from members.queries.lapses import running_out, unfollowed
from members.queries.people import begins
from members.queries.standing import GraceEndsAt
from members.rules import folded_words

MOST = 10
SOON = 10
WAITED = 3


@dataclass(frozen=True)
class Line:
    """One person of today: why, in words and key, since or until which day, and who has it."""

    person: Person
    reason: CallReason
    on: date | None
    owner: Person | None = None

    @property
    def why(self) -> str:
        """The reason in words."""
        return str(self.reason.label)


def unreachable(today: date, text: str = "") -> QuerySet[Person]:
    """Living people of a membership not long over, all of whose addresses are undeliverable."""
    mine = Email.objects.filter(person_id=OuterRef("pk"))
    over = today - timedelta(days=365)
    near = unfollowed().filter(
        Q(period__endswith__isnull=True) | Q(period__endswith__gt=over), person_id=OuterRef("pk")
    )
    found = Person.objects.filter(
        Q(pk__in=bounced().values("person_id")),
        ~Exists(usable().order_by().filter(person_id=OuterRef("pk"))),
        Exists(near),
        Exists(mine),
        mail_via__isnull=True,
        deceased_on__isnull=True,
        merged_into__isnull=True,
    ).filter(~Exists(put_off(today, CallReason.BOUNCED, "pk")))
    for word in folded_words(text)[:6]:
        found = found.filter(begins("sort_name", word))
    return found.prefetch_related("emails").order_by("sort_name", "id")


def put_off(today: date, reason: str, ref: str) -> QuerySet[CallNote]:
    """Notes that keep the person of `ref` off the list of this reason today."""
    return CallNote.objects.filter(person_id=OuterRef(ref), reason=reason, again_on__gt=today)


def today_list(today: date) -> list[Line]:
    """At most ten people for whom today matters, the most pressing first; seven queries."""
    found = [*_applied(today), *_lapsing(today), *_promised(today), *_between(today)]
    lines = found[:MOST] + [
        Line(person, CallReason.BOUNCED, None)
        for person in unreachable(today)[: max(0, MOST - len(found))]
    ]
    ids = [line.person.pk for line in lines]
    notes = CallNote.objects.filter(person__in=ids, outcome="handed").select_related("owner")
    owners = {(note.person_id, note.reason): note.owner for note in notes}
    return [
        Line(line.person, line.reason, line.on, owners.get((line.person.pk, line.reason.value)))
        for line in lines
    ]


def _lapsing(today: date) -> list[Line]:
    """Whose days of grace end within ten days."""
    rows = (
        running_out()
        .filter(period__endswith__lte=today, period__endswith__gt=today - timedelta(days=400))
        .alias(grace_ends=GraceEndsAt())
        .filter(grace_ends__gt=today, grace_ends__lte=today + timedelta(days=SOON))
    )
    return _lines(rows, today, CallReason.LAPSING)


def _between(today: date) -> list[Line]:
    """Whose time between jobs ends within ten days."""
    rows = unfollowed().filter(
        basis=Basis.BETWEEN_JOBS,
        period__endswith__gt=today,
        period__endswith__lte=today + timedelta(days=SOON + 1),
    )
    return _lines(rows, today, CallReason.BETWEEN)


def _lines(rows: QuerySet[Any], today: date, reason: CallReason) -> list[Line]:
    shown = rows.filter(~Exists(put_off(today, reason, "person_id"))).select_related("person")
    ordered = shown.order_by("period__endswith", "id")[:MOST]
    return [Line(row.person, reason, row.period.upper - timedelta(days=1)) for row in ordered]


def _promised(today: date) -> list[Line]:
    """Newcomers to whom a promise is overdue, with who made it."""
    late = WelcomePromise.objects.filter(
        ~Exists(put_off(today, CallReason.PROMISE, "person_id")),
        state="open", due_on__lt=today, person__deceased_on=None, person__merged_into=None,
    ).select_related("person")  # fmt: skip
    found = {row.person_id: row for row in late.order_by("-due_on")[: MOST * 4]}
    return [Line(row.person, CallReason.PROMISE, row.due_on) for row in found.values()][:MOST]


def _applied(today: date) -> list[Line]:
    """Who has waited for a yes for three days."""
    rows = open_applications().filter(
        ~Exists(put_off(today, CallReason.APPLIED, "person_id")),
        state="applied", applied_on__lte=today - timedelta(days=WAITED), person__isnull=False,
    ).select_related("person")[:MOST]  # fmt: skip
    return [Line(row.person, CallReason.APPLIED, row.applied_on) for row in rows if row.person]

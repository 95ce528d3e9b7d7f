"""The lapse queue: who is at which step, what went out or why not, and what goes out next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from members.models import LetterHold, LetterSkip, Membership, Person
from members.queries.addresses import letter_address
from members.queries.board import Counted
from members.queries.ladders import Ladders, holding, ladders, passed
from members.queries.lapses import running_out
from members.queries.people import begins
from members.rules import Tone, folded_words, notice_stage, tone
from outbox.models import Message

WEEK = 7
NOW, SOON, HELD, ALL = "now", "soon", "held", "all"
TONES = {
    Tone.VALUE: _("what the year gave"),
    Tone.SOON: _("it ends soon"),
    Tone.TODAY: _("it ends today"),
    Tone.GRACE: _("in grace"),
    Tone.LAPSE: _("about to lapse"),
    Tone.MISSED: _("we miss you"),
}


@dataclass
class Step:
    """One letter of one membership: its day, what it says, and what became of it."""

    days: int
    on: date
    says: str
    message: Message | None = None
    skipped: bool = False
    silent: bool = False
    is_past: bool = False
    is_now: bool = False


@dataclass
class Place:
    """Where one membership stands on the ladder today."""

    row: Any
    steps: list[Step]
    hold: LetterHold | None = None
    sent: list[Message] = field(default_factory=list)

    @property
    def now(self) -> Step | None:
        """The step that holds today."""
        return next((step for step in self.steps if step.is_now), None)

    @property
    def next(self) -> Step | None:
        """What goes out next: the first step ahead that is not skipped."""
        ahead = (step for step in self.steps if not step.is_past and not step.is_now)
        return next((step for step in ahead if not step.skipped), None)


def waiting(today: date, steps: Ladders) -> QuerySet[Membership]:
    """Memberships on the ladder today, or whose first letter falls due within a week."""
    span = steps.span()
    if span is None:
        return Membership.objects.none()
    return running_out().filter(passed(today, first=span[0] - WEEK, end=span[1]))


def drawers(today: date, steps: Ladders) -> dict[str, Q]:
    """The queue's drawers: a letter within a week, on hold, everybody."""
    held = Exists(holding(today).filter(person_id=OuterRef("person_id")))
    return {SOON: steps.next_within(today, WEEK) & ~Q(held), HELD: Q(held), ALL: Q()}


def counts(today: date, steps: Ladders) -> dict[str, int]:
    """How many memberships lie in each drawer; one query."""
    wanted = {key: Count("pk", filter=test) for key, test in drawers(today, steps).items() if test}
    return waiting(today, steps).aggregate(**wanted, all=Count("pk"))


def page(
    today: date, *, drawer: str, text: str, number: Any, steps: Ladders, total: int
) -> tuple[Page, list[Place]]:
    """One page of the queue, the longest overdue last, with every row's place; five queries."""
    found = waiting(today, steps).filter(drawers(today, steps)[drawer])
    for word in folded_words(text)[:6]:
        found = found.filter(begins("person__sort_name", word))
    rows = found.select_related("person", "plan").annotate(address_=letter_address("person__"))
    rows = rows.order_by("-period__endswith", "person_id")
    shown = Counted(rows, total=found.count() if text else total).get_page(number)
    return shown, places(list(shown), today, steps)


def place_of(person: Person, today: date) -> Place | None:
    """One person's place with every step, also where the ladder lies far ahead; None without."""
    rows = running_out().filter(person=person, period__endswith__isnull=False)
    row = rows.select_related("person", "plan").annotate(address_=letter_address("person__"))
    found = places(list(row[:1]), today, ladders())
    return found[0] if found else None


def places(rows: Sequence[Any], today: date, steps: Ladders) -> list[Place]:
    """The place of each membership; three queries for all of them."""
    ids = [row.pk for row in rows]
    keys = [f"notice:{row.pk}:{days}" for row in rows for days in steps.of(row.plan_id)]
    letters = {m.dedupe_key: m for m in Message.objects.filter(dedupe_key__in=keys)}
    skips = set(LetterSkip.objects.filter(membership__in=ids).values_list("membership_id", "days"))
    open_ones = holding(today).filter(person__in=[row.person_id for row in rows])
    holds = {hold.person_id: hold for hold in open_ones}
    return [
        Place(row, _steps(row, today, steps, letters, skips), holds.get(row.person_id))
        for row in rows
    ]


def dates(
    last_day: date, days: Sequence[int], grace_days: int, today: date | None = None
) -> list[Step]:
    """The letters of a ladder with their real dates, for somebody paid until `last_day`."""
    return [
        Step(
            one,
            last_day + timedelta(days=one),
            str(TONES[tone(one, grace_days)]),
            is_past=today is not None and last_day + timedelta(days=one) < today,
        )
        for one in days
    ]


def _steps(
    row: Any, today: date, steps: Ladders, letters: dict[str, Message], skips: set[tuple[int, int]]
) -> list[Step]:
    row.last_day = row.period.upper - timedelta(days=1)
    ladder = steps.of(row.plan_id)
    now = notice_stage(last_day=row.last_day, today=today, ladder=ladder, last_days=steps.last_days)
    found = dates(row.last_day, ladder, row.grace_days, today)
    for step in found:
        step.message = letters.get(f"notice:{row.pk}:{step.days}")
        step.skipped = (row.pk, step.days) in skips
        step.silent = row.silent_until is not None and step.on < row.silent_until
        step.is_now = now is not None and now.stage == step.days
    return found


def next_in(plan_id: int, today: date) -> Membership | None:
    """Whose last paid day of a plan comes next, for showing dates of a named person."""
    rows = running_out().filter(plan_id=plan_id, period__endswith__gt=today)
    return rows.select_related("person", "plan").order_by("period__endswith", "id").first()

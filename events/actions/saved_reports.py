"""Reports are kept under a name, mailed to their readers each month, and taken away."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.refusals import NotPossible
from events.models import ReportReader, SavedReport
from events.queries.reports import EXPORT, REPORTS
from events.queries.reports.named import named_in
from events.queries.saved_reports import question
from events.rules.reports import HOUR
from kit.text import clean
from members.actions.exports import note_export
from members.models import Person
from members.queries import address_for
from outbox.actions import letters
from outbox.queries import local_day, zone
from roles.queries.holders import holders


@transaction.atomic
def save(
    *, report: str, name: str, kind: str, span: str, q: str, readers: Iterable[Person],
    by: Person | None, at: datetime,
) -> SavedReport:  # fmt: skip
    """Keep a question; `readers` get its answer from next month on.

    Raises NotPossible without a name, or for a reader who may not see reports. Writes SavedReport
    and ReportReader.
    """
    name, readers = clean(name)[:120], list(readers)
    if not name:
        raise NotPossible(_("Please give it a name."))
    today = local_day(at)
    if set(readers) - set(holders(EXPORT, today)):
        raise NotPossible(_("Reports can be mailed to officers who may see them."))
    saved = SavedReport.objects.create(
        name=name, report=REPORTS[report].key, kind=kind, span=span, q=clean(q)[:100],
        made_by=by, made_at=at, sent_for=today.replace(day=1),
    )  # fmt: skip
    ReportReader.objects.bulk_create(ReportReader(saved=saved, person=one) for one in readers)
    return saved


@transaction.atomic
def drop(*, saved: SavedReport, by: Person | None, at: datetime) -> None:
    """Take it away; nothing is mailed any more. Writes SavedReport."""
    SavedReport.objects.filter(pk=saved.pk, dropped_at=None).update(dropped_at=at)


@transaction.atomic
def restore(*, saved: SavedReport, by: Person | None, at: datetime) -> None:
    """Undo `drop`: it goes on with next month. Writes SavedReport."""
    month = local_day(at).replace(day=1)
    SavedReport.objects.filter(pk=saved.pk).update(dropped_at=None, sent_for=month)


@transaction.atomic
def queue_due(*, at: datetime) -> int:
    """From nine on the first of a month: a letter to each reader who may still see reports.

    After an outage the newest month alone. Gives how many; writes letters, exports, SavedReport.
    """
    now = at.astimezone(zone())
    month = now.date().replace(day=1)
    if now.date() == month and now.hour < HOUR:
        return 0
    due = SavedReport.objects.filter(sent_for__lt=month, dropped_at=None)
    due = due.select_for_update(skip_locked=True)
    allowed = {person.pk for person in holders(EXPORT, now.date())}
    queued = 0
    for saved in due:
        for reader in saved.readers.select_related("person__user"):
            if reader.person_id in allowed:
                queued += _mail(saved, reader.person, month, at)
        saved.sent_for = month
        saved.save(update_fields=["sent_for"])
    return queued


def _mail(saved: SavedReport, person: Person, day: date, at: datetime) -> bool:
    letter = letters.post(
        kind="report.monthly", to=address_for(person),
        about={"person": person.pk, "saved": saved.pk, "day": day.isoformat()},
        dedupe_key=f"report:{saved.pk}:{person.pk}:{day}", at=at, always=True,
    )  # fmt: skip
    if letter is not None:
        people = named_in(*question(saved, day, at))
        note_export(
            what=f"report {saved.report}", via="letter", by=person.user, at=at, people=people
        )
    return letter is not None

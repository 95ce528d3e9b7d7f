"""The monthly letter with a saved report."""

from datetime import date, datetime
from itertools import islice

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import SavedReport
from events.queries.reports import EXPORT
from events.queries.reports.cells import as_file, period_words
from events.queries.saved_reports import question
from events.rules.reports import MOST_ROWS
from kit.sheets import CSV, as_csv
from members.models import Person
from members.queries import address_for
from outbox.kinds import Attachment, Letter, Superseded
from outbox.models import Message
from outbox.queries import local_day
from roles.queries.holders import holders


def monthly(message: Message, at: datetime) -> Letter:
    """How many rows, the file itself unless it is too long, and the link to the page."""
    saved = SavedReport.objects.filter(pk=message.about["saved"], dropped_at=None).first()
    day = date.fromisoformat(message.about["day"])
    person = Person.objects.filter(pk=message.about["person"]).first()
    if saved is None or person is None or person not in holders(EXPORT, local_day(at)):
        raise Superseded(_("The report is not kept any more, or not for this reader."))
    report, asked = question(saved, day, at)
    header, cells = as_file(report, asked)
    rows = list(islice(cells, MOST_ROWS + 1))
    files: tuple[Attachment, ...] = ()
    if len(rows) <= MOST_ROWS:
        body = "".join(as_csv(header, rows)).encode()
        files = (Attachment(f"{report.key}-{day}.csv", CSV, body),)
    return Letter(
        to=address_for(person),
        to_name=person.name,
        subject=_("Report: {name}").format(name=saved.name),
        template="events/report",
        context={
            "first_name": person.first_name, "saved": saved, "report": report,
            "days": period_words(asked), "count": len(rows), "attached": bool(files),
            "action_url": settings.SITE_URL + reverse("report-saved", args=[saved.uid]),
            "action_label": _("See it with its chart"),
            "why": _("You get this letter each month because you were named as its reader."),
        },
        preferences_url=settings.SITE_URL + reverse("me-letters"),
        files=files,
    )  # fmt: skip

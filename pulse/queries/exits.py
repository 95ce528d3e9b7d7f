"""Why somebody is no member any more, in a few words."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Death, Membership


def reasons(part: str, people: Iterable[int], day: date) -> dict[int, str]:
    """Person's id -> what is on file, for `resigned`, `lapsed` or `other` by `day`; nothing for
    any other part."""
    if part == "other":
        died = Death.objects.filter(person__in=list(people), voided_on=None, died_on__lte=day)
        return {row.person_id: date_format(row.died_on) for row in died}
    if part not in ("resigned", "lapsed"):
        return {}
    rows = Membership.objects.filter(
        person__in=list(people), voided_on=None, period__startswith__lte=day
    )
    last = {row.person_id: row for row in rows.order_by("period")}
    return {pk: _words(row, part) for pk, row in last.items()}


def _words(row: Membership, part: str) -> str:
    if part == "lapsed":
        end = row.period.upper
        return _("paid until {day}").format(day=date_format(end - timedelta(days=1))) if end else ""
    left = date_format(row.resigned_on) if row.resigned_on else ""
    return f"{left}: {row.reason}" if row.reason else left

"""Periods without dues: waived with a reason, or the time between jobs."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils.translation import gettext as _

from members.actions import notices, periods
from members.actions.memberships import NotAMember, renew
from members.actions.periods import Excuse, NotPossible
from members.models import Basis, Membership, Person, Plan
from members.queries import letter_address
from members.queries.waivers import between_ending, months_between
from members.rules import MOST_MONTHS_BETWEEN, add_months
from outbox.actions import letters
from outbox.queries import local_day


class ReasonMissing(NotPossible):
    """Dues are waived for a reason."""


class TooLong(NotPossible):
    """More months between jobs than there are."""


def waive(
    *, person: Person, reason: str, by: Person | None, at: datetime, plan: Plan | None = None
) -> Membership:
    """The next period without dues, for a reason that stays in the books.

    Raises ReasonMissing, and as `renew`. Writes Membership; withdraws waiting notices.
    """
    if not reason.strip():
        raise ReasonMissing(_("Please write why nothing is to be paid."))
    why = Excuse(basis=Basis.WAIVED, reason=reason.strip(), by=by, at=at)
    return renew(person=person, plan=plan, excuse=why, by=by, at=at)


@transaction.atomic
def between_jobs(*, person: Person, months: int, by: Person | None, at: datetime) -> Membership:
    """Member without dues for up to twelve months, which are never asked for later.

    It begins where the paid time ends, for the lapsed today. Raises NotAMember, TooLong,
    WithoutEnd. Writes Membership; withdraws waiting renewal letters.
    """
    periods.lock(person)
    today = local_day(at)
    last = periods.last_of(person)
    if last is None:
        raise NotAMember(_("This is for people who have been members."))
    left = MOST_MONTHS_BETWEEN - months_between(person, last)
    if not 1 <= months <= left:
        words = _("At most {months} months between jobs are possible now.")
        raise TooLong(words.format(months=max(left, 0)))
    start, end = _span(last, months, today)
    why = Excuse(basis=Basis.BETWEEN_JOBS, reason=_("between jobs"), by=by, at=at)
    periods.make_room(person, start, today)
    row = periods.begin(person, last.plan, start, end, today, dues_cents=0, excuse=why)
    notices.stop(person=person, reason="between jobs", at=at)
    return row


def _span(last: Membership, months: int, today: date) -> tuple[date, date]:
    if last.period.upper is None:
        raise periods.WithoutEnd(_("This membership has no end; there is nothing to renew."))
    gone = last.resigned_on is not None and last.resigned_on <= today
    in_grace = today < last.period.upper + timedelta(days=last.grace_days)
    start = last.period.upper if in_grace and not gone else today
    return start, add_months(start, months)


def announce_ends(*, today: date, at: datetime) -> int:
    """Queue the one letter before a time between jobs ends; a second run adds nothing."""
    rows = between_ending(today).annotate(
        to_=letter_address("person__"),
        about_=JSONObject(person=F("person_id"), membership=F("pk")),
        dedupe_=Concat(Value("between:"), Cast("pk", CharField()), output_field=CharField()),
    )
    return letters.post_many(
        kind="membership.between",
        rows=rows.order_by().values_list("to_", "about_", "dedupe_"),
        at=at,
        not_before=at,
        always=True,
    )

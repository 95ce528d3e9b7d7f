"""Where a person's next period would begin, and what it would be."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from members.models import Basis, Membership, Person, Plan
from members.queries.standing import covers_of
from members.rules import Cover, NotPossible, Offer, Terms, current_run, offer


class WithoutEnd(NotPossible):
    """The membership has no end, so there is nothing to renew."""


def last_of(person: Person) -> Membership | None:
    """The counted membership that starts last, with its plan."""
    rows = Membership.objects.filter(person=person, voided_on__isnull=True)
    return rows.select_related("plan").order_by("-period__startswith").first()


def terms(plan: Plan) -> Terms:
    """A plan as the rules take it."""
    return Terms(plan.dues_cents, plan.months, plan.year_starts, plan.first_year)


def next_offer(*, person: Person, plan: Plan, day: date, today: date) -> Offer:
    """The period that dues received on `day` would begin, and its price. Raises WithoutEnd."""
    return offer_after(last_of(person), lambda: covers_of(person), plan=plan, day=day, today=today)


def offer_after(
    last: Membership | None,
    covers: Callable[[], list[Cover]],
    *,
    plan: Plan,
    day: date,
    today: date,
) -> Offer:
    """The same where the last membership is at hand; `covers` gives all of them if needed."""
    ends, grace, anchor = _ends(last, covers, today)
    return offer(terms(plan), today=day, ends=ends, grace_days=grace, anchor=anchor)


def ends_of(
    person: Person, last: Membership | None, today: date
) -> tuple[date | None, int, int | None]:
    """Until when is paid, the grace days, and the day of the month the run is anchored to.

    Raises WithoutEnd.
    """
    return _ends(last, lambda: covers_of(person), today)


def _ends(
    last: Membership | None, covers: Callable[[], list[Cover]], today: date
) -> tuple[date | None, int, int | None]:
    if last is None:
        return None, 0, None
    if last.resigned_on is not None and last.resigned_on <= today:
        return last.resigned_on, 0, None
    if last.period.upper is None:
        raise WithoutEnd(_("This membership has no end; there is nothing to renew."))
    run = current_run(covers(), max(today, last.period.lower))
    anchor = run.since.day if run else None
    if last.basis == Basis.BETWEEN_JOBS and last.period.upper > today:
        # Paying ends the time between jobs; it is never added up.
        return max(last.period.lower, today), last.grace_days, anchor
    return last.period.upper, last.grace_days, anchor

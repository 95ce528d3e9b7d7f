"""A mail service reports: the mailbox is gone, or its owner called a letter spam."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from outbox.actions.suppressions import suppress
from outbox.imports import Outcome, Report
from outbox.models import Suppression

REASONS = {
    Outcome.BOUNCE: Suppression.Reason.BOUNCE,
    Outcome.COMPLAINT: Suppression.Reason.COMPLAINT,
}


@transaction.atomic
def take(*, reports: Iterable[Report], at: datetime) -> int:
    """Suppress each address for all but service letters; a passing bounce changes nothing.

    Gives how many suppressions are new; the same report twice adds none. Writes Suppression.
    """
    lasting = [report for report in reports if report.permanent]
    return sum(
        suppress(address=one.address, category="", reason=REASONS[one.outcome], at=at)
        for one in lasting
    )

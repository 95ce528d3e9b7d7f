"""What must always hold about seats; `check_promises` asks."""

from datetime import date, datetime, time

from members.models import User
from outbox.queries import zone
from roles.models import Term
from roles.queries.rights import can_appoint, fallback_terms, rights_of, running


def nobody_can_appoint(day: date) -> list[str]:
    """A sentence where an association with officers has nobody left to appoint others."""
    if not Term.objects.exists() or can_appoint(day).exists() or fallback_terms(day).exists():
        return []
    return ["nobody can appoint anybody; use `manage.py appoint EMAIL ROLE`"]


def rights_past_the_term(day: date) -> list[str]:
    """Log-ins without a running term that have rights all the same."""
    kept = fallback_terms(day).values_list("person_id", flat=True)
    former = User.objects.filter(person__terms__isnull=False).exclude(
        person__in=[*running(day).values_list("person_id", flat=True), *kept]
    )
    noon = datetime.combine(day, time(12), zone())
    return [
        f"log-in {user.pk} has rights"
        for user in former.distinct()
        if rights_of(user, noon).allowed
    ]

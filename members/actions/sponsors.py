"""Who brought a person: named or taken away by an officer."""

from datetime import datetime

from django.utils.translation import gettext as _

from members.actions.periods import NotPossible
from members.models import Person, Sponsor


def name(
    *, person: Person, sponsor: Person | None, by: Person | None, at: datetime
) -> Sponsor | None:
    """`sponsor` brought this person; None takes the name away. Raises NotPossible for oneself.

    Writes Sponsor.
    """
    if sponsor is None:
        Sponsor.objects.filter(person=person).delete()
        return None
    if sponsor.pk == person.pk:
        raise NotPossible(_("Nobody brings themselves: choose somebody else."))
    named = {"sponsor": sponsor, "named_at": at, "named_by": by}
    return Sponsor.objects.update_or_create(person=person, defaults=named)[0]

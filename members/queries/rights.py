"""Who has a right of members on a day: who is paid, and who is in grace where the board says so."""

from datetime import date

from django.db.models import QuerySet

from kit.queries import value
from members.models import Person
from members.queries.standing import covers_of, members_on
from members.rules import CURRENT, RENEWAL_WINDOW, Standing, standing
from members.rules.grace import KEPT, Right


def has_right(person: Person, right: Right, day: date) -> bool:
    """Whether this person has the right on `day`: one query, one more for somebody in grace.

    Of deaths it knows what is believed now.
    """
    found = standing_now(person, day)
    return bool(value(KEPT[right])) if found == Standing.GRACE else found in CURRENT


def standing_now(person: Person, day: date) -> Standing | None:
    """The standing on `day` in one query; None for who is merged away or believed dead."""
    if person.merged_into_id or (person.deceased_on and person.deceased_on <= day):
        return None
    return standing(covers_of(person), day, window=RENEWAL_WINDOW.default)


def holders(right: Right, day: date) -> QuerySet[Person]:
    """Everybody who has the right on `day`; one query for the setting beside their own."""
    return members_on(day) if value(KEPT[right]) else members_on(day, grace=False)

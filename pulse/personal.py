"""What calls and farewells know of a person: reasons, and what came of it, go with either."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Person
from members.personal import BLANK, DELETE, PSEUDONYM, kept, register
from pulse.models import Closing, Farewell, FarewellFriend, FollowUp

DONE = kept(_("That somebody was called."))


def register_all() -> None:
    """Fill the socket for the pulse's tables."""
    register(
        FollowUp, whose="person", person=PSEUDONYM, owner=PSEUDONYM, settled_by=PSEUDONYM,
        outcome=BLANK, reason=DONE, state=DONE, made_at=DONE, settled_at=DONE, neutral="until",
    )  # fmt: skip
    register(
        Closing, begun_by=PSEUDONYM, withdrawn_by=PSEUDONYM,
        neutral="ends_on reason begun_at stands withdrawn_at given_at",
    )  # fmt: skip
    register(
        Farewell, whose="person", person=DELETE, shows=DELETE, audience=DELETE,
        to_successor=DELETE, answered_at=DELETE, neutral="closing",
    )  # fmt: skip
    register(FarewellFriend, whose="farewell__person", rows=friends_of, friend=DELETE,
        neutral="farewell")  # fmt: skip


def friends_of(person: Person) -> Q:
    """Whom the person chose, and who chose the person."""
    return Q(farewell__person=person.pk) | Q(friend=person.pk)

"""What the calls know of a person: the reason and what came of it go with either."""

from django.utils.translation import gettext_lazy as _

from members.personal import BLANK, PSEUDONYM, kept, register
from pulse.models import FollowUp

DONE = kept(_("That somebody was called."))


def register_all() -> None:
    """Fill the socket for the pulse's one table."""
    register(
        FollowUp, whose="person", person=PSEUDONYM, owner=PSEUDONYM, settled_by=PSEUDONYM,
        outcome=BLANK, reason=DONE, state=DONE, made_at=DONE, settled_at=DONE, neutral="until",
    )  # fmt: skip

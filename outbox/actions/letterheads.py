"""The letterhead is founded, edited and tried."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from outbox.actions.letters import post_sealed
from outbox.models import Letterhead, Message


def found(*, at: datetime, **values: Any) -> Letterhead:
    """The association's one letterhead, quiet. Raises IntegrityError where there is one."""
    return Letterhead.objects.create(founded_at=at, **values)


def edit(*, letterhead: Letterhead, by: object, **changes: Any) -> Letterhead:
    """Change what letters show or how many leave; history names who (`by`) did it."""
    for name, value in changes.items():
        setattr(letterhead, name, value)
    letterhead.save(update_fields=list(changes))
    return letterhead


def send_test(*, letterhead: Letterhead, to: str, at: datetime) -> Message | None:
    """A letter to oneself, which leaves at once even while the association is quiet."""
    words = _(
        "This is a test letter of {name}. It arrived, so letters can leave.\n"
        "Answers to it go to {reply_to}: please try that, too."
    )
    content = {
        "subject": _("A test letter of {name}").format(name=letterhead.name),
        "text": words.format(name=letterhead.name, reply_to=letterhead.reply_to) + "\n",
        "secrets": [],
    }
    key = f"account.test_letter:{uuid4()}"
    return post_sealed(kind="account.test_letter", to=to, content=content, dedupe_key=key, at=at)

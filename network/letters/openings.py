"""What is said about introductions. The book keeps subjects without names."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Person
from members.queries import address_for
from network.models import Introduction
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def introduction_asked(message: Message, at: datetime) -> Letter:
    """To the introducer: who asks, for what; yes or no on the page."""
    row = _row(message, Introduction.State.ASKED)
    return _letter(
        row.introducer, subject=_("Would you introduce somebody?"), template="introduction_asked",
        context={
            "other": row.seeker, "opening": row.opening, "words": row.words,
            "action_label": _("Say yes or no"),
            "why": _("You get this letter because you offered to introduce members."),
        },
        preferences_url=settings.SITE_URL + reverse("me-letters"),
    )  # fmt: skip


def introduction_agreed(message: Message, at: datetime) -> Letter:
    """To the seeker: the introducer said yes, and where to write; an answer goes there."""
    row = _row(message, Introduction.State.AGREED)
    address = address_for(row.introducer)
    return _letter(
        row.seeker, subject=_("You will be introduced"), template="introduction_agreed",
        context={
            "other": row.introducer, "opening": row.opening, "address": address,
            "action_label": _("Introductions"),
            "why": _("You get this letter because it answers your question."),
        },
        reply_to=address,
    )  # fmt: skip


def _row(message: Message, state: str) -> Introduction:
    rows = Introduction.objects.select_related("opening", "seeker", "introducer")
    row = rows.filter(uid=message.about.get("introduction"), state=state).first()
    if row is None:
        raise Superseded(_("The question is answered, taken back or gone."))
    return row


def _letter(reader: Person, *, context: dict[str, Any], template: str, **fields: Any) -> Letter:
    context |= {"reader": reader, "action_url": settings.SITE_URL + reverse("introductions")}
    return Letter(
        to=address_for(reader), to_name=reader.name, private=True,
        template=f"network/{template}", context=context, **fields,
    )  # fmt: skip

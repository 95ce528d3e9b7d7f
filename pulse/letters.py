"""What the pulse writes: to the one who cares for members, when regulars fall silent."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from members.queries import address_for
from outbox.kinds import Letter, Superseded
from outbox.models import Message
from outbox.queries import local_day
from pulse.queries.calls import silent_regulars
from pulse.rules import CARE
from roles.queries.holders import officer


def silence(message: Message, at: datetime) -> Letter:
    """Names, sentences and telephone numbers of the regulars nobody has taken on yet."""
    day = local_day(at)
    reader, rows = officer(CARE, day), silent_regulars(day)
    if reader is None or not rows:
        raise Superseded(_("Somebody called, or they have come again."))
    if len(rows) == 1:
        subject = _("{name} missed two meetings without a word").format(name=rows[0][0].person.name)
    else:
        words = _("Regulars who missed two meetings without a word: {count}")
        subject = words.format(count=len(rows))
    return Letter(
        to=address_for(reader),
        to_name=reader.name,
        subject=subject,
        template="pulse/silence",
        context={
            "reader": reader, "rows": rows,
            "action_url": settings.SITE_URL + reverse("pulse-calls"),
            "action_label": _("Who should be called"),
            "why": _("You get this because you look after the members of the association."),
        },
    )  # fmt: skip

"""To the one who cares for members, when regulars fall silent; and to a
friend who is asked to call. The friend is not told why: what the rules saw is the board's."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from members.queries import address_for
from outbox.kinds import Letter, Superseded
from outbox.models import Message
from outbox.queries import local_day
from pulse.models import FollowUp
from pulse.queries.calls import silent_regulars
from pulse.rules import CARE
from roles.queries.holders import officer


def call(message: Message, at: datetime) -> Letter:
    """Would you call? While it is still theirs and nobody has called."""
    found = FollowUp.objects.select_related("person", "owner").filter(pk=message.about["call"])
    row = found.exclude(state=FollowUp.State.DONE).first()
    if row is None or row.owner is None or row.owner_id != message.about["person"]:
        raise Superseded(_("Somebody called, or somebody else is asked."))
    return Letter(
        to=address_for(row.owner),
        to_name=row.owner.name,
        subject=_("Would you call {name}?").format(name=row.person.name),
        template="pulse/call",
        context={
            "reader": row.owner, "friend": row.person,
            "action_url": settings.SITE_URL + reverse("pulse-mine"),
            "action_label": _("Say how it was"),
            "why": _("You get this because you take part in the network and know {name}.").format(
                name=row.person.name),
        },
    )  # fmt: skip


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

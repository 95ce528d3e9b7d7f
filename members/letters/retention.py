"""What is said to those whose time on file runs out."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Retention
from members.tokens import person_link
from outbox.kinds import Letter, Superseded
from outbox.models import Message

LINK_DAYS = 60


def ending(message: Message, at: datetime) -> Letter:
    """A month before: what happens, and the one tap that stops it."""
    rows = Retention.objects.select_related("person")
    row = rows.filter(person=int(message.about["person"]), kept_on=None).first()
    if row is None:
        raise Superseded(_("The person stays on file, or is no longer on file."))
    token = person_link("keep", row.person, at=at, days=LINK_DAYS)
    url = settings.SITE_URL + reverse("keep", args=[token])
    return Letter(
        to=message.to,
        to_name=row.person.name,
        subject=_("We are about to forget you"),
        template="members/retention",
        context={
            "first_name": row.person.first_name,
            "day": row.due_on,
            "action_url": url,
            "action_label": _("Stay on file"),
            "why": _("You get this letter because we have you on file and have not met for long."),
        },
        secrets=(url,),
    )

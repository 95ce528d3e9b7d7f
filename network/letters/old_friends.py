"""What is said to a member who might write to an old friend."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from members.queries import address_for
from network.models import FriendNote
from network.queries import words
from network.queries.old_friends import draft_of, knows, text
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def draft(message: Message, at: datetime) -> Letter:
    """To the friend: who it is, what you shared, and a draft to send. The book keeps no name."""
    rows = FriendNote.objects.select_related("friend", "person")
    row = rows.filter(uid=message.about.get("draft")).first()
    one = knows(row, at) if row and draft_of(row.friend, at) == row else None
    if row is None or one is None or row.friend.mail_via_id:
        raise Superseded(_("There is nothing to write any more."))
    return Letter(
        to=address_for(row.friend), to_name=row.friend.name, private=True,
        subject=_("A few words to an old friend?"), template="network/old_friend",
        context={
            "reader": row.friend, "other": row.person, "memory": words.memory(one),
            "reasons": words.reasons(one), "lines": text(row, one, at).splitlines(),
            "action_url": settings.SITE_URL + reverse("network-draft", args=[row.uid]),
            "action_label": _("Change it and send it"),
            "why": _("You get this letter because you take part in the network."),
        },
        preferences_url=settings.SITE_URL + reverse("me-letters"),
    )  # fmt: skip

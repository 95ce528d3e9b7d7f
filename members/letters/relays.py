"""A letter of one member to another, passed on by the association."""

from datetime import datetime

from django.utils.translation import gettext as _

from members.queries.addresses import address_for
from members.queries.relays import relay_of
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def relay(message: Message, at: datetime) -> Letter:
    """The words of the sender as they are; an answer goes to the sender, past the association."""
    row = relay_of(int(message.about["relay"]))
    if row is None or not row.text:
        raise Superseded(_("The letter is no longer kept."))
    if row.recipient.deceased_on is not None:
        raise Superseded(_("The person is no longer on file."))
    lines = [line for line in row.text.splitlines() if line.strip()]
    name = row.sender.name
    return Letter(
        to=message.to,
        to_name=row.recipient.name,
        subject=_("{name} writes to you").format(name=name),
        template="members/relay",
        context={
            "first_name": row.recipient.first_name,
            "name": name,
            "lines": lines,
            "why": _("You get this letter because members find each other here."),
        },
        signer=name,
        reply_to=address_for(row.sender),
        private=True,
    )

"""What is said to a colleague whom a member invites, and to the member when the colleague came."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.letters.parts import facts
from events.rules.guests import takes_guests
from members.queries import address_for
from network.models import Invitation
from network.queries.invitations import belongs_to_somebody, followed, may_invite
from network.tokens import invitation_link
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def invited(message: Message, at: datetime) -> Letter:
    """To the address a member typed, in the member's name: come along. Answers go to the member.

    The book keeps neither words nor link.
    """
    row = _row(message)
    if not takes_guests(row.meeting, at) or not may_invite(row.inviter, row.meeting, at):
        raise Superseded(_("The meeting was cancelled or is over."))
    if belongs_to_somebody(row.canonical):
        raise Superseded(_("They belong to us meanwhile."))
    token, found = invitation_link(row), facts(row.meeting)
    subject = _("{inviter} invites you: {name}")
    return Letter(
        to=row.address, to_name=row.name, private=True, secrets=(token,),
        subject=subject.format(inviter=row.inviter.name, name=found["name"]),
        template="network/invited",
        context=found
        | {
            "guest": row.name, "inviter": row.inviter, "words": row.words,
            "action_url": settings.SITE_URL + reverse("invited", args=[token]),
            "action_label": _("See it, and say that you come"),
            "why": _("You get this letter because {name} typed your address. You are on no list.")
            .format(name=row.inviter.name),
        },
        signer=row.inviter.name, reply_to=address_for(row.inviter),
    )  # fmt: skip


def came(message: Message, at: datetime) -> Letter:
    """To the member: your colleague came, and thank you."""
    row = _row(message)
    number, [one] = int(message.about["visit"]), followed([row])
    if len(one.visits) < number:
        raise Superseded(_("It was put right: they were not there."))
    first, again = _("{name} came. Thank you"), _("{name} came again. Thank you")
    return Letter(
        to=address_for(row.inviter), to_name=row.inviter.name,
        subject=(first if number == 1 else again).format(name=row.name),
        template="network/came",
        context={
            "reader": row.inviter, "name": row.name, "again": number > 1,
            "day": date_format(one.visits[number - 1]),
            "action_url": settings.SITE_URL + reverse("network-invited"),
            "action_label": _("Whom you invited"),
            "why": _("You get this letter because you invited a colleague."),
        },
        preferences_url=settings.SITE_URL + reverse("me-letters"),
    )  # fmt: skip


def _row(message: Message) -> Invitation:
    rows = Invitation.objects.select_related(
        "inviter", "guest_ask", "meeting__venue", "meeting__series", "meeting__contact"
    )
    found = rows.filter(pk=message.about.get("invitation")).first()
    if found is None:
        raise Superseded(_("The invitation is gone."))
    return found

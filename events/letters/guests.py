"""What is said to guests: is this address yours, and would you like to belong?"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.letters.parts import clock, facts
from events.models import Rsvp
from events.queries.guests import ask_by, visitors
from events.queries.people import answer_by, signer
from events.rules.guests import takes_guests
from events.tokens import guest_link
from members.models import Application, Person
from members.queries import address_for
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def link(message: Message, at: datetime) -> Letter:
    """To the address typed: one tap, and the seat is yours."""
    ask = ask_by(int(message.about["ask"]))
    if ask is None or at >= ask.meeting.starts_at:
        raise Superseded(_("The meeting was cancelled or is over."))
    own = answer_by(ask.meeting_id, ask.person_id) if ask.person_id else None
    held = own is not None and own.state == Rsvp.State.OFFERED and own.offered_until
    if not (held or ask.proven_at or takes_guests(ask.meeting, at)):
        raise Superseded(_("The meeting was cancelled or is over."))
    token = guest_link(ask)
    name, reply_to = signer(ask.meeting, at)
    until = held.astimezone(ZoneInfo(ask.meeting.timezone)) if held else None
    found = facts(ask.meeting)
    return Letter(
        to=ask.address,
        to_name=ask.name,
        subject=_("One tap, and you are coming: {name}").format(name=found["name"]),
        template="events/guest_link",
        context=found
        | {
            "guest": ask.name,
            "until": f"{clock(until)} {until.tzname()}" if until else "",
            "action_url": settings.SITE_URL + reverse("guest-link", args=[token]),
            "action_label": _("Yes, I am coming"),
            "why": _("You get this letter because somebody typed your address on our page."),
        },
        signer=name,
        reply_to=reply_to,
        secrets=(token,),
    )


def apply(message: Message, at: datetime) -> Letter:
    """To a guest who came more than once: would you like to belong?"""
    person = Person.objects.filter(pk=int(message.about["person"])).first()
    if person is None or not visitors().filter(pk=person.pk).exists():
        raise Superseded(_("They belong to us meanwhile."))
    if Application.objects.filter(person=person).exists():
        raise Superseded(_("They have applied meanwhile."))
    return Letter(
        to=address_for(person),
        to_name=person.name,
        subject=_("You have come back: would you like to belong?"),
        template="events/guest_apply",
        context={
            "first_name": person.first_name,
            "action_url": settings.SITE_URL + reverse("join"),
            "action_label": _("Join us"),
            "why": _("You get this letter because you were our guest."),
        },
    )

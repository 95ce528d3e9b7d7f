"""What is said to the address that letters went to before."""

from datetime import datetime

from django.utils.translation import gettext as _

from members.models import Person
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def changed(message: Message, at: datetime) -> Letter:
    """To the old address: somebody of the association changed where letters go."""
    person = Person.objects.filter(pk=int(message.about["person"])).first()
    if person is None or person.deceased_on is not None:
        raise Superseded(_("The person is no longer on file."))
    return Letter(
        to=message.to,
        to_name=person.name,
        subject=_("Your addresses with us were changed"),
        template="members/address_changed",
        context={
            "first_name": person.first_name,
            "why": _("You get this letter because this address was on file with us."),
        },
    )

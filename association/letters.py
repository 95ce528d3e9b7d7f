"""What is said by the house as a whole: who looks after a newcomer."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Person, WelcomePromise
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def promised(message: Message, at: datetime) -> Letter:
    """To the owner: what a newcomer has been promised and by when."""
    owner = Person.objects.filter(pk=int(message.about["person"])).first()
    newcomer = Person.objects.filter(pk=int(message.about["newcomer"])).first()
    open_ones = WelcomePromise.objects.filter(person=newcomer, owner=owner, state="open")
    rows = [(one.get_kind_display(), date_format(one.due_on)) for one in open_ones]
    if owner is None or newcomer is None or not rows:
        raise Superseded(_("Somebody else looks after it, or it is done."))
    return Letter(
        to=message.to,
        to_name=owner.name,
        subject=_("{name} is new: you look after this").format(name=newcomer.name),
        template="association/promised",
        context={
            "first_name": owner.first_name,
            "name": newcomer.name,
            "phone": newcomer.phone,
            "rows": rows,
            "action_url": settings.SITE_URL + reverse("newcomers"),
            "action_label": _("The newcomers' board"),
            "why": _("You get this letter because you look after newcomers."),
        },
    )

"""What is said about seats: `term.ending`, to the holder and to the board."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Person
from outbox.kinds import Letter, Superseded
from outbox.models import Message
from outbox.queries import local_day
from roles import rules
from roles.models import Term
from roles.queries.endings import is_followed
from roles.queries.year import served


def term_ending(message: Message, at: datetime) -> Letter:
    """The letter that a term ends in 180, 90, 60 or 30 days and has no successor yet."""
    term = (
        Term.objects.select_related("seat__role", "person").filter(pk=message.about["term"]).first()
    )
    if term is None:
        raise Superseded(_("The term no longer exists."))
    if rules.notice_stage(term.period.upper, local_day(at)) != message.about["stage"]:
        raise Superseded(_("It is no longer the latest notice of this term."))
    if is_followed(term):
        raise Superseded(_("A successor stands."))
    reader = Person.objects.get(pk=message.about["person"])
    role = term.seat.role.title
    own = reader.pk == term.person_id
    day = date_format(term.period.upper - timedelta(days=1))
    subject = _("Your term as {role} ends on {day}") if own else _("{role}: the term ends on {day}")
    return Letter(
        to=message.to, to_name=reader.name, subject=subject.format(role=role, day=day),
        template="roles/term_ending",
        context={
            "reader": reader, "term": term, "role": role, "day": day, "own": own,
            "action_url": f"{settings.SITE_URL}{reverse('board')}",
            "action_label": _("See the board"),
            "why": _("You get this because you hold a seat of the association."),
        },
    )  # fmt: skip


def year_block(person: Person, at: datetime) -> list[tuple[str, str]]:
    """What the renewal letter says of a year in office; nothing for who held no seat."""
    titles = served(person, local_day(at))
    words = _("Thank you for serving as {roles}.")
    return [(_("Your part"), words.format(roles=", ".join(titles)))] if titles else []

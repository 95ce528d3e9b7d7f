"""To everybody, when an association ends: that it does, or does not, and where the books are."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Person
from members.queries import address_for, members_on
from members.tokens import person_link
from outbox.kinds import Letter, Superseded
from outbox.models import Message
from outbox.queries import letterhead, local_day
from pulse.models import Closing
from pulse.rules import BOOK_DAYS

PURPOSE = "farewell"


def link(closing: Closing, person: Person, at: datetime) -> str:
    """The token of this person's page, good until the books can no longer be fetched."""
    last = closing.ends_on + timedelta(days=BOOK_DAYS)
    days = max((last - local_day(at)).days, 1)
    return person_link(PURPOSE, person, at=at, days=days, about=closing.pk)


def announced(message: Message, at: datetime) -> Letter:
    """It ends, on which day and why; and would you stay in touch?"""
    closing, person = _of(message)
    _must_stand(closing, at)
    subject = _("{name} ends on {day}: whom do you want to stay in touch with?")
    context = {"former": not members_on(local_day(at)).filter(pk=person.pk).exists()}
    return _letter(
        closing, person, at, subject, "announced", _("Say what others may keep"), context
    )


def books(message: Message, at: datetime) -> Letter:
    """Who lets you keep what, and all talks, as files."""
    closing, person = _of(message)
    _must_stand(closing, at)
    last = closing.ends_on + timedelta(days=BOOK_DAYS)
    subject = _("{name} has ended: your contacts and all talks")
    return _letter(closing, person, at, subject, "books", _("Fetch them"), {"last": last})


def taken_back(message: Message, at: datetime) -> Letter:
    """It goes on."""
    closing, person = _of(message)
    if closing.withdrawn_at is None or closing.withdrawn_at > at:
        raise Superseded(_("The end stands."))
    letter = _letter(closing, person, at, _("{name} goes on"), "taken_back", "", {})
    letter.context["action_url"] = settings.SITE_URL + reverse("meetings")
    letter.context["action_label"] = _("See what comes next")
    return letter


def _must_stand(closing: Closing, at: datetime) -> None:
    if closing.withdrawn_at is not None and closing.withdrawn_at <= at:
        raise Superseded(_("The end was taken back."))


def _of(message: Message) -> tuple[Closing, Person]:
    closing = Closing.objects.filter(pk=message.about["closing"]).first()
    person = Person.objects.filter(pk=message.about["person"], deceased_on=None).first()
    if closing is None or person is None:
        raise Superseded(_("There is nobody to tell."))
    return closing, person


def _letter(
    closing: Closing, person: Person, at: datetime, subject: str, template: str, action: str,
    more: dict,
) -> Letter:  # fmt: skip
    head = letterhead()
    name = head.name if head else ""
    return Letter(
        to=address_for(person),
        to_name=person.name,
        subject=subject.format(name=name, day=date_format(closing.ends_on)),
        template=f"pulse/closing_{template}",
        context={
            "reader": person, "closing": closing, "name": name,
            "action_url": settings.SITE_URL
            + reverse("farewell", args=[link(closing, person, at)]),
            "action_label": action,
            "why": _("You get this because it is about the end of {name}.").format(name=name),
            **more,
        },
    )  # fmt: skip

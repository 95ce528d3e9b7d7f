"""What officers write to a chosen set of people."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kit.prose import as_letter, tidy
from members.models import Announcement, Person
from members.queries import address_for
from members.queries.announcements import announcement_of, signer
from outbox.kinds import Letter, Superseded
from outbox.models import Message


def announcement(message: Message, at: datetime) -> Letter:
    """To one of the set: the officer's words, signed; answers reach the officer."""
    row, person = _scene(message)
    if row.state != Announcement.State.QUEUED and not message.about.get("preview"):
        raise Superseded(_("The letter was taken back."))
    return _letter(message, row, person, subject=row.subject)


def test(message: Message, at: datetime) -> Letter:
    """To the officer alone, before anybody else gets it."""
    row, person = _scene(message)
    return _letter(message, row, person, subject=_("Test: {subject}").format(subject=row.subject))


def _scene(message: Message) -> tuple[Announcement, Person]:
    row = announcement_of(int(message.about["letter"]))
    person = Person.objects.filter(pk=int(message.about["person"])).first()
    if row is None:
        raise Superseded(_("The letter was taken back."))
    if person is None or person.deceased_on or person.merged_into_id:
        raise Superseded(_("The person is no longer on file."))
    return row, person


def _letter(message: Message, row: Announcement, person: Person, *, subject: str) -> Letter:
    name, reply_to = signer(row)
    is_notice = row.sort == Announcement.Sort.NOTICE
    words = (
        _("You get this letter because the association has to tell its members.")
        if is_notice
        else _("You get this letter because {name} wrote to you for the association.")
    )
    return Letter(
        to=address_for(person),
        to_name=person.name,
        subject=subject,
        template="members/announcement",
        context={
            "first_name": person.first_name,
            "body_html": as_letter(row.text),
            "body_text": tidy(row.text),
            "why": words.format(name=name),
        },
        signer=name,
        reply_to=reply_to,
        preferences_url=settings.SITE_URL + reverse("me-letters") if message.category else "",
    )

"""What letters about a meeting have in common: facts, signer, links."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events import ical
from events.models import Meeting
from events.queries.ladders import words_of
from events.queries.meetings import programme
from events.queries.people import signer
from kit.clock import hours
from kit.memo import remembered
from members.models import Person
from members.queries import address_for
from members.tokens import person_link
from outbox.kinds import Letter


@remembered
def facts(meeting: Meeting) -> dict[str, Any]:
    """What a template may say about the meeting; times on the wall clock of its own zone."""
    zone = ZoneInfo(meeting.timezone)
    start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    talks, speakers = programme(meeting)
    if len(talks) == 1 and talks[0].title == meeting.topic:
        # The heading says the title already: only who speaks is new.
        talks, speakers = [], [*talks[0].speakers, *speakers]  # type: ignore[attr-defined]
    return {
        "meeting": meeting,
        "name": meeting.topic or meeting.title,
        "day": day_words(start),
        "weekday": date_format(start, "l"),
        "time": hours(start, end, with_zone=True),
        "zone": meeting.timezone.replace("_", " "),
        "place": ical.place(meeting),
        "talks": [talk_line(talk) for talk in talks],
        "speakers": [name_line(row) for row in speakers],
        "page_url": ical.page(meeting),
        "series_words": words_of(meeting),
    }


def day_words(at: datetime) -> str:
    """The weekday and date, in the reader's order."""
    return date_format(at, pgettext("full day", "l j F Y"))


def clock(at: datetime) -> str:
    """The time of day."""
    return date_format(at, "TIME_FORMAT")


def name_line(row: Any) -> str:
    """A speaker as printed, with the employer."""
    return f"{row.printed_name}, {row.affiliation}" if row.affiliation else row.printed_name


def talk_line(talk: Any) -> str:
    """A talk's title with who gives it."""
    names = "; ".join(name_line(row) for row in talk.speakers)
    return f"{talk.title} ({names})" if names else talk.title


def answer_url(meeting: Meeting, person: Person, at: datetime) -> tuple[str, str]:
    """The link that answers without log-in, good until the start; and its secret token."""
    days = max(1, -(-(meeting.starts_at - at) // timedelta(days=1)))
    token = person_link("answer", person, at=at, days=days, about=meeting.pk)
    return settings.SITE_URL + reverse("answer-by-mail", args=[token]), token


def ticket_url(meeting: Meeting) -> str:
    """The page of the reader's own ticket, behind the log-in."""
    return settings.SITE_URL + reverse("ticket", args=[meeting.slug])


def letter(
    meeting: Meeting,
    person: Person,
    at: datetime,
    *,
    subject: str,
    template: str,
    context: dict[str, Any],
    calendar: tuple[str, int] | None = None,
    secrets: tuple[str, ...] = (),
) -> Letter:
    """The letter, signed; `calendar` is a METHOD with the SEQUENCE it carries for this person."""
    name, reply_to = signer(meeting, at)
    to = address_for(person)
    attached = None
    if calendar and to and reply_to:
        invited = ical.Invited(reply_to, name, to, person.name, calendar[1], with_link=True)
        attached = ical.invitation(meeting, invited, method=calendar[0], at=at)
    return Letter(
        to=to,
        to_name=person.name,
        subject=subject,
        template=template,
        context=facts(meeting) | {"first_name": person.first_name} | context,
        signer=name,
        reply_to=reply_to,
        preferences_url=settings.SITE_URL + reverse("me-letters"),
        calendar=attached,
        calendar_method=calendar[0] if calendar else "PUBLISH",
        secrets=secrets,
    )


def why_member() -> str:
    """Why a member gets letters of the category."""
    return _("You get this letter because you are a member and invited to our meetings.")


def why_answer() -> str:
    """Why somebody gets a letter about their own answer."""
    return _("You get this letter because it is about your own answer to this meeting.")

"""The links of the letter after a meeting: how was it, and whom did you meet?"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from events.models import Feedback, Meeting
from events.queries.after import OPEN_DAYS
from members.models import Person
from members.tokens import person_link


def after_url(meeting: Meeting, person: Person, at: datetime) -> tuple[str, str]:
    """The page that asks without log-in, good for thirty days; and its secret token."""
    token = person_link("after", person, at=at, days=OPEN_DAYS, about=meeting.pk)
    return settings.SITE_URL + reverse("after-by-mail", args=[token]), token


def score_urls(url: str) -> list[tuple[str, str]]:
    """(words, link) for each answer, best first: the page opens with it chosen, one tap sends."""
    return [(str(one.label), f"{url}?score={one.value}") for one in reversed(Feedback.Score)]

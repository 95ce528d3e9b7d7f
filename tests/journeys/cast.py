"""Who walks through the journeys. They live by the clock that runs, real or moved."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from members.models import Person
from outbox.queries import local_day
from roles.actions import groups, terms
from roles.models import Role, Seat
from tests.events.scenes import a_letterhead, a_login, a_member, a_person

BERLIN = ZoneInfo("Europe/Berlin")


def an_association(**fields) -> None:
    """A letterhead of some years, its letters released."""
    now = timezone.now()
    values = {"founded_at": now - timedelta(days=900), "released_at": now - timedelta(days=800)}
    a_letterhead(**values | fields)


def wall(at: datetime) -> datetime:
    """What the clock on a wall in Berlin shows, without a zone."""
    return at.astimezone(BERLIN).replace(tzinfo=None)


def a_standing_member(name: str, address: str = "", *, days: int = 100) -> Person:
    """Somebody who joined so many days ago, for a year."""
    address = address or f"{name.split()[1].lower()}@example.org"
    return a_member(name, address, start=timezone.now().date() - timedelta(days=days))


def seat_of(title: str, *rights: str) -> Seat:
    """The first seat of a board role with these default groups."""
    role = Role.objects.get_or_create(title=title, defaults={"body": Role.Body.BOARD})[0]
    named = groups.ensure()
    role.groups.set([named[name] for name in rights])
    return Seat.objects.get_or_create(role=role, number=1)[0]


def an_officer(title: str, *rights: str, until: date | None = None) -> Person:
    """A holder of a seat with these default groups, for the last month and another year."""
    person = a_person(f"A {title}", f"{title.lower()}@example.org")
    now = timezone.now()
    today = local_day(now)
    period = DateRange(today - timedelta(days=30), until or today + timedelta(days=365))
    terms.appoint(
        seat=seat_of(title, *rights), person=person, period=period, kind="appointed",
        by=None, at=now, via="setup",
    )  # fmt: skip
    return person


def log_in_of(person: Person):
    """The person's log-in, made where there is none."""
    return person.user or a_login(person, person.emails.get().address)


def sign_in(page, mailbox, address: str, *, by_keyboard: bool = False) -> None:
    """By mailed code, leaving for the mail app in between."""
    page.goto("/accounts/login/")
    _send(page, "#code-email", address, "Mail me a code", by_keyboard)
    where = page.url
    mailbox.deliver()
    code = re.search(
        r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mailbox.last(address, "code/confirm"), re.M
    )[1]
    page.goto("about:blank")
    page.goto(where)
    _send(page, "input[name=code]", code, "Go on", by_keyboard)
    page.wait_for_url(lambda url: "/accounts/" not in url)


def _send(page, field: str, text: str, button: str, by_keyboard: bool) -> None:
    """Fill the one field and send it; by keyboard, Tab finds the field and Enter sends."""
    if not by_keyboard:
        page.locator(field).fill(text)
        page.get_by_role("button", name=button).click()
        return
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator(f"{field}:focus").count():
            break
    page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")

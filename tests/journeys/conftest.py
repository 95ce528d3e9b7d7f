"""A real browser in front of the real pages, and the letters as they were handed over."""

import email
import email.policy
import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Error, Page, sync_playwright

from members.models import Person
from outbox import delivery
from tests.faults.web import signed_in
from tests.journeys.cast import log_in_of

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = next(
    (p for p in ["/usr/bin/chromium", "/usr/bin/chromium-browser"] if Path(p).exists()), None
)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# A refusal is an answer; a page left while it still slides in is no fault of ours.
# What the browser and htmx say of a network that was cut on purpose is none either.
NOISE = ["status of 4", "Transition was", "net::ERR_INTERNET_DISCONNECTED"]
NOISE += ["htmx:sendError", "htmx:afterRequest"]
# A search still under way when its page closes, or when the next letter is typed, is given up.
NOISE += ["htmx:sendAbort"]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium where it is installed, else Playwright's own."""
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        except Error as error:
            pytest.skip(f"No browser could be started here: {error.message.splitlines()[0]}")
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Opens one more device: `visit()` gives a page of its own, its console errors collected."""
    contexts, errors = [], []

    def open_device(**options) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport=PHONE, **options)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: errors.append(message.text) if message.type == "error" else 0
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_device
    for context in contexts:
        context.close()
    assert [text for text in errors if not any(noise in text for noise in NOISE)] == []


@pytest.fixture
def sign_in_as(live_server) -> Callable[[Page, Person], Page]:
    """Gives a device the session of that person's log-in, where the log-in is not the point."""

    def enter(page: Page, person: Person) -> Page:
        pairs = [pair.split("=") for pair in signed_in(log_in_of(person)).split("; ")]
        session = {"name": pairs[0][0], "value": pairs[0][1], "url": live_server.url}
        page.context.add_cookies([session])
        return page

    return enter


class Mailbox:
    """The letters handed to the mail server, which here writes files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, at: datetime | None = None) -> None:
        """What the worker does: send what is due."""
        delivery.deliver_due(at=at or timezone.now())

    def letters(self, to: str = "") -> list[EmailMessage]:
        """All letters to that address, oldest first."""
        files = sorted(self.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        read = [
            email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in files
        ]
        return [letter for letter in read if to in letter["To"]]

    def last(self, to: str, saying: str = "") -> str:
        """The plain text of the newest letter to that address whose text holds these words."""
        texts = [letter.get_body(("plain",)).get_content() for letter in self.letters(to)]
        found = [text for text in texts if saying in text]
        assert found, f"no letter to {to} saying {saying!r}: {texts}"
        return found[-1]

    def link(self, to: str, path: str) -> str:
        """The first link of the newest letter whose path starts so."""
        found = re.search(rf"https?://[^\s/]+({re.escape(path)}[^\s>)]*)", self.last(to, path))
        assert found, f"no link to {path} in the letter to {to}"
        return found[1]


@pytest.fixture
def mailbox(tmp_path: Path, settings) -> Mailbox:
    """A folder of its own for each journey."""
    backend = {"BACKEND": "outbox.backends.FileBackend", "OPTIONS": {"folder": str(tmp_path)}}
    settings.MAILERS = {"default": backend}
    return Mailbox(tmp_path)

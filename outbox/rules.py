"""What may be: categories, leases, delays between attempts, and what a mail server's word means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.rules import knob

ACCOUNT = "account."
MASK = "•••"
CHUNK = 50
# A sweep comes every 30 s: what a dead worker had claimed leaves within two minutes.
LEASE = timedelta(seconds=80)
# A task is killed after 60 s: a chunk stops handing over well before.
CHUNK_TIME = timedelta(seconds=40)
NO_CONNECTION_DELAY = timedelta(minutes=1)
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
MAX_ATTEMPTS = len(DELAYS) + 1
UNSUBSCRIBE_DAYS = 730

# What a person may switch off; letters without a category are service letters.
CATEGORIES = {
    "meetings": pgettext_lazy("kind of letters", "Meetings: invitations and reminders"),
    "membership": pgettext_lazy("kind of letters", "Membership: dues and renewal"),
    "board": pgettext_lazy("kind of letters", "Board and duties"),
    "announcements": pgettext_lazy("kind of letters", "Announcements"),
    "digest": pgettext_lazy("kind of letters", "The weekly digest"),
    "contact": pgettext_lazy("kind of letters", "What members write to you through your page"),
    "coffee": pgettext_lazy("kind of letters", "Lunch and coffee with other members"),
    "network": pgettext_lazy("kind of letters", "Guests you invited, and old friends"),
    "invitations": pgettext_lazy("kind of letters", "Invitations that members write"),
}

LETTERS_A_WEEK = knob(
    "events.letters_a_week", 2, _("Letters a week to one person; the rest joins the weekly digest")
)
# Neither what tells of the week, nor what a member writes, nor a lunch or a friend fills a week.
UNCOUNTED = ["", "digest", "contact", "coffee", "network", "invitations"]

# RFC 3463: the mailbox itself does not exist or never will take mail.
DEAD_MAILBOX = re.compile(r"\b5\.1\.(1|2|3|6|10)\b")

PRIVATE = _("The words of a letter between two members are not kept.")
NO_ADDRESS = _("No address: print it.")
TOO_LATE = _("It was only good until {until}.")
BEFORE_RELEASE = _("It was due before the letters were released.")
OUTDONE = _("A newer letter about the same occasion goes instead.")
IN_DIGEST = _("Enough letters this week: it goes with the weekly digest.")
OPTED_OUT = _("This address does not want this kind of letters: {reason}.")
DISCARDED = _("Discarded by {by}.")
LEASE_RAN_OUT = _("The worker stopped while handing it over: it may or may not have left.")
WORKER_DIED = _("The worker stopped more than once while it was at this letter.")
NO_REPLY = _("The mail server did not say whether it took the letter.")


class Verdict(Enum):
    """What an error while handing over means for the letter."""

    RETRY = "retry"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Judgement:
    """A verdict with the words for the record; `dead` says the mailbox is gone for good, and
    `reconnect` that the connection is of no more use."""

    verdict: Verdict
    reason: str
    dead: bool = False
    reconnect: bool = False


def is_account(kind: str) -> bool:
    """True for log-in letters, which always go: while quiet, beyond limits, to anyone."""
    return kind.startswith(ACCOUNT)


def delay(attempts: int) -> timedelta | None:
    """How long to wait after that many attempts; None where enough has been tried."""
    return DELAYS[attempts - 1] if 0 < attempts <= len(DELAYS) else None


def describe(error: Exception) -> str:
    """An exception as one line for the record, at most 500 characters."""
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:500]


def mask(text: str, secrets: Iterable[str]) -> str:
    """The text with each secret hidden; longest first, so that a link hides before its code."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def was_due_before(not_before: datetime, release_day: date, zone: ZoneInfo) -> bool:
    """True where the letter's own local day lies before the release day."""
    return not_before.astimezone(zone).date() < release_day


# What each state means, for a person who asks why a letter did or did not come.
STATE_WORDS = {
    "held": _("It waits: the association's letters have not been released yet."),
    "pending": _("It is about to leave, as soon as its time has come."),
    "claimed": _("It is leaving at this moment."),
    "sending": _("It is being handed to the mail server at this moment."),
    "sent": _("The mail server took it. If it did not arrive, look into the spam folder."),
    "retry": _("The mail server asked to try again later; that happens by itself."),
    "failed": _("It could not be sent, and nothing more happens by itself."),
    "suppressed": _("It was not sent on purpose."),
    "superseded": _("It lost its point before it left."),
    "uncertain": _("It may or may not have left; nobody can know. An officer may send it again."),
}

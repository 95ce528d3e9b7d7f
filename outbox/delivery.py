"""Letters leave here, and only here: claim, compose, mark, hand over, mark.

The committed mark `sending` just before handing over is what keeps a killed worker from sending
a letter twice: whoever finds such a mark later calls the letter uncertain and leaves it alone.
"""

import logging
import time
import uuid
from datetime import datetime, timedelta
from email.message import MIMEPart
from email.policy import EmailPolicy, Policy
from email.utils import format_datetime, formataddr
from hashlib import sha256
from typing import Any

from django.core import mail
from django.utils.encoding import punycode

from kit.memo import remembering
from kit.text import canonical_email, clean
from outbox import claims, kinds, queries, rules
from outbox.backends import judge
from outbox.kinds import Superseded
from outbox.models import Letterhead, Message, Suppression
from outbox.rendering import Composed, compose
from outbox.rules import Judgement, Verdict

log = logging.getLogger(__name__)
State = Message.State


PLAIN_HEADERS = {
    "subject", "from", "to", "reply-to", "date", "message-id", "auto-submitted",
    "list-unsubscribe", "list-unsubscribe-post",
    "mime-version", "content-type", "content-transfer-encoding", "content-disposition",
}  # fmt: skip
LINE = 900  # RFC 5322 allows 998 characters


class _Headers(EmailPolicy):
    """Headers that are plain single lines already are taken as they are: parsing them again took
    a third of a letter's time. Long links stay in one piece. All others go the standard way."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        return (name, value) if _is_plain(name, value) else super().header_store_parse(name, value)

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return value if _is_plain(name, value) else super().header_fetch_parse(name, value)


def _is_plain(name: str, value: Any) -> bool:
    if type(value) is not str or name.lower() not in PLAIN_HEADERS or len(value) > LINE - 30:
        return False
    return value.isascii() and value.isprintable() and "=?" not in value


SMTP_HEADERS = _Headers(linesep="\r\n", max_line_length=LINE)
FILE_HEADERS = _Headers(max_line_length=LINE)


class _Mail(mail.EmailMultiAlternatives):
    """A letter in its envelope, written by our policy of headers."""

    def message(self, *, policy: Policy | None = None) -> Any:
        ours = SMTP_HEADERS if policy and policy.linesep == "\r\n" else FILE_HEADERS
        return super().message(policy=ours)


def deliver_due(*, at: datetime, limit: int | None = None) -> int:
    """Send what is due at `at` until nothing is left or `limit` letters were taken; gives the
    number of letters taken. Limits of the letterhead end it early."""
    taken, started = 0, time.monotonic()
    while limit is None or taken < limit:
        size = rules.CHUNK if limit is None else min(rules.CHUNK, limit - taken)
        now = at + timedelta(seconds=time.monotonic() - started)
        count = deliver_chunk(at=now, size=size)
        if not count:
            break
        taken += count
    return taken


def deliver_chunk(*, at: datetime, size: int = rules.CHUNK) -> int:
    """Claim and send one chunk of due letters; gives how many were claimed."""
    token = claims.claim_chunk(at=at, limit=size)
    return Round(token, at).run() if token else 0


def deliver_one(message_id: int, *, at: datetime) -> bool:
    """Send this letter now, due or not; False where another worker has it or it is gone."""
    token = claims.claim_one(message_id)
    return bool(token and Round(token, at).run())


class Round:
    """One claim's letters over one connection to the mail server."""

    def __init__(self, token: uuid.UUID, at: datetime) -> None:
        self.token = token
        self.start, self.started = at, time.monotonic()
        self.head: Letterhead | None = queries.letterhead()
        self.languages: dict[int, str] = {}
        self.mailer = mail.mailers.create_connection("default")

    def now(self) -> datetime:
        """The instant `at` plus what has passed since: a pretended clock goes on, too."""
        return self.start + timedelta(seconds=time.monotonic() - self.started)

    def run(self) -> int:
        """Send every letter of the claim; gives how many there were."""
        messages = claims.claimed_by(self.token)
        try:
            with remembering():
                self.send_all(messages)
        finally:
            self.close()
        return len(messages)

    def send_all(self, messages: list[Message]) -> None:
        """Send until all are sent, the time is up or the mail server is gone."""
        stopped = self.stopped(messages)
        self.languages = kinds.languages(messages)
        for message in messages:
            if self.now() - self.start > rules.CHUNK_TIME:
                claims.give_back(self.token)
                break
            if not self.send(message, stopped):
                break

    @staticmethod
    def stopped(messages: list[Message]) -> dict[tuple[str, str], str]:
        """Suppressions of these letters' addresses: (address, category) -> reason in words."""
        wanted = {canonical_email(message.to) for message in messages if message.category}
        rows = Suppression.objects.filter(address__in=wanted) if wanted else []
        return {(row.address, row.category): str(row.get_reason_display()) for row in rows}

    def send(self, message: Message, stopped: dict[tuple[str, str], str]) -> bool:
        """Bring one letter to its next state; False where the mail server cannot be reached."""
        composed = self.write(message, stopped)
        if composed is None:
            return True
        try:
            email = to_email(composed, message, self.now())
        except Exception as error:
            log.exception("Letter %s cannot be put into an envelope", message.pk)
            self.park(message, State.FAILED, rules.describe(error))
            return True
        if not self.connect():
            return False
        if claims.mark_sending(
            message, self.token, message_id=message_id(message, composed), to=composed.to
        ):
            self.hand_over(message, composed, email)
        return True

    def write(self, message: Message, stopped: dict[tuple[str, str], str]) -> Composed | None:
        """The letter as it is to leave, or None after parking it with the reason."""
        if message.valid_until and message.valid_until < self.now():
            until = f"{message.valid_until.astimezone(queries.zone()):%Y-%m-%d %H:%M}"
            self.park(message, State.SUPERSEDED, str(rules.TOO_LATE).format(until=until))
            return None
        try:
            language = self.languages.get(message.pk, "")
            composed = compose(message, self.now(), self.head, language=language)
        except Superseded as reason:
            self.park(message, State.SUPERSEDED, str(reason))
            return None
        except Exception as error:  # whatever it is, it must not hold up the other letters
            log.exception("Letter %s cannot be composed", message.pk)
            self.park(message, State.FAILED, rules.describe(error))
            return None
        return self.wanted(message, composed, stopped)

    def wanted(
        self, message: Message, composed: Composed, stopped: dict[tuple[str, str], str]
    ) -> Composed | None:
        """The letter, unless its address is missing or does not want it."""
        if not composed.to:
            Message.objects.filter(pk=message.pk, claim_token=self.token).update(
                to="", **composed.masked()
            )
            self.park(message, State.SUPPRESSED, str(rules.NO_ADDRESS))
            return None
        if not message.category:
            return composed
        address = canonical_email(composed.to)
        if address != canonical_email(message.to):
            stopped = self.stopped([Message(to=address, category=message.category)])
        reason = stopped.get((address, message.category)) or stopped.get((address, ""))
        if reason:
            self.park(message, State.SUPPRESSED, str(rules.OPTED_OUT).format(reason=reason))
            return None
        return composed

    def connect(self) -> bool:
        """Open the connection where it is not open; else the claim's rest waits a minute."""
        try:
            self.mailer.open()
        except Exception as error:
            log.warning("The mail server cannot be reached: %s", error)
            later = self.now() + rules.NO_CONNECTION_DELAY
            reason = rules.describe(error)
            claims.give_back(self.token, state=State.RETRY, error=reason, not_before=later)
            self.close()
            return False
        return True

    def hand_over(self, message: Message, composed: Composed, email: _Mail) -> None:
        """Give the letter to the mail server and write down what it said."""
        try:
            self.mailer.send_messages([email])
        except Exception as error:
            self.record(message, composed, judge(error))
            return
        claims.mark_sent(message, self.token, at=self.now(), **composed.masked())

    def record(self, message: Message, composed: Composed, judgement: Judgement) -> None:
        """Write down why the letter did not leave, and whether it is tried again."""
        wait = rules.delay(message.attempts + 1)
        if judgement.verdict is Verdict.UNCERTAIN:
            self.park(message, State.UNCERTAIN, judgement.reason)
        elif judgement.verdict is Verdict.RETRY and wait:
            self.park(message, State.RETRY, judgement.reason, not_before=self.now() + wait)
        else:
            self.park(message, State.FAILED, judgement.reason)
        if judgement.dead:
            Suppression.objects.get_or_create(
                address=canonical_email(composed.to),
                category="",
                reason=Suppression.Reason.BOUNCE,
                defaults={"created_at": self.now()},
            )
        if judgement.reconnect:
            self.close()

    def park(
        self,
        message: Message,
        state: Message.State,
        reason: str,
        *,
        not_before: datetime | None = None,
    ) -> None:
        claims.park(message, self.token, state, reason, not_before=not_before)

    def close(self) -> None:
        """Hang up; a server that is gone already is no news."""
        try:
            self.mailer.close()
        except Exception as error:
            log.info("The mail server did not say good-bye: %s", error)


def message_id(message: Message, composed: Composed) -> str:
    """The letter's Message-ID, the same at every attempt: `<12.0f3a...@sender's domain>`."""
    if message.message_id:
        return message.message_id
    stamp = sha256(f"{message.pk}:{message.dedupe_key}".encode()).hexdigest()[:20]
    domain = composed.sender.rpartition("@")[2]
    return f"<{message.pk}.{stamp}@{domain}>"


def to_email(composed: Composed, message: Message, at: datetime) -> _Mail:
    """The letter with its headers: who signs, where answers go, how to stop it (RFC 8058)."""
    headers = {
        "Message-ID": message_id(message, composed),
        "Date": format_datetime(at),
        "Auto-Submitted": "auto-generated",
    }
    if composed.unsubscribe:
        headers["List-Unsubscribe"] = f"<{composed.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email = _Mail(
        subject=composed.subject,
        body=composed.text,
        from_email=_address(composed.signer, composed.sender),
        to=[_address(composed.to_name, composed.to)],
        reply_to=[_address(composed.signer, composed.reply_to)] if composed.reply_to else None,
        headers=headers,
    )
    if composed.html:
        email.attach_alternative(composed.html, "text/html")
    if composed.calendar and composed.calendar_method != "PUBLISH":
        # Mail programs offer to take in, or out, what stands beside the text (RFC 6047, 2.4).
        kind = f"text/calendar; method={composed.calendar_method}"
        email.attach_alternative(composed.calendar.decode(), kind)
    if composed.calendar:
        email.attach(_calendar_part(composed))
    for file in composed.files:
        email.attach(clean(file.name), file.content, file.content_type)
    return email


def _address(name: str, address: str) -> str:
    """`Name <address>` in ASCII. Raises UnicodeEncodeError where only SMTPUTF8 could write it."""
    local, _, domain = address.rpartition("@")
    return formataddr((name, f"{local}@{punycode(domain)}" if local else address))


def _calendar_part(composed: Composed) -> MIMEPart:
    part = MIMEPart()
    part.set_content(
        (composed.calendar or b"").decode(),
        subtype="calendar",
        params={"method": composed.calendar_method},
        disposition="attachment",
        filename="meeting.ics",
    )
    return part

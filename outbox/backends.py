"""Where letters go (a mail server, or a folder of files), and what the mail server's word means."""

import os
import re
import smtplib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from outbox.rules import DEAD_MAILBOX, NO_REPLY, Judgement, Verdict, describe


class NoReply(Exception):
    """The text was handed over, but the mail server never said whether it took it."""


def judge(error: Exception) -> Judgement:
    """What an exception of handing one letter to one recipient means (RFC 5321, 4.2.1)."""
    if isinstance(error, NoReply):
        return Judgement(Verdict.UNCERTAIN, f"{NO_REPLY} ({error})", reconnect=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (550, b"refused"))
        return _by_code(code, text, about_recipient=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, error.smtp_error)
    if isinstance(error, (smtplib.SMTPNotSupportedError, ValueError)):
        return Judgement(Verdict.FAILED, describe(error))
    if isinstance(error, OSError):
        return Judgement(Verdict.RETRY, describe(error), reconnect=True)
    return Judgement(Verdict.UNCERTAIN, describe(error), reconnect=True)


def _by_code(code: int, text: bytes | str, *, about_recipient: bool = False) -> Judgement:
    said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    reason = f"{code} {said}".replace("\x00", "")[:500]
    if 400 <= code < 500 or code == -1:
        return Judgement(Verdict.RETRY, reason, reconnect=code in (421, -1))
    dead = about_recipient and bool(DEAD_MAILBOX.search(said))
    return Judgement(Verdict.FAILED, reason, dead=dead)


class _Watch:
    """Tells a connection lost before the text was asked for from one lost after it was given."""

    text_given = False

    def getreply(self) -> tuple[int, bytes]:
        code, said = super().getreply()  # type: ignore[misc]
        if code == 354:
            self.text_given = True
        return code, said

    def sendmail(self, *args: Any, **kwargs: Any) -> Any:
        """As smtplib's; raises NoReply where nobody knows whether the server took the letter."""
        self.text_given = False
        try:
            return super().sendmail(*args, **kwargs)  # type: ignore[misc]
        except OSError as error:
            answered = isinstance(error, smtplib.SMTPResponseException) and error.smtp_code != -1
            if self.text_given and not answered:
                raise NoReply(str(error)) from error
            raise


class _Smtp(_Watch, smtplib.SMTP):
    pass


class _SmtpOverTls(_Watch, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    """Django's mail server connection, which also knows when an answer is missing."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SmtpOverTls if self.use_ssl else _Smtp


class FileBackend:
    """Each letter becomes `<folder>/<message id>.eml`, whole or not at all."""

    def __init__(self, *, alias: str, folder: str, **kwargs: Any) -> None:
        self.alias = alias
        self.folder = Path(folder)

    def open(self) -> bool:
        """Make the folder, private, where it is missing."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return False

    def close(self) -> None:
        """Nothing is kept open."""

    def send_messages(self, messages: Sequence[Any]) -> int:
        """Write the letters; gives how many."""
        self.open()
        for message in messages:
            content = message.message()
            self._write(self._name(content["Message-ID"]), content.as_bytes())
        return len(messages)

    def _write(self, name: str, content: bytes) -> None:
        handle, path = tempfile.mkstemp(dir=self.folder, prefix=".letter-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(path, self.folder / name)

    @staticmethod
    def _name(message_id: str) -> str:
        return re.sub(r"[^\w.@+-]", "_", str(message_id).strip("<> \r\n")) + ".eml"

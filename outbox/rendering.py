"""What a letter says, composed at the moment it leaves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kit.text import clean
from outbox import kinds, queries
from outbox.inlining import inlined
from outbox.kinds import Attachment, Letter, Superseded
from outbox.models import Letterhead, Message
from outbox.rules import ACCOUNT, CATEGORIES, PRIVATE, describe, mask
from outbox.sealing import unseal
from outbox.tokens import unsubscribe_url


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A letter ready to be handed over: header values are single lines, `html` has its styles
    in the tags, `secrets` are masked in what is stored."""

    to: str
    to_name: str
    subject: str
    text: str
    html: str
    sender: str
    signer: str
    reply_to: str
    unsubscribe: str
    calendar: bytes | None
    calendar_method: str
    secrets: tuple[str, ...]
    private: bool
    files: tuple[Attachment, ...]

    def masked(self) -> dict[str, str]:
        """Subject, text and html as they may be stored."""
        if self.private:
            return {"subject": self.subject, "text": str(PRIVATE), "html": ""}
        hide: Iterable[str] = (*self.secrets, self.unsubscribe)
        return {
            "subject": mask(self.subject, self.secrets),
            "text": mask(self.text, hide),
            "html": mask(self.html, hide),
        }


def compose(
    message: Message, at: datetime, head: Letterhead | None, *, language: str | None = None
) -> Composed:
    """The letter as of `at`, in `language` (None: asked here; "": the association's own).

    Raises Superseded, or whatever the composer or template raises.
    """
    if language is None:
        language = kinds.languages([message]).get(message.pk, "")
    zone = queries.zone() if head is None else head.timezone
    own = settings.LANGUAGE_CODE if head is None else head.locale
    with translation.override(language or own), timezone.override(zone):
        if message.sealed:
            return _from_sealed(message, head)
        return _from_letter(kinds.kind(message.kind).composer(message, at), message, at, head)


def _from_sealed(message: Message, head: Letterhead | None) -> Composed:
    content = unseal(bytes(message.sealed or b""))
    letter = Letter(to=message.to, subject=content["subject"], template="")
    composed = _frame(letter, head, unsubscribe="")
    secrets = tuple(content.get("secrets", ()))
    html = content.get("html", "")
    return replace(composed, text=content["text"], html=html, secrets=secrets)


def _from_letter(
    letter: Letter, message: Message, at: datetime, head: Letterhead | None
) -> Composed:
    stop = unsubscribe_url(message, at, to=letter.to) if message.category and letter.to else ""
    composed = _frame(letter, head, unsubscribe=stop)
    context = _context(letter, message, composed, head)
    text = get_template(f"mail/{letter.template}.txt").render(context)
    html = inlined(f"mail/{letter.template}.html").render(context)
    return replace(composed, text=_one_blank_line(text), html=html)


def _one_blank_line(text: str) -> str:
    """The text twin without the gaps that conditions of a template leave behind."""
    return re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text.strip()) + "\n"


def _frame(letter: Letter, head: Letterhead | None, *, unsubscribe: str) -> Composed:
    return Composed(
        to=letter.to.strip(),
        to_name=clean(letter.to_name),
        subject=clean(str(letter.subject)),
        text="",
        html="",
        sender=head.sender if head else settings.DEFAULT_FROM_EMAIL,
        signer=clean(letter.signer or (head.signer_name if head else "")),
        reply_to=clean(letter.reply_to or (head.reply_to if head else "")),
        unsubscribe=unsubscribe,
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
        secrets=letter.secrets,
        private=letter.private,
        files=letter.files,
    )


def _context(
    letter: Letter, message: Message, composed: Composed, head: Letterhead | None
) -> dict[str, Any]:
    """What every letter's template may use, under the letter's own context."""
    return {
        "association": head,
        "site_url": settings.SITE_URL,
        "subject": composed.subject,
        "to_name": composed.to_name,
        "signer": composed.signer,
        "reply_to": composed.reply_to,
        "category": message.category,
        "category_label": CATEGORIES.get(message.category, ""),
        "unsubscribe_url": composed.unsubscribe,
        "preferences_url": letter.preferences_url,
        "is_printed": not composed.to,
        **letter.context,
    }


@dataclass(frozen=True)
class Preview:
    """A letter as an officer may see it, secrets masked; `note` says why there is nothing."""

    subject: str = ""
    text: str = ""
    html: str = ""
    note: str = ""


def preview(message: Message, at: datetime) -> Preview:
    """What was sent, else what would be sent at `at`. A log-in letter stays sealed."""
    if message.text or message.html:
        return Preview(message.subject, message.text, message.html)
    if message.kind.startswith(ACCOUNT):
        return Preview(note=_("The text of a log-in letter is not shown."))
    try:
        composed = compose(message, at, queries.letterhead())
    except Superseded as reason:
        return Preview(note=_("It would not be sent: {reason}").format(reason=reason))
    except Exception as error:
        return Preview(note=_("It cannot be written: {error}").format(error=describe(error)))
    return Preview(**composed.masked())

"""Letters from officers are written, tried, sent to a set, and taken back while they wait."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kit.prose import tidy
from kit.text import clean
from members.models import Announcement, Person
from members.queries import address_for
from members.queries.announcements import copies_to_write
from outbox.actions import letters
from outbox.models import Message

State = Announcement.State


class NotNow(Exception):
    """The letter is no draft any more, has nobody to go to, or nothing waits; the text says so."""


def write(
    *, subject: str, text: str, audience: dict[str, Any], sort: str, by: Person, at: datetime
) -> Announcement:
    """A new draft, signed by who writes it. Changes announcements."""
    return Announcement.objects.create(
        subject=clean(subject), text=tidy(text), audience=audience, sort=sort, signer=by,
        written_at=at,
    )  # fmt: skip


def edit(*, letter: Announcement, by: Person, at: datetime, **changes: Any) -> Announcement:
    """Other words or another set; whoever writes last signs. Raises NotNow. Changes the draft."""
    if "subject" in changes:
        changes["subject"] = clean(changes["subject"])
    if "text" in changes:
        changes["text"] = tidy(changes["text"])
    drafts = Announcement.objects.filter(pk=letter.pk, state=State.DRAFT)
    if not drafts.update(**changes, signer=by, written_at=at):
        raise NotNow(_("This letter has been sent or taken back; copy it to write another."))
    letter.refresh_from_db()
    return letter


def discard(*, letter: Announcement, by: Person, at: datetime) -> None:
    """Give up a draft; its history stays. Raises NotNow. Deletes the draft."""
    if not Announcement.objects.filter(pk=letter.pk, state=State.DRAFT).delete()[0]:
        raise NotNow(_("This letter has been sent already."))


def copy(*, letter: Announcement, by: Person, at: datetime) -> Announcement:
    """A new draft of the same words to the same set. Changes announcements."""
    return write(
        subject=letter.subject, text=letter.text, audience=letter.audience, sort=letter.sort,
        by=by, at=at,
    )  # fmt: skip


def try_out(*, letter: Announcement, by: Person, at: datetime) -> Message | None:
    """The letter to its writer alone. Raises NotNow without an address. Writes the outbox."""
    to = address_for(by)
    if not to:
        raise NotNow(_("There is no address of yours on file to send a test to."))
    key = f"letter-test:{letter.pk}:{by.pk}:{at.isoformat()}"
    about = {"letter": letter.pk, "person": by.pk}
    return letters.post(kind="letter.test", to=to, about=about, dedupe_key=key, at=at)


@transaction.atomic
def send(
    *,
    letter: Announcement,
    people: QuerySet[Person],
    by: Person,
    at: datetime,
    send_at: datetime | None = None,
) -> int:
    """Queue one copy for each of these people, due at `send_at` (None: now), by one INSERT ...
    SELECT; the set is settled with it. Gives how many copies.

    Raises NotNow where it is no draft, or nobody of the set could get it. Changes announcements,
    writes the outbox.
    """
    queued = Announcement.objects.filter(pk=letter.pk, state=State.DRAFT).update(
        state=State.QUEUED, queued_at=at, queued_by=by, send_at=max(send_at or at, at)
    )
    if not queued:
        raise NotNow(_("This letter has been sent already."))
    letter.refresh_from_db()
    letter.count = letters.post_many(
        kind=letter.kind, rows=copies_to_write(people, letter), at=at, not_before=letter.send_at
    )
    if not letter.count:
        raise NotNow(_("Nobody in this set can get a letter: nobody has an address."))
    letter.save(update_fields=["count"])
    return letter.count


@transaction.atomic
def cancel(*, letter: Announcement, by: Person, at: datetime) -> int:
    """Take back what has not left. Gives how many copies; raises NotNow where all have left.

    Changes the letter and its copies in the outbox.
    """
    reason = _("Taken back by {by}.").format(by=by.name)
    stopped = letters.withdraw(kind=letter.kind, about={"letter": letter.pk}, reason=reason)
    if not stopped:
        raise NotNow(_("It is too late: every copy has left or is settled."))
    Announcement.objects.filter(pk=letter.pk, state=State.QUEUED).update(
        state=State.CANCELLED, cancelled_at=at, cancelled_by=by
    )
    letter.refresh_from_db()
    return stopped

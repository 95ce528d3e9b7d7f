"""Members are asked to write to old friends; each note is sent by its friend's own act."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kit.turns import take_turns
from members.actions import relays
from members.queries import address_for
from members.queries.relays import takes_letters
from members.rules import NotPossible as NotSent
from network.actions import notes
from network.actions.notes import NotPossible
from network.models import FriendNote, Touch
from network.queries.old_friends import get_draft, old_friends
from network.rules.old_friends import OPEN_DAYS, QUARTER_DAYS
from outbox.actions import letters
from outbox.queries import local_day

MOST_TEXT = 2000


@transaction.atomic
def offer(*, at: datetime) -> int:
    """Lay a draft before one friend of each person who may be found; gives how many are new.

    One draft waits for a member at a time and for a person at a time; who got a note within a
    quarter gets none, and no member gets two drafts in one. Writes FriendNote and letters.
    """
    take_turns("old friends")
    stale = FriendNote.objects.filter(FriendNote.OPEN, made_at__lte=at - timedelta(days=OPEN_DAYS))
    stale.update(ended_at=at)
    taken: set[int] = set()
    made = 0
    for person, friend in old_friends(at):
        if {person.pk, friend.pk} & taken or not takes_letters(person):
            continue
        taken |= {person.pk, friend.pk}
        _tell(FriendNote.objects.create(friend=friend, person=person, made_at=at), at)
        made += 1
    return made


@transaction.atomic
def send(*, note: FriendNote, text: str, at: datetime) -> None:
    """The friend sends it, in their own words and name; it counts as a contact of theirs.

    Raises NotPossible. Writes FriendNote, Touch, Relay and one letter.
    """
    take_turns("old friend", str(note.person_id))
    row = get_draft(note.friend, note.uid, at)
    quarter = at - timedelta(days=QUARTER_DAYS)
    if FriendNote.objects.filter(person=row.person, sent_at__gt=quarter).exists():
        raise NotPossible(_("Somebody else has just written."))
    if not text.strip():
        raise NotPossible(_("Write a few words, please."))
    try:
        relays.send(sender=note.friend, recipient=row.person, text=text.strip()[:MOST_TEXT], at=at)
    except NotSent as refused:
        raise NotPossible(str(refused)) from refused
    row.sent_at = at
    row.save(update_fields=["sent_at"])
    notes.spoke(
        writer=note.friend, person=row.person, channel=Touch.Channel.MESSAGE, on=local_day(at),
        at=at,
    )  # fmt: skip


def pass_on(*, note: FriendNote, at: datetime) -> None:
    """Not this time: somebody else may be asked, and this friend not again for a year."""
    FriendNote.objects.filter(FriendNote.OPEN, pk=note.pk).update(ended_at=at)


def _tell(row: FriendNote, at: datetime) -> None:
    """By letter where nobody else opens it; the page of the network tells it anyway."""
    to = "" if row.friend.mail_via_id else address_for(row.friend)
    if to:
        letters.post(
            kind="friend.draft", to=to, at=at, valid_until=at + timedelta(days=OPEN_DAYS),
            about={"person": row.friend_id, "draft": str(row.uid)},
            dedupe_key=f"friend.draft:{row.uid}",
        )  # fmt: skip

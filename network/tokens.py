"""The link that answers a member's invitation."""

from datetime import datetime

from kit import tokens
from kit.tokens import TokenExpired, TokenInvalid
from network.models import Invitation

__all__ = ["TokenExpired", "TokenInvalid", "invitation_link", "read_invitation_link"]

PURPOSE = "invited"


def invitation_link(row: Invitation) -> str:
    """A token for this invitation, good until the meeting begins."""
    return tokens.sign(PURPOSE, subject=row.uid, epoch=0, expires_at=row.meeting.starts_at)


def read_invitation_link(token: str, *, at: datetime) -> Invitation:
    """The invitation of a token, with meeting and inviter. Raises TokenInvalid, TokenExpired."""
    uid = tokens.read(PURPOSE, token, at=at).subject
    rows = Invitation.objects.select_related("meeting__venue", "inviter", "guest_ask")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise TokenInvalid
    return found

"""What is said to people between jobs, and to those for whom a payer pays no longer."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from members.letters.memberships import RENEW_DAYS, facts, letter
from members.models import Basis, Membership
from members.queries.lapses import unfollowed
from members.tokens import person_link
from outbox.kinds import Letter, Superseded
from outbox.models import Message
from outbox.queries import local_day


def between(message: Message, at: datetime) -> Letter:
    """The one letter before a time between jobs ends. Raises Superseded."""
    row = _row(message)
    if row.basis != Basis.BETWEEN_JOBS or row.period.upper <= local_day(at):
        raise Superseded(_("The time between jobs is over."))
    why = _("You get this letter because your time between jobs ends soon.")
    return _with_link(row, at, _("Your time between jobs ends soon"), "members/between", why)


def uncovered(message: Message, at: datetime) -> Letter:
    """The ways on for whom somebody else paid until now. Raises Superseded."""
    row = _row(message)
    if row.uncovered_on is None:
        raise Superseded(_("Somebody pays for this person again."))
    why = _("You get this letter because somebody else paid for your membership until now.")
    subject = _("Your membership goes on, and what then")
    return _with_link(row, at, subject, "members/uncovered", why)


def _row(message: Message) -> Membership:
    pk = int(message.about["membership"])
    row = unfollowed().select_related("person", "plan").filter(pk=pk).first()
    if row is None:
        raise Superseded(_("Paid, resigned, died or taken back meanwhile."))
    return row


def _with_link(row: Membership, at: datetime, subject: str, template: str, why: str) -> Letter:
    token = person_link("renew", row.person, at=at, days=RENEW_DAYS)
    context: dict[str, Any] = facts(row) | {
        "action_url": settings.SITE_URL + reverse("renew", args=[token]),
        "action_label": _("See what is possible"),
        "why": why,
    }
    return letter(row.person, subject, template, context, secrets=(token,))

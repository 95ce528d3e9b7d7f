"""Applications: asked for, proven, decided, withdrawn. A membership begins with its dues alone.

What a stranger types is matched with nobody. The link mailed to the address proves it; only then
the person on file with that address, guest, speaker or former member, is the applicant.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit.queries import value
from kit.text import canonical_email, clean
from members.actions import memberships, people, waivers
from members.actions.addresses import reserve
from members.actions.memberships import NotPossible
from members.models import Application, Email, Membership, Person, Plan
from members.queries import is_member_on
from members.queries.applications import has_begun, open_of, owner_of, searchable
from members.rules.joining import APPROVAL, LINK_DAYS, UNDO
from outbox.actions import letters
from outbox.queries import letterhead, local_day

State = Application.State
TYPED = frozenset({"work_email", "phone", "employer", "city", "told_by", "message", "language"})
# What a person on file is given where it is empty.
FILLS = ("phone", "employer", "city")


class MemberAlready(NotPossible):
    """The proven address belongs to a member."""


class NotOpen(NotPossible):
    """The application is not in a state that allows this."""


@transaction.atomic
def ask(
    *, plan: Plan, name: str, email: str, consent: str, at: datetime, **typed: str
) -> Application:
    """Keep what was typed and mail the link that proves the address. Writes Application alone.

    Raises AddressUnusable, NameMissing.
    """
    unknown = typed.keys() - TYPED
    if unknown:
        raise TypeError(f"An application has no field {', '.join(sorted(unknown))}.")
    if not clean(name):
        raise people.NameMissing
    row = Application(
        plan=plan,
        name=clean(name),
        email=people.checked_address(email),
        consent=consent,
        asked_at=at,
        **typed,
    )
    row.search_text = searchable(row)
    row.save()
    _post("application.confirm", row, at=at, valid_until=at + timedelta(days=LINK_DAYS))
    return row


@transaction.atomic
def prove(*, application: Application, at: datetime) -> Application:
    """The link was confirmed: the application counts. The second time changes nothing.

    The person of that address stays who they are; nobody there, a new person begins. An open
    application of the same person is kept instead of a second one. Writes Person, Email,
    Application. Raises MemberAlready, NotPossible for a person who died.
    """
    # Two links to one address at once: the second finds what the first has made.
    reserve(application.email)
    row = _locked(application)
    if row.state != State.CONFIRM:
        return row
    person = _person(row, at)
    earlier = open_of(person)
    if earlier is not None:
        row.delete()
        return earlier
    row.person, row.state = person, State.APPLIED
    row.proven_at, row.applied_on = at, local_day(at)
    row.save()
    others = Application.objects.filter(state=State.CONFIRM, email__iexact=row.email)
    others.exclude(pk=row.pk).delete()
    if not value(APPROVAL):
        approve(application=row, by=None, at=at, via="no approval needed")
        return _locked(row)
    _post("application.received", row, at=at)
    _tell(row, at)
    return row


@transaction.atomic
def approve(
    *, application: Application, by: Person | None, at: datetime, via: str = ""
) -> Application:
    """Say yes: the applicant is told how to pay; where nothing is to be paid the membership
    begins. The second time changes nothing. Raises NotOpen."""
    row = _decide(application, State.APPROVED, by=by, at=at, via=via)
    if row is None:
        return application
    if not row.plan.dues_cents:
        memberships.join(person=_whose(row), plan=row.plan, start=local_day(at), by=by, at=at)
    else:
        _post("application.approved", row, at=at, wait=by is not None)
    return row


@transaction.atomic
def decline(
    *, application: Application, by: Person | None, at: datetime, reason: str = ""
) -> Application:
    """Say no, with the reason the letter gives. The second time changes nothing. Raises NotOpen."""
    row = _decide(application, State.DECLINED, by=by, at=at, reason=reason[:300])
    if row is None:
        return application
    _post("application.declined", row, at=at, wait=True)
    return row


@transaction.atomic
def reopen(*, application: Application, by: Person | None, at: datetime) -> Application:
    """Undo a decision while its letter waits. Raises NotOpen when that time is over."""
    row = _locked(application)
    if row.state not in (State.APPROVED, State.DECLINED):
        return row
    if row.decided_at is None or at > row.decided_at + UNDO or has_begun(row):
        raise NotOpen(_("It is too late to undo this: the letter has left. Please write to them."))
    for kind in ("application.approved", "application.declined"):
        letters.withdraw(kind=kind, about={"application": row.pk}, reason=_("Undone."))
    row.state, row.reason, row.decided_via = State.APPLIED, "", ""
    row.decided_at = row.decided_by = row.closed_on = None
    row.save()
    return row


@transaction.atomic
def withdraw(*, application: Application, by: Person | None, at: datetime) -> Application:
    """The applicant thinks again, or never paid. The second time changes nothing. Raises NotOpen
    once the membership has begun, or for what was never proven or is declined."""
    row = _locked(application)
    if row.state == State.WITHDRAWN:
        return row
    if row.state not in (State.APPLIED, State.APPROVED) or has_begun(row):
        raise NotOpen(_("This application is no longer open."))
    letters.withdraw(
        kind="application.approved", about={"application": row.pk}, reason=_("Withdrawn.")
    )
    row.state, row.withdrawn_at, row.closed_on = State.WITHDRAWN, at, local_day(at)
    row.save()
    return row


@transaction.atomic
def waive(*, application: Application, by: Person | None, at: datetime, reason: str) -> Membership:
    """Begin the approved membership today without dues. Raises NotOpen, ReasonMissing."""
    row = _locked(application)
    if row.state != State.APPROVED or has_begun(row):
        raise NotOpen(_("Dues are waived after the approval, and once."))
    return waivers.waive(person=_whose(row), plan=row.plan, reason=reason, by=by, at=at)


def forget(*, at: datetime) -> int:
    """Drop what was typed and never proven within the life of the link; how many."""
    old = Application.objects.filter(
        state=State.CONFIRM, asked_at__lt=at - timedelta(days=LINK_DAYS)
    )
    return old.delete()[1].get("members.Application", 0)


def _person(row: Application, at: datetime) -> Person:
    """Whom the proven address belongs to; the row is about them from now on."""
    person = owner_of(row.email)
    if person is None:
        given = {field: getattr(row, field) for field in (*FILLS, "language")}
        person = people.create(name=row.name, email=row.email, by=None, at=at, **given)
    elif person.deceased_on is not None:
        raise NotPossible(_("Please write to us: we cannot take this application by ourselves."))
    elif is_member_on(person, local_day(at)):
        raise MemberAlready(_("You are a member already. Sign in with this address."))
    else:
        empty = {f: getattr(row, f) for f in FILLS if getattr(row, f) and not getattr(person, f)}
        people.edit(person=person, by=person, at=at, **empty)
    proven = Email.objects.filter(person=person, canonical=canonical_email(row.email))
    proven.filter(verified_at=None).update(verified_at=at)
    return person


def _whose(row: Application) -> Person:
    """Whom a proven application is about."""
    if row.person is None:
        raise NotOpen(_("The address of this application is not proven yet."))
    return row.person


def _decide(
    application: Application, state: str, *, by: Person | None, at: datetime, **more: Any
) -> Application | None:
    """The decided row; None where it was decided so before."""
    row = _locked(application)
    if row.state == state:
        return None
    if row.state != State.APPLIED:
        raise NotOpen(
            _("This application is settled already: %(state)s.")
            % {"state": row.get_state_display()}
        )
    row.state, row.decided_at, row.decided_by = state, at, by
    row.decided_via = more.get("via", "") or ("" if by else "operator")
    row.reason = more.get("reason", "")
    row.closed_on = local_day(at) if state == State.DECLINED else None
    row.save()
    return row


def _locked(application: Application) -> Application:
    rows = Application.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("plan", "person").get(pk=application.pk)


def _post(
    kind: str,
    row: Application,
    *,
    at: datetime,
    wait: bool = False,
    valid_until: datetime | None = None,
) -> None:
    """One letter to the address typed; a decision's letter waits while it can be undone."""
    letters.post(
        kind=kind,
        to=row.email,
        about={"application": row.pk} | ({"person": row.person_id} if row.person_id else {}),
        dedupe_key=f"{kind}:{row.pk}:{at.timestamp():.0f}",
        at=at,
        not_before=at + UNDO if wait else None,
        valid_until=valid_until,
    )


def _tell(row: Application, at: datetime) -> None:
    """The association hears of it, at its address for answers."""
    head = letterhead()
    if head is not None:
        letters.post(
            kind="application.told",
            to=head.reply_to,
            about={"application": row.pk, "person": row.person_id},
            dedupe_key=f"application.told:{row.pk}",
            at=at,
        )

"""What is said to and about somebody who wants to join."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.queries import values
from members.models import Application
from members.queries.applications import has_begun
from members.rules import PAYMENT_DETAILS, SIGNER, money
from members.rules.joining import LINK_DAYS
from members.tokens import application_link, person_link
from outbox.kinds import Letter, Superseded
from outbox.models import Message

State = Application.State
PAY_DAYS = 400


def confirm(message: Message, at: datetime) -> Letter:
    """To the address typed: is it yours, and do you want this?"""
    row = _row(message, State.CONFIRM)
    token = application_link(row, at=row.asked_at)
    context = {
        "action_url": settings.SITE_URL + reverse("join-link", args=[token]),
        "action_label": _("Look at it and send it"),
        "days": LINK_DAYS,
        "why": _("You get this letter because somebody typed your address on our joining page."),
    }
    return _letter(row, _("One more step to join"), "members/application_confirm", context, token)


def received(message: Message, at: datetime) -> Letter:
    """We have it, and what happens now."""
    row = _row(message, State.APPLIED)
    token = application_link(row, at=at)
    context = {
        "action_url": settings.SITE_URL + reverse("join-link", args=[token]),
        "action_label": _("See how it stands"),
        "why": _("You get this letter because you want to join us."),
    }
    subject = _("We have your application")
    return _letter(row, subject, "members/application_received", context, token)


def approved(message: Message, at: datetime) -> Letter:
    """Yes; how to pay, after which the membership begins."""
    row = _row(message, State.APPROVED)
    if row.person is None or has_begun(row):
        raise Superseded(_("The membership has begun."))
    token = person_link("renew", row.person, at=at, days=PAY_DAYS)
    context = {
        "details": str(values(PAYMENT_DETAILS)[PAYMENT_DETAILS.key]),
        "action_url": settings.SITE_URL + reverse("renew", args=[token]),
        "action_label": _("How to pay"),
        "why": _("You get this letter because you want to join us."),
    }
    return _letter(row, _("Welcome among us"), "members/application_approved", context, token)


def declined(message: Message, at: datetime) -> Letter:
    """No, with the reason where one was given."""
    row = _row(message, State.DECLINED)
    context = {
        "reason": row.reason,
        "why": _("You get this letter because you wanted to join us."),
    }
    return _letter(row, _("Your application"), "members/application_declined", context)


def told(message: Message, at: datetime) -> Letter:
    """To the association: somebody wants to join."""
    row = _row(message, State.APPLIED)
    return Letter(
        to=message.to,
        subject=_("{name} wants to join").format(name=row.name),
        template="members/application_told",
        context={
            "row": row,
            "day": date_format(row.applied_on) if row.applied_on else "",
            "action_url": settings.SITE_URL + reverse("applications"),
            "action_label": _("Look at it and decide"),
            "why": _("You get this letter because answers to the association come to you."),
        },
    )


def _row(message: Message, state: str) -> Application:
    """The application, if it still stands where this letter says."""
    pk = int(message.about["application"])
    row = Application.objects.select_related("plan", "person").filter(pk=pk).first()
    if row is None or row.state != state:
        raise Superseded(_("The application stands elsewhere meanwhile."))
    return row


def _letter(
    row: Application, subject: str, template: str, context: dict[str, Any], *secrets: str
) -> Letter:
    facts = {
        "name": row.name,
        "plan": row.plan.name,
        "dues": money(row.plan.dues_cents, row.plan.currency) if row.plan.dues_cents else "",
    }
    return Letter(
        to=row.email,
        to_name=row.name,
        subject=subject,
        template=template,
        context=facts | context,
        signer=str(values(SIGNER)[SIGNER.key]),
        secrets=tuple(secrets),
    )

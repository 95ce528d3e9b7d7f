"""What is said about a membership."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit.queries import values
from members.blocks import blocks
from members.models import Membership, Payment, Person
from members.queries import address_for
from members.queries.ladders import is_held, is_skipped, ladders
from members.queries.lapses import running_out
from members.rules import SIGNER, Tone, money, notice_stage, tone
from members.rules.ladder import ON_HOLD, SKIPPED
from members.tokens import person_link
from outbox.kinds import Letter, Superseded
from outbox.models import Message
from outbox.queries import letterhead, local_day

RENEW_DAYS = 400


def welcome(message: Message, at: datetime) -> Letter:
    """To somebody whose membership began: until when it runs and where things are."""
    row = Membership.objects.select_related("person", "plan").filter(pk=_id(message)).first()
    if row is None or row.voided_on is not None or row.resigned_on is not None:
        raise Superseded(_("The membership was taken back."))
    context = facts(row) | {
        "action_url": settings.SITE_URL + reverse("me"),
        "action_label": _("Open my page"),
        "why": _("You get this letter because your membership began."),
    }
    return letter(row.person, _("Welcome"), "members/welcome", context)


def notice(message: Message, at: datetime) -> Letter:
    """The renewal letter of one stage, unless the stage has passed or its reason is gone.

    Raises Superseded when paid, resigned, died, taken back, silent, or overtaken by a later stage.
    """
    row = running_out().select_related("person", "plan").filter(pk=_id(message)).first()
    if row is None or row.period.upper is None:
        raise Superseded(_("Paid, resigned, died or taken back meanwhile."))
    stage = int(message.about["stage"])
    _check_stage(row, stage, at)
    person = row.person
    voice = tone(stage, row.grace_days)
    token = person_link("renew", person, at=at, days=RENEW_DAYS)
    context = facts(row) | {
        "tone": voice.value,
        "days": abs(stage),
        "grace_until": _day(row.period.upper + timedelta(days=row.grace_days - 1)),
        "blocks": blocks("membership.notice", "value", person, at)
        if voice in {Tone.VALUE, Tone.MISSED}
        else [],
        "action_url": settings.SITE_URL + reverse("renew", args=[token]),
        "action_label": _("Renew"),
        "why": _("You get this letter because your membership ends on this date or has ended."),
    }
    subject = _subject(voice, stage, row)
    return letter(person, subject, "members/notice", context, secrets=(token,))


def _check_stage(row: Membership, stage: int, at: datetime) -> None:
    steps, today = ladders(), local_day(at)
    silent = max(filter(None, (row.silent_until, _released())), default=None)
    now = notice_stage(
        last_day=last_paid_day(row),
        today=today,
        silent_until=silent,
        ladder=steps.of(row.plan_id),
        last_days=steps.last_days,
    )
    if now is None or now.stage != stage:
        raise Superseded(_("Another step of the ladder holds today, or this one was to be silent."))
    if is_held(row.person_id, today):
        raise Superseded(ON_HOLD)
    if is_skipped(row.pk, stage):
        raise Superseded(SKIPPED)


def last_paid_day(row: Membership) -> date:
    """The last day the membership covers."""
    return row.period.upper - timedelta(days=1)


def _subject(voice: Tone, stage: int, row: Membership) -> str:
    day = _day(last_paid_day(row))
    days = abs(stage)
    if voice == Tone.VALUE:
        return _("Your year with us, and {day}").format(day=day)
    if voice == Tone.SOON:
        text = ngettext(
            "Your membership ends in {days} day", "Your membership ends in {days} days", days
        )
        return text.format(days=days)
    if voice == Tone.TODAY:
        return _("Your membership ends today")
    if voice == Tone.GRACE:
        text = ngettext(
            "Your membership ended {days} day ago", "Your membership ended {days} days ago", days
        )
        return text.format(days=days)
    if voice == Tone.LAPSE:
        return _("Your membership is about to lapse")
    return _("Your place is still here ({days} days)").format(days=days)


def facts(row: Membership) -> dict[str, Any]:
    """What every letter about a membership may say."""
    return {
        "first_name": row.person.first_name,
        "plan": row.plan.name,
        "dues": money(row.dues_cents, row.currency) if row.dues_cents else "",
        "last_day": _day(last_paid_day(row)) if row.period.upper else "",
        "joined_on": _day(row.person.joined_on) if row.person.joined_on else "",
    }


def letter(
    person: Person,
    subject: str,
    template: str,
    context: dict[str, Any],
    secrets: tuple[str, ...] = (),
) -> Letter:
    """A letter of this package to one person; `secrets` are masked in what is stored."""
    return Letter(
        to=address_for(person),
        to_name=person.name,
        subject=subject,
        template=template,
        context=context,
        signer=str(values(SIGNER)[SIGNER.key]),
        preferences_url=settings.SITE_URL + reverse("me-letters"),
        secrets=secrets,
    )


def _id(message: Message) -> int:
    return int(message.about["membership"])


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _released() -> date | None:
    head = letterhead()
    return local_day(head.released_at) if head and head.released_at else None


def told(message: Message, at: datetime) -> Letter:
    """To the treasurer: somebody says they have paid, and by which way."""
    person = Person.objects.filter(pk=int(message.about["person"])).first()
    if person is None:
        raise Superseded(_("The person is no longer on file."))
    way = Payment.Method.choices[int(message.about["stage"])][1]
    return Letter(
        to=message.to,
        subject=_("{name} says the dues are paid").format(name=person.name),
        template="members/told",
        context={
            "name": person.name,
            "way": way,
            "action_url": settings.SITE_URL + reverse("record-payment", args=[person.uid]),
            "action_label": _("Record the payment"),
            "why": _("You get this letter because answers to the association come to you."),
        },
    )

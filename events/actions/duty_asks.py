"""Finding somebody who steps in: the qualified are asked in order, the first yes takes the job."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from events.models import DutyAsk, DutySignup, Meeting
from events.queries import stepping_in
from events.queries.duties import contact
from events.rules import duties as rules
from kit.queries import value
from members.queries import address_for
from outbox.actions import letters

State = DutySignup.State


def begin(*, signup: DutySignup, at: datetime) -> None:
    """Ask the first of those who can do it, and tell the organizer. Changes asks."""
    _tell_organizer(signup, "leaving", at)
    ask_next(signup=signup, at=at)


def ask_next(*, signup: DutySignup, at: datetime) -> int:
    """Ask the next few; the organizer hears once when nobody is left. Gives how many were asked."""
    people = list(stepping_in.next_people(signup, at)[: value(rules.ASKED_AT_ONCE)])
    for person in people:
        ask = DutyAsk.objects.create(signup=signup, person=person, asked_at=at)
        letters.post(
            kind="duty.ask", to=address_for(person), about={"ask": ask.pk, "person": person.pk},
            dedupe_key=f"duty-ask:{ask.pk}", at=at, always=True,
            valid_until=signup.duty.meeting.starts_at,
        )  # fmt: skip
    if not people and not signup.asks.filter(state=DutyAsk.State.ASKED).exists():
        _tell_organizer(signup, "nobody", at)
    return len(people)


def keep(*, at: datetime) -> int:
    """After a silence the next are asked; gives how many. A second run adds nothing."""
    asked = 0
    leaving = DutySignup.objects.filter(
        state=State.LEAVING, duty__meeting__starts_at__gt=at,
        duty__meeting__state=Meeting.State.PUBLISHED,
    ).annotate(last_asked=Max("asks__asked_at"))  # fmt: skip
    hours = value(rules.HOURS_TO_ANSWER)
    for signup in leaving.select_related("duty__meeting", "duty__role").order_by("id"):
        last = signup.last_asked or signup.left_at or at
        if at >= rules.next_asks_at(last, signup.duty.meeting.starts_at, hours):
            with transaction.atomic():
                asked += ask_next(signup=signup, at=at)
    return asked


def release(*, signup: DutySignup, at: datetime) -> None:
    """Another has the job now: the one who could not make it is free. Changes sign-up and asks."""
    signup.state = State.LEFT
    signup.save(update_fields=["state"])
    stop(signup=signup, at=at)
    _tell_organizer(signup, "filled", at)


def stop(*, signup: DutySignup, at: datetime) -> None:
    """Nobody need be asked any more; letters still waiting are withdrawn."""
    for ask in signup.asks.filter(state=DutyAsk.State.ASKED):
        letters.withdraw(kind="duty.ask", about={"ask": ask.pk}, reason=_("The job is taken."))
    signup.asks.filter(state=DutyAsk.State.ASKED).update(state=DutyAsk.State.OVER, answered_at=at)


def tell_partner(*, signup: DutySignup, at: datetime) -> None:
    """Tell who has done it that somebody does it for the first time beside them."""
    if signup.partner is None:
        return
    letters.post(
        kind="duty.partner", to=address_for(signup.partner),
        about={"signup": signup.pk, "person": signup.partner_id},
        dedupe_key=f"duty-partner:{signup.pk}:{signup.partner_id}", at=at,
        valid_until=signup.duty.meeting.starts_at,
    )  # fmt: skip


def _tell_organizer(signup: DutySignup, stage: str, at: datetime) -> None:
    who = contact(signup.duty.meeting, at)
    if who is None:
        return
    letters.post(
        kind="duty.told", to=address_for(who),
        about={"signup": signup.pk, "person": who.pk, "stage": stage},
        dedupe_key=f"duty-told:{signup.pk}:{stage}:{signup.left_at or at:%Y%m%d%H%M}", at=at,
        valid_until=signup.duty.meeting.starts_at + timedelta(hours=1),
    )  # fmt: skip

"""What is said about jobs at a meeting."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.letters.parts import clock, letter
from events.models import DutyAsk, DutySignup, Meeting
from events.queries.duties import contact, has_done
from events.queries.people import person_of
from events.queries.stepping_in import ask_of, signup_of
from events.rules.duties import call_time, reminder_stage
from members.models import Person
from members.tokens import person_link
from outbox.kinds import Letter, Superseded
from outbox.models import Message

State = DutySignup.State


def reminder(message: Message, at: datetime) -> Letter:
    """Your job comes near: confirm it with one tap, or say that you cannot make it."""
    signup = _signup(message)
    meeting = signup.duty.meeting
    if signup.state not in DutySignup.SERVING:
        raise Superseded(_("The job was given back."))
    if str(reminder_stage(meeting.starts_at, at)) != message.about["stage"]:
        raise Superseded(_("Another reminder is due by now."))
    token = person_link("duty", signup.person, at=at, days=_days(meeting, at), about=signup.pk)
    more = {
        "signup": signup, "first_time": not has_done(signup.person, signup.duty.role),
        "partner": signup.partner.name if signup.partner else "",
        "action_url": settings.SITE_URL + reverse("duty-link", args=[token]),
        "action_label": _("Confirm, or say I can't make it"),
        "why": _("You get this letter because you have taken this job."),
    }  # fmt: skip
    subject = _("{job}: you have taken this on").format(job=signup.duty.role.title)
    return _write(signup, signup.person, at, subject, "events/duty_reminder", more, token)


def ask(message: Message, at: datetime) -> Letter:
    """Somebody cannot make it: would you step in? The first yes has it."""
    row = ask_of(int(message.about["ask"]))
    if row is None or row.state != DutyAsk.State.ASKED or row.signup.state != State.LEAVING:
        raise Superseded(_("The job is taken."))
    _check_coming(row.signup.duty.meeting, at)
    meeting = row.signup.duty.meeting
    token = person_link("step-in", row.person, at=at, days=_days(meeting, at), about=row.pk)
    more = {
        "action_url": settings.SITE_URL + reverse("duty-step-in", args=[token]),
        "action_label": _("Yes or no"),
        "why": _("You get this letter because you have done this job, or could."),
    }
    subject = _("Could you step in as {job}?").format(job=row.signup.duty.role.title)
    return _write(row.signup, row.person, at, subject, "events/duty_ask", more, token)


def told(message: Message, at: datetime) -> Letter:
    """To the organizer: somebody cannot make it, another has stepped in, or nobody is left."""
    signup, stage = _signup(message), message.about["stage"]
    reader = person_of(int(message.about["person"]))
    if reader is None or (stage != "filled" and signup.state != State.LEAVING):
        raise Superseded(_("The job is taken."))
    subjects = {
        "leaving": _("{job}: {name} cannot make it"),
        "filled": _("{job}: somebody has stepped in"),
        "nobody": _("{job}: nobody is left to ask"),
    }
    subject = subjects[stage].format(job=signup.duty.role.title, name=signup.person.name)
    holder = signup.duty.signups.filter(place=signup.place).exclude(state=State.LEFT).first()
    more = {
        "stage": stage, "leaver": signup.person.name,
        "holder": holder.person.name if holder else "",
        "action_url": settings.SITE_URL + reverse("duty", args=[signup.duty_id]),
        "action_label": _("See the job"),
        "why": _("You get this letter because people ask for you at this meeting."),
    }  # fmt: skip
    return _write(signup, reader, at, subject, "events/duty_told", more)


def partner(message: Message, at: datetime) -> Letter:
    """To who has done it: somebody does it for the first time; be near."""
    signup = _signup(message)
    if signup.partner is None or signup.state not in DutySignup.SERVING:
        raise Superseded(_("The job was given back."))
    _check_coming(signup.duty.meeting, at)
    more = {
        "newcomer": signup.person.name,
        "action_url": settings.SITE_URL + reverse("duty", args=[signup.duty_id]),
        "action_label": _("See the job"),
        "why": _("You get this letter because you have done this job."),
    }
    subject = _("{name} is {job} for the first time").format(
        name=signup.person.name, job=signup.duty.role.title
    )
    return _write(signup, signup.partner, at, subject, "events/duty_partner", more)


def thanks(message: Message, at: datetime) -> Letter:
    """Afterwards: thank you, and where the record of one's service is."""
    signup = _signup(message)
    if signup.state not in DutySignup.SERVING:
        raise Superseded(_("The job was given back."))
    more = {
        "action_url": settings.SITE_URL + reverse("me-service"),
        "action_label": _("My service record"),
        "why": _("You get this letter because you helped at this meeting."),
    }
    subject = _("Thank you for doing {job}").format(job=signup.duty.role.title)
    return _write(signup, signup.person, at, subject, "events/duty_thanks", more)


def _signup(message: Message) -> DutySignup:
    found = signup_of(int(message.about["signup"]))
    if found is None:
        raise Superseded(_("The job was given back."))
    if found.duty.meeting.state == Meeting.State.CANCELLED:
        raise Superseded(_("The meeting was cancelled or is over."))
    return found


def _check_coming(meeting: Meeting, at: datetime) -> None:
    if meeting.state != Meeting.State.PUBLISHED or at >= meeting.starts_at:
        raise Superseded(_("The meeting was cancelled or is over."))


def _days(meeting: Meeting, at: datetime) -> int:
    return max(1, -(-(meeting.starts_at - at) // timedelta(days=1)))


def _write(
    signup: DutySignup, reader: Person, at: datetime, subject: str, template: str,
    more: dict[str, Any], *secrets: str,
) -> Letter:  # fmt: skip
    meeting, role = signup.duty.meeting, signup.duty.role
    zone = ZoneInfo(meeting.timezone)
    call = contact(meeting, at)
    found = {
        "job": role.title, "purpose": role.purpose,
        "call_time": clock(call_time(meeting.starts_at, role.call_minutes).astimezone(zone)),
        "checklist": [line for line in role.checklist.splitlines() if line.strip()],
        "contact": call.name if call else "", "contact_phone": call.phone if call else "",
    }  # fmt: skip
    return letter(
        meeting, reader, at, subject=subject, template=template, context=found | more,
        secrets=secrets,
    )  # fmt: skip

"""Jobs at meetings are planned, taken, confirmed and given back. Capacity is `Duty.wanted`.

Whoever takes or leaves a job locks its row first, so two people never get the last place.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions import duty_asks
from events.actions.refusals import Refused
from events.models import Duty, DutyAsk, DutySignup, Meeting, Rsvp, SeriesDuty
from events.queries import duties as queries
from events.rules import duties as rules
from kit.turns import take_turns
from members.models import Person
from roles.models import Role

State = DutySignup.State


class DutyRefused(Refused):
    """The job cannot be taken, confirmed or planned so; `str(error)` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


@transaction.atomic
def plan(
    *,
    meeting: Meeting,
    role: Role,
    wanted: int,
    always: bool = False,
    by: Person | None,
    at: datetime,
) -> Duty:
    """How many hands a job needs at a meeting; `always`: at each coming one of its series too.

    Raises DutyRefused below those who have taken it. Changes duties and the series' usual jobs.
    """  # fmt: skip
    if role.size == Role.Size.TERM:
        raise DutyRefused(_("This role is held for a term, not taken meeting by meeting."))
    duty, _new = Duty.objects.get_or_create(meeting=meeting, role=role, defaults={"wanted": wanted})
    duty = _locked(duty)
    taken = duty.signups.filter(state__in=DutySignup.SERVING).count()
    if wanted < taken:
        raise DutyRefused(
            _("%(count)d have taken this job already. Speak with them first.") % {"count": taken}
        )
    duty.wanted = wanted
    duty.save(update_fields=["wanted"])
    if always:
        SeriesDuty.objects.update_or_create(
            series=meeting.series, role=role, defaults={"wanted": wanted}
        )
    return duty


@transaction.atomic
def plan_all(
    *, meeting: Meeting, wanted: dict[Role, int], always: bool, by: Person | None, at: datetime
) -> None:
    """Plan several jobs at once; those nobody wants and nobody planned make no row.

    Raises DutyRefused, and then changes nothing. With `always`, see `plan`.
    """
    known = set(Duty.objects.filter(meeting=meeting).values_list("role", flat=True))
    for role, count in wanted.items():
        if count or role.pk in known:
            plan(meeting=meeting, role=role, wanted=count, always=always, by=by, at=at)


def lay_out(*, at: datetime) -> int:
    """Give announced meetings to come the usual jobs of their series; gives how many were new.

    What was planned for a meeting by hand stays. A second run adds nothing.
    """
    coming = Meeting.objects.filter(state=Meeting.State.PUBLISHED, starts_at__gt=at)
    usual = SeriesDuty.objects.filter(series__meetings__in=coming).values_list(
        "series__meetings", "role", "wanted"
    )
    have = set(Duty.objects.filter(meeting__in=coming).values_list("meeting", "role"))
    new = [
        Duty(meeting_id=meeting, role_id=role, wanted=wanted)
        for meeting, role, wanted in usual
        if (meeting, role) not in have
    ]
    return len(Duty.objects.bulk_create(new, ignore_conflicts=True))


@transaction.atomic
def take(*, duty: Duty, person: Person, by: Person | None, at: datetime) -> DutySignup:
    """Take a job; who has it already keeps it (once more changes nothing).

    A first-timer gets a partner who has done it and will be there. Raises DutyRefused where the
    job is full, the meeting has begun, hours clash, or the person is no member.
    """
    take_turns("duty", str(person.pk))
    duty = _locked(duty)
    held = duty.signups.filter(person=person).exclude(state=State.LEFT).first()
    if held is not None:
        return stay(signup=held, by=by, at=at) if held.state == State.LEAVING else held
    _check_open(duty, at)
    _check_person(duty, person, at)
    signup = DutySignup.objects.create(
        duty=duty, person=person, place=_place(duty, at), taken_at=at, taken_by=by,
        partner=partner_for(duty, person),
    )  # fmt: skip
    if signup.partner_id:
        duty_asks.tell_partner(signup=signup, at=at)
    return signup


@transaction.atomic
def confirm(*, signup: DutySignup, by: Person | None, at: datetime) -> DutySignup:
    """Say once more that one will be there. Raises DutyRefused once given back or begun."""
    duty = _locked(signup.duty)
    signup = DutySignup.objects.get(pk=signup.pk)
    if signup.state == State.CONFIRMED:
        return signup
    _check_open(duty, at)
    if signup.state == State.LEFT:
        raise DutyRefused(_("You gave this job back. Take it again if it is still free."))
    signup.state, signup.confirmed_at = State.CONFIRMED, at
    signup.left_at = signup.left_by = None
    signup.save(update_fields=["state", "confirmed_at", "left_at", "left_by"])
    duty_asks.stop(signup=signup, at=at)
    return signup


def stay(*, signup: DutySignup, by: Person | None, at: datetime) -> DutySignup:
    """After all: who could not make it comes nevertheless, if nobody has stepped in."""
    return confirm(signup=signup, by=by, at=at)


@transaction.atomic
def leave(*, signup: DutySignup, by: Person | None, at: datetime) -> DutySignup:
    """ "I can't make it": those who can do it are asked in turn, the organizer is told.

    Within ten minutes of taking it the job is simply given back. Once more changes nothing.
    Changes the sign-up; writes letters.
    """
    duty = _locked(signup.duty)
    signup = DutySignup.objects.get(pk=signup.pk)
    if signup.state not in DutySignup.SERVING:
        return signup
    _check_open(duty, at)
    slip = at - signup.taken_at < rules.SECOND_THOUGHTS
    signup.state = State.LEFT if slip else State.LEAVING
    signup.left_at, signup.left_by = at, by
    signup.save(update_fields=["state", "left_at", "left_by"])
    if not slip:
        duty_asks.begin(signup=signup, at=at)
    return signup


@transaction.atomic
def step_in(*, ask: DutyAsk, yes: bool, by: Person | None, at: datetime) -> DutySignup | None:
    """Somebody asked says yes (and has the job) or no (and the next is asked).

    Raises DutyRefused where another was quicker. The same answer again changes nothing.
    """
    signup = DutySignup.objects.select_related("duty__meeting", "duty__role").get(pk=ask.signup_id)
    if yes:
        taken = take(duty=signup.duty, person=ask.person, by=by, at=at)
        DutyAsk.objects.filter(pk=ask.pk).update(state=DutyAsk.State.YES, answered_at=at)
        return taken
    open_ = DutyAsk.objects.filter(pk=ask.pk, state=DutyAsk.State.ASKED)
    if open_.update(state=DutyAsk.State.NO, answered_at=at) and signup.state == State.LEAVING:
        duty_asks.ask_next(signup=signup, at=at)
    return None


def partner_for(duty: Duty, person: Person) -> Person | None:
    """For a first-timer: somebody who has done it and will be there, those with a job first."""
    if queries.has_done(person, duty.role):
        return None
    done = queries.doers(duty.role).exclude(pk=person.pk)
    helping = done.filter(duties__duty__meeting=duty.meeting, duties__state__in=DutySignup.SERVING)
    coming = done.filter(rsvps__meeting=duty.meeting, rsvps__state=Rsvp.State.GOING)
    return helping.order_by("id").first() or coming.order_by("id").first()


def _locked(duty: Duty) -> Duty:
    """The job, locked until the end of the transaction, with its meeting as it stands."""
    rows = Duty.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("meeting", "role").get(pk=duty.pk)


def _check_open(duty: Duty, at: datetime) -> None:
    if duty.meeting.state != Meeting.State.PUBLISHED or at >= duty.meeting.starts_at:
        raise DutyRefused(_("This meeting has begun, is cancelled or not announced yet."))


def _check_person(duty: Duty, person: Person, at: datetime) -> None:
    if not queries.may_take(person, at):
        raise DutyRefused(
            _("Jobs are for current members. Renew under “My membership”, then take it.")
        )
    if queries.clashes(person, duty.meeting):
        raise DutyRefused(
            _("You are expected at another meeting at that time. Give that back first.")
        )


def _place(duty: Duty, at: datetime) -> int:
    """The lowest free place; else that of somebody who cannot make it, who is released."""
    held = list(duty.signups.exclude(state=State.LEFT).order_by("place"))
    leaving = [row for row in held if row.state == State.LEAVING]
    if len(held) - len(leaving) >= duty.wanted:
        raise DutyRefused(_("Somebody was quicker: this job is taken. Thank you all the same."))
    free = set(range(1, duty.wanted + 1)) - {row.place for row in held}
    if free and not leaving:
        return min(free)
    duty_asks.release(signup=leaving[0], at=at)
    return leaving[0].place

"""What needs an officer today, by what this officer may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    Expression,
    F,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Meeting
from events.queries.minutes import without_minutes
from events.queries.programme import without_speaker
from members.models import EndsAt, Membership, Person, Upload
from members.queries.applications import open_applications
from members.queries.prints import waiting_for_paper
from members.queries.welcome import overdue
from network.queries.asks import to_make, waiting
from outbox.models import Letterhead, Message
from pulse.models import Closing
from roles.models import Role
from roles.queries import SeatView
from roles.queries.elections import RUN, stuck
from roles.queries.rights import LocalDay, local_day
from roles.rules import APPOINT

# Dues are looked at from two months before the end until the grace days are over.
AHEAD, BEHIND = timedelta(days=60), timedelta(days=30)
LETTERS = (Message.State.HELD, Message.State.FAILED, Message.State.UNCERTAIN)


@dataclass(frozen=True)
class Todo:
    """One line of the list: words, where to act, and its tone (`bad`, `warn` or calm)."""

    text: str
    url: str
    tone: str = ""


def letterhead(at: datetime, person: Person | None = None) -> Letterhead | None:
    """The letterhead with what waits counted, in one query: its letters `held_`, `failed_` and
    `uncertain_`, `applied_` (who wants to join) and `overdue_` (promises to newcomers),
    `files_` (of people, half brought in), `silent_` (months without a speaker),
    `dues_` (ending), `unwritten_` (meetings without minutes), `elections_` (to be
    counted, or to be made terms of), `yeses_` (who said yes to a seat or job), `asks_` (whom
    this person is to ask)."""
    asked = open_applications().filter(state="applied").order_by().values("state")
    paper = waiting_for_paper().order_by().values("state")
    late = overdue(local_day(at)).order_by().values("state")
    return Letterhead.objects.annotate(
        **{f"{state}_": _letters(state) for state in LETTERS},
        applied_=_number(asked),
        overdue_=_number(late),
        paper_=_number(paper),
        files_=_number(Upload.objects.filter(state="draft").order_by().values("state")),
        silent_=without_speaker(at),
        dues_=_dues(local_day(at)),
        unwritten_=_unwritten(at),
        elections_=_number(stuck(at).order_by().values(one=Value(1))),
        yeses_=_number(waiting(at).order_by().values("state")),
        asks_=to_make(person) if person else Value([], JSONField()),
        ends_=_ends_on(),
    ).first()


def _ends_on() -> Subquery:
    """The last day of the association, where one is announced."""
    return Subquery(Closing.objects.filter(stands=True).values("ends_on")[:1])


def members_head(person: Person) -> Letterhead | None:
    """The letterhead with whom a member is to ask (`asks_`), in one query."""
    found = Letterhead.objects.annotate(asks_=to_make(person), ends_=_ends_on())
    return found.first()


def todo(user: Any, *, head: Letterhead | None, seats: list[SeatView], at: datetime) -> list[Todo]:
    """The officer's list, most pressing first; `head` as `letterhead` gives it."""
    kinds = [
        ("outbox.release_letters", lambda: held(head)),
        ("outbox.view_message", lambda: undelivered(head)),
        ("roles.view_seat", lambda: empty_seats(seats)),
        (RUN, lambda: elections(head)),
        (APPOINT, lambda: yeses(head)),
        ("events.run_meeting", lambda: meetings(at)),
        ("events.manage_meetings", lambda: programme(head)),
        ("events.write_minutes", lambda: minutes(head)),
        ("members.add_payment", lambda: dues(head)),
        ("members.change_membership", lambda: papers(head)),
        ("members.change_application", lambda: applications(head)),
        ("members.change_application", lambda: promises(head)),
        ("members.add_importbatch", lambda: files(head)),
    ]
    lines = [line for right, lines in kinds if user.has_perm(right) for line in lines()]
    return sorted(lines, key=lambda line: ("bad", "warn", "").index(line.tone))


def held(head: Any) -> Iterable[Todo]:
    """Letters held while the association is quiet."""
    if head is None or not head.is_quiet:
        return
    words = ngettext(
        "Letters are held until you release them: %(count)d is waiting.",
        "Letters are held until you release them: %(count)d are waiting.",
        head.held_,
    )
    yield Todo(words % {"count": head.held_}, reverse("admin:outbox_message_held"), "warn")


def undelivered(head: Any) -> Iterable[Todo]:
    """Letters that did not arrive, or may not have."""
    if head is None:
        return
    for state, count, words in [
        ("failed", head.failed_, _("%(count)d letters could not be delivered.")),
        ("uncertain", head.uncertain_, _("%(count)d letters may or may not have left.")),
    ]:
        if count:
            url = f"{reverse('admin:outbox_message_changelist')}?state__exact={state}"
            yield Todo(words % {"count": count}, url, "warn")


def empty_seats(seats: list[SeatView]) -> Iterable[Todo]:
    """Board and committee seats that are vacant or held over."""
    for view in seats:
        if view.seat.role.body == Role.Body.STANDING:
            continue
        url = reverse("seat", args=[view.seat.pk])
        if view.state == "vacant":
            yield Todo(_("The seat %(seat)s is vacant.") % {"seat": view.seat}, url, "bad")
        elif view.state == "holdover" and view.term:
            words = _("%(name)s only holds over as %(seat)s: appoint a successor.")
            yield Todo(words % {"name": view.term.person.name, "seat": view.seat}, url, "bad")


def elections(head: Any) -> Iterable[Todo]:
    """Ballots that are over, and results nobody has made terms of."""
    count = head.elections_ if head else 0
    if count:
        words = ngettext(
            "%(count)d election waits for you: for the count, or for its terms.",
            "%(count)d elections wait for you: for the count, or for their terms.",
            count,
        )
        yield Todo(words % {"count": count}, reverse("elections"), "bad")


def yeses(head: Any) -> Iterable[Todo]:
    """Who said yes to a seat or a job and is not in it yet."""
    count = head.yeses_ if head else 0
    if count:
        words = ngettext(
            "%(count)d person who was asked said yes.",
            "%(count)d people who were asked said yes.",
            count,
        )
        yield Todo(words % {"count": count}, reverse("asks"), "warn")


def meetings(at: datetime) -> Iterable[Todo]:
    """Meetings that are over and whose attendance is still open."""
    over = Meeting.objects.filter(state=Meeting.State.PUBLISHED, ends_at__lt=at)
    local = over.annotate(on_=LocalDay(F("timezone"), F("starts_at"))).order_by("starts_at")
    for slug, title, day in local.values_list("slug", "title", "on_")[:5]:
        words = _("%(title)s of %(day)s is not closed yet.")
        words %= {"title": title, "day": date_format(day, "DATE_FORMAT")}
        yield Todo(words, reverse("door", args=[slug]), "bad")


def minutes(head: Any) -> Iterable[Todo]:
    """Closed meetings of the board, or with an agenda, whose minutes nobody has begun."""
    for row in head.unwritten_ if head else []:
        day = date_format(date.fromisoformat(row["on"]), "DATE_FORMAT")
        words = _("%(title)s of %(day)s has no minutes yet.") % {"title": row["title"], "day": day}
        yield Todo(words, reverse("meeting-paper-write", args=[row["slug"], "minutes"]), "warn")


def programme(head: Any) -> Iterable[Todo]:
    """Months of the coming half year that nobody has promised to speak in."""
    count = head.silent_ if head else 0
    if count:
        words = ngettext(
            "%(count)d of the coming six months has no speaker yet.",
            "%(count)d of the coming six months have no speaker yet.",
            count,
        )
        yield Todo(words % {"count": count}, reverse("programme"), "warn")


def dues(head: Any) -> Iterable[Todo]:
    """How many memberships end soon, and how many are in grace."""
    counted = (head and head.dues_) or {"grace": 0, "due": 0}
    if counted["grace"]:
        words = _("%(count)d memberships have run out and are in grace.") % {
            "count": counted["grace"]
        }
        yield Todo(words, reverse("dues"), "warn")
    if counted["due"]:
        words = _("%(count)d memberships end within two months.")
        yield Todo(words % {"count": counted["due"]}, reverse("dues"))


def applications(head: Any) -> Iterable[Todo]:
    """Who waits for a yes or no."""
    count = head.applied_ if head else 0
    if count:
        words = ngettext("%(count)d person wants to join.", "%(count)d people want to join.", count)
        yield Todo(words % {"count": count}, reverse("applications"), "warn")


def papers(head: Any) -> Iterable[Todo]:
    """Renewal letters to people without e-mail that nobody has printed."""
    count = head.paper_ if head else 0
    if count:
        words = ngettext(
            "%(count)d renewal letter waits for paper.",
            "%(count)d renewal letters wait for paper.",
            count,
        )
        yield Todo(words % {"count": count}, reverse("letters-print"))


def promises(head: Any) -> Iterable[Todo]:
    """Promises to newcomers whose day has passed."""
    count = head.overdue_ if head else 0
    if count:
        words = ngettext(
            "%(count)d promise to a newcomer is overdue.",
            "%(count)d promises to newcomers are overdue.",
            count,
        )
        yield Todo(words % {"count": count}, reverse("newcomers"), "warn")


def files(head: Any) -> Iterable[Todo]:
    """Files of people that wait for somebody's decision."""
    count = head.files_ if head else 0
    if count:
        words = ngettext(
            "%(count)d file of people is half brought in.",
            "%(count)d files of people are half brought in.",
            count,
        )
        yield Todo(words % {"count": count}, reverse("imports"))


def _dues(today: Expression) -> Subquery:
    """`{"grace": n, "due": n}` of the memberships nothing follows, for a day."""
    later = Membership.objects.filter(
        person=OuterRef("person"),
        voided_on__isnull=True,
        period__startswith__gte=EndsAt(OuterRef("period")),
    )
    ending = (
        Membership.objects.filter(voided_on__isnull=True, resigned_on__isnull=True)
        .annotate(ended_on=EndsAt("period"))
        .filter(ended_on__gt=today - BEHIND, ended_on__lte=today + AHEAD)
        .filter(~Exists(later), person__deceased_on__isnull=True)
    )
    run_out = Q(ended_on__lte=today)
    counts = JSONObject(grace=Count("id", filter=run_out), due=Count("id", filter=~run_out))
    return Subquery(ending.order_by().values(one=Value(1)).values(counts=counts))


def _unwritten(at: datetime) -> ArraySubquery:
    """`{"slug", "title", "on"}` of the three oldest meetings without minutes."""
    row = JSONObject(slug=F("slug"), title=F("title"), on=F("on_"))
    return ArraySubquery(without_minutes(at).values_list(row, flat=True)[:3])


def _letters(state: str) -> Coalesce:
    return _number(Message.objects.filter(state=state).order_by().values("state"))


def _number(grouped: QuerySet[Any, Any]) -> Coalesce:
    """How many rows of one group, as a subquery."""
    return Coalesce(Subquery(grouped.annotate(n=Count("id")).values("n")), Value(0))

"""What needs an officer today, by what this officer may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Meeting
from members.models import EndsAt, Membership
from outbox.models import Letterhead, Message
from roles.models import Role
from roles.queries import seats_on

# Dues are looked at from two months before the end until the grace days are over.
AHEAD, BEHIND = timedelta(days=60), timedelta(days=30)
LETTERS = (Message.State.HELD, Message.State.FAILED, Message.State.UNCERTAIN)


@dataclass(frozen=True)
class Todo:
    """One line of the list: words, where to act, and its tone (`bad`, `warn` or calm)."""

    text: str
    url: str
    tone: str = ""


def todo(user: Any, *, today: date, at: datetime) -> list[Todo]:
    """The officer's list, most pressing first; at most one query per kind of work."""
    kinds = [
        ("outbox.view_message", lambda: letters()),
        ("roles.view_seat", lambda: seats(today)),
        ("events.run_meeting", lambda: meetings(at)),
        ("members.view_payment", lambda: dues(today)),
    ]
    lines = [line for right, lines in kinds if user.has_perm(right) for line in lines()]
    return sorted(lines, key=lambda line: ("bad", "warn", "").index(line.tone))


def letters() -> Iterable[Todo]:
    """Letters held while the association is quiet, and those that did not arrive."""
    quiet = Letterhead.objects.filter(released_at__isnull=False).first() is None
    counted = dict(
        Message.objects.filter(state__in=LETTERS)
        .order_by()
        .values_list("state")
        .annotate(count=Count("id"))
    )
    if quiet:
        count = counted.get("held", 0)
        words = ngettext(
            "Letters are held until you release them: %(count)d is waiting.",
            "Letters are held until you release them: %(count)d are waiting.",
            count,
        )
        yield Todo(words % {"count": count}, reverse("admin:outbox_message_held"), "warn")
    for state, words in [
        ("failed", _("%(count)d letters could not be delivered.")),
        ("uncertain", _("%(count)d letters may or may not have left.")),
    ]:
        if counted.get(state):
            url = f"{reverse('admin:outbox_message_changelist')}?state__exact={state}"
            yield Todo(words % {"count": counted[state]}, url, "warn")


def seats(today: date) -> Iterable[Todo]:
    """Board and committee seats that are vacant or held over."""
    for view in seats_on(today, Role.Body.BOARD, Role.Body.COMMITTEE):
        url = reverse("admin:roles_seat_change", args=[view.seat.pk])
        if view.state == "vacant":
            yield Todo(_("The seat %(seat)s is vacant.") % {"seat": view.seat}, url, "bad")
        elif view.state == "holdover" and view.term:
            words = _("%(name)s only holds over as %(seat)s: appoint a successor.")
            yield Todo(words % {"name": view.term.person.name, "seat": view.seat}, url, "bad")


def meetings(at: datetime) -> Iterable[Todo]:
    """Meetings that are over and whose attendance is still open."""
    over = Meeting.objects.filter(state=Meeting.State.PUBLISHED, ends_at__lt=at)
    for slug, title, day in over.order_by("starts_at").values_list("slug", "title", "starts_at")[
        :5
    ]:
        words = _("%(title)s of %(day)s is not closed yet.")
        yield Todo(words % {"title": title, "day": f"{day:%Y-%m-%d}"}, reverse("door", args=[slug]))


def dues(today: date) -> Iterable[Todo]:
    """How many memberships end soon, and how many are in grace."""
    later = Membership.objects.filter(
        person=OuterRef("person"),
        voided_on__isnull=True,
        period__startswith__gte=EndsAt(OuterRef("period")),
    )
    counted = (
        Membership.objects.filter(voided_on__isnull=True, resigned_on__isnull=True)
        .annotate(ended_on=EndsAt("period"))
        .filter(ended_on__gt=today - BEHIND, ended_on__lte=today + AHEAD)
        .filter(~Exists(later), person__deceased_on__isnull=True)
        .aggregate(
            grace=Count("id", filter=Q(ended_on__lte=today)),
            due=Count("id", filter=Q(ended_on__gt=today)),
        )
    )
    if counted["grace"]:
        words = _("%(count)d memberships have run out and are in grace.") % {
            "count": counted["grace"]
        }
        yield Todo(words, reverse("dues"), "warn")
    if counted["due"]:
        words = _("%(count)d memberships end within two months.")
        yield Todo(words % {"count": counted["due"]}, reverse("dues"))

"""Asks under way: the asker's own, those of an officer's posts, and answers that wait."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, JSONObject
from django.http import Http404

from events.models import DutySignup
from members.models import Person
from members.queries import of_user
from network.models import Ask, NeverAsk
from network.queries.posts import JOBS, MANAGE, Post, roles_to_fill
from roles.models import ProjectHelper, Term

RELATED = (
    "person", "asker", "seat__role", "duty__role", "duty__meeting", "project", "role", "picked_by",
)  # fmt: skip


def get_own(uid: UUID, user: Any) -> Ask:
    """The gateway of the asker: what they were asked to ask, as long as it is open."""
    person = of_user(user)
    row = Ask.objects.select_related(*RELATED).filter(
        uid=uid, asker=person, state__in=Ask.OPEN
    ).first()  # fmt: skip
    if person is None or row is None:
        raise Http404
    return row


def get_to_manage(uid: UUID, user: Any) -> Ask:
    """The gateway of the officer who may fill what it is about."""
    row = Ask.objects.select_related(*RELATED).filter(uid=uid).first()
    if row is None or not may_fill(row, user):
        raise Http404
    return row


def may_fill(ask: Ask, user: Any) -> bool:
    """Whether this log-in fills what the ask is about."""
    if ask.seat_id:
        return ask.role_id in roles_to_fill(user)
    return bool(user.has_perm(JOBS if ask.duty_id else MANAGE))


def of_posts(posts: Iterable[Post]) -> dict[tuple[str, int], list[Ask]]:
    """Asks of these posts that are under way or were answered with yes, by the post's key."""
    ids: dict[str, list[int]] = {"seat": [], "job": [], "project": []}
    for post in posts:
        ids[post.kind].append(post.about.pk)
    about = Q(seat__in=ids["seat"]) | Q(duty__in=ids["job"]) | Q(project__in=ids["project"])
    found: dict[tuple[str, int], list[Ask]] = {}
    shown = Ask.objects.filter(about, state__in=[*Ask.OPEN, Ask.State.YES]).exclude(_filled())
    for row in shown.select_related("person", "asker").order_by("person__sort_name", "id"):
        found.setdefault(key_of(row), []).append(row)
    return found


def key_of(ask: Ask) -> tuple[str, int]:
    """The key of the post an ask is about."""
    if ask.seat_id:
        return "seat", ask.seat_id
    return ("job", ask.duty_id) if ask.duty_id else ("project", ask.project_id or 0)


def waiting(at: datetime) -> QuerySet[Ask]:
    """Those who said yes and whom nobody has put in yet."""
    return Ask.objects.filter(state=Ask.State.YES).exclude(_filled()).exclude(
        duty__meeting__starts_at__lte=at
    )  # fmt: skip


def to_make(person: Person) -> ArraySubquery:
    """`{"uid", "name", "what"}` of those this person is to ask, to be read along with a row."""
    row = JSONObject(
        uid=F("uid"), name=F("person__name"), what=Coalesce("role__title", "project__title"),
        state=F("state"),
    )  # fmt: skip
    mine = Ask.objects.filter(asker=person, state__in=Ask.OPEN).order_by("picked_at", "id")
    return ArraySubquery(mine.values_list(row, flat=True))


def on_my_page(person: Person, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The panel of one's own page: whether one may be asked for seats and jobs."""
    if of_user(user) != person or person.joined_on is None:
        return None
    never = NeverAsk.objects.filter(person=person).exists()
    return "network/never_ask_panel.html", {"never": never}


def _filled() -> Q:
    """Whether the person sits there, has the job, or helps, since they were picked."""
    person = OuterRef("person")
    terms = Term.objects.filter(
        seat=OuterRef("seat"), person=person, appointed_at__gte=OuterRef("picked_at")
    )
    jobs = DutySignup.objects.filter(duty=OuterRef("duty"), person=person).exclude(
        state=DutySignup.State.LEFT
    )
    helps = ProjectHelper.objects.filter(project=OuterRef("project"), person=person, left_at=None)
    return Q(Exists(terms)) | Q(Exists(jobs)) | Q(Exists(helps))

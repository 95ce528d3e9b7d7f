"""The programme board, and one meeting being planned."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.actions import backups, meetings, occurrences
from events.forms.programme import BackupForm, NewDateForm, TopicForm
from events.models import Meeting, Series
from events.queries import programme as queries
from events.queries.meetings import get_meeting
from events.queries.speakers import asks_for, named_for
from events.rules.recurrence import instant
from events.views.desk import done, for_chairs, form_page
from events.views.speaker_asks import person_of
from members.queries import of_user


@require_safe
@for_chairs
def board(request: HttpRequest) -> HttpResponse:
    """Twelve months at a glance; `?kind=` shows the lunches, calls, board or social meetings."""
    at, kind = timezone.now(), request.GET.get("kind", "")
    kind = kind if kind in Series.Kind.values else Series.Kind.TALK
    context = {
        "board": queries.board(at, kind),
        "kind": kind,
        "kinds": Series.Kind.choices,
        "backups": queries.backups(),
        "ideas": queries.ideas(of_user(request.user))[:5],
        "has_series": Series.objects.filter(kind=kind).exists(),
    }
    return render(request, "events/programme.html", context)


@require_safe
@for_chairs
def planned(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: its topic, its date, who is asked, and what to do next."""
    meeting = get_meeting(slug, request.user)
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).replace(tzinfo=None)
    context = {
        "meeting": meeting,
        "topic_form": TopicForm(initial={"topic": meeting.topic}),
        "date_form": NewDateForm(initial={"starts": local}),
        "named": named_for(meeting),
        "asks": asks_for(meeting),
        "ideas": queries.ideas(of_user(request.user))[:10],
        "is_open": meeting.starts_at > timezone.now(),
    }
    return render(request, "events/programme_meeting.html", context)


@require_POST
@for_chairs
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the topic down."""
    meeting, form = get_meeting(slug, request.user), TopicForm(request.POST)
    words = form.cleaned_data["topic"] if form.is_valid() else meeting.topic
    return done(
        request, lambda by, at: meetings.edit(meeting=meeting, by=by, at=at, topic=words),
        _page(meeting), _("The topic is written down."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_chairs
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Another day or time for this one meeting; the rule stays as it is."""
    meeting, form = get_meeting(slug, request.user), NewDateForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"meeting": meeting, "form": form}
        return form_page(request, "events/programme_move.html", context)
    local = form.cleaned_data["starts"]
    starts = instant(local.date(), local.time(), meeting.timezone)
    return done(
        request, lambda by, at: meetings.move(meeting=meeting, by=by, at=at, starts_at=starts),
        _page(meeting), _("Moved. The rule goes on as before."),
    )  # fmt: skip


@require_POST
@for_chairs
def skip(request: HttpRequest, slug: str) -> HttpResponse:
    """This one does not take place."""
    meeting = get_meeting(slug, request.user)
    return done(
        request, lambda by, at: occurrences.skip(meeting=meeting, by=by, at=at),
        reverse("programme"), _("Skipped. The rule goes on after it."),
        undo=reverse("programme-unskip", args=[slug]),
    )  # fmt: skip


@require_POST
@for_chairs
def unskip(request: HttpRequest, slug: str) -> HttpResponse:
    """It takes place after all."""
    meeting = get_meeting(slug, request.user)
    return done(
        request, lambda by, at: occurrences.unskip(meeting=meeting, by=by, at=at),
        _page(meeting), _("It is on the programme again."),
    )  # fmt: skip


@require_POST
@for_chairs
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Announce it."""
    meeting = get_meeting(slug, request.user)
    return done(
        request, lambda by, at: meetings.publish(meeting=meeting, by=by, at=at),
        _page(meeting), _("Published. Invitations go out when they are due."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_chairs
def backup(request: HttpRequest) -> HttpResponse:
    """Add somebody who would step in."""
    form = BackupForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "events/programme_backup.html", {"form": form})
    topic_words = form.cleaned_data["topic"]
    return done(
        request,
        lambda by, at: backups.add(person=person_of(form, by, at), topic=topic_words, by=by, at=at),
        reverse("programme"), _("Noted."),
    )  # fmt: skip


@require_POST
@for_chairs
def backup_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    row = queries.get_backup(pk)
    return done(
        request, lambda by, at: backups.remove(backup=row, by=by, at=at),
        reverse("programme"), _("Taken off the list."),
    )  # fmt: skip


def _page(meeting: Meeting) -> str:
    return reverse("programme-meeting", args=[meeting.slug])

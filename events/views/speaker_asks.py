"""A programme chair asks somebody to speak, and takes a request back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.actions import speaker_asks
from events.actions.refusals import NotPossible, Refused
from events.forms.programme import AskForm, PersonFields
from events.models import Meeting
from events.queries.meetings import get_meeting
from events.queries.programme import open_dates
from events.queries.speakers import consents_of, files_of, get_ask, record, reference
from events.views.desk import done, for_chairs, form_page
from events.views.rsvp import SeeOther
from events.views.speaker_words import date_label
from members.actions import people
from members.models import Person
from members.queries import of_user

DATES_OFFERED = 14


@require_http_methods(["GET", "HEAD", "POST"])
@for_chairs
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask somebody: the date of this meeting is chosen, others may be offered beside it."""
    meeting, at = get_meeting(slug, request.user), timezone.now()
    first = {"dates": [meeting.pk], "topic": meeting.topic}
    form = AskForm(request.POST or None, dates=_dates(meeting, at), label=date_label, initial=first)
    if request.method == "POST" and form.is_valid() and _ask(request, form, at):
        return SeeOther(reverse("programme-meeting", args=[slug]))
    context = {"meeting": meeting, "form": form}
    return form_page(request, "events/programme_invite.html", context)


@require_safe
@for_chairs
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what was answered, given and allowed, and this person's record with us."""
    ask = get_ask(pk)
    context = {
        "ask": ask, "meeting": reference(ask), "files": files_of(ask),
        "consents": consents_of(ask), "record": record(ask.person),
    }  # fmt: skip
    return render(request, "events/programme_ask.html", context)


@require_POST
@for_chairs
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the request back."""
    ask = get_ask(pk)
    return done(
        request, lambda by, at: speaker_asks.withdraw(ask=ask, by=by, at=at),
        reverse("speaker-ask", args=[pk]), _("The request is taken back."),
    )  # fmt: skip


def person_of(form: PersonFields, by: Person | None, at: datetime) -> Person:
    """The person on file, or a new one of this name and address."""
    data = form.cleaned_data
    if data["person"] is not None:
        return data["person"]
    try:
        return people.create(name=data["name"], email=data["email"], by=by, at=at)
    except ValueError as error:
        raise NotPossible(_("This address cannot be used. Please check it.")) from error


def _ask(request: HttpRequest, form: AskForm, at: datetime) -> bool:
    by, data = of_user(request.user), form.cleaned_data
    words: dict[str, Any] = {key: data[key] for key in speaker_asks.WORDS}
    try:
        if by is None:
            raise NotPossible(_("This log-in belongs to nobody on file yet."))
        person = person_of(form, by, at)
        speaker_asks.ask(person=person, dates=list(data["dates"]), by=by, at=at, **words)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _dates(meeting: Meeting, at: datetime) -> Any:
    near = list(open_dates(at).values_list("pk", flat=True)[:DATES_OFFERED])
    own = Meeting.objects.filter(pk__in=[*near, meeting.pk], starts_at__gt=at)
    return own.select_related("venue", "series").order_by("starts_at")

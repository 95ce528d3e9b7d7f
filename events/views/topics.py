"""Members suggest topics and second them; chairs take them up."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.actions import topics
from events.actions.refusals import Refused
from events.forms.programme import IdeaForm
from events.models import TopicIdea
from events.queries.meetings import MANAGE, get_meeting
from events.queries.programme import get_idea, ideas, open_dates
from events.views.desk import done, for_chairs
from events.views.rsvp import SeeOther
from members.models import Person
from members.queries import is_member_on, of_user
from outbox.queries import local_day

PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """What members would like to hear about, most wanted first, and the form for one more."""
    person = _may_look(request)
    form = IdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _suggest(request, form, person):
        return SeeOther(request.path)
    state = "taken" if request.GET.get("state") == "taken" else "open"
    text, chair = request.GET.get("q", "").strip()[:100], request.user.has_perm(MANAGE)
    context = {
        "page": Paginator(ideas(person, text, state), PER_PAGE).get_page(request.GET.get("page")),
        "form": form, "q": text, "state": state, "is_chair": chair,
        "dates": open_dates(timezone.now())[:14] if chair else [],
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "events/topics.html", context, status=status)


@require_POST
def second(request: HttpRequest, uid: UUID) -> HttpResponse:
    """ "I'd come for that"."""
    person, idea = _may_look(request), get_idea(uid)
    return done(
        request, lambda by, at: topics.second(idea=idea, by=person, at=at), reverse("topics"),
        _("Noted: you would come for that."), undo=reverse("topic-unsecond", args=[uid]),
    )  # fmt: skip


@require_POST
def unsecond(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take it back."""
    person, idea = _may_look(request), get_idea(uid)
    return done(
        request, lambda by, at: topics.unsecond(idea=idea, by=person, at=at), reverse("topics"),
        _("Taken back."),
    )  # fmt: skip


@require_POST
@for_chairs
def take(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The idea becomes the topic of a meeting (its address in `meeting`)."""
    idea = get_idea(uid)
    meeting = get_meeting(request.POST.get("meeting", "")[:80].replace("\0", ""), request.user)
    return done(
        request, lambda by, at: topics.take(idea=idea, meeting=meeting, by=by, at=at),
        reverse("programme-meeting", args=[meeting.slug]), _("It is on the programme."),
        undo=reverse("topic-reopen", args=[uid]),
    )  # fmt: skip


@require_POST
@for_chairs
def aside(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Not for us, or not now."""
    idea = get_idea(uid)
    return done(
        request, lambda by, at: topics.put_aside(idea=idea, by=by, at=at), reverse("topics"),
        _("Put aside."), undo=reverse("topic-reopen", args=[uid]),
    )  # fmt: skip


@require_POST
@for_chairs
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Undo of both."""
    idea = get_idea(uid)
    return done(
        request, lambda by, at: topics.reopen(idea=idea, by=by, at=at), reverse("topics"),
        _("The idea is open again."),
    )  # fmt: skip


def _may_look(request: HttpRequest) -> Person:
    """Who asks, a current member or a chair; else 404."""
    person = of_user(request.user)
    if person is None:
        raise Http404
    if is_member_on(person, local_day(timezone.now())) or request.user.has_perm(MANAGE):
        return person
    raise Http404


def _suggest(request: HttpRequest, form: IdeaForm, person: Person) -> bool:
    try:
        idea: TopicIdea = topics.suggest(by=person, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Thank you: “%(topic)s” is on the list.") % {"topic": idea.title})
    return True

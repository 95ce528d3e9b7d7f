"""A speaker's one link: shown on GET, done on POST, without log-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.actions import speaker_asks, speaker_gifts
from events.actions.refusals import Refused
from events.forms.speakers import FileForm, TalkForm
from events.models import SpeakerAsk, SpeakerConsent
from events.queries import after
from events.queries import speakers as queries
from events.queries.speakers import ask_of
from events.rules.speakers import PHOTO_MB, SLIDES_MB
from events.views.rsvp import SeeOther
from events.views.speaker_words import date_label
from kit.clock import saved_words
from kit.queries import value
from members.tokens import TokenExpired, TokenInvalid, read_person_link

State = SpeakerAsk.State


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the request of a genuine link; else say that it is of no use."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        try:
            person, about = read_person_link("speak", token, at=timezone.now())
        except TokenInvalid as error:
            return _useless(request, expired=isinstance(error, TokenExpired))
        ask = ask_of(about)
        if ask is None or ask.person_id != person.pk:
            return _useless(request, expired=False)
        return view(request, token, ask, **more)

    return opened


@by_link
@require_safe
def page(request: HttpRequest, token: str, ask: SpeakerAsk) -> HttpResponse:
    """What we ask for, what the speaker answered, and everything they can give."""
    return _page(request, token, ask)


@by_link
@require_POST
def answer(request: HttpRequest, token: str, ask: SpeakerAsk) -> HttpResponse:
    """`answer=accept` with a `date`, or `decline`, `later`, `instead` with a name."""
    at, said = timezone.now(), request.POST.get("answer", "")
    try:
        if said == "accept":
            speaker_asks.accept(ask=ask, meeting=_chosen(request, ask), at=at)
        elif said in ("decline", "later", "instead"):
            words, instead = _text(request, "words"), _text(request, "instead")
            speaker_asks.decline(
                ask=ask, at=at, later=said == "later", words=words, instead=instead
            )
        else:
            return _page(request, token, ask, note=_("Please choose one of the buttons."))
    except Refused as refusal:
        return _page(request, token, ask, note=str(refusal))
    return SeeOther(reverse("speak", args=[token]))


@by_link
@require_POST
def save(request: HttpRequest, token: str, ask: SpeakerAsk) -> HttpResponse:
    """Keep what was typed; asked by itself while typing, or by the button."""
    form = TalkForm(request.POST, instance=ask)
    posted = {name: request.POST.get(name, "") for name in TalkForm.Meta.fields}
    if not form.is_valid():
        return _page(request, token, ask, form=form, note=_("Please look at what is marked."))
    texts = {name: form.cleaned_data[name] for name in posted if name in request.POST}
    stored = ask_of(ask.pk) or ask
    try:
        speaker_gifts.save(ask=stored, at=timezone.now(), **texts)
    except Refused as refusal:
        return _page(request, token, stored, note=str(refusal))
    if getattr(request, "htmx", False):
        return render(request, "events/speak_saved.html", {"ask": stored})
    return SeeOther(reverse("speak", args=[token]) + "#talk")


@by_link
@require_POST
def consent(request: HttpRequest, token: str, ask: SpeakerAsk) -> HttpResponse:
    """What we may publish: the boxes that are ticked; the others are taken back."""
    at, ticked = timezone.now(), set(request.POST.getlist("may"))
    for what in SpeakerConsent.What.values:
        speaker_gifts.consent(ask=ask, what=what, given=what in ticked, at=at)
    messages.success(request, _("Kept. You can change it at any time."))
    return SeeOther(reverse("speak", args=[token]) + "#consent")


@by_link
@require_POST
def upload(request: HttpRequest, token: str, ask: SpeakerAsk, what: str) -> HttpResponse:
    """Take the photo or the slides."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, token, ask, note=_("Please choose a file first."))
    try:
        file = form.cleaned_data["file"]
        speaker_gifts.upload(ask=ask, what=what, file=file, at=timezone.now())
    except Refused as refusal:
        return _page(request, token, ask, note=str(refusal))
    messages.success(request, _("Thank you, we have it."))
    return SeeOther(reverse("speak", args=[token]) + f"#{what}")


@by_link
@require_POST
def remove(request: HttpRequest, token: str, ask: SpeakerAsk, what: str) -> HttpResponse:
    """Take a file back."""
    speaker_gifts.remove(ask=ask, what=what, at=timezone.now())
    messages.success(request, _("Removed."))
    return SeeOther(reverse("speak", args=[token]) + f"#{what}")


@by_link
@require_safe
def own_file(request: HttpRequest, token: str, ask: SpeakerAsk, what: str) -> HttpResponseBase:
    """The speaker's own file, as we keep it."""
    row = queries.files_of(ask).get(what)
    if row is None:
        raise Http404
    return sent(row)


@by_link
@require_safe
def logistics(request: HttpRequest, token: str, ask: SpeakerAsk) -> HttpResponse:
    """Where, when, whom to ring: one screen, kept by the browser for the way there."""
    if ask.meeting is None or ask.state != State.ACCEPTED:
        return SeeOther(reverse("speak", args=[token]))
    context = {
        "ask": ask, "meeting": ask.meeting, "token": token,
        "coming": queries.coming_count(ask.meeting), "when": date_label(ask.meeting),
        "saved": saved_words(timezone.now().astimezone(ZoneInfo(ask.meeting.timezone))),
    }  # fmt: skip
    answer = render(request, "events/speak_logistics.html", context)
    answer.headers["Saved-Until"] = http_date(ask.meeting.ends_at.timestamp() + 86_400)
    return answer


@login_not_required
@require_safe
def file(request: HttpRequest, uid: Any) -> HttpResponseBase:
    """A photo or slides whose speaker lets us publish them."""
    return sent(queries.get_file(uid, request.user))


def sent(row: Any) -> HttpResponseBase:
    """The file; only our own small JPEG is shown in the page, all else is handed over."""
    try:
        opened = row.file.open("rb")
    except OSError as error:
        raise Http404 from error
    shown = row.content_type == "image/jpeg"
    answer = FileResponse(
        opened, as_attachment=not shown, filename=row.name, content_type=row.content_type
    )
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer


def _page(
    request: HttpRequest, token: str, ask: SpeakerAsk, *, note: str = "", form: Any = None
) -> HttpResponse:
    at = timezone.now()
    dates = queries.dates_left(ask, at) if ask.state != State.WITHDRAWN else []
    over = ask.meeting is not None and ask.meeting.ends_at <= at
    consents = queries.consents_of(ask)
    context = {
        "ask": ask, "token": token, "note": note, "over": over, "files": queries.files_of(ask),
        "dates": [(date.pk, date_label(date)) for date in dates],
        "form": form or TalkForm(instance=ask),
        "consents": [(key, words, key in consents) for key, words in SpeakerConsent.What.choices],
        "when": date_label(ask.meeting) if ask.meeting else "",
        "came": queries.came_count(ask.meeting) if ask.meeting and over else 0,
        "heard": after.summary(ask.meeting) if ask.meeting and over else None,
        "photo_mb": value(PHOTO_MB), "slides_mb": value(SLIDES_MB),
    }  # fmt: skip
    return render(request, "events/speak.html", context, status=409 if note else 200)


def _chosen(request: HttpRequest, ask: SpeakerAsk) -> Any:
    pk = request.POST.get("date", "")
    found = ask.dates.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 16 else None
    if found is None:
        raise speaker_asks.NotPossible(_("Please choose one of the dates."))
    return found


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "")[:2000]


def _useless(request: HttpRequest, *, expired: bool) -> HttpResponse:
    context = {"meeting": None, "expired": expired}
    return render(request, "events/link_useless.html", context, status=410 if expired else 404)

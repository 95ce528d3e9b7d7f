"""Officers' letters: written, looked at, tried, sent to a set, taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from association.forms.letters import LetterForm, SendForm, initial
from association.queries.audiences import Audience, reached, words
from association.queries.letters import asked_for
from members.actions import announcements as actions
from members.models import Announcement, Person
from members.queries import announcements as queries
from members.queries import of_user

PER_PAGE = 30
NOTIFY = "members.send_notices"
writer = permission_required("members.send_letters", raise_exception=True)


@writer
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """All letters from officers, newest first."""
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    page = Paginator(queries.written(text), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "association/letters/list.html", {"page": page, "q": text})


@writer
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new letter; the address may bring a set along (`?meeting=…&answers=going`, `?person=…`)."""
    asked, by = asked_for(request.GET), me(request)
    form = LetterForm(request.POST or None, initial=asked, may_notify=request.user.has_perm(NOTIFY))
    people = Audience(people=tuple(asked.get("people", ())))
    if form.is_valid():
        chosen = form.audience(people).stored()
        letter = actions.write(**form.words(), audience=chosen, by=by, at=timezone.now())
        return to_letter(letter)
    status = 422 if form.is_bound else 200
    context = {"form": form, "people": Person.objects.filter(pk__in=people.people)}
    return render(request, "association/letters/write.html", context, status=status)


@writer
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words, or another set, while it is a draft."""
    letter, by = draft(request, pk), me(request)
    may_notify = request.user.has_perm(NOTIFY)
    form = LetterForm(request.POST or None, initial=initial(letter), may_notify=may_notify)
    if form.is_valid():
        chosen = form.audience(Audience.read(letter.audience)).stored()
        changes = {**form.words(), "audience": chosen}
        return settled(
            request, letter, actions.edit, by=by, at=timezone.now(), done=_("Kept."), **changes
        )
    context = {"form": form, "letter": letter}
    status = 422 if form.is_bound else 200
    return render(request, "association/letters/write.html", context, status=status)


@writer
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: the words, the set in words and numbers, and what became of every copy."""
    found = queries.get_announcement(pk)
    audience = Audience.read(found.audience)
    context: dict[str, Any] = {"letter": found, "words": words(audience), "send": SendForm()}
    context["may_send"] = may_send(request, found)
    if found.state == Announcement.State.DRAFT:
        people = reached(audience, timezone.now())
        context |= {"reach": queries.reach(people, found), "first": people.first()}
    else:
        context |= {"states": queries.states(found), "waiting": queries.waiting(found)}
    return render(request, "association/letters/letter.html", context)


@writer
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to its writer alone."""
    found = queries.get_announcement(pk)
    done = _("A test is on its way to you.")
    return settled(request, found, actions.try_out, by=me(request), at=timezone.now(), done=done)


@writer
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more, with the number; a POST queues every copy."""
    found, at = draft(request, pk), timezone.now()
    form = SendForm(request.POST if request.method == "POST" else request.GET)
    people = reached(Audience.read(found.audience), at)
    if not may_send(request, found):
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.send(
                letter=found, people=people, by=me(request), at=at, **form.cleaned_data
            )
        except actions.NotNow as reason:
            return said(request, found, reason)
        done = ngettext("%(n)d letter is queued.", "%(n)d letters are queued.", count)
        messages.success(request, done % {"n": count})
        return to_letter(found)
    return _asks(request, found, form, people)


@writer
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what has not left."""
    found = queries.get_announcement(pk)
    done = _("Taken back. What had left already stays so.")
    return settled(request, found, actions.cancel, by=me(request), at=timezone.now(), done=done)


@writer
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a draft."""
    found = draft(request, pk)
    actions.discard(letter=found, by=me(request), at=timezone.now())
    messages.success(request, _("The draft is gone."))
    return HttpResponseRedirect(reverse("letters"), status=303)


@writer
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same words and set as a new draft."""
    found = queries.get_announcement(pk)
    if found.sort == Announcement.Sort.NOTICE and not request.user.has_perm(NOTIFY):
        raise Http404
    return to_letter(actions.copy(letter=found, by=me(request), at=timezone.now()))


def me(request: HttpRequest) -> Person:
    """The person behind the log-in, who signs; 404 for a log-in without one."""
    person = of_user(request.user)
    if person is None:
        raise Http404
    return person


def draft(request: HttpRequest, pk: int) -> Announcement:
    """The letter, while it can be changed; notices only for who may send them."""
    found = queries.get_announcement(pk)
    if found.state != Announcement.State.DRAFT or not may_send(request, found):
        raise Http404
    return found


def may_send(request: HttpRequest, letter: Announcement) -> bool:
    """Statutory notices need a right of their own."""
    return letter.sort == Announcement.Sort.NEWS or request.user.has_perm(NOTIFY)


def settled(
    request: HttpRequest, letter: Announcement, act: Any, *, done: str, **values: Any
) -> HttpResponse:
    """The act, then the letter's page with what happened or why not."""
    try:
        act(letter=letter, **values)
    except actions.NotNow as reason:
        return said(request, letter, reason)
    messages.success(request, done)
    return to_letter(letter)


def said(request: HttpRequest, letter: Announcement, reason: Exception) -> HttpResponse:
    """Back to the letter with a sentence."""
    messages.error(request, str(reason))
    return to_letter(letter)


def to_letter(letter: Announcement) -> HttpResponse:
    """303 to the letter's page."""
    return HttpResponseRedirect(reverse("letter", args=[letter.pk]), status=303)


def _asks(request: HttpRequest, letter: Announcement, form: SendForm, people: Any) -> HttpResponse:
    context = {
        "letter": letter,
        "form": form,
        "send_at": form.cleaned_data.get("send_at") if form.is_valid() else None,
        "reach": queries.reach(people, letter),
        "words": words(Audience.read(letter.audience)),
    }
    return render(
        request, "association/letters/send.html", context, status=200 if form.is_valid() else 422
    )

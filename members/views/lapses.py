"""The lapse queue: who is at which step; one person's letters, held, skipped or let go."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from members.actions import holds
from members.models import LetterSkip, Membership, Person
from members.queries import address_for, lapse_queue, of_user
from members.queries.ladders import ladders
from members.queries.prints import waiting_for_paper
from outbox.models import Message
from outbox.queries import local_day
from outbox.rendering import preview

may_see = permission_required("members.change_membership", raise_exception=True)
LABELS = {
    lapse_queue.SOON: gettext_lazy("Within a week"),
    lapse_queue.ALL: gettext_lazy("Everybody"),
    lapse_queue.HELD: gettext_lazy("On hold"),
}


@may_see
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Who is at which step, what goes out next and when; `?in=` chooses the drawer."""
    today, text = local_day(timezone.now()), request.GET.get("q", "")[:100].strip()
    drawer = request.GET.get("in", lapse_queue.SOON)
    drawer = lapse_queue.ALL if text or drawer not in LABELS else drawer
    steps = ladders()
    counts = {} if text else lapse_queue.counts(today, steps)
    page, places = lapse_queue.page(
        today, drawer=drawer, text=text, number=request.GET.get("page"), steps=steps,
        total=counts.get(drawer, 0),
    )  # fmt: skip
    tabs = [(key, words, counts.get(key, 0)) for key, words in LABELS.items()]
    context = {
        "page": page, "places": places, "tabs": tabs, "drawer": drawer, "q": text,
        "print_count": waiting_for_paper().count(),
    }  # fmt: skip
    return render(request, "members/lapse_queue.html", context)


@may_see
@require_safe
def person(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Every letter of one person's ladder: its day, what became of it, and why not."""
    found = _person(uid)
    at = timezone.now()
    place = lapse_queue.place_of(found, local_day(at))
    earlier = Message.objects.filter(kind="membership.notice", about__contains={"person": found.pk})
    context = {"person": found, "place": place, "sent": earlier.order_by("-id")[:25]}
    return render(request, "members/lapse_person.html", context)


@may_see
@require_safe
def letter(request: HttpRequest, uid: uuid.UUID, days: str) -> HttpResponse:
    """How a step's letter would read to this person on its day; nothing is sent."""
    found = _person(uid)
    place = lapse_queue.place_of(found, local_day(timezone.now()))
    step = next((one for one in place.steps if str(one.days) == days), None) if place else None
    if place is None or step is None:
        raise Http404
    about = {"person": found.pk, "membership": place.row.pk, "stage": step.days}
    draft = Message(id=0, kind="membership.notice", category="membership", about=about,
                    to=address_for(found), dedupe_key="preview")  # fmt: skip
    day = timezone.now() + timedelta(days=(step.on - local_day(timezone.now())).days)
    context = {"person": found, "step": step, "letter": preview(draft, day)}
    return render(request, "members/lapse_letter.html", context)


@may_see
@require_POST
def hold(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One tap: no renewal letters to this person until somebody lets them go."""
    found = _person(uid)
    holds.hold(person=found, by=of_user(request.user), at=timezone.now())
    words = _("No renewal letter goes to {name} for now.").format(name=found.name)
    return _back(request, found, words, undo=reverse("lapse-lift", args=[uid]))


@may_see
@require_POST
def lift(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Letters go again."""
    found = _person(uid)
    holds.lift(person=found, by=of_user(request.user), at=timezone.now())
    words = _("Renewal letters go to {name} again.").format(name=found.name)
    return _back(request, found, words, undo=reverse("lapse-hold", args=[uid]))


@may_see
@require_POST
def skip(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One step stays away, or goes out after all where it was skipped."""
    found = _person(uid)
    row, days = _step(found, request.POST.get("days", ""))
    by, at = of_user(request.user), timezone.now()
    if LetterSkip.objects.filter(membership=row, days=days).exists():
        holds.unskip(membership=row, days=days, by=by, at=at)
        return _back(request, found, _("This letter goes out after all."))
    holds.skip(membership=row, days=days, by=by, at=at)
    return _back(request, found, _("This letter stays away. The next one goes out on its day."))


def _step(person: Person, days: str) -> tuple[Membership, int]:
    place = lapse_queue.place_of(person, local_day(timezone.now()))
    known = {str(step.days): step.days for step in place.steps} if place else {}
    if place is None or days not in known:
        raise Http404
    return place.row, known[days]


def _person(uid: uuid.UUID) -> Person:
    return get_object_or_404(Person, uid=uid, merged_into=None)


def _back(request: HttpRequest, person: Person, words: str, *, undo: Any = "") -> HttpResponse:
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return HttpResponseRedirect(reverse("lapse-person", args=[person.uid]), status=303)

"""My page: standing, own data, who sees what, which letters."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import queries
from members.actions import people, preferences, profiles
from members.blocks import blocks
from members.forms.people import LettersForm, PrivacyForm, ProfileForm
from members.models import Membership, Person
from members.queries.credit import credits_of
from members.rules import money
from members.tokens import person_link
from members.views.own import own_page
from outbox.queries import local_day

LINK_DAYS = 2


@require_safe
@own_page
def me(request: HttpRequest, person: Person) -> HttpResponse:
    """The first look at oneself: standing, what is paid, and the ways on."""
    at = timezone.now()
    context = {"person": person, "at": at, **queries.summary(person, local_day(at))}
    return render(request, "members/me.html", context)


@require_safe
@own_page
def year(request: HttpRequest, person: Person) -> HttpResponse:
    """What the last twelve months held for me: what the renewal letter says of them."""
    at = timezone.now()
    context = {"person": person, "blocks": blocks("membership.notice", "value", person, at)}
    return render(request, "members/year.html", context)


@require_safe
@own_page
def membership(request: HttpRequest, person: Person) -> HttpResponse:
    """My periods and payments, and the link to renew or leave."""
    at = timezone.now()
    context = {
        "person": person,
        "periods": [(row, _last_day(row)) for row in queries.periods_of(person)],
        "payments": queries.payments_of(person),
        "on_account": [money(*sum_) for sum_ in credits_of(person)],
        "renew_url": reverse("renew", args=[person_link("renew", person, at=at, days=LINK_DAYS)]),
        **queries.summary(person, local_day(at)),
    }
    return render(request, "members/membership.html", context)


def _last_day(row: Membership) -> date | None:
    """The last day the period covers; None without end."""
    return row.period.upper - timedelta(days=1) if row.period.upper else None


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def profile(request: HttpRequest, person: Person) -> HttpResponse:
    """My own data."""
    form = ProfileForm(request.POST or None, initial=ProfileForm.of(person))
    if request.method == "POST" and form.is_valid():
        _keep(person, form.cleaned_data)
        return _saved(request, "me-profile")
    return _form(request, "members/profile.html", form, person)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def privacy(request: HttpRequest, person: Person) -> HttpResponse:
    """Who sees which field, all on one screen."""
    form = PrivacyForm(request.POST or None, initial=queries.audiences(person))
    if request.method == "POST" and form.is_valid():
        people.show(person=person, choices=form.cleaned_data, by=person, at=timezone.now())
        return _saved(request, "me-privacy")
    return _form(request, "members/privacy.html", form, person)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def letters(request: HttpRequest, person: Person) -> HttpResponse:
    """Which kinds of letters I get."""
    form = LettersForm(request.POST or None, initial={"wanted": queries.wanted_letters(person)})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["wanted"]
        preferences.choose(person=person, wanted=set(wanted), by=person, at=timezone.now())
        return _saved(request, "me-letters")
    return _form(request, "members/letters.html", form, person)


@transaction.atomic
def _keep(person: Person, values: dict[str, Any]) -> None:
    at, links = timezone.now(), values.pop("links")
    people.edit(person=person, by=person, at=at, **values)
    profiles.set_links(person=person, urls=links, by=person, at=at)


def _saved(request: HttpRequest, name: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse(name), status=303)


def _form(request: HttpRequest, template: str, form: object, person: Person) -> HttpResponse:
    invalid = request.method == "POST"
    context = {"form": form, "person": person}
    return render(request, template, context, status=422 if invalid else 200)

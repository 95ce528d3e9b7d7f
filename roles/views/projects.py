"""Special projects: the list, one page, and its buttons."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Person
from members.queries import of_user
from outbox.queries import local_day
from roles.actions import projects as actions
from roles.actions.projects import ProjectRefused
from roles.forms.projects import OutcomeForm, ProjectForm, TaskForm
from roles.models import Project
from roles.queries import projects as queries

PER_PAGE = 20
FIELDS = ("title", "goal", "lead", "starts_on", "ends_on", "call", "hands")
FORM = ["GET", "HEAD", "POST"]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All projects, those that run first; `?q=` searches."""
    if not queries.may_look(request.user, local_day(timezone.now())):
        raise Http404
    text = request.GET.get("q", "")[:100]
    page = Paginator(queries.listed(text), PER_PAGE).get_page(request.GET.get("page"))
    may_begin = request.user.has_perm("roles.add_project")
    return render(request, "roles/projects.html", {"page": page, "q": text, "may_begin": may_begin})


@require_safe
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Goal, people, tasks, and what came of it."""
    return _page(request, _get(request, uid))


@require_http_methods(FORM)
@permission_required("roles.add_project", raise_exception=True)
def begin(request: HttpRequest) -> HttpResponse:
    """A new project."""
    at = timezone.now()
    first = {"starts_on": local_day(at), "lead": of_user(request.user)}
    form = ProjectForm(request.POST or None, initial=first)

    def act() -> Project:
        return actions.begin(by=of_user(request.user), at=at, **form.cleaned_data)

    return _form(request, form, act, _("A new project"))


@require_http_methods(FORM)
def change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Other words, days, lead, or another call for help."""
    project, at = _get(request, uid, leading=True), timezone.now()
    initial = {name: getattr(project, name) for name in FIELDS}
    form = ProjectForm(request.POST or None, initial=initial)

    def act() -> Project:
        return actions.change(project=project, by=of_user(request.user), at=at, **form.cleaned_data)

    return _form(request, form, act, project.title)


@require_http_methods(FORM)
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Done, or stopped."""
    project, at = _get(request, uid, leading=True), timezone.now()
    form = OutcomeForm(request.POST or None, initial={"outcome": project.outcome})

    def act() -> Project:
        return actions.end(
            project=project, outcome=form.cleaned_data["outcome"],
            done=form.cleaned_data["done"] == "yes", today=local_day(at),
            by=of_user(request.user), at=at,
        )  # fmt: skip

    return _form(request, form, act, _("End the project"))


@require_POST
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The undo of ending."""
    project, by = _get(request, uid, leading=True), of_user(request.user)
    return _do(request, project, lambda: actions.reopen(project=project, by=by, at=timezone.now()))


@require_POST
def join(request: HttpRequest, uid: UUID) -> HttpResponse:
    """ "I'll help"."""
    project, person, at = _get(request, uid), _person(request), timezone.now()

    def act() -> None:
        actions.join(project=project, person=person, by=person, at=at)
        undo = f"undo:{reverse('project-leave', args=[uid])}"
        messages.success(request, _("You are in. Thank you!"), extra_tags=undo)

    return _do(request, project, act)


@require_POST
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """ "I can help no longer"."""
    project, person, at = _get(request, uid), _person(request), timezone.now()
    return _do(
        request, project,
        lambda: actions.leave(project=project, person=person, by=person, at=at),
    )  # fmt: skip


@require_POST
def add_task(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One more task."""
    project, at = _get(request, uid, leading=True), timezone.now()
    form = TaskForm(request.POST)
    if not form.is_valid():
        return _page(request, project, form=form)
    by = of_user(request.user)
    return _do(
        request, project,
        lambda: actions.add_task(project=project, by=by, at=at, **form.cleaned_data),
    )  # fmt: skip


@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """`done=yes`: the task is done; `done=no`: not yet after all."""
    at = timezone.now()
    task = queries.get_task(pk, request.user, local_day(at))
    done = request.POST.get("done") != "no"
    actions.tick(task=task, done=done, by=of_user(request.user), at=at)
    return HttpResponseRedirect(task.project.get_absolute_url())


def _get(request: HttpRequest, uid: UUID, *, leading: bool = False) -> Project:
    return queries.get_project(uid, request.user, local_day(timezone.now()), leading=leading)


def _person(request: HttpRequest) -> Person:
    person = of_user(request.user)
    if person is None:
        raise Http404
    return person


def _do(request: HttpRequest, project: Project, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except ProjectRefused as refused:
        return _page(request, project, note=str(refused))
    return HttpResponseRedirect(project.get_absolute_url())


def _page(
    request: HttpRequest, project: Project, *, note: str = "", form: TaskForm | None = None
) -> HttpResponse:
    today = local_day(timezone.now())
    context = {
        "view": queries.project_view(project, request.user, today),
        "project": project,
        "viewer": of_user(request.user),
        "today": today,
        "note": note,
        "task_form": form or TaskForm(),
    }
    status = 409 if note else 422 if form else 200
    return render(request, "roles/project.html", context, status=status)


def _form(
    request: HttpRequest, form: forms.Form, act: Callable[[], Project], title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(act().get_absolute_url())
        except ProjectRefused as refused:
            form.add_error(None, str(refused))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": title}
    return render(request, "roles/project_form.html", context, status=status)

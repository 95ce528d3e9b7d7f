"""Object tools: a page beside the change form, with a form and one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from events.actions.refusals import Refused
from events.rules.recurrence import RuleInvalid
from kit.admin import ModelAdmin
from members.queries import of_user

MANAGE = "events.manage_meetings"


@dataclass(frozen=True)
class Tool:
    """A page of its own: title, form (`form(data, obj=...)`), and the method that acts.

    The method gets (object, cleaned data, by=, at=) and gives the sentence to show.
    """

    title: Any
    form: Callable[..., forms.Form]
    act: str
    permission: str = MANAGE


class ToolAdmin(ModelAdmin):
    """An admin with object tools; nobody without the tool's permission sees or uses them."""

    tools: dict[str, Tool] = {}
    change_form_template = "admin/events/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        opts = self.model._meta
        own = [
            path(
                f"<int:pk>/{route}/",
                self.admin_site.admin_view(self._door(tool)),
                name=f"{opts.app_label}_{opts.model_name}_{route}",
            )
            for route, tool in self.tools.items()
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The change page, with links to the tools this officer may use."""
        links = [
            (f"../{route}/", tool.title)
            for route, tool in self.tools.items()
            if request.user.has_perm(tool.permission)
        ]
        links += self.further_links(request, object_id)
        context = {"tool_links": links, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def further_links(self, request: HttpRequest, object_id: str) -> list[tuple[str, Any]]:
        """Pages elsewhere that belong to the object: (address, title)."""
        return []

    def _door(self, tool: Tool) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return self._tool(request, pk, tool)

        return view

    def _tool(self, request: HttpRequest, pk: int, tool: Tool) -> HttpResponse:
        obj = get_object_or_404(self.model, pk=pk)
        if not request.user.has_perm(tool.permission):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        form = tool.form(posted, obj=obj)
        if posted is not None and form.is_valid() and self._acts(request, obj, tool, form):
            return HttpResponseRedirect(self._page_of(obj))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "form": form,
            "media": self.media + form.media,
            "title": tool.title,
            "object": obj,
            "back": self._page_of(obj),
        }
        status = 200 if posted is None else 422
        return TemplateResponse(request, "admin/events/tool.html", context, status=status)

    def _acts(self, request: HttpRequest, obj: Model, tool: Tool, form: forms.Form) -> bool:
        """Whether the action was done; where it is refused, the form says why."""
        try:
            by = of_user(request.user)
            said = getattr(self, tool.act)(obj, form.cleaned_data, by=by, at=timezone.now())
        except (Refused, RuleInvalid) as refused:
            form.add_error(None, str(refused))
            return False
        messages.success(request, said)
        return True

    def _page_of(self, obj: Model) -> str:
        opts = self.model._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk])


class ReadOnly:
    """Looked at, never typed in: actions write these rows."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

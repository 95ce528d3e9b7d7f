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

from kit.admin import ModelAdmin

Links = list[tuple[str, Any]]


@dataclass(frozen=True)
class Tool:
    """A page of its own: title, form (`form(data, obj=...)`), and the method that acts.

    The method gets (object, cleaned data, by=, at=) and gives the sentence to show.
    """

    title: Any
    form: Callable[..., forms.Form]
    act: str
    permission: str


class ToolAdmin(ModelAdmin):
    """An admin with object tools; nobody without the tool's permission sees or uses them.

    `refusals` are the errors of the actions whose sentence the form shows.
    """

    tools: dict[str, Tool] = {}
    refusals: tuple[type[Exception], ...] = ()

    def actor(self, request: HttpRequest) -> Any:
        """Who acts, as the actions want it."""
        return request.user

    def get_urls(self) -> list[URLPattern]:
        own = [self.tool_url(route, self._door(tool), route) for route, tool in self.tools.items()]
        return [*own, *super().get_urls()]

    def tool_url(self, route: str, view: Callable, name: str) -> URLPattern:
        """A page below the object's own, inside the admin's guard."""
        opts = self.model._meta
        return path(
            f"<int:pk>/{route}/",
            self.admin_site.admin_view(view),
            name=f"{opts.app_label}_{opts.model_name}_{name}",
        )

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

    def further_links(self, request: HttpRequest, object_id: str) -> Links:
        """Other pages that belong to the object: (address, title)."""
        return []

    def tool(self, request: HttpRequest, pk: int, tool: Tool) -> HttpResponse:
        """The page of one tool, for those who may use it on this object."""
        obj = get_object_or_404(self.model, pk=pk)
        if not request.user.has_perm(tool.permission, obj):
            raise PermissionDenied
        form = tool.form(request.POST if request.method == "POST" else None, obj=obj)

        def act(data: dict) -> str:
            by, at = self.actor(request), timezone.now()
            return getattr(self, tool.act)(obj, data, by=by, at=at)

        return self.show(request, obj, form, tool.title, act)

    def show(
        self,
        request: HttpRequest,
        obj: Model,
        form: forms.Form,
        title: Any,
        act: Callable[[dict], str],
    ) -> HttpResponse:
        """Show the form; on a good POST call `act(cleaned_data)` and say what it answers."""
        back = self.page_of(obj)
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, act(form.cleaned_data))
            except self.refusals as refused:
                form.add_error(None, str(refused))
            else:
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "form": form,
            "media": self.media + form.media,
            "title": title,
            "object": obj,
            "back": back,
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/kit/tool.html", context, status=status)

    def page_of(self, obj: Model) -> str:
        """The change page of an object."""
        opts = self.model._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk])

    def _door(self, tool: Tool) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return self.tool(request, pk, tool)

        return view

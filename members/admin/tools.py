"""Object tools: a page beside the change form, with a form and one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from kit.admin import ModelAdmin
from members.actions.memberships import NotPossible
from members.queries import of_user


class ToolAdmin(ModelAdmin):
    """An admin whose `tools` maps a route to (title, form class, permission, method name).

    The method gets (object, cleaned data, by=, at=) and gives the sentence to show.
    """

    tools: dict[str, tuple[Any, type[forms.Form], str, str]] = {}

    def get_urls(self) -> list[URLPattern]:
        opts = self.model._meta
        own = [
            path(
                f"<int:pk>/{route}/",
                self.admin_site.admin_view(self._door(route)),
                name=f"{opts.app_label}_{opts.model_name}_{route}",
            )
            for route in self.tools
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
            (f"../{route}/", title)
            for route, (title, _form, permission, _act) in self.tools.items()
            if request.user.has_perm(permission)
        ]
        links += self.further_links(request, object_id)
        context = {"tool_links": links, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def further_links(self, request: HttpRequest, object_id: str) -> list[tuple[str, Any]]:
        """Pages elsewhere that belong to the object: (address, title)."""
        return []

    def _door(self, route: str) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return self.tool(request, pk, *self.tools[route])

        return view

    def tool(
        self,
        request: HttpRequest,
        pk: int,
        title: Any,
        form_class: type[forms.Form],
        permission: str,
        act: str,
    ) -> HttpResponse:
        """Show the form; a good POST calls the action and goes back to the object."""
        obj = get_object_or_404(self.model, pk=pk)
        if not request.user.has_perm(permission, obj):
            raise PermissionDenied
        opts = self.model._meta
        back = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk])
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                by = of_user(request.user)
                said = getattr(self, act)(obj, form.cleaned_data, by=by, at=timezone.now())
            except NotPossible as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, said)
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": opts,
            "form": form,
            "title": title,
            "object": obj,
            "back": back,
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/members/tool.html", context, status=status)

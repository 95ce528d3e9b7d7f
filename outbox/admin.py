"""The letters at the board's desk: what left, what did not and why, and what still waits."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from kit.admin import ModelAdmin
from outbox import kinds, queries
from outbox.actions import letterheads, letters, suppressions
from outbox.forms import LetterheadForm, SuppressionForm, WhyForm
from outbox.models import Letterhead, Message, Suppression
from outbox.rendering import preview
from outbox.rules import STATE_WORDS

RELEASE = "outbox.release_letters"
# The page with the letter in a frame, and the letter itself: it may style, and do nothing else.
FRAMING: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
FRAMED: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": True,
}


class KindFilter(admin.SimpleListFilter):
    """By kind, from the registry: no scan of all letters."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in sorted(kinds.all_kinds())] + [("account.", "account.*")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if not value:
            return queryset
        return queryset.filter(**{"kind__startswith" if value.endswith(".") else "kind": value})


@admin.register(Message)
class MessageAdmin(ModelAdmin):
    """Letters are looked at here, never edited; what can be done with them are object tools."""

    list_display = ["kind", "to", "subject", "state", "not_before", "sent_at"]
    list_filter = ["state", KindFilter, "category"]
    search_fields = ["to", "subject", "dedupe_key"]
    change_form_template = "admin/outbox/message/change_form.html"
    change_list_template = "admin/outbox/message/change_list.html"
    fields = readonly_fields = (
        "kind", "category", "to", "state", "why", "error", "not_before", "valid_until",
        "created_at", "sent_at", "printed_at", "attempts", "about", "dedupe_key", "message_id",
    )  # fmt: skip

    actions = ("send_chosen_again",)

    @admin.action(description=gettext_lazy("Send the chosen letters again"))
    def send_chosen_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """After a fault that failed many: each chosen letter that may go leaves once more."""
        self.allow(request, release=True)
        at, able = timezone.now(), [message for message in queryset if letters.may_go(message)]
        for message in able:
            letters.send_again(message=message, by=request.user, at=at)
        said = ngettext("{n} letter is on its way.", "{n} letters are on their way.", len(able))
        messages.success(request, said.format(n=len(able)))

    @admin.display(description=gettext_lazy("what that means"))
    def why(self, message: Message) -> str:
        """The state in plain words."""
        return str(STATE_WORDS[message.state])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[Callable[..., HttpResponse], str]] = {
            "held/": (self.held_page, "held"),
            "why/": (self.why_page, "why"),
            "print/": (self.print_page, "print"),
            "<int:pk>/html/": (self.html_page, "html"),
            "<int:pk>/send-again/": (self.again_page, "again"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"outbox_message_{name}")
            for route, (view, name) in pages.items()
        ]
        return own + super().get_urls()

    @method_decorator(csp_override(FRAMING))
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        message = self.get_object(request, object_id)
        context = {
            "preview": preview(message, timezone.now()) if message else None,
            "may_send_again": message and self.may_release(request) and letters.may_go(message),
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @method_decorator([require_safe, xframe_options_sameorigin, csp_override(FRAMED)])
    def html_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter's HTML, for the frame on its page: it may not run, load or post anything."""
        shown = preview(self.letter(request, pk), timezone.now())
        return HttpResponse(shown.html or "<!DOCTYPE html><title></title>")

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def again_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then put the letter into the outbox once more."""
        message = self.letter(request, pk, release=True)
        back = reverse("admin:outbox_message_change", args=[pk])
        if request.method != "POST":
            return self.page(request, "again", _("Send again"), letter=message, back=back)
        try:
            letters.send_again(message=message, by=request.user, at=timezone.now())
        except letters.NotAgain:
            messages.error(request, _("This letter cannot be sent again as it stands."))
        else:
            messages.success(request, _("It leaves within a minute."))
        return redirect(back)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def held_page(self, request: HttpRequest) -> HttpResponse:
        """What waits for the release, by kind with a sample; release or discard, asked twice."""
        self.allow(request, release=True)
        rows, kind = queries.held_kinds(), request.POST.get("kind", "")
        if request.method == "POST" and request.POST.get("confirm") == "yes":
            messages.success(request, self.decide(request, request.POST.get("action", ""), kind))
            return redirect("admin:outbox_message_held")
        chosen = [row for row in rows if kind in ("", row["kind"])]
        asked = request.POST.get("action", "")
        return self.page(
            request, "held", _("Held letters"), rows=rows, kind=kind, asked=asked,
            count=sum(row["count"] for row in chosen), quiet=queries.is_quiet(),
        )  # fmt: skip

    def decide(self, request: HttpRequest, action: str, kind: str) -> str:
        """Release or discard; gives the sentence that says what happened."""
        by, at = request.user, timezone.now()
        if action == "discard":
            count = letters.discard(kind=kind, by=by, at=at)
            said = ngettext("{n} letter discarded.", "{n} letters discarded.", count)
        elif action == "release":
            count = letters.release(by=by, at=at, kind=kind)
            said = ngettext("{n} letter is on its way.", "{n} letters are on their way.", count)
        else:
            return _("Nothing was changed.")
        return said.format(n=count)

    @method_decorator(require_safe)
    def why_page(self, request: HttpRequest) -> HttpResponse:
        """Why did or didn't this person get a mail?"""
        self.allow(request)
        form = WhyForm(request.GET)
        asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
        text, person = asked.get("q", "").strip(), asked.get("person")
        found = queries.letters_about(text, person) if text or person else []
        rows = [(letter, STATE_WORDS[letter.state]) for letter in found]
        stops = queries.suppressions_of(text) if text else []
        title = _("Why did or didn't this person get a mail?")
        return self.page(request, "why", title, rows=rows, stops=stops, q=text, person=person)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def print_page(self, request: HttpRequest) -> HttpResponse:
        """Letters to people without an address, one a sheet; then they are marked as printed."""
        self.allow(request, release=request.method == "POST")
        if request.method == "POST":
            ids = [number for number in request.POST.getlist("letter") if number.isdecimal()][:5000]
            chosen = queries.to_print().filter(pk__in=[int(number[:18]) for number in ids])
            count = letters.mark_printed(messages=chosen, at=timezone.now())
            said = ngettext("{n} letter is done.", "{n} letters are done.", count)
            messages.success(request, said.format(n=count))
            return redirect("admin:outbox_message_print")
        rows = queries.to_print()[:500]
        return self.page(request, "print", _("Letters to print"), rows=rows)

    def letter(self, request: HttpRequest, pk: int, *, release: bool = False) -> Message:
        """The gateway: the letter, 403 without the right, 404 without the letter."""
        self.allow(request, release=release)
        return get_object_or_404(Message, pk=pk)

    def allow(self, request: HttpRequest, *, release: bool = False) -> None:
        if not (self.may_release(request) if release else self.has_view_permission(request)):
            raise PermissionDenied

    @staticmethod
    def may_release(request: HttpRequest) -> bool:
        return request.user.has_perm(RELEASE)

    def page(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        """One of our own pages in the admin's frame."""
        frame = {**self.admin_site.each_context(request), "opts": self.model._meta, "title": title}
        return TemplateResponse(request, f"admin/outbox/{name}.html", frame | context)


@admin.register(Suppression)
class SuppressionAdmin(ModelAdmin):
    """Who must not be written to; a row is added or taken away, never edited."""

    form = SuppressionForm
    list_display = ["address", "category", "reason", "created_at"]
    list_filter = ["reason", "category"]
    search_fields = ["address"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("outbox.delete_suppression")

    def save_model(self, request: HttpRequest, obj: Suppression, form: Any, change: bool) -> None:
        obj.created_at = timezone.now()
        suppressions.suppress(**form.cleaned_data, at=obj.created_at)
        obj.pk = Suppression.objects.get(**form.cleaned_data).pk

    def delete_model(self, request: HttpRequest, obj: Suppression) -> None:
        suppressions.lift(suppression=obj)


@admin.register(Letterhead)
class LetterheadAdmin(ModelAdmin):
    """The one letterhead; being quiet ends on the page of held letters."""

    form = LetterheadForm
    list_display = ["name", "sender", "signer_name", "quiet_state"]
    action_fields = ("quiet_state", "released_at", "released_by", "founded_at")
    change_form_template = "admin/outbox/letterhead/change_form.html"

    @admin.display(description=gettext_lazy("letters"))
    def quiet_state(self, head: Letterhead) -> str:
        """Whether business letters leave."""
        return _("quiet: letters are held") if head.is_quiet else _("letters leave")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.test_page)
        own = path("<int:pk>/test/", view, name="outbox_letterhead_test")
        return [own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Letterhead, form: Any, change: bool) -> None:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        letterheads.edit(letterhead=obj, by=request.user, **changes)

    @method_decorator(require_http_methods(["POST"]))
    def test_page(self, request: Any, pk: int) -> HttpResponse:
        """A test letter to the officer's own address."""
        head = get_object_or_404(Letterhead, pk=pk)
        if not self.has_change_permission(request, head):
            raise PermissionDenied
        letterheads.send_test(letterhead=head, to=request.user.email, at=timezone.now())
        said = _("A test letter is on its way to {address}.")
        messages.success(request, said.format(address=request.user.email))
        return redirect("admin:outbox_letterhead_change", pk)

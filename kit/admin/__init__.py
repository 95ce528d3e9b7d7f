"""The admin's base: our own site, and a ModelAdmin that shows more than it lets change."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit import actions, queries
from kit.admin.lookups import ChangeList, ManyPicker, Picker
from kit.forms import SettingForm, as_text
from kit.models import Export, Setting
from kit.rules import KNOBS


class ModelAdmin(admin.ModelAdmin):
    """Base of our admins.

    `action_fields` are owned by actions: shown, never edited in a form. Rows are not deleted here
    unless a subclass says so; lists count without a second full scan. What a form excludes, its
    history leaves out too.
    """

    action_fields: tuple[str, ...] = ()
    show_full_result_count = False
    list_per_page = 50
    change_form_template = "admin/kit/change_form.html"
    shown_changes = 10

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The form, with the newest changes of the row below it; two queries for those."""
        hidden = self.exclude or ()
        found = queries.changes(obj, limit=self.shown_changes, hidden=hidden) if obj else []
        context = {**context, "changes": found}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ChangeList

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault(
                "widget", Picker(db_field, self.admin_site, using=kwargs.get("using"))
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            widget = ManyPicker(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs.setdefault("widget", widget)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        own = super().get_readonly_fields(request, obj)
        return (*own, *(name for name in self.action_fields if name not in own))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what and when, as the database's own triggers wrote it down."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": obj,
            "title": _("History of %(object)s") % {"object": obj},
            "changes": queries.changes(obj, hidden=self.exclude or ()),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/kit/history.html", context)


class ReadOnly(ModelAdmin):
    """Looked at, never typed in: actions write these rows."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Setting)
class SettingAdmin(ModelAdmin):
    """The numbers and texts a board has changed; a line taken away returns to the default."""

    form = SettingForm
    list_display = ("key", "shown", "default", "meaning")
    search_fields = ("key",)

    @admin.display(description=gettext_lazy("value"))
    def shown(self, row: Setting) -> str:
        return as_text(row.value)

    @admin.display(description=gettext_lazy("default"))
    def default(self, row: Setting) -> str:
        return as_text(KNOBS[row.key].default) if row.key in KNOBS else ""

    @admin.display(description=gettext_lazy("what it is for"))
    def meaning(self, row: Setting) -> str:
        return str(KNOBS[row.key].help) if row.key in KNOBS else ""

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return ("key",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm("kit.delete_setting")

    def save_model(self, request: HttpRequest, obj: Setting, form: Any, change: bool) -> None:
        row = actions.turn(knob=KNOBS[obj.key], value=form.cleaned_data["value"])
        obj.pk = row.pk


@admin.register(Export)
class ExportAdmin(ReadOnly):
    """Which files of people's data were taken out, by whom."""

    list_display = ("at", "what", "via", "by")
    list_select_related = ("by",)
    list_filter = ("via",)
    date_hierarchy = "at"
    search_fields = ("what", "by__email")

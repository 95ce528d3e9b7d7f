"""The end of the association at the desk: shown here, said at its own page. What people said of
themselves is theirs alone and is not here."""

from django.contrib import admin
from django.urls import reverse

from kit.admin import ReadOnly
from pulse.models import Closing


@admin.register(Closing)
class ClosingAdmin(ReadOnly):
    """Ends that were announced, and what became of them."""

    list_display = ("ends_on", "begun_at", "begun_by", "withdrawn_at", "given_at")
    list_select_related = ("begun_by",)
    date_hierarchy = "begun_at"
    search_fields = ("reason",)

    def view_on_site(self, obj: Closing) -> str:
        """The page where it is said and taken back."""
        return reverse("closing")

"""What came in from files; files are worked with on the page "Bring people in"."""

from django.contrib import admin

from kit.admin import ReadOnly
from members.models import ImportBatch, Merge, Upload


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly):
    """What came in from files."""

    list_display = ("filename", "kind", "imported_at", "imported_by", "counts", "undone_at")
    list_select_related = ("imported_by",)
    list_filter = ("kind",)
    search_fields = ("filename",)
    date_hierarchy = "imported_at"


@admin.register(Upload)
class UploadAdmin(ReadOnly):
    """Files of people, whatever became of them; "View on site" leads to the page."""

    list_display = ("filename", "state", "uploaded_at", "uploaded_by")
    list_filter = ("state",)
    search_fields = ("filename",)
    exclude = ("raw", "header", "answers", "report", "attempts")


@admin.register(Merge)
class MergeAdmin(ReadOnly):
    """Who was found to be the same person as whom."""

    list_display = ("winner", "loser", "merged_at", "merged_by", "undone_at")
    list_select_related = ("winner", "loser", "merged_by")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    search_fields = ("winner__sort_name__contains", "loser__sort_name__contains")
    date_hierarchy = "merged_at"

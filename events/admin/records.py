"""What programme, speakers and treasurer leave behind: read at the desk, written elsewhere.

What members told in confidence (needs, feedback, whom they met, calendar keys) has no list here.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from events.models import (
    Backup,
    CreditKind,
    GuestAsk,
    Link,
    Paper,
    Price,
    SavedReport,
    SeatPayment,
    SpeakerAsk,
    SpeakerConsent,
    SpeakerFile,
    TopicIdea,
)
from kit.admin import ModelAdmin, ReadOnly

BY_PERSON = ("person__sort_name__contains",)
BY_SPEAKER = ("ask__person__sort_name__contains",)
BY_MEETING = ("meeting__slug__startswith",)


@admin.register(SpeakerAsk)
class SpeakerAskAdmin(ReadOnly):
    """Who was asked to speak, by whom, and what came of it; the words stay on the chair's page."""

    list_display = ("person", "state", "meeting", "topic", "asked_at", "asked_by", "answered_at")
    list_select_related = ("person", "meeting", "asked_by")
    list_filter = ("state",)
    date_hierarchy = "asked_at"
    search_fields = BY_PERSON
    exclude = ("note", "words", "instead", "needs")


@admin.register(SpeakerFile)
class SpeakerFileAdmin(ReadOnly):
    """Photos and slides of speakers, those they replaced or removed included."""

    list_display = ("name", "what", "ask", "size", "uploaded_at", "removed_at")
    list_select_related = ("ask__person",)
    list_filter = ("what",)
    date_hierarchy = "uploaded_at"
    search_fields = (*BY_SPEAKER, "name")
    # The file itself opens from the request to speak, by its own rules.
    exclude = ("file",)


@admin.register(SpeakerConsent)
class SpeakerConsentAdmin(ReadOnly):
    """What speakers let us publish, and what they took back."""

    list_display = ("ask", "what", "given_at", "withdrawn_at")
    list_select_related = ("ask__person",)
    list_filter = ("what",)
    date_hierarchy = "given_at"
    search_fields = BY_SPEAKER


@admin.register(Backup)
class BackupAdmin(ReadOnly):
    """Who would step in, and what they could speak about."""

    list_display = ("person", "topic", "added_at", "added_by", "removed_at")
    list_select_related = ("person", "added_by")
    search_fields = (*BY_PERSON, "topic")


@admin.register(TopicIdea)
class TopicIdeaAdmin(ReadOnly):
    """What members would like to hear about."""

    list_display = ("title", "state", "suggested_at", "suggested_by", "decided_at", "meeting")
    list_select_related = ("suggested_by", "meeting")
    list_filter = ("state",)
    search_fields = ("title", "speaker_hint")


@admin.register(Paper)
class PaperAdmin(ReadOnly):
    """Agendas and minutes: where they stand, without their words."""

    list_display = ("meeting", "kind", "state", "audience", "written_at", "approved_at")
    list_select_related = ("meeting",)
    list_filter = ("kind", "state", "audience")
    search_fields = BY_MEETING
    exclude = ("text",)


@admin.register(Link)
class LinkAdmin(ReadOnly):
    """Recordings, articles and the like beside a meeting."""

    list_display = ("label", "meeting", "url", "added_at", "added_by")
    list_select_related = ("meeting", "added_by")
    search_fields = (*BY_MEETING, "label")


@admin.register(Price)
class PriceAdmin(ReadOnly):
    """What a seat costs."""

    list_display = ("meeting", "member_cents", "guest_cents", "currency")
    list_select_related = ("meeting",)
    search_fields = BY_MEETING


@admin.register(SeatPayment)
class SeatPaymentAdmin(ReadOnly):
    """Seats marked as paid, and marks taken back."""

    list_display = ("seat", "cents", "currency", "how", "recorded_at", "recorded_by", "voided_at")
    list_select_related = ("rsvp__person", "rsvp__meeting", "recorded_by")
    list_filter = ("how",)
    date_hierarchy = "recorded_at"
    search_fields = ("rsvp__meeting__slug__startswith", "rsvp__person__sort_name__contains")

    @admin.display(description=gettext_lazy("seat"))
    def seat(self, row: SeatPayment) -> str:
        """Whose seat it is, and at which meeting."""
        return f"{row.rsvp.person} · {row.rsvp.meeting}"


@admin.register(GuestAsk)
class GuestAskAdmin(ReadOnly):
    """Strangers who asked for a seat by the form."""

    list_display = ("name", "meeting", "asked_at", "proven_at", "greeter")
    list_select_related = ("meeting", "greeter")
    date_hierarchy = "asked_at"
    search_fields = ("name", *BY_MEETING)


@admin.register(SavedReport)
class SavedReportAdmin(ReadOnly):
    """Questions kept under a name, and when they were last mailed."""

    list_display = ("name", "report", "kind", "span", "made_by", "sent_for", "dropped_at")
    list_select_related = ("made_by",)
    list_filter = ("report", "kind")
    search_fields = ("name",)


@admin.register(CreditKind)
class CreditKindAdmin(ModelAdmin):
    """Sorts of credits; meetings and talks name theirs on their own pages."""

    list_display = ("name", "minutes_per_credit", "sponsor", "provider_number", "times_required")
    search_fields = ("name", "sponsor")

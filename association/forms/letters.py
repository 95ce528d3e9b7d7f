"""An officer's letter: its words, whom it goes to, and when it leaves."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from association.queries.audiences import ANSWERS, SEEN, STANDINGS, Audience
from events.models import Meeting, Series
from kit.forms import IN_THIS_AGE
from members.models import Announcement, Plan
from outbox.queries import zone
from roles.models import Role

MEETINGS = 60
Sort = Announcement.Sort


class LetterForm(forms.Form):
    """The words and the set; each line chosen narrows the set."""

    sort = forms.ChoiceField(
        label=_("Kind"), choices=Sort.choices, required=False, widget=forms.RadioSelect
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("Letter"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("The greeting and your name come by themselves. **Bold**, *italic*, "
                    "[words](https://address), lists with a dash, headings with #."),
    )  # fmt: skip
    standings = forms.MultipleChoiceField(
        label=_("Standing"), choices=[(one.value, one.label) for one in STANDINGS],
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    plans = forms.ModelMultipleChoiceField(
        label=_("Plan"), queryset=Plan.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    roles = forms.ModelMultipleChoiceField(
        label=_("Role"), queryset=Role.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    meeting = forms.ModelChoiceField(
        label=_("Meeting"), queryset=Meeting.objects.none(), required=False
    )
    answers = forms.MultipleChoiceField(
        label=_("Their answer to this meeting"), choices=ANSWERS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seen = forms.MultipleChoiceField(
        label=_("At the door of this meeting"), choices=SEEN, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    series = forms.ModelChoiceField(
        label=_("Came in the last year to"), queryset=Series.objects.none(), required=False
    )

    def __init__(self, *args: Any, may_notify: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given: Any = self.fields
        given["plans"].queryset = Plan.objects.order_by("name")
        given["roles"].queryset = Role.objects.order_by("position", "title")
        given["series"].queryset = Series.objects.order_by("name")
        given["meeting"].queryset = _meetings(self.initial.get("meeting"))
        given["meeting"].label_from_instance = _meeting_words
        self.initial.setdefault("sort", Sort.NEWS)
        if not may_notify:
            del self.fields["sort"]

    def clean(self) -> dict[str, Any]:
        """Answers and the door belong to a meeting."""
        data = super().clean() or self.cleaned_data
        if (data.get("answers") or data.get("seen")) and not data.get("meeting"):
            self.add_error("meeting", _("Choose the meeting, or untick the boxes below it."))
        return data

    def audience(self, before: Audience) -> Audience:
        """What was chosen, with the people named before."""
        data = self.cleaned_data
        return Audience(
            standings=tuple(data["standings"]), plans=_ids(data["plans"]),
            roles=_ids(data["roles"]), meeting=_id(data["meeting"]), series=_id(data["series"]),
            answers=tuple(data["answers"]), seen=tuple(data["seen"]),
            people=before.people, without=before.without,
        )  # fmt: skip

    def words(self) -> dict[str, str]:
        """Subject, text and sort, for the action."""
        data = self.cleaned_data
        return {
            "subject": data["subject"],
            "text": data["text"],
            "sort": data.get("sort") or Sort.NEWS,
        }


class SendForm(forms.Form):
    """Now, or at an hour on the association's clock."""

    send_at = forms.DateTimeField(
        label=_("When"), required=False, validators=[],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: now. On the association's clock."),
    )  # fmt: skip

    def clean_send_at(self) -> datetime | None:
        """In the association's zone, in this age."""
        at = self.cleaned_data["send_at"]
        if at is None:
            return None
        for check in IN_THIS_AGE:
            check(at.date())
        return at.replace(tzinfo=zone()) if timezone.is_naive(at) else _on_our_clock(at)


def initial(letter: Announcement) -> dict[str, Any]:
    """A draft as the form shows it."""
    chosen = {key: value for key, value in letter.audience.items() if key not in PEOPLE}
    return {"subject": letter.subject, "text": letter.text, "sort": letter.sort, **chosen}


PEOPLE = ("people", "without")


def _on_our_clock(at: datetime) -> datetime:
    """What was typed, whatever zone the page was drawn in, as the association's wall clock."""
    return timezone.make_naive(at).replace(tzinfo=zone())


def _meetings(chosen: int | None) -> QuerySet[Meeting]:
    newest = Meeting.objects.exclude(state=Meeting.State.DRAFT).order_by("-starts_at")
    ids = [*newest.values_list("pk", flat=True)[:MEETINGS], *([chosen] if chosen else [])]
    return newest.filter(pk__in=ids)


def _meeting_words(meeting: Any) -> str:
    day = meeting.starts_at.astimezone(zone()).date().isoformat()
    return f"{day} · {meeting.topic or meeting.title}"


def _id(row: Model | None) -> int | None:
    return row.pk if row else None


def _ids(rows: Any) -> tuple[int, ...]:
    return tuple(row.pk for row in rows)

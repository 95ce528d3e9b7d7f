"""People at the desk: found by name, address or employer; state changes by object tools."""

from datetime import datetime
from functools import reduce
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.admin.tools import Tool
from kit.forms import ToolForm
from members.actions import covers, deaths, erasures, holds, memberships, people, sponsors, waivers
from members.actions.memberships import NotPossible
from members.admin.tools import ToolAdmin
from members.forms.desk import (
    DiedForm,
    EmailForm,
    HonourForm,
    JoinForm,
    NoteForm,
    PersonForm,
    ResignForm,
)
from members.forms.ladder import HoldForm, SponsorForm
from members.forms.mydata import EraseOfficerForm
from members.forms.waivers import BetweenForm, CoverForm, DuesWaiverForm
from members.models import Email, ErasedPerson, Membership, Person
from members.personal import Refused
from members.queries import letter_address, members_on, of_user, with_standing
from members.queries.people import begins
from members.rules import Standing, folded_words
from outbox.queries import local_day

ERASE = "members.delete_person"
PAY, EDIT = "members.add_payment", "members.change_person"
MOST_CHOSEN = 100


class EmailInline(admin.TabularInline):
    """Addresses; exactly one takes the letters."""

    model = Email
    form = EmailForm
    extra = 1
    fields = ("address", "for_letters", "verified_at", "bounced_at")
    readonly_fields = ("verified_at", "bounced_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("members.add_email", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not for somebody with more rights: a log-in code goes to any of these addresses."""
        return request.user.has_perm("members.change_email", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("members.delete_email", obj)


class MembershipInline(admin.TabularInline):
    """Periods, read-only: they come from payments."""

    model = Membership
    fk_name = "person"
    extra = 0
    can_delete = False
    fields = readonly_fields = ("plan", "period", "recorded_on", "voided_on", "resigned_on")
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CurrentFilter(admin.SimpleListFilter):
    """Members of today, or all others."""

    title = gettext_lazy("member today")
    parameter_name = "member"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        current = members_on(local_day(timezone.now())).values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=current)
        return queryset.exclude(pk__in=current) if self.value() == "no" else queryset


@admin.register(Person)
class PersonAdmin(ToolAdmin):
    """Everybody on file."""

    form = PersonForm
    list_display = ("name", "standing", "paid_until", "address", "employer", "city")
    list_filter = (CurrentFilter,)
    search_fields = ("name",)
    search_help_text = gettext_lazy("Name, e-mail address, employer or a further field")
    autocomplete_fields = ("mail_via",)
    action_fields = ("user", "deceased_on", "further")
    inlines = (EmailInline, MembershipInline)
    actions = ("write_to",)
    refusals = (NotPossible, Refused)
    tools = {
        "pay": Tool(gettext_lazy("Record a payment"), ToolForm, "act_pay", PAY),
        "join": Tool(gettext_lazy("Begin a membership"), JoinForm, "act_join", PAY),
        "honour": Tool(gettext_lazy("Make honorary"), HonourForm, "act_honour", PAY),
        "waive": Tool(gettext_lazy("Waive the dues"), DuesWaiverForm, "act_waive", PAY),
        "between": Tool(gettext_lazy("Between jobs"), BetweenForm, "act_between", PAY),
        "cover": Tool(gettext_lazy("Pays for somebody"), CoverForm, "act_cover", PAY),
        "uncover": Tool(
            gettext_lazy("Nobody pays for them any more"), ToolForm, "act_uncover", PAY
        ),
        "resign": Tool(
            gettext_lazy("Resign"), ResignForm, "act_resign", "members.change_membership"
        ),
        "died": Tool(gettext_lazy("Record a death"), DiedForm, "act_died", "members.change_email"),
        "lives": Tool(
            gettext_lazy("Take a recorded death back"),
            ToolForm,
            "act_lives",
            "members.change_email",
        ),
        "erase": Tool(gettext_lazy("Erase on request"), EraseOfficerForm, "act_erase", ERASE),
        "hold": Tool(
            gettext_lazy("Hold renewal letters"), HoldForm, "act_hold", "members.change_membership"
        ),
        "lift": Tool(
            gettext_lazy("Let renewal letters go again"),
            ToolForm,
            "act_lift",
            "members.change_membership",
        ),
        "sponsor": Tool(gettext_lazy("Who brought them"), SponsorForm, "act_sponsor", EDIT),
        "note": Tool(gettext_lazy("Add a note"), NoteForm, "act_note", EDIT),
        "revoke": Tool(gettext_lazy("Revoke links mailed so far"), ToolForm, "act_revoke", EDIT),
    }

    @admin.action(description=gettext_lazy("Write to those chosen"), permissions=["write_to"])
    def write_to(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """To a new letter with these people in its set."""
        uids = [("person", uid) for uid in queryset.values_list("uid", flat=True)[:MOST_CHOSEN]]
        return HttpResponseRedirect(f"{reverse('letter-new')}?{urlencode(uids)}")

    def has_write_to_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.send_letters")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        found = super().get_queryset(request).filter(merged_into__isnull=True)
        day = local_day(timezone.now())
        return with_standing(found, day).annotate(address_=letter_address())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """All words must be found, each in the name, an address or the employer."""
        words = folded_words(search_term)[:6]
        mine = Email.objects.filter(person_id=OuterRef("pk"))
        tests = [
            begins("sort_name", word)
            | Q(Exists(mine.filter(canonical__contains=word)))
            | Q(employer__icontains=word)
            | Q(further_text__icontains=word)
            for word in words
        ]
        queryset = queryset.alias(further_text=Cast("extra", TextField()))
        return queryset.filter(reduce(lambda a, b: a & b, tests, Q())), False

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, person: Any) -> Any:
        return Standing(person.standing_).label

    @admin.display(description=gettext_lazy("first day not paid"))
    def paid_until(self, person: Any) -> str:
        return date_format(person.paid_until_) if person.paid_until_ else ""

    @admin.display(description=gettext_lazy("letters go to"))
    def address(self, person: Any) -> str:
        return person.address_

    @admin.display(description=gettext_lazy("further fields"))
    def further(self, person: Person) -> Any:
        pairs = "; ".join(f"{key}: {_told(value)}" for key, value in person.extra.items())
        return format_html("{}", pairs or "–")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where somebody's letters go is not turned by who may not write their addresses."""
        own = super().get_readonly_fields(request, obj)
        may = obj is None or request.user.has_perm("members.change_email", obj)
        return own if may else (*own, "mail_via")

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """Through the actions, so that folded columns follow."""
        by, at = of_user(request.user), timezone.now()
        if change:
            kept = Person.objects.get(pk=obj.pk)
            values = {name: form.cleaned_data[name] for name in form.changed_data}
            people.edit(person=kept, by=by, at=at, **values)
            return
        made = people.create(by=by, at=at, **form.cleaned_data)
        obj.pk, obj.uid = made.pk, made.uid

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Addresses through their action; other inlines are read-only."""
        formset.save(commit=False)
        person = Person.objects.get(pk=form.instance.pk)
        if formset.model is Email and request.user.has_perm("members.change_email", person):
            kept = [
                (row.instance, row.cleaned_data["address"], row.cleaned_data["for_letters"])
                for row in formset.forms
                if row.cleaned_data.get("address") and not row.cleaned_data.get("DELETE")
            ]
            people.set_emails(person=person, rows=kept, by=of_user(request.user), at=timezone.now())

    def further_links(self, request: HttpRequest, object_id: str) -> list[tuple[str, Any]]:
        """The letters to and about this person."""
        if not (object_id.isdecimal() and request.user.has_perm("outbox.view_message")):
            return []
        url = f"{reverse('admin:outbox_message_why')}?person={object_id}"
        return [(url, _("Why did or didn't they get a mail?"))]

    def tool(self, request: HttpRequest, pk: int, tool: Tool) -> HttpResponse:
        """Payments have a page of their own."""
        if tool.act == "act_pay":
            uid = Person.objects.filter(pk=pk).values_list("uid", flat=True).first()
            url = reverse("record-payment", args=[uid]) if uid else reverse("dues")
            return HttpResponseRedirect(url)
        return super().tool(request, pk, tool)

    def act_join(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        memberships.join(person=person, plan=data["plan"], start=data["start"], by=by, at=at)
        return _("The membership of %(name)s has begun.") % {"name": person.name}

    def act_honour(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        memberships.honour(person=person, plan=data["plan"], by=by, at=at)
        return _("%(name)s is an honorary member.") % {"name": person.name}

    def act_waive(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        waivers.waive(person=person, by=by, at=at, **data)
        return _("The next period of %(name)s is free of dues.") % {"name": person.name}

    def act_between(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        row = waivers.between_jobs(person=person, months=data["months"], by=by, at=at)
        day = date_format(row.period.upper)
        return _("Nothing is asked for until %(day)s, nor afterwards for this time.") % {"day": day}

    def act_cover(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        covers.cover(payer=person, person=data["person"], by=by, at=at)
        return _("%(name)s stands under this membership.") % {"name": data["person"].name}

    def act_uncover(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        covers.uncover(person=person, by=by, at=at)
        return _("%(name)s stays a member to the end of the period and is told what then.") % {
            "name": person.name
        }

    def act_resign(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        memberships.resign(person=person, reason=data["reason"], on=data["on"], by=by, at=at)
        return _("%(name)s leaves. Waiting renewal letters are called back.") % {
            "name": person.name
        }

    def act_died(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        deaths.record(person=person, on=data["on"], by=by, at=at)
        return _("Recorded. No letter goes to %(name)s any more.") % {"name": person.name}

    def act_lives(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        if not deaths.take_back(person=person, by=by, at=at):
            raise NotPossible(_("No death is recorded for %(name)s.") % {"name": person.name})
        return _("Taken back: %(name)s lives.") % {"name": person.name}

    def act_hold(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        holds.hold(person=person, by=by, at=at, **data)
        return _("No renewal letter goes to %(name)s for now.") % {"name": person.name}

    def act_lift(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        if not holds.lift(person=person, by=by, at=at):
            raise NotPossible(_("No letters are on hold."))
        return _("Renewal letters go to %(name)s again.") % {"name": person.name}

    def act_erase(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        via = ErasedPerson.Via.OFFICER
        if not erasures.erase(person=person, via=via, by=by, at=at, reason=data["reason"]):
            raise NotPossible(_("This person was erased before."))
        return _("Erased. What had to stay names nobody any more.")

    def act_sponsor(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        sponsors.name(person=person, sponsor=data["sponsor"], by=by, at=at)
        return _("Who brought %(name)s is written down.") % {"name": person.name}

    def act_note(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        people.add_note(person=person, text=data["text"], by=by, at=at)
        return _("The note is on file.")

    def act_revoke(self, person: Person, data: dict, *, by: Person | None, at: datetime) -> str:
        people.revoke_links(person=person, by=by, at=at)
        return _("Links mailed so far no longer work.")


def _told(value: Any) -> str:
    if isinstance(value, list):
        return " / ".join(f"{note['on']} {note['by']}: {note['text']}" for note in value)
    return str(value)

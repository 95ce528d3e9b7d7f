"""Who asks to become a member, and what a newcomer is promised."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from members.models.dues import Plan
from members.models.people import Person


class ApplicationState(models.TextChoices):
    """How far an application has come."""

    CONFIRM = "confirm", _("address not proven")
    APPLIED = "applied", _("applied")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = ApplicationState


@tracked(exclude=["search_text"])
class Application(Model):
    """What somebody asked for on the joining page, word for word.

    It belongs to nobody until the mailed link is confirmed. `applied_on` and `closed_on` are the
    association's days from and until which (half-open) the person's standing is "applied";
    a membership that has begun outdoes it.
    """

    State = ApplicationState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("person"),
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="applications", verbose_name=_("plan")
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("private e-mail address"))
    work_email = models.EmailField(_("work e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    told_by = models.CharField(_("heard of us from"), max_length=200, blank=True)
    message = models.TextField(_("message"), blank=True)
    consent = models.TextField(_("agreed to"))
    language = models.CharField(_("language"), max_length=16, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=S, default=S.CONFIRM)
    asked_at = models.DateTimeField(_("asked"))
    proven_at = models.DateTimeField(_("address proven"), null=True, blank=True)
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_via = models.CharField(_("decided through"), max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=S.CONFIRM, person=None, proven_at=None, applied_on=None)
                | (
                    ~Q(state=S.CONFIRM)
                    & Q(
                        person__isnull=False,
                        proven_at__isnull=False,
                        applied_on__isnull=False,
                    )
                ),
                name="members_application_proven",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.APPROVED, S.DECLINED], decided_at__isnull=False)
                & (Q(decided_by__isnull=False) | ~Q(decided_via=""))
                | Q(state__in=[S.CONFIRM, S.APPLIED], decided_at=None, decided_by=None)
                & Q(decided_via="")
                | Q(state=S.WITHDRAWN),
                name="members_application_decided",
            ),
            models.CheckConstraint(
                condition=Q(state=S.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=S.WITHDRAWN) & Q(withdrawn_at=None)),
                name="members_application_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.DECLINED, S.WITHDRAWN], closed_on__isnull=False)
                | (~Q(state__in=[S.DECLINED, S.WITHDRAWN]) & Q(closed_on=None)),
                name="members_application_closed",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="members_application_state")]

    def __str__(self) -> str:
        return self.name


class PromiseState(models.TextChoices):
    """Whether a promise to a newcomer is kept."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    WAIVED = "waived", _("not needed")


@tracked()
class WelcomePromise(Model):
    """One of the four things somebody is promised in the first ninety days, with an owner."""

    State = PromiseState

    class Kind(models.TextChoices):
        CALL = "call", _("a call")
        HOST = "host", _("a host")
        MEETING = "meeting", _("the first meeting")
        JOB = "job", _("a first small job")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="promises", verbose_name=_("newcomer")
    )
    kind = models.CharField(_("promise"), max_length=10, choices=Kind)
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who looks after it"),
    )
    due_on = models.DateField(_("due on"))
    state = models.CharField(
        _("state"), max_length=10, choices=PromiseState, default=PromiseState.OPEN
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    via = models.CharField(_("settled through"), max_length=30, blank=True)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("promise to a newcomer")
        verbose_name_plural = _("promises to newcomers")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="members_welcomepromise_once"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None, settled_by=None, via="")
                | (~Q(state="open") & Q(settled_at__isnull=False))
                & (Q(settled_by__isnull=False) | ~Q(via="")),
                name="members_welcomepromise_settled",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="members_welcomepromise_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person_id}"

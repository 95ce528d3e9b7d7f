"""Who is asked for a seat or a job, and by whom; and who does not want to be asked."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models import Duty
from kit.models import Model, tracked
from members.models import Person
from roles.models import Project, Role, Seat

SEAT = Q(seat__isnull=False, role__isnull=False, duty__isnull=True, project__isnull=True)
JOB = Q(seat__isnull=True, role__isnull=False, duty__isnull=False, project__isnull=True)
HELP = Q(seat__isnull=True, role__isnull=True, duty__isnull=True, project__isnull=False)


@tracked()
class Ask(Model):
    """An officer picked `person` for one seat, job or project; `asker` is to ask them.

    The asker says yes (`accepted`) or no (`passed`) first, then has asked, then tells the answer.
    `role` is the role of the seat or job: nobody is asked for the same one twice in a season.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for who is to ask")
        ACCEPTED = "accepted", _("will be asked")
        PASSED = "passed", _("somebody else should ask")
        ASKED = "asked", _("asked")
        YES = "yes", _("yes")
        NO = "no", _("no")
        LATER = "later", _("later, perhaps")
        WITHDRAWN = "withdrawn", _("called off")

    OPEN = (State.PROPOSED, State.ACCEPTED, State.ASKED)
    ANSWERS = (State.YES, State.NO, State.LATER)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, related_name="asks", verbose_name=_("seat")
    )
    duty = models.ForeignKey(
        Duty, models.PROTECT, null=True, related_name="asks", verbose_name=_("job")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, related_name="asks", verbose_name=_("project")
    )
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, related_name="+", verbose_name=_("role")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="asked_for", verbose_name=_("who is asked")
    )
    asker = models.ForeignKey(
        Person, models.PROTECT, related_name="asks_to_make", verbose_name=_("who asks")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    picked_at = models.DateTimeField(_("picked"))
    picked_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("picked by")
    )
    said_at = models.DateTimeField(_("taken on or passed"), null=True)
    asked_at = models.DateTimeField(_("asked"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    ended_at = models.DateTimeField(_("called off"), null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("request to ask somebody")
        verbose_name_plural = _("requests to ask somebody")
        ordering = ["-picked_at", "-id"]
        indexes = [models.Index(fields=["asker", "state"], name="network_ask_asker")]
        constraints = [
            models.CheckConstraint(condition=SEAT | JOB | HELP, name="network_ask_for_one_thing"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["proposed", "accepted", "asked"]),
                name="network_ask_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", said_at__isnull=True)
                | Q(state__in=["accepted", "passed", "asked", "yes", "no", "later"],
                    said_at__isnull=False)
                | Q(state="withdrawn"),
                name="network_ask_said",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "passed"], asked_at__isnull=True)
                | Q(state__in=["asked", "yes", "no", "later"], asked_at__isnull=False)
                | Q(state="withdrawn"),
                name="network_ask_asked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["yes", "no", "later"], answered_at__isnull=False)
                | (~Q(state__in=["yes", "no", "later"]) & Q(answered_at__isnull=True)),
                name="network_ask_answered",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", ended_at__isnull=False)
                | (~Q(state="withdrawn") & Q(ended_at__isnull=True)),
                name="network_ask_ended",
            ),
            models.CheckConstraint(
                condition=~Q(asker=F("person")), name="network_ask_asker_other"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} · {self.what}"

    @property
    def what(self) -> str:
        """What the person is asked for, as its own page calls it."""
        return str(self.seat or self.duty or self.project)


@tracked()
class NeverAsk(Model):
    """Somebody who said "never ask me"; as long as the row is there, nobody proposes them."""

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="never_ask", verbose_name=_("person")
    )
    said_at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name = _("person not to be asked")
        verbose_name_plural = _("people not to be asked")

    def __str__(self) -> str:
        return str(self.person)

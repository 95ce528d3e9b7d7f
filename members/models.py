"""People, log-ins, plans, memberships and dues."""

import uuid
from functools import cache

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.models import Model, tracked
from kit.text import canonical_email


class UserManager(BaseUserManager["User"]):
    """Log-ins are found by their canonical address."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A new log-in; without a password only mailed codes and passkeys open it."""
        user = self.model(email=canonical_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """A log-in that may do everything: for the operator, not for board members."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=canonical_email(username or ""))


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A log-in and nothing else; the human is a `Person`. Rights come from seats alone."""

    # Django's own way to leave out a mixin's column; its stubs do not know it.
    groups = None  # type: ignore[assignment]
    user_permissions = None  # type: ignore[assignment]

    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    date_joined = models.DateTimeField(_("since"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("log-in")
        verbose_name_plural = _("log-ins")

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Whether the admin opens: a superuser, or a running seat grants it."""
        return self.is_active and (self.is_superuser or self.has_perm("members.enter_admin"))


NOBODY = uuid.UUID(int=0)


@cache
def _url_of_nobody() -> str:
    return reverse("person", args=[NOBODY])


def person_url(uid: uuid.UUID) -> str:
    """The address of somebody's page; worked out once, as a page may link to a hundred."""
    return _url_of_nobody().replace(str(NOBODY), str(uid))


@tracked(exclude=["search_text", "sort_name"])
class Person(Model):
    """A human: member, guest, speaker or officer. Guests who join stay the same person."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("log-in"),
    )
    name = models.CharField(_("name"), max_length=200)
    known_as = models.CharField(_("known as"), max_length=100, blank=True)
    sort_name = models.CharField(max_length=200, editable=False)
    search_text = models.TextField(editable=False, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    skills = models.TextField(_("skills, separated by commas"), blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, blank=True)
    # Empty: as the browser asks, and letters in the association's language.
    language = models.CharField(_("language"), max_length=16, blank=True)
    mail_via = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mail_for",
        verbose_name=_("letters go to"),
    )
    link_epoch = models.PositiveIntegerField(default=0, editable=False)
    deceased_on = models.DateField(_("died on"), null=True, blank=True)
    joined_on = models.DateField(_("first joined on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    extra = models.JSONField(_("further fields"), default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "id"]
        permissions = [
            ("enter_admin", _("Can enter the admin")),
            ("export_people", _("Can export people")),
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="members_person_sort"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="members_person_search"),
            GinIndex(OpClass(F("sort_name"), name="gin_trgm_ops"), name="members_person_name_trgm"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="members_person_named"),
            models.CheckConstraint(
                condition=Q(mail_via__isnull=True) | ~Q(mail_via=F("id")),
                name="members_person_mail_via_other",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What a letter calls them: the name they go by, else the first word."""
        return self.known_as or self.name.split()[0]

    def get_absolute_url(self) -> str:
        return person_url(self.uid)


@tracked()
class Email(Model):
    """One address of a person; at most one takes the letters. `canonical` makes twins collide."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="emails")
    address = models.EmailField(_("e-mail address"))
    canonical = models.CharField(max_length=320, unique=True, editable=False)
    for_letters = models.BooleanField(_("takes the letters"), default=False)
    verified_at = models.DateTimeField(_("proven"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("undeliverable since"), null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(for_letters=True),
                name="members_email_one_for_letters",
            )
        ]

    def __str__(self) -> str:
        return self.address


@tracked()
class Visibility(Model):
    """Who may see one field of a person; a field without a row has its default audience."""

    class Audience(models.TextChoices):
        NOBODY = "nobody", _("nobody")
        MET = "met", _("people I met")
        MEMBERS = "members", _("members")

    person = models.ForeignKey(Person, models.CASCADE, related_name="visibilities")
    field = models.CharField(max_length=30)
    audience = models.CharField(max_length=10, choices=Audience)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "field"], name="members_visibility_once")
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.audience}"


@tracked()
class Plan(Model):
    """What a membership costs and how long it runs. No months = without end (honorary, life)."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    dues_cents = models.PositiveIntegerField(_("dues in cents"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    months = models.PositiveSmallIntegerField(
        _("months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    grace_days = models.PositiveSmallIntegerField(_("grace days"), default=30)
    honorary = models.BooleanField(_("honorary"), default=False)
    open_to_new = models.BooleanField(_("open to new members"), default=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class EndsAt(models.Func):
    """`upper(period)`: the first day no longer covered; NULL where there is no end."""

    function = "upper"
    output_field = models.DateField()


@tracked()
class Membership(Model):
    """One covered period of one person, with the plan's terms copied as they were.

    `period` is half-open: its upper day is the first day not covered; no upper day = without end.
    `recorded_on` is when the association learned of it: standing on a day counts only what was
    recorded by its end. `silent_until`: notices due before that day never go out (import, release).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="memberships")
    period = DateRangeField(_("period"))
    dues_cents = models.PositiveIntegerField(_("dues in cents"))
    currency = models.CharField(_("currency"), max_length=3)
    grace_days = models.PositiveSmallIntegerField(_("grace days"))
    honorary = models.BooleanField(_("honorary"), default=False)
    under = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
        verbose_name=_("paid under"),
    )
    recorded_on = models.DateField(_("recorded on"))
    silent_until = models.DateField(_("no notices due before"), null=True, blank=True)
    voided_on = models.DateField(_("voided on"), null=True, blank=True)
    resigned_on = models.DateField(_("resigned as of"), null=True, blank=True)
    resigned_recorded_on = models.DateField(_("resignation recorded on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-period"]
        constraints = [
            ExclusionConstraint(
                name="members_membership_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(voided_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False),
                name="members_membership_period",
            ),
            models.CheckConstraint(
                condition=Q(resigned_on__isnull=True, resigned_recorded_on__isnull=True)
                | Q(resigned_on__isnull=False, resigned_recorded_on__isnull=False),
                name="members_membership_resigned",
            ),
        ]
        indexes = [
            models.Index(
                EndsAt("period"),
                name="members_membership_ends",
                condition=Q(voided_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.period}"


@tracked()
class Payment(Model):
    """One line of the append-only ledger; a mistake is corrected by a reversing line."""

    class Method(models.TextChoices):
        TRANSFER = "transfer", _("bank transfer")
        CHEQUE = "cheque", _("cheque")
        CASH = "cash", _("cash")
        CARD = "card", _("card")
        IMPORT = "import", _("imported")

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="payments")
    cents = models.IntegerField(_("amount in cents"))
    currency = models.CharField(_("currency"), max_length=3)
    method = models.CharField(_("method"), max_length=10, choices=Method)
    received_on = models.DateField(_("received on"))
    source = models.CharField(_("source"), max_length=30, default="manual")
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("reverses"),
    )
    recorded_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(cents=0), name="members_payment_not_zero"),
            models.UniqueConstraint(
                fields=["source", "reference"],
                condition=~Q(reference=""),
                name="members_payment_reference_once",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(cents__lt=0),
                name="members_payment_reversal_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f} {self.currency}"


@tracked()
class ImportBatch(Model):
    """One accepted import file: who brought what, so that the same file again changes nothing."""

    kind = models.CharField(_("kind"), max_length=30)
    filename = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(_("counts"), default=dict)
    imported_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(_("imported"))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.filename

"""People, their log-ins, their addresses, and who sees what of them."""

import uuid
from functools import cache

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Trim
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
            # As the directory's list of an employer asks; many share its first word.
            models.Index(Lower(Trim("employer")), name="members_person_employer_is"),
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

"""The base of every table, and the settings a board may change."""

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import FETCH_PEERS
from django.utils.translation import gettext_lazy as _


class Manager(models.Manager):
    """A missing related row is fetched for all rows of the list at once, not one by one."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().fetch_mode(FETCH_PEERS)


class RandomCode(models.Func):
    """128 random bits that PostgreSQL makes itself, a new value for every row it writes."""

    template = (
        "encode(substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),"
        " 1, 16), 'hex')::uuid"
    )
    output_field = models.UUIDField()


class Model(models.Model):
    """Base of our tables."""

    objects = Manager()

    class Meta:
        abstract = True


def tracked(*, exclude: list[str] | None = None) -> Any:
    """Class decorator: PostgreSQL triggers write every insert, change and deletion to history.

    `exclude` names columns that must not be kept twice (secrets, search caches).
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude,
    )


@tracked()
class Setting(Model):
    """One number or text a board has changed; the default stands in the owning package's rules."""

    key = models.CharField(max_length=80, unique=True)
    value = models.JSONField()

    class Meta:
        verbose_name = _("setting")
        verbose_name_plural = _("settings")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


@tracked()
class Export(Model):
    """One file of many people's data that somebody took out; written down before it leaves."""

    what = models.CharField(_("what"), max_length=200)
    via = models.CharField(_("by way of"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.what


class Redaction(Model):
    """One pass of the database function that empties columns of history; it writes this itself.

    The application may read this table and never write it.
    """

    table_name = models.CharField(_("table"), max_length=63)
    rows_changed = models.PositiveIntegerField(_("rows"))
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("redaction of history")
        verbose_name_plural = _("redactions of history")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.table_name}: {self.rows_changed}"

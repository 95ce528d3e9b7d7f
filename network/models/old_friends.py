"""A few words that one member may send to somebody whose membership has ended."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.models import Model
from members.models import Person


class FriendNote(Model):
    """The wish that `friend` writes to `person`; nothing goes out before the friend sends it.

    Open until sent, or ended by the friend or by time. Read by the friend alone, kept in no
    history.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    friend = models.ForeignKey(Person, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    OPEN = Q(sent_at=None, ended_at=None)

    class Meta:
        verbose_name = _("note to an old friend")
        verbose_name_plural = _("notes to old friends")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(friend=F("person")), name="network_friendnote_other"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(ended_at=None), name="network_friendnote_end"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(sent_at=None, ended_at=None),
                name="network_friendnote_to_one",
            ),
            models.UniqueConstraint(
                fields=["friend"], condition=Q(sent_at=None, ended_at=None),
                name="network_friendnote_by_one",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

"""Who is in which file that was taken out."""

from django.db import models

from kit.models import Export, Model
from members.models.people import Person


class ExportedPerson(Model):
    """One person in one file; so everybody can see who took their data out, and when."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "export"], name="members_exported_once")
        ]

    def __str__(self) -> str:
        return f"{self.export_id}: {self.person_id}"

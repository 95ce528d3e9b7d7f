"""The same table, without our managers, methods and rules."""

from django.db import models


class Person(models.Model):
    uid = models.UUIDField()
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    headline = models.CharField(max_length=200)
    employer = models.CharField(max_length=200)
    city = models.CharField(max_length=120)

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "members_person"
        indexes = []

    def __str__(self) -> str:
        return self.name

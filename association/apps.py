from django.apps import AppConfig

# Every process that may wake a worker needs the configured Celery application.
from association import celery as timetable  # noqa: F401


class AssociationConfig(AppConfig):
    name = "association"

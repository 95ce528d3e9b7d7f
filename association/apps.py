from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

# Every process that may wake a worker needs the configured Celery application.
from association import celery as timetable  # noqa: F401


class AssociationConfig(AppConfig):
    name = "association"

    def ready(self) -> None:
        tell = import_string("association.queries.setup.tell")
        roles = apps.get_app_config("roles")
        post_migrate.connect(tell, sender=roles, dispatch_uid="association.tell_the_way_in")

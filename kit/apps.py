from django.apps import AppConfig
from django.db.models.signals import post_migrate

from kit import history


class KitConfig(AppConfig):
    name = "kit"

    def ready(self) -> None:
        post_migrate.connect(history.quicken, dispatch_uid="kit.quicken_history")
        post_migrate.connect(history.protect, dispatch_uid="kit.protect_history")

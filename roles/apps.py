from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class RolesConfig(AppConfig):
    name = "roles"

    def ready(self) -> None:
        refresh = import_string("roles.actions.groups.refresh")
        post_migrate.connect(refresh, dispatch_uid="roles.refresh_groups")
